// SPDX-License-Identifier: GPL-3.0-or-later
// Dot commands that change how the shell shows things: .set .show .mode, and every
// setting as a command of its own (.timer on).                        [dot_set] -> dot
#include <stdio.h>
#include <string.h>

#include "base/options.h"
#include "shell/dot.h"

enum { MAX_TEXT = 1 << 20, NAME_COLUMN = 10, VALUE_COLUMN = 10, MAX_SETTINGS = 64 };

// "name  value", and with `explained` what it is for.
static furat_status
print_setting(const furat_shell *shell, const furat_setting *setting, bool explained,
              furat_error *err)
{
  furat_buffer value;
  furat_buffer_init(&value, MAX_TEXT);
  furat_settings_get(&value, &shell->settings, setting);
  furat_buffer line;
  furat_buffer_init(&line, MAX_TEXT);
  if (explained) {
    furat_buffer_appendf(&line, "%-*s %-*s %s", NAME_COLUMN, setting->name, VALUE_COLUMN,
                         value.len > 0 ? value.data : "", setting->help);
  } else {
    furat_buffer_appendf(&line, "%s %s", setting->name, value.len > 0 ? value.data : "");
  }
  furat_status status = furat_buffer_status(&line, err);
  if (status == FURAT_OK) {
    furat_shell_print_visible(furat_buffer_str(&line));
  }
  furat_buffer_clear(&line);
  furat_buffer_clear(&value);
  return status;
}

furat_status
furat_shell_dot_setting(furat_shell *shell, const furat_setting *setting,
                        const furat_dot_words *words, furat_error *err)
{
  if (words->n > 1) {
    furat_error_set(err, FURAT_USAGE, ".%s takes less than that", setting->name);
    furat_error_hint(err, "put quotes around a value that holds spaces");
    return FURAT_USAGE;
  }
  if (words->n == 1) {
    furat_status status =
        furat_settings_set(&shell->settings, setting, words->at[0], err);
    if (status != FURAT_OK || !shell->interactive) {
      return status;
    }
  } else if (furat_settings_toggle(&shell->settings, setting) && !shell->interactive) {
    return FURAT_OK;
  }
  return print_setting(shell, setting, false, err);
}

static const furat_setting *
find_setting(const char *name, furat_error *err)
{
  const furat_setting *setting = furat_setting_named(name[0] == '.' ? name + 1 : name);
  if (setting) {
    return setting;
  }
  const char *names[MAX_SETTINGS];
  size_t n = 0;
  for (; n < MAX_SETTINGS && furat_setting_at(n); n++) {
    names[n] = furat_setting_at(n)->name;
  }
  furat_error_set(err, FURAT_USAGE, "there is no setting %.100s", name);
  const char *near = furat_nearest_name(name, names, n);
  if (near) {
    furat_error_hint(err, "did you mean %s?", near);
  } else {
    furat_error_hint(err, ".show lists the settings");
  }
  return NULL;
}

furat_status
furat_shell_dot_show(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  furat_status status = FURAT_OK;
  if (words->n == 1) {
    const furat_setting *setting = find_setting(words->at[0], err);
    return setting ? print_setting(shell, setting, true, err) : FURAT_USAGE;
  }
  for (size_t i = 0; furat_setting_at(i) && status == FURAT_OK; i++) {
    status = print_setting(shell, furat_setting_at(i), true, err);
  }
  return status;
}

furat_status
furat_shell_dot_set(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  if (words->n > 0 && furat_variable_is_name(words->at[0])) {
    return furat_shell_set_variable(shell, words, err);
  }
  if (words->n < 2) {
    furat_status status = furat_shell_dot_show(shell, words, err);
    return status == FURAT_OK && words->n == 0 ? furat_shell_show_variables(shell, err)
                                               : status;
  }
  const furat_setting *setting = find_setting(words->at[0], err);
  const furat_dot_words value = {words->n - 1, words->at + 1, FURAT_STR_NONE};
  return setting ? furat_shell_dot_setting(shell, setting, &value, err) : FURAT_USAGE;
}

furat_status
furat_shell_dot_mode(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  if (words->n == 1) {
    return furat_settings_set_mode(&shell->settings, words->at[0], err);
  }
  const char *mode = furat_settings_mode(&shell->settings);
  const char *usual = shell->interactive ? "table" : "tsv";
  printf("solutions: %s\ngraphs: %s\n", mode ? mode : usual,
         furat_settings_graph_mode(&shell->settings));
  return FURAT_OK;
}
