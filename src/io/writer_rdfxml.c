// SPDX-License-Identifier: GPL-3.0-or-later
// RDF/XML through raptor's XML writer: one rdf:Description a subject, one element a
// statement, blank nodes by rdf:nodeID.  Everything that XML cannot hold is found before
// the first byte is written.  (raptor's own serialiser writes an element a statement, and
// XML literals unchecked.)
//                                                 quad_set -> [writer_rdfxml] -> output
#include <raptor2.h>
#include <stdio.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "io/writer_internal.h"
#include "rdf/iri.h"
#include "rdf/vocabulary.h"

#define XMLNS          "http://www.w3.org/2000/xmlns/"
#define MAX_NAME_BYTES 24
#define MAX_NAMESPACES 1000000
#define NOT_SPLIT      UINT32_MAX

// A predicate as an element's name.
typedef struct split {
  uint32_t namespace; ///< in rdfxml.namespaces, or NOT_SPLIT
  size_t local;       ///< where the local part starts
} split;

typedef struct xml_namespace {
  furat_str iri;
  char *name;
  raptor_namespace *handle;
} xml_namespace;

typedef struct rdfxml {
  furat_writer *writer;
  const furat_quad_set *set;
  split *splits;        ///< by term number, of IRIs
  furat_vec namespaces; ///< xml_namespace, in the order of their IRIs
  furat_hash_index by_iri;
  raptor_world *world;
  raptor_namespace_stack *stack;
  raptor_iostream *stream;
  raptor_xml_writer *xml;
  raptor_xml_element *root;
  raptor_namespace *rdf;
} rdfxml;

static const unsigned char *
bytes(furat_str terminated)
{
  return (const unsigned char *)terminated.data;
}

static xml_namespace *
namespace_at(const rdfxml *x, size_t i)
{
  return &FURAT_VEC_AT(&x->namespaces, xml_namespace, i);
}

// XML 1.0 section 2.2.
static bool
is_xml_char(uint32_t c)
{
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

static furat_status
check_chars(furat_str text, furat_error *err)
{
  for (size_t offset = 0; offset < text.len;) {
    uint32_t c = furat_utf8_decode(text, &offset);
    if (!is_xml_char(c)) {
      return furat_error_set(
          err, FURAT_UNSUPPORTED,
          "RDF/XML cannot hold the character U+%04X, which is in \"%.60s\"", (unsigned)c,
          text.data);
    }
  }
  return FURAT_OK;
}

static furat_status
check_term(const furat_term *term, furat_error *err)
{
  furat_str iri = term->kind == FURAT_TERM_IRI ? term->text : term->datatype;
  if (term->kind != FURAT_TERM_BLANK && !furat_iri_is_absolute(iri)) {
    return furat_error_set(err, FURAT_UNSUPPORTED,
                           "RDF/XML cannot hold the relative IRI <%.*s>",
                           FURAT_STR_ARGS(iri));
  }
  furat_status status = check_chars(term->text, err);
  return status == FURAT_OK ? check_chars(term->datatype, err) : status;
}

// The start of the code point before byte `end`.
static size_t
step_back(furat_str s, size_t end)
{
  return furat_utf8_floor(s, end - 1);
}

// Where the longest NCName at the end of the IRI starts; iri.len when there is none.
// raptor's tables are those of XML 1.0 before its fifth edition, which every reader
// knows.
static size_t
local_start(furat_str iri)
{
  size_t best = iri.len;
  for (size_t end = iri.len; end > 0;) {
    size_t start = step_back(iri, end);
    size_t offset = start;
    uint32_t c = furat_utf8_decode(iri, &offset);
    if (c == ':' || !raptor_unicode_is_xml10_namechar(c)) {
      break;
    }
    if (raptor_unicode_is_xml10_namestartchar(c)) {
      best = start;
    }
    end = start;
  }
  return best;
}

// RDF/XML section 7.2.4 and 7.2.5: names that mean something else as an element.
static bool
is_forbidden(furat_str iri)
{
  static const char *const names[] = {
      "RDF",      "ID",          "about", "parseType", "resource",        "nodeID",
      "datatype", "Description", "li",    "aboutEach", "aboutEachPrefix", "bagID"};
  furat_str rdf = FURAT_STR(FURAT_RDF);
  if (furat_str_starts_with(iri, FURAT_STR(XMLNS))) {
    return true;
  }
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    if (furat_str_starts_with(iri, rdf) &&
        furat_str_equal(furat_str_slice(iri, rdf.len, iri.len), furat_str_of(names[i]))) {
      return true;
    }
  }
  return false;
}

