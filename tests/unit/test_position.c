// SPDX-License-Identifier: GPL-3.0-or-later
// What may stand at a place of a statement: a table of statements with a mark (@@) where
// the cursor is, and the same statements cut and mutilated at random.
#include "sparql/position.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/alloc_fail.h"
#include "support/random.h"

enum { MAX_TOLD = 500 };

static const struct {
  unsigned want;
  const char *name;
} names[] = {
    {FURAT_WANTS_KEYWORD, "keyword"},     {FURAT_WANTS_FUNCTION, "function"},
    {FURAT_WANTS_VARIABLE, "variable"},   {FURAT_WANTS_SUBJECT, "subject"},
    {FURAT_WANTS_PREDICATE, "predicate"}, {FURAT_WANTS_OBJECT, "object"},
    {FURAT_WANTS_CLASS, "class"},         {FURAT_WANTS_GRAPH, "graph"},
    {FURAT_WANTS_PREFIX, "prefix"},       {FURAT_WANTS_TERM, "term"},
    {FURAT_WANTS_DATATYPE, "datatype"},   {FURAT_WANTS_SELDOM, "seldom"},
    {FURAT_WANTS_AGGREGATE, "aggregate"}, {FURAT_WANTS_LANGUAGE, "language"},
};

// The kinds, and what was begun in quotes.
static void
tell(char told[MAX_TOLD], const furat_position *position, const char *text)
{
  static const char *const places[] = {"", "string ", "iri ", "comment "};
  size_t len = (size_t)snprintf(told, MAX_TOLD, "%s", places[position->place]);
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    if (position->wants & names[i].want) {
      len += (size_t)snprintf(told + len, MAX_TOLD - len, "%s ", names[i].name);
    }
  }
  snprintf(told + len, MAX_TOLD - len, "'%.*s'",
           (int)(position->word.end - position->word.start), text + position->word.start);
}

static size_t
take_mark_out(char text[MAX_TOLD], const char *marked)
{
  const char *mark = strstr(marked, "@@");
  assert_non_null(mark);
  snprintf(text, MAX_TOLD, "%.*s%s", (int)(mark - marked), marked, mark + 2);
  return (size_t)(mark - marked);
}

