// SPDX-License-Identifier: GPL-3.0-or-later
// A store against a bitmap of all quads that a small universe of terms allows: random
// batches inserted and deleted, committed, aborted and reopened, and after each every
// kind of pattern in every permutation: rows and their order, counts, seeks, statistics,
// and the store's own check. FURAT_TEST_SECONDS says how long (2 by default),
// FURAT_TEST_SEED which run.
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "store/check.h"
#include "store/dictionary.h"
#include "store/prefix_walk.h"
#include "store/scan.h"
#include "store/scan_back.h"
#include "store/statistics.h"
#include "store/update.h"
#include "support/random.h"

enum { N_S = 40, N_P = 9, N_O = 50, N_G = 4, N_QUADS = N_S * N_P * N_O * N_G };
enum { MAX_TEXT = 32, MAX_BATCH = 12000, DEFAULT_SECONDS = 2 };

static const char path[] = "test_store.furat";
static const unsigned sizes[FURAT_N_FIELDS] = {N_S, N_P, N_O, N_G};

typedef struct fixture {
  random_source random;
  furat_store *store;
  bool committed[N_QUADS];
  bool model[N_QUADS];
  furat_id ids[FURAT_N_FIELDS][N_O]; ///< of each term; NONE: never interned
  char texts[FURAT_N_FIELDS][N_O][MAX_TEXT];
  furat_term terms[FURAT_N_FIELDS][N_O];
  furat_row expected[N_QUADS];
  uint64_t n_steps;
} fixture;

static void
fail_on(furat_status status, const furat_error *err)
{
  if (status != FURAT_OK) {
    fail_msg("status %d: %s", (int)status, err->message);
  }
}

#define DO(call) fail_on((call), &err)

// ---- the universe

static void
make_terms(fixture *f)
{
  for (unsigned field = 0; field < FURAT_N_FIELDS; ++field) {
    for (unsigned i = 0; i < sizes[field]; ++i) {
      char *text = f->texts[field][i];
      furat_term *term = &f->terms[field][i];
      snprintf(text, MAX_TEXT, "http://example.org/%c%u", "spog"[field],
               i * 7 % sizes[field]);
      *term = furat_term_iri(furat_str_of(text));
      if (field == FURAT_FIELD_OBJECT && i % 5 == 1) {
        snprintf(text, MAX_TEXT, "%d", (int)i * 1000 - 9000);
        *term = furat_term_literal(furat_str_of(text),
                                   FURAT_STR("http://www.w3.org/2001/XMLSchema#integer"));
      } else if (field == FURAT_FIELD_OBJECT && i % 5 == 2) {
        *term = furat_term_lang_string(furat_str_of(text), FURAT_STR("ar-SY"));
      } else if (field == FURAT_FIELD_OBJECT && i % 5 == 3) {
        *term =
            furat_term_literal(furat_str_of(text), FURAT_STR("http://example.org/type"));
      } else if (field == FURAT_FIELD_GRAPH && i == 0) {
        *term = FURAT_TERM_UNSET;
      } else if (field == FURAT_FIELD_SUBJECT && i % 4 == 1) {
        *term = furat_term_blank(furat_str_of(text));
      }
    }
  }
}

static unsigned
quad_index(const unsigned at[FURAT_N_FIELDS])
{
  return ((at[0] * N_P + at[1]) * N_O + at[2]) * N_G + at[3];
}

static void
quad_terms(unsigned index, unsigned at[FURAT_N_FIELDS])
{
  at[3] = index % N_G;
  at[2] = index / N_G % N_O;
  at[1] = index / N_G / N_O % N_P;
  at[0] = index / N_G / N_O / N_P;
}

static furat_row
row_of(const fixture *f, unsigned index)
{
  unsigned at[FURAT_N_FIELDS];
  furat_row row;
  quad_terms(index, at);
  for (unsigned field = 0; field < FURAT_N_FIELDS; ++field) {
    row.field[field] = f->ids[field][at[field]];
  }
  return row;
}

