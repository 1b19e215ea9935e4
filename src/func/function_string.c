// SPDX-License-Identifier: GPL-3.0-or-later
// Functions on strings: SPARQL 1.1 17.4.3, and the digests of 17.4.6.  Characters are
// code points.
#include <math.h>

#include "base/digest.h"
#include "base/utf8.h"
#include "func/arithmetic.h"
#include "func/function_internal.h"
#include "func/text_case.h"

static furat_status
answer(furat_value *out, bool boolean)
{
  *out = furat_value_boolean(boolean);
  return FURAT_OK;
}

// furat_call_keep() of what was made, unless that failed.
static furat_status
keep(furat_str *out, furat_call *call, furat_buffer *made, furat_status status)
{
  if (status != FURAT_OK) {
    furat_buffer_clear(made);
    return status;
  }
  return furat_call_keep(out, call, made);
}

// 17.4.3.1.2: the second has no language tag, or that of the first.
static bool
are_compatible(const furat_value *a, const furat_value *b)
{
  if (!furat_value_is_string(a) || !furat_value_is_string(b)) {
    return false;
  }
  return b->kind == FURAT_VALUE_STRING ||
         (a->kind == FURAT_VALUE_LANG_STRING &&
          furat_str_equal_nocase(a->term.language, b->term.language));
}

furat_status
furat_function_str_len(furat_value *out, furat_call *call, const furat_value *args,
                       size_t n_args FURAT_UNUSED)
{
  if (!furat_value_is_string(&args[0])) {
    return FURAT_BAD_DATA;
  }
  const furat_str text = args[0].term.text;
  furat_status status = FURAT_OK;
  size_t n = 0;
  for (size_t at = 0, end; status == FURAT_OK && at < text.len; at = end) {
    status = furat_call_stride(&end, call, text, at);
    n += status == FURAT_OK ? furat_utf8_count(furat_str_slice(text, at, end - at)) : 0;
  }
  *out = furat_value_integer((int64_t)n);
  return status;
}

// -------------------------------------------------------------------------- SUBSTR

// A numeric argument, rounded as fn:substring does (half up); false when it is NaN.
static bool
rounded_position(const furat_value *v, furat_arena *arena, double *out)
{
  furat_value rounded;
  // What is too long to round is far outside of any text anyway.
  if (furat_value_round(&rounded, arena, v, FURAT_ROUND_HALF_UP) != FURAT_OK) {
    rounded = *v;
  }
  *out = rounded.kind >= FURAT_VALUE_FLOAT ? rounded.number
                                           : furat_decimal_to_double(rounded.decimal);
  return !isnan(*out);
}

// Go on in the text, from the character at a 1-based position, to the one at `wanted`.
static furat_status
go_to(furat_call *call, furat_str text, double wanted, size_t *at, double *position)
{
  furat_status status = FURAT_OK;
  for (size_t end; status == FURAT_OK && *at < text.len && *position < wanted;) {
    status = furat_call_stride(&end, call, text, *at);
    while (status == FURAT_OK && *at < end && *position < wanted) {
      (void)furat_utf8_decode(text, at);
      *position += 1.0;
    }
  }
  return status;
}

// The part of the text whose 1-based positions p have first <= p < end.
static furat_status
part_of(furat_str *out, furat_call *call, furat_str text, double first, double end)
{
  size_t at = 0;
  double position = 1.0;
  furat_status status = go_to(call, text, first, &at, &position);
  const size_t start = at;
  if (status == FURAT_OK) {
    status = go_to(call, text, end, &at, &position);
  }
  *out = furat_str_slice(text, start, at - start);
  return status;
}

furat_status
furat_function_substr(furat_value *out, furat_call *call, const furat_value *args,
                      size_t n_args)
{
  bool has_length = n_args > 2;
  if (!furat_value_is_string(&args[0]) || !furat_value_is_numeric(&args[1]) ||
      (has_length && !furat_value_is_numeric(&args[2]))) {
    return FURAT_BAD_DATA;
  }
  double first;
  double length = 0.0;
  bool known = rounded_position(&args[1], call->arena, &first);
  known = (!has_length || rounded_position(&args[2], call->arena, &length)) && known;
  double end = has_length ? first + length : (double)args[0].term.text.len + 2.0;
  furat_str part = furat_str_slice(args[0].term.text, 0, 0);
  furat_status status =
      known ? part_of(&part, call, args[0].term.text, first, end) : FURAT_OK;
  *out = furat_value_string_like(part, &args[0]);
  return status;
}

// ---------------------------------------------------------------------------- case

