// SPDX-License-Identifier: GPL-3.0-or-later
// A term's number is where its record begins.  The table has pages, found by the first
// bits of a hash.  When a page is full all are divided by one bit more, the last one
// first, so that each goes to places that were read before; that way no entry has to be
// looked for.
#include "exec/term_file.h"

#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "exec/scratch_file.h"

enum {
  PAGE_BYTES = 4096,
  PAGE_ENTRIES = PAGE_BYTES / 16 - 1,
  LEAST_PAGES = 16, // that are kept
  MOST_PAGES = 4096,
  FIRST_BITS = 4,
  MOST_BITS = 28,
  TAIL_BYTES = 1 << 16,
  GUESSED_BYTES = 240, // that most texts have
  PAGES_BETWEEN_POLLS = 256
};

typedef struct {
  uint64_t hash;
  uint64_t number;
} entry;

typedef struct {
  uint64_t n;
  uint64_t unused;
  entry entries[PAGE_ENTRIES];
} page;

_Static_assert(sizeof(page) == PAGE_BYTES, "a page of the file");

/// A page in memory.
typedef struct {
  uint64_t number;
  bool used;
  bool changed;
} frame;

/// What stands in front of a term's texts.
typedef struct {
  uint32_t text_bytes;
  uint32_t datatype_bytes;
  uint32_t language_bytes;
  uint32_t kind;
} record;

struct furat_term_file {
  const furat_cancel *cancel;
  int texts;
  int table;
  uint64_t n_written; // of the texts; what follows is in `tail`
  char *tail;
  size_t n_tail;
  unsigned bits; // of a page's number
  size_t n_kept; // pages in memory: that of number i is at i % n_kept
  frame *frames;
  page *pages;
  furat_arena scratch;
};

static furat_status
extend_table(furat_term_file *file, unsigned bits, furat_error *err)
{
  file->bits = bits;
  // Pages that nobody has written are holes, which are read as zeros.
  const uint64_t last = ((UINT64_C(1) << bits) - 1) * PAGE_BYTES;
  static const page empty = {.n = 0};
  return furat_scratch_file_write(file->table, &empty, sizeof(empty), last, err);
}

furat_status
furat_term_file_new(furat_term_file **out, size_t memory_bytes,
                    const furat_cancel *cancel, furat_error *err)
{
  furat_term_file *file = furat_alloc_zeroed(1, sizeof(*file));
  if (!file) {
    return furat_error_no_mem(err);
  }
  file->cancel = cancel;
  file->texts = file->table = -1;
  file->n_kept = memory_bytes / PAGE_BYTES;
  file->n_kept = file->n_kept < LEAST_PAGES  ? (size_t)LEAST_PAGES
                 : file->n_kept > MOST_PAGES ? (size_t)MOST_PAGES
                                             : file->n_kept;
  file->tail = furat_alloc(TAIL_BYTES);
  file->frames = furat_alloc_zeroed(file->n_kept, sizeof(*file->frames));
  file->pages = furat_realloc(NULL, file->n_kept, sizeof(*file->pages));
  furat_arena_init(&file->scratch, SIZE_MAX);
  furat_status status = file->tail && file->frames && file->pages
                            ? furat_scratch_file_open(&file->texts, err)
                            : furat_error_no_mem(err);
  if (status == FURAT_OK) {
    status = furat_scratch_file_open(&file->table, err);
  }
  if (status == FURAT_OK) {
    status = extend_table(file, FIRST_BITS, err);
  }
  if (status != FURAT_OK) {
    furat_term_file_free(file);
    return status;
  }
  *out = file;
  return FURAT_OK;
}

void
furat_term_file_free(furat_term_file *file)
{
  if (!file) {
    return;
  }
  if (file->texts >= 0) {
    close(file->texts);
  }
  if (file->table >= 0) {
    close(file->table);
  }
  furat_free(file->tail);
  furat_free(file->frames);
  furat_free(file->pages);
  furat_arena_clear(&file->scratch);
  furat_free(file);
}

size_t
furat_term_file_bytes(const furat_term_file *file)
{
  return file ? TAIL_BYTES + file->n_kept * (sizeof(page) + sizeof(frame)) : 0;
}

