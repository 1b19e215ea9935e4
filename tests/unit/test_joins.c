// SPDX-License-Identifier: GPL-3.0-or-later
// Joins against each other: queries over random data with long runs of one key, answered
// with different kinds of join switched off, have the same solutions; some counts are
// known from the data.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "engine/furat.h"
#include "engine/native.h"
#include "support/alloc_fail.h"
#include "support/random.h"

static char path[64];
static char small_path[64];

// What is left out; the first leaves out nothing.
static const char *const ways[] = {
    "",
    "merge",
    "hash",
    "apply",
    "merge,apply",
    "merge,hash",
    "merge,hash,order",
    "apply,order",
    "order",
    "semijoin",
    "semijoin,push",
    "leapfrog",
    "merge,push",
    "range",
    "range,merge",
    "merge,apply,push",
    "unify",
};

enum { N_WAYS = sizeof(ways) / sizeof(ways[0]), N_NODES = 60, HUB_DEGREE = 1500 };

static const char *const queries[] = {
    // stars, chains, cycles
    "SELECT * { ?a <p> ?b . ?a <q> ?c }",
    "SELECT * { ?a <p> ?b . ?a <q> ?c . ?a <r> ?d }",
    "SELECT * { ?a <q> ?b . ?b <r> ?c . ?c <q> ?d }",
    "SELECT * { ?a <q> ?b . ?b <q> ?c . ?c <q> ?a }",
    "SELECT * { ?a <q> ?b . ?b <r> ?c . ?c <q> ?d . ?d <r> ?a }",
    "SELECT * { ?a <q> ?b . ?a <r> ?b }",
    "SELECT * { ?a ?x ?b . ?b ?x ?a }",
    "SELECT * { ?a <q> ?a . ?a <r> ?b }",
    // two variables in common, with many partners by the first
    "SELECT * { ?a <p> ?b . ?a ?x ?b }",
    "SELECT * { ?a <q> ?b . ?b <r> ?c . ?a <q> ?c }",
    "SELECT * { ?a <p> ?b OPTIONAL { ?a ?x ?b FILTER(?x != <p>) } }",
    "SELECT * { ?a ?x ?b MINUS { ?a <q> ?c . ?c <r> ?b } }",
    "SELECT * { ?a ?x ?b FILTER EXISTS { ?a <p> ?b } }",
    "SELECT * { ?a ?x ?b FILTER NOT EXISTS { ?a <q> ?c . ?c <r> ?b } }",
    "SELECT * { ?a <r> ?b . ?c <q> ?d FILTER(?a = ?c && ?b != ?d) }",
    "SELECT * { <n1> <q> ?a . ?a <r> ?b . ?b ?p <n2> }",
    "SELECT * { ?a <q> <n3> . ?a <r> <n4> }",
    "SELECT * { ?a <nothing> ?b . ?a <q> ?c }",
    // optional parts
    "SELECT * { ?a <q> ?b OPTIONAL { ?a <r> ?c } }",
    "SELECT * { ?a <p> ?b OPTIONAL { ?b <r> ?c } }",
    "SELECT * { ?a <q> ?b OPTIONAL { ?a <r> ?c FILTER(?c != ?b) } }",
    "SELECT * { ?a <q> ?b OPTIONAL { ?a <r> ?c } OPTIONAL { ?d <q> ?c } }",
    "SELECT * { ?a <q> ?b OPTIONAL { ?a <nothing> ?c } ?c <r> ?d }",
    "SELECT * { ?a <q> ?b OPTIONAL { { ?a <r> ?c } UNION { ?b <r> ?c } } }",
    // optional parts that must be missing
    "SELECT * { ?a <q> ?b OPTIONAL { ?a <r> ?c } FILTER(!BOUND(?c)) }",
    "SELECT * { ?a <p> ?b OPTIONAL { ?b <r> ?c FILTER(?c != ?a) } FILTER(!BOUND(?c)) }",
    "SELECT * { ?a <q> ?b OPTIONAL { ?b <r> ?c . ?c <q> ?d } "
    "FILTER(!BOUND(?d) && ?a != ?b && !BOUND(?c)) }",
    "SELECT * { ?a <q> ?b OPTIONAL { ?b <r> ?c OPTIONAL { ?c <q> ?d } } "
    "FILTER(!BOUND(?d)) }",
    "SELECT * { ?a <q> ?b OPTIONAL { ?a <r> ?c } OPTIONAL { ?b <r> ?c } "
    "FILTER(!BOUND(?c)) }",
    "SELECT * { ?a <q> ?b OPTIONAL { ?a <r> ?c } FILTER(!BOUND(?c) || ?c = <n1>) }",
    "SELECT ?a ?c { ?a <q> ?b OPTIONAL { ?b <r> ?c } FILTER(!BOUND(?c)) "
    "OPTIONAL { ?b <q> ?c } }",
    "SELECT * { ?c <q> ?b FILTER EXISTS { ?a <p> ?b OPTIONAL { ?b <r> ?c } "
    "FILTER(!BOUND(?c)) } }",
    // minus
    "SELECT * { ?a <p> ?b MINUS { ?a <q> ?c } }",
    "SELECT * { ?a <q> ?b MINUS { ?a <r> ?b } }",
    "SELECT * { ?a <q> ?b MINUS { ?x <r> ?y } }",
    "SELECT * { ?a <q> ?b OPTIONAL { ?a <r> ?c } MINUS { ?c <q> ?d } }",
    "SELECT * { ?a <q> ?b MINUS { ?a <r> ?c FILTER(?c = <n5>) } }",
    "SELECT * { <n1> <q> ?a MINUS { ?a <r> ?b . ?b <q> ?c } }",
    "SELECT * { <n1> <q> ?a OPTIONAL { ?a <r> ?b } MINUS { ?a <q> ?c . ?c <r> ?b } }",
    "SELECT * { <n1> <q> ?a OPTIONAL { ?a <r> ?b } MINUS { ?b <q> ?c . ?c <r> ?d } }",
    "SELECT * { <n1> <q> ?a MINUS { { ?a <r> ?b } UNION { ?b <r> ?a } } }",
    "SELECT * { <n1> <q> ?a MINUS { { ?a <r> ?b } UNION { ?b <r> ?c } } }",
    // exists
    "SELECT * { ?a <p> ?b FILTER EXISTS { ?a <q> ?c } }",
    "SELECT * { ?a <q> ?b FILTER NOT EXISTS { ?a <r> ?c } }",
    "SELECT * { ?a <q> ?b FILTER NOT EXISTS { ?b <r> ?c . ?c <q> ?a } }",
    "SELECT * { ?a <q> ?b FILTER EXISTS { ?b <r> ?c FILTER(?c != ?a) } }",
    "SELECT * { ?a <q> ?b OPTIONAL { ?b <r> ?c } FILTER NOT EXISTS { ?c <q> ?d } }",
    "SELECT * { ?a <q> ?b FILTER(EXISTS { ?a <r> ?c } || ?b = <n1>) }",
    "SELECT * { ?a <q> ?b FILTER EXISTS { ?x <nothing> ?y } }",
    "SELECT * { ?a <q> ?b FILTER NOT EXISTS { ?x <nothing> ?y } }",
    "SELECT * { ?a <q> ?b FILTER(EXISTS { ?a <r> ?b } && NOT EXISTS { ?b <r> ?a }) }",
    "SELECT * { <n1> <q> ?a FILTER EXISTS { ?a <r> ?b . ?b <q> ?c } }",
    "SELECT * { <n1> <q> ?a FILTER NOT EXISTS { ?a <r> ?b . ?b <v> ?c } }",
    "SELECT * { <n1> <q> ?a OPTIONAL { ?a <r> ?b } "
    "FILTER NOT EXISTS { ?b <r> ?c . ?c <q> ?a FILTER(?c != ?a) } }",
    "SELECT * { <n1> <q> ?a . ?a <r> ?b FILTER EXISTS { ?b <r> ?c . ?c <q> ?d "
    "FILTER(?d != ?a) } }",
    // unbound values
    "SELECT * { VALUES (?a ?b) { (<n1> UNDEF) (UNDEF <n2>) (UNDEF UNDEF) } ?a <q> ?b }",
    "SELECT * { VALUES ?a { <n1> <n2> <n1> } ?a <q> ?b . ?b <r> ?c }",
    "SELECT * { ?a <q> ?b MINUS { VALUES (?a ?b) { (<n1> UNDEF) (UNDEF <n2>) } } }",
    // graphs
    "SELECT * { GRAPH ?g { ?a <q> ?b . ?b <q> ?c . ?c <q> ?a } }",
    "SELECT * { GRAPH <g1> { ?a <q> ?b . ?a <r> ?c } }",
    "SELECT * { GRAPH <g1> { ?a ?x ?b . ?b ?y ?c . ?c ?z ?a } }",
    "SELECT * { GRAPH ?g { ?a <q> ?b } . ?a <r> ?b }",
    "SELECT * { GRAPH ?g { ?a <q> ?b } GRAPH ?h { ?a <q> ?b } }",
    "SELECT * FROM <g1> FROM <g2> { ?a <q> ?b . ?b <q> ?c . ?c <q> ?a }",
    "SELECT * FROM <g1> FROM <g2> { ?a <q> ?b . ?a <r> ?c }",
    "SELECT * FROM NAMED <g1> { GRAPH ?g { ?a <q> ?b . ?a <r> ?c } }",
    // below a join that starts them anew
    "SELECT * { ?a <q> ?b OPTIONAL { ?b <r> ?c . ?c <q> ?d } }",
    "SELECT * { ?a <q> <n1> { SELECT ?a (COUNT(*) AS ?n) { ?a <p> ?b . ?a <q> ?c } "
    "GROUP BY ?a } }",
    "SELECT * { ?a <q> ?b . ?b <r> ?c } LIMIT 10000000",
    // variables that are equal
    "SELECT * { ?a <q> ?b . ?c <r> ?d FILTER(?b = ?c) }",
    "SELECT * { ?a <q> ?b . ?c <r> ?d . ?e <q> ?f FILTER(?a = ?c && ?e = ?a && ?b != ?d) "
    "}",
    "SELECT * { ?a <v> ?b . ?c <v> ?d . ?a <q> ?c FILTER(?b = ?d) }",
    "SELECT * { ?a <v> ?b . ?c <v> ?d . ?a <q> ?c FILTER(sameTerm(?b, ?d)) }",
    "SELECT * { ?a <q> ?b . ?c <r> ?d OPTIONAL { ?d <q> ?e } FILTER(?a = ?d) }",
    "SELECT * { ?a <q> ?b . ?c <r> ?d OPTIONAL { ?a <q> ?e FILTER(?e = ?c) } }",
    "SELECT * { ?a <q> ?b OPTIONAL { ?c <r> ?d . ?e <q> ?b FILTER(?c = ?e) } }",
    "SELECT * { ?a <q> ?b FILTER EXISTS { ?c <r> ?d . ?e <q> ?b FILTER(?c = ?e) } }",
    "SELECT * { ?a <q> ?b OPTIONAL { ?a <r> ?e } "
    "FILTER EXISTS { ?c <r> ?d . ?e <q> ?x FILTER(?c = ?e) } }",
    "SELECT * { GRAPH ?g { ?a <q> ?b . ?c <r> ?d FILTER(?a = ?d) } }",
    "SELECT * { GRAPH <g1> { ?a <q> ?b } . ?c <r> ?d FILTER(?a = ?d && ?c = ?b) }",
    "SELECT * { ?a ?p ?b . ?c <r> ?d FILTER(?p = ?d) }",
    "SELECT ?a (COUNT(*) AS ?n) { ?a <q> ?b . ?c <r> ?d FILTER(?c = ?b) } GROUP BY ?a",
    // bounds
    "SELECT * { ?a <v> ?b FILTER(?b > 95) }",
    "SELECT * { ?a <v> ?b FILTER(?b > 95 && 97.5 >= ?b) }",
    "SELECT * { ?a <v> ?b . ?a <q> ?c FILTER(?b >= 98) }",
    "SELECT * { ?a <v> ?b . ?a <q> ?c FILTER(?b < 3 && ?c != <n1>) }",
    "SELECT * { ?a <v> ?b . ?c <v> ?b FILTER(?b < 3.5 && ?b > 1) }",
    "SELECT * { ?a <v> ?b . ?c <v> ?d FILTER(?b < 2 && ?d = ?b) }",
    "SELECT * { ?a <v> ?b . ?a <v> ?c FILTER(?b = 7 && ?c > ?b && ?c <= 9) }",
    "SELECT * { ?a <v> ?b FILTER(?b < '2020-01-04'^^"
    "<http://www.w3.org/2001/XMLSchema#date>) }",
    "SELECT * { ?a <v> ?b . ?a <r> ?c FILTER(?b >= '2020-01-04T00:00:00Z'^^"
    "<http://www.w3.org/2001/XMLSchema#dateTime>) }",
    "SELECT * { ?a <q> ?c OPTIONAL { ?a <v> ?b FILTER(?b < 2) } }",
    "SELECT * { ?a <q> ?c OPTIONAL { ?a <v> ?b } FILTER(?b < 2) }",
    "SELECT * { ?a <q> ?c MINUS { ?a <v> ?b FILTER(?b < 20) } }",
    "SELECT * { ?a <q> ?c FILTER EXISTS { ?a <v> ?b FILTER(?b < 20) } }",
    "SELECT * { ?a <v> ?b FILTER(?b > 95) FILTER NOT EXISTS { ?a <v> ?c "
    "FILTER(?c < 30) } }",
    "SELECT * { ?a <v> ?b FILTER(?b > 5 && ?b < 4) }",
    "SELECT * { ?a <v> ?b FILTER(?b > 99 || ?b < 1) }",
    "SELECT * { ?a <v> ?b FILTER(!(?b > 1)) }",
    "SELECT * { ?a ?p ?b FILTER(?b > 98) }",
    "SELECT * { GRAPH ?g { ?a <v> ?b FILTER(?b > 95) } }",
    "SELECT * { GRAPH <g1> { ?a ?p ?b FILTER(?b > 95) } }",
    "SELECT * { GRAPH ?g { ?a <v> ?b . ?a <q> ?c } FILTER(?b > 95) }",
    "SELECT * FROM <g1> FROM <g2> { ?a <v> ?b . ?a <q> ?c FILTER(?b < 4) }",
    "SELECT * { VALUES ?b { 1 2 3 'a' UNDEF } ?a <v> ?b FILTER(?b < 3) }",
    "SELECT ?b (COUNT(*) AS ?n) { ?a <v> ?b FILTER(?b <= 4) } GROUP BY ?b",
    "SELECT (MAX(?b) AS ?m) { ?a <v> ?b FILTER(?b < 60) }",
    "SELECT DISTINCT ?b { ?a <v> ?b FILTER(?b > 90) }",
};

