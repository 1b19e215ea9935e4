// SPDX-License-Identifier: GPL-3.0-or-later
// The one status enum of the project, and the one table that maps it to exit and HTTP
// codes.
#ifndef FURAT_BASE_STATUS_H
#define FURAT_BASE_STATUS_H

#include "base/attributes.h"

/// What a function has to say.  FURAT_DONE is an end, not an error; all after it are
/// errors.
typedef enum furat_status {
  FURAT_OK = 0,      ///< done as asked
  FURAT_DONE,        ///< nothing more: a cursor's end
  FURAT_BAD_SYNTAX,  ///< a query, update or document breaks its grammar
  FURAT_BAD_DATA,    ///< well-formed, but not allowed or not meaningful
  FURAT_NOT_FOUND,   ///< a thing that was named does not exist
  FURAT_AMBIGUOUS,   ///< a name fits several things
  FURAT_USAGE,       ///< wrong options or arguments
  FURAT_UNSUPPORTED, ///< valid, but this engine or build cannot do it
  FURAT_NO_MEM,      ///< memory, or a memory budget, is exhausted
  FURAT_IO,          ///< a file or the disk failed
  FURAT_BUSY,        ///< the store has another writer
  FURAT_LIMIT,       ///< a limit of time, rows, size or depth was reached
  FURAT_CORRUPT,     ///< a store is damaged
  FURAT_VERSION,     ///< a store of another format version, or no store at all
  FURAT_READ_ONLY,   ///< a change was asked of what is open for reading only
  FURAT_INTERRUPTED, ///< cancelled by the user
  FURAT_INTERNAL,    ///< a bug of ours, found out in time
  FURAT_NO_ANSWER    ///< all went well, and the answer is false or empty
} furat_status;

/// A short lower-case English name, such as "syntax error".  Never NULL.
FURAT_API const char *
furat_status_name(furat_status status);

/// The exit code of the program: 0, 1 rejected input, 2 usage, 3 a resource failed, 4 no
/// answer, 77, 130.
FURAT_API int
furat_status_exit_code(furat_status status);

/// The HTTP status code that answers a request that ended so.
int
furat_status_http_code(furat_status status);

#endif
