// SPDX-License-Identifier: GPL-3.0-or-later
// Bulk loads: whatever way the quads take (in memory, spilled in many runs, merged into
// what is there), the store holds the same, and its check finds nothing; failures leave
// it as it was.
#include "load/bulk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/memory.h"
#include "rdf/vocabulary.h"
#include "store/check.h"
#include "store/dictionary.h"
#include "store/metadata.h"
#include "store/scan.h"
#include "store/statistics.h"
#include "support/alloc_fail.h"
#include "support/random.h"

enum { N_QUADS = 40000, N_FEW = 300, TEXT = 96 };

static const char path[] = "test_bulk.furat";

#define DO(call) do_it((call), &err)

static void
do_it(furat_status status, const furat_error *err)
{
  if (status != FURAT_OK) {
    fail_msg("status %d: %s", (int)status, err->message);
  }
}

static furat_term
random_term(random_source *random, char text[TEXT], bool object)
{
  const uint64_t r = random_next(random);
  const unsigned n = (unsigned)(r >> 32);
  switch (object ? r % 8 : r % 8 == 0) {
  case 1:
    snprintf(text, TEXT, "b%u", n % 3000);
    return furat_term_blank(furat_str_of(text));
  case 2:
    snprintf(text, TEXT, "%u", n % 5000);
    return furat_term_literal(furat_str_of(text), FURAT_STR(FURAT_XSD_INTEGER));
  case 3:
    snprintf(text, TEXT, "some longer text that shares a beginning, number %u", n % 4000);
    return furat_term_literal(furat_str_of(text), FURAT_STR_NONE);
  case 4:
    snprintf(text, TEXT, "text %u", n % 900);
    return furat_term_lang_string(furat_str_of(text), n % 3   ? FURAT_STR("en")
                                                      : n % 2 ? FURAT_STR("EN")
                                                              : FURAT_STR("ar"));
  case 5:
    snprintf(text, TEXT, "text %u", n % 900);
    return furat_term_literal(furat_str_of(text),
                              n % 2 ? FURAT_STR("http://example.org/type#a")
                                    : FURAT_STR("http://example.org/type#b"));
  case 6:
    snprintf(text, TEXT, "20%02u-%02u-%02u", n % 100, n % 14, n % 30);
    return furat_term_literal(furat_str_of(text), FURAT_STR(FURAT_XSD_DATE));
  default:
    snprintf(text, TEXT, "http://example.org/%s/%u",
             n % 5 ? "thing" : "a/much/longer/path/of/things", n % 6000);
    return furat_term_iri(furat_str_of(text));
  }
}

/// The same quads for the same seed.
static void
emit_random(const furat_quad_sink *sink, uint64_t seed, size_t n)
{
  furat_error err = FURAT_ERROR_INIT;
  random_source random = {seed};
  for (size_t i = 0; i < n; ++i) {
    char texts[4][TEXT];
    furat_quad quad;
    quad.subject = random_term(&random, texts[0], false);
    snprintf(texts[1], TEXT, "http://example.org/p%u",
             (unsigned)random_below(&random, 30));
    quad.predicate = furat_term_iri(furat_str_of(texts[1]));
    quad.object = random_term(&random, texts[2], true);
    snprintf(texts[3], TEXT, "http://example.org/g%u",
             (unsigned)random_below(&random, 3));
    quad.graph = random_below(&random, 2) ? FURAT_TERM_UNSET
                                          : furat_term_iri(furat_str_of(texts[3]));
    DO(furat_quad_sink_emit(sink, &quad, 1, &err));
  }
}

static void
load(furat_store *store, uint64_t seed, size_t n, size_t memory_bytes)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_bulk *bulk;
  furat_bulk_summary summary;
  const furat_bulk_options options = {.memory_bytes = memory_bytes,
                                      .temporary_folder = "."};
  DO(furat_bulk_begin(&bulk, store, &options, &err));
  const furat_quad_sink sink = furat_bulk_sink(bulk);
  emit_random(&sink, seed, n);
  DO(furat_bulk_finish(bulk, &summary, &err));
  assert_int_equal(summary.n_read, n);
}

static furat_store *
temporary_store(void)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store;
  DO(furat_store_open(&store, NULL, FURAT_STORE_TEMPORARY, &err));
  return store;
}

