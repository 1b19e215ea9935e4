// SPDX-License-Identifier: GPL-3.0-or-later
// Update requests.  Rules 3 and 29 to 52.
#include "sparql/parser_internal.h"

// ---------------------------------------------------------------- graph management

/// GraphRef.  Rule 46.
static bool
parse_graph_ref(furat_parser *p, furat_ast_graph_ref *out, const char *expected)
{
  out->graphs = FURAT_AST_GRAPHS_ONE;
  return furat_parser_expect_word(p, FURAT_KEYWORD_GRAPH, expected) &&
         furat_parse_iri(p, &out->iri);
}

/// GraphRefAll.  Rule 47.
static bool
parse_graph_ref_all(furat_parser *p, furat_ast_graph_ref *out)
{
  static const struct {
    furat_keyword keyword;
    furat_ast_graphs graphs;
  } rows[] = {{FURAT_KEYWORD_DEFAULT, FURAT_AST_GRAPHS_DEFAULT},
              {FURAT_KEYWORD_NAMED, FURAT_AST_GRAPHS_NAMED},
              {FURAT_KEYWORD_ALL, FURAT_AST_GRAPHS_ALL}};
  for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); ++i) {
    if (furat_parser_accept_word(p, rows[i].keyword)) {
      out->graphs = rows[i].graphs;
      return true;
    }
  }
  return parse_graph_ref(p, out, "GRAPH and an IRI, DEFAULT, NAMED or ALL");
}

/// GraphOrDefault.  Rule 45.
static bool
parse_graph_or_default(furat_parser *p, furat_ast_graph_ref *out)
{
  if (furat_parser_accept_word(p, FURAT_KEYWORD_DEFAULT)) {
    out->graphs = FURAT_AST_GRAPHS_DEFAULT;
    return true;
  }
  out->graphs = FURAT_AST_GRAPHS_ONE;
  if (!furat_parser_accept_word(p, FURAT_KEYWORD_GRAPH) && !furat_parser_is_iri(p)) {
    return furat_parser_unexpected(p, "DEFAULT, or GRAPH and an IRI");
  }
  return furat_parse_iri(p, &out->iri);
}

/// Load.  Rule 31.
static bool
parse_load(furat_parser *p, furat_ast_operation *op)
{
  op->target.graphs = FURAT_AST_GRAPHS_DEFAULT;
  return furat_parse_iri(p, &op->document) &&
         (!furat_parser_accept_word(p, FURAT_KEYWORD_INTO) ||
          parse_graph_ref(p, &op->target, "GRAPH and an IRI behind INTO"));
}

/// Clear, Drop.  Rules 32, 33.
static bool
parse_clear(furat_parser *p, furat_ast_operation *op)
{
  return parse_graph_ref_all(p, &op->target);
}

/// Create.  Rule 34.
static bool
parse_create(furat_parser *p, furat_ast_operation *op)
{
  return parse_graph_ref(p, &op->target, "GRAPH and an IRI behind CREATE");
}

/// Add, Move, Copy.  Rules 35 to 37.
static bool
parse_transfer(furat_parser *p, furat_ast_operation *op)
{
  return parse_graph_or_default(p, &op->source) &&
         furat_parser_expect_word(p, FURAT_KEYWORD_TO, "TO and another graph") &&
         parse_graph_or_default(p, &op->target);
}

// --------------------------------------------------------------------------- quads

/// The triples of one graph.
static bool
parse_graph_triples(furat_parser *p, furat_ast_quads *out, furat_ast_term graph)
{
  furat_ast_graph_triples part = {.graph = graph};
  const bool is_default = graph.kind == FURAT_AST_NONE;
  if (is_default && !furat_parser_starts_triples(p)) {
    return p->status == FURAT_OK;
  }
  return furat_parse_template(p, &part.triples) && FURAT_PARSER_PUSH(p, out, part);
}

/// QuadsNotTriples.  Rule 51.
static bool
parse_named_quads(furat_parser *p, furat_ast_quads *out)
{
  furat_ast_term graph;
  return furat_parse_var_or_iri(p, &graph, "a variable or an IRI behind GRAPH") &&
         furat_parser_expect(p, FURAT_TOKEN_LBRACE, "{ with triples") &&
         parse_graph_triples(p, out, graph) &&
         furat_parser_expect(p, FURAT_TOKEN_RBRACE, "a dot and more triples, or }");
}