static unsigned
random_quad(fixture *f)
{
  unsigned at[FURAT_N_FIELDS];
  for (unsigned field = 0; field < FURAT_N_FIELDS; ++field) {
    at[field] = (unsigned)random_below(&f->random, sizes[field]);
  }
  return quad_index(at);
}

static void
intern_terms(fixture *f, furat_txn *txn)
{
  furat_error err = FURAT_ERROR_INIT;
  for (unsigned field = 0; field < FURAT_N_FIELDS; ++field) {
    DO(furat_dictionary_intern(txn, f->terms[field], sizes[field], f->ids[field], &err));
  }
  f->ids[FURAT_FIELD_GRAPH][0] = FURAT_ID_DEFAULT_GRAPH;
}

// ---- what must hold

static furat_permutation sort_by;

static int
compare_rows(const void *a, const void *b)
{
  furat_id x[FURAT_N_FIELDS], y[FURAT_N_FIELDS];
  furat_permute(x, sort_by, a);
  furat_permute(y, sort_by, b);
  for (unsigned c = 0; c < FURAT_N_FIELDS; ++c) {
    if (x[c] != y[c]) {
      return x[c] < y[c] ? -1 : 1;
    }
  }
  return 0;
}

/// The rows of the model that match, in the order of the permutation, into f->expected.
static size_t
expect(fixture *f, const furat_row *pattern, furat_permutation permutation)
{
  size_t n = 0;
  for (unsigned i = 0; i < N_QUADS; ++i) {
    if (!f->model[i]) {
      continue;
    }
    const furat_row row = row_of(f, i);
    bool matches = true;
    for (unsigned field = 0; field < FURAT_N_FIELDS; ++field) {
      matches = matches && (pattern->field[field] == FURAT_ID_NONE ||
                            pattern->field[field] == row.field[field]);
    }
    if (matches) {
      f->expected[n++] = row;
    }
  }
  sort_by = permutation;
  qsort(f->expected, n, sizeof(furat_row), compare_rows);
  return n;
}

/// The same rows from the end.  Which of its graphs a triple of the union comes with is
/// left open.
static void
check_scan_back(const fixture *f, furat_txn *txn, const furat_scan_spec *spec,
                size_t n_expected)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_back_scan *scan;
  furat_id columns[FURAT_N_FIELDS][FURAT_SCAN_BATCH_ROWS];
  furat_id *const wanted[FURAT_N_FIELDS] = {columns[0], columns[1], columns[2],
                                            columns[3]};
  DO(furat_back_scan_open(&scan, txn, spec, &err));
  const unsigned n_fields = FURAT_N_FIELDS - (spec->distinct_triples ? 1U : 0U);
  size_t left = n_expected;
  size_t n;
  furat_status status;
  while ((status = furat_back_scan_next(scan, wanted, &n, &err)) == FURAT_OK) {
    assert_true(n >= 1 && n <= left);
    for (size_t i = 0; i < n; ++i) {
      left -= 1;
      for (unsigned field = 0; field < n_fields; ++field) {
        assert_int_equal(columns[field][i], f->expected[left].field[field]);
      }
    }
  }
  assert_int_equal(status, FURAT_DONE);
  assert_int_equal(left, 0);
  furat_back_scan_close(scan);
}

