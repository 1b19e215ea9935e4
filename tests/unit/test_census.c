// SPDX-License-Identifier: GPL-3.0-or-later
// What a dataset is made of: frequencies, what the members of a class have, beginnings;
// terms that were loaded in order and terms that came by updates.
#include "engine/census.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "rdf/vocabulary.h"
#include "support/alloc_fail.h"
#include "support/engine.h"

#define E "http://e/"

static furat_dataset *dataset;

// Five hundred members of a class, of which the last alone has a rare predicate; the
// members of another class stand between them.
static furat_status
load(furat_error *err)
{
  enum { N = 500, TEXT = 200 };
  furat_quad_sink sink;
  furat_status status = furat_dataset_load_begin(dataset, &sink, err);
  for (int i = 0; i < N && status == FURAT_OK; i++) {
    char thing[TEXT];
    char name[TEXT];
    snprintf(thing, sizeof thing, E "%s%03d", i % 2 ? "a" : "b", i);
    snprintf(name, sizeof name, "name %03d", i);
    const furat_term subject = furat_term_iri(furat_str_of(thing));
    furat_quad quads[] = {
        {.subject = subject,
         .predicate = furat_term_iri(FURAT_STR(FURAT_RDF_TYPE)),
         .object = furat_term_iri(furat_str_of(i % 2 ? E "A" : E "B"))},
        {.subject = subject,
         .predicate = furat_term_iri(furat_str_of(i % 2 ? E "p" : E "q")),
         .object = furat_term_iri(furat_str_of(i % 3 ? E "few" : E "fewer"))},
        {.subject = subject,
         .predicate = furat_term_iri(FURAT_STR(E "label")),
         .object = furat_term_lang_string(furat_str_of(name), FURAT_STR("en"))},
        {.subject = subject,
         .predicate = furat_term_iri(furat_str_of(i == N - 1 ? E "rare" : E "label")),
         .object = furat_term_literal(furat_str_of(name), FURAT_STR_NONE)}};
    status = sink.emit(sink.self, quads, 4, err);
  }
  return status == FURAT_OK ? furat_dataset_load_commit(dataset, err) : status;
}

static int
open_dataset(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_status status = engine_open(&dataset, &err);
  if (status == FURAT_OK) {
    status = load(&err);
  }
  if (status == FURAT_OK) {
    status = engine_update(
        dataset,
        "INSERT DATA { <" E "late> <" E "says> 'name of late' , <" E "later> . "
        "<" E "gone> <" E "p> 1 . GRAPH <" E "g> { <" E "late> a <" E "A> } } ; "
        "DELETE DATA { <" E "gone> <" E "p> 1 }",
        &err);
  }
  return status == FURAT_OK ? 0 : 1;
}

static int
close_dataset(void **state)
{
  (void)state;
  furat_dataset_close(dataset);
  return 0;
}

static furat_census *census;
static furat_vec found;

static void
begin(const furat_cancel *cancel)
{
  assert_int_equal(furat_census_open(&census, dataset, cancel, NULL), FURAT_OK);
  furat_vec_init(&found, sizeof(furat_census_item), 100000);
}

// What was found, as "text*number" in order, of IRIs what stands behind http://e/.
static void
assert_found(furat_status status, const char *expected)
{
  char told[2000] = "";
  assert_int_equal(status, FURAT_OK);
  for (size_t i = 0; i < found.n; i++) {
    const furat_census_item *item = &FURAT_VEC_AT(&found, furat_census_item, i);
    furat_str text = item->term.text;
    size_t at = furat_str_starts_with(text, FURAT_STR(E)) ? strlen(E) : 0;
    at = furat_str_equal(text, FURAT_STR(FURAT_RDF_TYPE)) ? text.len - 4 : at;
    size_t len = strlen(told);
    snprintf(told + len, sizeof told - len, "%s%.*s*%d", i > 0 ? " " : "",
             (int)(text.len - at), text.data + at, (int)item->n);
  }
  assert_string_equal(told, expected);
  furat_vec_clear(&found);
  furat_census_close(census);
}

static furat_status
predicates(furat_census_of of, const char *iri)
{
  return furat_census_predicates(census, of, furat_str_of(iri), FURAT_CENSUS_FROM, &found,
                                 NULL);
}

static void
the_frequent_come_first(void **state)
{
  (void)state;
  begin(NULL);
  assert_found(predicates(FURAT_CENSUS_ALL, ""),
               "label*999 type*501 p*250 q*250 says*2 rare*1");
  begin(NULL);
  assert_found(furat_census_classes(census, &found, NULL), "A*251 B*250");
  begin(NULL);
  assert_found(furat_census_graphs(census, &found, NULL), "g*1");
  begin(NULL);
  assert_found(furat_census_objects(census, FURAT_STR(E "p"), 10, &found, NULL),
               "few*167 fewer*83");
  begin(NULL);
  assert_found(furat_census_objects(census, FURAT_STR(E "p"), 1, &found, NULL),
               "few*167");
  begin(NULL);
  assert_found(furat_census_objects(census, FURAT_STR(E "unknown"), 10, &found, NULL),
               "");
}

