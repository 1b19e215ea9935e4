// SPDX-License-Identifier: GPL-3.0-or-later
// Completes furat run: canned queries, their parameters, and values that the data have.
//                                      canned, names -> [completion_canned] -> completion
#include <string.h>

#include "base/utf8_fold.h"
#include "cli/canned_data.h"
#include "cli/canned_run.h"
#include "cli/completion.h"
#include "cli/show.h"
#include "cli/source.h"
#include "engine/labels.h"
#include "engine/names.h"
#include "results/cell.h"

enum {
  MAX_BYTES = 1 << 26,
  MAX_ITEMS = 10000,
  MOST_NAMES = 40,
  MOST_VALUES = 60,
  PATIENCE_MS = 400 ///< who waits for a completion longer has typed the rest
};

static void
offer_query(furat_buffer *out, const furat_canned_entry *entry)
{
  furat_canned canned = {.name = FURAT_STR_NONE};
  // One of one's own that cannot be read is none.
  if (furat_canned_read(&canned, entry->path.data, NULL) == FURAT_OK) {
    furat_buffer_append(out, entry->name);
    furat_buffer_append_byte(out, '\t');
    furat_text_write_visible(out, canned.title);
    furat_buffer_append_byte(out, '\n');
  }
  furat_canned_clear(&canned);
}

static furat_status
offer_queries(furat_buffer *out, furat_str typed, furat_error *err)
{
  furat_vec entries;
  furat_arena arena;
  if (furat_str_find_byte(typed, '/') < typed.len) {
    furat_buffer_append_cstr(out, "@files\trq\t\n");
    return FURAT_OK;
  }
  furat_vec_init(&entries, sizeof(furat_canned_entry), MAX_ITEMS);
  furat_arena_init(&arena, MAX_BYTES);
  const furat_status status = furat_canned_entries(&entries, &arena, err);
  for (size_t i = 0; i < entries.n && status == FURAT_OK; i++) {
    const furat_canned_entry *entry = &FURAT_VEC_AT(&entries, furat_canned_entry, i);
    if (furat_str_starts_with(entry->name, typed)) {
      offer_query(out, entry);
    }
  }
  furat_arena_clear(&arena);
  furat_vec_clear(&entries);
  return status;
}

static bool
is_given(const furat_command_line *operands, furat_str name)
{
  for (size_t i = 1; i + 1 < operands->n; i++) {
    const furat_str word = furat_str_of(operands->words[i]);
    if (furat_str_equal(furat_str_slice(word, 0, furat_str_find_byte(word, '=')), name)) {
      return true;
    }
  }
  return false;
}

static void
offer_parameters(furat_buffer *out, const furat_canned *canned,
                 const furat_command_line *operands, furat_str typed)
{
  for (size_t i = 0; i < canned->params.n; i++) {
    const furat_canned_param *param =
        &FURAT_VEC_AT(&canned->params, furat_canned_param, i);
    if (furat_str_starts_with(param->name, typed) && !is_given(operands, param->name)) {
      furat_buffer_append(out, param->name);
      furat_buffer_append_cstr(out, "=\t");
      furat_text_write_visible(out, param->description);
      furat_buffer_append_byte(out, '\n');
    }
  }
}

// ------------------------------------------------------------------------- values

// "en, ar".
static void
offer_choices(furat_buffer *out, furat_str choices, furat_str typed, furat_str before)
{
  furat_str rest = choices;
  while (rest.len > 0) {
    const furat_str choice = furat_str_slice(rest, 0, furat_str_find_byte(rest, ','));
    furat_complete_offer(out, typed, before, choice, FURAT_STR_NONE);
    rest = furat_str_slice(rest, choice.len + 1, rest.len);
    while (rest.len > 0 && rest.data[0] == ' ') {
      rest = furat_str_slice(rest, 1, rest.len);
    }
  }
}

// A value: before=TEXT, tab, what is told beside.
static void
offer_value(furat_buffer *out, furat_str before, furat_str text, furat_str beside)
{
  furat_buffer_append(out, before);
  furat_text_write_visible(out, text);
  furat_buffer_append_byte(out, '\t');
  furat_text_write_visible(out, beside);
  furat_buffer_append_byte(out, '\n');
}