enum { N_QUERIES = sizeof(queries) / sizeof(queries[0]) };

// ------------------------------------------------------------------------------- data

static void
add_random_triples(furat_buffer *out, random_source *source, size_t n)
{
  size_t n_nodes = n < N_NODES ? 8 : N_NODES; // few, so that there are circles
  static const char *const predicates[] = {"q", "q", "r", "x"};
  for (size_t i = 0; i < n; i++) {
    furat_buffer_appendf(
        out, "<n%u> <%s> <n%u> . ", (unsigned)random_below(source, n_nodes),
        predicates[random_below(source, 4)], (unsigned)random_below(source, n_nodes));
  }
}

// Values of many types, and what only looks like one.
static void
add_values(furat_buffer *out, random_source *source, size_t n)
{
  static const char *const forms[] = {
      "%u",
      "%u.0",
      "%u.5",
      "'%u.0E0'^^<http://www.w3.org/2001/XMLSchema#double>",
      "%ue0",
      "'%u'^^<http://www.w3.org/2001/XMLSchema#int>",
      "'%u'^^<http://www.w3.org/2001/XMLSchema#float>",
      "'0%u'^^<http://www.w3.org/2001/XMLSchema#integer>",
      "'%u'",
      "'%u'@en",
      "'%u'^^<type>",
      "'no %u'^^<http://www.w3.org/2001/XMLSchema#integer>",
      "<n%u>",
      "_:b%u",
  };
  enum { N_FORMS = sizeof(forms) / sizeof(forms[0]) };
  static const char *const zones[] = {"", "Z", "+14:00", "-14:00", "+03:00"};
  for (size_t i = 0; i < n; i++) {
    furat_buffer_appendf(out, "<n%u> <v> ", (unsigned)random_below(source, N_NODES));
    size_t form = random_below(source, N_FORMS + 4);
    if (form < N_FORMS) {
      char text[100];
      const unsigned value = (unsigned)random_below(source, 100);
      const char *place = strchr(forms[form], '%');
      snprintf(text, sizeof(text), "%.*s%u%s", (int)(place - forms[form]), forms[form],
               value, place + 2);
      furat_buffer_append_cstr(out, text);
    } else {
      bool time = form % 2;
      furat_buffer_appendf(
          out, "'2020-01-%02u%s%s'^^<http://www.w3.org/2001/XMLSchema#%s>",
          1 + (unsigned)random_below(source, 28), time ? "T12:00:00" : "",
          zones[random_below(source, 5)], time ? "dateTime" : "date");
    }
    furat_buffer_append_cstr(out, " . ");
  }
}

