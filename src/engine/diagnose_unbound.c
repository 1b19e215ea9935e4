// SPDX-License-Identifier: GPL-3.0-or-later
// Variables without a value: those that nothing binds, told from the text alone, and
// columns of an answer that are empty since an OPTIONAL matches nothing.
//                                               diagnose -> [diagnose_unbound] -> join
#include "base/options.h"
#include "engine/diagnose_internal.h"

enum { MOST_NAMES = 64, MOST_TOLD = 4, MOST_SEARCHED = 16, DEEPEST = 200 };

// Where a variable stands.
enum { BOUND = 1, BOUND_INSIDE = 2, USED = 4, USED_INSIDE = 8 };

// What is known of the variables.  Inside: in MINUS or EXISTS, which give no values.
typedef struct var_marks {
  furat_diagnosis *d;
  uint8_t *marks; // NULL: only whether `wanted` is bound is asked
  furat_var wanted;
  bool found;
  bool inside;
  bool has_service; // it may bind anything
  unsigned depth;
} var_marks;

static void
mark_bound(var_marks *m, furat_var var)
{
  if (!m->marks) {
    m->found = m->found || (var == m->wanted && !m->inside);
  } else if (var != FURAT_VAR_NONE) {
    m->marks[var] |= m->inside ? BOUND_INSIDE : BOUND;
  }
}

static void
mark_used(var_marks *m, furat_var var)
{
  if (m->marks && var != FURAT_VAR_NONE) {
    m->marks[var] |= m->inside ? USED_INSIDE : USED;
  }
}

static void
mark_pattern(var_marks *m, const furat_algebra *node);

static void
mark_inside(var_marks *m, const furat_algebra *node)
{
  const bool before = m->inside;
  m->inside = true;
  mark_pattern(m, node);
  m->inside = before;
}

static void
mark_expr(var_marks *m, const furat_expr *expr)
{
  if (!expr || m->depth == DEEPEST) {
    m->has_service = m->has_service || expr;
    return;
  }
  m->depth++;
  if (expr->kind == FURAT_EXPR_VAR) {
    mark_used(m, expr->var);
  } else if (expr->kind == FURAT_EXPR_EXISTS) {
    mark_inside(m, expr->pattern);
  }
  for (size_t i = 0; i < expr->n_args; i++) {
    mark_expr(m, expr->args[i]);
  }
  m->depth--;
}

static void
mark_group(var_marks *m, const furat_algebra *node)
{
  for (size_t i = 0; i < node->n_assignments; i++) {
    const furat_assignment *key = &node->assignments[i];
    if (key->expr) {
      mark_expr(m, key->expr);
      mark_bound(m, key->var);
    } else {
      mark_used(m, key->var);
    }
  }
  for (size_t i = 0; i < node->n_aggregates; i++) {
    mark_expr(m, node->aggregates[i].arg);
    mark_bound(m, node->aggregates[i].var);
  }
}

// What the node itself has; not what is below it.
static void
mark_node(var_marks *m, const furat_algebra *node)
{
  for (size_t i = 0; i < node->n_triples; i++) {
    mark_bound(m, node->triples[i].subject.var);
    mark_bound(m, node->triples[i].predicate.var);
    mark_bound(m, node->triples[i].object.var);
  }
  for (size_t i = 0; i < node->table.n_vars; i++) {
    mark_bound(m, node->table.vars[i]);
  }
  for (size_t i = 0; i < node->n_sort_keys; i++) {
    mark_expr(m, node->sort_keys[i].expr);
  }
  for (size_t i = 0; i < node->n_vars; i++) {
    mark_used(m, node->vars[i]);
  }
  mark_expr(m, node->filter);
  if (node->kind == FURAT_ALGEBRA_GRAPH) {
    mark_bound(m, node->graph.var);
  } else if (node->kind == FURAT_ALGEBRA_EXTEND) {
    mark_expr(m, node->assignments[0].expr);
    mark_bound(m, node->assignments[0].var);
  } else if (node->kind == FURAT_ALGEBRA_GROUP) {
    mark_group(m, node);
  }
}

static void
mark_pattern(var_marks *m, const furat_algebra *node)
{
  if (m->depth == DEEPEST) {
    m->has_service = true;
    return;
  }
  m->depth++;
  for (; node; node = node->left) {
    m->has_service = m->has_service || node->kind == FURAT_ALGEBRA_SERVICE;
    mark_node(m, node);
    if (node->kind == FURAT_ALGEBRA_MINUS) {
      mark_inside(m, node->right);
    } else if (node->right) {
      mark_pattern(m, node->right);
    }
  }
  m->depth--;
}

static void
mark_templates(var_marks *m, const furat_template_quad *quads, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    const furat_template_slot *slots[] = {&quads[i].subject, &quads[i].predicate,
                                          &quads[i].object, &quads[i].graph};
    for (size_t k = 0; k < sizeof slots / sizeof slots[0]; k++) {
      if (slots[k]->kind == FURAT_TEMPLATE_VAR) {
        mark_used(m, slots[k]->var);
      }
    }
  }
}

