// SPDX-License-Identifier: GPL-3.0-or-later
// The list of candidates.  Nothing here fails: what cannot be added is left out.
#include "shell/candidates.h"

#include <ctype.h>
#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "rdf/vocabulary.h"
#include "results/cell.h"

enum { MAX_BYTES = 1 << 22, MAX_TEXT_BYTES = 4096, MAX_NOTE_BYTES = 1024 };

void
furat_candidates_init(furat_candidates *list, size_t start, size_t end)
{
  *list = (furat_candidates){.start = start, .end = end};
  furat_vec_init(&list->items, sizeof(furat_candidate), FURAT_CANDIDATES_MAX);
  furat_arena_init(&list->arena, MAX_BYTES);
}

void
furat_candidates_clear(furat_candidates *list)
{
  furat_vec_clear(&list->items);
  furat_arena_clear(&list->arena);
}

static bool
is_there(const furat_candidates *list, furat_str text)
{
  for (size_t i = 0; i < list->items.n; i++) {
    if (furat_str_equal(FURAT_VEC_AT(&list->items, furat_candidate, i).text, text)) {
      return true;
    }
  }
  return false;
}

// A copy in which nothing moves the cursor.
static bool
copy_visible(furat_candidates *list, furat_str text, furat_str *out)
{
  furat_buffer visible;
  furat_buffer_init(&visible, MAX_TEXT_BYTES);
  furat_text_write_visible(&visible, text);
  bool done = visible.status == FURAT_OK &&
              furat_arena_copy(&list->arena, furat_buffer_str(&visible), out);
  furat_buffer_clear(&visible);
  return done;
}

void
furat_candidates_add(furat_candidates *list, furat_str text, uint64_t n, furat_str note)
{
  furat_candidate candidate = {.n = n};
  if (text.len == 0) {
    return;
  }
  if (list->items.n == FURAT_CANDIDATES_MAX) {
    list->more = true;
    return;
  }
  if (note.len > MAX_NOTE_BYTES) {
    note.len = furat_utf8_floor(note, MAX_NOTE_BYTES);
  }
  if (copy_visible(list, text, &candidate.text) && !is_there(list, candidate.text) &&
      (note.len == 0 || copy_visible(list, note, &candidate.note))) {
    furat_vec_push(&list->items, &candidate);
  }
}

void
furat_candidates_add_word(furat_candidates *list, furat_str typed, const char *word,
                          const char *behind, const char *note)
{
  enum { MAX_WORD = 48 };
  size_t len = strlen(word);
  char text[MAX_WORD];
  if (typed.len > len || len + strlen(behind) >= MAX_WORD ||
      !furat_str_equal_nocase((furat_str){word, typed.len}, typed)) {
    return;
  }
  bool lower = typed.len > 0 && islower((unsigned char)typed.data[0]);
  bool mixed = islower((unsigned char)word[0]) != 0; // isIRI, sameTerm
  for (size_t i = 0; i < len; i++) {
    text[i] = (char)(lower && !mixed ? tolower((unsigned char)word[i]) : word[i]);
  }
  memcpy(text + len, behind, strlen(behind) + 1);
  furat_candidates_add(list, furat_str_of(text), 0, furat_str_of(note));
}

// Whether SPARQL has a short form for literals of the datatype, whose text is then all.
static bool
is_short(const furat_term *term)
{
  static const char *const types[] = {FURAT_XSD_INTEGER, FURAT_XSD_DECIMAL,
                                      FURAT_XSD_DOUBLE};
  if (furat_str_equal(term->datatype, FURAT_STR(FURAT_XSD_BOOLEAN))) {
    return furat_str_equal(term->text, FURAT_STR("true")) ||
           furat_str_equal(term->text, FURAT_STR("false"));
  }
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
    if (furat_str_equal(term->datatype, furat_str_of(types[i]))) {
      size_t digits = 0;
      bool has_dot = false;
      bool has_exponent = false;
      for (size_t j = 0; j < term->text.len; j++) {
        char c = term->text.data[j];
        digits += isdigit((unsigned char)c) != 0;
        has_dot = has_dot || c == '.';
        has_exponent = has_exponent || c == 'e' || c == 'E';
        if (!isdigit((unsigned char)c) && !strchr("+-.eE", c)) {
          return false;
        }
      }
      return digits > 0 && has_dot == (i > 0) && has_exponent == (i == 2);
    }
  }
  return false;
}

static void
write_literal(furat_buffer *out, const furat_term *term, const furat_prefixes *prefixes)
{
  furat_term plain = furat_term_literal(term->text, FURAT_STR_NONE);
  if (is_short(term)) {
    furat_buffer_append(out, term->text);
    return;
  }
  furat_term_write_ntriples(out, &plain);
  if (term->language.len > 0) {
    furat_buffer_append_byte(out, '@');
    furat_buffer_append(out, term->language);
  } else if (!furat_str_equal(term->datatype, FURAT_STR(FURAT_XSD_STRING))) {
    furat_buffer_append_cstr(out, "^^");
    furat_prefixes_write_iri(out, prefixes, term->datatype);
  }
}

void
furat_candidates_add_term(furat_candidates *list, const char *before,
                          const furat_term *term, const furat_prefixes *prefixes,
                          uint64_t n, furat_str note)
{
  furat_buffer text;
  furat_buffer_init(&text, MAX_TEXT_BYTES);
  furat_buffer_append_cstr(&text, before);
  if (term->kind == FURAT_TERM_IRI) {
    furat_prefixes_write_iri(&text, prefixes, term->text);
  } else if (term->kind == FURAT_TERM_LITERAL) {
    write_literal(&text, term, prefixes);
  }
  if (text.status == FURAT_OK) {
    furat_candidates_add(list, furat_buffer_str(&text), n, note);
  }
  furat_buffer_clear(&text);
}

static bool
is_word_start(furat_str name, size_t at)
{
  unsigned char c = (unsigned char)name.data[at];
  unsigned char before = (unsigned char)name.data[at - 1];
  return (isupper(c) && !isupper(before)) || (isalnum(c) && !isalnum(before));
}

int
furat_candidates_fit(furat_str name, furat_str typed)
{
  for (size_t at = 0; at + typed.len <= name.len; at++) {
    if ((at == 0 || is_word_start(name, at)) &&
        furat_str_equal_nocase((furat_str){name.data + at, typed.len}, typed)) {
      return at == 0 ? 2 : 1;
    }
    if (typed.len == 0) {
      return 2;
    }
  }
  return 0;
}

furat_str
furat_candidates_common(const furat_candidates *list)
{
  if (list->items.n == 0) {
    return FURAT_STR_NONE;
  }
  furat_str common = FURAT_VEC_AT(&list->items, furat_candidate, 0).text;
  for (size_t i = 1; i < list->items.n; i++) {
    furat_str text = FURAT_VEC_AT(&list->items, furat_candidate, i).text;
    size_t n = 0;
    while (n < common.len && n < text.len && common.data[n] == text.data[n]) {
      n++;
    }
    common.len = n < common.len ? furat_utf8_floor(common, n) : n;
  }
  return common;
}
