// SPDX-License-Identifier: GPL-3.0-or-later
// Parts are numbered by four bits of the hash, from the 33rd on: the table's buckets go
// by those below.
#include "exec/hash_parts.h"

#include "base/memory.h"

enum { BITS_OF_LEVEL = 4, N_PARTS = 1 << BITS_OF_LEVEL, FIRST_BIT = 32, MAX_LEVEL = 7 };

typedef struct {
  furat_row_file *right;
  furat_row_file *left;
  size_t number; // of the streams; the files end with number 0
  unsigned level;
} part;

void
furat_hash_parts_init(furat_hash_parts *parts, furat_join *join, furat_row_table *table)
{
  *parts = (furat_hash_parts){.join = join, .table = table};
  furat_vec_init(&parts->waiting, sizeof(part), UINT32_MAX);
}

static void
end_part(furat_hash_parts *parts)
{
  furat_row_reader_close(&parts->reader);
  parts->reader = (furat_row_reader){0};
  for (int i = 0; i < 2; i++) {
    furat_row_file_free(parts->ended[i]);
    parts->ended[i] = NULL;
  }
}

void
furat_hash_parts_clear(furat_hash_parts *parts)
{
  end_part(parts);
  while (parts->waiting.n > 0) {
    part *last = &FURAT_VEC_AT(&parts->waiting, part, parts->waiting.n - 1);
    if (last->number == 0) {
      furat_row_file_free(last->right);
      furat_row_file_free(last->left);
    }
    furat_vec_pop(&parts->waiting);
  }
  furat_vec_clear(&parts->waiting);
  furat_solutions_free(parts->batch);
  parts->batch = NULL;
  parts->divided = false;
}

void
furat_hash_parts_start(furat_hash_parts *parts)
{
  const furat_operator *op = parts->join->op;
  const furat_execution *x = op->execution;
  parts->max_bytes = 0;
  if (x->memory_max_bytes > x->memory_used_bytes && parts->join->n_keys > 0 &&
      !op->plan->order_is_used) {
    parts->max_bytes = (x->memory_max_bytes - x->memory_used_bytes) / 2;
  }
}

bool
furat_hash_parts_overflow(const furat_hash_parts *parts, size_t n_more)
{
  return parts->max_bytes > 0 &&
         furat_row_table_bytes(parts->table, n_more) > parts->max_bytes;
}

// ------------------------------------------------------------------------ dividing

static furat_status
write_row(furat_row_file *file, const furat_id *row, const size_t *keys, size_t n_keys,
          unsigned level, furat_error *err)
{
  uint64_t hash = furat_row_table_hash_row(row, keys, n_keys);
  size_t number = hash >> (FIRST_BIT + level * BITS_OF_LEVEL) & (N_PARTS - 1);
  return furat_row_file_write(file, number, row, err);
}

static furat_status
write_batch(furat_row_file *file, const furat_solutions *batch, const size_t *keys,
            size_t n_keys, furat_error *err)
{
  furat_id *row = furat_alloc_zeroed(batch->n_columns, sizeof(furat_id));
  furat_status status = row ? FURAT_OK : furat_error_no_mem(err);
  for (size_t i = 0; i < batch->n_rows && status == FURAT_OK; i++) {
    for (size_t c = 0; c < batch->n_columns; c++) {
      row[c] = batch->columns[c][i];
    }
    status = write_row(file, row, keys, n_keys, 0, err);
  }
  furat_free(row);
  return status;
}

// The rest of an input, from its batch at hand on if it is whole.
static furat_status
write_input(furat_row_file *file, furat_operator *input, bool at_hand, const size_t *keys,
            size_t n_keys, furat_error *err)
{
  furat_status status = FURAT_OK;
  while (status == FURAT_OK) {
    if (at_hand) {
      status = write_batch(file, input->out, keys, n_keys, err);
    }
    at_hand = true;
    if (status == FURAT_OK) {
      status = furat_operator_next(input, err);
    }
  }
  return status == FURAT_DONE ? furat_row_file_end(file, err) : status;
}

static furat_status
write_table(furat_hash_parts *parts, furat_row_file *file, unsigned level,
            furat_error *err)
{
  furat_row_table *table = parts->table;
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < table->n_rows && status == FURAT_OK; i++) {
    status = write_row(file, furat_row_table_row(table, i), table->key_columns,
                       table->n_keys, level, err);
  }
  furat_row_table_clear(table);
  return status;
}

static furat_status
write_stream(furat_row_file *file, furat_row_reader *reader, const size_t *keys,
             size_t n_keys, unsigned level, furat_error *err)
{
  const furat_id *row;
  furat_status status = FURAT_OK;
  while (status == FURAT_OK) {
    status = furat_row_reader_next(reader, &row, err);
    if (status == FURAT_OK) {
      status = write_row(file, row, keys, n_keys, level, err);
    }
  }
  return status == FURAT_DONE ? furat_row_file_end(file, err) : status;
}

// The parts wait from now on; on failure the files are gone.
static furat_status
wait_with(furat_hash_parts *parts, furat_row_file *right, furat_row_file *left,
          unsigned level, furat_status status, furat_error *err)
{
  part *first = status == FURAT_OK ? furat_vec_extend(&parts->waiting, N_PARTS) : NULL;
  if (!first) {
    furat_row_file_free(right);
    furat_row_file_free(left);
    return status == FURAT_OK ? furat_error_no_mem(err) : status;
  }
  for (size_t i = 0; i < N_PARTS; i++) {
    first[i] = (part){right, left, i, level};
  }
  return FURAT_OK;
}

