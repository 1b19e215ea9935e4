// SPDX-License-Identifier: GPL-3.0-or-later
// Property paths.  Rules 88 to 96.

#include "rdf/vocabulary.h"
#include "sparql/parser_internal.h"

static bool
parse_path(furat_parser *p, furat_ast_path **out);

static furat_ast_path *
new_path(furat_parser *p, furat_ast_path_kind kind, size_t start)
{
  furat_ast_path *path = FURAT_PARSER_NEW(p, furat_ast_path);
  if (path) {
    path->kind = kind;
    path->span = furat_parser_span(p, start);
  }
  return path;
}

static bool
add_part(furat_parser *p, furat_ast_path *path, furat_ast_path *part)
{
  const bool ok = path && part && FURAT_PARSER_PUSH(p, &path->parts, part);
  if (ok) {
    path->span = furat_parser_span(p, path->span.start);
  }
  return ok;
}

/// `out` becomes a path of this kind over what it was.
static bool
wrap(furat_parser *p, furat_ast_path **out, furat_ast_path_kind kind, size_t start)
{
  furat_ast_path *path = new_path(p, kind, start);
  if (!add_part(p, path, *out)) {
    return false;
  }
  *out = path;
  return true;
}

static bool
starts_path_iri(const furat_parser *p)
{
  return furat_parser_is_iri(p) || furat_parser_is_word(p, FURAT_KEYWORD_A);
}

/// iri or `a`.
static bool
parse_path_iri(furat_parser *p, furat_ast_path **out)
{
  const size_t start = p->token.span.start;
  furat_ast_term iri = furat_parser_iri_term(FURAT_RDF_TYPE, p->token.span);
  if (furat_parser_is_word(p, FURAT_KEYWORD_A) ? !furat_parser_advance(p)
                                               : !furat_parse_iri(p, &iri)) {
    return false;
  }
  *out = new_path(p, FURAT_AST_PATH_IRI, start);
  if (*out) {
    (*out)->iri = iri.value.text;
  }
  return *out != NULL;
}

/// PathOneInPropertySet.  Rule 96.
static bool
parse_one_in_set(furat_parser *p, furat_ast_path *set)
{
  furat_ast_path *part;
  const size_t start = p->token.span.start;
  const bool is_inverse = furat_parser_accept(p, FURAT_TOKEN_CARET);
  if (!starts_path_iri(p)) {
    return furat_parser_unexpected(p, "an IRI, or ^ and an IRI, in the negated set");
  }
  return parse_path_iri(p, &part) &&
         (!is_inverse || wrap(p, &part, FURAT_AST_PATH_INVERSE, start)) &&
         add_part(p, set, part);
}

/// PathNegatedPropertySet, behind the `!` at `start`.  Rule 95.
static bool
parse_negated(furat_parser *p, furat_ast_path **out, size_t start)
{
  furat_ast_path *set = new_path(p, FURAT_AST_PATH_NEGATED, start);
  *out = set;
  if (!set) {
    return false;
  }
  if (furat_parser_accept(p, FURAT_TOKEN_NIL)) {
    set->span = furat_parser_span(p, start);
    return true;
  }
  if (!furat_parser_accept(p, FURAT_TOKEN_LPAREN)) {
    return parse_one_in_set(p, set);
  }
  do {
    if (!parse_one_in_set(p, set)) {
      return false;
    }
  } while (furat_parser_accept(p, FURAT_TOKEN_PIPE));
  if (!furat_parser_expect(p, FURAT_TOKEN_RPAREN, "| or ) in the negated set")) {
    return false;
  }
  set->span = furat_parser_span(p, start);
  return true;
}

