// SPDX-License-Identifier: GPL-3.0-or-later
// The batch holds borrowed bytes only: of the reader's window, or of an arena that is
// reset with each flush, so that reading allocates nothing a statement.
//
// Why labels never meet.  A generated node is "genid" and digits.  A label of a document
// that begins with "genid" gets an "x" behind it, so it has no digit there; any other
// label does not begin with "genid".  The change is undone by removing that "x", so two
// labels that differ stay different.  The prefix of a document is put before both kinds.
#include "io/reading.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

static const size_t default_term_bytes = (size_t)1 << 30;
enum { DEFAULT_DEPTH = 1000 };

furat_status
furat_reading_begin(furat_reading *reading, furat_byte_source *input,
                    const furat_read_options *options, const furat_quad_sink *sink,
                    furat_error *err)
{
  *reading = (furat_reading){
      .options = options,
      .sink = sink,
      .input = input,
      .max_term_bytes =
          options->max_term_bytes ? options->max_term_bytes : default_term_bytes,
      .max_depth = options->max_depth ? options->max_depth : DEFAULT_DEPTH,
  };
  furat_arena_init(&reading->texts, SIZE_MAX);
  reading->quads = furat_alloc_zeroed(FURAT_BATCH_QUADS, sizeof(furat_quad));
  return reading->quads ? FURAT_OK : furat_error_no_mem(err);
}

void
furat_reading_end(furat_reading *reading)
{
  furat_free(reading->quads);
  furat_arena_clear(&reading->texts);
}

furat_quad *
furat_reading_place(furat_reading *reading)
{
  assert(reading->n_quads < FURAT_BATCH_QUADS);
  return &reading->quads[reading->n_quads];
}

furat_status
furat_reading_add(furat_reading *reading, furat_error *err)
{
  furat_quad *quad = &reading->quads[reading->n_quads++];
  if (quad->graph.kind == FURAT_TERM_NONE) {
    quad->graph = reading->options->graph;
  }
  return reading->n_quads < FURAT_BATCH_QUADS ? FURAT_OK
                                              : furat_reading_flush(reading, err);
}

furat_status
furat_reading_flush(furat_reading *reading, furat_error *err)
{
  const size_t n = reading->n_quads;
  reading->n_quads = 0;
  furat_status status = furat_cancel_poll(reading->options->cancel, err);
  if (status == FURAT_OK) {
    status = furat_quad_sink_emit(reading->sink, reading->quads, n, err);
  }
  furat_arena_reset(&reading->texts);
  return status;
}

furat_status
furat_reading_prefix(furat_reading *reading, furat_str name, furat_str iri,
                     furat_error *err)
{
  const furat_status status = furat_reading_flush(reading, err);
  return status == FURAT_OK ? furat_quad_sink_prefix(reading->sink, name, iri, err)
                            : status;
}

/// A blank node named by the document's prefix and three parts.
static furat_status
name_blank(furat_reading *reading, furat_str a, furat_str b, furat_str c, furat_term *out,
           furat_error *err)
{
  const furat_str parts[4] = {reading->options->blank_prefix, a, b, c};
  size_t len = 0;
  for (size_t i = 0; i < 4; ++i) {
    len += parts[i].len;
  }
  char *text = furat_arena_alloc(&reading->texts, len);
  if (!text) {
    return furat_error_no_mem(err);
  }
  size_t n = 0;
  for (size_t i = 0; i < 4; ++i) {
    if (parts[i].len > 0) {
      memcpy(text + n, parts[i].data, parts[i].len);
      n += parts[i].len;
    }
  }
  *out = furat_term_blank((furat_str){text, len});
  return FURAT_OK;
}

furat_status
furat_reading_blank(furat_reading *reading, furat_str label, bool may_generate,
                    furat_term *out, furat_error *err)
{
  const furat_str generated = FURAT_STR("genid");
  if (may_generate && furat_str_starts_with(label, generated)) {
    return name_blank(reading, generated, FURAT_STR("x"),
                      furat_str_slice(label, generated.len, label.len), out, err);
  }
  if (!may_generate && reading->options->blank_prefix.len == 0) {
    *out = furat_term_blank(label);
    return FURAT_OK;
  }
  return name_blank(reading, label, FURAT_STR_NONE, FURAT_STR_NONE, out, err);
}

furat_status
furat_reading_generated(furat_reading *reading, uint64_t number, furat_term *out,
                        furat_error *err)
{
  char digits[24];
  const int n = snprintf(digits, sizeof(digits), "%llu", (unsigned long long)number);
  return name_blank(reading, FURAT_STR("genid"), (furat_str){digits, (size_t)n},
                    FURAT_STR_NONE, out, err);
}

furat_status
furat_reading_odd_blank(furat_reading *reading, furat_str label, furat_term *out,
                        furat_error *err)
{
  static const char digits[] = "0123456789abcdef";
  char *text = furat_arena_alloc(&reading->texts, 2 * label.len + 1);
  if (!text) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < label.len; ++i) {
    text[2 * i] = digits[(unsigned char)label.data[i] >> 4];
    text[2 * i + 1] = digits[(unsigned char)label.data[i] & 15];
  }
  return name_blank(reading, FURAT_STR("genidh"), (furat_str){text, 2 * label.len},
                    FURAT_STR_NONE, out, err);
}

furat_status
furat_reading_copy(furat_reading *reading, furat_str s, furat_str *out, furat_error *err)
{
  return furat_arena_copy(&reading->texts, s, out) ? FURAT_OK : furat_error_no_mem(err);
}
