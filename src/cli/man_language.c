// SPDX-License-Identifier: GPL-3.0-or-later
// The manual page furat-sparql(7), made from the table of the help on SPARQL.
//                                     language, man_internal -> [man_language] ->
//                                     cmd_help
#include <config.h>

#include <string.h>

#include "cli/language.h"
#include "cli/man_internal.h"

static const char introduction[] =
    "This page tells of each word, operator, function and cast of SPARQL 1.1, the "
    "language in which RDF is asked and changed, as Furat understands it: its form, "
    "what it does, examples, and the section of the specification.  The examples can be "
    "tried on the graph that Furat ships: statements with furat query, expressions as "
    "SELECT (EXPRESSION AS ?x) {}, updates on a copy (furat load -s my.furat --shipped). "
    " "
    "furat help WORD shows one entry, and so does .help WORD in the shell.";

// In capitals, as sections are.
static void
append_heading(furat_buffer *out, const char *heading)
{
  char name[64];
  size_t len = 0;
  for (; heading[len] != '\0' && len + 1 < sizeof name; len++) {
    const char c = heading[len];
    name[len] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  }
  name[len] = '\0';
  furat_man_append_section(out, name);
}

static furat_str
next_line(furat_str *rest)
{
  const furat_str line = furat_str_slice(*rest, 0, furat_str_find_byte(*rest, '\n'));
  *rest = furat_str_slice(*rest, line.len + 1, rest->len);
  return line;
}

static void
append_syntax(furat_buffer *out, const char *syntax)
{
  furat_str rest = furat_str_of(syntax);
  bool first = true;
  if (strchr(syntax, '\t')) {
    furat_man_append_words(out, rest);
    return;
  }
  furat_buffer_append_cstr(out, ".RS\n");
  while (rest.len > 0) {
    furat_buffer_append_cstr(out, first ? "" : ".br\n");
    furat_man_append_text(out, next_line(&rest));
    furat_buffer_append_byte(out, '\n');
    first = false;
  }
  furat_buffer_append_cstr(out, ".RE\n");
}

static void
append_examples(furat_buffer *out, const char *examples)
{
  furat_str rest = furat_str_of(examples);
  furat_buffer_append_cstr(out, ".PP\nFor example\n.RS\n.nf\n");
  while (rest.len > 0) {
    furat_str line = next_line(&rest);
    if (line.len > 0 && line.data[0] == '\t') {
      line = furat_str_slice(line, 1, line.len);
      furat_buffer_append_cstr(out, "    ");
    }
    furat_man_append_text(out, line);
    furat_buffer_append_byte(out, '\n');
  }
  furat_buffer_append_cstr(out, ".fi\n.RE\n");
}

static void
append_entry(furat_buffer *out, const furat_language_entry *entry)
{
  furat_buffer form;
  furat_buffer_init(&form, SIZE_MAX / 2);
  furat_language_append_form(&form, entry);
  furat_buffer_append_cstr(out, ".SS \"");
  furat_man_append_text(out, furat_buffer_str(&form));
  furat_buffer_append_cstr(out, "\"\n");
  furat_buffer_clear(&form);
  furat_man_append_sentence(out, entry->summary);
  if (entry->syntax) {
    append_syntax(out, entry->syntax);
  }
  if (entry->words) {
    furat_man_append_words(out, furat_str_of(entry->words));
  }
  if (entry->result) {
    furat_buffer_append_cstr(out, ".PP\nResult: ");
    furat_man_append_cstr(out, entry->result);
    furat_buffer_append_cstr(out, ".\n");
  }
  furat_buffer_append_cstr(out, ".PP\n");
  furat_man_append_sentences(out, furat_str_of(entry->text));
  append_examples(out, entry->examples);
  furat_buffer_append_cstr(out, ".PP\n");
  furat_language_append_section(out, entry);
  furat_buffer_append_cstr(out, ".\nSee also: ");
  furat_man_append_cstr(out, entry->see);
  furat_buffer_append_cstr(out, ".\n");
}

void
furat_help_language_manual(furat_buffer *out)
{
  size_t n = 0;
  const furat_language_group *const *groups = furat_language_groups(&n);
  furat_buffer_append_cstr(out,
                           ".\\\" SPDX-License-Identifier: GPL-3.0-or-later\n"
                           ".\\\" Made by furat help --man sparql; do not edit.\n"
                           ".TH FURAT\\-SPARQL 7 " FURAT_MAN_DATE " \"" PACKAGE_STRING
                           "\" \"SPARQL 1.1\"\n.ad l\n.SH NAME\nfurat\\-sparql \\- ");
  furat_man_append_cstr(out, "the words, operators and functions of SPARQL 1.1");
  furat_buffer_append_cstr(out, "\n.SH DESCRIPTION\n");
  furat_man_append_paragraphs(out, introduction, false);
  furat_man_append_paragraphs(out, furat_language_about, true);
  for (size_t i = 0; i < n; i++) {
    append_heading(out, groups[i]->heading);
    for (size_t j = 0; j < groups[i]->n; j++) {
      append_entry(out, &groups[i]->entries[j]);
    }
  }
  furat_buffer_append_cstr(out,
                           ".SH SEE ALSO\n\\fBfurat\\fR(1),\n\\fBfurat\\-shell\\fR(1),\n"
                           "\\fBfurat\\-query\\fR(1),\n\\fBfurat\\-update\\fR(1)\n.PP\n"
                           "https://www.w3.org/TR/sparql11\\-query/\n.br\n"
                           "https://www.w3.org/TR/sparql11\\-update/\n.br\n"
                           "https://www.w3.org/TR/sparql11\\-federated\\-query/\n");
}
