// SPDX-License-Identifier: GPL-3.0-or-later
// The triples of a thing, grouped by predicate, with the graphs that they are in.
#include "shell/describe.h"

#include <stdlib.h>

#include "cli/why.h"
#include "engine/names.h"
#include "rdf/vocabulary.h"
#include "results/cell.h"
#include "shell/result.h"

#define FUR "https://w3id.org/furat/ontology#"

enum {
  USUAL_MOST = 10,
  USUAL_CLAIMS = 40,
  MAX_PREDICATES = 1 << 20,
  MAX_TEXT_BYTES = 1 << 26,
  N_COLUMNS = 4
};

void
furat_describe_name(furat_buffer *out, const furat_describing *d, const furat_term *term)
{
  furat_term_write_cell(out, term, &d->shell->prefixes);
}

furat_status
furat_describe_show(const furat_describing *d, furat_row_list *rows, bool names,
                    uint64_t n_left, furat_error *err)
{
  const bool wrap = d->shell->settings.wrap;
  d->shell->settings.wrap = wrap || d->narrow;
  d->shell->n_left = n_left;
  d->shell->left_hint = d->more_hint.data;
  furat_status status = names ? furat_look_show_names(d->shell, rows, 0, err)
                              : furat_look_show(d->shell, rows, err);
  d->shell->n_left = 0;
  d->shell->left_hint = NULL;
  d->shell->settings.wrap = wrap;
  return status;
}

// ------------------------------------------------------------------------- graphs

typedef struct graph_names {
  const furat_describing *d;
  furat_buffer text;
  furat_arena arena;
  furat_term first;
  size_t n;
} graph_names;

static furat_status
take_graph(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  graph_names *names = self;
  for (size_t i = 0; i < n; i++) {
    if (quads[i].graph.kind == FURAT_TERM_NONE) {
      continue;
    }
    if (names->n == 0 &&
        !furat_term_copy(&names->arena, &quads[i].graph, &names->first)) {
      return furat_error_no_mem(err);
    }
    furat_buffer_append_cstr(&names->text, names->n > 0 ? " " : "");
    furat_describe_name(&names->text, names->d, &quads[i].graph);
    names->n++;
  }
  return furat_buffer_status(&names->text, err);
}

// The graph as a term, or several in one text.
static furat_status
find_graphs(graph_names *names, const furat_term triple[3], furat_term *out,
            furat_error *err)
{
  const furat_quad_sink sink = {.self = names, .emit = take_graph};
  names->n = 0;
  furat_buffer_reset(&names->text);
  furat_status status = furat_dataset_match(names->d->shell->dataset, triple, NULL, &sink,
                                            &names->d->shell->cancel, err);
  *out = names->n == 0 ? FURAT_TERM_UNSET
         : names->n == 1
             ? names->first
             : furat_term_literal(furat_buffer_str(&names->text), FURAT_STR_NONE);
  return status;
}

// --------------------------------------------------------------------- predicates

typedef struct predicate_count {
  furat_term predicate;
  uint64_t n;
  size_t rank; // types first, then names, then the others
} predicate_count;

typedef struct predicate_counts {
  furat_vec all;
  furat_arena *arena;
} predicate_counts;

static size_t
rank_of(furat_str iri)
{
  size_t n = 0;
  const char *const *names = furat_names_properties(&n, NULL);
  if (furat_str_equal(iri, FURAT_STR(FURAT_RDF_TYPE))) {
    return 0;
  }
  for (size_t i = 0; i < n; i++) {
    if (furat_str_equal(iri, furat_str_of(names[i]))) {
      return 1 + i;
    }
  }
  return n + 1;
}

static furat_status
take_count(void *self, const furat_term *row, furat_error *err)
{
  predicate_counts *counts = self;
  predicate_count count = {.n = strtoull(row[1].text.data, NULL, 10),
                           .rank = rank_of(row[0].text)};
  if (!furat_term_copy(counts->arena, &row[0], &count.predicate)) {
    return furat_error_no_mem(err);
  }
  furat_vec_push(&counts->all, &count);
  return furat_vec_status(&counts->all, err);
}

