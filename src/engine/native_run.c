// SPDX-License-Identifier: GPL-3.0-or-later
// Running a pattern: statistics for the planner, the plan, its operators; and templates.
#include <inttypes.h>
#include <string.h>

#include "base/memory.h"
#include "engine/native_internal.h"
#include "store/statistics.h"

// ---------------------------------------------------------------------- statistics

// A variable that has a value before anything is matched counts as that value.
static furat_id
id_of_slot(furat_native_run *run, const furat_slot *slot)
{
  furat_id id = FURAT_ID_NONE;
  if (slot->var != FURAT_VAR_NONE) {
    return slot->var < run->execution.n_variables ? run->execution.params[slot->var]
                                                  : FURAT_ID_NONE;
  }
  if (furat_view_intern(&run->view, &slot->term, &id, NULL) != FURAT_OK) {
    id = FURAT_ID_NONE;
  }
  return id;
}

static double
count_in_ranges(furat_native_run *run, const furat_triple_pattern *pattern,
                const furat_plan_graph *graph, const furat_id_ranges *ranges)
{
  furat_view *view = &run->view;
  furat_view_pattern p = {.subject = id_of_slot(run, &pattern->subject),
                          .predicate = id_of_slot(run, &pattern->predicate),
                          .object = id_of_slot(run, &pattern->object),
                          .named = graph->named,
                          .graph = id_of_slot(run, &graph->slot),
                          .ranges = ranges};
  uint64_t n = 0;
  if (ranges) {
    p.then[p.n_then++] = FURAT_FIELD_OBJECT;
  }
  if (furat_id_tag_of(p.subject) == FURAT_ID_TAG_LOCAL ||
      furat_id_tag_of(p.predicate) == FURAT_ID_TAG_LOCAL ||
      furat_id_tag_of(p.object) == FURAT_ID_TAG_LOCAL ||
      furat_id_tag_of(p.graph) == FURAT_ID_TAG_LOCAL ||
      furat_view_count(view, &p, &n, NULL) != FURAT_OK) {
    return 0.0;
  }
  return (double)n;
}

static double
count_matches(void *self, const furat_triple_pattern *pattern,
              const furat_plan_graph *graph)
{
  return count_in_ranges(self, pattern, graph, NULL);
}

static double
count_within(void *self, const furat_triple_pattern *pattern,
             const furat_plan_graph *graph, const furat_plan_bound *bounds,
             size_t n_bounds)
{
  furat_id_ranges ranges;
  return furat_id_ranges_of_bounds(&ranges, bounds, n_bounds)
             ? count_in_ranges(self, pattern, graph, &ranges)
             : -1.0;
}

static double
count_distinct(void *self, const furat_triple_pattern *pattern, int place)
{
  furat_native_run *run = self;
  const furat_view *view = &run->view;
  const furat_slot *slot = place == 0 ? &pattern->subject : &pattern->object;
  if (slot->var != FURAT_VAR_NONE && id_of_slot(run, slot) != FURAT_ID_NONE) {
    return 1.0;
  }
  furat_id predicate = id_of_slot(run, &pattern->predicate);
  if (predicate == FURAT_ID_NONE) {
    furat_totals totals = furat_statistics_totals(view->txn);
    return (double)(place == 0 ? totals.n_subjects : totals.n_objects);
  }
  furat_predicate_statistics of;
  if (furat_statistics_of(view->txn, predicate, &of, NULL) != FURAT_OK) {
    return 1.0;
  }
  return (double)(place == 0 ? of.n_subjects : of.n_objects);
}

// The object of the pattern that has the least id.
static furat_status
first_object(furat_native_run *run, const furat_view_pattern *pattern, furat_id *out)
{
  furat_view_scan *scan;
  furat_id objects[FURAT_SCAN_BATCH_ROWS] = {FURAT_ID_NONE};
  furat_id *columns[FURAT_N_FIELDS] = {NULL};
  size_t n;
  columns[FURAT_FIELD_OBJECT] = objects;
  furat_status status = furat_view_scan_open(&scan, &run->view, pattern, NULL);
  if (status == FURAT_OK) {
    status = furat_view_scan_next(scan, columns, &n, NULL);
    *out = objects[0];
    furat_view_scan_close(scan);
  }
  return status;
}

