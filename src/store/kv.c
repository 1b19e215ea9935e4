// SPDX-License-Identifier: GPL-3.0-or-later
// Opening and closing the file.  What LMDB would trust is looked at first; its map is
// made so large that it never has to grow where the address space allows it.
#define _GNU_SOURCE // F_OFD_SETLK, O_PATH
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "store/kv_lmdb.h"

enum { MAX_READERS = 1022, MAX_PATH_BYTES = 4096, FILE_MODE = 0666, MAX_OPEN_TRIES = 4 };

// Bytes behind every possible store, one for each process id: never written, only locked.
static const off_t first_claim = (off_t)1 << 60;

static const size_t largest_map = (size_t)1 << 40;
static const size_t smallest_map = (size_t)1 << 28;

static const char *const map_names[FURAT_KV_N_MAPS] = {
    "spog", "sopg", "psog",  "posg",   "ospg",  "opsg",
    "gspo", "hash", "terms", "counts", "stats", "meta",
};

const char *
furat_kv_map_name(furat_kv_map map)
{
  return map_names[map];
}

static furat_status
status_of_code(int code)
{
  switch (code) {
  case ENOMEM:
    return FURAT_NO_MEM;
  case MDB_CORRUPTED:
  case MDB_PAGE_NOTFOUND:
  case MDB_PANIC:
  case MDB_INVALID:
    return FURAT_CORRUPT;
  case MDB_VERSION_MISMATCH:
    return FURAT_VERSION;
  case MDB_MAP_FULL:
  case MDB_READERS_FULL:
  case MDB_TXN_FULL:
    return FURAT_LIMIT;
  default:
    return FURAT_IO;
  }
}

furat_status
furat_kv_error(furat_error *err, const furat_kv *kv, const char *what, int code)
{
  if (code == ENOMEM) {
    return furat_error_no_mem(err);
  }
  // For LMDB a disk without room is one that fails.
  const char *also = code == EIO ? ", or the disk is full" : "";
  const furat_status status =
      furat_error_set(err, status_of_code(code), "cannot %s the store %s: %s%s", what,
                      kv->path, mdb_strerror(code), also);
  if (code == MDB_TXN_FULL) {
    furat_error_hint(err, "several smaller transactions need less");
  }
  return status;
}

// ---- the mapping of the page reader

furat_status
furat_kv_mapping_get(furat_kv_mapping **out, furat_kv *kv, size_t len_bytes,
                     furat_error *err)
{
  if (kv->mapping && kv->mapping->len_bytes >= len_bytes) {
    kv->mapping->n_users += 1;
    *out = kv->mapping;
    return FURAT_OK;
  }
  furat_kv_mapping *mapping = furat_alloc(sizeof(*mapping));
  if (!mapping) {
    return furat_error_no_mem(err);
  }
  void *bytes = MAP_FAILED;
  size_t len = largest_map;
  for (; bytes == MAP_FAILED && len >= len_bytes; len /= 2) {
    bytes = mmap(NULL, len, PROT_READ, MAP_SHARED, kv->fd, 0);
  }
  if (bytes == MAP_FAILED) {
    furat_free(mapping);
    return furat_error_io(err, "cannot map the store", kv->path, errno);
  }
  *mapping = (furat_kv_mapping){.bytes = bytes, .len_bytes = len * 2, .n_users = 2};
  furat_kv_mapping_release(kv->mapping);
  kv->mapping = mapping;
  *out = mapping;
  return FURAT_OK;
}

void
furat_kv_mapping_release(furat_kv_mapping *mapping)
{
  if (mapping && --mapping->n_users == 0) {
    munmap(mapping->bytes, mapping->len_bytes);
    furat_free(mapping);
  }
}

// ---- opening