static void
check_scan(fixture *f, furat_txn *txn, const furat_scan_spec *spec, size_t n_expected)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_scan *scan;
  furat_id columns[FURAT_N_FIELDS][FURAT_SCAN_BATCH_ROWS];
  furat_id *const wanted[FURAT_N_FIELDS] = {columns[0], columns[1], columns[2],
                                            columns[3]};
  DO(furat_scan_open(&scan, txn, spec, &err));
  const size_t cap = random_below(&f->random, 3)
                         ? (size_t)FURAT_SCAN_BATCH_ROWS
                         : 1 + (size_t)random_below(&f->random, FURAT_SCAN_BATCH_ROWS);
  size_t at = 0;
  size_t n;
  furat_status status;
  while ((status = furat_scan_next(scan, wanted, cap, &n, &err)) == FURAT_OK) {
    assert_true(n >= 1 && n <= cap);
    assert_true(at + n <= n_expected);
    for (size_t i = 0; i < n; ++i, ++at) {
      for (unsigned field = 0; field < FURAT_N_FIELDS; ++field) {
        assert_int_equal(columns[field][i], f->expected[at].field[field]);
      }
    }
  }
  assert_int_equal(status, FURAT_DONE);
  assert_int_equal(at, n_expected);
  furat_scan_close(scan);
  check_scan_back(f, txn, spec, n_expected);
}

/// Leap over the rows as a join does.
static void
check_seeks(fixture *f, furat_txn *txn, const furat_scan_spec *spec, size_t n_expected)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_scan *scan;
  furat_row row;
  DO(furat_scan_open(&scan, txn, spec, &err));
  size_t at = 0;
  for (;;) {
    furat_status status = furat_scan_peek(scan, &row, &err);
    assert_int_equal(status, at < n_expected ? FURAT_OK : FURAT_DONE);
    if (status == FURAT_DONE) {
      break;
    }
    assert_memory_equal(&row, &f->expected[at], sizeof(row));
    furat_id target[FURAT_N_FIELDS], other[FURAT_N_FIELDS];
    const size_t jump = at + random_below(&f->random, 1 + (n_expected - at) / 2 + 3);
    const unsigned n_values =
        spec->n_bound == FURAT_N_FIELDS
            ? 0
            : 1 + (unsigned)random_below(&f->random, FURAT_N_FIELDS - spec->n_bound);
    const furat_row far = f->expected[jump < n_expected ? jump : n_expected - 1];
    furat_permute(target, spec->permutation, &far);
    if (n_values && random_below(&f->random, 2)) {
      target[spec->n_bound + n_values - 1] += random_below(&f->random, 3);
    }
    status = furat_scan_seek(scan, target + spec->n_bound, n_values, &err);
    for (; at < n_expected; ++at) {
      furat_permute(other, spec->permutation, &f->expected[at]);
      int order = 0;
      for (unsigned c = 0; !order && c < spec->n_bound + n_values; ++c) {
        order = (other[c] > target[c]) - (other[c] < target[c]);
      }
      if (order >= 0) {
        break;
      }
    }
    assert_int_equal(status, at < n_expected ? FURAT_OK : FURAT_DONE);
    if (at < n_expected && random_below(&f->random, 2)) {
      size_t n;
      furat_id one;
      furat_id *const columns[FURAT_N_FIELDS] = {NULL, NULL, &one, NULL};
      DO(furat_scan_next(scan, columns, 1, &n, &err));
      assert_int_equal(n, 1);
      assert_int_equal(one, f->expected[at].field[FURAT_FIELD_OBJECT]);
      at += 1;
    } else if (n_values == 0 || jump <= at) {
      size_t n;
      furat_id *const none[FURAT_N_FIELDS] = {NULL};
      if (at < n_expected) {
        DO(furat_scan_next(scan, none, 1, &n, &err));
        at += 1;
      }
    }
  }
  furat_scan_close(scan);
}