/// PathPrimary.  Rule 94.
static bool
parse_primary(furat_parser *p, furat_ast_path **out)
{
  const size_t start = p->token.span.start;
  if (furat_parser_accept(p, FURAT_TOKEN_NOT)) {
    return parse_negated(p, out, start);
  }
  if (furat_parser_accept(p, FURAT_TOKEN_LPAREN)) {
    return parse_path(p, out) &&
           furat_parser_expect(p, FURAT_TOKEN_RPAREN, "/, | or ) in the path");
  }
  return starts_path_iri(p) ? parse_path_iri(p, out)
                            : furat_parser_unexpected(
                                  p, "a predicate: a variable, an IRI, a, or a path");
}

/// PathElt.  Rules 91, 93.
static bool
parse_element(furat_parser *p, furat_ast_path **out)
{
  const size_t start = p->token.span.start;
  if (!parse_primary(p, out)) {
    return false;
  }
  if (furat_parser_accept(p, FURAT_TOKEN_STAR)) {
    return wrap(p, out, FURAT_AST_PATH_ZERO_OR_MORE, start);
  }
  if (furat_parser_accept(p, FURAT_TOKEN_PLUS)) {
    return wrap(p, out, FURAT_AST_PATH_ONE_OR_MORE, start);
  }
  if (furat_parser_accept(p, FURAT_TOKEN_QUESTION)) {
    return wrap(p, out, FURAT_AST_PATH_ZERO_OR_ONE, start);
  }
  return p->status == FURAT_OK;
}

/// PathEltOrInverse.  Rule 92.
static bool
parse_element_or_inverse(furat_parser *p, furat_ast_path **out)
{
  const size_t start = p->token.span.start;
  const bool is_inverse = furat_parser_accept(p, FURAT_TOKEN_CARET);
  return parse_element(p, out) &&
         (!is_inverse || wrap(p, out, FURAT_AST_PATH_INVERSE, start));
}

typedef bool (*path_rule)(furat_parser *p, furat_ast_path **out);

/// One or more parts that `separator` joins.
static bool
parse_joined(furat_parser *p, furat_ast_path **out, path_rule rule,
             furat_token_kind separator, furat_ast_path_kind kind)
{
  const size_t start = p->token.span.start;
  if (!rule(p, out)) {
    return false;
  }
  if (!furat_parser_is(p, separator)) {
    return p->status == FURAT_OK;
  }
  if (!wrap(p, out, kind, start)) {
    return false;
  }
  while (furat_parser_accept(p, separator)) {
    furat_ast_path *part;
    if (!rule(p, &part) || !add_part(p, *out, part)) {
      return false;
    }
  }
  return p->status == FURAT_OK;
}

/// PathSequence.  Rule 90.
static bool
parse_sequence(furat_parser *p, furat_ast_path **out)
{
  return parse_joined(p, out, parse_element_or_inverse, FURAT_TOKEN_SLASH,
                      FURAT_AST_PATH_SEQUENCE);
}

/// Path, which is PathAlternative.  Rules 88, 89.
static bool
parse_path(furat_parser *p, furat_ast_path **out)
{
  if (!furat_parser_enter(p, p->token.span)) {
    return false;
  }
  const bool ok =
      parse_joined(p, out, parse_sequence, FURAT_TOKEN_PIPE, FURAT_AST_PATH_ALTERNATIVE);
  furat_parser_leave(p);
  return ok;
}

bool
furat_parse_verb_path(furat_parser *p, furat_ast_triple *out)
{
  furat_ast_path *path;
  out->path = NULL;
  if (furat_parser_is(p, FURAT_TOKEN_VAR)) {
    return furat_parse_var(p, &out->predicate);
  }
  if (!parse_path(p, &path)) {
    return false;
  }
  if (path->kind == FURAT_AST_PATH_IRI) {
    out->predicate = (furat_ast_term){
        .kind = FURAT_AST_IRI, .span = path->span, .value = furat_term_iri(path->iri)};
  } else {
    out->predicate = (furat_ast_term){.kind = FURAT_AST_NONE};
    out->path = path;
  }
  return true;
}
