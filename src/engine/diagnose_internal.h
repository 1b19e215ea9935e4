// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of the diagnosis share.
#ifndef FURAT_ENGINE_DIAGNOSE_INTERNAL_H
#define FURAT_ENGINE_DIAGNOSE_INTERNAL_H

#include "engine/names_internal.h"
#include "engine/native_internal.h"
#include "sparql/print_algebra.h"

/// One diagnosis.
typedef struct furat_diagnosis {
  furat_buffer *out;
  furat_native_query query;             ///< a copy, with a bound for memory
  const furat_ast_operation *operation; ///< of an update; NULL for a query
  const furat_cancel *cancel;
  furat_txn *txn;
  furat_arena arena;         ///< of what it builds
  furat_variables variables; ///< those of the request and spare ones
  furat_var first_spare;
  furat_algebra_names names;
  furat_names_index called; ///< what things are called; read when it is asked for first
  bool has_called;
} furat_diagnosis;

enum { FURAT_DIAGNOSIS_SPARES = 64, FURAT_DIAGNOSIS_MAX_ITEMS = 48 };

/// A part of a join: a pattern, and the GRAPH that it stands in, or NULL.
typedef struct furat_diagnosis_item {
  furat_algebra *node;
  const furat_algebra *graph;
} furat_diagnosis_item;

typedef struct furat_diagnosis_set {
  size_t n;
  furat_diagnosis_item items[FURAT_DIAGNOSIS_MAX_ITEMS];
} furat_diagnosis_set;

// ---- diagnose_probe.c: building patterns and running them.  Builders give NULL when
// memory is exhausted, and take NULL for an input that failed; running NULL says so.

furat_algebra *
furat_probe_node(furat_diagnosis *d, furat_algebra_kind kind, furat_algebra *left,
                 furat_algebra *right);

furat_algebra *
furat_probe_triple(furat_diagnosis *d, const furat_triple_pattern *triple);

furat_algebra *
furat_probe_filter(furat_diagnosis *d, furat_algebra *left, furat_expr *filter);

furat_expr *
furat_probe_expr(furat_diagnosis *d, furat_expr_kind kind, furat_expr *first,
                 furat_expr *second);

furat_expr *
furat_probe_var(furat_diagnosis *d, furat_var var);

furat_expr *
furat_probe_call(furat_diagnosis *d, furat_builtin builtin, furat_expr *argument);

/// The pattern in its GRAPH, if it stands in one.
furat_algebra *
furat_probe_in_graph(furat_diagnosis *d, furat_algebra *pattern,
                     const furat_algebra *graph);

/// The join of the items.
furat_algebra *
furat_probe_join(furat_diagnosis *d, const furat_diagnosis_set *set);

/// The spare variable of this number.
static inline furat_slot
furat_probe_spare(const furat_diagnosis *d, uint32_t number)
{
  return (furat_slot){.var = d->first_spare + number, .term = FURAT_TERM_UNSET};
}

/// The term that a slot holds: its own, or the value of a parameter; NULL: a variable.
const furat_term *
furat_probe_constant(const furat_diagnosis *d, const furat_slot *slot);

/// The term that an expression is: a constant, or a parameter's value; NULL: it is none.
const furat_term *
furat_probe_expr_constant(const furat_diagnosis *d, const furat_expr *expr);

/// The comparison with another constant in the place of argument `at`.
furat_expr *
furat_probe_with_constant(furat_diagnosis *d, const furat_expr *condition, size_t at,
                          const furat_term *constant);

/// Where a probe looks.
typedef enum furat_probe_where {
  FURAT_PROBE_HERE,      ///< in the dataset of the request
  FURAT_PROBE_EVERYWHERE ///< in the union of all graphs, whatever FROM says
} furat_probe_where;

/// Told the values of the variables that were asked for, one solution a call; FURAT_DONE
/// ends it.
typedef furat_status (*furat_probe_take)(void *self, const furat_term *values,
                                         furat_error *err);

/// The distinct values of `n` (1 or 2) variables in the solutions of a pattern.
FURAT_NODISCARD furat_status
furat_probe_each(furat_diagnosis *d, furat_algebra *pattern, furat_probe_where where,
                 const furat_var *vars, size_t n, furat_probe_take take, void *self,
                 furat_error *err);

/// The number of solutions, counted up to `most`.
FURAT_NODISCARD furat_status
furat_probe_count(furat_diagnosis *d, furat_algebra *pattern, furat_probe_where where,
                  uint64_t most, uint64_t *n, furat_error *err);

/// Whether there is a solution.
FURAT_NODISCARD furat_status
furat_probe_any(furat_diagnosis *d, furat_algebra *pattern, furat_probe_where where,
                bool *any, furat_error *err);

/// Whether the condition lets a solution of `input`, in its GRAPH or NULL, pass.
FURAT_NODISCARD furat_status
furat_probe_passes(furat_diagnosis *d, furat_algebra *input, const furat_algebra *graph,
                   furat_expr *condition, bool *any, furat_error *err);

// ---- diagnose_text.c

/// Append a pattern as SPARQL, shortened.
void
furat_diagnosis_write(furat_diagnosis *d, const furat_algebra *node);

/// Append a term with prefixes, shortened.
void
furat_diagnosis_write_term(furat_diagnosis *d, const furat_term *term);

/// Append a variable, shortened.
void
furat_diagnosis_write_var(furat_diagnosis *d, furat_var var);

