// SPDX-License-Identifier: GPL-3.0-or-later
// Showing results in the format that was asked for, or in the one that fits where they
// go.
#ifndef FURAT_CLI_SHOW_H
#define FURAT_CLI_SHOW_H

#include "engine/furat.h"
#include "io/writer.h"
#include "results/filter.h"
#include "results/table.h"

/// What --results may be, space separated, for tables of options.
#define FURAT_RESULTS_CHOICES                                                 \
  "table box line json jsonl xml csv tsv markdown html turtle trig ntriples " \
  "nquads rdfxml jsonld dot"

/// How results are shown.
typedef struct furat_show {
  const char
      *format; ///< one of the choices; NULL: solutions as a table (or lines, where
               ///< that has no room) on a terminal and as TSV elsewhere, graphs as Turtle
  bool terminal;  ///< they go to one
  bool *as_lines; ///< set before the first byte where a table has become lines; or NULL
  furat_table_options table;
} furat_show;

/// What fits a descriptor; for solutions and graphs with these prefixes (or NULL).
furat_show
furat_show_on(int fd, const char *format, const furat_prefixes *prefixes);

/// Write solutions.
FURAT_NODISCARD furat_status
furat_show_rows(furat_output *output, const furat_rows *rows, const furat_show *show,
                furat_error *err);

/// A graph on its way out: begin, emit quads to `sink`, end (also after a failure).
typedef struct furat_graph_writer {
  furat_quad_sink sink;
  furat_writer *writer;
  furat_filter *filter;
} furat_graph_writer;

/// FURAT_USAGE: the format is none of graphs.
FURAT_NODISCARD furat_status
furat_show_graph_begin(furat_graph_writer *graph, furat_output *output,
                       const furat_show *show, furat_error *err);

/// Write what is left when `status` is FURAT_OK; returns `status` otherwise.
FURAT_NODISCARD furat_status
furat_show_graph_end(furat_graph_writer *graph, furat_status status, furat_error *err);

/// The option of commands that show results at a terminal.
#define FURAT_SHOW_PAGER_OPTION(number)                                   \
  {                                                                       \
    .id = (number), .kind = FURAT_OPTION_FLAG, .name = "no-pager",        \
    .help = "show what is longer than the screen without $PAGER, or less" \
  }

/// Write results of either kind to standard output, as it fits there; at a terminal with
/// a line about what takes long, and if `paged`, in a pager where they are longer than
/// the screen.
FURAT_NODISCARD furat_status
furat_show_on_stdout(furat_results *results, const char *format, bool paged,
                     const furat_prefixes *prefixes, furat_error *err);

/// Standard output for documents of data: at a terminal what is unsafe in them is made
/// visible.
FURAT_NODISCARD furat_status
furat_show_stdout(furat_output **out, furat_error *err);

/// Write `text`, made by a command as its whole result, to standard output; an error that
/// `text` holds is reported instead.
FURAT_NODISCARD furat_status
furat_show_text_on_stdout(const furat_buffer *text, furat_error *err);

/// Write a text for people to standard output; at a terminal in a pager where it is
/// longer than the screen.
FURAT_NODISCARD furat_status
furat_show_text_paged(const furat_buffer *text, furat_error *err);

/// Fill `prefixes` (initialised) with the well-known ones.
FURAT_NODISCARD furat_status
furat_show_prefixes(furat_prefixes *prefixes, furat_error *err);

#endif