static const struct {
  const char *marked;
  const char *expected;
} places[] = {
    {"@@", "keyword ''"},
    {"SEL@@", "keyword 'SEL'"},
    {"PREFIX fo@@", "prefix 'fo'"},
    {"PREFIX foaf: <http://x@@", "iri '<http://x'"},
    {"PREFIX foaf: <http://x> @@", "keyword ''"},
    {"BASE <x> @@", "keyword ''"},
    {"SELECT @@", "keyword variable ''"},
    {"SELECT DISTINCT ?x @@", "keyword variable ''"},
    {"SELECT (@@", "keyword function variable seldom aggregate ''"},
    {"SELECT (CO@@", "keyword function variable seldom aggregate 'CO'"},
    {"SELECT (COUNT(@@", "keyword function variable seldom ''"},
    {"SELECT (1 + COUNT(?x) - @@", "keyword function variable seldom aggregate ''"},
    {"SELECT (IF(?x = @@", "keyword function variable term aggregate ''"},
    {"SELECT * { BIND(@@", "keyword function variable seldom ''"},
    {"SELECT * { FILTER(?x IN (@@", "keyword function variable term ''"},
    {"SELECT * { FILTER(?x NOT IN (<a>, @@", "keyword function variable term ''"},
    {"SELECT * { FILTER(?x IN (<a>) && @@", "keyword function variable seldom ''"},
    {"SELECT * { FILTER(?x = <a> || @@", "keyword function variable seldom ''"},
    {"SELECT * { ?x a ?y } HAVING (@@", "keyword function variable seldom aggregate ''"},
    {"SELECT * { ?x a ?y } HAVING @@", "keyword function aggregate ''"},
    {"SELECT * { ?x a ?y } ORDER BY DESC(@@",
     "keyword function variable seldom aggregate ''"},
    {"SELECT * { ?x a ?y } GROUP BY (@@", "keyword function variable seldom ''"},
    {"SELECT (COUNT(?x) @@", "keyword ''"},
    {"SELECT (COUNT(?x) AS @@", "''"},
    {"SELECT (COUNT(*) AS ?n) @@", "keyword variable ''"},
    {"SELECT * FROM @@", "keyword graph ''"},
    {"SELECT * FROM NAMED <http://g@@", "iri keyword graph '<http://g'"},
    {"SELECT * FROM <g> @@", "keyword ''"},
    {"SELECT * {@@", "keyword variable subject ''"},
    {"SELECT * { ?@@", "keyword variable subject '?'"},
    {"SELECT * { ?ev@@", "keyword variable subject '?ev'"},
    {"SELECT * { ?x @@", "keyword variable predicate ''"},
    {"SELECT * { ?x rdf:t@@", "keyword variable predicate 'rdf:t'"},
    {"SELECT * { ?x a @@", "keyword variable object class ''"},
    {"SELECT * { ?x rdf:type fur:Ba@@", "keyword variable object class 'fur:Ba'"},
    {"SELECT * { ?x a fur:Battle @@", "keyword ''"},
    {"SELECT * { ?x a fur:Battle ; @@", "keyword variable predicate ''"},
    {"SELECT * { ?x a fur:Battle , @@", "keyword variable object class ''"},
    {"SELECT * { ?x a fur:Battle . @@", "keyword variable subject ''"},
    {"SELECT * { ?x a fur:Battle.@@", "keyword variable subject ''"},
    {"SELECT * { ?x fur:p/@@", "keyword variable predicate ''"},
    {"SELECT * { ?x fur:p/fur:q @@", "keyword variable object ''"},
    {"SELECT * { ?x ^@@", "keyword variable predicate ''"},
    {"SELECT * { ?x (fur:p|@@", "keyword variable predicate ''"},
    {"SELECT * { ?x (fur:p|fur:q)+ @@", "keyword variable object ''"},
    {"SELECT * { ?x fur:p* @@", "keyword variable object ''"},
    {"SELECT * { ?x fur:p [ @@", "keyword variable predicate ''"},
    {"SELECT * { ?x fur:p [ a fur:Q ] @@", "keyword ''"},
    {"SELECT * { [ a fur:Q ] @@", "keyword variable predicate ''"},
    {"SELECT * { ?x fur:p ( @@", "variable term ''"},
    {"SELECT * { ?x fur:p \"dai@@", "string keyword variable object 'dai'"},
    {"SELECT * { ?x fur:p \"\"\"dai\nsh@@", "string keyword variable object 'dai\nsh'"},
    {"SELECT * { ?x fur:p \"a\"^^xs@@", "datatype 'xs'"},
    {"SELECT * { ?x fur:p \"a\"@e@@", "language '@e'"},
    {"SELECT * { ?x fur:p \"a\"@en @@", "keyword ''"},
    {"SELECT * { ?x fur:p \"a\" @e@@", "keyword '@e'"},
    {"SELECT * { VALUES ?x { \"a\"^^xs@@", "datatype 'xs'"},
    {"SELECT * { ?x fur:p <http://e/@@", "iri keyword variable object '<http://e/'"},
    {"SELECT * { ?x ?y الموص@@", "keyword variable object 'الموص'"},
    {"SELECT * { # a comment @@", "comment ''"},
    {"SELECT * { # don't\n @@", "keyword variable subject ''"},
    {"SELECT * { ?x a fur:A OPTIONAL { ?x @@", "keyword variable predicate ''"},
    {"SELECT * { { ?x a fur:A } @@", "keyword variable subject ''"},
    {"SELECT * { ?x a fur:A FILTER @@", "keyword function ''"},
    {"SELECT * { ?x a fur:A FILTER(@@", "keyword function variable seldom ''"},
    {"SELECT * { ?x a fur:A FILTER(?x @@", "keyword ''"},
    {"SELECT * { ?x a fur:A FILTER(?x < @@", "keyword function variable term ''"},
    {"SELECT * { ?x a fur:A FILTER(?x = <http://e/a@@",
     "iri keyword function variable term '<http://e/a'"},
    {"SELECT * { ?x a fur:A FILTER(?x < 3 && ?y > @@",
     "keyword function variable term ''"},
    {"SELECT * { ?x a fur:A FILTER CONTAINS(@@", "keyword function variable seldom ''"},
    {"SELECT * { ?x a fur:A FILTER CONTAINS(?l, 'a') @@", "keyword variable subject ''"},
    {"SELECT * { ?x a fur:A FILTER NOT EXISTS { @@", "keyword variable subject ''"},
    {"SELECT * { FILTER(EXISTS { ?x @@", "keyword variable predicate ''"},
    {"SELECT * { BIND(?x AS @@", "''"},
    {"SELECT * { BIND(\"1\"^^xsd:@@", "datatype 'xsd:'"},
    {"SELECT * { BIND(\"1\"^^xsd:integer @@", "keyword ''"},
    {"SELECT * { VALUES @@", "variable ''"},
    {"SELECT * { VALUES ?x { @@", "keyword term ''"},
    {"SELECT * { VALUES (?x ?y) { (@@", "keyword term ''"},
    {"SELECT * { VALUES ?x { <a> } @@", "keyword variable subject ''"},
    {"SELECT * { GRAPH @@", "variable graph ''"},
    {"SELECT * { GRAPH ?g { ?x @@", "keyword variable predicate ''"},
    {"SELECT * { { SELECT ?y @@", "keyword variable ''"},
    {"SELECT * { { SELECT ?y { ?y a @@", "keyword variable object class ''"},
    {"SELECT * { { SELECT ?y { ?y a ?z } @@", "keyword ''"},
    {"SELECT * { ?x a ?y } @@", "keyword ''"},
    {"SELECT * { ?x a ?y } ORDER @@", "keyword ''"},
    {"SELECT * { ?x a ?y } ORDER BY @@", "keyword function variable aggregate ''"},
    {"SELECT * { ?x a ?y } GROUP BY ?@@", "keyword function variable '?'"},
    {"SELECT * { ?x a ?y } LIMIT @@", "''"},
    {"SELECT * { ?x a ?y } LIMIT 10 @@", "keyword ''"},
    {"DESCRIBE @@", "keyword variable term ''"},
    {"CONSTRUCT { ?x @@", "keyword variable predicate ''"},
    {"CONSTRUCT { ?x a ?y } @@", "keyword ''"},
    {"CONSTRUCT { ?x a ?y } WHERE { @@", "keyword variable subject ''"},
    {"INSERT DATA { <a> @@", "keyword variable predicate ''"},
    {"INSERT DATA { GRAPH @@", "variable graph ''"},
    {"DELETE { ?x ?y ?z } @@", "keyword ''"},
    {"WITH @@", "graph ''"},
    {"CLEAR @@", "keyword ''"},
    {"CLEAR GRAPH @@", "graph ''"},
    {"MOVE @@", "keyword graph ''"},
    {"MOVE GRAPH @@", "keyword graph ''"},
    {"MOVE GRAPH <a> @@", "keyword ''"},
    {"MOVE <a> TO @@", "keyword graph ''"},
    {"COPY DEFAULT TO <b> @@", "''"},
    {"MOVE <a> TO <b> ; @@", "keyword ''"},
    {"LOAD <f> INTO GRAPH @@", "graph ''"},
    {"INSERT DATA { <a> a <b> } ; @@", "keyword ''"},
    // where the rest does not matter
    {"SELECT * { ?x fur@@:p ?y }", "keyword variable predicate 'fur'"},
    {"SELECT ?@@ { ?x a ?y }", "keyword variable '?'"},
    // wrong, but not without sense
    {"SELECT * { ?x a fur:A ?y @@", "keyword variable predicate ''"},
    {"} } ) ] SELECT * { @@", "keyword variable subject ''"},
    {"SELECT * { ?x 'a' 'b' ; ; ; @@", "keyword variable predicate ''"},
};

