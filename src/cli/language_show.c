// SPDX-License-Identifier: GPL-3.0-or-later
// Lays out the help on SPARQL for a terminal.    language -> [language_show] -> cmd_help
#include <string.h>

#include "cli/help.h"
#include "cli/language.h"

enum { INDENT = 2, DEEP_INDENT = 6 };

static furat_str
next_line(furat_str *rest)
{
  const furat_str line = furat_str_slice(*rest, 0, furat_str_find_byte(*rest, '\n'));
  *rest = furat_str_slice(*rest, line.len + 1, rest->len);
  return line;
}

// A line that goes on further in where it is too long.
static void
append_hanging(furat_buffer *out, furat_str line, size_t width)
{
  furat_help_fill_behind(out, line, DEEP_INDENT - INDENT, DEEP_INDENT, width);
}

static void
append_syntax(furat_buffer *out, const char *syntax, size_t width)
{
  furat_str rest = furat_str_of(syntax);
  if (strchr(syntax, '\t')) {
    furat_help_append_words(out, rest, width);
    return;
  }
  while (rest.len > 0) {
    append_hanging(out, next_line(&rest), width);
  }
}

static void
append_examples(furat_buffer *out, const char *examples, const furat_palette *palette)
{
  furat_str rest = furat_str_of(examples);
  furat_buffer_append_cstr(out, "\nFor example\n");
  while (rest.len > 0) {
    const furat_str line = next_line(&rest);
    if (line.len > 0 && line.data[0] == '\t') {
      furat_buffer_append_fill(out, ' ', DEEP_INDENT);
      furat_buffer_append(out, furat_str_slice(line, 1, line.len));
    } else {
      furat_buffer_append_fill(out, ' ', INDENT);
      furat_color_append(out, palette, FURAT_COLOR_KEYWORD, line);
    }
    furat_buffer_append_byte(out, '\n');
  }
}

// "Result: xsd:string"; goes on at `column`.
static void
append_labelled(furat_buffer *out, const char *label, const char *text, size_t indent,
                size_t column, size_t width)
{
  furat_buffer line;
  furat_buffer_init(&line, SIZE_MAX / 2);
  furat_buffer_appendf(&line, "%s: %s", label, text);
  furat_help_fill_behind(out, furat_buffer_str(&line), column - indent, column, width);
  if (line.status != FURAT_OK) {
    out->status = line.status;
  }
  furat_buffer_clear(&line);
}

void
furat_language_append_entry(furat_buffer *out, const furat_language_entry *entry,
                            const furat_palette *palette, size_t width)
{
  furat_buffer_append_cstr(out, furat_color_start(palette, FURAT_COLOR_HEADING));
  furat_language_append_form(out, entry);
  furat_buffer_append_cstr(out, furat_color_end(palette, FURAT_COLOR_HEADING));
  furat_buffer_append_byte(out, '\n');
  furat_help_fill(out, entry->summary, INDENT, width);
  if (entry->syntax) {
    furat_buffer_append_byte(out, '\n');
    append_syntax(out, entry->syntax, width);
  }
  if (entry->words) {
    furat_buffer_append_byte(out, '\n');
    furat_help_append_words(out, furat_str_of(entry->words), width);
  }
  if (entry->result) {
    furat_buffer_append_byte(out, '\n');
    append_labelled(out, "Result", entry->result, INDENT, DEEP_INDENT, width);
  }
  furat_buffer_append_byte(out, '\n');
  furat_help_fill(out, entry->text, INDENT, width);
  append_examples(out, entry->examples, palette);
  furat_buffer_append_byte(out, '\n');
  furat_language_append_section(out, entry);
  furat_buffer_append_byte(out, '\n');
  append_labelled(out, "See also", entry->see, 0, 0, width);
}

// Its heading, and a line of each entry.
static void
append_group(furat_buffer *out, const furat_language_group *group,
             const furat_palette *palette, size_t width)
{
  furat_buffer lines;
  furat_buffer_init(&lines, SIZE_MAX / 2);
  for (size_t i = 0; i < group->n; i++) {
    furat_buffer_appendf(&lines, "%s\t%s\n", group->entries[i].name,
                         group->entries[i].summary);
  }
  furat_color_append(out, palette, FURAT_COLOR_HEADING, furat_str_of(group->heading));
  furat_buffer_append_byte(out, '\n');
  furat_help_append_words(out, furat_buffer_str(&lines), width);
  if (lines.status != FURAT_OK) {
    out->status = lines.status;
  }
  furat_buffer_clear(&lines);
}

bool
furat_language_append_found(furat_buffer *out, const char *words,
                            const furat_palette *palette, size_t width)
{
  const furat_language_entry *entry = NULL;
  size_t n = 0;
  while ((entry = furat_language_find(words, n))) {
    furat_buffer_append_cstr(out, n > 0 ? "\n" : "");
    furat_language_append_entry(out, entry, palette, width);
    n++;
  }
  size_t n_groups = 0;
  const furat_language_group *const *groups = furat_language_groups(&n_groups);
  for (size_t i = 0; i < n_groups; i++) {
    if (furat_language_group_is_called(groups[i], words)) {
      furat_buffer_append_cstr(out, n > 0 ? "\n" : "");
      append_group(out, groups[i], palette, width);
      n++;
    }
  }
  return n > 0;
}

void
furat_language_append_list(furat_buffer *out, const furat_palette *palette, size_t width)
{
  size_t n = 0;
  const furat_language_group *const *groups = furat_language_groups(&n);
  for (size_t i = 0; i < n; i++) {
    furat_buffer names;
    furat_buffer_init(&names, SIZE_MAX / 2);
    for (size_t j = 0; j < groups[i]->n; j++) {
      furat_buffer_appendf(&names, "%s%s", j > 0 ? ", " : "", groups[i]->entries[j].name);
    }
    furat_buffer_append_byte(out, '\n');
    furat_color_append(out, palette, FURAT_COLOR_HEADING,
                       furat_str_of(groups[i]->heading));
    furat_buffer_append_byte(out, '\n');
    furat_help_fill_behind(out, furat_buffer_str(&names), 0, INDENT, width);
    if (names.status != FURAT_OK) {
      out->status = names.status;
    }
    furat_buffer_clear(&names);
  }
}
