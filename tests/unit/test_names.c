// SPDX-License-Identifier: GPL-3.0-or-later
// Names of things: found across spelling and script, the nearest first; hostile ones too.
#include "engine/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/furat.h"
#include "support/alloc_fail.h"
#include "support/engine.h"

static const char data[] =
    "PREFIX : <http://e/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> INSERT DATA { "
    ":mosul a :City ; skos:prefLabel \"Mosul\"@en, \"الموصل\"@ar ; "
    "  skos:altLabel \"al-Mawsil\"@en . "
    ":old a :Quarter ; rdfs:label \"Old Mosul\"@en . :Quarter rdfs:subClassOf :Place . "
    ":City rdfs:subClassOf :Place . :Place rdfs:subClassOf :City . "
    ":battle a :Event ; skos:prefLabel \"Battle of Mosul\"@en, \"معركة الموصل\"@ar . "
    ":qaim skos:prefLabel \"القائم\"@ar, \"al-Qa'im\"@en . "
    ":raqqa a :City ; skos:prefLabel \"الرقّة\"@ar, \"Raqqa\"@en . "
    ":army skos:prefLabel \"الجيش العراقي\"@ar, \"Iraqi Army\"@en . "
    ":one rdfs:label \"Twin\" . :two rdfs:label \"twin\" . "
    ":div rdfs:label \"الفرقة ٩\"@ar . "
    ":none :says \"Mosul\" . _:b rdfs:label \"Blank\" . :num rdfs:label 7 . "
    "GRAPH :g { :mosul skos:prefLabel \"Mosul\"@en } }";

static furat_dataset *dataset;
static furat_names *names;

static int
open_dataset(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_status status = engine_open(&dataset, &err);
  if (status == FURAT_OK) {
    status = engine_update(dataset, data, &err);
  }
  if (status == FURAT_OK) {
    status = furat_names_new(&names, dataset, &err);
  }
  if (status == FURAT_OK) {
    status = furat_names_read(names, NULL, &err);
  }
  return status == FURAT_OK ? 0 : 1;
}

static int
close_dataset(void **state)
{
  (void)state;
  furat_names_free(names);
  furat_dataset_close(dataset);
  return 0;
}

// What is found, as "how:local name" in order.
static void
assert_finds_kind(const char *typed, const char *kind, furat_name_match worst,
                  const char *expected)
{
  static const char *const how[] = {"exact", "folded", "prefix", "word", "near"};
  char told[1000] = "";
  furat_arena arena;
  furat_vec found;
  furat_arena_init(&arena, SIZE_MAX);
  furat_vec_init(&found, sizeof(furat_name), 100);
  const furat_names_wish wish = {furat_str_of(typed), furat_str_of(kind), worst, 20};
  assert_int_equal(furat_names_find(names, &wish, &arena, &found, NULL, NULL), FURAT_OK);
  for (size_t i = 0; i < found.n; i++) {
    const furat_name *name = &FURAT_VEC_AT(&found, furat_name, i);
    size_t len = strlen(told);
    snprintf(told + len, sizeof told - len, "%s%s:%.*s", i > 0 ? " " : "",
             how[name->match], (int)name->iri.len - 9, name->iri.data + 9);
  }
  assert_string_equal(told, expected);
  furat_vec_clear(&found);
  furat_arena_clear(&arena);
}

static void
assert_finds(const char *typed, const char *expected)
{
  assert_finds_kind(typed, "", FURAT_NAME_NEAR, expected);
}

static void
the_nearest_is_first(void **state)
{
  (void)state;
  assert_finds("Mosul", "exact:mosul word:old word:battle");
  assert_finds("MOSUL", "folded:mosul word:old word:battle");
  assert_finds("mos", "prefix:mosul word:old word:battle");
  assert_finds("battle of m", "prefix:battle");
  assert_finds("nothing like it", "");
  assert_finds("", "");
  assert_finds("...", "");
}

