// SPDX-License-Identifier: GPL-3.0-or-later
// What kv.c and kv_txn.c share.  The only header with LMDB's types.
#ifndef FURAT_STORE_KV_LMDB_H
#define FURAT_STORE_KV_LMDB_H

#include <lmdb.h>
#include <pthread.h>
#include <stdbool.h>

#include "store/kv_internal.h"

/// A mapping of the file for the page reader; lives as long as a snapshot uses it.
typedef struct furat_kv_mapping {
  uint8_t *bytes;
  size_t len_bytes;
  unsigned n_users; ///< snapshots, and the environment for its newest mapping
} furat_kv_mapping;

struct furat_kv {
  MDB_env *env;
  char *path;
  int fd; ///< the file: for its size, its mapping and the writer's flock
  bool read_only;
  int folder;       ///< of the file, to look for its name; -1: nobody opens it by that
  bool has_handles; ///< `handles` are open
  MDB_dbi handles[FURAT_KV_N_MAPS];
  pthread_mutex_t mutex; ///< guards all below
  pthread_cond_t writer_gone;
  bool has_writer;
  unsigned n_snapshots;
  furat_kv_mapping *mapping; ///< the newest
};

enum { FURAT_KV_MAX_CHANGED_KEY_BYTES = 40 }; ///< longer ones count as behind all others

/// What a writer knows of a map: the leaf whose surroundings it looked at last, where it
/// put something last, and how far it has changed the map.
typedef struct furat_kv_changes {
  furat_page_cursor guarded;
  furat_str guarded_first; ///< keys of that leaf
  furat_str guarded_last;
  MDB_cursor *put; ///< or NULL
  bool any;        ///< the map has changed:
  bool all;        ///< everywhere, or up to this key:
  uint8_t n_key_bytes;
  char key[FURAT_KV_MAX_CHANGED_KEY_BYTES];
} furat_kv_changes;

struct furat_kv_txn {
  furat_kv *kv;
  MDB_txn *lmdb;
  MDB_txn *whole; ///< of a writer: what the part that is open, `lmdb`, is in; or NULL
  bool writable;
  pthread_mutex_t calls;     ///< of a writer's threads
  bool complete;             ///< the snapshot holds all maps
  bool blank;                ///< the snapshot holds no map at all
  furat_kv_mapping *mapping; ///< of a snapshot, or of the one that a writer began with
  furat_page_file file;
  furat_page_meta meta; ///< of the snapshot
  furat_page_root roots[FURAT_KV_N_MAPS];
  uint8_t *seen; ///< of a writer: a bit for each page of its snapshot that was looked at
  furat_kv_changes changes[FURAT_KV_N_MAPS]; ///< of a writer
};

struct furat_kv_cursor {
  furat_kv_txn *txn;
  furat_kv_map map;
  MDB_cursor *lmdb; ///< of a writer
  bool ahead;       ///< of a writer: it stands in the snapshot, where nothing was changed
  furat_page_cursor page;
};

/// Tell `err` what LMDB's return code means.
furat_status
furat_kv_error(furat_error *err, const furat_kv *kv, const char *what, int code);

/// Whether the file is still the one of its name.  A writer whose file has another name
/// would share no lock with those who open it there.
FURAT_NODISCARD furat_status
furat_kv_check_name(const furat_kv *kv, furat_error *err);

/// The mapping that holds at least `len_bytes`, with one more user; the mutex is held.
FURAT_NODISCARD furat_status
furat_kv_mapping_get(furat_kv_mapping **out, furat_kv *kv, size_t len_bytes,
                     furat_error *err);

/// Check the pages of the writer's first snapshot that LMDB may touch when it seeks or
/// changes `key`.  LMDB trusts them: a damaged one would end the program.
FURAT_NODISCARD furat_status
furat_kv_guard(furat_kv_txn *txn, furat_kv_map map, furat_str key, furat_error *err);

/// Check what LMDB reads of itself when a writer begins: its list of maps, and the lists
/// of free pages.
FURAT_NODISCARD furat_status
furat_kv_guard_meta(furat_kv_txn *txn, furat_error *err);

/// Check all pages of a snapshot.
FURAT_NODISCARD furat_status
furat_kv_guard_all(furat_kv_txn *txn, furat_error *err);

/// One user less; the mutex is held.
void
furat_kv_mapping_release(furat_kv_mapping *mapping);

#endif