/// Quads in braces.  Rules 48 to 50.
static bool
parse_quads(furat_parser *p, furat_ast_quads *out)
{
  const furat_ast_term none = {.kind = FURAT_AST_NONE};
  if (!furat_parser_expect(p, FURAT_TOKEN_LBRACE, "{ with triples") ||
      !parse_graph_triples(p, out, none)) {
    return false;
  }
  while (furat_parser_accept_word(p, FURAT_KEYWORD_GRAPH)) {
    if (!parse_named_quads(p, out)) {
      return false;
    }
    furat_parser_accept(p, FURAT_TOKEN_DOT);
    if (!parse_graph_triples(p, out, none)) {
      return false;
    }
  }
  return furat_parser_expect(p, FURAT_TOKEN_RBRACE,
                             "a dot and more triples, GRAPH, or }");
}

/// Quads of a template: their blank nodes are the operation's own.
static bool
parse_template_quads(furat_parser *p, furat_ast_quads *out, const char *no_blanks,
                     const char *no_vars)
{
  p->blank_space = no_vars ? FURAT_BLANKS_OF_DATA : FURAT_BLANKS_OF_TEMPLATES;
  p->no_blanks = no_blanks;
  p->no_vars = no_vars;
  const bool ok = parse_quads(p, out);
  p->blank_space = FURAT_BLANKS_OF_PATTERNS;
  p->no_blanks = NULL;
  p->no_vars = NULL;
  return ok;
}

// ------------------------------------------------------------------------- changes

/// UsingClause.  Rule 44.
static bool
parse_using(furat_parser *p, furat_ast_operation *op)
{
  while (furat_parser_accept_word(p, FURAT_KEYWORD_USING)) {
    furat_ast_term iri;
    const bool is_named = furat_parser_accept_word(p, FURAT_KEYWORD_NAMED);
    if (!furat_parse_iri(p, &iri) ||
        !(is_named ? FURAT_PARSER_PUSH(p, &op->using_named, iri)
                   : FURAT_PARSER_PUSH(p, &op->using, iri))) {
      return false;
    }
  }
  return p->status == FURAT_OK;
}

/// What follows the templates of Modify.  Rule 41.
static bool
parse_modify_tail(furat_parser *p, furat_ast_operation *op)
{
  op->kind = FURAT_AST_MODIFY;
  const uint32_t templates = p->pattern;
  const size_t n_scope = p->scope.n;
  const bool ok = parse_using(p, op) &&
                  furat_parser_expect_word(
                      p, FURAT_KEYWORD_WHERE,
                      op->has_insert ? "USING, or WHERE and { with a pattern"
                                     : "INSERT, USING, or WHERE and { with a pattern") &&
                  furat_parse_group(p, &op->where);
  furat_scope_cut(p, n_scope);
  p->pattern = templates;
  return ok;
}

/// InsertClause and all behind it; the word INSERT has been read.  Rule 43.
static bool
parse_insert(furat_parser *p, furat_ast_operation *op)
{
  op->has_insert = true;
  return parse_template_quads(p, &op->insert, NULL, NULL) && parse_modify_tail(p, op);
}

/// InsertData (rule 38), or a Modify that begins with INSERT.
static bool
parse_insert_operation(furat_parser *p, furat_ast_operation *op)
{
  if (furat_parser_accept_word(p, FURAT_KEYWORD_DATA)) {
    op->kind = FURAT_AST_INSERT_DATA;
    return parse_template_quads(p, &op->insert, NULL, "INSERT DATA");
  }
  return parse_insert(p, op);
}

/// A Modify that begins with DELETE; the word has been read.  Rules 41, 42.
static bool
parse_delete(furat_parser *p, furat_ast_operation *op)
{
  op->has_delete = true;
  if (!parse_template_quads(p, &op->remove, "DELETE", NULL)) {
    return false;
  }
  return furat_parser_accept_word(p, FURAT_KEYWORD_INSERT) ? parse_insert(p, op)
                                                           : parse_modify_tail(p, op);
}

