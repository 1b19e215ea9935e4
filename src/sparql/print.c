// SPDX-License-Identifier: GPL-3.0-or-later
// Expressions, patterns and queries as SPARQL text, with parentheses only where they are
// needed.
#include "sparql/print.h"

#include <inttypes.h>

#include "base/memory.h"
#include "sparql/print_internal.h"

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
  const char *text; // of operators
  int level;
  int left;  // the level that the first argument needs
  int right; // and the others
} expr_row;

static const expr_row expr_rows[] = {
    [FURAT_AST_EXPR_TERM] = {"", TIGHT_PRIMARY, 0, 0},
    [FURAT_AST_EXPR_OR] = {" || ", TIGHT_OR, TIGHT_AND, TIGHT_AND},
    [FURAT_AST_EXPR_AND] = {" && ", TIGHT_AND, TIGHT_RELATION, TIGHT_RELATION},
    [FURAT_AST_EXPR_EQ] = {" = ", TIGHT_RELATION, TIGHT_SUM, TIGHT_SUM},
    [FURAT_AST_EXPR_NE] = {" != ", TIGHT_RELATION, TIGHT_SUM, TIGHT_SUM},
    [FURAT_AST_EXPR_LT] = {" < ", TIGHT_RELATION, TIGHT_SUM, TIGHT_SUM},
    [FURAT_AST_EXPR_GT] = {" > ", TIGHT_RELATION, TIGHT_SUM, TIGHT_SUM},
    [FURAT_AST_EXPR_LE] = {" <= ", TIGHT_RELATION, TIGHT_SUM, TIGHT_SUM},
    [FURAT_AST_EXPR_GE] = {" >= ", TIGHT_RELATION, TIGHT_SUM, TIGHT_SUM},
    [FURAT_AST_EXPR_IN] = {" IN ", TIGHT_RELATION, TIGHT_SUM, 0},
    [FURAT_AST_EXPR_NOT_IN] = {" NOT IN ", TIGHT_RELATION, TIGHT_SUM, 0},
    [FURAT_AST_EXPR_ADD] = {" + ", TIGHT_SUM, TIGHT_SUM, TIGHT_PRODUCT},
    [FURAT_AST_EXPR_SUBTRACT] = {" - ", TIGHT_SUM, TIGHT_SUM, TIGHT_PRODUCT},
    [FURAT_AST_EXPR_MULTIPLY] = {" * ", TIGHT_PRODUCT, TIGHT_PRODUCT, TIGHT_UNARY},
    [FURAT_AST_EXPR_DIVIDE] = {" / ", TIGHT_PRODUCT, TIGHT_PRODUCT, TIGHT_UNARY},
    // A space, so that the sign does not become part of a number.
    [FURAT_AST_EXPR_NOT] = {"! ", TIGHT_UNARY, TIGHT_PRIMARY, 0},
    [FURAT_AST_EXPR_PLUS] = {"+ ", TIGHT_UNARY, TIGHT_PRIMARY, 0},
    [FURAT_AST_EXPR_MINUS] = {"- ", TIGHT_UNARY, TIGHT_PRIMARY, 0},
    [FURAT_AST_EXPR_BUILTIN] = {"", TIGHT_PRIMARY, 0, 0},
    [FURAT_AST_EXPR_CALL] = {"", TIGHT_PRIMARY, 0, 0},
    [FURAT_AST_EXPR_AGGREGATE] = {"", TIGHT_PRIMARY, 0, 0},
    [FURAT_AST_EXPR_EXISTS] = {"EXISTS ", TIGHT_PRIMARY, 0, 0},
    [FURAT_AST_EXPR_NOT_EXISTS] = {"NOT EXISTS ", TIGHT_PRIMARY, 0, 0},
};

static void
print_expr(furat_printer *p, const furat_ast_expr *expr, int least);

static void
print_args(furat_printer *p, const furat_ast_expr *expr, size_t first)
{
  furat_print_text(p, expr->distinct ? "(DISTINCT " : "(");
  for (size_t i = first; i < expr->args.n; ++i) {
    furat_print_text(p, i > first ? ", " : "");
    print_expr(p, expr->args.items[i], 0);
  }
  if (expr->kind == FURAT_AST_EXPR_AGGREGATE && expr->args.n == 0) {
    furat_buffer_append_byte(p->out, '*');
  }
  if (expr->has_separator) {
    furat_print_text(p, "; SEPARATOR = ");
    furat_print_string(p, expr->separator);
  }
  furat_buffer_append_byte(p->out, ')');
}

static void
print_operator(furat_printer *p, const furat_ast_expr *expr)
{
  const expr_row *row = &expr_rows[expr->kind];
  for (size_t i = 0; i < expr->args.n; ++i) {
    furat_print_text(p, i > 0 ? row->text : "");
    print_expr(p, expr->args.items[i], i > 0 ? row->right : row->left);
  }
}