static void
places_are_told(void **state)
{
  (void)state;
  size_t n_wrong = 0;
  for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
    char text[MAX_TOLD];
    char told[MAX_TOLD];
    furat_position position;
    size_t cursor = take_mark_out(text, places[i].marked);
    assert_int_equal(furat_position_read(&position, furat_str_of(text), cursor, NULL),
                     FURAT_OK);
    tell(told, &position, text);
    if (strcmp(told, places[i].expected) != 0) {
      print_error("%s\n  gives    %s\n  and not  %s\n", places[i].marked, told,
                  places[i].expected);
      n_wrong++;
    }
    furat_position_clear(&position);
  }
  assert_int_equal(n_wrong, 0);
}

static void
assert_keyword(const char *marked, const char *keyword, bool expected)
{
  char text[MAX_TOLD];
  furat_position position;
  bool found = false;
  size_t cursor = take_mark_out(text, marked);
  assert_int_equal(furat_position_read(&position, furat_str_of(text), cursor, NULL),
                   FURAT_OK);
  for (size_t i = 0; position.keywords[i]; i++) {
    found = found || strcmp(position.keywords[i], keyword) == 0;
  }
  if (found != expected) {
    print_error("%s: %s\n", marked, keyword);
  }
  assert_int_equal(found, expected);
  furat_position_clear(&position);
}

