// SPDX-License-Identifier: GPL-3.0-or-later
// Literals: strings, dates and numbers between quotes, what closes them, and then their
// languages and datatypes: those that the data have.
//                                    position, census -> [complete_literal] -> complete
#include <stdio.h>
#include <string.h>

#include "rdf/vocabulary.h"
#include "shell/complete_query.h"

enum { MAX_BYTES = 1 << 16 };

// ------------------------------------------------------------------- between quotes

// What stands around the word.
typedef struct quotes {
  char quote;
  bool is_long;
  bool closed; // behind the word
} quotes;

static quotes
quotes_of(const furat_completion *q)
{
  const size_t start = q->position.word.start;
  const size_t end = q->position.word.end;
  const char quote = q->text.data[start - 1];
  return (quotes){.quote = quote,
                  .is_long = start > 2 && q->text.data[start - 2] == quote,
                  .closed = end < q->text.len && q->text.data[end] == quote};
}

// Add a text without its first quote, and with what closes it and stands behind it, where
// that is missing.
static void
add_text(furat_completion *q, furat_str text, furat_str behind, uint64_t n,
         furat_str note)
{
  const quotes around = quotes_of(q);
  const furat_term plain = furat_term_literal(text, FURAT_STR_NONE);
  furat_buffer out;
  furat_buffer_init(&out, MAX_BYTES);
  furat_term_write_ntriples(&out, &plain);
  if (out.status != FURAT_OK || out.len < 2 ||
      (around.quote == '\'' && furat_str_find_byte(text, '\'') < text.len)) {
    furat_buffer_clear(&out);
    return;
  }
  const furat_str content = furat_str_slice(furat_buffer_str(&out), 1, out.len - 2);
  if (around.is_long || around.closed) {
    furat_candidates_add(q->c.out, content, n, note.len > 0 ? note : behind);
  } else {
    out.data[out.len - 1] = around.quote;
    furat_buffer_append(&out, behind);
    const furat_str all = furat_buffer_str(&out);
    furat_candidates_add(q->c.out, furat_str_slice(all, 1, all.len - 1), n, note);
  }
  furat_buffer_clear(&out);
}

// With @language or ^^datatype, but for what a function has made a plain string of.
static void
add_literal(furat_completion *q, const furat_census_item *item)
{
  furat_buffer behind;
  furat_buffer_init(&behind, MAX_BYTES);
  if (q->position.applied == FURAT_BUILTIN_STR) {
    // nothing
  } else if (item->term.language.len > 0) {
    furat_buffer_append_byte(&behind, '@');
    furat_buffer_append(&behind, item->term.language);
  } else if (!furat_str_equal(item->term.datatype, FURAT_STR(FURAT_XSD_STRING))) {
    furat_buffer_append_cstr(&behind, "^^");
    furat_prefixes_write_iri(&behind, &q->c.prefixes, item->term.datatype);
  }
  if (item->term.kind == FURAT_TERM_LITERAL && behind.status == FURAT_OK) {
    add_text(q, item->term.text, furat_buffer_str(&behind), 0, FURAT_STR_NONE);
  }
  furat_buffer_clear(&behind);
}

static void
add_literals(furat_completion *q, const furat_vec *items)
{
  for (size_t i = 0; i < items->n; i++) {
    add_literal(q, &FURAT_VEC_AT(items, furat_census_item, i));
  }
}

// The literals of the predicate that begin so, at first those of the subject's class.
static void
offer_values(furat_completion *q, furat_vec *items)
{
  static const furat_census_values_of what[] = {FURAT_CENSUS_TYPED, FURAT_CENSUS_TEXTS};
  furat_census_values_wish wish = {.predicate = q->leading.predicate,
                                   .kind = q->leading.kind,
                                   .start = q->typed,
                                   .most = FURAT_CANDIDATES_MAX};
  for (int again = 0; again < 2 && items->n == 0; again++) {
    for (size_t i = 0; i < sizeof what / sizeof what[0]; i++) {
      wish.what = what[i];
      if (furat_census_values(q->c.census, &wish, items, NULL) != FURAT_OK) {
        return;
      }
    }
    wish.kind = FURAT_STR_NONE;
  }
  add_literals(q, items);
}

static void
ask_for_languages(furat_completion *q, furat_vec *items)
{
  if (q->leading.predicate.len > 0 && !q->leading.backwards &&
      furat_census_languages_of(q->c.census, q->leading.predicate, items, NULL) !=
          FURAT_OK) {
    furat_vec_truncate(items, 0);
  }
  if (items->n == 0 && furat_census_languages(q->c.census, items, NULL) != FURAT_OK) {
    furat_vec_truncate(items, 0);
  }
}

static void
offer_tags(furat_completion *q, furat_vec *items)
{
  ask_for_languages(q, items);
  for (size_t i = 0; i < items->n; i++) {
    const furat_str tag = FURAT_VEC_AT(items, furat_census_item, i).term.text;
    if (furat_str_starts_with(tag, q->typed)) {
      add_text(q, tag, FURAT_STR_NONE, 0, FURAT_STR_NONE);
    }
  }
}

