// SPDX-License-Identifier: GPL-3.0-or-later
// The evaluator: a tree of compiled nodes.  A type error is FURAT_VALUE_NONE and travels
// upwards as 17.2 says; `||`, `&&`, COALESCE, IF and IN decide what to do with it.
#include "exec/expression.h"

#include <assert.h>

#include "base/memory.h"
#include "exec/exists.h"
#include "exec/id_value.h"
#include "exec/in_set.h"
#include "exec/made_ids.h"
#include "exec/memo.h"
#include "func/arithmetic.h"
#include "func/cast.h"
#include "func/compare.h"

struct furat_expression {
  const furat_expr *expr;
  furat_execution *execution;
  size_t column; // of a variable; SIZE_MAX: not here
  bool in_other;
  furat_value constant;
  furat_id constant_id;
  uint64_t n_ordered; // ids that sort like their terms
  const furat_function *function;
  size_t n_args;
  furat_expression **args;
  furat_value *values; // of the arguments of a function
  furat_in_set *set;   // of IN with many constants; or NULL
  bool *in_set;        // by argument
  size_t n_not_in_set;
  furat_operator *exists; // of EXISTS
  const furat_plan *plan; // whose columns are parameters of EXISTS
  const furat_plan *other;
  unsigned n_polls;
  furat_memo *memo;                 // of what is asked for as a whole; or NULL
  const furat_expression *memo_var; // the node of its variable
  bool memo_tried;
  furat_made_ids *made; // or NULL
};

// ----------------------------------------------------------------------- compiling

static furat_status
compile_exists(furat_expression *e, furat_error *err)
{
  const furat_planned *planned = e->execution->planned;
  for (size_t i = 0; i < planned->n_exists; i++) {
    if (planned->exists[i].expr == e->expr) {
      return furat_operator_open(&e->exists, e->execution, planned->exists[i].plan, err);
    }
  }
  assert(false && "the planner has met every EXISTS");
  return FURAT_INTERNAL;
}

static furat_status
compile_term(furat_expression *e, furat_error *err)
{
  furat_view *view = e->execution->view;
  if (furat_value_of_term(&e->constant, &view->terms, &e->expr->term) != FURAT_OK) {
    return furat_error_no_mem(err);
  }
  return furat_view_intern(view, &e->expr->term, &e->constant_id, err);
}

static furat_status
compile_variable(furat_expression *e, furat_error *err)
{
  (void)err;
  e->column = furat_plan_column(e->plan, e->expr->var);
  if (e->column == e->plan->n_vars) {
    e->column = SIZE_MAX;
    if (e->other) {
      size_t column = furat_plan_column(e->other, e->expr->var);
      e->in_other = column < e->other->n_vars;
      e->column = e->in_other ? column : SIZE_MAX;
    }
  }
  return FURAT_OK;
}

// BOUND, IF and COALESCE see their arguments unevaluated; all others are in the table.
static bool
is_special(furat_builtin builtin)
{
  return builtin == FURAT_BUILTIN_BOUND || builtin == FURAT_BUILTIN_IF ||
         builtin == FURAT_BUILTIN_COALESCE;
}

static furat_status
compile_self(furat_expression *e, furat_error *err)
{
  switch (e->expr->kind) {
  case FURAT_EXPR_TERM:
    return compile_term(e, err);
  case FURAT_EXPR_VAR:
    return compile_variable(e, err);
  case FURAT_EXPR_EXISTS:
    return compile_exists(e, err);
  case FURAT_EXPR_BUILTIN:
    e->function = is_special(e->expr->builtin)
                      ? NULL
                      : furat_function_find(
                            furat_str_of(furat_builtin_describe(e->expr->builtin)->name));
    assert(e->function || is_special(e->expr->builtin));
    return FURAT_OK;
  default:
    return FURAT_OK;
  }
}

