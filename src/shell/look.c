// SPDX-License-Identifier: GPL-3.0-or-later
// Queries that the shell asks itself.                              look -> engine/furat.h
#include "shell/look.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "base/utf8_fold.h"
#include "cli/term_text.h"
#include "cli/terminal.h"
#include "engine/census.h"
#include "engine/labels.h"
#include "engine/names.h"
#include "rdf/iri.h"
#include "rdf/vocabulary.h"
#include "results/cell.h"
#include "shell/paging.h"

furat_status
furat_look_each(furat_shell *shell, const char *text, const furat_binding *bindings,
                size_t n_bindings, furat_look_take take, void *self, furat_error *err)
{
  furat_prepare_options options = furat_shell_prepare_options(shell);
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

typedef struct narrowest {
  furat_census *census;
  furat_arena *arena;
  furat_term class;
  uint64_t n_members;
} narrowest;

static furat_status
take_class(void *self, const furat_term *row, furat_error *err)
{
  narrowest *best = self;
  uint64_t n = 0;
  if (row[0].kind != FURAT_TERM_IRI) {
    return FURAT_OK;
  }
  furat_status status = furat_census_count(
      best->census, FURAT_STR_NONE, FURAT_STR(FURAT_RDF_TYPE), row[0].text, &n, err);
  if (status == FURAT_OK &&
      (best->class.kind == FURAT_TERM_NONE || n < best->n_members)) {
    best->n_members = n;
    status = furat_term_copy(best->arena, &row[0], &best->class)
                 ? FURAT_OK
                 : furat_error_no_mem(err);
  }
  return status;
}

furat_status
furat_look_class(furat_shell *shell, const furat_term *thing, furat_arena *arena,
                 furat_term *class, furat_error *err)
{
  const furat_binding binding = {FURAT_STR("thing"), *thing};
  narrowest best = {.arena = arena};
  *class = FURAT_TERM_UNSET;
  furat_status status = furat_census_open(&best.census, shell->dataset, NULL, err);
  if (status == FURAT_OK) {
    status = furat_look_each(shell,
                             "SELECT ?class { ?thing <" FURAT_RDF_TYPE "> ?class } "
                             "ORDER BY ?class",
                             &binding, 1, take_class, &best, err);
    *class = best.class;
  }
  furat_census_close(best.census);
  return status;
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
    furat_terminal_print_wrapped(stderr, furat_buffer_str(&choices));
  }
  furat_buffer_clear(&choices);
  return status;
}

// Whether the label is what was typed and behind it something in brackets, which tells
// things of one name apart: "Baghdad (the city)".
static bool
is_before_brackets(furat_str label, furat_str typed)
{
  const size_t open = furat_str_find(label, FURAT_STR(" ("));
  furat_buffer folded[2];
  if (open > label.len || label.data[label.len - 1] != ')') {
    return false;
  }
  furat_buffer_init(&folded[0], MAX_TEXT_BYTES);
  furat_buffer_init(&folded[1], MAX_TEXT_BYTES);
  furat_utf8_fold(&folded[0], furat_str_slice(label, 0, open));
  furat_utf8_fold(&folded[1], typed);
  const bool same =
      folded[0].len > 0 && folded[0].status == FURAT_OK && folded[1].status == FURAT_OK &&
      furat_str_equal(furat_buffer_str(&folded[0]), furat_buffer_str(&folded[1]));
  furat_buffer_clear(&folded[1]);
  furat_buffer_clear(&folded[0]);
  return same;
}

// How well what was typed names a thing, the best first: by its label, but for spelling,
// but for what stands in brackets; then so by an alias.
enum { LABEL, LABEL_FOLDED, LABEL_BEFORE_BRACKETS, ALIAS, ALIAS_FOLDED, N_CALLED };

static int
how_called(const furat_name *name, furat_str typed)
{
  if (name->match <= FURAT_NAME_FOLDED) {
    const bool exact = name->match == FURAT_NAME_EXACT;
    return name->preferred ? (exact ? LABEL : LABEL_FOLDED)
                           : (exact ? ALIAS : ALIAS_FOLDED);
  }
  return name->preferred && is_before_brackets(name->label, typed) ? LABEL_BEFORE_BRACKETS
                                                                   : N_CALLED;
}

// Put the names that are called so in front, the best first; their number.  `*n_best` are
// called so as well as the first.
static size_t
sort_called(furat_vec *found, furat_str typed, size_t *n_best)
{
  size_t n = 0;
  *n_best = 0;
  for (int how = 0; how < N_CALLED; how++) {
    for (size_t i = n; i < found->n; i++) {
      const furat_name name = FURAT_VEC_AT(found, furat_name, i);
      if (how_called(&name, typed) == how) {
        furat_name *to = &FURAT_VEC_AT(found, furat_name, n);
        memmove(to + 1, to, (i - n) * sizeof *to);
        *to = name;
        n++;
      }
    }
    *n_best = *n_best > 0 ? *n_best : n;
  }
  return n;
}

// What else is called so, less well.
static furat_status
tell_others(furat_shell *shell, const char *typed, const furat_vec *found,
            furat_error *err)
{
  furat_buffer others;
  furat_buffer_init(&others, MAX_TEXT_BYTES);
  furat_text_write_visible(&others, furat_str_of(typed));
  furat_buffer_append_cstr(&others, " is a name of this too:\n");
  for (size_t i = 1; i < found->n && i < MAX_CANDIDATES; i++) {
    append_candidate(&others, shell, &FURAT_VEC_AT(found, furat_name, i));
  }
  if (found->n > MAX_CANDIDATES) {
    furat_buffer_appendf(&others, "  and %zu more\n", found->n - MAX_CANDIDATES);
  }
  furat_status status = furat_buffer_status(&others, err);
  if (status == FURAT_OK) {
    status = furat_shell_tell(shell, furat_buffer_str(&others), err);
  }
  furat_buffer_clear(&others);
  return status;
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
    size_t n_best = 0;
    const size_t n = sort_called(&found, wish.typed, &n_best);
    furat_vec_truncate(&found, n > 0 ? n : found.n);
    if (n_best != 1) {
      status = tell_choices(shell, typed, &found, n > 0, err);
    } else {
      *out = furat_term_iri(FURAT_VEC_AT(&found, furat_name, 0).iri);
      if (n > 1) {
        status = tell_others(shell, typed, &found, err);
      }
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

bool
furat_look_is_narrow(const furat_shell *shell)
{
  enum { NARROW_CELLS = 120 };
  return isatty(STDOUT_FILENO) && shell->settings.width == FURAT_SETTING_WORD(0) &&
         furat_terminal_width(STDOUT_FILENO) < NARROW_CELLS;
}

furat_status
furat_look_show_names(furat_shell *shell, furat_row_list *rows, size_t kept_column,
                      furat_error *err)
{
  const bool wrap = shell->settings.wrap;
  shell->settings.wrap = wrap || furat_look_is_narrow(shell);
  shell->names_only = true;
  shell->kept_column = kept_column;
  furat_status status = furat_look_show(shell, rows, err);
  shell->names_only = false;
  shell->kept_column = 0;
  shell->settings.wrap = wrap;
  return status;
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
