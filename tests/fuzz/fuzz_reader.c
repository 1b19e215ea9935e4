// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a document of any syntax: the first byte chooses the syntax and the size
// of the pieces in which the rest is read.  What is accepted must be made of valid terms,
// and reading it as N-Quads must give the same again.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "io/reading.h"
#include "rdf/iri.h"
#include "support/quads.h"

typedef struct pieces {
  furat_str text;
  size_t piece;
} pieces;

static furat_status
give(void *self, char *data, size_t cap_bytes, size_t *n, furat_error *err)
{
  (void)err;
  pieces *p = self;
  const furat_str part =
      furat_str_slice(p->text, 0, p->piece < cap_bytes ? p->piece : cap_bytes);
  if (part.len == 0) {
    return FURAT_DONE;
  }
  memcpy(data, part.data, part.len);
  p->text = furat_str_slice(p->text, part.len, p->text.len);
  *n = part.len;
  return FURAT_OK;
}

static void
require(int condition)
{
  if (!condition) {
    abort();
  }
}

static furat_status
read_text(quads_result *result, const char *syntax, furat_str text, size_t piece)
{
  const furat_read_options options = {.syntax = furat_syntax_named(furat_str_of(syntax)),
                                      .base = FURAT_STR("http://ex/a/b"),
                                      .max_depth = 200};
  pieces p = {text, piece};
  furat_quad_sink sink = quads_sink(result);
  sink.prefix = NULL;
  furat_byte_source *source;
  require(furat_byte_source_open_function(&source, give, &p, "doc", NULL) == FURAT_OK);
  return furat_read_input(source, &options, &sink, &result->err);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static const char *const syntaxes[] = {"turtle", "trig", "rdfxml", "nquads",
                                         "ntriples"};
  if (size == 0) {
    return 0;
  }
  const char *syntax = syntaxes[data[0] % 5];
  const size_t piece = data[0] / 5 % 2 ? 3 : SIZE_MAX;
  quads_result first;
  quads_init(&first);
  const furat_str text = {(const char *)data + 1, size - 1};
  const furat_status status = read_text(&first, syntax, text, piece);
  require(status == first.err.status);
  require(status == FURAT_OK || first.err.message[0]);
  require(status != FURAT_INTERNAL);
  if (status == FURAT_OK && first.text.len > 0) {
    quads_result second;
    quads_init(&second);
    require(read_text(&second, "nquads", furat_buffer_str(&first.text), SIZE_MAX) ==
            FURAT_OK);
    require(
        furat_str_equal(furat_buffer_str(&first.text), furat_buffer_str(&second.text)));
    quads_clear(&second);
  }
  quads_clear(&first);
  return 0;
}
