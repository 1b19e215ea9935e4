// SPDX-License-Identifier: GPL-3.0-or-later
// Inside a statement: what the position wants, in the order in which it is most likely
// meant.                                    position -> [complete_query] -> complete
#include <string.h>

#include "engine/census.h"
#include "shell/complete_query.h"

enum { MAX_BYTES = 1 << 16 };

// ------------------------------------------------------------------- words

static void
offer_keywords(furat_completion *q)
{
  // true and false, where all the data may stand, only when somebody begins them.
  if (!furat_completion_wants(q, FURAT_WANTS_KEYWORD) ||
      (furat_completion_wants(q, FURAT_WANTS_OBJECT | FURAT_WANTS_TERM |
                                     FURAT_WANTS_SELDOM) &&
       q->typed.len == 0)) {
    return;
  }
  for (size_t i = 0; q->position.keywords[i]; i++) {
    furat_candidates_add_word(q->c.out, q->typed, q->position.keywords[i], "", "");
  }
}

// Where aggregates may stand, one is meant more often than not.
static void
offer_functions(furat_completion *q)
{
  if (!furat_completion_wants(q, FURAT_WANTS_FUNCTION) ||
      (q->typed.len == 0 && !furat_completion_wants(q, FURAT_WANTS_SELDOM))) {
    return;
  }
  for (int aggregates = furat_completion_wants(q, FURAT_WANTS_AGGREGATE); aggregates >= 0;
       aggregates--) {
    for (furat_builtin f = FURAT_BUILTIN_NONE + 1; f < FURAT_BUILTIN_COUNT_OF; f++) {
      const furat_builtin_info *info = furat_builtin_describe(f);
      if (furat_builtin_is_aggregate(f) == (aggregates == 1)) {
        furat_candidates_add_word(q->c.out, q->typed, info->name,
                                  info->n_most == 0 ? "()" : "(", info->arguments);
      }
    }
  }
}

// One that .set has bound, unless the statement has it already.
static void
offer_own(furat_completion *q, furat_str variable)
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
offer_variables(furat_completion *q)
{
  bool begun = q->typed.len > 0 && (q->typed.data[0] == '?' || q->typed.data[0] == '$');
  if (!furat_completion_wants(q, FURAT_WANTS_VARIABLE) || (q->typed.len > 0 && !begun)) {
    return;
  }
  for (size_t i = 0; i < q->position.variables.n; i++) {
    furat_buffer text;
    furat_buffer_init(&text, MAX_BYTES);
    furat_buffer_append_byte(&text, begun ? q->typed.data[0] : '?');
    furat_buffer_append(&text, FURAT_VEC_AT(&q->position.variables, furat_str, i));
    furat_str name = furat_buffer_str(&text);
    if (text.status == FURAT_OK && furat_str_starts_with(name, q->typed)) {
      furat_candidates_add(q->c.out, name, 0, furat_completion_class_of(q, name));
    }
    furat_buffer_clear(&text);
  }
  for (size_t i = 0; i < q->c.shell->variables.items.n && q->typed.len > 1; i++) {
    offer_own(q, FURAT_VEC_AT(&q->c.shell->variables.items, furat_variable, i).name);
  }
}

// Declarations: the name with its IRI.
static void
offer_declarations(furat_completion *q)
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

// ------------------------------------------------------------------- all together

// Several words that may be a name; false when they are none.
static bool
offer_phrase(furat_completion *q)
{
  if (q->position.phrase.start == q->position.word.start || q->typed.len == 0) {
    return false;
  }
  furat_completion_offer_objects(q, furat_completion_part(q, q->position.phrase));
  furat_completion_offer_names(q, furat_completion_part(q, q->position.phrase));
  if (q->c.out->items.n > 0) {
    q->c.out->start = q->position.phrase.start;
  }
  return q->c.out->items.n > 0;
}

