// SPDX-License-Identifier: GPL-3.0-or-later
// Dot commands that look around: .info .graphs .classes .predicates .prefixes.
//                                                              look -> [dot_look] -> dot
#include <stdio.h>
#include <stdlib.h>

#include "cli/progress.h"
#include "engine/stored.h"
#include "results/cell.h"
#include "shell/history_match.h"
#include "shell/look.h"
#include "shell/paging.h"
#include "shell/source.h"
#include "store/dictionary.h"
#include "store/quads.h"
#include "store/statistics.h"

enum { MAX_TEXT_BYTES = 1 << 26, PREDICATE_BATCH = 256, MAX_COLUMNS = 5 };

void
furat_shell_print_visible(furat_str text)
{
  furat_buffer line;
  furat_buffer_init(&line, SIZE_MAX / 2);
  furat_text_write_visible(&line, text);
  furat_buffer_append_byte(&line, '\n');
  if (line.status == FURAT_OK) {
    fwrite(line.data, 1, line.len, stdout);
  }
  furat_buffer_clear(&line);
}

// ---------------------------------------------------------------------- patterns

// What was typed behind a command that lists: part of a name, an IRI or a label.
typedef struct name_pattern {
  furat_history_match match;
  furat_buffer typed; // empty: all is wanted
  furat_buffer text;  // that is looked at
} name_pattern;

static furat_status
init_pattern(name_pattern *pattern, const furat_dot_words *words, furat_error *err)
{
  furat_history_match_init(&pattern->match);
  furat_buffer_init(&pattern->typed, MAX_TEXT_BYTES);
  furat_buffer_init(&pattern->text, MAX_TEXT_BYTES);
  furat_status status = furat_dot_join(&pattern->typed, words, 0, err);
  furat_history_match_set(&pattern->match, furat_buffer_str(&pattern->typed));
  return status;
}

static void
clear_pattern(name_pattern *pattern)
{
  furat_history_match_clear(&pattern->match);
  furat_buffer_clear(&pattern->typed);
  furat_buffer_clear(&pattern->text);
}

// Whether it stands in one of two texts.
static bool
finds(name_pattern *pattern, furat_str one, furat_str other)
{
  return pattern->typed.len == 0 || furat_history_match_finds(&pattern->match, one) ||
         furat_history_match_finds(&pattern->match, other);
}

static bool
finds_thing(name_pattern *pattern, const furat_shell *shell, const furat_term *thing,
            const furat_term *label)
{
  furat_buffer_reset(&pattern->text);
  if (thing->kind != FURAT_TERM_NONE) {
    furat_term_write_cell(&pattern->text, thing, &shell->prefixes);
  }
  return finds(pattern, furat_buffer_str(&pattern->text), thing->text) ||
         furat_history_match_finds(&pattern->match, label->text);
}

static furat_status
found_nothing(const name_pattern *pattern, const char *what, const char *command,
              furat_error *err)
{
  furat_error_set(
      err, FURAT_NOT_FOUND, "no %s has %.*s in its name", what,
      FURAT_STR_ARGS(furat_str_slice(furat_buffer_str(&pattern->typed), 0, 200)));
  furat_error_hint(err, "%s alone lists all", command);
  return FURAT_NOT_FOUND;
}

furat_status
furat_shell_dot_prefixes(furat_shell *shell, const furat_dot_words *words,
                         furat_error *err)
{
  furat_buffer list;
  name_pattern pattern;
  furat_buffer_init(&list, SIZE_MAX / 2);
  furat_status status = init_pattern(&pattern, words, err);
  for (size_t i = 0; i < shell->prefixes.entries.n; i++) {
    const furat_prefix *prefix = &FURAT_VEC_AT(&shell->prefixes.entries, furat_prefix, i);
    if (!finds(&pattern, prefix->name, prefix->iri)) {
      continue;
    }
    furat_buffer_append_cstr(&list, "PREFIX ");
    furat_text_write_visible(&list, prefix->name);
    furat_buffer_append_cstr(&list, ": <");
    furat_text_write_visible(&list, prefix->iri);
    furat_buffer_append_cstr(&list, ">\n");
  }
  status = status == FURAT_OK ? furat_buffer_status(&list, err) : status;
  if (status == FURAT_OK && list.len == 0 && pattern.typed.len > 0) {
    status = found_nothing(&pattern, "prefix", ".prefixes", err);
  }
  if (status == FURAT_OK) {
    status = furat_shell_show_text(shell, furat_buffer_str(&list), err);
  }
  clear_pattern(&pattern);
  furat_buffer_clear(&list);
  return status;
}

