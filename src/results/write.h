// SPDX-License-Identifier: GPL-3.0-or-later
// Results and terms as text on a stream: what the public interface has of this folder.
//                                                 engine/furat.h -> [results] -> programs
#ifndef FURAT_RESULTS_WRITE_H
#define FURAT_RESULTS_WRITE_H

#include "engine/furat.h"

// ---------------------------------------------------------------------- text

/// Write the results of a SELECT or ASK to a stream in the format of that name or media
/// type: json, jsonl, xml, csv, tsv, markdown, html, line.  FURAT_UNSUPPORTED: there is
/// no such format, or the results are triples.  What breaks off never reads as complete
/// in JSON and XML.
FURAT_API FURAT_NODISCARD furat_status
furat_results_write(furat_results *results, furat_str format, FILE *stream,
                    furat_error *err);

/// Write how a query is computed, on the data as they are now: the plan as a tree with
/// estimates, and with `analyze` what a run of it took.  FURAT_USAGE: `analyze` of an
/// update.
FURAT_API FURAT_NODISCARD furat_status
furat_query_explain_print(furat_query *query, const furat_explain_options *options,
                          const furat_cancel *cancel, FILE *stream, furat_error *err);

/// Write a term to a stream as N-Triples has it; nothing for FURAT_TERM_NONE.
FURAT_API FURAT_NODISCARD furat_status
furat_term_print(const furat_term *term, FILE *stream, furat_error *err);

#endif
