// SPDX-License-Identifier: GPL-3.0-or-later
// Completes furat run: canned queries, their parameters, and values that the data have.
//                                      canned, names -> [completion_canned] -> completion
#include <string.h>

#include "cli/canned_run.h"
#include "cli/completion.h"
#include "cli/source.h"
#include "engine/names.h"
#include "engine/shipped.h"
#include "results/cell.h"

enum {
  MAX_BYTES = 1 << 26,
  MAX_ITEMS = 10000,
  MOST_NAMES = 40,
  PATIENCE_MS = 400 ///< who waits for a completion longer has typed the rest
};

static furat_status
offer_query(furat_buffer *out, furat_str typed, furat_str name, furat_error *err)
{
  furat_canned canned;
  if (!furat_str_starts_with(name, typed)) {
    return FURAT_OK;
  }
  const furat_status status = furat_canned_open(&canned, name.data, err);
  if (status == FURAT_OK) {
    furat_buffer_append(out, name);
    furat_buffer_append_byte(out, '\t');
    furat_text_write_visible(out, canned.title);
    furat_buffer_append_byte(out, '\n');
  }
  furat_canned_clear(&canned);
  return status;
}

static furat_status
offer_queries(furat_buffer *out, furat_str typed, furat_error *err)
{
  furat_vec names;
  furat_arena arena;
  furat_buffer datadir;
  if (furat_str_find_byte(typed, '/') < typed.len) {
    furat_buffer_append_cstr(out, "@files\trq\t\n");
    return FURAT_OK;
  }
  furat_vec_init(&names, sizeof(furat_str), MAX_ITEMS);
  furat_arena_init(&arena, MAX_BYTES);
  furat_buffer_init(&datadir, MAX_BYTES);
  furat_status status = furat_datadir_find(&datadir, err);
  if (status == FURAT_OK) {
    status = furat_canned_list(&names, &arena, datadir.data, err);
  }
  for (size_t i = 0; i < names.n && status == FURAT_OK; i++) {
    status = offer_query(out, typed, FURAT_VEC_AT(&names, furat_str, i), err);
  }
  furat_buffer_clear(&datadir);
  furat_arena_clear(&arena);
  furat_vec_clear(&names);
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

static furat_status
offer_found(furat_buffer *out, furat_names *names, const furat_canned_param *param,
            furat_str typed, furat_str before, const furat_cancel *cancel,
            furat_error *err)
{
  const furat_names_wish wish = {.typed = typed,
                                 .kind = param->kind,
                                 .worst = FURAT_NAME_PREFIX,
                                 .most = MOST_NAMES};
  furat_arena arena;
  furat_vec found;
  furat_arena_init(&arena, MAX_BYTES);
  furat_vec_init(&found, sizeof(furat_name), MAX_ITEMS);
  const furat_status status = furat_names_find(names, &wish, &arena, &found, cancel, err);
  for (size_t i = 0; i < found.n && status == FURAT_OK; i++) {
    const furat_name *name = &FURAT_VEC_AT(&found, furat_name, i);
    furat_buffer_append(out, before);
    furat_text_write_visible(out, name->label);
    furat_buffer_append_byte(out, '\t');
    furat_text_write_visible(out, name->iri);
    furat_buffer_append_byte(out, '\n');
  }
  furat_vec_clear(&found);
  furat_arena_clear(&arena);
  return status;
}

// What is called as was typed, in whatever language and spelling.
static furat_status
offer_names(furat_buffer *out, const furat_canned_param *param,
            const furat_vec *arguments, furat_str typed, furat_str before,
            furat_error *err)
{
  furat_cancel cancel;
  furat_dataset *dataset = NULL;
  furat_names *names = NULL;
  if (typed.len == 0) {
    return FURAT_OK;
  }
  furat_cancel_init(&cancel, PATIENCE_MS);
  furat_status status = furat_source_open_merged(&dataset, arguments, &cancel, err);
  if (status == FURAT_OK) {
    status = furat_names_new(&names, dataset, err);
  }
  if (status == FURAT_OK) {
    status = furat_names_read(names, &cancel, err);
  }
  if (status == FURAT_OK) {
    status = offer_found(out, names, param, typed, before, &cancel, err);
  }
  furat_names_free(names);
  furat_dataset_close(dataset);
  return status;
}

static furat_status
offer_values(furat_buffer *out, const furat_canned *canned, furat_str word,
             const furat_vec *arguments, furat_error *err)
{
  const size_t equals = furat_str_find_byte(word, '=');
  const furat_str before = furat_str_slice(word, 0, equals + 1);
  const furat_str typed = furat_str_slice(word, equals + 1, word.len);
  const furat_canned_param *param =
      furat_canned_param_named(canned, furat_str_slice(word, 0, equals));
  if (!param) {
    return FURAT_OK;
  }
  if (param->choices.len > 0) {
    offer_choices(out, param->choices, typed, before);
    return FURAT_OK;
  }
  return param->type == FURAT_PARAM_IRI
             ? offer_names(out, param, arguments, typed, before, err)
             : FURAT_OK;
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
