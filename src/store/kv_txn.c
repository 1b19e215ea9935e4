// SPDX-License-Identifier: GPL-3.0-or-later
// Transactions, and the two ways of moving in a map: a snapshot is read through the
// checked page reader from the roots that its meta page names; a writer sees its own
// changes through LMDB.
#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "store/kv_lmdb.h"

enum {
  MAX_SNAPSHOT_TRIES = 1000,
  LOCK_POLL_MS = 5,
  THREAD_POLL_MS = 50, // for the cancel token; the end of the other writer wakes at once
  NS_PER_MS = 1000000
};

// ---- snapshots

/// Begin LMDB's own transaction, whose slot in the table of readers protects the pages;
/// the mutex is held.
static int
begin_lmdb_read(furat_kv *kv, MDB_txn **out)
{
  int code = mdb_txn_begin(kv->env, NULL, MDB_RDONLY, out);
  if (code == MDB_MAP_RESIZED && !kv->n_snapshots && !kv->has_writer) {
    code = mdb_env_set_mapsize(kv->env, 0);
    code = code ? code : mdb_txn_begin(kv->env, NULL, MDB_RDONLY, out);
  }
  return code;
}

/// Two commits in a row stand in the meta pages.  Otherwise a number is damaged, and the
/// older commit might be taken for the last.
static bool
are_neighbours(const furat_page_meta metas[2])
{
  const uint64_t even = metas[0].transaction;
  const uint64_t odd = metas[1].transaction;
  return even % 2 == 0 && (odd % 2 == 1 || odd == 0) &&
         (even > odd ? even - odd : odd - even) <= 1;
}

/// Read the roots of the snapshot that commit `id` made.  FURAT_DONE when a writer has
/// overtaken it: try again.
static furat_status
read_roots(furat_kv_txn *txn, uint64_t id, uint64_t file_bytes, furat_error *err)
{
  furat_page_meta metas[2];
  furat_page_meta *meta = &txn->meta;
  furat_status status = furat_page_meta_read(&metas[0], txn->mapping->bytes, err);
  const uint32_t page_bytes = metas[0].page_bytes;
  if (status == FURAT_OK) {
    status = furat_page_meta_read(&metas[1], txn->mapping->bytes + page_bytes, err);
  }
  if (status != FURAT_OK) {
    return status;
  }
  *meta = metas[id % 2];
  if (meta->transaction != id || !are_neighbours(metas)) {
    return FURAT_DONE;
  }
  // What is behind the last page in use is going to be given away.
  const uint64_t n_pages = file_bytes / page_bytes;
  txn->file = (furat_page_file){.bytes = txn->mapping->bytes,
                                .n_pages = meta->last_page < n_pages ? meta->last_page + 1
                                                                     : n_pages,
                                .page_bytes = page_bytes};
  txn->blank = meta->main.n_entries == 0;
  txn->complete = true;
  for (unsigned map = 0; map < FURAT_KV_N_MAPS; ++map) {
    status = furat_page_named_root(&txn->roots[map], &txn->file, &meta->main,
                                   furat_kv_map_name((furat_kv_map)map), err);
    if (status != FURAT_OK && status != FURAT_NOT_FOUND) {
      return status;
    }
    txn->complete = txn->complete && status == FURAT_OK;
  }
  return FURAT_OK;
}

/// The mapping of the file as long as it is now; the mutex is held.
static furat_status
map_file(furat_kv_txn *txn, uint64_t *file_bytes, furat_error *err)
{
  struct stat st;
  if (fstat(txn->kv->fd, &st)) {
    return furat_error_io(err, "cannot examine the store", txn->kv->path, errno);
  }
  *file_bytes = (uint64_t)st.st_size;
  return furat_kv_mapping_get(&txn->mapping, txn->kv, (size_t)st.st_size, err);
}

