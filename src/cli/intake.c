// SPDX-License-Identifier: GPL-3.0-or-later
// Reads documents as the options of the command line say.
//                                                        io -> [cli/intake] -> commands
#include "cli/intake.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/diagnostic.h"
#include "cli/show.h"
#include "cli/source.h"
#include "cli/term_text.h"
#include "io/reader.h"
#include "store/store.h"

enum { MAX_TEXTS = 1 << 22, MAX_BAD_SHOWN = 20 };

void
furat_intake_init(furat_intake *input, const furat_cancel *cancel)
{
  *input = (furat_intake){.read = FURAT_READ_OPTIONS_INIT};
  input->read.cancel = cancel;
  furat_arena_init(&input->texts, MAX_TEXTS);
}

void
furat_intake_clear(furat_intake *input)
{
  furat_arena_clear(&input->texts);
}

static furat_status
on_bad_line(void *self, const furat_error *bad)
{
  furat_intake *input = self;
  input->n_bad_lines++;
  if (input->n_bad_lines > MAX_BAD_SHOWN + 1) {
    return FURAT_OK;
  }
  if (input->before_message) {
    input->before_message(input->self);
  }
  // What stands on standard output already comes before the message.
  (void)fflush(stdout);
  if (input->n_bad_lines <= MAX_BAD_SHOWN) {
    furat_diagnostic_print(stderr, bad, FURAT_STR_NONE);
  } else {
    (void)fputs("further bad lines are only counted\n", stderr);
  }
  return FURAT_OK;
}

static furat_status
take_base(furat_intake *input, const char *value, furat_error *err)
{
  furat_prefixes prefixes;
  furat_prefixes_init(&prefixes);
  furat_status status = furat_show_prefixes(&prefixes, err);
  if (status == FURAT_OK) {
    status = furat_iri_argument(&input->read.base, &input->texts, "base", value,
                                &prefixes, err);
  }
  furat_prefixes_clear(&prefixes);
  return status;
}

furat_status
furat_intake_take(furat_intake *input, const furat_vec *arguments, furat_error *err)
{
  const furat_argument *format = furat_argument_find(arguments, FURAT_INTAKE_FORMAT);
  const furat_argument *base = furat_argument_find(arguments, FURAT_INTAKE_BASE);
  if (format) {
    input->read.syntax = furat_syntax_named(furat_str_of(format->value));
  }
  if (furat_argument_find(arguments, FURAT_INTAKE_KEEP_GOING)) {
    input->read.bad_line = on_bad_line;
    input->read.bad_line_self = input;
  }
  return base ? take_base(input, base->value, err) : FURAT_OK;
}

furat_status
furat_intake_fit(furat_read_options *options, const char *path, furat_error *err)
{
  struct stat st;
  if (strcmp(path, "-") == 0) {
    if (!options->syntax) {
      options->syntax = furat_syntax_named(FURAT_STR("trig"));
    }
    return FURAT_OK;
  }
  const bool exists = stat(path, &st) == 0;
  if (!exists && !options->syntax && !furat_syntax_of_file(path)) {
    // Not what its name tells is amiss.
    return furat_error_io(err, "cannot open", path, errno);
  }
  if (exists && S_ISDIR(st.st_mode)) {
    furat_error_set(err, FURAT_USAGE, "%.200s is a folder, not a document", path);
    furat_error_hint(err, "name the documents in it, such as %.150s/*.ttl", path);
    return FURAT_USAGE;
  }
  if (furat_store_is_one(path)) {
    furat_error_set(err, FURAT_USAGE, "%.200s is a store, not a document", path);
    furat_error_hint(err, "furat export -s %.150s writes it as one", path);
    return FURAT_USAGE;
  }
  return FURAT_OK;
}

furat_status
furat_intake_read(const furat_intake *input, const char *path,
                  const furat_quad_sink *sink, furat_error *err)
{
  furat_read_options options = input->read;
  const furat_status status = furat_intake_fit(&options, path, err);
  return status == FURAT_OK ? furat_read_file(path, &options, sink, err) : status;
}

furat_status
furat_intake_finish(const furat_intake *input, furat_error *err)
{
  return input->n_bad_lines == 0
             ? FURAT_OK
             : furat_error_set(err, FURAT_BAD_SYNTAX, "%llu bad line%s left out",
                               (unsigned long long)input->n_bad_lines,
                               input->n_bad_lines == 1 ? " was" : "s were");
}

const char *
furat_intake_one(const furat_vec *arguments, const char *command, furat_error *err)
{
  const char *path = NULL;
  for (size_t i = 0; i < arguments->n; i++) {
    const furat_argument *argument = &FURAT_VEC_AT(arguments, furat_argument, i);
    if (argument->id == 0 && path) {
      furat_error_set(err, FURAT_USAGE, "%s reads one FILE, not also %.200s", command,
                      argument->value);
      return NULL;
    }
    path = argument->id == 0 ? argument->value : path;
  }
  if (!path) {
    furat_error_set(err, FURAT_USAGE, "%s needs a FILE", command);
    furat_error_hint(err, "furat %s data.ttl reads a document, furat %s - standard input",
                     command, command);
  }
  return path;
}
