// SPDX-License-Identifier: GPL-3.0-or-later
// The table of settings, and one way for all of them to be read and set.
#include "shell/settings.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "base/color.h"
#include "base/memory.h"
#include "base/options.h"
#include "base/timespan.h"
#include "cli/terminal.h"

// ------------------------------------------------------------------- the table

static const char *const on_off[] = {"off", "on", NULL};
static const char *const auto_on_off[] = {"auto", "on", "off", NULL};
static const char *const label_choices[] = {"off", "on", "both", NULL};
static const char *const plan_choices[] = {"off", "on", "analyze", NULL};
static const char *const color_choices[] = {"auto", "always", "never", NULL};
static const char *const theme_choices[] = {"auto", "dark", "light", NULL};
static const char *const mode_choices[] = {"auto", "table",    "box",  "line",
                                           "json", "jsonl",    "xml",  "csv",
                                           "tsv",  "markdown", "html", NULL};
static const char *const graph_choices[] = {"turtle", "trig",   "ntriples", "nquads",
                                            "rdfxml", "jsonld", "dot",      NULL};
static const char *const max_rows_words[] = {
    [FURAT_MAXROWS_AUTO] = "auto", [FURAT_MAXROWS_ALL] = "all", NULL};
static const char *const auto_word[] = {"auto", NULL};
static const char *const none_word[] = {"none", NULL};

static furat_status
color_changed(const furat_settings *settings, FURAT_UNUSED furat_error *err)
{
  furat_color_choose(color_choices[settings->color]);
  return FURAT_OK;
}

static furat_status
theme_changed(const furat_settings *settings, FURAT_UNUSED furat_error *err)
{
  furat_color_choose_theme(theme_choices[settings->theme]);
  return FURAT_OK;
}

static furat_status
bidi_changed(const furat_settings *settings, furat_error *err)
{
  return furat_terminal_choose_bidi(auto_on_off[settings->bidi], err);
}

// Tags with commas between: "ar,en".
static furat_status
languages_changed(const furat_settings *settings, furat_error *err)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                "0123456789-";
  const char *at = settings->languages ? settings->languages : "";
  for (;;) {
    size_t n = strspn(at, letters);
    if (n == 0 || at[0] == '-' || (at[n] != ',' && at[n] != '\0')) {
      furat_error_set(err, FURAT_USAGE, "%.100s is no list of languages",
                      settings->languages);
      furat_error_hint(err, "such as ar,en: the one that is liked best first");
      return FURAT_USAGE;
    }
    if (at[n] == '\0') {
      return FURAT_OK;
    }
    at += n + 1;
  }
}

