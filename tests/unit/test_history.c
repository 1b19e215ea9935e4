// SPDX-License-Identifier: GPL-3.0-or-later
// The history file: entries of several lines, shells side by side, bounds.
#include "shell/history.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "support/alloc_fail.h"

static char folder[64];
static char path[128];

static int
make_folder(void **state)
{
  (void)state;
  snprintf(folder, sizeof folder, "/tmp/furat-history.XXXXXX");
  if (!mkdtemp(folder)) {
    return -1;
  }
  snprintf(path, sizeof path, "%s/a/furat/history", folder);
  return 0;
}

static int
remove_folder(void **state)
{
  (void)state;
  char name[160];
  unlink(path);
  snprintf(name, sizeof name, "%s/a/furat", folder);
  rmdir(name);
  snprintf(name, sizeof name, "%s/a", folder);
  rmdir(name);
  return rmdir(folder);
}

static void
count_entry(void *self, const char *entry)
{
  (void)entry;
  ++*(size_t *)self;
}

static void
join_entry(void *self, const char *entry)
{
  furat_buffer_append_cstr(self, entry);
  furat_buffer_append_byte(self, '|');
}

static void
append(const char *entry)
{
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(furat_history_append(path, furat_str_of(entry), NULL, &err), FURAT_OK);
}

static void
assert_entries(const char *expected)
{
  furat_buffer joined;
  furat_buffer_init(&joined, SIZE_MAX / 2);
  furat_error err = FURAT_ERROR_INIT;
  furat_history_reader reader = {.add = join_entry, .self = &joined};
  assert_int_equal(furat_history_read(path, &reader, &err), FURAT_OK);
  assert_string_equal(joined.data ? joined.data : "", expected);
  furat_buffer_clear(&joined);
}

static size_t
count_entries(void)
{
  size_t n = 0;
  furat_error err = FURAT_ERROR_INIT;
  furat_history_reader reader = {.add = count_entry, .self = &n};
  assert_int_equal(furat_history_read(path, &reader, &err), FURAT_OK);
  return n;
}

static void
missing_file_is_empty(void **state)
{
  (void)state;
  assert_entries("");
}

static void
entries_come_back_as_they_were(void **state)
{
  (void)state;
  append("SELECT *\n{ ?s ?p \"\\n\\\\\" }");
  append("#1234 no time stamp");
  append("اسأل \xE2\x80\xAE");
  append("");
  assert_entries(
      "SELECT *\n{ ?s ?p \"\\n\\\\\" }|#1234 no time stamp|اسأل \xE2\x80\xAE|");
}

static void
file_is_private(void **state)
{
  (void)state;
  append("x");
  struct stat info;
  assert_int_equal(stat(path, &info), 0);
  assert_int_equal(info.st_mode & 0777, 0600);
}

static void
overlong_and_nul_are_left_out(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  char *big = furat_alloc(FURAT_HISTORY_MAX_ENTRY_BYTES + 1);
  memset(big, 'x', FURAT_HISTORY_MAX_ENTRY_BYTES + 1);
  furat_str text = {big, FURAT_HISTORY_MAX_ENTRY_BYTES + 1};
  assert_int_equal(furat_history_append(path, text, NULL, &err), FURAT_OK);
  assert_int_equal(furat_history_append(path, FURAT_STR("a\0b"), NULL, &err), FURAT_OK);
  furat_free(big);
  assert_int_equal(count_entries(), 0);
}

static void
torn_line_ends_where_it_was_cut(void **state)
{
  (void)state;
  append("first");
  FILE *file = fopen(path, "a");
  assert_non_null(file);
  fputs("SELECT torn", file);
  fclose(file);
  append("ASK {}");
  assert_entries("first|SELECT torn|ASK {}|");
}

static void
file_is_cut_to_its_bounds(void **state)
{
  (void)state;
  append("first");
  FILE *file = fopen(path, "a");
  assert_non_null(file);
  for (size_t i = 0; i < FURAT_HISTORY_MAX_ENTRIES * 2; i++) {
    fprintf(file, "entry %zu\n", i);
  }
  fclose(file);
  struct stat before;
  struct stat after;
  assert_int_equal(stat(path, &before), 0);
  assert_int_equal(count_entries(), FURAT_HISTORY_MAX_ENTRIES);
  assert_int_equal(stat(path, &after), 0);
  assert_true(after.st_size < before.st_size);
  assert_int_equal(count_entries(), FURAT_HISTORY_MAX_ENTRIES);
}

static void
assert_followed(furat_history_reader *reader, const char *expected)
{
  furat_buffer *joined = reader->self;
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(furat_history_follow(path, reader, &err), FURAT_OK);
  assert_string_equal(joined->len > 0 ? joined->data : "", expected);
  furat_buffer_reset(joined);
}

static void
append_own(furat_history_reader *reader, const char *entry)
{
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(furat_history_append(path, furat_str_of(entry), reader, &err),
                   FURAT_OK);
}

static void
reader_gets_what_others_append(void **state)
{
  (void)state;
  furat_buffer joined;
  furat_buffer_init(&joined, SIZE_MAX / 2);
  furat_history_reader reader = {.add = join_entry, .self = &joined};
  assert_followed(&reader, "");
  append("first");
  assert_followed(&reader, "first|");
  assert_followed(&reader, "");
  append_own(&reader, "own");
  assert_followed(&reader, "");
  append("two\nlines");
  append_own(&reader, "own");
  append("three");
  assert_followed(&reader, "two\nlines|three|");
  assert_followed(&reader, "");
  unlink(path);
  assert_followed(&reader, "");
  append("anew");
  assert_followed(&reader, "anew|");
  furat_buffer_clear(&joined);
}

