// SPDX-License-Identifier: GPL-3.0-or-later
// Colour refinement with a queue of splitting cells (Hopcroft's rule: of the parts of a
// cell the largest need not split again), so that a chain of 100,000 blank nodes takes n
// log n steps. Nothing here may depend on the numbers of vertices: cells are taken and
// split by the sums of hashed labels that their vertices see. colour_graph -> [partition]
#include "io/partition.h"

#include <assert.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/memory.h"

// What a vertex has seen from the splitting cell.
typedef struct sighting {
  uint64_t sum;
  uint32_t vertex;
} sighting;

typedef struct refiner {
  const furat_colour_graph *graph;
  furat_partition *partition;
  uint32_t *queue; ///< a ring of cells; each at most once, so n is enough
  uint32_t queue_start;
  uint32_t n_queued;
  bool *queued;        ///< by cell
  uint64_t *sums;      ///< by vertex; 0 outside of a split
  bool *seen;          ///< by vertex
  sighting *sightings; ///< of one cell, while it is split
  uint32_t *touched;   ///< vertices seen, grouped by cell after sorting
  uint32_t *splitter;  ///< a copy of the splitting cell, which may split itself
  uint64_t work;
} refiner;

static void
enqueue(refiner *r, uint32_t cell)
{
  if (!r->queued[cell]) {
    r->queued[cell] = true;
    r->queue[(r->queue_start + r->n_queued) % r->partition->n] = cell;
    r->n_queued++;
  }
}

static uint32_t
dequeue(refiner *r)
{
  uint32_t cell = r->queue[r->queue_start];
  r->queue_start = (r->queue_start + 1) % r->partition->n;
  r->n_queued--;
  r->queued[cell] = false;
  return cell;
}

static int
compare_numbers(const void *a, const void *b)
{
  uint32_t left = *(const uint32_t *)a;
  uint32_t right = *(const uint32_t *)b;
  return (left > right) - (left < right);
}

static int
compare_sightings(const void *a, const void *b)
{
  const sighting *left = a;
  const sighting *right = b;
  return (left->sum > right->sum) - (left->sum < right->sum);
}

static void
put(furat_partition *p, uint32_t place, uint32_t vertex)
{
  p->vertices[place] = vertex;
  p->places[vertex] = place;
}

// Move a vertex to `place` of its cell; the one that stood there takes its place.
static void
swap_to(furat_partition *p, uint32_t vertex, uint32_t place)
{
  uint32_t other = p->vertices[place];
  uint32_t from = p->places[vertex];
  put(p, place, vertex);
  put(p, from, other);
}

// Queue the parts of a cell that was split: all of them if the cell was queued itself,
// else all but the first of the largest.
static void
enqueue_parts(refiner *r, uint32_t cell, uint32_t end)
{
  const furat_partition *p = r->partition;
  uint32_t largest = cell;
  if (!r->queued[cell]) {
    for (uint32_t part = cell; part < end; part += p->lengths[part]) {
      if (p->lengths[part] > p->lengths[largest]) {
        largest = part;
      }
    }
  }
  bool was_queued = r->queued[cell];
  for (uint32_t part = cell; part < end; part += p->lengths[part]) {
    if (was_queued || part != largest) {
      enqueue(r, part);
    }
  }
}

// Split one cell by what `n` of its vertices (r->sightings) saw.  Those that saw nothing
// stay in front; the others follow in the order of their sums.
static void
split_cell(refiner *r, uint32_t cell, uint32_t n)
{
  furat_partition *p = r->partition;
  uint32_t end = cell + p->lengths[cell];
  qsort(r->sightings, n, sizeof *r->sightings, compare_sightings);
  if (n == p->lengths[cell] && r->sightings[0].sum == r->sightings[n - 1].sum) {
    return;
  }
  for (uint32_t i = n; i-- > 0;) {
    swap_to(p, r->sightings[i].vertex, end - (n - i));
  }
  uint32_t start = n == p->lengths[cell] ? cell : end - n;
  p->n_cells -= n == p->lengths[cell];
  p->lengths[cell] = start - cell;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t place = end - n + i;
    if (i == 0 || r->sightings[i].sum != r->sightings[i - 1].sum) {
      start = place;
      p->n_cells++;
    }
    p->cells[p->vertices[place]] = start;
    p->lengths[start]++;
  }
  enqueue_parts(r, cell, end);
}

static uint32_t
collect_sightings(refiner *r, uint32_t cell)
{
  const furat_partition *p = r->partition;
  const furat_colour_graph *graph = r->graph;
  uint32_t n_splitter = p->lengths[cell];
  for (uint32_t i = 0; i < n_splitter; i++) {
    r->splitter[i] = p->vertices[cell + i];
  }
  uint32_t n = 0;
  for (uint32_t i = 0; i < n_splitter; i++) {
    uint32_t vertex = r->splitter[i];
    for (uint32_t j = graph->first[vertex]; j < graph->first[vertex + 1]; j++) {
      furat_colour_link link = graph->links[j];
      if (p->lengths[p->cells[link.vertex]] == 1) {
        continue; // it cannot be split any more
      }
      if (!r->seen[link.vertex]) {
        r->seen[link.vertex] = true;
        r->touched[n++] = link.vertex;
      }
      r->sums[link.vertex] += furat_hash_mix(link.label, UINT64_C(0x9E3779B97F4A7C15));
    }
    r->work += 1 + graph->first[vertex + 1] - graph->first[vertex];
  }
  return n;
}

