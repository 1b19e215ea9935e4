// SPDX-License-Identifier: GPL-3.0-or-later
// Opening what is a store and what is not; terms of all lengths; damage of every kind: an
// error or the right answer, never a crash (the sanitizers watch).
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <lmdb.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/memory.h"
#include "rdf/vocabulary.h"
#include "store/check.h"
#include "store/dictionary.h"
#include "store/metadata.h"
#include "store/scan.h"
#include "store/statistics.h"
#include "store/update.h"
#include "support/alloc_fail.h"
#include "support/random.h"

enum { N_ROWS = 3000, N_DAMAGED = 400, TEXT = 64, MIB = 1 << 20, META_BYTES = 2 * 4096 };

static const char path[] = "test_store_open.furat";
static const char lock_path[] = "test_store_open.furat-lock";

#define DO(call) do_it((call), &err, __LINE__)

static void
do_it(furat_status status, const furat_error *err, int line)
{
  if (status != FURAT_OK) {
    fail_msg("line %d: status %d: %s", line, (int)status, err->message);
  }
}

static void
remove_files(void)
{
  rmdir(path);
  unlink(path);
  unlink(lock_path);
}

static void
write_file(const void *bytes, size_t len_bytes)
{
  const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  assert_true(fd >= 0);
  assert_int_equal(write(fd, bytes, len_bytes), (ssize_t)len_bytes);
  close(fd);
}

/// Opening must fail so.
static void
refuses(furat_store_mode mode, furat_status expected, const char *words)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store;
  assert_int_equal(furat_store_open(&store, path, mode, &err), expected);
  if (!strstr(err.message, words)) {
    fail_msg("the message is: %s", err.message);
  }
}

static void
what_is_no_store_is_refused(void **state)
{
  (void)state;
  static const char junk[20000] = "@prefix ex: <http://example.org/> .\n";
  remove_files();
  refuses(FURAT_STORE_READ, FURAT_IO, "No such file");
  refuses(FURAT_STORE_WRITE, FURAT_IO, "No such file");
  write_file("", 0);
  refuses(FURAT_STORE_READ, FURAT_VERSION, "is empty");
  refuses(FURAT_STORE_WRITE, FURAT_VERSION, "is empty");
  write_file(junk, 100);
  refuses(FURAT_STORE_READ, FURAT_VERSION, "not a Furat store");
  write_file(junk, sizeof(junk));
  refuses(FURAT_STORE_WRITE, FURAT_VERSION, "not a Furat store");
  refuses(FURAT_STORE_CREATE, FURAT_VERSION, "not a Furat store");
  remove_files();
  assert_int_equal(mkdir(path, 0755), 0);
  refuses(FURAT_STORE_READ, FURAT_IO, "directory");
  refuses(FURAT_STORE_CREATE, FURAT_IO, "directory");
  remove_files();
}

static void
an_empty_file_that_somebody_holds_is_not_waited_for(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store;
  remove_files();
  write_file("", 0);
  const int fd = open(path, O_RDONLY);
  assert_int_equal(flock(fd, LOCK_EX), 0);
  refuses(FURAT_STORE_CREATE, FURAT_BUSY, "being changed by somebody else");
  close(fd);
  DO(furat_store_open(&store, path, FURAT_STORE_CREATE, &err));
  furat_store_close(store);
  remove_files();
}

static void
a_store_that_lost_its_name_is_not_changed(void **state)
{
  (void)state;
  static const char other[] = "test_store_open.moved";
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store;
  furat_txn *txn;
  remove_files();
  DO(furat_store_open(&store, path, FURAT_STORE_CREATE, &err));
  assert_int_equal(rename(path, other), 0);
  assert_int_equal(furat_txn_begin_write(&txn, store, 0, &err), FURAT_IO);
  assert_non_null(strstr(err.message, "moved, removed or replaced"));
  furat_error_clear(&err);
  write_file("something else", 14);
  assert_int_equal(furat_txn_begin_write(&txn, store, 0, NULL), FURAT_IO);
  DO(furat_txn_begin_read(&txn, store, &err)); // what it reads is still there
  furat_txn_abort(txn);
  assert_int_equal(rename(other, path), 0);
  DO(furat_txn_begin_write(&txn, store, 0, &err));
  furat_txn_abort(txn);
  furat_store_close(store);
  remove_files();
}

