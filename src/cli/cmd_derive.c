// SPDX-License-Identifier: GPL-3.0-or-later
// furat derive: makes the direct triples of the shipped graph.  The build runs it once,
// so that no start of the program has to.           engine/shipped -> [cli] -> dispatch
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/show.h"
#include "cli/source.h"
#include "engine/native.h"
#include "engine/shipped.h"
#include "io/writer.h"

enum { OPTION_OUTPUT = 1, MAX_PATH = 1 << 16 };

static const furat_option options[] = {
    FURAT_SOURCE_STORE_OPTION("derive from the claims of this store"),
    {.id = OPTION_OUTPUT,
     .letter = 'o',
     .kind = FURAT_OPTION_FILE,
     .name = "output",
     .argument = "FILE",
     .help = "write to FILE, not to standard output"},
    {.id = 0}};

static furat_status
write_derived(furat_output *output, const char *datadir, furat_dataset *claims,
              const furat_cancel *cancel, furat_error *err)
{
  const furat_engine *engine = &furat_engine_native;
  furat_write_options write = FURAT_WRITE_OPTIONS_INIT;
  write.syntax = furat_syntax_named(FURAT_STR("nquads"));
  write.sorted = true;
  furat_writer *writer = NULL;
  furat_status status = furat_writer_new(&writer, output, &write, err);
  if (status == FURAT_OK) {
    furat_quad_sink sink = furat_writer_sink(writer);
    status = claims
                 ? furat_shipped_derive_from(claims, datadir, engine, &sink, cancel, err)
                 : furat_shipped_derive(datadir, engine, &sink, cancel, err);
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
  const furat_argument *store = furat_argument_find(arguments, FURAT_SOURCE_STORE);
  furat_output *output = NULL;
  furat_dataset *claims = NULL;
  furat_status status = path ? furat_output_to_file(&output, path->value, err)
                             : furat_show_stdout(&output, err);
  // Never that of the environment: the build makes its own graph.
  if (status == FURAT_OK && store) {
    status = furat_source_open(&claims, arguments, cancel, err);
  }
  if (status == FURAT_OK) {
    status = write_derived(output, datadir, claims, cancel, err);
  }
  if (status == FURAT_OK) {
    status = furat_output_finish(output, err);
  }
  furat_dataset_close(claims);
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
                   "of its claims. With -s the graphs are those of a store. "
                   "The build keeps them in derived.nq of the data directory, and the "
                   "whole shipped graph in shipped.furat; without these files each start "
                   "of the program makes the graph anew.",
    .options = options,
    .examples = "furat derive -o derived.nq\tof the shipped graph\n"
                "furat derive -s my.furat -o derived.nq\tof claims of one's own\n",
    .run = run,
};