/// Refuse what is no store before LMDB sees it.
static furat_status
check_file(const furat_kv *kv, bool may_be_empty, furat_error *err)
{
  struct stat st;
  uint8_t bytes[FURAT_PAGE_META_BYTES];
  furat_page_meta meta;
  if (fstat(kv->fd, &st)) {
    return furat_error_io(err, "cannot examine the store", kv->path, errno);
  }
  if (S_ISDIR(st.st_mode)) {
    return furat_error_io(err, "cannot open the store", kv->path, EISDIR);
  }
  if (!S_ISREG(st.st_mode)) {
    return furat_error_set(err, FURAT_IO,
                           "cannot open the store %s: it is no regular file", kv->path);
  }
  if (st.st_size == 0) {
    return may_be_empty ? FURAT_OK
                        : furat_error_set(err, FURAT_VERSION,
                                          "%s is empty: nothing was ever loaded into it",
                                          kv->path);
  }
  size_t n = 0;
  for (ssize_t more = 1; more && n < sizeof(bytes); n += (size_t)more) {
    more = pread(kv->fd, bytes + n, sizeof(bytes) - n, (off_t)n);
    if (more < 0) {
      return furat_error_io(err, "cannot read the store", kv->path, errno);
    }
  }
  if (n < sizeof(bytes) || furat_page_meta_read(&meta, bytes, NULL) != FURAT_OK) {
    return furat_error_set(err, FURAT_VERSION, "%s is not a Furat store", kv->path);
  }
  if ((uint64_t)st.st_size < 2 * (uint64_t)meta.page_bytes) {
    return furat_error_set(err, FURAT_CORRUPT, "the store %s is cut short", kv->path);
  }
  return FURAT_OK;
}

static int
new_environment(MDB_env **out, size_t map_bytes)
{
  MDB_env *env;
  int code = mdb_env_create(&env);
  if (code) {
    return code;
  }
  code = mdb_env_set_maxdbs(env, FURAT_KV_N_MAPS);
  code = code ? code : mdb_env_set_maxreaders(env, MAX_READERS);
  code = code ? code : mdb_env_set_mapsize(env, map_bytes);
  if (code) {
    mdb_env_close(env);
    return code;
  }
  *out = env;
  return 0;
}

/// Open with the largest map that the address space takes.  Where no lock file can be
/// written, a reader does without: nobody can be writing there either.
static furat_status
open_environment(furat_kv *kv, unsigned flags, furat_error *err)
{
  size_t map_bytes = largest_map;
  for (unsigned tries = 1;; ++tries) {
    int code = new_environment(&kv->env, map_bytes);
    if (!code) {
      code = mdb_env_open(kv->env, kv->path, flags, FILE_MODE);
    }
    if (!code) {
      return FURAT_OK;
    }
    mdb_env_close(kv->env);
    kv->env = NULL;
    if (code == ENOMEM && map_bytes > smallest_map) {
      map_bytes /= 2;
    } else if (code == MDB_INVALID && tries < MAX_OPEN_TRIES) {
      continue; // LMDB says so of a read that was cut short; the file was looked at
                // before
    } else if ((code == EACCES || code == EROFS) && flags & MDB_RDONLY &&
               !(flags & MDB_NOLOCK)) {
      flags |= MDB_NOLOCK;
    } else {
      return furat_kv_error(err, kv, "open", code);
    }
  }
}

/// While a program keeps others from opening the store, LMDB would wait without end for
/// it to be done.  That is a matter of a moment, unless the program is stopped.  The
/// process has no locks of its own that would be given up here.
static furat_status
wait_until_open(const furat_kv *kv, furat_error *err)
{
  enum { MOST_TRIES = 100 };
  const struct timespec moment = {.tv_nsec = 20000000};
  char lock_path[MAX_PATH_BYTES];
  int fd = -1;
  if (snprintf(lock_path, sizeof(lock_path), "%s-lock", kv->path) <
      (int)sizeof(lock_path)) {
    fd = open(lock_path, O_RDONLY | O_CLOEXEC);
  }
  bool shut = fd >= 0;
  for (unsigned tries = 0; shut && tries < MOST_TRIES; ++tries) {
    struct flock shared = {.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_len = 1};
    shut = fcntl(fd, F_GETLK, &shared) == 0 && shared.l_type != F_UNLCK;
    if (shut) {
      nanosleep(&moment, NULL);
    }
  }
  if (fd >= 0) {
    close(fd);
  }
  return shut ? furat_error_set(err, FURAT_BUSY,
                                "another program keeps the store %.200s locked", kv->path)
              : FURAT_OK;
}