/// An LMDB file of somebody else, with an entry under a name.
static void
make_foreign(const char *map, const char *key, const void *value, size_t len_bytes)
{
  MDB_env *env;
  MDB_txn *txn;
  MDB_dbi dbi;
  MDB_val k = {strlen(key), (void *)(uintptr_t)key};
  MDB_val v = {len_bytes, (void *)(uintptr_t)value};
  remove_files();
  assert_int_equal(mdb_env_create(&env), 0);
  mdb_env_set_maxdbs(env, 4);
  assert_int_equal(mdb_env_open(env, path, MDB_NOSUBDIR, 0644), 0);
  assert_int_equal(mdb_txn_begin(env, NULL, 0, &txn), 0);
  assert_int_equal(mdb_dbi_open(txn, map, MDB_CREATE, &dbi), 0);
  assert_int_equal(mdb_put(txn, dbi, &k, &v, 0), 0);
  assert_int_equal(mdb_txn_commit(txn), 0);
  mdb_env_close(env);
}

static void
foreign_older_and_newer_files_are_refused(void **state)
{
  (void)state;
  make_foreign("people", "anna", "1", 1);
  refuses(FURAT_STORE_READ, FURAT_VERSION, "not a Furat store");
  refuses(FURAT_STORE_CREATE, FURAT_VERSION, "not a Furat store");
  make_foreign("meta", "format", "Furat store\n\3\0\0\0", 16);
  refuses(FURAT_STORE_READ, FURAT_VERSION,
          "has format version 3, but this program reads version 2");
  make_foreign("meta", "format", "Furat store\n\1\0\0\0", 16);
  refuses(FURAT_STORE_READ, FURAT_VERSION,
          "has format version 1, but this program reads version 2");
  refuses(FURAT_STORE_CREATE, FURAT_VERSION,
          "has format version 1, but this program reads version 2");
  make_foreign("meta", "format", "Other store\n\2\0\0\0", 16);
  refuses(FURAT_STORE_READ, FURAT_VERSION, "not a Furat store");
  remove_files();
}

static furat_term
term_of(char text[TEXT], unsigned n)
{
  switch (n % 5) {
  case 0:
    snprintf(text, TEXT, "text number %u", n);
    return furat_term_literal(furat_str_of(text), FURAT_STR_NONE);
  case 1:
    snprintf(text, TEXT, "%u", n);
    return furat_term_literal(furat_str_of(text), FURAT_STR(FURAT_XSD_INTEGER));
  case 2:
    snprintf(text, TEXT, "%u", n);
    return furat_term_literal(furat_str_of(text), FURAT_STR("http://example.org/type"));
  case 3:
    snprintf(text, TEXT, "text %u", n);
    return furat_term_lang_string(furat_str_of(text), FURAT_STR("ar"));
  default:
    snprintf(text, TEXT, "http://example.org/thing/%u", n);
    return furat_term_iri(furat_str_of(text));
  }
}

/// Insert N_ROWS quads made from `seed`.
static furat_status
fill(furat_store *store, unsigned seed, furat_error *err)
{
  furat_txn *txn;
  furat_status status = furat_txn_begin_write(&txn, store, 0, err);
  for (unsigned done = 0; status == FURAT_OK && done < N_ROWS; done += 100) {
    furat_quad quads[100];
    furat_row rows[100];
    char texts[100][3][TEXT];
    for (unsigned i = 0; i < 100; ++i) {
      const unsigned n = (done + i) * 7 + seed;
      quads[i].subject = term_of(texts[i][0], n % 500 * 5 + 4);
      quads[i].predicate = term_of(texts[i][1], n % 20 * 5 + 4);
      quads[i].object = term_of(texts[i][2], n);
      quads[i].graph = n % 3 ? FURAT_TERM_UNSET : quads[i].predicate;
    }
    status = furat_dictionary_intern_quads(txn, quads, 100, rows, err);
    if (status == FURAT_OK) {
      status = furat_update_insert(txn, rows, 100, NULL, err);
    }
    if (status != FURAT_OK) {
      furat_txn_abort(txn);
    }
  }
  return status == FURAT_OK ? furat_txn_commit(txn, err) : status;
}

