// SPDX-License-Identifier: GPL-3.0-or-later
// Option tables: one table a command drives parsing, --help, the man page and shell
// completion.
#ifndef FURAT_BASE_OPTIONS_H
#define FURAT_BASE_OPTIONS_H

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/vec.h"

/// What the argument of an option, or an operand, is: completion, the man page and the
/// rule about standard input need it.
typedef enum furat_option_kind {
  FURAT_OPTION_FLAG,     ///< no argument; may be given as --no-NAME when `negatable`
  FURAT_OPTION_STRING,   ///< any text
  FURAT_OPTION_FILE,     ///< the name of a file that is written, or of any kind
  FURAT_OPTION_CHOICE,   ///< one of `choices`, space separated
  FURAT_OPTION_NUMBER,   ///< a non-negative integer
  FURAT_OPTION_SIZE,     ///< bytes, with an optional suffix K, M, G, T (powers of 1024)
  FURAT_OPTION_TIME,     ///< as furat_timespan_parse() reads it
  FURAT_OPTION_DOCUMENT, ///< the name of an RDF document; - is standard input
  FURAT_OPTION_NAMED_DOCUMENT, ///< IRI=FILE, the same behind the last =
  FURAT_OPTION_SPARQL,         ///< the name of a file with a request; - is standard input
  FURAT_OPTION_STORE,          ///< the name of a store
  FURAT_OPTION_FOLDER,         ///< the name of a folder
  FURAT_OPTION_IRI,            ///< <iri>, prefix:name or an absolute IRI
  FURAT_OPTION_GRAPH,          ///< the same, of a graph
  FURAT_OPTION_REQUEST,        ///< operands: the text of a query or an update
  FURAT_OPTION_CANNED, ///< operands: the name of a canned query, then its parameters
  FURAT_OPTION_COMMAND ///< operands: the name of a command
} furat_option_kind;

typedef struct furat_option {
  int id;          ///< the command's own; 0 ends a table
  char letter;     ///< short form, or 0
  bool negatable;  ///< a flag with a --no- form
  bool repeatable; ///< may be given more than once (otherwise that is a usage error)
  furat_option_kind kind;
  const char *name;     ///< long form without dashes
  const char *argument; ///< what it is called in the help: "FILE"; NULL for flags
  const char *choices;  ///< of FURAT_OPTION_CHOICE
  const char *help;     ///< one line, lower-case start, no full stop; NULL: not shown
} furat_option;

/// One option or operand as it was given.
typedef struct furat_argument {
  int id;            ///< of the option; 0 for an operand
  bool negated;      ///< given as --no-NAME
  const char *value; ///< borrowed from argv; NULL for flags
  uint64_t number;   ///< of FURAT_OPTION_NUMBER, FURAT_OPTION_SIZE, and milliseconds of
                     ///< FURAT_OPTION_TIME
} furat_argument;

/// Parse `argv[0 .. argc)` (without the command's name) into furat_argument items of
/// `out`, in the order given.  `--` ends the options; `-` is an operand; `--name=value`,
/// `--name value`,
/// `-nvalue`, `-n value`, and unambiguous prefixes of long names are understood.
/// FURAT_USAGE names the option and suggests the nearest one.
FURAT_NODISCARD furat_status
furat_options_parse(furat_vec *out, const furat_option *table, int argc,
                    char *const *argv, furat_error *err);

/// What a message hints at where something else than a size was given.
#define FURAT_SIZE_HINT "a number of bytes, or with K, M, G or T such as 512M"

enum { FURAT_SIZE_BYTES = 24 };

/// Read all of `text` as bytes, as FURAT_OPTION_SIZE has them; false for anything else.
bool
furat_size_parse(uint64_t *bytes, const char *text);

/// The same back, as short as it is exact: "512M", "1000"; in `text`.
const char *
furat_size_write(char text[FURAT_SIZE_BYTES], uint64_t bytes);

/// Append the table as indented help lines.
void
furat_options_help(furat_buffer *out, const furat_option *table);

/// The nearest of `n` names to `word` for a did-you-mean, or NULL when none is near.
const char *
furat_nearest_name(const char *word, const char *const *names, size_t n);

#endif