static furat_status
begin_snapshot(furat_kv_txn *txn, furat_error *err)
{
  uint64_t file_bytes = 0;
  furat_kv *kv = txn->kv;
  pthread_mutex_lock(&kv->mutex);
  const int code = begin_lmdb_read(kv, &txn->lmdb);
  furat_status status = code ? furat_kv_error(err, kv, "read", code) : FURAT_OK;
  if (status == FURAT_OK) {
    status = map_file(txn, &file_bytes, err);
  }
  kv->n_snapshots += status == FURAT_OK;
  pthread_mutex_unlock(&kv->mutex);
  if (status != FURAT_OK) {
    if (txn->lmdb) {
      mdb_txn_abort(txn->lmdb);
    }
    return status;
  }
  return read_roots(txn, mdb_txn_id(txn->lmdb), file_bytes, err);
}

static void
end_snapshot(furat_kv_txn *txn)
{
  furat_kv *kv = txn->kv;
  mdb_txn_abort(txn->lmdb);
  pthread_mutex_lock(&kv->mutex);
  kv->n_snapshots -= 1;
  furat_kv_mapping_release(txn->mapping);
  pthread_mutex_unlock(&kv->mutex);
}

furat_status
furat_kv_begin_read(furat_kv_txn **out, furat_kv *kv, furat_error *err)
{
  furat_kv_txn *txn = furat_alloc_zeroed(1, sizeof(*txn));
  if (!txn) {
    return furat_error_no_mem(err);
  }
  txn->kv = kv;
  furat_status status = FURAT_DONE;
  for (unsigned tries = 0; status == FURAT_DONE && tries < MAX_SNAPSHOT_TRIES; ++tries) {
    txn->lmdb = NULL;
    txn->mapping = NULL;
    status = begin_snapshot(txn, err);
    if (status != FURAT_OK && txn->mapping) {
      end_snapshot(txn);
    }
  }
  if (status != FURAT_OK) {
    furat_free(txn);
    return status == FURAT_DONE
               ? furat_error_set(err, FURAT_CORRUPT, "the store %s has no snapshot",
                                 kv->path)
               : status;
  }
  *out = txn;
  return FURAT_OK;
}

// ---- the writer

static int64_t
now_ms(void)
{
  return furat_clock_ns() / NS_PER_MS;
}

static furat_status
busy(furat_error *err, const furat_kv *kv)
{
  return furat_error_set(err, FURAT_BUSY,
                         "the store %s is being changed by somebody else", kv->path);
}

/// Whether to wait on for another writer, who started to wait at `start_ms`.
static furat_status
wait_on(const furat_kv *kv, int64_t start_ms, uint64_t wait_ms,
        const furat_cancel *cancel, furat_error *err)
{
  if ((uint64_t)(now_ms() - start_ms) >= wait_ms) {
    return busy(err, kv);
  }
  furat_error own = FURAT_ERROR_INIT;
  const furat_status status = furat_cancel_poll(cancel, &own);
  if (status == FURAT_OK) {
    return FURAT_OK;
  }
  return status == FURAT_LIMIT
             ? furat_error_set(err, status,
                               "%s, and the store %s is still being changed by somebody "
                               "else",
                               own.message, kv->path)
             : furat_error_set(err, status, "%s", own.message);
}

/// Become the writer among the threads of this process.
static furat_status
enter_process(furat_kv *kv, uint64_t wait_ms, const furat_cancel *cancel,
              furat_error *err)
{
  const int64_t start_ms = now_ms();
  furat_status status = FURAT_OK;
  pthread_mutex_lock(&kv->mutex);
  while (kv->has_writer && status == FURAT_OK) {
    const struct timespec until =
        furat_clock_timespec(furat_clock_ns() + (int64_t)THREAD_POLL_MS * NS_PER_MS);
    status = wait_on(kv, start_ms, wait_ms, cancel, err);
    if (status == FURAT_OK) {
      pthread_cond_timedwait(&kv->writer_gone, &kv->mutex, &until);
    }
  }
  kv->has_writer = kv->has_writer || status == FURAT_OK;
  pthread_mutex_unlock(&kv->mutex);
  return status;
}

