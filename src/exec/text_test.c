// SPDX-License-Identifier: GPL-3.0-or-later
// A test says yes, no (which an error is, too) or nothing: of long texts, of terms that
// are no strings, and wherever something fails, so that the evaluation tells of it.
#include "exec/text_test.h"

#include "base/memory.h"
#include "exec/filter_ranges.h"
#include "func/regex.h"
#include "func/text_case.h"

enum { MAX_TESTS = 4, MAX_TEXT_BYTES = 4096, MAX_MADE_BYTES = 16 * MAX_TEXT_BYTES };

// What is tested of a term.
typedef enum { AS_IT_IS, LOWER, UPPER, LANGUAGE } aspect;

typedef struct {
  const furat_expr *expr;
  size_t column;
  aspect aspect;
  bool of_iris;       // STR() of an IRI is its text
  furat_str constant; // that it is compared with
  furat_regex *regex; // of REGEX
} text_test;

struct furat_text_test {
  furat_execution *execution;
  furat_buffer made; // the text in another case
  size_t n;
  text_test tests[MAX_TESTS];
  bool whole;               // the condition has no other parts
  furat_id last[MAX_TESTS]; // what was tested last, and what came of it
  uint8_t verdict[MAX_TESTS];
};

// ------------------------------------------------------------------ what is a test

static bool
is_call(const furat_expr *expr, furat_builtin builtin)
{
  return expr->kind == FURAT_EXPR_BUILTIN && expr->builtin == builtin;
}

static bool
is_string(const furat_expr *expr)
{
  const furat_term *term = &expr->term;
  return expr->kind == FURAT_EXPR_TERM &&
         furat_id_tag_of_term(term) == FURAT_ID_TAG_STRING &&
         term->text.len <= MAX_TEXT_BYTES;
}

static bool
read_variable(text_test *out, const furat_expr *expr, const furat_plan *plan)
{
  out->column =
      expr->kind == FURAT_EXPR_VAR ? furat_plan_column(plan, expr->var) : plan->n_vars;
  return out->column < plan->n_vars;
}

// ?x, STR(?x), or one of these in another case.
static bool
read_text(text_test *out, const furat_expr *expr, const furat_plan *plan)
{
  if (is_call(expr, FURAT_BUILTIN_LCASE) || is_call(expr, FURAT_BUILTIN_UCASE)) {
    out->aspect = expr->builtin == FURAT_BUILTIN_LCASE ? LOWER : UPPER;
    expr = expr->args[0];
  }
  if (is_call(expr, FURAT_BUILTIN_STR)) {
    out->of_iris = true;
    expr = expr->args[0];
  }
  return read_variable(out, expr, plan);
}

static bool
read_language(text_test *out, const furat_expr *expr, const furat_plan *plan)
{
  out->aspect = LANGUAGE;
  return is_call(expr, FURAT_BUILTIN_LANG) && read_variable(out, expr->args[0], plan);
}

static bool
read_call(text_test *out, const furat_expr *expr, const furat_plan *plan)
{
  switch (expr->builtin) {
  case FURAT_BUILTIN_CONTAINS:
  case FURAT_BUILTIN_STRSTARTS:
  case FURAT_BUILTIN_STRENDS:
    out->constant = expr->args[1]->term.text;
    return is_string(expr->args[1]) && read_text(out, expr->args[0], plan);
  case FURAT_BUILTIN_REGEX:
    return is_string(expr->args[1]) && (expr->n_args < 3 || is_string(expr->args[2])) &&
           read_text(out, expr->args[0], plan) &&
           furat_regex_compile(&out->regex, expr->args[1]->term.text,
                               expr->n_args < 3 ? FURAT_STR_NONE
                                                : expr->args[2]->term.text,
                               NULL) == FURAT_OK;
  default:
    return false;
  }
}

static bool
read_test(text_test *out, const furat_expr *expr, const furat_plan *plan)
{
  *out = (text_test){.expr = expr};
  if (expr->kind == FURAT_EXPR_BUILTIN) {
    return read_call(out, expr, plan);
  }
  if (expr->kind != FURAT_EXPR_EQ && expr->kind != FURAT_EXPR_NE) {
    return false;
  }
  const bool swaps = expr->args[0]->kind == FURAT_EXPR_TERM;
  out->constant = expr->args[!swaps]->term.text;
  return is_string(expr->args[!swaps]) && read_language(out, expr->args[swaps], plan);
}

static void
add_tests(furat_text_test *out, const furat_expr *expr, const furat_plan *plan)
{
  if (expr->kind == FURAT_EXPR_AND) {
    for (size_t i = 0; i < expr->n_args; i++) {
      add_tests(out, expr->args[i], plan);
    }
  } else if (out->n < MAX_TESTS && read_test(&out->tests[out->n], expr, plan)) {
    out->n++;
  } else {
    out->whole = false;
  }
}