// Whether a name begins as was typed, its article being a part of it.
static bool
begins_so(furat_str name, furat_str typed)
{
  const furat_str article = FURAT_STR("ال");
  const bool has_article = furat_str_starts_with(typed, article);
  const size_t skipped = has_article ? article.len : 0;
  furat_buffer folded[2];
  if (has_article && !furat_str_starts_with(name, article)) {
    return false;
  }
  furat_buffer_init(&folded[0], MAX_BYTES);
  furat_buffer_init(&folded[1], MAX_BYTES);
  furat_utf8_fold(&folded[0], furat_str_slice(name, skipped, name.len));
  furat_utf8_fold(&folded[1], furat_str_slice(typed, skipped, typed.len));
  const bool begins =
      folded[0].status == FURAT_OK && folded[1].status == FURAT_OK &&
      furat_str_starts_with(furat_buffer_str(&folded[0]), furat_buffer_str(&folded[1]));
  furat_buffer_clear(&folded[1]);
  furat_buffer_clear(&folded[0]);
  return begins;
}

// How well a name fits: 2 it begins so, 1 a word of it does.
static int
fit(furat_str name, furat_str typed)
{
  if (begins_so(name, typed)) {
    return 2;
  }
  for (size_t i = 1; i < name.len; i++) {
    if (name.data[i - 1] == ' ' && begins_so(furat_str_slice(name, i, name.len), typed)) {
      return 1;
    }
  }
  return 0;
}

// What is being completed.
typedef struct value {
  furat_buffer *out;
  const furat_canned *canned;
  const furat_canned_param *param;
  furat_str typed;
  furat_str before; // it in the word
  furat_dataset *dataset;
  furat_cancel cancel;
} value;

// Those that fit best: what fits less would replace what was typed.
static furat_status
offer_found(const value *v, furat_names *names, furat_error *err)
{
  const furat_names_wish wish = {.typed = v->typed,
                                 .kind = v->param->kind,
                                 .worst = FURAT_NAME_WORD,
                                 .most = MOST_NAMES};
  furat_arena arena;
  furat_vec found;
  int best = 0;
  furat_arena_init(&arena, MAX_BYTES);
  furat_vec_init(&found, sizeof(furat_name), MAX_ITEMS);
  const furat_status status =
      furat_names_find(names, &wish, &arena, &found, &v->cancel, err);
  for (size_t i = 0; i < found.n && status == FURAT_OK; i++) {
    const int one = fit(FURAT_VEC_AT(&found, furat_name, i).label, v->typed);
    best = one > best ? one : best;
  }
  for (size_t i = 0; i < found.n && status == FURAT_OK; i++) {
    const furat_name *name = &FURAT_VEC_AT(&found, furat_name, i);
    if (fit(name->label, v->typed) == best) {
      offer_value(v->out, v->before, name->label, name->iri);
    }
  }
  furat_vec_clear(&found);
  furat_arena_clear(&arena);
  return status;
}

// What is called as was typed, in whatever language and spelling.
static furat_status
offer_names(const value *v, furat_error *err)
{
  furat_names *names = NULL;
  furat_status status = furat_names_new(&names, v->dataset, err);
  if (status == FURAT_OK) {
    status = furat_names_read(names, &v->cancel, err);
  }
  if (status == FURAT_OK) {
    status = offer_found(v, names, err);
  }
  furat_names_free(names);
  return status;
}

// By its IRI, so that nothing else can be meant, unless that
// needs escapes.
static furat_status
offer_thing(const value *v, const furat_term *thing, const furat_prefixes *prefixes,
            furat_error *err)
{
  furat_arena arena;
  furat_buffer text;
  furat_term label = FURAT_TERM_UNSET;
  furat_status status = FURAT_OK;
  furat_arena_init(&arena, MAX_BYTES);
  furat_buffer_init(&text, MAX_BYTES);
  furat_prefixes_write_iri(&text, prefixes, thing->text);
  if (text.status == FURAT_OK && !memchr(text.data, '\\', text.len) &&
      furat_str_starts_with(furat_buffer_str(&text), v->typed)) {
    status =
        furat_label_find(&label, &arena, v->dataset, thing, "en,ar", &v->cancel, err);
    if (status == FURAT_OK) {
      offer_value(v->out, v->before, furat_buffer_str(&text), label.text);
    }
  }
  furat_buffer_clear(&text);
  furat_arena_clear(&arena);
  return status;
}

