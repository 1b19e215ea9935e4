// SPDX-License-Identifier: GPL-3.0-or-later
// Pushes conditions down.  A condition may go below a join to one of its sides when what
// the other side binds of its variables is certain in that side: then it sees there what
// it would see above.  It stays above joins of triples: the order of joins finds the
// place for it there.  An OPTIONAL whose variables a condition needs is a join.
#include "plan/pass.h"
#include "plan/scope.h"

static furat_algebra *
push(furat_planner *p, furat_algebra *node, furat_vec *conjuncts);

static furat_conjunct *
at(const furat_vec *conjuncts, size_t i)
{
  return &FURAT_VEC_AT(conjuncts, furat_conjunct, i);
}

static void
add(furat_planner *p, furat_vec *conjuncts, const furat_conjunct *conjunct)
{
  if (!furat_vec_push(conjuncts, conjunct)) {
    furat_planner_no_mem(p);
  }
}

static furat_algebra *
filter(furat_planner *p, furat_algebra *node, furat_expr *expr)
{
  furat_algebra *above =
      node && expr ? furat_scope_node(p, FURAT_ALGEBRA_FILTER, expr->span, node, NULL)
                   : NULL;
  if (above) {
    above->filter = expr;
    furat_scope_fill(p, above);
  }
  return above;
}

// The node under the conditions that stay above it: those with EXISTS last, because they
// cost most, and apart, because each may become a join; unless they are many, for each
// makes the plan deeper.
static furat_algebra *
wrap(furat_planner *p, furat_algebra *node, const furat_vec *conjuncts)
{
  enum { MOST_APART = 16 };
  furat_vec plain;
  furat_vec exists;
  furat_vec_init(&plain, sizeof(furat_conjunct), SIZE_MAX);
  furat_vec_init(&exists, sizeof(furat_conjunct), SIZE_MAX);
  for (size_t i = 0; i < conjuncts->n; i++) {
    bool has_exists = furat_scope_has_exists(at(conjuncts, i)->expr);
    add(p, has_exists ? &exists : &plain, at(conjuncts, i));
  }
  if (plain.n > 0) {
    node = filter(p, node, furat_scope_join(p, plain.items, plain.n));
  }
  size_t together = exists.n > MOST_APART ? exists.n : 1;
  for (size_t i = 0; i < exists.n; i += together) {
    node = filter(p, node, furat_scope_join(p, at(&exists, i), together));
  }
  furat_vec_clear(&plain);
  furat_vec_clear(&exists);
  return node;
}

// ----------------------------------------------------------------------- which way

typedef bool (*may_go)(furat_planner *p, const furat_algebra *node,
                       const furat_conjunct *conjunct);

// Into the left side of a join of any kind.
static bool
may_go_left(furat_planner *p, const furat_algebra *node, const furat_conjunct *conjunct)
{
  return furat_varset_meets(p, conjunct->vars, node->left->scope->possible) &&
         furat_varset_meets_within(p, conjunct->vars, node->right->scope->possible,
                                   node->left->scope->certain);
}

static bool
may_go_right(furat_planner *p, const furat_algebra *node, const furat_conjunct *conjunct)
{
  return furat_varset_meets(p, conjunct->vars, node->right->scope->possible) &&
         furat_varset_meets_within(p, conjunct->vars, node->left->scope->possible,
                                   node->right->scope->certain);
}

static bool
may_go_below(furat_planner *p, const furat_algebra *node, const furat_conjunct *conjunct)
{
  switch (node->kind) {
  case FURAT_ALGEBRA_MINUS:
  case FURAT_ALGEBRA_ORDER:
  case FURAT_ALGEBRA_DISTINCT:
  case FURAT_ALGEBRA_REDUCED:
    return true;
  case FURAT_ALGEBRA_GRAPH: // an EXISTS looks into the graph around it
    return !furat_scope_is_graph_of_triples(node) &&
           !furat_varset_has(conjunct->vars, node->graph.var) &&
           !furat_scope_has_exists(conjunct->expr);
  case FURAT_ALGEBRA_EXTEND:
    return !furat_varset_has(conjunct->vars, node->assignments[0].var);
  case FURAT_ALGEBRA_PROJECT: // what is not projected is another variable above
    return furat_varset_meets_within(p, conjunct->vars, node->left->scope->possible,
                                     node->scope->possible);
  default:
    return false;
  }
}

// A condition on keys alone takes whole groups.
static bool
may_go_below_group(furat_planner *p, const furat_algebra *node,
                   const furat_conjunct *conjunct)
{
  furat_varset keys = furat_varset_new(p);
  for (size_t i = 0; i < node->n_assignments; i++) {
    if (!node->assignments[i].expr) {
      furat_varset_add(keys, node->assignments[i].var);
    }
  }
  return node->n_assignments > 0 && furat_varset_is_subset(p, conjunct->vars, keys) &&
         furat_varset_is_subset(p, conjunct->vars, node->left->scope->possible);
}

