// SPDX-License-Identifier: GPL-3.0-or-later
// Fuzz target: any text as a query, planned with all passes, with none and without one of
// them, each plan verified.  What ends within the limits answers the same each time.
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "fuzz/fuzz_engine.h"
#include "plan/passes.h"

enum { MAX_NAMES = 400 };

int
LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

// Where one of these words stands, two plans may rightly differ: in which rows they give,
// in the order in which numbers are added up, or in made-up names.
static const char *const undetermined[] = {"LIMIT",  "OFFSET", "RAND",         "UUID",
                                           "NOW",    "SAMPLE", "GROUP_CONCAT", "BNODE",
                                           "REDUCE", "SUM",    "AVG"};

static bool
holds_word(furat_str text, const char *word)
{
  const size_t len = strlen(word);
  for (size_t at = 0; at + len <= text.len; at++) {
    size_t n = 0;
    while (n < len && toupper((unsigned char)text.data[at + n]) == word[n]) {
      n++;
    }
    if (n == len) {
      return true;
    }
  }
  return false;
}

static bool
is_determined(furat_str text)
{
  for (size_t i = 0; i < sizeof undetermined / sizeof undetermined[0]; i++) {
    if (holds_word(text, undetermined[i])) {
      return false;
    }
  }
  return true;
}

typedef struct {
  furat_dataset *whole;
  furat_dataset *plain; // no pass
  furat_dataset *without[FURAT_N_PASSES];
} engines;

static engines
open_engines(void)
{
  static char names[MAX_NAMES]; // the datasets keep it
  engines made = {.whole = fuzz_dataset("")};
  for (int i = 0; i < FURAT_N_PASSES; i++) {
    const char *name = furat_pass_name((furat_pass)i);
    made.without[i] = fuzz_dataset(name);
    const size_t len = strlen(names);
    snprintf(names + len, sizeof names - len, "%s%s", len > 0 ? "," : "", name);
  }
  made.plain = fuzz_dataset(names);
  return made;
}

static void
compare(const fuzz_answer *one, const fuzz_answer *other)
{
  // A limit of time or memory may be met by one plan only.
  if (one->status == FURAT_OK && other->status == FURAT_OK && !one->cut && !other->cut) {
    fuzz_require(one->n_rows == other->n_rows, "plans differ in the number of rows", one);
    fuzz_require(one->sum == other->sum, "plans differ in rows", one);
  }
}

int
LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
  static engines all;
  if (!all.whole) {
    all = open_engines();
  }
  const furat_str text = {(const char *)input, size};
  const fuzz_answer whole = fuzz_run(all.whole, text, false);
  if (whole.status == FURAT_BAD_SYNTAX || whole.status == FURAT_BAD_DATA) {
    return 0;
  }
  const fuzz_answer plain = fuzz_run(all.plain, text, false);
  const fuzz_answer without = fuzz_run(all.without[size % FURAT_N_PASSES], text, false);
  if (is_determined(text)) {
    compare(&whole, &plain);
    compare(&whole, &without);
  }
  return 0;
}
