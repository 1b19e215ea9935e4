// SPDX-License-Identifier: GPL-3.0-or-later
// SOURCE: the options by which every command is told what it works on.
#ifndef FURAT_CLI_SOURCE_H
#define FURAT_CLI_SOURCE_H

#include "base/options.h"
#include "cli/intake.h"
#include "engine/furat.h"

/// The ids of the options; commands use ids below these for their own.
enum {
  FURAT_SOURCE_STORE = 1000,
  FURAT_SOURCE_DATA,
  FURAT_SOURCE_NAMED_GRAPH,
  FURAT_SOURCE_DATA_FORMAT,
  FURAT_SOURCE_UNION,
  FURAT_SOURCE_ENGINE,
  FURAT_SOURCE_TIMEOUT,
  FURAT_SOURCE_DISABLE,
  FURAT_SOURCE_ALLOW_LOAD,
  FURAT_SOURCE_MEMORY
};

/// The row of the store alone; HELP tells what the command does with it.
#define FURAT_SOURCE_STORE_OPTION(HELP)                                  \
  {                                                                      \
    .id = FURAT_SOURCE_STORE, .letter = 's', .kind = FURAT_OPTION_STORE, \
    .name = "store", .argument = "STORE", .help = (HELP)                 \
  }

/// Rows for a command's table of options.
#define FURAT_SOURCE_OPTIONS                                                            \
  FURAT_SOURCE_STORE_OPTION("work on this store file"),                                 \
      {.id = FURAT_SOURCE_DATA,                                                         \
       .repeatable = true,                                                              \
       .kind = FURAT_OPTION_DOCUMENT,                                                   \
       .name = "data",                                                                  \
       .argument = "FILE",                                                              \
       .help = "load FILE into the default graph, for this command only"},              \
      {.id = FURAT_SOURCE_NAMED_GRAPH,                                                  \
       .repeatable = true,                                                              \
       .kind = FURAT_OPTION_NAMED_DOCUMENT,                                             \
       .name = "named-graph",                                                           \
       .argument = "IRI=FILE",                                                          \
       .help = "load FILE into the graph IRI, for this command only"},                  \
      {.id = FURAT_SOURCE_DATA_FORMAT,                                                  \
       .kind = FURAT_OPTION_CHOICE,                                                     \
       .name = "data-format",                                                           \
       .argument = "FORMAT",                                                            \
       .choices = FURAT_INTAKE_CHOICES,                                                 \
       .help = "read these files as FORMAT; without it the endings of their names "     \
               "tell, and standard input is TriG"},                                     \
      {.id = FURAT_SOURCE_UNION,                                                        \
       .negatable = true,                                                               \
       .kind = FURAT_OPTION_FLAG,                                                       \
       .name = "union-default-graph",                                                   \
       .help = "the default graph is the union of all graphs, as in the shipped graph " \
               "and in stores that say so (furat info tells)"},                         \
      {.id = FURAT_SOURCE_ENGINE,                                                       \
       .kind = FURAT_OPTION_CHOICE,                                                     \
       .name = "engine",                                                                \
       .argument = "NAME",                                                              \
       .choices = "native redland",                                                     \
       .help = "what answers the queries"},                                             \
      {.id = FURAT_SOURCE_DISABLE,                                                      \
       .kind = FURAT_OPTION_STRING,                                                     \
       .name = "disable",                                                               \
       .argument = "PASSES"},                                                           \
  {                                                                                     \
    .id = FURAT_SOURCE_TIMEOUT, .kind = FURAT_OPTION_TIME, .name = "timeout",           \
    .argument = "TIME",                                                                 \
    .help = "give up after TIME: seconds, or such as 500ms, 2.5s, 1min (0: never)"      \
  }

/// A row for commands that run updates.
#define FURAT_SOURCE_LOAD_OPTION                                                      \
  {                                                                                   \
    .id = FURAT_SOURCE_ALLOW_LOAD, .kind = FURAT_OPTION_FOLDER, .name = "allow-load", \
    .argument = "DIR", .help = "let LOAD read the files below DIR; without it, none"  \
  }

/// A row for commands with a bound on what a request may keep in memory.
#define FURAT_SOURCE_MEMORY_OPTION                                                 \
  {                                                                                \
    .id = FURAT_SOURCE_MEMORY, .letter = 'm', .kind = FURAT_OPTION_SIZE,           \
    .name = "memory", .argument = "SIZE",                                          \
    .help = "fail where the request needs more than SIZE of memory (such as 512M)" \
  }

/// A hint where a store is damaged; %.150s is its name.
#define FURAT_SOURCE_DAMAGE_HINT "furat check -s %.150s tells what is damaged"

/// The argument of this id that was given last, or NULL.
const furat_argument *
furat_argument_find(const furat_vec *arguments, int id);

/// The environment variable that names the store where the arguments name nothing.
#define FURAT_SOURCE_STORE_VARIABLE "FURAT_STORE"

/// The store to work on: that of the option; else, where the arguments name no files
/// either, that of $FURAT_STORE unless it is empty; else NULL.  `*from_environment` (or
/// NULL) tells which.
const char *
furat_source_store(const furat_vec *arguments, bool *from_environment);

/// Add to the error of a store that could not be opened who named it.
void
furat_source_blame(const furat_vec *arguments, furat_error *err);

/// The engine that the arguments name, or the usual one.
const furat_engine *
furat_source_engine(const furat_vec *arguments);

/// Make `cancel` ready: with the time limit that the arguments give, or with none.
void
furat_source_cancel(furat_cancel *cancel, const furat_vec *arguments);

/// Open what the arguments name; the shipped graph when neither they nor $FURAT_STORE
/// name anything.  A store is opened for reading.
FURAT_NODISCARD furat_status
furat_source_open(furat_dataset **out, const furat_vec *arguments,
                  const furat_cancel *cancel, furat_error *err);

/// The same for what is about all graphs, such as canned queries and shapes: of a store,
/// too, the default graph is the union of all graphs unless the arguments say otherwise.
FURAT_NODISCARD furat_status
furat_source_open_merged(furat_dataset **out, const furat_vec *arguments,
                         const furat_cancel *cancel, furat_error *err);

/// The same for a request with a base IRI.  Where the arguments name nothing and the base
/// is a file: IRI the dataset is empty: such a request is not about the shipped graph. To
/// be changed, a store is opened for writing, and the shipped graph is a copy that lasts
/// as long as it is open.
FURAT_NODISCARD furat_status
furat_source_open_for_request(furat_dataset **out, const furat_vec *arguments,
                              furat_str base, bool for_update, const furat_cancel *cancel,
                              furat_error *err);

#endif