// The ids that follow each other as ORDER BY has their terms, as far as they are of one
// kind with `first`: numbers that are looked up only while they are in order, values of
// one datatype.
static furat_id_ranges
ids_in_order(furat_id first, uint64_t n_ordered)
{
  furat_id_ranges out = {.n = 0};
  furat_id_tag tag = furat_id_tag_of(first);
  furat_id_tag last = tag == FURAT_ID_TAG_BLANK    ? FURAT_ID_TAG_IRI
                      : tag == FURAT_ID_TAG_STRING ? FURAT_ID_TAG_LANG_STRING
                                                   : tag;
  switch (tag) {
  case FURAT_ID_TAG_BLANK:
  case FURAT_ID_TAG_IRI:
  case FURAT_ID_TAG_STRING:
  case FURAT_ID_TAG_LANG_STRING:
    for (; tag <= last && n_ordered > 0; tag++) {
      out.items[out.n++] = (furat_id_range){furat_id_make(tag, 0),
                                            furat_id_make(tag, n_ordered - 1), false};
    }
    return out;
  case FURAT_ID_TAG_BOOLEAN:
  case FURAT_ID_TAG_INTEGER:
  case FURAT_ID_TAG_DECIMAL:
  case FURAT_ID_TAG_DATE:
  case FURAT_ID_TAG_DATE_TIME:
  case FURAT_ID_TAG_G_YEAR:
  case FURAT_ID_TAG_G_YEAR_MONTH:
    out.items[out.n++] = (furat_id_range){
        furat_id_make(tag, 0), furat_id_make(tag, FURAT_ID_PAYLOAD_MASK), false};
    return out;
  default:
    return out;
  }
}

static bool
is_sorted(void *self, const furat_triple_pattern *pattern, const furat_plan_graph *graph,
          int place)
{
  furat_native_run *run = self;
  furat_txn *txn = run->view.txn;
  const uint64_t n_ordered = furat_dictionary_ordered(txn);
  if (place == 0) { // IRIs and blank nodes
    return n_ordered == furat_dictionary_size(txn);
  }
  const furat_view_pattern p = {.subject = id_of_slot(run, &pattern->subject),
                                .predicate = id_of_slot(run, &pattern->predicate),
                                .named = graph->named,
                                .graph = id_of_slot(run, &graph->slot),
                                .n_then = 1,
                                .then = {FURAT_FIELD_OBJECT}};
  furat_id first = FURAT_ID_NONE;
  if (p.predicate == FURAT_ID_NONE || furat_id_tag_of(p.subject) == FURAT_ID_TAG_LOCAL ||
      furat_id_tag_of(p.predicate) == FURAT_ID_TAG_LOCAL ||
      furat_id_tag_of(p.graph) == FURAT_ID_TAG_LOCAL ||
      first_object(run, &p, &first) != FURAT_OK) {
    return false;
  }
  const furat_id_ranges ranges = ids_in_order(first, n_ordered);
  return ranges.n > 0 && count_in_ranges(run, pattern, graph, &ranges) ==
                             count_in_ranges(run, pattern, graph, NULL);
}

// ---------------------------------------------------------------------------- runs

void
furat_native_run_init(furat_native_run *run, const furat_native_query *query,
                      furat_txn *txn, const furat_cancel *cancel)
{
  *run = (furat_native_run){.root = NULL};
  furat_arena_init(&run->arena, SIZE_MAX);
  furat_arena_init(&run->scratch, SIZE_MAX);
  furat_view_init(&run->view, txn, cancel);
  run->view.union_default_graph =
      query->all_graphs || query->dataset->default_graph == FURAT_DEFAULT_GRAPH_UNION;
}

// The values that variables of the text have before anything is matched.
static furat_status
bind_params(furat_native_run *run, const furat_native_query *query,
            const furat_variables *variables, furat_error *err)
{
  for (size_t i = 0; i < query->n_bindings; i++) {
    for (size_t var = 0; var < variables->n; var++) {
      if (!furat_str_equal(variables->names[var], query->bindings[i].variable)) {
        continue;
      }
      furat_status status = furat_view_intern(&run->view, &query->bindings[i].value,
                                              &run->execution.params[var], err);
      if (status != FURAT_OK) {
        return status;
      }
    }
  }
  return FURAT_OK;
}

// Variables that bind_params() gives values.
static furat_status
find_given(furat_native_run *run, const furat_native_query *query,
           const furat_variables *variables, furat_plan_statistics *out, furat_error *err)
{
  furat_var *given = FURAT_ARENA_ARRAY(&run->arena, furat_var, variables->n + 1);
  if (!given) {
    return furat_error_no_mem(err);
  }
  for (size_t var = 0; var < variables->n; var++) {
    bool found = false;
    for (size_t i = 0; i < query->n_bindings && !found; i++) {
      found = furat_str_equal(variables->names[var], query->bindings[i].variable);
    }
    if (found) {
      given[out->n_given++] = (furat_var)var;
    }
  }
  out->given = given;
  return FURAT_OK;
}

