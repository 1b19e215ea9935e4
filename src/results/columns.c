// SPDX-License-Identifier: GPL-3.0-or-later
// Widths of columns: a border and two blanks for each, and one border more.
#include "results/columns.h"

#include "base/memory.h"

enum {
  MIN_COLUMN_CELLS = 4,
  READABLE_CELLS = 14,     // what is cut to so much can still be told from others
  HEADING_CELLS = 10,      // of a heading are as good as contents
  SHORT_HEADING_CELLS = 8, // before what can be read is cut
  FRAME_CELLS = 3
};

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
at_limit(size_t least, size_t most, size_t limit)
{
  const size_t width = most < limit ? most : limit;
  return width > least ? width : least;
}

static size_t
total_at_limit(const size_t *least, const size_t *most, size_t n, size_t limit)
{
  size_t total = 0;
  for (size_t i = 0; i < n; i++) {
    total += at_limit(least[i], most[i], limit);
  }
  return total;
}

// The widest that a column may be so that all fit into `budget`: narrower columns keep
// their width and leave the rest to the others.
static size_t
column_limit(const size_t *least, const size_t *most, size_t n, size_t budget)
{
  size_t fits = 0;
  size_t too_wide = budget + 1;
  while (too_wide - fits > 1) {
    size_t limit = fits + (too_wide - fits) / 2;
    if (total_at_limit(least, most, n, limit) <= budget) {
      fits = limit;
    } else {
      too_wide = limit;
    }
  }
  return fits;
}

// Columns between `least` and `most`, in `widths`; the cells that rounding left over are
// handed out from the left.
static void
share(size_t *widths, const size_t *least, const size_t *most, size_t n, size_t budget)
{
  const size_t limit = column_limit(least, most, n, budget);
  size_t used = 0;
  for (size_t i = 0; i < n; i++) {
    widths[i] = at_limit(least[i], most[i], limit);
    used += widths[i];
  }
  for (size_t i = 0; i < n && used < budget; i++) {
    if (widths[i] < most[i]) {
      widths[i]++;
      used++;
    }
  }
}

// How wide the columns are when so much of what they need is met, one stage after the
// other.
enum { LEAST, READABLE, USUAL, ALL, WHOLE, N_STAGES };

static size_t
smaller(size_t a, size_t b)
{
  return a < b ? a : b;
}

// A column that is empty needs no more than a bit of its heading.
static void
set_stages(size_t *stages, const size_t *widths, const furat_column_needs *needs,
           size_t n)
{
  for (size_t i = 0; i < n; i++) {
    const bool kept = needs->kept == i + 1;
    const bool empty = needs->contents[i] == 0;
    const size_t heading = empty ? MIN_COLUMN_CELLS : HEADING_CELLS;
    const size_t short_heading = empty ? MIN_COLUMN_CELLS : SHORT_HEADING_CELLS;
    const size_t all = at_limit(needs->contents[i], widths[i], heading);
    const size_t usual = kept ? all : at_limit(needs->usual[i], all, heading);
    stages[LEAST * n + i] = smaller(widths[i], MIN_COLUMN_CELLS);
    const size_t bare = at_limit(needs->usual[i], all, short_heading);
    stages[READABLE * n + i] = kept ? all : smaller(bare, READABLE_CELLS);
    stages[USUAL * n + i] = usual;
    stages[ALL * n + i] = all;
    stages[WHOLE * n + i] = widths[i];
  }
}

static size_t
frame_of(size_t n)
{
  return FRAME_CELLS * n + 1;
}

furat_status
furat_columns_fit(size_t *widths, const furat_column_needs *needs, size_t n, size_t width,
                  size_t *n_fit, furat_error *err)
{
  n = width > 0 ? count_fitting(widths, n, width) : n;
  *n_fit = n;
  const size_t budget = width > frame_of(n) ? width - frame_of(n) : 0;
  if (n == 0 || width == 0 || total_at_limit(widths, widths, n, width) <= budget) {
    return FURAT_OK;
  }
  size_t *stages = furat_alloc_zeroed(N_STAGES * n, sizeof *stages);
  if (!stages) {
    return furat_error_no_mem(err);
  }
  set_stages(stages, widths, needs, n);
  const size_t *from = stages;
  for (size_t i = READABLE; i < WHOLE; i++) {
    const size_t *stage = stages + i * n;
    from = total_at_limit(stage, stage, n, width) <= budget ? stage : from;
  }
  share(widths, from, from + n, n, budget);
  furat_free(stages);
  return FURAT_OK;
}

size_t
furat_columns_free(const size_t *widths, size_t n, size_t width)
{
  const size_t used = frame_of(n) + total_at_limit(widths, widths, n, width);
  return width > used ? width - used : 0;
}
