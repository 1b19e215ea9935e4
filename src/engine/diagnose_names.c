// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody wrote what a thing is called where the thing belongs: those of that name, from
// the index of labels and aliases that .find asks, too.
//                                     names_index -> [diagnose_names] -> set, filter
#include "engine/diagnose_internal.h"
#include "engine/names_search.h"
#include "rdf/vocabulary.h"

enum { MOST_NAMESAKES = 8, MOST_TYPED_BYTES = 400 };

static bool
is_text(const furat_term *term)
{
  return term->kind == FURAT_TERM_LITERAL &&
         (term->language.len > 0 ||
          furat_str_equal(term->datatype, FURAT_STR(FURAT_XSD_STRING)));
}

static furat_status
read_index(furat_diagnosis *d, furat_error *err)
{
  if (d->has_called) {
    return FURAT_OK;
  }
  const furat_status status = furat_names_index_build(&d->called, d->txn, d->cancel, err);
  d->has_called = status == FURAT_OK;
  return status;
}

static furat_status
find_namesakes(furat_diagnosis *d, furat_str typed, furat_vec *found, furat_error *err)
{
  const furat_names_wish wish = {
      .typed = typed, .worst = FURAT_NAME_FOLDED, .most = MOST_NAMESAKES};
  furat_names_search search = {.index = &d->called,
                               .txn = d->txn,
                               .wish = &wish,
                               .any_kind = true,
                               .cancel = d->cancel};
  const furat_status status = read_index(d, err);
  return status == FURAT_OK ? furat_names_search_run(&search, &d->arena, found, err)
                            : status;
}

furat_status
furat_diagnose_names(furat_diagnosis *d, furat_nears *nears, furat_names_fit fit,
                     void *self, furat_error *err)
{
  furat_vec found;
  const furat_term *wanted = nears->wanted;
  if (!is_text(wanted) || wanted->text.len > MOST_TYPED_BYTES) {
    return FURAT_OK;
  }
  furat_vec_init(&found, sizeof(furat_name), MOST_NAMESAKES);
  furat_status status = find_namesakes(d, wanted->text, &found, err);
  for (size_t i = 0; i < found.n && status == FURAT_OK; i++) {
    bool fits = false;
    const furat_term thing = furat_term_iri(FURAT_VEC_AT(&found, furat_name, i).iri);
    status = fit(self, &thing, &fits, err);
    if (status == FURAT_OK && fits) {
      status =
          furat_nears_offer_as(nears, &thing, 0, "a thing of that name, not a text", err);
    }
  }
  furat_vec_clear(&found);
  return status;
}
