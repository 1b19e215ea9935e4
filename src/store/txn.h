// SPDX-License-Identifier: GPL-3.0-or-later
// Transactions.  A reader sees the last commit before it began, whatever happens
// meanwhile, and never waits.  A writer sees its own changes; its commit is durable when
// it returns, or nothing has happened.  A transaction is used by one thread at a time.
#ifndef FURAT_STORE_TXN_H
#define FURAT_STORE_TXN_H

#include "base/cancel.h"
#include "store/store.h"

typedef struct furat_txn furat_txn;

/// Wait for another writer as long as it takes.
#define FURAT_TXN_WAIT_FOREVER UINT64_MAX

/// Begin to read.  FURAT_BUSY: inside of furat_store_begin(), while this thread writes.
FURAT_NODISCARD furat_status
furat_txn_begin_read(furat_txn **out, furat_store *store, furat_error *err);

/// Begin to write.  FURAT_BUSY when another writer, of this process or another, does not
/// end within `wait_ms` (0: at once); or inside of furat_store_begin(), while this thread
/// reads or writes.  FURAT_READ_ONLY.
FURAT_NODISCARD furat_status
furat_txn_begin_write(furat_txn **out, furat_store *store, uint64_t wait_ms,
                      furat_error *err);

/// The same; the wait, and changes of many rows (store/update.h), end with what
/// furat_cancel_poll() says, too.  `cancel` (or NULL) must outlive the transaction.
FURAT_NODISCARD furat_status
furat_txn_begin_write_unless(furat_txn **out, furat_store *store, uint64_t wait_ms,
                             const furat_cancel *cancel, furat_error *err);

/// End the transaction, keeping its changes; it is gone whatever the result.  After an
/// error nothing has changed.  FURAT_INTERNAL when a change in it has failed: it should
/// have been aborted.
FURAT_NODISCARD furat_status
furat_txn_commit(furat_txn *txn, furat_error *err);

/// End the transaction without its changes.  Accepts NULL.
void
furat_txn_abort(furat_txn *txn);

bool
furat_txn_is_writable(const furat_txn *txn);

/// What was read at the same number of this store is still so: how many commits changed
/// it before this transaction began, or, where it is part of one that has changed
/// something, FURAT_TXN_UNCOMMITTED and a number that no other change gets.
uint64_t
furat_txn_commits(const furat_txn *txn);

#define FURAT_TXN_UNCOMMITTED (UINT64_C(1) << 63)

/// \name Several transactions as one
/// From begin on, what the calling thread does is part of one transaction: its readers
/// see what it has changed so far, an abort undoes its last change alone, and its commits
/// are kept by furat_store_commit(), or none is.  Other threads and processes see the
/// last commit, and wait to write.  The same thread ends it.
/// @{

/// The words of furat_txn_begin_write_unless(); FURAT_USAGE when this thread has one
/// open.
FURAT_NODISCARD furat_status
furat_store_begin(furat_store *store, uint64_t wait_ms, const furat_cancel *cancel,
                  furat_error *err);

/// Keep all.  FURAT_BUSY, and it stays open, while a part is; FURAT_USAGE when this
/// thread has none.  After any other error it has ended and nothing has changed.
FURAT_NODISCARD furat_status
furat_store_commit(furat_store *store, furat_error *err);

/// Keep nothing.  FURAT_BUSY and FURAT_USAGE as above.
FURAT_NODISCARD furat_status
furat_store_rollback(furat_store *store, furat_error *err);

/// Whether this thread has one open.
bool
furat_store_in_transaction(furat_store *store);
/// @}

#endif
