// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing outside the document is ever read: entities that are elsewhere are an error, a
// document type that is elsewhere is passed over.  libxml2's own limits on entities and
// lengths are on. One tag at a time goes on, so that whoever takes it can ask where it is
// and in which language.
#include "io/xml_filter.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <limits.h>
#include <string.h>

#include "base/memory.h"
#include "base/vec.h"
#include "rdf/iri.h"
#include "rdf/vocabulary.h"

/// An attribute that holds for the content of its element: the values of the open
/// elements, one behind the other, each behind a NUL byte.
typedef struct xml_scope {
  furat_buffer values;
  furat_vec starts; ///< size_t: where the value of each open element begins
} xml_scope;

struct furat_xml_filter {
  furat_xml_filter_options options;
  xmlParserCtxtPtr parser;
  furat_buffer xml; ///< plain XML that was not taken yet
  furat_buffer iri; ///< the last one that was resolved
  xml_scope languages;
  xml_scope bases;
  size_t depth;
  size_t literal_depth; ///< of the element whose content is an XML literal; 0: none
  size_t n_text_bytes;  ///< since the last tag
  bool in_tag;
  furat_status status; ///< the first failure
  furat_error *err;    ///< of the call of furat_xml_filter_feed() at hand
};

/// The filter of a callback: a parser within an entity has the same.
static furat_xml_filter *
filter_of(void *context)
{
  return ((xmlParserCtxtPtr)context)->_private;
}

/// Stop the parser; what libxml2 gave to the callback at hand is gone then.
static void
stop(furat_xml_filter *filter, furat_status status)
{
  filter->status = status;
  xmlStopParser(filter->parser);
}

// ---- writing plain XML ----

static void
append_xml(furat_xml_filter *filter, const xmlChar *text)
{
  furat_buffer_append_cstr(&filter->xml, (const char *)text);
}

/// Append characters with what XML would read otherwise as references.
static void
append_characters(furat_buffer *out, furat_str text, bool in_attribute)
{
  size_t start = 0;
  for (size_t i = 0; i < text.len; ++i) {
    const char c = text.data[i];
    const char *escape = c == '&'        ? "&amp;"
                         : c == '<'      ? "&lt;"
                         : c == '>'      ? "&gt;"
                         : c == '\r'     ? "&#13;"
                         : !in_attribute ? NULL
                         : c == '"'      ? "&quot;"
                         : c == '\n'     ? "&#10;"
                         : c == '\t'     ? "&#9;"
                                         : NULL;
    if (escape) {
      furat_buffer_append(out, furat_str_slice(text, start, i - start));
      furat_buffer_append_cstr(out, escape);
      start = i + 1;
    }
  }
  furat_buffer_append(out, furat_str_slice(text, start, text.len));
}

static void
append_name(furat_xml_filter *filter, const xmlChar *prefix, const xmlChar *local)
{
  if (prefix) {
    append_xml(filter, prefix);
    furat_buffer_append_byte(&filter->xml, ':');
  }
  append_xml(filter, local);
}

static void
append_attribute_value(furat_xml_filter *filter, furat_str value)
{
  furat_buffer_append_cstr(&filter->xml, "=\"");
  append_characters(&filter->xml, value, true);
  furat_buffer_append_byte(&filter->xml, '"');
}

static furat_status
scope_status(const xml_scope *scope, furat_error *err)
{
  const furat_status status = furat_buffer_status(&scope->values, err);
  return status == FURAT_OK ? furat_vec_status(&scope->starts, err) : status;
}

/// Hand on what was written.
static void
flush(furat_xml_filter *filter)
{
  furat_status status = furat_buffer_status(&filter->xml, filter->err);
  if (status == FURAT_OK) {
    status = scope_status(&filter->languages, filter->err);
  }
  if (status == FURAT_OK) {
    status = scope_status(&filter->bases, filter->err);
  }
  if (status == FURAT_OK) {
    status = filter->options.take(filter->options.self, furat_buffer_str(&filter->xml),
                                  filter->err);
  }
  furat_buffer_reset(&filter->xml);
  filter->n_text_bytes = 0;
  if (status != FURAT_OK) {
    stop(filter, status);
  }
}