/// Walk over the distinct prefixes of the expected rows, with counts or without, in
/// pieces of any size.
static void
check_walk(fixture *f, furat_txn *txn, const furat_scan_spec *spec, size_t n_expected)
{
  enum { MAX_CAP = 40 };
  furat_error err = FURAT_ERROR_INIT;
  const unsigned n_fields =
      1 + (unsigned)random_below(&f->random, FURAT_N_FIELDS - spec->n_bound);
  const furat_field *order = furat_permutations[spec->permutation].order + spec->n_bound;
  const bool counted = random_below(&f->random, 2);
  const size_t cap = 1 + random_below(&f->random, MAX_CAP);
  furat_id values[FURAT_N_FIELDS][MAX_CAP];
  furat_id *const fields[] = {values[0], values[1], values[2], values[3]};
  uint64_t counts[MAX_CAP];
  furat_prefix_walk *walk;
  size_t at = 0;
  size_t n;
  furat_status status;
  DO(furat_prefix_walk_open(&walk, txn, spec, n_fields, &err));
  while ((status = furat_prefix_walk_next(walk, fields, counted ? counts : NULL, cap, &n,
                                          &err)) == FURAT_OK) {
    assert_in_range(n, 1, cap);
    for (size_t i = 0; i < n; ++i) {
      uint64_t n_rows = 0;
      bool same = true;
      assert_true(at < n_expected);
      for (unsigned k = 0; k < n_fields; ++k) {
        assert_int_equal(values[k][i], f->expected[at].field[order[k]]);
      }
      while (at < n_expected && same) {
        for (unsigned k = 0; k < n_fields; ++k) {
          same = same && values[k][i] == f->expected[at].field[order[k]];
        }
        at += same;
        n_rows += same;
      }
      if (counted) {
        assert_int_equal(counts[i], n_rows);
      }
    }
  }
  assert_int_equal(status, FURAT_DONE);
  assert_int_equal(at, n_expected);
  furat_prefix_walk_close(walk);
}

/// The permutation for look-ups has the same rows, and what stays the same in front.
static void
check_look_up(fixture *f, furat_txn *txn, furat_scan_spec spec, size_t n_expected)
{
  bool varies[FURAT_N_FIELDS];
  for (unsigned field = 0; field < FURAT_N_FIELDS; ++field) {
    varies[field] = random_below(&f->random, 2);
  }
  varies[FURAT_FIELD_GRAPH] = true;
  furat_scan_look_up(&spec, varies, random_below(&f->random, 2));
  const furat_field *order = furat_permutations[spec.permutation].order;
  for (unsigned c = 1; c < spec.n_bound && spec.permutation != FURAT_GSPO; ++c) {
    assert_false(varies[order[c - 1]] && !varies[order[c]]);
  }
  check_scan(f, txn, &spec, n_expected);
}

/// Bind the first `n_bound` fields of a permutation at random, and more.
static void
check_pattern(fixture *f, furat_txn *txn, furat_permutation permutation, unsigned n_bound)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_row pattern = {.field = {0}};
  furat_scan_spec spec = FURAT_SCAN_ALL(permutation);
  const furat_row quad = row_of(f, random_quad(f));
  for (unsigned c = 0; c < n_bound; ++c) {
    const furat_field field = furat_permutations[permutation].order[c];
    pattern.field[field] = quad.field[field];
    spec.bound[c] = quad.field[field];
  }
  spec.n_bound = n_bound;
  size_t n = expect(f, &pattern, permutation);
  check_scan(f, txn, &spec, n);
  check_look_up(f, txn, spec, n);
  check_seeks(f, txn, &spec, n);
  if (n_bound < FURAT_N_FIELDS) {
    check_walk(f, txn, &spec, n);
  }
  uint64_t count;
  DO(furat_scan_count(txn, &spec, &count, &err));
  assert_int_equal(count, n);
  if (n_bound < FURAT_N_FIELDS - 1) { // a range on the next field
    const furat_field field = furat_permutations[permutation].order[n_bound];
    const furat_id a = row_of(f, random_quad(f)).field[field];
    const furat_id b = row_of(f, random_quad(f)).field[field];
    spec.has_range = true;
    spec.low = a < b ? a : b;
    spec.high = a < b ? b : a;
    size_t n_range = 0;
    for (size_t i = 0; i < n; ++i) {
      const furat_id id = f->expected[i].field[field];
      if (id >= spec.low && id <= spec.high) {
        f->expected[n_range++] = f->expected[i];
      }
    }
    check_scan(f, txn, &spec, n_range);
    check_walk(f, txn, &spec, n_range);
    DO(furat_scan_count(txn, &spec, &count, &err));
    assert_int_equal(count, n_range);
    spec.has_range = false;
  }
  if (permutation == FURAT_GSPO) {
    return;
  }
  n = expect(f, &pattern, permutation); // the union of graphs
  size_t n_distinct = 0;
  for (size_t i = 0; i < n; ++i) {
    if (!n_distinct ||
        memcmp(&f->expected[n_distinct - 1], &f->expected[i], 3 * sizeof(furat_id))) {
      f->expected[n_distinct++] = f->expected[i];
    }
  }
  spec.distinct_triples = true;
  check_scan(f, txn, &spec, n_distinct);
  spec.distinct_triples = false;
  if (n_bound < FURAT_N_FIELDS) { // one graph, filtered
    pattern.field[FURAT_FIELD_GRAPH] = quad.field[FURAT_FIELD_GRAPH];
    spec.graph = quad.field[FURAT_FIELD_GRAPH];
    n = expect(f, &pattern, permutation);
    check_scan(f, txn, &spec, n);
    check_seeks(f, txn, &spec, n);
  }
}

