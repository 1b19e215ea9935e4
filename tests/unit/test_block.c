// SPDX-License-Identifier: GPL-3.0-or-later
// The block codec on random columns of many shapes: what goes in comes out, slices are
// slices, a block is never longer than allowed, and damage never goes unseen.
#include "store/block.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/random.h"

enum { N_ROUNDS = 4000, N_DAMAGED = 20000 };

typedef struct rows {
  furat_id values[4][FURAT_BLOCK_MAX_ROWS];
  const furat_id *columns[4];
  unsigned n_columns;
  size_t n;
} rows;

/// One value of a column of a random shape.
static furat_id
value_of_shape(random_source *random, unsigned shape, size_t i, furat_id before)
{
  const uint64_t r = random_next(random);
  switch (shape) {
  case 0:
    return before;
  case 1:
    return before + r % 3;
  case 2:
    return r;
  case 3:
    return (r % 5) << 60 | (r >> 8) % 1000;
  case 4:
    return r % 40 * 1000000;
  case 5:
    return r % 7 ? before : r >> 20;
  case 6:
    return UINT64_MAX - i * (r % 2);
  case 7:
    return i % 2 ? 0 : UINT64_MAX;
  case 17:
    return before + 9;
  case 18:
    return before + (r >> 32) % (2 + before % 4000);
  case 19:
    return before + (r % 50 ? r / 50 % 7 * 3 : r >> 40);
  default:
    return r >> (shape * 3 % 64);
  }
}

/// Columns need not be sorted: the codec does not ask.
static void
make_rows(rows *made, random_source *random)
{
  made->n_columns = random_below(random, 4) ? 4 : 2;
  made->n = 1 + random_below(random, FURAT_BLOCK_MAX_ROWS);
  if (!random_below(random, 4)) {
    made->n = 1 + random_below(random, 5);
  }
  for (unsigned c = 0; c < made->n_columns; ++c) {
    const unsigned shape = (unsigned)random_below(random, 20);
    furat_id before = random_next(random) >> random_below(random, 64);
    for (size_t i = 0; i < made->n; ++i) {
      before = value_of_shape(random, shape, i, before);
      made->values[c][i] = before;
    }
    made->columns[c] = made->values[c];
  }
}

typedef struct written {
  uint8_t key[FURAT_BLOCK_MAX_KEY_BYTES];
  uint8_t value[FURAT_BLOCK_MAX_BYTES + FURAT_BITPACK_SLACK_BYTES];
  size_t len_bytes;
  size_t n;
} written;

static void
write_rows(written *out, const rows *made, size_t max_rows, size_t guess)
{
  furat_id first[4];
  for (unsigned c = 0; c < made->n_columns; ++c) {
    first[c] = made->values[c][0];
  }
  furat_row_to_key(out->key, first, made->n_columns);
  out->n = furat_block_write(out->value, &out->len_bytes, made->columns, made->n_columns,
                             made->n, max_rows, &guess);
  assert_int_equal(guess, out->n);
}

static furat_status
open_written(furat_block *block, const written *w, unsigned n_columns)
{
  return furat_block_open(block, (furat_str){(const char *)w->key, 8 * (size_t)n_columns},
                          (furat_str){(const char *)w->value, w->len_bytes}, n_columns,
                          NULL);
}

static void
what_goes_in_comes_out(void **state)
{
  (void)state;
  random_source random = random_start("what_goes_in_comes_out");
  static rows made;
  static written w;
  static furat_block block;
  furat_id out[FURAT_BLOCK_MAX_ROWS];
  for (unsigned round = 0; round < N_ROUNDS; ++round) {
    make_rows(&made, &random);
    const size_t max_rows = 1 + random_below(&random, FURAT_BLOCK_MAX_ROWS);
    write_rows(&w, &made, max_rows, random_below(&random, 2000));
    assert_true(w.n >= 1 && w.n <= max_rows && w.n <= made.n);
    assert_true(w.len_bytes <= furat_block_max_bytes(made.n_columns));
    assert_int_equal(open_written(&block, &w, made.n_columns), FURAT_OK);
    assert_int_equal(block.n_rows, w.n);
    for (unsigned c = 0; c < made.n_columns; ++c) {
      furat_block_column(&block, c, 0, w.n, out);
      assert_memory_equal(out, made.values[c], w.n * sizeof(furat_id));
      const size_t from = random_below(&random, w.n + 1);
      const size_t to = from + random_below(&random, w.n + 1 - from);
      furat_block_column(&block, c, from, to, out);
      assert_memory_equal(out, made.values[c] + from, (to - from) * sizeof(furat_id));
    }
  }
}

