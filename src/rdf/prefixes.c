// SPDX-License-Identifier: GPL-3.0-or-later
// Prefix maps, sorted by name for look-up; matching an IRI walks all entries, of which a
// document has some tens.  Local names follow the PN_LOCAL rule of Turtle and SPARQL 1.1.
#include "rdf/prefixes.h"

#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "rdf/name_chars.h"
#include "rdf/term.h"

enum { MAX_PREFIXES = 1 << 20 };
static const size_t max_text_bytes = (size_t)1 << 28;

void
furat_prefixes_init(furat_prefixes *prefixes)
{
  furat_vec_init(&prefixes->entries, sizeof(furat_prefix), MAX_PREFIXES);
  furat_arena_init(&prefixes->texts, max_text_bytes);
}

void
furat_prefixes_clear(furat_prefixes *prefixes)
{
  furat_vec_clear(&prefixes->entries);
  furat_arena_clear(&prefixes->texts);
}

furat_status
furat_prefixes_new(furat_prefixes **out, furat_error *err)
{
  *out = furat_alloc(sizeof **out);
  if (!*out) {
    return furat_error_no_mem(err);
  }
  furat_prefixes_init(*out);
  return FURAT_OK;
}

void
furat_prefixes_free(furat_prefixes *prefixes)
{
  if (prefixes) {
    furat_prefixes_clear(prefixes);
    furat_free(prefixes);
  }
}

static furat_prefix *
entry_at(const furat_prefixes *prefixes, size_t i)
{
  return &FURAT_VEC_AT(&prefixes->entries, furat_prefix, i);
}

