// SPDX-License-Identifier: GPL-3.0-or-later
// Fuzz target of the expression evaluator: the bytes choose an expression over values of
// all kinds. As constants, and as variables that are bound to the same values, it comes
// to the same.
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "fuzz/fuzz_engine.h"
#include "sparql/builtins.h"

enum { MAX_DEPTH = 5, MAX_VALUES = 6, MAX_VALUE_BYTES = 24, MAX_TEXT = 1 << 14 };

int
LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

typedef struct {
  const uint8_t *bytes;
  size_t n;
  char values[MAX_VALUES][160]; // as SPARQL writes them
  size_t n_values;
} choices;

static unsigned
choose(choices *c, unsigned n)
{
  if (c->n == 0) {
    return 0;
  }
  c->n--;
  return *c->bytes++ % n;
}

// ---------------------------------------------------------------------- values

static const char *const datatypes[] = {"integer",
                                        "decimal",
                                        "double",
                                        "float",
                                        "boolean",
                                        "string",
                                        "date",
                                        "dateTime",
                                        "time",
                                        "duration",
                                        "dayTimeDuration",
                                        "yearMonthDuration",
                                        "gYear",
                                        "gMonth",
                                        "gYearMonth",
                                        "gMonthDay",
                                        "gDay",
                                        "unsignedByte",
                                        "byte",
                                        "hexBinary",
                                        "anyURI",
                                        "long"};

static const char *const forms[] = {"",
                                    "0",
                                    "-0",
                                    "1",
                                    "-1",
                                    "1.5",
                                    "-2.75",
                                    "1e308",
                                    "-1e-320",
                                    "INF",
                                    "-INF",
                                    "NaN",
                                    "true",
                                    "false",
                                    "abc",
                                    "aé€𝄞",
                                    "^a.*c$",
                                    "(a+)+$",
                                    "[",
                                    "\\\\d",
                                    "%20 x",
                                    "2016-10-17",
                                    "-0001-02-28",
                                    "2016-02-29T24:00:00",
                                    "2017-07-10T12:00:00.123456789-14:00",
                                    "12:59:60",
                                    "00:00:00Z",
                                    "P1Y2M3DT4H5M6.7S",
                                    "-P99999999999999999999Y",
                                    "PT0S",
                                    "P13M",
                                    "--02-30",
                                    "---31",
                                    "2014-06",
                                    "99999999999999999999999999999999999",
                                    "0.000000000000001",
                                    "i",
                                    "smx",
                                    "en-GB",
                                    "http://e/x y",
                                    "18446744073709551616",
                                    "9223372036854775808"};

// A lexical form: of the list, or any bytes, escaped.
static void
write_form(choices *c, furat_buffer *out)
{
  const unsigned kind = choose(c, 64);
  if (kind < sizeof forms / sizeof forms[0]) {
    furat_buffer_append_cstr(out, forms[kind]);
    return;
  }
  const unsigned n = choose(c, MAX_VALUE_BYTES);
  for (unsigned i = 0; i < n; i++) {
    char escaped[8];
    snprintf(escaped, sizeof escaped, "\\u%04X", 1 + choose(c, 255));
    furat_buffer_append_cstr(out, escaped);
  }
}

static void
write_value(choices *c, furat_buffer *out)
{
  const unsigned kind = choose(c, 8);
  if (kind == 0) {
    static const char *const iris[] = {"<http://e/a>", "<http://e/b>", "<urn:x>", "<>"};
    furat_buffer_append_cstr(out, iris[choose(c, 4)]);
    return;
  }
  furat_buffer_append_byte(out, '"');
  write_form(c, out);
  furat_buffer_append_byte(out, '"');
  if (kind == 1) {
    static const char *const tags[] = {"@en", "@ar", "@EN-gb"};
    furat_buffer_append_cstr(out, tags[choose(c, 3)]);
  } else if (kind > 2) {
    furat_buffer_append_cstr(out, "^^xsd:");
    furat_buffer_append_cstr(
        out, datatypes[choose(c, sizeof datatypes / sizeof datatypes[0])]);
  }
}

static void
choose_values(choices *c)
{
  const unsigned n = 1 + choose(c, MAX_VALUES);
  for (c->n_values = 0; c->n_values < n; c->n_values++) {
    furat_buffer text;
    furat_buffer_init(&text, MAX_TEXT);
    write_value(c, &text);
    snprintf(c->values[c->n_values], sizeof c->values[0], "%.*s",
             text.len < sizeof c->values[0] ? (int)text.len : 2,
             text.len < sizeof c->values[0] ? text.data : "\"\"");
    furat_buffer_clear(&text);
  }
}

// ---------------------------------------------------------------------- expressions

static const char *const operators[] = {
    "+", "-", "*", "/", "=", "!=", "<", ">", "<=", ">=", "&&", "||"};
static const char *const casts[] = {"integer", "decimal", "double",   "float",
                                    "string",  "boolean", "dateTime", "date"};

static void
write_expression(choices *c, furat_buffer *out, unsigned depth);

static void
write_arguments(choices *c, furat_buffer *out, unsigned n, unsigned depth)
{
  furat_buffer_append_byte(out, '(');
  for (unsigned i = 0; i < n; i++) {
    furat_buffer_append_cstr(out, i > 0 ? " , " : "");
    write_expression(c, out, depth);
  }
  furat_buffer_append_byte(out, ')');
}

