// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the terminal and the locale.
#include "cli/terminal.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "results/bidi.h"

enum { USUAL_WIDTH = 80, USUAL_HEIGHT = 24, MAX_SIZE = 100000 };

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
  struct winsize size;
  return ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0
             ? size.ws_col
             : number_of("COLUMNS", USUAL_WIDTH);
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

// Where the terminal has no name nobody knows what it does: the text keeps its order.
static furat_bidi
bidi_of_terminal(bool utf8)
{
  if (!utf8) {
    return FURAT_BIDI_NONE;
  }
  return !furat_terminal_moves() || furat_bidi_terminal_orders() ? FURAT_BIDI_ISOLATE
                                                                 : FURAT_BIDI_REORDER;
}

furat_table_options
furat_terminal_table_options(int fd)
{
  furat_table_options options = FURAT_TABLE_OPTIONS_INIT;
  if (isatty(fd)) {
    options.unicode = furat_terminal_is_utf8();
    options.style.bidi = bidi_of_terminal(options.unicode);
    options.width_cells = furat_terminal_width(fd);
    options.style.width_cells = options.width_cells;
  }
  const furat_palette *palette = furat_palette_for(fd);
  if (furat_palette_is_on(palette)) {
    options.style.palette = palette;
  }
  return options;
}
