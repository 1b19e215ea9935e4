// SPDX-License-Identifier: GPL-3.0-or-later
// Rows as bytes, one behind the other: for each term its kind, then its texts with their
// lengths.  A datatype or language that is that of the term above it is not repeated.
#include "results/kept.h"

#include <string.h>

#include "base/memory.h"

// Bits of the first byte of a term, above its kind.
enum { KIND_BITS = 0x03, SAME_DATATYPE = 0x04, SAME_LANGUAGE = 0x08 };

struct furat_kept {
  furat_query_form form;
  bool boolean;
  bool too_large;
  size_t n_columns;
  furat_str *columns; // their bytes behind them, in one piece
  size_t *above_at; // of each column, where in `bytes` the last datatype and language are
  furat_str *above; // the same for whoever reads
  furat_term *row;  // that was read last
  furat_buffer bytes;
  size_t at; // of the next row that is read
};

static bool
copy_columns(furat_kept *kept, const furat_str *columns)
{
  size_t n_bytes = 0;
  for (size_t i = 0; i < kept->n_columns; i++) {
    n_bytes += columns[i].len;
  }
  kept->columns = furat_alloc(sizeof *kept->columns * (kept->n_columns + 1) + n_bytes);
  if (!kept->columns) {
    return false;
  }
  char *texts = (char *)(kept->columns + kept->n_columns + 1);
  for (size_t i = 0; i < kept->n_columns; i++) {
    memcpy(texts, columns[i].data ? columns[i].data : "", columns[i].len);
    kept->columns[i] = (furat_str){texts, columns[i].len};
    texts += columns[i].len;
  }
  return true;
}

furat_status
furat_kept_new(furat_kept **out, furat_query_form form, size_t n_columns,
               const furat_str *columns, size_t max_bytes, furat_error *err)
{
  furat_kept *kept = furat_alloc_zeroed(1, sizeof *kept);
  if (!kept) {
    return furat_error_no_mem(err);
  }
  kept->form = form;
  kept->n_columns = n_columns;
  kept->above_at = furat_alloc_zeroed(2 * n_columns + 1, sizeof *kept->above_at);
  kept->above = furat_alloc_zeroed(2 * n_columns + 1, sizeof *kept->above);
  kept->row = furat_alloc_zeroed(n_columns + 1, sizeof *kept->row);
  furat_buffer_init(&kept->bytes, max_bytes);
  if (!kept->above_at || !kept->above || !kept->row || !copy_columns(kept, columns)) {
    furat_kept_free(kept);
    return furat_error_no_mem(err);
  }
  *out = kept;
  return FURAT_OK;
}

void
furat_kept_free(furat_kept *kept)
{
  if (kept) {
    furat_free(kept->columns);
    furat_free(kept->above_at);
    furat_free(kept->above);
    furat_free(kept->row);
    furat_buffer_clear(&kept->bytes);
    furat_free(kept);
  }
}

static void
put_text(furat_buffer *bytes, furat_str text)
{
  const uint32_t len = (uint32_t)text.len; // what is longer has no room in any case
  furat_buffer_append(bytes, (furat_str){(const char *)&len, sizeof len});
  furat_buffer_append(bytes, text);
}

// The text that put_text() wrote at `*at`.
static furat_str
take_text(const furat_buffer *bytes, size_t *at)
{
  uint32_t len = 0;
  memcpy(&len, bytes->data + *at, sizeof len);
  furat_str text = {bytes->data + *at + sizeof len, len};
  *at += sizeof len + len;
  return text;
}

// Whether the text is the one that was written at `*above` (0: none); else it is to be
// written, and `*above` is where.
static bool
is_above(const furat_kept *kept, furat_str text, const size_t *above)
{
  size_t at = *above;
  return at > 0 && furat_str_equal(take_text(&kept->bytes, &at), text);
}

static void
put_term(furat_kept *kept, const furat_term *term, size_t column)
{
  size_t *datatype_at = &kept->above_at[2 * column];
  size_t *language_at = &kept->above_at[2 * column + 1];
  unsigned char head = (unsigned char)term->kind;
  if (term->kind == FURAT_TERM_LITERAL) {
    head |= is_above(kept, term->datatype, datatype_at) ? SAME_DATATYPE : 0;
    head |= is_above(kept, term->language, language_at) ? SAME_LANGUAGE : 0;
  }
  furat_buffer_append_byte(&kept->bytes, (char)head);
  if (term->kind != FURAT_TERM_NONE) {
    put_text(&kept->bytes, term->text);
  }
  if (term->kind == FURAT_TERM_LITERAL && !(head & SAME_DATATYPE)) {
    *datatype_at = kept->bytes.len;
    put_text(&kept->bytes, term->datatype);
  }
  if (term->kind == FURAT_TERM_LITERAL && !(head & SAME_LANGUAGE)) {
    *language_at = kept->bytes.len;
    put_text(&kept->bytes, term->language);
  }
}

void
furat_kept_add(furat_kept *kept, const furat_term *row)
{
  if (kept->too_large) {
    return;
  }
  if (kept->bytes.len == 0) {
    furat_buffer_append_byte(&kept->bytes, '\0'); // place 0 means none
  }
  for (size_t i = 0; i < kept->n_columns && kept->bytes.status == FURAT_OK; i++) {
    put_term(kept, &row[i], i);
  }
  if (kept->n_columns == 0) {
    furat_buffer_append_byte(&kept->bytes, '\0'); // a row all the same
  }
  if (kept->bytes.status != FURAT_OK) {
    furat_buffer_clear(&kept->bytes);
    kept->too_large = true;
  }
}

void
furat_kept_set_boolean(furat_kept *kept, bool answer)
{
  kept->boolean = answer;
}

size_t
furat_kept_n_bytes(const furat_kept *kept)
{
  return kept->bytes.len;
}

bool
furat_kept_has_rows(const furat_kept *kept)
{
  return !kept->too_large;
}

static void
take_term(furat_kept *kept, size_t column)
{
  const unsigned char head = (unsigned char)kept->bytes.data[kept->at++];
  furat_term *term = &kept->row[column];
  furat_str *above = &kept->above[2 * column];
  *term = (furat_term){.kind = (furat_term_kind)(head & KIND_BITS)};
  if (term->kind != FURAT_TERM_NONE) {
    term->text = take_text(&kept->bytes, &kept->at);
  }
  if (term->kind == FURAT_TERM_LITERAL) {
    if (!(head & SAME_DATATYPE)) {
      above[0] = take_text(&kept->bytes, &kept->at);
    }
    if (!(head & SAME_LANGUAGE)) {
      above[1] = take_text(&kept->bytes, &kept->at);
    }
    term->datatype = above[0];
    term->language = above[1];
  }
}

static furat_status
next_row(void *self, const furat_term **row, furat_error *err)
{
  (void)err;
  furat_kept *kept = self;
  if (kept->at >= kept->bytes.len) {
    return FURAT_DONE;
  }
  for (size_t i = 0; i < kept->n_columns; i++) {
    take_term(kept, i);
  }
  kept->at += kept->n_columns == 0;
  *row = kept->row;
  return FURAT_OK;
}

void
furat_kept_rows(furat_kept *kept, furat_rows *out)
{
  kept->at = kept->bytes.len > 0 ? 1 : 0;
  *out = (furat_rows){.form = kept->form,
                      .boolean = kept->boolean,
                      .n_columns = kept->n_columns,
                      .columns = kept->columns,
                      .self = kept,
                      .next = next_row};
}