furat_status
furat_hash_parts_divide(furat_hash_parts *parts, furat_error *err)
{
  furat_join *join = parts->join;
  furat_operator *op = join->op;
  furat_row_file *right = NULL;
  furat_row_file *left = NULL;
  parts->divided = true;
  furat_status status = furat_solutions_new(&parts->batch, op->plan->left->n_vars, err);
  if (status == FURAT_OK) {
    status =
        furat_row_file_new(&right, op->execution, op->plan->right->n_vars, N_PARTS, err);
  }
  if (status == FURAT_OK) {
    status = write_table(parts, right, 0, err);
  }
  if (status == FURAT_OK) {
    status = write_input(right, op->right, true, join->right_keys, join->n_keys, err);
  }
  if (status == FURAT_OK) {
    status =
        furat_row_file_new(&left, op->execution, op->plan->left->n_vars, N_PARTS, err);
  }
  if (status == FURAT_OK) {
    status = write_input(left, op->left, false, join->left_keys, join->n_keys, err);
  }
  return wait_with(parts, right, left, 0, status, err);
}

// A part that has no room, divided again; `reader` is in the middle of its right rows.
static furat_status
divide_part(furat_hash_parts *parts, const part *whole, furat_row_reader *reader,
            furat_error *err)
{
  furat_join *join = parts->join;
  furat_operator *op = join->op;
  furat_row_file *right = NULL;
  furat_row_file *left = NULL;
  furat_row_reader left_reader = {0};
  unsigned level = whole->level + 1;
  furat_status status =
      furat_row_file_new(&right, op->execution, op->plan->right->n_vars, N_PARTS, err);
  if (status == FURAT_OK) {
    status = write_table(parts, right, level, err);
  }
  if (status == FURAT_OK) {
    status = write_stream(right, reader, join->right_keys, join->n_keys, level, err);
  }
  if (status == FURAT_OK) {
    status =
        furat_row_file_new(&left, op->execution, op->plan->left->n_vars, N_PARTS, err);
  }
  if (status == FURAT_OK) {
    status = furat_row_reader_open(&left_reader, whole->left, whole->number, err);
  }
  if (status == FURAT_OK) {
    status = write_stream(left, &left_reader, join->left_keys, join->n_keys, level, err);
  }
  furat_row_reader_close(&left_reader);
  return wait_with(parts, right, left, level, status, err);
}

// --------------------------------------------------------------------------- the parts

// Read the right rows of a part; `*divided` when it had no room.
static furat_status
read_right(furat_hash_parts *parts, const part *whole, bool *divided, furat_error *err)
{
  furat_row_reader reader = {0};
  const furat_id *row;
  furat_status status = furat_row_reader_open(&reader, whole->right, whole->number, err);
  *divided = false;
  while (status == FURAT_OK) {
    if (whole->level < MAX_LEVEL && furat_hash_parts_overflow(parts, 1)) {
      *divided = true;
      status = divide_part(parts, whole, &reader, err);
      break;
    }
    status = furat_row_reader_next(&reader, &row, err);
    if (status == FURAT_OK) {
      status = furat_row_table_add_row(parts->table, row, err);
    }
  }
  furat_row_reader_close(&reader);
  return status == FURAT_DONE ? FURAT_OK : status;
}

furat_status
furat_hash_parts_next(furat_hash_parts *parts, furat_error *err)
{
  furat_status status = FURAT_OK;
  bool divided = true;
  while (status == FURAT_OK && divided) {
    end_part(parts);
    furat_row_table_clear(parts->table);
    if (parts->waiting.n == 0) {
      return FURAT_DONE;
    }
    part next = FURAT_VEC_AT(&parts->waiting, part, parts->waiting.n - 1);
    furat_vec_pop(&parts->waiting);
    if (next.number == 0) {
      parts->ended[0] = next.right;
      parts->ended[1] = next.left;
    }
    status = read_right(parts, &next, &divided, err);
    if (status == FURAT_OK && !divided) {
      status = furat_row_reader_open(&parts->reader, next.left, next.number, err);
    }
  }
  return status == FURAT_OK ? furat_row_table_seal(parts->table, err) : status;
}

furat_status
furat_hash_parts_pull(furat_hash_parts *parts, const furat_solutions **batch,
                      furat_error *err)
{
  furat_solutions *out = parts->batch;
  const furat_id *row;
  *batch = NULL;
  if (!parts->reader.file) {
    return FURAT_DONE; // all have had their turn
  }
  furat_status status = furat_cancel_poll(parts->join->op->execution->view->cancel, err);
  for (out->n_rows = 0; status == FURAT_OK && out->n_rows < FURAT_SOLUTIONS_ROWS;) {
    status = furat_row_reader_next(&parts->reader, &row, err);
    if (status == FURAT_OK) {
      for (size_t c = 0; c < out->n_columns; c++) {
        out->columns[c][out->n_rows] = row[c];
      }
      out->n_rows++;
    }
  }
  *batch = out->n_rows > 0 ? out : NULL;
  return status == FURAT_DONE && out->n_rows > 0 ? FURAT_OK : status;
}
