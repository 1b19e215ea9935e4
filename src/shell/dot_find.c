// SPDX-License-Identifier: GPL-3.0-or-later
// .find: a table of the things that are called nearly so: the name that was found, its
// language, the thing, which is never cut, and the narrowest of its classes, which goes
// where there is no room for it.
//                                                            names, look -> [dot_find]
#include <unistd.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "base/utf8_fold.h"
#include "cli/term_text.h"
#include "cli/terminal.h"
#include "engine/names.h"
#include "shell/look.h"
#include "shell/paging.h"

enum { MAX_FOUND = 200, MAX_OF_WORD = 20000, MAX_BYTES = 1 << 26 };

// The columns of the table, the first that go where there is no room at the end.
enum { WITHOUT_CLASS = 2, WITH_CLASS, WITH_LANGUAGE };

typedef struct finding {
  furat_shell *shell;
  furat_arena arena;
  size_t n_columns;
} finding;

static furat_status
add_row(const finding *f, furat_row_list *rows, const furat_name *name,
        const furat_term *class, furat_error *err)
{
  const furat_term thing = furat_term_iri(name->iri);
  const furat_term language = name->language.len > 0
                                  ? furat_term_literal(name->language, FURAT_STR_NONE)
                                  : FURAT_TERM_UNSET;
  if (f->n_columns < WITH_LANGUAGE) {
    const furat_term row[] = {furat_term_lang_string(name->label, name->language), thing,
                              *class};
    return furat_row_list_add(rows, row, err);
  }
  const furat_term row[] = {furat_term_literal(name->label, FURAT_STR_NONE), language,
                            thing, *class};
  return furat_row_list_add(rows, row, err);
}

// ------------------------------------------------------------------- what has room

static size_t
cells_of(furat_buffer *text, const finding *f, const furat_term *term)
{
  furat_buffer_reset(text);
  if (term->kind != FURAT_TERM_NONE) {
    furat_term_write_cell(text, term, &f->shell->prefixes);
  }
  return furat_utf8_text_width(furat_buffer_str(text));
}

// Whether all are of one language, which then stands in the heading.
static bool
has_one_language(const furat_vec *found)
{
  const furat_str first = FURAT_VEC_AT(found, furat_name, 0).language;
  size_t i = 1;
  while (i < found->n &&
         furat_str_equal(FURAT_VEC_AT(found, furat_name, i).language, first)) {
    i++;
  }
  return i == found->n;
}

// In a narrow terminal the language stands behind the label, and the class gives way
// before the label or the thing are cut.
static size_t
choose_columns(const finding *f, const furat_vec *found, const furat_term *classes)
{
  enum { FRAMES = 10, HEADING = 10 };
  const size_t width = furat_terminal_width(STDOUT_FILENO);
  const bool one_language = has_one_language(found);
  size_t label = HEADING;
  size_t thing = HEADING;
  size_t class = HEADING;
  furat_buffer text;
  if (!furat_look_is_narrow(f->shell)) {
    return WITH_LANGUAGE;
  }
  furat_buffer_init(&text, MAX_BYTES);
  for (size_t i = 0; i < found->n; i++) {
    const furat_name *name = &FURAT_VEC_AT(found, furat_name, i);
    const furat_term called = one_language
                                  ? furat_term_literal(name->label, FURAT_STR_NONE)
                                  : furat_term_lang_string(name->label, name->language);
    const furat_term iri = furat_term_iri(name->iri);
    const size_t cells[] = {cells_of(&text, f, &called), cells_of(&text, f, &iri),
                            cells_of(&text, f, &classes[i])};
    label = cells[0] > label ? cells[0] : label;
    thing = cells[1] > thing ? cells[1] : thing;
    class = cells[2] > class ? cells[2] : class;
  }
  furat_buffer_clear(&text);
  return label + thing + class + FRAMES > width ? WITHOUT_CLASS : WITH_CLASS;
}

// ------------------------------------------------------------------- IRIs for names

static furat_status
stop(void *self, FURAT_UNUSED const furat_quad *quads, FURAT_UNUSED size_t n,
     FURAT_UNUSED furat_error *err)
{
  bool *any = self;
  *any = true;
  return FURAT_DONE;
}

// Whether anything is said of it.
static bool
is_known(furat_shell *shell, const furat_term *thing)
{
  bool any = false;
  furat_status status = FURAT_OK;
  const furat_quad_sink sink = {.self = &any, .emit = stop};
  for (size_t at = 0; at <= 2 && !any && status == FURAT_OK; at += 2) {
    furat_term triple[3] = {FURAT_TERM_UNSET, FURAT_TERM_UNSET, FURAT_TERM_UNSET};
    triple[at] = *thing;
    status =
        furat_dataset_match(shell->dataset, triple, NULL, &sink, &shell->cancel, NULL);
  }
  return any;
}