static void
print_bare_expr(furat_printer *p, const furat_ast_expr *expr)
{
  const expr_row *row = &expr_rows[expr->kind];
  switch (expr->kind) {
  case FURAT_AST_EXPR_TERM:
    furat_print_term(p, &expr->term);
    break;
  case FURAT_AST_EXPR_IN:
  case FURAT_AST_EXPR_NOT_IN:
    print_expr(p, expr->args.items[0], row->left);
    furat_print_text(p, row->text);
    print_args(p, expr, 1);
    break;
  case FURAT_AST_EXPR_NOT:
  case FURAT_AST_EXPR_PLUS:
  case FURAT_AST_EXPR_MINUS:
    furat_print_text(p, row->text);
    print_expr(p, expr->args.items[0], row->left);
    break;
  case FURAT_AST_EXPR_BUILTIN:
  case FURAT_AST_EXPR_AGGREGATE:
    furat_print_text(p, furat_builtin_describe(expr->builtin)->name);
    print_args(p, expr, 0);
    break;
  case FURAT_AST_EXPR_CALL:
    furat_print_term(p, &expr->term);
    print_args(p, expr, 0);
    break;
  case FURAT_AST_EXPR_EXISTS:
  case FURAT_AST_EXPR_NOT_EXISTS:
    furat_print_text(p, row->text);
    furat_print_group(p, expr->group);
    break;
  default:
    print_operator(p, expr);
  }
}

static void
print_expr(furat_printer *p, const furat_ast_expr *expr, int least)
{
  const bool is_loose = expr_rows[expr->kind].level < least;
  furat_print_text(p, is_loose ? "(" : "");
  print_bare_expr(p, expr);
  furat_print_text(p, is_loose ? ")" : "");
}

void
furat_print_expr(furat_printer *p, const furat_ast_expr *expr)
{
  print_expr(p, expr, 0);
}

// ------------------------------------------------------------------------ patterns

static void
print_values(furat_printer *p, const furat_ast_values *values)
{
  furat_print_text(p, "VALUES (");
  for (size_t i = 0; i < values->vars.n; ++i) {
    furat_print_text(p, i > 0 ? " " : "");
    furat_print_term(p, &values->vars.items[i]);
  }
  furat_print_text(p, ") {");
  for (size_t row = 0; row < values->n_rows; ++row) {
    furat_print_text(p, " (");
    for (size_t i = 0; i < values->vars.n; ++i) {
      furat_print_text(p, i > 0 ? " " : "");
      furat_print_term(p, &values->cells.items[row * values->vars.n + i]);
    }
    furat_print_text(p, ")");
  }
  furat_print_text(p, " }");
}

static void
print_groups(furat_printer *p, const furat_ast_element *element)
{
  for (size_t i = 0; i < element->groups.n; ++i) {
    furat_print_text(p, i > 0 ? " UNION " : "");
    furat_print_group(p, element->groups.items[i]);
  }
}

static void
print_element(furat_printer *p, const furat_ast_element *element)
{
  static const char *const words[] = {
      [FURAT_AST_TRIPLES] = "",         [FURAT_AST_FILTER] = "FILTER (",
      [FURAT_AST_BIND] = "BIND (",      [FURAT_AST_VALUES] = "",
      [FURAT_AST_UNION] = "",           [FURAT_AST_OPTIONAL] = "OPTIONAL ",
      [FURAT_AST_MINUS] = "MINUS ",     [FURAT_AST_GRAPH] = "GRAPH ",
      [FURAT_AST_SERVICE] = "SERVICE ", [FURAT_AST_SUBSELECT] = ""};
  if (element->kind == FURAT_AST_TRIPLES) {
    furat_print_triples(p, &element->triples);
    return;
  }
  furat_print_line(p);
  furat_print_text(p, words[element->kind]);
  furat_print_text(p, element->silent ? "SILENT " : "");
  switch (element->kind) {
  case FURAT_AST_FILTER:
    furat_print_expr(p, element->expr);
    furat_print_text(p, ")");
    break;
  case FURAT_AST_BIND:
    furat_print_expr(p, element->expr);
    furat_print_text(p, " AS ");
    furat_print_term(p, &element->term);
    furat_print_text(p, ")");
    break;
  case FURAT_AST_VALUES:
    print_values(p, element->values);
    break;
  case FURAT_AST_SUBSELECT:
    furat_print_query(p, element->select);
    break;
  default:
    if (element->term.kind != FURAT_AST_NONE) {
      furat_print_term(p, &element->term);
      furat_print_text(p, " ");
    }
    print_groups(p, element);
  }
}

void
furat_print_group(furat_printer *p, const furat_ast_group *group)
{
  furat_print_text(p, "{");
  p->indent += 1;
  for (size_t i = 0; i < group->elements.n; ++i) {
    print_element(p, &group->elements.items[i]);
  }
  p->indent -= 1;
  if (group->elements.n > 0) {
    furat_print_line(p);
  }
  furat_print_text(p, "}");
}

