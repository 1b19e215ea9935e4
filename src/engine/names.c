// SPDX-License-Identifier: GPL-3.0-or-later
// Names of things, folded once when they are read.    engine/furat.h -> [names] -> cli,
// shell
#include "engine/names.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8_fold.h"
#include "rdf/vocabulary.h"

enum { MAX_NAMES = 1 << 24, MAX_BYTES = 1 << 30, MAX_CANDIDATES = 8 };

// --------------------------------------------------------------------- members

// IRIs, gathered from the subjects of quads.
typedef struct iri_set {
  furat_vec iris; // furat_str
  furat_arena *arena;
} iri_set;

static furat_status
take_subjects(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  iri_set *set = self;
  for (size_t i = 0; i < n; i++) {
    furat_str copy;
    if (quads[i].subject.kind != FURAT_TERM_IRI) {
      continue;
    }
    if (!furat_arena_copy(set->arena, quads[i].subject.text, &copy)) {
      return furat_error_no_mem(err);
    }
    furat_vec_push(&set->iris, &copy);
  }
  return furat_vec_status(&set->iris, err);
}

static furat_status
gather(iri_set *set, furat_dataset *dataset, const char *predicate, furat_str object,
       const furat_cancel *cancel, furat_error *err)
{
  furat_term pattern[3] = {{.kind = FURAT_TERM_NONE},
                           furat_term_iri(furat_str_of(predicate)),
                           furat_term_iri(object)};
  furat_quad_sink sink = {.self = set, .emit = take_subjects};
  return furat_dataset_match(dataset, pattern, NULL, &sink, cancel, err);
}

static bool
holds(const furat_vec *iris, size_t n, furat_str iri)
{
  for (size_t i = 0; i < n; i++) {
    if (furat_str_equal(FURAT_VEC_AT(iris, furat_str, i), iri)) {
      return true;
    }
  }
  return false;
}

static int
compare_iris(const void *a, const void *b)
{
  return furat_str_compare(*(const furat_str *)a, *(const furat_str *)b);
}

// The members of a class and of all classes below it, sorted.
static furat_status
gather_members(iri_set *members, furat_dataset *dataset, furat_str kind,
               const furat_cancel *cancel, furat_error *err)
{
  iri_set classes = {.arena = members->arena};
  furat_vec_init(&classes.iris, sizeof(furat_str), MAX_NAMES);
  furat_vec_push(&classes.iris, &kind);
  furat_status status = furat_vec_status(&classes.iris, err);
  for (size_t i = 0; i < classes.iris.n && status == FURAT_OK; i++) {
    furat_str class_iri = FURAT_VEC_AT(&classes.iris, furat_str, i);
    if (holds(&classes.iris, i, class_iri)) {
      continue; // reached by another way, or in a circle
    }
    status = gather(members, dataset, FURAT_RDF_TYPE, class_iri, cancel, err);
    if (status == FURAT_OK) {
      status = gather(&classes, dataset, FURAT_RDFS "subClassOf", class_iri, cancel, err);
    }
  }
  furat_vec_clear(&classes.iris);
  if (members->iris.n > 0) {
    qsort(members->iris.items, members->iris.n, sizeof(furat_str), compare_iris);
  }
  return status;
}

// ---------------------------------------------------------------------- reading

typedef struct label_reader {
  furat_names *names;
  const furat_vec *members; // NULL: anything
  furat_buffer folded;
  bool preferred;
} label_reader;

static bool
is_wanted(const label_reader *reader, const furat_quad *quad)
{
  if (quad->subject.kind != FURAT_TERM_IRI || quad->object.kind != FURAT_TERM_LITERAL) {
    return false;
  }
  const furat_vec *members = reader->members;
  return !members ||
         (members->n > 0 && bsearch(&quad->subject.text, members->items, members->n,
                                    sizeof(furat_str), compare_iris) != NULL);
}

