// SPDX-License-Identifier: GPL-3.0-or-later
// What a release says of itself: VoID and DCAT.  The counts come from a query over the
// data, so that nothing here knows what is in them.
//                                             engine -> [release_description] -> release
#include "cli/release_internal.h"
#include "engine/shipped.h"
#include "engine/text_file.h"
#include "rdf/iri.h"
#include "rdf/vocabulary.h"

#define DCAT    "http://www.w3.org/ns/dcat#"
#define DCTERMS "http://purl.org/dc/terms/"
#define SPDX    "http://spdx.org/rdf/terms#"
#define VOID    "http://rdfs.org/ns/void#"
#define MEDIA   "https://www.iana.org/assignments/media-types/"

enum { MAX_QUERY = 1 << 20, MAX_PATH = 1 << 16, MAX_TEXT = 1 << 20 };

static const char identify[] =
    "PREFIX dcat: <" DCAT "> PREFIX void: <" VOID "> PREFIX owl: <" FURAT_OWL ">\n"
    "SELECT DISTINCT ?catalog ?space ?version WHERE {\n"
    "  GRAPH ?a { ?catalog a dcat:Catalog ; void:uriSpace ?space }\n"
    "  GRAPH ?b { ?ontology a owl:Ontology ; owl:versionInfo ?version }\n"
    "  FILTER (isIRI(?catalog) && STRSTARTS(STR(?ontology), ?space)) }";

static furat_status
take_identity(furat_release *release, furat_results *results, furat_error *err)
{
  furat_str *const places[] = {&release->catalog, &release->space, &release->version};
  const furat_term *row = NULL;
  furat_status status = furat_results_next(results, &row, err);
  for (size_t i = 0; status == FURAT_OK && i < 3; ++i) {
    if (!furat_arena_copy(&release->texts, row[i].text, places[i])) {
      status = furat_error_no_mem(err);
    }
  }
  if (status == FURAT_OK) {
    status = furat_results_next(results, &row, err);
    if (status == FURAT_OK) {
      return furat_error_set(err, FURAT_BAD_DATA,
                             "the data have several catalogues or versions");
    }
    return status == FURAT_DONE ? FURAT_OK : status;
  }
  if (status == FURAT_DONE) {
    furat_error_set(err, FURAT_BAD_DATA, "the data do not say what is released");
    furat_error_hint(err, "a graph has to say: <set> a dcat:Catalog ; void:uriSpace "
                          "\"...\", and the ontology its owl:versionInfo");
    return FURAT_BAD_DATA;
  }
  return status;
}

furat_status
furat_release_identify(furat_release *release, furat_error *err)
{
  const furat_prepare_options prepare = FURAT_PREPARE_OPTIONS_INIT;
  furat_query *query = NULL;
  furat_results *results = NULL;
  furat_status status = furat_query_prepare(&query, release->dataset,
                                            furat_str_of(identify), &prepare, err);
  if (status == FURAT_OK) {
    status = furat_query_execute(&results, query, release->cancel, err);
  }
  if (status == FURAT_OK) {
    status = take_identity(release, results, err);
  }
  furat_results_free(results);
  furat_query_free(query);
  return status;
}

static furat_status
run_query(const furat_release *release, furat_str text, const furat_quad_sink *sink,
          furat_error *err)
{
  const furat_prepare_options prepare = FURAT_PREPARE_OPTIONS_INIT;
  furat_query *query = NULL;
  furat_results *results = NULL;
  furat_status status =
      furat_query_prepare(&query, release->dataset, text, &prepare, err);
  if (status == FURAT_OK) {
    status = furat_query_execute(&results, query, release->cancel, err);
  }
  if (status == FURAT_OK) {
    status = furat_results_triples(results, sink, err);
  }
  furat_results_free(results);
  furat_query_free(query);
  return status;
}

static furat_status
count_data(const furat_release *release, const furat_quad_sink *sink, furat_error *err)
{
  furat_buffer path;
  furat_buffer text;
  furat_buffer_init(&path, MAX_PATH);
  furat_buffer_init(&text, MAX_QUERY);
  furat_status status = furat_datadir_find(&path, err);
  if (status == FURAT_OK) {
    furat_buffer_append_cstr(&path, "/ontology/release/description.rq");
    status = furat_buffer_status(&path, err);
  }
  if (status == FURAT_OK) {
    status = furat_text_file_read(&text, path.data, err);
  }
  if (status == FURAT_OK) {
    status = run_query(release, furat_buffer_str(&text), sink, err);
  }
  furat_buffer_clear(&path);
  furat_buffer_clear(&text);
  return status;
}