static void
print_finding(void *self, const char *message)
{
  (void)self;
  printf("# finding: %s\n", message);
}

/// A sum over the quads' texts in one permutation; language tags without case.
static uint64_t
sum_of(furat_txn *txn, furat_permutation permutation, uint64_t *n_quads)
{
  furat_error err = FURAT_ERROR_INIT;
  static furat_id ids[FURAT_N_FIELDS][FURAT_SCAN_BATCH_ROWS];
  furat_id *const columns[FURAT_N_FIELDS] = {ids[0], ids[1], ids[2], ids[3]};
  const furat_scan_spec spec = FURAT_SCAN_ALL(permutation);
  furat_scan *scan;
  size_t n;
  uint64_t sum = 0;
  *n_quads = 0;
  DO(furat_scan_open(&scan, txn, &spec, &err));
  while (furat_scan_next(scan, columns, FURAT_SCAN_BATCH_ROWS, &n, &err) == FURAT_OK) {
    for (size_t i = 0; i < n; ++i) {
      uint64_t hash = 0;
      for (unsigned f = 0; f < FURAT_N_FIELDS; ++f) {
        char text[FURAT_ID_MAX_LEXICAL_BYTES];
        furat_term term;
        DO(furat_dictionary_borrow(txn, ids[f][i], text, &term, &err));
        hash = furat_hash_mix(hash, furat_term_hash(&term));
      }
      sum += hash;
    }
    *n_quads += n;
  }
  furat_scan_close(scan);
  assert_int_equal(err.status, FURAT_OK);
  return sum;
}

static uint64_t
check_store(furat_store *store, uint64_t *n_quads)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_txn *txn;
  uint64_t n_findings, n_other;
  const furat_check_report report = {.finding = print_finding};
  DO(furat_txn_begin_read(&txn, store, &err));
  DO(furat_check(txn, &report, &n_findings, &err));
  assert_int_equal(n_findings, 0);
  const uint64_t sum = sum_of(txn, FURAT_SPOG, n_quads);
  assert_int_equal(sum_of(txn, FURAT_POSG, &n_other), sum);
  assert_int_equal(furat_statistics_totals(txn).n_quads, *n_quads);
  furat_txn_abort(txn);
  return sum;
}

static void
all_ways_lead_to_the_same_store(void **state)
{
  (void)state;
  random_source random = random_start("all_ways_lead_to_the_same_store");
  const uint64_t seed = random_next(&random);
  uint64_t n[4];
  furat_store *in_memory = temporary_store();
  furat_store *spilled = temporary_store();
  furat_store *merged = temporary_store();
  load(in_memory, seed, N_QUADS, 0);
  load(spilled, seed, N_QUADS, 1);
  load(merged, seed, N_QUADS / 3, 0);
  load(merged, seed, N_QUADS, 1);
  const uint64_t sum = check_store(in_memory, &n[0]);
  assert_int_equal(check_store(spilled, &n[1]), sum);
  assert_int_equal(check_store(merged, &n[2]), sum);
  assert_int_equal(n[0], n[1]);
  assert_int_equal(n[0], n[2]);
  furat_store_close(in_memory);
  furat_store_close(spilled);
  furat_store_close(merged);
}

/// More terms than what is kept of them between the phases has room for in memory.
static void
many_runs_of_many_terms_are_merged(void **state)
{
  (void)state;
  enum { N_MANY = 150000 };
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store = temporary_store();
  furat_bulk *bulk;
  furat_bulk_summary summary;
  uint64_t n_quads;
  const furat_bulk_options options = {.memory_bytes = 1, .temporary_folder = "."};
  DO(furat_bulk_begin(&bulk, store, &options, &err));
  const furat_quad_sink sink = furat_bulk_sink(bulk);
  for (unsigned i = 0; i < N_MANY; ++i) {
    char subject[TEXT], object[TEXT];
    snprintf(subject, TEXT, "http://example.org/s/%u", i);
    snprintf(object, TEXT, "http://example.org/o/%u", N_MANY - i);
    const furat_quad quad = {.subject = furat_term_iri(furat_str_of(subject)),
                             .predicate =
                                 furat_term_iri(FURAT_STR("http://example.org/p")),
                             .object = furat_term_iri(furat_str_of(object)),
                             .graph = FURAT_TERM_UNSET};
    DO(furat_quad_sink_emit(&sink, &quad, 1, &err));
  }
  DO(furat_bulk_finish(bulk, &summary, &err));
  check_store(store, &n_quads);
  assert_int_equal(n_quads, N_MANY);
  furat_store_close(store);
}