// n0 has more <p> than a batch holds, the others have some.
static void
write_data(furat_buffer *out, random_source *source, size_t n, size_t hub_degree)
{
  furat_buffer_append_cstr(out, "INSERT DATA { ");
  for (size_t i = 0; i < hub_degree; i++) {
    furat_buffer_appendf(out, "<n0> <p> %zu . ", i);
  }
  for (unsigned i = 1; i < N_NODES && hub_degree > 0; i++) {
    furat_buffer_appendf(out, "<n%u> <p> <n%u> , 0 . ", i,
                         (unsigned)random_below(source, N_NODES));
  }
  furat_buffer_append_cstr(out, "<n0> <q> <n1> , <n2> ; <r> <n3> ; <s> <n1> , <n2> . "
                                "<n1> <s> <n1> . ");
  add_random_triples(out, source, n);
  add_values(out, source, n * 2);
  for (int graph = 1; graph <= 2; graph++) {
    furat_buffer_appendf(out, "GRAPH <g%d> { ", graph);
    add_random_triples(out, source, n);
    add_values(out, source, n);
    furat_buffer_append_cstr(out, "} ");
  }
  furat_buffer_append_cstr(out, "}");
}

static furat_status
prepare(furat_query **out, furat_dataset *dataset, const char *text, bool update,
        uint64_t memory_bytes, furat_error *err)
{
  furat_prepare_options options = FURAT_PREPARE_OPTIONS_INIT;
  options.update = update;
  options.base = FURAT_STR("http://e/");
  options.memory_bytes = memory_bytes;
  return furat_query_prepare(out, dataset, furat_str_of(text), &options, err);
}