static bool
has_iri(const void *context, uint32_t position, const void *key)
{
  return furat_str_equal(namespace_at(context, position)->iri, *(const furat_str *)key);
}

// The place of a namespace, which is added if it is new.
static furat_status
intern_namespace(rdfxml *x, furat_str iri, uint32_t *place, furat_error *err)
{
  uint64_t hash = furat_hash_bytes(iri, 0);
  *place = furat_hash_index_find(&x->by_iri, hash, has_iri, x, &iri);
  if (*place != FURAT_HASH_NONE) {
    return FURAT_OK;
  }
  xml_namespace new_namespace = {.iri = iri};
  *place = (uint32_t)x->namespaces.n;
  if (furat_vec_push(&x->namespaces, &new_namespace) == NULL) {
    return furat_vec_status(&x->namespaces, err);
  }
  return furat_hash_index_add(&x->by_iri, hash, *place) ? FURAT_OK
                                                        : furat_error_no_mem(err);
}

static furat_status
split_predicate(rdfxml *x, uint32_t number, furat_error *err)
{
  furat_str iri = furat_quad_set_term(x->set, number)->text;
  size_t start = local_start(iri);
  if (start == iri.len || start == 0 || is_forbidden(iri)) {
    return furat_error_set(
        err, FURAT_UNSUPPORTED,
        "RDF/XML cannot hold the predicate <%.*s>, which makes no name of "
        "an XML element",
        FURAT_STR_ARGS(iri));
  }
  x->splits[number].local = start;
  return intern_namespace(x, furat_str_slice(iri, 0, start), &x->splits[number].namespace,
                          err);
}

// Whether a declared prefix is one of XML too: an NCName that does not start with "xml".
static bool
is_xml_prefix(furat_str name)
{
  return name.len > 0 && name.data[0] != '_' && local_start(name) == 0 &&
         !furat_str_equal_nocase(furat_str_slice(name, 0, 3), FURAT_STR("xml"));
}

static char *
declared_name(const rdfxml *x, furat_str iri)
{
  const furat_vec *entries = &x->writer->prefixes.entries;
  for (size_t i = 0; i < entries->n; i++) {
    const furat_prefix *prefix = &FURAT_VEC_AT(entries, furat_prefix, i);
    if (furat_str_equal(prefix->iri, iri) && is_xml_prefix(prefix->name) &&
        !furat_str_equal(prefix->name, FURAT_STR("rdf"))) {
      return furat_strdup(prefix->name);
    }
  }
  return NULL;
}

// Declared prefixes first; then ns1, ns2 ... in the order of the predicates.
static furat_status
name_namespaces(rdfxml *x, furat_error *err)
{
  for (size_t i = 0; i < x->namespaces.n; i++) {
    if (!furat_str_equal(namespace_at(x, i)->iri, FURAT_STR(FURAT_RDF))) {
      namespace_at(x, i)->name = declared_name(x, namespace_at(x, i)->iri);
    }
  }
  unsigned number = 1;
  furat_str declared;
  for (size_t i = 0; i < x->namespaces.n; i++) {
    xml_namespace *namespace = namespace_at(x, i);
    if (namespace->name != NULL ||
        furat_str_equal(namespace->iri, FURAT_STR(FURAT_RDF))) {
      continue;
    }
    char name[MAX_NAME_BYTES];
    do {
      snprintf(name, sizeof name, "ns%u", number++);
    } while (furat_prefixes_find(&x->writer->prefixes, furat_str_of(name), &declared));
    namespace->name = furat_strdup(furat_str_of(name));
    if (namespace->name == NULL) {
      return furat_error_no_mem(err);
    }
  }
  return FURAT_OK;
}

