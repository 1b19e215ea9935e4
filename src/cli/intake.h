// SPDX-License-Identifier: GPL-3.0-or-later
// How documents are taken in: the options by which commands are told how to read
// documents.
#ifndef FURAT_CLI_INTAKE_H
#define FURAT_CLI_INTAKE_H

#include "base/options.h"
#include "engine/furat.h"

/// The ids of the options; commands use ids below these for their own.
enum { FURAT_INTAKE_FORMAT = 2000, FURAT_INTAKE_BASE, FURAT_INTAKE_KEEP_GOING };

/// What is read, space separated, for tables of options.
#define FURAT_INTAKE_CHOICES "ntriples nquads turtle trig rdfxml rdfa guess"

/// Rows for a command's table of options.
#define FURAT_INTAKE_OPTIONS                                                          \
  {.id = FURAT_INTAKE_FORMAT,                                                         \
   .letter = 'f',                                                                     \
   .kind = FURAT_OPTION_CHOICE,                                                       \
   .name = "format",                                                                  \
   .argument = "FORMAT",                                                              \
   .choices = FURAT_INTAKE_CHOICES,                                                   \
   .help = "read documents as FORMAT; without it the ending of a name tells, and "    \
           "standard input is TriG (so is Turtle, so are N-Triples)"},                \
  {                                                                                   \
    .id = FURAT_INTAKE_BASE, .letter = 'b', .kind = FURAT_OPTION_IRI, .name = "base", \
    .argument = "IRI",                                                                \
    .help = "resolve relative IRIs against IRI instead of the document's own"         \
  }

/// A row for commands that can go on behind a bad line.
#define FURAT_INTAKE_KEEP_GOING_OPTION                                       \
  {                                                                          \
    .id = FURAT_INTAKE_KEEP_GOING, .letter = 'k', .kind = FURAT_OPTION_FLAG, \
    .name = "keep-going",                                                    \
    .help = "N-Triples and N-Quads: report bad lines and go on behind them"  \
  }

/// How documents are read, and what happened meanwhile.
typedef struct furat_intake {
  furat_read_options read;
  uint64_t n_bad_lines; ///< left out because of --keep-going
  furat_arena texts;
  void *self;
  void (*before_message)(void *self); ///< for who has a progress line; or NULL
} furat_intake;

void
furat_intake_init(furat_intake *input, const furat_cancel *cancel);

void
furat_intake_clear(furat_intake *input);

/// Take what the arguments say.  `input` must stay where it is.
FURAT_NODISCARD furat_status
furat_intake_take(furat_intake *input, const furat_vec *arguments, furat_error *err);

/// Make `options` fit a document: standard input without a syntax is TriG.  FURAT_USAGE,
/// with what would do instead, for a folder and for a store.
FURAT_NODISCARD furat_status
furat_intake_fit(furat_read_options *options, const char *path, furat_error *err);

/// Read one document into the sink.
FURAT_NODISCARD furat_status
furat_intake_read(const furat_intake *input, const char *path,
                  const furat_quad_sink *sink, furat_error *err);

/// After the last document: FURAT_BAD_SYNTAX when lines were left out.
FURAT_NODISCARD furat_status
furat_intake_finish(const furat_intake *input, furat_error *err);

/// The only operand of a command that reads one document, or NULL and an error that names
/// the command.
const char *
furat_intake_one(const furat_vec *arguments, const char *command, furat_error *err);

#endif
