// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of the parser share.  A furat_parse_ function reads one grammar rule,
// with the current token as its first; it returns false once something failed, which was
// told to `err` and stands in `status`: then everything only returns.
#ifndef FURAT_SPARQL_PARSER_INTERNAL_H
#define FURAT_SPARQL_PARSER_INTERNAL_H

#include "base/hash.h"
#include "base/vec.h"
#include "sparql/lexer.h"
#include "sparql/parser.h"

/// Where a blank node label stands.  Labels of different spaces do not meet.
typedef enum furat_blank_space {
  FURAT_BLANKS_OF_PATTERNS, ///< a label belongs to one basic graph pattern
  FURAT_BLANKS_OF_DATA,     ///< a label belongs to one INSERT DATA
  FURAT_BLANKS_OF_TEMPLATES ///< each template has labels of its own
} furat_blank_space;

/// A blank node label in use: only within the pattern (or template) where it was met
/// first.
typedef struct furat_blank_use {
  furat_str label;
  furat_blank_space space;
  uint32_t pattern;
  uint32_t index;
  furat_span span;
} furat_blank_use;

/// A variable that is in scope; `previous` is where it stands further down in the stack.
typedef struct furat_scope_entry {
  uint32_t var;
  size_t previous;
  furat_span span;
} furat_scope_entry;

/// What is known of a variable besides its name.  A mark holds when it is the parser's
/// last.
typedef struct furat_var_state {
  size_t top;            // its topmost entry in the stack of scope, plus 1
  uint32_t grouped_mark; // the query that groups by it, or names a value by it
  uint32_t listed_mark;  // the SELECT or VALUES that lists it
} furat_var_state;

typedef struct furat_parser {
  furat_lexer lexer;
  furat_token token; // the current one
  size_t last_end;   // of the token before it
  furat_arena *arena;
  furat_ast *ast;
  furat_error *err;
  furat_status status;
  furat_prefixes prefixes;     // declared so far
  const furat_prefixes *known; // known without a declaration, or NULL
  bool
      unresolved; // IRIs and prefixed names may stay as they are, if nobody declared them
  unsigned depth; // of the rules that nest
  unsigned max_depth;
  furat_hash_index var_index;   // name -> index in ast->variables
  furat_hash_index blank_index; // label and space -> index in blank_uses
  furat_vec blank_uses;         // furat_blank_use
  furat_vec var_states;         // furat_var_state, by variable
  furat_vec scope;              // furat_scope_entry: a stack; a group's is its upper part
  size_t scope_start;           // where the part of the current group starts
  uint32_t pattern;             // the basic graph pattern or template being read
  uint32_t n_patterns;
  uint32_t n_marks;
  furat_blank_space blank_space;
  const char *no_blanks; // where blank nodes are forbidden: "DELETE"; or NULL
  const char *no_vars;   // where variables are forbidden: "INSERT DATA"; or NULL
  bool may_aggregate;    // inside SELECT, HAVING or ORDER BY
  bool in_aggregate;
  bool has_aggregate; // the current query has one
} furat_parser;

/// What a query sets aside while a sub-SELECT or EXISTS is read.
typedef struct furat_parser_saved {
  uint32_t pattern;
  size_t scope_start;
  bool may_aggregate;
  bool in_aggregate;
  bool has_aggregate;
} furat_parser_saved;

// ----------------------------------------------------- tokens and errors: parser.c

/// Move to the next token.
bool
furat_parser_advance(furat_parser *p);

bool
furat_parser_is(const furat_parser *p, furat_token_kind kind);

bool
furat_parser_is_word(const furat_parser *p, furat_keyword keyword);

/// Pass the token if it is this one; false when it is not, or when something failed.
bool
furat_parser_accept(furat_parser *p, furat_token_kind kind);

bool
furat_parser_accept_word(furat_parser *p, furat_keyword keyword);

/// Pass the token, which must be this one; `expected` is for the message.
bool
furat_parser_expect(furat_parser *p, furat_token_kind kind, const char *expected);

bool
furat_parser_expect_word(furat_parser *p, furat_keyword keyword, const char *expected);

/// Fail with this span.  Returns false, as all that fail do.
bool
furat_parser_fail(furat_parser *p, furat_span span, const char *format, ...)
    FURAT_PRINTF(3, 4);

/// Fail because memory is exhausted.
bool
furat_parser_no_mem(furat_parser *p);

/// Fail at the current token: "expected X, found Y", with the hint that fits.
bool
furat_parser_unexpected(furat_parser *p, const char *expected);

/// Enter a rule that nests; furat_parser_leave() it when this was true.
bool
furat_parser_enter(furat_parser *p, furat_span span);

void
furat_parser_leave(furat_parser *p);

/// Fail when a tree became too high to be walked.
bool
furat_parser_check_height(furat_parser *p, unsigned height, furat_span span);

/// From `start` to the end of the last token.
furat_span
furat_parser_span(const furat_parser *p, size_t start);

/// Room for one more item of an FURAT_AST_LIST; NULL after failing.
void *
furat_parser_room(furat_parser *p, void *items, size_t n, size_t *cap, size_t item_bytes);

#define FURAT_PARSER_PUSH(p, list, item)                                           \
  (((list)->items = furat_parser_room((p), (list)->items, (list)->n, &(list)->cap, \
                                      sizeof(*(list)->items))) != NULL             \
       ? ((list)->items[(list)->n++] = (item), true)                               \
       : ((list)->n = 0, false))

