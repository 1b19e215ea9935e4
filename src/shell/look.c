// SPDX-License-Identifier: GPL-3.0-or-later
// Queries that the shell asks itself.                              look -> engine/furat.h
#include "shell/look.h"

#include <inttypes.h>
#include <stdio.h>

#include "cli/term_text.h"
#include "engine/labels.h"
#include "rdf/vocabulary.h"

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

furat_status
furat_look_thing(furat_shell *shell, const char *typed, FURAT_UNUSED furat_look_kind kind,
                 furat_arena *arena, furat_term *out, furat_error *err)
{
  furat_status status =
      furat_iri_parse(out, arena, furat_str_of(typed), &shell->prefixes, err);
  if (status != FURAT_DONE) {
    return status;
  }
  return furat_error_set(err, FURAT_USAGE, "%.200s is neither <iri> nor prefix:name",
                         typed);
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
