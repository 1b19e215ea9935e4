// SPDX-License-Identifier: GPL-3.0-or-later
// Triples and their abbreviations: lists of predicates and objects, [ ... ] and ( ... )
// become plain triples with fresh blank nodes, in the order of the text.  Rules 75 to
// 106.
#include "rdf/vocabulary.h"
#include "sparql/parser_internal.h"

/// What the rules of triples share; templates have no paths.
typedef struct triples_context {
  furat_parser *p;
  furat_ast_triples *out;
  bool has_paths;
} context;

static bool
parse_property_list(context c, furat_ast_term subject);
static bool
parse_node(context c, furat_ast_term *out);

/// Variables of patterns come into scope; those of templates only name what others bind.
static bool
see(context c, const furat_ast_term *term)
{
  return term->kind != FURAT_AST_VAR || !c.has_paths ||
         furat_scope_add(c.p, term->index, term->span);
}

static bool
emit(context c, const furat_ast_triple *triple)
{
  return FURAT_PARSER_PUSH(c.p, c.out, *triple);
}

static bool
emit_iri_triple(context c, furat_ast_term subject, const char *predicate,
                furat_ast_term object)
{
  const furat_ast_triple triple = {subject, furat_parser_iri_term(predicate, object.span),
                                   object, NULL};
  return emit(c, &triple);
}

/// Collection.  Rules 102, 103.
static bool
parse_collection(context c, furat_ast_term *out)
{
  furat_ast_term node;
  const size_t start = c.p->token.span.start;
  if (!furat_parser_enter(c.p, c.p->token.span) ||
      !furat_parser_fresh_blank(c.p, c.p->token.span, &node) ||
      !furat_parser_advance(c.p)) {
    return false;
  }
  *out = node;
  for (;;) {
    furat_ast_term item;
    if (!parse_node(c, &item) || !emit_iri_triple(c, node, FURAT_RDF_FIRST, item)) {
      return false;
    }
    if (furat_parser_accept(c.p, FURAT_TOKEN_RPAREN)) {
      break;
    }
    if (!furat_parser_starts_triples(c.p)) {
      return furat_parser_unexpected(c.p, "another item of the list or )");
    }
    furat_ast_term next;
    if (!furat_parser_fresh_blank(c.p, c.p->token.span, &next) ||
        !emit_iri_triple(c, node, FURAT_RDF_REST, next)) {
      return false;
    }
    node = next;
  }
  furat_parser_leave(c.p);
  out->span = furat_parser_span(c.p, start);
  return emit_iri_triple(c, node, FURAT_RDF_REST,
                         furat_parser_iri_term(FURAT_RDF_NIL, out->span));
}

/// BlankNodePropertyList.  Rules 99, 101.
static bool
parse_property_brackets(context c, furat_ast_term *out)
{
  const size_t start = c.p->token.span.start;
  if (!furat_parser_enter(c.p, c.p->token.span) ||
      !furat_parser_fresh_blank(c.p, c.p->token.span, out) ||
      !furat_parser_advance(c.p) || !parse_property_list(c, *out) ||
      !furat_parser_expect(c.p, FURAT_TOKEN_RBRACKET, "; with another predicate, or ]")) {
    return false;
  }
  furat_parser_leave(c.p);
  out->span = furat_parser_span(c.p, start);
  return true;
}

static bool
starts_node(const furat_parser *p)
{
  return furat_parser_is(p, FURAT_TOKEN_LPAREN) ||
         furat_parser_is(p, FURAT_TOKEN_LBRACKET);
}

static bool
starts_term(const furat_parser *p)
{
  return furat_parser_is(p, FURAT_TOKEN_VAR) || furat_parser_is_iri(p) ||
         furat_parser_is_literal(p) || furat_parser_is(p, FURAT_TOKEN_BLANK) ||
         furat_parser_is(p, FURAT_TOKEN_ANON) || furat_parser_is(p, FURAT_TOKEN_NIL);
}

bool
furat_parser_starts_triples(const furat_parser *p)
{
  return starts_term(p) || starts_node(p);
}