// ---- what libxml2 finds ----

/// An attribute as libxml2 gives it: five pointers.
enum {
  ATTRIBUTE_LOCAL,
  ATTRIBUTE_PREFIX,
  ATTRIBUTE_URI,
  ATTRIBUTE_VALUE,
  ATTRIBUTE_END,
  N_ATTRIBUTE_PARTS
};

static furat_str
attribute_value(const xmlChar **attribute)
{
  const xmlChar *value = attribute[ATTRIBUTE_VALUE];
  return (furat_str){(const char *)value, (size_t)(attribute[ATTRIBUTE_END] - value)};
}

// ---- attributes in scope ----

static void
scope_init(xml_scope *scope)
{
  furat_buffer_init(&scope->values, SIZE_MAX);
  furat_vec_init(&scope->starts, sizeof(size_t), SIZE_MAX);
}

static void
scope_clear(xml_scope *scope)
{
  furat_buffer_clear(&scope->values);
  furat_vec_clear(&scope->starts);
}

static size_t
scope_start(const xml_scope *scope)
{
  const furat_vec *starts = &scope->starts;
  return starts->n > 0 ? FURAT_VEC_AT(starts, size_t, starts->n - 1) : SIZE_MAX;
}

/// Open an element; without a value of its own it has that of its parent.
static void
scope_push(xml_scope *scope, const furat_str *value)
{
  size_t start = scope_start(scope);
  if (value || start == SIZE_MAX) {
    start = scope->values.len;
    furat_buffer_append_byte(&scope->values, '\0');
    furat_buffer_append(&scope->values, value ? *value : FURAT_STR_NONE);
  }
  furat_vec_push(&scope->starts, &start);
}

static void
scope_pop(xml_scope *scope)
{
  const size_t start = scope_start(scope);
  furat_vec_pop(&scope->starts);
  if (start != scope_start(scope)) {
    furat_buffer_truncate(&scope->values, start);
  }
}

/// The value that holds now; empty when there is none.
static furat_str
scope_value(const xml_scope *scope)
{
  const furat_str all = furat_buffer_str(&scope->values);
  return scope->starts.n > 0 ? furat_str_slice(all, scope_start(scope) + 1, all.len)
                             : FURAT_STR_NONE;
}

static bool
is_attribute(const xmlChar **attribute, const char *uri, const char *local)
{
  return xmlStrEqual(attribute[ATTRIBUTE_URI], (const xmlChar *)uri) &&
         xmlStrEqual(attribute[ATTRIBUTE_LOCAL], (const xmlChar *)local);
}

static const xmlChar **
find_attribute(int n_attributes, const xmlChar **attributes, const char *uri,
               const char *local)
{
  for (int i = 0; i < n_attributes; ++i) {
    if (is_attribute(attributes + i * N_ATTRIBUTE_PARTS, uri, local)) {
      return attributes + i * N_ATTRIBUTE_PARTS;
    }
  }
  return NULL;
}

/// The absolute IRI that an attribute means; borrowed until the next one.
static furat_status
resolve(furat_xml_filter *filter, furat_str reference, furat_str *out)
{
  const size_t n_valid = furat_iri_valid_length(reference);
  if (n_valid < reference.len) {
    const unsigned char c = (unsigned char)reference.data[n_valid];
    return c > ' ' && c < 0x7F
               ? furat_error_set(filter->err, FURAT_BAD_SYNTAX,
                                 "the character '%c' cannot stand in an IRI", c)
               : furat_error_set(filter->err, FURAT_BAD_SYNTAX,
                                 "%s cannot stand in an IRI",
                                 c == ' ' ? "a space" : "a control character");
  }
  *out = reference;
  if (furat_iri_is_absolute(reference)) {
    return FURAT_OK;
  }
  const furat_str base = scope_value(&filter->bases);
  furat_buffer_reset(&filter->iri);
  const furat_status status = furat_iri_resolve(
      &filter->iri, base.len > 0 ? base : filter->options.base, reference, filter->err);
  *out = furat_buffer_str(&filter->iri);
  return status;
}

