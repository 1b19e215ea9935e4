// SPDX-License-Identifier: GPL-3.0-or-later
// A predicate that things of a class do not have: which they have, or which classes have
// it.                                                   set -> [diagnose_classes] ->
// probe
#include "engine/diagnose_internal.h"
#include "rdf/vocabulary.h"

enum {
  VALUE_SPARE = 0,
  OTHER_SPARE = 1,
  COUNT_SPARE = 2,
  CLASS_SPARE = 3,
  MOST_TERMS = 16,
  MOST_WRITTEN = 4
};

static furat_slot
iri_slot(const char *iri)
{
  return (furat_slot){.var = FURAT_VAR_NONE, .term = furat_term_iri(furat_str_of(iri))};
}

static bool
is_type(const furat_diagnosis *d, const furat_triple_pattern *triple)
{
  const furat_term type = furat_term_iri(FURAT_STR(FURAT_RDF_TYPE));
  const furat_term *predicate = furat_probe_constant(d, &triple->predicate);
  return !triple->path && predicate && furat_term_equal(predicate, &type);
}

// ------------------------------------------------------------------ the most frequent

typedef struct frequent {
  furat_arena *arena;
  size_t n;
  furat_term terms[MOST_TERMS];
  bool more;
} frequent;

static furat_status
take_frequent(void *self, const furat_term *values, furat_error *err)
{
  frequent *to = self;
  if (values->kind != FURAT_TERM_IRI) {
    return FURAT_OK;
  }
  to->more = to->n == MOST_TERMS;
  if (to->more) {
    return FURAT_DONE;
  }
  return furat_term_copy(to->arena, values, &to->terms[to->n++])
             ? FURAT_OK
             : furat_error_no_mem(err);
}

// The values of a spare variable by how many solutions have them.
static furat_algebra *
by_count(furat_diagnosis *d, furat_algebra *pattern)
{
  const furat_var count = furat_probe_spare(d, COUNT_SPARE).var;
  furat_algebra *group = furat_probe_node(d, FURAT_ALGEBRA_GROUP, pattern, NULL);
  furat_algebra *order = furat_probe_node(d, FURAT_ALGEBRA_ORDER, group, NULL);
  furat_assignment *key = FURAT_ARENA_NEW(&d->arena, furat_assignment);
  furat_aggregate *aggregate = FURAT_ARENA_NEW(&d->arena, furat_aggregate);
  furat_sort_key *sort_keys = FURAT_ARENA_ARRAY(&d->arena, furat_sort_key, 2);
  if (!pattern || !group || !order || !key || !aggregate || !sort_keys) {
    return NULL;
  }
  *key = (furat_assignment){.var = furat_probe_spare(d, VALUE_SPARE).var};
  *aggregate = (furat_aggregate){.var = count, .builtin = FURAT_BUILTIN_COUNT};
  sort_keys[0] = (furat_sort_key){.expr = furat_probe_var(d, count), .descending = true};
  sort_keys[1] = (furat_sort_key){.expr = furat_probe_var(d, key->var)};
  group->n_assignments = 1;
  group->assignments = key;
  group->n_aggregates = 1;
  group->aggregates = aggregate;
  order->n_sort_keys = 2;
  order->sort_keys = sort_keys;
  return sort_keys[0].expr && sort_keys[1].expr ? order : NULL;
}

static furat_algebra *
two_triples(furat_diagnosis *d, const furat_triple_pattern *first,
            const furat_triple_pattern *second)
{
  furat_algebra *both = furat_probe_node(d, FURAT_ALGEBRA_BGP, NULL, NULL);
  furat_triple_pattern *triples = FURAT_ARENA_ARRAY(&d->arena, furat_triple_pattern, 2);
  if (!both || !triples) {
    return NULL;
  }
  triples[0] = *first;
  triples[1] = *second;
  both->n_triples = 2;
  both->triples = triples;
  return both;
}

static furat_status
find_frequent(furat_diagnosis *d, furat_algebra *pattern, frequent *out, furat_error *err)
{
  const furat_var value = furat_probe_spare(d, VALUE_SPARE).var;
  *out = (frequent){.arena = &d->arena};
  return furat_probe_each(d, by_count(d, pattern), FURAT_PROBE_HERE, &value, 1,
                          take_frequent, out, err);
}

static void
write_list(furat_diagnosis *d, const frequent *list)
{
  for (size_t i = 0; i < list->n && i < MOST_WRITTEN; i++) {
    furat_buffer_append_cstr(d->out, i > 0 ? ", " : " ");
    furat_diagnosis_write_term(d, &list->terms[i]);
  }
  furat_buffer_append_cstr(d->out, list->n > MOST_WRITTEN ? " and others\n" : "\n");
}

// ---------------------------------------------------------- ?x a CLASS ; PREDICATE ?y

// The predicates of (or, backwards, to) things of the class, the most frequent first.
static furat_status
tell_predicates(furat_diagnosis *d, const furat_triple_pattern *type,
                const furat_triple_pattern *wanted, bool backwards, bool *found,
                furat_error *err)
{
  frequent list;
  furat_triple_pattern any = {.subject = type->subject,
                              .predicate = furat_probe_spare(d, VALUE_SPARE),
                              .object = furat_probe_spare(d, OTHER_SPARE)};
  if (backwards) {
    any.object = any.subject;
    any.subject = furat_probe_spare(d, OTHER_SPARE);
  }
  furat_status status = find_frequent(d, two_triples(d, type, &any), &list, err);
  if (status != FURAT_OK || list.n == 0) {
    return status;
  }
  *found = true;
  furat_buffer_append_cstr(d->out, backwards ? "  nothing leads to things of class "
                                             : "  things of class ");
  furat_diagnosis_write_term(d, furat_probe_constant(d, &type->object));
  furat_buffer_append_cstr(d->out, backwards ? " by " : " have no ");
  furat_diagnosis_write_term(d, furat_probe_constant(d, &wanted->predicate));
  furat_buffer_append_cstr(d->out, backwards ? "; there is" : "; they have");
  write_list(d, &list);
  return FURAT_OK;
}