static furat_status
compile_args(furat_expression *e, furat_error *err)
{
  size_t n = e->expr->n_args;
  e->args = furat_alloc_zeroed(n, sizeof(*e->args));
  e->values = furat_alloc_zeroed(n, sizeof(*e->values));
  if (!e->args || !e->values) {
    return furat_error_no_mem(err);
  }
  for (; e->n_args < n; e->n_args++) {
    furat_status status =
        furat_expression_new(&e->args[e->n_args], e->execution, e->expr->args[e->n_args],
                             e->plan, e->other, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  return FURAT_OK;
}

// Constants of an IN that one look can tell of.
static furat_status
compile_in(furat_expression *e, furat_error *err)
{
  enum { FEW = 8 };
  if (e->expr->kind != FURAT_EXPR_IN || e->n_args <= FEW) {
    return FURAT_OK;
  }
  e->in_set = furat_alloc_zeroed(e->n_args, sizeof(*e->in_set));
  furat_status status =
      e->in_set ? furat_in_set_new(&e->set, err) : furat_error_no_mem(err);
  for (size_t i = 1; i < e->n_args && status == FURAT_OK; i++) {
    const furat_expression *arg = e->args[i];
    if (arg->expr->kind == FURAT_EXPR_TERM) {
      status =
          furat_in_set_add(e->set, &arg->constant, arg->constant_id, &e->in_set[i], err);
    }
    e->n_not_in_set += !e->in_set[i];
  }
  return status;
}

furat_status
furat_expression_new(furat_expression **out, furat_execution *execution,
                     const furat_expr *expr, const furat_plan *plan,
                     const furat_plan *other, furat_error *err)
{
  *out = NULL;
  furat_expression *e = furat_alloc_zeroed(1, sizeof(*e));
  if (!e) {
    return furat_error_no_mem(err);
  }
  e->expr = expr;
  e->execution = execution;
  e->plan = plan;
  e->other = other;
  e->n_ordered = furat_dictionary_ordered(execution->view->txn);
  furat_status status = compile_self(e, err);
  if (status == FURAT_OK) {
    status = compile_args(e, err);
  }
  if (status == FURAT_OK) {
    status = compile_in(e, err);
  }
  if (status != FURAT_OK) {
    furat_expression_free(e);
    return status;
  }
  *out = e;
  return FURAT_OK;
}

void
furat_expression_free(furat_expression *e)
{
  if (!e) {
    return;
  }
  for (size_t i = 0; e->args && i < e->n_args; i++) {
    furat_expression_free(e->args[i]);
  }
  furat_operator_close(e->exists);
  furat_in_set_free(e->set);
  furat_free(e->in_set);
  furat_free(e->memo);
  furat_free(e->made);
  furat_free(e->args);
  furat_free(e->values);
  furat_free(e);
}

// ----------------------------------------------------------------------- variables

static furat_id
id_of_variable(const furat_expression *e, const furat_solution *s)
{
  furat_id id = FURAT_ID_NONE;
  if (e->column != SIZE_MAX) {
    id = e->in_other
             ? (s->other ? s->other->columns[e->column][s->other_row] : FURAT_ID_NONE)
             : s->batch->columns[e->column][s->row];
  }
  // A LEFT join's right side may bind what the left leaves open.
  if (id == FURAT_ID_NONE && !e->in_other && e->other && s->other) {
    size_t column = furat_plan_column(e->other, e->expr->var);
    id = column < e->other->n_vars ? s->other->columns[column][s->other_row]
                                   : FURAT_ID_NONE;
  }
  return id == FURAT_ID_NONE ? e->execution->params[e->expr->var] : id;
}

static furat_status
value_of_id(furat_execution *x, furat_id id, furat_value *out, furat_error *err)
{
  *out = FURAT_VALUE_UNSET;
  if (id == FURAT_ID_NONE || furat_id_value(out, id)) {
    return FURAT_OK;
  }
  furat_term term;
  furat_status status = furat_view_term(x->view, id, x->scratch, &term, err);
  if (status == FURAT_OK && furat_value_of_term(out, x->scratch, &term) != FURAT_OK) {
    status = furat_error_no_mem(err);
  }
  return status;
}

// ------------------------------------------------------------ logic (17.2, 17.4.1)

typedef enum { LOGIC_FALSE, LOGIC_TRUE, LOGIC_ERROR } logic;

static furat_status
logic_of(furat_expression *e, const furat_solution *s, logic *out, furat_error *err)
{
  furat_value value;
  bool boolean;
  furat_status status = furat_expression_value(e, s, &value, err);
  if (status == FURAT_OK) {
    bool known = furat_value_effective_boolean(&value, &boolean) == FURAT_OK;
    *out = !known ? LOGIC_ERROR : boolean ? LOGIC_TRUE : LOGIC_FALSE;
  }
  return status;
}

static void
set_logic(furat_value *out, logic l)
{
  *out = l == LOGIC_ERROR ? FURAT_VALUE_UNSET : furat_value_boolean(l == LOGIC_TRUE);
}

// OR when `decisive` is true, AND when it is false: one decisive argument decides, errors
// or not.
static furat_status
evaluate_junction(furat_expression *e, const furat_solution *s, logic decisive,
                  furat_value *out, furat_error *err)
{
  logic result = decisive == LOGIC_TRUE ? LOGIC_FALSE : LOGIC_TRUE;
  for (size_t i = 0; i < e->n_args; i++) {
    logic one;
    furat_status status = logic_of(e->args[i], s, &one, err);
    if (status != FURAT_OK) {
      return status;
    }
    if (one == decisive) {
      result = decisive;
      break;
    }
    result = one == LOGIC_ERROR ? LOGIC_ERROR : result;
  }
  set_logic(out, result);
  return FURAT_OK;
}

static furat_status
evaluate_not(furat_expression *e, const furat_solution *s, furat_value *out,
             furat_error *err)
{
  logic inner;
  furat_status status = logic_of(e->args[0], s, &inner, err);
  if (status == FURAT_OK) {
    set_logic(out, inner == LOGIC_ERROR  ? LOGIC_ERROR
                   : inner == LOGIC_TRUE ? LOGIC_FALSE
                                         : LOGIC_TRUE);
  }
  return status;
}

static furat_status
evaluate_if(furat_expression *e, const furat_solution *s, furat_value *out,
            furat_error *err)
{
  logic condition;
  furat_status status = logic_of(e->args[0], s, &condition, err);
  *out = FURAT_VALUE_UNSET;
  if (status != FURAT_OK || condition == LOGIC_ERROR) {
    return status;
  }
  return furat_expression_value(e->args[condition == LOGIC_TRUE ? 1 : 2], s, out, err);
}

static furat_status
evaluate_coalesce(furat_expression *e, const furat_solution *s, furat_value *out,
                  furat_error *err)
{
  *out = FURAT_VALUE_UNSET;
  for (size_t i = 0; i < e->n_args && out->kind == FURAT_VALUE_NONE; i++) {
    furat_status status = furat_expression_value(e->args[i], s, out, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  return FURAT_OK;
}

// --------------------------------------------------------------------- comparisons

static logic
equals(const furat_value *a, const furat_value *b)
{
  bool equal;
  if (furat_value_equal(a, b, &equal) != FURAT_OK) {
    return LOGIC_ERROR;
  }
  return equal ? LOGIC_TRUE : LOGIC_FALSE;
}

static bool
holds(furat_expr_kind kind, int order)
{
  return kind == FURAT_EXPR_LT   ? order < 0
         : kind == FURAT_EXPR_GT ? order > 0
         : kind == FURAT_EXPR_LE ? order <= 0
                                 : order >= 0;
}

static logic
compare(furat_expr_kind kind, const furat_value *a, const furat_value *b)
{
  if (kind == FURAT_EXPR_EQ || kind == FURAT_EXPR_NE) {
    logic same = equals(a, b);
    return same == LOGIC_ERROR ? same : (same == LOGIC_TRUE) == (kind == FURAT_EXPR_EQ);
  }
  int order;
  bool unordered;
  if (furat_value_compare(a, b, &order, &unordered) != FURAT_OK) {
    return LOGIC_ERROR;
  }
  return holds(kind, order) && !unordered ? LOGIC_TRUE : LOGIC_FALSE;
}

// The id of an operand that has one without being evaluated.
static furat_id
id_of_operand(const furat_expression *e, const furat_solution *s)
{
  switch (e->expr->kind) {
  case FURAT_EXPR_VAR:
    return id_of_variable(e, s);
  case FURAT_EXPR_TERM:
    return e->constant_id;
  default:
    return FURAT_ID_NONE;
  }
}

// A comparison that ids decide: true when they do.
static bool
compare_ids(const furat_expression *e, const furat_solution *s, logic *out)
{
  const furat_expr_kind kind = e->expr->kind;
  const furat_id a = id_of_operand(e->args[0], s);
  const furat_id b = a == FURAT_ID_NONE ? a : id_of_operand(e->args[1], s);
  bool equal;
  int order;
  if (a == FURAT_ID_NONE || b == FURAT_ID_NONE) {
    return false;
  }
  if (kind == FURAT_EXPR_EQ || kind == FURAT_EXPR_NE) {
    if (!furat_id_equal(&equal, a, b)) {
      return false;
    }
    *out = equal == (kind == FURAT_EXPR_EQ) ? LOGIC_TRUE : LOGIC_FALSE;
    return true;
  }
  if (!furat_id_compare(&order, a, b, e->n_ordered)) {
    return false;
  }
  *out = holds(kind, order) ? LOGIC_TRUE : LOGIC_FALSE;
  return true;
}

static furat_status
evaluate_two(furat_expression *e, const furat_solution *s, furat_value *a, furat_value *b,
             furat_error *err)
{
  furat_status status = furat_expression_value(e->args[0], s, a, err);
  return status == FURAT_OK ? furat_expression_value(e->args[1], s, b, err) : status;
}

static furat_status
evaluate_comparison(furat_expression *e, const furat_solution *s, furat_value *out,
                    furat_error *err)
{
  furat_value a;
  furat_value b;
  logic by_ids;
  if (compare_ids(e, s, &by_ids)) {
    set_logic(out, by_ids);
    return FURAT_OK;
  }
  furat_status status = evaluate_two(e, s, &a, &b, err);
  if (status == FURAT_OK) {
    bool known = a.kind != FURAT_VALUE_NONE && b.kind != FURAT_VALUE_NONE;
    set_logic(out, known ? compare(e->expr->kind, &a, &b) : LOGIC_ERROR);
  }
  return status;
}

// An IRI or a blank node among constants: true when its id decides.
static bool
find_id(const furat_expression *e, const furat_solution *s, furat_value *out)
{
  const furat_id id =
      e->set && e->n_not_in_set == 0 ? id_of_operand(e->args[0], s) : FURAT_ID_NONE;
  const furat_term_kind kind = furat_view_kind(e->execution->view, id);
  const bool decides = kind == FURAT_TERM_IRI || kind == FURAT_TERM_BLANK;
  *out = furat_value_boolean(decides && furat_in_set_has_id(e->set, id));
  return decides;
}

// 17.4.1.9: true if one is equal; otherwise an error if there was one.
static furat_status
evaluate_in(furat_expression *e, const furat_solution *s, furat_value *out,
            furat_error *err)
{
  furat_value needle;
  if (find_id(e, s, out)) {
    return FURAT_OK;
  }
  furat_status status = furat_expression_value(e->args[0], s, &needle, err);
  logic result = needle.kind == FURAT_VALUE_NONE ? LOGIC_ERROR : LOGIC_FALSE;
  const bool by_set = e->set && status == FURAT_OK;
  if (by_set) {
    result = furat_in_set_has(e->set, &needle)     ? LOGIC_TRUE
             : furat_in_set_fails(e->set, &needle) ? LOGIC_ERROR
                                                   : LOGIC_FALSE;
  }
  const size_t n = by_set && e->n_not_in_set == 0 ? 0 : e->n_args;
  for (size_t i = 1; i < n && status == FURAT_OK && result != LOGIC_TRUE; i++) {
    if (by_set && e->in_set[i]) {
      continue;
    }
    furat_value member;
    status = furat_expression_value(e->args[i], s, &member, err);
    if (status == FURAT_OK) {
      logic same = equals(&needle, &member);
      result = same == LOGIC_FALSE ? result : same;
    }
  }
  set_logic(out, needle.kind == FURAT_VALUE_NONE ? LOGIC_ERROR : result);
  return status;
}

// -------------------------------------------------------- arithmetic and functions

// Type errors become values; what ends the query gets a sentence.
static furat_status
settle(furat_status status, const furat_expression *e, furat_value *out, furat_error *err)
{
  switch (status) {
  case FURAT_OK:
    return FURAT_OK;
  case FURAT_NO_MEM:
    return furat_error_no_mem(err);
  case FURAT_INTERRUPTED:
  case FURAT_LIMIT:
    // Time may be over, too.
    status = furat_cancel_poll(e->execution->view->cancel, err);
    if (status != FURAT_OK) {
      return status;
    }
    return furat_error_set_span(
        err, FURAT_LIMIT, e->expr->span,
        "an expression takes too many steps or makes too long a text");
  default:
    *out = FURAT_VALUE_UNSET;
    return FURAT_OK;
  }
}

static furat_status
evaluate_arithmetic(furat_expression *e, const furat_solution *s, furat_value *out,
                    furat_error *err)
{
  static const furat_arithmetic ops[] = {FURAT_ADD, FURAT_SUBTRACT, FURAT_MULTIPLY,
                                         FURAT_DIVIDE};
  furat_value a;
  furat_value b;
  furat_status status = evaluate_two(e, s, &a, &b, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_value_arithmetic(out, e->execution->scratch,
                                  ops[e->expr->kind - FURAT_EXPR_ADD], &a, &b);
  return settle(status, e, out, err);
}

static furat_status
evaluate_sign(furat_expression *e, const furat_solution *s, furat_value *out,
              furat_error *err)
{
  furat_value a;
  furat_status status = furat_expression_value(e->args[0], s, &a, err);
  if (status != FURAT_OK) {
    return status;
  }
  if (e->expr->kind == FURAT_EXPR_MINUS) {
    return settle(furat_value_negate(out, &a), e, out, err);
  }
  *out = furat_value_is_numeric(&a) ? a : FURAT_VALUE_UNSET;
  return FURAT_OK;
}

// One call may take long, or much memory: a regular expression, a long text.
static furat_status
check_call(furat_expression *e, furat_error *err)
{
  enum { FREE_BYTES = 1 << 20 };
  const furat_execution *x = e->execution;
  furat_status status = furat_cancel_poll_often(x->view->cancel, &e->n_polls, err);
  return status == FURAT_OK && x->scratch->used_bytes > FREE_BYTES
             ? furat_execution_check(x, x->scratch->used_bytes, err)
             : status;
}

static furat_status
evaluate_function(furat_expression *e, const furat_solution *s, furat_value *out,
                  furat_error *err)
{
  furat_status status = check_call(e, err);
  for (size_t i = 0; i < e->n_args; i++) {
    status = status == FURAT_OK
                 ? furat_expression_value(e->args[i], s, &e->values[i], err)
                 : status;
    if (status != FURAT_OK) {
      return status;
    }
    if (e->values[i].kind == FURAT_VALUE_NONE) {
      *out = FURAT_VALUE_UNSET;
      return FURAT_OK;
    }
  }
  e->execution->call.arena = e->execution->scratch;
  return settle(e->function->body(out, &e->execution->call, e->values, e->n_args), e, out,
                err);
}

static furat_status
evaluate_builtin(furat_expression *e, const furat_solution *s, furat_value *out,
                 furat_error *err)
{
  switch (e->expr->builtin) {
  case FURAT_BUILTIN_BOUND:
    *out = furat_value_boolean(id_of_variable(e->args[0], s) != FURAT_ID_NONE);
    return FURAT_OK;
  case FURAT_BUILTIN_IF:
    return evaluate_if(e, s, out, err);
  case FURAT_BUILTIN_COALESCE:
    return evaluate_coalesce(e, s, out, err);
  default:
    return evaluate_function(e, s, out, err);
  }
}

// An IRI called as a function: a cast, or nothing that is known, which is an error
// (17.6).
static furat_status
evaluate_call(furat_expression *e, const furat_solution *s, furat_value *out,
              furat_error *err)
{
  *out = FURAT_VALUE_UNSET;
  if (e->n_args != 1 || !furat_cast_exists(e->expr->term.text)) {
    return FURAT_OK;
  }
  furat_value a;
  furat_status status = furat_expression_value(e->args[0], s, &a, err);
  if (status != FURAT_OK || a.kind == FURAT_VALUE_NONE) {
    return status;
  }
  return settle(furat_value_cast(out, e->execution->scratch, &a, e->expr->term.text), e,
                out, err);
}

static furat_status
evaluate_exists(furat_expression *e, const furat_solution *s, furat_value *out,
                furat_error *err)
{
  bool found = false;
  furat_status status = furat_exists_find(&found, e->exists, e->plan, e->other, s, err);
  *out = furat_value_boolean(found);
  return status;
}

// ------------------------------------------------------------------------ dispatch

furat_status
furat_expression_value(furat_expression *e, const furat_solution *s, furat_value *out,
                       furat_error *err)
{
  switch (e->expr->kind) {
  case FURAT_EXPR_TERM:
    *out = e->constant;
    return FURAT_OK;
  case FURAT_EXPR_VAR:
    return value_of_id(e->execution, id_of_variable(e, s), out, err);
  case FURAT_EXPR_OR:
    return evaluate_junction(e, s, LOGIC_TRUE, out, err);
  case FURAT_EXPR_AND:
    return evaluate_junction(e, s, LOGIC_FALSE, out, err);
  case FURAT_EXPR_NOT:
    return evaluate_not(e, s, out, err);
  case FURAT_EXPR_EQ:
  case FURAT_EXPR_NE:
  case FURAT_EXPR_LT:
  case FURAT_EXPR_GT:
  case FURAT_EXPR_LE:
  case FURAT_EXPR_GE:
    return evaluate_comparison(e, s, out, err);
  case FURAT_EXPR_IN:
    return evaluate_in(e, s, out, err);
  case FURAT_EXPR_ADD:
  case FURAT_EXPR_SUBTRACT:
  case FURAT_EXPR_MULTIPLY:
  case FURAT_EXPR_DIVIDE:
    return evaluate_arithmetic(e, s, out, err);
  case FURAT_EXPR_PLUS:
  case FURAT_EXPR_MINUS:
    return evaluate_sign(e, s, out, err);
  case FURAT_EXPR_BUILTIN:
    return evaluate_builtin(e, s, out, err);
  case FURAT_EXPR_CALL:
    return evaluate_call(e, s, out, err);
  case FURAT_EXPR_EXISTS:
    return evaluate_exists(e, s, out, err);
  }
  return FURAT_INTERNAL;
}

// -------------------------------------------------------------------------- memory

static const furat_expression *
find_variable(const furat_expression *e)
{
  const furat_expression *found = e->expr->kind == FURAT_EXPR_VAR ? e : NULL;
  for (size_t i = 0; i < e->n_args && !found; i++) {
    found = find_variable(e->args[i]);
  }
  return found;
}

// The id that decides what the expression is, or FURAT_ID_NONE where there is no memory.
static furat_id
memo_key(furat_expression *e, const furat_solution *s)
{
  furat_var unused;
  if (!e->memo_tried) {
    e->memo_tried = true;
    // Without the memory it is only slower.
    e->memo = furat_memo_pays(e->expr, &unused) ? furat_alloc_zeroed(1, sizeof(*e->memo))
                                                : NULL;
    e->memo_var = e->memo ? find_variable(e) : NULL;
  }
  if (e->memo && furat_memo_is_idle(e->memo)) {
    furat_free(e->memo);
    e->memo = NULL;
  }
  return e->memo ? id_of_variable(e->memo_var, s) : FURAT_ID_NONE;
}

furat_status
furat_expression_holds(furat_expression *e, const furat_solution *s, bool *out,
                       furat_error *err)
{
  logic result;
  furat_id known;
  furat_status status =
      furat_cancel_poll_often(e->execution->view->cancel, &e->n_polls, err);
  const furat_id key = memo_key(e, s);
  if (status == FURAT_OK && key != FURAT_ID_NONE &&
      furat_memo_find(e->memo, key, &known)) {
    *out = known != 0;
    return FURAT_OK;
  }
  status = status == FURAT_OK ? logic_of(e, s, &result, err) : status;
  *out = status == FURAT_OK && result == LOGIC_TRUE;
  if (status == FURAT_OK && key != FURAT_ID_NONE) {
    furat_memo_keep(e->memo, key, *out);
  }
  return status;
}

// LANG() of a term of the store, whose bytes are only borrowed.
static bool
borrow_language(const furat_expression *e, const furat_solution *s, furat_str *out)
{
  char text[FURAT_ID_MAX_LEXICAL_BYTES];
  furat_term term;
  const bool asks = e->expr->kind == FURAT_EXPR_BUILTIN &&
                    e->expr->builtin == FURAT_BUILTIN_LANG &&
                    e->args[0]->expr->kind == FURAT_EXPR_VAR;
  const furat_id id = asks ? id_of_variable(e->args[0], s) : FURAT_ID_NONE;
  const bool found =
      furat_id_tag_of(id) == FURAT_ID_TAG_LANG_STRING &&
      furat_dictionary_borrow(e->execution->view->txn, id, text, &term, NULL) == FURAT_OK;
  *out = found ? term.language : FURAT_STR_NONE;
  return found;
}

// The id of a string, which is looked for once.
static furat_id
find_made(furat_expression *e, furat_str text)
{
  if (!e->made) { // without it, it is only slower
    e->made = furat_alloc_zeroed(1, sizeof(*e->made));
  }
  return e->made ? furat_made_ids_find(e->made, text) : FURAT_ID_NONE;
}

static furat_status
compute_id(furat_expression *e, const furat_solution *s, furat_id *out, furat_error *err)
{
  furat_value value;
  furat_str language;
  *out = borrow_language(e, s, &language) ? find_made(e, language) : FURAT_ID_NONE;
  furat_term term;
  if (*out != FURAT_ID_NONE) {
    return FURAT_OK;
  }
  furat_status status = furat_expression_value(e, s, &value, err);
  if (status != FURAT_OK || value.kind == FURAT_VALUE_NONE) {
    return status;
  }
  const bool is_text = value.kind == FURAT_VALUE_STRING;
  *out = is_text ? find_made(e, value.term.text) : FURAT_ID_NONE;
  if (*out != FURAT_ID_NONE) {
    return FURAT_OK;
  }
  if (furat_value_to_term(&term, e->execution->scratch, &value) != FURAT_OK) {
    return furat_error_no_mem(err);
  }
  status = furat_view_intern(e->execution->view, &term, out, err);
  if (status == FURAT_OK && is_text && e->made) {
    furat_made_ids_keep(e->made, value.term.text, *out);
  }
  return status;
}

furat_status
furat_expression_id(furat_expression *e, const furat_solution *s, furat_id *out,
                    furat_error *err)
{
  *out = FURAT_ID_NONE;
  if (e->expr->kind == FURAT_EXPR_VAR) {
    *out = id_of_variable(e, s);
    return FURAT_OK;
  }
  const furat_id key = memo_key(e, s);
  if (key != FURAT_ID_NONE && furat_memo_find(e->memo, key, out)) {
    return FURAT_OK;
  }
  furat_status status = compute_id(e, s, out, err);
  if (status == FURAT_OK && key != FURAT_ID_NONE) {
    furat_memo_keep(e->memo, key, *out);
  }
  return status;
}
