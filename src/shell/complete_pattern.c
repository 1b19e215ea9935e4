// SPDX-License-Identifier: GPL-3.0-or-later
// Inside a pattern: the predicates that go on from what was written, also within paths,
// and what these lead to.            position, census -> [complete_pattern] -> complete

#include "rdf/vocabulary.h"
#include "shell/complete_query.h"

enum { MAX_OBJECTS = 300, MAX_KNOWN = 8 };

furat_str
furat_completion_class_of(furat_completion *q, furat_str node)
{
  for (size_t i = 0; i < q->position.triples.n; i++) {
    const furat_position_triple *t =
        &FURAT_VEC_AT(&q->position.triples, furat_position_triple, i);
    furat_str iri = FURAT_STR_NONE;
    if (furat_position_same(t->subject, node) &&
        furat_complete_iri_of(&q->c, t->predicate, &iri) &&
        furat_str_equal(iri, FURAT_STR(FURAT_RDF_TYPE)) &&
        furat_complete_iri_of(&q->c, t->object, &iri)) {
      return t->object;
    }
  }
  return FURAT_STR_NONE;
}

// ------------------------------------------------------------------- predicates

// Of which things something is known.
typedef struct known {
  furat_census_of of[MAX_KNOWN];
  furat_str iri[MAX_KNOWN];
  size_t n;
} known;

static void
add_known(known *things, furat_census_of of, furat_str iri)
{
  if (things->n < MAX_KNOWN) {
    things->of[things->n] = of;
    things->iri[things->n++] = iri;
  }
}

// What steps lead to; false where that is not known of all of them.
static bool
know_steps(furat_completion *q, const furat_position_steps *steps, known *things)
{
  for (size_t i = 0; i < steps->n; i++) {
    const furat_position_step *step = &steps->steps[i];
    furat_str iri = FURAT_STR_NONE;
    if (!furat_complete_iri_of(&q->c, step->predicate, &iri)) {
      return false;
    }
    add_known(things,
              step->backwards ? FURAT_CENSUS_SUBJECTS_OF : FURAT_CENSUS_OBJECTS_OF, iri);
  }
  return steps->n > 0 && !steps->any;
}

static const furat_position_triple *
triple_at(const furat_completion *q, size_t i)
{
  return &FURAT_VEC_AT(&q->position.triples, furat_position_triple, i);
}

// What is known of the subject: a thing of its own, a class, a predicate before or behind
// it.
static void
know_subject(furat_completion *q, known *things)
{
  const furat_str subject = q->position.subject;
  furat_str iri = FURAT_STR_NONE;
  if (furat_complete_iri_of(&q->c, subject, &iri)) {
    add_known(things, FURAT_CENSUS_THING, iri);
    return;
  }
  if (subject.len > 0 &&
      furat_complete_iri_of(&q->c, furat_completion_class_of(q, subject), &iri)) {
    add_known(things, FURAT_CENSUS_CLASS, iri);
    return;
  }
  for (size_t i = 0; subject.len > 0 && i < q->position.triples.n; i++) {
    known led = {.n = 0};
    if (furat_position_same(triple_at(q, i)->object, subject) &&
        know_steps(q, &triple_at(q, i)->steps, &led)) {
      *things = led;
      return;
    }
  }
  for (size_t i = 0; subject.len > 0 && i < q->position.triples.n; i++) {
    if (furat_position_same(triple_at(q, i)->subject, subject) &&
        furat_complete_iri_of(&q->c, triple_at(q, i)->predicate, &iri)) {
      add_known(things, FURAT_CENSUS_SUBJECTS_OF, iri);
      return;
    }
  }
}

static bool
is_in(const furat_vec *items, furat_str iri)
{
  for (size_t i = 0; i < items->n; i++) {
    if (furat_str_equal(FURAT_VEC_AT(items, furat_census_item, i).term.text, iri)) {
      return true;
    }
  }
  return false;
}

// Numbers of a sample say nothing, and nobody writes rdf:type where a will do.
static void
add_predicates(furat_completion *q, furat_census_of of, furat_str iri)
{
  const furat_census_end end =
      q->position.backwards ? FURAT_CENSUS_TO : FURAT_CENSUS_FROM;
  furat_vec items;
  furat_vec_init(&items, sizeof(furat_census_item), FURAT_COMPLETE_MAX_ITEMS);
  if (furat_census_predicates(q->c.census, of, iri, end, &items, NULL) == FURAT_OK) {
    for (size_t i = 0; i < items.n; i++) {
      furat_census_item item = FURAT_VEC_AT(&items, furat_census_item, i);
      item.n = of == FURAT_CENSUS_ALL ? item.n : 0;
      if (!is_in(&q->predicates, item.term.text) &&
          (q->typed.len > 0 ||
           !furat_str_equal(item.term.text, FURAT_STR(FURAT_RDF_TYPE)))) {
        furat_vec_push(&q->predicates, &item);
      }
    }
  }
  furat_vec_clear(&items);
}