/// Refuse a file that this process has open already.  LMDB's locks on the table of
/// readers belong to the process: closing one handle would drop those of the other, and a
/// writer elsewhere would reuse pages that are still read.  A lock of the open file (not
/// of the process) on the byte of our process id tells one handle of the other.
static furat_status
claim_for_process(furat_kv *kv, furat_error *err)
{
  struct flock claim = {.l_type = F_WRLCK,
                        .l_whence = SEEK_SET,
                        .l_start = first_claim + (off_t)getpid(),
                        .l_len = 1};
  if (fcntl(kv->fd, F_OFD_GETLK, &claim) == 0 && claim.l_type != F_UNLCK) {
    return furat_error_set(err, FURAT_BUSY,
                           "this process has the store %.200s open already", kv->path);
  }
  claim.l_type = F_RDLCK; // all that a handle for reading may have
  claim.l_pid = 0;
  if (fcntl(kv->fd, F_OFD_SETLK, &claim) != 0 && errno != EINVAL && errno != ENOLCK) {
    return furat_error_io(err, "cannot lock the store", kv->path, errno);
  }
  return FURAT_OK;
}

/// How a mode opens the file, and LMDB.
typedef struct mode_flags {
  int open;
  unsigned lmdb;
  bool may_be_empty;
  bool shared; ///< others may have it open
} mode_flags;

static const mode_flags flags_of_mode[] = {
    [FURAT_KV_READ] = {O_RDONLY, MDB_RDONLY, false, true},
    [FURAT_KV_READ_FIXED] = {O_RDONLY, MDB_RDONLY | MDB_NOLOCK, false, false},
    [FURAT_KV_WRITE] = {O_RDONLY, 0, false, true},
    [FURAT_KV_CREATE] = {O_RDWR | O_CREAT, 0, true, true},
    [FURAT_KV_ALONE] = {O_RDWR, MDB_NOLOCK, true, false},
};

/// LMDB opens the file by its name once more: it must have found the same one.
static furat_status
check_same_file(const furat_kv *kv, furat_error *err)
{
  struct stat ours, lmdbs;
  int fd;
  if (mdb_env_get_fd(kv->env, &fd) != 0 || fstat(kv->fd, &ours) || fstat(fd, &lmdbs)) {
    return furat_error_io(err, "cannot examine the store", kv->path, errno);
  }
  return ours.st_dev == lmdbs.st_dev && ours.st_ino == lmdbs.st_ino
             ? FURAT_OK
             : furat_error_set(err, FURAT_IO,
                               "the store %s was replaced while it was being opened",
                               kv->path);
}

