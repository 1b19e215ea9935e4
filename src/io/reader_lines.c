// SPDX-License-Identifier: GPL-3.0-or-later
// N-Triples and N-Quads.  The grammars are a line each, and a check that is whole is all
// the parsing that there is: docs/READERS.md lists what serd lets pass.  Terms point into
// the window; escapes are resolved in place once their line is known to be good.
//                                                 window -> [lines] -> reading -> sink

#include "base/utf8.h"
#include "io/lexical.h"
#include "io/reading.h"
#include "io/window.h"
#include "rdf/iri.h"
#include "rdf/vocabulary.h"

typedef struct lines_reader {
  furat_reading *reading;
  furat_window window;
  bool graphs;
  furat_lexical scan;             ///< over the whole lines of the window
  size_t line_start;              ///< offset in the scan's text
  furat_lexical_token escaped[8]; ///< texts of the line at hand that have escapes
  furat_str *escaped_in[8];       ///< and where they are used
  size_t n_escaped;
} lines_reader;

static furat_lexical_result
fail(furat_lexical *scan, const char *problem)
{
  scan->problem = problem;
  scan->code_point = FURAT_LEXICAL_NO_CHAR;
  return FURAT_LEXICAL_BAD;
}

static char
peek(const furat_lexical *scan)
{
  // A line's end stands for the document's end: nothing else is a NUL byte between terms.
  return scan->offset < scan->text.len ? scan->text.data[scan->offset] : '\n';
}

static void
skip_blanks(furat_lexical *scan)
{
  while (peek(scan) == ' ' || peek(scan) == '\t') {
    scan->offset += 1;
  }
}

/// Note a text whose escapes are to be resolved.
static void
note_escapes(lines_reader *r, const furat_lexical_token *token, furat_str *used_in)
{
  if (token->has_escapes) {
    r->escaped[r->n_escaped] = *token;
    r->escaped_in[r->n_escaped] = used_in;
    r->n_escaped += 1;
  }
}

static void
resolve_escapes(lines_reader *r)
{
  for (size_t i = 0; i < r->n_escaped; ++i) {
    const furat_str text = r->escaped[i].text;
    // The window's bytes are ours to change; a str only promises not to do so itself.
    char *bytes = r->window.data + (text.data - r->window.data);
    r->escaped_in[i]->len = furat_lexical_unescape(text, bytes);
  }
}

/// Whether an IRI has a scheme, its escapes resolved.
static bool
is_absolute(const furat_lexical_token *token)
{
  if (!token->has_escapes) {
    return furat_iri_is_absolute(token->text);
  }
  char start[64]; // escapes only shrink; a longer scheme with escapes is not worth a
                  // thought
  const furat_str head = furat_str_slice(token->text, 0, sizeof(start));
  const size_t colon = furat_str_find_byte(head, ':');
  const furat_str scheme = furat_str_slice(head, 0, colon < head.len ? colon + 1 : colon);
  return furat_iri_is_absolute((furat_str){start, furat_lexical_unescape(scheme, start)});
}

static furat_lexical_result
read_iri(lines_reader *r, furat_str *out)
{
  const size_t start = r->scan.offset;
  furat_lexical_token token;
  const furat_lexical_result result = furat_lexical_iri(&r->scan, &token);
  if (result != FURAT_LEXICAL_OK) {
    return result;
  }
  if (!is_absolute(&token)) {
    r->scan.offset = start;
    return fail(&r->scan, "an IRI must be absolute here");
  }
  *out = token.text;
  note_escapes(r, &token, out);
  return FURAT_LEXICAL_OK;
}

/// An IRI or a blank node, whose label goes to `text` as it is for now.
static furat_lexical_result
read_node(lines_reader *r, furat_term *out, const char *problem)
{
  skip_blanks(&r->scan);
  if (peek(&r->scan) == '<') {
    *out = furat_term_iri(FURAT_STR_NONE);
    return read_iri(r, &out->text);
  }
  if (peek(&r->scan) == '_') {
    furat_lexical_token token;
    const furat_lexical_result result = furat_lexical_blank(&r->scan, &token);
    *out = furat_term_blank(token.text);
    return result;
  }
  return fail(&r->scan, problem);
}

