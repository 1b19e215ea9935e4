// SPDX-License-Identifier: GPL-3.0-or-later
// The help on SPARQL is whole: nothing that the parser or the functions know lacks it.
#include "cli/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "func/cast.h"
#include "func/function.h"
#include "rdf/vocabulary.h"
#include "sparql/builtins.h"
#include "sparql/keywords.h"
#include "tests/support/alloc_fail.h"

// The entry of that very name.
static const furat_language_entry *
named(const char *name)
{
  const furat_language_entry *entry = furat_language_find(name, 0);
  if (!entry || !furat_str_equal_nocase(furat_str_of(entry->name), furat_str_of(name))) {
    print_error("%s has no help\n", name);
    fail();
  }
  return entry;
}

static void
every_function_has_help(void **state)
{
  (void)state;
  size_t n = 0;
  const furat_function *functions = furat_functions(&n);
  for (size_t i = 0; i < n; i++) {
    assert_non_null(named(functions[i].name)->result);
  }
  const char *const *names = furat_builtin_names(&n);
  for (size_t i = 0; i < n; i++) {
    const furat_language_entry *entry = named(names[i]);
    assert_string_equal(entry->name, names[i]);
    assert_non_null(entry->result);
    assert_null(entry->syntax);
  }
}

static void
every_keyword_leads_somewhere(void **state)
{
  (void)state;
  size_t n = 0;
  const char *const *keywords = furat_keyword_texts(&n);
  for (size_t i = 0; i < n; i++) {
    if (!furat_language_find(keywords[i], 0)) {
      print_error("%s has no help\n", keywords[i]);
      fail();
    }
  }
}

// All datatypes of XML Schema; those that are casts must be told of.
static void
every_cast_leads_somewhere(void **state)
{
  (void)state;
  static const char *const types[] = {"string",
                                      "boolean",
                                      "decimal",
                                      "integer",
                                      "double",
                                      "float",
                                      "date",
                                      "time",
                                      "dateTime",
                                      "dateTimeStamp",
                                      "gYear",
                                      "gMonth",
                                      "gDay",
                                      "gYearMonth",
                                      "gMonthDay",
                                      "duration",
                                      "yearMonthDuration",
                                      "dayTimeDuration",
                                      "byte",
                                      "short",
                                      "int",
                                      "long",
                                      "unsignedByte",
                                      "unsignedShort",
                                      "unsignedInt",
                                      "unsignedLong",
                                      "positiveInteger",
                                      "nonNegativeInteger",
                                      "negativeInteger",
                                      "nonPositiveInteger",
                                      "hexBinary",
                                      "base64Binary",
                                      "anyURI",
                                      "language",
                                      "normalizedString",
                                      "token",
                                      "NMTOKEN",
                                      "Name",
                                      "NCName",
                                      "QName",
                                      "NOTATION"};
  size_t n_casts = 0;
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
    char iri[100];
    char name[40];
    snprintf(iri, sizeof iri, FURAT_XSD "%s", types[i]);
    snprintf(name, sizeof name, "xsd:%s", types[i]);
    const furat_language_entry *entry = furat_language_find(name, 0);
    assert_int_equal(furat_cast_exists(furat_str_of(iri)), entry != NULL);
    n_casts += entry != NULL;
  }
  assert_true(n_casts >= 29);
}

static bool
is_sentences(const char *text)
{
  const size_t len = strlen(text);
  return len > 1 && text[len - 1] == '.';
}

// Each name that belongs to an entry is that of another one.
static void
check_references(const furat_language_entry *entry)
{
  char see[500];
  char *rest = see;
  assert_true(strlen(entry->see) < sizeof see);
  strcpy(see, entry->see);
  while (rest) {
    char *end = strstr(rest, ", ");
    if (end) {
      *end = '\0';
    }
    assert_ptr_not_equal(named(rest), entry);
    rest = end ? end + 2 : NULL;
  }
}

static void
every_entry_is_whole(void **state)
{
  (void)state;
  const furat_language_entry *entry = NULL;
  for (size_t i = 0; (entry = furat_language_at(i)); i++) {
    const furat_builtin builtin = furat_builtin_find(furat_str_of(entry->name));
    assert_ptr_equal(named(entry->name), entry); // no other has the name
    assert_true(entry->summary[0] != '\0' && !is_sentences(entry->summary));
    assert_true(is_sentences(entry->text));
    assert_true(entry->syntax || builtin != FURAT_BUILTIN_NONE);
    assert_true(entry->section[0] >= '1' && entry->section[0] <= '9');
    const char *last = strrchr(entry->examples, '\n');
    assert_true(last && last[1] == '\t' && last[2] != '\0');
    if (builtin != FURAT_BUILTIN_NONE) {
      const char *arguments = furat_builtin_describe(builtin)->arguments;
      assert_int_equal(arguments[0] != '\0', entry->words != NULL);
    }
    check_references(entry);
  }
}

static void
names_are_found_however_they_are_written(void **state)
{
  (void)state;
  const furat_language_entry *group_by = furat_language_find("GROUP BY", 0);
  assert_ptr_equal(furat_language_find("  group\t by  ", 0), group_by);
  assert_ptr_equal(furat_language_find("Group", 0), group_by);
  assert_ptr_equal(furat_language_find("by", 0), group_by);
  assert_string_equal(furat_language_find("by", 1)->name, "ORDER BY");
  assert_null(furat_language_find("by", 2));
  assert_string_equal(furat_language_find("STR(?x)", 0)->name, "STR");
  assert_string_equal(furat_language_find("in", 0)->name, "IN");
  assert_string_equal(furat_language_find("iri", 0)->name, "IRI");
  assert_string_equal(furat_language_find("iri", 1)->name, "IRIs");
  assert_null(furat_language_find("", 0));
  assert_null(furat_language_find("   ", 0));
  assert_null(furat_language_find("GROUP BYE", 0));
  char long_name[2000];
  memset(long_name, 'x', sizeof long_name - 1);
  long_name[sizeof long_name - 1] = '\0';
  assert_null(furat_language_find(long_name, 0));
}

static furat_status
append_all(void *context)
{
  (void)context;
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX / 2);
  furat_language_append_found(&out, "STRBEFORE", furat_palette_for(-1), 60);
  furat_language_append_found(&out, "property paths", furat_palette_for(-1), 60);
  furat_language_append_list(&out, furat_palette_for(-1), 60);
  const furat_status status = furat_buffer_status(&out, NULL);
  furat_buffer_clear(&out);
  return status;
}

static void
each_allocation_may_fail(void **state)
{
  (void)state;
  alloc_fail_each(append_all, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_function_has_help),
      cmocka_unit_test(every_keyword_leads_somewhere),
      cmocka_unit_test(every_cast_leads_somewhere),
      cmocka_unit_test(every_entry_is_whole),
      cmocka_unit_test(names_are_found_however_they_are_written),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