// ----------------------------------------------------------------------------- texts

static furat_status
flush_tail(furat_term_file *file, furat_error *err)
{
  const furat_status status = furat_scratch_file_write(
      file->texts, file->tail, file->n_tail, file->n_written, err);
  if (status == FURAT_OK) {
    file->n_written += file->n_tail;
    file->n_tail = 0;
  }
  return status;
}

/// Bytes behind those that are there.
static furat_status
append(furat_term_file *file, const void *bytes, size_t n, furat_error *err)
{
  furat_status status = FURAT_OK;
  if (n > TAIL_BYTES - file->n_tail) {
    status = flush_tail(file, err);
  }
  if (status == FURAT_OK && n > TAIL_BYTES) {
    status = furat_scratch_file_write(file->texts, bytes, n, file->n_written, err);
    file->n_written += n;
  } else if (status == FURAT_OK && n > 0) {
    memcpy(file->tail + file->n_tail, bytes, n);
    file->n_tail += n;
  }
  return status;
}

static furat_status
append_term(furat_term_file *file, const furat_term *term, uint64_t *number,
            furat_error *err)
{
  const record head = {(uint32_t)term->text.len, (uint32_t)term->datatype.len,
                       (uint32_t)term->language.len, (uint32_t)term->kind};
  *number = file->n_written + file->n_tail;
  furat_status status = append(file, &head, sizeof(head), err);
  if (status == FURAT_OK) {
    status = append(file, term->text.data, term->text.len, err);
  }
  if (status == FURAT_OK) {
    status = append(file, term->datatype.data, term->datatype.len, err);
  }
  if (status == FURAT_OK) {
    status = append(file, term->language.data, term->language.len, err);
  }
  return status;
}

/// Bytes from the file, the tail, or both.
static furat_status
fetch(const furat_term_file *file, void *out, size_t n, uint64_t at, furat_error *err)
{
  char *to = out;
  if (at < file->n_written) {
    const uint64_t left = file->n_written - at;
    const size_t n_file = n < left ? n : (size_t)left;
    const furat_status status = furat_scratch_file_read(file->texts, to, n_file, at, err);
    if (status != FURAT_OK) {
      return status;
    }
    to += n_file;
    at += n_file;
    n -= n_file;
  }
  if (n > 0) {
    memcpy(to, file->tail + (at - file->n_written), n);
  }
  return FURAT_OK;
}

/// The next `n` bytes of a record's texts.
static furat_str
cut(const char **at, uint32_t n)
{
  const furat_str text = {*at, n};
  *at += n;
  return n ? text : FURAT_STR_NONE;
}

furat_status
furat_term_file_read(furat_term_file *file, uint64_t number, furat_arena *arena,
                     furat_term *out, furat_error *err)
{
  char near[sizeof(record) + GUESSED_BYTES];
  const uint64_t left = file->n_written + file->n_tail - number;
  const size_t n_near = left < sizeof(near) ? (size_t)left : sizeof(near);
  furat_status status = fetch(file, near, n_near, number, err);
  if (status != FURAT_OK) {
    return status;
  }
  record head;
  memcpy(&head, near, sizeof(head));
  const size_t n = (size_t)head.text_bytes + head.datatype_bytes + head.language_bytes;
  char *texts = furat_arena_alloc(arena, n + 1);
  if (!texts) {
    return furat_error_no_mem(err);
  }
  if (n <= n_near - sizeof(head)) {
    memcpy(texts, near + sizeof(head), n);
  } else {
    status = fetch(file, texts, n, number + sizeof(head), err);
  }
  const char *at = texts;
  out->kind = (furat_term_kind)head.kind;
  out->text = (furat_str){at, head.text_bytes};
  at += head.text_bytes;
  out->datatype = cut(&at, head.datatype_bytes);
  out->language = cut(&at, head.language_bytes);
  return status;
}

// ----------------------------------------------------------------------------- table

static furat_status
put_away(furat_term_file *file, size_t slot, furat_error *err)
{
  frame *f = &file->frames[slot];
  const furat_status status =
      f->used && f->changed
          ? furat_scratch_file_write(file->table, &file->pages[slot], PAGE_BYTES,
                                     f->number * PAGE_BYTES, err)
          : FURAT_OK;
  *f = (frame){.number = 0};
  return status;
}

