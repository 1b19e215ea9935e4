// SPDX-License-Identifier: GPL-3.0-or-later
// Random datasets through every writer: what is read back is isomorphic, and the same
// dataset gives the same bytes whatever the order of its quads and the labels of its
// blank nodes. FURAT_SEED repeats a run; FURAT_ROUNDS makes it longer.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "io/reader.h"
#include "io/writer.h"
#include "support/dataset.h"

#define ROUNDS 300

static furat_status
write_dataset(furat_buffer *text, const dataset *d, const char *syntax, bool sorted,
              const furat_prefixes *prefixes, furat_error *err)
{
  furat_output *output;
  furat_writer *writer = NULL;
  furat_write_options options = {
      .syntax = furat_syntax_named(furat_str_of(syntax)),
      .sorted = sorted,
      .prefixes = prefixes,
  };
  furat_buffer_init(text, 1 << 24);
  furat_status status = furat_output_to_buffer(&output, text, err);
  if (status == FURAT_OK) {
    status = furat_writer_new(&writer, output, &options, err);
  }
  if (status == FURAT_OK) {
    furat_quad_sink sink = furat_writer_sink(writer);
    status = furat_quad_sink_emit(&sink, d->quads.items, d->quads.n, err);
  }
  if (status == FURAT_OK) {
    status = furat_writer_finish(writer, err);
  }
  furat_writer_free(writer);
  furat_output_free(output);
  return status;
}

static furat_status
read_dataset(dataset *out, furat_str text, const char *syntax, furat_error *err)
{
  furat_read_options options = FURAT_READ_OPTIONS_INIT;
  options.syntax = furat_syntax_named(furat_str_of(syntax));
  options.base = FURAT_STR("http://base.example/");
  furat_quad_sink sink = dataset_sink(out);
  return furat_read_memory(text, syntax, &options, &sink, err);
}

static void
declare(furat_prefixes *prefixes, const char *name, const char *iri)
{
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(
      furat_prefixes_set(prefixes, furat_str_of(name), furat_str_of(iri), &err),
      FURAT_OK);
}

static void
declare_all(furat_prefixes *prefixes)
{
  furat_prefixes_init(prefixes);
  declare(prefixes, "", "http://example.org/");
  declare(prefixes, "deep", "http://example.org/deep/");
  declare(prefixes, "ns", "http://example.org/ns#");
  declare(prefixes, "u", "urn:x:");
  declare(prefixes, "موقع", "http://موقع.example/");
  declare(prefixes, "xsd", "http://www.w3.org/2001/XMLSchema#");
  declare(prefixes, "rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
  declare(prefixes, "urn", "http://example.org/?q=");
}

// Fail with all that is needed to see what happened.
static void
blame(const char *what, const dataset *d, const furat_buffer *text, const dataset *back,
      const furat_error *err)
{
  dataset_print("dataset", d);
  fprintf(stderr, "written:\n%.*s\n", (int)text->len, text->data ? text->data : "");
  if (back != NULL) {
    dataset_print("read back", back);
  }
  fail_msg("%s: %s (line %llu)", what, err->message, (unsigned long long)err->line);
}

typedef struct property {
  const char *syntax;
  bool sorted;
  bool reads; ///< Furat reads it too
  dataset_features features;
} property;

static void
check_round_trip(const property *p, const dataset *d, const furat_buffer *text)
{
  furat_error err = FURAT_ERROR_INIT;
  dataset back;
  dataset_init(&back);
  if (read_dataset(&back, furat_buffer_str(text), p->syntax, &err) != FURAT_OK) {
    blame("what was written cannot be read", d, text, NULL, &err);
  }
  if (!dataset_isomorphic(d, &back)) {
    blame("what was read back differs", d, text, &back, &err);
  }
  dataset_clear(&back);
}

static void
check_stability(const property *p, const dataset *d, const furat_buffer *text,
                const furat_prefixes *prefixes, random_source *random)
{
  furat_error err = FURAT_ERROR_INIT;
  dataset other;
  furat_buffer again;
  dataset_init(&other);
  dataset_disguise(&other, d, random);
  assert_int_equal(write_dataset(&again, &other, p->syntax, p->sorted, prefixes, &err),
                   FURAT_OK);
  if (!furat_str_equal(furat_buffer_str(&again), furat_buffer_str(text))) {
    fprintf(stderr, "in another order:\n%.*s\n", (int)again.len, again.data);
    blame("another order gives other bytes", d, text, NULL, &err);
  }
  furat_buffer_clear(&again);
  dataset_clear(&other);
}

static void
check_property(const property *p)
{
  const char *given = getenv("FURAT_ROUNDS");
  long n_rounds = given != NULL ? atol(given) : ROUNDS;
  random_source random = random_start(p->syntax);
  furat_prefixes prefixes;
  declare_all(&prefixes);
  for (long round = 0; round < n_rounds; round++) {
    furat_error err = FURAT_ERROR_INIT;
    dataset d;
    furat_buffer text;
    dataset_init(&d);
    dataset_random(&d, &random, p->features);
    if (write_dataset(&text, &d, p->syntax, p->sorted, &prefixes, &err) != FURAT_OK) {
      blame("the dataset cannot be written", &d, &text, NULL, &err);
    }
    if (p->reads) {
      check_round_trip(p, &d, &text);
    }
    if (p->sorted) {
      check_stability(p, &d, &text, &prefixes, &random);
    }
    furat_buffer_clear(&text);
    dataset_clear(&d);
  }
  furat_prefixes_clear(&prefixes);
}

static void
turtle_is_lossless_and_stable(void **state)
{
  (void)state;
  check_property(&(property){"turtle", true, true, {.odd_iris = true}});
}

static void
trig_is_lossless_and_stable(void **state)
{
  (void)state;
  check_property(&(property){
      "trig", true, true, {.odd_iris = true, .graphs = true, .blank_graphs = true}});
}

static void
ntriples_are_lossless(void **state)
{
  (void)state;
  check_property(&(property){"ntriples", false, true, {.odd_iris = true}});
}

static void
nquads_are_lossless(void **state)
{
  (void)state;
  check_property(&(property){
      "nquads", false, true, {.odd_iris = true, .graphs = true, .blank_graphs = true}});
}

static void
sorted_nquads_are_lossless_and_stable(void **state)
{
  (void)state;
  check_property(&(property){
      "nquads", true, true, {.odd_iris = true, .graphs = true, .blank_graphs = true}});
}

static void
rdfxml_is_lossless_and_stable(void **state)
{
  (void)state;
  check_property(&(property){"rdfxml", true, true, {.xml_only = true}});
}

static void
jsonld_is_stable(void **state)
{
  (void)state;
  check_property(&(property){
      "jsonld", true, false, {.odd_iris = true, .graphs = true, .blank_graphs = true}});
}

static void
dot_is_stable(void **state)
{
  (void)state;
  check_property(&(property){
      "dot", true, false, {.odd_iris = true, .graphs = true, .blank_graphs = true}});
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(turtle_is_lossless_and_stable),
      cmocka_unit_test(trig_is_lossless_and_stable),
      cmocka_unit_test(ntriples_are_lossless),
      cmocka_unit_test(nquads_are_lossless),
      cmocka_unit_test(sorted_nquads_are_lossless_and_stable),
      cmocka_unit_test(rdfxml_is_lossless_and_stable),
      cmocka_unit_test(jsonld_is_stable),
      cmocka_unit_test(dot_is_stable),
  };
  return cmocka_run_group_tests_name("writer_property", tests, NULL, NULL);
}
