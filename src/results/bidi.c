// SPDX-License-Identifier: GPL-3.0-or-later
// The Unicode Bidirectional Algorithm and Arabic joining by fribidi, on a line at a time.
#include "results/bidi.h"

#include <fribidi.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

enum { MAX_LINE = 1 << 24 }; // code points; what is longer is not looked at

// A line as fribidi sees it.
typedef struct bidi_line {
  FriBidiStrIndex n;
  FriBidiChar *chars;
  FriBidiCharType *types;
  FriBidiBracketType *brackets;
  FriBidiLevel *levels;
  FriBidiArabicProp *joins;
} bidi_line;

static void
line_clear(bidi_line *line)
{
  furat_free(line->chars);
  furat_free(line->types);
  furat_free(line->brackets);
  furat_free(line->levels);
  furat_free(line->joins);
}

static bool
line_alloc(bidi_line *line, size_t n)
{
  line->chars = furat_alloc_zeroed(n + 1, sizeof *line->chars);
  line->types = furat_alloc_zeroed(n + 1, sizeof *line->types);
  line->brackets = furat_alloc_zeroed(n + 1, sizeof *line->brackets);
  line->levels = furat_alloc_zeroed(n + 1, sizeof *line->levels);
  line->joins = furat_alloc_zeroed(n + 1, sizeof *line->joins);
  return line->chars && line->types && line->brackets && line->levels && line->joins;
}

// Code points, types and levels; false when memory is exhausted or there is too much.
static bool
line_init(bidi_line *line, furat_str text, FriBidiParType direction)
{
  *line = (bidi_line){.n = 0};
  const size_t n = furat_utf8_count(text);
  if (n > MAX_LINE || !line_alloc(line, n)) {
    line_clear(line);
    return false;
  }
  for (size_t at = 0; at < text.len;) {
    const uint32_t c = furat_utf8_decode(text, &at);
    line->chars[line->n++] = c == FURAT_UTF8_BAD ? 0xFFFD : c;
  }
  fribidi_get_bidi_types(line->chars, line->n, line->types);
  fribidi_get_bracket_types(line->chars, line->n, line->types, line->brackets);
  if (fribidi_get_par_embedding_levels_ex(line->types, line->brackets, line->n,
                                          &direction, line->levels) == 0 &&
      line->n > 0) {
    line_clear(line);
    return false;
  }
  return true;
}

// A ligature leaves a hole behind, which is no character.
static void
line_append(furat_buffer *out, const bidi_line *line)
{
  for (FriBidiStrIndex i = 0; i < line->n; i++) {
    if (line->chars[i] != FRIBIDI_CHAR_FILL) {
      furat_buffer_append_code_point(out, line->chars[i]);
    }
  }
}

void
furat_bidi_shape(furat_buffer *out, furat_str text)
{
  bidi_line line;
  if (!line_init(&line, text, FRIBIDI_PAR_ON)) {
    furat_buffer_append(out, text);
    return;
  }
  fribidi_get_joining_types(line.chars, line.n, line.joins);
  fribidi_join_arabic(line.types, line.n, line.levels, line.joins);
  fribidi_shape(FRIBIDI_FLAGS_ARABIC, line.levels, line.n, line.joins, line.chars);
  line_append(out, &line);
  line_clear(&line);
}

void
furat_bidi_reorder(furat_buffer *out, furat_str text, bool rtl)
{
  bidi_line line;
  const FriBidiParType direction = rtl ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
  if (!line_init(&line, text, direction)) {
    furat_buffer_append(out, text);
    return;
  }
  // Brackets are turned round; marks stay behind their letters.
  fribidi_shape(FRIBIDI_FLAG_SHAPE_MIRRORING, line.levels, line.n, NULL, line.chars);
  const FriBidiLevel done =
      fribidi_reorder_line(FRIBIDI_FLAGS_DEFAULT, line.types, line.n, 0, direction,
                           line.levels, line.chars, NULL);
  if (done == 0) {
    furat_buffer_append(out, text);
  } else {
    line_append(out, &line);
  }
  line_clear(&line);
}

