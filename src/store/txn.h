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

/// Begin to read.
FURAT_NODISCARD furat_status
furat_txn_begin_read(furat_txn **out, furat_store *store, furat_error *err);

/// Begin to write.  FURAT_BUSY when another writer, of this process or another, does not
/// end within `wait_ms` (0: at once).  FURAT_READ_ONLY.
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

/// A number that changes with every change of a writer: what was read at another stamp is
/// stale.
uint64_t
furat_txn_stamp(const furat_txn *txn);

/// How many commits changed the store before this transaction began: what was read of
/// another snapshot with the same number is still so.
uint64_t
furat_txn_commits(const furat_txn *txn);

#endif