/// The first entry whose name is not before `name`.
static size_t
lower_bound(const furat_prefixes *prefixes, furat_str name)
{
  size_t low = 0;
  size_t high = prefixes->entries.n;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (furat_str_compare(entry_at(prefixes, middle)->name, name) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

static bool
is_named(const furat_prefixes *prefixes, size_t i, furat_str name)
{
  return i < prefixes->entries.n && furat_str_equal(entry_at(prefixes, i)->name, name);
}

furat_status
furat_prefixes_set(furat_prefixes *prefixes, furat_str name, furat_str iri,
                   furat_error *err)
{
  const size_t i = lower_bound(prefixes, name);
  furat_prefix entry;
  if (is_named(prefixes, i, name)) {
    if (furat_str_equal(entry_at(prefixes, i)->iri, iri)) {
      return FURAT_OK;
    }
    return furat_arena_copy(&prefixes->texts, iri, &entry_at(prefixes, i)->iri)
               ? FURAT_OK
               : furat_error_no_mem(err);
  }
  if (!furat_arena_copy(&prefixes->texts, name, &entry.name) ||
      !furat_arena_copy(&prefixes->texts, iri, &entry.iri)) {
    return furat_error_no_mem(err);
  }
  if (!furat_vec_push(&prefixes->entries, &entry)) {
    return furat_vec_status(&prefixes->entries, err);
  }
  furat_prefix *at = entry_at(prefixes, i);
  memmove(at + 1, at, (prefixes->entries.n - 1 - i) * sizeof(entry));
  *at = entry;
  return FURAT_OK;
}

bool
furat_prefixes_find(const furat_prefixes *prefixes, furat_str name, furat_str *iri)
{
  const size_t i = lower_bound(prefixes, name);
  const bool found = is_named(prefixes, i, name);
  if (found) {
    *iri = entry_at(prefixes, i)->iri;
  }
  return found;
}

/// What may start a local name: PN_CHARS_U, a colon or a digit.  SPARQL 1.1 rule 169.
static bool
is_start_char(uint32_t c)
{
  return (c >= '0' && c <= ':') || furat_is_pn_chars_u(c);
}

typedef enum local_form { LOCAL_PLAIN, LOCAL_ESCAPED, LOCAL_IMPOSSIBLE } local_form;

/// How the character `c` at bytes [start, end) of `local` is written.
static local_form
form_of(furat_str local, size_t start, size_t end, uint32_t c)
{
  const bool is_inner = start > 0 && end < local.len;
  if (start == 0 ? is_start_char(c) : c == ':' || furat_is_pn_chars(c)) {
    return LOCAL_PLAIN;
  }
  if ((c == '.' && is_inner) || (c == '%' && furat_is_percent_escape(local, start))) {
    return LOCAL_PLAIN;
  }
  return furat_is_local_escape(c) ? LOCAL_ESCAPED : LOCAL_IMPOSSIBLE;
}

/// Whether a PN_LOCAL can stand for `local`.
static bool
is_writable(furat_str local)
{
  for (size_t offset = 0; offset < local.len;) {
    const size_t start = offset;
    const uint32_t c = furat_utf8_decode(local, &offset);
    if (form_of(local, start, offset, c) == LOCAL_IMPOSSIBLE) {
      return false;
    }
  }
  return true;
}

bool
furat_local_name_write(furat_buffer *out, furat_str local)
{
  if (!is_writable(local)) {
    return false;
  }
  for (size_t offset = 0; offset < local.len;) {
    const size_t start = offset;
    const uint32_t c = furat_utf8_decode(local, &offset);
    if (form_of(local, start, offset, c) == LOCAL_ESCAPED) {
      furat_buffer_append_byte(out, '\\');
    }
    furat_buffer_append(out, furat_str_slice(local, start, offset - start));
  }
  return true;
}

const furat_prefix *
furat_prefixes_match(const furat_prefixes *prefixes, furat_str iri, furat_str *local)
{
  const furat_prefix *best = NULL;
  for (size_t i = 0; i < prefixes->entries.n; ++i) {
    const furat_prefix *entry = entry_at(prefixes, i);
    const size_t n = entry->iri.len;
    if (n > iri.len || (n > 0 && iri.data[n - 1] != entry->iri.data[n - 1])) {
      continue; // nearly all of them are passed over here
    }
    const furat_str rest = furat_str_slice(iri, n, iri.len);
    if ((!best || entry->iri.len > best->iri.len) &&
        furat_str_starts_with(iri, entry->iri) && is_writable(rest)) {
      best = entry;
      *local = rest;
    }
  }
  return best;
}

void
furat_prefixes_write_iri(furat_buffer *out, const furat_prefixes *prefixes, furat_str iri)
{
  furat_str local;
  const furat_prefix *prefix = furat_prefixes_match(prefixes, iri, &local);
  if (prefix) {
    furat_buffer_append(out, prefix->name);
    furat_buffer_append_byte(out, ':');
    if (!furat_local_name_write(out, local)) {
      out->status = out->status == FURAT_OK ? FURAT_INTERNAL : out->status;
    }
    return;
  }
  const furat_term term = furat_term_iri(iri);
  furat_term_write_ntriples(out, &term);
}

#define PREFIX(name, iri)     \
  {                           \
    {name, sizeof(name) - 1}, \
    {                         \
      iri, sizeof(iri) - 1    \
    }                         \
  }

static const furat_prefix well_known[] = {
    PREFIX("actor", "https://w3id.org/furat/id/actor/"),
    PREFIX("bibo", "http://purl.org/ontology/bibo/"),
    PREFIX("cc", "http://creativecommons.org/ns#"),
    PREFIX("crm", "http://www.cidoc-crm.org/cidoc-crm/"),
    PREFIX("dbo", "http://dbpedia.org/ontology/"),
    PREFIX("dbr", "http://dbpedia.org/resource/"),
    PREFIX("dc", "http://purl.org/dc/elements/1.1/"),
    PREFIX("dcat", "http://www.w3.org/ns/dcat#"),
    PREFIX("dcterms", "http://purl.org/dc/terms/"),
    PREFIX("doap", "http://usefulinc.com/ns/doap#"),
    PREFIX("doc", "https://w3id.org/furat/doc/"),
    PREFIX("docgraph", "https://w3id.org/furat/graph/doc/"),
    PREFIX("edtf", "http://id.loc.gov/datatypes/edtf/"),
    PREFIX("event", "https://w3id.org/furat/id/event/"),
    PREFIX("foaf", "http://xmlns.com/foaf/0.1/"),
    PREFIX("fur", "https://w3id.org/furat/ontology#"),
    PREFIX("geo", "http://www.opengis.net/ont/geosparql#"),
    PREFIX("geof", "http://www.opengis.net/def/function/geosparql/"),
    PREFIX("gn", "http://www.geonames.org/ontology#"),
    PREFIX("graph", "https://w3id.org/furat/graph/"),
    PREFIX("oa", "http://www.w3.org/ns/oa#"),
    PREFIX("org", "http://www.w3.org/ns/org#"),
    PREFIX("owl", "http://www.w3.org/2002/07/owl#"),
    PREFIX("place", "https://w3id.org/furat/id/place/"),
    PREFIX("prov", "http://www.w3.org/ns/prov#"),
    PREFIX("qb", "http://purl.org/linked-data/cube#"),
    PREFIX("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    PREFIX("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    PREFIX("schema", "http://schema.org/"),
    PREFIX("sd", "http://www.w3.org/ns/sparql-service-description#"),
    PREFIX("sem", "http://semanticweb.cs.vu.nl/2009/11/sem/"),
    PREFIX("sh", "http://www.w3.org/ns/shacl#"),
    PREFIX("sioc", "http://rdfs.org/sioc/ns#"),
    PREFIX("skos", "http://www.w3.org/2004/02/skos/core#"),
    PREFIX("skosxl", "http://www.w3.org/2008/05/skos-xl#"),
    PREFIX("source", "https://w3id.org/furat/id/source/"),
    PREFIX("stmt", "https://w3id.org/furat/stmt/"),
    PREFIX("time", "http://www.w3.org/2006/time#"),
    PREFIX("vann", "http://purl.org/vocab/vann/"),
    PREFIX("vcard", "http://www.w3.org/2006/vcard/ns#"),
    PREFIX("void", "http://rdfs.org/ns/void#"),
    PREFIX("wd", "http://www.wikidata.org/entity/"),
    PREFIX("wdt", "http://www.wikidata.org/prop/direct/"),
    PREFIX("wgs", "http://www.w3.org/2003/01/geo/wgs84_pos#"),
    PREFIX("xsd", "http://www.w3.org/2001/XMLSchema#"),
};

const furat_prefix *
furat_prefixes_well_known(size_t *n)
{
  *n = sizeof(well_known) / sizeof(well_known[0]);
  return well_known;
}