static int
compare_counts(const void *a, const void *b)
{
  const predicate_count *left = a;
  const predicate_count *right = b;
  return left->rank != right->rank
             ? (left->rank < right->rank ? -1 : 1)
             : furat_str_compare(left->predicate.text, right->predicate.text);
}

// ------------------------------------------------------------------------- values

// One direction: the thing is the subject, or the object.
typedef struct direction {
  const furat_describing *d;
  furat_row_list *rows;
  bool incoming;
  const char *count_query;
  const char *value_query;
  const predicate_count *of; // the predicate whose values come
  uint64_t n_wanted;         // of these
  uint64_t n_left_out;       // of all predicates
  graph_names graphs;
  furat_buffer property;
} direction;

static furat_term
property_of(direction *way)
{
  if (!way->incoming) {
    return way->of->predicate;
  }
  furat_buffer_reset(&way->property);
  furat_buffer_append_byte(&way->property, '^');
  furat_describe_name(&way->property, way->d, &way->of->predicate);
  return furat_term_literal(furat_buffer_str(&way->property), FURAT_STR_NONE);
}

static furat_status
take_value(void *self, const furat_term *row, furat_error *err)
{
  direction *way = self;
  furat_arena arena;
  furat_term cells[N_COLUMNS] = {property_of(way), row[0]};
  const furat_term *thing = &way->d->thing;
  const furat_term triple[3] = {way->incoming ? row[0] : *thing, way->of->predicate,
                                way->incoming ? *thing : row[0]};
  if (way->n_wanted == 0) {
    return FURAT_DONE;
  }
  way->n_wanted--;
  furat_arena_init(&arena, MAX_TEXT_BYTES);
  furat_status status = furat_look_label(way->d->shell, &row[0], &arena, &cells[2], err);
  if (status == FURAT_OK) {
    status = find_graphs(&way->graphs, triple, &cells[3], err);
  }
  if (status == FURAT_OK) {
    status = furat_row_list_add(way->rows, cells, err);
  }
  furat_arena_clear(&arena);
  return status;
}

static furat_status
add_predicate(direction *way, const predicate_count *of, furat_error *err)
{
  const furat_binding bindings[] = {{FURAT_STR("this"), way->d->thing},
                                    {FURAT_STR("p"), of->predicate}};
  way->of = of;
  way->n_wanted = way->d->most < of->n ? way->d->most : of->n;
  way->n_left_out += of->n - way->n_wanted;
  return furat_look_each(way->d->shell, way->value_query, bindings, 2, take_value, way,
                         err);
}

static furat_status
add_direction(direction *way, furat_error *err)
{
  furat_arena arena;
  furat_arena_init(&arena, MAX_TEXT_BYTES);
  predicate_counts counts = {.arena = &arena};
  const furat_binding binding = {FURAT_STR("this"), way->d->thing};
  furat_vec_init(&counts.all, sizeof(predicate_count), MAX_PREDICATES);
  way->graphs = (graph_names){.d = way->d};
  furat_buffer_init(&way->graphs.text, MAX_TEXT_BYTES);
  furat_arena_init(&way->graphs.arena, SIZE_MAX);
  furat_buffer_init(&way->property, MAX_TEXT_BYTES);
  furat_status status = furat_look_each(way->d->shell, way->count_query, &binding, 1,
                                        take_count, &counts, err);
  if (counts.all.n > 1) {
    qsort(counts.all.items, counts.all.n, sizeof(predicate_count), compare_counts);
  }
  for (size_t i = 0; i < counts.all.n && status == FURAT_OK; i++) {
    status = add_predicate(way, &FURAT_VEC_AT(&counts.all, predicate_count, i), err);
  }
  furat_buffer_clear(&way->property);
  furat_arena_clear(&way->graphs.arena);
  furat_buffer_clear(&way->graphs.text);
  furat_vec_clear(&counts.all);
  furat_arena_clear(&arena);
  return status;
}

