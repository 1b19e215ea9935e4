// SPDX-License-Identifier: GPL-3.0-or-later
// One way for all settings of the table to be read and set.
#include "shell/settings.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "base/options.h"
#include "base/timespan.h"

// Where the value lies; one of these four has the type of the kind.
typedef union value_place {
  char *bytes;
  bool *flag;
  int *choice;
  uint64_t *number;
  char **text;
} value_place;

static value_place
place_of(const furat_settings *settings, const furat_setting *setting)
{
  value_place place = {.bytes = NULL};
  char *bytes = (char *)(uintptr_t)settings + setting->offset;
  switch (setting->kind) {
  case FURAT_SETTING_ON_OFF:
    place.flag = (void *)bytes;
    break;
  case FURAT_SETTING_CHOICE:
    place.choice = (void *)bytes;
    break;
  case FURAT_SETTING_NUMBER:
  case FURAT_SETTING_TIME:
  case FURAT_SETTING_SIZE:
    place.number = (void *)bytes;
    break;
  case FURAT_SETTING_TEXT:
    place.text = (void *)bytes;
    break;
  }
  return place;
}

// The position among the choices, or -1.
static int
find_choice(const furat_setting *setting, const char *value)
{
  for (int i = 0; setting->choices && setting->choices[i]; i++) {
    if (strcasecmp(setting->choices[i], value) == 0) {
      return i;
    }
  }
  return -1;
}

static furat_status
refuse(const furat_setting *setting, const char *value, furat_error *err)
{
  size_t n = 0;
  while (setting->choices && setting->choices[n]) {
    n++;
  }
  const char *near = furat_nearest_name(value, setting->choices, n);
  furat_error_set(err, FURAT_USAGE, "%s cannot be %.100s", setting->name, value);
  if (near) {
    furat_error_hint(err, "did you mean %s?", near);
  } else if (setting->kind == FURAT_SETTING_TIME) {
    furat_error_hint(err, FURAT_TIMESPAN_HINT);
  } else if (setting->kind == FURAT_SETTING_SIZE) {
    furat_error_hint(err, FURAT_SIZE_HINT);
  } else {
    furat_error_hint(err, "usage: %s", setting->usage);
  }
  return FURAT_USAGE;
}

// Digits alone; false for anything else and for what is as great as the words.
static bool
read_number(uint64_t *out, const char *value)
{
  enum { MAX_DIGITS = 18 };
  size_t n = strspn(value, "0123456789");
  if (n == 0 || n > MAX_DIGITS || value[n] != '\0') {
    return false;
  }
  *out = 0;
  for (size_t i = 0; i < n; i++) {
    *out = *out * 10 + (uint64_t)(value[i] - '0');
  }
  return true;
}

static bool
is_amount(const furat_setting *setting)
{
  return setting->kind == FURAT_SETTING_NUMBER || setting->kind == FURAT_SETTING_TIME ||
         setting->kind == FURAT_SETTING_SIZE;
}

static bool
read_amount(uint64_t *out, const furat_setting *setting, const char *value)
{
  return setting->kind == FURAT_SETTING_NUMBER ? read_number(out, value)
         : setting->kind == FURAT_SETTING_TIME
             ? furat_timespan_parse(out, furat_str_of(value))
             : furat_size_parse(out, value) && *out < FURAT_SETTING_WORD(1000);
}

static furat_status
set_text(furat_settings *settings, const furat_setting *setting, const char *value,
         furat_error *err)
{
  char **text = place_of(settings, setting).text;
  char *before = *text;
  char *copy = furat_strdup(furat_str_of(value));
  if (!copy) {
    return furat_error_no_mem(err);
  }
  *text = copy;
  furat_status status = setting->changed ? setting->changed(settings, err) : FURAT_OK;
  if (status != FURAT_OK) {
    *text = before;
    before = copy;
  }
  furat_free(before);
  return status;
}

furat_status
furat_settings_set(furat_settings *settings, const furat_setting *setting,
                   const char *value, furat_error *err)
{
  if (setting->kind == FURAT_SETTING_TEXT) {
    return set_text(settings, setting, value, err);
  }
  value_place place = place_of(settings, setting);
  int choice = find_choice(setting, value);
  uint64_t number = 0;
  if (is_amount(setting) && choice < 0 && read_amount(&number, setting, value)) {
    const bool none = number == 0 && setting->kind != FURAT_SETTING_NUMBER;
    *place.number = none ? FURAT_SETTING_WORD(0) : number;
  } else if (choice < 0) {
    return refuse(setting, value, err);
  } else if (is_amount(setting)) {
    *place.number = FURAT_SETTING_WORD(choice);
  } else if (setting->kind == FURAT_SETTING_ON_OFF) {
    *place.flag = choice == 1;
  } else {
    *place.choice = choice;
  }
  return setting->changed ? setting->changed(settings, err) : FURAT_OK;
}