/// Become the writer among processes: a lock that the kernel drops when its owner is
/// killed.
static furat_status
lock_file(furat_kv *kv, uint64_t wait_ms, const furat_cancel *cancel, furat_error *err)
{
  const int64_t start_ms = now_ms();
  while (flock(kv->fd, LOCK_EX | LOCK_NB)) {
    if (errno != EWOULDBLOCK && errno != EINTR) {
      return furat_error_io(err, "cannot lock the store", kv->path, errno);
    }
    const furat_status status = wait_on(kv, start_ms, wait_ms, cancel, err);
    if (status != FURAT_OK) {
      return status;
    }
    const struct timespec pause = {.tv_nsec = LOCK_POLL_MS * NS_PER_MS};
    nanosleep(&pause, NULL);
  }
  return FURAT_OK;
}

static void
leave_process(furat_kv *kv)
{
  pthread_mutex_lock(&kv->mutex);
  kv->has_writer = false;
  pthread_cond_signal(&kv->writer_gone);
  pthread_mutex_unlock(&kv->mutex);
}

static void
end_writer(furat_kv_txn *txn)
{
  pthread_mutex_lock(&txn->kv->mutex);
  furat_kv_mapping_release(txn->mapping);
  pthread_mutex_unlock(&txn->kv->mutex);
  flock(txn->kv->fd, LOCK_UN);
  leave_process(txn->kv);
  pthread_mutex_destroy(&txn->calls);
  furat_free(txn->seen);
  furat_free(txn);
}

static furat_status
open_handles(furat_kv_txn *txn, furat_error *err)
{
  furat_kv *kv = txn->kv;
  for (unsigned map = 0; !kv->has_handles && map < FURAT_KV_N_MAPS; ++map) {
    const int code = mdb_dbi_open(txn->lmdb, furat_kv_map_name((furat_kv_map)map),
                                  MDB_CREATE, &kv->handles[map]);
    if (code) {
      return furat_kv_error(err, kv, "open", code);
    }
  }
  return FURAT_OK;
}

/// What LMDB is going to trust is looked at before it does.
static furat_status
look_at_snapshot(furat_kv_txn *txn, uint64_t file_bytes, furat_error *err)
{
  furat_status status = read_roots(txn, mdb_txn_id(txn->lmdb) - 1, file_bytes, err);
  if (status == FURAT_DONE) {
    return furat_error_set(err, FURAT_CORRUPT, "the store %s has no snapshot",
                           txn->kv->path);
  }
  if (status == FURAT_OK) {
    txn->seen = furat_alloc_zeroed(txn->file.n_pages / 8 + 1, 1);
    status = txn->seen ? FURAT_OK : furat_error_no_mem(err);
  }
  // The lists of free pages can be long, and later ones are LMDB's work of this process.
  return status == FURAT_OK && !txn->kv->has_handles ? furat_kv_guard_meta(txn, err)
                                                     : status;
}

/// LMDB holds a lock of its own from here on.  The mutex is asked for behind that one
/// only, as the snapshots that a writer opens do; this process has no other writer
/// meanwhile.
static int
begin_lmdb_write(furat_kv *kv, MDB_txn **out)
{
  int code = mdb_txn_begin(kv->env, NULL, 0, out);
  if (code != MDB_MAP_RESIZED) {
    return code;
  }
  pthread_mutex_lock(&kv->mutex);
  if (!kv->n_snapshots) {
    code = mdb_env_set_mapsize(kv->env, 0);
  }
  pthread_mutex_unlock(&kv->mutex);
  return code ? code : mdb_txn_begin(kv->env, NULL, 0, out);
}

