// SPDX-License-Identifier: GPL-3.0-or-later
// Which expressions are worth remembering: those that call something, but for what is
// computed anew each time, and what looks at more than one variable.
#include "exec/memo.h"

typedef struct {
  furat_var var;
  bool calls;
  bool fits;
} survey;

static bool
is_anew_each_time(furat_builtin builtin)
{
  return builtin == FURAT_BUILTIN_RAND || builtin == FURAT_BUILTIN_UUID ||
         builtin == FURAT_BUILTIN_STRUUID || builtin == FURAT_BUILTIN_BNODE;
}

static void
look(survey *s, const furat_expr *expr)
{
  switch (expr->kind) {
  case FURAT_EXPR_VAR:
    s->fits = s->fits && (s->var == FURAT_VAR_NONE || s->var == expr->var);
    s->var = expr->var;
    return;
  case FURAT_EXPR_EXISTS:
    s->fits = false;
    return;
  case FURAT_EXPR_BUILTIN:
    s->fits = s->fits && !is_anew_each_time(expr->builtin);
    s->calls = s->calls || expr->builtin != FURAT_BUILTIN_BOUND;
    break;
  case FURAT_EXPR_CALL:
    s->calls = true;
    break;
  default:
    break;
  }
  for (size_t i = 0; i < expr->n_args && s->fits; i++) {
    look(s, expr->args[i]);
  }
}

bool
furat_memo_pays(const furat_expr *expr, furat_var *var)
{
  survey s = {.var = FURAT_VAR_NONE, .fits = true};
  look(&s, expr);
  *var = s.var;
  return s.fits && s.calls && s.var != FURAT_VAR_NONE;
}
