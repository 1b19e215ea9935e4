// SPDX-License-Identifier: GPL-3.0-or-later
// Prints errors.  The line is rendered cluster by cluster into cells, so that the carets
// stand under what they mean whatever the line holds; a window of the line is shown when
// it is long.
#include "base/diagnostic.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "base/color.h"
#include "base/screen.h"
#include "base/utf8.h"

enum {
  WINDOW_CELLS = 100,   // at most of a shown line, ellipses not counted
  LEAST_CELLS = 10,     // whatever the width
  CONTEXT_PERCENT = 60, // of them at most before the span
  TAB_CELLS = 2,        // a tab is shown as so many spaces
  LINE_BYTES = 1 << 16, // of a line read again from its file
  MAX_SENTENCE_BYTES = 1 << 14
};

/// The end of the line that byte `offset` lies in; its terminator is not part of it.
static size_t
line_end(furat_str text, size_t offset)
{
  while (offset < text.len && text.data[offset] != '\n' && text.data[offset] != '\r') {
    ++offset;
  }
  return offset;
}

/// The start of the line after the one that ends at `end`.
static size_t
behind_line_end(furat_str text, size_t end)
{
  if (end < text.len) {
    const bool is_crlf =
        text.data[end] == '\r' && end + 1 < text.len && text.data[end + 1] == '\n';
    end += is_crlf ? 2 : 1;
  }
  return end;
}

/// The offset, or what is before the white space that the text ends with: an end that
/// came too early is shown on a line that there is.
static size_t
place_in_text(furat_str text, size_t offset)
{
  size_t last = text.len;
  while (last > 0 && strchr(" \t\r\n", text.data[last - 1])) {
    last--;
  }
  offset = offset < text.len ? offset : text.len;
  return last > 0 && offset > last ? last : offset;
}

/// Start and number of the line that byte `offset` lies in.
static size_t
line_start(furat_str text, size_t offset, uint64_t *line)
{
  size_t start = 0;
  *line = 1;
  for (;;) {
    const size_t end = line_end(text, start);
    const size_t next = behind_line_end(text, end);
    if (next > offset || end == text.len) {
      return start;
    }
    start = next;
    *line += 1;
  }
}

void
furat_text_position(furat_str text, size_t offset, uint64_t *line, uint64_t *column)
{
  offset = offset < text.len ? offset : text.len;
  const size_t start = line_start(text, offset, line);
  offset = furat_utf8_floor(text, offset);
  offset = offset < start ? start : offset;
  *column = furat_utf8_count(furat_str_slice(text, start, offset - start)) + 1;
}

/// Append the cluster at `offset` in a form that a terminal can be sent (nothing is
/// appended without `out`); returns its end and the cells that it takes.
static size_t
render_cluster(furat_buffer *out, furat_str line, size_t offset, size_t *cells)
{
  size_t end = offset;
  const uint32_t c = furat_utf8_decode(line, &end);
  char shown[16];
  furat_str piece = {shown, 0};
  if (c == '\t') {
    piece = FURAT_STR("  ");
    *cells = TAB_CELLS;
  } else if (c == FURAT_UTF8_BAD) {
    piece = FURAT_STR("\xEF\xBF\xBD");
    *cells = 1;
  } else if (c < 0x20 || c == 0x7F) {
    // The control pictures of Unicode stand in the same order.
    piece.len = furat_utf8_encode(c == 0x7F ? 0x2421 : 0x2400 + c, shown);
    *cells = 1;
  } else if (furat_utf8_is_unsafe_at(line, offset, c)) {
    piece.len = (size_t)snprintf(shown, sizeof(shown), "<U+%04X>", (unsigned)c);
    *cells = piece.len;
  } else {
    end = furat_utf8_next_cluster(line, offset, cells);
    piece = furat_str_slice(line, offset, end - offset);
    // A cluster may hide bidi controls behind its first code point: then show it bit by
    // bit.
    for (size_t i = 0, start = 0; i < piece.len; start = i) {
      const uint32_t next = furat_utf8_decode(piece, &i);
      if (start > 0 && furat_utf8_is_unsafe_at(line, offset + start, next)) {
        end = offset + start;
        piece.len = start;
        *cells = furat_utf8_text_width(piece);
        break;
      }
    }
  }
  if (out) {
    furat_buffer_append(out, piece);
  }
  return end;
}

/// Cells of line[from .. to) as rendered.
static size_t
cells_between(furat_str line, size_t from, size_t to)
{
  size_t total = 0;
  while (from < to) {
    size_t cells;
    from = render_cluster(NULL, line, from, &cells);
    total += cells;
  }
  return total;
}