static furat_status
offer_items(const value *v, const furat_vec *items, const furat_prefixes *prefixes,
            furat_error *err)
{
  furat_status status = FURAT_OK;
  const size_t most = v->typed.len > 0 ? SIZE_MAX : MOST_VALUES;
  for (size_t i = 0; i < items->n && i < most && status == FURAT_OK; i++) {
    const furat_term *term = &FURAT_VEC_AT(items, furat_census_item, i).term;
    if (v->param->type == FURAT_PARAM_IRI && term->kind == FURAT_TERM_IRI) {
      status = offer_thing(v, term, prefixes, err);
    } else if (v->param->type != FURAT_PARAM_IRI && furat_canned_takes(v->param, term) &&
               furat_str_starts_with(term->text, v->typed)) {
      offer_value(v->out, v->before, term->text, FURAT_STR_NONE);
    }
  }
  return status;
}

// What stands there in the data.
static furat_status
offer_data(const value *v, furat_error *err)
{
  furat_census *census = NULL;
  furat_prefixes prefixes;
  furat_vec items;
  furat_prefixes_init(&prefixes);
  furat_vec_init(&items, sizeof(furat_census_item), MAX_ITEMS);
  furat_status status = furat_show_prefixes(&prefixes, err);
  if (status == FURAT_OK) {
    status = furat_dataset_prefixes(v->dataset, &prefixes, err);
  }
  if (status == FURAT_OK) {
    status = furat_census_open(&census, v->dataset, &v->cancel, err);
  }
  if (status == FURAT_OK) {
    status = furat_canned_data(&items, census, v->canned, v->param, &prefixes, err);
  }
  if (status == FURAT_OK) {
    status = offer_items(v, &items, &prefixes, err);
  }
  furat_vec_clear(&items);
  furat_census_close(census);
  furat_prefixes_clear(&prefixes);
  return status;
}

static furat_status
offer_values(furat_buffer *out, const furat_canned *canned, furat_str word,
             const furat_vec *arguments, furat_error *err)
{
  const size_t equals = furat_str_find_byte(word, '=');
  value v = {.out = out,
             .canned = canned,
             .param = furat_canned_param_named(canned, furat_str_slice(word, 0, equals)),
             .before = furat_str_slice(word, 0, equals + 1),
             .typed = furat_str_slice(word, equals + 1, word.len)};
  if (!v.param) {
    return FURAT_OK;
  }
  if (v.param->choices.len > 0) {
    offer_choices(out, v.param->choices, v.typed, v.before);
    return FURAT_OK;
  }
  const bool by_name = v.param->type == FURAT_PARAM_IRI && v.typed.len > 0 &&
                       furat_str_find_byte(v.typed, ':') == v.typed.len;
  furat_cancel_init(&v.cancel, PATIENCE_MS);
  furat_status status = furat_source_open_merged(&v.dataset, arguments, &v.cancel, err);
  if (status == FURAT_OK) {
    status = by_name ? offer_names(&v, err) : offer_data(&v, err);
  }
  furat_dataset_close(v.dataset);
  return status;
}

furat_status
furat_complete_canned(furat_buffer *out, const furat_command_line *operands,
                      const furat_vec *arguments, furat_error *err)
{
  const furat_str last = furat_str_of(operands->words[operands->n - 1]);
  if (operands->n == 1) {
    return offer_queries(out, last, err);
  }
  furat_canned canned;
  furat_status status = furat_canned_open(&canned, operands->words[0], err);
  if (status == FURAT_OK && furat_str_find_byte(last, '=') < last.len) {
    status = offer_values(out, &canned, last, arguments, err);
  } else if (status == FURAT_OK) {
    offer_parameters(out, &canned, operands, last);
  }
  furat_canned_clear(&canned);
  return status;
}
