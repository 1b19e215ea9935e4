// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of words and what they mean, in two columns.
//                                          help -> [help_words] -> language_show, shell
#include "base/utf8.h"
#include "cli/help.h"

enum { INDENT = 2, GAP = 2, MOST_COLUMN = 22 };

// The first line of `*rest`, which goes on behind it.
static furat_str
next_line(furat_str *rest)
{
  const furat_str line = furat_str_slice(*rest, 0, furat_str_find_byte(*rest, '\n'));
  *rest = furat_str_slice(*rest, line.len + 1, rest->len);
  return line;
}

// As wide as the words are, within bounds.
static size_t
column_of(furat_str words, size_t width)
{
  size_t column = 0;
  while (words.len > 0) {
    const furat_str line = next_line(&words);
    const furat_str word = furat_str_slice(line, 0, furat_str_find_byte(line, '\t'));
    const size_t cells = INDENT + furat_utf8_text_width(word) + GAP;
    column = cells > column && cells <= MOST_COLUMN ? cells : column;
  }
  column = column > 0 ? column : MOST_COLUMN;
  return width / 2 < column ? 2 * INDENT : column;
}

void
furat_help_fill_behind(furat_buffer *out, furat_str text, size_t cells, size_t column,
                       size_t width)
{
  furat_buffer terminated;
  furat_buffer filled;
  furat_buffer_init(&terminated, SIZE_MAX / 2);
  furat_buffer_init(&filled, SIZE_MAX / 2);
  furat_buffer_append(&terminated, text);
  furat_buffer_append_cstr(&terminated, "");
  if (terminated.len > 0) {
    furat_help_fill(&filled, terminated.data, column, width);
  }
  furat_buffer_append(out, furat_str_slice(furat_buffer_str(&filled), cells, filled.len));
  if (terminated.status != FURAT_OK || filled.status != FURAT_OK) {
    out->status = FURAT_NO_MEM;
  }
  furat_buffer_clear(&filled);
  furat_buffer_clear(&terminated);
}

// "  WORD  meaning"; the meaning below a word that is too long.
static void
append_word(furat_buffer *out, furat_str line, size_t column, size_t width)
{
  const size_t tab = furat_str_find_byte(line, '\t');
  const furat_str word = furat_str_slice(line, 0, tab);
  const furat_str meaning = furat_str_slice(line, tab + 1, line.len);
  const size_t cells = INDENT + furat_utf8_text_width(word);
  const bool below = cells + GAP > column;
  furat_buffer_append_fill(out, ' ', INDENT);
  furat_buffer_append(out, word);
  furat_buffer_append_cstr(out, below ? "\n" : "");
  furat_help_fill_behind(out, meaning, below ? 0 : cells, column, width);
}

void
furat_help_append_words(furat_buffer *out, furat_str words, size_t width)
{
  const size_t column = column_of(words, width);
  while (words.len > 0) {
    append_word(out, next_line(&words), column, width);
  }
}
