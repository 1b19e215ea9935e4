// SPDX-License-Identifier: GPL-3.0-or-later
// Values in ids: what goes in comes out byte for byte, nothing else goes in, and ids sort
// like the values that they hold.
#include "store/id.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "rdf/vocabulary.h"
#include "rdf/xsd_time.h"
#include "support/random.h"

enum { N_ROUNDS = 200000, MAX_TEXT = 80 };

static bool
id_of(furat_id *out, const char *lexical, const char *type)
{
  char datatype[MAX_TEXT];
  snprintf(datatype, sizeof(datatype), "%s%s", FURAT_XSD, type);
  const furat_term term =
      furat_term_literal(furat_str_of(lexical), furat_str_of(datatype));
  return furat_id_inline(out, &term);
}

static void
goes_in(const char *lexical, const char *type)
{
  furat_id id;
  char text[FURAT_ID_MAX_LEXICAL_BYTES];
  if (!id_of(&id, lexical, type)) {
    fail_msg("%s %s has no id", type, lexical);
  }
  assert_true(furat_id_is_inline(id));
  const furat_term back = furat_id_literal(id, text);
  assert_true(furat_str_equal(back.text, furat_str_of(lexical)));
  assert_true(furat_str_ends_with(back.datatype, furat_str_of(type)));
}

static void
stays_out(const char *lexical, const char *type)
{
  furat_id id;
  if (id_of(&id, lexical, type)) {
    fail_msg("%s %s has an id", type, lexical);
  }
}

static void
canonical_forms_go_in(void **state)
{
  (void)state;
  static const char *const good[][2] = {
      {"true", "boolean"},
      {"false", "boolean"},
      {"0", "integer"},
      {"-1", "integer"},
      {"576460752303423487", "integer"},
      {"-576460752303423488", "integer"},
      {"0.0", "decimal"},
      {"-0.5", "decimal"},
      {"36.89139", "decimal"},
      {"5764607522.99999999", "decimal"},
      {"0.0E0", "double"},
      {"1.0E0", "double"},
      {"-1.5E-7", "double"},
      {"3.14159265358979E0", "double"},
      {"9.99999999999999E280", "double"},
      {"2014-09-13", "date"},
      {"2014-09-13Z", "date"},
      {"2014-09-13+03:00", "date"},
      {"-0044-03-15", "date"},
      {"2012-02-29-14:00", "date"},
      {"0000-01-01", "date"},
      {"12014-01-01", "date"},
      {"2014-09-13T23:59:59", "dateTime"},
      {"2014-09-13T00:00:00.5Z", "dateTime"},
      {"1969-12-31T23:59:59.999-05:30", "dateTime"},
      {"2014", "gYear"},
      {"-0001Z", "gYear"},
      {"2014-06", "gYearMonth"},
      {"2014-06+14:00", "gYearMonth"},
  };
  for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); ++i) {
    goes_in(good[i][0], good[i][1]);
  }
}

static void
other_forms_stay_out(void **state)
{
  (void)state;
  static const char *const bad[][2] = {
      {"1", "boolean"},
      {"TRUE", "boolean"},
      {"", "integer"},
      {"-", "integer"},
      {"+1", "integer"},
      {"01", "integer"},
      {"-0", "integer"},
      {" 1", "integer"},
      {"1.", "decimal"},
      {"1", "decimal"},
      {".5", "decimal"},
      {"-0.0", "decimal"},
      {"1.50", "decimal"},
      {"00.5", "decimal"},
      {"1.123456789", "decimal"},
      {"5764607523.5", "decimal"},
      {"576460752303423488", "integer"},
      {"123456789012345678901234567890", "integer"},
      {"1e0", "double"},
      {"1E0", "double"},
      {"1.0e0", "double"},
      {"-0.0E0", "double"},
      {"0.5E1", "double"},
      {"10.0E0", "double"},
      {"1.0E+1", "double"},
      {"1.0E01", "double"},
      {"1.0E281", "double"},
      {"1.10E0", "double"},
      {"1.123456789012345E0", "double"},
      {"NaN", "double"},
      {"INF", "double"},
      {"2014-9-13", "date"},
      {"2014-02-29", "date"},
      {"2014-09-13+00:00", "date"},
      {"2014-09-13+14:01", "date"},
      {"02014-09-13", "date"},
      {"-0000-01-01", "date"},
      {"2014-09-13T24:00:00", "dateTime"},
      {"2014-09-13T23:59:60", "dateTime"},
      {"2014-09-13T12:00:00.50", "dateTime"},
      {"2014-09-13T12:00:00.1234", "dateTime"},
      {"99999-01-01T00:00:00", "dateTime"},
      {"999999999999-01-01", "date"},
      {"14", "gYear"},
      {"2014-13", "gYearMonth"},
      {"1", "int"},
      {"1", "string"},
  };
  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    stays_out(bad[i][0], bad[i][1]);
  }
}

