// SPDX-License-Identifier: GPL-3.0-or-later
// Functions on RDF terms: SPARQL 1.1 17.4.2 and sameTerm.
#include <inttypes.h>

#include "func/function_internal.h"
#include "rdf/iri.h"
#include "rdf/vocabulary.h"

static furat_status
answer(furat_value *out, bool boolean)
{
  *out = furat_value_boolean(boolean);
  return FURAT_OK;
}

static bool
is_literal(const furat_value *v)
{
  return v->kind > FURAT_VALUE_BLANK;
}

furat_status
furat_function_is_iri(furat_value *out, furat_call *call FURAT_UNUSED,
                      const furat_value *args, size_t n_args FURAT_UNUSED)
{
  return answer(out, args[0].kind == FURAT_VALUE_IRI);
}

furat_status
furat_function_is_blank(furat_value *out, furat_call *call FURAT_UNUSED,
                        const furat_value *args, size_t n_args FURAT_UNUSED)
{
  return answer(out, args[0].kind == FURAT_VALUE_BLANK);
}

furat_status
furat_function_is_literal(furat_value *out, furat_call *call FURAT_UNUSED,
                          const furat_value *args, size_t n_args FURAT_UNUSED)
{
  return answer(out, is_literal(&args[0]));
}

furat_status
furat_function_is_numeric(furat_value *out, furat_call *call FURAT_UNUSED,
                          const furat_value *args, size_t n_args FURAT_UNUSED)
{
  return answer(out, furat_value_is_numeric(&args[0]));
}

furat_status
furat_function_str(furat_value *out, furat_call *call, const furat_value *args,
                   size_t n_args FURAT_UNUSED)
{
  if (args[0].kind == FURAT_VALUE_BLANK) {
    return FURAT_BAD_DATA;
  }
  furat_term term;
  furat_status status = furat_value_to_term(&term, call->arena, &args[0]);
  *out = furat_value_string(term.text);
  return status;
}

furat_status
furat_function_lang(furat_value *out, furat_call *call FURAT_UNUSED,
                    const furat_value *args, size_t n_args FURAT_UNUSED)
{
  *out = furat_value_string(args[0].term.language);
  return is_literal(&args[0]) ? FURAT_OK : FURAT_BAD_DATA;
}

// RFC 4647 section 3.3.1, basic filtering.
static bool
language_matches(furat_str tag, furat_str range)
{
  if (furat_str_equal(range, FURAT_STR("*"))) {
    return tag.len > 0;
  }
  return range.len > 0 && tag.len >= range.len &&
         furat_str_equal_nocase(furat_str_slice(tag, 0, range.len), range) &&
         (tag.len == range.len || tag.data[range.len] == '-');
}

furat_status
furat_function_lang_matches(furat_value *out, furat_call *call FURAT_UNUSED,
                            const furat_value *args, size_t n_args FURAT_UNUSED)
{
  if (args[0].kind != FURAT_VALUE_STRING || args[1].kind != FURAT_VALUE_STRING) {
    return FURAT_BAD_DATA;
  }
  return answer(out, language_matches(args[0].term.text, args[1].term.text));
}

furat_status
furat_function_datatype(furat_value *out, furat_call *call FURAT_UNUSED,
                        const furat_value *args, size_t n_args FURAT_UNUSED)
{
  if (!is_literal(&args[0])) {
    return FURAT_BAD_DATA;
  }
  *out = (furat_value){.kind = FURAT_VALUE_IRI,
                       .term = furat_term_iri(furat_value_datatype(&args[0]))};
  return FURAT_OK;
}

// Longer ones would take long to look through.
enum { MAX_IRI_BYTES = 1 << 22 };

furat_status
furat_function_iri(furat_value *out, furat_call *call, const furat_value *args,
                   size_t n_args FURAT_UNUSED)
{
  if (args[0].kind == FURAT_VALUE_IRI) {
    *out = args[0];
    return FURAT_OK;
  }
  furat_str text = args[0].term.text;
  if (args[0].kind != FURAT_VALUE_STRING) {
    return FURAT_BAD_DATA;
  }
  if (text.len > MAX_IRI_BYTES) {
    return FURAT_LIMIT;
  }
  if (furat_iri_valid_length(text) < text.len) {
    return FURAT_BAD_DATA;
  }
  if (!furat_iri_is_absolute(text)) {
    furat_buffer resolved;
    furat_buffer_init(&resolved, SIZE_MAX / 2);
    furat_status status = furat_iri_resolve(&resolved, call->base, text, NULL);
    if (status != FURAT_OK) {
      furat_buffer_clear(&resolved);
      return status;
    }
    status = furat_call_keep(&text, call, &resolved);
    if (status != FURAT_OK) {
      return status;
    }
  }
  *out = (furat_value){.kind = FURAT_VALUE_IRI, .term = furat_term_iri(text)};
  return FURAT_OK;
}

static furat_status
append_hexadecimal(furat_buffer *out, furat_call *call, furat_str text)
{
  static const char digits[] = "0123456789abcdef";
  furat_status status = FURAT_OK;
  for (size_t at = 0, end; status == FURAT_OK && at < text.len; at = end) {
    status = furat_call_stride(&end, call, text, at);
    for (size_t i = at; status == FURAT_OK && i < end; i++) {
      const unsigned char c = (unsigned char)text.data[i];
      const char pair[] = {digits[c >> 4], digits[c & 15]};
      furat_buffer_append(out, (furat_str){pair, sizeof pair});
    }
  }
  return status;
}

