// SPDX-License-Identifier: GPL-3.0-or-later
// Makes a store in every way that there is, and prints the quads that it must hold:
//   make_store STORE > QUADS
// A bulk load, then insertions with new terms, deletions, and a prefix.
#include <stdio.h>
#include <stdlib.h>

#include "base/diagnostic.h"
#include "load/bulk.h"
#include "rdf/vocabulary.h"
#include "store/dictionary.h"
#include "store/metadata.h"
#include "store/update.h"

enum { N_LOADED = 30000, N_INSERTED = 4000, N_DELETED = 5000, TEXT = 96, BATCH = 500 };

static void
must(furat_status status, const furat_error *err)
{
  if (status != FURAT_OK) {
    furat_diagnostic_print(stderr, err, FURAT_STR_NONE);
    exit(furat_status_exit_code(status));
  }
}

static furat_term
literal(const char *text, const char *type)
{
  return furat_term_literal(furat_str_of(text), furat_str_of(type));
}

/// An object of every kind that an id can have.
static furat_term
object_of(char text[TEXT], unsigned n)
{
  const unsigned k = n / 14;
  switch (n % 14) {
  case 0:
    snprintf(text, TEXT, "%d", (int)k * 77 - 40000);
    return literal(text, FURAT_XSD_INTEGER);
  case 1:
    snprintf(text, TEXT, "%s%u.%u5", k % 2 ? "-" : "", k, k % 1000);
    return literal(text, FURAT_XSD "decimal");
  case 2:
    snprintf(text, TEXT, "%s%u.%uE%d", k % 3 ? "" : "-", 1 + k % 9, 1 + k % 9,
             (int)k % 40 - 20);
    return literal(text, FURAT_XSD "double");
  case 3:
    snprintf(text, TEXT, "%04u-%02u-%02u%s", k % 3000, 1 + k % 12, 1 + k % 28,
             k % 3 ? (k % 2 ? "Z" : "-03:30") : "");
    return literal(text, FURAT_XSD "date");
  case 4:
    snprintf(text, TEXT, "%04u-%02u-%02uT%02u:%02u:%02u%s%s", k % 3000, 1 + k % 12,
             1 + k % 28, k % 24, k % 60, k % 59, k % 2 ? ".125" : "",
             k % 3 ? "+04:00" : "");
    return literal(text, FURAT_XSD "dateTime");
  case 5:
    snprintf(text, TEXT, "%s%04u", k % 5 ? "" : "-", 1 + k % 5000);
    return literal(text, FURAT_XSD "gYear");
  case 6:
    snprintf(text, TEXT, "%04u-%02uZ", k % 5000, 1 + k % 12);
    return literal(text, FURAT_XSD "gYearMonth");
  case 7:
    return literal(k % 2 ? "true" : "false", FURAT_XSD_BOOLEAN);
  case 8:
    snprintf(text, TEXT, "%04u", k);
    return literal(text, FURAT_XSD_INTEGER); // not canonical: in the dictionary
  case 9:
    snprintf(text, TEXT, "line %u\nwith \"quotes\" and \\ الفرات", k);
    return literal(text, FURAT_XSD_STRING);
  case 10:
    snprintf(text, TEXT, "اسم %u", k);
    return furat_term_lang_string(furat_str_of(text),
                                  k % 2 ? FURAT_STR("ar") : FURAT_STR("ar-SY"));
  case 11:
    snprintf(text, TEXT, "b%u", k);
    return furat_term_blank(furat_str_of(text));
  case 12:
    snprintf(text, TEXT, "%u", k % 300);
    return literal(text, "http://example.org/type/measure");
  default:
    snprintf(text, TEXT, "https://example.org/id/place/%u", k);
    return furat_term_iri(furat_str_of(text));
  }
}

/// Quad number `n`: all of them differ.
static furat_quad
quad_of(char texts[4][TEXT], unsigned n)
{
  furat_quad quad;
  snprintf(texts[0], TEXT, "https://example.org/id/%s/%u", n % 3 ? "actor" : "event",
           n / 9);
  quad.subject = furat_term_iri(furat_str_of(texts[0]));
  snprintf(texts[1], TEXT, "https://example.org/ontology#p%u", n * 7 % 23);
  quad.predicate = furat_term_iri(furat_str_of(texts[1]));
  quad.object = object_of(texts[2], n);
  snprintf(texts[3], TEXT, "https://example.org/graph/%u", n % 5);
  quad.graph = n % 4 ? FURAT_TERM_UNSET : furat_term_iri(furat_str_of(texts[3]));
  return quad;
}

static void
bulk_load(furat_store *store)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_bulk *bulk;
  furat_bulk_summary summary;
  const furat_bulk_options options = FURAT_BULK_OPTIONS_INIT;
  must(furat_bulk_begin(&bulk, store, &options, &err), &err);
  const furat_quad_sink sink = furat_bulk_sink(bulk);
  must(furat_quad_sink_prefix(&sink, FURAT_STR("ex"), FURAT_STR("https://example.org/"),
                              &err),
       &err);
  for (unsigned n = 0; n < N_LOADED; ++n) {
    char texts[4][TEXT];
    const furat_quad quad = quad_of(texts, n);
    must(furat_quad_sink_emit(&sink, &quad, 1, &err), &err);
  }
  must(furat_bulk_finish(bulk, &summary, &err), &err);
}

/// Insert or delete the quads [from, to), a few hundred in a transaction.
static void
change(furat_store *store, bool insert, unsigned from, unsigned to)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_txn *txn;
  static char texts[BATCH][4][TEXT];
  static furat_quad quads[BATCH];
  static furat_row rows[BATCH];
  for (; from < to; from += BATCH) {
    for (unsigned i = 0; i < BATCH; ++i) {
      quads[i] = quad_of(texts[i], from + i);
    }
    must(furat_txn_begin_write(&txn, store, 0, &err), &err);
    must(furat_dictionary_intern_quads(txn, quads, BATCH, rows, &err), &err);
    must(insert ? furat_update_insert(txn, rows, BATCH, NULL, &err)
                : furat_update_delete(txn, rows, BATCH, NULL, &err),
         &err);
    must(furat_txn_commit(txn, &err), &err);
  }
}

int
main(int argc, char **argv)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store;
  if (argc != 2) {
    fprintf(stderr, "usage: make_store STORE > QUADS\n");
    return 2;
  }
  must(furat_store_open(&store, argv[1], FURAT_STORE_CREATE, &err), &err);
  bulk_load(store);
  change(store, true, N_LOADED, N_LOADED + N_INSERTED);
  change(store, false, 0, N_DELETED);
  furat_store_close(store);
  furat_buffer line;
  furat_buffer_init(&line, SIZE_MAX);
  for (unsigned n = N_DELETED; n < N_LOADED + N_INSERTED; ++n) {
    char texts[4][TEXT];
    const furat_quad quad = quad_of(texts, n);
    furat_buffer_reset(&line);
    furat_quad_write_nquads(&line, &quad);
    fwrite(line.data, 1, line.len, stdout);
  }
  furat_buffer_clear(&line);
  return 0;
}
