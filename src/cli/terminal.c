// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the terminal and the locale.
#include "cli/terminal.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/screen.h"
#include "results/bidi.h"

#define BIDI_VARIABLE "FURAT_BIDI"

enum { USUAL_HEIGHT = 24, MAX_SIZE = 100000 };

// What a variable says, or the usual number.
static size_t
number_of(const char *variable, size_t usual)
{
  const char *value = getenv(variable);
  unsigned long n = value ? strtoul(value, NULL, 10) : 0;
  return n > 0 && n <= MAX_SIZE ? n : usual;
}

size_t
furat_terminal_width(int fd)
{
  return furat_screen_width(fd);
}

size_t
furat_terminal_height(int fd)
{
  struct winsize size;
  return ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_row > 0
             ? size.ws_row
             : number_of("LINES", USUAL_HEIGHT);
}

bool
furat_terminal_moves(void)
{
  const char *term = getenv("TERM");
  return term && term[0] != '\0' && strcmp(term, "dumb") != 0;
}

bool
furat_terminal_is_utf8(void)
{
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

furat_status
furat_terminal_choose_bidi(const char *when, furat_error *err)
{
  return setenv(BIDI_VARIABLE, when, 1) == 0 ? FURAT_OK : furat_error_no_mem(err);
}

// Where the terminal has no name nobody knows what it does: the text keeps its order.
furat_bidi
furat_terminal_bidi(int fd)
{
  const char *wish = getenv(BIDI_VARIABLE);
  if (!isatty(fd) || !furat_terminal_is_utf8()) {
    return FURAT_BIDI_NONE;
  }
  if (wish && strcmp(wish, "on") == 0) {
    return FURAT_BIDI_REORDER;
  }
  const bool orders = (wish && strcmp(wish, "off") == 0) || !furat_terminal_moves() ||
                      furat_bidi_terminal_orders();
  return orders ? FURAT_BIDI_ISOLATE : FURAT_BIDI_REORDER;
}

void
furat_terminal_print(FILE *stream, furat_str text)
{
  furat_buffer ordered;
  furat_buffer_init(&ordered, SIZE_MAX / 2);
  furat_bidi_append_lines(&ordered, text, furat_terminal_bidi(fileno(stream)));
  if (ordered.status == FURAT_OK) {
    text = furat_buffer_str(&ordered);
  }
  if (text.len > 0) {
    (void)fwrite(text.data, 1, text.len, stream);
  }
  furat_buffer_clear(&ordered);
}

void
furat_terminal_print_wrapped(FILE *stream, furat_str text)
{
  furat_buffer wrapped;
  furat_buffer_init(&wrapped, SIZE_MAX / 2);
  furat_screen_wrap(&wrapped, text, furat_screen_wrap_width(fileno(stream)));
  furat_terminal_print(stream,
                       wrapped.status == FURAT_OK ? furat_buffer_str(&wrapped) : text);
  furat_buffer_clear(&wrapped);
}

void
furat_terminal_print_name(FILE *stream, const char *name)
{
  furat_buffer shown;
  furat_buffer_init(&shown, SIZE_MAX / 2);
  furat_text_write_visible(&shown, furat_str_of(name));
  if (shown.status == FURAT_OK && shown.len > 0) {
    (void)fwrite(shown.data, 1, shown.len, stream);
  }
  furat_buffer_clear(&shown);
}

furat_table_options
furat_terminal_table_options(int fd)
{
  furat_table_options options = FURAT_TABLE_OPTIONS_INIT;
  if (isatty(fd)) {
    options.unicode = furat_terminal_is_utf8();
    options.style.bidi = furat_terminal_bidi(fd);
    options.width_cells = furat_terminal_width(fd);
    options.style.width_cells = options.width_cells;
  }
  const furat_palette *palette = furat_palette_for(fd);
  if (furat_palette_is_on(palette)) {
    options.style.palette = palette;
  }
  return options;
}