static void
get_number(furat_buffer *out, const furat_setting *setting, uint64_t number)
{
  for (size_t i = 0; setting->choices && setting->choices[i]; i++) {
    if (number == FURAT_SETTING_WORD(i)) {
      furat_buffer_append_cstr(out, setting->choices[i]);
      return;
    }
  }
  if (setting->kind == FURAT_SETTING_TIME) {
    char text[FURAT_TIMESPAN_BYTES];
    furat_buffer_append_cstr(out, furat_timespan_write(text, number));
  } else if (setting->kind == FURAT_SETTING_SIZE) {
    char text[FURAT_SIZE_BYTES];
    furat_buffer_append_cstr(out, furat_size_write(text, number));
  } else {
    furat_buffer_appendf(out, "%" PRIu64, number);
  }
}

void
furat_settings_get(furat_buffer *out, const furat_settings *settings,
                   const furat_setting *setting)
{
  value_place place = place_of(settings, setting);
  switch (setting->kind) {
  case FURAT_SETTING_ON_OFF:
    furat_buffer_append_cstr(out, *place.flag ? "on" : "off");
    break;
  case FURAT_SETTING_CHOICE:
    furat_buffer_append_cstr(out, setting->choices[*place.choice]);
    break;
  case FURAT_SETTING_NUMBER:
  case FURAT_SETTING_TIME:
  case FURAT_SETTING_SIZE:
    get_number(out, setting, *place.number);
    break;
  case FURAT_SETTING_TEXT:
    furat_buffer_append(out, furat_str_of(*place.text));
    break;
  }
}

static void
append_names(furat_buffer *out, const char *const *names)
{
  for (size_t i = 0; names[i]; i++) {
    furat_buffer_appendf(out, "%s%s", i > 0 ? ", " : "", names[i]);
  }
}

// The format that may be meant, or all there are.
static void
hint_formats(const char *name, furat_error *err)
{
  const char *const *mode_choices = furat_setting_named("mode")->choices;
  const char *const *graph_choices = furat_setting_named("graphmode")->choices;
  enum { MAX_FORMATS = 64 };
  const char *names[MAX_FORMATS];
  size_t n = 0;
  for (size_t i = 0; mode_choices[i] && n < MAX_FORMATS; i++) {
    names[n++] = mode_choices[i];
  }
  for (size_t i = 0; graph_choices[i] && n < MAX_FORMATS; i++) {
    names[n++] = graph_choices[i];
  }
  const char *near = furat_nearest_name(name, names, n);
  if (near) {
    furat_error_hint(err, "did you mean %s?", near);
    return;
  }
  furat_buffer hint;
  furat_buffer_init(&hint, 1000);
  furat_buffer_append_cstr(&hint, "solutions: ");
  append_names(&hint, mode_choices);
  furat_buffer_append_cstr(&hint, "; graphs: ");
  append_names(&hint, graph_choices);
  if (hint.status == FURAT_OK) {
    furat_error_hint(err, "%s", hint.data);
  }
  furat_buffer_clear(&hint);
}

furat_status
furat_settings_set_mode(furat_settings *settings, const char *name, furat_error *err)
{
  const furat_setting *mode = furat_setting_named("mode");
  const furat_setting *graph_mode = furat_setting_named("graphmode");
  if (find_choice(mode, name) >= 0) {
    return furat_settings_set(settings, mode, name, err);
  }
  if (find_choice(graph_mode, name) >= 0) {
    return furat_settings_set(settings, graph_mode, name, err);
  }
  furat_error_set(err, FURAT_USAGE, "there is no format %.100s", name);
  hint_formats(name, err);
  return FURAT_USAGE;
}

const char *
furat_settings_mode(const furat_settings *settings)
{
  return settings->mode == 0 ? NULL
                             : furat_setting_named("mode")->choices[settings->mode];
}

const char *
furat_settings_graph_mode(const furat_settings *settings)
{
  return furat_setting_named("graphmode")->choices[settings->graph_mode];
}

furat_status
furat_settings_init(furat_settings *settings, furat_error *err)
{
  *settings = (furat_settings){.languages = NULL};
  furat_status status = FURAT_OK;
  for (size_t i = 0; furat_setting_at(i) && status == FURAT_OK; i++) {
    const furat_setting *setting = furat_setting_at(i);
    if (!setting->environment) {
      status = furat_settings_set(settings, setting, setting->initial, err);
    }
  }
  return status;
}

void
furat_settings_clear(furat_settings *settings)
{
  for (size_t i = 0; furat_setting_at(i); i++) {
    if (furat_setting_at(i)->kind == FURAT_SETTING_TEXT) {
      furat_free(*place_of(settings, furat_setting_at(i)).text);
    }
  }
  *settings = (furat_settings){.languages = NULL};
}