/// Note the base IRI and language that an element sets.
static furat_status
enter_scopes(furat_xml_filter *filter, int n_attributes, const xmlChar **attributes)
{
  static const char xml[] = "http://www.w3.org/XML/1998/namespace";
  furat_str value;
  const bool literal = filter->literal_depth > 0;
  const xmlChar **base = find_attribute(n_attributes, attributes, xml, "base");
  if (base && !literal) {
    const furat_status status = resolve(filter, attribute_value(base), &value);
    if (status != FURAT_OK) {
      return status;
    }
    scope_push(&filter->bases, &value);
  } else {
    scope_push(&filter->bases, NULL);
  }
  const xmlChar **language = find_attribute(n_attributes, attributes, xml, "lang");
  if (language) {
    value = attribute_value(language);
  }
  scope_push(&filter->languages, language ? &value : NULL);
  return FURAT_OK;
}

// ---- tags ----

/// Whether the attribute holds a reference to an IRI.
static bool
is_reference(const xmlChar **attribute)
{
  return is_attribute(attribute, FURAT_RDF, "about") ||
         is_attribute(attribute, FURAT_RDF, "resource") ||
         is_attribute(attribute, FURAT_RDF, "datatype");
}

static void
append_spaces(furat_xml_filter *filter, int n_spaces, const xmlChar **spaces)
{
  for (int i = 0; i < n_spaces; ++i) {
    const char *name = (const char *)spaces[2 * i];
    furat_buffer_append_cstr(&filter->xml, name ? " xmlns:" : " xmlns");
    furat_buffer_append_cstr(&filter->xml, name ? name : "");
    append_attribute_value(filter, furat_str_of((const char *)spaces[2 * i + 1]));
  }
}

static furat_status
append_attributes(furat_xml_filter *filter, int n_attributes, const xmlChar **attributes)
{
  static const char xml[] = "http://www.w3.org/XML/1998/namespace";
  for (int i = 0; i < n_attributes; ++i) {
    const xmlChar **attribute = attributes + i * N_ATTRIBUTE_PARTS;
    furat_str value = attribute_value(attribute);
    if (filter->literal_depth == 0) {
      furat_status status = FURAT_OK;
      if (is_attribute(attribute, xml, "base")) {
        value = scope_value(&filter->bases);
      } else if (is_reference(attribute)) {
        status = resolve(filter, value, &value);
      }
      if (status != FURAT_OK) {
        return status;
      }
    }
    furat_buffer_append_byte(&filter->xml, ' ');
    append_name(filter, attribute[ATTRIBUTE_PREFIX], attribute[ATTRIBUTE_LOCAL]);
    append_attribute_value(filter, value);
  }
  return FURAT_OK;
}

/// Whether the content of an element is an XML literal: any parseType but the two that
/// RDF/XML gives another meaning.
static bool
begins_literal(int n_attributes, const xmlChar **attributes)
{
  const xmlChar **type = find_attribute(n_attributes, attributes, FURAT_RDF, "parseType");
  return type && !furat_str_equal(attribute_value(type), FURAT_STR("Resource")) &&
         !furat_str_equal(attribute_value(type), FURAT_STR("Collection"));
}

