// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a query from its text to its last row.           engine -> [query] -> validator
#include "shacl/query.h"

#include "base/memory.h"
#include "rdf/vocabulary.h"

static bool
is_name_byte(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         c == '_' || (unsigned char)c >= 0x80;
}

/// Whether `?name` or `$name` stands in the text.
static bool
has_variable(furat_str text, furat_str name)
{
  for (size_t i = 0; i + 1 + name.len <= text.len; ++i) {
    const char sigil = text.data[i];
    const size_t end = i + 1 + name.len;
    if ((sigil == '?' || sigil == '$') &&
        furat_str_equal(furat_str_slice(text, i + 1, name.len), name) &&
        (end == text.len || !is_name_byte(text.data[end]))) {
      return true;
    }
  }
  return false;
}

static furat_status
declare(furat_prefixes *prefixes, furat_error *err)
{
  furat_status status =
      furat_prefixes_set(prefixes, FURAT_STR("rdf"), FURAT_STR(FURAT_RDF), err);
  if (status == FURAT_OK) {
    status = furat_prefixes_set(prefixes, FURAT_STR("rdfs"), FURAT_STR(FURAT_RDFS), err);
  }
  if (status == FURAT_OK) {
    status = furat_prefixes_set(prefixes, FURAT_STR("sh"), FURAT_STR(FURAT_SH), err);
  }
  return status;
}

/// Prepare and execute; the caller frees both.
static furat_status
execute(furat_query **query, furat_results **results, const furat_shacl_query *asked,
        const furat_prefixes *prefixes, furat_error *err)
{
  furat_binding *bindings = furat_alloc_zeroed(asked->n_bindings + 1, sizeof *bindings);
  if (!bindings) {
    return furat_error_no_mem(err);
  }
  furat_prepare_options options = {.prefixes = prefixes, .bindings = bindings};
  for (size_t i = 0; i < asked->n_bindings; ++i) {
    if (has_variable(asked->text, asked->bindings[i].variable)) {
      bindings[options.n_bindings] = asked->bindings[i];
      options.n_bindings += 1;
    }
  }
  furat_status status =
      furat_query_prepare(query, asked->dataset, asked->text, &options, err);
  furat_free(bindings);
  return status == FURAT_OK ? furat_query_execute(results, *query, asked->cancel, err)
                            : status;
}

static furat_status
run(furat_query **query, furat_results **results, const furat_shacl_query *asked,
    furat_error *err)
{
  furat_prefixes prefixes;
  furat_prefixes_init(&prefixes);
  furat_status status = declare(&prefixes, err);
  if (status == FURAT_OK) {
    status = execute(query, results, asked, &prefixes, err);
  }
  furat_prefixes_clear(&prefixes);
  return status;
}

furat_status
furat_shacl_select(const furat_shacl_query *asked, const furat_shacl_rows *rows,
                   furat_error *err)
{
  furat_query *query = NULL;
  furat_results *results = NULL;
  const furat_term *row = NULL;
  furat_status status = run(&query, &results, asked, err);
  while (status == FURAT_OK) {
    status = furat_results_next(results, &row, err);
    if (status == FURAT_OK) {
      status = rows->row(rows->self, results, row, err);
    }
  }
  furat_results_free(results);
  furat_query_free(query);
  return status == FURAT_DONE ? FURAT_OK : status;
}

furat_status
furat_shacl_ask(bool *answer, const furat_shacl_query *asked, furat_error *err)
{
  furat_query *query = NULL;
  furat_results *results = NULL;
  const furat_status status = run(&query, &results, asked, err);
  if (status == FURAT_OK) {
    *answer = furat_results_boolean(results);
  }
  furat_results_free(results);
  furat_query_free(query);
  return status;
}
