// SPDX-License-Identifier: GPL-3.0-or-later
// Widths of columns: a border and two blanks for each, and one border more.
#include "results/columns.h"

#include <string.h>

#include "base/memory.h"

enum { MIN_COLUMN_CELLS = 4, FRAME_CELLS = 3 };

size_t
furat_columns_most(size_t n, size_t width)
{
  const size_t most = width > 1 ? (width - 1) / (1 + FRAME_CELLS) : 0;
  if (width == 0 || n <= 1 || n <= most) {
    return n;
  }
  return most > 0 ? most : 1;
}

// How many have room when none is wider than it must be.
static size_t
count_fitting(const size_t *widths, size_t n, size_t width)
{
  size_t used = 1;
  for (size_t i = 0; i < n; i++) {
    used += FRAME_CELLS + (widths[i] < MIN_COLUMN_CELLS ? widths[i] : MIN_COLUMN_CELLS);
    if (used > width) {
      return i > 0 ? i : 1;
    }
  }
  return n;
}

static size_t
total_at_limit(const size_t *widths, size_t n, size_t limit)
{
  size_t total = 0;
  for (size_t i = 0; i < n; i++) {
    total += widths[i] < limit ? widths[i] : limit;
  }
  return total;
}

// The widest that a column may be so that all fit into `budget`: narrower columns keep
// their width and leave the rest to the others.
static size_t
column_limit(const size_t *widths, size_t n, size_t budget)
{
  size_t fits = 0;
  size_t too_wide = budget + 1;
  while (too_wide - fits > 1) {
    size_t limit = fits + (too_wide - fits) / 2;
    if (total_at_limit(widths, n, limit) <= budget) {
      fits = limit;
    } else {
      too_wide = limit;
    }
  }
  return fits;
}

// Hand out the cells that rounding left over, from the left.
static void
spread_rest(size_t *widths, const size_t *natural, size_t n, size_t budget)
{
  size_t used = total_at_limit(widths, n, budget);
  for (size_t i = 0; i < n && used < budget; i++) {
    if (widths[i] < natural[i]) {
      widths[i]++;
      used++;
    }
  }
}

furat_status
furat_columns_fit(size_t *widths, size_t n, size_t width, size_t *n_fit, furat_error *err)
{
  n = width > 0 ? count_fitting(widths, n, width) : n;
  *n_fit = n;
  const size_t frame = FRAME_CELLS * n + 1;
  const size_t budget = width > frame ? width - frame : 0;
  if (n == 0 || width == 0 || total_at_limit(widths, n, width) <= budget) {
    return FURAT_OK;
  }
  size_t *natural = furat_alloc_zeroed(n, sizeof *natural);
  if (!natural) {
    return furat_error_no_mem(err);
  }
  memcpy(natural, widths, n * sizeof *natural);
  size_t limit = column_limit(widths, n, budget);
  limit = limit < MIN_COLUMN_CELLS ? MIN_COLUMN_CELLS : limit;
  for (size_t i = 0; i < n; i++) {
    widths[i] = natural[i] > limit ? limit : natural[i];
  }
  spread_rest(widths, natural, n, budget);
  furat_free(natural);
  return FURAT_OK;
}