// ------------------------------------------------------------------------- queries

static void
print_binding(furat_printer *p, const furat_ast_binding *binding)
{
  furat_print_text(p, " ");
  if (!binding->expr) {
    furat_print_term(p, &binding->var);
    return;
  }
  furat_print_text(p, "(");
  furat_print_expr(p, binding->expr);
  if (binding->var.kind != FURAT_AST_NONE) {
    furat_print_text(p, " AS ");
    furat_print_term(p, &binding->var);
  }
  furat_print_text(p, ")");
}

static void
print_head(furat_printer *p, const furat_ast_query *query)
{
  static const char *const words[] = {[FURAT_AST_SELECT] = "SELECT",
                                      [FURAT_AST_CONSTRUCT] = "CONSTRUCT {",
                                      [FURAT_AST_DESCRIBE] = "DESCRIBE",
                                      [FURAT_AST_ASK] = "ASK"};
  furat_print_text(p, words[query->form]);
  furat_print_text(p, query->distinct ? " DISTINCT" : query->reduced ? " REDUCED" : "");
  furat_print_text(p, query->star ? " *" : "");
  for (size_t i = 0; i < query->select.n; ++i) {
    print_binding(p, &query->select.items[i]);
  }
  for (size_t i = 0; i < query->describe.n; ++i) {
    furat_print_text(p, " ");
    furat_print_term(p, &query->describe.items[i]);
  }
  if (query->form == FURAT_AST_CONSTRUCT) {
    p->in_template = true;
    p->indent += 1;
    furat_print_triples(p, &query->construct);
    p->indent -= 1;
    p->in_template = false;
    furat_print_line(p);
    furat_print_text(p, "}");
  }
}

static void
print_dataset(furat_printer *p, const furat_ast_terms *iris, const char *word)
{
  for (size_t i = 0; i < iris->n; ++i) {
    furat_print_line(p);
    furat_print_text(p, word);
    furat_print_term(p, &iris->items[i]);
  }
}

static void
print_order(furat_printer *p, const furat_ast_query *query)
{
  if (query->order_by.n > 0) {
    furat_print_line(p);
    furat_print_text(p, "ORDER BY");
  }
  for (size_t i = 0; i < query->order_by.n; ++i) {
    furat_print_text(p, query->order_by.items[i].descending ? " DESC (" : " ASC (");
    furat_print_expr(p, query->order_by.items[i].expr);
    furat_print_text(p, ")");
  }
}

static void
print_grouping(furat_printer *p, const furat_ast_query *query)
{
  if (query->group_by.n > 0) {
    furat_print_line(p);
    furat_print_text(p, "GROUP BY");
  }
  for (size_t i = 0; i < query->group_by.n; ++i) {
    print_binding(p, &query->group_by.items[i]);
  }
  if (query->having.n > 0) {
    furat_print_line(p);
    furat_print_text(p, "HAVING");
  }
  for (size_t i = 0; i < query->having.n; ++i) {
    furat_print_text(p, " (");
    furat_print_expr(p, query->having.items[i]);
    furat_print_text(p, ")");
  }
}

static void
print_slice(furat_printer *p, const furat_ast_query *query)
{
  if (query->has_limit) {
    furat_print_line(p);
    furat_buffer_appendf(p->out, "LIMIT %" PRIu64, query->limit);
  }
  if (query->has_offset) {
    furat_print_line(p);
    furat_buffer_appendf(p->out, "OFFSET %" PRIu64, query->offset);
  }
}

void
furat_print_query(furat_printer *p, const furat_ast_query *query)
{
  print_head(p, query);
  print_dataset(p, &query->from, "FROM ");
  print_dataset(p, &query->from_named, "FROM NAMED ");
  if (query->where) {
    furat_print_line(p);
    furat_print_text(p, "WHERE ");
    furat_print_group(p, query->where);
  }
  print_grouping(p, query);
  print_order(p, query);
  print_slice(p, query);
  if (query->values) {
    furat_print_line(p);
    print_values(p, query->values);
  }
}

furat_status
furat_sparql_print(furat_buffer *out, const furat_ast *ast, furat_error *err)
{
  furat_printer p = {.out = out, .ast = ast};
  p.numbers = furat_alloc_zeroed(ast->blanks.n * 2 + 1, sizeof(*p.numbers));
  if (!p.numbers) {
    return furat_error_no_mem(err);
  }
  if (ast->base.len) {
    furat_print_text(&p, "BASE ");
    furat_print_iri(&p, ast->base);
    furat_print_text(&p, "\n");
  }
  if (ast->query) {
    furat_print_query(&p, ast->query);
    furat_print_text(&p, "\n");
  } else {
    furat_print_operations(&p);
  }
  furat_free(p.numbers);
  return furat_buffer_status(out, err);
}