static furat_status
tell(const furat_quad_sink *sink, const furat_term *subject, const char *property,
     furat_term object, furat_error *err)
{
  const furat_quad quad = {.subject = *subject,
                           .predicate = furat_term_iri(furat_str_of(property)),
                           .object = object,
                           .graph = FURAT_TERM_UNSET};
  return furat_quad_sink_emit(sink, &quad, 1, err);
}

typedef struct statement {
  const furat_term *subject;
  const char *property;
  furat_term object;
} statement;

static furat_term
iri(const char *text)
{
  return furat_term_iri(furat_str_of(text));
}

// A distribution is its file's IRI, so it needs no name of its own; the checksum is a
// blank node, as SPDX has it.
static furat_status
tell_file(const furat_release_file *file, const furat_term *set, const furat_term *place,
          furat_str media, furat_str size, const furat_quad_sink *sink, furat_error *err)
{
  const furat_term sum = furat_term_blank(file->sha256);
  const statement statements[] = {
      {set, VOID "dataDump", *place},
      {set, DCAT "distribution", *place},
      {place, FURAT_RDF_TYPE, iri(DCAT "Distribution")},
      {place, DCTERMS "title", furat_term_literal(file->name, (furat_str){0})},
      {place, DCAT "downloadURL", *place},
      {place, DCAT "mediaType", furat_term_iri(media)},
      {place, DCAT "byteSize",
       furat_term_literal(size, FURAT_STR(FURAT_XSD "nonNegativeInteger"))},
      {place, SPDX "checksum", sum},
      {&sum, FURAT_RDF_TYPE, iri(SPDX "Checksum")},
      {&sum, SPDX "algorithm", iri(SPDX "checksumAlgorithm_sha256")},
      {&sum, SPDX "checksumValue",
       furat_term_literal(file->sha256, FURAT_STR(FURAT_XSD "hexBinary"))},
  };
  furat_status status = FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && i < sizeof statements / sizeof statements[0];
       ++i) {
    status = tell(sink, statements[i].subject, statements[i].property,
                  statements[i].object, err);
  }
  return status;
}

static furat_status
describe_file(const furat_release *release, const furat_release_file *file,
              const furat_quad_sink *sink, furat_error *err)
{
  furat_buffer place;
  furat_buffer media;
  furat_buffer size;
  furat_buffer_init(&place, MAX_TEXT);
  furat_buffer_init(&media, MAX_TEXT);
  furat_buffer_init(&size, MAX_TEXT);
  furat_buffer_appendf(&place, "%.*srelease/%.*s/%.*s", FURAT_STR_ARGS(release->space),
                       FURAT_STR_ARGS(release->version), FURAT_STR_ARGS(file->name));
  furat_buffer_appendf(&media, MEDIA "%s", file->syntax->media_type);
  furat_buffer_appendf(&size, "%zu", file->n_bytes);
  furat_status status = furat_buffer_status(&place, err);
  if (status == FURAT_OK && !furat_iri_is_valid(furat_buffer_str(&place))) {
    status = furat_error_set(err, FURAT_BAD_DATA,
                             "the space and the version of the data make no IRI: %.200s",
                             place.data);
  }
  if (status == FURAT_OK) {
    status = furat_buffer_status(&media, err);
  }
  if (status == FURAT_OK) {
    status = furat_buffer_status(&size, err);
  }
  if (status == FURAT_OK) {
    const furat_term set =
        furat_term_iri(file->graph.len > 0 ? file->graph : release->catalog);
    const furat_term where = furat_term_iri(furat_buffer_str(&place));
    status = tell_file(file, &set, &where, furat_buffer_str(&media),
                       furat_buffer_str(&size), sink, err);
  }
  furat_buffer_clear(&place);
  furat_buffer_clear(&media);
  furat_buffer_clear(&size);
  return status;
}

furat_status
furat_release_describe(const furat_release *release, const furat_quad_sink *sink,
                       furat_error *err)
{
  furat_status status =
      furat_quad_sink_prefix(sink, FURAT_STR("spdx"), FURAT_STR(SPDX), err);
  if (status == FURAT_OK) {
    status = count_data(release, sink, err);
  }
  for (size_t i = 0; status == FURAT_OK && i < release->files.n; ++i) {
    status = describe_file(release, &FURAT_VEC_AT(&release->files, furat_release_file, i),
                           sink, err);
  }
  return status;
}
