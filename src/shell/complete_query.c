// SPDX-License-Identifier: GPL-3.0-or-later
// Inside a statement: what the position wants, in the order in which it is most likely
// meant.                                    position -> [complete_query] -> complete
#include <stdio.h>
#include <string.h>

#include "engine/census.h"
#include "rdf/vocabulary.h"
#include "shell/complete.h"
#include "sparql/builtins.h"
#include "sparql/position.h"

enum { MAX_BYTES = 1 << 16, MAX_ITEMS = 1 << 20, MAX_OBJECTS = 300 };

typedef struct completion {
  furat_completing c;
  furat_position position;
  furat_str text;       // the statement
  furat_str typed;      // the word
  furat_vec predicates; // furat_census_item: those that the subject has
  furat_vec objects;    // the same: those of the predicate that leads there
  furat_str predicate;  // which is that; empty if not known
} completion;

static bool
wants(const completion *q, unsigned what)
{
  return (q->position.wants & what) != 0;
}

static furat_str
part(const completion *q, furat_span span)
{
  return furat_str_slice(q->text, span.start, span.end - span.start);
}

// ------------------------------------------------------------------- words

static void
offer_keywords(completion *q)
{
  // true and false, where all the data may stand, only when somebody begins them.
  if (!wants(q, FURAT_WANTS_KEYWORD) ||
      (wants(q, FURAT_WANTS_OBJECT | FURAT_WANTS_TERM | FURAT_WANTS_SELDOM) &&
       q->typed.len == 0)) {
    return;
  }
  for (size_t i = 0; q->position.keywords[i]; i++) {
    furat_candidates_add_word(q->c.out, q->typed, q->position.keywords[i], "");
  }
}

// Of functions there are too many to be told without a letter.  Where aggregates may
// stand, one is meant more often than not.
static void
offer_functions(completion *q)
{
  if (!wants(q, FURAT_WANTS_FUNCTION) || q->typed.len == 0) {
    return;
  }
  for (int aggregates = wants(q, FURAT_WANTS_AGGREGATE); aggregates >= 0; aggregates--) {
    for (furat_builtin f = FURAT_BUILTIN_NONE + 1; f < FURAT_BUILTIN_COUNT_OF; f++) {
      const furat_builtin_info *info = furat_builtin_describe(f);
      if (furat_builtin_is_aggregate(f) == (aggregates == 1)) {
        furat_candidates_add_word(q->c.out, q->typed, info->name,
                                  info->n_most == 0 ? "()" : "(");
      }
    }
  }
}

// The class that a variable is said to be of, as it was written.
static furat_str
class_of(completion *q, furat_str node)
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

// One that .set has bound, unless the statement has it already.
static void
offer_own(completion *q, furat_str variable)
{
  furat_buffer text;
  for (size_t i = 0; i < q->position.variables.n; i++) {
    if (furat_str_equal(FURAT_VEC_AT(&q->position.variables, furat_str, i), variable)) {
      return;
    }
  }
  furat_buffer_init(&text, MAX_BYTES);
  furat_buffer_append_byte(&text, q->typed.data[0]);
  furat_buffer_append(&text, variable);
  if (text.status == FURAT_OK &&
      furat_str_starts_with(furat_buffer_str(&text), q->typed)) {
    furat_candidates_add(q->c.out, furat_buffer_str(&text), 0, FURAT_STR_NONE);
  }
  furat_buffer_clear(&text);
}

static void
offer_variables(completion *q)
{
  bool begun = q->typed.len > 0 && (q->typed.data[0] == '?' || q->typed.data[0] == '$');
  if (!wants(q, FURAT_WANTS_VARIABLE) || (q->typed.len > 0 && !begun)) {
    return;
  }
  for (size_t i = 0; i < q->position.variables.n; i++) {
    furat_buffer text;
    furat_buffer_init(&text, MAX_BYTES);
    furat_buffer_append_byte(&text, begun ? q->typed.data[0] : '?');
    furat_buffer_append(&text, FURAT_VEC_AT(&q->position.variables, furat_str, i));
    furat_str name = furat_buffer_str(&text);
    if (text.status == FURAT_OK && furat_str_starts_with(name, q->typed)) {
      furat_candidates_add(q->c.out, name, 0, class_of(q, name));
    }
    furat_buffer_clear(&text);
  }
  for (size_t i = 0; i < q->c.shell->variables.items.n && q->typed.len > 1; i++) {
    offer_own(q, FURAT_VEC_AT(&q->c.shell->variables.items, furat_variable, i).name);
  }
}