// Move what may go from `conjuncts` to `below`.
static void
sort_out(furat_planner *p, const furat_algebra *node, furat_vec *conjuncts,
         furat_vec *below, may_go may)
{
  size_t n = 0;
  for (size_t i = 0; i < conjuncts->n; i++) {
    if (may(p, node, at(conjuncts, i))) {
      add(p, below, at(conjuncts, i));
    } else {
      *at(conjuncts, n++) = *at(conjuncts, i);
    }
  }
  conjuncts->n = n;
}

// --------------------------------------------------------------------------- nodes

static furat_algebra *
push_one_way(furat_planner *p, furat_algebra *node, furat_vec *conjuncts, may_go may)
{
  furat_vec below;
  furat_vec_init(&below, sizeof(furat_conjunct), SIZE_MAX);
  sort_out(p, node, conjuncts, &below, may);
  node->left = push(p, node->left, &below);
  furat_vec_clear(&below);
  if (node->right && p->status == FURAT_OK) { // of MINUS
    furat_vec none;
    furat_vec_init(&none, sizeof(furat_conjunct), SIZE_MAX);
    node->right = push(p, node->right, &none);
    furat_vec_clear(&none);
  }
  return p->status == FURAT_OK ? wrap(p, node, conjuncts) : NULL;
}

static bool
is_triples(const furat_algebra *node)
{
  return node->kind == FURAT_ALGEBRA_BGP || node->kind == FURAT_ALGEBRA_UNIT ||
         node->kind == FURAT_ALGEBRA_VALUES || furat_scope_is_graph_of_triples(node) ||
         (node->kind == FURAT_ALGEBRA_JOIN && is_triples(node->left) &&
          is_triples(node->right));
}

static furat_algebra *
push_join(furat_planner *p, furat_algebra *node, furat_vec *conjuncts)
{
  furat_vec left;
  furat_vec right;
  furat_vec_init(&left, sizeof(furat_conjunct), SIZE_MAX);
  furat_vec_init(&right, sizeof(furat_conjunct), SIZE_MAX);
  if (!is_triples(node->left)) {
    sort_out(p, node, conjuncts, &left, may_go_left);
  }
  if (!is_triples(node->right)) {
    sort_out(p, node, conjuncts, &right, may_go_right);
  }
  node->left = push(p, node->left, &left);
  node->right = p->status == FURAT_OK ? push(p, node->right, &right) : NULL;
  furat_vec_clear(&left);
  furat_vec_clear(&right);
  return p->status == FURAT_OK ? wrap(p, node, conjuncts) : NULL;
}

// Whether a condition rejects the solutions to which the optional part adds nothing.
static bool
needs_right(furat_planner *p, const furat_algebra *node, const furat_vec *conjuncts)
{
  for (size_t i = 0; i < conjuncts->n; i++) {
    furat_varset only_right = furat_scope_demands(p, at(conjuncts, i)->expr);
    furat_varset_keep(p, only_right, node->right->scope->possible);
    furat_varset_remove_all(p, only_right, node->left->scope->possible);
    if (!furat_varset_is_empty(p, only_right)) {
      return true;
    }
  }
  return false;
}

// Those parts of the condition of an OPTIONAL that its pattern alone decides go into it.
static furat_algebra *
push_left_join(furat_planner *p, furat_algebra *node, furat_vec *conjuncts)
{
  furat_vec own;
  furat_vec left;
  furat_vec right;
  furat_vec_init(&own, sizeof(furat_conjunct), SIZE_MAX);
  furat_vec_init(&left, sizeof(furat_conjunct), SIZE_MAX);
  furat_vec_init(&right, sizeof(furat_conjunct), SIZE_MAX);
  if (node->filter) {
    furat_scope_split(p, &own, node->filter);
  }
  sort_out(p, node, conjuncts, &left, may_go_left);
  for (size_t i = 0, n = own.n; i < n; i++) {
    if (!furat_scope_is_stable(at(&own, i)->expr)) {
      own.n = 0; // RAND() and its like stay together with what is beside them
    }
  }
  if (own.n > 0) {
    sort_out(p, node, &own, &right, may_go_right);
    node->filter = own.n > 0 ? furat_scope_join(p, own.items, own.n) : NULL;
  }
  node->left = push(p, node->left, &left);
  node->right = p->status == FURAT_OK ? push(p, node->right, &right) : NULL;
  furat_vec_clear(&own);
  furat_vec_clear(&left);
  furat_vec_clear(&right);
  return p->status == FURAT_OK ? wrap(p, node, conjuncts) : NULL;
}