void
furat_bidi_append(furat_buffer *out, furat_str text, furat_bidi bidi)
{
  bool has_rtl = false;
  const bool rtl = furat_text_is_rtl(text, &has_rtl);
  if (!has_rtl || bidi == FURAT_BIDI_NONE) {
    furat_buffer_append(out, text);
  } else if (bidi == FURAT_BIDI_ISOLATE) {
    furat_buffer_append_cstr(out, FURAT_BIDI_FSI);
    furat_buffer_append(out, text);
    furat_buffer_append_cstr(out, FURAT_BIDI_PDI);
  } else {
    furat_buffer shaped;
    furat_buffer_init(&shaped, SIZE_MAX / 2);
    furat_bidi_shape(&shaped, text);
    furat_bidi_reorder(out, furat_buffer_str(&shaped), rtl);
    if (shaped.status != FURAT_OK) {
      out->status = shaped.status;
    }
    furat_buffer_clear(&shaped);
  }
}

// Isolates have done their work once the text is in the order of the screen.
static void
append_without_isolates(furat_buffer *out, furat_str text)
{
  enum { FIRST_ISOLATE = 0x2066, LAST_ISOLATE = 0x2069 };
  size_t clean = 0;
  for (size_t at = 0; at < text.len;) {
    const size_t start = at;
    const uint32_t c = furat_utf8_decode(text, &at);
    if (c >= FIRST_ISOLATE && c <= LAST_ISOLATE) {
      furat_buffer_append(out, furat_str_slice(text, clean, start - clean));
      clean = at;
    }
  }
  furat_buffer_append(out, furat_str_slice(text, clean, text.len));
}

// A part of a line without colours in it.
static void
append_run(furat_buffer *out, furat_str text)
{
  bool has_rtl = false;
  (void)furat_text_is_rtl(text, &has_rtl);
  if (!has_rtl) {
    append_without_isolates(out, text);
    return;
  }
  furat_buffer shaped;
  furat_buffer ordered;
  furat_buffer_init(&shaped, SIZE_MAX / 2);
  furat_buffer_init(&ordered, SIZE_MAX / 2);
  furat_bidi_shape(&shaped, text);
  furat_bidi_reorder(&ordered, furat_buffer_str(&shaped), false);
  append_without_isolates(out, furat_buffer_str(&ordered));
  if (shaped.status != FURAT_OK || ordered.status != FURAT_OK) {
    out->status = shaped.status != FURAT_OK ? shaped.status : ordered.status;
  }
  furat_buffer_clear(&shaped);
  furat_buffer_clear(&ordered);
}

// The end of the newline, or of the sequence of a colour, that begins at `at`.
static size_t
separator_end(furat_str text, size_t at)
{
  if (text.data[at] == '\033') {
    while (at < text.len && text.data[at] != 'm') {
      at++;
    }
  }
  return at < text.len ? at + 1 : at;
}

void
furat_bidi_append_lines(furat_buffer *out, furat_str text, furat_bidi bidi)
{
  if (bidi != FURAT_BIDI_REORDER) {
    furat_buffer_append(out, text);
    return;
  }
  for (size_t at = 0; at < text.len;) {
    const size_t start = at;
    while (at < text.len && text.data[at] != '\n' && text.data[at] != '\033') {
      at++;
    }
    append_run(out, furat_str_slice(text, start, at - start));
    if (at < text.len) {
      const size_t end = separator_end(text, at);
      furat_buffer_append(out, furat_str_slice(text, at, end - at));
      at = end;
    }
  }
}

static bool
is_set(const char *name)
{
  const char *value = getenv(name);
  return value && value[0] != '\0';
}

bool
furat_bidi_terminal_orders(void)
{
  enum { FIRST_VTE = 5800 };
  const char *vte = getenv("VTE_VERSION");
  const char *program = getenv("TERM_PROGRAM");
  const char *term = getenv("TERM");
  return (vte && strtoul(vte, NULL, 10) >= FIRST_VTE) || is_set("KONSOLE_VERSION") ||
         is_set("MLTERM") || is_set("INSIDE_EMACS") ||
         (program && strcmp(program, "Apple_Terminal") == 0) ||
         (term && strncmp(term, "mlterm", 6) == 0);
}