furat_status
furat_native_run_plan(furat_native_run *run, const furat_native_query *query,
                      furat_algebra *pattern, const furat_variables *variables,
                      furat_error *err)
{
  furat_plan_statistics statistics = {.self = run,
                                      .count = count_matches,
                                      .distinct = count_distinct,
                                      .count_within = count_within,
                                      .is_sorted = is_sorted,
                                      .n_wanted = query->algebra.form == FURAT_AST_ASK,
                                      .cancel = run->view.cancel};
  furat_execution *x = &run->execution;
  x->view = &run->view;
  x->planned = &run->planned;
  x->scratch = &run->scratch;
  x->n_variables = variables->n;
  x->memory_max_bytes = query->memory_max_bytes;
  run->view.max_bytes = x->memory_max_bytes;
  run->view.used_bytes = &x->memory_used_bytes;
  x->params = FURAT_ARENA_ARRAY(&run->arena, furat_id, variables->n + 1);
  furat_status status = x->params ? FURAT_OK : furat_error_no_mem(err);
  if (status == FURAT_OK && query->n_bindings > 0) {
    status = find_given(run, query, variables, &statistics, err);
  }
  if (status == FURAT_OK) {
    status = bind_params(run, query, variables, err);
  }
  if (status == FURAT_OK && query->n_bindings > 0) {
    furat_id *given = FURAT_ARENA_ARRAY(&run->arena, furat_id, variables->n + 1);
    if (!given) {
      return furat_error_no_mem(err);
    }
    memcpy(given, x->params, variables->n * sizeof(*given));
    x->given = given;
  }
  return status == FURAT_OK
             ? furat_plan_query(&run->planned, &run->arena, pattern, variables->n,
                                &statistics, query->dataset->disabled_passes, err)
             : status;
}

furat_status
furat_native_run_start(furat_native_run *run, const furat_native_query *query,
                       furat_error *err)
{
  furat_execution *x = &run->execution;
  if (furat_call_init(&x->call, &run->scratch, query->ast->base) != FURAT_OK) {
    return furat_error_no_mem(err);
  }
  x->call.cancel = run->view.cancel;
  // While it is made, a text is there up to four times.
  const size_t quarter = (size_t)query->memory_max_bytes / 4;
  if (quarter > 0 && quarter < x->call.max_text_bytes) {
    x->call.max_text_bytes = quarter;
  }
  furat_status status = furat_operator_open(&run->root, x, run->planned.root, err);
  return status == FURAT_OK ? furat_operator_start(run->root, err) : status;
}

furat_status
furat_native_run_open(furat_native_run *run, const furat_native_query *query,
                      furat_algebra *pattern, const furat_variables *variables,
                      furat_error *err)
{
  furat_status status = furat_native_run_plan(run, query, pattern, variables, err);
  return status == FURAT_OK ? furat_native_run_start(run, query, err) : status;
}

void
furat_native_run_close(furat_native_run *run)
{
  furat_operator_close(run->root);
  furat_call_clear(&run->execution.call);
  furat_view_clear(&run->view);
  furat_arena_clear(&run->scratch);
  furat_arena_clear(&run->arena);
}

// ----------------------------------------------------------------------- templates

static const size_t quad_columns[] = {0, 1, 2, 3};

// The slots of a quad in the order of the fields.
static const furat_template_slot *
slot_of(const furat_template_quad *quad, int field)
{
  const furat_template_slot *const slots[] = {[FURAT_FIELD_SUBJECT] = &quad->subject,
                                              [FURAT_FIELD_PREDICATE] = &quad->predicate,
                                              [FURAT_FIELD_OBJECT] = &quad->object,
                                              [FURAT_FIELD_GRAPH] = &quad->graph};
  return slots[field];
}

furat_status
furat_native_template_init(furat_native_template *t, furat_native_run *run,
                           const furat_template_quad *quads, size_t n_quads,
                           const char *blank_prefix, furat_error *err)
{
  *t = (furat_native_template){
      .run = run, .quads = quads, .n_quads = n_quads, .blank_prefix = blank_prefix};
  furat_row_set_init(&t->rows, &run->execution, FURAT_N_FIELDS, quad_columns,
                     FURAT_N_FIELDS);
  t->constants = furat_alloc_zeroed(n_quads + 1, FURAT_N_FIELDS * sizeof(furat_id));
  if (!t->constants) {
    return furat_error_no_mem(err);
  }
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < n_quads * FURAT_N_FIELDS && status == FURAT_OK; i++) {
    const furat_template_slot *slot =
        slot_of(&quads[i / FURAT_N_FIELDS], (int)(i % FURAT_N_FIELDS));
    if (slot->kind == FURAT_TEMPLATE_TERM) {
      status = furat_view_intern(&run->view, &slot->term, &t->constants[i], err);
    }
  }
  return status;
}

