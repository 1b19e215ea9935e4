// SPDX-License-Identifier: GPL-3.0-or-later
// Showing results in the format that was asked for, or in the one that fits where they
// go.
#ifndef FURAT_CLI_SHOW_H
#define FURAT_CLI_SHOW_H

#include "engine/furat.h"
#include "io/output.h"

/// What --results may be, space separated, for tables of options.
#define FURAT_RESULTS_CHOICES \
  "table json xml csv tsv markdown html turtle trig ntriples nquads rdfxml jsonld dot"

/// Write the results to `output`.  `format` is one of the choices or NULL: then solutions
/// are a table on a terminal and TSV elsewhere, triples are Turtle.
FURAT_NODISCARD furat_status
furat_show_results(furat_output *output, furat_results *results, const char *format,
                   bool terminal, const furat_prefixes *prefixes, furat_error *err);

/// The same to standard output.
FURAT_NODISCARD furat_status
furat_show_on_stdout(furat_results *results, const char *format,
                     const furat_prefixes *prefixes, furat_error *err);

/// Fill `prefixes` (initialised) with the well-known ones.
FURAT_NODISCARD furat_status
furat_show_prefixes(furat_prefixes *prefixes, furat_error *err);

#endif
