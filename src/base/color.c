// SPDX-License-Identifier: GPL-3.0-or-later
// The palettes as tables of SGR sequences, and the decision between them from the
// environment.
#include "base/color.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WHEN_VARIABLE   "FURAT_COLOR"
#define THEME_VARIABLE  "FURAT_THEME"
#define GROUND_VARIABLE "COLORFGBG"
#define END             "\033[0m"

struct furat_palette {
  const char *name;
  const char *start[FURAT_N_COLORS]; // NULL: plain
};

static const furat_palette none = {"none", {NULL}};

// The sixteen colours that every terminal gives a readable shade on its own ground; no
// white, black or yellow.
static const furat_palette any = {
    "any",
    {
        [FURAT_COLOR_KEYWORD] = "\033[1;34m", [FURAT_COLOR_FUNCTION] = "\033[34m",
        [FURAT_COLOR_IRI] = "\033[36m",       [FURAT_COLOR_PREFIX] = "\033[36m",
        [FURAT_COLOR_BLANK] = "\033[2;36m",   [FURAT_COLOR_STRING] = "\033[32m",
        [FURAT_COLOR_LANGUAGE] = "\033[2m",   [FURAT_COLOR_NUMBER] = "\033[35m",
        [FURAT_COLOR_DATE] = "\033[35m",      [FURAT_COLOR_VARIABLE] = "\033[1m",
        [FURAT_COLOR_COMMENT] = "\033[2m",    [FURAT_COLOR_COMMAND] = "\033[1;34m",
        [FURAT_COLOR_BRACKET] = "\033[7m",    [FURAT_COLOR_PROMPT] = "\033[1;32m",
        [FURAT_COLOR_HEADING] = "\033[1m",    [FURAT_COLOR_BORDER] = "\033[2m",
        [FURAT_COLOR_NULL] = "\033[2m",       [FURAT_COLOR_NOTE] = "\033[2m",
        [FURAT_COLOR_ERROR] = "\033[1;31m",   [FURAT_COLOR_CARET] = "\033[1;31m",
        [FURAT_COLOR_HINT] = "\033[36m",
    }};

// Pale shades of the 256 colours, for a dark ground.
static const furat_palette dark = {"dark",
                                   {
                                       [FURAT_COLOR_KEYWORD] = "\033[1;38;5;111m",
                                       [FURAT_COLOR_FUNCTION] = "\033[38;5;111m",
                                       [FURAT_COLOR_IRI] = "\033[38;5;116m",
                                       [FURAT_COLOR_PREFIX] = "\033[38;5;73m",
                                       [FURAT_COLOR_BLANK] = "\033[38;5;109m",
                                       [FURAT_COLOR_STRING] = "\033[38;5;150m",
                                       [FURAT_COLOR_LANGUAGE] = "\033[38;5;245m",
                                       [FURAT_COLOR_NUMBER] = "\033[38;5;216m",
                                       [FURAT_COLOR_DATE] = "\033[38;5;180m",
                                       [FURAT_COLOR_VARIABLE] = "\033[38;5;183m",
                                       [FURAT_COLOR_COMMENT] = "\033[38;5;245m",
                                       [FURAT_COLOR_COMMAND] = "\033[1;38;5;111m",
                                       [FURAT_COLOR_BRACKET] = "\033[1;38;5;231m",
                                       [FURAT_COLOR_PROMPT] = "\033[1;38;5;114m",
                                       [FURAT_COLOR_HEADING] = "\033[1m",
                                       [FURAT_COLOR_BORDER] = "\033[38;5;240m",
                                       [FURAT_COLOR_NULL] = "\033[38;5;243m",
                                       [FURAT_COLOR_NOTE] = "\033[38;5;245m",
                                       [FURAT_COLOR_ERROR] = "\033[1;38;5;203m",
                                       [FURAT_COLOR_CARET] = "\033[1;38;5;203m",
                                       [FURAT_COLOR_HINT] = "\033[38;5;116m",
                                   }};

