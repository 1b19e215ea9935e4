// SPDX-License-Identifier: GPL-3.0-or-later
// JSON-LD 1.1, flattened: a context of the prefixes that are used, one node object a
// subject, named graphs as node objects with @graph, well-formed lists as @list.  Numbers
// and booleans are JSON's own only where every processor makes the same literal of them
// again.
//                                        quad_set, nesting -> [writer_jsonld] -> output
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "io/nesting.h"
#include "io/turtle_term.h"
#include "io/writer_internal.h"
#include "rdf/iri.h"
#include "rdf/vocabulary.h"

#define INDENT             2
#define MAX_INTEGER_DIGITS 15 // what a double holds exactly

typedef struct jsonld {
  furat_writer *writer;
  furat_buffer *out;
  const furat_quad_set *set;
  furat_nesting nesting;
  furat_prefixes prefixes; ///< of the writer's, those that a context can hold
  bool *used;
  bool is_dry;
} jsonld;

static bool
is_hidden(uint32_t c)
{
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF ||
         c == 0xFFFE || c == 0xFFFF;
}

static void
write_escaped(furat_buffer *out, furat_str text)
{
  static const char escaped[] = "\b\f\n\r\t\"\\";
  static const char letters[] = "bfnrt\"\\";
  for (size_t offset = 0; offset < text.len;) {
    size_t start = offset;
    uint32_t c = furat_utf8_decode(text, &offset);
    const char *found = c > 0 && c < 0x80 ? strchr(escaped, (int)c) : NULL;
    if (found != NULL) {
      furat_buffer_append_byte(out, '\\');
      furat_buffer_append_byte(out, letters[found - escaped]);
    } else if (is_hidden(c)) {
      furat_buffer_appendf(out, "\\u%04X", (unsigned)c);
    } else {
      furat_buffer_append(out, furat_str_slice(text, start, offset - start));
    }
  }
}

static void
write_string(furat_buffer *out, furat_str text)
{
  furat_buffer_append_byte(out, '"');
  write_escaped(out, text);
  furat_buffer_append_byte(out, '"');
}

static void
write_line_start(jsonld *j, size_t indent)
{
  furat_buffer_append_byte(j->out, '\n');
  furat_buffer_append_fill(j->out, ' ', indent);
}

// JSON-LD 1.1 section 4.1.5: what follows the colon must not start with two slashes.
static void
write_iri(jsonld *j, furat_str iri)
{
  furat_str local;
  const furat_prefix *prefix = furat_prefixes_match(&j->prefixes, iri, &local);
  if (prefix == NULL || local.len == 0 || furat_str_starts_with(local, FURAT_STR("//"))) {
    write_string(j->out, iri);
    return;
  }
  const furat_prefix *entries = j->prefixes.entries.items;
  j->used[prefix - entries] = true;
  furat_buffer_append_byte(j->out, '"');
  furat_buffer_append(j->out, prefix->name);
  furat_buffer_append_byte(j->out, ':');
  write_escaped(j->out, local);
  furat_buffer_append_byte(j->out, '"');
}

static void
write_id(jsonld *j, uint32_t number)
{
  const furat_term *term = furat_quad_set_term(j->set, number);
  if (term->kind == FURAT_TERM_BLANK) {
    furat_buffer_append_cstr(j->out, "\"_:");
    furat_buffer_append(j->out, term->text);
    furat_buffer_append_byte(j->out, '"');
  } else {
    write_iri(j, term->text);
  }
}

// Integers that come back with the same digits, and booleans.
static bool
is_native(const furat_term *term)
{
  if (!furat_turtle_is_bare(term->text, term->datatype)) {
    return false;
  }
  if (furat_str_equal(term->datatype, FURAT_STR(FURAT_XSD_BOOLEAN))) {
    return true;
  }
  size_t n_digits = term->text.len - (term->text.data[0] == '-');
  return n_digits <= MAX_INTEGER_DIGITS &&
         furat_str_equal(term->datatype, FURAT_STR(FURAT_XSD_INTEGER));
}