/// The folder of a file, which stays the same when the process changes its own.
static int
open_folder(const char *path)
{
  char folder[MAX_PATH_BYTES];
  const size_t slash = furat_str_rfind_byte(furat_str_of(path), '/');
  if (!path[slash]) {
    return open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
  }
  if (slash + 2 > sizeof(folder)) {
    return -1;
  }
  memcpy(folder, path, slash + 1);
  folder[slash + 1] = '\0';
  return open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

static furat_status
open_file(furat_kv *kv, furat_kv_mode mode, furat_error *err)
{
  const mode_flags *flags = &flags_of_mode[mode];
  kv->fd = open(kv->path, flags->open | O_CLOEXEC, FILE_MODE);
  if (kv->fd < 0) {
    return furat_error_io(err, "cannot open the store", kv->path, errno);
  }
  furat_status status = check_file(kv, flags->may_be_empty, err);
  if (status == FURAT_OK && flags->shared) {
    kv->folder = open_folder(kv->path);
    status = claim_for_process(kv, err);
  }
  if (status == FURAT_OK && !(flags->lmdb & MDB_NOLOCK)) {
    status = wait_until_open(kv, err);
  }
  if (status == FURAT_OK) {
    status =
        open_environment(kv, MDB_NOSUBDIR | MDB_NOTLS | MDB_NORDAHEAD | flags->lmdb, err);
  }
  return status == FURAT_OK ? check_same_file(kv, err) : status;
}

/// A file that nobody else can open: its names are gone as soon as LMDB has it.
static furat_status
open_temporary(furat_kv *kv, furat_error *err)
{
  char lock_path[MAX_PATH_BYTES];
  kv->fd = mkstemp(kv->path);
  if (kv->fd < 0) {
    return furat_error_io(err, "cannot make a temporary store", kv->path, errno);
  }
  furat_status status =
      open_environment(kv, MDB_NOSUBDIR | MDB_NOTLS | MDB_NORDAHEAD | MDB_NOSYNC, err);
  unlink(kv->path);
  if (snprintf(lock_path, sizeof(lock_path), "%s-lock", kv->path) <
      (int)sizeof(lock_path)) {
    unlink(lock_path);
  }
  return status;
}

static char *
temporary_path(const char *folder)
{
  furat_buffer path;
  furat_buffer_init(&path, MAX_PATH_BYTES - 8);
  furat_buffer_appendf(&path, "%s/furat-XXXXXX", folder);
  char *result = furat_buffer_take(&path);
  furat_buffer_clear(&path);
  return result;
}

furat_status
furat_kv_open(furat_kv **out, const char *path, furat_kv_mode mode, furat_error *err)
{
  furat_kv *kv = furat_alloc_zeroed(1, sizeof(*kv));
  if (!kv) {
    return furat_error_no_mem(err);
  }
  kv->fd = -1;
  kv->folder = -1;
  kv->read_only = mode == FURAT_KV_READ || mode == FURAT_KV_READ_FIXED;
  pthread_mutex_init(&kv->mutex, NULL);
  pthread_condattr_t monotonic;
  pthread_condattr_init(&monotonic);
  pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  pthread_cond_init(&kv->writer_gone, &monotonic);
  pthread_condattr_destroy(&monotonic);
  kv->path = mode == FURAT_KV_TEMPORARY ? temporary_path(path)
                                        : furat_strdup(furat_str_of(path));
  furat_status status = FURAT_OK;
  if (!kv->path) {
    status = furat_error_no_mem(err);
  } else {
    status =
        mode == FURAT_KV_TEMPORARY ? open_temporary(kv, err) : open_file(kv, mode, err);
  }
  if (status != FURAT_OK) {
    furat_kv_close(kv);
    return status;
  }
  *out = kv;
  return FURAT_OK;
}

void
furat_kv_close(furat_kv *kv)
{
  if (!kv) {
    return;
  }
  assert(!kv->n_snapshots);
  assert(!kv->has_writer);
  mdb_env_close(kv->env);
  furat_kv_mapping_release(kv->mapping);
  if (kv->fd >= 0) {
    close(kv->fd);
  }
  if (kv->folder >= 0) {
    close(kv->folder);
  }
  pthread_cond_destroy(&kv->writer_gone);
  pthread_mutex_destroy(&kv->mutex);
  furat_free(kv->path);
  furat_free(kv);
}

furat_status
furat_kv_check_name(const furat_kv *kv, furat_error *err)
{
  struct stat ours, found;
  const size_t slash = furat_str_rfind_byte(furat_str_of(kv->path), '/');
  const char *name = kv->path[slash] ? kv->path + slash + 1 : kv->path;
  if (kv->folder < 0 || fstat(kv->fd, &ours)) {
    return FURAT_OK;
  }
  return fstatat(kv->folder, name, &found, 0) == 0 && ours.st_dev == found.st_dev &&
                 ours.st_ino == found.st_ino
             ? FURAT_OK
             : furat_error_set(err, FURAT_IO,
                               "the store %s was moved, removed or replaced since it was "
                               "opened",
                               kv->path);
}

const char *
furat_kv_path(const furat_kv *kv)
{
  return kv->path;
}

furat_status
furat_kv_file_bytes(furat_kv *kv, uint64_t *out, furat_error *err)
{
  struct stat st;
  if (fstat(kv->fd, &st)) {
    return furat_error_io(err, "cannot examine the store", kv->path, errno);
  }
  *out = (uint64_t)st.st_size;
  return FURAT_OK;
}

furat_status
furat_kv_copy(furat_kv *kv, int fd, furat_error *err)
{
  furat_kv_txn *txn;
  furat_status status = furat_kv_begin_read(&txn, kv, err);
  if (status == FURAT_OK) {
    status = furat_kv_guard_all(txn, err); // LMDB trusts what it copies
    furat_kv_abort(txn);
  }
  if (status != FURAT_OK) {
    return status;
  }
  const int code = mdb_env_copyfd2(kv->env, fd, MDB_CP_COMPACT);
  return code ? furat_kv_error(err, kv, "copy", code) : FURAT_OK;
}
