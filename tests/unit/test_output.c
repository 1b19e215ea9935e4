// SPDX-License-Identifier: GPL-3.0-or-later
// Outputs: what arrives, and what is left behind when something fails.
#include "io/output.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/alloc_fail.h"

#define FOLDER_BYTES 64
#define PATH_BYTES   128

static char folder[FOLDER_BYTES];

static int
make_folder(void **state)
{
  (void)state;
  snprintf(folder, sizeof folder, "/tmp/furat-output.XXXXXX");
  return mkdtemp(folder) == NULL;
}

static int
remove_folder(void **state)
{
  (void)state;
  char command[PATH_BYTES];
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  return system(command);
}

static const char *
path_in(char path[PATH_BYTES], const char *name)
{
  snprintf(path, PATH_BYTES, "%s/%s", folder, name);
  return path;
}

static int
n_files(void)
{
  char command[PATH_BYTES];
  int n = -1;
  snprintf(command, sizeof command, "ls -A '%s' | wc -l", folder);
  FILE *pipe = popen(command, "r");
  assert_non_null(pipe);
  assert_int_equal(fscanf(pipe, "%d", &n), 1);
  pclose(pipe);
  return n;
}

static void
assert_holds(const char *path, const char *expected)
{
  char text[256] = "";
  FILE *file = fopen(path, "rb");
  assert_non_null(file);
  text[fread(text, 1, sizeof text - 1, file)] = '\0';
  fclose(file);
  assert_string_equal(text, expected);
}

