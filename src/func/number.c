// SPDX-License-Identifier: GPL-3.0-or-later
// strtod and printf follow the locale only in the decimal point, so none is ever given to
// the one
// ("1.25e3" is read as 125e1) nor taken from the other (only digits and exponent are
// used).
#include "func/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_DIGITS = 800, MAX_EXPONENT = 100000, DOUBLE_DIGITS = 17, FLOAT_DIGITS = 9 };

// ------------------------------------------------------------------------- reading

static bool
is_digit(char c)
{
  return c >= '0' && c <= '9';
}

// A double in pieces: sign, digits without leading zeros, and the power of ten behind
// them.
typedef struct {
  bool negative;
  char digits[MAX_DIGITS + 32]; // room for the exponent
  size_t n_digits;
  long exponent;
} number_parts;

static void
add_digit(number_parts *parts, char digit, bool behind_point)
{
  if (parts->n_digits == 0 && digit == '0') {
    parts->exponent -= behind_point;
    return;
  }
  if (parts->n_digits < MAX_DIGITS) {
    parts->digits[parts->n_digits++] = digit;
    parts->exponent -= behind_point;
  } else {
    // More digits than can matter but for a tie: keep that something stands behind.
    if (digit != '0') {
      parts->digits[MAX_DIGITS - 1] = '1';
    }
    parts->exponent += !behind_point;
  }
}

static bool
read_exponent(number_parts *parts, furat_str s, size_t at)
{
  bool negative = at < s.len && s.data[at] == '-';
  at += at < s.len && (s.data[at] == '-' || s.data[at] == '+');
  if (at == s.len) {
    return false;
  }
  long exponent = 0;
  for (; at < s.len; at++) {
    if (!is_digit(s.data[at])) {
      return false;
    }
    exponent = exponent < MAX_EXPONENT ? exponent * 10 + (s.data[at] - '0') : exponent;
  }
  parts->exponent += negative ? -exponent : exponent;
  return true;
}

static bool
read_parts(number_parts *parts, furat_str s)
{
  size_t at = s.len > 0 && (s.data[0] == '-' || s.data[0] == '+');
  bool seen_digit = false;
  bool seen_point = false;
  parts->negative = s.len > 0 && s.data[0] == '-';
  for (; at < s.len; at++) {
    char c = s.data[at];
    if (is_digit(c)) {
      add_digit(parts, c, seen_point);
      seen_digit = true;
    } else if (c == '.' && !seen_point) {
      seen_point = true;
    } else if ((c == 'e' || c == 'E') && seen_digit) {
      return read_exponent(parts, s, at + 1);
    } else {
      return false;
    }
  }
  return seen_digit;
}

bool
furat_number_parse(double *out, furat_str lexical, bool is_float)
{
  if (furat_str_equal(lexical, FURAT_STR("INF")) ||
      furat_str_equal(lexical, FURAT_STR("+INF"))) {
    *out = (double)INFINITY;
    return true;
  }
  if (furat_str_equal(lexical, FURAT_STR("-INF"))) {
    *out = (double)-INFINITY;
    return true;
  }
  if (furat_str_equal(lexical, FURAT_STR("NaN"))) {
    *out = (double)NAN;
    return true;
  }
  number_parts parts = {.n_digits = 0};
  if (!read_parts(&parts, lexical)) {
    return false;
  }
  double magnitude = 0.0;
  if (parts.n_digits > 0) {
    snprintf(parts.digits + parts.n_digits, sizeof(parts.digits) - parts.n_digits, "e%ld",
             parts.exponent);
    magnitude =
        is_float ? (double)strtof(parts.digits, NULL) : strtod(parts.digits, NULL);
  }
  *out = parts.negative ? -magnitude : magnitude;
  return true;
}

// ------------------------------------------------------------------------- writing

// The fewest digits that read back, without trailing zeros, and the exponent of the
// first.
static size_t
shortest_digits(double magnitude, bool is_float, char digits[DOUBLE_DIGITS + 1],
                int *exponent)
{
  char text[64];
  size_t n = 0;
  for (int precision = 1; precision <= (is_float ? FLOAT_DIGITS : DOUBLE_DIGITS);
       precision++) {
    snprintf(text, sizeof(text), "%.*e", precision - 1, magnitude);
    n = 0;
    const char *c = text;
    for (; *c != 'e'; c++) {
      if (is_digit(*c)) {
        digits[n++] = *c;
      }
    }
    *exponent = (int)strtol(c + 1, NULL, 10);
    char again[64];
    snprintf(again, sizeof(again), "%.*se%d", (int)n, digits, *exponent - (int)n + 1);
    double value = is_float ? (double)strtof(again, NULL) : strtod(again, NULL);
    if (value == magnitude) {
      break;
    }
  }
  while (n > 1 && digits[n - 1] == '0') {
    n--;
  }
  return n;
}

// INF, -INF, NaN; and the sign of the rest.  True when that was all.
static bool
write_special(furat_buffer *out, double value)
{
  if (isnan(value)) {
    furat_buffer_append_cstr(out, "NaN");
    return true;
  }
  if (signbit(value)) {
    furat_buffer_append_byte(out, '-');
  }
  if (isinf(value)) {
    furat_buffer_append_cstr(out, "INF");
    return true;
  }
  return false;
}

void
furat_number_write(furat_buffer *out, double value, bool is_float)
{
  if (write_special(out, value)) {
    return;
  }
  if (value == 0.0) {
    furat_buffer_append_cstr(out, "0.0E0");
    return;
  }
  char digits[DOUBLE_DIGITS + 1];
  int exponent;
  size_t n = shortest_digits(fabs(value), is_float, digits, &exponent);
  furat_buffer_append_byte(out, digits[0]);
  furat_buffer_append_byte(out, '.');
  furat_buffer_append(out, n > 1 ? (furat_str){digits + 1, n - 1} : FURAT_STR("0"));
  furat_buffer_appendf(out, "E%d", exponent);
}

void
furat_number_write_string(furat_buffer *out, double value, bool is_float)
{
  double magnitude = fabs(value);
  if (!(magnitude >= 1e-6 && magnitude < 1e6)) {
    if (value == 0.0) {
      furat_buffer_append_cstr(out, signbit(value) ? "-0" : "0");
    } else {
      furat_number_write(out, value, is_float);
    }
    return;
  }
  write_special(out, value);
  char digits[DOUBLE_DIGITS + 1];
  int exponent;
  size_t n = shortest_digits(magnitude, is_float, digits, &exponent);
  if (exponent < 0) {
    furat_buffer_append_cstr(out, "0.");
    furat_buffer_append_fill(out, '0', (size_t)(-exponent - 1));
    furat_buffer_append(out, (furat_str){digits, n});
    return;
  }
  size_t n_whole = (size_t)exponent + 1;
  furat_buffer_append(out, (furat_str){digits, n < n_whole ? n : n_whole});
  furat_buffer_append_fill(out, '0', n < n_whole ? n_whole - n : 0);
  if (n > n_whole) {
    furat_buffer_append_byte(out, '.');
    furat_buffer_append(out, (furat_str){digits + n_whole, n - n_whole});
  }
}