static void
check_statistics(fixture *f, furat_txn *txn)
{
  furat_error err = FURAT_ERROR_INIT;
  static bool pairs[N_P][N_S], objects_of[N_P][N_O];
  bool seen[FURAT_N_FIELDS][N_O] = {{false}};
  uint64_t n_quads[N_P] = {0};
  uint64_t n_total = 0;
  uint64_t n_seen[FURAT_N_FIELDS] = {0};
  memset(pairs, 0, sizeof(pairs));
  memset(objects_of, 0, sizeof(objects_of));
  for (unsigned i = 0; i < N_QUADS; ++i) {
    if (f->model[i]) {
      unsigned at[FURAT_N_FIELDS];
      quad_terms(i, at);
      n_total += 1;
      n_quads[at[1]] += 1;
      pairs[at[1]][at[0]] = true;
      objects_of[at[1]][at[2]] = true;
      for (unsigned field = 0; field < FURAT_N_FIELDS; ++field) {
        n_seen[field] += !seen[field][at[field]];
        seen[field][at[field]] = true;
      }
    }
  }
  const furat_totals totals = furat_statistics_totals(txn);
  assert_int_equal(totals.n_quads, n_total);
  assert_int_equal(totals.n_subjects, n_seen[0]);
  assert_int_equal(totals.n_predicates, n_seen[1]);
  assert_int_equal(totals.n_objects, n_seen[2]);
  assert_int_equal(totals.n_graphs, n_seen[3]);
  for (unsigned p = 0; p < N_P; ++p) {
    furat_predicate_statistics s;
    uint64_t n_subjects = 0;
    uint64_t n_objects = 0;
    for (unsigned i = 0; i < N_S; ++i) {
      n_subjects += pairs[p][i];
    }
    for (unsigned i = 0; i < N_O; ++i) {
      n_objects += objects_of[p][i];
    }
    DO(furat_statistics_of(txn, f->ids[FURAT_FIELD_PREDICATE][p], &s, &err));
    assert_int_equal(s.n_quads, n_quads[p]);
    assert_int_equal(s.n_subjects, n_subjects);
    assert_int_equal(s.n_objects, n_objects);
  }
}

static void
print_finding(void *self, const char *message)
{
  (void)self;
  printf("# finding: %s\n", message);
}