/// Look for values that are there, and for their neighbours, among rows that ascend.
static void
search_rows(const furat_block *block, unsigned column, const furat_id *values,
            random_source *random)
{
  size_t from = random_below(random, block->n_rows);
  size_t to = from + 1;
  while (from > 0 && values[from - 1] <= values[from] && random_below(random, 50)) {
    from -= 1;
  }
  while (to < block->n_rows && values[to] >= values[to - 1] && random_below(random, 50)) {
    to += 1;
  }
  furat_id value = values[from + random_below(random, to - from)];
  value += value < UINT64_MAX ? random_below(random, 2) : 0;
  size_t low = from;
  size_t high = to;
  if (!furat_block_search(block, column, value, &low, &high)) {
    assert_int_equal(low, from);
    assert_int_equal(high, to);
    return;
  }
  assert_true(from <= low && low <= high && high <= to);
  assert_true(low == from || values[low - 1] < value);
  assert_true(high == to || values[high] > value);
  for (size_t i = low; i < high; ++i) {
    assert_true(values[i] == value);
  }
}

static void
values_are_found_without_unpacking(void **state)
{
  (void)state;
  random_source random = random_start("values_are_found_without_unpacking");
  static rows made;
  static written w;
  static furat_block block;
  for (unsigned round = 0; round < N_ROUNDS; ++round) {
    make_rows(&made, &random);
    write_rows(&w, &made, 1 + random_below(&random, FURAT_BLOCK_MAX_ROWS), 0);
    assert_int_equal(open_written(&block, &w, made.n_columns), FURAT_OK);
    for (unsigned c = 0; c < made.n_columns; ++c) {
      for (unsigned i = 0; i < 20; ++i) {
        search_rows(&block, c, made.values[c], &random);
      }
    }
  }
}

/// Take some rows out and put some in: like those that are there, or unlike.
static void
change_rows(rows *made, random_source *random)
{
  for (unsigned n = (unsigned)random_below(random, 6); n && made->n > 1; --n) {
    const size_t at = random_below(random, made->n);
    for (unsigned c = 0; c < made->n_columns; ++c) {
      memmove(made->values[c] + at, made->values[c] + at + 1,
              (made->n - at - 1) * sizeof(furat_id));
    }
    made->n -= 1;
  }
  for (unsigned n = (unsigned)random_below(random, 6);
       n && made->n < FURAT_BLOCK_MAX_ROWS; --n) {
    const size_t at = random_below(random, made->n);
    for (unsigned c = 0; c < made->n_columns; ++c) {
      memmove(made->values[c] + at + 1, made->values[c] + at,
              (made->n - at) * sizeof(furat_id));
      if (!random_below(random, 20)) {
        made->values[c][at] = random_next(random) >> random_below(random, 64);
      }
    }
    made->n += 1;
  }
}

/// By the coders of the old block: unchanged rows give the same bytes, changed rows come
/// out again, and only what is too long is turned down.
static void
rewritten_rows_come_out(void **state)
{
  (void)state;
  random_source random = random_start("rewritten_rows_come_out");
  static rows made;
  static written w, again;
  static furat_block block;
  furat_id out[FURAT_BLOCK_MAX_ROWS];
  unsigned n_rewritten = 0;
  for (unsigned round = 0; round < N_ROUNDS; ++round) {
    make_rows(&made, &random);
    write_rows(&w, &made, FURAT_BLOCK_MAX_ROWS, 0);
    assert_int_equal(open_written(&block, &w, made.n_columns), FURAT_OK);
    assert_true(
        furat_block_rewrite(again.value, &again.len_bytes, made.columns, w.n, &block));
    assert_int_equal(again.len_bytes, w.len_bytes);
    assert_memory_equal(again.value, w.value, w.len_bytes);
    made.n = w.n;
    change_rows(&made, &random);
    if (!furat_block_rewrite(again.value, &again.len_bytes, made.columns, made.n,
                             &block)) {
      write_rows(&w, &made, FURAT_BLOCK_MAX_ROWS, 0); // new coders do no wonders
      assert_true(w.n < made.n ||
                  w.len_bytes * 10 > furat_block_max_bytes(made.n_columns));
      continue;
    }
    n_rewritten += 1;
    furat_id first[4];
    for (unsigned c = 0; c < made.n_columns; ++c) {
      first[c] = made.values[c][0];
    }
    furat_row_to_key(again.key, first, made.n_columns);
    assert_true(again.len_bytes <= furat_block_max_bytes(made.n_columns));
    assert_int_equal(open_written(&block, &again, made.n_columns), FURAT_OK);
    assert_int_equal(block.n_rows, made.n);
    for (unsigned c = 0; c < made.n_columns; ++c) {
      furat_block_column(&block, c, 0, made.n, out);
      assert_memory_equal(out, made.values[c], made.n * sizeof(furat_id));
    }
  }
  assert_true(n_rewritten > N_ROUNDS / 10);
}

