// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the patterns of a canned query for what stands in its parameters' places.
//                        position, census -> [canned_data] -> completion_canned, shell
#include "cli/canned_data.h"

#include "cli/term_text.h"
#include "rdf/vocabulary.h"
#include "sparql/position.h"

enum { MOST = 200, MAX_ITEMS = 1 << 20, MAX_ARENA_BYTES = 1 << 20 };

typedef struct reading {
  furat_census *census;
  const furat_canned_param *param;
  furat_prefixes prefixes;
  furat_arena arena;
} reading;

static furat_status
add_prefixes(reading *r, const furat_prefixes *prefixes, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < prefixes->entries.n && status == FURAT_OK; i++) {
    const furat_prefix *prefix = &FURAT_VEC_AT(&prefixes->entries, furat_prefix, i);
    status = furat_prefixes_set(&r->prefixes, prefix->name, prefix->iri, err);
  }
  return status;
}

// The predicate of a triple that has the parameter for its object.
static bool
leads_to_parameter(reading *r, const furat_position_triple *t, furat_str *predicate)
{
  furat_term iri;
  const furat_str variable =
      t->object.len > 0 ? furat_str_slice(t->object, 1, t->object.len) : t->object;
  if (!furat_str_equal(variable, r->param->variable) || t->predicate.len == 0 ||
      t->predicate.data[0] == '?' || t->predicate.data[0] == '$') {
    return false;
  }
  if (furat_str_equal(t->predicate, FURAT_STR("a"))) {
    *predicate = FURAT_STR(FURAT_RDF_TYPE);
    return true;
  }
  const bool is_iri =
      furat_iri_parse(&iri, &r->arena, t->predicate, &r->prefixes, NULL) == FURAT_OK;
  *predicate = is_iri ? iri.text : FURAT_STR_NONE;
  return is_iri;
}

// Each once.
static void
add_new(const furat_vec *more, furat_vec *items)
{
  const size_t n_before = items->n;
  for (size_t i = 0; i < more->n; i++) {
    const furat_census_item *item = &FURAT_VEC_AT(more, furat_census_item, i);
    bool is_there = false;
    for (size_t j = 0; j < n_before && !is_there; j++) {
      is_there =
          furat_term_equal(&FURAT_VEC_AT(items, furat_census_item, j).term, &item->term);
    }
    if (!is_there) {
      furat_vec_push(items, item);
    }
  }
}

static furat_status
collect(reading *r, const furat_position *position, furat_vec *items, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i <= position->triples.n && status == FURAT_OK; i++) {
    furat_str predicate = FURAT_STR_NONE;
    furat_vec more;
    furat_vec_init(&more, sizeof(furat_census_item), MAX_ITEMS);
    if (i == position->triples.n) {
      status = r->param->kind.len == 0
                   ? FURAT_OK
                   : furat_census_members(r->census, r->param->kind, MOST, &more, err);
    } else if (leads_to_parameter(
                   r, &FURAT_VEC_AT(&position->triples, furat_position_triple, i),
                   &predicate)) {
      status = furat_census_objects(r->census, predicate, MOST, &more, err);
    }
    add_new(&more, items);
    furat_vec_clear(&more);
  }
  return status == FURAT_OK ? furat_vec_status(items, err) : status;
}

static bool
is_among(const furat_vec *items, furat_str iri)
{
  for (size_t i = 0; i < items->n; i++) {
    if (furat_str_equal(FURAT_VEC_AT(items, furat_census_item, i).term.text, iri)) {
      return true;
    }
  }
  return false;
}

// What is not of the kind that was asked for cannot be the value.
static furat_status
keep_members(const reading *r, furat_vec *items, furat_error *err)
{
  furat_vec members;
  furat_status status = FURAT_OK;
  size_t n = 0;
  if (r->param->kind.len == 0) {
    return FURAT_OK;
  }
  furat_vec_init(&members, sizeof(furat_census_item), MAX_ITEMS);
  status = furat_census_members(r->census, r->param->kind, SIZE_MAX, &members, err);
  if (status == FURAT_OK && !furat_census_is_cut(r->census)) {
    for (size_t i = 0; i < items->n; i++) {
      const furat_census_item item = FURAT_VEC_AT(items, furat_census_item, i);
      if (is_among(&members, item.term.text)) {
        FURAT_VEC_AT(items, furat_census_item, n++) = item;
      }
    }
    furat_vec_truncate(items, n);
  }
  furat_vec_clear(&members);
  return status;
}

furat_status
furat_canned_data(furat_vec *items, furat_census *census, const furat_canned *canned,
                  const furat_canned_param *param, const furat_prefixes *prefixes,
                  furat_error *err)
{
  reading r = {.census = census, .param = param};
  furat_position position;
  const furat_str text = furat_buffer_str(&canned->text);
  furat_prefixes_init(&r.prefixes);
  furat_arena_init(&r.arena, MAX_ARENA_BYTES);
  furat_status status = furat_position_read(&position, text, text.len, err);
  if (status == FURAT_OK) {
    status = add_prefixes(&r, prefixes, err);
  }
  if (status == FURAT_OK) {
    status = add_prefixes(&r, &position.prefixes, err);
  }
  if (status == FURAT_OK) {
    status = collect(&r, &position, items, err);
  }
  if (status == FURAT_OK) {
    status = keep_members(&r, items, err);
  }
  furat_position_clear(&position);
  furat_arena_clear(&r.arena);
  furat_prefixes_clear(&r.prefixes);
  return status;
}

bool
furat_canned_takes(const furat_canned_param *param, const furat_term *literal)
{
  if (literal->kind != FURAT_TERM_LITERAL) {
    return false;
  }
  return param->type == FURAT_PARAM_TYPED
             ? furat_str_equal(literal->datatype, param->datatype)
             : param->language.len == 0 ||
                   furat_str_equal_nocase(literal->language, param->language);
}