static furat_status
add_name(label_reader *reader, const furat_quad *quad, furat_error *err)
{
  furat_arena *arena = &reader->names->arena;
  furat_name name = {.preferred = reader->preferred};
  furat_buffer_reset(&reader->folded);
  furat_utf8_fold(&reader->folded, quad->object.text);
  if (reader->folded.status != FURAT_OK ||
      !furat_arena_copy(arena, quad->subject.text, &name.iri) ||
      !furat_arena_copy(arena, quad->object.text, &name.label) ||
      !furat_arena_copy(arena, quad->object.language, &name.language) ||
      !furat_arena_copy(arena, furat_buffer_str(&reader->folded), &name.folded)) {
    return furat_error_no_mem(err);
  }
  furat_vec_push(&reader->names->all, &name);
  return furat_vec_status(&reader->names->all, err);
}

static furat_status
take_labels(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  label_reader *reader = self;
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < n && status == FURAT_OK; i++) {
    if (is_wanted(reader, &quads[i])) {
      status = add_name(reader, &quads[i], err);
    }
  }
  return status;
}

static furat_status
read_labels(furat_names *names, furat_dataset *dataset, const furat_vec *members,
            const furat_cancel *cancel, furat_error *err)
{
  static const char *const predicates[] = {FURAT_SKOS "prefLabel", FURAT_SKOS "altLabel",
                                           FURAT_SKOS "hiddenLabel"};
  label_reader reader = {.names = names, .members = members};
  furat_buffer_init(&reader.folded, MAX_BYTES);
  furat_quad_sink sink = {.self = &reader, .emit = take_labels};
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < 3 && status == FURAT_OK; i++) {
    furat_term pattern[3] = {{.kind = FURAT_TERM_NONE},
                             furat_term_iri(furat_str_of(predicates[i])),
                             {.kind = FURAT_TERM_NONE}};
    reader.preferred = i == 0;
    status = furat_dataset_match(dataset, pattern, NULL, &sink, cancel, err);
  }
  furat_buffer_clear(&reader.folded);
  return status;
}

furat_status
furat_names_load(furat_names *names, furat_dataset *dataset, furat_str kind,
                 const furat_cancel *cancel, furat_error *err)
{
  furat_vec_init(&names->all, sizeof(furat_name), MAX_NAMES);
  furat_arena_init(&names->arena, MAX_BYTES);
  iri_set members = {.arena = &names->arena};
  furat_vec_init(&members.iris, sizeof(furat_str), MAX_NAMES);
  furat_status status = FURAT_OK;
  if (kind.len > 0) {
    status = gather_members(&members, dataset, kind, cancel, err);
  }
  if (status == FURAT_OK) {
    status =
        read_labels(names, dataset, kind.len > 0 ? &members.iris : NULL, cancel, err);
  }
  furat_vec_clear(&members.iris);
  return status;
}

void
furat_names_clear(furat_names *names)
{
  if (names->all.item_bytes == 0) {
    return;
  }
  furat_vec_clear(&names->all);
  furat_arena_clear(&names->arena);
}

// ---------------------------------------------------------------------- finding

static furat_status
add_found(furat_vec *found, const furat_name *name, furat_error *err)
{
  for (size_t i = 0; i < found->n; i++) {
    if (furat_str_equal(FURAT_VEC_AT(found, furat_name, i).iri, name->iri)) {
      return FURAT_OK;
    }
  }
  furat_vec_push(found, name);
  return furat_vec_status(found, err);
}

static furat_status
find_equal(const furat_names *names, furat_str typed, furat_str folded, bool exactly,
           furat_vec *found, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < names->all.n && status == FURAT_OK; i++) {
    const furat_name *name = &FURAT_VEC_AT(&names->all, furat_name, i);
    if (exactly ? furat_str_equal(name->label, typed)
                : furat_str_equal(name->folded, folded)) {
      status = add_found(found, name, err);
    }
  }
  return status;
}