static furat_lexical_result
read_literal(lines_reader *r, furat_term *out)
{
  furat_lexical_token token;
  furat_lexical_result result = furat_lexical_string(&r->scan, false, &token);
  if (result != FURAT_LEXICAL_OK) {
    return result;
  }
  *out = furat_term_literal(token.text, FURAT_STR(FURAT_XSD_STRING));
  note_escapes(r, &token, &out->text);
  // Space between the parts of a literal is allowed: they are terminals of the grammar.
  const size_t end = r->scan.offset;
  skip_blanks(&r->scan);
  if (peek(&r->scan) == '@') {
    out->datatype = FURAT_STR(FURAT_RDF_LANG_STRING);
    result = furat_lexical_language(&r->scan, &token);
    out->language = token.text;
    return result;
  }
  if (peek(&r->scan) != '^') {
    r->scan.offset = end;
    return FURAT_LEXICAL_OK;
  }
  if (!furat_str_starts_with(furat_str_slice(r->scan.text, r->scan.offset, 2),
                             FURAT_STR("^^"))) {
    return fail(&r->scan, "a datatype is written as ^^<IRI>");
  }
  r->scan.offset += 2;
  skip_blanks(&r->scan);
  return peek(&r->scan) == '<' ? read_iri(r, &out->datatype)
                               : fail(&r->scan, "a datatype is written as ^^<IRI>");
}

static furat_lexical_result
read_object(lines_reader *r, furat_term *out)
{
  skip_blanks(&r->scan);
  return peek(&r->scan) == '"'
             ? read_literal(r, out)
             : read_node(r, out,
                         "an object is expected here: <IRI>, _:name or \"string\"");
}

static furat_lexical_result
read_predicate(lines_reader *r, furat_term *out)
{
  skip_blanks(&r->scan);
  *out = furat_term_iri(FURAT_STR_NONE);
  return peek(&r->scan) == '<' ? read_iri(r, &out->text)
                               : fail(&r->scan, "a predicate is expected here: <IRI>");
}

/// A comment, if there is one, up to the line's end.
static furat_lexical_result
read_comment(furat_lexical *scan)
{
  const size_t start = scan->offset;
  while (peek(scan) != '\n' && peek(scan) != '\r') {
    scan->offset += 1;
  }
  const furat_str comment = furat_str_slice(scan->text, start, scan->offset - start);
  const size_t n_valid = furat_utf8_valid_length(comment);
  if (n_valid < comment.len) {
    scan->offset = start + n_valid;
    return fail(scan, "this is not UTF-8 text");
  }
  return FURAT_LEXICAL_OK;
}

static furat_lexical_result
read_line_end(furat_lexical *scan)
{
  skip_blanks(scan);
  const char c = peek(scan);
  if (c == '#') {
    return read_comment(scan);
  }
  return c == '\n' || c == '\r'
             ? FURAT_LEXICAL_OK
             : fail(scan, "nothing but a comment can follow the '.' on its line");
}

/// One statement up to its line's end.
static furat_lexical_result
read_statement(lines_reader *r, furat_quad *quad)
{
  furat_lexical_result result =
      read_node(r, &quad->subject, "a subject is expected here: <IRI> or _:name");
  if (result == FURAT_LEXICAL_OK) {
    result = read_predicate(r, &quad->predicate);
  }
  if (result == FURAT_LEXICAL_OK) {
    result = read_object(r, &quad->object);
  }
  quad->graph = FURAT_TERM_UNSET;
  if (result != FURAT_LEXICAL_OK) {
    return result;
  }
  skip_blanks(&r->scan);
  if (r->graphs && peek(&r->scan) != '.') {
    result =
        read_node(r, &quad->graph, "a graph (<IRI> or _:name) or '.' is expected here");
    skip_blanks(&r->scan);
  }
  if (result != FURAT_LEXICAL_OK) {
    return result;
  }
  if (peek(&r->scan) != '.') {
    return fail(&r->scan, "a '.' is expected here, at the end of the statement");
  }
  r->scan.offset += 1;
  return read_line_end(&r->scan);
}

/// Put the document's prefix before the label of a blank node.
static furat_status
rename_blank(lines_reader *r, furat_term *term, furat_error *err)
{
  return term->kind == FURAT_TERM_BLANK
             ? furat_reading_blank(r->reading, term->text, false, term, err)
             : FURAT_OK;
}