// ------------------------------------------------------------------- nothing binds it

static bool
is_never_bound(const var_marks *m, furat_var var)
{
  const uint8_t marks = m->marks[var];
  const bool outside = (marks & USED) && !(marks & BOUND);
  const bool inside = (marks & USED_INSIDE) && !(marks & (BOUND | BOUND_INSIDE));
  const furat_slot slot = {.var = var, .term = FURAT_TERM_UNSET};
  return (outside || inside) && m->d->variables.names[var].len > 0 &&
         !furat_probe_constant(m->d, &slot);
}

static bool
is_hidden(const var_marks *m, furat_var var)
{
  const furat_str *names = m->d->variables.names;
  for (furat_var other = 0; other < m->d->first_spare; other++) {
    if (other != var && (m->marks[other] & BOUND) &&
        furat_str_equal(names[var], names[other])) {
      return true;
    }
  }
  return false;
}

static void
tell_near_name(const var_marks *m, furat_var var)
{
  furat_diagnosis *d = m->d;
  const char *names[MOST_NAMES];
  furat_str wanted;
  size_t n = 0;
  for (furat_var other = 0; other < d->first_spare && n < MOST_NAMES; other++) {
    furat_str copy;
    if ((m->marks[other] & BOUND) && d->variables.names[other].len > 0 &&
        furat_arena_copy(&d->arena, d->variables.names[other], &copy)) {
      names[n++] = copy.data;
    }
  }
  const char *near = furat_arena_copy(&d->arena, d->variables.names[var], &wanted)
                         ? furat_nearest_name(wanted.data, names, n)
                         : NULL;
  if (near) {
    furat_buffer_appendf(d->out, "  there is ?%s (spelt nearly so)\n", near);
  }
}

static void
tell_never_bound(const var_marks *m)
{
  furat_diagnosis *d = m->d;
  size_t n_told = 0;
  for (furat_var var = 0; var < d->first_spare && n_told < MOST_TOLD; var++) {
    if (!is_never_bound(m, var)) {
      continue;
    }
    n_told++;
    furat_buffer_append_cstr(d->out, "nothing binds ");
    furat_diagnosis_write_var(d, var);
    if (is_hidden(m, var)) {
      furat_buffer_append_cstr(d->out, " here: the sub-SELECT does not select it\n");
    } else if (m->marks[var] & BOUND_INSIDE) {
      furat_buffer_append_cstr(d->out, ": MINUS and EXISTS give no values\n");
    } else {
      furat_buffer_append_byte(d->out, '\n');
      tell_near_name(m, var);
    }
  }
}

static furat_status
init_marks(var_marks *m, furat_diagnosis *d, furat_error *err)
{
  *m = (var_marks){.d = d};
  m->marks = FURAT_ARENA_ARRAY(&d->arena, uint8_t, d->variables.n);
  if (!m->marks) {
    return furat_error_no_mem(err);
  }
  memset(m->marks, 0, d->variables.n);
  return FURAT_OK;
}

furat_status
furat_diagnose_variables(furat_diagnosis *d, furat_error *err)
{
  var_marks m;
  const furat_algebra_query *algebra = &d->query.algebra;
  const furat_status status = init_marks(&m, d, err);
  if (status != FURAT_OK) {
    return status;
  }
  mark_pattern(&m, algebra->pattern);
  mark_templates(&m, algebra->template, algebra->n_template);
  for (size_t i = 0; i < algebra->n_describe; i++) {
    mark_used(&m, algebra->describe[i].var);
  }
  if (!m.has_service) {
    tell_never_bound(&m);
  }
  return FURAT_OK;
}

furat_status
furat_diagnose_update_variables(furat_diagnosis *d, const furat_algebra_modify *algebra,
                                furat_error *err)
{
  var_marks m;
  const furat_status status = init_marks(&m, d, err);
  if (status != FURAT_OK) {
    return status;
  }
  mark_pattern(&m, algebra->pattern);
  mark_templates(&m, algebra->remove, algebra->n_remove);
  mark_templates(&m, algebra->insert, algebra->n_insert);
  if (!m.has_service) {
    tell_never_bound(&m);
  }
  return FURAT_OK;
}

// --------------------------------------------------------------------- empty columns

// The search for what leaves a column without values.
typedef struct column_search {
  furat_diagnosis *d;
  furat_var column; // as the answer has it
  size_t n_told;
  const furat_algebra *told[MOST_TOLD];
} column_search;

static bool
binds(furat_diagnosis *d, const furat_algebra *node, furat_var var)
{
  var_marks m = {.d = d, .wanted = var};
  mark_pattern(&m, node);
  return m.found;
}

static bool
was_told(const column_search *s, const furat_algebra *node)
{
  bool told = s->n_told == MOST_TOLD;
  for (size_t i = 0; i < s->n_told; i++) {
    told = told || s->told[i] == node;
  }
  return told;
}