/// How an error is laid out.
typedef struct look {
  const furat_palette *palette;
  size_t width; ///< of the terminal; 0: there is none
} look;

/// The cells of a line that are shown, so that its carets stand below it.
static size_t
window_cells(const look *how)
{
  const size_t room = how->width > LEAST_CELLS + 2 ? how->width - 2 : LEAST_CELLS;
  return how->width == 0 || room > WINDOW_CELLS ? WINDOW_CELLS : room;
}

/// Where the shown part starts, so that not too much stands before the span.
static size_t
window_start(furat_str line, size_t span_start, size_t window)
{
  if (cells_between(line, 0, line.len) <= window) {
    return 0;
  }
  size_t before = cells_between(line, 0, span_start);
  size_t start = 0;
  while (before > window * CONTEXT_PERCENT / 100 && start < span_start) {
    size_t cells;
    start = render_cluster(NULL, line, start, &cells);
    before -= cells < before ? cells : before;
  }
  return start;
}

/// Append the line and the carets under bytes [span.start, span.end) of it.
static void
append_line(furat_buffer *out, furat_str line, furat_span span, const look *how)
{
  static const char ellipsis[] = "\xE2\x80\xA6";
  const furat_palette *palette = how->palette;
  const size_t window = window_cells(how);
  size_t at = window_start(line, span.start, window);
  size_t blank = at > 0 ? 1 : 0;
  size_t marked = 0;
  size_t shown = 0;
  furat_buffer_append_cstr(out, at > 0 ? ellipsis : "");
  while (at < line.len && shown < window) {
    size_t cells;
    const size_t end = render_cluster(out, line, at, &cells);
    if (end <= span.start) {
      blank += cells;
    } else if (at < span.end) {
      marked += cells;
    }
    shown += cells;
    at = end;
  }
  furat_buffer_append_cstr(out, at < line.len ? ellipsis : "");
  furat_buffer_append_byte(out, '\n');
  furat_buffer_append_fill(out, ' ', blank);
  furat_buffer_append_cstr(out, furat_color_start(palette, FURAT_COLOR_CARET));
  furat_buffer_append_byte(out, '^');
  furat_buffer_append_fill(out, '~', marked > 1 ? marked - 1 : 0);
  furat_buffer_append_cstr(out, furat_color_end(palette, FURAT_COLOR_CARET));
  furat_buffer_append_byte(out, '\n');
}

/// Whether the file is packed: its lines are not those that were read.
static bool
is_packed(FILE *file)
{
  static const unsigned char magics[][4] = {{0x1F, 0x8B}, {0x28, 0xB5, 0x2F, 0xFD}};
  unsigned char bytes[4] = {0};
  const size_t n = fread(bytes, 1, sizeof(bytes), file);
  rewind(file);
  return n >= 2 && (memcmp(bytes, magics[0], 2) == 0 || memcmp(bytes, magics[1], 4) == 0);
}

/// Read line `number` (1-based) of a regular file, cut at LINE_BYTES; false when it
/// cannot be had.
static bool
read_line(furat_buffer *line, const char *path, uint64_t number)
{
  struct stat info;
  if (stat(path, &info) != 0 || !S_ISREG(info.st_mode)) {
    return false;
  }
  FILE *file = fopen(path, "rb");
  if (!file) {
    return false;
  }
  uint64_t at_line = is_packed(file) ? UINT64_MAX : 1;
  int before = 0;
  int c;
  while (at_line <= number && line->len < LINE_BYTES && (c = getc(file)) != EOF) {
    if (c == '\n' && before == '\r') {
      before = c;
      continue;
    }
    before = c;
    if (c == '\n' || c == '\r') {
      ++at_line;
    } else if (at_line == number) {
      furat_buffer_append_byte(line, (char)c);
    }
  }
  fclose(file);
  return at_line >= number && at_line != UINT64_MAX && line->status == FURAT_OK;
}

/// The line of a streamed source, and the caret at its column.
static void
append_line_of_file(furat_buffer *out, const furat_error *err, const look *how)
{
  furat_buffer line;
  furat_buffer_init(&line, LINE_BYTES);
  if (read_line(&line, err->source, err->line)) {
    const furat_str text = furat_buffer_str(&line);
    size_t offset = 0;
    uint64_t column = 1;
    while (offset < text.len && column < err->column) {
      furat_utf8_decode(text, &offset);
      ++column;
    }
    if (column >= err->column) {
      append_line(out, text, (furat_span){offset, offset}, how);
    }
  } else if (err->quote_bytes > 0) {
    append_line(out, (furat_str){err->quote, err->quote_bytes},
                (furat_span){err->quote_at, err->quote_at}, how);
  }
  furat_buffer_clear(&line);
}

