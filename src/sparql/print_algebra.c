// SPDX-License-Identifier: GPL-3.0-or-later
// Patterns and expressions of the algebra as SPARQL text.
#include "sparql/print_algebra.h"

#include "sparql/print_internal.h"

void
furat_algebra_print_var(furat_buffer *out, const furat_algebra_names *names,
                        furat_var var)
{
  const furat_variables *variables = names->variables;
  if (var < variables->n && variables->names[var].len > 0) {
    furat_buffer_append_byte(out, '?');
    furat_buffer_append(out, variables->names[var]);
  } else {
    furat_buffer_appendf(out, "_:%lu", (unsigned long)var);
  }
}

void
furat_algebra_print_term(furat_buffer *out, const furat_algebra_names *names,
                         const furat_term *term)
{
  furat_printer p = {.out = out, .prefixes = names->prefixes};
  switch (term->kind) {
  case FURAT_TERM_NONE:
    furat_print_text(&p, "UNDEF");
    break;
  case FURAT_TERM_IRI:
    furat_print_iri(&p, term->text);
    break;
  case FURAT_TERM_BLANK:
    furat_print_text(&p, "_:");
    furat_buffer_append(out, term->text);
    break;
  case FURAT_TERM_LITERAL:
    furat_print_literal(&p, term);
    break;
  }
}

void
furat_algebra_print_slot(furat_buffer *out, const furat_algebra_names *names,
                         const furat_slot *slot)
{
  if (slot->var != FURAT_VAR_NONE) {
    furat_algebra_print_var(out, names, slot->var);
  } else {
    furat_algebra_print_term(out, names, &slot->term);
  }
}

void
furat_algebra_print_pattern(furat_buffer *out, const furat_algebra_names *names,
                            const furat_triple_pattern *pattern)
{
  furat_printer p = {.out = out, .prefixes = names->prefixes};
  furat_algebra_print_slot(out, names, &pattern->subject);
  furat_buffer_append_byte(out, ' ');
  if (pattern->path) {
    furat_print_path(&p, pattern->path);
  } else if (pattern->predicate.var == FURAT_VAR_NONE) {
    furat_print_predicate(&p, pattern->predicate.term.text);
  } else {
    furat_algebra_print_slot(out, names, &pattern->predicate);
  }
  furat_buffer_append_byte(out, ' ');
  furat_algebra_print_slot(out, names, &pattern->object);
}

// --------------------------------------------------------------------- expressions

/// How tight expressions bind, as in the grammar.
enum {
  TIGHT_OR,
  TIGHT_AND,
  TIGHT_RELATION,
  TIGHT_SUM,
  TIGHT_PRODUCT,
  TIGHT_UNARY,
  TIGHT_PRIMARY
};

typedef struct expr_row {
  const char *text; // between arguments, or before the only one
  int level;
  int left;  // the level that the first argument needs
  int right; // and the others
} expr_row;

static const expr_row expr_rows[] = {
    [FURAT_EXPR_TERM] = {"", TIGHT_PRIMARY, 0, 0},
    [FURAT_EXPR_VAR] = {"", TIGHT_PRIMARY, 0, 0},
    [FURAT_EXPR_OR] = {" || ", TIGHT_OR, TIGHT_AND, TIGHT_AND},
    [FURAT_EXPR_AND] = {" && ", TIGHT_AND, TIGHT_RELATION, TIGHT_RELATION},
    [FURAT_EXPR_NOT] = {"!", TIGHT_UNARY, TIGHT_PRIMARY, 0},
    [FURAT_EXPR_EQ] = {" = ", TIGHT_RELATION, TIGHT_SUM, TIGHT_SUM},
    [FURAT_EXPR_NE] = {" != ", TIGHT_RELATION, TIGHT_SUM, TIGHT_SUM},
    [FURAT_EXPR_LT] = {" < ", TIGHT_RELATION, TIGHT_SUM, TIGHT_SUM},
    [FURAT_EXPR_GT] = {" > ", TIGHT_RELATION, TIGHT_SUM, TIGHT_SUM},
    [FURAT_EXPR_LE] = {" <= ", TIGHT_RELATION, TIGHT_SUM, TIGHT_SUM},
    [FURAT_EXPR_GE] = {" >= ", TIGHT_RELATION, TIGHT_SUM, TIGHT_SUM},
    [FURAT_EXPR_IN] = {" IN ", TIGHT_RELATION, TIGHT_SUM, 0},
    [FURAT_EXPR_ADD] = {" + ", TIGHT_SUM, TIGHT_SUM, TIGHT_PRODUCT},
    [FURAT_EXPR_SUBTRACT] = {" - ", TIGHT_SUM, TIGHT_SUM, TIGHT_PRODUCT},
    [FURAT_EXPR_MULTIPLY] = {" * ", TIGHT_PRODUCT, TIGHT_PRODUCT, TIGHT_UNARY},
    [FURAT_EXPR_DIVIDE] = {" / ", TIGHT_PRODUCT, TIGHT_PRODUCT, TIGHT_UNARY},
    // A space, so that the sign does not become part of a number.
    [FURAT_EXPR_PLUS] = {"+ ", TIGHT_UNARY, TIGHT_PRIMARY, 0},
    [FURAT_EXPR_MINUS] = {"- ", TIGHT_UNARY, TIGHT_PRIMARY, 0},
    [FURAT_EXPR_BUILTIN] = {"", TIGHT_PRIMARY, 0, 0},
    [FURAT_EXPR_CALL] = {"", TIGHT_PRIMARY, 0, 0},
    [FURAT_EXPR_EXISTS] = {"EXISTS {...}", TIGHT_PRIMARY, 0, 0},
};

