// SPDX-License-Identifier: GPL-3.0-or-later
// The text goes through a file of its own, for the user alone, whose ending tells editors
// that it is SPARQL.
#include "shell/editor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/child.h"

enum { MAX_TEXT_BYTES = 1 << 26, CHUNK_BYTES = 65536, MISSING = 127 };

static furat_status
write_text(int fd, furat_str text, const char *path, furat_error *err)
{
  for (size_t done = 0; done < text.len;) {
    ssize_t n = write(fd, text.data + done, text.len - done);
    if (n < 0 && errno != EINTR) {
      return furat_error_io(err, "cannot write", path, errno);
    }
    done += n > 0 ? (size_t)n : 0;
  }
  return FURAT_OK;
}

static furat_status
read_text(furat_buffer *out, const char *path, furat_error *err)
{
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return furat_error_io(err, "cannot read", path, errno);
  }
  ssize_t n = 1;
  while (n > 0 && out->status == FURAT_OK) {
    char *room = furat_buffer_reserve(out, CHUNK_BYTES);
    n = room ? read(fd, room, CHUNK_BYTES) : 0;
    if (n < 0 && errno == EINTR) {
      n = 1;
    } else if (n > 0) {
      furat_buffer_advance(out, (size_t)n);
    }
  }
  int errnum = errno;
  close(fd);
  return n < 0 ? furat_error_io(err, "cannot read", path, errnum)
               : furat_buffer_status(out, err);
}

// An editor may be named with options: EDITOR="emacs -nw".
static furat_status
run_editor(const char *path, furat_error *err)
{
  static const char script[] =
      ": \"${VISUAL:=${EDITOR:-$(command -v editor || echo vi)}}\"\n"
      "name=${VISUAL%% *}\n"
      "case $name in *[!A-Za-z0-9_./+-]*) ;;\n"
      "*) command -v \"$name\" >/dev/null || exit 127 ;; esac\n"
      "eval \"$VISUAL \\\"\\$1\\\"\"";
  int ended = 0;
  const int errnum = furat_child_wait(&ended, script, path, true);
  if (errnum != 0) {
    return furat_error_io(err, "cannot start", "the editor", errnum);
  }
  if (WIFEXITED(ended) && WEXITSTATUS(ended) == MISSING) {
    const char *visual = getenv("VISUAL");
    const char *editor = getenv("EDITOR");
    const char *name = visual && visual[0] != '\0'   ? visual
                       : editor && editor[0] != '\0' ? editor
                                                     : "vi";
    furat_error_set(err, FURAT_NOT_FOUND, "there is no editor %.100s", name);
    furat_error_hint(err, "$VISUAL or $EDITOR names the editor");
    return FURAT_NOT_FOUND;
  }
  if (!WIFEXITED(ended) || WEXITSTATUS(ended) != 0) {
    furat_error_set(err, FURAT_IO, "the editor failed, so the text stays as it was");
    furat_error_hint(err, "$VISUAL or $EDITOR names the editor");
    return FURAT_IO;
  }
  return FURAT_OK;
}

static furat_status
edit_file(furat_buffer *text, char *path, int fd, furat_error *err)
{
  furat_status status = write_text(fd, furat_buffer_str(text), path, err);
  if (status == FURAT_OK) {
    status = write_text(fd, FURAT_STR("\n"), path, err);
  }
  if (close(fd) != 0 && status == FURAT_OK) {
    status = furat_error_io(err, "cannot write", path, errno);
  }
  furat_buffer edited;
  furat_buffer_init(&edited, MAX_TEXT_BYTES);
  if (status == FURAT_OK) {
    status = run_editor(path, err);
  }
  if (status == FURAT_OK) {
    status = read_text(&edited, path, err);
  }
  if (status == FURAT_OK) {
    while (edited.len > 0 && strchr(" \t\r\n", edited.data[edited.len - 1])) {
      furat_buffer_truncate(&edited, edited.len - 1);
    }
    furat_buffer_reset(text);
    furat_buffer_append(text, furat_buffer_str(&edited));
    status = furat_buffer_status(text, err);
  }
  furat_buffer_clear(&edited);
  return status;
}

furat_status
furat_editor_run(furat_buffer *text, furat_error *err)
{
  static const char ending[] = ".rq";
  const char *folder = getenv("TMPDIR");
  furat_buffer path;
  furat_buffer_init(&path, SIZE_MAX / 2);
  furat_buffer_appendf(&path, "%s/furat-XXXXXX%s",
                       folder && folder[0] == '/' ? folder : "/tmp", ending);
  furat_status status = furat_buffer_status(&path, err);
  if (status == FURAT_OK) {
    int fd = mkstemps(path.data, (int)sizeof ending - 1);
    if (fd < 0) {
      status = furat_error_io(err, "cannot make a file for", "the editor", errno);
    } else {
      (void)fcntl(fd, F_SETFD, FD_CLOEXEC); // cannot fail
      status = edit_file(text, path.data, fd, err);
      unlink(path.data);
    }
  }
  furat_buffer_clear(&path);
  return status;
}