// The IRI that was typed, or the one that ends so behind a prefix: Q83317 of wd:Q83317.
static bool
find_iri(finding *f, furat_str typed, furat_term *out)
{
  const furat_prefixes *prefixes = &f->shell->prefixes;
  if (furat_iri_parse(out, &f->arena, typed, prefixes, NULL) == FURAT_OK) {
    return is_known(f->shell, out);
  }
  for (size_t i = 0; i < prefixes->entries.n; i++) {
    const furat_prefix *prefix = &FURAT_VEC_AT(&prefixes->entries, furat_prefix, i);
    furat_buffer iri;
    furat_buffer_init(&iri, MAX_BYTES);
    furat_buffer_append(&iri, prefix->iri);
    furat_buffer_append(&iri, typed);
    const furat_term term = furat_term_iri(furat_buffer_str(&iri));
    const bool known = iri.status == FURAT_OK && is_known(f->shell, &term) &&
                       furat_term_copy(&f->arena, &term, out);
    furat_buffer_clear(&iri);
    if (known) {
      return true;
    }
  }
  return false;
}

static furat_status
tell_nothing(finding *f, furat_str typed, furat_error *err)
{
  bool all = false;
  furat_term thing;
  size_t n = furat_names_count(f->shell->names, &all);
  furat_error_set(err, FURAT_NOT_FOUND, "nothing is called %.*s, nor nearly so",
                  FURAT_STR_ARGS(furat_str_slice(typed, 0, 200)));
  if (find_iri(f, typed, &thing)) {
    furat_buffer name;
    furat_buffer_init(&name, MAX_BYTES);
    furat_term_write_cell(&name, &thing, &f->shell->prefixes);
    furat_error_hint(err, "that is an IRI: .describe %.*s tells of it",
                     FURAT_STR_ARGS(furat_str_slice(furat_buffer_str(&name), 0, 200)));
    furat_buffer_clear(&name);
  } else if (furat_iri_parse(&thing, &f->arena, typed, &f->shell->prefixes, NULL) ==
             FURAT_OK) {
    furat_look_hint(f->shell, &thing, FURAT_LOOK_THING, err);
  } else if (!all) {
    furat_error_hint(err, "only the first %zu names were looked through", n);
  }
  return FURAT_NOT_FOUND;
}

// ------------------------------------------------------------------------- the table

// What is told beside the table.
static furat_status
tell_how(furat_shell *shell, const furat_vec *found, furat_error *err)
{
  furat_buffer text;
  furat_buffer_init(&text, MAX_BYTES);
  if (FURAT_VEC_AT(found, furat_name, 0).match == FURAT_NAME_NEAR) {
    furat_buffer_append_cstr(&text, "nothing is called so; spelt nearly so are\n");
  }
  if (found->n == MAX_FOUND) {
    furat_buffer_appendf(&text, "the nearest %d of them\n", MAX_FOUND);
  }
  furat_status status = furat_buffer_status(&text, err);
  if (status == FURAT_OK && text.len > 0) {
    status = furat_shell_tell(shell, furat_buffer_str(&text), err);
  }
  furat_buffer_clear(&text);
  return status;
}

static furat_status
find_classes(finding *f, const furat_vec *found, furat_term *classes, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < found->n && status == FURAT_OK; i++) {
    const furat_term thing = furat_term_iri(FURAT_VEC_AT(found, furat_name, i).iri);
    status = furat_look_class(f->shell, &thing, &f->arena, &classes[i], err);
  }
  return status;
}

static furat_status
show_rows(finding *f, const furat_vec *found, const furat_term *classes, furat_error *err)
{
  static const char *const columns[] = {"label", "language", "thing", "class"};
  static const char *const narrow[] = {"label", "thing", "class"};
  furat_row_list *rows = NULL;
  f->n_columns = choose_columns(f, found, classes);
  const bool wide = f->n_columns == WITH_LANGUAGE;
  furat_status status =
      furat_row_list_new(&rows, wide ? columns : narrow, f->n_columns, err);
  for (size_t i = 0; i < found->n && status == FURAT_OK; i++) {
    status = add_row(f, rows, &FURAT_VEC_AT(found, furat_name, i), &classes[i], err);
  }
  if (status == FURAT_OK) {
    status = tell_how(f->shell, found, err);
  }
  if (status != FURAT_OK) {
    furat_row_list_free(rows);
    return status;
  }
  return furat_look_show_names(f->shell, rows, wide ? 3 : 2, err);
}

static furat_status
show_found(finding *f, const furat_vec *found, furat_error *err)
{
  furat_pager pager;
  furat_term *classes = furat_alloc_zeroed(found->n, sizeof *classes);
  if (!classes) {
    return furat_error_no_mem(err);
  }
  furat_status status = find_classes(f, found, classes, err);
  if (status == FURAT_OK) {
    furat_shell_pager_begin(f->shell, &pager);
    status = furat_shell_pager_end(f->shell, show_rows(f, found, classes, err), err);
  }
  furat_free(classes);
  return status;
}

