// SPDX-License-Identifier: GPL-3.0-or-later
// Widths of columns: a border and two blanks for each, and one border more.
#include "results/columns.h"

#include <string.h>

#include "base/memory.h"

enum { MIN_COLUMN_CELLS = 4, MIN_HEADING_CELLS = 8, FRAME_CELLS = 3 };

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

// What a column takes at least, and what it takes for its cells and a short heading; one
// that is empty needs none.
static void
set_bounds(size_t *least, size_t *bare, const size_t *widths, const size_t *contents,
           size_t n)
{
  for (size_t i = 0; i < n; i++) {
    least[i] = widths[i] < MIN_COLUMN_CELLS ? widths[i] : MIN_COLUMN_CELLS;
    const size_t heading = contents[i] > 0 ? MIN_HEADING_CELLS : MIN_COLUMN_CELLS;
    bare[i] = at_limit(contents[i], widths[i], heading);
  }
}

static size_t
frame_of(size_t n)
{
  return FRAME_CELLS * n + 1;
}

furat_status
furat_columns_fit(size_t *widths, const size_t *contents, size_t n, size_t width,
                  size_t *n_fit, furat_error *err)
{
  n = width > 0 ? count_fitting(widths, n, width) : n;
  *n_fit = n;
  const size_t budget = width > frame_of(n) ? width - frame_of(n) : 0;
  if (n == 0 || width == 0 || total_at_limit(widths, widths, n, width) <= budget) {
    return FURAT_OK;
  }
  size_t *bounds = furat_alloc_zeroed(3 * n, sizeof *bounds);
  if (!bounds) {
    return furat_error_no_mem(err);
  }
  size_t *least = bounds;
  size_t *bare = bounds + n;
  size_t *whole = bounds + 2 * n;
  memcpy(whole, widths, n * sizeof *whole);
  set_bounds(least, bare, widths, contents, n);
  if (total_at_limit(bare, bare, n, width) <= budget) {
    share(widths, bare, whole, n, budget);
  } else {
    share(widths, least, bare, n, budget);
  }
  furat_free(bounds);
  return FURAT_OK;
}

size_t
furat_columns_free(const size_t *widths, size_t n, size_t width)
{
  const size_t used = frame_of(n) + total_at_limit(widths, widths, n, width);
  return width > used ? width - used : 0;
}

static void
leave_out(size_t *out, const size_t *all, size_t n, size_t at)
{
  memcpy(out, all, at * sizeof *out);
  memcpy(out + at, all + at + 1, (n - at - 1) * sizeof *out);
}

// Without the column, in the room that it leaves.
static furat_status
fit_others(size_t *widths, const size_t *contents, size_t n, size_t kept, size_t width,
           bool *fits, furat_error *err)
{
  size_t n_fit = 0;
  size_t *others = furat_alloc_zeroed(2 * n, sizeof *others);
  if (!others) {
    return furat_error_no_mem(err);
  }
  leave_out(others, widths, n, kept);
  leave_out(others + n, contents, n, kept);
  furat_status status = furat_columns_fit(others, others + n, n - 1, width, &n_fit, err);
  *fits = status == FURAT_OK && n_fit == n - 1;
  if (*fits) {
    memcpy(widths, others, kept * sizeof *others);
    memcpy(widths + kept + 1, others + kept, (n - kept - 1) * sizeof *others);
  }
  furat_free(others);
  return status;
}

furat_status
furat_columns_fit_keeping(size_t *widths, const size_t *contents, size_t n, size_t kept,
                          size_t width, size_t *n_fit, furat_error *err)
{
  bool fits = false;
  const size_t taken = kept > 0 && kept <= n ? widths[kept - 1] + FRAME_CELLS : width;
  if (taken < width && n > 1) {
    furat_status status =
        fit_others(widths, contents, n, kept - 1, width - taken, &fits, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  *n_fit = n;
  return fits ? FURAT_OK : furat_columns_fit(widths, contents, n, width, n_fit, err);
}
