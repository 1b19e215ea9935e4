// SPDX-License-Identifier: GPL-3.0-or-later
// Ordered maps of bytes in one transactional file: LMDB behind an interface of ours, so
// that no LMDB type leaves kv.c.  Readers go through the checked page reader, writers
// through LMDB's own cursors.                    tree, dictionary -> [kv] -> page, LMDB
#ifndef FURAT_STORE_KV_INTERNAL_H
#define FURAT_STORE_KV_INTERNAL_H

#include <stdint.h>

#include "base/cancel.h"
#include "base/error.h"
#include "store/page.h"

/// The maps of a store, in the order of their handles.
typedef enum furat_kv_map {
  FURAT_KV_SPOG,
  FURAT_KV_SOPG,
  FURAT_KV_PSOG,
  FURAT_KV_POSG,
  FURAT_KV_OSPG,
  FURAT_KV_OPSG,
  FURAT_KV_GSPO,
  FURAT_KV_HASH,
  FURAT_KV_TERMS,
  FURAT_KV_COUNTS,
  FURAT_KV_STATS,
  FURAT_KV_META,
  FURAT_KV_N_MAPS
} furat_kv_map;

typedef struct furat_kv furat_kv;
typedef struct furat_kv_txn furat_kv_txn;
typedef struct furat_kv_cursor furat_kv_cursor;

/// How to open the file.
typedef enum furat_kv_mode {
  FURAT_KV_READ,       ///< it must exist; nothing is written
  FURAT_KV_READ_FIXED, ///< nobody writes it: no lock file
  FURAT_KV_WRITE,      ///< it must exist
  FURAT_KV_CREATE,     ///< made where it does not exist
  FURAT_KV_ALONE,    ///< a blank file that nobody else knows: written without a lock file
  FURAT_KV_TEMPORARY ///< a new file without a name in the folder `path`; never synced
} furat_kv_mode;

/// Wait for the other writer as long as it takes.
#define FURAT_KV_WAIT_FOREVER UINT64_MAX

FURAT_NODISCARD furat_status
furat_kv_open(furat_kv **out, const char *path, furat_kv_mode mode, furat_error *err);

/// No transaction may be open.  Accepts NULL.
void
furat_kv_close(furat_kv *kv);

/// The file's name, for messages.
const char *
furat_kv_path(const furat_kv *kv);

/// A snapshot.
FURAT_NODISCARD furat_status
furat_kv_begin_read(furat_kv_txn **out, furat_kv *kv, furat_error *err);

/// The one writer; FURAT_BUSY when the other one does not end within `wait_ms`, or what
/// furat_cancel_poll() says meanwhile.
FURAT_NODISCARD furat_status
furat_kv_begin_write(furat_kv_txn **out, furat_kv *kv, uint64_t wait_ms,
                     const furat_cancel *cancel, furat_error *err);

/// End a transaction of either kind; a failed commit has changed nothing.
FURAT_NODISCARD furat_status
furat_kv_commit(furat_kv_txn *txn, furat_error *err);

/// Accepts NULL.
void
furat_kv_abort(furat_kv_txn *txn);

/// \name A part of a writer's transaction that can be undone alone.
/// No cursor is open at either end, and one part ends before the next begins.
/// @{
FURAT_NODISCARD furat_status
furat_kv_part_begin(furat_kv_txn *txn, furat_error *err);

/// End it.  When its changes cannot be kept they are undone.
FURAT_NODISCARD furat_status
furat_kv_part_commit(furat_kv_txn *txn, furat_error *err);

void
furat_kv_part_abort(furat_kv_txn *txn);
/// @}

/// \name Several threads in one writer's transaction.
/// Each calls only between these two, and keeps nothing that it borrowed.
/// @{
void
furat_kv_enter(furat_kv_txn *txn);

void
furat_kv_leave(furat_kv_txn *txn);
/// @}