static void
reader_goes_on_in_a_file_that_was_cut(void **state)
{
  (void)state;
  furat_buffer joined;
  furat_buffer_init(&joined, SIZE_MAX / 2);
  furat_history_reader reader = {.add = join_entry, .self = &joined};
  append("first");
  FILE *file = fopen(path, "a");
  assert_non_null(file);
  for (size_t i = 0; i < FURAT_HISTORY_MAX_ENTRIES * 2; i++) {
    fprintf(file, "entry %zu\n", i);
  }
  fclose(file);
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(furat_history_follow(path, &reader, &err), FURAT_OK);
  furat_buffer_reset(&joined);
  append("before");
  assert_int_equal(count_entries(), FURAT_HISTORY_MAX_ENTRIES);
  append("behind");
  assert_followed(&reader, "before|behind|");
  furat_buffer_clear(&joined);
}

static void
append_many(size_t who)
{
  for (size_t i = 0; i < 100; i++) {
    char entry[64];
    snprintf(entry, sizeof entry, "shell %zu\nline %zu", who, i);
    furat_error err = FURAT_ERROR_INIT;
    size_t n = 0;
    furat_history_reader reader = {.add = count_entry, .self = &n};
    if (furat_history_append(path, furat_str_of(entry), NULL, &err) != FURAT_OK ||
        (i % 10 == 0 && furat_history_read(path, &reader, &err) != FURAT_OK)) {
      _exit(1);
    }
  }
  _exit(0);
}

static void
shells_side_by_side_lose_nothing(void **state)
{
  (void)state;
  enum { N_SHELLS = 4 };
  for (size_t i = 0; i < N_SHELLS; i++) {
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
      append_many(i);
    }
  }
  for (size_t i = 0; i < N_SHELLS; i++) {
    int status = -1;
    assert_true(wait(&status) > 0);
    assert_int_equal(status, 0);
  }
  assert_int_equal(count_entries(), N_SHELLS * 100);
}

static void
folder_in_the_way_is_an_error(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(furat_history_append(folder, FURAT_STR("x"), NULL, &err), FURAT_IO);
  assert_non_null(strstr(err.message, folder));
}

static void
path_follows_the_environment(void **state)
{
  (void)state;
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX / 2);
  setenv("HOME", "/users/x", 1);
  setenv("XDG_STATE_HOME", "/state", 1);
  assert_true(furat_history_path(&out));
  assert_string_equal(out.data, "/state/furat/history");
  furat_buffer_reset(&out);
  setenv("XDG_STATE_HOME", "relative", 1);
  assert_true(furat_history_path(&out));
  assert_string_equal(out.data, "/users/x/.local/state/furat/history");
  furat_buffer_reset(&out);
  unsetenv("XDG_STATE_HOME");
  unsetenv("HOME");
  assert_false(furat_history_path(&out));
  furat_buffer_clear(&out);
}

static furat_status
use_history(void *context)
{
  (void)context;
  furat_error err = FURAT_ERROR_INIT;
  size_t n = 0;
  furat_history_reader reader = {.add = count_entry, .self = &n};
  furat_status status = furat_history_append(path, FURAT_STR("ASK {}\nx"), &reader, &err);
  if (status == FURAT_OK) {
    status = furat_history_read(path, &reader, &err);
  }
  if (status == FURAT_OK) {
    status = furat_history_append(path, FURAT_STR("y"), NULL, &err);
  }
  return status == FURAT_OK ? furat_history_follow(path, &reader, &err) : status;
}

static void
pipe_is_an_error(void **state)
{
  (void)state;
  size_t n = 0;
  furat_error err = FURAT_ERROR_INIT;
  furat_history_reader reader = {.add = count_entry, .self = &n};
  assert_int_equal(furat_history_append(path, FURAT_STR("x"), NULL, &err), FURAT_OK);
  unlink(path);
  assert_int_equal(mkfifo(path, 0600), 0);
  alarm(20); // a session would wait for whoever has the other end
  assert_int_equal(furat_history_read(path, &reader, &err), FURAT_IO);
  furat_error_clear(&err);
  assert_int_equal(furat_history_append(path, FURAT_STR("x"), NULL, &err), FURAT_IO);
  alarm(0);
}

static void
each_allocation_may_fail(void **state)
{
  (void)state;
  alloc_fail_each(use_history, NULL);
}

int
main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
  const struct CMUnitTest tests[] = {
      CASE(missing_file_is_empty),
      CASE(entries_come_back_as_they_were),
      CASE(file_is_private),
      CASE(overlong_and_nul_are_left_out),
      CASE(file_is_cut_to_its_bounds),
      CASE(torn_line_ends_where_it_was_cut),
      CASE(reader_gets_what_others_append),
      CASE(reader_goes_on_in_a_file_that_was_cut),
      CASE(shells_side_by_side_lose_nothing),
      CASE(folder_in_the_way_is_an_error),
      CASE(pipe_is_an_error),
      cmocka_unit_test(path_follows_the_environment),
      CASE(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
