// SPDX-License-Identifier: GPL-3.0-or-later
// Folded entries are not kept: to fold all of a long history takes some milliseconds.
#include "shell/history_match.h"

#include <ctype.h>

#include "base/utf8.h"
#include "base/utf8_fold.h"

void
furat_history_match_init(furat_history_match *match)
{
  furat_buffer_init(&match->wanted, SIZE_MAX / 2);
  furat_buffer_init(&match->folded_wanted, SIZE_MAX / 2);
  furat_buffer_init(&match->folded, SIZE_MAX / 2);
}

void
furat_history_match_clear(furat_history_match *match)
{
  furat_buffer_clear(&match->wanted);
  furat_buffer_clear(&match->folded_wanted);
  furat_buffer_clear(&match->folded);
}

static bool
has_sign(furat_str text)
{
  for (size_t i = 0; i < text.len; i++) {
    if (ispunct((unsigned char)text.data[i])) {
      return true;
    }
  }
  return false;
}

void
furat_history_match_set(furat_history_match *match, furat_str text)
{
  furat_buffer_reset(&match->wanted);
  furat_buffer_reset(&match->folded_wanted);
  furat_buffer_append(&match->wanted, text);
  if (!has_sign(text)) {
    furat_utf8_fold(&match->folded_wanted, text);
  }
}

// Without the article a word of an entry is found by what is typed of it only as far as
// that has lost its own: so words are looked for as they are, too.
bool
furat_history_match_finds(furat_history_match *match, furat_str entry)
{
  const furat_str wanted = furat_buffer_str(&match->wanted);
  const furat_str folded_wanted = furat_buffer_str(&match->folded_wanted);
  if (wanted.len == 0 || match->wanted.status != FURAT_OK ||
      match->folded_wanted.status != FURAT_OK) {
    return false;
  }
  if (furat_str_find(entry, wanted) < entry.len) {
    return true;
  }
  if (folded_wanted.len == 0) {
    return false;
  }
  furat_buffer_reset(&match->folded);
  furat_utf8_fold(&match->folded, entry);
  const furat_str folded = furat_buffer_str(&match->folded);
  return furat_str_find(folded, folded_wanted) < folded.len;
}

// A folded text has no places of its own: what stands behind a byte still holds the
// wanted one, or no longer.
size_t
furat_history_match_place(furat_history_match *match, furat_str entry)
{
  size_t within = 0;
  size_t without = entry.len;
  while (within < without) {
    const size_t middle = within + (without - within) / 2;
    size_t at = furat_utf8_floor(entry, middle);
    if (at <= within) {
      at = within;
      furat_utf8_decode(entry, &at);
    }
    if (at >= without ||
        !furat_history_match_finds(match, furat_str_slice(entry, at, entry.len))) {
      without = at < without ? at : within;
    } else {
      within = at;
    }
  }
  return within;
}