static furat_status
map_case(furat_value *out, furat_call *call, const furat_value *arg, bool upper)
{
  if (!furat_value_is_string(arg)) {
    return FURAT_BAD_DATA;
  }
  furat_buffer mapped;
  furat_buffer_init(&mapped, call->max_text_bytes);
  furat_str text = arg->term.text;
  furat_status status = FURAT_OK;
  for (size_t at = 0, end; status == FURAT_OK && at < text.len;) {
    status = furat_call_stride(&end, call, text, at);
    if (status == FURAT_OK) {
      furat_text_map_case(&mapped, text, &at, end, upper);
    }
  }
  furat_str kept = FURAT_STR_NONE;
  status = keep(&kept, call, &mapped, status);
  *out = furat_value_string_like(kept, arg);
  return status;
}

furat_status
furat_function_ucase(furat_value *out, furat_call *call, const furat_value *args,
                     size_t n_args FURAT_UNUSED)
{
  return map_case(out, call, &args[0], true);
}

furat_status
furat_function_lcase(furat_value *out, furat_call *call, const furat_value *args,
                     size_t n_args FURAT_UNUSED)
{
  return map_case(out, call, &args[0], false);
}

// --------------------------------------------------------------------- parts of it

furat_status
furat_function_str_starts(furat_value *out, furat_call *call FURAT_UNUSED,
                          const furat_value *args, size_t n_args FURAT_UNUSED)
{
  return are_compatible(&args[0], &args[1])
             ? answer(out, furat_str_starts_with(args[0].term.text, args[1].term.text))
             : FURAT_BAD_DATA;
}

furat_status
furat_function_str_ends(furat_value *out, furat_call *call FURAT_UNUSED,
                        const furat_value *args, size_t n_args FURAT_UNUSED)
{
  return are_compatible(&args[0], &args[1])
             ? answer(out, furat_str_ends_with(args[0].term.text, args[1].term.text))
             : FURAT_BAD_DATA;
}

furat_status
furat_function_contains(furat_value *out, furat_call *call, const furat_value *args,
                        size_t n_args FURAT_UNUSED)
{
  size_t at;
  if (!are_compatible(&args[0], &args[1])) {
    return FURAT_BAD_DATA;
  }
  furat_status status = furat_call_find(&at, call, args[0].term.text, args[1].term.text);
  *out = furat_value_boolean(at <= args[0].term.text.len);
  return status;
}

furat_status
furat_function_str_before(furat_value *out, furat_call *call, const furat_value *args,
                          size_t n_args FURAT_UNUSED)
{
  if (!are_compatible(&args[0], &args[1])) {
    return FURAT_BAD_DATA;
  }
  furat_str text = args[0].term.text;
  size_t at;
  furat_status status = furat_call_find(&at, call, text, args[1].term.text);
  // 17.4.3.9: without a match, a string without language tag.
  *out = at > text.len ? furat_value_string(FURAT_STR(""))
                       : furat_value_string_like(furat_str_slice(text, 0, at), &args[0]);
  return status;
}

furat_status
furat_function_str_after(furat_value *out, furat_call *call, const furat_value *args,
                         size_t n_args FURAT_UNUSED)
{
  if (!are_compatible(&args[0], &args[1])) {
    return FURAT_BAD_DATA;
  }
  furat_str text = args[0].term.text;
  size_t at;
  furat_status status = furat_call_find(&at, call, text, args[1].term.text);
  *out = at > text.len
             ? furat_value_string(FURAT_STR(""))
             : furat_value_string_like(
                   furat_str_slice(text, at + args[1].term.text.len, text.len), &args[0]);
  return status;
}

static void
encode(furat_buffer *out, furat_str text)
{
  static const char hex_digits[] = "0123456789ABCDEF";
  for (size_t i = 0; i < text.len; i++) {
    unsigned char c = (unsigned char)text.data[i];
    bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
                      c == '~';
    if (unreserved) {
      furat_buffer_append_byte(out, (char)c);
    } else {
      const char escape[] = {'%', hex_digits[c >> 4], hex_digits[c & 15]};
      furat_buffer_append(out, (furat_str){escape, sizeof(escape)});
    }
  }
}

furat_status
furat_function_encode_for_uri(furat_value *out, furat_call *call, const furat_value *args,
                              size_t n_args FURAT_UNUSED)
{
  if (!furat_value_is_string(&args[0])) {
    return FURAT_BAD_DATA;
  }
  furat_buffer encoded;
  furat_buffer_init(&encoded, call->max_text_bytes);
  furat_str text = args[0].term.text;
  furat_status status = FURAT_OK;
  for (size_t at = 0, end; status == FURAT_OK && at < text.len; at = end) {
    status = furat_call_stride(&end, call, text, at);
    if (status == FURAT_OK) {
      encode(&encoded, furat_str_slice(text, at, end - at));
    }
  }
  furat_str kept = FURAT_STR_NONE;
  status = keep(&kept, call, &encoded, status);
  *out = furat_value_string(kept);
  return status;
}