/// Read everything there is; the sum tells whether it is the right answer.
static furat_status
read_everything(furat_store *store, uint64_t *sum, furat_error *err)
{
  static furat_id ids[FURAT_N_FIELDS][FURAT_SCAN_BATCH_ROWS];
  furat_id *const columns[FURAT_N_FIELDS] = {ids[0], ids[1], ids[2], ids[3]};
  furat_txn *txn;
  furat_status status = furat_txn_begin_read(&txn, store, err);
  if (status != FURAT_OK) {
    return status;
  }
  *sum = furat_statistics_totals(txn).n_quads;
  for (unsigned p = 0; status == FURAT_OK && p < FURAT_N_PERMUTATIONS; ++p) {
    const furat_scan_spec spec = FURAT_SCAN_ALL((furat_permutation)p);
    furat_scan *scan;
    size_t n;
    status = furat_scan_open(&scan, txn, &spec, err);
    if (status != FURAT_OK) {
      break;
    }
    while ((status = furat_scan_next(scan, columns, FURAT_SCAN_BATCH_ROWS, &n, err)) ==
           FURAT_OK) {
      for (size_t i = 0; i < n; ++i) {
        char text[FURAT_ID_MAX_LEXICAL_BYTES];
        furat_term term;
        *sum += furat_hash_mix(furat_hash_mix(ids[0][i], ids[1][i]),
                               furat_hash_mix(ids[2][i], ids[3][i]));
        if (i % 16 == 0 && p < 2) {
          status = furat_dictionary_borrow(txn, ids[2][i], text, &term, err);
          if (status != FURAT_OK) {
            break;
          }
          *sum += furat_term_hash(&term);
        }
      }
      if (status != FURAT_OK) {
        break;
      }
    }
    furat_scan_close(scan);
    status = status == FURAT_DONE ? FURAT_OK : status;
  }
  furat_txn_abort(txn);
  return status;
}

static uint64_t
sum_of(furat_store *store)
{
  furat_error err = FURAT_ERROR_INIT;
  uint64_t sum;
  DO(read_everything(store, &sum, &err));
  return sum;
}

/// A store of two commits; the sums after each.
static void
make_store(uint64_t sums[2])
{
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store;
  remove_files();
  DO(furat_store_open(&store, path, FURAT_STORE_CREATE, &err));
  DO(fill(store, 1, &err));
  sums[0] = sum_of(store);
  DO(fill(store, 50000, &err));
  sums[1] = sum_of(store);
  furat_store_close(store);
}

/// Open and read a file that may be damaged: the right sum, or an error.  LMDB's two meta
/// pages have no checksum: when the newer one seems older, what one sees is the commit
/// before.
static void
error_or_right_answer(const uint64_t sums[2], bool meta_damaged, unsigned *n_found,
                      unsigned *n_harmless)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store;
  furat_txn *txn;
  uint64_t sum = 0;
  uint64_t n_findings = 0;
  const furat_check_report report = {.finding = NULL};
  furat_status status = furat_store_open(&store, path, FURAT_STORE_READ, &err);
  if (status == FURAT_OK) {
    status = read_everything(store, &sum, &err);
    furat_error_clear(&err);
    if (furat_txn_begin_read(&txn, store, &err) == FURAT_OK) {
      const furat_status checked = furat_check(txn, &report, &n_findings, &err);
      assert_true(checked == FURAT_OK);
      furat_txn_abort(txn);
    } else {
      n_findings = 1;
    }
    furat_store_close(store);
  }
  if (status == FURAT_OK && sum != sums[1] && !(meta_damaged && sum == sums[0])) {
    fail_msg("a wrong answer came without an error (%u findings)", (unsigned)n_findings);
  }
  *n_found += status != FURAT_OK || n_findings;
  *n_harmless += status == FURAT_OK && !n_findings;
}