// Declarations: the name with its IRI.
static void
offer_declarations(completion *q)
{
  for (size_t i = 0; i < q->c.prefixes.entries.n; i++) {
    const furat_prefix *prefix = &FURAT_VEC_AT(&q->c.prefixes.entries, furat_prefix, i);
    furat_str known = FURAT_STR_NONE;
    furat_buffer text;
    furat_buffer_init(&text, MAX_BYTES);
    furat_buffer_append(&text, prefix->name);
    furat_buffer_append_cstr(&text, ": <");
    furat_buffer_append(&text, prefix->iri);
    furat_buffer_append_byte(&text, '>');
    if (text.status == FURAT_OK && furat_str_starts_with(prefix->name, q->typed) &&
        !furat_prefixes_find(&q->position.prefixes, prefix->name, &known)) {
      furat_candidates_add(q->c.out, furat_buffer_str(&text), 0, FURAT_STR_NONE);
    }
    furat_buffer_clear(&text);
  }
}

static void
offer_datatypes(completion *q)
{
  static const char *const types[] = {"string", "integer", "decimal",    "double",
                                      "float",  "boolean", "date",       "dateTime",
                                      "time",   "gYear",   "gYearMonth", "duration"};
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
    char text[32];
    snprintf(text, sizeof text, "xsd:%s", types[i]);
    furat_str name = furat_str_of(text);
    if (furat_str_starts_with(name, q->typed) ||
        furat_candidates_fit(furat_str_of(types[i]), q->typed) == 2) {
      furat_candidates_add(q->c.out, name, 0, FURAT_STR_NONE);
    }
  }
}

// ------------------------------------------------------------------- predicates

// What is known of the subject: a thing of its own, a class, a predicate before or behind
// it.
static furat_census_of
know_subject(completion *q, furat_str *iri)
{
  furat_str subject = q->position.subject;
  if (furat_complete_iri_of(&q->c, subject, iri)) {
    return FURAT_CENSUS_THING;
  }
  if (subject.len > 0 && furat_complete_iri_of(&q->c, class_of(q, subject), iri)) {
    return FURAT_CENSUS_CLASS;
  }
  for (size_t i = 0; subject.len > 0 && i < q->position.triples.n; i++) {
    const furat_position_triple *t =
        &FURAT_VEC_AT(&q->position.triples, furat_position_triple, i);
    if (furat_position_same(t->object, subject) &&
        furat_complete_iri_of(&q->c, t->predicate, iri)) {
      return FURAT_CENSUS_OBJECTS_OF;
    }
  }
  for (size_t i = 0; subject.len > 0 && i < q->position.triples.n; i++) {
    const furat_position_triple *t =
        &FURAT_VEC_AT(&q->position.triples, furat_position_triple, i);
    if (furat_position_same(t->subject, subject) &&
        furat_complete_iri_of(&q->c, t->predicate, iri)) {
      return FURAT_CENSUS_SUBJECTS_OF;
    }
  }
  *iri = FURAT_STR_NONE;
  return FURAT_CENSUS_ALL;
}

static void
learn_predicates(completion *q)
{
  furat_str iri = FURAT_STR_NONE;
  if (!wants(q, FURAT_WANTS_PREDICATE) || !q->c.census) {
    return;
  }
  furat_census_of of = know_subject(q, &iri);
  furat_status status =
      furat_census_predicates(q->c.census, of, iri, &q->predicates, NULL);
  if (status == FURAT_OK && q->predicates.n == 0 && of != FURAT_CENSUS_ALL) {
    of = FURAT_CENSUS_ALL; // nothing is known of it
    status = furat_census_predicates(q->c.census, of, iri, &q->predicates, NULL);
  }
  size_t n = 0;
  for (size_t i = 0; i < q->predicates.n && status == FURAT_OK; i++) {
    furat_census_item item = FURAT_VEC_AT(&q->predicates, furat_census_item, i);
    item.n = of == FURAT_CENSUS_ALL ? item.n : 0; // numbers of a sample say nothing
    // Nobody writes rdf:type where a will do.
    if (q->typed.len > 0 || !furat_str_equal(item.term.text, FURAT_STR(FURAT_RDF_TYPE))) {
      FURAT_VEC_AT(&q->predicates, furat_census_item, n++) = item;
    }
  }
  furat_vec_truncate(&q->predicates, n);
}

static void
offer_predicates(completion *q)
{
  if (wants(q, FURAT_WANTS_PREDICATE)) {
    furat_complete_items(&q->c, &q->predicates, q->typed);
  }
}