furat_status
furat_function_concat(furat_value *out, furat_call *call, const furat_value *args,
                      size_t n_args)
{
  furat_buffer all;
  furat_buffer_init(&all, call->max_text_bytes);
  bool same_language = n_args > 0;
  furat_status status = FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && i < n_args; i++) {
    same_language = same_language && args[i].kind == FURAT_VALUE_LANG_STRING &&
                    furat_str_equal_nocase(args[i].term.language, args[0].term.language);
    status = furat_value_is_string(&args[i])
                 ? furat_call_append(&all, call, args[i].term.text)
                 : FURAT_BAD_DATA;
  }
  furat_str kept = FURAT_STR_NONE;
  status = keep(&kept, call, &all, status);
  *out =
      same_language ? furat_value_string_like(kept, &args[0]) : furat_value_string(kept);
  return status;
}

// ------------------------------------------------------------- regular expressions

// The compiled pattern of args[1] with the flags of args[n_args - 1] when that is
// args[flags_at].
static furat_status
regex_of(furat_regex **out, furat_call *call, const furat_value *args, size_t n_args,
         size_t flags_at)
{
  bool has_flags = n_args > flags_at;
  if (!furat_value_is_string(&args[0]) || args[1].kind != FURAT_VALUE_STRING ||
      (has_flags && args[flags_at].kind != FURAT_VALUE_STRING)) {
    return FURAT_BAD_DATA;
  }
  return furat_call_regex(out, call, args[1].term.text,
                          has_flags ? args[flags_at].term.text : FURAT_STR_NONE);
}

furat_status
furat_function_regex(furat_value *out, furat_call *call, const furat_value *args,
                     size_t n_args)
{
  furat_regex *regex;
  bool matched = false;
  furat_status status = regex_of(&regex, call, args, n_args, 2);
  if (status == FURAT_OK) {
    status = furat_regex_match(regex, args[0].term.text, &matched, call->cancel, NULL);
  }
  *out = furat_value_boolean(matched);
  return status;
}

furat_status
furat_function_replace(furat_value *out, furat_call *call, const furat_value *args,
                       size_t n_args)
{
  furat_regex *regex;
  furat_status status = regex_of(&regex, call, args, n_args, 3);
  if (status != FURAT_OK || args[2].kind != FURAT_VALUE_STRING) {
    return status != FURAT_OK ? status : FURAT_BAD_DATA;
  }
  furat_buffer replaced;
  furat_buffer_init(&replaced, call->max_text_bytes);
  status = furat_regex_replace(&replaced, regex, args[0].term.text, args[2].term.text,
                               call->cancel, NULL);
  furat_str kept = FURAT_STR_NONE;
  status = keep(&kept, call, &replaced, status);
  *out = furat_value_string_like(kept, &args[0]);
  return status;
}

// ------------------------------------------------------------------------- digests

static furat_status
digest(furat_value *out, furat_call *call, const furat_value *arg, furat_digest which)
{
  if (arg->kind != FURAT_VALUE_STRING) {
    return FURAT_BAD_DATA;
  }
  furat_buffer hex;
  furat_buffer_init(&hex, 1000);
  furat_str kept = FURAT_STR_NONE;
  furat_status status =
      furat_digest_write_unless(&hex, which, arg->term.text, call->cancel, NULL);
  status = keep(&kept, call, &hex, status);
  *out = furat_value_string(kept);
  return status;
}

furat_status
furat_function_md5(furat_value *out, furat_call *call, const furat_value *args,
                   size_t n_args FURAT_UNUSED)
{
  return digest(out, call, &args[0], FURAT_DIGEST_MD5);
}

furat_status
furat_function_sha1(furat_value *out, furat_call *call, const furat_value *args,
                    size_t n_args FURAT_UNUSED)
{
  return digest(out, call, &args[0], FURAT_DIGEST_SHA1);
}

furat_status
furat_function_sha256(furat_value *out, furat_call *call, const furat_value *args,
                      size_t n_args FURAT_UNUSED)
{
  return digest(out, call, &args[0], FURAT_DIGEST_SHA256);
}

furat_status
furat_function_sha384(furat_value *out, furat_call *call, const furat_value *args,
                      size_t n_args FURAT_UNUSED)
{
  return digest(out, call, &args[0], FURAT_DIGEST_SHA384);
}

furat_status
furat_function_sha512(furat_value *out, furat_call *call, const furat_value *args,
                      size_t n_args FURAT_UNUSED)
{
  return digest(out, call, &args[0], FURAT_DIGEST_SHA512);
}
