// SPDX-License-Identifier: GPL-3.0-or-later
// Canned queries: their names, their parameters, and of a parameter what the data have
// for it.                                        canned_data, names -> [complete_run]

#include "cli/canned_data.h"
#include "cli/canned_run.h"
#include "engine/census.h"
#include "results/cell.h"
#include "shell/complete.h"

enum {
  MAX_WORD_BYTES = 4096,
  MAX_QUERIES = 100000,
  MAX_ITEMS = 1 << 20,
  MAX_ARENA_BYTES = 1 << 26
};

void
furat_complete_queries(furat_candidates *out, furat_str typed, bool own)
{
  furat_arena arena;
  furat_vec entries;
  furat_arena_init(&arena, MAX_ARENA_BYTES);
  furat_vec_init(&entries, sizeof(furat_canned_entry), MAX_QUERIES);
  if (furat_canned_entries(&entries, &arena, NULL) == FURAT_OK) {
    for (size_t i = 0; i < entries.n; i++) {
      const furat_canned_entry *entry = &FURAT_VEC_AT(&entries, furat_canned_entry, i);
      furat_canned canned = {.name = FURAT_STR_NONE};
      if ((entry->own || !own) && furat_str_starts_with(entry->name, typed) &&
          furat_canned_read(&canned, entry->path.data, NULL) == FURAT_OK) {
        furat_candidates_add(out, entry->name, 0, canned.title);
      }
      furat_canned_clear(&canned);
    }
  }
  furat_vec_clear(&entries);
  furat_arena_clear(&arena);
}

// Those that are not given yet.
static bool
is_given(const furat_dot_line *line, furat_str word)
{
  const furat_str before =
      furat_str_slice(line->text, line->first, line->start - line->first);
  for (size_t at = 0; at + word.len < before.len; at++) {
    if (before.data[at] == ' ' &&
        furat_str_starts_with(furat_str_slice(before, at + 1, before.len), word)) {
      return true;
    }
  }
  return false;
}

// "place=" and a value; quoted where a blank is in it.
static void
add_value(furat_candidates *out, furat_str name, furat_str value, uint64_t n,
          furat_str note)
{
  const bool quoted = furat_str_find_byte(value, ' ') < value.len;
  furat_buffer word;
  if (quoted && furat_str_find_byte(value, '"') < value.len) {
    return;
  }
  furat_buffer_init(&word, MAX_WORD_BYTES);
  furat_buffer_append(&word, name);
  furat_buffer_append_cstr(&word, quoted ? "=\"" : "=");
  furat_buffer_append(&word, value);
  furat_buffer_append_cstr(&word, quoted ? "\"" : "");
  if (word.status == FURAT_OK) {
    furat_candidates_add(out, furat_buffer_str(&word), n, note);
  }
  furat_buffer_clear(&word);
}

static void
offer_parameters(const furat_completing *c, const furat_canned *canned,
                 const furat_dot_line *line)
{
  for (size_t i = 0; i < canned->params.n; i++) {
    const furat_canned_param *param =
        &FURAT_VEC_AT(&canned->params, furat_canned_param, i);
    furat_buffer word;
    furat_buffer_init(&word, MAX_WORD_BYTES);
    furat_buffer_append(&word, param->name);
    furat_buffer_append_byte(&word, '=');
    if (word.status == FURAT_OK &&
        furat_str_starts_with(furat_buffer_str(&word), line->typed) &&
        !is_given(line, furat_buffer_str(&word))) {
      furat_candidates_add(c->out, furat_buffer_str(&word), 0, param->description);
    }
    furat_buffer_clear(&word);
  }
}

// ------------------------------------------------------------------------- values

// One of its choices, "en, ar"; or the default.
static void
offer_choices(furat_candidates *out, const furat_canned_param *param, furat_str value)
{
  furat_str rest = param->choices;
  while (rest.len > 0) {
    const size_t end = furat_str_find_byte(rest, ',');
    furat_str choice = furat_str_slice(rest, 0, end);
    while (choice.len > 0 && choice.data[0] == ' ') {
      choice = furat_str_slice(choice, 1, choice.len - 1);
    }
    rest = end < rest.len ? furat_str_slice(rest, end + 1, rest.len) : FURAT_STR_NONE;
    if (choice.len > 0 && furat_str_starts_with(choice, value)) {
      add_value(out, param->name, choice, 0, FURAT_STR_NONE);
    }
  }
  if (param->has_default && param->choices.len == 0 &&
      furat_str_starts_with(param->fallback, value)) {
    add_value(out, param->name, param->fallback, 0, FURAT_STR("the default"));
  }
}

