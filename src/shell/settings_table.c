// SPDX-License-Identifier: GPL-3.0-or-later
// The table of the settings: what .show, .help, completion and the manual page know of
// them.                                            [settings_table] -> settings, help
#include "shell/settings.h"

#include <string.h>
#include <strings.h>

#include "base/color.h"
#include "base/utf8.h"
#include "cli/terminal.h"

enum { MOST_PROMPT = 100 };

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

// One line that leaves room for a statement.
static furat_status
prompt_changed(const furat_settings *settings, furat_error *err)
{
  const furat_str text = furat_str_of(settings->prompt);
  if (text.len > MOST_PROMPT || furat_utf8_valid_length(text) < text.len) {
    furat_error_set(err, FURAT_USAGE, "this is no prompt");
    furat_error_hint(err, "it has at most %d bytes of valid UTF-8", MOST_PROMPT);
    return FURAT_USAGE;
  }
  return FURAT_OK;
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
     .changed = bidi_changed,
     .environment = true,
     .manual = {.words =
                    "auto\tas the terminal needs it: some order such text themselves\n"
                    "on\tput into the order of the screen here\n"
                    "off\tleft to the terminal\n",
                .more = "Text that is copied from a screen that was ordered here is in "
                        "that order, too: off, or a file, gives the text itself.",
                .examples = ".bidi on\n",
                .see = ".lang .labels"}},
    {.name = "color",
     .usage = ".color [auto|always|never]",
     .kind = FURAT_SETTING_CHOICE,
     .choices = color_choices,
     .initial = "auto",
     .help = "colours: at a terminal (auto), always or never",
     .offset = offsetof(furat_settings, color),
     .environment = true,
     .changed = color_changed,
     .manual = {.words =
                    "auto\tat a terminal, unless NO_COLOR or TERM=dumb says otherwise\n"
                    "always\talso in files and pipes\n"
                    "never\tnowhere\n",
                .examples = ".color never\n",
                .see = ".theme"}},
    {.name = "explain",
     .usage = ".explain [on|off|analyze|QUERY]",
     .kind = FURAT_SETTING_CHOICE,
     .choices = plan_choices,
     .initial = "off",
     .help = "show plans instead of answers; or that of QUERY alone",
     .offset = offsetof(furat_settings, plans),
     .manual = {.words =
                    "off\tstatements are answered\n"
                    "on\ttheir plans are shown instead\n"
                    "analyze\tthey run, too, and each step tells rows, time and memory\n"
                    "QUERY\tthe plan of this one alone; analyze may stand before it\n",
                .examples = ".explain SELECT * { ?x a fur:Battle }\n"
                            ".explain analyze SELECT * { ?x a fur:Battle }\n",
                .see = ".timer"}},
    {.name = "graphmode",
     .usage = ".graphmode [FORMAT]",
     .kind = FURAT_SETTING_CHOICE,
     .choices = graph_choices,
     .initial = "turtle",
     .help = "the format of graphs (.mode sets it too)",
     .offset = offsetof(furat_settings, graph_mode),
     .manual = {.words = "FORMAT\tone of turtle trig ntriples nquads rdfxml jsonld dot\n",
                .examples = ".graphmode jsonld\n",
                .see = ".mode .export"}},
    {.name = "labels",
     .usage = ".labels [on|off|both]",
     .kind = FURAT_SETTING_CHOICE,
     .choices = label_choices,
     .initial = "off",
     .help = "show labels in place of IRIs (on), or beside them (both)",
     .offset = offsetof(furat_settings, labels),
     .manual = {.words = "off\tnames of things: actor:isis\n"
                         "on\twhat they are called: ISIS\n"
                         "both\tISIS (actor:isis)\n",
                .more = "CSV has labels too; TSV, JSON and XML, which programs read, "
                        "keep the IRIs.",
                .examples = ".labels on\n"
                            ".labels both\n",
                .see = ".lang .mode .describe"}},
    {.name = "lang",
     .usage = ".lang [TAG,TAG...]",
     .kind = FURAT_SETTING_TEXT,
     .initial = "en,ar",
     .help = "languages of labels, the one that is liked best first",
     .offset = offsetof(furat_settings, languages),
     .is_languages = true,
     .changed = languages_changed,
     .manual = {.words = "TAG\ta language as data have it: en, ar, ku, zh-Hant\n",
                .more = "It is for labels, and for the answers of canned queries.",
                .examples = ".lang ar,en\n",
                .see = ".labels .run"}},
    {.name = "maxrows",
     .usage = ".maxrows [auto|all|N]",
     .kind = FURAT_SETTING_NUMBER,
     .choices = max_rows_words,
     .initial = "auto",
     .help = "show so many rows of a table; auto: 1000 at a terminal, all elsewhere; "
             "0: as all",
     .offset = offsetof(furat_settings, max_rows),
     .manual = {.words = "auto\t1000 at a terminal, all elsewhere\n"
                         "all\tall\n"
                         "N\tso many; 0 is as all\n",
                .more =
                    "It is for tables and lines; formats for programs are always whole.",
                .examples = ".maxrows 20\n"
                            ".maxrows all\n",
                .see = ".pager .width .mode"}},
    {.name = "memory",
     .usage = ".memory [none|SIZE]",
     .kind = FURAT_SETTING_SIZE,
     .choices = none_word,
     .initial = "none",
     .help = "fail where a statement needs more memory, such as 512M or 2G",
     .offset = offsetof(furat_settings, memory_bytes),
     .manual =
         {.words = "none\tas much as there is\n"
                   "SIZE\tbytes, or with K, M, G or T\n",
          .more =
              "A statement that needs more ends with an error, and the session goes on.",
          .examples = ".memory 512M\n",
          .see = ".timeout"}},
    {.name = "mode",
     .usage = ".mode [FORMAT]",
     .kind = FURAT_SETTING_CHOICE,
     .choices = mode_choices,
     .initial = "auto",
     .help = "show results as table, csv, json, turtle ...",
     .offset = offsetof(furat_settings, mode)}, // its command has the manual
    {.name = "null",
     .usage = ".null [TEXT]",
     .kind = FURAT_SETTING_TEXT,
     .initial = "",
     .help = "what a table shows where a variable is unbound",
     .offset = offsetof(furat_settings, null_text),
     .manual = {.words = "TEXT\tin quotes where it holds blanks\n",
                .examples = ".null -\n",
                .see = ".mode"}},
    {.name = "pager",
     .usage = ".pager [auto|on|off]",
     .kind = FURAT_SETTING_CHOICE,
     .choices = auto_on_off,
     .initial = "auto",
     .help = "show results in $PAGER: when they are longer than the screen (auto), "
             "always or never",
     .offset = offsetof(furat_settings, pager),
     .manual = {.words = "auto\twhat is longer than the screen, at a terminal\n"
                         "on\teverything\n"
                         "off\tnothing\n",
                .more = "It is $PAGER, or else less.",
                .examples = ".pager off\n",
                .see = ".maxrows .wrap"}},
    {.name = "progress",
     .usage = ".progress [on|off]",
     .kind = FURAT_SETTING_ON_OFF,
     .choices = on_off,
     .initial = "on",
     .help = "a line about what takes longer than a second, at a terminal",
     .offset = offsetof(furat_settings, progress),
     .manual = {.words = "on\tit comes after a second, and goes away by itself\n"
                         "off\tthere is none\n",
                .examples = ".progress off\n",
                .see = ".timer"}},
    {.name = "prompt",
     .usage = ".prompt [TEXT]",
     .kind = FURAT_SETTING_TEXT,
     .initial = "furat>",
     .help = "what stands before a statement; {store}, {graph} and {folder} in it tell "
             "what is open and where",
     .offset = offsetof(furat_settings, prompt),
     .changed = prompt_changed,
     .manual = {.words = "TEXT\tin quotes where it holds blanks\n"
                         "{store}\tthe name of what is open, without its folders\n"
                         "{graph}\twhat the default graph is: union or unnamed\n"
                         "{folder}\tthe folder that .cd changes\n",
                .more = "A blank is put behind it, and a * before its last sign while a "
                        "transaction is open.  A line of the start-up file makes it "
                        "last.",
                .examples = ".prompt {store}>\n.prompt \"{store} ({graph})>\"\n",
                .see = ".open .cd .begin"}},
    {.name = "stop",
     .usage = ".stop [on|off]",
     .kind = FURAT_SETTING_ON_OFF,
     .choices = on_off,
     .initial = "on",
     .help = "end a script where something fails",
     .offset = offsetof(furat_settings, stop),
     .manual = {.words = "on\tthe first statement that fails ends it\n"
                         "off\tit goes on, and the exit status tells\n",
                .more = "furat -k is off for a whole session.",
                .examples = ".stop off\n",
                .see = ".read"}},
    {.name = "theme",
     .usage = ".theme [auto|dark|light]",
     .kind = FURAT_SETTING_CHOICE,
     .choices = theme_choices,
     .initial = "auto",
     .help = "what the colours stand on",
     .offset = offsetof(furat_settings, theme),
     .environment = true,
     .changed = theme_changed,
     .manual =
         {.words =
              "auto\tCOLORFGBG tells, or the terminal; else its own colours are taken\n"
              "dark\tlight colours on a dark ground\n"
              "light\tdark colours on a light ground\n",
          .examples = ".theme light\n",
          .see = ".color"}},
    {.name = "timeout",
     .usage = ".timeout [none|TIME]",
     .kind = FURAT_SETTING_TIME,
     .choices = none_word,
     .initial = "none",
     .help = "stop statements that take longer, such as 0.5 (seconds), 500ms or 2min",
     .offset = offsetof(furat_settings, timeout_ms),
     .manual = {.words = "none\thowever long it takes\n"
                         "TIME\tseconds, or with a unit: ms, s, min, h\n",
                .examples = ".timeout 10s\n"
                            ".timeout none\n",
                .see = ".memory .timer"}},
    {.name = "timer",
     .usage = ".timer [on|off]",
     .kind = FURAT_SETTING_ON_OFF,
     .choices = on_off,
     .initial = "off",
     .help = "tell how long each statement takes",
     .offset = offsetof(furat_settings, timer),
     .manual =
         {.words =
              "on\trows, time and processor time behind each answer, on standard error\n"
              "off\tnothing is told\n",
          .more = "The time of who reads in the pager is not in it.",
          .examples = ".timer on\n",
          .see = ".explain .timeout"}},
    {.name = "why",
     .usage = ".why [auto|on|off]",
     .kind = FURAT_SETTING_CHOICE,
     .choices = auto_on_off,
     .initial = "auto",
     .help = "tell why there is no answer: at a terminal (auto), always or never",
     .offset = offsetof(furat_settings, why),
     .manual =
         {.words = "auto\tin a session\n"
                   "on\tin scripts, too, on standard error\n"
                   "off\tnever\n",
          .more = "It tells which pattern matched nothing, and what would have matched.  "
                  "How many statements an update changed is told in a session always.",
          .examples = ".why on\n",
          .see = ".explain"}},
    {.name = "width",
     .usage = ".width [auto|N]",
     .kind = FURAT_SETTING_NUMBER,
     .choices = auto_word,
     .initial = "auto",
     .help = "cells that a table may take; auto: those of the terminal",
     .offset = offsetof(furat_settings, width),
     .manual = {.words = "auto\tthose of the terminal; as many as are needed elsewhere\n"
                         "N\tso many\n",
                .examples = ".width 100\n",
                .see = ".wrap .maxrows"}},
    {.name = "wrap",
     .usage = ".wrap [on|off]",
     .kind = FURAT_SETTING_ON_OFF,
     .choices = on_off,
     .initial = "off",
     .help = "break long cells into lines instead of cutting them",
     .offset = offsetof(furat_settings, wrap),
     .manual = {.words = "on\tcells go over several lines, broken at words\n"
                         "off\tcells are cut, with … at the end\n",
                .examples = ".wrap on\n",
                .see = ".width .mode"}},
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