// Whether the data have one of the steps: then they tell what follows it.
static bool
is_used(furat_completion *q, const known *things)
{
  bool used = false;
  for (size_t i = 0; i < things->n && !used; i++) {
    uint64_t n = 0;
    used = (things->of[i] == FURAT_CENSUS_OBJECTS_OF ||
            things->of[i] == FURAT_CENSUS_SUBJECTS_OF) &&
           furat_census_count(q->c.census, FURAT_STR_NONE, things->iri[i], FURAT_STR_NONE,
                              &n, NULL) == FURAT_OK &&
           n > 0;
  }
  return used;
}

static void
learn_predicates(furat_completion *q)
{
  const furat_position_steps *steps = &q->position.steps;
  known things = {.n = 0};
  bool is_known = !steps->any && steps->n > 0;
  bool from_subject = false;
  for (size_t i = 0; i < steps->n && is_known; i++) {
    const furat_position_steps one = {.steps = {steps->steps[i]}, .n = 1};
    if (one.steps[0].predicate.len > 0) {
      is_known = know_steps(q, &one, &things);
    } else {
      const size_t n = things.n;
      know_subject(q, &things);
      is_known = things.n > n;
      from_subject = true;
    }
  }
  for (size_t i = 0; i < things.n && is_known; i++) {
    add_predicates(q, things.of[i], things.iri[i]);
  }
  if (is_known && q->predicates.n == 0 && !from_subject && is_used(q, &things)) {
    q->c.out->remark = q->position.backwards ? "nothing in the data leads there"
                                             : "what stands there has no predicates";
  } else if (!is_known || q->predicates.n == 0 || q->position.in_template) {
    add_predicates(q, FURAT_CENSUS_ALL, FURAT_STR_NONE);
  }
}

void
furat_completion_offer_predicates(furat_completion *q)
{
  if (furat_completion_wants(q, FURAT_WANTS_PREDICATE)) {
    furat_complete_items(&q->c, &q->predicates, q->typed);
  }
}

// ------------------------------------------------------------------- objects

// The predicate that leads to a variable, with the class of what it leads from.
static void
find_leading(furat_completion *q, furat_str variable)
{
  for (size_t i = 0; i < q->position.triples.n; i++) {
    const furat_position_triple *t = triple_at(q, i);
    furat_str iri = FURAT_STR_NONE;
    if (furat_position_same(t->object, variable) && t->steps.n == 1 && !t->steps.any &&
        furat_complete_iri_of(&q->c, t->steps.steps[0].predicate, &iri)) {
      q->leading = (furat_complete_leading){.predicate = iri,
                                            .backwards = t->steps.steps[0].backwards};
      if (t->predicate.len > 0) {
        (void)furat_complete_iri_of(&q->c, furat_completion_class_of(q, t->subject),
                                    &q->leading.kind);
      }
      return;
    }
  }
}

// A predicate that the variable has.
static void
find_own(furat_completion *q, furat_str variable)
{
  furat_str iri = FURAT_STR_NONE;
  for (size_t i = 0; i < q->position.triples.n && q->leading.predicate.len == 0; i++) {
    if (furat_position_same(triple_at(q, i)->subject, variable) &&
        furat_complete_iri_of(&q->c, triple_at(q, i)->predicate, &iri)) {
      q->leading = (furat_complete_leading){.predicate = iri, .backwards = true};
    }
  }
}

// The predicate that leads to the place, or to the variable that what stands there is
// compared to; else the class of that, or a predicate that it has.
static void
learn_leading(furat_completion *q)
{
  const furat_position_steps *steps = &q->position.steps;
  furat_str iri = FURAT_STR_NONE;
  if (furat_completion_wants(q, FURAT_WANTS_PREDICATE)) {
    return;
  }
  if (steps->n == 1 && !steps->any &&
      furat_complete_iri_of(&q->c, steps->steps[0].predicate, &iri)) {
    q->leading = (furat_complete_leading){.predicate = iri,
                                          .backwards = steps->steps[0].backwards};
    if (q->position.predicate.len > 0) {
      (void)furat_complete_iri_of(
          &q->c, furat_completion_class_of(q, q->position.subject), &q->leading.kind);
    }
  } else if (q->position.compared.len > 0) {
    find_leading(q, q->position.compared);
    if (q->leading.predicate.len == 0) {
      (void)furat_complete_iri_of(
          &q->c, furat_completion_class_of(q, q->position.compared), &q->member_of);
    }
    if (q->leading.predicate.len == 0 && q->member_of.len == 0) {
      find_own(q, q->position.compared);
    }
  }
}

static bool
leads_to_classes(const furat_completion *q)
{
  return furat_str_equal(q->leading.predicate, FURAT_STR(FURAT_RDF_TYPE));
}

// Whether the variable stands for predicates.
static bool
is_predicate(const furat_completion *q, furat_str variable)
{
  for (size_t i = 0; variable.len > 0 && i < q->position.triples.n; i++) {
    if (furat_position_same(triple_at(q, i)->predicate, variable)) {
      return true;
    }
  }
  return false;
}