static furat_status
write_whole(const char *path, const char *text, furat_error *err)
{
  furat_output *output;
  furat_status status = furat_output_to_file(&output, path, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_output_write(output, furat_str_of(text), err);
  if (status == FURAT_OK) {
    status = furat_output_finish(output, err);
  }
  furat_output_free(output);
  return status;
}

static void
file_appears_when_it_is_whole(void **state)
{
  (void)state;
  char path[PATH_BYTES];
  furat_error err = FURAT_ERROR_INIT;
  furat_output *output;
  assert_int_equal(furat_output_to_file(&output, path_in(path, "a"), &err), FURAT_OK);
  assert_int_equal(furat_output_write(output, FURAT_STR("one "), &err), FURAT_OK);
  assert_int_equal(access(path, F_OK), -1);
  assert_int_equal(furat_output_write(output, FURAT_STR("two"), &err), FURAT_OK);
  assert_int_equal(furat_output_finish(output, &err), FURAT_OK);
  furat_output_free(output);
  assert_holds(path, "one two");
  assert_int_equal(n_files(), 1);
}

static void
unfinished_file_leaves_nothing(void **state)
{
  (void)state;
  char path[PATH_BYTES];
  furat_error err = FURAT_ERROR_INIT;
  furat_output *output;
  assert_int_equal(write_whole(path_in(path, "a"), "old", &err), FURAT_OK);
  assert_int_equal(furat_output_to_file(&output, path, &err), FURAT_OK);
  assert_int_equal(furat_output_write(output, FURAT_STR("new"), &err), FURAT_OK);
  furat_output_free(output);
  assert_holds(path, "old");
  assert_int_equal(n_files(), 1);
}

static void
modes_follow_the_umask_and_the_old_file(void **state)
{
  (void)state;
  char path[PATH_BYTES];
  furat_error err = FURAT_ERROR_INIT;
  struct stat info;
  mode_t old = umask(027);
  assert_int_equal(write_whole(path_in(path, "a"), "x", &err), FURAT_OK);
  umask(old);
  assert_int_equal(stat(path, &info), 0);
  assert_int_equal(info.st_mode & 07777, 0640);
  assert_int_equal(chmod(path, 0604), 0);
  assert_int_equal(write_whole(path, "y", &err), FURAT_OK);
  assert_int_equal(stat(path, &info), 0);
  assert_int_equal(info.st_mode & 07777, 0604);
}

static void
symbolic_link_stays_a_link(void **state)
{
  (void)state;
  char path[PATH_BYTES];
  char target[PATH_BYTES];
  furat_error err = FURAT_ERROR_INIT;
  struct stat info;
  // It dangles: writing makes what it points to.
  assert_int_equal(symlink("target", path_in(path, "link")), 0);
  assert_int_equal(write_whole(path, "x", &err), FURAT_OK);
  assert_int_equal(lstat(path, &info), 0);
  assert_true(S_ISLNK(info.st_mode));
  assert_holds(path_in(target, "target"), "x");
  assert_int_equal(write_whole(path, "y", &err), FURAT_OK);
  assert_holds(target, "y");
  assert_int_equal(n_files(), 2);
}

static void
circle_of_links_is_refused(void **state)
{
  (void)state;
  char path[PATH_BYTES];
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(symlink("circle", path_in(path, "circle")), 0);
  assert_int_equal(write_whole(path, "x", &err), FURAT_IO);
  assert_non_null(strstr(err.message, "circle"));
}

static void
unwritable_targets_are_named(void **state)
{
  (void)state;
  char path[PATH_BYTES];
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(write_whole(path_in(path, "no/such"), "x", &err), FURAT_IO);
  assert_non_null(strstr(err.message, "no/such"));
  assert_non_null(strstr(err.message, strerror(ENOENT)));
  furat_error_clear(&err);
  assert_int_equal(write_whole(folder, "x", &err), FURAT_IO);
  assert_non_null(strstr(err.message, strerror(EISDIR)));
}

static void
full_disk_sticks(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_output *output;
  if (access("/dev/full", W_OK) != 0) {
    skip();
  }
  assert_int_equal(furat_output_to_file(&output, "/dev/full", &err), FURAT_OK);
  assert_int_equal(furat_output_write(output, FURAT_STR("x"), &err), FURAT_OK);
  char *much = calloc(1, 100000);
  assert_non_null(much);
  assert_int_equal(furat_output_write(output, (furat_str){much, 100000}, &err), FURAT_IO);
  free(much);
  furat_error_clear(&err);
  assert_int_equal(furat_output_write(output, FURAT_STR("x"), &err), FURAT_IO);
  assert_non_null(strstr(err.message, strerror(ENOSPC)));
  furat_error_clear(&err);
  assert_int_equal(furat_output_finish(output, &err), FURAT_IO);
  assert_non_null(strstr(err.message, "/dev/full"));
  furat_output_free(output);
}

static void
full_disk_of_a_stream_is_told_and_sticks(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_output *output;
  FILE *stream = fopen("/dev/full", "w");
  if (stream == NULL) {
    skip();
  }
  assert_int_equal(furat_output_to_stream(&output, stream, "standard output", &err),
                   FURAT_OK);
  assert_int_equal(furat_output_write(output, FURAT_STR("x"), &err), FURAT_IO);
  assert_int_equal(furat_output_finish(output, NULL), FURAT_IO);
  assert_non_null(strstr(err.message, "standard output"));
  furat_output_free(output);
  fclose(stream);
}

static void
first_bytes_of_a_stream_are_sent_at_once(void **state)
{
  (void)state;
  int ends[2];
  char seen[8];
  furat_output *output;
  assert_int_equal(pipe(ends), 0);
  FILE *stream = fdopen(ends[1], "w");
  assert_non_null(stream);
  assert_int_equal(furat_output_to_stream(&output, stream, "pipe", NULL), FURAT_OK);
  for (int i = 0; i < 3; i++) {
    assert_true(furat_output_is_due(output));
    assert_int_equal(furat_output_write(output, FURAT_STR("x"), NULL), FURAT_OK);
    assert_int_equal(read(ends[0], seen, sizeof seen), 1);
  }
  furat_output_free(output);
  fclose(stream);
  close(ends[0]);
}

static void
file_size_limit_leaves_nothing(void **state)
{
  (void)state;
  char path[PATH_BYTES];
  furat_error err = FURAT_ERROR_INIT;
  furat_output *output;
  struct rlimit old;
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
  struct rlimit small = {.rlim_cur = 1000, .rlim_max = old.rlim_max};
  void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
  char *much = calloc(1, 5000);
  furat_status opened = furat_output_to_file(&output, path_in(path, "a"), &err);
  furat_status written = furat_output_write(output, (furat_str){much, 5000}, &err);
  furat_status finished = furat_output_finish(output, &err);
  furat_output_free(output);
  setrlimit(RLIMIT_FSIZE, &old);
  signal(SIGXFSZ, handler);
  free(much);
  assert_int_equal(opened, FURAT_OK);
  assert_int_equal(written, FURAT_OK);
  assert_int_equal(finished, FURAT_IO);
  assert_non_null(strstr(err.message, strerror(EFBIG)));
  assert_int_equal(n_files(), 0);
}

static void
buffer_takes_bytes_up_to_its_maximum(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_output *output;
  furat_buffer buffer;
  furat_buffer_init(&buffer, 10);
  assert_int_equal(furat_output_to_buffer(&output, &buffer, &err), FURAT_OK);
  assert_int_equal(furat_output_write(output, FURAT_STR("12345"), &err), FURAT_OK);
  assert_int_equal(furat_output_write(output, FURAT_STR("123456"), &err), FURAT_LIMIT);
  furat_error_clear(&err);
  assert_int_equal(furat_output_finish(output, &err), FURAT_LIMIT);
  furat_output_free(output);
  furat_buffer_clear(&buffer);
  furat_output_free(NULL);
}

static furat_status
write_a_file(void *context)
{
  furat_error err = FURAT_ERROR_INIT;
  return write_whole(context, "text", &err);
}

static void
allocations_that_fail_leave_no_file(void **state)
{
  (void)state;
  char path[PATH_BYTES];
  alloc_fail_each_tolerant(write_a_file, (void *)(uintptr_t)path_in(path, "a"));
  assert_int_equal(n_files(), 1);
}

#define CASE(function) \
  cmocka_unit_test_setup_teardown(function, make_folder, remove_folder)

int
main(void)
{
  const struct CMUnitTest tests[] = {
      CASE(file_appears_when_it_is_whole),
      CASE(unfinished_file_leaves_nothing),
      CASE(modes_follow_the_umask_and_the_old_file),
      CASE(symbolic_link_stays_a_link),
      CASE(circle_of_links_is_refused),
      CASE(unwritable_targets_are_named),
      CASE(full_disk_sticks),
      CASE(full_disk_of_a_stream_is_told_and_sticks),
      CASE(first_bytes_of_a_stream_are_sent_at_once),
      CASE(file_size_limit_leaves_nothing),
      CASE(buffer_takes_bytes_up_to_its_maximum),
      CASE(allocations_that_fail_leave_no_file),
  };
  return cmocka_run_group_tests_name("output", tests, NULL, NULL);
}