/// DeleteData (rule 39), DeleteWhere (rule 40), or a Modify that begins with DELETE.
static bool
parse_delete_operation(furat_parser *p, furat_ast_operation *op)
{
  if (furat_parser_accept_word(p, FURAT_KEYWORD_DATA)) {
    op->kind = FURAT_AST_DELETE_DATA;
    return parse_template_quads(p, &op->remove, "DELETE DATA", "DELETE DATA");
  }
  if (furat_parser_accept_word(p, FURAT_KEYWORD_WHERE)) {
    op->kind = FURAT_AST_DELETE_WHERE;
    return parse_template_quads(p, &op->remove, "DELETE WHERE", NULL);
  }
  return parse_delete(p, op);
}

/// Modify behind WITH.  Rule 41.
static bool
parse_with(furat_parser *p, furat_ast_operation *op)
{
  if (!furat_parse_iri(p, &op->with)) {
    return false;
  }
  if (furat_parser_accept_word(p, FURAT_KEYWORD_DELETE)) {
    return parse_delete(p, op);
  }
  return furat_parser_accept_word(p, FURAT_KEYWORD_INSERT)
             ? parse_insert(p, op)
             : furat_parser_unexpected(p, "DELETE or INSERT behind WITH");
}

typedef struct operation_row {
  furat_keyword keyword;
  furat_ast_operation_kind kind;
  bool may_be_silent;
  bool (*parse)(furat_parser *p, furat_ast_operation *op);
} operation_row;

static const operation_row *
operation_row_of(const furat_parser *p)
{
  static const operation_row rows[] = {
      {FURAT_KEYWORD_LOAD, FURAT_AST_LOAD, true, parse_load},
      {FURAT_KEYWORD_CLEAR, FURAT_AST_CLEAR, true, parse_clear},
      {FURAT_KEYWORD_DROP, FURAT_AST_DROP, true, parse_clear},
      {FURAT_KEYWORD_CREATE, FURAT_AST_CREATE, true, parse_create},
      {FURAT_KEYWORD_ADD, FURAT_AST_ADD, true, parse_transfer},
      {FURAT_KEYWORD_MOVE, FURAT_AST_MOVE, true, parse_transfer},
      {FURAT_KEYWORD_COPY, FURAT_AST_COPY, true, parse_transfer},
      {FURAT_KEYWORD_INSERT, FURAT_AST_MODIFY, false, parse_insert_operation},
      {FURAT_KEYWORD_DELETE, FURAT_AST_MODIFY, false, parse_delete_operation},
      {FURAT_KEYWORD_WITH, FURAT_AST_MODIFY, false, parse_with},
  };
  for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); ++i) {
    if (furat_parser_is_word(p, rows[i].keyword)) {
      return &rows[i];
    }
  }
  return NULL;
}

/// Update1.  Rule 30.
static bool
parse_operation(furat_parser *p)
{
  const operation_row *row = operation_row_of(p);
  if (!row) {
    const bool is_query = furat_parser_is_word(p, FURAT_KEYWORD_SELECT) ||
                          furat_parser_is_word(p, FURAT_KEYWORD_ASK) ||
                          furat_parser_is_word(p, FURAT_KEYWORD_CONSTRUCT) ||
                          furat_parser_is_word(p, FURAT_KEYWORD_DESCRIBE);
    furat_parser_unexpected(p, "an update such as INSERT, DELETE or LOAD");
    if (is_query) {
      furat_error_hint(p->err, "this is a query, not an update");
    }
    return false;
  }
  furat_ast_operation op = {.kind = row->kind, .span = p->token.span};
  if (!furat_parser_advance(p)) {
    return false;
  }
  op.silent = row->may_be_silent && furat_parser_accept_word(p, FURAT_KEYWORD_SILENT);
  furat_parser_new_pattern(p);
  if (!row->parse(p, &op)) {
    return false;
  }
  op.span = furat_parser_span(p, op.span.start);
  return FURAT_PARSER_PUSH(p, &p->ast->operations, op);
}

bool
furat_parse_update_unit(furat_parser *p)
{
  while (furat_parse_prologue(p) && !furat_parser_is(p, FURAT_TOKEN_END)) {
    if (!parse_operation(p)) {
      return false;
    }
    if (!furat_parser_accept(p, FURAT_TOKEN_SEMICOLON)) {
      break;
    }
  }
  if (p->status == FURAT_OK && !furat_parser_is(p, FURAT_TOKEN_END)) {
    return furat_parser_unexpected(p, "; and another update, or the end");
  }
  return p->status == FURAT_OK;
}