static furat_status
open_store(furat_dataset **out, const char *file, const char *disabled, bool all_graphs,
           bool create, furat_error *err)
{
  furat_dataset_options options = FURAT_DATASET_OPTIONS_INIT;
  options.engine = &furat_engine_native;
  options.path = file;
  options.create = create;
  options.disabled_passes = disabled;
  options.default_graph = all_graphs ? FURAT_DEFAULT_GRAPH_UNION : options.default_graph;
  return furat_dataset_open(out, &options, err);
}

static void
make_store(const char *file, random_source *source, size_t n, size_t hub_degree)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_dataset *dataset = NULL;
  furat_query *query = NULL;
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX);
  write_data(&text, source, n, hub_degree);
  furat_buffer_append_byte(&text, '\0');
  if (open_store(&dataset, file, NULL, false, true, &err) != FURAT_OK ||
      prepare(&query, dataset, text.data, true, 0, &err) != FURAT_OK ||
      furat_query_update(query, NULL, &err) != FURAT_OK) {
    fail_msg("%s", err.message);
  }
  furat_query_free(query);
  furat_dataset_close(dataset);
  furat_buffer_clear(&text);
}

static int
make_stores(void **state)
{
  (void)state;
  random_source source = random_start("joins");
  snprintf(path, sizeof(path), "test_joins-%ld.furat", (long)getpid());
  snprintf(small_path, sizeof(small_path), "test_joins-small-%ld.furat", (long)getpid());
  make_store(path, &source, 300, HUB_DEGREE);
  make_store(small_path, &source, 20, 0);
  return 0;
}