/// VarOrTerm.  Rules 106, 109.
static bool
parse_term(context c, furat_ast_term *out)
{
  furat_parser *p = c.p;
  if (furat_parser_is(p, FURAT_TOKEN_VAR)) {
    return furat_parse_var(p, out) && see(c, out);
  }
  if (furat_parser_is_iri(p)) {
    return furat_parse_iri(p, out);
  }
  if (furat_parser_is_literal(p)) {
    return furat_parse_literal(p, out);
  }
  if (furat_parser_is(p, FURAT_TOKEN_BLANK) || furat_parser_is(p, FURAT_TOKEN_ANON)) {
    return furat_parse_blank(p, out);
  }
  if (furat_parser_is(p, FURAT_TOKEN_NIL)) {
    *out = furat_parser_iri_term(FURAT_RDF_NIL, p->token.span);
    return furat_parser_advance(p);
  }
  return furat_parser_unexpected(p,
                                 "a term: a variable, an IRI, a literal or a blank node");
}

/// GraphNode.  Rules 104, 105.
static bool
parse_node(context c, furat_ast_term *out)
{
  if (furat_parser_is(c.p, FURAT_TOKEN_LPAREN)) {
    return parse_collection(c, out);
  }
  return furat_parser_is(c.p, FURAT_TOKEN_LBRACKET) ? parse_property_brackets(c, out)
                                                    : parse_term(c, out);
}

/// Verb.  Rule 78.
static bool
parse_verb(context c, furat_ast_triple *out)
{
  if (c.has_paths) {
    return furat_parse_verb_path(c.p, out) && see(c, &out->predicate);
  }
  out->path = NULL;
  if (furat_parser_is_word(c.p, FURAT_KEYWORD_A)) {
    out->predicate = furat_parser_iri_term(FURAT_RDF_TYPE, c.p->token.span);
    return furat_parser_advance(c.p);
  }
  return furat_parse_var_or_iri(c.p, &out->predicate,
                                "a predicate: a variable, an IRI or a");
}

static bool
starts_verb(const furat_parser *p)
{
  return furat_parser_is(p, FURAT_TOKEN_VAR) || furat_parser_is_iri(p) ||
         furat_parser_is_word(p, FURAT_KEYWORD_A) ||
         furat_parser_is(p, FURAT_TOKEN_CARET) || furat_parser_is(p, FURAT_TOKEN_NOT) ||
         furat_parser_is(p, FURAT_TOKEN_LPAREN);
}

/// ObjectList.  Rules 79, 86.
static bool
parse_objects(context c, furat_ast_triple *triple)
{
  do {
    if (!parse_node(c, &triple->object) || !emit(c, triple)) {
      return false;
    }
  } while (furat_parser_accept(c.p, FURAT_TOKEN_COMMA));
  return c.p->status == FURAT_OK;
}

/// PropertyListNotEmpty.  Rules 77, 83.
static bool
parse_property_list(context c, furat_ast_term subject)
{
  furat_ast_triple triple = {.subject = subject};
  if (!parse_verb(c, &triple) || !parse_objects(c, &triple)) {
    return false;
  }
  while (furat_parser_accept(c.p, FURAT_TOKEN_SEMICOLON)) {
    if (starts_verb(c.p) && (!parse_verb(c, &triple) || !parse_objects(c, &triple))) {
      return false;
    }
  }
  return c.p->status == FURAT_OK;
}

bool
furat_parse_triples(furat_parser *p, furat_ast_triples *out, bool has_paths)
{
  const context c = {p, out, has_paths};
  furat_ast_term subject;
  const bool is_node = starts_node(p);
  if (!parse_node(c, &subject)) {
    return false;
  }
  // A node that says something itself may stand alone.  Rule 75.
  return is_node && !starts_verb(p) ? p->status == FURAT_OK
                                    : parse_property_list(c, subject);
}

bool
furat_parse_template(furat_parser *p, furat_ast_triples *out)
{
  while (furat_parser_starts_triples(p)) {
    if (!furat_parse_triples(p, out, false)) {
      return false;
    }
    if (!furat_parser_accept(p, FURAT_TOKEN_DOT)) {
      break;
    }
  }
  return p->status == FURAT_OK;
}