static void
on_start(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
         int n_spaces, const xmlChar **spaces, int n_attributes, int n_defaulted,
         const xmlChar **attributes)
{
  (void)uri;
  (void)n_defaulted; // they are among the attributes
  furat_xml_filter *filter = filter_of(context);
  if (filter->status != FURAT_OK) {
    return;
  }
  filter->in_tag = true;
  if (filter->depth >= filter->options.max_depth) {
    stop(filter, furat_error_set(filter->err, FURAT_LIMIT,
                                 "the nesting is deeper than the limit of %zu",
                                 filter->options.max_depth));
    return;
  }
  filter->depth += 1;
  furat_status status = enter_scopes(filter, n_attributes, attributes);
  furat_buffer_append_byte(&filter->xml, '<');
  append_name(filter, prefix, local);
  append_spaces(filter, n_spaces, spaces);
  if (status == FURAT_OK) {
    status = append_attributes(filter, n_attributes, attributes);
  }
  if (status != FURAT_OK) {
    stop(filter, status);
    return;
  }
  furat_buffer_append_byte(&filter->xml, '>');
  if (filter->literal_depth == 0 && begins_literal(n_attributes, attributes)) {
    filter->literal_depth = filter->depth;
  }
  flush(filter);
  filter->in_tag = filter->status != FURAT_OK;
}

static void
on_end(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
  (void)uri;
  furat_xml_filter *filter = filter_of(context);
  if (filter->status != FURAT_OK) {
    return;
  }
  filter->in_tag = true;
  furat_buffer_append_cstr(&filter->xml, "</");
  append_name(filter, prefix, local);
  furat_buffer_append_byte(&filter->xml, '>');
  flush(filter);
  if (filter->literal_depth == filter->depth) {
    filter->literal_depth = 0;
  }
  filter->depth -= 1;
  scope_pop(&filter->languages);
  scope_pop(&filter->bases);
  filter->in_tag = filter->status != FURAT_OK;
}

static void
on_characters(void *context, const xmlChar *text, int len)
{
  furat_xml_filter *filter = filter_of(context);
  if (filter->status != FURAT_OK || filter->depth == 0) {
    return;
  }
  filter->n_text_bytes += (size_t)len;
  if (filter->n_text_bytes > filter->options.max_text_bytes) {
    stop(filter, furat_error_set(filter->err, FURAT_LIMIT,
                                 "a text is longer than the limit of %zu bytes",
                                 filter->options.max_text_bytes));
    return;
  }
  append_characters(&filter->xml, (furat_str){(const char *)text, (size_t)len}, false);
}

static void
on_comment(void *context, const xmlChar *text)
{
  furat_xml_filter *filter = filter_of(context);
  if (filter->status == FURAT_OK && filter->depth > 0) {
    furat_buffer_append_cstr(&filter->xml, "<!--");
    append_xml(filter, text);
    furat_buffer_append_cstr(&filter->xml, "-->");
  }
}

static void
on_instruction(void *context, const xmlChar *target, const xmlChar *data)
{
  furat_xml_filter *filter = filter_of(context);
  if (filter->status == FURAT_OK && filter->depth > 0) {
    furat_buffer_append_cstr(&filter->xml, "<?");
    append_xml(filter, target);
    if (data) {
      furat_buffer_append_byte(&filter->xml, ' ');
      append_xml(filter, data);
    }
    furat_buffer_append_cstr(&filter->xml, "?>");
  }
}

/// An entity, unless it is outside the document.
static xmlEntityPtr
check_entity(furat_xml_filter *filter, xmlEntityPtr entity)
{
  const bool outside = entity && (entity->etype == XML_EXTERNAL_GENERAL_PARSED_ENTITY ||
                                  entity->etype == XML_EXTERNAL_GENERAL_UNPARSED_ENTITY ||
                                  entity->etype == XML_EXTERNAL_PARAMETER_ENTITY);
  if (!outside) {
    return entity;
  }
  if (filter->status == FURAT_OK) {
    stop(filter, furat_error_set(filter->err, FURAT_BAD_DATA,
                                 "the entity '%.100s' is outside the document, which is "
                                 "never read",
                                 (const char *)entity->name));
  }
  return NULL;
}

static xmlEntityPtr
on_entity(void *context, const xmlChar *name)
{
  return check_entity(filter_of(context), xmlSAX2GetEntity(context, name));
}

static xmlEntityPtr
on_parameter_entity(void *context, const xmlChar *name)
{
  return check_entity(filter_of(context), xmlSAX2GetParameterEntity(context, name));
}