static const furat_setting settings_table[] = {
    {.name = "bidi",
     .usage = ".bidi [auto|on|off]",
     .kind = FURAT_SETTING_CHOICE,
     .choices = auto_on_off,
     .initial = "auto",
     .help = "put right-to-left text into the order of the screen (on), leave it to the "
             "terminal (off), or know which terminals can (auto)",
     .offset = offsetof(furat_settings, bidi),
     .changed = bidi_changed},
    {.name = "color",
     .usage = ".color [auto|always|never]",
     .kind = FURAT_SETTING_CHOICE,
     .choices = color_choices,
     .initial = "auto",
     .help = "colours: at a terminal (auto), always or never",
     .offset = offsetof(furat_settings, color),
     .changed = color_changed},
    {.name = "explain",
     .usage = ".explain [on|off|analyze|QUERY]",
     .kind = FURAT_SETTING_CHOICE,
     .choices = plan_choices,
     .initial = "off",
     .help = "show plans instead of answers; or that of QUERY alone",
     .offset = offsetof(furat_settings, plans)},
    {.name = "graphmode",
     .usage = ".graphmode [FORMAT]",
     .kind = FURAT_SETTING_CHOICE,
     .choices = graph_choices,
     .initial = "turtle",
     .help = "the format of graphs (.mode sets it too)",
     .offset = offsetof(furat_settings, graph_mode)},
    {.name = "labels",
     .usage = ".labels [on|off|both]",
     .kind = FURAT_SETTING_CHOICE,
     .choices = label_choices,
     .initial = "off",
     .help = "show labels in place of IRIs (on), or beside them (both)",
     .offset = offsetof(furat_settings, labels)},
    {.name = "lang",
     .usage = ".lang [TAG,TAG...]",
     .kind = FURAT_SETTING_TEXT,
     .initial = "en,ar",
     .help = "languages of labels, the one that is liked best first",
     .offset = offsetof(furat_settings, languages),
     .is_languages = true,
     .changed = languages_changed},
    {.name = "maxrows",
     .usage = ".maxrows [auto|all|N]",
     .kind = FURAT_SETTING_NUMBER,
     .choices = max_rows_words,
     .initial = "auto",
     .help = "show so many rows of a table; auto: 1000 at a terminal, all elsewhere; "
             "0: as all",
     .offset = offsetof(furat_settings, max_rows)},
    {.name = "memory",
     .usage = ".memory [none|SIZE]",
     .kind = FURAT_SETTING_SIZE,
     .choices = none_word,
     .initial = "none",
     .help = "fail where a statement needs more memory, such as 512M or 2G",
     .offset = offsetof(furat_settings, memory_bytes)},
    {.name = "mode",
     .usage = ".mode [FORMAT]",
     .kind = FURAT_SETTING_CHOICE,
     .choices = mode_choices,
     .initial = "auto",
     .help = "show results as table, csv, json, turtle ...",
     .offset = offsetof(furat_settings, mode)},
    {.name = "null",
     .usage = ".null [TEXT]",
     .kind = FURAT_SETTING_TEXT,
     .initial = "",
     .help = "what a table shows where a variable is unbound",
     .offset = offsetof(furat_settings, null_text)},
    {.name = "pager",
     .usage = ".pager [auto|on|off]",
     .kind = FURAT_SETTING_CHOICE,
     .choices = auto_on_off,
     .initial = "auto",
     .help = "show results in $PAGER: when they are longer than the screen (auto), "
             "always or never",
     .offset = offsetof(furat_settings, pager)},
    {.name = "progress",
     .usage = ".progress [on|off]",
     .kind = FURAT_SETTING_ON_OFF,
     .choices = on_off,
     .initial = "on",
     .help = "a line about what takes longer than a second, at a terminal",
     .offset = offsetof(furat_settings, progress)},
    {.name = "stop",
     .usage = ".stop [on|off]",
     .kind = FURAT_SETTING_ON_OFF,
     .choices = on_off,
     .initial = "on",
     .help = "end a script where something fails",
     .offset = offsetof(furat_settings, stop)},
    {.name = "theme",
     .usage = ".theme [auto|dark|light]",
     .kind = FURAT_SETTING_CHOICE,
     .choices = theme_choices,
     .initial = "auto",
     .help = "what the colours stand on",
     .offset = offsetof(furat_settings, theme),
     .changed = theme_changed},
    {.name = "timeout",
     .usage = ".timeout [none|TIME]",
     .kind = FURAT_SETTING_TIME,
     .choices = none_word,
     .initial = "none",
     .help = "stop statements that take longer, such as 0.5 (seconds), 500ms or 2min",
     .offset = offsetof(furat_settings, timeout_ms)},
    {.name = "timer",
     .usage = ".timer [on|off]",
     .kind = FURAT_SETTING_ON_OFF,
     .choices = on_off,
     .initial = "off",
     .help = "tell how long each statement takes",
     .offset = offsetof(furat_settings, timer)},
    {.name = "why",
     .usage = ".why [auto|on|off]",
     .kind = FURAT_SETTING_CHOICE,
     .choices = auto_on_off,
     .initial = "auto",
     .help = "tell why there is no answer: at a terminal (auto), always or never",
     .offset = offsetof(furat_settings, why)},
    {.name = "width",
     .usage = ".width [auto|N]",
     .kind = FURAT_SETTING_NUMBER,
     .choices = auto_word,
     .initial = "auto",
     .help = "cells that a table may take; auto: those of the terminal",
     .offset = offsetof(furat_settings, width)},
    {.name = "wrap",
     .usage = ".wrap [on|off]",
     .kind = FURAT_SETTING_ON_OFF,
     .choices = on_off,
     .initial = "off",
     .help = "break long cells into lines instead of cutting them",
     .offset = offsetof(furat_settings, wrap)},
};
enum { N_SETTINGS = sizeof(settings_table) / sizeof(settings_table[0]) };

const furat_setting *
furat_setting_at(size_t index)
{
  return index < N_SETTINGS ? &settings_table[index] : NULL;
}

const furat_setting *
furat_setting_named(const char *name)
{
  for (size_t i = 0; i < N_SETTINGS; i++) {
    if (strcasecmp(settings_table[i].name, name) == 0) {
      return &settings_table[i];
    }
  }
  return NULL;
}

// ------------------------------------------------------------------ the values

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
    *place.number = number;
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

bool
furat_settings_toggle(furat_settings *settings, const furat_setting *setting)
{
  value_place place = place_of(settings, setting);
  if (setting->kind == FURAT_SETTING_ON_OFF) {
    *place.flag = !*place.flag;
    return true;
  }
  if (setting->kind == FURAT_SETTING_CHOICE && strcmp(setting->choices[0], "off") == 0) {
    *place.choice = *place.choice == 0 ? 1 : 0;
    return true;
  }
  return false;
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
  return settings->mode == 0 ? NULL : mode_choices[settings->mode];
}

const char *
furat_settings_graph_mode(const furat_settings *settings)
{
  return graph_choices[settings->graph_mode];
}

furat_status
furat_settings_init(furat_settings *settings, furat_error *err)
{
  *settings = (furat_settings){.languages = NULL};
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < N_SETTINGS && status == FURAT_OK; i++) {
    // The environment decides about colours until somebody else does.
    if (settings_table[i].changed != color_changed &&
        settings_table[i].changed != theme_changed) {
      status = furat_settings_set(settings, &settings_table[i], settings_table[i].initial,
                                  err);
    }
  }
  return status;
}

void
furat_settings_clear(furat_settings *settings)
{
  for (size_t i = 0; i < N_SETTINGS; i++) {
    if (settings_table[i].kind == FURAT_SETTING_TEXT) {
      furat_free(*place_of(settings, &settings_table[i]).text);
    }
  }
  *settings = (furat_settings){.languages = NULL};
}