// ------------------------------------------------------------------------ tables

// Rows whose numbers are counts, for people as in sentences; `kept_column` as of
// furat_look_show_names(), 0 where there are no names of things.
static furat_status
show_counted(furat_shell *shell, furat_row_list *rows, size_t kept_column,
             furat_error *err)
{
  shell->counts = true;
  const furat_status status = kept_column > 0
                                  ? furat_look_show_names(shell, rows, kept_column, err)
                                  : furat_look_show(shell, rows, err);
  shell->counts = false;
  return status;
}

// Rows that a query gives, a thing and numbers, to which its label is put.
typedef struct labelled_rows {
  furat_shell *shell;
  furat_row_list *rows;
  size_t n_numbers; // of the query behind the thing
  uint64_t total;   // of the first numbers
  name_pattern *pattern;
} labelled_rows;

static furat_status
take_labelled(void *self, const furat_term *row, furat_error *err)
{
  labelled_rows *to = self;
  furat_term cells[MAX_COLUMNS] = {row[0]};
  furat_arena arena;
  furat_arena_init(&arena, MAX_TEXT_BYTES);
  for (size_t i = 0; i < to->n_numbers; i++) {
    cells[1 + i] = row[1 + i];
  }
  to->total += strtoull(row[1].text.data ? row[1].text.data : "", NULL, 10);
  furat_status status =
      furat_look_label(to->shell, &row[0], &arena, &cells[1 + to->n_numbers], err);
  if (status == FURAT_OK && (!to->pattern || finds_thing(to->pattern, to->shell, &row[0],
                                                         &cells[1 + to->n_numbers]))) {
    status = furat_row_list_add(to->rows, cells, err);
  }
  furat_arena_clear(&arena);
  return status;
}

