// SPDX-License-Identifier: GPL-3.0-or-later
// A query or update as the command line gives it: its text, base and parameters.
#ifndef FURAT_CLI_REQUEST_H
#define FURAT_CLI_REQUEST_H

#include "base/options.h"
#include "engine/furat.h"

typedef struct furat_request {
  furat_buffer text;
  const char *name; ///< what errors call it: a file's name, or "query"
  furat_str base;
  furat_vec bindings; ///< furat_binding
  furat_arena terms;
} furat_request;

/// The ids of the options that a command has for it; `param` 0: none.
typedef struct furat_request_ids {
  int file;
  int base;
  int param;
  bool update;
} furat_request_ids;

void
furat_request_init(furat_request *request);

void
furat_request_clear(furat_request *request);

/// Read the request: from the one operand, the file of the option, or standard input; and
/// its base IRI.
FURAT_NODISCARD furat_status
furat_request_read(furat_request *request, const furat_vec *arguments,
                   const furat_request_ids *ids, const furat_prefixes *prefixes,
                   furat_error *err);

/// Read the values of the parameters: terms as in Turtle, <iri>, prefix:name with one of
/// `prefixes` or one that the request declares, "text"@en, 5, true; what is none of these
/// is a plain string.  Standard error is told of a plain string that could be an IRI.
FURAT_NODISCARD furat_status
furat_request_read_params(furat_request *request, const furat_vec *arguments,
                          const furat_request_ids *ids, const furat_prefixes *prefixes,
                          furat_error *err);

furat_str
furat_request_text(const furat_request *request);

/// How to prepare it; borrows from both.
furat_prepare_options
furat_request_prepare_options(const furat_request *request,
                              const furat_prefixes *prefixes);

/// If `err` points into the text, print it with the line and carets on standard error,
/// and empty it, so that it is not printed again.
void
furat_request_tell(const furat_request *request, furat_status status, furat_error *err);

#endif