static void
write_literal(jsonld *j, const furat_term *term)
{
  if (is_native(term)) {
    furat_buffer_append(j->out, term->text);
    return;
  }
  bool is_string = furat_str_equal(term->datatype, FURAT_STR(FURAT_XSD_STRING));
  if (is_string) {
    write_string(j->out, term->text);
    return;
  }
  furat_buffer_append_cstr(j->out, "{ \"@value\": ");
  write_string(j->out, term->text);
  if (term->language.len > 0) {
    furat_buffer_append_cstr(j->out, ", \"@language\": ");
    write_string(j->out, term->language);
  } else {
    furat_buffer_append_cstr(j->out, ", \"@type\": ");
    write_iri(j, term->datatype);
  }
  furat_buffer_append_cstr(j->out, " }");
}

static bool
is_list_cell(const jsonld *j, uint32_t number)
{
  return furat_quad_set_is_blank(j->set, number) &&
         furat_nesting_form_of(&j->nesting, number) == FURAT_NESTING_LIST;
}

// Lists in lists are bounded by the nesting, and so is this recursion.
static void
write_value(jsonld *j, uint32_t number, size_t indent)
{
  const furat_term *term = furat_quad_set_term(j->set, number);
  if (number == j->nesting.nil && number != 0) {
    furat_buffer_append_cstr(j->out, "{ \"@list\": [] }");
  } else if (is_list_cell(j, number)) {
    furat_buffer_append_cstr(j->out, "{ \"@list\": [");
    for (uint32_t cell = number; cell != 0;) {
      uint32_t item = furat_nesting_list_item(&j->nesting, cell, &cell);
      write_line_start(j, indent + INDENT);
      write_value(j, item, indent + INDENT);
      furat_buffer_append_cstr(j->out, cell != 0 ? "," : "");
    }
    write_line_start(j, indent);
    furat_buffer_append_cstr(j->out, "] }");
  } else if (term->kind == FURAT_TERM_LITERAL) {
    write_literal(j, term);
  } else {
    furat_buffer_append_cstr(j->out, "{ \"@id\": ");
    write_id(j, number);
    furat_buffer_append_cstr(j->out, " }");
  }
}

// Which of the objects of rdf:type @type can hold.
static bool
is_type(const jsonld *j, const furat_quad_row *row)
{
  return furat_str_equal(furat_quad_set_term(j->set, row->predicate)->text,
                         FURAT_STR(FURAT_RDF_TYPE)) &&
         furat_quad_set_term(j->set, row->object)->kind != FURAT_TERM_LITERAL &&
         !is_list_cell(j, row->object);
}

typedef enum row_choice { CHOOSE_TYPES, CHOOSE_VALUES } row_choice;

// The key is written; write those of the rows that are chosen, `n_chosen` of them.
static void
write_values(jsonld *j, const furat_quad_row *rows, size_t n, row_choice choice,
             size_t n_chosen, size_t indent)
{
  size_t n_done = 0;
  furat_buffer_append_cstr(j->out, n_chosen > 1 ? ": [" : ": ");
  for (size_t i = 0; i < n; i++) {
    if (is_type(j, &rows[i]) != (choice == CHOOSE_TYPES)) {
      continue;
    }
    size_t own_indent = indent;
    if (n_chosen > 1) {
      furat_buffer_append_cstr(j->out, n_done > 0 ? "," : "");
      own_indent = indent + INDENT;
      write_line_start(j, own_indent);
    }
    n_done++;
    if (choice == CHOOSE_TYPES) {
      write_id(j, rows[i].object);
    } else {
      write_value(j, rows[i].object, own_indent);
    }
  }
  if (n_chosen > 1) {
    write_line_start(j, indent);
    furat_buffer_append_byte(j->out, ']');
  }
}

