// SPDX-License-Identifier: GPL-3.0-or-later
// A compiled pattern as the files of regular expressions share it.
#ifndef FURAT_FUNC_REGEX_INTERNAL_H
#define FURAT_FUNC_REGEX_INTERNAL_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "func/regex.h"

/// For texts of 64, 256, 1024 and 4096 bytes, and the one of patient matches.
enum { FURAT_REGEX_N_CONTEXTS = 5 };

struct furat_regex {
  pcre2_code *code;
  pcre2_code *watched;     ///< the same, made when it is wanted: looks up at each step
  furat_buffer translated; ///< the pattern in PCRE2's syntax
  uint32_t options;
  pcre2_match_context *contexts[FURAT_REGEX_N_CONTEXTS];
  uint32_t n_groups;
  bool literal; ///< flag q: the replacement is literal too
};

/// With their limits.
FURAT_NODISCARD furat_status
furat_regex_make_contexts(furat_regex *regex, furat_error *err);

#endif