static void
random_text(char *text, random_source *random, const char *type)
{
  const uint64_t r = random_next(random);
  const int digits = (int)(r % 18) + 1;
  const unsigned long long number =
      random_next(random) % (r % 7 ? 100000 : 1000000000000000000);
  if (!strcmp(type, "integer")) {
    snprintf(text, MAX_TEXT, "%s%llu", r & 64 ? "-" : "", number);
  } else if (!strcmp(type, "decimal")) {
    snprintf(text, MAX_TEXT, "%s%llu.%llu", r & 64 ? "-" : "", number % 10000000,
             (unsigned long long)random_next(random) % 100000);
  } else if (!strcmp(type, "double")) {
    snprintf(text, MAX_TEXT, "%s%u.%lluE%d", r & 64 ? "-" : "", (unsigned)(r >> 8) % 10,
             number, (int)(r >> 20) % 300 - 10);
  } else if (!strcmp(type, "date")) {
    snprintf(text, MAX_TEXT, "%04u-%02u-%02u%s", (unsigned)(r >> 8) % 12000,
             (unsigned)(r >> 24) % 13, (unsigned)(r >> 32) % 33, digits % 3 ? "" : "Z");
  } else {
    snprintf(text, MAX_TEXT, "%04u-%02u-%02uT%02u:%02u:%02u.%u%s",
             (unsigned)(r >> 8) % 9000, (unsigned)(r >> 24) % 13,
             (unsigned)(r >> 32) % 33, (unsigned)(r >> 40) % 25, (unsigned)(r >> 48) % 60,
             (unsigned)(r >> 56) % 60, (unsigned)number % 1000,
             digits % 2 ? "+05:45" : "");
  }
}

static void
random_forms_come_back_or_stay_out(void **state)
{
  (void)state;
  static const char *const types[] = {"integer", "decimal", "double", "date", "dateTime"};
  random_source random = random_start("random_forms_come_back_or_stay_out");
  unsigned n_in = 0;
  for (unsigned round = 0; round < N_ROUNDS; ++round) {
    char lexical[MAX_TEXT];
    char text[FURAT_ID_MAX_LEXICAL_BYTES];
    furat_id id;
    const char *type = types[round % 5];
    random_text(lexical, &random, type);
    if (id_of(&id, lexical, type)) {
      const furat_term back = furat_id_literal(id, text);
      assert_true(furat_str_equal(back.text, furat_str_of(lexical)));
      n_in += 1;
    }
  }
  assert_true(n_in > N_ROUNDS / 4);
}

/// The value of an id as a number for comparing.
static double
value_of(furat_id id)
{
  bool has_zone;
  int zone;
  switch (furat_id_tag_of(id)) {
  case FURAT_ID_TAG_INTEGER:
    return (double)furat_id_integer(id);
  case FURAT_ID_TAG_DECIMAL:
    return (double)furat_id_decimal_e8(id);
  case FURAT_ID_TAG_DOUBLE:
    return furat_id_double(id);
  default:
    return (double)furat_id_instant(id, &has_zone, &zone);
  }
}

static void
ids_sort_like_values(void **state)
{
  (void)state;
  static const char *const types[] = {"integer", "decimal", "double", "date", "dateTime"};
  random_source random = random_start("ids_sort_like_values");
  for (unsigned round = 0; round < N_ROUNDS; ++round) {
    char a_text[MAX_TEXT], b_text[MAX_TEXT];
    furat_id a, b;
    const char *type = types[round % 5];
    random_text(a_text, &random, type);
    random_text(b_text, &random, type);
    if (id_of(&a, a_text, type) && id_of(&b, b_text, type)) {
      assert_true(a <= b ? value_of(a) <= value_of(b) : value_of(a) >= value_of(b));
    }
  }
}