// The rows of one subject and predicate.
static void
write_property(jsonld *j, const furat_quad_row *rows, size_t n, size_t indent)
{
  size_t n_types = 0;
  for (size_t i = 0; i < n; i++) {
    n_types += is_type(j, &rows[i]);
  }
  if (n_types > 0) {
    furat_buffer_append_byte(j->out, ',');
    write_line_start(j, indent);
    furat_buffer_append_cstr(j->out, "\"@type\"");
    write_values(j, rows, n, CHOOSE_TYPES, n_types, indent);
  }
  if (n_types < n) {
    furat_buffer_append_byte(j->out, ',');
    write_line_start(j, indent);
    write_iri(j, furat_quad_set_term(j->set, rows[0].predicate)->text);
    write_values(j, rows, n, CHOOSE_VALUES, n - n_types, indent);
  }
}

// The node object of one subject, begun on a new line.
static void
write_node(jsonld *j, const furat_quad_row *rows, size_t n, size_t indent)
{
  write_line_start(j, indent);
  furat_buffer_append_byte(j->out, '{');
  write_line_start(j, indent + INDENT);
  furat_buffer_append_cstr(j->out, "\"@id\": ");
  write_id(j, rows[0].subject);
  size_t n_group;
  for (size_t i = 0; i < n; i += n_group) {
    n_group = furat_quad_rows_of_predicate(rows + i, n - i);
    write_property(j, rows + i, n_group, indent + INDENT);
  }
  write_line_start(j, indent);
  furat_buffer_append_byte(j->out, '}');
}

static furat_status
flush(jsonld *j, furat_error *err)
{
  if (!j->is_dry) {
    return furat_writer_flush(j->writer, false, err);
  }
  furat_status status = furat_buffer_status(j->out, err);
  furat_buffer_reset(j->out);
  return status;
}

