// SPDX-License-Identifier: GPL-3.0-or-later
// Labels in the language that is liked best, from any graph.
#include "results/labels.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "support/alloc_fail.h"

#define PREF "http://www.w3.org/2004/02/skos/core#prefLabel"
#define RDFS "http://www.w3.org/2000/01/rdf-schema#label"

static void
add(const furat_quad_sink *sink, const char *graph, const char *subject,
    const char *predicate, furat_term label)
{
  const furat_quad quad = {
      furat_term_iri(furat_str_of(subject)), furat_term_iri(furat_str_of(predicate)),
      label, graph ? furat_term_iri(furat_str_of(graph)) : FURAT_TERM_UNSET};
  assert_int_equal(furat_quad_sink_emit(sink, &quad, 1, NULL), FURAT_OK);
}

static furat_term
in_language(const char *text, const char *language)
{
  return furat_term_lang_string(furat_str_of(text), furat_str_of(language));
}

static furat_dataset *
open_dataset(void)
{
  const furat_dataset_options options = FURAT_DATASET_OPTIONS_INIT;
  furat_dataset *dataset = NULL;
  furat_quad_sink sink;
  assert_int_equal(furat_dataset_open(&dataset, &options, NULL), FURAT_OK);
  assert_int_equal(furat_dataset_load_begin(dataset, &sink, NULL), FURAT_OK);
  add(&sink, NULL, "e:a", PREF, in_language("a en", "en"));
  add(&sink, "e:g", "e:a", PREF, in_language("a ar", "ar"));
  add(&sink, NULL, "e:a", RDFS, in_language("a rdfs", "en-GB"));
  add(&sink, NULL, "e:b", RDFS, in_language("b fr", "fr"));
  add(&sink, NULL, "e:b", RDFS, furat_term_literal(FURAT_STR("b"), FURAT_STR_NONE));
  add(&sink, NULL, "e:c", PREF, in_language("c ja", "ja"));
  add(&sink, NULL, "e:d", PREF, in_language("d two", "en"));
  add(&sink, NULL, "e:d", PREF, in_language("d one", "en"));
  add(&sink, NULL, "e:e", PREF, furat_term_iri(FURAT_STR("e:no-label")));
  add(&sink, NULL, "e:f", RDFS, in_language("f en", "en"));
  add(&sink, NULL, "e:f", PREF, in_language("f ar", "ar"));
  assert_int_equal(furat_dataset_load_commit(dataset, NULL), FURAT_OK);
  return dataset;
}

static void
assert_label(furat_labels *labels, const char *iri, const char *expected)
{
  for (int i = 0; i < 2; i++) { // looked up, then remembered
    furat_str label = FURAT_STR_NONE;
    assert_int_equal(furat_labels_find(labels, furat_str_of(iri), &label),
                     expected != NULL);
    assert_true(!expected || furat_str_equal(label, furat_str_of(expected)));
  }
}

static void
the_first_language_that_is_there_is_taken(void **state)
{
  (void)state;
  static const struct {
    const char *languages;
    const char *labels[6]; // of e:a to e:f
  } cases[] = {
      {"en,ar", {"a en", "b", "c ja", "d one", NULL, "f en"}},
      {"ar,en", {"a ar", "b", "c ja", "d one", NULL, "f ar"}},
      {"en-GB", {"a rdfs", "b", "c ja", "d one", NULL, "f ar"}},
      {"FR,ja", {"a ar", "b fr", "c ja", "d one", NULL, "f ar"}},
  };
  furat_dataset *dataset = open_dataset();
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    furat_labels *labels = NULL;
    assert_int_equal(furat_labels_new(&labels, dataset, cases[i].languages, NULL, NULL),
                     FURAT_OK);
    for (size_t j = 0; j < 6; j++) {
      const char iri[] = {'e', ':', (char)('a' + j), '\0'};
      assert_label(labels, iri, cases[i].labels[j]);
    }
    assert_label(labels, "e:nobody", NULL);
    furat_labels_free(labels);
  }
  furat_dataset_close(dataset);
}

// The cache forgets when it is full, and goes on.
static void
any_number_of_things_is_looked_up(void **state)
{
  (void)state;
  furat_dataset *dataset = open_dataset();
  furat_labels *labels = NULL;
  assert_int_equal(furat_labels_new(&labels, dataset, "en", NULL, NULL), FURAT_OK);
  for (int i = 0; i < 250000; i++) {
    char iri[32];
    furat_str label = FURAT_STR_NONE;
    snprintf(iri, sizeof iri, "e:x%d", i);
    assert_false(furat_labels_find(labels, furat_str_of(iri), &label));
  }
  assert_label(labels, "e:a", "a en");
  furat_labels_free(labels);
  furat_dataset_close(dataset);
}

static furat_status
make_once(void *context)
{
  furat_labels *labels = NULL;
  furat_str label = FURAT_STR_NONE;
  furat_status status = furat_labels_new(&labels, context, "en", NULL, NULL);
  if (status == FURAT_OK) {
    status =
        furat_labels_find(labels, FURAT_STR("e:a"), &label) ? FURAT_OK : FURAT_NO_MEM;
  }
  furat_labels_free(labels);
  return status;
}

static void
long_label_is_cut_between_characters(void **state)
{
  (void)state;
  const furat_dataset_options options = FURAT_DATASET_OPTIONS_INIT;
  furat_dataset *dataset = NULL;
  furat_quad_sink sink;
  furat_str label = FURAT_STR_NONE;
  char *text = malloc(80002);
  assert_non_null(text);
  text[0] = 'x';
  for (size_t i = 1; i < 80001; i += 2) {
    memcpy(text + i, "م", 3);
  }
  assert_int_equal(furat_dataset_open(&dataset, &options, NULL), FURAT_OK);
  assert_int_equal(furat_dataset_load_begin(dataset, &sink, NULL), FURAT_OK);
  add(&sink, NULL, "e:long", PREF, in_language(text, "ar"));
  assert_int_equal(furat_dataset_load_commit(dataset, NULL), FURAT_OK);
  furat_labels *labels = NULL;
  assert_int_equal(furat_labels_new(&labels, dataset, "ar", NULL, NULL), FURAT_OK);
  assert_true(furat_labels_find(labels, FURAT_STR("e:long"), &label));
  assert_true(label.len > 60000 && label.len < 80001);
  assert_int_equal(furat_utf8_valid_length(label), label.len);
  furat_labels_free(labels);
  furat_dataset_close(dataset);
  free(text);
}

// Without memory a thing has no label.
static void
each_allocation_may_fail(void **state)
{
  (void)state;
  furat_dataset *dataset = open_dataset();
  alloc_fail_each_tolerant(make_once, dataset);
  furat_dataset_close(dataset);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_first_language_that_is_there_is_taken),
      cmocka_unit_test(any_number_of_things_is_looked_up),
      cmocka_unit_test(long_label_is_cut_between_characters),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