static int
remove_stores(void **state)
{
  (void)state;
  char lock[80];
  const char *const files[] = {path, small_path};
  for (int i = 0; i < 2; i++) {
    snprintf(lock, sizeof(lock), "%s-lock", files[i]);
    remove(files[i]);
    remove(lock);
  }
  return 0;
}

// ----------------------------------------------------------------------------- answers

// Solutions as a multiset: their number, and the sum of their hashes.
typedef struct {
  uint64_t n;
  uint64_t sum;
} answer;

static uint64_t
hash_of_row(const furat_term *row, size_t n)
{
  uint64_t hash = 7;
  for (size_t i = 0; i < n; i++) {
    hash = furat_hash_mix(hash, furat_term_hash(&row[i]));
  }
  return hash;
}

static furat_status
ask(answer *out, furat_dataset *dataset, const char *text, uint64_t memory_bytes,
    furat_error *err)
{
  furat_query *query = NULL;
  furat_results *results = NULL;
  const furat_term *row;
  *out = (answer){0, 0};
  furat_status status = prepare(&query, dataset, text, false, memory_bytes, err);
  if (status == FURAT_OK) {
    status = furat_query_execute(&results, query, NULL, err);
  }
  while (status == FURAT_OK) {
    status = furat_results_next(results, &row, err);
    if (status == FURAT_OK) {
      out->n++;
      out->sum += hash_of_row(row, furat_results_n_columns(results));
    }
  }
  furat_results_free(results);
  furat_query_free(query);
  return status == FURAT_DONE ? FURAT_OK : status;
}

