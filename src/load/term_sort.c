// SPDX-License-Identifier: GPL-3.0-or-later
// Multikey quicksort over eight bytes at a time, which are kept beside the index: IRIs
// share long prefixes, and looking at a text costs a cache miss.
#include "load/term_sort.h"

#include <endian.h>
#include <string.h>

#include "base/memory.h"
#include "base/vec.h"
#include "store/row_sort.h"

enum { CACHE_BYTES = 8, SMALL = 12, N_TAGS = FURAT_ID_TAG_TYPED + 1 };

typedef struct item {
  uint64_t cache; ///< the eight bytes of the text at the depth at hand, big-endian
  uint32_t index;
} item;

/// Items [from, to) that agree in the first `depth` bytes.
typedef struct range {
  uint32_t from;
  uint32_t to;
  size_t depth;
  bool cached; ///< `cache` is of this depth
} range;

typedef struct sorting {
  item *items;
  const furat_chunk_term *terms;
  const furat_cancel *cancel;
  furat_error *err;
  size_t n_looked; ///< items since the last poll
} sorting;

/// Account for work on `n` more items, of which many small ranges have few.
static furat_status
note_work(sorting *s, size_t n)
{
  s->n_looked += n;
  if (s->n_looked < FURAT_ROWS_STRIDE) {
    return FURAT_OK;
  }
  s->n_looked = 0;
  return furat_cancel_poll(s->cancel, s->err);
}

static int
compare_folded(furat_str a, furat_str b)
{
  const size_t n = a.len < b.len ? a.len : b.len;
  for (size_t i = 0; i < n; ++i) {
    const uint8_t x =
        (uint8_t)(a.data[i] >= 'A' && a.data[i] <= 'Z' ? a.data[i] + 32 : a.data[i]);
    const uint8_t y =
        (uint8_t)(b.data[i] >= 'A' && b.data[i] <= 'Z' ? b.data[i] + 32 : b.data[i]);
    if (x != y) {
      return x < y ? -1 : 1;
    }
  }
  return (a.len > b.len) - (a.len < b.len);
}

int
furat_stored_order(furat_id_tag a_tag, furat_str a_text, furat_str a_extra,
                   furat_id_tag b_tag, furat_str b_text, furat_str b_extra)
{
  if (a_tag != b_tag) {
    return a_tag < b_tag ? -1 : 1;
  }
  const int order = furat_str_compare(a_text, b_text);
  if (order || a_tag < FURAT_ID_TAG_LANG_STRING) {
    return order;
  }
  return a_tag == FURAT_ID_TAG_TYPED ? furat_str_compare(a_extra, b_extra)
                                     : compare_folded(a_extra, b_extra);
}

static uint64_t
load_cache(const furat_chunk_term *term, size_t depth)
{
  uint64_t word = 0;
  if (depth < term->text_bytes) {
    const size_t n = term->text_bytes - depth;
    memcpy(&word, term->text + depth, n < CACHE_BYTES ? n : CACHE_BYTES);
  }
  return be64toh(word);
}

/// Terms of one tag that agree in the first `depth` bytes.
static int
compare_from(const furat_chunk_term *a, const furat_chunk_term *b, size_t depth)
{
  const size_t n = a->text_bytes < b->text_bytes ? a->text_bytes : b->text_bytes;
  if (depth < n) {
    const int order = memcmp(a->text + depth, b->text + depth, n - depth);
    if (order) {
      return order;
    }
  }
  if (a->text_bytes != b->text_bytes) {
    return a->text_bytes < b->text_bytes ? -1 : 1;
  }
  return furat_stored_order((furat_id_tag)a->tag, FURAT_STR_NONE, furat_chunk_extra(a),
                            (furat_id_tag)b->tag, FURAT_STR_NONE, furat_chunk_extra(b));
}

static void
sort_small(item *items, const range *r, const furat_chunk_term *terms)
{
  for (uint32_t i = r->from + 1; i < r->to; ++i) {
    const item moved = items[i];
    uint32_t j = i;
    while (j > r->from) {
      const item *before = &items[j - 1];
      const int order =
          before->cache != moved.cache
              ? (before->cache < moved.cache ? -1 : 1)
              : compare_from(&terms[before->index], &terms[moved.index], r->depth);
      if (order <= 0) {
        break;
      }
      items[j] = *before;
      j -= 1;
    }
    items[j] = moved;
  }
}

static uint64_t
median(uint64_t a, uint64_t b, uint64_t c)
{
  return a < b ? (b < c ? b : (a < c ? c : a)) : (a < c ? a : (b < c ? c : b));
}