static void
check_everything(fixture *f, furat_txn *txn, bool thorough)
{
  furat_error err = FURAT_ERROR_INIT;
  check_statistics(f, txn);
  for (unsigned i = 0; i < (thorough ? 12U : 2U); ++i) {
    check_pattern(f, txn,
                  (furat_permutation)random_below(&f->random, FURAT_N_PERMUTATIONS),
                  (unsigned)random_below(&f->random, FURAT_N_FIELDS + 1));
  }
  for (unsigned i = 0; i < 20; ++i) {
    bool contains;
    const unsigned quad = random_quad(f);
    const furat_row row = row_of(f, quad);
    DO(furat_scan_contains(txn, &row, &contains, &err));
    assert_int_equal(contains, f->model[quad]);
  }
  for (unsigned i = 0; i < 10; ++i) {
    furat_term term;
    furat_id id;
    char text[FURAT_ID_MAX_LEXICAL_BYTES];
    const unsigned field = (unsigned)random_below(&f->random, FURAT_N_FIELDS);
    const size_t t = random_below(&f->random, sizes[field]);
    DO(furat_dictionary_borrow(txn, f->ids[field][t], text, &term, &err));
    assert_true(furat_term_equal(&term, &f->terms[field][t]));
    DO(furat_dictionary_find(txn, &f->terms[field][t], &id, &err));
    assert_int_equal(id,
                     field == FURAT_FIELD_GRAPH && !t ? FURAT_ID_NONE : f->ids[field][t]);
  }
  if (thorough && !furat_txn_is_writable(txn)) {
    uint64_t n_findings;
    const furat_check_report report = {.finding = print_finding};
    DO(furat_check(txn, &report, &n_findings, &err));
    assert_int_equal(n_findings, 0);
  }
}

// ---- changes

static void
change_batch(fixture *f, furat_txn *txn, bool insert)
{
  furat_error err = FURAT_ERROR_INIT;
  static furat_row rows[MAX_BATCH];
  size_t n = 0;
  uint64_t n_expected = 0;
  uint64_t n_changed;
  const size_t n_wanted =
      1 + random_below(&f->random, random_below(&f->random, 3) ? 60 : MAX_BATCH);
  const bool clustered = random_below(&f->random, 2);
  unsigned quad = random_quad(f);
  while (n < n_wanted) {
    quad = clustered ? (quad + 1 + (unsigned)random_below(&f->random, 3)) % N_QUADS
                     : random_quad(f);
    rows[n++] = row_of(f, quad);
    n_expected += f->model[quad] != insert;
    f->model[quad] = insert;
  }
  DO(insert ? furat_update_insert(txn, rows, n, &n_changed, &err)
            : furat_update_delete(txn, rows, n, &n_changed, &err));
  assert_int_equal(n_changed, n_expected);
}

static void
delete_pattern(fixture *f, furat_txn *txn)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_row pattern = row_of(f, random_quad(f));
  uint64_t n_deleted;
  for (unsigned field = 0; field < FURAT_N_FIELDS; ++field) {
    if (random_below(&f->random, 2)) {
      pattern.field[field] = FURAT_ID_NONE;
    }
  }
  uint64_t n_expected = 0;
  for (unsigned i = 0; i < N_QUADS; ++i) {
    const furat_row row = row_of(f, i);
    bool matches = f->model[i];
    for (unsigned field = 0; field < FURAT_N_FIELDS; ++field) {
      matches =
          matches && (!pattern.field[field] || pattern.field[field] == row.field[field]);
    }
    n_expected += matches;
    f->model[i] = f->model[i] && !matches;
  }
  DO(furat_update_delete_pattern(txn, &pattern, &n_deleted, &err));
  assert_int_equal(n_deleted, n_expected);
}