static void
ask_all(answer *out, const char *file, const char *disabled, bool all_graphs)
{
  furat_dataset *dataset = NULL;
  furat_error err = FURAT_ERROR_INIT;
  if (open_store(&dataset, file, disabled, all_graphs, false, &err) != FURAT_OK) {
    fail_msg("%s", err.message);
  }
  for (size_t i = 0; i < N_QUERIES; i++) {
    if (ask(&out[i], dataset, queries[i], 0, &err) != FURAT_OK) {
      fail_msg("without %s: %s: %s", disabled, queries[i], err.message);
    }
  }
  furat_dataset_close(dataset);
}

static void
compare_ways(const char *file, bool all_graphs)
{
  answer expected[N_QUERIES];
  ask_all(expected, file, ways[0], all_graphs);
  for (size_t way = 1; way < N_WAYS; way++) {
    answer got[N_QUERIES];
    ask_all(got, file, ways[way], all_graphs);
    for (size_t i = 0; i < N_QUERIES; i++) {
      if (memcmp(&got[i], &expected[i], sizeof(answer)) != 0) {
        fail_msg("%s: %" PRIu64 " solutions, without %s %" PRIu64, queries[i],
                 expected[i].n, ways[way], got[i].n);
      }
    }
  }
}

static void
all_kinds_of_join_answer_the_same(void **state)
{
  (void)state;
  for (int all_graphs = 0; all_graphs < 2; all_graphs++) {
    compare_ways(path, all_graphs);
    compare_ways(small_path, all_graphs); // for what is chosen for little data
  }
}