static uint8_t *
read_file(size_t *len_bytes)
{
  struct stat st;
  const int fd = open(path, O_RDONLY);
  assert_true(fd >= 0 && fstat(fd, &st) == 0);
  uint8_t *bytes = furat_alloc((size_t)st.st_size);
  assert_non_null(bytes);
  assert_int_equal(read(fd, bytes, (size_t)st.st_size), st.st_size);
  close(fd);
  *len_bytes = (size_t)st.st_size;
  return bytes;
}

static void
changed_bytes_are_found_or_harmless(void **state)
{
  (void)state;
  random_source random = random_start("changed_bytes_are_found_or_harmless");
  size_t len_bytes;
  unsigned n_found = 0;
  unsigned n_harmless = 0;
  uint64_t sums[2];
  make_store(sums);
  uint8_t *bytes = read_file(&len_bytes);
  uint8_t *damaged = furat_alloc(len_bytes);
  assert_non_null(damaged);
  const char *given = getenv("FURAT_TEST_ROUNDS");
  const unsigned n_rounds = given ? (unsigned)atol(given) : (unsigned)N_DAMAGED;
  for (unsigned round = 0; round < n_rounds; ++round) {
    memcpy(damaged, bytes, len_bytes);
    // Every other time where it hurts: in the heads of pages and the pointers behind
    // them.
    const size_t page = random_below(&random, len_bytes / 4096);
    const size_t at = round % 2 ? random_below(&random, len_bytes)
                                : page * 4096 + random_below(&random, 64);
    damaged[at] ^= (uint8_t)(1 + random_below(&random, 255));
    if (round % 7 == 0) {
      memset(damaged + page * 4096, 0xFF, random_below(&random, 4096));
    }
    write_file(damaged, len_bytes);
    error_or_right_answer(sums, at < META_BYTES, &n_found, &n_harmless);
  }
  printf("# %u found, %u harmless\n", n_found, n_harmless);
  assert_true(n_found > n_rounds / 8);
  furat_free(bytes);
  furat_free(damaged);
  remove_files();
}

static void
a_cut_store_is_an_error(void **state)
{
  (void)state;
  random_source random = random_start("a_cut_store_is_an_error");
  size_t len_bytes;
  unsigned n_found = 0;
  unsigned n_harmless = 0;
  uint64_t sums[2];
  make_store(sums);
  uint8_t *bytes = read_file(&len_bytes);
  for (unsigned round = 0; round < 40; ++round) {
    write_file(bytes, round < 4 ? round * 4096 : random_below(&random, len_bytes));
    error_or_right_answer(sums, false, &n_found, &n_harmless);
  }
  assert_true(n_found > 30);
  furat_free(bytes);
  remove_files();
}

static void
a_store_without_permission_to_write_can_be_read(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store;
  furat_txn *txn;
  uint64_t sums[2];
  make_store(sums);
  DO(furat_store_open(&store, path, FURAT_STORE_READ, &err));
  assert_int_equal(furat_txn_begin_write(&txn, store, 0, &err), FURAT_READ_ONLY);
  furat_store_close(store);
  remove_files();
}

// ---- terms

