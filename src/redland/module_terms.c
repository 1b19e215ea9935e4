// SPDX-License-Identifier: GPL-3.0-or-later
// Nodes of librdf to terms and back.  In RDF 1.1 a literal without a datatype is an
// xsd:string: it comes back without one, which is how librdf's programs know it.
#include "rdf/vocabulary.h"
#include "redland/module_internal.h"

static furat_str
str_of(const unsigned char *bytes, size_t len)
{
  return (furat_str){.data = (const char *)bytes, .len = len};
}

static furat_str
str_of_uri(raptor_uri *uri)
{
  size_t len = 0;
  const unsigned char *bytes = raptor_uri_as_counted_string(uri, &len);
  return str_of(bytes, len);
}

static furat_term
term_of_literal(const raptor_term_literal_value *literal)
{
  const furat_str text = str_of(literal->string, literal->string_len);
  if (literal->language && literal->language_len > 0) {
    return furat_term_lang_string(text, str_of(literal->language, literal->language_len));
  }
  return furat_term_literal(text, literal->datatype ? str_of_uri(literal->datatype)
                                                    : FURAT_STR_NONE);
}

furat_term
furat_module_term(const librdf_node *node)
{
  switch (node ? node->type : RAPTOR_TERM_TYPE_UNKNOWN) {
  case RAPTOR_TERM_TYPE_URI:
    return furat_term_iri(str_of_uri(node->value.uri));
  case RAPTOR_TERM_TYPE_BLANK:
    return furat_term_blank(
        str_of(node->value.blank.string, node->value.blank.string_len));
  case RAPTOR_TERM_TYPE_LITERAL:
    return term_of_literal(&node->value.literal);
  case RAPTOR_TERM_TYPE_UNKNOWN:
  default:
    return FURAT_TERM_UNSET;
  }
}

static const unsigned char *
bytes_of(furat_str text)
{
  return (const unsigned char *)(text.len > 0 ? text.data : "");
}

static librdf_node *
node_of_literal(librdf_world *world, const furat_term *term)
{
  librdf_uri *datatype = NULL;
  if (term->language.len == 0 &&
      !furat_str_equal(term->datatype, FURAT_STR(FURAT_XSD_STRING))) {
    datatype = librdf_new_uri2(world, bytes_of(term->datatype), term->datatype.len);
    if (!datatype) {
      return NULL;
    }
  }
  librdf_node *node = librdf_new_node_from_typed_counted_literal(
      world, bytes_of(term->text), term->text.len,
      term->language.len > 0 ? term->language.data : NULL, term->language.len, datatype);
  if (datatype) {
    librdf_free_uri(datatype);
  }
  return node;
}

librdf_node *
furat_module_node(librdf_world *world, const furat_term *term)
{
  switch (term->kind) {
  case FURAT_TERM_IRI:
    return librdf_new_node_from_counted_uri_string(world, bytes_of(term->text),
                                                   term->text.len);
  case FURAT_TERM_BLANK:
    return librdf_new_node_from_counted_blank_identifier(world, bytes_of(term->text),
                                                         term->text.len);
  case FURAT_TERM_LITERAL:
    return node_of_literal(world, term);
  case FURAT_TERM_NONE:
  default:
    return NULL;
  }
}

furat_quads_pattern
furat_module_pattern(const librdf_statement *statement, const furat_term *graph)
{
  furat_quads_pattern pattern = {.graph = graph};
  if (statement) {
    pattern.triple[0] = furat_module_term(statement->subject);
    pattern.triple[1] = furat_module_term(statement->predicate);
    pattern.triple[2] = furat_module_term(statement->object);
  }
  return pattern;
}
