// SPDX-License-Identifier: GPL-3.0-or-later
// Lines to statements and dot commands.      input, stdin, .read -> [split] -> mainloop
//
// A statement ends with a ; at the top level, with an empty line when nothing is open and
// nothing is missing, before a line that begins the next statement or is a dot command,
// and at the end. Somebody at a terminal need not say so for a statement of one line:
// furat_splitter_enter(). What holds an error that no further line can mend waits for
// nothing that is open or missing.
#ifndef FURAT_SHELL_SPLIT_H
#define FURAT_SHELL_SPLIT_H

#include <stdint.h>

#include "sparql/statement.h"

/// Who takes what the splitter finds.  An error ends the splitting.
typedef struct furat_split_sink {
  void *self;
  furat_status (*statement)(void *self, furat_str text, uint64_t first_line, bool update,
                            furat_error *err);
  furat_status (*command)(void *self, furat_str line, uint64_t line_number,
                          furat_error *err);
} furat_split_sink;

typedef struct furat_splitter {
  furat_statement statement;
  furat_buffer text;   ///< of the statement that is being read
  uint64_t n_lines;    ///< read so far
  uint64_t first_line; ///< of the statement
  uint64_t n_blank;    ///< lines that the statement ends with so far
  size_t n_parsed;     ///< bytes of the statement when it was last looked at for errors
} furat_splitter;

void
furat_splitter_init(furat_splitter *splitter);

void
furat_splitter_clear(furat_splitter *splitter);

/// Drop the statement that is being read.
void
furat_splitter_drop(furat_splitter *splitter);

/// Take the next line (without its newline).
FURAT_NODISCARD furat_status
furat_splitter_line(furat_splitter *splitter, furat_str line,
                    const furat_split_sink *sink, furat_error *err);

/// Take what somebody entered at a terminal at once: usually a line, several when they
/// were pasted.  A statement that is whole and began in it is run, and one with a string
/// that has no end in its line, for the parser to refuse; an empty line runs whatever is
/// there, unless a bracket or a string is open.
FURAT_NODISCARD furat_status
furat_splitter_enter(furat_splitter *splitter, furat_str entered,
                     const furat_split_sink *sink, furat_error *err);

/// The input ends: what is left is a statement too.
FURAT_NODISCARD furat_status
furat_splitter_end(furat_splitter *splitter, const furat_split_sink *sink,
                   furat_error *err);

/// A text that is looked at again and again while it grows by lines.
typedef struct furat_split_check {
  furat_splitter splitter;
  furat_buffer seen; ///< whole lines
} furat_split_check;

void
furat_split_check_init(furat_split_check *check);

void
furat_split_check_clear(furat_split_check *check);

/// Whether `text`, several lines that are edited as one, is to be run as it is: nothing
/// is open and nothing is missing, or its last line is empty.  What is `composed` line by
/// line may go on behind what is whole (LIMIT, ORDER BY) until there is a ; or such a
/// line.
bool
furat_split_check_is_whole(furat_split_check *check, furat_str text, bool composed);

/// Whether a statement is being read.
bool
furat_splitter_pending(const furat_splitter *splitter);

#endif
