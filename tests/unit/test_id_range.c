// SPDX-License-Identifier: GPL-3.0-or-later
// Ranges of ids against what comparing the values says: random literals of all types that
// ids can hold, near each other and far, before random constants.
#include "exec/id_range.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>

#include "func/compare.h"
#include "rdf/vocabulary.h"
#include "support/random.h"

enum { N_CONSTANTS = 400, N_LITERALS = 400, TEXT_BYTES = 64 };

static const furat_expr_kind comparisons[] = {FURAT_EXPR_EQ, FURAT_EXPR_LT, FURAT_EXPR_GT,
                                              FURAT_EXPR_LE, FURAT_EXPR_GE};
enum { N_COMPARISONS = sizeof(comparisons) / sizeof(comparisons[0]) };

typedef struct {
  char text[TEXT_BYTES];
  furat_id id;
  furat_term term;
  furat_value value;
} literal;

static const char *const zones[] = {"", "", "", "Z", "+14:00", "-14:00", "+03:30"};

static const char *
random_zone(random_source *random)
{
  return zones[random_below(random, sizeof(zones) / sizeof(zones[0]))];
}

// A number that is likely to meet others: small, at a limit, or of any size.
static int64_t
random_whole(random_source *random)
{
  const int64_t limits[] = {INT64_C(1) << 59, (INT64_C(1) << 59) - 1, 5764607523,
                            INT64_C(1) << 53, 1000000000000000,       0};
  int64_t n = (int64_t)random_below(random, 5);
  if (random_below(random, 3) == 0) {
    n += limits[random_below(random, sizeof(limits) / sizeof(limits[0]))] - 2;
  } else if (random_below(random, 3) == 0) {
    n = (int64_t)(random_next(random) >> (4 + random_below(random, 60)));
  }
  return random_below(random, 2) ? n : -n;
}

// A number at a power of ten, where the digits of a double begin anew: 10^exponent, or
// the 15 digits below it.
static const char *
write_near_power(char *text, random_source *random)
{
  const int exponent = (int)random_below(random, 18);
  const char *sign = random_below(random, 2) ? "-" : "";
  static const char nines[] = "999999999999999";
  const unsigned below = (unsigned)random_below(random, 2);
  if (random_below(random, 2)) {
    snprintf(text, TEXT_BYTES, "%s%sE%d", sign, below ? "9.99999999999999" : "1.0",
             below ? exponent - 1 : exponent);
    return FURAT_XSD "double";
  }
  if (exponent < 7 || exponent >= 15) { // no decimal has so many digits
    snprintf(text, TEXT_BYTES, "%s%s%.*s", sign, below ? "9" : "1", exponent,
             below ? "999999999999999999" : "000000000000000000");
    return FURAT_XSD "integer";
  }
  snprintf(text, TEXT_BYTES, "%s%.*s.%.*s", sign, exponent, nines, 15 - exponent, nines);
  return FURAT_XSD "decimal";
}

static const char *
write_number(char *text, random_source *random)
{
  const int64_t whole = random_whole(random);
  static const char *const fractions[] = {"0", "5", "00000001", "99999999", "25"};
  switch (random_below(random, 4)) {
  case 0:
    snprintf(text, TEXT_BYTES, "%" PRId64, whole);
    return FURAT_XSD "integer";
  case 1:
    snprintf(text, TEXT_BYTES, "%" PRId64 ".%s", whole,
             fractions[random_below(random, 5)]);
    return FURAT_XSD "decimal";
  case 2:
    return write_near_power(text, random);
  default:
    snprintf(text, TEXT_BYTES, "%s%u.%sE%d", random_below(random, 2) ? "-" : "",
             1 + (unsigned)random_below(random, 9),
             random_below(random, 2) ? "0" : "00000000000001",
             (int)random_below(random, 3) * (int)random_below(random, 20) - 9);
    return FURAT_XSD "double";
  }
}

static const char *
write_moment(char *text, random_source *random)
{
  const unsigned year =
      (random_below(random, 3) ? 2015 : 9998) + (unsigned)random_below(random, 3);
  const unsigned day = 1 + (unsigned)random_below(random, 4);
  const char *zone = random_zone(random);
  switch (random_below(random, 4)) {
  case 0:
    snprintf(text, TEXT_BYTES, "%u-12-%02u%s", year, 27 + day, zone);
    return FURAT_XSD "date";
  case 1:
    snprintf(text, TEXT_BYTES, "%u-01-%02uT%02u:00:00%s%s", year, day,
             (unsigned)random_below(random, 24), random_below(random, 3) ? "" : ".5",
             zone);
    return FURAT_XSD "dateTime";
  case 2:
    snprintf(text, TEXT_BYTES, "%u%s", year, zone);
    return FURAT_XSD "gYear";
  default:
    snprintf(text, TEXT_BYTES, "%u-0%u%s", year, day, zone);
    return FURAT_XSD "gYearMonth";
  }
}

static void
make(literal *out, random_source *random, furat_arena *arena)
{
  do {
    const char *datatype = random_below(random, 2) ? write_number(out->text, random)
                                                   : write_moment(out->text, random);
    out->term = furat_term_literal(furat_str_of(out->text), furat_str_of(datatype));
  } while (!furat_id_inline(&out->id, &out->term));
  assert_int_equal(furat_value_of_term(&out->value, arena, &out->term), FURAT_OK);
}

