// SPDX-License-Identifier: GPL-3.0-or-later
// Dot commands that change how the shell shows things: .set .show .mode, and every
// setting as a command of its own (.timer on).                        [dot_set] -> dot
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/color.h"
#include "results/cell.h"
#include "shell/result.h"

enum { MAX_TEXT = 1 << 20, NAME_COLUMN = 10, HELP_COLUMN = 22 };

// What auto has found out: "auto (dark)".
static void
append_ground(furat_buffer *value, const furat_setting *setting)
{
  static const char *const grounds[] = {"dark", "light"};
  const furat_palette *palette = furat_palette_for(STDOUT_FILENO);
  const bool found_out = strcmp(setting->name, "theme") == 0 &&
                         furat_str_equal(furat_buffer_str(value), FURAT_STR("auto"));
  for (size_t i = 0; found_out && i < 2; i++) {
    if (palette == furat_palette_named(grounds[i])) {
      furat_buffer_appendf(value, " (%s)", grounds[i]);
    }
  }
}

// "name value", and with `explained` what it is for.
static void
append_setting(furat_buffer *out, const furat_shell *shell, const furat_setting *setting,
               bool explained)
{
  furat_buffer value;
  furat_buffer line;
  furat_buffer term;
  furat_buffer_init(&value, MAX_TEXT);
  furat_buffer_init(&line, MAX_TEXT);
  furat_buffer_init(&term, MAX_TEXT);
  furat_settings_get(&value, &shell->settings, setting);
  append_ground(&value, setting);
  const char *text = value.len > 0 ? value.data : "";
  if (explained) {
    furat_buffer_appendf(&line, "%-*s %s", NAME_COLUMN, setting->name, text);
  } else {
    furat_buffer_appendf(&line, "%s %s", setting->name, text);
  }
  furat_text_write_visible(&term, furat_buffer_str(&line));
  furat_buffer_append_byte(&term, '\0');
  if (term.status != FURAT_OK) {
    out->status = term.status;
  } else if (explained) {
    furat_dot_append_entry(out, term.data, setting->help, HELP_COLUMN);
  } else {
    furat_buffer_appendf(out, "%s\n", term.data);
  }
  furat_buffer_clear(&term);
  furat_buffer_clear(&line);
  furat_buffer_clear(&value);
}

static furat_status
show_and_clear(furat_shell *shell, furat_buffer *text, furat_error *err)
{
  furat_status status = furat_buffer_status(text, err);
  if (status == FURAT_OK) {
    status = furat_shell_show_text(shell, furat_buffer_str(text), err);
  }
  furat_buffer_clear(text);
  return status;
}

furat_status
furat_shell_dot_setting(furat_shell *shell, const furat_setting *setting,
                        const furat_dot_words *words, furat_error *err)
{
  if (words->n > 1) {
    furat_error_set(err, FURAT_USAGE, "there is too much behind .%s", setting->name);
    if (setting->is_languages) {
      furat_error_hint(err, "a comma stands between languages: .%s en,ar", setting->name);
    } else if (setting->kind == FURAT_SETTING_TEXT) {
      furat_error_hint(err, "put quotes around a value that holds spaces");
    } else {
      furat_error_hint(err, "usage: %s", setting->usage);
    }
    return FURAT_USAGE;
  }
  if (words->n == 1) {
    furat_status status =
        furat_settings_set(&shell->settings, setting, words->at[0], err);
    if (status != FURAT_OK || !shell->interactive) {
      return status;
    }
  }
  furat_buffer text;
  furat_buffer_init(&text, MAX_TEXT);
  append_setting(&text, shell, setting, false);
  furat_status status = furat_buffer_status(&text, err);
  if (status == FURAT_OK) {
    fwrite(text.data, 1, text.len, stdout);
  }
  furat_buffer_clear(&text);
  return status;
}

static const furat_setting *
find_setting(const char *name, furat_error *err)
{
  const furat_setting *setting = furat_setting_named(name[0] == '.' ? name + 1 : name);
  furat_status status = setting ? FURAT_OK : furat_dot_unknown_setting(name, err);
  return status == FURAT_OK ? setting : NULL;
}

// One, or all; then the variables too.
static furat_status
show_settings(furat_shell *shell, const furat_dot_words *words, bool variables,
              furat_error *err)
{
  furat_buffer text;
  furat_buffer_init(&text, MAX_TEXT);
  if (words->n == 1) {
    const furat_setting *setting = find_setting(words->at[0], err);
    if (!setting) {
      return FURAT_USAGE;
    }
    append_setting(&text, shell, setting, true);
  }
  for (size_t i = 0; words->n == 0 && furat_setting_at(i); i++) {
    append_setting(&text, shell, furat_setting_at(i), true);
  }
  if (variables && words->n == 0) {
    furat_shell_append_variables(&text, shell);
  }
  return show_and_clear(shell, &text, err);
}

furat_status
furat_shell_dot_show(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  return show_settings(shell, words, false, err);
}

furat_status
furat_shell_dot_set(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  if (words->n > 0 && furat_variable_is_name(words->at[0])) {
    return furat_shell_set_variable(shell, words, err);
  }
  if (words->n < 2) {
    return show_settings(shell, words, true, err);
  }
  const furat_setting *setting = find_setting(words->at[0], err);
  const furat_dot_words value = {words->n - 1, words->at + 1, FURAT_STR_NONE};
  return setting ? furat_shell_dot_setting(shell, setting, &value, err) : FURAT_USAGE;
}

// As other settings do; a format is of solutions or of graphs.
static furat_status
tell_mode(const furat_shell *shell, const char *format, furat_error *err)
{
  const furat_setting *setting = furat_setting_named("graphmode");
  const char *const *choice = setting->choices;
  while (*choice && strcasecmp(*choice, format) != 0) {
    choice++;
  }
  furat_buffer text;
  furat_buffer_init(&text, MAX_TEXT);
  append_setting(&text, shell, *choice ? setting : furat_setting_named("mode"), false);
  furat_status status = furat_buffer_status(&text, err);
  if (status == FURAT_OK) {
    fwrite(text.data, 1, text.len, stdout);
  }
  furat_buffer_clear(&text);
  return status;
}

furat_status
furat_shell_dot_mode(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  if (words->n == 1) {
    furat_status status = furat_settings_set_mode(&shell->settings, words->at[0], err);
    return status == FURAT_OK && shell->interactive ? tell_mode(shell, words->at[0], err)
                                                    : status;
  }
  const char *mode = furat_settings_mode(&shell->settings);
  const char *usual = shell->interactive ? "table" : "tsv";
  printf("solutions: %s\ngraphs: %s\n", mode ? mode : usual,
         furat_settings_graph_mode(&shell->settings));
  return FURAT_OK;
}

furat_status
furat_shell_dot_explain(furat_shell *shell, furat_str text, furat_error *err)
{
  static const furat_str analyze = {"analyze ", 8};
  const int before = shell->settings.plans;
  while (text.len > 0 && text.data[0] == ' ') {
    text = furat_str_slice(text, 1, text.len);
  }
  const bool analyzed =
      furat_str_equal_nocase(furat_str_slice(text, 0, analyze.len), analyze);
  shell->settings.plans = analyzed ? FURAT_PLANS_ANALYZE : FURAT_PLANS_ON;
  // Lines are counted in a script, and in a session in the statement alone.
  const bool scripted = !shell->interactive || shell->read_depth > 0;
  furat_status status = furat_shell_statement(
      shell, furat_str_slice(text, analyzed ? analyze.len : 0, text.len),
      scripted ? shell->dot_line : 1, false, err);
  shell->settings.plans = before;
  return status;
}
