// SPDX-License-Identifier: GPL-3.0-or-later
// A few rows taken out of a block, or put into it: what is packed stays packed, and moves
// by some bits.  Columns of runs are rewritten, which have few values, and those that
// their coder does not hold any more.
//                                                    tree_edit -> [block_edit] -> bitpack
#include <assert.h>

#include "store/block_internal.h"

enum { PIECE_BITS = 56 }; // that one unaligned word always holds

/// Appends bits to a byte string.
typedef struct bit_writer {
  uint8_t *out;
  uint64_t word;
  unsigned n_bits; ///< of `word` that are in use, below 64
} bit_writer;

static void
append(bit_writer *writer, uint64_t code, unsigned width)
{
  if (!width) {
    return;
  }
  writer->word |= code << writer->n_bits;
  writer->n_bits += width;
  if (writer->n_bits >= 64) {
    furat_store_le64(writer->out, writer->word);
    writer->out += 8;
    writer->n_bits -= 64;
    writer->word = writer->n_bits ? code >> (width - writer->n_bits) : 0;
  }
}

/// Append the bits [from, to) of a byte string that may be read a word beyond its end.
static void
append_bits(bit_writer *writer, const uint8_t *in, size_t from, size_t to)
{
  while (from < to) {
    const unsigned n = to - from < PIECE_BITS ? (unsigned)(to - from) : PIECE_BITS;
    append(writer, furat_load_le64(in + from / 8) >> (from % 8) & furat_bit_mask(n), n);
    from += n;
  }
}

/// The end of the byte string.
static uint8_t *
finish_bits(bit_writer *writer)
{
  furat_store_le64(writer->out, writer->word);
  return writer->out + (writer->n_bits + 7) / 8;
}

/// A column with its edits.
typedef struct column_edit {
  const furat_block *block;
  const furat_block_edits *edits;
  unsigned column;
  furat_id first;  ///< of the new column
  size_t n_new;    ///< its values
  uint64_t *added; ///< those that are put in, or NULL
  furat_column_plan plan;
} column_edit;

/// Packed codes that do not depend on each other; `codes` are those to put in.
static uint8_t *
edit_codes(uint8_t *out, const column_edit *e, unsigned width, const uint64_t *codes)
{
  const furat_block_edits *edits = e->edits;
  const uint8_t *in = e->block->bytes + e->block->columns[e->column].offset;
  bit_writer writer = {.out = out};
  size_t from = 0;
  for (size_t i = 0; i < edits->n; ++i) {
    append_bits(&writer, in, from * width, edits->at[i] * (size_t)width);
    from = edits->at[i];
    if (codes) {
      append(&writer, codes[i], width);
    } else {
      from += 1;
    }
  }
  append_bits(&writer, in, from * width, e->block->n_rows * (size_t)width);
  return finish_bits(&writer);
}

static uint8_t *
edit_frame(uint8_t *out, const column_edit *e, unsigned width)
{
  uint64_t codes[FURAT_BLOCK_MAX_ROWS];
  uint64_t used = 0;
  for (size_t i = 0; e->added && i < e->edits->n; ++i) {
    codes[i] = e->added[i] - e->plan.code.base;
    used |= codes[i];
  }
  return used & ~furat_bit_mask(width)
             ? NULL
             : edit_codes(out, e, width, e->added ? codes : NULL);
}

static uint8_t *
edit_bases(uint8_t *out, const column_edit *e, unsigned width)
{
  uint64_t codes[FURAT_BLOCK_MAX_ROWS];
  if (e->added && !furat_bases_encode(codes, &e->plan, width, e->added, e->edits->n)) {
    return NULL;
  }
  return edit_codes(out, e, width + furat_bases_selector_bits(e->plan.code.n_bases),
                    e->added ? codes : NULL);
}

/// Differences: those of neighbours that stay neighbours are copied.
typedef struct delta_writer {
  bit_writer bits;
  uint64_t step;
  unsigned width;
  bool any;        ///< a value is written:
  uint64_t before; ///< the last
  uint64_t used;   ///< bits of all differences
} delta_writer;

