// SPDX-License-Identifier: GPL-3.0-or-later
// Canonical labels: the same dataset in any disguise gets the same lines; what cannot be
// done is refused and leaves the set as it was.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "io/writer.h"
#include "support/alloc_fail.h"
#include "support/dataset.h"

static const furat_canonical_options sha256 = {.digest = FURAT_DIGEST_SHA256};

static furat_term
node(unsigned i, char label[16])
{
  int n = snprintf(label, 16, "n%u", i);
  return furat_term_blank((furat_str){label, (size_t)n});
}

static void
link_nodes(dataset *d, unsigned a, unsigned b, unsigned graph)
{
  char labels[3][16];
  dataset_add(
      d, (furat_quad){.subject = node(a, labels[0]),
                      .predicate = furat_term_iri(FURAT_STR("x:p")),
                      .object = node(b, labels[1]),
                      .graph = graph == 0 ? FURAT_TERM_UNSET : node(graph, labels[2])});
}

static furat_status
write_canonical(furat_buffer *text, const dataset *d, furat_error *err)
{
  const furat_write_options options = {.syntax = furat_syntax_named(FURAT_STR("nquads")),
                                       .canonical = &sha256};
  furat_output *output = NULL;
  furat_writer *writer = NULL;
  furat_status status = furat_output_to_buffer(&output, text, err);
  if (status == FURAT_OK) {
    status = furat_writer_new(&writer, output, &options, err);
  }
  if (status == FURAT_OK) {
    const furat_quad_sink sink = furat_writer_sink(writer);
    status = furat_quad_sink_emit(&sink, d->quads.items, d->quads.n, err);
  }
  if (status == FURAT_OK) {
    status = furat_writer_finish(writer, err);
  }
  if (status == FURAT_OK) {
    status = furat_output_finish(output, err);
  }
  furat_writer_free(writer);
  furat_output_free(output);
  return status;
}

static void
canonical_text(furat_buffer *text, const dataset *d)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_buffer_init(text, SIZE_MAX);
  assert_int_equal(write_canonical(text, d, &err), FURAT_OK);
}

static void
random_dataset(dataset *d, random_source *random)
{
  const unsigned n_nodes = 1 + (unsigned)random_below(random, 7);
  const unsigned n_links = 1 + (unsigned)random_below(random, 12);
  for (unsigned i = 0; i < n_links; i++) {
    link_nodes(d, (unsigned)random_below(random, n_nodes),
               (unsigned)random_below(random, n_nodes),
               random_below(random, 4) == 0 ? (unsigned)random_below(random, n_nodes)
                                            : 0);
  }
}

static void
a_disguise_changes_nothing(void **state)
{
  (void)state;
  random_source random = random_start("disguises");
  for (int i = 0; i < 300; i++) {
    dataset plain;
    dataset disguised;
    furat_buffer texts[2];
    dataset_init(&plain);
    dataset_init(&disguised);
    random_dataset(&plain, &random);
    dataset_disguise(&disguised, &plain, &random);
    canonical_text(&texts[0], &plain);
    canonical_text(&texts[1], &disguised);
    assert_string_equal(texts[0].data, texts[1].data);
    furat_buffer_clear(&texts[0]);
    furat_buffer_clear(&texts[1]);
    dataset_clear(&plain);
    dataset_clear(&disguised);
  }
}

static void
duplicates_are_dropped(void **state)
{
  (void)state;
  dataset d;
  furat_buffer text;
  dataset_init(&d);
  link_nodes(&d, 1, 2, 0);
  link_nodes(&d, 1, 2, 0);
  canonical_text(&text, &d);
  assert_string_equal(text.data, "_:c14n0 <x:p> _:c14n1 .\n");
  furat_buffer_clear(&text);
  dataset_clear(&d);
}

// A ring that is longer than the recursion may be deep.
static void
a_long_ring_is_refused(void **state)
{
  (void)state;
  enum { N = 5000 };
  dataset d;
  furat_buffer text;
  furat_error err = FURAT_ERROR_INIT;
  dataset_init(&d);
  furat_buffer_init(&text, SIZE_MAX);
  for (unsigned i = 0; i < N; i++) {
    link_nodes(&d, i, (i + 1) % N, 0);
  }
  assert_int_equal(write_canonical(&text, &d, &err), FURAT_LIMIT);
  assert_non_null(strstr(err.message, "alike"));
  assert_int_equal(text.len, 0);
  furat_error_clear(&err);
  furat_buffer_clear(&text);
  dataset_clear(&d);
}

static void
what_is_refused_keeps_its_labels(void **state)
{
  (void)state;
  dataset d;
  furat_quad_set set;
  furat_error err = FURAT_ERROR_INIT;
  dataset_init(&d);
  furat_quad_set_init(&set);
  for (unsigned i = 0; i < 10; i++) {
    for (unsigned j = 0; j < 10; j++) {
      link_nodes(&d, i, j, 0);
    }
  }
  for (size_t i = 0; i < d.quads.n; i++) {
    assert_int_equal(
        furat_quad_set_add(&set, &FURAT_VEC_AT(&d.quads, furat_quad, i), &err), FURAT_OK);
  }
  furat_cancel cancel;
  furat_cancel_init(&cancel, 1);
  const furat_canonical_options hurried = {.digest = FURAT_DIGEST_SHA256,
                                           .cancel = &cancel};
  assert_int_not_equal(furat_canonicalize(&set, &hurried, &err), FURAT_OK);
  for (uint32_t i = 0; i < set.terms.n; i++) {
    const furat_term *term = furat_quad_set_term(&set, i);
    assert_false(term->kind == FURAT_TERM_BLANK &&
                 furat_str_starts_with(term->text, FURAT_STR("c14n")));
  }
  furat_error_clear(&err);
  furat_quad_set_clear(&set);
  dataset_clear(&d);
}

static furat_status
write_and_forget(void *context)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX);
  const furat_status status = write_canonical(&text, context, &err);
  furat_buffer_clear(&text);
  furat_error_clear(&err);
  return status;
}

static void
each_allocation_may_fail(void **state)
{
  (void)state;
  dataset d;
  dataset_init(&d);
  for (unsigned i = 0; i < 3; i++) {
    link_nodes(&d, i, (i + 1) % 3, 0);
  }
  alloc_fail_each(write_and_forget, &d);
  dataset_clear(&d);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_disguise_changes_nothing),
      cmocka_unit_test(duplicates_are_dropped),
      cmocka_unit_test(a_long_ring_is_refused),
      cmocka_unit_test(what_is_refused_keeps_its_labels),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests_name("canonical", tests, NULL, NULL);
}
