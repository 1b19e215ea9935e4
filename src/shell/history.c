// SPDX-License-Identifier: GPL-3.0-or-later
// The history file under flock(2).  A file that is cut is replaced by rename, so whoever
// waited for the lock of the old one looks again which file the name stands for.
#include "shell/history.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xdg.h"

bool
furat_history_path(furat_buffer *out)
{
  return furat_xdg_path(out, FURAT_XDG_STATE, "history");
}

// Open the file that `path` stands for, under its lock; FURAT_NOT_FOUND when there is
// none and `flags` do not make it.
static furat_status
open_locked(int *fd, const char *path, int flags, furat_error *err)
{
  for (;;) {
    // A pipe would be waited for.
    *fd = open(path, flags | O_CLOEXEC | O_NONBLOCK, 0600);
    if (*fd < 0 && errno == ENOENT && !(flags & O_CREAT)) {
      return FURAT_NOT_FOUND;
    }
    if (*fd < 0) {
      return furat_error_io(err, "cannot open the history", path, errno);
    }
    struct stat opened;
    struct stat named;
    int locked;
    do {
      locked = flock(*fd, LOCK_EX);
    } while (locked != 0 && errno == EINTR);
    if (locked != 0 || fstat(*fd, &opened) != 0) {
      int errnum = errno;
      close(*fd);
      return furat_error_io(err, "cannot lock the history", path, errnum);
    }
    if (!S_ISREG(opened.st_mode)) {
      close(*fd);
      return furat_error_set(err, FURAT_IO, "the history %.300s is no regular file",
                             path);
    }
    if (stat(path, &named) == 0 && named.st_ino == opened.st_ino &&
        named.st_dev == opened.st_dev) {
      return FURAT_OK;
    }
    close(*fd);
  }
}

static furat_status
write_all(int fd, furat_str bytes, const char *path, furat_error *err)
{
  size_t done = 0;
  while (done < bytes.len) {
    ssize_t n = write(fd, bytes.data + done, bytes.len - done);
    if (n < 0 && errno != EINTR) {
      return furat_error_io(err, "cannot write the history", path, errno);
    }
    done += n > 0 ? (size_t)n : 0;
  }
  return FURAT_OK;
}

static void
escape(furat_buffer *out, furat_str entry)
{
  for (size_t i = 0; i < entry.len; i++) {
    if (entry.data[i] == '\n') {
      furat_buffer_append_cstr(out, "\\n");
    } else if (entry.data[i] == '\\') {
      furat_buffer_append_cstr(out, "\\\\");
    } else {
      furat_buffer_append_byte(out, entry.data[i]);
    }
  }
  furat_buffer_append_byte(out, '\n');
}

static void
unescape(furat_buffer *out, furat_str line)
{
  for (size_t i = 0; i < line.len; i++) {
    bool escaped = line.data[i] == '\\' && i + 1 < line.len;
    i += escaped;
    furat_buffer_append_byte(out, escaped && line.data[i] == 'n' ? '\n' : line.data[i]);
  }
}

// From byte `start` on, but only the newest part of a file that somebody has let grow.
static furat_status
read_file(furat_buffer *out, int fd, off_t start, const char *path, furat_error *err)
{
  const off_t end = lseek(fd, 0, SEEK_END);
  if (end - start > 2 * FURAT_HISTORY_MAX_BYTES) {
    start = end - 2 * FURAT_HISTORY_MAX_BYTES;
  }
  if (end < 0 || lseek(fd, start, SEEK_SET) < 0) {
    return furat_error_io(err, "cannot read the history", path, errno);
  }
  for (;;) {
    char *room = furat_buffer_reserve(out, 65536);
    ssize_t n = room ? read(fd, room, 65536) : 0;
    if (n < 0 && errno != EINTR) {
      return furat_error_io(err, "cannot read the history", path, errno);
    }
    if (n == 0) {
      return furat_buffer_status(out, err);
    }
    furat_buffer_advance(out, n > 0 ? (size_t)n : 0);
  }
}

// The newest lines of `text` within the bounds.
static furat_str
newest_lines(furat_str text)
{
  size_t start = text.len;
  for (size_t n = 0; start > 0 && n < FURAT_HISTORY_MAX_ENTRIES; n++) {
    furat_str before = furat_str_slice(text, 0, start - 1);
    size_t newline = furat_str_rfind_byte(before, '\n');
    size_t line = newline == before.len ? 0 : newline + 1;
    if (text.len - line > FURAT_HISTORY_MAX_BYTES) {
      break;
    }
    start = line;
  }
  return furat_str_slice(text, start, text.len);
}