// Claims stand in a table of their own.
#define NO_CLAIM "FILTER NOT EXISTS { ?s <" FUR "inDocument> ?document } "

// Show the table of triples.
static furat_status
describe_triples(furat_describing *d, furat_error *err)
{
  static const char *const columns[] = {"property", "value", "label", "graph"};
  direction out = {.d = d,
                   .count_query =
                       "SELECT ?p (COUNT(*) AS ?n) { ?this ?p ?o } GROUP BY ?p",
                   .value_query = "SELECT ?o { ?this ?p ?o }"};
  direction in = {.d = d,
                  .incoming = true,
                  .count_query =
                      d->has_claims
                          ? "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?this " NO_CLAIM
                            "} GROUP BY ?p"
                          : "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?this } GROUP BY ?p",
                  .value_query = d->has_claims ? "SELECT ?s { ?s ?p ?this " NO_CLAIM "}"
                                               : "SELECT ?s { ?s ?p ?this }"};
  furat_row_list *rows = NULL;
  furat_status status = furat_row_list_new(&rows, columns, N_COLUMNS, err);
  if (status != FURAT_OK) {
    return status;
  }
  out.rows = in.rows = rows;
  status = add_direction(&out, err);
  if (status == FURAT_OK) {
    status = add_direction(&in, err);
  }
  size_t n = furat_row_list_count(rows);
  if (status != FURAT_OK || n == 0) {
    furat_row_list_free(rows);
    return status;
  }
  d->n_shown += n;
  return furat_describe_show(d, rows, true, out.n_left_out + in.n_left_out, err);
}

// ------------------------------------------------------------------------ command

static furat_status
take_any(void *self, FURAT_UNUSED const furat_term *row, FURAT_UNUSED furat_error *err)
{
  bool *any = self;
  *any = true;
  return FURAT_DONE;
}

// Whether the last of several words says how many values are wanted.
static bool
read_most(uint64_t *most, const char *typed)
{
  char *end = NULL;
  if (strcmp(typed, "all") == 0) {
    *most = UINT64_MAX;
    return true;
  }
  const uint64_t n = strtoull(typed, &end, 10);
  const bool is_number = typed[0] >= '1' && typed[0] <= '9' && *end == '\0';
  *most = is_number ? n : *most;
  return is_number;
}

// Nothing is known: what is spelt nearly so, or else what the diagnosis finds.
static furat_status
tell_unknown(const furat_describing *d, furat_error *err)
{
  furat_prepare_options options = furat_shell_prepare_options(d->shell);
  const furat_binding binding = {FURAT_STR("this"), d->thing};
  furat_look_unknown(d->shell, "nothing is said of", &d->thing, FURAT_LOOK_THING, NULL,
                     err);
  if (err->hint[0] != '\0') {
    return FURAT_NOT_FOUND;
  }
  furat_error own = FURAT_ERROR_INIT;
  options.prefixes = NULL;
  options.all_graphs = true;
  options.bindings = &binding;
  options.n_bindings = 1;
  furat_query *query = NULL;
  furat_status status = furat_query_prepare(
      &query, d->shell->dataset, FURAT_STR("SELECT * { ?this ?p ?o }"), &options, &own);
  if (status == FURAT_OK) {
    furat_why_tell(query, NULL, &d->shell->prefixes, &d->shell->cancel);
  }
  furat_query_free(query);
  if (status != FURAT_OK) {
    *err = own;
    return status;
  }
  return FURAT_NOT_FOUND;
}