// Aggregates and BOUND have no place here, and what is new each time cannot be compared.
static bool
is_usable(furat_builtin builtin)
{
  return builtin != FURAT_BUILTIN_NONE && !furat_builtin_is_aggregate(builtin) &&
         builtin != FURAT_BUILTIN_BOUND && builtin != FURAT_BUILTIN_RAND &&
         builtin != FURAT_BUILTIN_UUID && builtin != FURAT_BUILTIN_STRUUID &&
         builtin != FURAT_BUILTIN_NOW && builtin != FURAT_BUILTIN_BNODE;
}

static void
write_call(choices *c, furat_buffer *out, unsigned depth)
{
  furat_builtin builtin = (furat_builtin)(1 + choose(c, FURAT_BUILTIN_COUNT_OF - 1));
  if (!is_usable(builtin)) {
    builtin = FURAT_BUILTIN_STR;
  }
  const furat_builtin_info *info = furat_builtin_describe(builtin);
  const unsigned most = info->n_most < 5 ? info->n_most : 5;
  const unsigned n = info->n_fewest + choose(c, most - info->n_fewest + 1);
  furat_buffer_append_cstr(out, info->name);
  write_arguments(c, out, n, depth);
}

static void
write_expression(choices *c, furat_buffer *out, unsigned depth)
{
  const unsigned kind = depth == 0 ? 0 : choose(c, 10);
  if (kind < 3) {
    char name[4];
    snprintf(name, sizeof name, "?%c", (char)('a' + choose(c, (unsigned)c->n_values)));
    furat_buffer_append_cstr(out, name);
  } else if (kind < 6) {
    write_call(c, out, depth - 1);
  } else if (kind == 6) {
    furat_buffer_append_cstr(out, "xsd:");
    furat_buffer_append_cstr(out, casts[choose(c, sizeof casts / sizeof casts[0])]);
    write_arguments(c, out, 1, depth - 1);
  } else if (kind == 7) {
    static const char *const signs[] = {"!", "-", "+"};
    furat_buffer_append_cstr(out, signs[choose(c, 3)]);
    write_arguments(c, out, 1, depth - 1);
  } else {
    write_arguments(c, out, 1, depth - 1);
    furat_buffer_append_byte(out, ' ');
    furat_buffer_append_cstr(
        out, operators[choose(c, sizeof operators / sizeof operators[0])]);
    furat_buffer_append_byte(out, ' ');
    write_arguments(c, out, 1, depth - 1);
  }
}

// ---------------------------------------------------------------------- queries

static const char prefix[] = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> ";

// SELECT (expression AS ?x) { VALUES (?a ...) { (value ...) } }
static void
write_with_variables(const choices *c, furat_str expression, furat_buffer *out)
{
  furat_buffer_append_cstr(out, prefix);
  furat_buffer_append_cstr(out, "SELECT (");
  furat_buffer_append(out, expression);
  furat_buffer_append_cstr(out, " AS ?x) { VALUES (?a ?b ?c ?d ?e ?f) { (");
  for (size_t i = 0; i < MAX_VALUES; i++) {
    furat_buffer_append_cstr(out, i < c->n_values ? c->values[i] : "UNDEF");
    furat_buffer_append_byte(out, ' ');
  }
  furat_buffer_append_cstr(out, ") } }");
}

// The same with the values in place of the variables.
static void
write_with_constants(const choices *c, furat_str expression, furat_buffer *out)
{
  furat_buffer_append_cstr(out, prefix);
  furat_buffer_append_cstr(out, "SELECT (");
  for (size_t i = 0; i < expression.len; i++) {
    if (expression.data[i] == '?') {
      i++;
      furat_buffer_append_cstr(out, c->values[expression.data[i] - 'a']);
    } else {
      furat_buffer_append_byte(out, expression.data[i]);
    }
  }
  furat_buffer_append_cstr(out, " AS ?x) {}");
}

static void
evaluate_both(furat_dataset *dataset, const choices *c, furat_str expression)
{
  furat_buffer text;
  furat_buffer_init(&text, MAX_TEXT);
  write_with_variables(c, expression, &text);
  if (text.status == FURAT_OK) {
    const fuzz_answer variables = fuzz_run(dataset, furat_buffer_str(&text), false);
    fuzz_require(variables.status != FURAT_BAD_SYNTAX, "an expression does not parse",
                 &variables);
    furat_buffer_reset(&text);
    write_with_constants(c, expression, &text);
    if (text.status == FURAT_OK && variables.status == FURAT_OK) {
      const fuzz_answer constants = fuzz_run(dataset, furat_buffer_str(&text), false);
      // On a busy machine one may have less time than the other.
      fuzz_require(constants.status == FURAT_LIMIT ||
                       (constants.status == FURAT_OK &&
                        constants.n_rows == variables.n_rows &&
                        constants.sum == variables.sum),
                   "constants and variables differ", &constants);
    }
  }
  furat_buffer_clear(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
  static furat_dataset *dataset;
  choices c = {.bytes = input, .n = size};
  furat_buffer expression;
  if (!dataset) {
    dataset = fuzz_dataset(NULL);
  }
  choose_values(&c);
  furat_buffer_init(&expression, MAX_TEXT);
  write_expression(&c, &expression, MAX_DEPTH);
  if (expression.status == FURAT_OK) {
    evaluate_both(dataset, &c, furat_buffer_str(&expression));
  }
  furat_buffer_clear(&expression);
  return 0;
}