/// A block takes all rows that fit, but for a few percent: otherwise stores grow.
/// Rows to take out, or to put in: copies of rows that are there, some with a field of
/// another, or of none.
static void
make_edits(furat_block_edits *edits, uint16_t *at, furat_id *added, const rows *made,
           random_source *random)
{
  size_t n = 0;
  const bool take = random_below(random, 2);
  const size_t dense = 1 + random_below(random, 100);
  for (size_t i = !take; i + take <= made->n && n < 200; ++i) {
    if (random_below(random, dense)) {
      continue;
    }
    at[n] = (uint16_t)i;
    for (unsigned c = 0; !take && c < made->n_columns; ++c) {
      const size_t from = random_below(random, 9) ? i - 1 : random_below(random, made->n);
      added[n * made->n_columns + c] = made->values[c][from];
      if (!random_below(random, 500)) {
        added[n * made->n_columns + c] = random_next(random);
      }
    }
    n += 1;
    i -= !take && !random_below(random, 9) && n < 200;
  }
  *edits = (furat_block_edits){.at = at, .n = n, .rows = take ? NULL : added};
}

/// The rows after the edits.
static void
apply_edits(rows *out, const rows *made, const furat_block_edits *edits)
{
  out->n_columns = made->n_columns;
  out->n = 0;
  size_t i = 0;
  for (size_t row = 0; row <= made->n; ++row) {
    for (; edits->rows && i < edits->n && edits->at[i] == row; ++i, ++out->n) {
      for (unsigned c = 0; c < made->n_columns; ++c) {
        out->values[c][out->n] = edits->rows[i * made->n_columns + c];
      }
    }
    if (!edits->rows && i < edits->n && edits->at[i] == row) {
      i += 1;
    } else if (row < made->n) {
      for (unsigned c = 0; c < made->n_columns; ++c) {
        out->values[c][out->n] = made->values[c][row];
      }
      out->n += 1;
    }
  }
}

static void
edited_rows_come_out(void **state)
{
  (void)state;
  random_source random = random_start("edited_rows_come_out");
  static rows made, changed;
  static written w;
  static furat_block block;
  uint16_t at[200];
  furat_id added[200 * 4], first[4], out[FURAT_BLOCK_MAX_ROWS];
  unsigned n_edited = 0;
  for (unsigned round = 0; round < N_ROUNDS; ++round) {
    furat_block_edits edits;
    make_rows(&made, &random);
    write_rows(&w, &made, FURAT_BLOCK_MAX_ROWS - 200, 0);
    made.n = w.n;
    assert_int_equal(open_written(&block, &w, made.n_columns), FURAT_OK);
    make_edits(&edits, at, added, &made, &random);
    if (!furat_block_edit(w.value, &w.len_bytes, first, &block, &edits)) {
      continue;
    }
    n_edited += 1;
    assert_true(w.len_bytes <= furat_block_max_bytes(made.n_columns));
    furat_row_to_key(w.key, first, made.n_columns);
    apply_edits(&changed, &made, &edits);
    assert_int_equal(open_written(&block, &w, made.n_columns), FURAT_OK);
    assert_int_equal(block.n_rows, changed.n);
    for (unsigned c = 0; c < made.n_columns; ++c) {
      assert_int_equal(first[c], changed.values[c][0]);
      furat_block_column(&block, c, 0, changed.n, out);
      assert_memory_equal(out, changed.values[c], changed.n * sizeof(furat_id));
    }
  }
  assert_true(n_edited > N_ROUNDS / 3);
}

