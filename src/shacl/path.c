// SPDX-License-Identifier: GPL-3.0-or-later
// Paths of SHACL (section 2.3.1), read from the shapes graph and written as SPARQL.
//                                                          shapes -> [path] -> validate
#include "rdf/vocabulary.h"
#include "results/cell.h"
#include "shacl/shapes.h"

// Deeper ones are taken for paths that hold themselves.
#define MAX_DEPTH 50U

/// How a node says of which kind its path is, but for sequences and predicates.
typedef struct path_property {
  furat_shacl_path_kind kind;
  const char *property;
  const char *modifier; ///< in SPARQL, behind the path
} path_property;

static const path_property properties[] = {
    {FURAT_SHACL_PATH_ALTERNATIVE, FURAT_SH "alternativePath", ""},
    {FURAT_SHACL_PATH_INVERSE, FURAT_SH "inversePath", ""},
    {FURAT_SHACL_PATH_ZERO_OR_MORE, FURAT_SH "zeroOrMorePath", "*"},
    {FURAT_SHACL_PATH_ONE_OR_MORE, FURAT_SH "oneOrMorePath", "+"},
    {FURAT_SHACL_PATH_ZERO_OR_ONE, FURAT_SH "zeroOrOnePath", "?"},
};
enum { N_PROPERTIES = sizeof properties / sizeof properties[0] };

static furat_status
read_node(const furat_shacl_path **out, furat_shapes *shapes, const furat_term *node,
          unsigned depth, furat_error *err);

static furat_shacl_path *
new_path(furat_shapes *shapes, furat_shacl_path_kind kind, size_t n_parts)
{
  furat_shacl_path *path = FURAT_ARENA_NEW(&shapes->arena, furat_shacl_path);
  const furat_shacl_path **parts =
      FURAT_ARENA_ARRAY(&shapes->arena, const furat_shacl_path *, n_parts + 1);
  if (!path || !parts) {
    return NULL;
  }
  *path = (furat_shacl_path){.kind = kind, .n_parts = n_parts, .parts = parts};
  return path;
}

/// A path of `n` parts, each of which is a node.
static furat_status
read_parts(const furat_shacl_path **out, furat_shapes *shapes, furat_shacl_path_kind kind,
           const furat_term *nodes, size_t n, unsigned depth, furat_error *err)
{
  furat_shacl_path *path = new_path(shapes, kind, n);
  furat_status status = path ? FURAT_OK : furat_error_no_mem(err);
  for (size_t i = 0; status == FURAT_OK && i < n; ++i) {
    status = read_node(&path->parts[i], shapes, &nodes[i], depth + 1, err);
  }
  *out = path;
  return status;
}

static furat_status
read_list(const furat_shacl_path **out, furat_shapes *shapes, furat_shacl_path_kind kind,
          const furat_term *list, unsigned depth, furat_error *err)
{
  furat_vec members;
  furat_vec_init(&members, sizeof(furat_term), UINT32_MAX);
  furat_status status = furat_shapes_list(&members, shapes, list, err);
  if (status == FURAT_OK && members.n < 2) {
    status = furat_shapes_error(err, list, "that it is a path of less than two parts");
  }
  if (status == FURAT_OK) {
    status = read_parts(out, shapes, kind, members.items, members.n, depth, err);
  }
  furat_vec_clear(&members);
  return status;
}

/// A blank node says by one property what it is; a sequence wins over the others.
static furat_status
read_blank(const furat_shacl_path **out, furat_shapes *shapes, const furat_term *node,
           unsigned depth, furat_error *err)
{
  furat_term value;
  furat_status status =
      furat_shapes_object(&value, shapes, node, FURAT_STR(FURAT_RDF_FIRST), err);
  if (status == FURAT_OK && value.kind != FURAT_TERM_NONE) {
    return read_list(out, shapes, FURAT_SHACL_PATH_SEQUENCE, node, depth, err);
  }
  for (size_t i = 0; status == FURAT_OK && i < N_PROPERTIES; ++i) {
    status = furat_shapes_object(&value, shapes, node,
                                 furat_str_of(properties[i].property), err);
    if (status == FURAT_OK && value.kind != FURAT_TERM_NONE) {
      return properties[i].kind == FURAT_SHACL_PATH_ALTERNATIVE
                 ? read_list(out, shapes, properties[i].kind, &value, depth, err)
                 : read_parts(out, shapes, properties[i].kind, &value, 1, depth, err);
    }
  }
  return status == FURAT_OK
             ? furat_shapes_error(err, node, "nothing that makes it a path")
             : status;
}

static furat_status
read_node(const furat_shacl_path **out, furat_shapes *shapes, const furat_term *node,
          unsigned depth, furat_error *err)
{
  if (depth > MAX_DEPTH) {
    return furat_shapes_error(err, node, "that it is a path which is too deep");
  }
  if (node->kind == FURAT_TERM_BLANK) {
    return read_blank(out, shapes, node, depth, err);
  }
  if (node->kind != FURAT_TERM_IRI) {
    return furat_shapes_error(err, node, "that it is a path, but it is a literal");
  }
  furat_shacl_path *path = new_path(shapes, FURAT_SHACL_PATH_PREDICATE, 0);
  if (!path) {
    return furat_error_no_mem(err);
  }
  path->iri = *node;
  *out = path;
  return FURAT_OK;
}

furat_status
furat_shacl_path_read(const furat_shacl_path **path, furat_shapes *shapes,
                      const furat_term *node, furat_error *err)
{
  return read_node(path, shapes, node, 0, err);
}

const char *
furat_shacl_path_property(furat_shacl_path_kind kind)
{
  for (size_t i = 0; i < N_PROPERTIES; ++i) {
    if (properties[i].kind == kind) {
      return properties[i].property;
    }
  }
  return NULL;
}

static const char *
modifier_of(furat_shacl_path_kind kind)
{
  for (size_t i = 0; i < N_PROPERTIES; ++i) {
    if (properties[i].kind == kind) {
      return properties[i].modifier;
    }
  }
  return "";
}

void
furat_shacl_path_write(furat_buffer *out, const furat_shacl_path *path,
                       const furat_prefixes *prefixes)
{
  if (path->kind == FURAT_SHACL_PATH_PREDICATE) {
    if (prefixes) {
      furat_term_write_cell(out, &path->iri, prefixes);
    } else {
      furat_term_write_ntriples(out, &path->iri);
    }
    return;
  }
  furat_buffer_append_cstr(out, path->kind == FURAT_SHACL_PATH_INVERSE ? "(^" : "(");
  for (size_t i = 0; i < path->n_parts; ++i) {
    if (i > 0) {
      furat_buffer_append_byte(out, path->kind == FURAT_SHACL_PATH_SEQUENCE ? '/' : '|');
    }
    furat_shacl_path_write(out, path->parts[i], prefixes);
  }
  furat_buffer_append_cstr(out, modifier_of(path->kind));
  furat_buffer_append_byte(out, ')');
}
