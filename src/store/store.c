// SPDX-License-Identifier: GPL-3.0-or-later
// Opening a store: the format is checked before anything else is read.  A new one gets
// its name when it is a store already, so that a killed program leaves none half made.
#define _GNU_SOURCE // O_TMPFILE
#include "store/store.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/folder_sync.h"
#include "base/memory.h"
#include "store/statistics.h"
#include "store/txn_internal.h"

enum {
  MAGIC_BYTES = 12,
  FORMAT_BYTES = 16,
  MAX_PATH_BYTES = 4096,
  INITIALIZE_WAIT_MS = 2000 // whoever else writes a blank file makes a store of it
};

static const char magic[MAGIC_BYTES + 1] = "Furat store\n";

static furat_str
format_value(uint8_t bytes[FORMAT_BYTES])
{
  memcpy(bytes, magic, MAGIC_BYTES);
  for (unsigned i = 0; i < FORMAT_BYTES - MAGIC_BYTES; ++i) {
    bytes[MAGIC_BYTES + i] = (uint8_t)((uint32_t)FURAT_STORE_FORMAT_VERSION >> (8 * i));
  }
  return (furat_str){(const char *)bytes, FORMAT_BYTES};
}

static furat_status
check_format_value(furat_str value, const char *path, furat_error *err)
{
  if (value.len != FORMAT_BYTES || memcmp(value.data, magic, MAGIC_BYTES) != 0) {
    return furat_error_set(err, FURAT_VERSION, "%s is not a Furat store", path);
  }
  const uint8_t *bytes = (const uint8_t *)value.data + MAGIC_BYTES;
  const uint32_t version = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
                           (uint32_t)bytes[3] << 24;
  if (version != FURAT_STORE_FORMAT_VERSION) {
    return furat_error_set(err, FURAT_VERSION,
                           "the store %s has format version %" PRIu32
                           ", but this program reads version %d",
                           path, version, FURAT_STORE_FORMAT_VERSION);
  }
  return FURAT_OK;
}

/// FURAT_DONE: nothing was ever written to the file.
static furat_status
check_format(furat_kv *kv, furat_error *err)
{
  furat_kv_txn *txn;
  furat_str value;
  furat_status status = furat_kv_begin_read(&txn, kv, err);
  if (status != FURAT_OK) {
    return status;
  }
  const bool blank = furat_kv_is_blank(txn);
  status = furat_kv_get(txn, FURAT_KV_META, FURAT_STR("format"), &value, err);
  if (status == FURAT_OK) {
    status = check_format_value(value, furat_kv_path(kv), err);
  } else if (status == FURAT_DONE && !blank) {
    status =
        furat_error_set(err, FURAT_VERSION, "%s is not a Furat store", furat_kv_path(kv));
  }
  furat_kv_abort(txn);
  return status;
}

