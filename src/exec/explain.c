// SPDX-License-Identifier: GPL-3.0-or-later
// Plans as trees: text for people, JSON for programs.
#include "exec/explain.h"

#include <inttypes.h>

#include "base/json_text.h"

typedef struct explainer {
  furat_buffer *out;
  const furat_explained *explained;
  furat_buffer indent; // of the line to come: what the branches above draw
} explainer;

static const furat_measure *
measure_of(const explainer *e, const furat_plan *plan)
{
  return e->explained->measures ? &e->explained->measures[plan->number] : NULL;
}

// ----------------------------------------------------------------- plans of EXISTS

typedef void (*visit_plan)(explainer *e, const furat_plan *plan, void *data);

static void
visit_exists(explainer *e, const furat_expr *expr, visit_plan visit, void *data)
{
  const furat_planned *planned = e->explained->planned;
  if (!expr) {
    return;
  }
  for (size_t i = 0; expr->kind == FURAT_EXPR_EXISTS && i < planned->n_exists; i++) {
    if (planned->exists[i].expr == expr) {
      visit(e, planned->exists[i].plan, data);
      break;
    }
  }
  for (size_t i = 0; i < expr->n_args; i++) {
    visit_exists(e, expr->args[i], visit, data);
  }
}

static void
visit_all_exists(explainer *e, const furat_plan *plan, visit_plan visit, void *data)
{
  visit_exists(e, plan->filter, visit, data);
  for (size_t i = 0; i < plan->n_assignments; i++) {
    visit_exists(e, plan->assignments[i].expr, visit, data);
  }
  for (size_t i = 0; i < plan->n_aggregates; i++) {
    visit_exists(e, plan->aggregates[i].arg, visit, data);
  }
  for (size_t i = 0; i < plan->n_sort_keys; i++) {
    visit_exists(e, plan->sort_keys[i].expr, visit, data);
  }
}

static void
count_plan(explainer *e, const furat_plan *plan, void *data)
{
  (void)e;
  (void)plan;
  ++*(size_t *)data;
}

static size_t
n_exists(explainer *e, const furat_plan *plan)
{
  size_t n = 0;
  visit_all_exists(e, plan, count_plan, &n);
  return n;
}

static void
add_time(explainer *e, const furat_plan *plan, void *data)
{
  *(uint64_t *)data += measure_of(e, plan)->time_ns;
}

// The time of a node without that of the nodes below it.
static uint64_t
own_time(explainer *e, const furat_plan *plan)
{
  uint64_t below = 0;
  if (plan->left) {
    add_time(e, plan->left, &below);
  }
  if (plan->right) {
    add_time(e, plan->right, &below);
  }
  visit_all_exists(e, plan, add_time, &below);
  uint64_t all = measure_of(e, plan)->time_ns;
  return all > below ? all - below : 0;
}

// ---------------------------------------------------------------------------- text

static void
write_estimate(furat_buffer *out, double n)
{
  furat_buffer_appendf(out, n < 1e9 ? "%9.0f" : "%9.1e", n);
}

static void
write_measures(explainer *e, const furat_plan *plan)
{
  const furat_measure *measure = measure_of(e, plan);
  write_estimate(e->out, plan->n_rows);
  if (measure) {
    furat_buffer_appendf(e->out, " %9" PRIu64 " %9" PRIu64 " %9.3f %8" PRIu64,
                         measure->n_rows, measure->n_starts,
                         (double)own_time(e, plan) / 1e6,
                         (measure->memory_peak_bytes + 1023) / 1024);
  }
  furat_buffer_append_cstr(e->out, "  ");
}

static void
write_node(explainer *e, const furat_plan *plan, const char *branch, const char *below);

static void
write_exists(explainer *e, const furat_plan *plan, void *data)
{
  size_t *n_left = data;
  --*n_left;
  write_node(e, plan,
             *n_left > 0 ? "├─ exists: " : "└─ exists: ", *n_left > 0 ? "│  " : "   ");
}

static void
write_below(explainer *e, const furat_plan *plan)
{
  size_t n = n_exists(e, plan);
  if (plan->left) {
    bool last = !plan->right && n == 0;
    write_node(e, plan->left, last ? "└─ " : "├─ ", last ? "   " : "│  ");
  }
  if (plan->right) {
    write_node(e, plan->right, n == 0 ? "└─ " : "├─ ", n == 0 ? "   " : "│  ");
  }
  visit_all_exists(e, plan, write_exists, &n);
}

