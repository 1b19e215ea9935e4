// SPDX-License-Identifier: GPL-3.0-or-later
// What is nearly a term: the same text with another tag or type, another spelling, the
// same name in another namespace, a text for an IRI.  base/utf8_fold -> [diagnose_near]
#include <limits.h>
#include <stdlib.h>

#include "base/utf8_fold.h"
#include "engine/diagnose_internal.h"
#include "engine/names.h"

enum {
  LONGEST = 200, // bytes of what is compared letter by letter
  MOST_TEXT = 1 << 20
};

enum {
  RANK_SAME = 0,
  RANK_SPELT = 1,
  RANK_KIND = 3,
  RANK_LETTERS = 4,
  RANK_LABEL = 20,
  RANK_PART = 30
};

// Behind the last # or /; all of it when there is nothing behind.
static furat_str
local_name(furat_str iri)
{
  size_t hash = furat_str_rfind_byte(iri, '#');
  size_t slash = furat_str_rfind_byte(iri, '/');
  size_t at = hash < iri.len ? hash : slash;
  return at + 1 < iri.len ? furat_str_slice(iri, at + 1, iri.len - at - 1) : iri;
}

static furat_str
text_of(const furat_term *term)
{
  return term->kind == FURAT_TERM_IRI ? local_name(term->text) : term->text;
}

void
furat_nears_init(furat_nears *nears, const furat_term *wanted, furat_arena *arena)
{
  *nears = (furat_nears){.wanted = wanted, .arena = arena};
  furat_buffer_init(&nears->folded, MOST_TEXT);
  furat_buffer_init(&nears->other, MOST_TEXT);
  furat_utf8_fold(&nears->folded, text_of(wanted));
}

void
furat_nears_clear(furat_nears *nears)
{
  furat_buffer_clear(&nears->folded);
  furat_buffer_clear(&nears->other);
}

bool
furat_nears_same_text(furat_nears *nears, furat_str text)
{
  furat_buffer_reset(&nears->other);
  furat_utf8_fold(&nears->other, text);
  return nears->folded.len > 0 && furat_str_equal(furat_buffer_str(&nears->folded),
                                                  furat_buffer_str(&nears->other));
}

bool
furat_nears_has_part(furat_nears *nears, furat_str text)
{
  furat_buffer_reset(&nears->other);
  furat_utf8_fold(&nears->other, text);
  return nears->folded.len > 0 &&
         furat_str_find(furat_buffer_str(&nears->other),
                        furat_buffer_str(&nears->folded)) <= nears->other.len;
}

// Bytes to change, add, take away or swap with the next to make one of the other, up to
// `most`; above it anything.
static size_t
distance(furat_str a, furat_str b, size_t most)
{
  size_t rows[3][LONGEST + 1];
  size_t apart = a.len > b.len ? a.len - b.len : b.len - a.len;
  if (a.len > LONGEST || b.len > LONGEST || apart > most) {
    return most + 1;
  }
  for (size_t j = 0; j <= b.len; j++) {
    rows[0][j] = j;
  }
  for (size_t i = 1; i <= a.len; i++) {
    size_t *row = rows[i % 3];
    const size_t *above = rows[(i + 2) % 3];
    row[0] = i;
    for (size_t j = 1; j <= b.len; j++) {
      size_t replaced = above[j - 1] + (a.data[i - 1] != b.data[j - 1]);
      size_t shorter = (above[j] < row[j - 1] ? above[j] : row[j - 1]) + 1;
      row[j] = replaced < shorter ? replaced : shorter;
      if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] &&
          a.data[i - 2] == b.data[j - 1]) {
        size_t swapped = rows[(i + 1) % 3][j - 2] + 1;
        row[j] = swapped < row[j] ? swapped : row[j];
      }
    }
  }
  return rows[a.len % 3][b.len];
}