static furat_status
begin_writer(furat_kv_txn *txn, furat_error *err)
{
  furat_kv *kv = txn->kv;
  int n_dead;
  uint64_t file_bytes = 0;
  mdb_reader_check(kv->env, &n_dead); // what killed readers held can be used again
  const int code = begin_lmdb_write(kv, &txn->lmdb);
  if (code) {
    return furat_kv_error(err, kv, "change", code);
  }
  pthread_mutex_lock(&kv->mutex);
  furat_status status = map_file(txn, &file_bytes, err);
  pthread_mutex_unlock(&kv->mutex);
  if (status == FURAT_OK) {
    status = look_at_snapshot(txn, file_bytes, err);
  }
  if (status == FURAT_OK) {
    status = open_handles(txn, err);
  }
  if (status != FURAT_OK) {
    mdb_txn_abort(txn->lmdb);
  }
  return status;
}

/// Calls take less time than falling asleep and being woken does: wait for them awake.
static void
init_calls(pthread_mutex_t *calls)
{
  pthread_mutexattr_t adaptive;
  pthread_mutexattr_init(&adaptive);
  pthread_mutexattr_settype(&adaptive, PTHREAD_MUTEX_ADAPTIVE_NP);
  pthread_mutex_init(calls, &adaptive);
  pthread_mutexattr_destroy(&adaptive);
}

furat_status
furat_kv_begin_write(furat_kv_txn **out, furat_kv *kv, uint64_t wait_ms,
                     const furat_cancel *cancel, furat_error *err)
{
  if (kv->read_only) {
    return furat_error_set(err, FURAT_READ_ONLY, "the store %s is open for reading only",
                           kv->path);
  }
  furat_kv_txn *txn = furat_alloc_zeroed(1, sizeof(*txn));
  if (!txn) {
    return furat_error_no_mem(err);
  }
  txn->kv = kv;
  txn->writable = true;
  init_calls(&txn->calls);
  furat_status status = enter_process(kv, wait_ms, cancel, err);
  if (status != FURAT_OK) {
    pthread_mutex_destroy(&txn->calls);
    furat_free(txn);
    return status;
  }
  status = lock_file(kv, wait_ms, cancel, err);
  if (status == FURAT_OK) {
    status = furat_kv_check_name(kv, err);
  }
  if (status == FURAT_OK) {
    status = begin_writer(txn, err);
  }
  if (status != FURAT_OK) {
    end_writer(txn);
    return status;
  }
  *out = txn;
  return FURAT_OK;
}

furat_status
furat_kv_commit(furat_kv_txn *txn, furat_error *err)
{
  furat_status status = FURAT_OK;
  if (!txn->writable) {
    furat_kv_abort(txn);
    return FURAT_OK;
  }
  assert(!txn->whole);
  const int code = mdb_txn_commit(txn->lmdb);
  if (code) {
    status = furat_kv_error(err, txn->kv, "write", code);
  } else {
    txn->kv->has_handles = true;
  }
  end_writer(txn);
  return status;
}

void
furat_kv_abort(furat_kv_txn *txn)
{
  if (!txn) {
    return;
  }
  if (txn->writable) {
    assert(!txn->whole);
    mdb_txn_abort(txn->lmdb);
    end_writer(txn);
  } else {
    end_snapshot(txn);
    furat_free(txn);
  }
}

// ---- parts of a writer's transaction: transactions inside of LMDB's

/// LMDB would have to carry them over.
static void
close_put_cursors(furat_kv_txn *txn)
{
  for (unsigned map = 0; map < FURAT_KV_N_MAPS; ++map) {
    if (txn->changes[map].put) {
      mdb_cursor_close(txn->changes[map].put);
      txn->changes[map].put = NULL;
    }
  }
}

