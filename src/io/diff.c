// SPDX-License-Identifier: GPL-3.0-or-later
// The comparison: each side becomes a sorted list of units (a quad, or a molecule), each
// with a text that is the same exactly when the units say the same; then the two lists
// are merged.                                  quad_set, canonical -> [diff] -> changes
#include "io/diff.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "io/canonical.h"
#include "io/quad_set.h"

#define MAX_TEXT_BYTES ((size_t)1 << 40)

/// A quad, or the quads of a molecule.
typedef struct unit {
  bool molecule;
  furat_str text;      ///< its N-Quads, sorted; of a molecule with canonical labels
  uint32_t row;        ///< of a quad
  furat_quad_set *set; ///< of a molecule
} unit;

typedef struct side {
  furat_quad_set set;
  furat_arena texts;
  furat_vec units;
  uint32_t *parents; ///< by term: the union of blank nodes that share quads
  uint32_t n_labels; ///< blank nodes told so far
} side;

struct furat_diff {
  const furat_cancel *cancel;
  furat_buffer line;
  side sides[2];
};

static void
clear_molecule(unit *u)
{
  if (u->set) {
    furat_quad_set_clear(u->set);
    furat_free(u->set);
  }
}

furat_status
furat_diff_new(furat_diff **out, const furat_cancel *cancel, furat_error *err)
{
  furat_diff *diff = furat_alloc_zeroed(1, sizeof *diff);
  if (!diff) {
    return furat_error_no_mem(err);
  }
  diff->cancel = cancel;
  furat_buffer_init(&diff->line, MAX_TEXT_BYTES);
  for (int i = 0; i < 2; ++i) {
    furat_quad_set_init(&diff->sides[i].set);
    furat_arena_init(&diff->sides[i].texts, SIZE_MAX);
    furat_vec_init(&diff->sides[i].units, sizeof(unit), UINT32_MAX);
  }
  *out = diff;
  return FURAT_OK;
}

void
furat_diff_free(furat_diff *diff)
{
  if (!diff) {
    return;
  }
  for (int i = 0; i < 2; ++i) {
    side *s = &diff->sides[i];
    for (size_t j = 0; j < s->units.n; ++j) {
      clear_molecule(&FURAT_VEC_AT(&s->units, unit, j));
    }
    furat_vec_clear(&s->units);
    furat_arena_clear(&s->texts);
    furat_quad_set_clear(&s->set);
    furat_free(s->parents);
  }
  furat_buffer_clear(&diff->line);
  furat_free(diff);
}

static furat_status
emit(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && i < n; ++i) {
    status = furat_quad_set_add(self, &quads[i], err);
  }
  return status;
}

furat_quad_sink
furat_diff_sink(furat_diff *diff, furat_diff_side which)
{
  return (furat_quad_sink){.self = &diff->sides[which].set, .emit = emit};
}

static furat_quad_row
row_at(const furat_quad_set *set, size_t i)
{
  return FURAT_VEC_AT(&set->rows, furat_quad_row, i);
}

static furat_quad
quad_at(const furat_quad_set *set, size_t i)
{
  const furat_quad_row row = row_at(set, i);
  return (furat_quad){.subject = *furat_quad_set_term(set, row.subject),
                      .predicate = *furat_quad_set_term(set, row.predicate),
                      .object = *furat_quad_set_term(set, row.object),
                      .graph = *furat_quad_set_term(set, row.graph)};
}

static bool
is_blank(const furat_quad_set *set, uint32_t term)
{
  return furat_quad_set_term(set, term)->kind == FURAT_TERM_BLANK;
}

static uint32_t
root_of(uint32_t *parents, uint32_t term)
{
  while (parents[term] != term) {
    parents[term] = parents[parents[term]];
    term = parents[term];
  }
  return term;
}

/// A blank node of the row, or 0 when it has none.
static uint32_t
blank_of_row(const furat_quad_set *set, furat_quad_row row)
{
  if (is_blank(set, row.subject)) {
    return row.subject;
  }
  if (is_blank(set, row.object)) {
    return row.object;
  }
  return is_blank(set, row.graph) ? row.graph : 0;
}

/// Join the blank nodes that share a row.
static furat_status
join_blanks(side *s, furat_error *err)
{
  s->parents = furat_alloc_zeroed(s->set.terms.n, sizeof *s->parents);
  if (!s->parents) {
    return furat_error_no_mem(err);
  }
  for (uint32_t i = 0; i < s->set.terms.n; ++i) {
    s->parents[i] = i;
  }
  for (size_t i = 0; i < s->set.rows.n; ++i) {
    const furat_quad_row row = row_at(&s->set, i);
    const uint32_t blank = blank_of_row(&s->set, row);
    const uint32_t others[2] = {row.object, row.graph};
    for (int j = 0; blank != 0 && j < 2; ++j) {
      if (is_blank(&s->set, others[j])) {
        s->parents[root_of(s->parents, others[j])] = root_of(s->parents, blank);
      }
    }
  }
  return FURAT_OK;
}

