// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a release.  Each file is made in memory, because its description needs its size
// and its digest; the folder has another name until the last file is in it.
//                                                  engine, io -> [release] -> cmd_export
#include "cli/release.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "cli/release_internal.h"

enum { MAX_PATH = 1 << 16, MAX_FILES = 1 << 20 };

// ----------------------------------------------------------------------- the folder

static furat_status
check_folder(const char *folder, furat_error *err)
{
  DIR *handle = opendir(folder);
  if (!handle) {
    return errno == ENOENT ? FURAT_OK
                           : furat_error_io(err, "cannot write into", folder, errno);
  }
  size_t n = 0;
  for (struct dirent *entry = readdir(handle); entry; entry = readdir(handle)) {
    n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
  }
  (void)closedir(handle);
  if (n > 0) {
    furat_error_set(err, FURAT_USAGE, "there is something in the folder %.200s already",
                    folder);
    furat_error_hint(err, "a release goes into a folder of its own, which is made");
    return FURAT_USAGE;
  }
  return FURAT_OK;
}

// Beside the folder, so that it can be renamed to it.
static furat_status
make_part(furat_release *release, furat_str folder, furat_error *err)
{
  while (folder.len > 1 && folder.data[folder.len - 1] == '/') {
    folder.len -= 1;
  }
  furat_buffer_append(&release->part, folder);
  furat_buffer_appendf(&release->part, ".part-%ld", (long)getpid());
  const furat_status status = furat_buffer_status(&release->part, err);
  if (status == FURAT_OK && mkdir(release->part.data, 0777) != 0) {
    const int cause = errno;
    furat_buffer_reset(&release->part);
    return furat_error_io(err, "cannot make the folder", folder.data, cause);
  }
  return status;
}

static furat_status
set_path(furat_release *release, furat_str name, furat_error *err)
{
  furat_buffer_reset(&release->path);
  furat_buffer_append(&release->path, furat_buffer_str(&release->part));
  furat_buffer_append_byte(&release->path, '/');
  furat_buffer_append(&release->path, name);
  return furat_buffer_status(&release->path, err);
}

static void
remove_part(furat_release *release)
{
  furat_error ignored = {0};
  for (size_t i = 0; i < release->files.n; ++i) {
    const furat_release_file *file =
        &FURAT_VEC_AT(&release->files, furat_release_file, i);
    if (set_path(release, file->name, &ignored) == FURAT_OK) {
      (void)unlink(release->path.data);
    }
  }
  furat_error_clear(&ignored);
  (void)rmdir(release->part.data);
}

// ------------------------------------------------------------------------ the files

static bool
is_taken(const furat_release *release, furat_str name)
{
  static const char *const own[] = {"dataset.nq", "dataset.jsonld", "void.ttl",
                                    "SHA256SUMS"};
  for (size_t i = 0; i < sizeof own / sizeof own[0]; ++i) {
    if (furat_str_equal(name, furat_str_of(own[i]))) {
      return true;
    }
  }
  for (size_t i = 0; i < release->files.n; ++i) {
    if (furat_str_equal(name,
                        FURAT_VEC_AT(&release->files, furat_release_file, i).name)) {
      return true;
    }
  }
  return false;
}

