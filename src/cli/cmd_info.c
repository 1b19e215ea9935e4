// SPDX-License-Identifier: GPL-3.0-or-later
// furat info: what a store holds and what it takes.
//                                                  engine, store -> [cli] -> dispatch
#include <inttypes.h>
#include <stdlib.h>

#include "base/json_text.h"
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/show.h"
#include "cli/source.h"
#include "engine/stored.h"
#include "results/cell.h"
#include "store/dictionary.h"
#include "store/quads.h"
#include "store/statistics.h"

enum { OPTION_JSON = 1, OPTION_PREDICATES, USUAL_PREDICATES = 10, BATCH = 256 };

static const furat_option options[] = {
    {.id = OPTION_JSON,
     .letter = 'j',
     .kind = FURAT_OPTION_FLAG,
     .name = "json",
     .help = "write JSON"},
    {.id = OPTION_PREDICATES,
     .letter = 'n',
     .kind = FURAT_OPTION_NUMBER,
     .name = "predicates",
     .argument = "N",
     .help = "list the N most frequent predicates (10)"},
    FURAT_SOURCE_OPTIONS,
    {.id = 0}};

typedef struct store_info {
  const char *path;      ///< NULL: no store file of the user's
  const char *title;     ///< the same for people
  bool from_environment; ///< $FURAT_STORE names it
  furat_totals totals;
  bool has_default_graph;
  bool is_union; ///< the default graph of queries is the union of all graphs
  furat_part_size parts[FURAT_N_PARTS];
  uint64_t file_bytes;
  furat_vec predicates; ///< furat_predicate_statistics, the most frequent first
  furat_vec names;      ///< furat_str, of the same
  furat_arena texts;
} store_info;

// ---------------------------------------------------------------------- collecting

static int
compare_frequency(const void *a, const void *b)
{
  const furat_predicate_statistics *left = a;
  const furat_predicate_statistics *right = b;
  return left->n_quads != right->n_quads ? (left->n_quads < right->n_quads ? 1 : -1)
                                         : (left->predicate > right->predicate ? 1 : -1);
}

static furat_status
collect_predicates(store_info *info, furat_txn *txn, size_t n_wanted, furat_error *err)
{
  furat_predicate_statistics batch[BATCH];
  furat_vec *all = &info->predicates;
  furat_id after = FURAT_ID_NONE;
  size_t n = 0;
  furat_status status = furat_statistics_predicates(txn, after, batch, BATCH, &n, err);
  while (status == FURAT_OK) {
    for (size_t i = 0; i < n; i++) {
      furat_vec_push(all, &batch[i]);
    }
    after = batch[n - 1].predicate;
    status = furat_statistics_predicates(txn, after, batch, BATCH, &n, err);
  }
  status = status == FURAT_DONE ? furat_vec_status(all, err) : status;
  if (status == FURAT_OK && all->n > 0) {
    qsort(all->items, all->n, sizeof(furat_predicate_statistics), compare_frequency);
    furat_vec_truncate(all, n_wanted < all->n ? n_wanted : all->n);
  }
  for (size_t i = 0; i < all->n && status == FURAT_OK; i++) {
    furat_term term;
    status = furat_dictionary_term(
        txn, FURAT_VEC_AT(all, furat_predicate_statistics, i).predicate, &info->texts,
        &term, err);
    furat_vec_push(&info->names, &term.text);
  }
  return status == FURAT_OK ? furat_vec_status(&info->names, err) : status;
}