static void
keywords_fit_the_place(void **state)
{
  (void)state;
  assert_keyword("@@", "SELECT", true);
  assert_keyword("SELECT * { @@", "OPTIONAL", true);
  assert_keyword("SELECT * { @@", "ORDER BY", false);
  assert_keyword("SELECT * { ?x a ?y } @@", "ORDER BY", true);
  assert_keyword("SELECT * { ?x a ?y } @@", "OPTIONAL", false);
  assert_keyword("SELECT * { ?x @@", "a", true);
  assert_keyword("SELECT (COUNT(@@", "DISTINCT", true);
  assert_keyword("SELECT (COUNT(DISTINCT @@", "DISTINCT", false);
  assert_keyword("SELECT (STR(@@", "DISTINCT", false);
  assert_keyword("SELECT (STR(?x) @@", "AS", true);
  assert_keyword("SELECT ((?x) @@", "AS", true);
  assert_keyword("SELECT ((?x @@", "AS", false);
  assert_keyword("SELECT * { BIND(?x @@", "AS", true);
  assert_keyword("SELECT * { FILTER(?x @@", "AS", false);
  assert_keyword("SELECT * { FILTER(?x @@", "IN", true);
  assert_keyword("MOVE <a> @@", "TO", true);
  assert_keyword("MOVE DEFAULT @@", "TO", true);
  assert_keyword("MOVE <a> TO @@", "TO", false);
  assert_keyword("INSERT DATA { @@", "GRAPH", true);
  assert_keyword("INSERT DATA { @@", "OPTIONAL", false);
}

static void
assert_triple_at(const char *marked, const char *subject, const char *predicate,
                 const char *phrase)
{
  char text[MAX_TOLD];
  furat_position position;
  size_t cursor = take_mark_out(text, marked);
  assert_int_equal(furat_position_read(&position, furat_str_of(text), cursor, NULL),
                   FURAT_OK);
  furat_str begun = furat_str_slice(furat_str_of(text), position.phrase.start,
                                    position.phrase.end - position.phrase.start);
  assert_true(furat_str_equal(position.subject, furat_str_of(subject)));
  assert_true(furat_str_equal(position.predicate, furat_str_of(predicate)));
  assert_true(furat_str_equal(begun, furat_str_of(phrase)));
  furat_position_clear(&position);
}

static void
the_triple_is_told(void **state)
{
  (void)state;
  assert_triple_at("SELECT * { ?x @@", "?x", "", "");
  assert_triple_at("SELECT * { ?x fur:p @@", "?x", "fur:p", "");
  assert_triple_at("SELECT * { ?x fur:p ?y, @@", "?x", "fur:p", "");
  assert_triple_at("SELECT * { ?x fur:p ?y; @@", "?x", "", "");
  assert_triple_at("SELECT * { ?x fur:p/fur:q @@", "?x", "", "");
  assert_triple_at("SELECT * { <http://e/x> ^fur:q @@", "<http://e/x>", "", "");
  assert_triple_at("SELECT * { ?x fur:p [ fur:q @@", "[", "fur:q", "");
  assert_triple_at("SELECT * { ?x fur:actor iraqi ar@@", "?x", "fur:actor", "iraqi ar");
  assert_triple_at("SELECT * { ?x fur:p الجيش العر@@", "?x", "fur:p", "الجيش العر");
  assert_triple_at("SELECT * { ?x fur:p battle of m@@", "?x", "fur:p", "battle of m");
  assert_triple_at("SELECT * { islamic state in ir@@", "", "", "islamic state in ir");
  assert_triple_at("SELECT * { ?x a fur:A OPT@@", "?x", "", "OPT");
}