furat_status
furat_text_test_new(furat_text_test **out, furat_execution *execution,
                    const furat_expr *expr, const furat_plan *plan, furat_error *err)
{
  furat_text_test tests = {.execution = execution, .whole = true};
  *out = NULL;
  add_tests(&tests, expr, plan);
  if (tests.n == 0) {
    return FURAT_OK;
  }
  *out = furat_alloc(sizeof(**out));
  if (!*out) {
    for (size_t i = 0; i < tests.n; i++) {
      furat_regex_free(tests.tests[i].regex);
    }
    return furat_error_no_mem(err);
  }
  **out = tests;
  furat_buffer_init(&(*out)->made, MAX_MADE_BYTES);
  return FURAT_OK;
}

void
furat_text_test_free(furat_text_test *test)
{
  if (test) {
    for (size_t i = 0; i < test->n; i++) {
      furat_regex_free(test->tests[i].regex);
    }
    furat_buffer_clear(&test->made);
    furat_free(test);
  }
}

// ------------------------------------------------------------------------- testing

static uint8_t
verdict_of(bool holds)
{
  return holds ? FURAT_FILTER_YES : FURAT_FILTER_NO;
}

static uint8_t
test_text(const furat_text_test *self, const text_test *test, furat_str text)
{
  bool holds;
  switch (test->expr->builtin) {
  case FURAT_BUILTIN_CONTAINS:
    return verdict_of(furat_str_find(text, test->constant) <= text.len);
  case FURAT_BUILTIN_STRSTARTS:
    return verdict_of(furat_str_starts_with(text, test->constant));
  case FURAT_BUILTIN_STRENDS:
    return verdict_of(furat_str_ends_with(text, test->constant));
  default:
    return furat_regex_match(test->regex, text, &holds, self->execution->view->cancel,
                             NULL) == FURAT_OK
               ? verdict_of(holds)
               : FURAT_FILTER_OPEN;
  }
}

static uint8_t
test_language(const text_test *test, const furat_term *term)
{
  const bool same = furat_str_equal(term->language, test->constant);
  return verdict_of(same == (test->expr->kind == FURAT_EXPR_EQ));
}

static uint8_t
test_term(furat_text_test *self, const text_test *test, const furat_term *term)
{
  furat_str text = term->text;
  size_t at = 0;
  if (test->aspect == LANGUAGE) {
    return test_language(test, term);
  }
  if (text.len > MAX_TEXT_BYTES) {
    return FURAT_FILTER_OPEN;
  }
  if (test->aspect != AS_IT_IS) {
    furat_buffer_reset(&self->made);
    furat_text_map_case(&self->made, text, &at, text.len, test->aspect == UPPER);
    if (furat_buffer_status(&self->made, NULL) != FURAT_OK) {
      return FURAT_FILTER_OPEN;
    }
    text = furat_buffer_str(&self->made);
  }
  return test_text(self, test, text);
}

// Whether an id is that of a term that the test can see the text of.
static bool
is_seen(const text_test *test, furat_id id)
{
  switch (furat_id_tag_of(id)) {
  case FURAT_ID_TAG_STRING:
  case FURAT_ID_TAG_LANG_STRING:
    return true;
  case FURAT_ID_TAG_IRI:
    return test->of_iris && id != FURAT_ID_DEFAULT_GRAPH;
  default:
    return false;
  }
}

static uint8_t
test_id(furat_text_test *self, size_t i, furat_id id)
{
  char inline_text[FURAT_ID_MAX_LEXICAL_BYTES];
  furat_term term;
  const text_test *test = &self->tests[i];
  if (!is_seen(test, id)) {
    return FURAT_FILTER_OPEN;
  }
  if (id != self->last[i]) {
    self->last[i] = id;
    self->verdict[i] = furat_dictionary_borrow(self->execution->view->txn, id,
                                               inline_text, &term, NULL) == FURAT_OK
                           ? test_term(self, test, &term)
                           : FURAT_FILTER_OPEN;
  }
  return self->verdict[i];
}

void
furat_text_test_decide(furat_text_test *test, const furat_solutions *in,
                       uint8_t verdicts[FURAT_SOLUTIONS_ROWS])
{
  for (size_t row = 0; row < in->n_rows; row++) {
    uint8_t all = test->whole ? FURAT_FILTER_YES : FURAT_FILTER_OPEN;
    for (size_t i = 0; i < test->n && verdicts[row] == FURAT_FILTER_OPEN; i++) {
      const uint8_t one = test_id(test, i, in->columns[test->tests[i].column][row]);
      if (one == FURAT_FILTER_NO) {
        all = verdicts[row] = FURAT_FILTER_NO;
      } else if (one == FURAT_FILTER_OPEN) {
        all = FURAT_FILTER_OPEN;
      }
    }
    if (verdicts[row] == FURAT_FILTER_OPEN) {
      verdicts[row] = all;
    }
  }
}