static void
write_column(column_search *s, const furat_algebra *node)
{
  s->told[s->n_told++] = node;
  furat_diagnosis_write_var(s->d, s->column);
  furat_buffer_append_cstr(s->d->out, " is never bound: ");
}

// OPTIONAL that matches in no solution.
static furat_status
judge_optional(column_search *s, furat_algebra *node, const furat_algebra *graph,
               bool *told, furat_error *err)
{
  bool any = true;
  furat_diagnosis *d = s->d;
  furat_algebra *both = furat_probe_node(d, FURAT_ALGEBRA_JOIN, node->left, node->right);
  furat_algebra *needed = node->filter ? furat_probe_filter(d, both, node->filter) : both;
  furat_status status = furat_probe_any(d, furat_probe_in_graph(d, needed, graph),
                                        FURAT_PROBE_HERE, &any, err);
  *told = status == FURAT_OK && !any;
  if (*told) {
    write_column(s, node);
    furat_buffer_append_cstr(d->out, "OPTIONAL { ");
    furat_diagnosis_write(d, node->right);
    furat_buffer_append_cstr(d->out, " } finds nothing\n");
    status = furat_diagnose_node(d, needed, graph, err);
  }
  return status;
}

// BIND or (expression AS ?x) that is an error in each solution.
static furat_status
judge_extend(column_search *s, furat_algebra *node, const furat_algebra *graph,
             furat_error *err)
{
  bool any = true;
  furat_diagnosis *d = s->d;
  const furat_assignment *made = &node->assignments[0];
  furat_expr *bound =
      furat_probe_call(d, FURAT_BUILTIN_BOUND, furat_probe_var(d, made->var));
  furat_algebra *with_value = furat_probe_filter(d, node, bound);
  furat_status status = furat_probe_any(d, furat_probe_in_graph(d, with_value, graph),
                                        FURAT_PROBE_HERE, &any, err);
  if (status == FURAT_OK && !any && !was_told(s, node)) {
    write_column(s, node);
    furat_diagnosis_write_span(d, made->expr->span);
    furat_buffer_append_cstr(d->out, " is an error in all solutions\n");
  }
  return status;
}

static furat_status
search(column_search *s, furat_algebra *node, const furat_algebra *graph, furat_var var,
       unsigned depth, furat_error *err);

// Of two patterns the one that binds it; of OPTIONAL the optional one.
static furat_status
search_two(column_search *s, furat_algebra *node, const furat_algebra *graph,
           furat_var var, unsigned depth, furat_error *err)
{
  const bool right = binds(s->d, node->right, var);
  bool told = false;
  furat_status status = furat_cancel_poll(s->d->cancel, err);
  if (status == FURAT_OK && right && node->kind == FURAT_ALGEBRA_LEFT_JOIN) {
    told = was_told(s, node);
    status = told ? FURAT_OK : judge_optional(s, node, graph, &told, err);
  }
  if (status == FURAT_OK && right && !told) {
    status = search(s, node->right, graph, var, depth + 1, err);
  }
  return status;
}

// What a group computes `var` from.
static furat_var
aggregated(const furat_algebra *group, furat_var var)
{
  for (size_t i = 0; i < group->n_aggregates; i++) {
    const furat_expr *arg = group->aggregates[i].arg;
    if (group->aggregates[i].var == var && arg && arg->kind == FURAT_EXPR_VAR) {
      return arg->var;
    }
  }
  return var;
}

static furat_status
search(column_search *s, furat_algebra *node, const furat_algebra *graph, furat_var var,
       unsigned depth, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (; node && status == FURAT_OK && depth < DEEPEST; node = node->left) {
    if (node->kind == FURAT_ALGEBRA_LEFT_JOIN || node->kind == FURAT_ALGEBRA_JOIN ||
        node->kind == FURAT_ALGEBRA_UNION) {
      status = search_two(s, node, graph, var, depth, err);
    } else if (node->kind == FURAT_ALGEBRA_GRAPH) {
      graph = node;
    } else if (node->kind == FURAT_ALGEBRA_GROUP) {
      var = aggregated(node, var);
    } else if (node->kind == FURAT_ALGEBRA_EXTEND && node->assignments[0].var == var) {
      if (node->assignments[0].expr->kind != FURAT_EXPR_VAR) {
        return judge_extend(s, node, graph, err);
      }
      var = node->assignments[0].expr->var;
    }
  }
  return status;
}

furat_status
furat_diagnose_columns(furat_diagnosis *d, const bool *has_values, furat_error *err)
{
  furat_status status = FURAT_OK;
  column_search s = {.d = d};
  const furat_algebra_query *algebra = &d->query.algebra;
  size_t n_searched = 0;
  for (size_t i = 0; i < algebra->n_columns && status == FURAT_OK; i++) {
    const furat_slot slot = {.var = algebra->columns[i], .term = FURAT_TERM_UNSET};
    if (!has_values[i] && n_searched < MOST_SEARCHED && !furat_probe_constant(d, &slot)) {
      n_searched++;
      s.column = slot.var;
      status = search(&s, algebra->pattern, NULL, slot.var, 0, err);
    }
  }
  return status;
}