// https://w3id.org/furat/graph/doc/002 is graph-doc-002.ttl.
static furat_status
name_graph_file(furat_release *release, furat_str graph, furat_str *name,
                furat_error *err)
{
  static const char plain[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
  enum { MAX_STEM = 200 };
  furat_buffer text;
  furat_buffer_init(&text, MAX_PATH);
  if (furat_str_starts_with(graph, release->space)) {
    graph = furat_str_slice(graph, release->space.len, graph.len);
  }
  for (size_t i = 0; i < graph.len && text.len < MAX_STEM; ++i) {
    const bool is_plain = graph.data[i] != '\0' && strchr(plain, graph.data[i]);
    if (is_plain || (text.len > 0 && text.data[text.len - 1] != '-')) {
      furat_buffer_append_byte(&text, is_plain ? graph.data[i] : '-');
    }
  }
  if (text.len == 0) {
    furat_buffer_append_cstr(&text, "graph");
  }
  const size_t stem = text.len;
  furat_buffer_append_cstr(&text, ".ttl");
  for (size_t i = 2;
       text.status == FURAT_OK && is_taken(release, furat_buffer_str(&text)); ++i) {
    furat_buffer_truncate(&text, stem);
    furat_buffer_appendf(&text, "-%zu.ttl", i);
  }
  furat_status status = furat_buffer_status(&text, err);
  if (status == FURAT_OK &&
      !furat_arena_copy(&release->texts, furat_buffer_str(&text), name)) {
    status = furat_error_no_mem(err);
  }
  furat_buffer_clear(&text);
  return status;
}

static furat_status
digest_bytes(furat_release *release, furat_str bytes, furat_str *sha256, furat_error *err)
{
  furat_buffer text;
  furat_buffer_init(&text, MAX_PATH);
  furat_digest_write(&text, FURAT_DIGEST_SHA256, bytes);
  furat_status status = furat_buffer_status(&text, err);
  if (status == FURAT_OK &&
      !furat_arena_copy(&release->texts, furat_buffer_str(&text), sha256)) {
    status = furat_error_no_mem(err);
  }
  furat_buffer_clear(&text);
  return status;
}

// Recorded before it is written, so that what a failure leaves is removed.
static furat_status
put_file(furat_release *release, furat_release_file file, furat_str bytes,
         furat_error *err)
{
  furat_output *output = NULL;
  file.n_bytes = bytes.len;
  furat_status status = digest_bytes(release, bytes, &file.sha256, err);
  if (status == FURAT_OK) {
    furat_vec_push(&release->files, &file);
    status = furat_vec_status(&release->files, err);
  }
  if (status == FURAT_OK) {
    status = set_path(release, file.name, err);
  }
  if (status == FURAT_OK) {
    status = furat_output_to_file(&output, release->path.data, err);
  }
  if (status == FURAT_OK) {
    status = furat_output_write(output, bytes, err);
  }
  if (status == FURAT_OK) {
    status = furat_output_finish(output, err);
  }
  furat_output_free(output);
  return status;
}

// What fills a file: the dataset, one graph of it, or its description.
typedef furat_status (*fill_fn)(const furat_release *release, const furat_term *graph,
                                const furat_quad_sink *sink, furat_error *err);

static furat_status
fill_graph(const furat_release *release, const furat_term *graph,
           const furat_quad_sink *sink, furat_error *err)
{
  const furat_term pattern[3] = {FURAT_TERM_UNSET, FURAT_TERM_UNSET, FURAT_TERM_UNSET};
  return furat_dataset_match(release->dataset, pattern, graph, sink, release->cancel,
                             err);
}

static furat_status
fill_description(const furat_release *release, const furat_term *graph,
                 const furat_quad_sink *sink, furat_error *err)
{
  (void)graph;
  return furat_release_describe(release, sink, err);
}

static furat_status
write_rdf(furat_release *release, furat_release_file file, const furat_term *graph,
          fill_fn fill, furat_error *err)
{
  const furat_canonical_options canonical = {.digest = FURAT_DIGEST_SHA256,
                                             .cancel = release->cancel};
  const furat_write_options write = {
      .syntax = file.syntax,
      .prefixes = release->prefixes,
      .sorted = true,
      .canonical = file.syntax->id == FURAT_SYNTAX_NQUADS ? &canonical : NULL};
  furat_buffer bytes;
  furat_output *output = NULL;
  furat_writer *writer = NULL;
  furat_buffer_init(&bytes, SIZE_MAX);
  furat_status status = furat_output_to_buffer(&output, &bytes, err);
  if (status == FURAT_OK) {
    status = furat_writer_new(&writer, output, &write, err);
  }
  if (status == FURAT_OK) {
    const furat_quad_sink sink = furat_writer_sink(writer);
    status = fill(release, graph, &sink, err);
  }
  if (status == FURAT_OK) {
    status = furat_cancel_poll(release->cancel, err);
  }
  if (status == FURAT_OK) {
    status = furat_writer_finish(writer, err);
  }
  if (status == FURAT_OK) {
    status = furat_output_finish(output, err);
  }
  if (status == FURAT_OK && (bytes.len > 0 || graph == NULL)) {
    status = put_file(release, file, furat_buffer_str(&bytes), err);
  }
  furat_writer_free(writer);
  furat_output_free(output);
  furat_buffer_clear(&bytes);
  return status;
}

static furat_status
write_graph(furat_release *release, furat_str graph, furat_error *err)
{
  const furat_term term = furat_term_iri(graph);
  furat_release_file file = {.graph = graph,
                             .syntax = furat_syntax_named(FURAT_STR("turtle"))};
  const furat_status status = name_graph_file(release, graph, &file.name, err);
  return status == FURAT_OK ? write_rdf(release, file, &term, fill_graph, err) : status;
}

// The names of the graphs; those that are blank nodes are in dataset.nq alone.
typedef struct name_taker {
  furat_vec graphs; ///< furat_str
  furat_arena *texts;
} name_taker;

static furat_status
take_name(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  name_taker *taker = self;
  for (size_t i = 0; i < n; ++i) {
    furat_str copy;
    if (quads[i].subject.kind != FURAT_TERM_IRI) {
      continue;
    }
    if (!furat_arena_copy(taker->texts, quads[i].subject.text, &copy)) {
      return furat_error_no_mem(err);
    }
    furat_vec_push(&taker->graphs, &copy);
  }
  return furat_vec_status(&taker->graphs, err);
}

static furat_status
write_graphs(furat_release *release, furat_error *err)
{
  name_taker taker = {.texts = &release->texts};
  const furat_quad_sink sink = {.self = &taker, .emit = take_name};
  furat_vec_init(&taker.graphs, sizeof(furat_str), MAX_FILES);
  furat_status status = furat_dataset_graphs(release->dataset, &sink, err);
  for (size_t i = 0; status == FURAT_OK && i < taker.graphs.n; ++i) {
    status = write_graph(release, FURAT_VEC_AT(&taker.graphs, furat_str, i), err);
  }
  furat_vec_clear(&taker.graphs);
  return status;
}

static furat_status
write_sums(furat_release *release, furat_error *err)
{
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX);
  for (size_t i = 0; i < release->files.n; ++i) {
    const furat_release_file *file =
        &FURAT_VEC_AT(&release->files, furat_release_file, i);
    furat_buffer_appendf(&text, "%.*s  %.*s\n", FURAT_STR_ARGS(file->sha256),
                         FURAT_STR_ARGS(file->name));
  }
  furat_status status = furat_buffer_status(&text, err);
  if (status == FURAT_OK) {
    const furat_release_file file = {.name = FURAT_STR("SHA256SUMS")};
    status = put_file(release, file, furat_buffer_str(&text), err);
  }
  furat_buffer_clear(&text);
  return status;
}