static void
scripts_and_spellings_are_one(void **state)
{
  (void)state;
  assert_finds("الموصل", "exact:mosul word:battle");
  assert_finds("موصل", "folded:mosul word:battle");
  assert_finds("المَوْصِل", "folded:mosul word:battle");
  assert_finds("المـوصل", "folded:mosul word:battle");
  assert_finds("الم", "prefix:mosul prefix:battle"); // the word is not finished
  assert_finds("القايم", "folded:qaim");
  assert_finds("الرقه", "folded:raqqa");
  assert_finds("جيش", "prefix:army");
  assert_finds("عراقي", "word:army");
  assert_finds("al qaim", "near:qaim"); // it is written al-Qa'im
  assert_finds("mawsil", "word:mosul"); // an alias
  assert_finds("الفرقة 9", "folded:div");
  assert_finds("الجيش ال", "prefix:army"); // nor is this one
  assert_finds("الجيش الع", "prefix:army");
}

static void
twins_are_both_told(void **state)
{
  (void)state;
  assert_finds("Twin", "exact:one folded:two");
  assert_finds("TWIN", "folded:one folded:two");
}

static void
near_spellings_come_when_nothing_else_does(void **state)
{
  (void)state;
  assert_finds("mosol", "near:mosul near:old near:battle");
  assert_finds("msoul", "near:mosul near:old near:battle");
  assert_finds("iraqy army", "near:army");
  assert_finds("الموضل", "near:mosul near:battle");
  assert_finds_kind("mosol", "", FURAT_NAME_WORD, "");
}

static void
a_kind_is_its_subclasses_too(void **state)
{
  (void)state;
  assert_finds_kind("mosul", "http://e/Place", FURAT_NAME_NEAR, "folded:mosul word:old");
  assert_finds_kind("mosul", "http://e/Event", FURAT_NAME_NEAR, "word:battle");
  assert_finds_kind("mosul", "http://e/Nothing", FURAT_NAME_NEAR, "");
}

// A change is followed; a name that is gone is not told even before.
static void
changes_are_followed(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(
      engine_update(dataset,
                    "INSERT DATA { <http://e/new> "
                    "<http://www.w3.org/2000/01/rdf-schema#label> \"Sinjar\" }",
                    &err),
      FURAT_OK);
  assert_finds("sinjar", "");
  assert_true(furat_names_prepare(names, INT64_C(60000000000)));
  assert_finds("sinjar", "folded:new");
  assert_int_equal(engine_update(dataset, "DELETE WHERE { <http://e/new> ?p ?o }", &err),
                   FURAT_OK);
  assert_finds("sinjar", "");
  assert_int_equal(furat_names_read(names, NULL, &err), FURAT_OK);
  assert_true(furat_names_prepare(names, 0));
}

static void
hostile_names_do_no_harm(void **state)
{
  (void)state;
  enum { MEGABYTE = 1 << 20 };
  furat_error err = FURAT_ERROR_INIT;
  char *text = malloc(MEGABYTE + 1000);
  assert_non_null(text);
  int start = snprintf(text, 900,
                       "INSERT DATA { <http://e/big> "
                       "<http://www.w3.org/2000/01/rdf-schema#label> \"");
  for (size_t i = 0; i < MEGABYTE; i++) {
    text[(size_t)start + i] = i % 7 == 0 ? ' ' : (char)('a' + i % 7);
  }
  snprintf(text + start + MEGABYTE, 50, "zzz\" }");
  assert_int_equal(engine_update(dataset, text, &err), FURAT_OK);
  free(text);
  assert_int_equal(engine_update(dataset,
                                 "INSERT DATA { <http://e/control> "
                                 "<http://www.w3.org/2000/01/rdf-schema#label> "
                                 "\"\\u001B[2J\\u202Eevil\\u0000\\u200Dname\" }",
                                 &err),
                   FURAT_OK);
  assert_int_equal(furat_names_read(names, NULL, &err), FURAT_OK);
  assert_finds("bcdefg bcdefg bcdefg", "prefix:big");
  assert_finds("2jevil name", "folded:control");
  assert_finds("evil name", "near:control");
  assert_int_equal(engine_update(dataset,
                                 "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?s IN "
                                 "(<http://e/big>, <http://e/control>)) }",
                                 &err),
                   FURAT_OK);
  assert_int_equal(furat_names_read(names, NULL, &err), FURAT_OK);
}