static void
ids_of_a_fresh_store_sort_like_terms(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store = temporary_store();
  furat_txn *txn;
  random_source random = random_start("ids_of_a_fresh_store_sort_like_terms");
  load(store, 7, 3000, 0);
  DO(furat_txn_begin_read(&txn, store, &err));
  const uint64_t n = furat_dictionary_ordered(txn);
  assert_int_equal(n, furat_dictionary_size(txn));
  assert_true(n > 1000);
  for (unsigned round = 0; round < 20000; ++round) {
    char texts[2][TEXT];
    furat_id ids[2];
    furat_term terms[2];
    for (unsigned i = 0; i < 2; ++i) {
      terms[i] = random_term(&random, texts[i], true);
      DO(furat_dictionary_find(txn, &terms[i], &ids[i], &err));
    }
    if (furat_id_is_indexed(ids[0]) && furat_id_is_indexed(ids[1]) &&
        furat_id_tag_of(ids[0]) == furat_id_tag_of(ids[1])) {
      const int order = furat_str_compare(terms[0].text, terms[1].text);
      assert_true(order < 0 ? ids[0] < ids[1] : order == 0 || ids[0] > ids[1]);
    }
  }
  furat_txn_abort(txn);
  furat_store_close(store);
}

static void
an_empty_load_leaves_an_empty_store(void **state)
{
  (void)state;
  uint64_t n;
  furat_store *store = temporary_store();
  load(store, 1, 0, 0);
  check_store(store, &n);
  assert_int_equal(n, 0);
  load(store, 1, 10, 0);
  check_store(store, &n);
  assert_true(n > 0);
  furat_store_close(store);
}

static void
an_aborted_load_leaves_no_trace(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  uint64_t n_before, n_after;
  furat_bulk *bulk;
  const furat_bulk_options options = {.memory_bytes = 1};
  furat_store *store = temporary_store();
  load(store, 1, 1000, 0);
  const uint64_t before = check_store(store, &n_before);
  DO(furat_bulk_begin(&bulk, store, &options, &err));
  const furat_quad_sink sink = furat_bulk_sink(bulk);
  emit_random(&sink, 2, 9000);
  furat_bulk_abort(bulk);
  assert_int_equal(check_store(store, &n_after), before);
  assert_int_equal(n_before, n_after);
  furat_store_close(store);
}

static void
cancelling_ends_a_load(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_bulk *bulk;
  furat_bulk_summary summary;
  furat_cancel cancel;
  uint64_t n;
  furat_cancel_init(&cancel, 0);
  const furat_bulk_options options = {.cancel = &cancel};
  furat_store *store = temporary_store();
  DO(furat_bulk_begin(&bulk, store, &options, &err));
  const furat_quad_sink sink = furat_bulk_sink(bulk);
  emit_random(&sink, 2, 100);
  furat_cancel_request(&cancel);
  assert_int_equal(furat_bulk_finish(bulk, &summary, &err), FURAT_INTERRUPTED);
  check_store(store, &n);
  assert_int_equal(n, 0);
  furat_store_close(store);
}

static void
a_full_disk_of_temporary_files_is_an_error(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_bulk *bulk;
  furat_bulk_summary summary;
  uint64_t n;
  const furat_bulk_options options = {.memory_bytes = 1,
                                      .temporary_folder = "/nonexistent"};
  furat_store *store = temporary_store();
  DO(furat_bulk_begin(&bulk, store, &options, &err));
  const furat_quad_sink sink = furat_bulk_sink(bulk);
  random_source random = {3};
  furat_status status = FURAT_OK;
  for (unsigned i = 0; status == FURAT_OK && i < 200000; ++i) {
    char text[TEXT];
    const furat_quad quad = {.subject = random_term(&random, text, false),
                             .predicate =
                                 furat_term_iri(FURAT_STR("http://example.org/p")),
                             .object = furat_term_iri(FURAT_STR("http://example.org/o"))};
    status = furat_quad_sink_emit(&sink, &quad, 1, &err);
  }
  if (status == FURAT_OK) {
    status = furat_bulk_finish(bulk, &summary, &err);
  } else {
    furat_bulk_abort(bulk);
  }
  assert_int_equal(status, FURAT_IO);
  check_store(store, &n);
  assert_int_equal(n, 0);
  furat_store_close(store);
}