static furat_status
add_quad(lines_reader *r, furat_quad *quad, furat_error *err)
{
  resolve_escapes(r);
  furat_status status = rename_blank(r, &quad->subject, err);
  if (status == FURAT_OK) {
    status = rename_blank(r, &quad->object, err);
  }
  if (status == FURAT_OK) {
    status = rename_blank(r, &quad->graph, err);
  }
  return status == FURAT_OK ? furat_reading_add(r->reading, err) : status;
}

/// Tell of the bad line, and go on if the caller wants that.
static furat_status
report_bad_line(lines_reader *r, furat_error *err)
{
  char sentence[256];
  furat_lexical_describe(&r->scan, sentence, sizeof(sentence));
  furat_error bad = FURAT_ERROR_INIT;
  // The window's position is that of the line's start.
  const size_t start = r->window.start;
  r->window.start += r->line_start;
  furat_window_error(&r->window, r->scan.offset - r->line_start, &bad, "%s", sentence);
  r->window.start = start;
  const furat_read_options *options = r->reading->options;
  if (!options->bad_line) {
    if (err) {
      *err = bad;
    }
    return bad.status;
  }
  return options->bad_line(options->bad_line_self, &bad);
}

/// Move behind the end of the line, from anywhere in it, and count it.
static void
next_line(lines_reader *r)
{
  furat_lexical *scan = &r->scan;
  while (peek(scan) != '\n' && peek(scan) != '\r') {
    scan->offset += 1;
  }
  const bool crlf = furat_str_starts_with(furat_str_slice(scan->text, scan->offset, 2),
                                          FURAT_STR("\r\n"));
  scan->offset += crlf ? 2 : scan->offset < scan->text.len ? 1 : 0;
  r->window.line += 1;
  r->window.column = 1;
}

/// Read all lines of the scan's text.
static furat_status
read_whole_lines(lines_reader *r, furat_error *err)
{
  furat_lexical *scan = &r->scan;
  furat_status status = FURAT_OK;
  while (status == FURAT_OK && scan->offset < scan->text.len) {
    r->line_start = scan->offset;
    r->n_escaped = 0;
    skip_blanks(scan);
    const char c = peek(scan);
    const bool empty = c == '#' || c == '\n' || c == '\r';
    furat_quad *quad = furat_reading_place(r->reading);
    const furat_lexical_result result =
        empty ? read_line_end(scan) : read_statement(r, quad);
    if (result != FURAT_LEXICAL_OK) {
      status = report_bad_line(r, err);
    } else if (!empty) {
      status = add_quad(r, quad, err);
    }
    next_line(r);
  }
  return status;
}

/// The length of the whole lines that the window holds; those behind `searched` bytes.
static size_t
whole_lines(const furat_window *window, size_t searched)
{
  const char *text = window->data + window->start;
  const size_t len = window->end - window->start;
  if (window->at_end) {
    return len;
  }
  for (size_t i = len; i > searched; --i) {
    // A CR at the very end may be the first half of a CR LF.
    if (text[i - 1] == '\n' || (text[i - 1] == '\r' && i < len)) {
      return i;
    }
  }
  return 0;
}

static furat_status
read_all_lines(lines_reader *r, furat_error *err)
{
  furat_window *window = &r->window;
  size_t searched = 0;
  for (;;) {
    const size_t n = whole_lines(window, searched);
    r->scan =
        (furat_lexical){.text = {window->data + window->start, n}, .is_final = true};
    furat_status status = n > 0 ? read_whole_lines(r, err) : FURAT_OK;
    if (status == FURAT_OK) {
      status = furat_reading_flush(r->reading, err);
    }
    window->start += n;
    if (status != FURAT_OK || window->at_end) {
      return status;
    }
    // What is left holds no line end, unless its last byte is a CR.
    searched = window->end - window->start;
    searched -= searched > 0 ? 1 : 0;
    status = furat_window_more(window, err);
    if (status != FURAT_OK && status != FURAT_DONE) {
      return status;
    }
  }
}

furat_status
furat_read_lines(furat_reading *reading, bool graphs, furat_error *err)
{
  lines_reader r = {.reading = reading, .graphs = graphs};
  furat_status status =
      furat_window_open(&r.window, reading->input, reading->max_term_bytes, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = read_all_lines(&r, err);
  furat_window_close(&r.window);
  return status;
}