furat_status
furat_kv_part_begin(furat_kv_txn *txn, furat_error *err)
{
  MDB_txn *part;
  assert(txn->writable);
  assert(!txn->whole);
  close_put_cursors(txn);
  const int code = mdb_txn_begin(txn->kv->env, txn->lmdb, 0, &part);
  if (code) {
    return furat_kv_error(err, txn->kv, "change", code);
  }
  txn->whole = txn->lmdb;
  txn->lmdb = part;
  return FURAT_OK;
}

/// What is noted of changes stays when they are undone: it says where they may be.
static MDB_txn *
leave_part(furat_kv_txn *txn)
{
  assert(txn->whole);
  MDB_txn *part = txn->lmdb;
  close_put_cursors(txn);
  txn->lmdb = txn->whole;
  txn->whole = NULL;
  return part;
}

furat_status
furat_kv_part_commit(furat_kv_txn *txn, furat_error *err)
{
  const int code = mdb_txn_commit(leave_part(txn));
  return code ? furat_kv_error(err, txn->kv, "change", code) : FURAT_OK;
}

void
furat_kv_part_abort(furat_kv_txn *txn)
{
  mdb_txn_abort(leave_part(txn));
}

void
furat_kv_enter(furat_kv_txn *txn)
{
  assert(txn->writable);
  pthread_mutex_lock(&txn->calls);
}

void
furat_kv_leave(furat_kv_txn *txn)
{
  pthread_mutex_unlock(&txn->calls);
}

bool
furat_kv_is_complete(const furat_kv_txn *txn)
{
  return txn->complete;
}

bool
furat_kv_is_blank(const furat_kv_txn *txn)
{
  return txn->blank;
}

// ---- single entries

static MDB_val
to_lmdb(furat_str s)
{
  return (MDB_val){.mv_size = s.len, .mv_data = (void *)(uintptr_t)s.data};
}

static furat_str
from_lmdb(MDB_val v)
{
  return (furat_str){v.mv_data, v.mv_size};
}

furat_status
furat_kv_get(furat_kv_txn *txn, furat_kv_map map, furat_str key, furat_str *value,
             furat_error *err)
{
  if (txn->writable) {
    MDB_val k = to_lmdb(key);
    MDB_val v;
    if (furat_kv_guard(txn, map, key, err) != FURAT_OK) {
      return FURAT_CORRUPT;
    }
    const int code = mdb_get(txn->lmdb, txn->kv->handles[map], &k, &v);
    if (code) {
      return code == MDB_NOTFOUND ? FURAT_DONE
                                  : furat_kv_error(err, txn->kv, "read", code);
    }
    *value = from_lmdb(v);
    return FURAT_OK;
  }
  furat_page_cursor cursor;
  furat_str found = FURAT_STR_NONE;
  furat_page_cursor_init(&cursor, &txn->file, &txn->roots[map]);
  furat_status status = furat_page_seek_le(&cursor, key, err);
  if (status == FURAT_OK) {
    status = furat_page_entry(&cursor, &found, value, err);
  }
  return status == FURAT_OK && !furat_str_equal(found, key) ? FURAT_DONE : status;
}

/// Note how far a map has changed.
static void
note_change(furat_kv_changes *changes, furat_str key)
{
  const furat_str before = {changes->key, changes->n_key_bytes};
  changes->all = changes->all || key.len > sizeof(changes->key);
  if (!changes->all && (!changes->any || furat_page_compare_keys(key, before) > 0)) {
    memcpy(changes->key, key.data, key.len);
    changes->n_key_bytes = (uint8_t)key.len;
  }
  changes->any = true;
}

static furat_status
put(furat_kv_txn *txn, furat_kv_map map, furat_str key, furat_str value, unsigned flags,
    furat_error *err)
{
  assert(txn->writable);
  MDB_val k = to_lmdb(key);
  MDB_val v = to_lmdb(value);
  furat_kv_changes *changes = &txn->changes[map];
  if (furat_kv_guard(txn, map, key, err) != FURAT_OK) {
    return FURAT_CORRUPT;
  }
  note_change(changes, key);
  int code = 0;
  if (!changes->put) {
    code = mdb_cursor_open(txn->lmdb, txn->kv->handles[map], &changes->put);
  }
  // A cursor finds the key at once when it stands near: they come in order mostly.
  code = code ? code : mdb_cursor_put(changes->put, &k, &v, flags);
  return code ? furat_kv_error(err, txn->kv, "change", code) : FURAT_OK;
}

