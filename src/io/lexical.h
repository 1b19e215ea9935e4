// SPDX-License-Identifier: GPL-3.0-or-later
// The terminals that the Turtle family shares, checked to the letter of its grammars:
// IRIs, blank node labels, strings, language tags, prefixed names.   Pure functions over
// text.
#ifndef FURAT_IO_LEXICAL_H
#define FURAT_IO_LEXICAL_H

#include <stdint.h>

#include "base/attributes.h"
#include "base/str.h"

typedef enum furat_lexical_result {
  FURAT_LEXICAL_OK,
  FURAT_LEXICAL_CUT, ///< the text ends before the terminal does: come again with more
  FURAT_LEXICAL_BAD  ///< it breaks the grammar
} furat_lexical_result;

/// Text to scan.  `offset` moves behind what was scanned; when the result is BAD, to the
/// byte to blame, and `problem` says why: a sentence about `code_point` where that is
/// set.
typedef struct furat_lexical {
  furat_str text;
  size_t offset;
  bool is_final; ///< the text's end is the document's end, so nothing is ever CUT
  const char *problem;
  uint32_t code_point; ///< or FURAT_LEXICAL_NO_CHAR
} furat_lexical;

#define FURAT_LEXICAL_NO_CHAR UINT32_MAX

/// What was found: the text between the delimiters, as it stands there.
typedef struct furat_lexical_token {
  furat_str text;
  bool has_escapes; ///< furat_lexical_unescape() is needed
  bool has_breaks;  ///< a string holds a line end or a NUL byte
} furat_lexical_token;

/// IRIREF at '<'.  Escapes are checked too: what they stand for must be allowed in an
/// IRI.
FURAT_NODISCARD furat_lexical_result
furat_lexical_iri(furat_lexical *scan, furat_lexical_token *token);

/// BLANK_NODE_LABEL at '_'.
FURAT_NODISCARD furat_lexical_result
furat_lexical_blank(furat_lexical *scan, furat_lexical_token *token);

/// STRING_LITERAL_QUOTE at '"'; with `turtle` also the single-quoted and the long forms.
FURAT_NODISCARD furat_lexical_result
furat_lexical_string(furat_lexical *scan, bool turtle, furat_lexical_token *token);

/// LANGTAG at '@' (or a directive's keyword, which looks the same).
FURAT_NODISCARD furat_lexical_result
furat_lexical_language(furat_lexical *scan, furat_lexical_token *token);

/// PNAME_NS or PNAME_LN, or a bare word (`*is_word`, all in `prefix`).
FURAT_NODISCARD furat_lexical_result
furat_lexical_name(furat_lexical *scan, furat_lexical_token *prefix,
                   furat_lexical_token *local, bool *is_word);

/// INTEGER, DECIMAL or DOUBLE at a sign, digit or dot.
FURAT_NODISCARD furat_lexical_result
furat_lexical_number(furat_lexical *scan, furat_lexical_token *token);

/// Whether the whole text is an NCName of XML (a name without a colon).
bool
furat_lexical_is_ncname(furat_str text);

/// Whether the whole text can be a blank node's label, behind "_:".
bool
furat_lexical_is_label(furat_str text);

/// Write the characters that a checked token's text stands for to `out`, which has room
/// for text.len bytes and may be text.data itself; returns their number.
size_t
furat_lexical_unescape(furat_str text, char *out);

/// The sentence for a BAD result, at most `cap` bytes, terminated.
void
furat_lexical_describe(const furat_lexical *scan, char *out, size_t cap);

#endif
