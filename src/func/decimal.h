// SPDX-License-Identifier: GPL-3.0-or-later
// Exact decimals of any size: xsd:decimal and xsd:integer beyond 64 bits.      [only
// place of gmp.h] A value is an unscaled integer and a scale; most fit one word and never
// touch GMP or the arena.
//
// GMP ends the program when it finds no memory, so no value may have more than
// FURAT_DECIMAL_MAX_DIGITS digits: what it asks for stays small.
#ifndef FURAT_FUNC_DECIMAL_H
#define FURAT_FUNC_DECIMAL_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"

/// Digits of the unscaled integer, and the largest scale.
#define FURAT_DECIMAL_MAX_DIGITS 10000

/// Digits behind the point that a division that does not end is rounded to (half to
/// even).
#define FURAT_DECIMAL_DIVISION_SCALE 18

/// unscaled / 10^scale.  Always in lowest terms: the unscaled integer of a value with a
/// scale over 0 does not end in the digit 0, so that equal values look the same.
typedef struct furat_decimal {
  uint32_t scale;
  int32_t n_limbs;       ///< as GMP has it: negative for negative numbers, 0 for zero
  uint64_t limb;         ///< the magnitude when |n_limbs| <= 1
  const uint64_t *limbs; ///< in an arena, lowest first, when |n_limbs| > 1
} furat_decimal;

furat_decimal
furat_decimal_of_int64(int64_t value);

/// Read the lexical form of xsd:decimal (and so of xsd:integer).  FURAT_BAD_DATA when it
/// is none, FURAT_LIMIT when it has too many digits.
FURAT_NODISCARD furat_status
furat_decimal_parse(furat_decimal *out, furat_arena *arena, furat_str lexical);

/// The exact value of a finite double.  FURAT_BAD_DATA for infinities and NaN,
/// FURAT_LIMIT when its expansion is too long.
FURAT_NODISCARD furat_status
furat_decimal_of_double(furat_decimal *out, furat_arena *arena, double value);

/// The nearest double (infinite when out of range).
double
furat_decimal_to_double(furat_decimal value);

/// True when the value is an integer that fits.
bool
furat_decimal_to_int64(furat_decimal value, int64_t *out);

/// Append the canonical form of xsd:decimal ("1.0", "-0.5"), or of xsd:integer when
/// `as_integer` (the scale must be 0).
FURAT_NODISCARD furat_status
furat_decimal_write(furat_buffer *out, furat_decimal value, bool as_integer);

/// <0, 0, >0.
FURAT_NODISCARD furat_status
furat_decimal_compare(furat_decimal a, furat_decimal b, int *order);

/// Each gives FURAT_LIMIT when the result has too many digits.
FURAT_NODISCARD furat_status
furat_decimal_add(furat_decimal *out, furat_arena *arena, furat_decimal a,
                  furat_decimal b);

FURAT_NODISCARD furat_status
furat_decimal_subtract(furat_decimal *out, furat_arena *arena, furat_decimal a,
                       furat_decimal b);

FURAT_NODISCARD furat_status
furat_decimal_multiply(furat_decimal *out, furat_arena *arena, furat_decimal a,
                       furat_decimal b);

/// Exact when the quotient has at most FURAT_DECIMAL_DIVISION_SCALE digits behind the
/// point. FURAT_BAD_DATA for a division by zero.
FURAT_NODISCARD furat_status
furat_decimal_divide(furat_decimal *out, furat_arena *arena, furat_decimal a,
                     furat_decimal b);

furat_decimal
furat_decimal_negate(furat_decimal value);

typedef enum furat_rounding {
  FURAT_ROUND_HALF_UP, ///< fn:round: half towards positive infinity
  FURAT_ROUND_FLOOR,
  FURAT_ROUND_CEILING,
  FURAT_ROUND_TRUNCATE ///< the cast to xsd:integer
} furat_rounding;

/// To an integer.
FURAT_NODISCARD furat_status
furat_decimal_round(furat_decimal *out, furat_arena *arena, furat_decimal value,
                    furat_rounding rounding);

#endif
