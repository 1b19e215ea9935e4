// SPDX-License-Identifier: GPL-3.0-or-later
// Values of expressions: a term with what its datatype makes of it.  Made from terms and
// from inline ids, turned back into terms only where a result needs one.       [values
// in, values out]
#ifndef FURAT_FUNC_VALUE_H
#define FURAT_FUNC_VALUE_H

#include "func/decimal.h"
#include "func/temporal.h"
#include "rdf/term.h"

typedef enum furat_value_kind {
  FURAT_VALUE_NONE = 0, ///< no value: an unbound variable, or a type error
  FURAT_VALUE_IRI,
  FURAT_VALUE_BLANK,
  FURAT_VALUE_STRING,      ///< xsd:string
  FURAT_VALUE_LANG_STRING, ///< rdf:langString
  FURAT_VALUE_BOOLEAN,
  FURAT_VALUE_INTEGER, ///< xsd:integer and what is derived from it
  FURAT_VALUE_DECIMAL,
  FURAT_VALUE_FLOAT,
  FURAT_VALUE_DOUBLE,
  FURAT_VALUE_TEMPORAL,
  FURAT_VALUE_DURATION,
  FURAT_VALUE_OTHER ///< a literal of another datatype, or ill-typed: known by its term
                    ///< only
} furat_value_kind;

typedef struct furat_value {
  furat_value_kind kind;
  /// The term that it came from, or that it was given; kind FURAT_TERM_NONE when it was
  /// computed and not written yet.  Of strings, IRIs and blank nodes always set.
  furat_term term;
  union {
    bool boolean;
    furat_decimal decimal; ///< of FURAT_VALUE_INTEGER and FURAT_VALUE_DECIMAL
    double number;         ///< of FURAT_VALUE_FLOAT and FURAT_VALUE_DOUBLE
    furat_temporal temporal;
    struct {
      furat_duration duration;
      furat_duration_kind duration_kind;
    };
  };
} furat_value;

#define FURAT_VALUE_UNSET ((furat_value){.kind = FURAT_VALUE_NONE})

/// The value of a term.  Its bytes stay borrowed; long numbers go to the arena.  An
/// ill-typed literal is FURAT_VALUE_OTHER.  Fails only with FURAT_NO_MEM.
FURAT_NODISCARD furat_status
furat_value_of_term(furat_value *out, furat_arena *arena, const furat_term *term);

/// The term of a value; what was computed is written in canonical form into the arena.
/// FURAT_VALUE_NONE gives FURAT_TERM_NONE.
FURAT_NODISCARD furat_status
furat_value_to_term(furat_term *out, furat_arena *arena, const furat_value *value);

furat_value
furat_value_boolean(bool boolean);

furat_value
furat_value_integer(int64_t integer);

furat_value
furat_value_decimal(furat_decimal decimal);

furat_value
furat_value_double(double number);

/// A string whose bytes live as long as the value does.
furat_value
furat_value_string(furat_str text);

/// A string with the language tag of `like` if that has one.
furat_value
furat_value_string_like(furat_str text, const furat_value *like);

/// The kind of values that a datatype has, FURAT_VALUE_OTHER when it is not understood.
/// Unless NULL,
/// `*detail` is the furat_temporal_kind or furat_duration_kind.
furat_value_kind
furat_value_kind_of_datatype(furat_str iri, int *detail);

bool
furat_value_is_numeric(const furat_value *value);

/// True for simple literals, xsd:string and language-tagged strings.
bool
furat_value_is_string(const furat_value *value);

/// The IRI of a literal's datatype; empty for what is no literal.
furat_str
furat_value_datatype(const furat_value *value);

/// SPARQL 1.1 17.2.2: FURAT_BAD_DATA (a type error) when there is none.
FURAT_NODISCARD furat_status
furat_value_effective_boolean(const furat_value *value, bool *out);

#endif