// Many names at random, against looking through all of them.
static void
all_that_begin_so_are_found(void **state)
{
  (void)state;
  enum { N = 300, TEXT = 200 };
  static const char *const syllables[] = {"ab", "a", "b", "abab", "ba ", "abc", " c"};
  furat_error err = FURAT_ERROR_INIT;
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX);
  char name[N][TEXT] = {{0}};
  srand(11);
  furat_buffer_append_cstr(&text, "INSERT DATA {");
  for (int i = 0; i < N; i++) {
    int n = 1 + rand() % 12;
    for (int j = 0; j < n; j++) {
      strcat(name[i], syllables[rand() % 7]);
    }
    furat_buffer_appendf(&text,
                         "<http://r/%d> <http://www.w3.org/2000/01/rdf-schema#label> "
                         "\"%s\" .",
                         i, name[i]);
  }
  furat_buffer_append_cstr(&text, "}");
  assert_int_equal(engine_update(dataset, text.data, &err), FURAT_OK);
  assert_int_equal(furat_names_read(names, NULL, &err), FURAT_OK);
  static const char *const typed[] = {"a", "ab", "aba", "abab",          "abababab",
                                      "b", "c",  "abc", "ababababababa", "abc ab"};
  for (size_t t = 0; t < sizeof typed / sizeof typed[0]; t++) {
    furat_arena arena;
    furat_vec found;
    furat_arena_init(&arena, SIZE_MAX);
    furat_vec_init(&found, sizeof(furat_name), 1000);
    const furat_names_wish wish = {furat_str_of(typed[t]), FURAT_STR_NONE,
                                   FURAT_NAME_WORD, 1000};
    assert_int_equal(furat_names_find(names, &wish, &arena, &found, NULL, NULL),
                     FURAT_OK);
    size_t expected = 0;
    for (int i = 0; i < N; i++) {
      char spaced[TEXT + 2] = " ";
      char wanted[TEXT] = " ";
      for (const char *c = name[i]; *c; c++) { // one space between words
        size_t len = strlen(spaced);
        if (*c != ' ' || spaced[len - 1] != ' ') {
          spaced[len] = *c;
          spaced[len + 1] = '\0';
        }
      }
      strcat(wanted, typed[t]);
      expected += strstr(spaced, wanted) != NULL;
    }
    size_t from_here = 0;
    for (size_t i = 0; i < found.n; i++) {
      from_here += furat_str_starts_with(FURAT_VEC_AT(&found, furat_name, i).iri,
                                         FURAT_STR("http://r/"));
    }
    assert_int_equal(from_here, expected);
    furat_vec_clear(&found);
    furat_arena_clear(&arena);
  }
  furat_buffer_clear(&text);
  assert_int_equal(engine_update(dataset,
                                 "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o "
                                 "FILTER(STRSTARTS(STR(?s), 'http://r/')) }",
                                 &err),
                   FURAT_OK);
  assert_int_equal(furat_names_read(names, NULL, &err), FURAT_OK);
}