static void
blocks_are_filled(void **state)
{
  (void)state;
  static rows made;
  static written w;
  random_source random = random_start("blocks_are_filled");
  made.n_columns = 4;
  made.n = FURAT_BLOCK_MAX_ROWS;
  for (unsigned c = 0; c < 4; ++c) {
    for (size_t i = 0; i < made.n; ++i) {
      made.values[c][i] = c == 0 ? 77 + i / 9 : random_below(&random, UINT64_C(1) << 16);
    }
    made.columns[c] = made.values[c];
  }
  for (size_t guess = 0; guess < 1024; guess += 100) {
    write_rows(&w, &made, FURAT_BLOCK_MAX_ROWS, guess);
    assert_true(w.len_bytes * 100 >= furat_block_max_bytes(4) * 95);
  }
}

static void
constant_columns_take_no_room(void **state)
{
  (void)state;
  static rows made;
  static written w;
  made.n_columns = 4;
  made.n = FURAT_BLOCK_MAX_ROWS;
  for (unsigned c = 0; c < 4; ++c) {
    for (size_t i = 0; i < made.n; ++i) {
      made.values[c][i] = c == 2 ? i : 5;
    }
    made.columns[c] = made.values[c];
  }
  write_rows(&w, &made, FURAT_BLOCK_MAX_ROWS, 0);
  assert_int_equal(w.n, FURAT_BLOCK_MAX_ROWS);
  assert_true(w.len_bytes < 20);
}

static void
a_changed_byte_is_found(void **state)
{
  (void)state;
  random_source random = random_start("a_changed_byte_is_found");
  static rows made;
  static written w;
  static furat_block block;
  for (unsigned round = 0; round < N_DAMAGED; ++round) {
    if (round % 50 == 0) {
      make_rows(&made, &random);
      write_rows(&w, &made, FURAT_BLOCK_MAX_ROWS, 0);
    }
    const size_t key_bytes = 8 * (size_t)made.n_columns;
    const size_t at = random_below(&random, w.len_bytes + key_bytes);
    uint8_t *byte = at < key_bytes ? &w.key[at] : &w.value[at - key_bytes];
    const uint8_t change = (uint8_t)(1 + random_below(&random, 255));
    *byte ^= change;
    assert_int_equal(open_written(&block, &w, made.n_columns), FURAT_CORRUPT);
    *byte ^= change;
    const size_t len_bytes = w.len_bytes;
    w.len_bytes = random_below(&random, len_bytes);
    assert_int_equal(open_written(&block, &w, made.n_columns), FURAT_CORRUPT);
    w.len_bytes = len_bytes;
    assert_int_equal(open_written(&block, &w, made.n_columns), FURAT_OK);
  }
}

/// Damage behind a good checksum must not be read out of bounds (the sanitizers watch).
static void
nonsense_with_a_good_checksum_is_harmless(void **state)
{
  (void)state;
  random_source random = random_start("nonsense_with_a_good_checksum_is_harmless");
  static rows made;
  static written w;
  static furat_block block;
  furat_id out[FURAT_BLOCK_MAX_ROWS];
  for (unsigned round = 0; round < N_DAMAGED; ++round) {
    make_rows(&made, &random);
    made.n = made.n > 30 ? 30 : made.n;
    write_rows(&w, &made, FURAT_BLOCK_MAX_ROWS, 0);
    for (unsigned n = 1 + (unsigned)random_below(&random, 3); n; --n) {
      w.value[4 + random_below(&random, w.len_bytes - 4)] = (uint8_t)random_next(&random);
    }
    furat_block_seal(w.value, w.len_bytes,
                     (furat_str){(const char *)w.key, 8 * (size_t)made.n_columns});
    if (open_written(&block, &w, made.n_columns) == FURAT_OK) {
      for (unsigned c = 0; c < made.n_columns; ++c) {
        furat_block_column(&block, c, 0, block.n_rows, out);
        size_t low = 0;
        size_t high = block.n_rows;
        if (furat_block_search(&block, c, out[high / 2], &low, &high)) {
          assert_true(low <= high && high <= block.n_rows);
        }
      }
      (void)furat_block_rewrite(w.value, &w.len_bytes, made.columns, made.n, &block);
    }
  }
}

