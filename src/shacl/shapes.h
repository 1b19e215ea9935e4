// SPDX-License-Identifier: GPL-3.0-or-later
// The shapes graph: shapes, their paths, and what they say.
//                                                        engine -> [shapes] -> validate
#ifndef FURAT_SHACL_SHAPES_H
#define FURAT_SHACL_SHAPES_H

#include "base/vec.h"
#include "shacl/query.h"

typedef struct furat_shapes {
  furat_dataset *dataset; ///< whose default graph is the shapes graph
  const furat_cancel *cancel;
  furat_arena arena; ///< of all that is read from it
  furat_vec shapes;  ///< furat_shape *, read so far
} furat_shapes;

/// SHACL section 2.3.1.
typedef enum furat_shacl_path_kind {
  FURAT_SHACL_PATH_PREDICATE, ///< `iri`
  FURAT_SHACL_PATH_SEQUENCE,
  FURAT_SHACL_PATH_ALTERNATIVE,
  FURAT_SHACL_PATH_INVERSE,
  FURAT_SHACL_PATH_ZERO_OR_MORE,
  FURAT_SHACL_PATH_ONE_OR_MORE,
  FURAT_SHACL_PATH_ZERO_OR_ONE
} furat_shacl_path_kind;

typedef struct furat_shacl_path furat_shacl_path;
struct furat_shacl_path {
  furat_shacl_path_kind kind;
  furat_term iri;
  size_t n_parts;
  const furat_shacl_path **parts; ///< two or more of a sequence, one of the others
};

typedef struct furat_shape {
  furat_term node;
  bool deactivated;
  const furat_shacl_path *path; ///< NULL: a node shape
  furat_str path_text;          ///< the path in SPARQL
  furat_term severity;          ///< sh:Violation unless it says otherwise
} furat_shape;

void
furat_shapes_init(furat_shapes *shapes, furat_dataset *dataset,
                  const furat_cancel *cancel);

void
furat_shapes_clear(furat_shapes *shapes);

/// Append the objects of the triples of `subject` with the predicate, as furat_term.
/// They live as long as the shapes.
FURAT_NODISCARD furat_status
furat_shapes_objects(furat_vec *objects, furat_shapes *shapes, const furat_term *subject,
                     furat_str predicate, furat_error *err);

/// Append the subjects of the triples with the predicate and `object`, in the same way.
FURAT_NODISCARD furat_status
furat_shapes_subjects(furat_vec *subjects, furat_shapes *shapes, furat_str predicate,
                      const furat_term *object, furat_error *err);

/// The only object, or none; FURAT_BAD_DATA when there are more.
FURAT_NODISCARD furat_status
furat_shapes_object(furat_term *object, furat_shapes *shapes, const furat_term *subject,
                    furat_str predicate, furat_error *err);

/// Whether the only object is true.
FURAT_NODISCARD furat_status
furat_shapes_flag(bool *flag, furat_shapes *shapes, const furat_term *subject,
                  furat_str predicate, furat_error *err);

/// Append the members of an RDF list.  FURAT_BAD_DATA when it is none, or has no end.
FURAT_NODISCARD furat_status
furat_shapes_list(furat_vec *members, furat_shapes *shapes, const furat_term *list,
                  furat_error *err);

/// The shape that a node is.
FURAT_NODISCARD furat_status
furat_shapes_find(const furat_shape **shape, furat_shapes *shapes, const furat_term *node,
                  furat_error *err);

/// Append the nodes of all shapes with a target, as furat_term, in an order that the
/// shapes graph decides.
FURAT_NODISCARD furat_status
furat_shapes_with_targets(furat_vec *nodes, furat_shapes *shapes, furat_error *err);

/// Read the path that a node of the shapes graph is (section 2.3.1).
FURAT_NODISCARD furat_status
furat_shacl_path_read(const furat_shacl_path **path, furat_shapes *shapes,
                      const furat_term *node, furat_error *err);

/// Append the path in SPARQL's syntax: with full IRIs, or, for people, abbreviated by
/// `prefixes`.
void
furat_shacl_path_write(furat_buffer *out, const furat_shacl_path *path,
                       const furat_prefixes *prefixes);

/// The property by which a blank node says that it is a path of that kind; NULL for
/// predicates and sequences.
const char *
furat_shacl_path_property(furat_shacl_path_kind kind);

/// FURAT_BAD_DATA: `message` about a node of the shapes graph.
FURAT_NODISCARD furat_status
furat_shapes_error(furat_error *err, const furat_term *node, const char *message);

#endif
