// SPDX-License-Identifier: GPL-3.0-or-later
// Collecting, disguising, and comparing datasets.
#include "support/dataset.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"

#define MAX_QUADS 1000000

random_source
random_start(const char *name)
{
  const char *given = getenv("FURAT_SEED");
  uint64_t seed = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
  printf("# %s: FURAT_SEED=%llu\n", name, (unsigned long long)seed);
  return (random_source){seed};
}

size_t
random_below(random_source *random, size_t n)
{
  random->state += UINT64_C(0x9E3779B97F4A7C15);
  return (size_t)(furat_hash_mix(random->state, UINT64_C(0xD6E8FEB86659FD93)) % n);
}

void
dataset_init(dataset *d)
{
  furat_arena_init(&d->texts, SIZE_MAX);
  furat_vec_init(&d->quads, sizeof(furat_quad), MAX_QUADS);
}

void
dataset_clear(dataset *d)
{
  furat_vec_clear(&d->quads);
  furat_arena_clear(&d->texts);
}

static furat_quad *
quad_at(const dataset *d, size_t i)
{
  return &FURAT_VEC_AT(&d->quads, furat_quad, i);
}

static void
must(bool done)
{
  if (!done) {
    fputs("no memory for a dataset of a test\n", stderr);
    abort();
  }
}

void
dataset_add(dataset *d, furat_quad quad)
{
  furat_quad copy;
  must(furat_term_copy(&d->texts, &quad.subject, &copy.subject));
  must(furat_term_copy(&d->texts, &quad.predicate, &copy.predicate));
  must(furat_term_copy(&d->texts, &quad.object, &copy.object));
  must(furat_term_copy(&d->texts, &quad.graph, &copy.graph));
  must(furat_vec_push(&d->quads, &copy) != NULL);
}

static furat_status
collect(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  (void)err;
  for (size_t i = 0; i < n; i++) {
    dataset_add(self, quads[i]);
  }
  return FURAT_OK;
}

furat_quad_sink
dataset_sink(dataset *d)
{
  return (furat_quad_sink){.self = d, .emit = collect};
}

static furat_term
relabel(furat_arena *texts, furat_term term, uint64_t salt)
{
  if (term.kind != FURAT_TERM_BLANK) {
    return term;
  }
  char label[40];
  int n = snprintf(label, sizeof label, "x%016llx",
                   (unsigned long long)furat_hash_bytes(term.text, salt));
  must(furat_arena_copy(texts, (furat_str){label, (size_t)n}, &term.text));
  return term;
}

void
dataset_disguise(dataset *out, const dataset *d, random_source *random)
{
  uint64_t salt = random_below(random, SIZE_MAX);
  for (size_t i = 0; i < d->quads.n; i++) {
    furat_quad quad = *quad_at(d, i);
    quad.subject = relabel(&out->texts, quad.subject, salt);
    quad.object = relabel(&out->texts, quad.object, salt);
    quad.graph = relabel(&out->texts, quad.graph, salt);
    dataset_add(out, quad);
    if (random_below(random, 4) == 0) {
      dataset_add(out, quad);
    }
  }
  for (size_t i = out->quads.n; i > 1; i--) {
    size_t j = random_below(random, i);
    furat_quad quad = *quad_at(out, i - 1);
    *quad_at(out, i - 1) = *quad_at(out, j);
    *quad_at(out, j) = quad;
  }
}

void
dataset_flatten(dataset *d)
{
  for (size_t i = 0; i < d->quads.n; i++) {
    quad_at(d, i)->graph = FURAT_TERM_UNSET;
  }
}

void
dataset_print(const char *title, const dataset *d)
{
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX / 2);
  for (size_t i = 0; i < d->quads.n; i++) {
    furat_quad_write_nquads(&text, quad_at(d, i));
  }
  fprintf(stderr, "%s:\n%.*s", title, (int)text.len, text.len > 0 ? text.data : "");
  furat_buffer_clear(&text);
}

// One of two datasets to be compared, without duplicates, blank nodes numbered.
typedef struct side {
  furat_quad *quads;
  size_t n_quads;
  furat_str *blanks;
  size_t n_blanks;
  uint64_t *colours;
} side;

static int
compare_quads(const void *a, const void *b)
{
  return furat_quad_compare(a, b);
}

static int
compare_strs(const void *a, const void *b)
{
  return furat_str_compare(*(const furat_str *)a, *(const furat_str *)b);
}

static size_t
blank_number(const side *s, furat_term term)
{
  const furat_str *found =
      bsearch(&term.text, s->blanks, s->n_blanks, sizeof *s->blanks, compare_strs);
  return (size_t)(found - s->blanks);
}

static uint64_t
colour_of(const side *s, furat_term term)
{
  return term.kind == FURAT_TERM_BLANK ? s->colours[blank_number(s, term)]
                                       : furat_term_hash(&term);
}

