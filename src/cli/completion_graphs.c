// SPDX-License-Identifier: GPL-3.0-or-later
// Completes the names of graphs from the store or the documents that the line names.
//                                          source -> [completion_graphs] -> completion
#include "cli/completion.h"
#include "cli/show.h"
#include "cli/source.h"
#include "results/cell.h"

enum { MAX_BYTES = 1 << 20, PATIENCE_MS = 400 };

typedef struct graph_names {
  furat_buffer *out;
  furat_str typed;
  furat_str before;
  furat_prefixes prefixes;
  furat_cancel cancel;
} graph_names;

// With the prefix that was typed, where several fit; false: there is none.
static bool
offer_as_typed(const graph_names *names, furat_buffer *text, furat_str iri)
{
  furat_str space = FURAT_STR_NONE;
  const size_t colon = furat_str_find_byte(names->typed, ':');
  if (colon == names->typed.len ||
      !furat_prefixes_find(&names->prefixes, furat_str_slice(names->typed, 0, colon),
                           &space) ||
      !furat_str_starts_with(iri, space)) {
    return false;
  }
  furat_buffer_append(text, furat_str_slice(names->typed, 0, colon + 1));
  furat_text_write_visible(text, furat_str_slice(iri, space.len, iri.len - space.len));
  return true;
}

// With its prefix, without the escapes of SPARQL, which the system's shell would take for
// its own; whole where an IRI was begun, or no prefix fits.
static void
offer(const graph_names *names, furat_str iri)
{
  const bool whole = names->typed.len > 0 && furat_str_starts_with(iri, names->typed);
  furat_buffer name;
  furat_buffer text;
  furat_buffer_init(&name, MAX_BYTES);
  furat_buffer_init(&text, MAX_BYTES);
  furat_prefixes_write_iri(&name, &names->prefixes, iri);
  if (whole || (name.len > 0 && name.data[0] == '<')) {
    furat_text_write_visible(&text, iri);
  } else if (!offer_as_typed(names, &text, iri)) {
    for (size_t i = 0; i < name.len; i++) {
      if (name.data[i] != '\\') {
        furat_buffer_append_byte(&text, name.data[i]);
      }
    }
  }
  if (name.status == FURAT_OK && text.status == FURAT_OK) {
    furat_complete_offer(names->out, names->typed, names->before, furat_buffer_str(&text),
                         FURAT_STR_NONE);
  }
  furat_buffer_clear(&text);
  furat_buffer_clear(&name);
}

static furat_status
take_names(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  const graph_names *names = self;
  for (size_t i = 0; i < n; i++) {
    if (quads[i].subject.kind == FURAT_TERM_IRI) {
      offer(names, quads[i].subject.text);
    }
  }
  return furat_cancel_poll(&names->cancel, err);
}

furat_status
furat_complete_graph_names(furat_buffer *out, const furat_vec *arguments, furat_str typed,
                           furat_str before, furat_error *err)
{
  graph_names names = {.out = out, .typed = typed, .before = before};
  furat_dataset *dataset = NULL;
  furat_prefixes_init(&names.prefixes);
  furat_cancel_init(&names.cancel, PATIENCE_MS);
  furat_status status = furat_show_prefixes(&names.prefixes, err);
  if (status == FURAT_OK) {
    status = furat_source_open(&dataset, arguments, &names.cancel, err);
  }
  if (status == FURAT_OK) {
    status = furat_dataset_prefixes(dataset, &names.prefixes, err);
  }
  if (status == FURAT_OK) {
    const furat_quad_sink sink = {.self = &names, .emit = take_names};
    status = furat_dataset_graphs(dataset, &sink, err);
  }
  furat_dataset_close(dataset);
  furat_prefixes_clear(&names.prefixes);
  return status;
}