static void
sums_are_those_of_the_values(void **state)
{
  (void)state;
  enum { N_VALUES = 300 };
  random_source random = random_start("sums_are_those_of_the_values");
  uint64_t values[N_VALUES];
  uint8_t packed[8 * N_VALUES + FURAT_BITPACK_SLACK_BYTES];
  for (unsigned width = 0; width <= 64; ++width) {
    const uint64_t mostly = random_below(&random, 2) ? UINT64_MAX : random_next(&random);
    for (size_t i = 0; i < N_VALUES; ++i) {
      values[i] = (mostly | random_next(&random)) & furat_bit_mask(width);
    }
    furat_bitpack(packed, values, N_VALUES, width);
    uint64_t sum = 0;
    for (size_t n = 0; n < N_VALUES; ++n) {
      assert_true(furat_bitunpack_sum(packed, n, width) == sum);
      assert_true(furat_bitunpack_one(packed, n, width) == values[n]);
      sum += values[n];
    }
  }
}

static void
values_are_passed_over_as_far_as_their_sum_allows(void **state)
{
  (void)state;
  enum { N_VALUES = 200, AT_ONCE = 8 };
  random_source random =
      random_start("values_are_passed_over_as_far_as_their_sum_allows");
  uint64_t values[N_VALUES];
  uint8_t packed[8 * N_VALUES + FURAT_BITPACK_SLACK_BYTES];
  for (unsigned round = 0; round < 20 * 50; ++round) {
    const unsigned width = round % 50;
    const uint64_t step = random_below(&random, 5);
    uint64_t all = 0;
    for (size_t i = 0; i < N_VALUES; ++i) {
      values[i] = random_next(&random) & furat_bit_mask(width);
      all += values[i] + step;
    }
    furat_bitpack(packed, values, N_VALUES, width);
    const uint64_t limit = random_next(&random) % (all + 2);
    const size_t n = random_below(&random, N_VALUES + 1);
    uint64_t sum;
    uint64_t expected = 0;
    const size_t at = furat_bitunpack_pass(&sum, packed, n, width, step, limit);
    for (size_t i = 0; i < at; ++i) {
      expected += values[i] + step;
    }
    assert_true(at % AT_ONCE == 0 && at <= n);
    assert_true(sum == expected && (at == 0 || sum < limit));
    for (size_t i = at; at + AT_ONCE <= n && i < at + AT_ONCE; ++i) {
      expected += values[i] + step;
    }
    assert_true(at + AT_ONCE > n || expected >= limit);
  }
}

static void
keys_sort_like_rows(void **state)
{
  (void)state;
  random_source random = random_start("keys_sort_like_rows");
  for (unsigned round = 0; round < N_ROUNDS; ++round) {
    furat_id a[4], b[4], back[4];
    uint8_t key_a[32], key_b[32];
    int order = 0;
    for (unsigned c = 0; c < 4; ++c) {
      a[c] = random_next(&random) >> random_below(&random, 64);
      b[c] = random_below(&random, 3) ? a[c] : random_next(&random);
      order = order ? order : (a[c] > b[c]) - (a[c] < b[c]);
    }
    furat_row_to_key(key_a, a, 4);
    furat_row_to_key(key_b, b, 4);
    const int bytes = memcmp(key_a, key_b, 32);
    assert_int_equal((bytes > 0) - (bytes < 0), order);
    furat_row_from_key(back, key_a, 4);
    assert_memory_equal(back, a, sizeof(a));
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_goes_in_comes_out),
      cmocka_unit_test(values_are_found_without_unpacking),
      cmocka_unit_test(rewritten_rows_come_out),
      cmocka_unit_test(edited_rows_come_out),
      cmocka_unit_test(blocks_are_filled),
      cmocka_unit_test(constant_columns_take_no_room),
      cmocka_unit_test(a_changed_byte_is_found),
      cmocka_unit_test(nonsense_with_a_good_checksum_is_harmless),
      cmocka_unit_test(sums_are_those_of_the_values),
      cmocka_unit_test(values_are_passed_over_as_far_as_their_sum_allows),
      cmocka_unit_test(keys_sort_like_rows),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