static void
write_something(fixture *f)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_txn *txn;
  DO(furat_txn_begin_write(&txn, f->store, 0, &err));
  const unsigned favour = (unsigned)random_below(&f->random, 5);
  for (unsigned n = (unsigned)random_below(&f->random, 6); n; --n) {
    if (!random_below(&f->random, 12)) {
      delete_pattern(f, txn);
    } else {
      change_batch(f, txn, random_below(&f->random, 5) < favour);
    }
    if (!random_below(&f->random, 4)) {
      check_everything(f, txn, false);
    }
  }
  if (random_below(&f->random, 4)) {
    DO(furat_txn_commit(txn, &err));
    memcpy(f->committed, f->model, sizeof(f->model));
  } else {
    furat_txn_abort(txn);
    memcpy(f->model, f->committed, sizeof(f->model));
  }
}

static void
remove_files(void)
{
  unlink(path);
  unlink("test_store.furat-lock");
}

static void
start(fixture *f, const char *test, furat_store_mode mode)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_txn *txn;
  remove_files();
  memset(f, 0, sizeof(*f));
  f->random = random_start(test);
  make_terms(f);
  DO(furat_store_open(&f->store, mode == FURAT_STORE_TEMPORARY ? NULL : path, mode,
                      &err));
  DO(furat_txn_begin_write(&txn, f->store, 0, &err));
  intern_terms(f, txn);
  DO(furat_txn_commit(txn, &err));
}

static void
agrees_with_a_bitmap(void **state)
{
  (void)state;
  static fixture f;
  furat_error err = FURAT_ERROR_INIT;
  furat_txn *txn;
  const char *given = getenv("FURAT_TEST_SECONDS");
  const time_t end = time(NULL) + (given ? atol(given) : DEFAULT_SECONDS);
  start(&f, "agrees_with_a_bitmap", FURAT_STORE_CREATE);
  do {
    write_something(&f);
    if (!random_below(&f.random, 5)) {
      furat_store_close(f.store);
      DO(furat_store_open(&f.store, path, FURAT_STORE_WRITE, &err));
    }
    DO(furat_txn_begin_read(&txn, f.store, &err));
    check_everything(&f, txn, true);
    furat_txn_abort(txn);
    f.n_steps += 1;
  } while (time(NULL) < end);
  printf("# %u transactions\n", (unsigned)f.n_steps);
  furat_store_close(f.store);
  remove_files();
}

/// What a thread beside the transaction sees.
static void *
count_beside(void *self)
{
  const fixture *f = self;
  static uint64_t n_quads;
  furat_txn *txn = NULL;
  n_quads = UINT64_MAX;
  if (!furat_store_in_transaction(f->store) &&
      furat_txn_begin_read(&txn, f->store, NULL) == FURAT_OK) {
    n_quads = furat_statistics_totals(txn).n_quads;
  }
  furat_txn_abort(txn);
  return &n_quads;
}

static void
assert_others_see(fixture *f, const bool model[N_QUADS])
{
  pthread_t thread;
  void *n_quads;
  uint64_t n_expected = 0;
  for (unsigned i = 0; i < N_QUADS; ++i) {
    n_expected += model[i];
  }
  assert_int_equal(pthread_create(&thread, NULL, count_beside, f), 0);
  pthread_join(thread, &n_quads);
  assert_int_equal(*(uint64_t *)n_quads, n_expected);
}

static void
check_now(fixture *f)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_txn *txn;
  DO(furat_txn_begin_read(&txn, f->store, &err));
  check_everything(f, txn, !furat_store_in_transaction(f->store));
  furat_txn_abort(txn);
}

/// Parts that are kept or undone, in transactions that are.
static void
parts_of_transactions_agree_with_a_bitmap(void **state)
{
  (void)state;
  static fixture f;
  static bool before[N_QUADS];
  furat_error err = FURAT_ERROR_INIT;
  const char *given = getenv("FURAT_TEST_SECONDS");
  const time_t end = time(NULL) + (given ? atol(given) : DEFAULT_SECONDS);
  start(&f, "parts_of_transactions_agree_with_a_bitmap", FURAT_STORE_CREATE);
  do {
    memcpy(before, f.model, sizeof(before));
    DO(furat_store_begin(f.store, 0, NULL, &err));
    for (unsigned n = (unsigned)random_below(&f.random, 6); n; --n) {
      write_something(&f);
      check_now(&f);
    }
    assert_others_see(&f, before);
    if (random_below(&f.random, 3)) {
      DO(furat_store_commit(f.store, &err));
    } else {
      DO(furat_store_rollback(f.store, &err));
      memcpy(f.model, before, sizeof(before));
      memcpy(f.committed, before, sizeof(before));
    }
    assert_others_see(&f, f.model);
    check_now(&f);
  } while (time(NULL) < end);
  furat_store_close(f.store);
  remove_files();
}