static furat_status
write_nodes(jsonld *j, const furat_quad_row *rows, size_t n, size_t indent,
            bool *separate, furat_error *err)
{
  size_t n_group;
  for (size_t i = 0; i < n; i += n_group) {
    n_group = furat_quad_rows_of_subject(rows + i, n - i);
    if (is_list_cell(j, rows[i].subject)) {
      continue;
    }
    furat_buffer_append_cstr(j->out, *separate ? "," : "");
    *separate = true;
    write_node(j, rows + i, n_group, indent);
    furat_status status = flush(j, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  return FURAT_OK;
}

static furat_status
write_graph(jsonld *j, const furat_quad_row *rows, size_t n, bool *separate,
            furat_error *err)
{
  if (rows[0].graph == 0) {
    return write_nodes(j, rows, n, 2 * INDENT, separate, err);
  }
  furat_buffer_append_cstr(j->out, *separate ? "," : "");
  *separate = true;
  write_line_start(j, 2 * INDENT);
  furat_buffer_append_byte(j->out, '{');
  write_line_start(j, 3 * INDENT);
  furat_buffer_append_cstr(j->out, "\"@id\": ");
  write_id(j, rows[0].graph);
  furat_buffer_append_byte(j->out, ',');
  write_line_start(j, 3 * INDENT);
  furat_buffer_append_cstr(j->out, "\"@graph\": [");
  bool separate_inside = false;
  furat_status status = write_nodes(j, rows, n, 4 * INDENT, &separate_inside, err);
  write_line_start(j, 3 * INDENT);
  furat_buffer_append_byte(j->out, ']');
  write_line_start(j, 2 * INDENT);
  furat_buffer_append_byte(j->out, '}');
  return status;
}

static void
write_context(jsonld *j)
{
  bool any = false;
  furat_buffer_append_cstr(j->out, "{\n  \"@context\": {");
  for (size_t i = 0; i < j->prefixes.entries.n; i++) {
    const furat_prefix *prefix = &FURAT_VEC_AT(&j->prefixes.entries, furat_prefix, i);
    if (j->used[i]) {
      furat_buffer_append_cstr(j->out, any ? "," : "");
      any = true;
      write_line_start(j, 2 * INDENT);
      write_string(j->out, prefix->name);
      furat_buffer_append_cstr(j->out, ": ");
      write_string(j->out, prefix->iri);
    }
  }
  furat_buffer_append_cstr(j->out, any ? "\n  },\n" : "},\n");
}

static furat_status
write_document(jsonld *j, furat_error *err)
{
  const furat_quad_row *rows = j->set->rows.items;
  bool separate = false;
  write_context(j);
  furat_buffer_append_cstr(j->out, "  \"@graph\": [");
  size_t n_group;
  for (size_t i = 0; i < j->set->rows.n; i += n_group) {
    n_group = furat_quad_rows_of_graph(rows + i, j->set->rows.n - i);
    furat_status status = write_graph(j, rows + i, n_group, &separate, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  furat_buffer_append_cstr(j->out, separate ? "\n  ]\n}\n" : "]\n}\n");
  return flush(j, err);
}

// Whether an IRI of the dataset, written whole, would be taken for an abbreviation.
static bool
is_taken_for_prefix(furat_str name, furat_str iri)
{
  return iri.len > name.len && iri.data[name.len] == ':' &&
         furat_str_starts_with(iri, name) &&
         !furat_str_starts_with(furat_str_slice(iri, name.len + 1, 2), FURAT_STR("//"));
}

// JSON-LD 1.1 section 4.1.5: a term is a prefix when its IRI ends with a gen-delim
// character.
static bool
can_be_prefix(const furat_quad_set *set, const furat_prefix *prefix)
{
  char last = prefix->iri.len == 0 ? 'x' : prefix->iri.data[prefix->iri.len - 1];
  if (prefix->name.len == 0 || !furat_turtle_is_prefix_name(prefix->name) ||
      last == '\0' || strchr(":/?#[]@", last) == NULL ||
      !furat_iri_is_absolute(prefix->iri)) {
    return false;
  }
  for (uint32_t i = 1; i < set->terms.n; i++) {
    const furat_term *term = furat_quad_set_term(set, i);
    furat_str iri = term->kind == FURAT_TERM_IRI ? term->text : term->datatype;
    if (is_taken_for_prefix(prefix->name, iri)) {
      return false;
    }
  }
  return true;
}

// A relative IRI would be resolved against the place of the document, or taken for a
// term.
static furat_status
check_iris(const furat_quad_set *set, furat_error *err)
{
  for (uint32_t i = 1; i < set->terms.n; i++) {
    const furat_term *term = furat_quad_set_term(set, i);
    furat_str iri = term->kind == FURAT_TERM_IRI ? term->text : term->datatype;
    if (term->kind != FURAT_TERM_BLANK && !furat_iri_is_absolute(iri)) {
      return furat_error_set(err, FURAT_UNSUPPORTED,
                             "JSON-LD cannot hold the relative IRI <%.*s>",
                             FURAT_STR_ARGS(iri));
    }
  }
  return FURAT_OK;
}

static furat_status
jsonld_init(jsonld *j, furat_writer *writer, furat_error *err)
{
  const furat_vec *entries = &writer->prefixes.entries;
  *j = (jsonld){
      .writer = writer, .out = &writer->buffer, .set = writer->set, .is_dry = true};
  furat_prefixes_init(&j->prefixes);
  furat_status status = check_iris(j->set, err);
  for (size_t i = 0; status == FURAT_OK && i < entries->n; i++) {
    const furat_prefix *prefix = &FURAT_VEC_AT(entries, furat_prefix, i);
    if (can_be_prefix(j->set, prefix)) {
      status = furat_prefixes_set(&j->prefixes, prefix->name, prefix->iri, err);
    }
  }
  if (status == FURAT_OK) {
    status = furat_nesting_init(&j->nesting, j->set, err);
  }
  if (status == FURAT_OK) {
    j->used = furat_alloc_zeroed(j->prefixes.entries.n, sizeof *j->used);
    status = j->used == NULL ? furat_error_no_mem(err) : FURAT_OK;
  }
  return status;
}

furat_status
furat_writer_jsonld(furat_writer *writer, furat_error *err)
{
  jsonld j;
  furat_status status = jsonld_init(&j, writer, err);
  if (status == FURAT_OK) {
    status = write_document(&j, err);
  }
  if (status == FURAT_OK) {
    j.is_dry = false;
    status = write_document(&j, err);
  }
  furat_nesting_clear(&j.nesting);
  furat_prefixes_clear(&j.prefixes);
  furat_free(j.used);
  return status;
}
