// SPDX-License-Identifier: GPL-3.0-or-later
// Differences: none between a dataset and its disguise; what was put in and taken out is
// told, and nothing else.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "io/diff.h"
#include "support/alloc_fail.h"
#include "support/dataset.h"

static furat_status
write_change(void *self, furat_diff_side side, const furat_quad *quad, furat_error *err)
{
  furat_buffer *text = self;
  furat_buffer_append_cstr(text, side == FURAT_DIFF_OLD ? "- " : "+ ");
  furat_quad_write_nquads(text, quad);
  return furat_buffer_status(text, err);
}

static furat_status
compare(furat_buffer *text, const dataset *old, const dataset *new)
{
  const furat_diff_listener listener = {.self = text, .change = write_change};
  const dataset *sides[2] = {old, new};
  furat_error err = FURAT_ERROR_INIT;
  furat_diff *diff = NULL;
  furat_status status = furat_diff_new(&diff, NULL, &err);
  for (int i = 0; status == FURAT_OK && i < 2; i++) {
    const furat_quad_sink sink =
        furat_diff_sink(diff, i == 0 ? FURAT_DIFF_OLD : FURAT_DIFF_NEW);
    status = furat_quad_sink_emit(&sink, sides[i]->quads.items, sides[i]->quads.n, &err);
  }
  if (status == FURAT_OK) {
    status = furat_diff_run(diff, &listener, &err);
  }
  furat_diff_free(diff);
  furat_error_clear(&err);
  return status;
}

static furat_quad
marker(const char *object)
{
  return (furat_quad){.subject = furat_term_iri(FURAT_STR("x:marker")),
                      .predicate = furat_term_iri(FURAT_STR("x:is")),
                      .object = furat_term_iri(furat_str_of(object))};
}

static void
a_disguise_is_no_difference(void **state)
{
  (void)state;
  const dataset_features features = {.graphs = true, .blank_graphs = true};
  random_source random = random_start("diff");
  for (int i = 0; i < 200; i++) {
    dataset plain;
    dataset other;
    furat_buffer text;
    dataset_init(&plain);
    dataset_init(&other);
    furat_buffer_init(&text, SIZE_MAX);
    dataset_random(&plain, &random, features);
    dataset_disguise(&other, &plain, &random);
    assert_int_equal(compare(&text, &plain, &other), FURAT_OK);
    assert_int_equal(text.len, 0);
    dataset_add(&plain, marker("x:old"));
    dataset_add(&other, marker("x:new"));
    assert_int_equal(compare(&text, &plain, &other), FURAT_OK);
    assert_string_equal(text.data, "+ <x:marker> <x:is> <x:new> .\n"
                                   "- <x:marker> <x:is> <x:old> .\n");
    furat_buffer_clear(&text);
    dataset_clear(&other);
    dataset_clear(&plain);
  }
}

static furat_term
blank(const char *label)
{
  return furat_term_blank(furat_str_of(label));
}

static void
add_pair(dataset *d, const char *from, const char *to)
{
  dataset_add(d, (furat_quad){.subject = blank(from),
                              .predicate = furat_term_iri(FURAT_STR("x:p")),
                              .object = blank(to)});
}

// Two molecules that say the same are two all the same.
static void
equal_molecules_are_counted(void **state)
{
  (void)state;
  dataset one;
  dataset two;
  furat_buffer text;
  dataset_init(&one);
  dataset_init(&two);
  furat_buffer_init(&text, SIZE_MAX);
  add_pair(&one, "a", "b");
  add_pair(&two, "c", "d");
  add_pair(&two, "e", "f");
  assert_int_equal(compare(&text, &one, &two), FURAT_OK);
  assert_string_equal(text.data, "+ _:a0 <x:p> _:a1 .\n");
  furat_buffer_clear(&text);
  dataset_clear(&two);
  dataset_clear(&one);
}

static furat_status
compare_with_nothing(void *context)
{
  furat_buffer text;
  dataset nothing;
  dataset_init(&nothing);
  furat_buffer_init(&text, SIZE_MAX);
  const furat_status status = compare(&text, context, &nothing);
  furat_buffer_clear(&text);
  dataset_clear(&nothing);
  return status;
}

static void
each_allocation_may_fail(void **state)
{
  (void)state;
  dataset d;
  dataset_init(&d);
  add_pair(&d, "a", "b");
  add_pair(&d, "b", "c");
  dataset_add(&d, marker("x:old"));
  alloc_fail_each(compare_with_nothing, &d);
  dataset_clear(&d);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_disguise_is_no_difference),
      cmocka_unit_test(equal_molecules_are_counted),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests_name("diff", tests, NULL, NULL);
}
