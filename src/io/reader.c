// SPDX-License-Identifier: GPL-3.0-or-later
// Chooses input, base IRI and reader, and nothing else.      path -> [reader] -> readers
#include "io/reader.h"

#include <string.h>

#include "io/reading.h"
#include "rdf/iri.h"

/// Somebody who trusts the name of a file looks for the mistake elsewhere.
static void
tell_packing(const furat_byte_source *input, furat_status status, furat_error *err)
{
  static const struct {
    const char *ending;
    const char *name;
  } packings[] = {{".gz", "gzip"}, {".zst", "zstd"}};
  const furat_str name = furat_str_of(furat_byte_source_name(input));
  if ((status != FURAT_BAD_SYNTAX && status != FURAT_BAD_DATA) ||
      furat_byte_source_is_packed(input)) {
    return;
  }
  for (size_t i = 0; i < sizeof packings / sizeof packings[0]; ++i) {
    if (furat_str_ends_with(name, furat_str_of(packings[i].ending))) {
      furat_error_hint(err, "the file is not packed with %s, whatever its name says",
                       packings[i].name);
    }
  }
}

static furat_status
read_syntax(furat_reading *reading, const furat_syntax *syntax, furat_str base,
            furat_error *err)
{
  switch (syntax->id) {
  case FURAT_SYNTAX_NTRIPLES:
  case FURAT_SYNTAX_NQUADS:
    return furat_read_lines(reading, syntax->has_graphs, err);
  case FURAT_SYNTAX_TURTLE:
  case FURAT_SYNTAX_TRIG:
    return furat_read_turtle(reading, syntax->has_graphs, base, err);
  case FURAT_SYNTAX_RDFXML:
    return furat_read_raptor(reading, "rdfxml", base, err);
  case FURAT_SYNTAX_RDFA:
    return furat_read_raptor(reading, "rdfa", base, err);
  case FURAT_SYNTAX_GUESS:
    return furat_read_raptor(reading, "guess", base, err);
  case FURAT_SYNTAX_NONE:
  case FURAT_SYNTAX_JSONLD:
  case FURAT_SYNTAX_DOT:
    break;
  }
  furat_error_set(err, FURAT_UNSUPPORTED, "%s is written, but cannot be read",
                  syntax->name);
  furat_error_hint(err, "ntriples, nquads, turtle, trig, rdfxml and rdfa can");
  return FURAT_UNSUPPORTED;
}

furat_status
furat_read_input(furat_byte_source *take, const furat_read_options *options,
                 const furat_quad_sink *sink, furat_error *err)
{
  furat_reading reading;
  furat_status status = furat_reading_begin(&reading, take, options, sink, err);
  if (status == FURAT_OK) {
    status = read_syntax(&reading, options->syntax, options->base, err);
  }
  furat_reading_end(&reading);
  tell_packing(take, status, err);
  // What the sink met with, such as a full disk, is not the document's, nor is a time
  // limit; what is, has a place in it.
  if (status == FURAT_BAD_SYNTAX || status == FURAT_BAD_DATA ||
      status == FURAT_UNSUPPORTED || (status != FURAT_OK && err && err->line > 0)) {
    furat_error_source(err, furat_byte_source_name(take));
  }
  furat_byte_source_close(take);
  return status;
}

/// Whether the ending is that of a packing that is not unpacked.
static bool
is_packed_by_name(const char *path)
{
  static const char *const endings[] = {".bz2", ".xz", ".zip", ".lz4", ".7z", ".rar"};
  for (size_t i = 0; i < sizeof endings / sizeof endings[0]; ++i) {
    if (furat_str_ends_with(furat_str_of(path), furat_str_of(endings[i]))) {
      return true;
    }
  }
  return false;
}

/// The syntax of a file: what was asked for, or what its ending says.
static const furat_syntax *
choose_syntax(const char *path, const furat_read_options *options, furat_error *err)
{
  const furat_syntax *syntax =
      options->syntax ? options->syntax : furat_syntax_of_file(path);
  if (!syntax) {
    furat_error_set(err, FURAT_USAGE, "the ending of %s does not tell its syntax", path);
    if (is_packed_by_name(path)) {
      furat_error_hint(err, "gzip and zstd are unpacked here; unpack it into a pipe, and "
                            "name the syntax with --format");
    } else {
      furat_error_hint(err, "give it with --format, such as --format turtle");
    }
  }
  return syntax;
}

/// Append the base IRI of a file: the one asked for, or its own.
static furat_status
choose_base(furat_buffer *base, const char *path, const furat_read_options *options,
            furat_error *err)
{
  if (options->base.len > 0) {
    furat_buffer_append(base, options->base);
  } else if (strcmp(path, "-") == 0) {
    return furat_iri_of_file(base, "", err); // the working directory
  } else {
    return furat_iri_of_file(base, path, err);
  }
  return furat_buffer_status(base, err);
}

furat_status
furat_read_file(const char *path, const furat_read_options *options,
                const furat_quad_sink *sink, furat_error *err)
{
  furat_read_options chosen = *options;
  chosen.syntax = choose_syntax(path, options, err);
  if (!chosen.syntax) {
    return FURAT_USAGE;
  }
  furat_buffer base;
  furat_buffer_init(&base, SIZE_MAX);
  furat_status status = choose_base(&base, path, options, err);
  chosen.base = furat_buffer_str(&base);
  furat_byte_source *input = NULL;
  if (status == FURAT_OK) {
    status = furat_byte_source_open_file(&input, path, err);
  }
  if (status == FURAT_OK) {
    furat_byte_source_count(input, options->n_bytes_read);
    furat_byte_source_cancel(input, options->cancel);
    status = furat_read_input(input, &chosen, sink, err);
  }
  furat_buffer_clear(&base);
  return status;
}

furat_status
furat_read_memory(furat_str text, const char *name, const furat_read_options *options,
                  const furat_quad_sink *sink, furat_error *err)
{
  furat_byte_source *input;
  const furat_status status = furat_byte_source_open_memory(&input, text, name, err);
  return status == FURAT_OK ? furat_read_input(input, options, sink, err) : status;
}