/// Write the format into a blank file, unless another process has been faster.
static furat_status
initialize(furat_kv *kv, furat_error *err)
{
  furat_kv_txn *txn;
  furat_str value;
  uint8_t bytes[FORMAT_BYTES];
  static const furat_state empty = {.n_quads = 0};
  furat_status status = furat_kv_begin_write(&txn, kv, INITIALIZE_WAIT_MS, NULL, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_kv_get(txn, FURAT_KV_META, FURAT_STR("format"), &value, err);
  if (status == FURAT_DONE) {
    status =
        furat_kv_put(txn, FURAT_KV_META, FURAT_STR("format"), format_value(bytes), err);
    if (status == FURAT_OK) {
      status = furat_meta_put(txn, FURAT_STR("state"),
                              (furat_str){(const char *)&empty, sizeof(empty)}, err);
    }
  }
  if (status != FURAT_OK) {
    furat_kv_abort(txn);
    return status;
  }
  return furat_kv_commit(txn, err);
}

static furat_status
prepare(furat_kv *kv, furat_store_mode mode, furat_error *err)
{
  furat_status status = check_format(kv, err);
  if (status != FURAT_DONE) {
    return status;
  }
  if (mode != FURAT_STORE_CREATE && mode != FURAT_STORE_TEMPORARY) {
    return furat_error_set(err, FURAT_VERSION,
                           "%s is empty: nothing was ever loaded into it",
                           furat_kv_path(kv));
  }
  status = initialize(kv, err);
  return status == FURAT_OK ? check_format(kv, err) : status;
}

#ifdef O_TMPFILE
/// Make the store in a file without a name, and give it the name when it is whole.  Where
/// the system knows no such files, or anything else fails, nothing is done: opening the
/// file by its name makes it then, or tells why not.
static void
make_new(const char *path)
{
  char name[64];
  furat_kv *kv;
  furat_buffer folder;
  furat_buffer_init(&folder, MAX_PATH_BYTES);
  const furat_str whole = furat_str_of(path);
  const size_t slash = furat_str_rfind_byte(whole, '/');
  furat_buffer_append(&folder, slash == whole.len ? FURAT_STR(".")
                                                  : furat_str_slice(whole, 0, slash + 1));
  const int fd = folder.status == FURAT_OK
                     ? open(folder.data, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666)
                     : -1;
  furat_buffer_clear(&folder);
  if (fd < 0) {
    return;
  }
  snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
  if (furat_kv_open(&kv, name, FURAT_KV_ALONE, NULL) == FURAT_OK) {
    const furat_status status = initialize(kv, NULL);
    furat_kv_close(kv);
    if (status == FURAT_OK) {
      (void)!linkat(AT_FDCWD, name, AT_FDCWD, path, AT_SYMLINK_FOLLOW);
      furat_folder_sync(path);
    }
  }
  close(fd);
}
#else
static void
make_new(const char *path)
{
  (void)path;
}
#endif

furat_status
furat_store_open(furat_store **out, const char *path, furat_store_mode mode,
                 furat_error *err)
{
  static const furat_kv_mode modes[] = {
      [FURAT_STORE_READ] = FURAT_KV_READ,
      [FURAT_STORE_READ_FIXED] = FURAT_KV_READ_FIXED,
      [FURAT_STORE_WRITE] = FURAT_KV_WRITE,
      [FURAT_STORE_CREATE] = FURAT_KV_CREATE,
      [FURAT_STORE_TEMPORARY] = FURAT_KV_TEMPORARY,
  };
  if (!path) {
    assert(mode == FURAT_STORE_TEMPORARY);
    path = getenv("TMPDIR");
    path = path && *path ? path : "/tmp";
  }
  furat_store *store = furat_alloc_zeroed(1, sizeof(*store));
  if (!store) {
    return furat_error_no_mem(err);
  }
  if (mode == FURAT_STORE_CREATE && access(path, F_OK) != 0 && errno == ENOENT) {
    make_new(path);
  }
  furat_status status = furat_kv_open(&store->kv, path, modes[mode], err);
  if (status == FURAT_OK) {
    status = prepare(store->kv, mode, err);
    if (status != FURAT_OK) {
      furat_kv_close(store->kv);
    }
  }
  if (status != FURAT_OK) {
    furat_free(store);
    return status;
  }
  pthread_mutex_init(&store->mutex, NULL);
  *out = store;
  return FURAT_OK;
}

void
furat_store_close(furat_store *store)
{
  if (store) {
    if (furat_store_in_transaction(store)) {
      const furat_status status = furat_store_rollback(store, NULL);
      assert(status == FURAT_OK); // nobody reads what is being closed
      (void)status;
    }
    furat_kv_close(store->kv);
    pthread_mutex_destroy(&store->mutex);
    furat_free(store);
  }
}

static bool
holds_something(const char *path)
{
  furat_store *store = NULL;
  furat_txn *txn = NULL;
  uint64_t n_quads = 0;
  // Without a lock of its own, as closing that would give up the caller's.
  if (furat_store_open(&store, path, FURAT_STORE_READ_FIXED, NULL) == FURAT_OK &&
      furat_txn_begin_read(&txn, store, NULL) == FURAT_OK) {
    n_quads = furat_statistics_totals(txn).n_quads;
  }
  furat_txn_abort(txn);
  furat_store_close(store);
  return n_quads > 0;
}

/// Keep others from opening a store until `*fd`, which is -1 where there is no lock file,
/// is closed.  FURAT_BUSY when somebody has it open.
static furat_status
shut_out(int *fd, const char *path, furat_error *err)
{
  furat_buffer name;
  furat_buffer_init(&name, SIZE_MAX / 2);
  furat_buffer_appendf(&name, "%s-lock", path);
  furat_status status = furat_buffer_status(&name, err);
  // Each process that has the store open shares a lock of this byte.
  struct flock alone = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1};
  *fd = status == FURAT_OK ? open(name.data, O_RDWR | O_CLOEXEC) : -1;
  if (status == FURAT_OK && *fd < 0 && errno != ENOENT) {
    status = furat_error_io(err, "cannot lock the store", path, errno);
  } else if (*fd >= 0 && fcntl(*fd, F_SETLK, &alone)) {
    close(*fd);
    *fd = -1;
    status =
        furat_error_set(err, FURAT_BUSY, "the store %s is open in another program", path);
  }
  furat_buffer_clear(&name);
  return status;
}

void
furat_store_remove_empty(const char *path)
{
  int fd;
  if (shut_out(&fd, path, NULL) == FURAT_OK && fd >= 0) {
    if (!holds_something(path)) {
      furat_buffer name;
      furat_buffer_init(&name, SIZE_MAX / 2);
      furat_buffer_appendf(&name, "%s-lock", path);
      if (name.status == FURAT_OK) {
        unlink(path);
        unlink(name.data);
      }
      furat_buffer_clear(&name);
    }
    close(fd);
  }
}

furat_status
furat_store_replace(const char *path, const char *with, furat_error *err)
{
  int fd;
  furat_status status = shut_out(&fd, path, err);
  if (status == FURAT_OK && rename(with, path)) {
    status = furat_error_io(err, "cannot write", path, errno);
  }
  if (fd >= 0) {
    close(fd);
  }
  if (status == FURAT_OK) {
    furat_folder_sync(path);
  }
  return status;
}

bool
furat_store_is_one(const char *path)
{
  // The magic number of LMDB's first page, behind the head that all pages have.
  enum { HEAD_BYTES = 16 };
  static const uint32_t lmdb = 0xBEEFC0DE;
  struct stat st;
  uint32_t found = 0;
  // To open a pipe, even for a moment, would tell its writer that a reader came and went.
  const bool is_file = stat(path, &st) == 0 && S_ISREG(st.st_mode);
  const int fd = is_file ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  const bool read =
      fd >= 0 && pread(fd, &found, sizeof found, HEAD_BYTES) == sizeof found;
  if (fd >= 0) {
    close(fd);
  }
  return read && found == lmdb;
}

const char *
furat_store_path(const furat_store *store)
{
  return furat_kv_path(store->kv);
}

furat_status
furat_store_copy(furat_store *store, int fd, furat_error *err)
{
  return furat_kv_copy(store->kv, fd, err);
}