static bool
is_graph(const furat_completion *q, furat_str variable)
{
  for (size_t i = 0; variable.len > 0 && i < q->position.graphs.n; i++) {
    if (furat_str_equal(FURAT_VEC_AT(&q->position.graphs, furat_str, i), variable)) {
      return true;
    }
  }
  return false;
}

static furat_status
ask_for_objects(furat_completion *q)
{
  furat_census *census = q->c.census;
  if (is_graph(q, q->position.compared)) {
    return furat_census_graphs(census, &q->objects, NULL);
  }
  if (is_predicate(q, q->position.compared)) {
    return furat_census_predicates(census, FURAT_CENSUS_ALL, FURAT_STR_NONE,
                                   FURAT_CENSUS_FROM, &q->objects, NULL);
  }
  if (q->leading.predicate.len == 0) {
    return q->member_of.len == 0 ? FURAT_OK
                                 : furat_census_members(census, q->member_of, MAX_OBJECTS,
                                                        &q->objects, NULL);
  }
  if (q->leading.backwards) {
    return furat_census_subjects(census, q->leading.predicate, MAX_OBJECTS, &q->objects,
                                 NULL);
  }
  const furat_census_values_wish wish = {.predicate = q->leading.predicate,
                                         .kind = q->leading.kind,
                                         .what = FURAT_CENSUS_OBJECTS,
                                         .most = MAX_OBJECTS};
  furat_status status = FURAT_OK;
  if (wish.kind.len > 0) {
    status = furat_census_values(census, &wish, &q->objects, NULL);
  }
  if (status == FURAT_OK && q->objects.n == 0) { // the class may be wrong, or too large
    status = furat_census_objects(census, wish.predicate, MAX_OBJECTS, &q->objects, NULL);
  }
  return status;
}

static void
learn_objects(furat_completion *q)
{
  if (furat_completion_wants(q, FURAT_WANTS_OBJECT | FURAT_WANTS_TERM) &&
      q->position.place == FURAT_POSITION_PLAIN && !leads_to_classes(q) &&
      q->position.applied == FURAT_BUILTIN_NONE && ask_for_objects(q) != FURAT_OK) {
    furat_vec_truncate(&q->objects, 0);
  }
}

void
furat_completion_learn(furat_completion *q)
{
  if (!q->c.census) {
    return;
  }
  if (furat_completion_wants(q, FURAT_WANTS_PREDICATE)) {
    learn_predicates(q);
  }
  learn_leading(q);
  learn_objects(q);
}

void
furat_completion_offer_objects(furat_completion *q, furat_str typed)
{
  if (!furat_completion_wants(q, FURAT_WANTS_OBJECT | FURAT_WANTS_TERM) || !q->c.census ||
      q->position.applied != FURAT_BUILTIN_NONE) {
    return;
  }
  if (leads_to_classes(q)) {
    furat_complete_classes(&q->c, typed);
    return;
  }
  furat_complete_items(&q->c, &q->objects, typed);
  if (q->c.out->items.n > 0 && (q->leading.kind.len > 0 || q->member_of.len > 0)) {
    return;
  }
  furat_complete_iris(&q->c, typed,
                      q->leading.backwards ? FURAT_STR_NONE : q->leading.predicate);
  if (q->c.out->items.n == 0) { // of another thing that begins so
    furat_complete_iris(&q->c, typed, FURAT_STR_NONE);
  }
}

// ------------------------------------------------------------------- names

static furat_complete_role
role_of(const furat_completion *q)
{
  if (furat_completion_wants(q, FURAT_WANTS_PREDICATE)) {
    return FURAT_COMPLETE_PREDICATE;
  }
  if (furat_completion_wants(q, FURAT_WANTS_SUBJECT)) {
    return FURAT_COMPLETE_SUBJECT;
  }
  if (leads_to_classes(q)) {
    return FURAT_COMPLETE_CLASS;
  }
  return furat_completion_wants(q, FURAT_WANTS_OBJECT) ? FURAT_COMPLETE_OBJECT
                                                       : FURAT_COMPLETE_ANY;
}

bool
furat_completion_wants_names(const furat_completion *q)
{
  return q->position.applied == FURAT_BUILTIN_NONE &&
         (furat_completion_wants(q, FURAT_WANTS_SUBJECT | FURAT_WANTS_PREDICATE |
                                        FURAT_WANTS_OBJECT | FURAT_WANTS_TERM) ||
          (furat_completion_wants(q, FURAT_WANTS_SELDOM) && q->c.out->items.n == 0 &&
           q->typed.len > 0));
}

void
furat_completion_offer_names(furat_completion *q, furat_str typed)
{
  if (!furat_completion_wants_names(q) || furat_str_find_byte(typed, ':') < typed.len) {
    return;
  }
  furat_complete_wish wish = {.typed = typed,
                              .role = role_of(q),
                              .predicate = q->leading.predicate,
                              .backwards = q->leading.backwards,
                              .kind = q->member_of};
  if (wish.role == FURAT_COMPLETE_CLASS) {
    wish.predicate = FURAT_STR_NONE;
  }
  if (wish.role == FURAT_COMPLETE_PREDICATE) {
    wish.among = &q->predicates;
  }
  furat_complete_names(&q->c, &wish);
}