static furat_status
push_unit(side *s, unit u, furat_buffer *text, furat_error *err)
{
  furat_status status = furat_buffer_status(text, err);
  if (status == FURAT_OK &&
      !furat_arena_copy(&s->texts, furat_buffer_str(text), &u.text)) {
    status = furat_error_no_mem(err);
  }
  if (status == FURAT_OK) {
    furat_vec_push(&s->units, &u);
    status = furat_vec_status(&s->units, err);
  }
  furat_buffer_reset(text);
  return status;
}

static int
compare_texts(const void *a, const void *b)
{
  const furat_str *left = a;
  const furat_str *right = b;
  return furat_str_compare(*left, *right);
}

/// Put the rows of the set into the order of their lines, and write these.
static furat_status
sort_lines(furat_buffer *out, furat_quad_set *set, furat_error *err)
{
  typedef struct sorted_row {
    furat_str line;
    furat_quad_row row;
  } sorted_row;
  furat_arena texts;
  furat_arena_init(&texts, SIZE_MAX);
  sorted_row *rows = FURAT_ARENA_ARRAY(&texts, sorted_row, set->rows.n + 1);
  bool ok = rows != NULL;
  for (size_t i = 0; ok && i < set->rows.n; ++i) {
    const furat_quad quad = quad_at(set, i);
    furat_buffer_reset(out);
    furat_quad_write_nquads(out, &quad);
    rows[i].row = row_at(set, i);
    ok = out->status == FURAT_OK &&
         furat_arena_copy(&texts, furat_buffer_str(out), &rows[i].line);
  }
  furat_buffer_reset(out);
  if (ok) {
    qsort(rows, set->rows.n, sizeof *rows, compare_texts);
  }
  for (size_t i = 0; ok && i < set->rows.n; ++i) {
    FURAT_VEC_AT(&set->rows, furat_quad_row, i) = rows[i].row;
    furat_buffer_append(out, rows[i].line);
  }
  furat_arena_clear(&texts);
  return ok ? FURAT_OK : furat_error_no_mem(err);
}

/// The rows of one molecule: canonical labels, sorted.
static furat_status
add_molecule(furat_diff *diff, side *s, const furat_quad_row *rows, size_t n,
             furat_error *err)
{
  const furat_canonical_options options = {.digest = FURAT_DIGEST_SHA256,
                                           .cancel = diff->cancel};
  unit u = {.molecule = true, .set = furat_alloc_zeroed(1, sizeof *u.set)};
  if (!u.set) {
    return furat_error_no_mem(err);
  }
  furat_quad_set_init(u.set);
  furat_status status = FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && i < n; ++i) {
    const furat_quad quad = {.subject = *furat_quad_set_term(&s->set, rows[i].subject),
                             .predicate =
                                 *furat_quad_set_term(&s->set, rows[i].predicate),
                             .object = *furat_quad_set_term(&s->set, rows[i].object),
                             .graph = *furat_quad_set_term(&s->set, rows[i].graph)};
    status = furat_quad_set_add(u.set, &quad, err);
  }
  if (status == FURAT_OK) {
    status = furat_canonicalize(u.set, &options, err);
  }
  if (status == FURAT_OK) {
    status = sort_lines(&diff->line, u.set, err);
  }
  if (status == FURAT_OK) {
    status = push_unit(s, u, &diff->line, err);
  }
  if (status != FURAT_OK) {
    clear_molecule(&u);
  }
  return status;
}

/// A row with the molecule that it is of.
typedef struct molecule_row {
  uint32_t root;
  furat_quad_row row;
} molecule_row;

static int
compare_molecules(const void *a, const void *b)
{
  const uint32_t left = ((const molecule_row *)a)->root;
  const uint32_t right = ((const molecule_row *)b)->root;
  return (left > right) - (left < right);
}

static furat_status
add_molecules(furat_diff *diff, side *s, molecule_row *found, size_t n, furat_error *err)
{
  furat_quad_row *rows = furat_alloc_zeroed(n + 1, sizeof *rows);
  if (!rows) {
    return furat_error_no_mem(err);
  }
  qsort(found, n, sizeof *found, compare_molecules);
  for (size_t i = 0; i < n; ++i) {
    rows[i] = found[i].row;
  }
  furat_status status = FURAT_OK;
  size_t end = 0;
  for (size_t i = 0; status == FURAT_OK && i < n; i = end) {
    end = i + 1;
    while (end < n && found[end].root == found[i].root) {
      end += 1;
    }
    status = add_molecule(diff, s, &rows[i], end - i, err);
  }
  furat_free(rows);
  return status;
}

