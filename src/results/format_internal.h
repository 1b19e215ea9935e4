// SPDX-License-Identifier: GPL-3.0-or-later
// The functions behind the table of formats; see furat_format.
#ifndef FURAT_RESULTS_FORMAT_INTERNAL_H
#define FURAT_RESULTS_FORMAT_INTERNAL_H

#include "results/format.h"

// SPARQL 1.1 Query Results JSON Format
void
furat_json_head(furat_buffer *out, const furat_str *columns, size_t n,
                const furat_style *style);
furat_status
furat_json_row(furat_buffer *out, const furat_str *columns, const furat_term *row,
               size_t n, size_t row_index, const furat_style *style, furat_error *err);
void
furat_json_tail(furat_buffer *out, size_t n_rows, const furat_style *style);
void
furat_json_boolean(furat_buffer *out, bool answer, const furat_style *style);

// A solution a line; a variable a line
furat_status
furat_jsonl_row(furat_buffer *out, const furat_str *columns, const furat_term *row,
                size_t n, size_t row_index, const furat_style *style, furat_error *err);
furat_status
furat_line_row(furat_buffer *out, const furat_str *columns, const furat_term *row,
               size_t n, size_t row_index, const furat_style *style, furat_error *err);

// SPARQL Query Results XML Format (Second Edition)
void
furat_xml_head(furat_buffer *out, const furat_str *columns, size_t n,
               const furat_style *style);
furat_status
furat_xml_row(furat_buffer *out, const furat_str *columns, const furat_term *row,
              size_t n, size_t row_index, const furat_style *style, furat_error *err);
void
furat_xml_tail(furat_buffer *out, size_t n_rows, const furat_style *style);
void
furat_xml_boolean(furat_buffer *out, bool answer, const furat_style *style);

// SPARQL 1.1 Query Results CSV and TSV Formats
void
furat_csv_head(furat_buffer *out, const furat_str *columns, size_t n,
               const furat_style *style);
furat_status
furat_csv_row(furat_buffer *out, const furat_str *columns, const furat_term *row,
              size_t n, size_t row_index, const furat_style *style, furat_error *err);
void
furat_tsv_head(furat_buffer *out, const furat_str *columns, size_t n,
               const furat_style *style);
furat_status
furat_tsv_row(furat_buffer *out, const furat_str *columns, const furat_term *row,
              size_t n, size_t row_index, const furat_style *style, furat_error *err);

// Tables for people: Markdown (GitHub's tables) and HTML 5
void
furat_markdown_head(furat_buffer *out, const furat_str *columns, size_t n,
                    const furat_style *style);
furat_status
furat_markdown_row(furat_buffer *out, const furat_str *columns, const furat_term *row,
                   size_t n, size_t row_index, const furat_style *style,
                   furat_error *err);
void
furat_html_head(furat_buffer *out, const furat_str *columns, size_t n,
                const furat_style *style);
furat_status
furat_html_row(furat_buffer *out, const furat_str *columns, const furat_term *row,
               size_t n, size_t row_index, const furat_style *style, furat_error *err);
void
furat_html_tail(furat_buffer *out, size_t n_rows, const furat_style *style);
void
furat_html_boolean(furat_buffer *out, bool answer, const furat_style *style);

#endif
