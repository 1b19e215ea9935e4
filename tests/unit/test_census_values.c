// SPDX-License-Identifier: GPL-3.0-or-later
// What stands at the ends of predicates: objects by the class of their subjects, literals
// that begin so, datatypes, languages, what leads to things, members, ranges, words of
// the vocabulary.  Every count was made by hand.
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

enum { N_CROWD = 1500 }; // more than all members of a class are looked at

static const char data[] =
    "PREFIX e: <" E "> PREFIX xsd: <" FURAT_XSD "> "
    "PREFIX rdfs: <" FURAT_RDFS "> INSERT DATA { "
    "e:Battle rdfs:subClassOf e:Event . "
    "e:mosul a e:City ; e:name 'Mosul'@en , 'M'@ar ; e:people 15 . "
    "e:raqqa a e:City ; e:name 'Raqqa'@en , 'plain' ; e:people 3 , 2.5 , 'few' . "
    "e:b1 a e:Battle ; e:name 'Battle of Mosul'@en ; e:in e:mosul ; "
    "  e:began '2016-10-17'^^xsd:date . "
    "e:b2 a e:Battle ; e:name 'Battle of Raqqa'@en ; e:in e:raqqa ; "
    "  e:began '2017-06-06'^^xsd:date . "
    "e:b3 a e:Battle ; e:in e:raqqa ; e:began '2017-05-01'^^xsd:date . "
    "e:s a e:Event ; e:name 'Siege'@en ; e:in e:mosul ; e:began 'then'^^e:vague . "
    "e:x e:in e:nowhere ; e:name 'De'@de-AT }";

// c0 ... of the class Crowd, each with its own number, every third one with a tag too;
// and as many others that have a number, but are of no class.
static furat_status
load_crowd(furat_error *err)
{
  enum { TEXT = 60 };
  furat_quad_sink sink;
  furat_status status = furat_dataset_load_begin(dataset, &sink, err);
  for (int i = 0; i < 2 * N_CROWD && status == FURAT_OK; i++) {
    char thing[TEXT];
    char number[TEXT];
    const bool member = i < N_CROWD;
    snprintf(thing, sizeof thing, E "%c%d", member ? 'c' : 'o', i);
    snprintf(number, sizeof number, "no. %d", i);
    const furat_term subject = furat_term_iri(furat_str_of(thing));
    const furat_quad quads[] = {
        {.subject = subject,
         .predicate = furat_term_iri(FURAT_STR(E "number")),
         .object = furat_term_literal(furat_str_of(number), FURAT_STR_NONE)},
        {.subject = subject,
         .predicate = furat_term_iri(furat_str_of(member ? FURAT_RDF_TYPE : E "other")),
         .object = furat_term_iri(FURAT_STR(E "Crowd"))},
        {.subject = subject,
         .predicate = furat_term_iri(furat_str_of(i % 3 ? E "odd" : E "tag")),
         .object = furat_term_iri(furat_str_of(member ? E "here" : E "there"))},
        {.subject = subject,
         .predicate = furat_term_iri(furat_str_of(member ? E "own" : E "other")),
         .object = furat_term_iri(FURAT_STR(E "thing"))}};
    status = sink.emit(sink.self, quads, 4, err);
  }
  return status == FURAT_OK ? furat_dataset_load_commit(dataset, err) : status;
}

// A class with more classes below it than are looked into; the first has a member.
static furat_status
add_wide_class(furat_error *err)
{
  enum { N_BELOW = 300, TEXT = 16384 };
  char text[TEXT] = "PREFIX e: <" E "> PREFIX rdfs: <" FURAT_RDFS "> INSERT DATA { ";
  size_t len = strlen(text);
  for (int i = 0; i < N_BELOW; i++) {
    len += (size_t)snprintf(text + len, sizeof text - len,
                            "e:below%d rdfs:subClassOf e:Wide . ", i);
  }
  snprintf(text + len, sizeof text - len, "e:one a e:below0 }");
  return engine_update(dataset, text, err);
}