static void
append_value(delta_writer *writer, uint64_t value)
{
  if (writer->any) {
    const uint64_t code = value - writer->before - writer->step;
    writer->used |= code;
    append(&writer->bits, code & furat_bit_mask(writer->width), writer->width);
  }
  writer->any = true;
  writer->before = value;
}

/// The old values [from, to).
static void
append_old(delta_writer *writer, const uint64_t *values, const uint8_t *packed,
           size_t from, size_t to)
{
  if (from < to) {
    append_value(writer, values[from]);
    append_bits(&writer->bits, packed, from * writer->width, (to - 1) * writer->width);
    writer->before = values[to - 1];
  }
}

static uint8_t *
edit_delta(uint8_t *out, const column_edit *e, unsigned width)
{
  furat_id values[FURAT_BLOCK_MAX_ROWS];
  const furat_block_edits *edits = e->edits;
  const furat_block *block = e->block;
  const uint8_t *packed = block->bytes + block->columns[e->column].offset;
  delta_writer writer = {.bits = {.out = out}, .step = e->plan.code.base, .width = width};
  size_t from = 0;
  furat_block_column(block, e->column, 0, block->n_rows, values);
  for (size_t i = 0; i < edits->n; ++i) {
    append_old(&writer, values, packed, from, edits->at[i]);
    from = edits->at[i];
    if (e->added) {
      append_value(&writer, e->added[i]);
    } else {
      from += 1;
    }
  }
  append_old(&writer, values, packed, from, block->n_rows);
  return writer.used & ~furat_bit_mask(width) ? NULL : finish_bits(&writer.bits);
}

static bool
all_are(const column_edit *e, uint64_t value)
{
  for (size_t i = 0; e->added && i < e->edits->n; ++i) {
    if (e->added[i] != value) {
      return false;
    }
  }
  return true;
}

static uint8_t *
edit_plain(uint8_t *out, const column_edit *e)
{
  const furat_column_code *code = &e->plan.code;
  out = furat_column_write_head(out, &e->plan, code->coder, code->width, e->first);
  switch (code->coder) {
  case FURAT_CODER_CONSTANT:
    return all_are(e, e->first) ? out : NULL;
  case FURAT_CODER_FRAME:
    return edit_frame(out, e, code->width);
  case FURAT_CODER_DELTA:
    return edit_delta(out, e, code->width);
  default:
    return edit_bases(out, e, code->width);
  }
}

// ---- runs

typedef struct runs {
  size_t n;
  uint64_t values[FURAT_BLOCK_MAX_ROWS];
  uint64_t lengths[FURAT_BLOCK_MAX_ROWS];
} runs;

static void
push_run(runs *to, uint64_t value, uint64_t length)
{
  if (length && to->n && to->values[to->n - 1] == value) {
    to->lengths[to->n - 1] += length;
  } else if (length) {
    to->values[to->n] = value;
    to->lengths[to->n] = length;
    to->n += 1;
  }
}

static void
load_runs(runs *out, const furat_block *block, unsigned column)
{
  const furat_column_code *code = &block->columns[column];
  out->n = code->n_runs;
  furat_bitunpack(out->lengths, block->bytes + code->offset, 0, out->n, code->width);
  furat_block_unpack_plain(block, code, block->first[column], code->inner_coder,
                           code->inner_width, code->inner_offset, 0, out->n, out->values);
  for (size_t j = 0; j < out->n; ++j) {
    out->lengths[j] += 1;
  }
}

/// The runs after the edits.
static void
edit_runs(runs *to, const runs *from, const column_edit *e)
{
  const furat_block_edits *edits = e->edits;
  size_t i = 0;   // edits done
  size_t row = 0; // old rows before the run
  to->n = 0;
  for (size_t j = 0; j < from->n; ++j) {
    const size_t end = row + (size_t)from->lengths[j];
    for (; i < edits->n && edits->at[i] < end; ++i) {
      push_run(to, from->values[j], edits->at[i] - row);
      row = edits->at[i];
      if (e->added) {
        push_run(to, e->added[i], 1);
      } else {
        row += 1;
      }
    }
    push_run(to, from->values[j], end - row);
    row = end;
  }
  for (; e->added && i < edits->n; ++i) {
    push_run(to, e->added[i], 1);
  }
}