// What it is that is described: its label, its name, its class.
static furat_status
tell_thing(const furat_describing *d, furat_error *err)
{
  furat_arena arena;
  furat_buffer text;
  furat_term label;
  furat_term class = FURAT_TERM_UNSET;
  furat_arena_init(&arena, MAX_TEXT_BYTES);
  furat_buffer_init(&text, MAX_TEXT_BYTES);
  furat_status status = furat_look_label(d->shell, &d->thing, &arena, &label, err);
  if (status == FURAT_OK) {
    status = furat_look_class(d->shell, &d->thing, &arena, &class, err);
  }
  if (label.kind != FURAT_TERM_NONE) {
    furat_text_write_visible(&text, label.text);
    furat_buffer_append_byte(&text, ' ');
  }
  furat_describe_name(&text, d, &d->thing);
  if (class.kind != FURAT_TERM_NONE) {
    furat_buffer_append_cstr(&text, ", a ");
    furat_describe_name(&text, d, &class);
  }
  furat_buffer_append_byte(&text, '\n');
  if (status == FURAT_OK && text.status == FURAT_OK &&
      (label.kind != FURAT_TERM_NONE || class.kind != FURAT_TERM_NONE)) {
    status = furat_shell_tell(d->shell, furat_buffer_str(&text), err);
  }
  furat_buffer_clear(&text);
  furat_arena_clear(&arena);
  return status;
}

static furat_status
describe(furat_describing *d, furat_error *err)
{
  furat_shell_start_clock(d->shell);
  if (d->by_name || d->shell->interactive) {
    furat_status told = tell_thing(d, err);
    if (told != FURAT_OK) {
      return told;
    }
  }
  furat_status status = furat_look_each(
      d->shell, "SELECT ?c { ?c <" FUR "inDocument> ?d ; <" FUR "passage> ?p } LIMIT 1",
      NULL, 0, take_any, &d->has_claims, err);
  if (status == FURAT_OK) {
    status = describe_triples(d, err);
  }
  if (status == FURAT_OK && d->has_claims) {
    status = furat_describe_claims(d, err);
  }
  return status;
}

// In one pager: what it is, its triples, its claims.
static furat_status
find_and_describe(furat_describing *d, furat_str name, furat_arena *arena,
                  furat_error *err)
{
  furat_pager pager;
  furat_buffer hint;
  furat_buffer_init(&hint, MAX_TEXT_BYTES);
  furat_shell_pager_begin(d->shell, &pager);
  furat_status status =
      furat_look_thing(d->shell, name.data, false, arena, &d->thing, err);
  const bool found = status == FURAT_OK && d->thing.kind != FURAT_TERM_NONE;
  if (found) {
    // A name has no colon, or hardly ever: which thing it is must be told.
    d->by_name = furat_str_find_byte(name, ':') == name.len;
    furat_buffer_append_cstr(&hint, ".describe ");
    furat_describe_name(&hint, d, &d->thing);
    furat_buffer_append_cstr(&hint, " all shows them");
    furat_buffer_append_byte(&hint, '\0');
    d->more_hint = furat_buffer_str(&hint);
    status = furat_buffer_status(&hint, err);
    status = status == FURAT_OK ? describe(d, err) : status;
  }
  status = furat_shell_pager_end(d->shell, status, err);
  furat_buffer_clear(&hint);
  return found && status == FURAT_OK && d->n_shown == 0 ? tell_unknown(d, err) : status;
}

furat_status
furat_shell_dot_describe(furat_shell *shell, const furat_dot_words *words,
                         furat_error *err)
{
  furat_arena arena;
  furat_buffer name;
  furat_describing d = {.shell = shell, .most = USUAL_MOST, .most_claims = USUAL_CLAIMS};
  furat_dot_words of_name = *words;
  furat_arena_init(&arena, MAX_TEXT_BYTES);
  furat_buffer_init(&name, MAX_TEXT_BYTES);
  d.narrow = furat_look_is_narrow(shell);
  if (words->n > 1 && read_most(&d.most, words->at[words->n - 1])) {
    d.most_claims = d.most;
    of_name.n--;
  } else if (!furat_shell_counts(shell)) {
    d.most = d.most_claims = UINT64_MAX; // nobody would be told of what is left out
  }
  furat_status status = furat_dot_join(&name, &of_name, 0, err);
  if (status == FURAT_OK) {
    status = find_and_describe(&d, furat_buffer_str(&name), &arena, err);
  }
  furat_buffer_clear(&name);
  furat_arena_clear(&arena);
  return status;
}
