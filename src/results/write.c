// SPDX-License-Identifier: GPL-3.0-or-later
// Results and terms to a stream of the caller's.
//                                            format, io/output -> [results] -> programs
#include "results/write.h"

#include <errno.h>

#include "results/format.h"

static furat_status
write_formatted(furat_results *results, const furat_format *format, FILE *stream,
                furat_error *err)
{
  furat_output *output = NULL;
  furat_status status = furat_output_to_stream(&output, stream, "the stream", err);
  furat_rows rows = {.columns = NULL};
  const furat_style style = FURAT_STYLE_INIT;
  if (status == FURAT_OK) {
    status = furat_rows_of_results(&rows, results, err);
  }
  if (status == FURAT_OK) {
    status = furat_format_write(format, output, &rows, &style, err);
  }
  furat_rows_clear(&rows);
  if (status == FURAT_OK) {
    status = furat_output_finish(output, err);
  }
  furat_output_free(output);
  return status;
}

furat_status
furat_results_write(furat_results *results, furat_str format_name, FILE *stream,
                    furat_error *err)
{
  const furat_format *format = furat_format_named(format_name);
  furat_query_form form = furat_results_form(results);
  if (!format) {
    return furat_error_set(err, FURAT_UNSUPPORTED, "there is no format of results %.*s",
                           FURAT_STR_ARGS(furat_str_slice(format_name, 0, 100)));
  }
  if (form != FURAT_QUERY_SELECT && form != FURAT_QUERY_ASK) {
    return furat_error_set(err, FURAT_UNSUPPORTED,
                           "triples have no format of results; hand them to a sink");
  }
  return write_formatted(results, format, stream, err);
}

static furat_status
write_text(furat_buffer *text, FILE *stream, furat_error *err)
{
  furat_status status = furat_buffer_status(text, err);
  if (status == FURAT_OK && fwrite(text->data, 1, text->len, stream) != text->len) {
    status = furat_error_io(err, "cannot write to", "the stream", errno);
  }
  return status;
}

furat_status
furat_query_explain_print(furat_query *query, const furat_explain_options *options,
                          const furat_cancel *cancel, FILE *stream, furat_error *err)
{
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX / 2);
  furat_status status = furat_query_explain(&text, query, options, cancel, err);
  if (status == FURAT_OK) {
    status = write_text(&text, stream, err);
  }
  furat_buffer_clear(&text);
  return status;
}

furat_status
furat_term_print(const furat_term *term, FILE *stream, furat_error *err)
{
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX / 2);
  furat_term_write_ntriples(&text, term);
  furat_status status = write_text(&text, stream, err);
  furat_buffer_clear(&text);
  return status;
}