static void
long_runs_of_a_key_meet_each_other_whole(void **state)
{
  (void)state;
  for (size_t way = 0; way < N_WAYS; way++) {
    furat_dataset *dataset = NULL;
    answer got;
    assert_int_equal(open_store(&dataset, path, ways[way], false, false, NULL), FURAT_OK);
    const char *const both[] = {"SELECT * { ?a <s> ?b . ?a <p> ?c }",
                                "SELECT * { ?a <p> ?c . ?a <s> ?b }"};
    for (int i = 0; i < 2; i++) {
      assert_int_equal(ask(&got, dataset, both[i], 0, NULL), FURAT_OK);
      assert_int_equal(got.n, 2 * HUB_DEGREE + 2);
    }
    furat_dataset_close(dataset);
  }
}

// Hash joins that have not the room they want divide their inputs.
static void
without_room_the_answers_are_the_same(void **state)
{
  (void)state;
  const uint64_t budget_bytes = (uint64_t)2400 << 10;
  const char *const texts[] = {
      "SELECT * { ?a ?x ?b . ?b ?y ?c }",
      "SELECT * { ?a ?x ?b OPTIONAL { ?b ?y ?c } }",
      "SELECT * { ?a ?x ?b MINUS { ?b <q> ?c . ?c <r> ?d } }",
      "SELECT * { ?a ?x ?b FILTER EXISTS { ?b ?y ?c . ?c <q> ?d } }",
      "SELECT * { ?a ?x ?b FILTER NOT EXISTS { ?b ?y ?c FILTER(?c != ?a) } }",
  };
  for (int i = 0; i < 5; i++) {
    furat_dataset *dataset = NULL;
    furat_error err = FURAT_ERROR_INIT;
    answer expected;
    answer got;
    assert_int_equal(
        open_store(&dataset, path, "merge,apply,leapfrog", true, false, NULL), FURAT_OK);
    assert_int_equal(ask(&expected, dataset, texts[i], 0, NULL), FURAT_OK);
    if (ask(&got, dataset, texts[i], budget_bytes, &err) != FURAT_OK) {
      fail_msg("%s: %s", texts[i], err.message);
    }
    assert_memory_equal(&got, &expected, sizeof(got));
    furat_dataset_close(dataset);
  }
}

typedef struct {
  furat_dataset *dataset;
  const char *text;
  answer expected;
} attempt;

static furat_status
ask_once(void *context)
{
  const attempt *a = context;
  answer got;
  furat_status status = ask(&got, a->dataset, a->text, 0, NULL);
  if (status == FURAT_OK) {
    if (memcmp(&got, &a->expected, sizeof(got)) != 0) {
      fail_msg("%s has other solutions when memory fails", a->text);
    }
  }
  return status;
}

// An estimate that could not be made only costs time, so that a query may go on.
static void
failing_allocations_are_survived(void **state)
{
  (void)state;
  for (size_t way = 0; way < N_WAYS; way += 5) {
    attempt a;
    assert_int_equal(open_store(&a.dataset, small_path, ways[way], false, false, NULL),
                     FURAT_OK);
    for (size_t i = 0; i < N_QUERIES; i++) {
      a.text = queries[i];
      assert_int_equal(ask(&a.expected, a.dataset, a.text, 0, NULL), FURAT_OK);
      alloc_fail_each_tolerant(ask_once, &a);
    }
    furat_dataset_close(a.dataset);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(all_kinds_of_join_answer_the_same),
      cmocka_unit_test(long_runs_of_a_key_meet_each_other_whole),
      cmocka_unit_test(without_room_the_answers_are_the_same),
      cmocka_unit_test(failing_allocations_are_survived),
  };
  return cmocka_run_group_tests(tests, make_stores, remove_stores);
}
