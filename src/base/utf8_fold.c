// SPDX-License-Identifier: GPL-3.0-or-later
// Folding of names.  Decomposing takes hamza and madda off their letters and accents off
// Latin ones; what has no decomposition is in a table here.
#include "base/utf8_fold.h"

#include <utf8proc.h>

#include "base/utf8.h"

enum { HAMZA = 0x621, ALEF = 0x627, LAM = 0x644, TATWEEL = 0x640 };

// Letters that are written for one another and are not decomposed.
static uint32_t
join_letter(uint32_t c)
{
  switch (c) {
  case 0x671: // alef wasla
    return ALEF;
  case 0x649: // alef maksura
  case 0x6CC: // Persian ya
    return 0x64A;
  case 0x6A9: // Persian kaf
    return 0x643;
  case 0x629: // ta marbuta
    return 0x647;
  case 0x131: // dotless i
    return 'i';
  default:
    break;
  }
  if (c >= 0x660 && c <= 0x669) { // Arabic digits
    return c - 0x660 + '0';
  }
  return c >= 0x6F0 && c <= 0x6F9 ? c - 0x6F0 + '0' : c; // those of Persian
}

// Whether a code point is left out: marks, tatweel, format characters, and the hamza that
// stands alone, which is as often left out as written.
static bool
is_dropped(uint32_t c)
{
  utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
  return c == TATWEEL || c == HAMZA || category == UTF8PROC_CATEGORY_MN ||
         category == UTF8PROC_CATEGORY_ME || category == UTF8PROC_CATEGORY_CF;
}

static bool
is_word_part(uint32_t c)
{
  switch (utf8proc_category((utf8proc_int32_t)c)) {
  case UTF8PROC_CATEGORY_LU:
  case UTF8PROC_CATEGORY_LL:
  case UTF8PROC_CATEGORY_LT:
  case UTF8PROC_CATEGORY_LM:
  case UTF8PROC_CATEGORY_LO:
  case UTF8PROC_CATEGORY_MC:
  case UTF8PROC_CATEGORY_ND:
  case UTF8PROC_CATEGORY_NL:
  case UTF8PROC_CATEGORY_NO:
    return true;
  default:
    return false;
  }
}

// The state of one folding: where the word began in `out`, or that none is open.
typedef struct folding {
  furat_buffer *out;
  size_t first;     // of all that was appended
  size_t word;      // start of the word that is being written
  size_t n_letters; // of it
  bool article;     // it begins with alef and lam
} folding;

// At the end of a word: take its article off if something is left to name.
static void
end_word(folding *f)
{
  enum { ARTICLE_BYTES = 4, LEAST_LETTERS = 4 };
  if (f->article && f->n_letters >= LEAST_LETTERS && f->out->status == FURAT_OK) {
    for (size_t i = f->word; i + ARTICLE_BYTES < f->out->len; i++) {
      f->out->data[i] = f->out->data[i + ARTICLE_BYTES];
    }
    furat_buffer_truncate(f->out, f->out->len - ARTICLE_BYTES);
  }
  f->n_letters = 0;
  f->article = false;
}

static void
take_code_point(folding *f, uint32_t c)
{
  if (is_dropped(c)) {
    return;
  }
  if (!is_word_part(c)) {
    end_word(f);
    return;
  }
  c = join_letter(c);
  if (f->n_letters == 0) {
    if (f->out->len > f->first) {
      furat_buffer_append_byte(f->out, ' ');
    }
    f->word = f->out->len;
    f->article = c == ALEF;
  } else if (f->n_letters == 1) {
    f->article = f->article && c == LAM;
  }
  f->n_letters++;
  furat_buffer_append_code_point(f->out, c);
}

void
furat_utf8_fold(furat_buffer *out, furat_str text)
{
  enum { MOST = 64 };
  folding f = {.out = out, .first = out->len};
  for (size_t at = 0; at < text.len;) {
    utf8proc_int32_t pieces[MOST];
    int boundary = 0;
    uint32_t c = furat_utf8_decode(text, &at);
    if (c == FURAT_UTF8_BAD) {
      continue;
    }
    utf8proc_ssize_t n = utf8proc_decompose_char(
        (utf8proc_int32_t)c, pieces, MOST,
        (utf8proc_option_t)(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD),
        &boundary);
    for (utf8proc_ssize_t i = 0; i < n && i < MOST; i++) {
      take_code_point(&f, (uint32_t)pieces[i]);
    }
  }
  end_word(&f);
}
