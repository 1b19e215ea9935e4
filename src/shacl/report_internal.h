// SPDX-License-Identifier: GPL-3.0-or-later
// What the writers of a report share.                      report -> report_rdf
#ifndef FURAT_SHACL_REPORT_INTERNAL_H
#define FURAT_SHACL_REPORT_INTERNAL_H

#include "shacl/report.h"

/// The report in the vocabulary of SHACL, as Turtle.
FURAT_NODISCARD furat_status
furat_shacl_report_write_turtle(furat_output *output, const furat_shacl_report *report,
                                const furat_prefixes *prefixes, furat_error *err);

#endif
