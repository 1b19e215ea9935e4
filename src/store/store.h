// SPDX-License-Identifier: GPL-3.0-or-later
// A store of quads: one file, one writer at a time, any number of readers, each on its
// snapshot.
//
//   furat_store_open        a file, or a temporary store that ends with its handle
//   furat_txn_begin_read    (txn.h) a snapshot; furat_txn_begin_write: the writer
//   furat_dictionary_find   (dictionary.h) terms to ids and back
//   furat_scan_open         (scan.h) rows of ids in the order of any permutation
//   furat_update_insert     (update.h) batches of rows
//
// A file may be open in many processes, but only once in each (FURAT_BUSY otherwise).
//                                                          rdf -> [store] -> load, exec
#ifndef FURAT_STORE_STORE_H
#define FURAT_STORE_STORE_H

#include <stdint.h>

#include "base/error.h"

/// The version of the file format (docs/FORMAT.md).
#define FURAT_STORE_FORMAT_VERSION 2

typedef struct furat_store furat_store;

typedef enum furat_store_mode {
  FURAT_STORE_READ,       ///< the file must exist; it is not written (works without write
                          ///< permission)
  FURAT_STORE_READ_FIXED, ///< the same for a file that nobody changes meanwhile: no lock
                          ///< file is made
  FURAT_STORE_WRITE,      ///< the file must exist
  FURAT_STORE_CREATE, ///< made when it does not exist; an empty file becomes a store too
  FURAT_STORE_TEMPORARY ///< a new file without a name: gone with its handle
} furat_store_mode;

/// Open a store.  `path` is the file; for a temporary store the folder, or NULL for
/// $TMPDIR. FURAT_IO: not there, no permission, a directory.  FURAT_VERSION: not a store,
/// or one of another version.  FURAT_CORRUPT: damaged or cut.
FURAT_NODISCARD furat_status
furat_store_open(furat_store **out, const char *path, furat_store_mode mode,
                 furat_error *err);

/// Whether the file is a store by its first bytes; they are all that is read.
bool
furat_store_is_one(const char *path);

/// All transactions must have ended but that of furat_store_begin(), which is rolled
/// back. Accepts NULL.
void
furat_store_close(furat_store *store);

/// Remove the file of a store that holds nothing, and its lock file, unless somebody has
/// it open; nobody can open it meanwhile.
void
furat_store_remove_empty(const char *path);

/// Put the file `with` in the place of the file `path`, if there is one.  FURAT_BUSY when
/// somebody has that store open: whoever opened it next would share a table of readers
/// with those who read the old file.
FURAT_NODISCARD furat_status
furat_store_replace(const char *path, const char *with, furat_error *err);

/// The path that it was opened with.
const char *
furat_store_path(const furat_store *store);

/// Write a consistent, compacted copy to a file descriptor while writers go on.
FURAT_NODISCARD furat_status
furat_store_copy(furat_store *store, int fd, furat_error *err);

#endif