// ------------------------------------------------------------- words in another order

// Whether a word of `label` begins with each word of `words`; both are folded.
static bool
has_words(furat_str label, furat_str words)
{
  while (words.len > 0) {
    const furat_str word = furat_str_slice(words, 0, furat_str_find_byte(words, ' '));
    furat_str rest = label;
    while (rest.len > 0 && !furat_str_starts_with(rest, word)) {
      rest = furat_str_slice(rest, furat_str_find_byte(rest, ' ') + 1, rest.len);
    }
    if (rest.len == 0) {
      return false;
    }
    words = furat_str_slice(words, word.len + 1, words.len);
  }
  return true;
}

static furat_str
longest_word(furat_str words)
{
  furat_str longest = FURAT_STR_NONE;
  while (words.len > 0) {
    const furat_str word = furat_str_slice(words, 0, furat_str_find_byte(words, ' '));
    longest = word.len > longest.len ? word : longest;
    words = furat_str_slice(words, word.len + 1, words.len);
  }
  return longest;
}

// Keep the names that have all words.
static furat_status
keep_with_words(furat_vec *found, furat_str words, furat_error *err)
{
  size_t n_kept = 0;
  furat_buffer folded;
  furat_buffer_init(&folded, MAX_BYTES);
  for (size_t i = 0; i < found->n && n_kept < MAX_FOUND; i++) {
    const furat_name name = FURAT_VEC_AT(found, furat_name, i);
    furat_buffer_reset(&folded);
    furat_utf8_fold(&folded, name.label);
    if (has_words(furat_buffer_str(&folded), words)) {
      FURAT_VEC_AT(found, furat_name, n_kept++) = name;
    }
  }
  furat_vec_truncate(found, n_kept);
  furat_status status = furat_buffer_status(&folded, err);
  furat_buffer_clear(&folded);
  return status;
}

// The names that have all the words wherever they stand, in place of those in `found`, if
// there are any.
static furat_status
find_any_order(finding *f, furat_str typed, furat_vec *found, furat_error *err)
{
  furat_buffer words;
  furat_vec others;
  furat_buffer_init(&words, MAX_BYTES);
  furat_vec_init(&others, sizeof(furat_name), MAX_OF_WORD);
  furat_utf8_fold(&words, typed);
  furat_status status = furat_buffer_status(&words, err);
  const furat_names_wish wish = {.typed = longest_word(furat_buffer_str(&words)),
                                 .worst = FURAT_NAME_WORD,
                                 .most = MAX_OF_WORD};
  if (status == FURAT_OK && wish.typed.len > 0 && wish.typed.len < words.len) {
    status = furat_names_find(f->shell->names, &wish, &f->arena, &others,
                              &f->shell->cancel, err);
    if (status == FURAT_OK) {
      status = keep_with_words(&others, furat_buffer_str(&words), err);
    }
  }
  if (status == FURAT_OK && others.n > 0) {
    furat_vec_truncate(found, 0);
    for (size_t i = 0; i < others.n; i++) {
      furat_vec_push(found, &FURAT_VEC_AT(&others, furat_name, i));
    }
    status = furat_vec_status(found, err);
  }
  furat_vec_clear(&others);
  furat_buffer_clear(&words);
  return status;
}

static furat_status
find(finding *f, furat_str typed, furat_error *err)
{
  const furat_names_wish wish = {
      .typed = typed, .worst = FURAT_NAME_NEAR, .most = MAX_FOUND};
  furat_vec found;
  furat_vec_init(&found, sizeof(furat_name), MAX_FOUND);
  furat_status status = furat_names_read(f->shell->names, &f->shell->cancel, err);
  if (status == FURAT_OK) {
    status = furat_names_find(f->shell->names, &wish, &f->arena, &found,
                              &f->shell->cancel, err);
  }
  if (status == FURAT_OK &&
      (found.n == 0 || FURAT_VEC_AT(&found, furat_name, 0).match == FURAT_NAME_NEAR)) {
    status = find_any_order(f, typed, &found, err);
  }
  if (status == FURAT_OK) {
    status = found.n > 0 ? show_found(f, &found, err) : tell_nothing(f, typed, err);
  }
  furat_vec_clear(&found);
  return status;
}

furat_status
furat_shell_dot_find(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  finding f = {.shell = shell};
  furat_buffer typed;
  furat_buffer_init(&typed, MAX_BYTES);
  furat_arena_init(&f.arena, MAX_BYTES);
  furat_shell_start_clock(shell);
  furat_status status = furat_dot_join(&typed, words, 0, err);
  if (status == FURAT_OK) {
    status = find(&f, furat_buffer_str(&typed), err);
  }
  furat_arena_clear(&f.arena);
  furat_buffer_clear(&typed);
  return status;
}