static void
side_init(side *s, const dataset *d)
{
  *s = (side){.n_quads = 0};
  s->quads = calloc(d->quads.n + 1, sizeof *s->quads);
  s->blanks = calloc(3 * d->quads.n + 1, sizeof *s->blanks);
  s->colours = calloc(3 * d->quads.n + 1, sizeof *s->colours);
  must(s->quads && s->blanks && s->colours);
  if (d->quads.n > 0) {
    memcpy(s->quads, d->quads.items, d->quads.n * sizeof *s->quads);
  }
  qsort(s->quads, d->quads.n, sizeof *s->quads, compare_quads);
  for (size_t i = 0; i < d->quads.n; i++) {
    if (i == 0 || !furat_quad_equal(&s->quads[i], &s->quads[s->n_quads - 1])) {
      s->quads[s->n_quads++] = s->quads[i];
    }
  }
  size_t n = 0;
  for (size_t i = 0; i < s->n_quads; i++) {
    const furat_term terms[] = {s->quads[i].subject, s->quads[i].object,
                                s->quads[i].graph};
    for (size_t j = 0; j < 3; j++) {
      if (terms[j].kind == FURAT_TERM_BLANK) {
        s->blanks[n++] = terms[j].text;
      }
    }
  }
  qsort(s->blanks, n, sizeof *s->blanks, compare_strs);
  for (size_t i = 0; i < n; i++) {
    if (i == 0 || !furat_str_equal(s->blanks[i], s->blanks[s->n_blanks - 1])) {
      s->blanks[s->n_blanks++] = s->blanks[i];
    }
  }
}

static void
side_clear(side *s)
{
  free(s->quads);
  free(s->blanks);
  free(s->colours);
}

// One round: each blank node's colour becomes a sum over the quads that it stands in.
static void
recolour(side *s)
{
  uint64_t *next = calloc(s->n_blanks + 1, sizeof *next);
  must(next != NULL);
  for (size_t i = 0; i < s->n_quads; i++) {
    const furat_quad *q = &s->quads[i];
    const furat_term terms[] = {q->subject, q->object, q->graph};
    uint64_t hash = furat_term_hash(&q->predicate);
    for (size_t j = 0; j < 3; j++) {
      hash = furat_hash_mix(hash, colour_of(s, terms[j]) + j);
    }
    for (size_t j = 0; j < 3; j++) {
      if (terms[j].kind == FURAT_TERM_BLANK) {
        next[blank_number(s, terms[j])] += furat_hash_mix(hash, j + 17);
      }
    }
  }
  for (size_t i = 0; i < s->n_blanks; i++) {
    s->colours[i] = furat_hash_mix(s->colours[i], next[i]);
  }
  free(next);
}

static int
compare_colours(const void *a, const void *b)
{
  uint64_t left = *(const uint64_t *)a;
  uint64_t right = *(const uint64_t *)b;
  return (left > right) - (left < right);
}

static uint64_t *
sorted_colours(const side *s)
{
  uint64_t *sorted = calloc(s->n_blanks + 1, sizeof *sorted);
  must(sorted != NULL);
  memcpy(sorted, s->colours, s->n_blanks * sizeof *sorted);
  qsort(sorted, s->n_blanks, sizeof *sorted, compare_colours);
  return sorted;
}

// Recolour both until colours tell as much as they can.  False when they cannot match;
// otherwise `*tied` is a colour that several blank nodes have, or 0 when there is none.
static bool
settle_colours(side *a, side *b, uint64_t *tied)
{
  for (size_t i = 0; i <= a->n_blanks; i++) {
    recolour(a);
    recolour(b);
  }
  uint64_t *left = sorted_colours(a);
  uint64_t *right = sorted_colours(b);
  bool same = memcmp(left, right, a->n_blanks * sizeof *left) == 0;
  *tied = 0;
  for (size_t i = 1; i < a->n_blanks; i++) {
    *tied = left[i] == left[i - 1] ? left[i] : *tied;
  }
  free(left);
  free(right);
  return same;
}

static furat_term
translate(const side *a, const side *b, furat_term term)
{
  if (term.kind == FURAT_TERM_BLANK) {
    uint64_t colour = colour_of(a, term);
    size_t i = 0;
    while (b->colours[i] != colour) {
      i++;
    }
    term.text = b->blanks[i];
  }
  return term;
}

// Colours are all different now: whether they are a renaming.
static bool
is_renaming(const side *a, const side *b)
{
  for (size_t i = 0; i < a->n_quads; i++) {
    furat_quad q = a->quads[i];
    q.subject = translate(a, b, q.subject);
    q.object = translate(a, b, q.object);
    q.graph = translate(a, b, q.graph);
    if (bsearch(&q, b->quads, b->n_quads, sizeof q, compare_quads) == NULL) {
      return false;
    }
  }
  return true;
}

static size_t
first_of(const side *s, uint64_t colour)
{
  size_t i = 0;
  while (s->colours[i] != colour) {
    i++;
  }
  return i;
}

// Take one of several blank nodes of one colour and try every partner.
static bool
search(side *a, side *b)
{
  uint64_t tied;
  if (!settle_colours(a, b, &tied)) {
    return false;
  }
  if (tied == 0) {
    return is_renaming(a, b);
  }
  size_t n_bytes = a->n_blanks * sizeof *a->colours;
  uint64_t *left = calloc(1, n_bytes);
  uint64_t *right = calloc(1, n_bytes);
  must(left && right);
  memcpy(left, a->colours, n_bytes);
  memcpy(right, b->colours, n_bytes);
  bool found = false;
  for (size_t i = 0; !found && i < b->n_blanks; i++) {
    if (right[i] == tied) {
      memcpy(a->colours, left, n_bytes);
      memcpy(b->colours, right, n_bytes);
      a->colours[first_of(a, tied)] = 1;
      b->colours[i] = 1;
      found = search(a, b);
    }
  }
  free(left);
  free(right);
  return found;
}

bool
dataset_isomorphic(const dataset *a, const dataset *b)
{
  side left;
  side right;
  side_init(&left, a);
  side_init(&right, b);
  bool same = left.n_quads == right.n_quads && left.n_blanks == right.n_blanks &&
              search(&left, &right);
  side_clear(&left);
  side_clear(&right);
  return same;
}