// BNODE("x") writes the whole label into the node's, in hexadecimal, so that equal labels
// meet within a solution and different ones never do.
furat_status
furat_function_bnode(furat_value *out, furat_call *call, const furat_value *args,
                     size_t n_args)
{
  furat_buffer label;
  furat_status status = FURAT_OK;
  if (n_args > 0 && args[0].kind != FURAT_VALUE_STRING) {
    return FURAT_BAD_DATA;
  }
  furat_buffer_init(&label, call->max_text_bytes);
  if (n_args == 0) {
    furat_buffer_appendf(&label, "new%" PRIu64, ++call->n_blank_nodes);
  } else {
    furat_buffer_appendf(&label, "row%" PRIu64 "x", call->solution);
    status = append_hexadecimal(&label, call, args[0].term.text);
  }
  furat_str text = FURAT_STR_NONE;
  if (status != FURAT_OK) {
    furat_buffer_clear(&label);
    return status;
  }
  status = furat_call_keep(&text, call, &label);
  *out = (furat_value){.kind = FURAT_VALUE_BLANK, .term = furat_term_blank(text)};
  return status;
}

furat_status
furat_function_str_dt(furat_value *out, furat_call *call, const furat_value *args,
                      size_t n_args FURAT_UNUSED)
{
  if (args[0].kind != FURAT_VALUE_STRING || args[1].kind != FURAT_VALUE_IRI) {
    return FURAT_BAD_DATA;
  }
  furat_term term = furat_term_literal(args[0].term.text, args[1].term.text);
  // A language-tagged string has a tag: this cannot make one.
  if (furat_str_equal(term.datatype, FURAT_STR(FURAT_RDF_LANG_STRING))) {
    return FURAT_BAD_DATA;
  }
  return furat_value_of_term(out, call->arena, &term);
}

// The shape of a language tag, as SPARQL's LANGTAG has it.
static bool
is_language_tag(furat_str tag)
{
  size_t run = 0;
  bool first = true;
  for (size_t i = 0; i < tag.len; i++) {
    char c = tag.data[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    bool digit = c >= '0' && c <= '9';
    if (c == '-' && run > 0) {
      run = 0;
      first = false;
    } else if (letter || (digit && !first)) {
      run++;
    } else {
      return false;
    }
  }
  return run > 0;
}

furat_status
furat_function_str_lang(furat_value *out, furat_call *call FURAT_UNUSED,
                        const furat_value *args, size_t n_args FURAT_UNUSED)
{
  if (args[0].kind != FURAT_VALUE_STRING || args[1].kind != FURAT_VALUE_STRING ||
      !is_language_tag(args[1].term.text)) {
    return FURAT_BAD_DATA;
  }
  *out =
      (furat_value){.kind = FURAT_VALUE_LANG_STRING,
                    .term = furat_term_lang_string(args[0].term.text, args[1].term.text)};
  return FURAT_OK;
}

// A random UUID (RFC 4122 section 4.4) behind `prefix`.
static furat_status
make_uuid(furat_str *out, furat_call *call, const char *prefix)
{
  uint64_t high = (furat_call_random(call) & ~UINT64_C(0xF000)) | 0x4000;
  uint64_t low = (furat_call_random(call) & ~(UINT64_C(3) << 62)) | (UINT64_C(2) << 62);
  furat_buffer text;
  furat_buffer_init(&text, 100);
  furat_buffer_appendf(
      &text, "%s%08" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%012" PRIx64,
      prefix, high >> 32, (high >> 16) & 0xFFFF, high & 0xFFFF, low >> 48,
      low & UINT64_C(0xFFFFFFFFFFFF));
  return furat_call_keep(out, call, &text);
}

furat_status
furat_function_uuid(furat_value *out, furat_call *call,
                    const furat_value *args FURAT_UNUSED, size_t n_args FURAT_UNUSED)
{
  furat_str text = FURAT_STR_NONE;
  furat_status status = make_uuid(&text, call, "urn:uuid:");
  *out = (furat_value){.kind = FURAT_VALUE_IRI, .term = furat_term_iri(text)};
  return status;
}

furat_status
furat_function_str_uuid(furat_value *out, furat_call *call,
                        const furat_value *args FURAT_UNUSED, size_t n_args FURAT_UNUSED)
{
  furat_str text = FURAT_STR_NONE;
  furat_status status = make_uuid(&text, call, "");
  *out = furat_value_string(text);
  return status;
}

furat_status
furat_function_same_term(furat_value *out, furat_call *call, const furat_value *args,
                         size_t n_args FURAT_UNUSED)
{
  furat_term a;
  furat_term b;
  furat_status status = furat_value_to_term(&a, call->arena, &args[0]);
  if (status == FURAT_OK) {
    status = furat_value_to_term(&b, call->arena, &args[1]);
  }
  return status == FURAT_OK ? answer(out, furat_term_equal(&a, &b)) : status;
}
