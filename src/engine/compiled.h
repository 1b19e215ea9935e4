// SPDX-License-Identifier: GPL-3.0-or-later
// The shipped graph as a store: made when the program is built, used as long as no file
// that it was made from has changed.
#ifndef FURAT_ENGINE_COMPILED_H
#define FURAT_ENGINE_COMPILED_H

#include "base/buffer.h"

/// Append the path of the compiled store of the data directory.  False, with nothing
/// appended, when there is none or a file of the graph is newer.
bool
furat_compiled_find(furat_buffer *out, const char *datadir);

#endif
