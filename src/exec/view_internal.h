// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of the view share.
#ifndef FURAT_EXEC_VIEW_INTERNAL_H
#define FURAT_EXEC_VIEW_INTERNAL_H

#include "exec/view.h"

/// The store's scan for a pattern, and the graphs to which its rows have to be restricted
/// (NULL: all), where it names no variable graph.
furat_scan_spec
furat_view_spec(furat_view *view, const furat_view_pattern *pattern,
                const furat_view_graphs **only);

#endif
