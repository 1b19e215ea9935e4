// SPDX-License-Identifier: GPL-3.0-or-later
// Requests over a small dataset of all kinds of terms, in a moment and in little memory.
#include "fuzz/fuzz_engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/diagnostic.h"
#include "base/hash.h"

enum { TIMEOUT_MS = 400, MEMORY_BYTES = 8 << 20, MAX_ROWS = 400 };

static const char data[] =
    "PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> INSERT DATA { "
    ":a :p :b , :c ; :q 1 , 2.50 , 1e1 ; :name \"a\" , \"b\"@en , \"\\u0639\"@ar . "
    ":b :p :c ; :q -3 , 4 ; :name \"Ab c\" ; :day \"2016-10-17\"^^xsd:date . "
    ":c :p :a , [] ; :q 0.5 ; :day \"2017-07-10\"^^xsd:date , "
    "\"2014-06\"^^xsd:gYearMonth ; "
    ":at \"2017-07-10T12:00:00.25+03:00\"^^xsd:dateTime ; :list (1 \"x\" :a) . "
    ":d :p :d ; :r true , false ; :q \"INF\"^^xsd:double , \"NaN\"^^xsd:float , "
    "\"01\"^^xsd:integer , \"z\"^^xsd:integer , 123456789012345678901234567890 . "
    "_:x :p _:y . _:y :p _:x ; :long \"P1Y2M3DT4H5M6.7S\"^^xsd:duration ; :t \"q\"^^:own "
    ". "
    "GRAPH :g { :a :p :d . :d :p :e ; :q 7 } GRAPH :h { :a :p :b , :e } GRAPH :a { :g :p "
    ":h } "
    "}";

void
fuzz_require(bool condition, const char *what, const fuzz_answer *answer)
{
  if (!condition) {
    fprintf(stderr, "fuzz: %s (%s: %s)\n", what,
            answer ? furat_status_name(answer->status) : "-",
            answer ? answer->err.message : "-");
    abort();
  }
}

static furat_status
take_quads(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  (void)err;
  fuzz_answer *answer = self;
  for (size_t i = 0; i < n; i++) {
    const furat_term *terms[] = {&quads[i].subject, &quads[i].predicate, &quads[i].object,
                                 &quads[i].graph};
    uint64_t hash = 0;
    for (int place = 0; place < 4; place++) {
      hash = hash * UINT64_C(0x9E3779B97F4A7C15) + furat_term_hash(terms[place]);
    }
    answer->sum += hash;
    answer->n_rows++;
  }
  return FURAT_OK;
}

static void
take_rows(fuzz_answer *answer, furat_results *results)
{
  const size_t n_columns = furat_results_n_columns(results);
  const furat_term *row;
  while ((answer->status = furat_results_next(results, &row, &answer->err)) == FURAT_OK) {
    uint64_t hash = 1;
    for (size_t i = 0; i < n_columns; i++) {
      hash = hash * UINT64_C(0x9E3779B97F4A7C15) + furat_term_hash(&row[i]);
    }
    answer->sum += hash ^ hash >> 29;
    answer->n_rows++;
  }
  answer->status = answer->status == FURAT_DONE ? FURAT_OK : answer->status;
}

static void
take_results(fuzz_answer *answer, furat_results *results)
{
  const furat_quad_sink sink = {.self = answer, .emit = take_quads};
  switch (furat_results_form(results)) {
  case FURAT_QUERY_SELECT:
    take_rows(answer, results);
    break;
  case FURAT_QUERY_ASK:
    answer->n_rows = 1;
    answer->sum = furat_results_boolean(results);
    break;
  default:
    answer->status = furat_results_triples(results, &sink, &answer->err);
  }
  answer->cut = furat_results_are_cut(results);
}

static void
check_error(const fuzz_answer *answer, furat_str text)
{
  furat_buffer shown;
  fuzz_require(answer->status != FURAT_INTERNAL && answer->status != FURAT_CORRUPT,
               "a bug that was found out in time", answer);
  fuzz_require(answer->err.status == answer->status, "a status without its error",
               answer);
  fuzz_require(answer->err.message[0] != '\0', "an error without words", answer);
  fuzz_require(!answer->err.has_span || (answer->err.span.start <= answer->err.span.end &&
                                         answer->err.span.end <= text.len),
               "an error outside of the text", answer);
  furat_buffer_init(&shown, SIZE_MAX);
  furat_diagnostic_format(&shown, &answer->err, text);
  furat_buffer_clear(&shown);
}

static fuzz_answer
run_within(furat_dataset *dataset, furat_str text, bool update, uint64_t milliseconds)
{
  fuzz_answer answer = {.status = FURAT_OK};
  furat_prepare_options options = FURAT_PREPARE_OPTIONS_INIT;
  furat_query *query = NULL;
  furat_results *results = NULL;
  furat_cancel cancel;
  options.update = update;
  options.base = FURAT_STR("http://e/");
  options.memory_bytes = MEMORY_BYTES;
  options.max_rows = MAX_ROWS;
  furat_cancel_init(&cancel, milliseconds);
  answer.status = furat_query_prepare(&query, dataset, text, &options, &answer.err);
  if (answer.status == FURAT_OK && update) {
    answer.status = furat_query_update(query, &cancel, &answer.err);
  } else if (answer.status == FURAT_OK) {
    answer.status = furat_query_execute(&results, query, &cancel, &answer.err);
  }
  if (answer.status == FURAT_OK && results) {
    take_results(&answer, results);
  }
  if (answer.status != FURAT_OK) {
    check_error(&answer, text);
  }
  furat_results_free(results);
  furat_query_free(query);
  return answer;
}

fuzz_answer
fuzz_run(furat_dataset *dataset, furat_str text, bool update)
{
  return run_within(dataset, text, update, TIMEOUT_MS);
}

// What a target needs itself may take its time: the machine may be busy.
static fuzz_answer
prepare(furat_dataset *dataset, const char *update)
{
  return run_within(dataset, furat_str_of(update), true, 0);
}

fuzz_answer
fuzz_read_all(furat_dataset *dataset)
{
  fuzz_answer answer = {.status = FURAT_OK};
  const furat_term any[3] = {{.kind = FURAT_TERM_NONE}};
  const furat_quad_sink sink = {.self = &answer, .emit = take_quads};
  uint64_t n = 0;
  answer.status = furat_dataset_match(dataset, any, NULL, &sink, NULL, &answer.err);
  fuzz_require(answer.status == FURAT_OK, "the dataset cannot be read", &answer);
  answer.status = furat_dataset_count(dataset, &n, &answer.err);
  fuzz_require(answer.status == FURAT_OK && n == answer.n_rows,
               "the dataset does not know how many quads it has", &answer);
  return answer;
}

furat_dataset *
fuzz_dataset(const char *disabled)
{
  furat_dataset *dataset = NULL;
  fuzz_answer answer = {.status = FURAT_OK};
  furat_dataset_options options = FURAT_DATASET_OPTIONS_INIT;
  options.disabled_passes = disabled;
  answer.status = furat_dataset_open(&dataset, &options, &answer.err);
  fuzz_require(answer.status == FURAT_OK, "no dataset", &answer);
  answer = prepare(dataset, data);
  fuzz_require(answer.status == FURAT_OK, "no data", &answer);
  return dataset;
}

void
fuzz_reset(furat_dataset *dataset)
{
  fuzz_answer answer = prepare(dataset, "CLEAR ALL");
  fuzz_require(answer.status == FURAT_OK, "no empty dataset", &answer);
  answer = prepare(dataset, data);
  fuzz_require(answer.status == FURAT_OK, "no data", &answer);
}
