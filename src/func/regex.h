// SPDX-License-Identifier: GPL-3.0-or-later
// Regular expressions of XPath and XQuery Functions and Operators 3.1 (5.6) on PCRE2:
// REGEX and REPLACE.  The syntaxes differ; what PCRE2 would understand otherwise is
// translated or refused.
//                                                                           [only place
//                                                                           of pcre2.h]
#ifndef FURAT_FUNC_REGEX_H
#define FURAT_FUNC_REGEX_H

#include "base/buffer.h"
#include "base/cancel.h"

/// A compiled pattern.  For one thread at a time: matching may compile more of it.
typedef struct furat_regex furat_regex;

/// Compile `pattern` with the flags "s", "m", "i", "x", "q" in any order.  FURAT_BAD_DATA
/// for a wrong pattern or flag, with a sentence that names the place in the pattern.
FURAT_NODISCARD furat_status
furat_regex_compile(furat_regex **out, furat_str pattern, furat_str flags,
                    furat_error *err);

/// Accepts NULL.
void
furat_regex_free(furat_regex *regex);

/// Whether some part of `text` matches.  FURAT_LIMIT when the match takes too many steps,
/// or the text is too long for a match that can be broken off.  `cancel` may be NULL.
FURAT_NODISCARD furat_status
furat_regex_match(furat_regex *regex, furat_str text, bool *out,
                  const furat_cancel *cancel, furat_error *err);

/// Append `text` with every match replaced; `$1` to `$9`... and `$0` in `replacement`
/// stand for groups, `\$` and `\\` for themselves.  FURAT_BAD_DATA when the pattern
/// matches the empty string (err:FORX0003) or the replacement is wrong (err:FORX0004).
FURAT_NODISCARD furat_status
furat_regex_replace(furat_buffer *out, furat_regex *regex, furat_str text,
                    furat_str replacement, const furat_cancel *cancel, furat_error *err);

#endif