static int
open_dataset(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_status status = engine_open(&dataset, &err);
  if (status == FURAT_OK) {
    status = load_crowd(&err);
  }
  if (status == FURAT_OK) {
    status = add_wide_class(&err);
  }
  if (status == FURAT_OK) {
    status = engine_update(dataset, data, &err);
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

static int
begin(void **state)
{
  (void)state;
  furat_vec_init(&found, sizeof(furat_census_item), 100000);
  return furat_census_open(&census, dataset, NULL, NULL) == FURAT_OK ? 0 : 1;
}

static int
end(void **state)
{
  (void)state;
  furat_vec_clear(&found);
  furat_census_close(census);
  return 0;
}

// What was found, as "text*number", of IRIs what stands behind the last / or #; then
// nothing is found any more.
static void
assert_found(furat_status status, const char *expected)
{
  char told[2000] = "";
  assert_int_equal(status, FURAT_OK);
  for (size_t i = 0; i < found.n; i++) {
    const furat_census_item *item = &FURAT_VEC_AT(&found, furat_census_item, i);
    const furat_str text = item->term.text;
    size_t at = item->term.kind == FURAT_TERM_IRI ? text.len : 0;
    while (at > 0 && !strchr("/#", text.data[at - 1])) {
      at--;
    }
    const size_t len = strlen(told);
    snprintf(told + len, sizeof told - len, "%s%.*s*%d", i > 0 ? " " : "",
             (int)(text.len - at), text.data + at, (int)item->n);
  }
  assert_string_equal(told, expected);
  furat_vec_truncate(&found, 0);
}

static furat_status
values(const char *predicate, const char *kind, furat_census_values_of what,
       const char *start, size_t most)
{
  const furat_census_values_wish wish = {.predicate = furat_str_of(predicate),
                                         .kind = furat_str_of(kind),
                                         .what = what,
                                         .start = furat_str_of(start),
                                         .most = most};
  return furat_census_values(census, &wish, &found, NULL);
}

static void
objects_are_those_of_the_class(void **state)
{
  (void)state;
  assert_found(values(E "in", "", FURAT_CENSUS_OBJECTS, "", 9),
               "mosul*2 raqqa*2 nowhere*1");
  assert_found(values(E "in", E "Battle", FURAT_CENSUS_OBJECTS, "", 9),
               "raqqa*2 mosul*1");
  assert_found(values(E "in", E "Battle", FURAT_CENSUS_OBJECTS, "", 1), "raqqa*2");
  assert_found(values(E "in", E "City", FURAT_CENSUS_OBJECTS, "", 9), "");
  assert_found(values(E "unknown", E "City", FURAT_CENSUS_OBJECTS, "", 9), "");
  assert_found(values(E "in", E "Unknown", FURAT_CENSUS_OBJECTS, "", 1), "mosul*2");
  assert_false(furat_census_is_cut(census));
}

static void
texts_are_those_of_the_class(void **state)
{
  (void)state;
  assert_found(values(E "name", E "Battle", FURAT_CENSUS_TEXTS, "", 9),
               "Battle of Mosul*1 Battle of Raqqa*1");
  assert_found(values(E "name", E "Battle", FURAT_CENSUS_TEXTS, "Battle of R", 9),
               "Battle of Raqqa*1");
  assert_found(values(E "name", E "City", FURAT_CENSUS_TEXTS, "p", 9), "plain*1");
  assert_found(values(E "name", "", FURAT_CENSUS_TEXTS, "S", 9), "Siege*1");
  assert_found(values(E "people", "", FURAT_CENSUS_TEXTS, "", 9), "few*1");
  assert_found(values(E "began", "", FURAT_CENSUS_TEXTS, "", 9), "");
}

static void
typed_literals_are_in_the_order_of_their_values(void **state)
{
  (void)state;
  assert_found(values(E "began", E "Battle", FURAT_CENSUS_TYPED, "", 9),
               "2016-10-17*1 2017-05-01*1 2017-06-06*1");
  assert_found(values(E "began", "", FURAT_CENSUS_TYPED, "2017", 9),
               "2017-05-01*1 2017-06-06*1");
  assert_found(values(E "began", "", FURAT_CENSUS_TYPED, "th", 9), "then*1");
  assert_found(values(E "people", E "City", FURAT_CENSUS_TYPED, "", 9), "3*1 15*1 2.5*1");
  assert_found(values(E "name", "", FURAT_CENSUS_TYPED, "", 9), "");
}

// Where only members have the predicate nothing needs to be looked at one by one.
static void
large_classes_are_told_by_a_part(void **state)
{
  (void)state;
  assert_found(values(E "own", E "Crowd", FURAT_CENSUS_OBJECTS, "", 9), "thing*1500");
  assert_false(furat_census_is_cut(census));
  assert_found(values(E "odd", E "Crowd", FURAT_CENSUS_OBJECTS, "", 9), "here*0");
  assert_true(furat_census_is_cut(census));
  assert_found(values(E "number", E "Crowd", FURAT_CENSUS_TEXTS, "no. 149", 1),
               "no. 149*0");
  assert_found(values(E "number", E "Crowd", FURAT_CENSUS_TEXTS, "no. 1501", 9), "");
  assert_found(values(E "number", "", FURAT_CENSUS_TEXTS, "no. 1501", 9), "no. 1501*1");
}

static void
datatypes_and_languages_are_counted(void **state)
{
  (void)state;
  assert_found(furat_census_datatypes(census, FURAT_STR(E "people"), &found, NULL),
               "integer*2 decimal*1 string*1");
  assert_found(furat_census_datatypes(census, FURAT_STR(E "began"), &found, NULL),
               "date*3 vague*1");
  assert_found(furat_census_datatypes(census, FURAT_STR(E "in"), &found, NULL), "");
  assert_found(furat_census_datatypes(census, FURAT_STR(E "unknown"), &found, NULL), "");
  assert_found(furat_census_languages_of(census, FURAT_STR(E "name"), &found, NULL),
               "en*5 ar*1 de-AT*1");
  assert_found(furat_census_languages_of(census, FURAT_STR(E "began"), &found, NULL), "");
  assert_found(furat_census_languages_of(census, FURAT_STR(E "no"), &found, NULL), "");
  assert_found(furat_census_languages(census, &found, NULL), "en*5 ar*1 de-AT*1");
}

static furat_status
predicates_to(furat_census_of of, const char *iri)
{
  return furat_census_predicates(census, of, furat_str_of(iri), FURAT_CENSUS_TO, &found,
                                 NULL);
}

static void
what_leads_to_things_is_told(void **state)
{
  (void)state;
  assert_found(predicates_to(FURAT_CENSUS_THING, E "mosul"), "in*2");
  assert_found(predicates_to(FURAT_CENSUS_THING, E "b1"), "");
  assert_found(predicates_to(FURAT_CENSUS_CLASS, E "City"), "in*2");
  assert_found(predicates_to(FURAT_CENSUS_CLASS, E "Battle"), "");
  assert_found(predicates_to(FURAT_CENSUS_SUBJECTS_OF, E "people"), "in*2");
  assert_found(predicates_to(FURAT_CENSUS_OBJECTS_OF, E "own"), "other*1 own*1");
  assert_found(furat_census_subjects(census, FURAT_STR(E "people"), 9, &found, NULL),
               "raqqa*3 mosul*1");
  assert_found(furat_census_subjects(census, FURAT_STR(E "unknown"), 9, &found, NULL),
               "");
}

static void
members_are_those_of_classes_below_too(void **state)
{
  (void)state;
  assert_found(furat_census_members(census, FURAT_STR(E "City"), 9, &found, NULL),
               "mosul*2 raqqa*2");
  assert_int_equal(furat_census_members(census, FURAT_STR(E "Event"), 9, &found, NULL),
                   FURAT_OK);
  assert_int_equal(found.n, 4);
  furat_vec_truncate(&found, 0);
  assert_found(furat_census_members(census, FURAT_STR(E "No"), 9, &found, NULL), "");
}

static void
a_class_may_have_many_below(void **state)
{
  (void)state;
  assert_found(furat_census_members(census, FURAT_STR(E "Wide"), 9, &found, NULL),
               "one*0");
}

static void
ranges_are_the_classes_of_objects(void **state)
{
  (void)state;
  bool things = false;
  assert_found(furat_census_range(census, FURAT_STR(E "in"), &things, &found, NULL),
               "City*2");
  assert_true(things);
  assert_found(furat_census_range(census, FURAT_STR(E "name"), &things, &found, NULL),
               "");
  assert_false(things);
  assert_found(furat_census_range(census, FURAT_STR(E "no"), &things, &found, NULL), "");
  assert_false(things);
}

static void
words_of_the_vocabulary_are_told_from_things(void **state)
{
  (void)state;
  static const struct {
    const char *iri;
    bool is;
  } cases[] = {{E "City", true},   {E "name", true},         {E "mosul", false},
               {E "here", false},  {FURAT_RDF_TYPE, true},   {E "unknown", false},
               {E "vague", false}, {FURAT_RDFS "Foo", true}, {E "b1", false}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    bool is = !cases[i].is;
    assert_int_equal(
        furat_census_is_vocabulary(census, furat_str_of(cases[i].iri), &is, NULL),
        FURAT_OK);
    assert_int_equal(is, cases[i].is);
  }
}

static void
time_may_be_over(void **state)
{
  (void)state;
  furat_cancel cancel;
  furat_cancel_init(&cancel, 0);
  furat_cancel_request(&cancel);
  furat_census_close(census);
  assert_int_equal(furat_census_open(&census, dataset, &cancel, NULL), FURAT_OK);
  assert_int_equal(values(E "in", E "Battle", FURAT_CENSUS_OBJECTS, "", 9), FURAT_OK);
  assert_int_equal(values(E "name", "", FURAT_CENSUS_TEXTS, "", 9), FURAT_OK);
  assert_int_equal(furat_census_languages_of(census, FURAT_STR(E "name"), &found, NULL),
                   FURAT_OK);
  assert_true(furat_census_is_cut(census));
}

static furat_status
ask_all(void *context)
{
  (void)context;
  furat_error err = FURAT_ERROR_INIT;
  furat_census *asked = NULL;
  furat_vec items;
  bool flag = false;
  const furat_str in = FURAT_STR(E "in");
  const furat_census_values_wish wishes[] = {
      {in, FURAT_STR(E "Battle"), FURAT_CENSUS_OBJECTS, FURAT_STR_NONE, 9},
      {FURAT_STR(E "began"), FURAT_STR_NONE, FURAT_CENSUS_TYPED, FURAT_STR("20"), 9},
      {FURAT_STR(E "name"), FURAT_STR_NONE, FURAT_CENSUS_TEXTS, FURAT_STR("B"), 9}};
  furat_vec_init(&items, sizeof(furat_census_item), 100000);
  furat_status status = furat_census_open(&asked, dataset, NULL, &err);
  for (size_t i = 0; i < 3 && status == FURAT_OK; i++) {
    status = furat_census_values(asked, &wishes[i], &items, &err);
  }
  if (status == FURAT_OK) {
    status = furat_census_datatypes(asked, wishes[1].predicate, &items, &err);
  }
  if (status == FURAT_OK) {
    status = furat_census_languages_of(asked, wishes[2].predicate, &items, &err);
  }
  if (status == FURAT_OK) {
    status = furat_census_predicates(asked, FURAT_CENSUS_OBJECTS_OF, in, FURAT_CENSUS_TO,
                                     &items, &err);
  }
  if (status == FURAT_OK) {
    status = furat_census_members(asked, FURAT_STR(E "Event"), 9, &items, &err);
  }
  if (status == FURAT_OK) {
    status = furat_census_range(asked, in, &flag, &items, &err);
  }
  if (status == FURAT_OK) {
    status = furat_census_is_vocabulary(asked, FURAT_STR(E "b1"), &flag, &err);
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
  const struct CMUnitTest tests[] = {
      TEST(objects_are_those_of_the_class),
      TEST(texts_are_those_of_the_class),
      TEST(typed_literals_are_in_the_order_of_their_values),
      TEST(large_classes_are_told_by_a_part),
      TEST(datatypes_and_languages_are_counted),
      TEST(what_leads_to_things_is_told),
      TEST(members_are_those_of_classes_below_too),
      TEST(a_class_may_have_many_below),
      TEST(ranges_are_the_classes_of_objects),
      TEST(words_of_the_vocabulary_are_told_from_things),
      TEST(time_may_be_over),
      cmocka_unit_test(memory_may_end_anywhere),
  };
  return cmocka_run_group_tests(tests, open_dataset, close_dataset);
}