static void
terms_of_any_length_come_back(void **state)
{
  (void)state;
  static const size_t lengths[] = {0, 1, 500, 1001, 5000, 65536, 3 * MIB, 64 * MIB};
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store;
  furat_txn *txn;
  furat_id ids[2 * 8];
  furat_term terms[2 * 8];
  char *bytes = furat_alloc((size_t)64 * MIB);
  assert_non_null(bytes);
  memset(bytes, 'x', (size_t)64 * MIB);
  for (unsigned i = 0; i < 8; ++i) {
    terms[2 * i] = furat_term_literal((furat_str){bytes, lengths[i]}, FURAT_STR_NONE);
    terms[2 * i + 1] =
        furat_term_lang_string((furat_str){bytes, lengths[i]}, FURAT_STR("en"));
  }
  DO(furat_store_open(&store, NULL, FURAT_STORE_TEMPORARY, &err));
  DO(furat_txn_begin_write(&txn, store, 0, &err));
  DO(furat_dictionary_intern(txn, terms, 16, ids, &err));
  DO(furat_txn_commit(txn, &err));
  DO(furat_txn_begin_read(&txn, store, &err));
  for (unsigned i = 0; i < 16; ++i) {
    char text[FURAT_ID_MAX_LEXICAL_BYTES];
    furat_term term;
    furat_id id;
    DO(furat_dictionary_borrow(txn, ids[i], text, &term, &err));
    assert_true(furat_term_equal(&term, &terms[i]));
    DO(furat_dictionary_find(txn, &terms[i], &id, &err));
    assert_int_equal(id, ids[i]);
  }
  furat_txn_abort(txn);
  furat_store_close(store);
  furat_free(bytes);
}

static void
a_term_beyond_the_limit_is_refused(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store;
  furat_txn *txn;
  furat_id id;
  DO(furat_store_open(&store, NULL, FURAT_STORE_TEMPORARY, &err));
  DO(furat_txn_begin_write(&txn, store, 0, &err));
  const size_t len_bytes = ((size_t)256 << 20) + 1;
  char *bytes = furat_alloc(len_bytes);
  assert_non_null(bytes);
  memset(bytes, 'y', len_bytes);
  const furat_term term = furat_term_iri((furat_str){bytes, len_bytes});
  assert_int_equal(furat_dictionary_intern(txn, &term, 1, &id, &err), FURAT_LIMIT);
  furat_free(bytes);
  furat_txn_abort(txn);
  furat_store_close(store);
}

/// Two texts with the same 40 bits of hash, found by trying: a million are enough.
static void
equal_hashes_are_told_apart(void **state)
{
  (void)state;
  enum { N_TEXTS = 1 << 22, N_SLOTS = 1 << 23 };
  furat_error err = FURAT_ERROR_INIT;
  uint64_t *slots = furat_alloc_zeroed(N_SLOTS, sizeof(*slots));
  assert_non_null(slots);
  furat_store *store;
  furat_txn *txn;
  unsigned n_pairs = 0;
  DO(furat_store_open(&store, NULL, FURAT_STORE_TEMPORARY, &err));
  for (uint64_t i = 1; i < N_TEXTS; ++i) {
    char text[TEXT];
    snprintf(text, sizeof(text), "http://example.org/%u", (unsigned)i);
    const uint64_t hash = furat_hash_bytes(furat_str_of(text), FURAT_ID_TAG_IRI) >> 24;
    size_t at = hash % N_SLOTS;
    for (; slots[at]; at = (at + 1) % N_SLOTS) {
      if (slots[at] >> 23 == hash) {
        char other[TEXT];
        furat_id ids[2], again[2];
        snprintf(other, sizeof(other), "http://example.org/%u",
                 (unsigned)(slots[at] & ((1U << 23) - 1)));
        const furat_term terms[2] = {furat_term_iri(furat_str_of(text)),
                                     furat_term_iri(furat_str_of(other))};
        DO(furat_txn_begin_write(&txn, store, 0, &err));
        DO(furat_dictionary_intern(txn, terms, 2, ids, &err));
        DO(furat_txn_commit(txn, &err));
        DO(furat_txn_begin_read(&txn, store, &err));
        DO(furat_dictionary_find_many(txn, terms, 2, again, &err));
        furat_txn_abort(txn);
        assert_int_not_equal(ids[0], ids[1]);
        assert_memory_equal(ids, again, sizeof(ids));
        n_pairs += 1;
      }
    }
    slots[at] = hash << 23 | i;
  }
  printf("# %u pairs\n", n_pairs);
  assert_true(n_pairs > 0);
  furat_free(slots);
  furat_store_close(store);
}

