// SPDX-License-Identifier: GPL-3.0-or-later
// The decision whether there are colours, and which.
#include "base/color.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct environment_case {
  const char *set[5]; // "NAME=value"
  bool at_terminal;
  const char *palette;
} environment_case;

static const char *const variables[] = {"FURAT_COLOR", "FURAT_THEME", "NO_COLOR",
                                        "TERM",        "COLORTERM",   "COLORFGBG"};

static const environment_case cases[] = {
    {{"TERM=xterm"}, false, "none"},
    {{"TERM=xterm"}, true, "any"},
    {{NULL}, true, "none"},
    {{"TERM=dumb"}, true, "none"},
    {{"TERM=xterm", "NO_COLOR=1"}, true, "none"},
    {{"TERM=xterm", "NO_COLOR="}, true, "any"},
    {{"TERM=xterm", "FURAT_COLOR=never"}, true, "none"},
    {{"TERM=dumb", "NO_COLOR=1", "FURAT_COLOR=always"}, false, "any"},
    {{"TERM=xterm-256color"}, true, "any"},
    {{"TERM=xterm-256color", "COLORFGBG=15;0"}, true, "dark"},
    {{"TERM=xterm-256color", "COLORFGBG=0;default;15"}, true, "light"},
    {{"TERM=xterm", "COLORTERM=truecolor", "COLORFGBG=0;7"}, true, "light"},
    {{"TERM=xterm", "COLORFGBG=0;15"}, true, "any"},
    {{"TERM=xterm", "COLORFGBG=15;0", "FURAT_THEME=light"}, true, "light"},
    {{"TERM=xterm", "FURAT_THEME=dark"}, true, "dark"},
    {{"TERM=xterm", "FURAT_THEME=pink"}, true, "any"},
    {{"TERM=xterm", "FURAT_COLOR=sometimes"}, true, "any"},
};

static void
clear_environment(void)
{
  for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
    unsetenv(variables[i]);
  }
}

static void
set_variables(const char *const *set)
{
  clear_environment();
  for (size_t i = 0; set[i]; i++) {
    char name[64];
    size_t n = strcspn(set[i], "=");
    memcpy(name, set[i], n);
    name[n] = '\0';
    setenv(name, set[i] + n + 1, 1);
  }
}

static void
environment_and_terminal_decide(void **state)
{
  (void)state;
  int terminal = posix_openpt(O_RDWR | O_NOCTTY);
  if (terminal < 0) {
    skip();
  }
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    set_variables(cases[i].set);
    const furat_palette *palette =
        furat_palette_for(cases[i].at_terminal ? terminal : -1);
    assert_ptr_equal(palette, furat_palette_named(cases[i].palette));
  }
  close(terminal);
}

static void
choices_hold_until_auto(void **state)
{
  (void)state;
  clear_environment();
  assert_true(furat_color_choose("always"));
  assert_true(furat_color_choose_theme("light"));
  assert_ptr_equal(furat_palette_for(-1), furat_palette_named("light"));
  assert_false(furat_color_choose("often"));
  assert_false(furat_color_choose_theme("always"));
  assert_ptr_equal(furat_palette_for(-1), furat_palette_named("light"));
  assert_true(furat_color_choose("auto"));
  assert_true(furat_color_choose_theme("auto"));
  assert_ptr_equal(furat_palette_for(-1), furat_palette_named("none"));
}

// What is switched on is switched off, and plain text is left alone.
static void
palettes_end_what_they_start(void **state)
{
  (void)state;
  const char *const names[] = {"none", "any", "dark", "light"};
  for (size_t i = 0; i < 4; i++) {
    const furat_palette *palette = furat_palette_named(names[i]);
    assert_int_equal(furat_palette_is_on(palette), i > 0);
    for (int color = 0; color < FURAT_N_COLORS; color++) {
      const char *start = furat_color_start(palette, (furat_color)color);
      const char *end = furat_color_end(palette, (furat_color)color);
      assert_int_equal(start[0] != '\0', i > 0 && color != FURAT_COLOR_PLAIN);
      assert_string_equal(end, start[0] ? "\033[0m" : "");
    }
  }
  assert_null(furat_palette_named("pink"));
}

static void
text_is_put_between(void **state)
{
  (void)state;
  furat_buffer out;
  furat_buffer_init(&out, 1000);
  furat_color_append(&out, furat_palette_named("any"), FURAT_COLOR_STRING,
                     FURAT_STR("a"));
  furat_color_append(&out, furat_palette_named("none"), FURAT_COLOR_STRING,
                     FURAT_STR("b"));
  assert_string_equal(out.data, "\033[32ma\033[0mb");
  furat_buffer_clear(&out);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(environment_and_terminal_decide),
      cmocka_unit_test(choices_hold_until_auto),
      cmocka_unit_test(palettes_end_what_they_start),
      cmocka_unit_test(text_is_put_between),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
