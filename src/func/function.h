// SPDX-License-Identifier: GPL-3.0-or-later
// The functions of SPARQL 1.1 (17.4) by name, as one table: those that see the values of
// their arguments and nothing else.  BOUND, IF, COALESCE, IN, EXISTS, && and || decide
// what is evaluated and so belong to the executor; casts are in func/cast.h.
#ifndef FURAT_FUNC_FUNCTION_H
#define FURAT_FUNC_FUNCTION_H

#include "base/cancel.h"
#include "func/value.h"

/// Copying so much takes less time than anybody waits for.
enum { FURAT_CALL_MAX_TEXT_BYTES = 1 << 25 };

/// What a call knows beside its arguments.  One a running query (and thread).
typedef struct furat_call {
  furat_arena *arena;     ///< for what results point to
  size_t max_text_bytes;  ///< longest text that a function makes; beyond: FURAT_LIMIT
  furat_str base;         ///< base IRI of the query, for IRI(); may be empty
  furat_temporal now;     ///< NOW(): the same throughout a query
  uint64_t random_state;  ///< of RAND, UUID, STRUUID; seed it
  uint64_t solution;      ///< number of the solution: BNODE("x") is the same within one
  uint64_t n_blank_nodes; ///< made by BNODE() so far
  struct furat_regex_cache *regexes; ///< of REGEX and REPLACE; see furat_call_init
  const furat_cancel *cancel;        ///< polled where a text is long; or NULL
  size_t n_bytes;                    ///< looked at since it was polled
} furat_call;

/// FURAT_BAD_DATA is a type error (the value of the expression is an error);
/// FURAT_NO_MEM, FURAT_INTERRUPTED and FURAT_LIMIT end the query.  `args` have no
/// FURAT_VALUE_NONE among them.
typedef furat_status (*furat_function_body)(furat_value *out, furat_call *call,
                                            const furat_value *args, size_t n_args);

typedef struct furat_function {
  const char *name; ///< as the specification writes it
  uint8_t min_args;
  uint8_t max_args; ///< UINT8_MAX: no bound
  bool volatile_;   ///< may answer differently each time: must not be folded or shared
  furat_function_body body;
} furat_function;

/// All functions, in the order of the specification; `*n` their number.
const furat_function *
furat_functions(size_t *n);

/// By name, whatever its case; NULL when there is none.
const furat_function *
furat_function_find(furat_str name);

/// Prepare a call: the current time, a random seed, an empty cache, texts of at most
/// FURAT_CALL_MAX_TEXT_BYTES.  `arena` and the bytes of `base` must outlive it.
FURAT_NODISCARD furat_status
furat_call_init(furat_call *call, furat_arena *arena, furat_str base);

void
furat_call_clear(furat_call *call);

#endif