// Split every cell that has links into the given one.
static void
split_by(refiner *r, uint32_t splitting)
{
  furat_partition *p = r->partition;
  uint32_t n = collect_sightings(r, splitting);
  r->work += n;
  // By cell, in order: places are grouped by cell, so sort by place and read cells off.
  for (uint32_t i = 0; i < n; i++) {
    r->touched[i] = p->places[r->touched[i]];
  }
  qsort(r->touched, n, sizeof *r->touched, compare_numbers);
  for (uint32_t i = 0; i < n; i++) {
    r->touched[i] = p->vertices[r->touched[i]];
  }
  for (uint32_t start = 0, i = 0; start < n; start = i) {
    uint32_t cell = p->cells[r->touched[start]];
    uint32_t n_cell = 0;
    for (i = start; i < n && p->cells[r->touched[i]] == cell; i++) {
      uint32_t vertex = r->touched[i];
      r->sightings[n_cell++] = (sighting){r->sums[vertex], vertex};
      r->sums[vertex] = 0;
      r->seen[vertex] = false;
    }
    split_cell(r, cell, n_cell);
  }
}

static int
compare_colours(const void *a, const void *b)
{
  const sighting *left = a;
  const sighting *right = b;
  int result = compare_sightings(a, b);
  return result != 0 ? result
                     : (left->vertex > right->vertex) - (left->vertex < right->vertex);
}

// The cells of the colours themselves; all of them split.
static void
start_cells(refiner *r)
{
  furat_partition *p = r->partition;
  for (uint32_t v = 0; v < p->n; v++) {
    r->sightings[v] = (sighting){r->graph->colours[v], v};
  }
  qsort(r->sightings, p->n, sizeof *r->sightings, compare_colours);
  uint32_t start = 0;
  for (uint32_t i = 0; i < p->n; i++) {
    if (i == 0 || r->sightings[i].sum != r->sightings[i - 1].sum) {
      start = i;
      p->n_cells++;
      enqueue(r, start);
    }
    put(p, i, r->sightings[i].vertex);
    p->cells[r->sightings[i].vertex] = start;
    p->lengths[start]++;
  }
}

static bool
refiner_init(refiner *r, uint32_t n)
{
  r->queue = furat_alloc_zeroed(n, sizeof *r->queue);
  r->queued = furat_alloc_zeroed(n, sizeof *r->queued);
  r->sums = furat_alloc_zeroed(n, sizeof *r->sums);
  r->seen = furat_alloc_zeroed(n, sizeof *r->seen);
  r->sightings = furat_alloc_zeroed(n, sizeof *r->sightings);
  r->touched = furat_alloc_zeroed(n, sizeof *r->touched);
  r->splitter = furat_alloc_zeroed(n, sizeof *r->splitter);
  return r->queue && r->queued && r->sums && r->seen && r->sightings && r->touched &&
         r->splitter;
}

static void
refiner_clear(refiner *r)
{
  furat_free(r->queue);
  furat_free(r->queued);
  furat_free(r->sums);
  furat_free(r->seen);
  furat_free(r->sightings);
  furat_free(r->touched);
  furat_free(r->splitter);
}

static bool
partition_alloc(furat_partition *p, uint32_t n)
{
  *p = (furat_partition){.n = n};
  p->vertices = furat_alloc_zeroed(n, sizeof *p->vertices);
  p->places = furat_alloc_zeroed(n, sizeof *p->places);
  p->cells = furat_alloc_zeroed(n, sizeof *p->cells);
  p->lengths = furat_alloc_zeroed(n, sizeof *p->lengths);
  return p->vertices && p->places && p->cells && p->lengths;
}

furat_status
furat_partition_init(furat_partition *partition, const furat_colour_graph *graph,
                     uint64_t *work, furat_error *err)
{
  assert(graph->n_vertices > 0);
  refiner r = {.graph = graph, .partition = partition};
  bool allocated = partition_alloc(partition, graph->n_vertices);
  allocated = refiner_init(&r, graph->n_vertices) && allocated;
  if (allocated) {
    start_cells(&r);
    while (r.n_queued > 0 && partition->n_cells < partition->n) {
      split_by(&r, dequeue(&r));
    }
    *work += r.work + partition->n;
  } else {
    furat_partition_clear(partition);
  }
  refiner_clear(&r);
  return allocated ? FURAT_OK : furat_error_no_mem(err);
}

void
furat_partition_clear(furat_partition *partition)
{
  furat_free(partition->vertices);
  furat_free(partition->places);
  furat_free(partition->cells);
  furat_free(partition->lengths);
  *partition = (furat_partition){.n = 0};
}