// Of two thousand names every seventh is of the kind; the shortest of these come.
static void
a_kind_is_found_among_many(void **state)
{
  (void)state;
  enum { N = 2000, EACH = 7, MOST = 20 };
  furat_error err = FURAT_ERROR_INIT;
  furat_arena arena;
  furat_vec found;
  furat_buffer text;
  furat_buffer_init(&text, 1 << 20);
  furat_buffer_append_cstr(&text,
                           "PREFIX r: <http://r/> INSERT DATA { r:L "
                           "<http://www.w3.org/2000/01/rdf-schema#subClassOf> r:K ");
  for (int i = 0; i < N; i++) {
    furat_buffer_appendf(&text,
                         ". r:n%d a r:%s ; "
                         "<http://www.w3.org/2000/01/rdf-schema#label> 'crowd %d' ",
                         i,
                         i % EACH != 0 ? "Other"
                         : i % 2       ? "K"
                                       : "L",
                         i);
  }
  furat_buffer_append_cstr(&text, "}");
  assert_int_equal(engine_update(dataset, text.data, &err), FURAT_OK);
  assert_int_equal(furat_names_read(names, NULL, &err), FURAT_OK);
  furat_arena_init(&arena, SIZE_MAX);
  furat_vec_init(&found, sizeof(furat_name), 100);
  const furat_names_wish wish = {FURAT_STR("crow"), FURAT_STR("http://r/K"),
                                 FURAT_NAME_WORD, MOST};
  assert_int_equal(furat_names_find(names, &wish, &arena, &found, NULL, NULL), FURAT_OK);
  assert_int_equal(found.n, MOST);
  size_t n_short = 0;
  for (size_t i = 0; i < found.n; i++) {
    const furat_str label = FURAT_VEC_AT(&found, furat_name, i).label;
    assert_int_equal(atoi(label.data + strlen("crowd ")) % EACH, 0);
    n_short += label.len <= strlen("crowd 98");
  }
  assert_int_equal(n_short, 15); // 0, 7, ... 98
  furat_vec_clear(&found);
  furat_arena_clear(&arena);
  furat_buffer_clear(&text);
  assert_int_equal(engine_update(dataset,
                                 "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o "
                                 "FILTER(STRSTARTS(STR(?s), 'http://r/')) }",
                                 &err),
                   FURAT_OK);
  assert_int_equal(furat_names_read(names, NULL, &err), FURAT_OK);
}

static furat_status
read_and_find(void *context)
{
  (void)context;
  furat_error err = FURAT_ERROR_INIT;
  furat_names *mine = NULL;
  furat_arena arena;
  furat_vec found;
  furat_arena_init(&arena, SIZE_MAX);
  furat_vec_init(&found, sizeof(furat_name), 100);
  const furat_names_wish wish = {FURAT_STR("mosol"), FURAT_STR("http://e/Place"),
                                 FURAT_NAME_NEAR, 20};
  furat_status status = furat_names_new(&mine, dataset, &err);
  if (status == FURAT_OK) {
    status = furat_names_read(mine, NULL, &err);
  }
  if (status == FURAT_OK) {
    status = furat_names_find(mine, &wish, &arena, &found, NULL, &err);
  }
  furat_vec_clear(&found);
  furat_arena_clear(&arena);
  furat_names_free(mine);
  return status;
}

static void
memory_may_end_anywhere(void **state)
{
  (void)state;
  alloc_fail_each(read_and_find, NULL);
}

// Freed while its thread reads, and asked before anything was read.
static void
a_reading_can_be_given_up(void **state)
{
  (void)state;
  for (int i = 0; i < 20; i++) {
    furat_names *mine = NULL;
    bool all = true;
    assert_int_equal(furat_names_new(&mine, dataset, NULL), FURAT_OK);
    assert_int_equal(furat_names_count(mine, &all), 0);
    assert_false(all);
    (void)furat_names_prepare(mine, i * 10000);
    furat_names_free(mine);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_nearest_is_first),
      cmocka_unit_test(scripts_and_spellings_are_one),
      cmocka_unit_test(twins_are_both_told),
      cmocka_unit_test(near_spellings_come_when_nothing_else_does),
      cmocka_unit_test(a_kind_is_its_subclasses_too),
      cmocka_unit_test(changes_are_followed),
      cmocka_unit_test(hostile_names_do_no_harm),
      cmocka_unit_test(all_that_begin_so_are_found),
      cmocka_unit_test(a_kind_is_found_among_many),
      cmocka_unit_test(memory_may_end_anywhere),
      cmocka_unit_test(a_reading_can_be_given_up),
  };
  return cmocka_run_group_tests(tests, open_dataset, close_dataset);
}
