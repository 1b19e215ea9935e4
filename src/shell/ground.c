// SPDX-License-Identifier: GPL-3.0-or-later
// A byte at a time.  No more is kept than a colour has, however much comes.
#include "shell/ground.h"

static const char color_start[] = "\033]11;";
static const char report_start[] = "\033[?";

enum { BELL = '\007', ESCAPE = '\033' };

void
furat_ground_init(furat_ground *ground)
{
  *ground = (furat_ground){.state = FURAT_GROUND_KEYS};
}

// ------------------------------------------------------------------ colours

static int
hex_digit(char c)
{
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

// Up to four digits of a part, as a share of the most that so many may say.
static bool
read_part(furat_str digits, double *part)
{
  int value = 0;
  int most = 0;
  for (size_t i = 0; i < digits.len; i++) {
    const int digit = hex_digit(digits.data[i]);
    if (digit < 0) {
      return false;
    }
    value = value * 16 + digit;
    most = most * 16 + 15;
  }
  *part = most > 0 ? (double)value / most : 0;
  return digits.len >= 1 && digits.len <= 4;
}

// Parts with a slash between; a fourth one is opacity.
static bool
read_slashed(furat_str text, double parts[4])
{
  size_t n = 0;
  for (bool more = true; more && n < 4; n++) {
    const size_t slash = furat_str_find_byte(text, '/');
    if (!read_part(furat_str_slice(text, 0, slash), &parts[n])) {
      return false;
    }
    more = slash < text.len;
    text = furat_str_slice(text, more ? slash + 1 : slash, text.len);
  }
  return n >= 3 && text.len == 0;
}

static bool
read_hashed(furat_str text, double parts[4])
{
  const size_t n = text.len / 3;
  for (size_t i = 0; i < 3; i++) {
    if (!read_part(furat_str_slice(text, i * n, n), &parts[i])) {
      return false;
    }
  }
  return text.len % 3 == 0;
}

bool
furat_ground_read_color(furat_str text, bool *light)
{
  double parts[4] = {0, 0, 0, 0};
  const size_t colon = furat_str_find_byte(text, ':');
  const furat_str kind = furat_str_slice(text, 0, colon);
  bool known = false;
  if (text.len > 0 && text.data[0] == '#') {
    known = read_hashed(furat_str_slice(text, 1, text.len), parts);
  } else if (colon < text.len && (furat_str_equal(kind, FURAT_STR("rgb")) ||
                                  furat_str_equal(kind, FURAT_STR("rgba")))) {
    known = read_slashed(furat_str_slice(text, colon + 1, text.len), parts);
  }
  // The eye's weights of red, green and blue (ITU-R BT.709).
  *light = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] > 0.5;
  return known;
}

// ------------------------------------------------------------------ answers

static void
begin_color(furat_ground *g)
{
  g->state = FURAT_GROUND_COLOR;
  g->n_color = 0;
  g->malformed = false;
}

static void
end_color(furat_ground *g)
{
  bool light = false;
  if (!g->malformed &&
      furat_ground_read_color((furat_str){g->color, g->n_color}, &light)) {
    g->known = true;
    g->light = light;
  }
}

static bool
is_start_of(const furat_ground *g, const char *start)
{
  return g->n_held <= strlen(start) && memcmp(g->held, start, g->n_held) == 0;
}

// What is held is the start of an answer, or of none.
static void
hold(furat_ground *g, char byte, furat_buffer *keys)
{
  g->held[g->n_held++] = byte;
  const bool color = is_start_of(g, color_start);
  const bool report = is_start_of(g, report_start);
  g->state = FURAT_GROUND_BEGINS;
  if (color && g->n_held == sizeof color_start - 1) {
    begin_color(g);
    g->n_held = 0;
  } else if (report && g->n_held == sizeof report_start - 1) {
    g->state = FURAT_GROUND_REPORT;
    g->n_held = 0;
  } else if (!color && !report) {
    furat_buffer_append(keys, (furat_str){g->held, g->n_held - 1});
    g->n_held = 0;
    g->state = FURAT_GROUND_KEYS;
    furat_ground_take(g, byte, keys);
  }
}

static void
take_color(furat_ground *g, char byte)
{
  if (byte == BELL) {
    end_color(g);
    g->state = FURAT_GROUND_KEYS;
  } else if (byte == ESCAPE) {
    g->state = FURAT_GROUND_ESCAPE;
  } else if (g->n_color < sizeof g->color && byte > ' ') {
    g->color[g->n_color++] = byte;
  } else {
    g->malformed = true;
  }
}

// The end (ESC \); or the second answer, where a terminal leaves the end out or ends with
// Escape alone.
static void
take_behind_escape(furat_ground *g, char byte)
{
  if (g->state == FURAT_GROUND_BRACKET && byte == '?') {
    end_color(g);
    g->state = FURAT_GROUND_REPORT;
  } else if (g->state == FURAT_GROUND_ESCAPE && byte == '\\') {
    end_color(g);
    g->state = FURAT_GROUND_KEYS;
  } else if (g->state == FURAT_GROUND_ESCAPE && byte == '[') {
    g->state = FURAT_GROUND_BRACKET;
  } else if (byte != ESCAPE) {
    g->state = FURAT_GROUND_COLOR;
    g->malformed = true;
  } else {
    g->state = FURAT_GROUND_ESCAPE;
  }
}

// Parameters, then a letter: c is that of device attributes.  What is none of it belongs
// to the answer all the same, up to where one may end.
static void
take_report(furat_ground *g, char byte)
{
  const bool final = byte >= '@' && byte <= '~';
  if (final) {
    g->over = g->over || byte == 'c';
    g->state = FURAT_GROUND_KEYS;
  } else if ((byte < '0' || byte > '9') && byte != ';') {
    begin_color(g);
    g->malformed = true;
    take_color(g, byte);
  }
}

void
furat_ground_take(furat_ground *g, char byte, furat_buffer *keys)
{
  switch (g->state) {
  case FURAT_GROUND_KEYS:
    if (byte != ESCAPE) {
      furat_buffer_append_byte(keys, byte);
      break;
    }
    hold(g, byte, keys);
    break;
  case FURAT_GROUND_BEGINS:
    hold(g, byte, keys);
    break;
  case FURAT_GROUND_COLOR:
    take_color(g, byte);
    break;
  case FURAT_GROUND_ESCAPE:
  case FURAT_GROUND_BRACKET:
    take_behind_escape(g, byte);
    break;
  case FURAT_GROUND_REPORT:
    take_report(g, byte);
    break;
  }
}

bool
furat_ground_is_open(const furat_ground *g)
{
  return g->state != FURAT_GROUND_KEYS;
}

bool
furat_ground_answers(const furat_ground *g)
{
  return g->state != FURAT_GROUND_KEYS && g->state != FURAT_GROUND_BEGINS;
}

void
furat_ground_end(furat_ground *g, furat_buffer *keys)
{
  furat_buffer_append(keys, (furat_str){g->held, g->n_held});
  g->n_held = 0;
  g->state = FURAT_GROUND_KEYS;
}
