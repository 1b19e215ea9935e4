// SPDX-License-Identifier: GPL-3.0-or-later
// The sink keeps what it was given as text, so that tests compare strings.
#include "support/quads.h"

static furat_status
emit(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  quads_result *result = self;
  result->n_calls += 1;
  if (result->n_calls == result->fail_at) {
    return furat_error_set(err, FURAT_IO, "the sink is full");
  }
  for (size_t i = 0; i < n; ++i) {
    furat_quad_write_nquads(&result->text, &quads[i]);
  }
  result->n_quads += n;
  return furat_buffer_status(&result->text, err);
}

static furat_status
prefix(void *self, furat_str name, furat_str iri, furat_error *err)
{
  quads_result *result = self;
  furat_buffer_append_cstr(&result->text, "@prefix ");
  furat_buffer_append(&result->text, name);
  furat_buffer_append_cstr(&result->text, ": <");
  furat_buffer_append(&result->text, iri);
  furat_buffer_append_cstr(&result->text, ">\n");
  return furat_buffer_status(&result->text, err);
}

furat_quad_sink
quads_sink(quads_result *result)
{
  return (furat_quad_sink){result, emit, prefix};
}

void
quads_init(quads_result *result)
{
  *result = (quads_result){.err = FURAT_ERROR_INIT};
  furat_buffer_init(&result->text, (size_t)1 << 30);
}

void
quads_clear(quads_result *result)
{
  furat_buffer_clear(&result->text);
}

furat_status
quads_read(quads_result *result, const char *syntax, furat_str text,
           const furat_read_options *options)
{
  furat_read_options chosen = FURAT_READ_OPTIONS_INIT;
  if (options) {
    chosen = *options;
  }
  chosen.syntax = furat_syntax_named(furat_str_of(syntax));
  if (chosen.base.len == 0) {
    chosen.base = FURAT_STR("http://ex/");
  }
  const furat_quad_sink sink = quads_sink(result);
  return furat_read_memory(text, "doc", &chosen, &sink, &result->err);
}
