// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the catalogue of the shipped graph.                  io -> [engine] -> cli, shell
#include "engine/catalog.h"

#include <string.h>

#include "io/reader.h"

enum { MAX_FILES = 100000, MAX_TEXT = 1 << 26 };

#define DATA_DUMP "http://rdfs.org/ns/void#dataDump"
#define SUBJECT   "http://purl.org/dc/terms/subject"

// A file of ours is below the folder: what climbs out of it is refused.
static bool
stays_below(furat_str path)
{
  bool absolute = path.len == 0 || path.data[0] == '/';
  for (size_t i = 0; i + 1 < path.len; i++) {
    if (path.data[i] == '.' && path.data[i + 1] == '.') {
      return false;
    }
  }
  return !absolute && memchr(path.data, '\0', path.len) == NULL;
}

static furat_status
add_file(furat_catalog *catalog, const furat_quad *quad, furat_error *err)
{
  furat_str base = FURAT_STR(FURAT_SHIPPED_BASE);
  furat_str iri = quad->object.text;
  furat_str path = FURAT_STR_NONE;
  if (furat_str_starts_with(iri, base)) {
    path = furat_str_slice(iri, base.len, iri.len - base.len);
  }
  if (quad->object.kind != FURAT_TERM_IRI || quad->subject.kind != FURAT_TERM_IRI ||
      !stays_below(path)) {
    return furat_error_set(err, FURAT_BAD_DATA,
                           "the catalogue names a file outside of %s: %.200s",
                           FURAT_SHIPPED_BASE, iri.data ? iri.data : "");
  }
  furat_catalog_file file;
  if (!furat_arena_copy(&catalog->texts, quad->subject.text, &file.graph) ||
      !furat_arena_copy(&catalog->texts, path, &file.path)) {
    return furat_error_no_mem(err);
  }
  furat_vec_push(&catalog->files, &file);
  return furat_vec_status(&catalog->files, err);
}

static furat_status
add_claim_graph(furat_catalog *catalog, const furat_quad *quad, furat_error *err)
{
  furat_str graph;
  if (!furat_arena_copy(&catalog->texts, quad->subject.text, &graph)) {
    return furat_error_no_mem(err);
  }
  furat_vec_push(&catalog->claim_graphs, &graph);
  return furat_vec_status(&catalog->claim_graphs, err);
}

static furat_status
take_quads(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  furat_catalog *catalog = self;
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < n && status == FURAT_OK; i++) {
    if (furat_str_equal(quads[i].predicate.text, FURAT_STR(DATA_DUMP))) {
      status = add_file(catalog, &quads[i], err);
    } else if (furat_str_equal(quads[i].predicate.text, FURAT_STR(SUBJECT))) {
      status = add_claim_graph(catalog, &quads[i], err);
    }
  }
  return status;
}

furat_status
furat_catalog_read(furat_catalog *catalog, const char *datadir,
                   const furat_cancel *cancel, furat_error *err)
{
  furat_vec_init(&catalog->files, sizeof(furat_catalog_file), MAX_FILES);
  furat_vec_init(&catalog->claim_graphs, sizeof(furat_str), MAX_FILES);
  furat_arena_init(&catalog->texts, MAX_TEXT);
  furat_buffer path;
  furat_buffer_init(&path, MAX_TEXT);
  furat_buffer_append_cstr(&path, datadir);
  furat_buffer_append_cstr(&path, "/triples/catalog.ttl");
  furat_status status = furat_buffer_status(&path, err);
  if (status == FURAT_OK) {
    furat_read_options options = FURAT_READ_OPTIONS_INIT;
    options.base = FURAT_STR(FURAT_SHIPPED_BASE);
    options.blank_prefix = FURAT_STR("c_");
    options.cancel = cancel;
    furat_quad_sink sink = {.self = catalog, .emit = take_quads};
    status = furat_read_file(path.data, &options, &sink, err);
  }
  furat_buffer_clear(&path);
  return status;
}

void
furat_catalog_clear(furat_catalog *catalog)
{
  if (catalog->files.item_bytes == 0) {
    return;
  }
  furat_vec_clear(&catalog->files);
  furat_vec_clear(&catalog->claim_graphs);
  furat_arena_clear(&catalog->texts);
}
