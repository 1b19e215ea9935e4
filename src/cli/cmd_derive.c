// SPDX-License-Identifier: GPL-3.0-or-later
// furat derive: makes the direct triples of the shipped graph.  The build runs it once,
// so that no start of the program has to.                     engine/shipped -> [cli] ->
// dispatch
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/source.h"
#include "engine/shipped.h"
#include "io/writer.h"

enum { OPTION_OUTPUT = 1, MAX_PATH = 1 << 16 };

static const furat_option options[] = {{.id = OPTION_OUTPUT,
                                        .letter = 'o',
                                        .kind = FURAT_OPTION_FILE,
                                        .name = "output",
                                        .argument = "FILE",
                                        .help = "write to FILE, not to standard output"},
                                       {.id = 0}};

static furat_status
write_derived(furat_output *output, const char *datadir, const furat_engine *engine,
              const furat_cancel *cancel, furat_error *err)
{
  furat_write_options write = FURAT_WRITE_OPTIONS_INIT;
  write.syntax = furat_syntax_named(FURAT_STR("nquads"));
  write.sorted = true;
  furat_writer *writer = NULL;
  furat_status status = furat_writer_new(&writer, output, &write, err);
  if (status == FURAT_OK) {
    furat_quad_sink sink = furat_writer_sink(writer);
    status = furat_shipped_derive(datadir, engine, &sink, cancel, err);
  }
  if (status == FURAT_OK) {
    status = furat_writer_finish(writer, err);
  }
  furat_writer_free(writer);
  return status;
}

static furat_status
derive(const furat_vec *arguments, const char *datadir, const furat_cancel *cancel,
       furat_error *err)
{
  const furat_argument *path = furat_argument_find(arguments, OPTION_OUTPUT);
  furat_output *output = NULL;
  furat_status status =
      path ? furat_output_to_file(&output, path->value, err)
           : furat_output_to_stream(&output, stdout, "standard output", err);
  if (status == FURAT_OK) {
    status = write_derived(output, datadir, furat_source_engine(arguments), cancel, err);
  }
  if (status == FURAT_OK) {
    status = furat_output_finish(output, err);
  }
  furat_output_free(output);
  return status;
}

static furat_status
run(const furat_vec *arguments, furat_error *err)
{
  furat_cancel cancel;
  furat_buffer datadir;
  furat_cancel_init(&cancel, 0);
  furat_buffer_init(&datadir, MAX_PATH);
  furat_interrupt_begin(&cancel);
  furat_status status = furat_datadir_find(&datadir, err);
  if (status == FURAT_OK) {
    status = derive(arguments, datadir.data, &cancel, err);
  }
  furat_interrupt_end();
  furat_buffer_clear(&datadir);
  return status;
}

const furat_command furat_command_derive = {
    .name = "derive",
    .summary = "make the direct triples of the shipped graph",
    .description = "Runs the rules of ontology/rules over each graph of claims and "
                   "writes the direct "
                   "triples (fur:fought, fur:supports ...) as N-Quads, each in the graph "
                   "of its claims. "
                   "The build keeps them in derived.nq of the data directory, and the "
                   "whole shipped graph in shipped.furat; without these files each start "
                   "of the program makes the graph anew.",
    .options = options,
    .run = run,
};