static void
a_reader_keeps_its_snapshot(void **state)
{
  (void)state;
  static fixture f;
  furat_error err = FURAT_ERROR_INIT;
  furat_txn *reader, *writer;
  start(&f, "a_reader_keeps_its_snapshot", FURAT_STORE_TEMPORARY);
  DO(furat_txn_begin_write(&writer, f.store, 0, &err));
  change_batch(&f, writer, true);
  DO(furat_txn_commit(writer, &err));
  memcpy(f.committed, f.model, sizeof(f.model));
  DO(furat_txn_begin_read(&reader, f.store, &err));
  for (unsigned i = 0; i < 30; ++i) {
    DO(furat_txn_begin_write(&writer, f.store, 0, &err));
    change_batch(&f, writer, i % 2);
    DO(furat_txn_commit(writer, &err));
  }
  memcpy(f.model, f.committed, sizeof(f.model));
  check_everything(&f, reader, true);
  furat_txn_abort(reader);
  furat_store_close(f.store);
}

static void
a_second_writer_is_told_that_the_store_is_busy(void **state)
{
  (void)state;
  static fixture f;
  furat_error err = FURAT_ERROR_INIT;
  furat_txn *first, *second;
  start(&f, "a_second_writer_is_told_that_the_store_is_busy", FURAT_STORE_TEMPORARY);
  DO(furat_txn_begin_write(&first, f.store, 0, &err));
  assert_int_equal(furat_txn_begin_write(&second, f.store, 0, &err), FURAT_BUSY);
  furat_error_clear(&err);
  assert_int_equal(furat_txn_begin_write(&second, f.store, 30, &err), FURAT_BUSY);
  furat_error_clear(&err);
  furat_txn_abort(first);
  DO(furat_txn_begin_write(&second, f.store, 0, &err));
  furat_txn_abort(second);
  furat_store_close(f.store);
}

/// LMDB numbers its lists of free pages by transactions; byte 0 of such a number is 0
/// again after 255.
static void
more_commits_than_a_byte_counts_do_no_harm(void **state)
{
  (void)state;
  static fixture f;
  furat_error err = FURAT_ERROR_INIT;
  furat_txn *txn;
  start(&f, "more_commits_than_a_byte_counts_do_no_harm", FURAT_STORE_CREATE);
  for (unsigned i = 0; i < 270; ++i) {
    if (i > 240) { // the first write looks at the lists
      furat_store_close(f.store);
      DO(furat_store_open(&f.store, path, FURAT_STORE_WRITE, &err));
    }
    DO(furat_txn_begin_write(&txn, f.store, 0, &err));
    change_batch(&f, txn, i % 2);
    DO(furat_txn_commit(txn, &err));
    if (i > 240) {
      DO(furat_txn_begin_read(&txn, f.store, &err));
      check_everything(&f, txn, true);
      furat_txn_abort(txn);
    }
  }
  furat_store_close(f.store);
  remove_files();
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(agrees_with_a_bitmap),
      cmocka_unit_test(more_commits_than_a_byte_counts_do_no_harm),
      cmocka_unit_test(parts_of_transactions_agree_with_a_bitmap),
      cmocka_unit_test(a_reader_keeps_its_snapshot),
      cmocka_unit_test(a_second_writer_is_told_that_the_store_is_busy),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
