// SPDX-License-Identifier: GPL-3.0-or-later
// The note, line by line, harmless to a terminal and in the colour of notes.
#include "cli/why.h"

#include <stdio.h>
#include <unistd.h>

#include "base/color.h"
#include "cli/progress.h"
#include "cli/terminal.h"
#include "engine/diagnose.h"
#include "results/cell.h"

enum { TIME_MS = 1000, MOST_BYTES = 1 << 16 };

bool
furat_why_is_wanted(void)
{
  return isatty(STDOUT_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
}

void
furat_why_print(furat_str text)
{
  furat_buffer line;
  const furat_palette *palette = furat_palette_for(STDERR_FILENO);
  furat_buffer_init(&line, SIZE_MAX / 2);
  while (text.len > 0) {
    size_t end = furat_str_find_byte(text, '\n');
    furat_buffer_append_cstr(&line, furat_color_start(palette, FURAT_COLOR_NOTE));
    furat_text_write_visible(&line, furat_str_slice(text, 0, end));
    furat_buffer_append_cstr(&line, furat_color_end(palette, FURAT_COLOR_NOTE));
    furat_buffer_append_byte(&line, '\n');
    text = end < text.len ? furat_str_slice(text, end + 1, text.len - end - 1)
                          : FURAT_STR_NONE;
  }
  if (line.status == FURAT_OK && line.len > 0) {
    (void)fflush(stdout);
    furat_terminal_print_wrapped(stderr, furat_buffer_str(&line));
  }
  furat_buffer_clear(&line);
}

static void
tell(furat_query *query, const furat_results *given, const char *intro,
     const furat_prefixes *prefixes, const furat_cancel *cancel)
{
  furat_buffer text;
  furat_cancel limited;
  furat_cancel_init(&limited, TIME_MS);
  limited.outer = cancel;
  furat_buffer_init(&text, MOST_BYTES);
  furat_buffer_append_cstr(&text, intro);
  // What was found before it failed is told.
  const furat_status status =
      furat_query_diagnose(&text, query, given, prefixes, &limited, NULL);
  if (status == FURAT_OK || status == FURAT_INTERRUPTED) {
    furat_why_print(furat_buffer_str(&text));
  }
  furat_buffer_clear(&text);
}

void
furat_why_tell(furat_query *query, const furat_results *given,
               const furat_prefixes *prefixes, const furat_cancel *cancel)
{
  tell(query, given, "", prefixes, cancel);
}

static void
print_changes(furat_changes changes)
{
  char text[128];
  char number[32];
  const uint64_t first = changes.n_added > 0 ? changes.n_added : changes.n_removed;
  int n = snprintf(text, sizeof text, "%s statement%s %s",
                   furat_progress_number(number, first), first == 1 ? "" : "s",
                   changes.n_added > 0 ? "added" : "removed");
  if (changes.n_added > 0 && changes.n_removed > 0) {
    snprintf(text + n, sizeof text - (size_t)n, ", %s removed",
             furat_progress_number(number, changes.n_removed));
  }
  furat_why_print(furat_str_of(text));
}

void
furat_why_tell_update(furat_query *query, bool reasons, const furat_prefixes *prefixes,
                      const furat_cancel *cancel)
{
  static const char nothing[] = "nothing was changed\n";
  const furat_changes changes = furat_query_changes(query);
  if (changes.n_added + changes.n_removed > 0) {
    print_changes(changes);
  } else if (reasons) {
    tell(query, NULL, nothing, prefixes, cancel);
  } else {
    furat_why_print(furat_str_of(nothing));
  }
}