static uint64_t
pivot_of(const item *items, const range *r)
{
  const uint32_t n = r->to - r->from;
  const item *at = items + r->from;
  const uint32_t step = n / 8;
  return median(median(at[0].cache, at[step].cache, at[2 * step].cache),
                median(at[3 * step].cache, at[4 * step].cache, at[5 * step].cache),
                median(at[6 * step].cache, at[7 * step].cache, at[n - 1].cache));
}

/// Three parts: below, equal to and above the pivot; [*equal, *above) is the middle one.
static furat_status
partition(sorting *s, const range *r, uint64_t pivot, uint32_t *equal, uint32_t *above)
{
  item *items = s->items;
  uint32_t low = r->from;
  uint32_t high = r->to;
  uint32_t i = r->from;
  furat_status status = FURAT_OK;
  while (status == FURAT_OK && i < high) {
    const uint32_t n = high - i < FURAT_ROWS_STRIDE ? high - i : FURAT_ROWS_STRIDE;
    status = note_work(s, n);
    for (uint32_t k = 0; k < n; ++k) {
      const item x = items[i];
      if (x.cache < pivot) {
        items[i++] = items[low];
        items[low++] = x;
      } else if (x.cache > pivot) {
        items[i] = items[--high];
        items[high] = x;
      } else {
        i += 1;
      }
    }
  }
  *equal = low;
  *above = high;
  return status;
}

/// Terms that end within the eight bytes go before those that go on; `*out` is where the
/// latter begin.
static furat_status
split_ended(sorting *s, uint32_t from, uint32_t to, size_t depth, uint32_t *out)
{
  item *items = s->items;
  furat_status status = FURAT_OK;
  *out = from;
  for (uint32_t i = from; status == FURAT_OK && i < to; ++i) {
    if (s->terms[items[i].index].text_bytes <= depth + CACHE_BYTES) {
      const item x = items[i];
      items[i] = items[*out];
      items[(*out)++] = x;
    }
    status = note_work(s, 1);
  }
  return status;
}

/// Terms whose texts agree but for zero bytes at the end: rare but for literals that
/// differ in language or datatype.  Heap sort, so that no input is slow.
static furat_status
sort_ended(sorting *s, uint32_t from, uint32_t to, size_t depth)
{
  const furat_chunk_term *terms = s->terms;
  item *at = s->items + from;
  const uint32_t n = to - from;
  furat_status status = FURAT_OK;
  for (uint32_t built = n / 2, left = n; status == FURAT_OK && left > 1;) {
    item moved;
    if (built) {
      moved = at[--built];
    } else {
      moved = at[--left];
      at[left] = at[0];
    }
    uint32_t parent = built;
    for (uint32_t child = 2 * parent + 1; child < left; child = 2 * parent + 1) {
      child += child + 1 < left && compare_from(&terms[at[child].index],
                                                &terms[at[child + 1].index], depth) < 0;
      if (compare_from(&terms[moved.index], &terms[at[child].index], depth) >= 0) {
        break;
      }
      at[parent] = at[child];
      parent = child;
    }
    at[parent] = moved;
    status = note_work(s, 1);
  }
  return status;
}

static furat_status
load_caches(sorting *s, const range *r)
{
  furat_status status = FURAT_OK;
  for (uint32_t i = r->from; status == FURAT_OK && i < r->to; ++i) {
    s->items[i].cache = load_cache(&s->terms[s->items[i].index], r->depth);
    status = note_work(s, 1);
  }
  return status;
}

/// Sort a range but for the parts that are put on the stack.
static furat_status
sort_range(sorting *s, const range *r, furat_vec *stack)
{
  uint32_t equal, above, going_on;
  furat_status status = r->cached ? FURAT_OK : load_caches(s, r);
  if (status != FURAT_OK) {
    return status;
  }
  if (r->to - r->from <= SMALL) {
    sort_small(s->items, r, s->terms);
    return FURAT_OK;
  }
  status = partition(s, r, pivot_of(s->items, r), &equal, &above);
  if (status == FURAT_OK) {
    status = split_ended(s, equal, above, r->depth, &going_on);
  }
  if (status != FURAT_OK) {
    return status;
  }
  status = sort_ended(s, equal, going_on, r->depth);
  const range parts[3] = {{r->from, equal, r->depth, true},
                          {going_on, above, r->depth + CACHE_BYTES, false},
                          {above, r->to, r->depth, true}};
  for (unsigned p = 0; status == FURAT_OK && p < 3; ++p) {
    if (parts[p].to - parts[p].from > 1) {
      furat_vec_push(stack, &parts[p]);
    }
  }
  return status;
}