// Of the folded texts: how many letters differ, SIZE_MAX when they are not near.
static size_t
letters_apart(const furat_nears *nears)
{
  enum { SHORT = 3, MIDDLING = 6, PART = 4, MOST = 5 };
  furat_str wanted = furat_buffer_str(&nears->folded);
  size_t most = wanted.len < SHORT ? 0 : wanted.len < MIDDLING ? 1 : 2;
  most = wanted.len / PART > most ? wanted.len / PART : most;
  most = most > MOST ? MOST : most;
  size_t n = distance(wanted, furat_buffer_str(&nears->other), most);
  return n <= most ? n : SIZE_MAX;
}

static bool
same_number(const furat_term *a, const furat_term *b)
{
  char *end = NULL;
  char left[LONGEST];
  char right[LONGEST];
  if (a->text.len == 0 || a->text.len >= LONGEST || b->text.len == 0 ||
      b->text.len >= LONGEST) {
    return false;
  }
  memcpy(left, a->text.data, a->text.len);
  memcpy(right, b->text.data, b->text.len);
  left[a->text.len] = right[b->text.len] = '\0';
  double x = strtod(left, &end);
  if (end != left + a->text.len) {
    return false;
  }
  double y = strtod(right, &end);
  return end == right + b->text.len && !(x < y) && !(x > y);
}

static const char *
why_another_literal(const furat_term *wanted, const furat_term *other)
{
  if (wanted->language.len == 0 && other->language.len > 0) {
    return "with a language tag";
  }
  if (wanted->language.len > 0 && other->language.len == 0) {
    return "without a language tag";
  }
  return wanted->language.len > 0 ? "in another language" : "of another datatype";
}

static furat_near
judge_literals(furat_nears *nears, const furat_term *other)
{
  const furat_term *wanted = nears->wanted;
  if (furat_str_equal(wanted->text, other->text)) {
    return (furat_near){.rank = RANK_SAME, .why = why_another_literal(wanted, other)};
  }
  if (same_number(wanted, other)) {
    return (furat_near){.rank = RANK_SPELT, .why = "the same number written otherwise"};
  }
  if (furat_nears_same_text(nears, other->text)) {
    return (furat_near){.rank = RANK_SPELT, .why = "spelt otherwise"};
  }
  size_t n = letters_apart(nears);
  return (furat_near){.rank = n == SIZE_MAX ? UINT_MAX : RANK_LETTERS + (unsigned)n,
                      .why = "spelt nearly so"};
}

// The place of an IRI among the properties that give names; behind the last: none.
static size_t
label_rank(furat_str iri, size_t *n)
{
  const char *const *properties = furat_names_properties(n, NULL);
  size_t i = 0;
  while (i < *n && !furat_str_equal(iri, furat_str_of(properties[i]))) {
    i++;
  }
  return i;
}

// Whether a name holds the other one: place in tookPlaceIn.
static bool
is_part(furat_nears *nears, furat_str name)
{
  enum { SHORTEST = 4 };
  const furat_str wanted = furat_buffer_str(&nears->folded);
  furat_buffer_reset(&nears->other);
  furat_utf8_fold(&nears->other, name);
  const furat_str other = furat_buffer_str(&nears->other);
  return (wanted.len >= SHORTEST && furat_str_find(other, wanted) < other.len) ||
         (other.len >= SHORTEST && furat_str_find(wanted, other) < wanted.len);
}

static furat_near
judge_iris(furat_nears *nears, const furat_term *other)
{
  furat_str wanted_name = local_name(nears->wanted->text);
  furat_str name = local_name(other->text);
  furat_str wanted_space =
      furat_str_slice(nears->wanted->text, 0, nears->wanted->text.len - wanted_name.len);
  furat_str space = furat_str_slice(other->text, 0, other->text.len - name.len);
  bool elsewhere = !furat_str_equal(wanted_space, space);
  if (furat_str_equal(wanted_name, name)) {
    return (furat_near){.rank = RANK_SAME, .why = "in another namespace"};
  }
  if (furat_nears_same_text(nears, name)) {
    return (furat_near){.rank = RANK_SPELT + elsewhere, .why = "spelt otherwise"};
  }
  size_t n = letters_apart(nears);
  if (n != SIZE_MAX) {
    return (furat_near){.rank = RANK_LETTERS + (unsigned)n + elsewhere,
                        .why = "spelt nearly so"};
  }
  size_t n_labels = 0;
  size_t label = label_rank(other->text, &n_labels);
  if (label < n_labels && label_rank(nears->wanted->text, &n_labels) < n_labels) {
    return (furat_near){
        .rank = RANK_LABEL, .order = (unsigned)label, .why = "gives names, too"};
  }
  return (furat_near){.rank = nears->predicates && is_part(nears, name) ? RANK_PART
                                                                        : UINT_MAX,
                      .why = "named alike"};
}