// Steps as they are written, . for none, "any" where there may be others.
static void
tell_steps(char told[MAX_TOLD], const furat_position *position)
{
  furat_buffer text;
  furat_buffer_init(&text, MAX_TOLD - 1);
  for (size_t i = 0; i < position->steps.n; i++) {
    const furat_position_step *step = &position->steps.steps[i];
    furat_buffer_append_cstr(&text, i > 0 ? " " : "");
    furat_buffer_append_cstr(&text, step->backwards ? "^" : "");
    furat_buffer_append(&text,
                        step->predicate.len > 0 ? step->predicate : FURAT_STR("."));
  }
  furat_buffer_append_cstr(&text, position->steps.any ? "any" : "");
  furat_buffer_append_cstr(&text, position->backwards ? " <" : "");
  assert_int_equal(text.status, FURAT_OK);
  snprintf(told, MAX_TOLD, "%.*s", FURAT_STR_ARGS(furat_buffer_str(&text)));
  furat_buffer_clear(&text);
}

static void
assert_led_to(const char *marked, const char *steps, const char *compared,
              furat_builtin applied)
{
  char text[MAX_TOLD];
  char told[MAX_TOLD];
  furat_position position;
  size_t cursor = take_mark_out(text, marked);
  assert_int_equal(furat_position_read(&position, furat_str_of(text), cursor, NULL),
                   FURAT_OK);
  tell_steps(told, &position);
  if (strcmp(told, steps) != 0 ||
      !furat_str_equal(position.compared, furat_str_of(compared)) ||
      position.applied != applied) {
    print_error("%s: '%s', '%.*s', %d\n", marked, told, FURAT_STR_ARGS(position.compared),
                (int)position.applied);
    fail();
  }
  furat_position_clear(&position);
}

