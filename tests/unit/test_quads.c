// SPDX-License-Identifier: GPL-3.0-or-later
// Quads of terms out of a store, and the graphs that a query chooses: patterns, batches
// beyond the first, copies of a triple in several graphs.
#include "store/quads.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "redland/graph_scan.h"
#include "store/dictionary.h"
#include "store/update.h"
#include "support/alloc_fail.h"

enum { N_SUBJECTS = 500, N_GRAPHS = 4, TEXT = 48 };

#define DO(call) do_it((call), &err)

static void
do_it(furat_status status, const furat_error *err)
{
  if (status != FURAT_OK) {
    fail_msg("status %d: %s", (int)status, err->message);
  }
}

static furat_term
name(char text[TEXT], const char *kind, unsigned i)
{
  snprintf(text, TEXT, "https://example.org/%s%u", kind, i);
  return furat_term_iri(furat_str_of(text));
}

// Subject i has the triple (si, p, o); it is in the graphs 0 (default) to i % N_GRAPHS.
static void
fill(furat_store *store)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_txn *txn;
  DO(furat_txn_begin_write(&txn, store, 0, &err));
  for (unsigned i = 0; i < N_SUBJECTS; i++) {
    for (unsigned g = 0; g <= i % N_GRAPHS; g++) {
      char s[TEXT], p[TEXT], o[TEXT], graph[TEXT];
      const furat_quad quad = {.subject = name(s, "s", i),
                               .predicate = name(p, "p", 0),
                               .object = name(o, "o", i % 7),
                               .graph = g ? name(graph, "g", g) : FURAT_TERM_UNSET};
      furat_row row;
      DO(furat_dictionary_intern_quads(txn, &quad, 1, &row, &err));
      DO(furat_update_insert(txn, &row, 1, NULL, &err));
    }
  }
  DO(furat_txn_commit(txn, &err));
}

static int
open_store(void **state)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store;
  DO(furat_store_open(&store, ".", FURAT_STORE_TEMPORARY, &err));
  fill(store);
  *state = store;
  return 0;
}

static int
close_store(void **state)
{
  furat_store_close(*state);
  return 0;
}

static furat_status
count(furat_store *store, const furat_quads_pattern *pattern, size_t *n_found,
      furat_error *err)
{
  furat_txn *txn;
  furat_quads *quads = NULL;
  const furat_quad *batch;
  size_t n;
  *n_found = 0;
  furat_status status = furat_txn_begin_read(&txn, store, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_quads_open(&quads, txn, pattern, err);
  while (status == FURAT_OK) {
    status = furat_quads_next(quads, &batch, &n, err);
    *n_found += status == FURAT_OK ? n : 0;
  }
  furat_quads_close(quads);
  furat_txn_abort(txn);
  return status == FURAT_DONE ? FURAT_OK : status;
}

static size_t
expect(furat_store *store, const furat_quads_pattern *pattern)
{
  furat_error err = FURAT_ERROR_INIT;
  size_t n;
  DO(count(store, pattern, &n, &err));
  return n;
}

static void
patterns_choose_among_quads(void **state)
{
  char text[TEXT], graph[TEXT];
  const furat_term unnamed = FURAT_TERM_UNSET;
  const furat_term named = name(graph, "g", 3);
  const furat_term object = name(text, "o", 3);
  assert_int_equal(expect(*state, &(furat_quads_pattern){.graph = NULL}), 1250);
  assert_int_equal(expect(*state, &(furat_quads_pattern){.distinct_triples = true}),
                   N_SUBJECTS);
  assert_int_equal(expect(*state, &(furat_quads_pattern){.graph = &unnamed}), N_SUBJECTS);
  assert_int_equal(expect(*state, &(furat_quads_pattern){.graph = &named}), 125);
  assert_int_equal(
      expect(*state, &(furat_quads_pattern){.triple[2] = object, .graph = &unnamed}), 71);
}

static void
an_unknown_term_matches_nothing(void **state)
{
  char text[TEXT];
  const furat_quads_pattern pattern = {.triple[0] = name(text, "nobody", 1)};
  assert_int_equal(expect(*state, &pattern), 0);
}

static void
quads_come_with_their_terms(void **state)
{
  furat_error err = FURAT_ERROR_INIT;
  char s[TEXT], o[TEXT];
  const furat_quads_pattern pattern = {.triple[0] = name(s, "s", 488)};
  const furat_quad *batch;
  furat_quads *quads;
  furat_txn *txn;
  size_t n;
  DO(furat_txn_begin_read(&txn, *state, &err));
  DO(furat_quads_open(&quads, txn, &pattern, &err));
  DO(furat_quads_next(quads, &batch, &n, &err));
  const furat_term object = name(o, "o", 488 % 7);
  assert_int_equal(n, 1);
  assert_true(furat_term_equal(&batch->subject, &pattern.triple[0]));
  assert_true(furat_term_equal(&batch->object, &object));
  assert_int_equal(batch->graph.kind, FURAT_TERM_NONE);
  assert_int_equal(furat_quads_next(quads, &batch, &n, &err), FURAT_DONE);
  furat_quads_close(quads);
  furat_txn_abort(txn);
}

static void
graphs_come_one_by_one(void **state)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_id id = FURAT_ID_NONE;
  furat_id before = FURAT_ID_NONE;
  furat_txn *txn;
  unsigned n = 0;
  DO(furat_txn_begin_read(&txn, *state, &err));
  while (furat_quads_next_graph(txn, id, &id, &err) == FURAT_OK) {
    assert_true(id > before);
    before = id;
    n += 1;
  }
  assert_int_equal(n, N_GRAPHS);
  assert_int_equal(furat_quads_next_graph(txn, UINT64_MAX, &id, &err), FURAT_DONE);
  furat_txn_abort(txn);
}

