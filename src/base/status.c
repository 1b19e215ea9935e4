// SPDX-License-Identifier: GPL-3.0-or-later
// The table behind furat_status: a name, an exit code and an HTTP code for each.
#include "base/status.h"

#include <stddef.h>

enum {
  EXIT_DONE = 0,
  EXIT_REJECTED = 1,
  EXIT_USAGE = 2,
  EXIT_RESOURCE = 3,
  EXIT_NO_ANSWER = 4
};
enum { EXIT_UNSUPPORTED = 77, EXIT_INTERRUPTED = 130 };

typedef struct status_row {
  const char *name;
  int exit_code;
  int http_code;
} status_row;

static const status_row rows[] = {
    [FURAT_OK] = {"done", EXIT_DONE, 200},
    [FURAT_DONE] = {"end reached", EXIT_DONE, 200},
    [FURAT_BAD_SYNTAX] = {"syntax error", EXIT_REJECTED, 400},
    [FURAT_BAD_DATA] = {"bad data", EXIT_REJECTED, 400},
    [FURAT_NOT_FOUND] = {"not found", EXIT_REJECTED, 404},
    [FURAT_AMBIGUOUS] = {"ambiguous", EXIT_REJECTED, 400},
    [FURAT_USAGE] = {"usage error", EXIT_USAGE, 400},
    [FURAT_UNSUPPORTED] = {"not supported", EXIT_UNSUPPORTED, 501},
    [FURAT_NO_MEM] = {"out of memory", EXIT_RESOURCE, 503},
    [FURAT_IO] = {"input/output error", EXIT_RESOURCE, 500},
    [FURAT_BUSY] = {"busy", EXIT_RESOURCE, 503},
    [FURAT_LIMIT] = {"limit reached", EXIT_RESOURCE, 503},
    [FURAT_CORRUPT] = {"damaged store", EXIT_RESOURCE, 500},
    [FURAT_VERSION] = {"wrong store version", EXIT_RESOURCE, 500},
    [FURAT_READ_ONLY] = {"read-only", EXIT_REJECTED, 403},
    [FURAT_INTERRUPTED] = {"interrupted", EXIT_INTERRUPTED, 503},
    [FURAT_INTERNAL] = {"internal error", EXIT_RESOURCE, 500},
    [FURAT_NO_ANSWER] = {"no answer", EXIT_NO_ANSWER, 200},
};

static const status_row *
row_of(furat_status status)
{
  const size_t i = (size_t)status;
  return &rows[i < sizeof(rows) / sizeof(rows[0]) ? i : FURAT_INTERNAL];
}

const char *
furat_status_name(furat_status status)
{
  return row_of(status)->name;
}

int
furat_status_exit_code(furat_status status)
{
  return row_of(status)->exit_code;
}

int
furat_status_http_code(furat_status status)
{
  return row_of(status)->http_code;
}
