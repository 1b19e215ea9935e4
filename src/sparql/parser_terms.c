// SPDX-License-Identifier: GPL-3.0-or-later
// Terms: IRIs against base and prefixes, literals, blank nodes with the scope of their
// labels, variables.  The prologue is here because it is what IRIs are resolved by.
#include <string.h>

#include "base/diagnostic.h"
#include "base/options.h"
#include "rdf/iri.h"
#include "rdf/vocabulary.h"
#include "sparql/parser_internal.h"

enum { MAX_IRI_BYTES = 1 << 24, MAX_NAMES = 128, NAME_BYTES = 32, SHOWN_BYTES = 100 };

// ---------------------------------------------------------------------------- IRIs

/// The IRI of a token, resolved; an IRI that is absolute stays as it is.
static bool
resolve_iri(furat_parser *p, furat_str iri, furat_span span, furat_str *out)
{
  *out = iri;
  if (furat_iri_is_absolute(iri) || (p->unresolved && p->ast->base.len == 0)) {
    return true;
  }
  if (p->ast->base.len == 0) {
    furat_parser_fail(p, span,
                      "this IRI is relative, and there is no base to resolve it");
    furat_error_hint(p->err, "begin with BASE <http://...>");
    return false;
  }
  furat_buffer resolved;
  furat_buffer_init(&resolved, MAX_IRI_BYTES);
  p->status = furat_iri_resolve(&resolved, p->ast->base, iri, p->err);
  if (p->status == FURAT_OK &&
      !furat_arena_copy(p->arena, furat_buffer_str(&resolved), out)) {
    furat_parser_no_mem(p);
  }
  furat_buffer_clear(&resolved);
  return p->status == FURAT_OK;
}

static bool
find_prefix(const furat_parser *p, furat_str name, furat_str *iri)
{
  return furat_prefixes_find(&p->prefixes, name, iri) ||
         (p->known && furat_prefixes_find(p->known, name, iri));
}

/// Add the declared names to a table of terminated ones, those that fit.
static size_t
add_names(const furat_prefixes *prefixes, const char **names, size_t n)
{
  for (size_t i = 0; prefixes && i < prefixes->entries.n && n < MAX_NAMES; ++i) {
    // An arena terminates its copies.
    names[n++] = FURAT_VEC_AT(&prefixes->entries, furat_prefix, i).name.data;
  }
  return n;
}

/// Suggest the prefix that was meant, or the line that declares it.
static void
hint_for_prefix(furat_parser *p, furat_str name)
{
  size_t n_known;
  const furat_prefix *known = furat_prefixes_well_known(&n_known);
  const char *names[MAX_NAMES + 64];
  size_t n = add_names(p->known, names, add_names(&p->prefixes, names, 0));
  const size_t n_declared = n;
  for (size_t i = 0; i < n_known && n < sizeof(names) / sizeof(names[0]); ++i) {
    if (furat_str_equal(known[i].name, name)) {
      furat_error_hint(p->err, "declare it: PREFIX %.*s: <%.*s>", FURAT_STR_ARGS(name),
                       FURAT_STR_ARGS(known[i].iri));
      return;
    }
    names[n++] = known[i].name.data;
  }
  char wanted[NAME_BYTES];
  if (name.len >= sizeof(wanted)) {
    return;
  }
  memcpy(wanted, name.len ? name.data : "", name.len);
  wanted[name.len] = '\0';
  const char *nearest = furat_nearest_name(wanted, names, n_declared);
  nearest = nearest ? nearest : furat_nearest_name(wanted, names, n);
  if (nearest) {
    furat_error_hint(p->err, "did you mean %s:?", nearest);
  } else {
    furat_error_hint(p->err, "begin with PREFIX %s: <http://...>", wanted);
  }
}