static void
on_error(void *context, xmlErrorPtr error)
{
  furat_xml_filter *filter = filter_of(context);
  if (filter->status != FURAT_OK || error->level < XML_ERR_ERROR) {
    return;
  }
  if (error->code == XML_ERR_NO_MEMORY) {
    stop(filter, furat_error_no_mem(filter->err));
    return;
  }
  filter->in_tag = error->code == XML_ERR_TAG_NAME_MISMATCH;
  const size_t len = error->message ? strcspn(error->message, "\n") : 0;
  const furat_str sentence = {error->message, len < 400 ? len : 400};
  stop(filter, furat_error_set(filter->err, FURAT_BAD_SYNTAX, "this is not XML: %.*s",
                               FURAT_STR_ARGS(sentence)));
}

// ---- the parser ----

static void
set_handlers(xmlSAXHandler *sax)
{
  memset(sax, 0, sizeof(*sax));
  // The default handlers keep what a document type declares; no tree is built.
  xmlSAXVersion(sax, 2);
  sax->startElementNs = on_start;
  sax->endElementNs = on_end;
  sax->characters = on_characters;
  sax->ignorableWhitespace = on_characters;
  sax->cdataBlock = on_characters;
  sax->comment = on_comment;
  sax->processingInstruction = on_instruction;
  sax->getEntity = on_entity;
  sax->getParameterEntity = on_parameter_entity;
  sax->externalSubset = NULL;
  sax->resolveEntity = NULL;
  sax->reference = NULL;
  sax->warning = NULL;
  sax->error = NULL;
  sax->fatalError = NULL;
  sax->serror = on_error;
}

furat_status
furat_xml_filter_new(furat_xml_filter **out, const furat_xml_filter_options *options,
                     furat_error *err)
{
  furat_xml_filter *filter = furat_alloc_zeroed(1, sizeof(*filter));
  if (!filter) {
    return furat_error_no_mem(err);
  }
  filter->options = *options;
  furat_buffer_init(&filter->xml, SIZE_MAX);
  furat_buffer_init(&filter->iri, SIZE_MAX);
  scope_init(&filter->languages);
  scope_init(&filter->bases);
  xmlSAXHandler sax;
  set_handlers(&sax);
  filter->parser = xmlCreatePushParserCtxt(&sax, NULL, NULL, 0, NULL);
  if (!filter->parser) {
    furat_xml_filter_free(filter);
    return furat_error_no_mem(err);
  }
  xmlCtxtUseOptions(filter->parser, XML_PARSE_NONET);
  filter->parser->replaceEntities = 1;
  filter->parser->_private = filter;
  *out = filter;
  return FURAT_OK;
}

furat_status
furat_xml_filter_feed(furat_xml_filter *filter, furat_str part, bool last,
                      furat_error *err)
{
  filter->err = err;
  if (filter->status == FURAT_OK) {
    const int failed = xmlParseChunk(filter->parser, part.data, (int)part.len, last);
    if (failed && filter->status == FURAT_OK && !filter->parser->wellFormed) {
      filter->status = furat_error_set(err, FURAT_BAD_SYNTAX, "this is not XML");
    }
  }
  return filter->status;
}

furat_str
furat_xml_filter_language(const furat_xml_filter *filter)
{
  return scope_value(&filter->languages);
}

bool
furat_xml_filter_position(const furat_xml_filter *filter, uint64_t *line,
                          uint64_t *column)
{
  const xmlParserInputPtr input = filter->parser->input;
  *line = input && input->line > 0 ? (uint64_t)input->line : 0;
  *column = input && input->col > 0 ? (uint64_t)input->col : 0;
  return filter->in_tag;
}

void
furat_xml_filter_free(furat_xml_filter *filter)
{
  if (!filter) {
    return;
  }
  if (filter->parser) {
    xmlFreeDoc(filter->parser->myDoc);
    xmlFreeParserCtxt(filter->parser);
  }
  furat_buffer_clear(&filter->xml);
  furat_buffer_clear(&filter->iri);
  scope_clear(&filter->languages);
  scope_clear(&filter->bases);
  furat_free(filter);
}