/// Whether a snapshot holds all maps: they are made together.
bool
furat_kv_is_complete(const furat_kv_txn *txn);

/// Whether a snapshot is of a file in which nothing was ever written.
bool
furat_kv_is_blank(const furat_kv_txn *txn);

/// The value, borrowed until the next change or the end of the transaction; FURAT_DONE
/// when there is no such key.
FURAT_NODISCARD furat_status
furat_kv_get(furat_kv_txn *txn, furat_kv_map map, furat_str key, furat_str *value,
             furat_error *err);

FURAT_NODISCARD furat_status
furat_kv_put(furat_kv_txn *txn, furat_kv_map map, furat_str key, furat_str value,
             furat_error *err);

/// Put behind the last key, to which `key` must be greater: pages are filled to the brim.
FURAT_NODISCARD furat_status
furat_kv_append(furat_kv_txn *txn, furat_kv_map map, furat_str key, furat_str value,
                furat_error *err);

/// Remove a key; no error when it is not there.
FURAT_NODISCARD furat_status
furat_kv_delete(furat_kv_txn *txn, furat_kv_map map, furat_str key, furat_error *err);

/// What a map takes.
typedef struct furat_kv_size {
  uint64_t n_entries;
  uint64_t n_bytes; ///< of its pages
} furat_kv_size;

FURAT_NODISCARD furat_status
furat_kv_map_size(furat_kv_txn *txn, furat_kv_map map, furat_kv_size *out,
                  furat_error *err);

/// The name of a map in the file.
const char *
furat_kv_map_name(furat_kv_map map);

/// Look at all pages of a snapshot: those of the maps, and the lists of maps and of free
/// pages.  FURAT_CORRUPT when one is damaged, or has two uses, or none.
FURAT_NODISCARD furat_status
furat_kv_check(furat_kv_txn *txn, furat_error *err);

/// Bytes that the container itself takes in a snapshot: its descriptions, the list of
/// maps and the lists of free pages.
uint64_t
furat_kv_own_bytes(const furat_kv_txn *txn);

/// Bytes of the file now.
FURAT_NODISCARD furat_status
furat_kv_file_bytes(furat_kv *kv, uint64_t *out, furat_error *err);

/// Write a consistent copy to a file descriptor, compacted.  Writers go on.
FURAT_NODISCARD furat_status
furat_kv_copy(furat_kv *kv, int fd, furat_error *err);

FURAT_NODISCARD furat_status
furat_kv_cursor_open(furat_kv_cursor **out, furat_kv_txn *txn, furat_kv_map map,
                     furat_error *err);

/// Before the transaction ends.  Accepts NULL.
void
furat_kv_cursor_close(furat_kv_cursor *cursor);

/// \name Moving.  FURAT_DONE when there is no such entry.
/// The entry is borrowed until the next change or the end of the transaction.
/// @{
FURAT_NODISCARD furat_status
furat_kv_seek_le(furat_kv_cursor *cursor, furat_str key, furat_str *found,
                 furat_str *value, furat_error *err);

/// The same for a writer, without furat_kv_enter(): FURAT_NOT_FOUND when the entry, or
/// one behind it, may have changed in its transaction.  furat_kv_next() goes on from
/// there in the same way, until the next change of the map.
FURAT_NODISCARD furat_status
furat_kv_seek_le_ahead(furat_kv_cursor *cursor, furat_str key, furat_str *found,
                       furat_str *value, furat_error *err);

/// Whether the cursor stands where furat_kv_seek_le_ahead() or a step from there led.
bool
furat_kv_is_ahead(const furat_kv_cursor *cursor);

FURAT_NODISCARD furat_status
furat_kv_first(furat_kv_cursor *cursor, furat_str *key, furat_str *value,
               furat_error *err);

FURAT_NODISCARD furat_status
furat_kv_next(furat_kv_cursor *cursor, furat_str *key, furat_str *value,
              furat_error *err);
/// @}

#endif