static furat_status
collect(store_info *info, furat_store *store, size_t n_predicates, furat_error *err)
{
  furat_txn *txn;
  furat_status status = furat_txn_begin_read(&txn, store, err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_id graph = FURAT_ID_NONE;
  info->totals = furat_statistics_totals(txn);
  status = furat_statistics_sizes(txn, info->parts, &info->file_bytes, err);
  if (status == FURAT_OK) {
    status = furat_quads_next_graph(txn, FURAT_ID_NONE, &graph, err);
    status = status == FURAT_DONE ? FURAT_OK : status;
    info->has_default_graph = graph == FURAT_ID_DEFAULT_GRAPH;
  }
  if (status == FURAT_OK) {
    status = collect_predicates(info, txn, n_predicates, err);
  }
  furat_txn_abort(txn);
  return status;
}

// ------------------------------------------------------------------------- writing

static double
per_statement(const store_info *info, uint64_t bytes)
{
  return info->totals.n_quads > 0 ? (double)bytes / (double)info->totals.n_quads : 0;
}

static void
write_number(furat_buffer *out, const char *what, uint64_t number)
{
  char text[32];
  furat_buffer_appendf(out, "%-16s %15s\n", what, furat_progress_number(text, number));
}

static void
write_text(furat_buffer *out, const store_info *info, const furat_prefixes *prefixes)
{
  char number[32];
  const furat_totals *totals = &info->totals;
  furat_buffer_appendf(out, "%-16s %15s%s\n", "store", info->title,
                       info->from_environment ? "  from " FURAT_SOURCE_STORE_VARIABLE
                                              : "");
  write_number(out, "format version", FURAT_STORE_FORMAT_VERSION);
  write_number(out, "statements", totals->n_quads);
  write_number(out, "named graphs", totals->n_graphs - info->has_default_graph);
  furat_buffer_appendf(out, "%-16s %15s\n", "default graph",
                       info->is_union ? "all graphs" : "the unnamed one");
  write_number(out, "subjects", totals->n_subjects);
  write_number(out, "predicates", totals->n_predicates);
  write_number(out, "objects", totals->n_objects);
  write_number(out, "terms", totals->n_terms);
  furat_buffer_appendf(out, "%-16s %15s  %.1f bytes a statement\n", "size",
                       furat_progress_bytes(number, info->file_bytes),
                       per_statement(info, info->file_bytes));
  for (size_t i = 0; i < FURAT_N_PARTS; i++) {
    furat_buffer_appendf(out, "  %-14s %15s  %.1f\n", info->parts[i].name,
                         furat_progress_bytes(number, info->parts[i].n_bytes),
                         per_statement(info, info->parts[i].n_bytes));
  }
  for (size_t i = 0; i < info->predicates.n; i++) {
    furat_buffer_append_cstr(out, i == 0 ? "\nstatements by predicate\n" : "");
    furat_buffer_appendf(
        out, "%16s  ",
        furat_progress_number(
            number,
            FURAT_VEC_AT(&info->predicates, furat_predicate_statistics, i).n_quads));
    const furat_term name = furat_term_iri(FURAT_VEC_AT(&info->names, furat_str, i));
    furat_term_write_cell(out, &name, prefixes);
    furat_buffer_append_byte(out, '\n');
  }
}

static void
write_json(furat_buffer *out, const store_info *info)
{
  const furat_totals *totals = &info->totals;
  furat_buffer_append_cstr(out, "{\"store\": ");
  if (info->path) {
    furat_json_string(out, furat_str_of(info->path));
  } else {
    furat_buffer_append_cstr(out, "null");
  }
  furat_buffer_appendf(out, ",\n \"store_from\": %s",
                       !info->path              ? "null"
                       : info->from_environment ? "\"" FURAT_SOURCE_STORE_VARIABLE "\""
                                                : "\"option\"");
  furat_buffer_appendf(out,
                       ",\n \"format_version\": %d,\n \"default_graph\": \"%s\""
                       ",\n \"statements\": %" PRIu64 ",\n \"named_graphs\": %" PRIu64
                       ",\n \"subjects\": %" PRIu64 ",\n \"predicates\": %" PRIu64
                       ",\n \"objects\": %" PRIu64 ",\n \"terms\": %" PRIu64
                       ",\n \"bytes\": %" PRIu64 ",\n \"bytes_by_part\": {",
                       FURAT_STORE_FORMAT_VERSION, info->is_union ? "union" : "unnamed",
                       totals->n_quads, totals->n_graphs - info->has_default_graph,
                       totals->n_subjects, totals->n_predicates, totals->n_objects,
                       totals->n_terms, info->file_bytes);
  for (size_t i = 0; i < FURAT_N_PARTS; i++) {
    furat_buffer_appendf(out, "%s\"%s\": %" PRIu64, i > 0 ? ", " : "",
                         info->parts[i].name, info->parts[i].n_bytes);
  }
  furat_buffer_append_cstr(out, "},\n \"top_predicates\": [");
  for (size_t i = 0; i < info->predicates.n; i++) {
    const furat_predicate_statistics *statistics =
        &FURAT_VEC_AT(&info->predicates, furat_predicate_statistics, i);
    furat_buffer_append_cstr(out,
                             i > 0 ? ",\n  {\"predicate\": " : "\n  {\"predicate\": ");
    furat_json_string(out, FURAT_VEC_AT(&info->names, furat_str, i));
    furat_buffer_appendf(out,
                         ", \"statements\": %" PRIu64 ", \"subjects\": %" PRIu64
                         ", \"objects\": %" PRIu64 "}",
                         statistics->n_quads, statistics->n_subjects,
                         statistics->n_objects);
  }
  furat_buffer_append_cstr(out, "]}\n");
}

static furat_status
print(const store_info *info, bool json, const furat_prefixes *prefixes, furat_error *err)
{
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX / 2);
  if (json) {
    write_json(&text, info);
  } else {
    write_text(&text, info, prefixes);
  }
  const furat_status status = furat_show_text_on_stdout(&text, err);
  furat_buffer_clear(&text);
  return status;
}