furat_status
furat_kv_put(furat_kv_txn *txn, furat_kv_map map, furat_str key, furat_str value,
             furat_error *err)
{
  return put(txn, map, key, value, 0, err);
}

furat_status
furat_kv_append(furat_kv_txn *txn, furat_kv_map map, furat_str key, furat_str value,
                furat_error *err)
{
  return put(txn, map, key, value, MDB_APPEND, err);
}

furat_status
furat_kv_delete(furat_kv_txn *txn, furat_kv_map map, furat_str key, furat_error *err)
{
  assert(txn->writable);
  MDB_val k = to_lmdb(key);
  if (furat_kv_guard(txn, map, key, err) != FURAT_OK) {
    return FURAT_CORRUPT;
  }
  furat_kv_changes *changes = &txn->changes[map];
  note_change(changes, key);
  if (changes->put) { // joining of pages would have to move it along
    mdb_cursor_close(changes->put);
    changes->put = NULL;
  }
  const int code = mdb_del(txn->lmdb, txn->kv->handles[map], &k, NULL);
  return code && code != MDB_NOTFOUND ? furat_kv_error(err, txn->kv, "change", code)
                                      : FURAT_OK;
}

furat_status
furat_kv_map_size(furat_kv_txn *txn, furat_kv_map map, furat_kv_size *out,
                  furat_error *err)
{
  if (!txn->writable) {
    *out = (furat_kv_size){.n_entries = txn->roots[map].n_entries,
                           .n_bytes = txn->roots[map].n_pages * txn->file.page_bytes};
    return FURAT_OK;
  }
  MDB_stat stat;
  const int code = mdb_stat(txn->lmdb, txn->kv->handles[map], &stat);
  if (code) {
    return furat_kv_error(err, txn->kv, "examine", code);
  }
  *out = (furat_kv_size){
      .n_entries = stat.ms_entries,
      .n_bytes = (stat.ms_branch_pages + stat.ms_leaf_pages + stat.ms_overflow_pages) *
                 stat.ms_psize};
  return FURAT_OK;
}

uint64_t
furat_kv_own_bytes(const furat_kv_txn *txn)
{
  return (FURAT_PAGE_N_METAS + txn->meta.main.n_pages + txn->meta.free.n_pages) *
         txn->file.page_bytes;
}

// ---- cursors

furat_status
furat_kv_cursor_open(furat_kv_cursor **out, furat_kv_txn *txn, furat_kv_map map,
                     furat_error *err)
{
  furat_kv_cursor *cursor = furat_alloc_zeroed(1, sizeof(*cursor));
  if (!cursor) {
    return furat_error_no_mem(err);
  }
  cursor->txn = txn;
  cursor->map = map;
  if (txn->writable) {
    const int code = mdb_cursor_open(txn->lmdb, txn->kv->handles[map], &cursor->lmdb);
    if (code) {
      furat_free(cursor);
      return furat_kv_error(err, txn->kv, "read", code);
    }
  }
  furat_page_cursor_init(&cursor->page, &txn->file, &txn->roots[map]);
  *out = cursor;
  return FURAT_OK;
}

void
furat_kv_cursor_close(furat_kv_cursor *cursor)
{
  if (cursor) {
    if (cursor->lmdb) {
      mdb_cursor_close(cursor->lmdb);
    }
    furat_free(cursor);
  }
}