/// PrefixedName.  Rule 137.
static bool
expand_pname(furat_parser *p, furat_str *out)
{
  const furat_token *token = &p->token;
  furat_str namespace;
  const bool found = find_prefix(p, token->prefix, &namespace);
  if (!found && p->unresolved) {
    *out = token->text;
    return true;
  }
  if (!found) {
    const furat_str name = furat_str_slice(token->prefix, 0, SHOWN_BYTES);
    const size_t start = token->span.start;
    const furat_str raw = furat_str_slice(p->lexer.text, start, token->span.end - start);
    furat_parser_fail(p, (furat_span){start, start + furat_str_find_byte(raw, ':') + 1},
                      "prefix %.*s: is not declared", FURAT_STR_ARGS(name));
    hint_for_prefix(p, token->prefix);
    return false;
  }
  if (namespace.len > MAX_IRI_BYTES - token->text.len) {
    return furat_parser_no_mem(p);
  }
  char *iri = furat_arena_alloc(p->arena, namespace.len + token->text.len + 1);
  if (!iri) {
    return furat_parser_no_mem(p);
  }
  memcpy(iri, namespace.len ? namespace.data : "", namespace.len);
  memcpy(iri + namespace.len, token->text.len ? token->text.data : "", token->text.len);
  *out = (furat_str){iri, namespace.len + token->text.len};
  return true;
}

bool
furat_parser_is_iri(const furat_parser *p)
{
  return furat_parser_is(p, FURAT_TOKEN_IRI) ||
         furat_parser_is(p, FURAT_TOKEN_PNAME_LN) ||
         furat_parser_is(p, FURAT_TOKEN_PNAME_NS);
}

bool
furat_parse_iri(furat_parser *p, furat_ast_term *out)
{
  furat_str iri;
  const furat_span span = p->token.span;
  if (!furat_parser_is_iri(p)) {
    return furat_parser_unexpected(p, "an IRI");
  }
  const bool ok = p->token.kind == FURAT_TOKEN_IRI
                      ? resolve_iri(p, p->token.text, span, &iri)
                      : expand_pname(p, &iri);
  if (!ok) {
    return false;
  }
  *out =
      (furat_ast_term){.kind = FURAT_AST_IRI, .span = span, .value = furat_term_iri(iri)};
  return furat_parser_advance(p);
}

furat_ast_term
furat_parser_iri_term(const char *iri, furat_span span)
{
  return (furat_ast_term){
      .kind = FURAT_AST_IRI, .span = span, .value = furat_term_iri(furat_str_of(iri))};
}

// ------------------------------------------------------------------------ prologue

/// BaseDecl.  Rule 5.
static bool
parse_base(furat_parser *p)
{
  furat_str base;
  if (!furat_parser_is(p, FURAT_TOKEN_IRI)) {
    return furat_parser_unexpected(p, "an IRI between < and > behind BASE");
  }
  if (!resolve_iri(p, p->token.text, p->token.span, &base)) {
    return false;
  }
  p->ast->base = base;
  return furat_parser_advance(p);
}

/// PrefixDecl.  Rule 6.
static bool
parse_prefix(furat_parser *p)
{
  if (!furat_parser_is(p, FURAT_TOKEN_PNAME_NS)) {
    const bool is_word = furat_parser_is(p, FURAT_TOKEN_WORD);
    const furat_str word = p->token.text;
    furat_parser_unexpected(p, "a prefix with its colon behind PREFIX");
    if (is_word) {
      furat_error_hint(p->err, "write %.*s:", word.len < 40 ? (int)word.len : 40,
                       word.data);
    }
    return false;
  }
  const furat_str name = p->token.prefix;
  if (!furat_parser_advance(p)) {
    return false;
  }
  if (!furat_parser_is(p, FURAT_TOKEN_IRI)) {
    return furat_parser_unexpected(p, "an IRI between < and > behind the prefix");
  }
  furat_str iri;
  if (!resolve_iri(p, p->token.text, p->token.span, &iri)) {
    return false;
  }
  p->status = furat_prefixes_set(&p->prefixes, name, iri, p->err);
  return p->status == FURAT_OK && furat_parser_advance(p);
}

bool
furat_parse_prologue(furat_parser *p)
{
  while (p->status == FURAT_OK) {
    if (furat_parser_accept_word(p, FURAT_KEYWORD_BASE)) {
      parse_base(p);
    } else if (furat_parser_accept_word(p, FURAT_KEYWORD_PREFIX)) {
      parse_prefix(p);
    } else {
      break;
    }
  }
  return p->status == FURAT_OK;
}