// `branch` leads to the node, `below` goes on past it to its next sibling.
static void
write_node(explainer *e, const furat_plan *plan, const char *branch, const char *below)
{
  size_t outer = e->indent.len;
  write_measures(e, plan);
  furat_buffer_append(e->out, furat_buffer_str(&e->indent));
  furat_buffer_append_cstr(e->out, branch);
  furat_buffer_append_cstr(e->out, furat_plan_name(plan));
  furat_buffer_append_byte(e->out, ' ');
  size_t start = e->out->len;
  furat_plan_describe(e->out, &e->explained->names, plan);
  if (e->out->len == start) {
    furat_buffer_truncate(e->out, start - 1);
  }
  furat_buffer_append_byte(e->out, '\n');
  furat_buffer_append_cstr(&e->indent, below);
  if (e->out->status == FURAT_OK && e->indent.status == FURAT_OK) {
    write_below(e, plan);
  }
  furat_buffer_truncate(&e->indent, outer);
}

void
furat_explain_text(furat_buffer *out, const furat_explained *explained)
{
  explainer e = {.out = out, .explained = explained};
  furat_buffer_init(&e.indent, SIZE_MAX / 2);
  furat_buffer_append_cstr(out, explained->measures
                                    ? " estimate      rows    starts        ms      KiB"
                                    : " estimate");
  furat_buffer_append_cstr(out, "  plan\n");
  write_node(&e, explained->planned->root, "", "");
  if (e.indent.status != FURAT_OK && out->status == FURAT_OK) {
    out->status = e.indent.status;
  }
  furat_buffer_clear(&e.indent);
}

// ---------------------------------------------------------------------------- JSON

static void
json_node(explainer *e, const furat_plan *plan, void *data);

static void
json_name(explainer *e, const char *name)
{
  furat_buffer_appendf(e->out, ",\"%s\":", name);
}

static void
json_vars(explainer *e, const char *name, const furat_var *vars, size_t n)
{
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX / 2);
  json_name(e, name);
  furat_buffer_append_byte(e->out, '[');
  for (size_t i = 0; i < n; i++) {
    furat_buffer_reset(&text);
    furat_algebra_print_var(&text, &e->explained->names, vars[i]);
    furat_buffer_append_cstr(e->out, i > 0 ? "," : "");
    furat_json_string(e->out, furat_buffer_str(&text));
  }
  furat_buffer_append_byte(e->out, ']');
  if (text.status != FURAT_OK) {
    e->out->status = text.status;
  }
  furat_buffer_clear(&text);
}

static void
json_description(explainer *e, const furat_plan *plan)
{
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX / 2);
  furat_plan_describe(&text, &e->explained->names, plan);
  json_name(e, "description");
  furat_json_string(e->out, furat_buffer_str(&text));
  if (text.status != FURAT_OK) {
    e->out->status = text.status;
  }
  furat_buffer_clear(&text);
}

static void
json_measures(explainer *e, const furat_plan *plan)
{
  const furat_measure *measure = measure_of(e, plan);
  furat_buffer_appendf(e->out, ",\"estimated_rows\":%.15g,\"estimated_cost\":%.15g",
                       plan->n_rows, plan->cost);
  if (measure) {
    furat_buffer_appendf(e->out,
                         ",\"rows\":%" PRIu64 ",\"starts\":%" PRIu64
                         ",\"ms\":%.6f,\"total_ms\":%.6f,\"memory_bytes\":%" PRIu64,
                         measure->n_rows, measure->n_starts,
                         (double)own_time(e, plan) / 1e6, (double)measure->time_ns / 1e6,
                         measure->memory_peak_bytes);
  }
}

static void
json_node(explainer *e, const furat_plan *plan, void *data)
{
  bool *first = data;
  furat_buffer_append_cstr(e->out, *first ? "{\"operator\":" : ",{\"operator\":");
  *first = false;
  furat_json_string(e->out, furat_str_of(furat_plan_name(plan)));
  json_description(e, plan);
  json_vars(e, "columns", plan->vars, plan->n_vars);
  json_vars(e, "order", plan->order, plan->n_order);
  if (plan->descends && plan->n_order > 0) {
    json_name(e, "descending");
    furat_buffer_append_cstr(e->out, "true");
  }
  json_measures(e, plan);
  bool first_input = true;
  if (plan->left) {
    json_name(e, "inputs");
    furat_buffer_append_byte(e->out, '[');
    json_node(e, plan->left, &first_input);
    if (plan->right) {
      json_node(e, plan->right, &first_input);
    }
    furat_buffer_append_byte(e->out, ']');
  }
  if (n_exists(e, plan) > 0) {
    first_input = true;
    json_name(e, "exists");
    furat_buffer_append_byte(e->out, '[');
    visit_all_exists(e, plan, json_node, &first_input);
    furat_buffer_append_byte(e->out, ']');
  }
  furat_buffer_append_byte(e->out, '}');
}

void
furat_explain_json(furat_buffer *out, const furat_explained *explained)
{
  explainer e = {.out = out, .explained = explained};
  bool first = true;
  json_node(&e, explained->planned->root, &first);
}
