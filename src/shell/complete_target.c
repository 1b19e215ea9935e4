// SPDX-License-Identifier: GPL-3.0-or-later
// Where results go to: a file, or a command of the system with its files.
//                                                          [complete_target] -> complete
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shell/complete.h"

enum { MAX_PATH_BYTES = 4096 };

static size_t
skip_blanks(furat_str text, size_t at)
{
  while (at < text.len && (text.data[at] == ' ' || text.data[at] == '\t')) {
    at++;
  }
  return at;
}

// Those programs of one folder that go on from what was typed.
static void
offer_programs(furat_candidates *out, const char *folder, furat_str typed)
{
  DIR *dir = opendir(folder);
  const struct dirent *entry = NULL;
  while (dir && (entry = readdir(dir)) != NULL) {
    const furat_str name = furat_str_of(entry->d_name);
    if (name.data[0] != '.' && furat_str_starts_with(name, typed) &&
        faccessat(dirfd(dir), entry->d_name, X_OK, 0) == 0) {
      furat_candidates_add(out, name, 0, FURAT_STR_NONE);
    }
  }
  if (dir) {
    closedir(dir);
  }
}

static int
compare_texts(const void *a, const void *b)
{
  const furat_candidate *x = a;
  const furat_candidate *y = b;
  return furat_str_compare(x->text, y->text);
}

static void
offer_path(furat_candidates *out, furat_str typed)
{
  furat_str rest = furat_str_of(getenv("PATH"));
  while (rest.len > 0) {
    char folder[MAX_PATH_BYTES];
    const furat_str one = furat_str_slice(rest, 0, furat_str_find_byte(rest, ':'));
    rest = furat_str_slice(rest, one.len + 1, rest.len);
    if (one.len > 0 && one.len < MAX_PATH_BYTES) {
      snprintf(folder, sizeof folder, "%.*s", FURAT_STR_ARGS(one));
      offer_programs(out, folder, typed);
    }
  }
  if (out->items.n > 1) {
    qsort(out->items.items, out->items.n, sizeof(furat_candidate), compare_texts);
  }
}

// Of all programs there are too many to be told without a letter.
static void
offer_usual(furat_candidates *out)
{
  static const char *const usual[] = {"less", "head", "tail",   "sort", "uniq",
                                      "wc",   "grep", "column", "cut",  "jq"};
  furat_candidates found;
  furat_candidates_init(&found, 0, 0);
  for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) {
    const furat_str name = furat_str_of(usual[i]);
    furat_vec_truncate(&found.items, 0);
    offer_path(&found, name);
    for (size_t j = 0; j < found.items.n; j++) {
      if (furat_str_equal(FURAT_VEC_AT(&found.items, furat_candidate, j).text, name)) {
        furat_candidates_add(out, name, 0, FURAT_STR_NONE);
      }
    }
  }
  furat_candidates_clear(&found);
}

void
furat_complete_target(furat_candidates *out, furat_str text, size_t start)
{
  if (text.len == 0 || text.data[0] != '|') {
    out->files = true;
    return;
  }
  // Behind another | or a ; of the system's shell a command begins, too.
  size_t begin = 1;
  for (size_t i = begin; i < text.len; i++) {
    begin = strchr("|;&", text.data[i]) ? i + 1 : begin;
  }
  begin = skip_blanks(text, begin);
  const furat_str typed = furat_str_slice(text, begin, text.len);
  if (furat_str_find_byte(typed, ' ') < typed.len ||
      furat_str_find_byte(typed, '/') < typed.len) {
    out->files = true;
    return;
  }
  out->start = start + begin;
  if (typed.len == 0) {
    offer_usual(out);
  } else {
    offer_path(out, typed);
  }
}