// ------------------------------------------------------------------- objects

// The predicate that leads to the place, or to the variable that what stands there is
// compared to.
static furat_str
leading(completion *q)
{
  furat_str iri = FURAT_STR_NONE;
  if (furat_complete_iri_of(&q->c, q->position.step, &iri)) {
    return iri;
  }
  for (size_t i = 0; q->position.compared.len > 0 && i < q->position.triples.n; i++) {
    const furat_position_triple *t =
        &FURAT_VEC_AT(&q->position.triples, furat_position_triple, i);
    if (furat_position_same(t->object, q->position.compared) &&
        furat_complete_iri_of(&q->c, t->predicate, &iri)) {
      return iri;
    }
  }
  return FURAT_STR_NONE;
}

static void
learn_objects(completion *q)
{
  if (!wants(q, FURAT_WANTS_OBJECT | FURAT_WANTS_TERM) || !q->c.census) {
    return;
  }
  q->predicate = leading(q);
  if (q->position.place == FURAT_POSITION_PLAIN && q->predicate.len > 0 &&
      !furat_str_equal(q->predicate, FURAT_STR(FURAT_RDF_TYPE)) &&
      furat_census_objects(q->c.census, q->predicate, MAX_OBJECTS, &q->objects, NULL) !=
          FURAT_OK) {
    furat_vec_truncate(&q->objects, 0);
  }
}

static void
offer_objects(completion *q, furat_str typed)
{
  if (!wants(q, FURAT_WANTS_OBJECT | FURAT_WANTS_TERM) || !q->c.census) {
    return;
  }
  if (furat_str_equal(q->predicate, FURAT_STR(FURAT_RDF_TYPE))) {
    furat_complete_classes(&q->c, typed);
    return;
  }
  furat_complete_items(&q->c, &q->objects, typed);
  furat_complete_iris(&q->c, typed, q->predicate);
  if (q->c.out->items.n == 0) { // of another thing that begins so
    furat_complete_iris(&q->c, typed, FURAT_STR_NONE);
  }
}

// Add a string without its first quote, and with what closes it where that is missing.
static void
add_string(completion *q, const furat_term *term)
{
  furat_buffer text;
  furat_buffer_init(&text, MAX_BYTES);
  furat_term_write_ntriples(&text, term);
  furat_str all = furat_buffer_str(&text);
  size_t last = furat_str_rfind_byte(all, '"');
  size_t start = q->position.word.start;
  char quote = q->text.data[start - 1];
  bool is_long = start > 2 && q->text.data[start - 2] == quote;
  bool closed =
      q->position.word.end < q->text.len && q->text.data[q->position.word.end] == quote;
  bool fits = text.status == FURAT_OK && last > 0 && last < all.len &&
              (quote == '"' || furat_str_find_byte(all, '\'') == all.len);
  if (fits && (is_long || closed)) {
    furat_candidates_add(q->c.out, furat_str_slice(all, 1, last - 1), 0, term->language);
  } else if (fits) {
    text.data[last] = quote;
    furat_candidates_add(q->c.out, furat_str_slice(all, 1, all.len - 1), 0,
                         FURAT_STR_NONE);
  }
  furat_buffer_clear(&text);
}

static void
offer_strings(completion *q)
{
  furat_str predicate = FURAT_STR_NONE;
  furat_vec items;
  furat_vec_init(&items, sizeof(furat_census_item), MAX_ITEMS);
  (void)furat_complete_iri_of(&q->c, q->position.predicate, &predicate);
  if (q->c.census && (predicate.len > 0 || q->typed.len > 0) &&
      furat_census_beginning(q->c.census, FURAT_TERM_LITERAL, q->typed, predicate,
                             FURAT_CANDIDATES_MAX, &items, NULL) == FURAT_OK) {
    for (size_t i = 0; i < items.n; i++) {
      add_string(q, &FURAT_VEC_AT(&items, furat_census_item, i).term);
    }
  }
  furat_vec_clear(&items);
}

// ------------------------------------------------------------------- all together

static furat_complete_role
role_of(const completion *q, furat_str predicate)
{
  if (wants(q, FURAT_WANTS_PREDICATE)) {
    return FURAT_COMPLETE_PREDICATE;
  }
  if (wants(q, FURAT_WANTS_SUBJECT)) {
    return FURAT_COMPLETE_SUBJECT;
  }
  if (furat_str_equal(predicate, FURAT_STR(FURAT_RDF_TYPE))) {
    return FURAT_COMPLETE_CLASS;
  }
  return wants(q, FURAT_WANTS_OBJECT) ? FURAT_COMPLETE_OBJECT : FURAT_COMPLETE_ANY;
}