static furat_status
add_quad(furat_diff *diff, side *s, uint32_t row, furat_error *err)
{
  const furat_quad quad = quad_at(&s->set, row);
  furat_quad_write_nquads(&diff->line, &quad);
  furat_status status = push_unit(s, (unit){.row = row}, &diff->line, err);
  if (status == FURAT_OK && diff->cancel && row % 1024 == 0) {
    status = furat_cancel_poll(diff->cancel, err);
  }
  return status;
}

static int
compare_units(const void *a, const void *b)
{
  const unit *left = a;
  const unit *right = b;
  if (left->molecule != right->molecule) {
    return left->molecule ? 1 : -1;
  }
  return furat_str_compare(left->text, right->text);
}

/// Quads can have been added twice; molecules are many by right.
static void
drop_duplicate_quads(furat_vec *units)
{
  size_t n = 0;
  for (size_t i = 0; i < units->n; ++i) {
    const unit *u = &FURAT_VEC_AT(units, unit, i);
    if (n == 0 || u->molecule ||
        compare_units(u, &FURAT_VEC_AT(units, unit, n - 1)) != 0) {
      FURAT_VEC_AT(units, unit, n) = *u;
      n += 1;
    }
  }
  furat_vec_truncate(units, n);
}

static furat_status
make_units(furat_diff *diff, side *s, furat_error *err)
{
  molecule_row *found = furat_alloc_zeroed(s->set.rows.n + 1, sizeof *found);
  if (!found) {
    return furat_error_no_mem(err);
  }
  furat_status status = join_blanks(s, err);
  size_t n = 0;
  for (uint32_t i = 0; status == FURAT_OK && i < s->set.rows.n; ++i) {
    const furat_quad_row row = row_at(&s->set, i);
    const uint32_t blank = blank_of_row(&s->set, row);
    if (blank == 0) {
      status = add_quad(diff, s, i, err);
    } else {
      found[n] = (molecule_row){.root = root_of(s->parents, blank), .row = row};
      n += 1;
    }
  }
  if (status == FURAT_OK) {
    status = add_molecules(diff, s, found, n, err);
  }
  furat_free(found);
  if (status == FURAT_OK && s->units.n > 0) {
    qsort(s->units.items, s->units.n, sizeof(unit), compare_units);
    drop_duplicate_quads(&s->units);
  }
  return status;
}

/// Number the blank nodes of a molecule among those that were told.
static furat_status
rename_molecule(side *s, furat_quad_set *set, furat_diff_side which, furat_error *err)
{
  for (uint32_t i = 0; i < set->terms.n; ++i) {
    furat_term *term = &FURAT_VEC_AT(&set->terms, furat_term, i);
    if (term->kind == FURAT_TERM_BLANK) {
      char label[16];
      const int len = snprintf(label, sizeof label, "%c%u",
                               which == FURAT_DIFF_OLD ? 'r' : 'a', s->n_labels);
      s->n_labels += 1;
      if (!furat_arena_copy(&set->texts, (furat_str){label, (size_t)len}, &term->text)) {
        return furat_error_no_mem(err);
      }
    }
  }
  return FURAT_OK;
}

static furat_status
tell(furat_diff *diff, furat_diff_side which, const unit *u,
     const furat_diff_listener *listener, furat_error *err)
{
  side *s = &diff->sides[which];
  if (!u->molecule) {
    const furat_quad quad = quad_at(&s->set, u->row);
    return listener->change(listener->self, which, &quad, err);
  }
  furat_status status = rename_molecule(s, u->set, which, err);
  for (size_t i = 0; status == FURAT_OK && i < u->set->rows.n; ++i) {
    const furat_quad quad = quad_at(u->set, i);
    status = listener->change(listener->self, which, &quad, err);
  }
  return status;
}

static furat_status
merge(furat_diff *diff, const furat_diff_listener *listener, furat_error *err)
{
  const furat_vec *old = &diff->sides[FURAT_DIFF_OLD].units;
  const furat_vec *new = &diff->sides[FURAT_DIFF_NEW].units;
  furat_status status = FURAT_OK;
  size_t i = 0;
  size_t j = 0;
  while (status == FURAT_OK && (i < old->n || j < new->n)) {
    const unit *removed = i < old->n ? &FURAT_VEC_AT(old, unit, i) : NULL;
    const unit *added = j < new->n ? &FURAT_VEC_AT(new, unit, j) : NULL;
    const int order = !removed ? 1 : !added ? -1 : compare_units(removed, added);
    if (order < 0) {
      status = tell(diff, FURAT_DIFF_OLD, removed, listener, err);
    } else if (order > 0) {
      status = tell(diff, FURAT_DIFF_NEW, added, listener, err);
    }
    i += order <= 0;
    j += order >= 0;
  }
  return status;
}

furat_status
furat_diff_run(furat_diff *diff, const furat_diff_listener *listener, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (int i = 0; status == FURAT_OK && i < 2; ++i) {
    status = make_units(diff, &diff->sides[i], err);
  }
  return status == FURAT_OK ? merge(diff, listener, err) : status;
}