/// Sort the items [from, to).
static furat_status
sort_items(sorting *s, uint32_t from, uint32_t to)
{
  furat_vec stack;
  range r = {.from = from, .to = to};
  furat_status status = FURAT_OK;
  furat_vec_init(&stack, sizeof(range), SIZE_MAX / sizeof(range));
  furat_vec_push(&stack, &r);
  while (status == FURAT_OK && stack.n && stack.status == FURAT_OK) {
    r = FURAT_VEC_AT(&stack, range, stack.n - 1);
    furat_vec_pop(&stack);
    status = sort_range(s, &r, &stack);
  }
  if (status == FURAT_OK) {
    status = furat_vec_status(&stack, s->err);
  }
  furat_vec_clear(&stack);
  return status;
}

/// Deal the indexes out by tag, values behind all others; `starts` gets where each tag
/// begins.
static furat_status
deal(sorting *s, uint32_t starts[N_TAGS + 2], uint32_t n)
{
  const furat_chunk_term *terms = s->terms;
  uint32_t next[N_TAGS + 1];
  furat_status status = FURAT_OK;
  memset(starts, 0, (N_TAGS + 2) * sizeof(*starts));
  for (uint32_t i = 0; status == FURAT_OK && i < n; ++i) {
    starts[(terms[i].inline_id ? N_TAGS : terms[i].tag) + 1] += 1;
    status = note_work(s, 1);
  }
  for (unsigned tag = 0; tag <= N_TAGS; ++tag) {
    starts[tag + 1] += starts[tag];
    next[tag] = starts[tag];
  }
  for (uint32_t i = 0; status == FURAT_OK && i < n; ++i) {
    s->items[next[terms[i].inline_id ? N_TAGS : terms[i].tag]++] =
        (item){.index = i, .cache = terms[i].inline_id};
    status = note_work(s, 1);
  }
  return status;
}

/// Sort the items [from, to) by the ids that they are.
static furat_status
sort_values(sorting *s, uint32_t from, uint32_t to)
{
  enum { N_COLUMNS = 2, N_KEYS = 1 };
  const size_t n = to - from;
  furat_id *scratch = furat_realloc(NULL, n + 1, N_COLUMNS * sizeof(*scratch));
  furat_rows rows = {.ids = furat_realloc(NULL, n + 1, N_COLUMNS * sizeof(furat_id)),
                     .n = n};
  furat_status status = rows.ids && scratch ? FURAT_OK : furat_error_no_mem(s->err);
  for (size_t i = 0; status == FURAT_OK && i < n; ++i) {
    rows.ids[N_COLUMNS * i] = s->items[from + i].cache;
    rows.ids[N_COLUMNS * i + 1] = s->items[from + i].index;
    status = note_work(s, 1);
  }
  if (status == FURAT_OK) {
    status = furat_rows_sort(&rows, N_COLUMNS, N_KEYS, scratch, s->cancel, s->err);
  }
  for (size_t i = 0; status == FURAT_OK && i < n; ++i) {
    s->items[from + i].index = (uint32_t)rows.ids[N_COLUMNS * i + 1];
    status = note_work(s, 1);
  }
  furat_free(rows.ids);
  furat_free(scratch);
  return status;
}

furat_status
furat_terms_sort(uint32_t *order, uint32_t *n_indexed, const furat_chunk_term *terms,
                 uint32_t n, const furat_cancel *cancel, furat_error *err)
{
  uint32_t starts[N_TAGS + 2];
  sorting s = {.items = furat_realloc(NULL, n, sizeof(*s.items)),
               .terms = terms,
               .cancel = cancel,
               .err = err};
  if (!s.items) {
    return furat_error_no_mem(err);
  }
  furat_status status = deal(&s, starts, n);
  *n_indexed = starts[N_TAGS];
  for (unsigned tag = 0; status == FURAT_OK && tag < N_TAGS; ++tag) {
    status = sort_items(&s, starts[tag], starts[tag + 1]);
  }
  if (status == FURAT_OK) {
    status = sort_values(&s, *n_indexed, n);
  }
  for (uint32_t i = 0; status == FURAT_OK && i < n; ++i) {
    order[i] = s.items[i].index;
    status = note_work(&s, 1);
  }
  furat_free(s.items);
  return status;
}
