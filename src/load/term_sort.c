// SPDX-License-Identifier: GPL-3.0-or-later
// Multikey quicksort over eight bytes at a time, which are kept beside the index: IRIs
// share long prefixes, and looking at a text costs a cache miss.
#include "load/term_sort.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/vec.h"

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
static void
partition(item *items, const range *r, uint64_t pivot, uint32_t *equal, uint32_t *above)
{
  uint32_t low = r->from;
  uint32_t high = r->to;
  uint32_t i = r->from;
  while (i < high) {
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
  *equal = low;
  *above = high;
}

/// Terms that end within the eight bytes go before those that go on; returns where the
/// latter begin.
static uint32_t
split_ended(item *items, uint32_t from, uint32_t to, size_t depth,
            const furat_chunk_term *terms)
{
  uint32_t n_ended = from;
  for (uint32_t i = from; i < to; ++i) {
    if (terms[items[i].index].text_bytes <= depth + CACHE_BYTES) {
      const item x = items[i];
      items[i] = items[n_ended];
      items[n_ended++] = x;
    }
  }
  return n_ended;
}

/// Terms whose texts agree but for zero bytes at the end: rare but for literals that
/// differ in language or datatype.  Heap sort, so that no input is slow.
static void
sort_ended(item *items, uint32_t from, uint32_t to, size_t depth,
           const furat_chunk_term *terms)
{
  item *at = items + from;
  const uint32_t n = to - from;
  for (uint32_t built = n / 2, left = n; left > 1;) {
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
  }
}

static furat_status
sort_items(item *items, uint32_t n, const furat_chunk_term *terms, furat_error *err)
{
  furat_vec stack;
  range r = {.to = n};
  furat_vec_init(&stack, sizeof(range), SIZE_MAX / sizeof(range));
  furat_vec_push(&stack, &r);
  while (stack.n && stack.status == FURAT_OK) {
    uint32_t equal, above;
    r = FURAT_VEC_AT(&stack, range, stack.n - 1);
    furat_vec_pop(&stack);
    for (uint32_t i = r.from; !r.cached && i < r.to; ++i) {
      items[i].cache = load_cache(&terms[items[i].index], r.depth);
    }
    if (r.to - r.from <= SMALL) {
      sort_small(items, &r, terms);
      continue;
    }
    partition(items, &r, pivot_of(items, &r), &equal, &above);
    const uint32_t going_on = split_ended(items, equal, above, r.depth, terms);
    sort_ended(items, equal, going_on, r.depth, terms);
    const range parts[3] = {{r.from, equal, r.depth, true},
                            {going_on, above, r.depth + CACHE_BYTES, false},
                            {above, r.to, r.depth, true}};
    for (unsigned p = 0; p < 3; ++p) {
      if (parts[p].to - parts[p].from > 1) {
        furat_vec_push(&stack, &parts[p]);
      }
    }
  }
  const furat_status status = furat_vec_status(&stack, err);
  furat_vec_clear(&stack);
  return status;
}

static int
compare_inline(const void *a, const void *b)
{
  const item *x = a;
  const item *y = b;
  return (x->cache > y->cache) - (x->cache < y->cache);
}

/// Deal the indexes out by tag, values behind all others; `starts` gets where each tag
/// begins.
static void
deal(item *items, uint32_t starts[N_TAGS + 2], const furat_chunk_term *terms, uint32_t n)
{
  uint32_t next[N_TAGS + 1];
  memset(starts, 0, (N_TAGS + 2) * sizeof(*starts));
  for (uint32_t i = 0; i < n; ++i) {
    starts[(terms[i].inline_id ? N_TAGS : terms[i].tag) + 1] += 1;
  }
  for (unsigned tag = 0; tag <= N_TAGS; ++tag) {
    starts[tag + 1] += starts[tag];
    next[tag] = starts[tag];
  }
  for (uint32_t i = 0; i < n; ++i) {
    items[next[terms[i].inline_id ? N_TAGS : terms[i].tag]++] =
        (item){.index = i, .cache = terms[i].inline_id};
  }
}

furat_status
furat_terms_sort(uint32_t *order, uint32_t *n_indexed, const furat_chunk_term *terms,
                 uint32_t n, furat_error *err)
{
  uint32_t starts[N_TAGS + 2];
  item *items = furat_realloc(NULL, n, sizeof(*items));
  if (!items) {
    return furat_error_no_mem(err);
  }
  deal(items, starts, terms, n);
  *n_indexed = starts[N_TAGS];
  furat_status status = FURAT_OK;
  for (unsigned tag = 0; status == FURAT_OK && tag < N_TAGS; ++tag) {
    status = sort_items(items + starts[tag], starts[tag + 1] - starts[tag], terms, err);
  }
  if (n > *n_indexed) {
    qsort(items + *n_indexed, n - *n_indexed, sizeof(*items), compare_inline);
  }
  for (uint32_t i = 0; i < n; ++i) {
    order[i] = items[i].index;
  }
  furat_free(items);
  return status;
}