// A value that is a thing: a name with its prefix, or one by which it is found.
static void
offer_things(furat_completing *c, const furat_canned_param *param, const furat_vec *items,
             furat_str value)
{
  furat_buffer before;
  furat_buffer_init(&before, MAX_WORD_BYTES);
  furat_buffer_append(&before, param->name);
  furat_buffer_append_byte(&before, '=');
  if (before.status == FURAT_OK) {
    c->before = before.data;
    const bool named = value.len > 0 && furat_str_find_byte(value, ':') == value.len;
    if (!named) {
      furat_complete_items(c, items, value);
    }
    if (c->out->items.n == 0) {
      furat_complete_iris(c, value, FURAT_STR_NONE);
    }
    furat_complete_names(c, &(furat_complete_wish){
                                .typed = value, .kind = param->kind, .vocabulary = true});
    c->before = "";
  }
  furat_buffer_clear(&before);
}

static void
offer_texts(furat_candidates *out, const furat_canned_param *param,
            const furat_vec *items, furat_str value)
{
  for (size_t i = 0; i < items->n; i++) {
    const furat_census_item *item = &FURAT_VEC_AT(items, furat_census_item, i);
    if (furat_canned_takes(param, &item->term) &&
        furat_candidates_fit(item->term.text, value) > 0) {
      add_value(out, param->name, item->term.text, item->n, FURAT_STR_NONE);
    }
  }
}

static void
offer_data(furat_completing *c, const furat_canned *canned,
           const furat_canned_param *param, furat_str value)
{
  furat_vec items;
  furat_vec_init(&items, sizeof(furat_census_item), MAX_ITEMS);
  if (c->census && furat_canned_data(&items, c->census, canned, param, &c->prefixes,
                                     NULL) != FURAT_OK) {
    furat_vec_truncate(&items, 0);
  }
  if (param->type == FURAT_PARAM_IRI) {
    offer_things(c, param, &items, value);
  } else {
    offer_texts(c->out, param, &items, value);
  }
  furat_vec_clear(&items);
}

// Where nothing can be offered it is told what is wanted.
static void
explain(furat_candidates *out, const furat_canned_param *param)
{
  furat_buffer text;
  furat_str copy = FURAT_STR_NONE;
  furat_buffer_init(&text, MAX_WORD_BYTES);
  furat_text_write_visible(&text, param->name);
  furat_buffer_append_cstr(&text, ": ");
  furat_text_write_visible(&text, param->description);
  if (text.status == FURAT_OK && param->description.len > 0 && out->items.n == 0 &&
      !out->remark && furat_arena_copy(&out->arena, furat_buffer_str(&text), &copy)) {
    out->remark = copy.data;
  }
  furat_buffer_clear(&text);
}

void
furat_complete_parameter(furat_completing *c, const furat_dot_line *line)
{
  furat_str rest = furat_str_slice(line->text, line->first, line->text.len);
  furat_str query = furat_str_slice(rest, 0, furat_str_find_byte(rest, ' '));
  furat_canned canned = {.name = FURAT_STR_NONE};
  furat_str name = FURAT_STR_NONE;
  if (!furat_arena_copy(&c->out->arena, query, &name) ||
      furat_canned_open(&canned, name.data, NULL) != FURAT_OK) {
    furat_canned_clear(&canned);
    return;
  }
  const size_t equals = furat_str_find_byte(line->typed, '=');
  const furat_canned_param *param =
      furat_canned_param_named(&canned, furat_str_slice(line->typed, 0, equals));
  if (equals == line->typed.len) {
    offer_parameters(c, &canned, line);
  } else if (param) {
    furat_str value = furat_str_slice(line->typed, equals + 1, line->typed.len);
    if (value.len > 0 && (value.data[0] == '"' || value.data[0] == '\'')) {
      value = furat_str_slice(value, 1, value.len - 1);
    }
    offer_choices(c->out, param, value);
    if (param->choices.len == 0) {
      offer_data(c, &canned, param, value);
    }
    explain(c->out, param);
  }
  furat_canned_clear(&canned);
}