static uint8_t *
write_runs(uint8_t *out, const column_edit *e)
{
  runs from, to;
  const furat_column_code *code = &e->plan.code;
  uint64_t longest = 0;
  load_runs(&from, e->block, e->column);
  edit_runs(&to, &from, e);
  for (size_t j = 0; j < to.n; ++j) {
    to.lengths[j] -= 1;
    longest |= to.lengths[j];
  }
  if (longest & ~furat_bit_mask(code->width)) {
    return NULL;
  }
  *out++ = FURAT_CODER_RUNS;
  *out++ = (uint8_t)to.n;
  *out++ = (uint8_t)(to.n >> 8);
  *out++ = code->width;
  furat_bitpack(out, to.lengths, to.n, code->width);
  return furat_column_write_plain(out + furat_bitpack_bytes(to.n, code->width), &e->plan,
                                  code->inner_coder, code->inner_width, to.values, to.n);
}

// ---- blocks

/// The first row after the edits.
static void
find_first(furat_id *first, const furat_block *old, const furat_block_edits *edits)
{
  size_t row = 0;
  while (!edits->rows && row < edits->n && edits->at[row] == row) {
    row += 1;
  }
  for (unsigned c = 0; c < old->n_columns; ++c) {
    furat_block_column(old, c, row, row + 1, &first[c]);
  }
}

/// A column by a new coder.
static uint8_t *
write_anew(uint8_t *out, column_edit *e)
{
  furat_id old[FURAT_BLOCK_MAX_ROWS];
  furat_id v[FURAT_BLOCK_MAX_ROWS];
  const furat_block_edits *edits = e->edits;
  const size_t n_old = e->block->n_rows;
  size_t n = 0;
  size_t from = 0;
  furat_block_column(e->block, e->column, 0, n_old, old);
  for (size_t i = 0; i <= edits->n; ++i) {
    const size_t to = i < edits->n ? edits->at[i] : n_old;
    memcpy(v + n, old + from, (to - from) * sizeof(*v));
    n += to - from;
    from = to + !e->added;
    if (e->added && i < edits->n) {
      v[n++] = e->added[i];
    }
  }
  furat_column_plan_make(&e->plan, v, n);
  return furat_column_write(out, &e->plan, v, n);
}

/// A column of the edited block.
static uint8_t *
edit_column(uint8_t *out, column_edit *e)
{
  const furat_column_code *code = &e->block->columns[e->column];
  for (size_t i = 0; e->added && i < e->edits->n; ++i) {
    e->added[i] = e->edits->rows[i * e->block->n_columns + e->column];
  }
  furat_column_plan_of_old(&e->plan, code);
  uint8_t *end =
      code->coder == FURAT_CODER_RUNS ? write_runs(out, e) : edit_plain(out, e);
  return end ? end : write_anew(out, e);
}

bool
furat_block_edit(uint8_t *value, size_t *len_bytes, furat_id *first,
                 const furat_block *old, const furat_block_edits *edits)
{
  uint8_t column[FURAT_MAX_COLUMN_BYTES];
  uint64_t added[FURAT_BLOCK_MAX_ROWS];
  const size_t max_bytes = furat_block_max_bytes(old->n_columns);
  size_t at = FURAT_BLOCK_HEADER_BYTES;
  if (edits->rows ? old->n_rows + edits->n > FURAT_BLOCK_MAX_ROWS
                  : edits->n >= old->n_rows) {
    return false;
  }
  assert(!edits->rows || !edits->n || edits->at[0]);
  find_first(first, old, edits);
  column_edit e = {.block = old, .edits = edits, .added = edits->rows ? added : NULL};
  for (e.column = 0; e.column < old->n_columns; ++e.column) {
    e.first = first[e.column];
    const uint8_t *end = edit_column(column, &e);
    if ((size_t)(end - column) > max_bytes - at) {
      return false;
    }
    memcpy(value + at, column, (size_t)(end - column));
    at += (size_t)(end - column);
  }
  *len_bytes = at;
  furat_block_finish(value, at, first, old->n_columns,
                     edits->rows ? old->n_rows + edits->n : old->n_rows - edits->n);
  return true;
}