typedef struct expr_printer {
  furat_buffer *out;
  const furat_algebra_names *names;
} expr_printer;

static void
print_expr(const expr_printer *p, const furat_expr *expr, int least);

static void
print_args(const expr_printer *p, const furat_expr *expr, size_t first)
{
  furat_buffer_append_byte(p->out, '(');
  for (size_t i = first; i < expr->n_args; i++) {
    furat_buffer_append_cstr(p->out, i > first ? ", " : "");
    print_expr(p, expr->args[i], 0);
  }
  furat_buffer_append_byte(p->out, ')');
}

static void
print_in(const expr_printer *p, const furat_expr *expr, const char *between)
{
  print_expr(p, expr->args[0], TIGHT_SUM);
  furat_buffer_append_cstr(p->out, between);
  print_args(p, expr, 1);
}

static void
print_not(const expr_printer *p, const furat_expr *expr)
{
  const furat_expr *of = expr->args[0];
  if (of->kind == FURAT_EXPR_IN) {
    print_in(p, of, " NOT IN ");
  } else {
    furat_buffer_append_cstr(p->out, of->kind == FURAT_EXPR_EXISTS ? "NOT " : "!");
    print_expr(p, of, TIGHT_PRIMARY);
  }
}

static void
print_bare_expr(const expr_printer *p, const furat_expr *expr)
{
  const expr_row *row = &expr_rows[expr->kind];
  switch (expr->kind) {
  case FURAT_EXPR_TERM:
    furat_algebra_print_term(p->out, p->names, &expr->term);
    break;
  case FURAT_EXPR_VAR:
    furat_algebra_print_var(p->out, p->names, expr->var);
    break;
  case FURAT_EXPR_NOT:
    print_not(p, expr);
    break;
  case FURAT_EXPR_IN:
    print_in(p, expr, row->text);
    break;
  case FURAT_EXPR_EXISTS:
    furat_buffer_append_cstr(p->out, row->text);
    break;
  case FURAT_EXPR_PLUS:
  case FURAT_EXPR_MINUS:
    furat_buffer_append_cstr(p->out, row->text);
    print_expr(p, expr->args[0], row->left);
    break;
  case FURAT_EXPR_BUILTIN:
    furat_buffer_append_cstr(p->out, furat_builtin_describe(expr->builtin)->name);
    print_args(p, expr, 0);
    break;
  case FURAT_EXPR_CALL:
    furat_algebra_print_term(p->out, p->names, &expr->term);
    print_args(p, expr, 0);
    break;
  default:
    for (size_t i = 0; i < expr->n_args; i++) {
      furat_buffer_append_cstr(p->out, i > 0 ? row->text : "");
      print_expr(p, expr->args[i], i > 0 ? row->right : row->left);
    }
  }
}

static int
level_of(const furat_expr *expr)
{
  bool is_not_in = expr->kind == FURAT_EXPR_NOT && expr->args[0]->kind == FURAT_EXPR_IN;
  return is_not_in ? TIGHT_RELATION : expr_rows[expr->kind].level;
}

static void
print_expr(const expr_printer *p, const furat_expr *expr, int least)
{
  bool is_loose = level_of(expr) < least;
  furat_buffer_append_cstr(p->out, is_loose ? "(" : "");
  print_bare_expr(p, expr);
  furat_buffer_append_cstr(p->out, is_loose ? ")" : "");
}

void
furat_algebra_print_expr(furat_buffer *out, const furat_algebra_names *names,
                         const furat_expr *expr)
{
  const expr_printer p = {out, names};
  print_expr(&p, expr, 0);
}