static size_t
scan_graphs(furat_txn *txn, furat_graph_choice graphs)
{
  static const furat_row any = {{FURAT_ID_NONE}};
  furat_error err = FURAT_ERROR_INIT;
  furat_graph_scan scan;
  const furat_row *row;
  size_t n = 0;
  DO(furat_graph_scan_begin(&scan, txn, &any, graphs, &err));
  while (furat_graph_scan_next(&scan, &row, &err) == FURAT_OK) {
    n += 1;
  }
  furat_graph_scan_end(&scan);
  return n;
}

static void
chosen_graphs_are_scanned_together(void **state)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_id ids[N_GRAPHS];
  furat_id id = FURAT_ID_NONE;
  furat_txn *txn;
  DO(furat_txn_begin_read(&txn, *state, &err));
  for (unsigned i = 0; i < N_GRAPHS; i++) {
    DO(furat_quads_next_graph(txn, id, &ids[i], &err));
    id = ids[i];
  }
  const furat_id unknown[] = {FURAT_GRAPH_SCAN_UNKNOWN};
  assert_int_equal(scan_graphs(txn, (furat_graph_choice){.all = true}), 1250);
  assert_int_equal(scan_graphs(txn, (furat_graph_choice){.all = true, .merge = true}),
                   N_SUBJECTS);
  assert_int_equal(scan_graphs(txn, (furat_graph_choice){.n = 0}), 0);
  assert_int_equal(scan_graphs(txn, (furat_graph_choice){.ids = unknown, .n = 1}), 0);
  assert_int_equal(scan_graphs(txn, (furat_graph_choice){.ids = ids, .n = 1}),
                   N_SUBJECTS);
  assert_int_equal(scan_graphs(txn, (furat_graph_choice){.ids = ids + 1, .n = 2}),
                   375 + 250);
  assert_int_equal(
      scan_graphs(txn, (furat_graph_choice){.ids = ids + 1, .n = 2, .merge = true}), 375);
  furat_txn_abort(txn);
}

static furat_status
try_reading(void *context)
{
  furat_error err = FURAT_ERROR_INIT;
  char text[TEXT];
  const furat_quads_pattern pattern = {.triple[1] = name(text, "p", 0)};
  size_t n;
  return count(context, &pattern, &n, &err);
}

static void
failing_allocations_leave_nothing_behind(void **state)
{
  alloc_fail_each(try_reading, *state);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(patterns_choose_among_quads),
      cmocka_unit_test(an_unknown_term_matches_nothing),
      cmocka_unit_test(quads_come_with_their_terms),
      cmocka_unit_test(graphs_come_one_by_one),
      cmocka_unit_test(chosen_graphs_are_scanned_together),
      cmocka_unit_test(failing_allocations_leave_nothing_behind),
  };
  return cmocka_run_group_tests(tests, open_store, close_store);
}
