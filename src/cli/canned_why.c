// SPDX-License-Identifier: GPL-3.0-or-later
// The query is asked again without each parameter, and without all that may be left out.
//                                               canned_run, why -> [canned_why] -> run,
//                                               shell
#include "cli/canned_why.h"

#include "base/memory.h"
#include "cli/why.h"
#include "results/cell.h"

enum { TIME_MS = 1000, MOST_BYTES = 1 << 16 };

typedef struct canned_why {
  const furat_canned *canned;
  const furat_canned_values *values;
  furat_dataset *dataset;
  const furat_prefixes *prefixes;
  furat_cancel cancel;
  bool *left_out; // of the values that were given
  furat_buffer text;
} canned_why;

static const furat_binding *
binding_at(const canned_why *w, size_t index)
{
  return &FURAT_VEC_AT(&w->values->bindings, furat_binding, index);
}

static const furat_canned_param *
param_of(const canned_why *w, size_t index)
{
  const furat_vec *params = &w->canned->params;
  for (size_t i = 0; i < params->n; i++) {
    const furat_canned_param *param = &FURAT_VEC_AT(params, furat_canned_param, i);
    if (furat_str_equal(param->variable, binding_at(w, index)->variable)) {
      return param;
    }
  }
  return NULL;
}

// Whether there is an answer with the values that are not left out.
static furat_status
ask(const canned_why *w, bool *any)
{
  furat_vec bindings;
  furat_query *query = NULL;
  furat_results *results = NULL;
  const furat_term *row;
  furat_vec_init(&bindings, sizeof(furat_binding), w->values->bindings.n);
  for (size_t i = 0; i < w->values->bindings.n; i++) {
    if (i >= w->values->n_given || !w->left_out[i]) {
      furat_vec_push(&bindings, binding_at(w, i));
    }
  }
  const furat_prepare_options prepare = {.prefixes = w->prefixes,
                                         .bindings = bindings.items,
                                         .n_bindings = bindings.n,
                                         .max_rows = 1};
  furat_status status = furat_vec_status(&bindings, NULL);
  if (status == FURAT_OK) {
    status = furat_query_prepare(&query, w->dataset, furat_buffer_str(&w->canned->text),
                                 &prepare, NULL);
  }
  if (status == FURAT_OK) {
    status = furat_query_execute(&results, query, &w->cancel, NULL);
  }
  if (status == FURAT_OK) {
    status = furat_results_next(results, &row, NULL);
  }
  *any = status == FURAT_OK;
  furat_results_free(results);
  furat_query_free(query);
  furat_vec_clear(&bindings);
  return status == FURAT_DONE ? FURAT_OK : status;
}

static void
append_value(canned_why *w, size_t index)
{
  const furat_term *value = &binding_at(w, index)->value;
  furat_buffer_append(&w->text, param_of(w, index)->name);
  furat_buffer_append_byte(&w->text, '=');
  if (value->kind == FURAT_TERM_IRI) {
    furat_term_write_cell(&w->text, value, w->prefixes);
  } else {
    furat_buffer_append(&w->text, value->text);
  }
}

static void
append_values(canned_why *w, bool left_out)
{
  size_t n = 0;
  for (size_t i = 0; i < w->values->n_given; i++) {
    if (w->left_out[i] == left_out) {
      furat_buffer_append_cstr(&w->text, n++ > 0 ? " and " : "");
      append_value(w, i);
    }
  }
}

static furat_status
try_each(canned_why *w, bool *found)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < w->values->n_given && status == FURAT_OK; i++) {
    bool any = false;
    w->left_out[i] = true;
    status = ask(w, &any);
    if (any) {
      furat_buffer_append_cstr(&w->text,
                               param_of(w, i)->optional
                                   ? "there are answers without "
                                   : "there are answers with something else than ");
      append_value(w, i);
      furat_buffer_append_byte(&w->text, '\n');
      *found = true;
    }
    w->left_out[i] = false;
  }
  return status;
}

// Without all that may be left out; what is needed then leaves nothing by itself.
static void
try_together(canned_why *w)
{
  bool any = false;
  size_t n_left_out = 0;
  const size_t n = w->values->n_given;
  for (size_t i = 0; i < n; i++) {
    w->left_out[i] = param_of(w, i)->optional;
    n_left_out += w->left_out[i];
  }
  if (ask(w, &any) != FURAT_OK) {
    return;
  }
  if (any && n_left_out > 1) {
    furat_buffer_append_cstr(&w->text, "there are answers without all of ");
    append_values(w, true);
    furat_buffer_append_byte(&w->text, '\n');
  } else if (!any && n_left_out < n) {
    furat_buffer_append_cstr(&w->text, "there is no answer with ");
    append_values(w, false);
    furat_buffer_append_cstr(&w->text,
                             n_left_out > 0 ? ", whatever else is asked\n" : "\n");
  }
}

static void
tell(canned_why *w)
{
  bool found = false;
  for (size_t i = 0; i < w->values->n_given; i++) {
    if (!param_of(w, i)) {
      return;
    }
  }
  if (try_each(w, &found) == FURAT_OK && !found) {
    try_together(w);
  }
  if (w->text.status == FURAT_OK) {
    furat_why_print(furat_buffer_str(&w->text));
  }
}

void
furat_canned_why_tell(const furat_canned *canned, const furat_canned_values *values,
                      furat_dataset *dataset, const furat_results *given,
                      const furat_prefixes *prefixes, const furat_cancel *cancel)
{
  canned_why w = {
      .canned = canned, .values = values, .dataset = dataset, .prefixes = prefixes};
  if (furat_results_n_given(given) > 0 || values->n_given == 0 ||
      furat_results_form(given) != FURAT_QUERY_SELECT) {
    return;
  }
  furat_cancel_init(&w.cancel, TIME_MS);
  w.cancel.outer = cancel;
  furat_buffer_init(&w.text, MOST_BYTES);
  w.left_out = furat_alloc_zeroed(values->n_given, sizeof *w.left_out);
  if (w.left_out) {
    tell(&w);
  }
  furat_free(w.left_out);
  furat_buffer_clear(&w.text);
}
