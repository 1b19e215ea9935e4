// SPDX-License-Identifier: GPL-3.0-or-later
// Queries that the shell asks itself.                              look -> engine/furat.h
#include "shell/look.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/utf8.h"
#include "cli/term_text.h"
#include "cli/terminal.h"
#include "engine/labels.h"
#include "engine/names.h"
#include "rdf/iri.h"
#include "rdf/vocabulary.h"
#include "results/cell.h"

furat_status
furat_look_each(furat_shell *shell, const char *text, const furat_binding *bindings,
                size_t n_bindings, furat_look_take take, void *self, furat_error *err)
{
  furat_prepare_options options = FURAT_PREPARE_OPTIONS_INIT;
  options.prefixes = NULL; // the user may have bound rdf: to something else
  options.all_graphs = true;
  options.bindings = bindings;
  options.n_bindings = n_bindings;
  furat_query *query = NULL;
  furat_results *results = NULL;
  const furat_term *row = NULL;
  furat_status status =
      furat_query_prepare(&query, shell->dataset, furat_str_of(text), &options, err);
  if (status == FURAT_OK) {
    status = furat_query_execute(&results, query, &shell->cancel, err);
  }
  while (status == FURAT_OK) {
    status = furat_results_next(results, &row, err);
    if (status == FURAT_OK) {
      status = take(self, row, err);
    }
  }
  furat_results_free(results);
  furat_query_free(query);
  return status == FURAT_DONE ? FURAT_OK : status;
}

furat_status
furat_look_label(furat_shell *shell, const furat_term *thing, furat_arena *arena,
                 furat_term *label, furat_error *err)
{
  return furat_label_find(label, arena, shell->dataset, thing, shell->settings.languages,
                          &shell->cancel, err);
}

// ------------------------------------------------------------------- what was typed

enum { MAX_CANDIDATES = 10, MAX_FOUND = 100, MAX_TEXT_BYTES = 1 << 20 };

// "  Mosul place:mosul": what it may have meant.
static void
append_candidate(furat_buffer *out, const furat_shell *shell, const furat_name *name)
{
  const furat_term iri = furat_term_iri(name->iri);
  furat_buffer_append_cstr(out, "  ");
  furat_text_write_visible(out, name->label);
  furat_buffer_append_byte(out, ' ');
  furat_term_write_cell(out, &iri, &shell->prefixes);
  furat_buffer_append_byte(out, '\n');
}

// Say what is wrong, then what there is to choose from.
static furat_status
tell_choices(furat_shell *shell, const char *typed, const furat_vec *found, bool several,
             furat_error *err)
{
  furat_error what = FURAT_ERROR_INIT;
  furat_buffer choices;
  furat_buffer_init(&choices, MAX_TEXT_BYTES);
  if (several) {
    furat_error_set(&what, FURAT_AMBIGUOUS, "%.200s is the name of %zu things", typed,
                    found->n);
  } else {
    furat_error_set(&what, FURAT_NOT_FOUND,
                    found->n > 0 ? "nothing is called %.200s; near are"
                                 : "nothing is called %.200s, nor nearly so",
                    typed);
  }
  for (size_t i = 0; i < found->n && i < MAX_CANDIDATES; i++) {
    append_candidate(&choices, shell, &FURAT_VEC_AT(found, furat_name, i));
  }
  if (found->n > MAX_CANDIDATES) {
    furat_buffer_appendf(&choices, "  and %zu more\n", found->n - MAX_CANDIDATES);
  }
  furat_status status = furat_shell_dot_failed(shell, &what, FURAT_STR_NONE, err);
  if (status == FURAT_OK && choices.len > 0) {
    furat_terminal_print(stderr, furat_buffer_str(&choices));
  }
  furat_buffer_clear(&choices);
  return status;
}

// How many of the names, which come the nearest first, are as near as the first.
static size_t
count_nearest(const furat_vec *found)
{
  size_t n = 0;
  while (n < found->n && FURAT_VEC_AT(found, furat_name, n).match ==
                             FURAT_VEC_AT(found, furat_name, 0).match) {
    n++;
  }
  return n;
}

