// SPDX-License-Identifier: GPL-3.0-or-later
// Pieces of manual pages in the language of man(7).             man -> man_language
#ifndef FURAT_CLI_MAN_INTERNAL_H
#define FURAT_CLI_MAN_INTERNAL_H

#include "cli/help.h"

/// The day that the pages tell.
#define FURAT_MAN_DATE "2026-11-22"

/// Append plain text; nothing in it is an instruction.
void
furat_man_append_text(furat_buffer *out, furat_str text);

void
furat_man_append_cstr(furat_buffer *out, const char *text);

void
furat_man_append_bold(furat_buffer *out, const char *text);

/// Append sentences, with two blanks between them, each on lines of its own.
void
furat_man_append_sentences(furat_buffer *out, furat_str line);

/// Append a line of help as a sentence: with a capital and a full stop.
void
furat_man_append_sentence(furat_buffer *out, const char *help);

/// Append paragraphs as furat_command.description has them; `new_paragraph` says whether
/// one starts here.
void
furat_man_append_paragraphs(furat_buffer *out, const char *text, bool new_paragraph);

/// Append lines "WORD\tmeaning" as a list inside an entry.
void
furat_man_append_words(furat_buffer *out, furat_str words);

/// Begin a section; its name is plain text in capitals.
void
furat_man_append_section(furat_buffer *out, const char *name);

#endif