static furat_near
judge(furat_nears *nears, const furat_term *other)
{
  const furat_term *wanted = nears->wanted;
  bool literal = other->kind == FURAT_TERM_LITERAL;
  furat_near near = {.rank = UINT_MAX, .why = ""};
  if (wanted->kind == FURAT_TERM_LITERAL && literal) {
    near = judge_literals(nears, other);
  } else if (wanted->kind == FURAT_TERM_IRI && other->kind == FURAT_TERM_IRI) {
    near = judge_iris(nears, other);
  } else if ((wanted->kind == FURAT_TERM_IRI) == literal) {
    // One is an IRI and the other one a text.
    const char *why = literal ? "a text, not an IRI" : "an IRI, not a text";
    bool same = furat_str_equal(wanted->text, other->text);
    if (same || furat_nears_same_text(nears, text_of(other))) {
      near = (furat_near){.rank = same ? RANK_SAME : RANK_KIND, .why = why};
    }
  }
  return near;
}

static bool
is_there(const furat_nears *nears, const furat_term *term)
{
  for (size_t i = 0; i < nears->n; i++) {
    if (furat_term_equal(&nears->best[i].term, term)) {
      return true;
    }
  }
  return false;
}

static bool
is_before(const furat_near *a, const furat_near *b)
{
  if (a->rank != b->rank) {
    return a->rank < b->rank;
  }
  return a->order != b->order ? a->order < b->order
                              : furat_term_compare(&a->term, &b->term) < 0;
}

// The place of a new one among the best, or FURAT_NEARS.
static size_t
place_of(const furat_nears *nears, const furat_near *near)
{
  size_t at = nears->n;
  while (at > 0 && is_before(near, &nears->best[at - 1])) {
    at--;
  }
  return at;
}

static furat_status
keep(furat_nears *nears, const furat_near *near, furat_error *err)
{
  size_t at = place_of(nears, near);
  if (at == FURAT_NEARS || is_there(nears, &near->term)) {
    return FURAT_OK;
  }
  furat_near copy = *near;
  if (!furat_term_copy(nears->arena, &near->term, &copy.term)) {
    return furat_error_no_mem(err);
  }
  nears->n += nears->n < FURAT_NEARS;
  for (size_t i = nears->n - 1; i > at; i--) {
    nears->best[i] = nears->best[i - 1];
  }
  nears->best[at] = copy;
  // What is merely alike is not told beside what is the same.
  while (nears->n > 1 && nears->best[nears->n - 1].rank > nears->best[0].rank + 1) {
    nears->n--;
  }
  return FURAT_OK;
}

furat_status
furat_nears_offer_as(furat_nears *nears, const furat_term *term, unsigned rank,
                     const char *why, furat_error *err)
{
  const furat_near near = {.term = *term, .rank = rank, .why = why};
  return keep(nears, &near, err);
}

furat_status
furat_nears_offer(furat_nears *nears, const furat_term *term, furat_error *err)
{
  nears->n_offered++;
  if (term->kind == FURAT_TERM_NONE || term->kind == FURAT_TERM_BLANK ||
      furat_term_equal(term, nears->wanted)) {
    return FURAT_OK;
  }
  furat_near near = judge(nears, term);
  near.term = *term;
  if (near.rank != UINT_MAX) {
    return keep(nears, &near, err);
  }
  if (nears->n_samples < FURAT_NEARS) {
    if (!furat_term_copy(nears->arena, term, &nears->samples[nears->n_samples])) {
      return furat_error_no_mem(err);
    }
    nears->n_samples++;
  }
  return FURAT_OK;
}
