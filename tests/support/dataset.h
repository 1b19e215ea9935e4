// SPDX-License-Identifier: GPL-3.0-or-later
// Datasets of tests: collected from a sink, made at random, shuffled, relabelled, and
// compared up to the names of blank nodes (by trying, independently of how the writers
// order them).
#ifndef FURAT_TESTS_SUPPORT_DATASET_H
#define FURAT_TESTS_SUPPORT_DATASET_H

#include "base/arena.h"
#include "base/vec.h"
#include "io/quad_sink.h"

typedef struct dataset {
  furat_arena texts;
  furat_vec quads; ///< furat_quad, copied
} dataset;

/// Random numbers that a seed repeats.
typedef struct random_source {
  uint64_t state;
} random_source;

/// From FURAT_SEED or the clock; prints the seed under the name.
random_source
random_start(const char *name);

/// A number below `n` (at least 1).
size_t
random_below(random_source *random, size_t n);

void
dataset_init(dataset *d);

void
dataset_clear(dataset *d);

/// A sink that copies into the dataset.
furat_quad_sink
dataset_sink(dataset *d);

/// Add a quad; fails the test without memory.
void
dataset_add(dataset *d, furat_quad quad);

/// What `dataset_random` may put in.
typedef struct dataset_features {
  bool graphs;
  bool blank_graphs;
  bool xml_only; ///< what RDF/XML can hold: characters of XML, predicates that are QNames
  bool odd_iris; ///< IRIs with every legal character
} dataset_features;

/// Some tens of quads: lists (also malformed), nested, shared and circular blank nodes,
/// literals of every form.
void
dataset_random(dataset *d, random_source *random, dataset_features features);

/// The same dataset in another order, some quads twice, under other blank node labels.
void
dataset_disguise(dataset *out, const dataset *d, random_source *random);

/// Drop the graphs.
void
dataset_flatten(dataset *d);

/// Whether a renaming of blank nodes makes the two sets of quads equal.
bool
dataset_isomorphic(const dataset *a, const dataset *b);

/// Print as N-Quads to standard error.
void
dataset_print(const char *title, const dataset *d);

#endif