static furat_status
tell_class(furat_diagnosis *d, const furat_triple_pattern *type,
           const furat_triple_pattern *wanted, bool *found, furat_error *err)
{
  const furat_var thing = type->subject.var;
  if (!is_type(d, type) || is_type(d, wanted) || wanted->path ||
      thing == FURAT_VAR_NONE || !furat_probe_constant(d, &type->object) ||
      !furat_probe_constant(d, &wanted->predicate)) {
    return FURAT_OK;
  }
  if (wanted->subject.var == thing && !furat_probe_constant(d, &wanted->object)) {
    return tell_predicates(d, type, wanted, false, found, err);
  }
  if (wanted->object.var == thing && !furat_probe_constant(d, &wanted->subject)) {
    return tell_predicates(d, type, wanted, true, found, err);
  }
  return FURAT_OK;
}

// ---------------------------------------------------------------- THING PREDICATE ?y

// The classes of what stands at this end of the predicate, the most frequent first.
static furat_status
find_classes(furat_diagnosis *d, const furat_triple_pattern *triple, bool object,
             frequent *out, furat_error *err)
{
  furat_triple_pattern any = *triple;
  const furat_slot thing = furat_probe_spare(d, CLASS_SPARE);
  any.subject = object ? furat_probe_spare(d, OTHER_SPARE) : thing;
  any.object = object ? thing : furat_probe_spare(d, OTHER_SPARE);
  const furat_triple_pattern type = {.subject = thing,
                                     .predicate = iri_slot(FURAT_RDF_TYPE),
                                     .object = furat_probe_spare(d, VALUE_SPARE)};
  return find_frequent(d, two_triples(d, &any, &type), out, err);
}

static bool
has(const frequent *list, const furat_term *term)
{
  for (size_t i = 0; i < list->n; i++) {
    if (furat_term_equal(&list->terms[i], term)) {
      return true;
    }
  }
  return false;
}

// "place:mosul is a fur:Place, and fur:fought leads from fur:ArmedGroup, fur:Country"
static furat_status
tell_end(furat_diagnosis *d, const furat_triple_pattern *triple, bool object, bool *found,
         furat_error *err)
{
  frequent own;
  frequent theirs;
  bool shared = false;
  const furat_slot *slot = object ? &triple->object : &triple->subject;
  const furat_term *thing = furat_probe_constant(d, slot);
  if (!thing || thing->kind != FURAT_TERM_IRI) {
    return FURAT_OK;
  }
  const furat_triple_pattern type = {.subject = *slot,
                                     .predicate = iri_slot(FURAT_RDF_TYPE),
                                     .object = furat_probe_spare(d, VALUE_SPARE)};
  furat_status status = find_frequent(d, furat_probe_triple(d, &type), &own, err);
  if (status == FURAT_OK && own.n > 0) {
    status = find_classes(d, triple, object, &theirs, err);
  }
  if (status != FURAT_OK || own.n == 0 || theirs.n == 0) {
    return status;
  }
  for (size_t i = 0; i < own.n; i++) {
    shared = shared || has(&theirs, &own.terms[i]);
  }
  // Of the classes beyond the most frequent nothing is known.
  if (shared || own.more || theirs.more) {
    return FURAT_OK;
  }
  *found = true;
  furat_buffer_append_cstr(d->out, "  ");
  furat_diagnosis_write_term(d, thing);
  furat_buffer_append_cstr(d->out, " is of class");
  write_list(d, &own);
  furat_buffer_append_cstr(d->out, "  ");
  furat_diagnosis_write_term(d, furat_probe_constant(d, &triple->predicate));
  furat_buffer_append_cstr(d->out, object ? " leads to things of class"
                                          : " leads from things of class");
  write_list(d, &theirs);
  return FURAT_OK;
}

static bool
is_plain(const furat_diagnosis_item *item)
{
  return item->node->kind == FURAT_ALGEBRA_BGP && item->node->n_triples == 1 &&
         !item->graph;
}

furat_status
furat_diagnose_classes(furat_diagnosis *d, const furat_diagnosis_set *set, bool *found,
                       furat_error *err)
{
  if (!is_plain(&set->items[0]) || set->n > 2) {
    return FURAT_OK;
  }
  const furat_triple_pattern *first = &set->items[0].node->triples[0];
  if (set->n == 2) {
    if (!is_plain(&set->items[1])) {
      return FURAT_OK;
    }
    const furat_triple_pattern *second = &set->items[1].node->triples[0];
    furat_status status = tell_class(d, first, second, found, err);
    return status == FURAT_OK && !*found ? tell_class(d, second, first, found, err)
                                         : status;
  }
  if (first->path || is_type(d, first) || !furat_probe_constant(d, &first->predicate)) {
    return FURAT_OK;
  }
  furat_status status = tell_end(d, first, false, found, err);
  return status == FURAT_OK && !*found ? tell_end(d, first, true, found, err) : status;
}