static furat_status
check(rdfxml *x, furat_error *err)
{
  const furat_quad_set *set = x->set;
  for (uint32_t i = 1; i < set->terms.n; i++) {
    furat_status status = check_term(furat_quad_set_term(set, i), err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  x->splits = furat_alloc_zeroed(set->first_blank, sizeof *x->splits);
  if (x->splits == NULL) {
    return furat_error_no_mem(err);
  }
  for (uint32_t i = 0; i < set->first_blank; i++) {
    x->splits[i].namespace = NOT_SPLIT;
  }
  for (size_t i = 0; i < set->rows.n; i++) {
    uint32_t predicate = FURAT_VEC_AT(&set->rows, furat_quad_row, i).predicate;
    if (x->splits[predicate].namespace == NOT_SPLIT) {
      furat_status status = split_predicate(x, predicate, err);
      if (status != FURAT_OK) {
        return status;
      }
    }
  }
  return name_namespaces(x, err);
}

static int
take_byte(void *context, const int byte)
{
  furat_buffer *buffer = context;
  furat_buffer_append_byte(buffer, (char)byte);
  return buffer->status != FURAT_OK;
}

static int
take_bytes(void *context, const void *data, size_t size, size_t n)
{
  furat_buffer *buffer = context;
  furat_buffer_append(buffer, (furat_str){data, size * n});
  return buffer->status == FURAT_OK ? (int)n : 0;
}

static bool
open_raptor(rdfxml *x)
{
  static const raptor_iostream_handler handler = {
      .version = 2, .write_byte = take_byte, .write_bytes = take_bytes};
  x->world = raptor_new_world();
  if (x->world == NULL || raptor_world_open(x->world) != 0) {
    return false;
  }
  x->stack = raptor_new_namespaces(x->world, 1);
  x->stream = raptor_new_iostream_from_handler(x->world, &x->writer->buffer, &handler);
  if (x->stack == NULL || x->stream == NULL) {
    return false;
  }
  x->xml = raptor_new_xml_writer(x->world, x->stack, x->stream);
  if (x->xml == NULL) {
    return false;
  }
  raptor_xml_writer_set_option(x->xml, RAPTOR_OPTION_WRITER_AUTO_INDENT, NULL, 1);
  raptor_xml_writer_set_option(x->xml, RAPTOR_OPTION_WRITER_AUTO_EMPTY, NULL, 1);
  raptor_xml_writer_set_option(x->xml, RAPTOR_OPTION_WRITER_INDENT_WIDTH, NULL, 2);
  return true;
}

static raptor_namespace *
declare(rdfxml *x, const char *name, const char *iri)
{
  return raptor_new_namespace(x->stack, (const unsigned char *)name,
                              (const unsigned char *)iri, 0);
}

// The root element with the declarations of all namespaces.
static bool
start_root(rdfxml *x, furat_buffer *scratch)
{
  x->rdf = declare(x, "rdf", FURAT_RDF);
  if (x->rdf == NULL) {
    return false;
  }
  x->root = raptor_new_xml_element_from_namespace_local_name(
      x->rdf, (const unsigned char *)"RDF", NULL, NULL);
  if (x->root == NULL) {
    return false; // its own namespace needs no declaration
  }
  for (size_t i = 0; i < x->namespaces.n; i++) {
    xml_namespace *namespace = namespace_at(x, i);
    if (namespace->name == NULL) {
      continue;
    }
    furat_buffer_reset(scratch);
    furat_buffer_append(scratch, namespace->iri);
    if (scratch->status != FURAT_OK) {
      return false;
    }
    namespace->handle = declare(x, namespace->name, scratch->data);
    if (namespace->handle == NULL ||
        raptor_xml_element_declare_namespace(x->root, namespace->handle) != 0) {
      return false;
    }
  }
  raptor_xml_writer_start_element(x->xml, x->root);
  return true;
}

// Give the element one attribute; it is the element's from then on.
static bool
set_attribute(raptor_xml_element *element, raptor_qname *attribute)
{
  raptor_qname **attributes =
      attribute == NULL ? NULL : raptor_calloc_memory(1, sizeof *attributes);
  if (attributes == NULL) {
    if (attribute != NULL) {
      raptor_free_qname(attribute);
    }
    return false;
  }
  attributes[0] = attribute;
  raptor_xml_element_set_attributes(element, attributes, 1);
  return true;
}

static raptor_qname *
rdf_attribute(const rdfxml *x, const char *name, furat_str value)
{
  return raptor_new_qname_from_namespace_local_name(
      x->world, x->rdf, (const unsigned char *)name, bytes(value));
}

static raptor_qname *
object_attribute(const rdfxml *x, const furat_term *object)
{
  if (object->kind == FURAT_TERM_IRI) {
    return rdf_attribute(x, "resource", object->text);
  }
  if (object->kind == FURAT_TERM_BLANK) {
    return rdf_attribute(x, "nodeID", object->text);
  }
  if (object->language.len > 0) {
    return raptor_new_qname(x->stack, (const unsigned char *)"xml:lang",
                            bytes(object->language));
  }
  return rdf_attribute(x, "datatype", object->datatype);
}

static bool
write_statement(rdfxml *x, const furat_quad_row *row)
{
  split name = x->splits[row->predicate];
  furat_str predicate = furat_quad_set_term(x->set, row->predicate)->text;
  const furat_term *object = furat_quad_set_term(x->set, row->object);
  raptor_namespace *namespace = namespace_at(x, name.namespace)->handle;
  raptor_xml_element *element = raptor_new_xml_element_from_namespace_local_name(
      namespace != NULL ? namespace : x->rdf, bytes(predicate) + name.local, NULL, NULL);
  if (element == NULL) {
    return false;
  }
  bool is_plain = object->kind == FURAT_TERM_LITERAL && object->language.len == 0 &&
                  furat_str_equal(object->datatype, FURAT_STR(FURAT_XSD_STRING));
  bool done = is_plain || set_attribute(element, object_attribute(x, object));
  if (done) {
    raptor_xml_writer_start_element(x->xml, element);
    if (object->kind == FURAT_TERM_LITERAL) {
      raptor_xml_writer_cdata_counted(x->xml, bytes(object->text),
                                      (unsigned)object->text.len);
    }
    raptor_xml_writer_end_element(x->xml, element);
  }
  raptor_free_xml_element(element);
  return done;
}

static bool
write_subject(rdfxml *x, const furat_quad_row *rows, size_t n)
{
  const furat_term *subject = furat_quad_set_term(x->set, rows[0].subject);
  raptor_xml_element *element = raptor_new_xml_element_from_namespace_local_name(
      x->rdf, (const unsigned char *)"Description", NULL, NULL);
  if (element == NULL) {
    return false;
  }
  const char *name = subject->kind == FURAT_TERM_IRI ? "about" : "nodeID";
  bool done = set_attribute(element, rdf_attribute(x, name, subject->text));
  if (done) {
    raptor_xml_writer_start_element(x->xml, element);
    for (size_t i = 0; done && i < n; i++) {
      done = write_statement(x, &rows[i]);
    }
    raptor_xml_writer_end_element(x->xml, element);
  }
  raptor_free_xml_element(element);
  return done;
}

static furat_status
write_document(rdfxml *x, furat_error *err)
{
  const furat_quad_row *rows = x->set->rows.items;
  furat_buffer scratch;
  furat_buffer_init(&scratch, SIZE_MAX / 2);
  bool started = open_raptor(x) && start_root(x, &scratch);
  furat_buffer_clear(&scratch);
  if (!started) {
    return furat_error_no_mem(err);
  }
  size_t n_group;
  for (size_t i = 0; i < x->set->rows.n; i += n_group) {
    n_group = furat_quad_rows_of_subject(rows + i, x->set->rows.n - i);
    if (!write_subject(x, rows + i, n_group)) {
      return furat_error_no_mem(err);
    }
    furat_status status = furat_writer_flush(x->writer, false, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  raptor_xml_writer_end_element(x->xml, x->root);
  furat_buffer_append_byte(&x->writer->buffer, '\n');
  return FURAT_OK;
}

static void
rdfxml_clear(rdfxml *x)
{
  if (x->root != NULL) {
    raptor_free_xml_element(x->root);
  }
  if (x->xml != NULL) {
    raptor_free_xml_writer(x->xml);
  }
  if (x->stream != NULL) {
    raptor_free_iostream(x->stream);
  }
  for (size_t i = 0; i < x->namespaces.n; i++) {
    furat_free(namespace_at(x, i)->name);
    if (namespace_at(x, i)->handle != NULL) {
      raptor_free_namespace(namespace_at(x, i)->handle);
    }
  }
  if (x->rdf != NULL) {
    raptor_free_namespace(x->rdf);
  }
  if (x->stack != NULL) {
    raptor_free_namespaces(x->stack);
  }
  if (x->world != NULL) {
    raptor_free_world(x->world);
  }
  furat_vec_clear(&x->namespaces);
  furat_hash_index_clear(&x->by_iri);
  furat_free(x->splits);
}

furat_status
furat_writer_rdfxml(furat_writer *writer, furat_error *err)
{
  rdfxml x = {.writer = writer, .set = writer->set};
  furat_vec_init(&x.namespaces, sizeof(xml_namespace), MAX_NAMESPACES);
  furat_status status = check(&x, err);
  if (status == FURAT_OK) {
    status = write_document(&x, err);
  }
  rdfxml_clear(&x);
  return status;
}