/// A name or sentence, made safe for a terminal once more: a source keeps its bytes.
static void
append_safe(furat_buffer *out, const char *text)
{
  const furat_str s = furat_str_of(text);
  for (size_t offset = 0; offset < s.len;) {
    size_t cells;
    offset = render_cluster(out, s, offset, &cells);
  }
}

static void
write_head(furat_buffer *out, const furat_error *err, uint64_t line, uint64_t column,
           const furat_palette *palette)
{
  if (err->source[0]) {
    append_safe(out, err->source);
    furat_buffer_append_byte(out, ':');
  }
  if (line) {
    furat_buffer_appendf(out, "%" PRIu64 ":", line);
    if (column) {
      furat_buffer_appendf(out, "%" PRIu64 ":", column);
    }
  }
  furat_buffer_append_cstr(out, err->source[0] || line ? " " : "");
  furat_color_append(out, palette, FURAT_COLOR_ERROR, FURAT_STR("error:"));
  furat_buffer_append_byte(out, ' ');
  append_safe(out, err->message[0] ? err->message : furat_status_name(err->status));
  furat_buffer_append_byte(out, '\n');
}

/// Sentences, broken at words.
static void
append_wrapped(furat_buffer *out, const furat_buffer *sentence, const look *how)
{
  furat_screen_wrap(out, furat_buffer_str(sentence), how->width);
  out->status = out->status == FURAT_OK ? sentence->status : out->status;
}

static void
append_head(furat_buffer *out, const furat_error *err, uint64_t line, uint64_t column,
            const look *how)
{
  furat_buffer head;
  furat_buffer_init(&head, MAX_SENTENCE_BYTES);
  write_head(&head, err, line, column, how->palette);
  append_wrapped(out, &head, how);
  furat_buffer_clear(&head);
}

static void
write_hint(furat_buffer *out, const furat_error *err, const furat_palette *palette)
{
  if (err->hint[0]) {
    furat_color_append(out, palette, FURAT_COLOR_HINT, FURAT_STR("hint:"));
    furat_buffer_append_byte(out, ' ');
    append_safe(out, err->hint);
    furat_buffer_append_byte(out, '\n');
  }
}

static void
append_hint(furat_buffer *out, const furat_error *err, const look *how)
{
  furat_buffer hint;
  furat_buffer_init(&hint, MAX_SENTENCE_BYTES);
  write_hint(&hint, err, how->palette);
  append_wrapped(out, &hint, how);
  furat_buffer_clear(&hint);
}

static void
append_diagnostic(furat_buffer *out, const furat_error *err, furat_str text,
                  const look *how)
{
  if (err->has_span && text.data) {
    uint64_t line;
    uint64_t column;
    const size_t at = place_in_text(text, err->span.start);
    furat_text_position(text, at, &line, &column);
    append_head(out, err, line, column, how);
    const size_t start = line_start(text, at, &line);
    const size_t end = line_end(text, start);
    const size_t span_end = err->span.end < end ? err->span.end : end;
    append_line(out, furat_str_slice(text, start, end - start),
                (furat_span){at - start, span_end > at ? span_end - start : at - start},
                how);
  } else {
    append_head(out, err, err->line, err->column, how);
    if (err->line && err->column && err->source[0]) {
      append_line_of_file(out, err, how);
    }
  }
  append_hint(out, err, how);
}

void
furat_diagnostic_format(furat_buffer *out, const furat_error *err, furat_str text)
{
  const look how = {.palette = furat_palette_named("none")};
  append_diagnostic(out, err, text, &how);
}

void
furat_diagnostic_print(FILE *stream, const furat_error *err, furat_str text)
{
  furat_buffer out;
  furat_buffer_init(&out, 1 << 16);
  const look how = {.palette = furat_palette_for(fileno(stream)),
                    .width = furat_screen_wrap_width(fileno(stream))};
  append_diagnostic(&out, err, text, &how);
  if (out.status == FURAT_OK) {
    fwrite(out.data, 1, out.len, stream);
  } else {
    fprintf(stream, "error: %s\n", furat_status_name(err->status));
  }
  furat_buffer_clear(&out);
}