static furat_status
tell(const furat_vec *arguments, store_info *info, furat_prefixes *prefixes,
     const furat_cancel *cancel, furat_error *err)
{
  const furat_argument *wanted = furat_argument_find(arguments, OPTION_PREDICATES);
  const char *store = furat_source_store(arguments, &info->from_environment);
  const bool json = furat_argument_find(arguments, OPTION_JSON) != NULL;
  furat_dataset *dataset = NULL;
  const bool files = furat_argument_find(arguments, FURAT_SOURCE_DATA) ||
                     furat_argument_find(arguments, FURAT_SOURCE_NAMED_GRAPH);
  info->path = store;
  info->title = store ? store : (files ? "files" : "the shipped graph");
  furat_status status = furat_show_prefixes(prefixes, err);
  if (status == FURAT_OK) {
    status = furat_source_open(&dataset, arguments, cancel, err);
  }
  if (status == FURAT_OK) {
    info->is_union = furat_dataset_default_graph(dataset) == FURAT_DEFAULT_GRAPH_UNION;
    status = collect(info, furat_dataset_store(dataset),
                     wanted ? (size_t)wanted->number : USUAL_PREDICATES, err);
  }
  if (status == FURAT_OK) {
    status = furat_dataset_prefixes(dataset, prefixes, err);
  }
  furat_dataset_close(dataset);
  return status == FURAT_OK ? print(info, json, prefixes, err) : status;
}

static furat_status
run(const furat_vec *arguments, furat_error *err)
{
  store_info info = {.path = NULL};
  furat_prefixes prefixes;
  furat_cancel cancel;
  furat_vec_init(&info.predicates, sizeof(furat_predicate_statistics), UINT32_MAX);
  furat_vec_init(&info.names, sizeof(furat_str), UINT32_MAX);
  furat_arena_init(&info.texts, SIZE_MAX);
  furat_prefixes_init(&prefixes);
  furat_source_cancel(&cancel, arguments);
  furat_interrupt_begin(&cancel);
  const furat_status status = tell(arguments, &info, &prefixes, &cancel, err);
  furat_interrupt_end();
  furat_prefixes_clear(&prefixes);
  furat_arena_clear(&info.texts);
  furat_vec_clear(&info.names);
  furat_vec_clear(&info.predicates);
  return status;
}

const furat_command furat_command_info = {
    .name = "info",
    .operands = "[SOURCE]...",
    .only_options = true,
    .summary = "tell what a store holds and what it takes",
    .description = "Counts statements, graphs, subjects, predicates, objects and terms, "
                   "and tells the bytes that each part of the store takes. The counts "
                   "are kept by the store, so that this takes no time.",
    .options = options,
    .examples = "furat info -s my.furat\ta store\n"
                "furat info --json\tthe shipped graph, for programs\n",
    .run = run,
};