static furat_status
write_files(furat_release *release, furat_error *err)
{
  const furat_release_file quads = {.name = FURAT_STR("dataset.nq"),
                                    .syntax = furat_syntax_named(FURAT_STR("nquads"))};
  const furat_release_file json = {.name = FURAT_STR("dataset.jsonld"),
                                   .syntax = furat_syntax_named(FURAT_STR("jsonld"))};
  const furat_syntax *turtle = furat_syntax_named(FURAT_STR("turtle"));
  const furat_release_file unnamed = {.name = FURAT_STR("default.ttl"), .syntax = turtle};
  const furat_release_file description = {.name = FURAT_STR("void.ttl"),
                                          .syntax = turtle};
  const furat_term no_graph = FURAT_TERM_UNSET;
  furat_status status = write_rdf(release, quads, NULL, fill_graph, err);
  if (status == FURAT_OK) {
    status = write_rdf(release, json, NULL, fill_graph, err);
  }
  if (status == FURAT_OK) {
    status = write_rdf(release, unnamed, &no_graph, fill_graph, err);
  }
  if (status == FURAT_OK) {
    status = write_graphs(release, err);
  }
  if (status == FURAT_OK) {
    status = write_rdf(release, description, NULL, fill_description, err);
  }
  return status == FURAT_OK ? write_sums(release, err) : status;
}

// ------------------------------------------------------------------------------ all

static furat_status
write_folder(furat_release *release, const char *folder, furat_error *err)
{
  furat_status status = make_part(release, furat_str_of(folder), err);
  if (status != FURAT_OK) {
    return status;
  }
  status = write_files(release, err);
  if (status == FURAT_OK && rename(release->part.data, folder) != 0) {
    status = furat_error_io(err, "cannot make the folder", folder, errno);
  }
  if (status != FURAT_OK) {
    remove_part(release);
  }
  return status;
}

furat_status
furat_release_write(furat_dataset *dataset, const furat_prefixes *prefixes,
                    const char *folder, const furat_cancel *cancel, furat_error *err)
{
  furat_release release = {.dataset = dataset, .prefixes = prefixes, .cancel = cancel};
  furat_vec_init(&release.files, sizeof(furat_release_file), MAX_FILES);
  furat_arena_init(&release.texts, SIZE_MAX);
  furat_buffer_init(&release.part, MAX_PATH);
  furat_buffer_init(&release.path, MAX_PATH);
  furat_status status = check_folder(folder, err);
  if (status == FURAT_OK) {
    status = furat_release_identify(&release, err);
  }
  if (status == FURAT_OK) {
    status = write_folder(&release, folder, err);
  }
  furat_vec_clear(&release.files);
  furat_arena_clear(&release.texts);
  furat_buffer_clear(&release.part);
  furat_buffer_clear(&release.path);
  return status;
}
