// SPDX-License-Identifier: GPL-3.0-or-later
// Drives a fuzz target without a fuzzer: with the files of a folder, each as it is, then
// with mixtures of them that follow from a printed seed (FURAT_TEST_SEED).
//   smoke_TARGET [FOLDER [ROUNDS]]
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/random.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX_FILES = 200, MAX_BYTES = 1 << 14, USUAL_ROUNDS = 300, MAX_EDITS = 4 };

typedef struct {
  uint8_t bytes[MAX_BYTES];
  size_t n;
} text;

static text files[MAX_FILES];
static size_t n_files;
static random_source source;

static bool
read_file(const char *folder, const char *name)
{
  char path[5000];
  const int n = snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = n > 0 && (size_t)n < sizeof path ? fopen(path, "rb") : NULL;
  if (!file) {
    return false;
  }
  files[n_files].n = fread(files[n_files].bytes, 1, MAX_BYTES, file);
  n_files++;
  return fclose(file) == 0;
}

static int
by_content(const void *a, const void *b)
{
  const text *one = a;
  const text *other = b;
  const size_t n = one->n < other->n ? one->n : other->n;
  const int order = memcmp(one->bytes, other->bytes, n);
  return order != 0 ? order : (one->n > other->n) - (one->n < other->n);
}

static bool
read_folder(const char *folder)
{
  DIR *entries = opendir(folder);
  bool ok = entries != NULL;
  const struct dirent *entry;
  while (ok && n_files < MAX_FILES && (entry = readdir(entries))) {
    ok = entry->d_name[0] == '.' || read_file(folder, entry->d_name);
  }
  if (entries) {
    closedir(entries);
  }
  qsort(files, n_files, sizeof files[0], by_content); // the same order everywhere
  return ok && n_files > 0;
}

static size_t
below(size_t n)
{
  return n > 0 ? (size_t)random_below(&source, n) : 0;
}

// Replaces a part of the text by a part of another file, or by one byte.
static void
edit(text *out)
{
  static text before;
  before = *out;
  const text *other = &files[below(n_files)];
  const size_t at = below(before.n + 1);
  const size_t cut = below(2) ? below(before.n - at < 30 ? before.n - at + 1 : 30) : 0;
  const size_t from = below(other->n);
  size_t n = below(other->n - from < 60 ? other->n - from + 1 : 60);
  const size_t rest = before.n - at - cut;
  n = at + n + rest <= MAX_BYTES ? n : 0;
  memcpy(out->bytes + at, other->bytes + from, n);
  memcpy(out->bytes + at + n, before.bytes + at + cut, rest);
  out->n = at + n + rest;
  if (out->n > 0 && below(4) == 0) {
    out->bytes[below(out->n)] = (uint8_t)random_next(&source);
  }
}

int
main(int argc, char **argv)
{
  const char *top = getenv("top_srcdir");
  char folder[4096];
  snprintf(folder, sizeof folder, "%s/tests/fuzz/corpus/%s", top ? top : ".",
           FUZZ_CORPUS);
  const char *chosen = argc > 1 ? argv[1] : folder;
  const long n_rounds = argc > 2 ? strtol(argv[2], NULL, 10) : USUAL_ROUNDS;
  printf("1..2\n");
  if (!read_folder(chosen)) {
    printf("not ok 1 - cannot read %s\n", chosen);
    return 1;
  }
  for (size_t i = 0; i < n_files; i++) {
    LLVMFuzzerTestOneInput(files[i].bytes, files[i].n);
  }
  printf("ok 1 - the corpus\n");
  source = random_start("smoke_" FUZZ_CORPUS);
  fflush(stdout);
  for (long round = 0; round < n_rounds; round++) {
    static text mixed;
    mixed = files[below(n_files)];
    for (size_t i = 1 + below(MAX_EDITS); i > 0; i--) {
      edit(&mixed);
    }
    LLVMFuzzerTestOneInput(mixed.bytes, mixed.n);
  }
  printf("ok 2 - mixtures of it\n");
  return 0;
}