static void
prefixes_and_document_numbers_are_kept(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_bulk *bulk;
  furat_bulk_summary summary;
  furat_prefixes prefixes;
  furat_str iri;
  furat_txn *txn;
  const furat_bulk_options options = FURAT_BULK_OPTIONS_INIT;
  unlink(path);
  furat_store *store;
  DO(furat_store_open(&store, path, FURAT_STORE_CREATE, &err));
  for (uint64_t round = 0; round < 2; ++round) {
    DO(furat_bulk_begin(&bulk, store, &options, &err));
    assert_int_equal(furat_bulk_document(bulk), 2 * round + 1);
    assert_int_equal(furat_bulk_document(bulk), 2 * round + 2);
    const furat_quad_sink sink = furat_bulk_sink(bulk);
    DO(furat_quad_sink_prefix(&sink, FURAT_STR("ex"), FURAT_STR("http://example.org/"),
                              &err));
    DO(furat_quad_sink_prefix(&sink, FURAT_STR("ex"), FURAT_STR("http://other.example/"),
                              &err));
    DO(furat_bulk_finish(bulk, &summary, &err));
  }
  furat_store_close(store);
  DO(furat_store_open(&store, path, FURAT_STORE_READ, &err));
  DO(furat_txn_begin_read(&txn, store, &err));
  furat_prefixes_init(&prefixes);
  DO(furat_metadata_prefixes(txn, &prefixes, &err));
  assert_true(furat_prefixes_find(&prefixes, FURAT_STR("ex"), &iri));
  assert_true(furat_str_equal(iri, FURAT_STR("http://example.org/")));
  furat_prefixes_clear(&prefixes);
  furat_txn_abort(txn);
  furat_store_close(store);
  unlink(path);
  unlink("test_bulk.furat-lock");
}

static furat_status
try_load(void *context)
{
  furat_store *store = context;
  furat_error err = FURAT_ERROR_INIT;
  furat_bulk *bulk;
  furat_bulk_summary summary;
  random_source random = {5};
  const furat_bulk_options options = {.memory_bytes = 1};
  furat_status status = furat_bulk_begin(&bulk, store, &options, &err);
  if (status != FURAT_OK) {
    return status;
  }
  const furat_quad_sink sink = furat_bulk_sink(bulk);
  for (unsigned i = 0; status == FURAT_OK && i < N_FEW; ++i) {
    char texts[2][TEXT];
    const furat_quad quad = {.subject = random_term(&random, texts[0], false),
                             .predicate =
                                 furat_term_iri(FURAT_STR("http://example.org/p")),
                             .object = random_term(&random, texts[1], true)};
    status = furat_quad_sink_emit(&sink, &quad, 1, &err);
  }
  if (status == FURAT_OK) {
    return furat_bulk_finish(bulk, &summary, &err);
  }
  furat_bulk_abort(bulk);
  return status;
}

static void
failing_allocations_leave_nothing_behind(void **state)
{
  (void)state;
  uint64_t n;
  furat_store *fresh = temporary_store();
  alloc_fail_each(try_load, fresh);
  check_store(fresh, &n);
  assert_true(n > 0);
  alloc_fail_each(try_load, fresh); // now by merging
  check_store(fresh, &n);
  furat_store_close(fresh);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(all_ways_lead_to_the_same_store),
      cmocka_unit_test(many_runs_of_many_terms_are_merged),
      cmocka_unit_test(ids_of_a_fresh_store_sort_like_terms),
      cmocka_unit_test(an_empty_load_leaves_an_empty_store),
      cmocka_unit_test(an_aborted_load_leaves_no_trace),
      cmocka_unit_test(cancelling_ends_a_load),
      cmocka_unit_test(a_full_disk_of_temporary_files_is_an_error),
      cmocka_unit_test(prefixes_and_document_numbers_are_kept),
      cmocka_unit_test(failing_allocations_leave_nothing_behind),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