static void
offer_plain(furat_completion *q)
{
  bool variable = q->typed.len > 0 && strchr("?$", q->typed.data[0]);
  if (variable) {
    offer_variables(q);
    return;
  }
  if (furat_completion_wants(q, FURAT_WANTS_LANGUAGE)) {
    furat_completion_offer_languages(q);
    return;
  }
  if (offer_phrase(q)) {
    return;
  }
  if (q->c.out->remark && q->typed.len == 0) {
    return; // where nothing goes on
  }
  // The last word of a name that is not known is no name of its own.
  const bool alone = q->position.phrase.start == q->position.word.start;
  if (alone || q->typed.len == 0) {
    furat_completion_offer_predicates(q);
    furat_completion_offer_objects(q, q->typed);
  }
  if (q->position.applied == FURAT_BUILTIN_LANG) {
    furat_completion_offer_quoted_languages(q);
  }
  if (furat_completion_wants(q, FURAT_WANTS_DATATYPE) ||
      q->position.applied == FURAT_BUILTIN_DATATYPE) {
    furat_completion_offer_datatypes(q);
  }
  offer_variables(q);
  offer_keywords(q);
  offer_functions(q);
  if (furat_completion_wants(q, FURAT_WANTS_GRAPH)) {
    furat_complete_graphs(&q->c, q->typed);
  }
  if (furat_completion_wants(q, FURAT_WANTS_PREFIX)) {
    offer_declarations(q);
  }
  if (alone) {
    furat_completion_offer_names(q, q->typed);
  }
  if (furat_completion_wants(q, FURAT_WANTS_SUBJECT | FURAT_WANTS_SELDOM)) {
    furat_complete_iris(&q->c, q->typed, FURAT_STR_NONE);
  }
  if (q->typed.len > 0 &&
      (furat_completion_wants_names(q) || furat_completion_wants(q, FURAT_WANTS_GRAPH))) {
    furat_complete_prefixes(&q->c, q->typed);
  }
}

static void
offer_iris(furat_completion *q)
{
  // The last word of a name that is not known is no name of its own.
  const bool alone = q->position.phrase.start == q->position.word.start;
  if (alone || q->typed.len == 0) {
    furat_completion_offer_predicates(q);
    furat_completion_offer_objects(q, q->typed);
  }
  if (furat_completion_wants(q, FURAT_WANTS_GRAPH)) {
    furat_complete_graphs(&q->c, q->typed);
  } else if (furat_completion_wants(q, FURAT_WANTS_SUBJECT | FURAT_WANTS_SELDOM)) {
    furat_complete_iris(&q->c, q->typed, FURAT_STR_NONE);
  }
}

void
furat_complete_query(furat_shell *shell, furat_str text, size_t cursor,
                     furat_candidates *out)
{
  furat_completion q = {.text = text};
  furat_status status = furat_position_read(&q.position, text, cursor, NULL);
  out->start = q.position.word.start;
  out->end = cursor;
  if (status == FURAT_OK) {
    q.typed = furat_completion_part(&q, q.position.word);
    furat_completing_init(&q.c, shell, &q.position.prefixes, out);
    furat_vec_init(&q.predicates, sizeof(furat_census_item), FURAT_COMPLETE_MAX_ITEMS);
    furat_vec_init(&q.objects, sizeof(furat_census_item), FURAT_COMPLETE_MAX_ITEMS);
    furat_completion_learn(&q);
    switch (q.position.place) {
    case FURAT_POSITION_STRING:
      furat_completion_offer_strings(&q);
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
    // Of languages and datatypes some texts tell enough.
    out->more =
        out->more ||
        (out->items.n > 0 && furat_census_is_cut(q.c.census) &&
         !furat_completion_wants(&q, FURAT_WANTS_LANGUAGE | FURAT_WANTS_DATATYPE));
    furat_vec_clear(&q.objects);
    furat_vec_clear(&q.predicates);
    furat_completing_clear(&q.c);
  }
  furat_position_clear(&q.position);
}