static furat_algebra *
push_optional(furat_planner *p, furat_algebra *node, furat_vec *conjuncts)
{
  if (!furat_planner_may(p, FURAT_PASS_OPTIONAL) || !needs_right(p, node, conjuncts)) {
    return push_left_join(p, node, conjuncts);
  }
  furat_expr *condition = node->filter;
  node->kind = FURAT_ALGEBRA_JOIN;
  node->filter = NULL;
  furat_scope_fill(p, node);
  if (condition && !furat_scope_is_stable(condition)) {
    node = filter(p, node, condition);
    return node ? wrap(p, node, conjuncts) : NULL;
  }
  if (condition) {
    furat_scope_split(p, conjuncts, condition);
  }
  return p->status == FURAT_OK ? push_join(p, node, conjuncts) : NULL;
}

// A query has as many conditions as it has unions, at the worst: the copies are bounded.
static furat_algebra *
push_union(furat_planner *p, furat_algebra *node, furat_vec *conjuncts)
{
  enum { MAX_COPIES = 1000 };
  furat_vec left;
  furat_vec right;
  furat_vec_init(&left, sizeof(furat_conjunct), SIZE_MAX);
  furat_vec_init(&right, sizeof(furat_conjunct), SIZE_MAX);
  if (p->n_copies + conjuncts->n <= MAX_COPIES) {
    p->n_copies += conjuncts->n;
    for (size_t i = 0; i < conjuncts->n; i++) {
      add(p, &left, at(conjuncts, i));
      add(p, &right, at(conjuncts, i));
    }
    conjuncts->n = 0;
  }
  node->left = push(p, node->left, &left);
  node->right = p->status == FURAT_OK ? push(p, node->right, &right) : NULL;
  furat_vec_clear(&left);
  furat_vec_clear(&right);
  return p->status == FURAT_OK ? wrap(p, node, conjuncts) : NULL;
}

// What is computed anew each time, such as RAND(), stays where it was written.
static furat_algebra *
push_filter(furat_planner *p, furat_algebra *node, furat_vec *conjuncts)
{
  if (!furat_scope_is_stable(node->filter)) {
    furat_vec none;
    furat_vec_init(&none, sizeof(furat_conjunct), SIZE_MAX);
    node->left = push(p, node->left, &none);
    furat_vec_clear(&none);
    return p->status == FURAT_OK ? wrap(p, node, conjuncts) : NULL;
  }
  furat_scope_split(p, conjuncts, node->filter);
  return p->status == FURAT_OK ? push(p, node->left, conjuncts) : NULL;
}

// Nothing goes past it, but there is more to do below.
static furat_algebra *
push_no_further(furat_planner *p, furat_algebra *node, const furat_vec *conjuncts)
{
  furat_vec none;
  furat_vec_init(&none, sizeof(furat_conjunct), SIZE_MAX);
  if (node->left) {
    node->left = push(p, node->left, &none);
  }
  furat_vec_clear(&none);
  return p->status == FURAT_OK ? wrap(p, node, conjuncts) : NULL;
}

static furat_algebra *
dispatch(furat_planner *p, furat_algebra *node, furat_vec *conjuncts)
{
  switch (node->kind) {
  case FURAT_ALGEBRA_FILTER:
    return push_filter(p, node, conjuncts);
  case FURAT_ALGEBRA_JOIN:
    return push_join(p, node, conjuncts);
  case FURAT_ALGEBRA_LEFT_JOIN:
    return push_optional(p, node, conjuncts);
  case FURAT_ALGEBRA_UNION:
    return push_union(p, node, conjuncts);
  case FURAT_ALGEBRA_GROUP:
    return push_one_way(p, node, conjuncts, may_go_below_group);
  case FURAT_ALGEBRA_GRAPH:
  case FURAT_ALGEBRA_EXTEND:
  case FURAT_ALGEBRA_MINUS:
  case FURAT_ALGEBRA_ORDER:
  case FURAT_ALGEBRA_PROJECT:
  case FURAT_ALGEBRA_DISTINCT:
  case FURAT_ALGEBRA_REDUCED:
    return push_one_way(p, node, conjuncts, may_go_below);
  case FURAT_ALGEBRA_UNIT:
  case FURAT_ALGEBRA_BGP:
  case FURAT_ALGEBRA_VALUES:
  case FURAT_ALGEBRA_SERVICE:
  case FURAT_ALGEBRA_SLICE:
    break;
  }
  return push_no_further(p, node, conjuncts);
}

static furat_algebra *
push(furat_planner *p, furat_algebra *node, furat_vec *conjuncts)
{
  furat_algebra *pushed =
      furat_planner_enter(p, node) ? dispatch(p, node, conjuncts) : NULL;
  furat_planner_leave(p);
  return p->status == FURAT_OK ? pushed : NULL;
}

furat_algebra *
furat_pass_push(furat_planner *p, furat_algebra *algebra)
{
  furat_vec none;
  furat_vec_init(&none, sizeof(furat_conjunct), SIZE_MAX);
  furat_algebra *pushed = push(p, algebra, &none);
  furat_vec_clear(&none);
  return pushed;
}