static void
things_have_their_own_predicates(void **state)
{
  (void)state;
  begin(NULL);
  assert_found(predicates(FURAT_CENSUS_THING, E "a001"), "label*2 p*1 type*1");
  begin(NULL);
  assert_found(predicates(FURAT_CENSUS_THING, E "unknown"), "");
  begin(NULL); // of B none has p, and the one with the rare predicate is of A
  assert_int_equal(predicates(FURAT_CENSUS_CLASS, E "B"), FURAT_OK);
  assert_int_equal(found.n, 3);
  assert_found(FURAT_OK, "label*125 q*125 type*125");
  begin(NULL);
  assert_int_equal(predicates(FURAT_CENSUS_CLASS, E "A"), FURAT_OK);
  assert_int_equal(found.n, 5); // type, p, label, and what one member alone has
  furat_vec_clear(&found);
  furat_census_close(census);
  begin(NULL);
  assert_found(predicates(FURAT_CENSUS_SUBJECTS_OF, E "says"), "type*1 says*1");
  begin(NULL);
  assert_found(predicates(FURAT_CENSUS_OBJECTS_OF, E "says"), "");
}

static furat_status
beginning(furat_term_kind kind, const char *start, const char *predicate)
{
  return furat_census_beginning(census, kind, furat_str_of(start),
                                furat_str_of(predicate), 5, &found, NULL);
}

static void
beginnings_are_found(void **state)
{
  (void)state;
  begin(NULL);
  assert_found(beginning(FURAT_TERM_IRI, E "few", ""), "few*333 fewer*167");
  begin(NULL); // by updates
  assert_found(beginning(FURAT_TERM_IRI, E "late", ""), "late*3 later*1");
  begin(NULL); // a term that nothing has any more
  assert_found(beginning(FURAT_TERM_IRI, E "gone", ""), "");
  begin(NULL);
  assert_found(beginning(FURAT_TERM_IRI, E "f", E "q"), "few*166 fewer*84");
  begin(NULL);
  assert_found(beginning(FURAT_TERM_LITERAL, "name o", ""), "name of late*1");
  begin(NULL);
  assert_found(beginning(FURAT_TERM_LITERAL, "name 499", E "rare"), "name 499*1");
  begin(NULL);
  assert_int_equal(beginning(FURAT_TERM_LITERAL, "name", ""), FURAT_OK);
  assert_int_equal(found.n, 5);
  furat_vec_clear(&found);
  furat_census_close(census);
}

static void
uses_are_counted(void **state)
{
  (void)state;
  uint64_t n = 0;
  begin(NULL);
  assert_int_equal(furat_census_count(census, FURAT_STR_NONE, FURAT_STR(E "p"),
                                      FURAT_STR(E "few"), &n, NULL),
                   FURAT_OK);
  assert_int_equal(n, 167);
  assert_int_equal(furat_census_count(census, FURAT_STR(E "late"), FURAT_STR_NONE,
                                      FURAT_STR_NONE, &n, NULL),
                   FURAT_OK);
  assert_int_equal(n, 3);
  assert_int_equal(furat_census_count(census, FURAT_STR(E "unknown"), FURAT_STR_NONE,
                                      FURAT_STR_NONE, &n, NULL),
                   FURAT_OK);
  assert_int_equal(n, 0);
  assert_found(FURAT_OK, "");
}

// When time is over there is an answer, if not all of it.
static void
time_may_be_over(void **state)
{
  (void)state;
  furat_cancel cancel;
  furat_cancel_init(&cancel, 0);
  furat_cancel_request(&cancel);
  begin(&cancel);
  assert_int_equal(predicates(FURAT_CENSUS_CLASS, E "A"), FURAT_OK);
  assert_true(furat_census_is_cut(census));
  furat_vec_clear(&found);
  furat_census_close(census);
}

static furat_status
ask_all(void *context)
{
  (void)context;
  furat_error err = FURAT_ERROR_INIT;
  furat_census *asked = NULL;
  furat_vec items;
  furat_vec_init(&items, sizeof(furat_census_item), 100000);
  furat_status status = furat_census_open(&asked, dataset, NULL, &err);
  if (status == FURAT_OK) {
    status = furat_census_predicates(asked, FURAT_CENSUS_SUBJECTS_OF, FURAT_STR(E "says"),
                                     FURAT_CENSUS_FROM, &items, &err);
  }
  if (status == FURAT_OK) {
    status = furat_census_graphs(asked, &items, &err);
  }
  if (status == FURAT_OK) {
    status = furat_census_beginning(asked, FURAT_TERM_IRI, FURAT_STR(E "f"),
                                    FURAT_STR_NONE, 9, &items, &err);
  }
  furat_vec_clear(&items);
  furat_census_close(asked);
  return status;
}

static void
memory_may_end_anywhere(void **state)
{
  (void)state;
  alloc_fail_each(ask_all, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_frequent_come_first),
      cmocka_unit_test(things_have_their_own_predicates),
      cmocka_unit_test(beginnings_are_found),
      cmocka_unit_test(uses_are_counted),
      cmocka_unit_test(time_may_be_over),
      cmocka_unit_test(memory_may_end_anywhere),
  };
  return cmocka_run_group_tests(tests, open_dataset, close_dataset);
}