void
furat_native_template_clear(furat_native_template *t)
{
  furat_free(t->constants);
  furat_row_set_clear(&t->rows);
  furat_distinct_set_clear(&t->met);
}

void
furat_native_template_hand_on(furat_native_template *t)
{
  furat_execution *x = &t->run->execution;
  t->hands_on = true;
  furat_row_set_init(&t->rows, x, FURAT_N_FIELDS, NULL, 0);
  furat_distinct_set_init(&t->met, x, FURAT_N_FIELDS, quad_columns);
}

// What is left to the operators below and to the rows that are handed on.
static size_t
spare_bytes(const furat_native_template *t)
{
  return (size_t)(t->run->execution.memory_max_bytes / 4);
}

furat_status
furat_native_template_finish(furat_native_template *t, void *self,
                             furat_status (*tell)(void *self, const furat_id *row,
                                                  furat_error *err),
                             furat_error *err)
{
  return furat_distinct_set_finish(&t->met, spare_bytes(t), self, tell, err);
}

static furat_status
add_row(furat_native_template *t, const furat_id *ids, furat_error *err)
{
  uint32_t position;
  bool is_new;
  furat_status status = FURAT_OK;
  if (t->hands_on) {
    status = furat_distinct_set_add(&t->met, ids, spare_bytes(t), &is_new, err);
  } else {
    is_new = furat_row_set_find(&t->rows, ids) == FURAT_ROW_NONE;
  }
  return status == FURAT_OK && is_new ? furat_row_set_add(&t->rows, ids, &position, err)
                                      : status;
}

static furat_status
fill_slot(furat_native_template *t, size_t quad, int field, const furat_plan *plan,
          const furat_solutions *batch, size_t row, furat_id *out, furat_error *err)
{
  const furat_template_slot *slot = slot_of(&t->quads[quad], field);
  *out = t->constants[quad * FURAT_N_FIELDS + (size_t)field];
  if (slot->kind == FURAT_TEMPLATE_TERM) {
    return FURAT_OK;
  }
  if (slot->kind == FURAT_TEMPLATE_VAR) {
    size_t column = plan ? furat_plan_column(plan, slot->var) : 0;
    bool here = plan && column < plan->n_vars;
    *out = here ? batch->columns[column][row] : t->run->execution.params[slot->var];
    return FURAT_OK;
  }
  char label[96];
  int n = snprintf(label, sizeof(label), "%s%" PRIu64 "x%" PRIu32, t->blank_prefix,
                   t->n_solutions, slot->blank);
  furat_term node = furat_term_blank((furat_str){label, (size_t)n});
  return furat_view_intern(&t->run->view, &node, out, err);
}

// Whether the terms of these ids may stand in their places of a quad.
static bool
is_quad(const furat_view *view, const furat_id ids[FURAT_N_FIELDS])
{
  const furat_term_kind subject = furat_view_kind(view, ids[FURAT_FIELD_SUBJECT]);
  return (subject == FURAT_TERM_IRI || subject == FURAT_TERM_BLANK) &&
         furat_view_kind(view, ids[FURAT_FIELD_PREDICATE]) == FURAT_TERM_IRI &&
         ids[FURAT_FIELD_OBJECT] != FURAT_ID_NONE &&
         furat_view_kind(view, ids[FURAT_FIELD_GRAPH]) != FURAT_TERM_LITERAL;
}

furat_status
furat_native_template_add(furat_native_template *t, const furat_plan *plan,
                          const furat_solutions *batch, size_t row, furat_error *err)
{
  t->n_solutions++;
  for (size_t i = 0; i < t->n_quads; i++) {
    const furat_template_quad *quad = &t->quads[i];
    furat_id ids[FURAT_N_FIELDS];
    furat_status status = FURAT_OK;
    for (int place = 0; place < FURAT_N_FIELDS && status == FURAT_OK; place++) {
      status = fill_slot(t, i, place, plan, batch, row, &ids[place], err);
    }
    bool graph_is_open =
        quad->graph.kind == FURAT_TEMPLATE_VAR && ids[3] == FURAT_ID_NONE;
    if (status == FURAT_OK && !graph_is_open && is_quad(&t->run->view, ids)) {
      status = add_row(t, ids, err);
    }
    if (status != FURAT_OK) {
      return status;
    }
  }
  return FURAT_OK;
}