// Answer and show, with the columns `columns`: the thing, its numbers, the label.
static furat_status
show_labelled(furat_shell *shell, const char *text, const furat_binding *binding,
              name_pattern *pattern, const char *const *columns, size_t n_columns,
              furat_error *err)
{
  labelled_rows to = {.shell = shell, .n_numbers = n_columns - 2, .pattern = pattern};
  furat_status status = furat_row_list_new(&to.rows, columns, n_columns, err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_shell_start_clock(shell);
  status =
      furat_look_each(shell, text, binding, binding ? 1 : 0, take_labelled, &to, err);
  if (status == FURAT_OK && binding && furat_row_list_count(to.rows) == 0) {
    status = furat_look_unknown(shell, "nothing is of the class", &binding->value,
                                FURAT_LOOK_CLASS,
                                ".classes lists those that have instances", err);
  }
  if (status == FURAT_OK && pattern && pattern->typed.len > 0 &&
      furat_row_list_count(to.rows) == 0) {
    status = found_nothing(pattern, "class", ".classes", err);
  }
  if (status != FURAT_OK) {
    furat_row_list_free(to.rows);
    return status;
  }
  return show_counted(shell, to.rows, 1, err);
}

furat_status
furat_shell_dot_classes(furat_shell *shell, const furat_dot_words *words,
                        furat_error *err)
{
  static const char *const columns[] = {"class", "things", "label"};
  name_pattern pattern;
  furat_status status = init_pattern(&pattern, words, err);
  if (status == FURAT_OK) {
    status = show_labelled(shell,
                           "SELECT ?class (COUNT(*) AS ?n) { ?x a ?class } "
                           "GROUP BY ?class ORDER BY DESC(?n) ?class",
                           NULL, &pattern, columns, 3, err);
  }
  clear_pattern(&pattern);
  return status;
}

// What is in no named graph: all but what the named ones hold.
static furat_status
add_default_graph(const labelled_rows *to, furat_error *err)
{
  char text[32];
  uint64_t n_quads = 0;
  furat_status status = furat_dataset_count(to->shell->dataset, &n_quads, err);
  if (status != FURAT_OK || n_quads <= to->total) {
    return status;
  }
  const furat_term row[] = {
      FURAT_TERM_UNSET, furat_look_number(text, n_quads - to->total),
      furat_term_literal(FURAT_STR("the default graph"), FURAT_STR_NONE)};
  return finds_thing(to->pattern, to->shell, &row[0], &row[2])
             ? furat_row_list_add(to->rows, row, err)
             : FURAT_OK;
}

static furat_status
show_graphs(furat_shell *shell, name_pattern *pattern, furat_error *err)
{
  static const char *const columns[] = {"graph", "statements", "title"};
  labelled_rows to = {.shell = shell, .n_numbers = 1, .pattern = pattern};
  furat_status status = furat_row_list_new(&to.rows, columns, 3, err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_shell_start_clock(shell);
  status = furat_look_each(shell,
                           "SELECT ?graph (COUNT(*) AS ?n) { GRAPH ?graph { ?s ?p ?o } } "
                           "GROUP BY ?graph ORDER BY ?graph",
                           NULL, 0, take_labelled, &to, err);
  if (status == FURAT_OK) {
    status = add_default_graph(&to, err);
  }
  if (status == FURAT_OK && pattern->typed.len > 0 &&
      furat_row_list_count(to.rows) == 0) {
    status = found_nothing(pattern, "graph", ".graphs", err);
  }
  if (status != FURAT_OK) {
    furat_row_list_free(to.rows);
    return status;
  }
  return show_counted(shell, to.rows, 1, err);
}

furat_status
furat_shell_dot_graphs(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  name_pattern pattern;
  furat_status status = init_pattern(&pattern, words, err);
  if (status == FURAT_OK) {
    status = show_graphs(shell, &pattern, err);
  }
  clear_pattern(&pattern);
  return status;
}

// -------------------------------------------------------------------- predicates

static int
by_statements(const void *a, const void *b)
{
  const furat_term *left = a;
  const furat_term *right = b;
  uint64_t n = strtoull(left[1].text.data, NULL, 10);
  uint64_t m = strtoull(right[1].text.data, NULL, 10);
  return n != m ? (n < m ? 1 : -1) : furat_str_compare(left[0].text, right[0].text);
}

static furat_status
add_predicate(furat_shell *shell, furat_row_list *rows, furat_txn *txn,
              const furat_predicate_statistics *of, furat_error *err)
{
  char numbers[3][32];
  furat_arena arena;
  furat_term cells[MAX_COLUMNS] = {FURAT_TERM_UNSET};
  furat_arena_init(&arena, MAX_TEXT_BYTES);
  furat_status status = furat_dictionary_term(txn, of->predicate, &arena, &cells[0], err);
  cells[1] = furat_look_number(numbers[0], of->n_quads);
  cells[2] = furat_look_number(numbers[1], of->n_subjects);
  cells[3] = furat_look_number(numbers[2], of->n_objects);
  if (status == FURAT_OK) {
    status = furat_look_label(shell, &cells[0], &arena, &cells[4], err);
  }
  if (status == FURAT_OK) {
    status = furat_row_list_add(rows, cells, err);
  }
  furat_arena_clear(&arena);
  return status;
}

// The store keeps these counts: no triple is looked at.
static furat_status
add_predicates(furat_shell *shell, furat_row_list *rows, furat_error *err)
{
  furat_predicate_statistics batch[PREDICATE_BATCH];
  furat_id after = FURAT_ID_NONE;
  size_t n = 0;
  furat_txn *txn = NULL;
  furat_status status =
      furat_txn_begin_read(&txn, furat_dataset_store(shell->dataset), err);
  if (status != FURAT_OK) {
    return status;
  }
  while (status == FURAT_OK) {
    status = furat_statistics_predicates(txn, after, batch, PREDICATE_BATCH, &n, err);
    for (size_t i = 0; i < n && status == FURAT_OK; i++) {
      status = add_predicate(shell, rows, txn, &batch[i], err);
    }
    if (status == FURAT_OK) {
      after = batch[n - 1].predicate;
      status = furat_cancel_poll(&shell->cancel, err);
    }
  }
  furat_txn_abort(txn);
  return status == FURAT_DONE ? FURAT_OK : status;
}

static furat_status
show_predicates(furat_shell *shell, furat_error *err)
{
  static const char *const columns[] = {"predicate", "statements", "subjects", "objects",
                                        "label"};
  furat_row_list *rows = NULL;
  furat_shell_start_clock(shell);
  furat_status status = furat_row_list_new(&rows, columns, MAX_COLUMNS, err);
  if (status == FURAT_OK) {
    status = add_predicates(shell, rows, err);
  }
  if (status != FURAT_OK) {
    furat_row_list_free(rows);
    return status;
  }
  furat_row_list_sort(rows, by_statements);
  return show_counted(shell, rows, 1, err);
}

furat_status
furat_shell_dot_predicates(furat_shell *shell, const furat_dot_words *words,
                           furat_error *err)
{
  static const char *const columns[] = {"predicate", "things", "statements", "label"};
  if (words->n == 0) {
    return show_predicates(shell, err);
  }
  furat_arena arena;
  furat_buffer name;
  furat_arena_init(&arena, MAX_TEXT_BYTES);
  furat_buffer_init(&name, MAX_TEXT_BYTES);
  furat_binding binding = {.variable = FURAT_STR("class")};
  furat_status status = furat_dot_join(&name, words, 0, err);
  if (status == FURAT_OK) {
    status = furat_look_thing(shell, name.data, true, &arena, &binding.value, err);
  }
  if (status == FURAT_OK && binding.value.kind != FURAT_TERM_NONE) {
    status = show_labelled(shell,
                           "SELECT ?p (COUNT(DISTINCT ?x) AS ?things) (COUNT(*) AS ?n) "
                           "{ ?x a ?class ; ?p ?o } GROUP BY ?p "
                           "ORDER BY DESC(?things) DESC(?n) ?p",
                           &binding, NULL, columns, 4, err);
  }
  furat_buffer_clear(&name);
  furat_arena_clear(&arena);
  return status;
}

// -------------------------------------------------------------------------- info

static furat_status
add_number(furat_row_list *rows, const char *what, uint64_t number, furat_error *err)
{
  char text[32];
  const furat_term row[] = {furat_term_literal(furat_str_of(what), FURAT_STR_NONE),
                            furat_look_number(text, number)};
  return furat_row_list_add(rows, row, err);
}

static furat_status
add_info(furat_shell *shell, furat_row_list *rows, furat_error *err)
{
  furat_txn *txn = NULL;
  furat_part_size parts[FURAT_N_PARTS];
  uint64_t bytes = 0;
  furat_id graph = FURAT_ID_NONE;
  furat_status status =
      furat_txn_begin_read(&txn, furat_dataset_store(shell->dataset), err);
  if (status != FURAT_OK) {
    return status;
  }
  const furat_totals totals = furat_statistics_totals(txn);
  status = furat_statistics_sizes(txn, parts, &bytes, err);
  if (status == FURAT_OK) {
    status = furat_quads_next_graph(txn, FURAT_ID_NONE, &graph, err);
    status = status == FURAT_DONE ? FURAT_OK : status;
  }
  furat_txn_abort(txn);
  const struct {
    const char *what;
    uint64_t number;
  } lines[] = {
      {"statements", totals.n_quads},
      {"named graphs", totals.n_graphs - (graph == FURAT_ID_DEFAULT_GRAPH)},
      {"subjects", totals.n_subjects},
      {"predicates", totals.n_predicates},
      {"objects", totals.n_objects},
      {"terms", totals.n_terms},
  };
  const furat_term opened[] = {
      furat_term_literal(FURAT_STR("open"), FURAT_STR_NONE),
      furat_term_literal(furat_shell_source_name(shell), FURAT_STR_NONE)};
  if (status == FURAT_OK) {
    status = furat_row_list_add(rows, opened, err);
  }
  for (size_t i = 0; i < sizeof lines / sizeof lines[0] && status == FURAT_OK; i++) {
    status = add_number(rows, lines[i].what, lines[i].number, err);
  }
  char size[32];
  const furat_term sizes[] = {
      furat_term_literal(FURAT_STR("size"), FURAT_STR_NONE),
      furat_term_literal(furat_str_of(furat_progress_bytes(size, bytes)),
                         FURAT_STR_NONE)};
  if (status == FURAT_OK) {
    status = furat_row_list_add(rows, sizes, err);
  }
  const bool all =
      furat_dataset_default_graph(shell->dataset) == FURAT_DEFAULT_GRAPH_UNION;
  const furat_term row[] = {
      furat_term_literal(FURAT_STR("default graph"), FURAT_STR_NONE),
      furat_term_literal(furat_str_of(all ? "all graphs" : "the unnamed one"),
                         FURAT_STR_NONE)};
  return status == FURAT_OK ? furat_row_list_add(rows, row, err) : status;
}

furat_status
furat_shell_dot_info(furat_shell *shell, FURAT_UNUSED const furat_dot_words *words,
                     furat_error *err)
{
  static const char *const columns[] = {"what", "value"};
  furat_row_list *rows = NULL;
  furat_status status = furat_row_list_new(&rows, columns, 2, err);
  if (status == FURAT_OK) {
    status = add_info(shell, rows, err);
  }
  if (status != FURAT_OK) {
    furat_row_list_free(rows);
    return status;
  }
  return show_counted(shell, rows, 0, err);
}