static void
language_tags_have_no_case(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store;
  furat_txn *txn;
  furat_id ids[3];
  char text[FURAT_ID_MAX_LEXICAL_BYTES];
  furat_term term;
  const furat_term terms[3] = {furat_term_lang_string(FURAT_STR("a"), FURAT_STR("en-GB")),
                               furat_term_lang_string(FURAT_STR("a"), FURAT_STR("EN-gb")),
                               furat_term_lang_string(FURAT_STR("a"), FURAT_STR("en"))};
  DO(furat_store_open(&store, NULL, FURAT_STORE_TEMPORARY, &err));
  DO(furat_txn_begin_write(&txn, store, 0, &err));
  DO(furat_dictionary_intern(txn, terms, 3, ids, &err));
  assert_int_equal(ids[0], ids[1]);
  assert_int_not_equal(ids[0], ids[2]);
  DO(furat_dictionary_borrow(txn, ids[1], text, &term, &err));
  assert_true(
      furat_str_equal(term.language, FURAT_STR("en-GB"))); // as it was written first
  furat_txn_abort(txn);
  furat_store_close(store);
}

// ---- failures

static furat_status
use_store(void *context)
{
  (void)context;
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store;
  uint64_t sum;
  furat_status status = furat_store_open(&store, NULL, FURAT_STORE_TEMPORARY, &err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_txn *txn;
  char texts[3][TEXT];
  furat_row row;
  const furat_quad quad = {.subject = term_of(texts[0], 4),
                           .predicate = term_of(texts[1], 9),
                           .object = term_of(texts[2], 7)};
  status = furat_txn_begin_write(&txn, store, 0, &err);
  if (status == FURAT_OK) {
    status = furat_dictionary_intern_quads(txn, &quad, 1, &row, &err);
    if (status == FURAT_OK) {
      status = furat_update_insert(txn, &row, 1, NULL, &err);
    }
    if (status == FURAT_OK) {
      status =
          furat_metadata_set_prefix(txn, FURAT_STR("ex"), FURAT_STR("http://x/"), &err);
    }
    if (status == FURAT_OK) {
      status = furat_txn_commit(txn, &err);
    } else {
      furat_txn_abort(txn);
    }
  }
  if (status == FURAT_OK) {
    status = read_everything(store, &sum, &err);
  }
  if (status == FURAT_OK) {
    status = furat_txn_begin_write(&txn, store, 0, &err);
  }
  if (status == FURAT_OK) {
    status = furat_update_delete(txn, &row, 1, NULL, &err);
    furat_txn_abort(txn);
  }
  furat_store_close(store);
  return status;
}

static void
failing_allocations_leave_nothing_behind(void **state)
{
  (void)state;
  alloc_fail_each(use_store, NULL);
}

/// A change that failed half way must not be committed, even by a caller who tries.
static void
a_failed_change_is_never_committed(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store;
  furat_status changed = FURAT_NO_MEM;
  furat_txn *txn;
  uint64_t sums[2];
  uint64_t n_findings;
  unsigned n_kept = 0;
  make_store(sums);
  DO(furat_store_open(&store, path, FURAT_STORE_WRITE, &err));
  DO(furat_txn_begin_read(&txn, store, &err));
  const uint64_t n_before = furat_statistics_totals(txn).n_quads;
  furat_txn_abort(txn);
  for (size_t n = 1; changed != FURAT_OK; ++n) {
    furat_row row;
    const furat_quad quad = {.subject = furat_term_iri(FURAT_STR("http://new/s")),
                             .predicate = furat_term_iri(FURAT_STR("http://new/p")),
                             .object = furat_term_iri(FURAT_STR("http://new/o"))};
    const furat_check_report report = {.finding = NULL};
    DO(furat_txn_begin_write(&txn, store, 0, &err));
    alloc_fail_at(n);
    changed = furat_dictionary_intern_quads(txn, &quad, 1, &row, &err);
    if (changed == FURAT_OK) {
      changed = furat_update_insert(txn, &row, 1, NULL, &err);
    }
    alloc_fail_at(0);
    furat_error_clear(&err);
    if (furat_txn_commit(txn, &err) == FURAT_OK) {
      n_kept += 1;
    }
    furat_error_clear(&err);
    DO(furat_txn_begin_read(&txn, store, &err));
    DO(furat_check(txn, &report, &n_findings, &err));
    assert_int_equal(n_findings, 0);
    assert_int_equal(furat_statistics_totals(txn).n_quads,
                     n_before + (changed == FURAT_OK));
    furat_txn_abort(txn);
  }
  assert_in_range(n_kept, 1, 3); // what failed before it changed anything may end so
  furat_store_close(store);
  remove_files();
}

/// Killed readers and writers must not be in the way.
static void
killed_processes_are_forgotten(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store;
  struct stat st;
  off_t size = 0;
  uint64_t sums[2];
  make_store(sums);
  for (unsigned round = 0; round < 12; ++round) {
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
      furat_txn *reader, *writer;
      const bool ready =
          furat_store_open(&store, path, FURAT_STORE_WRITE, &err) == FURAT_OK &&
          furat_txn_begin_read(&reader, store, &err) == FURAT_OK &&
          furat_txn_begin_write(&writer, store, 0, &err) == FURAT_OK;
      _exit(ready ? 0 : 1); // with both transactions open
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    DO(furat_store_open(&store, path, FURAT_STORE_WRITE, &err));
    DO(fill(store, round * 1000, &err));
    furat_row everything = {.field = {0}};
    furat_txn *txn;
    DO(furat_txn_begin_write(&txn, store, 0, &err));
    DO(furat_update_delete_pattern(txn, &everything, NULL, &err));
    DO(furat_txn_commit(txn, &err));
    furat_store_close(store);
    assert_int_equal(stat(path, &st), 0);
    if (round == 5) {
      size = st.st_size;
    }
  }
  assert_true(st.st_size < size + size / 2); // it does not grow with every killed reader
  remove_files();
}

// Two handles of one process would lose LMDB's locks when one of them is closed.
static void
a_process_opens_a_store_once(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store;
  remove_files();
  DO(furat_store_open(&store, path, FURAT_STORE_CREATE, &err));
  refuses(FURAT_STORE_WRITE, FURAT_BUSY, "this process has the store");
  refuses(FURAT_STORE_READ, FURAT_BUSY, "this process has the store");
  furat_store_close(store);
  DO(furat_store_open(&store, path, FURAT_STORE_READ, &err));
  refuses(FURAT_STORE_READ, FURAT_BUSY, "this process has the store");
  furat_store_close(store);
  remove_files();
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_is_no_store_is_refused),
      cmocka_unit_test(an_empty_file_that_somebody_holds_is_not_waited_for),
      cmocka_unit_test(a_store_that_lost_its_name_is_not_changed),
      cmocka_unit_test(foreign_older_and_newer_files_are_refused),
      cmocka_unit_test(changed_bytes_are_found_or_harmless),
      cmocka_unit_test(a_cut_store_is_an_error),
      cmocka_unit_test(a_store_without_permission_to_write_can_be_read),
      cmocka_unit_test(terms_of_any_length_come_back),
      cmocka_unit_test(a_term_beyond_the_limit_is_refused),
      cmocka_unit_test(equal_hashes_are_told_apart),
      cmocka_unit_test(language_tags_have_no_case),
      cmocka_unit_test(a_failed_change_is_never_committed),
      cmocka_unit_test(failing_allocations_leave_nothing_behind),
      cmocka_unit_test(killed_processes_are_forgotten),
      cmocka_unit_test(a_process_opens_a_store_once),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