static furat_status
lmdb_move(furat_kv_cursor *cursor, MDB_cursor_op op, furat_str *key, furat_str *value,
          furat_error *err)
{
  MDB_val k = to_lmdb(*key);
  MDB_val v;
  const int code = mdb_cursor_get(cursor->lmdb, &k, &v, op);
  if (code) {
    return code == MDB_NOTFOUND ? FURAT_DONE
                                : furat_kv_error(err, cursor->txn->kv, "read", code);
  }
  *key = from_lmdb(k);
  *value = from_lmdb(v);
  return FURAT_OK;
}

static furat_status
page_seek_le(furat_kv_cursor *cursor, furat_str key, furat_str *found, furat_str *value,
             furat_error *err)
{
  const furat_status status = furat_page_seek_le(&cursor->page, key, err);
  return status == FURAT_OK ? furat_page_entry(&cursor->page, found, value, err) : status;
}

/// Whether the writer has changed nothing in the cursor's map at the key and behind it.
static bool
is_unchanged_from(const furat_kv_cursor *cursor, furat_str key)
{
  const furat_kv_changes *changes = &cursor->txn->changes[cursor->map];
  const furat_str last = {changes->key, changes->n_key_bytes};
  return !changes->any || (!changes->all && furat_page_compare_keys(key, last) > 0);
}

furat_status
furat_kv_seek_le_ahead(furat_kv_cursor *cursor, furat_str key, furat_str *found,
                       furat_str *value, furat_error *err)
{
  assert(cursor->txn->writable);
  const furat_status status = page_seek_le(cursor, key, found, value, err);
  cursor->ahead = status == FURAT_OK && is_unchanged_from(cursor, *found);
  return cursor->ahead || status == FURAT_CORRUPT ? status : FURAT_NOT_FOUND;
}

bool
furat_kv_is_ahead(const furat_kv_cursor *cursor)
{
  return cursor->ahead;
}

furat_status
furat_kv_seek_le(furat_kv_cursor *cursor, furat_str key, furat_str *found,
                 furat_str *value, furat_error *err)
{
  if (!cursor->lmdb) {
    return page_seek_le(cursor, key, found, value, err);
  }
  *found = key;
  cursor->ahead = false;
  furat_status status = furat_kv_guard(cursor->txn, cursor->map, key, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = lmdb_move(cursor, MDB_SET_RANGE, found, value, err);
  if (status == FURAT_DONE) {
    return lmdb_move(cursor, MDB_LAST, found, value, err);
  }
  if (status == FURAT_OK && !furat_str_equal(*found, key)) {
    return lmdb_move(cursor, MDB_PREV, found, value, err);
  }
  return status;
}

furat_status
furat_kv_first(furat_kv_cursor *cursor, furat_str *key, furat_str *value,
               furat_error *err)
{
  *key = FURAT_STR_NONE;
  cursor->ahead = false;
  if (cursor->lmdb) {
    const furat_status sound =
        furat_kv_guard(cursor->txn, cursor->map, FURAT_STR("\0"), err);
    return sound == FURAT_OK ? lmdb_move(cursor, MDB_FIRST, key, value, err) : sound;
  }
  const furat_status status = furat_page_first(&cursor->page, err);
  return status == FURAT_OK ? furat_page_entry(&cursor->page, key, value, err) : status;
}

furat_status
furat_kv_next(furat_kv_cursor *cursor, furat_str *key, furat_str *value, furat_error *err)
{
  *key = FURAT_STR_NONE;
  if (cursor->lmdb && !cursor->ahead) {
    furat_status status = lmdb_move(cursor, MDB_GET_CURRENT, key, value, err);
    if (status == FURAT_OK) {
      status = furat_kv_guard(cursor->txn, cursor->map, *key, err);
    }
    return status == FURAT_OK ? lmdb_move(cursor, MDB_NEXT, key, value, err) : status;
  }
  const furat_status status = furat_page_next(&cursor->page, err);
  return status == FURAT_OK ? furat_page_entry(&cursor->page, key, value, err) : status;
}