// Where a term stands seldom, only when nothing else goes on from what was typed.
static bool
wants_names(const completion *q)
{
  return wants(q, FURAT_WANTS_SUBJECT | FURAT_WANTS_PREDICATE | FURAT_WANTS_OBJECT |
                      FURAT_WANTS_TERM) ||
         (wants(q, FURAT_WANTS_SELDOM) && q->c.out->items.n == 0 && q->typed.len > 0);
}

static void
offer_names(completion *q, furat_str typed)
{
  if (!wants_names(q) || furat_str_find_byte(typed, ':') < typed.len) {
    return;
  }
  furat_complete_wish wish = {.typed = typed, .predicate = q->predicate};
  if (wish.predicate.len == 0 && q->position.compared.len > 0) {
    (void)furat_complete_iri_of(&q->c, class_of(q, q->position.compared), &wish.kind);
  }
  wish.role = role_of(q, wish.predicate);
  if (wish.role == FURAT_COMPLETE_CLASS) {
    wish.predicate = FURAT_STR_NONE;
  }
  if (wish.role == FURAT_COMPLETE_PREDICATE) {
    wish.among = &q->predicates;
  }
  furat_complete_names(&q->c, &wish);
}

// Several words that may be a name; false when they are none.
static bool
offer_phrase(completion *q)
{
  if (q->position.phrase.start == q->position.word.start || q->typed.len == 0) {
    return false;
  }
  offer_objects(q, part(q, q->position.phrase));
  offer_names(q, part(q, q->position.phrase));
  if (q->c.out->items.n > 0) {
    q->c.out->start = q->position.phrase.start;
  }
  return q->c.out->items.n > 0;
}

static void
offer_plain(completion *q)
{
  bool variable = q->typed.len > 0 && strchr("?$", q->typed.data[0]);
  if (variable) {
    offer_variables(q);
    return;
  }
  if (offer_phrase(q)) {
    return;
  }
  offer_predicates(q);
  offer_objects(q, q->typed);
  offer_variables(q);
  offer_keywords(q);
  offer_functions(q);
  if (wants(q, FURAT_WANTS_GRAPH)) {
    furat_complete_graphs(&q->c, q->typed);
  }
  if (wants(q, FURAT_WANTS_PREFIX)) {
    offer_declarations(q);
  }
  if (wants(q, FURAT_WANTS_DATATYPE)) {
    offer_datatypes(q);
  }
  offer_names(q, q->typed);
  if (wants(q, FURAT_WANTS_SUBJECT | FURAT_WANTS_SELDOM)) {
    furat_complete_iris(&q->c, q->typed, FURAT_STR_NONE);
  }
  if (q->typed.len > 0 && (wants_names(q) || wants(q, FURAT_WANTS_GRAPH))) {
    furat_complete_prefixes(&q->c, q->typed);
  }
}

static void
offer_iris(completion *q)
{
  offer_predicates(q);
  offer_objects(q, q->typed);
  if (wants(q, FURAT_WANTS_GRAPH)) {
    furat_complete_graphs(&q->c, q->typed);
  } else if (wants(q, FURAT_WANTS_SUBJECT | FURAT_WANTS_SELDOM)) {
    furat_complete_iris(&q->c, q->typed, FURAT_STR_NONE);
  }
}

void
furat_complete_query(furat_shell *shell, furat_str text, size_t cursor,
                     furat_candidates *out)
{
  completion q = {.text = text};
  furat_status status = furat_position_read(&q.position, text, cursor, NULL);
  out->start = q.position.word.start;
  out->end = cursor;
  if (status == FURAT_OK) {
    q.typed = part(&q, q.position.word);
    furat_completing_init(&q.c, shell, &q.position.prefixes, out);
    furat_vec_init(&q.predicates, sizeof(furat_census_item), MAX_ITEMS);
    furat_vec_init(&q.objects, sizeof(furat_census_item), MAX_ITEMS);
    learn_predicates(&q);
    learn_objects(&q);
    switch (q.position.place) {
    case FURAT_POSITION_STRING:
      offer_strings(&q);
      break;
    case FURAT_POSITION_IRI:
      offer_iris(&q);
      break;
    case FURAT_POSITION_PLAIN:
      offer_plain(&q);
      break;
    default:
      break;
    }
    furat_vec_clear(&q.objects);
    furat_vec_clear(&q.predicates);
    furat_completing_clear(&q.c);
  }
  furat_position_clear(&q.position);
}