static void
doubles_are_what_the_c_library_reads(void **state)
{
  (void)state;
  random_source random = random_start("doubles_are_what_the_c_library_reads");
  for (unsigned round = 0; round < N_ROUNDS; ++round) {
    char text[MAX_TEXT];
    furat_id id;
    random_text(text, &random, "double");
    if (id_of(&id, text, "double")) {
      assert_true(furat_id_double(id) == strtod(text, NULL));
    }
  }
}

static void
ids_of_values_are_those_of_literals(void **state)
{
  (void)state;
  furat_id a = 0, b = 0;
  assert_true(id_of(&a, "-42", "integer") && furat_id_of_integer(&b, -42));
  assert_int_equal(a, b);
  assert_true(id_of(&a, "-4.25", "decimal") && furat_id_of_decimal_e8(&b, -425000000));
  assert_int_equal(a, b);
  assert_true(id_of(&a, "true", "boolean"));
  assert_int_equal(a, furat_id_of_boolean(true));
  assert_false(furat_id_of_integer(&b, INT64_C(1) << 59));
}

static void
impossible_payloads_are_no_literals(void **state)
{
  (void)state;
  char text[FURAT_ID_MAX_LEXICAL_BYTES];
  random_source random = random_start("impossible_payloads_are_no_literals");
  assert_int_equal(furat_id_literal(furat_id_make(FURAT_ID_TAG_BOOLEAN, 2), text).kind,
                   FURAT_TERM_NONE);
  for (unsigned round = 0; round < N_ROUNDS; ++round) {
    const furat_id id = random_next(&random);
    const furat_term term = furat_id_literal(id, text);
    furat_id again;
    if (term.kind != FURAT_TERM_NONE) {
      assert_true(furat_id_inline(&again, &term));
      assert_int_equal(again, id);
    }
  }
}

static void
moments_follow_the_calendar(void **state)
{
  (void)state;
  furat_xsd_moment a, b;
  char text[FURAT_XSD_MOMENT_MAX_BYTES];
  assert_true(furat_xsd_moment_parse(&a, FURAT_STR("1970-01-01T00:00:00Z"),
                                     FURAT_XSD_PARTS_DATE_TIME));
  assert_int_equal(furat_xsd_moment_seconds(&a), 0);
  assert_true(furat_xsd_moment_parse(&a, FURAT_STR("2000-03-01T05:00:00+05:00"),
                                     FURAT_XSD_PARTS_DATE_TIME));
  assert_int_equal(furat_xsd_moment_seconds(&a), 951868800);
  assert_true(furat_xsd_moment_parse(&a, FURAT_STR("1999-12-31T24:00:00"),
                                     FURAT_XSD_PARTS_DATE_TIME));
  assert_true(furat_xsd_moment_parse(&b, FURAT_STR("2000-01-01T00:00:00"),
                                     FURAT_XSD_PARTS_DATE_TIME));
  assert_int_equal(furat_xsd_moment_seconds(&a), furat_xsd_moment_seconds(&b));
  const size_t len = furat_xsd_moment_write(text, &a, FURAT_XSD_PARTS_DATE_TIME);
  assert_true(furat_str_equal((furat_str){text, len}, FURAT_STR("2000-01-01T00:00:00")));
  assert_false(furat_xsd_moment_parse(&a, FURAT_STR_NONE, FURAT_XSD_PARTS_YEAR));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(canonical_forms_go_in),
      cmocka_unit_test(other_forms_stay_out),
      cmocka_unit_test(random_forms_come_back_or_stay_out),
      cmocka_unit_test(ids_sort_like_values),
      cmocka_unit_test(doubles_are_what_the_c_library_reads),
      cmocka_unit_test(ids_of_values_are_those_of_literals),
      cmocka_unit_test(impossible_payloads_are_no_literals),
      cmocka_unit_test(moments_follow_the_calendar),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