// The first quad is enough.
static furat_status
stop(void *self, FURAT_UNUSED const furat_quad *quads, FURAT_UNUSED size_t n,
     FURAT_UNUSED furat_error *err)
{
  bool *any = self;
  *any = true;
  return FURAT_DONE;
}

// Keep what something is an instance of.
static furat_status
keep_classes(furat_shell *shell, furat_vec *found, furat_error *err)
{
  size_t n_kept = 0;
  for (size_t i = 0; i < found->n; i++) {
    bool any = false;
    const furat_name name = FURAT_VEC_AT(found, furat_name, i);
    const furat_term pattern[3] = {FURAT_TERM_UNSET,
                                   furat_term_iri(FURAT_STR(FURAT_RDF_TYPE)),
                                   furat_term_iri(name.iri)};
    const furat_quad_sink sink = {.self = &any, .emit = stop};
    furat_status status =
        furat_dataset_match(shell->dataset, pattern, NULL, &sink, &shell->cancel, err);
    if (any) {
      FURAT_VEC_AT(found, furat_name, n_kept++) = name;
    } else if (status != FURAT_OK) {
      return status;
    }
  }
  furat_vec_truncate(found, n_kept);
  return FURAT_OK;
}

static furat_status
find_thing(furat_shell *shell, const char *typed, bool class_wanted, furat_arena *arena,
           furat_term *out, furat_error *err)
{
  const furat_names_wish wish = {
      .typed = furat_str_of(typed), .worst = FURAT_NAME_NEAR, .most = MAX_FOUND};
  furat_vec found;
  furat_vec_init(&found, sizeof(furat_name), MAX_FOUND);
  furat_status status = furat_names_read(shell->names, &shell->cancel, err);
  if (status == FURAT_OK) {
    status = furat_names_find(shell->names, &wish, arena, &found, &shell->cancel, err);
  }
  if (status == FURAT_OK && class_wanted) {
    status = keep_classes(shell, &found, err);
  }
  if (status == FURAT_OK) {
    size_t n = count_nearest(&found);
    bool called = n > 0 && FURAT_VEC_AT(&found, furat_name, 0).match <= FURAT_NAME_FOLDED;
    furat_vec_truncate(&found, called ? n : found.n);
    if (called && n == 1) {
      *out = furat_term_iri(FURAT_VEC_AT(&found, furat_name, 0).iri);
    } else {
      status = tell_choices(shell, typed, &found, called, err);
    }
  }
  furat_vec_clear(&found);
  return status;
}

furat_status
furat_look_thing(furat_shell *shell, const char *typed, bool class_wanted,
                 furat_arena *arena, furat_term *out, furat_error *err)
{
  const furat_str text = furat_str_of(typed);
  *out = FURAT_TERM_UNSET;
  if (furat_utf8_valid_length(text) < text.len) {
    return furat_error_set(err, FURAT_USAGE, "the name is not valid UTF-8");
  }
  if (furat_str_starts_with(text, FURAT_STR("_:"))) {
    *out = furat_term_blank(furat_str_slice(text, 2, text.len - 2));
    return FURAT_OK;
  }
  furat_status status = furat_iri_parse(out, arena, text, &shell->prefixes, err);
  if (status == FURAT_DONE && furat_iri_is_absolute(text)) {
    *out = furat_term_iri(text);
    return FURAT_OK;
  }
  return status == FURAT_DONE ? find_thing(shell, typed, class_wanted, arena, out, err)
                              : status;
}

furat_status
furat_look_show(furat_shell *shell, furat_row_list *rows, furat_error *err)
{
  furat_results *results = NULL;
  furat_status status = furat_row_list_results(&results, rows, err);
  if (status != FURAT_OK) {
    furat_row_list_free(rows);
    return status;
  }
  status = furat_shell_show_results(shell, results, err);
  furat_results_free(results);
  return status;
}

furat_term
furat_look_number(char text[32], uint64_t number)
{
  int n = snprintf(text, 32, "%" PRIu64, number);
  return furat_term_literal((furat_str){text, (size_t)n}, FURAT_STR(FURAT_XSD "integer"));
}
