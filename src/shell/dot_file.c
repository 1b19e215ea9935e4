// SPDX-License-Identifier: GPL-3.0-or-later
// Dot commands that read and write files: .export .read.                [dot_file] -> dot
#include <inttypes.h>
#include <stdio.h>

#include "io/writer.h"
#include "shell/look.h"

enum { MAX_NAME_BYTES = 1 << 24 };

// A graph as somebody types it: <iri>, prefix:name, or an absolute IRI as it is.
static furat_status
read_graph_name(furat_buffer *out, const furat_shell *shell, const char *typed,
                furat_error *err)
{
  furat_str text = furat_str_of(typed);
  furat_str space = FURAT_STR_NONE;
  size_t colon = furat_str_find_byte(text, ':');
  bool bracketed = text.len > 1 && text.data[0] == '<' && text.data[text.len - 1] == '>';
  if (bracketed) {
    furat_buffer_append(out, furat_str_slice(text, 1, text.len - 2));
  } else if (colon < text.len &&
             furat_prefixes_find(&shell->prefixes, furat_str_slice(text, 0, colon),
                                 &space)) {
    furat_buffer_append(out, space);
    for (size_t i = colon + 1; i < text.len; i++) {
      if (text.data[i] != '\\') { // as .graphs writes it: graph:doc\/004
        furat_buffer_append_byte(out, text.data[i]);
      }
    }
  } else if (colon < text.len) {
    furat_buffer_append(out, text);
  } else {
    furat_error_set(err, FURAT_USAGE, "%.200s is no name of a graph", typed);
    furat_error_hint(err, ".graphs lists them");
    return FURAT_USAGE;
  }
  return furat_buffer_status(out, err);
}

typedef struct counting_sink {
  furat_quad_sink next;
  uint64_t n;
} counting_sink;

static furat_status
count_and_emit(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  counting_sink *counting = self;
  counting->n += n;
  return furat_quad_sink_emit(&counting->next, quads, n, err);
}

// Write all graphs, or the one, to the output.
static furat_status
export_to(furat_shell *shell, furat_output *output, const furat_syntax *syntax,
          const furat_term *graph, uint64_t *n_written, furat_error *err)
{
  furat_write_options options = FURAT_WRITE_OPTIONS_INIT;
  options.syntax = syntax;
  options.prefixes = &shell->prefixes;
  options.sorted = true;
  const furat_term anything[3] = {FURAT_TERM_UNSET, FURAT_TERM_UNSET, FURAT_TERM_UNSET};
  furat_writer *writer = NULL;
  furat_status status = furat_writer_new(&writer, output, &options, err);
  if (status == FURAT_OK) {
    counting_sink counting = {.next = furat_writer_sink(writer)};
    const furat_quad_sink sink = {.self = &counting, .emit = count_and_emit};
    status =
        furat_dataset_match(shell->dataset, anything, graph, &sink, &shell->cancel, err);
    *n_written = counting.n;
  }
  if (status == FURAT_OK && *n_written == 0 && graph) {
    status = furat_look_unknown(shell, "nothing is in a graph", graph, FURAT_LOOK_GRAPH,
                                ".graphs lists them", err);
  }
  if (status == FURAT_OK) {
    status = furat_writer_finish(writer, err);
  }
  furat_writer_free(writer);
  return status;
}

static furat_status
export_file(furat_shell *shell, const char *path, const furat_term *graph,
            furat_error *err)
{
  if (furat_output_check_name(path, err) != FURAT_OK) {
    return FURAT_USAGE;
  }
  const furat_syntax *syntax = furat_syntax_of_file(path);
  if (!syntax || !syntax->can_write) {
    furat_error_set(err, FURAT_USAGE, "the ending of %.200s names no format", path);
    furat_error_hint(err, "use .ttl, .trig, .nt, .nq, .rdf, .jsonld or .dot");
    return FURAT_USAGE;
  }
  uint64_t n_written = 0;
  furat_output *output = NULL;
  furat_status status = furat_output_to_file(&output, path, err);
  if (status == FURAT_OK) {
    status = export_to(shell, output, syntax, graph, &n_written, err);
  }
  if (status == FURAT_OK) {
    status = furat_output_finish(output, err);
  }
  furat_output_free(output);
  if (status == FURAT_OK && shell->interactive) {
    printf("wrote %" PRIu64 " statements to ", n_written);
    furat_shell_print_visible(furat_str_of(path));
  }
  return status;
}

furat_status
furat_shell_dot_export(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  furat_shell_start_clock(shell);
  if (words->n == 1) {
    return export_file(shell, words->at[0], NULL, err);
  }
  furat_buffer name;
  furat_buffer_init(&name, MAX_NAME_BYTES);
  furat_status status = read_graph_name(&name, shell, words->at[1], err);
  if (status == FURAT_OK) {
    furat_term graph = furat_term_iri(furat_buffer_str(&name));
    status = export_file(shell, words->at[0], &graph, err);
  }
  furat_buffer_clear(&name);
  return status;
}

furat_status
furat_shell_dot_read(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  return furat_shell_script(shell, words->at[0], err);
}
