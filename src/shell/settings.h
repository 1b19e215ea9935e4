// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of the shell in one table: .set, .show, the short forms (.timer on),
// completion, the start-up file and the manual come from it.  A new setting is one line
// of the table and one field of the values.
#ifndef FURAT_SHELL_SETTINGS_H
#define FURAT_SHELL_SETTINGS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "cli/command.h"

/// How a setting's value is kept in furat_settings.
typedef enum furat_setting_kind {
  FURAT_SETTING_ON_OFF, ///< bool
  FURAT_SETTING_CHOICE, ///< int: the position in `choices`
  FURAT_SETTING_NUMBER, ///< uint64_t: a number, or FURAT_SETTING_WORD(i) for choices[i]
  FURAT_SETTING_TIME,   ///< the same, in milliseconds
  FURAT_SETTING_SIZE,   ///< the same, in bytes
  FURAT_SETTING_TEXT    ///< char *, owned; NULL: empty
} furat_setting_kind;

/// The number that stands for a word: "auto" of .maxrows.
#define FURAT_SETTING_WORD(i) (UINT64_MAX - (uint64_t)(i))

/// off, on or more: what the settings of labels, bidi, pager and plans may be.
typedef enum furat_labels_wish {
  FURAT_LABELS_OFF,
  FURAT_LABELS_ON,
  FURAT_LABELS_BOTH
} furat_labels_wish;

typedef enum furat_auto { FURAT_AUTO, FURAT_AUTO_ON, FURAT_AUTO_OFF } furat_auto;

typedef enum furat_plans {
  FURAT_PLANS_OFF,
  FURAT_PLANS_ON,
  FURAT_PLANS_ANALYZE
} furat_plans;

enum {
  FURAT_MAXROWS_AUTO, ///< words of .maxrows
  FURAT_MAXROWS_ALL
};

/// The values.
typedef struct furat_settings {
  int mode;       ///< position in the choices of "mode"; 0: what fits
  int graph_mode; ///< the same of "graphmode"
  int labels;     ///< furat_labels_wish
  char *languages;
  uint64_t max_rows;
  uint64_t width;
  bool wrap;
  int bidi;  ///< furat_auto
  int pager; ///< furat_auto
  int color;
  int theme;
  bool timer;
  bool progress;
  bool stop;
  int plans; ///< furat_plans
  char *null_text;
  char *prompt;
  uint64_t timeout_ms;
  uint64_t memory_bytes;
  int why; ///< furat_auto
} furat_settings;

/// One setting.
typedef struct furat_setting {
  const char *name;
  const char *usage; ///< as a command of its own: ".timer [on|off]"
  furat_setting_kind kind;
  const char *const *choices; ///< ended by NULL; of CHOICE; of NUMBER: words for it
  const char *initial;
  const char *help;  ///< one line, lower-case start, no full stop
  size_t offset;     ///< of the value in furat_settings
  bool is_languages; ///< its text is a list of language tags
  bool environment;  ///< which decides until somebody else does
  furat_manual manual;
  /// Look at the new value (the old one comes back when this fails); or NULL.
  furat_status (*changed)(const furat_settings *settings, furat_error *err);
} furat_setting;

/// The table, in order of names; NULL behind the last one.
const furat_setting *
furat_setting_at(size_t index);

/// By name; NULL when there is none.
const furat_setting *
furat_setting_named(const char *name);

/// Give every setting its first value.
FURAT_NODISCARD furat_status
furat_settings_init(furat_settings *settings, furat_error *err);

void
furat_settings_clear(furat_settings *settings);

/// Append the value as it is typed.
void
furat_settings_get(furat_buffer *out, const furat_settings *settings,
                   const furat_setting *setting);

/// FURAT_USAGE, with what it may be as a hint, when it cannot have that value.
FURAT_NODISCARD furat_status
furat_settings_set(furat_settings *settings, const furat_setting *setting,
                   const char *value, furat_error *err);

/// Choose a format of solutions or of graphs by its name.  FURAT_USAGE: there is none.
FURAT_NODISCARD furat_status
furat_settings_set_mode(furat_settings *settings, const char *name, furat_error *err);

/// The format of solutions; static; NULL: the one that fits.
const char *
furat_settings_mode(const furat_settings *settings);

/// The format of graphs; static.
const char *
furat_settings_graph_mode(const furat_settings *settings);

#endif