void
furat_completion_offer_strings(furat_completion *q)
{
  furat_vec items;
  const furat_builtin applied = q->position.applied;
  if (!q->c.census) {
    return;
  }
  furat_vec_init(&items, sizeof(furat_census_item), FURAT_COMPLETE_MAX_ITEMS);
  if (applied == FURAT_BUILTIN_LANG) {
    offer_tags(q, &items);
  } else if (applied == FURAT_BUILTIN_NONE || applied == FURAT_BUILTIN_STR) {
    if (q->leading.predicate.len > 0 && !q->leading.backwards) {
      offer_values(q, &items);
    } else if (q->typed.len > 0 &&
               furat_census_beginning(q->c.census, FURAT_TERM_LITERAL, q->typed,
                                      FURAT_STR_NONE, FURAT_CANDIDATES_MAX, &items,
                                      NULL) == FURAT_OK) {
      add_literals(q, &items);
    }
  }
  furat_vec_clear(&items);
}

// ------------------------------------------------------------------- languages

// The text of the literal that stands before the place; false where that has escapes.
static bool
text_before(const furat_completion *q, furat_str *text)
{
  furat_str literal = furat_completion_part(q, q->position.literal);
  size_t n_quotes = 0;
  while (n_quotes < literal.len && literal.data[n_quotes] == literal.data[0]) {
    n_quotes++;
  }
  n_quotes = n_quotes < 3 ? 1 : 3;
  if (literal.len < 2 * n_quotes || memchr(literal.data, '\\', literal.len)) {
    return false;
  }
  *text = furat_str_slice(literal, n_quotes, literal.len - 2 * n_quotes);
  return true;
}

static void
add_tag(furat_completion *q, furat_str tag, uint64_t n)
{
  furat_buffer text;
  furat_buffer_init(&text, MAX_BYTES);
  furat_buffer_append_byte(&text, '@');
  furat_buffer_append(&text, tag);
  if (text.status == FURAT_OK &&
      furat_str_starts_with(furat_buffer_str(&text), q->typed)) {
    furat_candidates_add(q->c.out, furat_buffer_str(&text), n, FURAT_STR_NONE);
  }
  furat_buffer_clear(&text);
}

// Those in which the data have this very text.
static void
offer_languages_of_text(furat_completion *q, furat_str text, furat_vec *items)
{
  if (furat_census_beginning(q->c.census, FURAT_TERM_LITERAL, text,
                             q->leading.backwards ? FURAT_STR_NONE : q->leading.predicate,
                             FURAT_CANDIDATES_MAX, items, NULL) == FURAT_OK) {
    for (size_t i = 0; i < items->n; i++) {
      const furat_term *term = &FURAT_VEC_AT(items, furat_census_item, i).term;
      if (term->language.len > 0 && furat_str_equal(term->text, text)) {
        add_tag(q, term->language, 0);
      }
    }
  }
  furat_vec_truncate(items, 0);
}

void
furat_completion_offer_languages(furat_completion *q)
{
  furat_str text = FURAT_STR_NONE;
  furat_vec items;
  furat_vec_init(&items, sizeof(furat_census_item), FURAT_COMPLETE_MAX_ITEMS);
  if (q->c.census && !q->position.in_template && text_before(q, &text)) {
    offer_languages_of_text(q, text, &items);
  }
  if (q->c.census && q->c.out->items.n == 0) {
    ask_for_languages(q, &items);
    for (size_t i = 0; i < items.n; i++) {
      add_tag(q, FURAT_VEC_AT(&items, furat_census_item, i).term.text, 0);
    }
  }
  furat_vec_clear(&items);
}

void
furat_completion_offer_quoted_languages(furat_completion *q)
{
  furat_vec items;
  furat_vec_init(&items, sizeof(furat_census_item), FURAT_COMPLETE_MAX_ITEMS);
  if (q->c.census && q->typed.len == 0) {
    ask_for_languages(q, &items);
  }
  for (size_t i = 0; i < items.n; i++) {
    const furat_term *tag = &FURAT_VEC_AT(&items, furat_census_item, i).term;
    furat_candidates_add_term(q->c.out, "", tag, &q->c.prefixes, 0, FURAT_STR_NONE);
  }
  furat_vec_clear(&items);
}

// ------------------------------------------------------------------- datatypes

static void
offer_usual_datatypes(furat_completion *q)
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

void
furat_completion_offer_datatypes(furat_completion *q)
{
  furat_vec items;
  furat_vec_init(&items, sizeof(furat_census_item), FURAT_COMPLETE_MAX_ITEMS);
  if (q->c.census && q->leading.predicate.len > 0 && !q->leading.backwards &&
      furat_census_datatypes(q->c.census, q->leading.predicate, &items, NULL) ==
          FURAT_OK) {
    furat_complete_items(&q->c, &items, q->typed);
  }
  offer_usual_datatypes(q);
  furat_vec_clear(&items);
}
