// SPDX-License-Identifier: GPL-3.0-or-later
// The batch on the way to the sink, and the names of blank nodes.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "io/reading.h"
#include "support/quads.h"

/// The name that a label of a document gets.
static void
assert_named(const char *prefix, bool may_generate, const char *label,
             const char *expected)
{
  furat_read_options options = FURAT_READ_OPTIONS_INIT;
  options.blank_prefix = furat_str_of(prefix);
  furat_reading reading;
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(furat_reading_begin(&reading, NULL, &options, NULL, &err), FURAT_OK);
  furat_term term;
  assert_int_equal(
      furat_reading_blank(&reading, furat_str_of(label), may_generate, &term, &err),
      FURAT_OK);
  assert_int_equal(term.kind, FURAT_TERM_BLANK);
  assert_true(furat_str_equal(term.text, furat_str_of(expected)));
  furat_reading_end(&reading);
}

static void
labels_stay_as_they_are(void **state)
{
  (void)state;
  assert_named("", false, "genid1", "genid1");
  assert_named("", true, "alice", "alice");
  assert_named("d1_", false, "genid1", "d1_genid1");
  assert_named("d1_", true, "b1", "d1_b1");
}

static void
labels_never_look_generated(void **state)
{
  (void)state;
  assert_named("", true, "genid", "genidx");
  assert_named("", true, "genid1", "genidx1");
  assert_named("", true, "genidx1", "genidxx1");
  assert_named("", true, "genidh61", "genidxh61");
  assert_named("d2_", true, "genid1", "d2_genidx1");
}

static void
nodes_without_labels_are_numbered(void **state)
{
  (void)state;
  furat_read_options options = FURAT_READ_OPTIONS_INIT;
  options.blank_prefix = FURAT_STR("d7_");
  furat_reading reading;
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(furat_reading_begin(&reading, NULL, &options, NULL, &err), FURAT_OK);
  furat_term term;
  assert_int_equal(furat_reading_generated(&reading, 12, &term, &err), FURAT_OK);
  assert_true(furat_str_equal(term.text, FURAT_STR("d7_genid12")));
  assert_int_equal(furat_reading_odd_blank(&reading, FURAT_STR("a."), &term, &err),
                   FURAT_OK);
  assert_true(furat_str_equal(term.text, FURAT_STR("d7_genidh612e")));
  furat_reading_end(&reading);
}

static void
batches_are_full_and_in_order(void **state)
{
  (void)state;
  quads_result result;
  quads_init(&result);
  const furat_quad_sink sink = quads_sink(&result);
  furat_read_options options = FURAT_READ_OPTIONS_INIT;
  options.graph = furat_term_iri(FURAT_STR("http://g"));
  furat_reading reading;
  assert_int_equal(furat_reading_begin(&reading, NULL, &options, &sink, &result.err),
                   FURAT_OK);
  const size_t n = 2 * (size_t)FURAT_BATCH_QUADS + 1;
  for (size_t i = 0; i < n; ++i) {
    furat_quad *quad = furat_reading_place(&reading);
    quad->subject = quad->predicate = quad->object =
        furat_term_iri(FURAT_STR("http://x"));
    quad->graph = FURAT_TERM_UNSET;
    assert_int_equal(furat_reading_add(&reading, &result.err), FURAT_OK);
  }
  assert_int_equal(result.n_calls, 2);
  assert_int_equal(furat_reading_flush(&reading, &result.err), FURAT_OK);
  assert_int_equal(result.n_calls, 3);
  assert_int_equal(result.n_quads, n);
  assert_memory_equal(result.text.data, "<http://x> <http://x> <http://x> <http://g> .\n",
                      46);
  furat_reading_end(&reading);
  quads_clear(&result);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(labels_stay_as_they_are),
      cmocka_unit_test(labels_never_look_generated),
      cmocka_unit_test(nodes_without_labels_are_numbered),
      cmocka_unit_test(batches_are_full_and_in_order),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