static void
what_leads_there_is_told(void **state)
{
  (void)state;
  static const struct {
    const char *marked;
    const char *steps;
  } cases[] = {
      {"SELECT * { ?x e:p @@", "e:p"},
      {"SELECT * { ?x e:p \"a@@", "e:p"},
      {"SELECT * { ?x e:p \"a\"^^@@", "e:p"},
      {"SELECT * { ?x e:p \"a\"@e@@", "e:p"},
      {"SELECT * { ?x e:p [ e:q ?z ] , @@", "e:p"},
      {"SELECT * { ?x e:p/e:q @@", "e:q"},
      {"SELECT * { ?x ^e:p/e:q+ @@", "e:q"},
      {"SELECT * { ?x ^e:p @@", "^e:p"},
      {"SELECT * { ?x e:q/^e:p @@", "^e:p"},
      {"SELECT * { ?x (e:p|^e:q) @@", "e:p ^e:q"},
      {"SELECT * { ?x (e:p|^e:q)/e:r? @@", "e:r e:p ^e:q"},
      {"SELECT * { ?x ^e:p ?y ; e:q @@", "e:q"},
      {"SELECT * { ?x !e:p @@", "any"},
      {"SELECT * { ?x !(e:p|e:q) @@", "any"},
      {"SELECT * { ?x ^(e:p/e:q) @@", "^e:p"},
      {"SELECT * { ?x ^(e:p/e:q/e:r|e:s) @@", "^e:p ^e:s"},
      {"SELECT * { ?x (e:a|e:b|e:c|e:d|e:e) @@", "any"},
      // at predicates: what leads to where they begin
      {"SELECT * { ?x @@", "."},
      {"SELECT * { ?x ^@@", ". <"},
      {"SELECT * { ?x !@@", "."},
      {"SELECT * { ?x !(e:p|^@@", ". <"},
      {"SELECT * { ?x e:p/@@", "e:p"},
      {"SELECT * { ?x e:p/^@@", "e:p <"},
      {"SELECT * { ?x ^e:p/@@", "^e:p"},
      {"SELECT * { ?x e:p|@@", "."},
      {"SELECT * { ?x e:p/(@@", "e:p"},
      {"SELECT * { ?x e:p/(e:q|@@", "e:p"},
      {"SELECT * { ?x e:p/(e:q/e:r|@@", "e:p"},
      {"SELECT * { ?x (e:p|e:q)/@@", "e:p e:q"},
      {"SELECT * { ?x e:p*/@@", "e:p ."},
      {"SELECT * { ?x ^(@@", ". <"},
      {"SELECT * { ?x ^(^@@", "."},
      {"SELECT * { ?x ^(e:p|@@", ". <"},
      {"SELECT * { ?x ^(e:p/@@", ". <"},
      {"SELECT * { ?x e:p [ @@", "."},
      {"SELECT * { ?x e:p/e:q ?y ; @@", "."},
      {"SELECT * { ?x ((((((((((e:p/@@", "any"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    assert_led_to(cases[i].marked, cases[i].steps, "", FURAT_BUILTIN_NONE);
  }
}

static void
what_is_compared_is_told(void **state)
{
  (void)state;
  static const struct {
    const char *marked;
    const char *compared;
    furat_builtin applied;
  } cases[] = {
      {"SELECT * { FILTER(?y = @@", "?y", FURAT_BUILTIN_NONE},
      {"SELECT * { FILTER(1 = 2 && ?y != @@", "?y", FURAT_BUILTIN_NONE},
      {"SELECT * { FILTER(?y IN (<a>, @@", "?y", FURAT_BUILTIN_NONE},
      {"SELECT * { FILTER(?y + @@", "", FURAT_BUILTIN_NONE},
      {"SELECT * { FILTER(STR(?y) = @@", "?y", FURAT_BUILTIN_STR},
      {"SELECT * { FILTER(((?y)) = @@", "?y", FURAT_BUILTIN_NONE},
      {"SELECT * { FILTER(?z = 1 && LANG(?y) = \"@@", "?y", FURAT_BUILTIN_LANG},
      {"SELECT * { FILTER(LANG(?y) IN (\"en\", \"@@", "?y", FURAT_BUILTIN_LANG},
      {"SELECT * { FILTER LANGMATCHES(LANG(?y), \"@@", "?y", FURAT_BUILTIN_LANG},
      {"SELECT * { FILTER(DATATYPE(?y) = @@", "?y", FURAT_BUILTIN_DATATYPE},
      {"SELECT * { FILTER CONTAINS(?y, \"@@", "?y", FURAT_BUILTIN_STR},
      {"SELECT (STRLANG(\"x\", \"@@", "", FURAT_BUILTIN_LANG},
      {"SELECT (STRDT(\"x\", @@", "", FURAT_BUILTIN_DATATYPE},
      {"SELECT * { FILTER(sameTerm(?y, @@", "?y", FURAT_BUILTIN_NONE},
      {"SELECT * { FILTER(?y = \"1\"^^@@", "?y", FURAT_BUILTIN_NONE},
      {"SELECT * { FILTER(?y = \"x\"@e@@", "?y", FURAT_BUILTIN_NONE},
      {"SELECT * { VALUES ?y { <a> @@", "?y", FURAT_BUILTIN_NONE},
      {"SELECT * { ?y a <b> } VALUES ?y { @@", "?y", FURAT_BUILTIN_NONE},
      {"SELECT * { VALUES (?y ?z) { (@@", "?y", FURAT_BUILTIN_NONE},
      {"SELECT * { VALUES (?y ?z) { (\"a\"^^<b> @@", "?z", FURAT_BUILTIN_NONE},
      {"SELECT * { VALUES (?y ?z) { (\"a\"@en @@", "?z", FURAT_BUILTIN_NONE},
      {"SELECT * { VALUES (?y ?z) { (UNDEF @@", "?z", FURAT_BUILTIN_NONE},
      {"SELECT * { VALUES (?y ?z) { (1 2) (true @@", "?z", FURAT_BUILTIN_NONE},
      {"SELECT * { VALUES (?y ?z) { (1 2 @@", "", FURAT_BUILTIN_NONE},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    assert_led_to(cases[i].marked, "", cases[i].compared, cases[i].applied);
  }
}

static void
the_statement_is_read_on_both_sides(void **state)
{
  (void)state;
  const char *text = "PREFIX e: <http://e/> SELECT ?n { ?x  . ?x a e:B ; e:q [ e:r ?z ] "
                     ". [] e:p ?x FILTER(?w > 1) GRAPH ?n {} GRAPH <g> {} } # ?c";
  furat_position position;
  assert_int_equal(furat_position_read(&position, furat_str_of(text), 37, NULL),
                   FURAT_OK);
  assert_true(position.wants & FURAT_WANTS_PREDICATE);
  assert_int_equal(position.variables.n, 4);
  assert_int_equal(position.triples.n, 4);
  assert_int_equal(position.graphs.n, 1);
  assert_true(
      furat_str_equal(FURAT_VEC_AT(&position.graphs, furat_str, 0), FURAT_STR("?n")));
  furat_str iri;
  assert_true(furat_prefixes_find(&position.prefixes, FURAT_STR("e"), &iri));
  const furat_position_triple *first =
      &FURAT_VEC_AT(&position.triples, furat_position_triple, 0);
  assert_true(furat_str_equal(first->subject, FURAT_STR("?x")));
  assert_true(furat_str_equal(first->predicate, FURAT_STR("a")));
  assert_true(furat_str_equal(first->object, FURAT_STR("e:B")));
  const furat_position_triple *inner =
      &FURAT_VEC_AT(&position.triples, furat_position_triple, 2);
  assert_true(furat_position_same(
      FURAT_VEC_AT(&position.triples, furat_position_triple, 1).object, inner->subject));
  assert_false(furat_position_same(
      inner->subject, FURAT_VEC_AT(&position.triples, furat_position_triple, 3).subject));
  furat_position_clear(&position);
}

static void
deep_brackets_are_borne(void **state)
{
  (void)state;
  enum { DEPTH = 100000 };
  char *text = malloc(2 * DEPTH + 40);
  assert_non_null(text);
  furat_position position;
  int start = snprintf(text, 20, "SELECT * ");
  memset(text + start, '{', DEPTH);
  size_t len = (size_t)start + DEPTH;
  assert_int_equal(furat_position_read(&position, (furat_str){text, len}, len, NULL),
                   FURAT_OK);
  assert_int_equal(position.wants, 0);
  furat_position_clear(&position);
  memset(text + len, '}', DEPTH);
  len += DEPTH;
  assert_int_equal(furat_position_read(&position, (furat_str){text, len}, len, NULL),
                   FURAT_OK);
  assert_true(position.wants & FURAT_WANTS_KEYWORD);
  furat_position_clear(&position);
  free(text);
}

// Cut off, with bytes changed, doubled and left out: nothing happens but an answer whose
// spans lie in the text.
static void
anything_can_be_read(void **state)
{
  (void)state;
  random_source random = random_start("position");
  for (int round = 0; round < 20000; round++) {
    char text[MAX_TOLD];
    size_t n = sizeof places / sizeof places[0];
    (void)take_mark_out(text, places[random_below(&random, n)].marked);
    size_t len = strlen(text);
    len = len > 0 ? random_below(&random, len + 1) : 0;
    for (size_t i = random_below(&random, 6); i > 0 && len > 0; i--) {
      static const char bytes[] = "{}()[]<>\"'#?:;.,@^|/\\a \n\0\xD8\xFF";
      size_t at = random_below(&random, len);
      switch (random_below(&random, 3)) {
      case 0:
        text[at] = bytes[random_below(&random, sizeof bytes)];
        break;
      case 1:
        memmove(text + at, text + at + 1, len - at - 1);
        len--;
        break;
      default:
        if (len + 1 < MAX_TOLD) {
          memmove(text + at + 1, text + at, len - at);
          len++;
        }
        break;
      }
    }
    // Of its own size, so that a byte too far is noticed.
    char *exact = malloc(len > 0 ? len : 1);
    assert_non_null(exact);
    memcpy(exact, text, len);
    size_t cursor = random_below(&random, len + 1);
    furat_position position;
    assert_int_equal(
        furat_position_read(&position, (furat_str){exact, len}, cursor, NULL), FURAT_OK);
    assert_true(position.word.start <= position.word.end);
    assert_true(position.phrase.start <= position.word.start);
    assert_int_equal(position.word.end, cursor);
    assert_int_equal(position.phrase.end, cursor);
    furat_position_clear(&position);
    free(exact);
  }
}

static furat_status
read_one(void *context)
{
  (void)context;
  furat_error err = FURAT_ERROR_INIT;
  furat_position position;
  furat_str text = FURAT_STR("SELECT ?a ?b { ?a a ?b ; <p> [ <q> ?c ] . ?d ");
  furat_status status = furat_position_read(&position, text, text.len, &err);
  furat_position_clear(&position);
  return status;
}

static void
memory_may_end_anywhere(void **state)
{
  (void)state;
  alloc_fail_each(read_one, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(places_are_told),
      cmocka_unit_test(keywords_fit_the_place),
      cmocka_unit_test(the_triple_is_told),
      cmocka_unit_test(what_leads_there_is_told),
      cmocka_unit_test(what_is_compared_is_told),
      cmocka_unit_test(the_statement_is_read_on_both_sides),
      cmocka_unit_test(deep_brackets_are_borne),
      cmocka_unit_test(anything_can_be_read),
      cmocka_unit_test(memory_may_end_anywhere),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
