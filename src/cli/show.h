// SPDX-License-Identifier: GPL-3.0-or-later
// Showing results in the format that was asked for, or in the one that fits where they
// go.
#ifndef FURAT_CLI_SHOW_H
#define FURAT_CLI_SHOW_H

#include "engine/furat.h"
#include "io/writer.h"
#include "results/table.h"

/// What --results may be, space separated, for tables of options.
#define FURAT_RESULTS_CHOICES                                                 \
  "table box line json jsonl xml csv tsv markdown html turtle trig ntriples " \
  "nquads rdfxml jsonld dot"

/// How results are shown.
typedef struct furat_show {
  const char *format; ///< one of the choices; NULL: solutions as a table on a terminal
                      ///< and as TSV elsewhere, graphs as Turtle
  bool terminal;      ///< they go to one
  furat_table_options table;
} furat_show;

/// What fits a descriptor; for solutions and graphs with these prefixes (or NULL).
furat_show
furat_show_on(int fd, const char *format, const furat_prefixes *prefixes);

/// Write solutions.
FURAT_NODISCARD furat_status
furat_show_rows(furat_output *output, const furat_rows *rows, const furat_show *show,
                furat_error *err);

/// A sink that writes a graph to `output`: begin, emit, finish, free.  FURAT_USAGE: the
/// format is none of graphs.
FURAT_NODISCARD furat_status
furat_show_graph(furat_writer **out, furat_output *output, const furat_show *show,
                 furat_error *err);

/// Write results of either kind.
FURAT_NODISCARD furat_status
furat_show_results(furat_output *output, furat_results *results, const furat_show *show,
                   furat_error *err);

/// Write them to standard output, as it fits there.
FURAT_NODISCARD furat_status
furat_show_on_stdout(furat_results *results, const char *format,
                     const furat_prefixes *prefixes, furat_error *err);

/// Fill `prefixes` (initialised) with the well-known ones.
FURAT_NODISCARD furat_status
furat_show_prefixes(furat_prefixes *prefixes, furat_error *err);

#endif