static furat_status
replace_file(const char *path, furat_str text, furat_error *err)
{
  furat_buffer name;
  furat_buffer_init(&name, SIZE_MAX / 2);
  furat_buffer_appendf(&name, "%s.new", path);
  furat_status status = furat_buffer_status(&name, err);
  int fd = -1;
  if (status == FURAT_OK) {
    // Only whoever has the lock of the history comes here.
    fd = open(name.data, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    status = fd >= 0 ? write_all(fd, text, name.data, err)
                     : furat_error_io(err, "cannot write", name.data, errno);
  }
  if (fd >= 0 && close(fd) != 0 && status == FURAT_OK) {
    status = furat_error_io(err, "cannot write", name.data, errno);
  }
  if (status == FURAT_OK && rename(name.data, path) != 0) {
    status = furat_error_io(err, "cannot replace the history", path, errno);
  }
  if (fd >= 0 && status != FURAT_OK) {
    unlink(name.data);
  }
  furat_buffer_clear(&name);
  return status;
}

static furat_status
add_lines(furat_str text, const furat_history_reader *reader, furat_error *err)
{
  furat_buffer entry;
  furat_buffer_init(&entry, SIZE_MAX / 2);
  for (size_t at = 0; at < text.len && entry.status == FURAT_OK;) {
    furat_str rest = furat_str_slice(text, at, text.len);
    furat_str line = furat_str_slice(rest, 0, furat_str_find_byte(rest, '\n'));
    at += line.len + 1;
    unescape(&entry, line);
    if (entry.len > 0 && entry.status == FURAT_OK &&
        !memchr(entry.data, '\0', entry.len)) {
      reader->add(reader->self, entry.data);
    }
    furat_buffer_truncate(&entry, 0);
  }
  furat_status status = furat_buffer_status(&entry, err);
  furat_buffer_clear(&entry);
  return status;
}

// ------------------------------------------------------------------ following the file

static void
keep_tail(furat_history_reader *r, furat_str text)
{
  const size_t n =
      text.len < FURAT_HISTORY_TAIL_BYTES ? text.len : FURAT_HISTORY_TAIL_BYTES;
  const size_t room = FURAT_HISTORY_TAIL_BYTES - n;
  const size_t kept = r->n_tail < room ? r->n_tail : room;
  memmove(r->tail, r->tail + r->n_tail - kept, kept);
  if (n > 0) {
    memcpy(r->tail + kept, text.data + text.len - n, n);
  }
  r->n_tail = kept + n;
}

// Behind what was read of a file that another has taken the place of: it begins later,
// but holds the same up to there.
static size_t
end_of_tail(const furat_history_reader *r, furat_str text)
{
  const furat_str tail = {r->tail, r->n_tail};
  size_t end = 0;
  while (tail.len > 0) {
    const furat_str rest = furat_str_slice(text, end, text.len);
    const size_t at = furat_str_find(rest, tail);
    if (at >= rest.len) {
      break;
    }
    end += at + tail.len;
  }
  return end;
}

// Whole lines: the last one may still be on its way to the disk.
static furat_str
whole_lines(furat_str text)
{
  const size_t last = furat_str_rfind_byte(text, '\n');
  return furat_str_slice(text, 0, last < text.len ? last + 1 : 0);
}

// Read on under the lock.
static furat_status
catch_up(furat_history_reader *r, int fd, const char *path, furat_error *err)
{
  struct stat now;
  if (fstat(fd, &now) != 0) {
    return furat_error_io(err, "cannot read the history", path, errno);
  }
  const bool same =
      now.st_ino == r->inode && now.st_dev == r->device && now.st_size >= r->end;
  if (same && now.st_size == r->end) {
    return FURAT_OK;
  }
  furat_buffer text;
  furat_buffer_init(&text, 4 * (size_t)FURAT_HISTORY_MAX_BYTES);
  furat_status status = read_file(&text, fd, same ? r->end : 0, path, err);
  if (status == FURAT_OK) {
    const furat_str all = furat_buffer_str(&text);
    const furat_str lines = whole_lines(all);
    const size_t known = same ? 0 : end_of_tail(r, lines);
    r->device = now.st_dev;
    r->inode = now.st_ino;
    r->end = now.st_size - (off_t)(all.len - lines.len);
    keep_tail(r, lines);
    status = add_lines(furat_str_slice(lines, known, lines.len), r, err);
  }
  furat_buffer_clear(&text);
  return status;
}

furat_status
furat_history_follow(const char *path, furat_history_reader *reader, furat_error *err)
{
  struct stat now;
  if (stat(path, &now) != 0 ||
      (now.st_ino == reader->inode && now.st_dev == reader->device &&
       now.st_size == reader->end)) {
    return FURAT_OK;
  }
  int fd = -1;
  furat_status status = open_locked(&fd, path, O_RDONLY, err);
  if (status == FURAT_OK) {
    status = catch_up(reader, fd, path, err);
    close(fd);
  }
  return status == FURAT_NOT_FOUND ? FURAT_OK : status;
}

// A line that a full disk or a kill has cut ends where it was cut.
static furat_status
end_torn_line(int fd, const char *path, furat_error *err)
{
  struct stat now;
  char last = '\n';
  if (fstat(fd, &now) == 0 && now.st_size > 0 &&
      pread(fd, &last, 1, now.st_size - 1) != 1) {
    return furat_error_io(err, "cannot read the history", path, errno);
  }
  return last == '\n' ? FURAT_OK : write_all(fd, FURAT_STR("\n"), path, err);
}

furat_status
furat_history_append(const char *path, furat_str entry, furat_history_reader *reader,
                     furat_error *err)
{
  if (entry.len == 0 || entry.len > FURAT_HISTORY_MAX_ENTRY_BYTES ||
      memchr(entry.data, '\0', entry.len)) {
    return FURAT_OK;
  }
  furat_buffer line;
  furat_buffer_init(&line, SIZE_MAX / 2);
  escape(&line, entry);
  furat_status status = furat_buffer_status(&line, err);
  if (status == FURAT_OK) {
    status = furat_xdg_make_folders(path, err);
  }
  int fd = -1;
  if (status == FURAT_OK) {
    status = open_locked(&fd, path, O_RDWR | O_APPEND | O_CREAT, err);
  }
  if (status == FURAT_OK) {
    status = end_torn_line(fd, path, err);
  }
  if (status == FURAT_OK && reader) {
    status = catch_up(reader, fd, path, err);
  }
  if (status == FURAT_OK) {
    status = write_all(fd, furat_buffer_str(&line), path, err);
  }
  if (status == FURAT_OK && reader) {
    reader->end += (off_t)line.len;
    keep_tail(reader, furat_buffer_str(&line));
  }
  if (fd >= 0) {
    close(fd);
  }
  furat_buffer_clear(&line);
  return status;
}

// ------------------------------------------------------------------ reading all of it

static void
note_place(furat_history_reader *reader, const char *path, furat_str text, off_t end)
{
  struct stat now;
  if (stat(path, &now) == 0) {
    reader->device = now.st_dev;
    reader->inode = now.st_ino;
    reader->end = end;
    reader->n_tail = 0;
    keep_tail(reader, text);
  }
}

furat_status
furat_history_read(const char *path, furat_history_reader *reader, furat_error *err)
{
  int fd = -1;
  furat_status status = open_locked(&fd, path, O_RDONLY, err);
  if (status != FURAT_OK) {
    return status == FURAT_NOT_FOUND ? FURAT_OK : status;
  }
  furat_buffer text;
  furat_buffer_init(&text, 4 * (size_t)FURAT_HISTORY_MAX_BYTES);
  status = read_file(&text, fd, 0, path, err);
  furat_str all = furat_buffer_str(&text);
  furat_str newest = newest_lines(all);
  if (status == FURAT_OK) {
    status = add_lines(newest, reader, err);
  }
  off_t end = lseek(fd, 0, SEEK_CUR);
  // Rewriting all for one line too many would make every start slow.
  if (status == FURAT_OK && all.len - newest.len > newest.len / 4) {
    status = replace_file(path, newest, err);
    end = (off_t)newest.len;
  }
  if (status == FURAT_OK) {
    note_place(reader, path, newest, end);
  }
  close(fd);
  furat_buffer_clear(&text);
  return status;
}
