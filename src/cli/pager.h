// SPDX-License-Identifier: GPL-3.0-or-later
// Results on their way to a terminal: held until they are longer than the screen, then
// handed to a pager; shorter ones are shown as they are.
#ifndef FURAT_CLI_PAGER_H
#define FURAT_CLI_PAGER_H

#include "base/buffer.h"
#include "cli/child.h"
#include "cli/watch.h"

typedef struct furat_pager {
  bool wanted;      ///< long results go to a pager; otherwise all goes on at once
  bool always;      ///< short ones too
  bool chop;        ///< lines that are wider than the screen are cut, not wrapped
  bool wrap;        ///< they are wrapped all the same
  bool gone;        ///< it was left before the end: nothing more is wanted
  size_t n_rows;    ///< of the screen
  size_t n_columns; ///< of the screen
  size_t at_row;    ///< of the screen, where what is held ends
  size_t at_column;
  bool in_escape; ///< inside an SGR sequence
  furat_buffer held;
  furat_child child;
  int64_t waited_ns;  ///< for who reads, while there was more to write
  const char *hint;   ///< how to do without, for errors
  furat_watch *watch; ///< hidden before anything is shown; or NULL
} furat_pager;

void
furat_pager_init(furat_pager *pager, bool wanted, bool always, furat_watch *watch);

/// Write to it; for furat_output_to_function().  FURAT_IO with `gone` set is no failure:
/// whoever reads has seen enough.
FURAT_NODISCARD furat_status
furat_pager_write(void *pager, furat_str bytes, furat_error *err);

/// Show what is held, wait for the end of the pager.  That Ctrl-C ended it is no failure.
FURAT_NODISCARD furat_status
furat_pager_finish(furat_pager *pager, furat_error *err);

#endif