/// Append a piece of the request's text on one line, shortened.
void
furat_diagnosis_write_span(furat_diagnosis *d, furat_span span);

// ---- diagnose_near.c: what is nearly a term.

enum { FURAT_NEARS = 3 };

typedef struct furat_near {
  furat_term term;
  unsigned rank;  ///< 0: the nearest
  unsigned order; ///< among those of a rank
  const char *why;
} furat_near;

/// The nearest of the terms that were offered, and some that are not near.
typedef struct furat_nears {
  const furat_term *wanted;
  furat_arena *arena;
  bool predicates;     ///< also names that hold the wanted one, as tookPlaceIn place
  furat_buffer folded; ///< the wanted one's text or local name
  furat_buffer other;  ///< the same of an offer
  size_t n;
  furat_near best[FURAT_NEARS];
  size_t n_samples;
  furat_term samples[FURAT_NEARS];
  uint64_t n_offered;
} furat_nears;

/// Nothing was offered yet; `wanted` is borrowed, the terms are kept in `arena`.
void
furat_nears_init(furat_nears *nears, const furat_term *wanted, furat_arena *arena);

void
furat_nears_clear(furat_nears *nears);

FURAT_NODISCARD furat_status
furat_nears_offer(furat_nears *nears, const furat_term *term, furat_error *err);

/// Offer a term for a reason of one's own.
FURAT_NODISCARD furat_status
furat_nears_offer_as(furat_nears *nears, const furat_term *term, unsigned rank,
                     const char *why, furat_error *err);

/// Whether a text says the same as the wanted term but for spelling.
bool
furat_nears_same_text(furat_nears *nears, furat_str text);

/// Whether `part`, wanted as a part of the text, is in it but for case and spelling.
bool
furat_nears_has_part(furat_nears *nears, furat_str text);

// ---- diagnose_names.c: things by what they are called.

/// Asked whether a thing fits where the wanted term stands.
typedef furat_status (*furat_names_fit)(void *self, const furat_term *thing, bool *fits,
                                        furat_error *err);

/// Offer to `nears` the things that are called as its wanted term says, in any spelling
/// and script, if they fit there.
FURAT_NODISCARD furat_status
furat_diagnose_names(furat_diagnosis *d, furat_nears *nears, furat_names_fit fit,
                     void *self, furat_error *err);

// ---- The reasoning: diagnose.c, diagnose_join.c, diagnose_set.c, diagnose_graphs.c,
// diagnose_filter.c

/// Tell why `node`, which stands in `graph` or in none and is known to be empty, is.
FURAT_NODISCARD furat_status
furat_diagnose_node(furat_diagnosis *d, furat_algebra *node, const furat_algebra *graph,
                    furat_error *err);

/// The same of a join or a basic graph pattern.
FURAT_NODISCARD furat_status
furat_diagnose_join(furat_diagnosis *d, furat_algebra *node, const furat_algebra *graph,
                    furat_error *err);

/// "nothing matches ...", or that several patterns do not match together.
void
furat_diagnosis_write_set(furat_diagnosis *d, const furat_diagnosis_set *set);

/// Tell what would help where the items of the set have no solution together, though all
/// but one, whichever, have some.
FURAT_NODISCARD furat_status
furat_diagnose_set(furat_diagnosis *d, furat_diagnosis_set *set, furat_error *err);

/// Tell whether it is the graphs; then `*found` is set.
FURAT_NODISCARD furat_status
furat_diagnose_graphs(furat_diagnosis *d, furat_diagnosis_set *set, bool *found,
                      furat_error *err);

/// Why a filter lets nothing through, although its input has solutions.
FURAT_NODISCARD furat_status
furat_diagnose_filter(furat_diagnosis *d, furat_algebra *node, const furat_algebra *graph,
                      furat_error *err);

// ---- diagnose_classes.c

/// Where a predicate does not fit the class of a thing: tell which predicates the class
/// has, or which classes the predicate; then `*found` is set.
FURAT_NODISCARD furat_status
furat_diagnose_classes(furat_diagnosis *d, const furat_diagnosis_set *set, bool *found,
                       furat_error *err);

// ---- diagnose_compare.c

/// Of a comparison with a constant that nothing of `input` passes: tell the values on its
/// other side; where it is always an error, the datatype that the constant needs.
FURAT_NODISCARD furat_status
furat_diagnose_comparison(furat_diagnosis *d, furat_algebra *input, furat_expr *condition,
                          bool is_error, bool *found, furat_error *err);

// ---- diagnose_unbound.c

/// Tell which variables of the query nothing binds.
FURAT_NODISCARD furat_status
furat_diagnose_variables(furat_diagnosis *d, furat_error *err);

/// The same of an operation of an update.
FURAT_NODISCARD furat_status
furat_diagnose_update_variables(furat_diagnosis *d, const furat_algebra_modify *algebra,
                                furat_error *err);

/// Tell why columns of a SELECT have no value, though there are solutions: an OPTIONAL
/// that finds nothing, an expression that is always an error.
FURAT_NODISCARD furat_status
furat_diagnose_columns(furat_diagnosis *d, const bool *has_values, furat_error *err);

/// Append a line for each of the nearest: "  INTRO term (why)".
void
furat_diagnosis_write_nears(furat_diagnosis *d, const char *intro,
                            const furat_nears *nears);

#endif
