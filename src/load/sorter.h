// SPDX-License-Identifier: GPL-3.0-or-later
// Sorting rows of four 32-bit numbers: in memory by radix passes, and beyond a limit in
// sorted runs on disk that are merged.                        bulk -> [sorter] -> spill
#ifndef FURAT_LOAD_SORTER_H
#define FURAT_LOAD_SORTER_H

#include "base/vec.h"
#include "load/spill.h"

enum { FURAT_SORT_FIELDS = 4 };

/// Four numbers; ranks of terms in natural order, or a hash and an index.
typedef struct furat_sort_row {
  uint32_t field[FURAT_SORT_FIELDS];
} furat_sort_row;

/// Stable sort by one field: from `*rows` into `a` or `b`, which may be used both (and
/// `b` may be `*rows`).  `*rows` then says where the result is: where it was, when all
/// rows agree in the field.  Fails only when `cancel` (or NULL) says so.
FURAT_NODISCARD furat_status
furat_sort_by_field(const furat_sort_row **rows, furat_sort_row *a, furat_sort_row *b,
                    size_t n, unsigned field, const furat_cancel *cancel,
                    furat_error *err);

/// Sort `rows` by the fields in `order` (all four), using `scratch`; drop duplicates. The
/// result is in `rows`.  Fails only when `cancel` (or NULL) says so.
FURAT_NODISCARD furat_status
furat_sort_rows(furat_sort_row *rows, furat_sort_row *scratch, size_t *n,
                const unsigned order[FURAT_SORT_FIELDS], const furat_cancel *cancel,
                furat_error *err);

/// Memory for rows, in large pages where the system has them; furat_sort_free() frees it.
FURAT_NODISCARD furat_sort_row *
furat_sort_alloc(size_t n_rows);

/// Accepts NULL.
void
furat_sort_free(furat_sort_row *rows);

typedef struct furat_sorter {
  unsigned order[FURAT_SORT_FIELDS];
  size_t max_rows; ///< in memory
  furat_sort_row *rows;
  furat_sort_row *scratch;
  size_t n;
  furat_spill spill;  ///< sorted runs
  furat_vec run_ends; ///< uint64_t: bytes of the spill
  furat_vec readers;  ///< furat_sort_reader, a heap by their first rows
} furat_sorter;

/// A sorter that holds `max_rows` rows in memory (twice their size).  Its work ends when
/// `cancel` (or NULL) says so.
void
furat_sorter_init(furat_sorter *sorter, const unsigned order[FURAT_SORT_FIELDS],
                  size_t max_rows, const char *folder, const furat_cancel *cancel);

void
furat_sorter_clear(furat_sorter *sorter);

FURAT_NODISCARD furat_status
furat_sorter_add(furat_sorter *sorter, const furat_sort_row *rows, size_t n,
                 furat_error *err);

/// No more rows: get ready to read.
FURAT_NODISCARD furat_status
furat_sorter_finish(furat_sorter *sorter, furat_error *err);

/// The next rows in order, without duplicates, borrowed until the next call.  FURAT_DONE
/// at the end.
FURAT_NODISCARD furat_status
furat_sorter_next(furat_sorter *sorter, const furat_sort_row **rows, size_t *n,
                  furat_error *err);

#endif
