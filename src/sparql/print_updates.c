// SPDX-License-Identifier: GPL-3.0-or-later
// Updates as SPARQL text.
#include "sparql/print_internal.h"

static void
print_graph_ref(furat_printer *p, const furat_ast_graph_ref *ref)
{
  static const char *const words[] = {[FURAT_AST_GRAPHS_ONE] = "GRAPH ",
                                      [FURAT_AST_GRAPHS_DEFAULT] = "DEFAULT",
                                      [FURAT_AST_GRAPHS_NAMED] = "NAMED",
                                      [FURAT_AST_GRAPHS_ALL] = "ALL"};
  furat_print_text(p, words[ref->graphs]);
  if (ref->graphs == FURAT_AST_GRAPHS_ONE) {
    furat_print_term(p, &ref->iri);
  }
}

/// Triples in braces, with GRAPH and its braces around those of another graph.
static void
print_graph_triples(furat_printer *p, const furat_ast_graph_triples *part)
{
  const bool is_default = part->graph.kind == FURAT_AST_NONE;
  if (!is_default) {
    furat_print_line(p);
    furat_print_text(p, "GRAPH ");
    furat_print_term(p, &part->graph);
    furat_print_text(p, " {");
    p->indent += 1;
  }
  furat_print_triples(p, &part->triples);
  if (!is_default) {
    p->indent -= 1;
    furat_print_line(p);
    furat_print_text(p, "}");
  }
}

static void
print_quads(furat_printer *p, const furat_ast_quads *quads)
{
  furat_print_text(p, "{");
  p->indent += 1;
  p->in_template = true;
  for (size_t i = 0; i < quads->n; ++i) {
    print_graph_triples(p, &quads->items[i]);
  }
  p->in_template = false;
  p->indent -= 1;
  furat_print_line(p);
  furat_print_text(p, "}");
}

static void
print_using(furat_printer *p, const furat_ast_terms *iris, const char *word)
{
  for (size_t i = 0; i < iris->n; ++i) {
    furat_print_text(p, word);
    furat_print_term(p, &iris->items[i]);
    furat_print_line(p);
  }
}

static void
print_modify(furat_printer *p, const furat_ast_operation *op)
{
  if (op->with.kind != FURAT_AST_NONE) {
    furat_print_text(p, "WITH ");
    furat_print_term(p, &op->with);
    furat_print_line(p);
  }
  if (op->has_delete) {
    furat_print_text(p, "DELETE ");
    print_quads(p, &op->remove);
    furat_print_line(p);
  }
  if (op->has_insert) {
    furat_print_text(p, "INSERT ");
    print_quads(p, &op->insert);
    furat_print_line(p);
  }
  print_using(p, &op->using, "USING ");
  print_using(p, &op->using_named, "USING NAMED ");
  furat_print_text(p, "WHERE ");
  furat_print_group(p, op->where);
}

static void
print_load(furat_printer *p, const furat_ast_operation *op)
{
  furat_print_term(p, &op->document);
  if (op->target.graphs == FURAT_AST_GRAPHS_ONE) {
    furat_print_text(p, " INTO ");
    print_graph_ref(p, &op->target);
  }
}

static void
print_operation(furat_printer *p, const furat_ast_operation *op)
{
  static const char *const words[] = {[FURAT_AST_LOAD] = "LOAD ",
                                      [FURAT_AST_CLEAR] = "CLEAR ",
                                      [FURAT_AST_DROP] = "DROP ",
                                      [FURAT_AST_CREATE] = "CREATE ",
                                      [FURAT_AST_ADD] = "ADD ",
                                      [FURAT_AST_MOVE] = "MOVE ",
                                      [FURAT_AST_COPY] = "COPY ",
                                      [FURAT_AST_INSERT_DATA] = "INSERT DATA ",
                                      [FURAT_AST_DELETE_DATA] = "DELETE DATA ",
                                      [FURAT_AST_DELETE_WHERE] = "DELETE WHERE ",
                                      [FURAT_AST_MODIFY] = ""};
  furat_print_text(p, words[op->kind]);
  furat_print_text(p, op->silent ? "SILENT " : "");
  switch (op->kind) {
  case FURAT_AST_LOAD:
    print_load(p, op);
    break;
  case FURAT_AST_ADD:
  case FURAT_AST_MOVE:
  case FURAT_AST_COPY:
    print_graph_ref(p, &op->source);
    furat_print_text(p, " TO ");
    print_graph_ref(p, &op->target);
    break;
  case FURAT_AST_INSERT_DATA:
    print_quads(p, &op->insert);
    break;
  case FURAT_AST_DELETE_DATA:
  case FURAT_AST_DELETE_WHERE:
    print_quads(p, &op->remove);
    break;
  case FURAT_AST_MODIFY:
    print_modify(p, op);
    break;
  default:
    print_graph_ref(p, &op->target);
  }
}

void
furat_print_operations(furat_printer *p)
{
  for (size_t i = 0; i < p->ast->operations.n; ++i) {
    furat_print_text(p, i > 0 ? " ;\n" : "");
    print_operation(p, &p->ast->operations.items[i]);
  }
  furat_print_text(p, p->ast->operations.n > 0 ? "\n" : "");
}
