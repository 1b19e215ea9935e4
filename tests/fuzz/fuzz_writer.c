// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as Turtle or TriG: what Furat reads it writes, and reading that gives an
// isomorphic dataset; writing that again gives the same bytes.
#include <stdint.h>
#include <stdlib.h>

#include "io/reader.h"
#include "io/writer.h"
#include "support/dataset.h"

#define MAX_BYTES ((size_t)1 << 26)
#define MAX_QUADS 300 // the comparison is for small datasets

static void
require(int condition)
{
  if (!condition) {
    abort();
  }
}

static furat_status
read_text(dataset *d, const furat_syntax *syntax, furat_str text)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_read_options options = FURAT_READ_OPTIONS_INIT;
  options.syntax = syntax;
  options.base = FURAT_STR("http://base.example/a/b");
  furat_quad_sink sink = dataset_sink(d);
  return furat_read_memory(text, "input", &options, &sink, &err);
}

static void
write_text(furat_buffer *text, const furat_syntax *syntax, const dataset *d)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_prefixes prefixes;
  furat_output *output;
  furat_writer *writer;
  furat_write_options options = {.syntax = syntax, .prefixes = &prefixes};
  furat_prefixes_init(&prefixes);
  furat_buffer_init(text, MAX_BYTES);
  require(furat_prefixes_set(&prefixes, FURAT_STR("ex"),
                             FURAT_STR("http://base.example/"), &err) == FURAT_OK);
  require(furat_prefixes_set(&prefixes, FURAT_STR(""),
                             FURAT_STR("http://base.example/a/"), &err) == FURAT_OK);
  require(furat_output_to_buffer(&output, text, &err) == FURAT_OK);
  require(furat_writer_new(&writer, output, &options, &err) == FURAT_OK);
  furat_quad_sink sink = furat_writer_sink(writer);
  require(furat_quad_sink_emit(&sink, d->quads.items, d->quads.n, &err) == FURAT_OK);
  require(furat_writer_finish(writer, &err) == FURAT_OK);
  furat_writer_free(writer);
  furat_output_free(output);
  furat_prefixes_clear(&prefixes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  const furat_syntax *syntax = furat_syntax_named(FURAT_STR("trig"));
  dataset first;
  dataset second;
  dataset_init(&first);
  dataset_init(&second);
  if (read_text(&first, syntax, (furat_str){(const char *)data, size}) == FURAT_OK &&
      first.quads.n <= MAX_QUADS) {
    furat_buffer text;
    furat_buffer again;
    write_text(&text, syntax, &first);
    require(read_text(&second, syntax, furat_buffer_str(&text)) == FURAT_OK);
    require(dataset_isomorphic(&first, &second));
    write_text(&again, syntax, &second);
    require(furat_str_equal(furat_buffer_str(&text), furat_buffer_str(&again)));
    furat_buffer_clear(&text);
    furat_buffer_clear(&again);
  }
  dataset_clear(&first);
  dataset_clear(&second);
  return 0;
}
