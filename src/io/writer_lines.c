// SPDX-License-Identifier: GPL-3.0-or-later
// N-Triples and N-Quads of a whole dataset: one line a quad, in the order of their bytes.
// (Unsorted output streams; that is in writer.c.)  quad_set -> [writer_lines] -> output
#include <stdlib.h>

#include "base/memory.h"
#include "io/writer_internal.h"

static int
compare_lines(const void *a, const void *b)
{
  const furat_str *left = a;
  const furat_str *right = b;
  return furat_str_compare(*left, *right);
}

static furat_quad
quad_of_row(const furat_quad_set *set, furat_quad_row row)
{
  return (furat_quad){
      .subject = *furat_quad_set_term(set, row.subject),
      .predicate = *furat_quad_set_term(set, row.predicate),
      .object = *furat_quad_set_term(set, row.object),
      .graph = *furat_quad_set_term(set, row.graph),
  };
}

static furat_status
make_lines(furat_str *lines, furat_arena *texts, furat_writer *writer, furat_error *err)
{
  const furat_quad_set *set = writer->set;
  furat_buffer *buffer = &writer->buffer;
  for (size_t i = 0; i < set->rows.n; i++) {
    furat_quad quad = quad_of_row(set, FURAT_VEC_AT(&set->rows, furat_quad_row, i));
    furat_buffer_reset(buffer);
    furat_quad_write_nquads(buffer, &quad);
    furat_status status = furat_buffer_status(buffer, err);
    if (status != FURAT_OK) {
      return status;
    }
    if (!furat_arena_copy(texts, furat_buffer_str(buffer), &lines[i])) {
      return furat_error_no_mem(err);
    }
  }
  furat_buffer_reset(buffer);
  return FURAT_OK;
}

furat_status
furat_writer_lines(furat_writer *writer, furat_error *err)
{
  size_t n = writer->set->rows.n;
  furat_arena texts;
  furat_arena_init(&texts, SIZE_MAX);
  furat_str *lines = furat_alloc_zeroed(n, sizeof *lines);
  furat_status status =
      lines == NULL ? furat_error_no_mem(err) : make_lines(lines, &texts, writer, err);
  if (status == FURAT_OK) {
    qsort(lines, n, sizeof *lines, compare_lines);
  }
  for (size_t i = 0; status == FURAT_OK && i < n; i++) {
    furat_buffer_append(&writer->buffer, lines[i]);
    status = furat_writer_flush(writer, false, err);
  }
  furat_free(lines);
  furat_arena_clear(&texts);
  return status;
}