/// A zeroed node; NULL after failing.
void *
furat_parser_node(furat_parser *p, size_t node_bytes);

#define FURAT_PARSER_NEW(p, type) ((type *)furat_parser_node((p), sizeof(type)))

// ----------------------------------------------------------- terms: parser_terms.c

/// Prologue.  Rules 4 to 6.
bool
furat_parse_prologue(furat_parser *p);

bool
furat_parser_is_iri(const furat_parser *p);

/// iri.  Rule 136.
bool
furat_parse_iri(furat_parser *p, furat_ast_term *out);

bool
furat_parse_var(furat_parser *p, furat_ast_term *out);

/// VarOrIri.  Rule 107; `expected` is for the message.
bool
furat_parse_var_or_iri(furat_parser *p, furat_ast_term *out, const char *expected);

bool
furat_parser_is_literal(const furat_parser *p);

/// RDFLiteral, NumericLiteral, BooleanLiteral.  Rules 129 to 134.
bool
furat_parse_literal(furat_parser *p, furat_ast_term *out);

/// BlankNode.  Rule 138; `[]` too.
bool
furat_parse_blank(furat_parser *p, furat_ast_term *out);

/// A new blank node without a label.
bool
furat_parser_fresh_blank(furat_parser *p, furat_span span, furat_ast_term *out);

/// rdf:nil, rdf:type ... as a term.
furat_ast_term
furat_parser_iri_term(const char *iri, furat_span span);

// --------------------------------------- triples: parser_triples.c, parser_paths.c

bool
furat_parser_starts_triples(const furat_parser *p);

/// TriplesSameSubject (rule 75), or with paths TriplesSameSubjectPath (rule 81).
bool
furat_parse_triples(furat_parser *p, furat_ast_triples *out, bool has_paths);

/// TriplesTemplate (rule 52) without braces: triples separated by dots.
bool
furat_parse_template(furat_parser *p, furat_ast_triples *out);

/// VerbPath or VerbSimple (rules 84, 85): a variable, an IRI or a path.
bool
furat_parse_verb_path(furat_parser *p, furat_ast_triple *out);

// ------------------------------- expressions: parser_expressions.c, parser_calls.c

bool
furat_parse_expression(furat_parser *p, furat_ast_expr **out);

/// BrackettedExpression, BuiltInCall or FunctionCall.  Rule 69; `expected` is for the
/// message.
bool
furat_parse_constraint(furat_parser *p, furat_ast_expr **out, const char *expected);

bool
furat_parser_starts_constraint(const furat_parser *p);

/// BuiltInCall (rule 121), aggregates and EXISTS among them; the token is a word.
bool
furat_parse_builtin(furat_parser *p, furat_ast_expr **out);

/// iriOrFunction.  Rule 128.
bool
furat_parse_iri_or_call(furat_parser *p, furat_ast_expr **out);

/// A node of `kind` that starts at byte `start`; NULL after failing.
furat_ast_expr *
furat_parser_new_expr(furat_parser *p, furat_ast_expr_kind kind, size_t start);

/// Add an argument and end the node at the last token; NULL is a failure of before.
bool
furat_parser_add_arg(furat_parser *p, furat_ast_expr *expr, furat_ast_expr *arg);

// ----------------------- patterns and queries: parser_patterns.c, parser_queries.c

/// GroupGraphPattern.  Rule 53.  What is visible in it stays in scope.
bool
furat_parse_group(furat_parser *p, furat_ast_group **out);

/// DataBlock.  Rule 62; the word VALUES has been read at `start`.
bool
furat_parse_values(furat_parser *p, furat_ast_values **out, size_t start);

/// SubSelect.  Rule 8.
bool
furat_parse_subselect(furat_parser *p, furat_ast_query **out);

/// Query behind its prologue.  Rule 2.
bool
furat_parse_query_unit(furat_parser *p, furat_ast_query **out);

/// Update.  Rule 29.
bool
furat_parse_update_unit(furat_parser *p);

// ----------------------------------------------------------- scope: parser_scope.c

/// The index of a variable's name.
bool
furat_parser_intern_var(furat_parser *p, furat_str name, uint32_t *index);

/// The state of a variable that was interned; it moves when another is.
furat_var_state *
furat_parser_var_state(const furat_parser *p, uint32_t var);

/// A variable is bound by what was read: it is visible in the current group from now on.
bool
furat_scope_add(furat_parser *p, uint32_t var, furat_span span);

/// The entry of a variable that is visible in the current group, or NULL.
const furat_scope_entry *
furat_scope_find(const furat_parser *p, uint32_t var);

/// Forget what came into scope since the stack had `n` entries.
void
furat_scope_cut(furat_parser *p, size_t n);

/// Fail: `var` is given a value by `what`, but has one already at `first`.
bool
furat_scope_fail_bound(furat_parser *p, const furat_ast_term *var, const char *what,
                       furat_span first);

/// Check a query's grouping and projection and write out its `projection`; the variables
/// of its pattern are the current group's.
bool
furat_scope_check_query(furat_parser *p, furat_ast_query *query);

furat_parser_saved
furat_parser_save(const furat_parser *p);

void
furat_parser_restore(furat_parser *p, furat_parser_saved saved);

/// A basic graph pattern (or template) begins: blank node labels of others are not for
/// it.
void
furat_parser_new_pattern(furat_parser *p);

#endif