static bool
holds(const furat_value *a, furat_expr_kind comparison, const furat_value *b)
{
  int order;
  bool unordered;
  bool equal;
  if (comparison == FURAT_EXPR_EQ) {
    return furat_value_equal(a, b, &equal) == FURAT_OK && equal;
  }
  if (furat_value_compare(a, b, &order, &unordered) != FURAT_OK || unordered) {
    return false;
  }
  return comparison == FURAT_EXPR_LT   ? order < 0
         : comparison == FURAT_EXPR_GT ? order > 0
         : comparison == FURAT_EXPR_LE ? order <= 0
                                       : order >= 0;
}

static void
check_shape(const furat_id_ranges *ranges)
{
  for (size_t i = 0; i < ranges->n; i++) {
    assert_true(ranges->items[i].low <= ranges->items[i].high);
    assert_true(i == 0 || ranges->items[i - 1].high < ranges->items[i].low);
  }
}

// Returns whether nothing is left to evaluate.
static bool
check(const furat_id_ranges *ranges, furat_id id, bool expected)
{
  const furat_id_range *range = furat_id_ranges_find(ranges, id);
  if (range ? range->sure && !expected : expected) {
    fail_msg("id %" PRIx64 " is %s", id, range ? "in, but should not" : "missing");
  }
  return !range || range->sure;
}

static literal constants[N_CONSTANTS];
static literal literals[N_LITERALS];

static void
ranges_hold_what_compares_so(void **state)
{
  (void)state;
  random_source random = random_start("ranges_hold_what_compares_so");
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  for (size_t i = 0; i < N_LITERALS; i++) {
    make(&literals[i], &random, &arena);
    make(&constants[i], &random, &arena);
  }
  size_t n_decided = 0;
  for (size_t i = 0; i < N_CONSTANTS; i++) {
    const literal *a = &constants[i];
    const literal *b = &constants[random_below(&random, N_CONSTANTS)];
    const furat_expr_kind first = comparisons[random_below(&random, N_COMPARISONS)];
    const furat_expr_kind second = comparisons[random_below(&random, N_COMPARISONS)];
    furat_id_ranges one;
    furat_id_ranges both;
    furat_id_ranges_init(&one);
    assert_true(furat_id_ranges_restrict(&one, first, &a->term));
    both = one;
    assert_true(furat_id_ranges_restrict(&both, second, &b->term));
    check_shape(&one);
    check_shape(&both);
    for (size_t j = 0; j < N_LITERALS; j++) {
      const furat_value *value = &literals[j].value;
      const bool is_first = holds(value, first, &a->value);
      n_decided += check(&one, literals[j].id, is_first);
      check(&both, literals[j].id, is_first && holds(value, second, &b->value));
    }
    check(&one, furat_id_make(FURAT_ID_TAG_IRI, 7), false);
    check(&one, furat_id_make(FURAT_ID_TAG_BOOLEAN, 1), false);
    assert_non_null(furat_id_ranges_find(&one, furat_id_make(FURAT_ID_TAG_TYPED, 7)));
    assert_non_null(furat_id_ranges_find(&one, furat_id_make(FURAT_ID_TAG_LOCAL, 7)));
  }
  assert_true(n_decided > (size_t)N_CONSTANTS * N_LITERALS / 10 * 7);
  furat_arena_clear(&arena);
}

static void
other_terms_set_no_bounds(void **state)
{
  (void)state;
  const furat_term terms[] = {
      furat_term_literal(FURAT_STR("a"), FURAT_STR(FURAT_XSD_STRING)),
      furat_term_literal(FURAT_STR("true"), FURAT_STR(FURAT_XSD_BOOLEAN)),
      furat_term_literal(FURAT_STR("07"), FURAT_STR(FURAT_XSD_INTEGER)),
  };
  furat_id_ranges ranges;
  furat_plan_bound bound = {FURAT_EXPR_LT, &terms[0]};
  for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
    furat_id_ranges_init(&ranges);
    assert_false(furat_id_ranges_restrict(&ranges, FURAT_EXPR_LT, &terms[i]));
    assert_int_equal(ranges.n, 1);
    assert_true(ranges.items[0].sure);
  }
  assert_false(furat_id_ranges_of_bounds(&ranges, &bound, 1));
}

static void
more_ranges_than_there_is_room_for_grow_together(void **state)
{
  (void)state;
  random_source random = random_start("more_ranges");
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  for (size_t round = 0; round < 200; round++) {
    furat_id_ranges ranges;
    literal bounds[20];
    furat_id_ranges_init(&ranges);
    for (size_t i = 0; i < 20; i++) {
      make(&bounds[i], &random, &arena);
      assert_true(furat_id_ranges_restrict(&ranges, FURAT_EXPR_GE, &bounds[i].term));
      check_shape(&ranges);
    }
    for (size_t j = 0; j < N_LITERALS; j++) {
      bool expected = true;
      for (size_t i = 0; i < 20; i++) {
        expected = expected && holds(&literals[j].value, FURAT_EXPR_GE, &bounds[i].value);
      }
      check(&ranges, literals[j].id, expected);
    }
  }
  furat_arena_clear(&arena);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(ranges_hold_what_compares_so),
      cmocka_unit_test(other_terms_set_no_bounds),
      cmocka_unit_test(more_ranges_than_there_is_room_for_grow_together),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