// Bytes to change, add or take away; `row` has room for b.len + 1.
static size_t
edit_distance(furat_str a, furat_str b, size_t *row)
{
  for (size_t j = 0; j <= b.len; j++) {
    row[j] = j;
  }
  for (size_t i = 1; i <= a.len; i++) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.len; j++) {
      size_t replaced = diagonal + (a.data[i - 1] != b.data[j - 1]);
      size_t shorter = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
      diagonal = row[j];
      row[j] = replaced < shorter ? replaced : shorter;
    }
  }
  return row[b.len];
}

static bool
contains(furat_str text, furat_str part)
{
  for (size_t i = 0; part.len > 0 && i + part.len <= text.len; i++) {
    if (furat_str_starts_with(furat_str_slice(text, i, text.len - i), part)) {
      return true;
    }
  }
  return false;
}

// How far a name is from what was typed; SIZE_MAX when it is not near.
static size_t
distance_of(const furat_name *name, furat_str folded, size_t *row)
{
  enum { FAR = 3, LONGEST = 400 };
  if (folded.len < 2 || name->folded.len > LONGEST) {
    return SIZE_MAX;
  }
  if (contains(name->folded, folded)) {
    return 0;
  }
  size_t distance = edit_distance(folded, name->folded, row);
  return distance <= folded.len / FAR ? distance : SIZE_MAX;
}

static furat_status
find_near(const furat_names *names, furat_str folded, furat_vec *found, furat_error *err)
{
  enum { LONGEST = 400 };
  size_t row[LONGEST + 1];
  size_t step = 0;
  furat_status status = FURAT_OK;
  if (folded.len > LONGEST) {
    return FURAT_OK;
  }
  // The nearest first: a pass for each distance, of which there are few.
  for (; step <= folded.len / 3 && status == FURAT_OK; step++) {
    for (size_t i = 0; i < names->all.n && status == FURAT_OK; i++) {
      const furat_name *name = &FURAT_VEC_AT(&names->all, furat_name, i);
      if (found->n < MAX_CANDIDATES && distance_of(name, folded, row) == step) {
        status = add_found(found, name, err);
      }
    }
  }
  return status;
}

static furat_status
find(const furat_names *names, furat_str typed, furat_str folded, furat_vec *found,
     furat_error *err)
{
  furat_status status = find_equal(names, typed, folded, true, found, err);
  if (status == FURAT_OK && found->n == 0 && folded.len > 0) {
    status = find_equal(names, typed, folded, false, found, err);
  }
  if (status == FURAT_OK && found->n == 0) {
    status = find_near(names, folded, found, err);
    return status == FURAT_OK ? FURAT_NOT_FOUND : status;
  }
  if (status == FURAT_OK && found->n > 1) {
    return FURAT_AMBIGUOUS;
  }
  return status;
}

furat_status
furat_names_find(const furat_names *names, furat_str typed, furat_vec *found,
                 furat_error *err)
{
  furat_buffer folded;
  furat_buffer_init(&folded, MAX_BYTES);
  furat_utf8_fold(&folded, typed);
  furat_status status = furat_buffer_status(&folded, err);
  if (status == FURAT_OK) {
    status = find(names, typed, furat_buffer_str(&folded), found, err);
  }
  furat_buffer_clear(&folded);
  return status;
}

furat_str
furat_names_label(const furat_names *names, furat_str iri, furat_str language)
{
  furat_str best = FURAT_STR_NONE;
  bool english = false;
  for (size_t i = 0; i < names->all.n; i++) {
    const furat_name *name = &FURAT_VEC_AT(&names->all, furat_name, i);
    if (!name->preferred || !furat_str_equal(name->iri, iri)) {
      continue;
    }
    if (furat_str_equal_nocase(name->language, language)) {
      return name->label;
    }
    bool is_english = furat_str_equal_nocase(name->language, FURAT_STR("en"));
    if (best.len == 0 || (is_english && !english)) {
      best = name->label;
      english = is_english;
    }
  }
  return best;
}