// Deep shades, for a light ground.
static const furat_palette light = {"light",
                                    {
                                        [FURAT_COLOR_KEYWORD] = "\033[1;38;5;25m",
                                        [FURAT_COLOR_FUNCTION] = "\033[38;5;25m",
                                        [FURAT_COLOR_IRI] = "\033[38;5;24m",
                                        [FURAT_COLOR_PREFIX] = "\033[38;5;30m",
                                        [FURAT_COLOR_BLANK] = "\033[38;5;66m",
                                        [FURAT_COLOR_STRING] = "\033[38;5;28m",
                                        [FURAT_COLOR_LANGUAGE] = "\033[38;5;242m",
                                        [FURAT_COLOR_NUMBER] = "\033[38;5;130m",
                                        [FURAT_COLOR_DATE] = "\033[38;5;94m",
                                        [FURAT_COLOR_VARIABLE] = "\033[38;5;90m",
                                        [FURAT_COLOR_COMMENT] = "\033[38;5;242m",
                                        [FURAT_COLOR_COMMAND] = "\033[1;38;5;25m",
                                        [FURAT_COLOR_BRACKET] = "\033[1;38;5;16m",
                                        [FURAT_COLOR_PROMPT] = "\033[1;38;5;28m",
                                        [FURAT_COLOR_HEADING] = "\033[1m",
                                        [FURAT_COLOR_BORDER] = "\033[38;5;249m",
                                        [FURAT_COLOR_NULL] = "\033[38;5;245m",
                                        [FURAT_COLOR_NOTE] = "\033[38;5;242m",
                                        [FURAT_COLOR_ERROR] = "\033[1;38;5;160m",
                                        [FURAT_COLOR_CARET] = "\033[1;38;5;160m",
                                        [FURAT_COLOR_HINT] = "\033[38;5;24m",
                                    }};

static const char *
variable(const char *name)
{
  const char *value = getenv(name);
  return value ? value : "";
}

static bool
is_wanted(int fd)
{
  const char *when = variable(WHEN_VARIABLE);
  if (strcmp(when, "always") == 0 || strcmp(when, "never") == 0) {
    return when[0] == 'a';
  }
  const char *term = variable("TERM");
  return variable("NO_COLOR")[0] == '\0' && term[0] != '\0' &&
         strcmp(term, "dumb") != 0 && fd >= 0 && isatty(fd) == 1;
}

// COLORFGBG is such as "15;0": the last number is the ground; 7 and 15 are its light
// ones.  It may be the word "default", which tells nothing.
static const furat_palette *
palette_of_ground(void)
{
  const char *ground = strrchr(variable(GROUND_VARIABLE), ';');
  if (!ground || strspn(ground + 1, "0123456789") == 0) {
    return &any;
  }
  return strcmp(ground, ";7") == 0 || strcmp(ground, ";15") == 0 ? &light : &dark;
}

// The palettes with shades need a terminal of 256 colours.
static bool
has_shades(void)
{
  const char *colorterm = variable("COLORTERM");
  return strstr(variable("TERM"), "256") != NULL || strcmp(colorterm, "truecolor") == 0 ||
         strcmp(colorterm, "24bit") == 0;
}

static bool
has_theme(void)
{
  const char *theme = variable(THEME_VARIABLE);
  return strcmp(theme, "dark") == 0 || strcmp(theme, "light") == 0;
}

const furat_palette *
furat_palette_for(int fd)
{
  if (!is_wanted(fd)) {
    return &none;
  }
  if (has_theme()) {
    return furat_palette_named(variable(THEME_VARIABLE));
  }
  return has_shades() ? palette_of_ground() : &any;
}

bool
furat_color_lacks_ground(int fd)
{
  return is_wanted(fd) && !has_theme() && has_shades() && palette_of_ground() == &any;
}

void
furat_color_set_ground(bool is_light)
{
  (void)setenv(GROUND_VARIABLE, is_light ? "0;15" : "15;0", 1); // else it stays unknown
}

const furat_palette *
furat_palette_named(const char *name)
{
  static const furat_palette *const palettes[] = {&none, &any, &dark, &light};
  for (size_t i = 0; i < sizeof palettes / sizeof palettes[0]; i++) {
    if (strcmp(palettes[i]->name, name) == 0) {
      return palettes[i];
    }
  }
  return NULL;
}

bool
furat_palette_is_on(const furat_palette *palette)
{
  return palette != &none;
}

const char *
furat_color_start(const furat_palette *palette, furat_color color)
{
  assert(color < FURAT_N_COLORS);
  return palette->start[color] ? palette->start[color] : "";
}

const char *
furat_color_end(const furat_palette *palette, furat_color color)
{
  assert(color < FURAT_N_COLORS);
  return palette->start[color] ? END : "";
}

void
furat_color_append(furat_buffer *out, const furat_palette *palette, furat_color color,
                   furat_str text)
{
  furat_buffer_append_cstr(out, furat_color_start(palette, color));
  furat_buffer_append(out, text);
  furat_buffer_append_cstr(out, furat_color_end(palette, color));
}

static bool
choose(const char *name, const char *word, const char *one, const char *other)
{
  if (strcmp(word, "auto") == 0) {
    return unsetenv(name) == 0;
  }
  return (strcmp(word, one) == 0 || strcmp(word, other) == 0) &&
         setenv(name, word, 1) == 0;
}

bool
furat_color_choose(const char *when)
{
  return choose(WHEN_VARIABLE, when, "always", "never");
}

bool
furat_color_choose_theme(const char *theme)
{
  return choose(THEME_VARIABLE, theme, "dark", "light");
}