// ----------------------------------------------------------------------- variables

bool
furat_parse_var(furat_parser *p, furat_ast_term *out)
{
  if (!furat_parser_is(p, FURAT_TOKEN_VAR)) {
    return furat_parser_unexpected(p, "a variable");
  }
  if (p->no_vars) {
    furat_parser_fail(p, p->token.span, "%s cannot have variables", p->no_vars);
    furat_error_hint(p->err, "%.6s { ... } WHERE { ... } can", p->no_vars);
    return false;
  }
  *out = (furat_ast_term){.kind = FURAT_AST_VAR, .span = p->token.span};
  return furat_parser_intern_var(p, p->token.text, &out->index) &&
         furat_parser_advance(p);
}

bool
furat_parse_var_or_iri(furat_parser *p, furat_ast_term *out, const char *expected)
{
  if (furat_parser_is(p, FURAT_TOKEN_VAR)) {
    return furat_parse_var(p, out);
  }
  return furat_parser_is_iri(p) ? furat_parse_iri(p, out)
                                : furat_parser_unexpected(p, expected);
}

// ------------------------------------------------------------------------ literals

bool
furat_parser_is_literal(const furat_parser *p)
{
  return furat_parser_is(p, FURAT_TOKEN_STRING) ||
         furat_parser_is(p, FURAT_TOKEN_INTEGER) ||
         furat_parser_is(p, FURAT_TOKEN_DECIMAL) ||
         furat_parser_is(p, FURAT_TOKEN_DOUBLE) ||
         furat_parser_is_word(p, FURAT_KEYWORD_TRUE) ||
         furat_parser_is_word(p, FURAT_KEYWORD_FALSE);
}

/// What follows a string: a language tag, a datatype, or nothing.  Rule 129.
static bool
parse_string_tail(furat_parser *p, furat_ast_term *out)
{
  const furat_str lexical = out->value.text;
  if (furat_parser_is(p, FURAT_TOKEN_LANGTAG)) {
    out->value = furat_term_lang_string(lexical, p->token.text);
    furat_parser_advance(p);
  } else if (furat_parser_accept(p, FURAT_TOKEN_CARETS)) {
    furat_ast_term datatype;
    if (!furat_parser_is_iri(p)) {
      return furat_parser_unexpected(p, "a datatype behind ^^");
    }
    if (!furat_parse_iri(p, &datatype)) {
      return false;
    }
    out->value = furat_term_literal(lexical, datatype.value.text);
  }
  out->span = furat_parser_span(p, out->span.start);
  return p->status == FURAT_OK;
}

bool
furat_parse_literal(furat_parser *p, furat_ast_term *out)
{
  const furat_token token = p->token;
  furat_str datatype = FURAT_STR(FURAT_XSD_STRING);
  furat_str lexical = token.text;
  switch (token.kind) {
  case FURAT_TOKEN_STRING:
    break;
  case FURAT_TOKEN_INTEGER:
    datatype = FURAT_STR(FURAT_XSD_INTEGER);
    break;
  case FURAT_TOKEN_DECIMAL:
    datatype = FURAT_STR(FURAT_XSD_DECIMAL);
    break;
  case FURAT_TOKEN_DOUBLE:
    datatype = FURAT_STR(FURAT_XSD_DOUBLE);
    break;
  default:
    if (!furat_parser_is_literal(p)) {
      return furat_parser_unexpected(p, "a literal");
    }
    datatype = FURAT_STR(FURAT_XSD_BOOLEAN);
    lexical =
        token.keyword == FURAT_KEYWORD_TRUE ? FURAT_STR("true") : FURAT_STR("false");
    break;
  }
  *out = (furat_ast_term){.kind = FURAT_AST_LITERAL,
                          .span = token.span,
                          .value = furat_term_literal(lexical, datatype)};
  return furat_parser_advance(p) &&
         (token.kind != FURAT_TOKEN_STRING || parse_string_tail(p, out));
}

