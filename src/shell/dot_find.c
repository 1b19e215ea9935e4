// SPDX-License-Identifier: GPL-3.0-or-later
// .find: a table of the things that are called nearly so: the name that was found, its
// language, the thing and the narrowest of its classes.     names, look -> [dot_find]
#include <stdio.h>

#include "engine/census.h"
#include "engine/names.h"
#include "rdf/vocabulary.h"
#include "shell/look.h"

enum { MAX_FOUND = 200, MAX_BYTES = 1 << 26 };

typedef struct finding {
  furat_shell *shell;
  furat_census *census;
  furat_arena arena;
  furat_term narrowest; // of the classes of one thing
  uint64_t n_members;
} finding;

static furat_status
take_class(void *self, const furat_term *row, furat_error *err)
{
  finding *f = self;
  uint64_t n = 0;
  if (row[0].kind != FURAT_TERM_IRI) {
    return FURAT_OK;
  }
  furat_status status = furat_census_count(
      f->census, FURAT_STR_NONE, FURAT_STR(FURAT_RDF_TYPE), row[0].text, &n, err);
  if (status == FURAT_OK && (f->narrowest.kind == FURAT_TERM_NONE || n < f->n_members)) {
    f->n_members = n;
    status = furat_term_copy(&f->arena, &row[0], &f->narrowest) ? FURAT_OK
                                                                : furat_error_no_mem(err);
  }
  return status;
}

static furat_status
add_row(finding *f, furat_row_list *rows, const furat_name *name, furat_error *err)
{
  const furat_binding thing = {FURAT_STR("thing"), furat_term_iri(name->iri)};
  f->narrowest = FURAT_TERM_UNSET;
  furat_status status =
      furat_look_each(f->shell,
                      "SELECT ?class { ?thing <" FURAT_RDF_TYPE "> ?class } "
                      "ORDER BY ?class",
                      &thing, 1, take_class, f, err);
  const furat_term row[] = {furat_term_literal(name->label, FURAT_STR_NONE),
                            name->language.len > 0
                                ? furat_term_literal(name->language, FURAT_STR_NONE)
                                : FURAT_TERM_UNSET,
                            thing.value, f->narrowest};
  return status == FURAT_OK ? furat_row_list_add(rows, row, err) : status;
}

static furat_status
tell_nothing(furat_shell *shell, furat_str typed, furat_error *err)
{
  bool all = false;
  size_t n = furat_names_count(shell->names, &all);
  furat_error_set(err, FURAT_NOT_FOUND, "nothing is called %.*s, nor nearly so",
                  FURAT_STR_ARGS(furat_str_slice(typed, 0, 200)));
  if (!all) {
    furat_error_hint(err, "only the first %zu names were looked through", n);
  }
  return FURAT_NOT_FOUND;
}

// What is told beside the table.
static void
tell_how(const furat_shell *shell, const furat_vec *found)
{
  FILE *to = shell->interactive ? stdout : stderr;
  if (FURAT_VEC_AT(found, furat_name, 0).match == FURAT_NAME_NEAR) {
    fputs("nothing is called so; spelt nearly so are\n", to);
  }
  if (found->n == MAX_FOUND) {
    fprintf(to, "the nearest %d of them\n", MAX_FOUND);
  }
}

static furat_status
show_found(finding *f, const furat_vec *found, furat_error *err)
{
  static const char *const columns[] = {"label", "language", "thing", "class"};
  furat_row_list *rows = NULL;
  furat_status status = furat_row_list_new(&rows, columns, 4, err);
  for (size_t i = 0; i < found->n && status == FURAT_OK; i++) {
    status = add_row(f, rows, &FURAT_VEC_AT(found, furat_name, i), err);
  }
  if (status != FURAT_OK) {
    furat_row_list_free(rows);
    return status;
  }
  tell_how(f->shell, found);
  return furat_look_show(f->shell, rows, err);
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
  if (status == FURAT_OK) {
    status =
        found.n > 0 ? show_found(f, &found, err) : tell_nothing(f->shell, typed, err);
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
    status = furat_census_open(&f.census, shell->dataset, NULL, err);
  }
  if (status == FURAT_OK) {
    status = find(&f, furat_buffer_str(&typed), err);
  }
  furat_census_close(f.census);
  furat_arena_clear(&f.arena);
  furat_buffer_clear(&typed);
  return status;
}