/// The page of a hash, and where it is kept.
static furat_status
find_page(furat_term_file *file, uint64_t hash, size_t *slot, furat_error *err)
{
  const uint64_t number = hash >> (64 - file->bits);
  *slot = (size_t)(number % file->n_kept);
  frame *f = &file->frames[*slot];
  if (f->used && f->number == number) {
    return FURAT_OK;
  }
  furat_status status = put_away(file, *slot, err);
  if (status == FURAT_OK) {
    status = furat_scratch_file_read(file->table, &file->pages[*slot], PAGE_BYTES,
                                     number * PAGE_BYTES, err);
  }
  if (status == FURAT_OK) {
    *f = (frame){.number = number, .used = true};
  }
  return status;
}

/// Put the entries of a page into two, by the bit of their hashes behind `bits`.
static void
divide(const page *whole, page halves[2], unsigned bits)
{
  halves[0].n = halves[1].n = 0;
  for (uint64_t i = 0; i < whole->n; i++) {
    page *half = &halves[whole->entries[i].hash >> (63 - bits) & 1];
    half->entries[half->n++] = whole->entries[i];
  }
}

static furat_status
grow(furat_term_file *file, furat_error *err)
{
  furat_status status = FURAT_OK;
  const unsigned bits = file->bits;
  if (bits == MOST_BITS) {
    return furat_error_set(err, FURAT_LIMIT, "a query makes too many terms");
  }
  for (size_t slot = 0; slot < file->n_kept && status == FURAT_OK; slot++) {
    status = put_away(file, slot, err);
  }
  if (status == FURAT_OK) {
    status = extend_table(file, bits + 1, err);
  }
  page *whole = &file->pages[0]; // all are free now
  page *halves = &file->pages[1];
  for (uint64_t number = UINT64_C(1) << bits; status == FURAT_OK && number--;) {
    if (number % PAGES_BETWEEN_POLLS == 0) {
      status = furat_cancel_poll(file->cancel, err);
    }
    if (status == FURAT_OK) {
      status = furat_scratch_file_read(file->table, whole, PAGE_BYTES,
                                       number * PAGE_BYTES, err);
    }
    if (status == FURAT_OK) {
      divide(whole, halves, bits);
      status = furat_scratch_file_write(file->table, halves, (size_t)2 * PAGE_BYTES,
                                        2 * number * PAGE_BYTES, err);
    }
  }
  return status;
}

/// The number of an equal term of the page, if there is one.
static furat_status
find_term(furat_term_file *file, const page *p, const furat_term *term, uint64_t hash,
          bool *found, uint64_t *number, furat_error *err)
{
  furat_status status = FURAT_OK;
  *found = false;
  for (uint64_t i = 0; i < p->n && !*found && status == FURAT_OK; i++) {
    furat_term other;
    if (p->entries[i].hash != hash) {
      continue;
    }
    *number = p->entries[i].number;
    status = furat_term_file_read(file, *number, &file->scratch, &other, err);
    *found = status == FURAT_OK && furat_term_equal(term, &other);
    furat_arena_reset(&file->scratch);
  }
  return status;
}

furat_status
furat_term_file_intern(furat_term_file *file, const furat_term *term, uint64_t hash,
                       uint64_t *number, furat_error *err)
{
  size_t slot = 0;
  bool found = false;
  furat_status status = find_page(file, hash, &slot, err);
  if (status == FURAT_OK) {
    status = find_term(file, &file->pages[slot], term, hash, &found, number, err);
  }
  while (status == FURAT_OK && !found && file->pages[slot].n == PAGE_ENTRIES) {
    status = grow(file, err);
    if (status == FURAT_OK) {
      status = find_page(file, hash, &slot, err);
    }
  }
  if (status != FURAT_OK || found) {
    return status;
  }
  status = append_term(file, term, number, err);
  if (status == FURAT_OK) {
    page *p = &file->pages[slot];
    p->entries[p->n++] = (entry){hash, *number};
    file->frames[slot].changed = true;
  }
  return status;
}