// --------------------------------------------------------------------- blank nodes

static bool
new_blank(furat_parser *p, furat_str label, furat_span span, furat_ast_term *out)
{
  if (p->no_blanks) {
    furat_parser_fail(p, span, "%s cannot have blank nodes", p->no_blanks);
    furat_error_hint(p->err, "a variable in DELETE ... WHERE can find the node");
    return false;
  }
  const furat_ast_blank blank = {label, span};
  *out = (furat_ast_term){
      .kind = FURAT_AST_BLANK, .index = (uint32_t)p->ast->blanks.n, .span = span};
  return FURAT_PARSER_PUSH(p, &p->ast->blanks, blank);
}

bool
furat_parser_fresh_blank(furat_parser *p, furat_span span, furat_ast_term *out)
{
  return new_blank(p, FURAT_STR_NONE, span, out);
}

typedef struct label_key {
  furat_str label;
  furat_blank_space space;
  uint32_t pattern;
} label_key;

static bool
is_label(const void *context, uint32_t position, const void *key)
{
  const furat_vec *uses = context;
  const furat_blank_use *use = &FURAT_VEC_AT(uses, furat_blank_use, position);
  const label_key *wanted = key;
  return use->space == wanted->space && furat_str_equal(use->label, wanted->label) &&
         (use->space != FURAT_BLANKS_OF_TEMPLATES || use->pattern == wanted->pattern);
}

/// The same label is the same node within one basic graph pattern, and an error beyond it
/// (4.1.4); likewise within the templates of one operation.
static bool
check_label_scope(furat_parser *p, const furat_blank_use *use)
{
  if (use->pattern == p->pattern) {
    return true;
  }
  uint64_t line;
  uint64_t column;
  const furat_str label = furat_str_slice(use->label, 0, SHOWN_BYTES);
  furat_text_position(p->lexer.text, use->span.start, &line, &column);
  furat_parser_fail(
      p, p->token.span, "_:%.*s is used already in another %s, at line %llu, column %llu",
      FURAT_STR_ARGS(label),
      use->space == FURAT_BLANKS_OF_PATTERNS ? "graph pattern" : "INSERT DATA",
      (unsigned long long)line, (unsigned long long)column);
  if (use->space == FURAT_BLANKS_OF_PATTERNS) {
    furat_error_hint(p->err, "a variable can stand in both patterns");
  }
  return false;
}

static bool
parse_label(furat_parser *p, furat_ast_term *out)
{
  const label_key key = {p->token.text, p->blank_space, p->pattern};
  const bool is_own = key.space == FURAT_BLANKS_OF_TEMPLATES;
  const uint64_t hash =
      furat_hash_bytes(key.label, (uint64_t)key.space + (is_own ? key.pattern : 0));
  const uint32_t found =
      furat_hash_index_find(&p->blank_index, hash, is_label, &p->blank_uses, &key);
  if (found != FURAT_HASH_NONE) {
    const furat_blank_use *use = &FURAT_VEC_AT(&p->blank_uses, furat_blank_use, found);
    *out = (furat_ast_term){
        .kind = FURAT_AST_BLANK, .index = use->index, .span = p->token.span};
    return check_label_scope(p, use) && furat_parser_advance(p);
  }
  if (!new_blank(p, key.label, p->token.span, out)) {
    return false;
  }
  const furat_blank_use use = {key.label, key.space, p->pattern, out->index,
                               p->token.span};
  const uint32_t position = (uint32_t)p->blank_uses.n;
  if (!furat_vec_push(&p->blank_uses, &use) ||
      !furat_hash_index_add(&p->blank_index, hash, position)) {
    return furat_parser_no_mem(p);
  }
  return furat_parser_advance(p);
}

bool
furat_parse_blank(furat_parser *p, furat_ast_term *out)
{
  if (furat_parser_is(p, FURAT_TOKEN_ANON)) {
    return furat_parser_fresh_blank(p, p->token.span, out) && furat_parser_advance(p);
  }
  return parse_label(p, out);
}
