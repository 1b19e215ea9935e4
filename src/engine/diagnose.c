// SPDX-License-Identifier: GPL-3.0-or-later
// The walk down the algebra of a request that gave nothing, to the part that is to blame.
//                                   native -> [diagnose] -> join, set, graphs, filter
#include "engine/diagnose.h"

#include "engine/diagnose_internal.h"
#include "rdf/iri.h"
#include "sparql/lexer.h"

enum { MEMORY_BYTES = 1 << 28, MOST_COUNTED = 1000 };

// OFFSET and LIMIT, or what is below them.
static furat_status
diagnose_slice(furat_diagnosis *d, furat_algebra *node, const furat_algebra *graph,
               bool *told, furat_error *err)
{
  uint64_t n = 0;
  if (node->has_limit && node->limit == 0) {
    furat_buffer_append_cstr(d->out, "LIMIT 0 leaves nothing\n");
    *told = true;
    return FURAT_OK;
  }
  furat_algebra *input = furat_probe_in_graph(d, node->left, graph);
  furat_status status =
      furat_probe_count(d, input, FURAT_PROBE_HERE, node->offset + 1, &n, err);
  if (status == FURAT_OK && n > 0 && n <= node->offset) {
    furat_buffer_appendf(d->out, "OFFSET passes over all %llu solution%s\n",
                         (unsigned long long)n, n == 1 ? "" : "s");
    *told = true;
  }
  return status;
}

static furat_status
diagnose_minus(furat_diagnosis *d, furat_algebra *node, const furat_algebra *graph,
               bool *told, furat_error *err)
{
  furat_algebra *input = furat_probe_in_graph(d, node->left, graph);
  furat_status status = furat_probe_any(d, input, FURAT_PROBE_HERE, told, err);
  if (status == FURAT_OK && *told) {
    furat_buffer_append_cstr(d->out, "there are solutions, but MINUS { ");
    furat_diagnosis_write(d, node->right);
    furat_buffer_append_cstr(d->out, " } takes all of them away\n");
  }
  return status;
}

static furat_status
diagnose_condition(furat_diagnosis *d, furat_algebra *node, const furat_algebra *graph,
                   bool *told, furat_error *err)
{
  furat_algebra *input = furat_probe_in_graph(d, node->left, graph);
  furat_status status = furat_probe_any(d, input, FURAT_PROBE_HERE, told, err);
  if (status == FURAT_OK && *told) {
    status = furat_diagnose_filter(d, node, graph, err);
  }
  return status;
}

static furat_status
diagnose_union(furat_diagnosis *d, furat_algebra *node, const furat_algebra *graph,
               furat_error *err)
{
  furat_status status = furat_diagnose_node(d, node->left, graph, err);
  return status == FURAT_OK ? furat_diagnose_node(d, node->right, graph, err) : status;
}

furat_status
furat_diagnose_node(furat_diagnosis *d, furat_algebra *node, const furat_algebra *graph,
                    furat_error *err)
{
  enum { DEEPEST = 1000 };
  bool told = false;
  furat_status status = FURAT_OK;
  // What has one input is empty because that is, unless it is told otherwise.
  for (int depth = 0; status == FURAT_OK && !told && depth < DEEPEST; depth++) {
    switch (node->kind) {
    case FURAT_ALGEBRA_BGP:
    case FURAT_ALGEBRA_JOIN:
      return furat_diagnose_join(d, node, graph, err);
    case FURAT_ALGEBRA_UNION:
      return diagnose_union(d, node, graph, err);
    case FURAT_ALGEBRA_VALUES:
      furat_buffer_append_cstr(d->out, "VALUES has no rows\n");
      return FURAT_OK;
    case FURAT_ALGEBRA_UNIT:
    case FURAT_ALGEBRA_SERVICE:
      return FURAT_OK;
    case FURAT_ALGEBRA_SLICE:
      status = diagnose_slice(d, node, graph, &told, err);
      break;
    case FURAT_ALGEBRA_MINUS:
      status = diagnose_minus(d, node, graph, &told, err);
      break;
    case FURAT_ALGEBRA_FILTER:
      status = diagnose_condition(d, node, graph, &told, err);
      break;
    case FURAT_ALGEBRA_GRAPH:
      graph = node;
      break;
    default:
      break;
    }
    node = node->left;
  }
  return status;
}

// ------------------------------------------------------------------------- requests

// The group without keys that a SELECT ends with, or NULL: it has one solution always.
static furat_algebra *
total_of(furat_algebra *node)
{
  while (node &&
         (node->kind == FURAT_ALGEBRA_PROJECT || node->kind == FURAT_ALGEBRA_EXTEND ||
          node->kind == FURAT_ALGEBRA_DISTINCT || node->kind == FURAT_ALGEBRA_REDUCED ||
          node->kind == FURAT_ALGEBRA_ORDER)) {
    node = node->left;
  }
  return node && node->kind == FURAT_ALGEBRA_GROUP && node->n_assignments == 0 ? node
                                                                               : NULL;
}

// DESCRIBE <a> <b>: those that are no subject.
static furat_status
diagnose_described(furat_diagnosis *d, furat_error *err)
{
  furat_status status = FURAT_OK;
  const furat_algebra_query *algebra = &d->query.algebra;
  for (size_t i = 0; i < algebra->n_describe && status == FURAT_OK; i++) {
    bool any = true;
    const furat_triple_pattern triple = {.subject = algebra->describe[i],
                                         .predicate = furat_probe_spare(d, 1),
                                         .object = furat_probe_spare(d, 2)};
    furat_diagnosis_set set = {.n = 1};
    set.items[0].node = furat_probe_triple(d, &triple);
    if (!set.items[0].node || triple.subject.var != FURAT_VAR_NONE) {
      continue;
    }
    status = furat_probe_any(d, set.items[0].node, FURAT_PROBE_HERE, &any, err);
    if (status == FURAT_OK && !any) {
      furat_buffer_append_cstr(d->out, "nothing is said of ");
      furat_diagnosis_write_term(d, &triple.subject.term);
      furat_buffer_append_byte(d->out, '\n');
      status = furat_diagnose_set(d, &set, err);
    }
  }
  return status;
}

// Whether every solution fails to fill a slot of a template, and by what.
static furat_status
judge_slot(furat_diagnosis *d, const furat_template_slot *slot, bool subject,
           const char **fault, furat_error *err)
{
  bool any = true;
  furat_algebra *pattern = d->query.algebra.pattern;
  if (slot->kind != FURAT_TEMPLATE_VAR) {
    return FURAT_OK;
  }
  furat_expr *bound =
      furat_probe_call(d, FURAT_BUILTIN_BOUND, furat_probe_var(d, slot->var));
  furat_status status = furat_probe_any(d, furat_probe_filter(d, pattern, bound),
                                        FURAT_PROBE_HERE, &any, err);
  if (status != FURAT_OK || !any) {
    *fault = "is never bound";
    return status;
  }
  furat_expr *literal =
      furat_probe_call(d, FURAT_BUILTIN_ISLITERAL, furat_probe_var(d, slot->var));
  furat_expr *node = furat_probe_expr(d, FURAT_EXPR_NOT, literal, NULL);
  if (subject) {
    status = furat_probe_any(d, furat_probe_filter(d, pattern, node), FURAT_PROBE_HERE,
                             &any, err);
    *fault = any ? NULL : "is always a literal, which is no subject";
  }
  return status;
}

static furat_status
diagnose_template(furat_diagnosis *d, furat_error *err)
{
  const furat_algebra_query *algebra = &d->query.algebra;
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < algebra->n_template && status == FURAT_OK; i++) {
    const furat_template_quad *quad = &algebra->template[i];
    const furat_template_slot *slots[] = {&quad->subject, &quad->predicate,
                                          &quad->object};
    for (int place = 0; place < 3 && status == FURAT_OK; place++) {
      const char *fault = NULL;
      status = judge_slot(d, slots[place], place == 0, &fault, err);
      if (status == FURAT_OK && fault) {
        furat_buffer_append_cstr(d->out, "the pattern has solutions, but ");
        furat_algebra_print_var(d->out, &d->names, slots[place]->var);
        furat_buffer_appendf(d->out, " of the template %s\n", fault);
        break;
      }
    }
  }
  return status;
}

static furat_status
diagnose_query(furat_diagnosis *d, uint64_t n_given, const bool *has_values,
               furat_error *err)
{
  bool any = true;
  const furat_algebra_query *algebra = &d->query.algebra;
  furat_algebra *pattern = algebra->pattern;
  furat_status status = furat_diagnose_variables(d, err);
  if (status == FURAT_OK && n_given > 0) {
    const furat_algebra *total = total_of(pattern);
    if (n_given > 1 || !total) {
      return has_values ? furat_diagnose_columns(d, has_values, err) : FURAT_OK;
    }
    pattern = total->left;
  }
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_probe_any(d, pattern, FURAT_PROBE_HERE, &any, err);
  if (status == FURAT_OK && !any) {
    return furat_diagnose_node(d, pattern, NULL, err);
  }
  if (status == FURAT_OK && n_given == 0 && algebra->form == FURAT_AST_CONSTRUCT) {
    return diagnose_template(d, err);
  }
  if (status == FURAT_OK && n_given == 0 && algebra->form == FURAT_AST_DESCRIBE) {
    return diagnose_described(d, err);
  }
  return status;
}

static furat_status
take_variables(furat_diagnosis *d, const furat_variables *from, furat_error *err)
{
  size_t n = from->n + FURAT_DIAGNOSIS_SPARES;
  d->variables = (furat_variables){.n = n, .cap = n};
  d->variables.names = FURAT_ARENA_ARRAY(&d->arena, furat_str, n);
  if (!d->variables.names) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < from->n; i++) {
    d->variables.names[i] = from->names[i];
  }
  d->first_spare = (furat_var)from->n;
  d->names.variables = &d->variables;
  return FURAT_OK;
}

static bool
deletes_unnamed(const furat_algebra_modify *algebra)
{
  bool all = algebra->n_remove > 0;
  for (size_t i = 0; i < algebra->n_remove && all; i++) {
    const furat_template_slot *graph = &algebra->remove[i].graph;
    all = graph->kind == FURAT_TEMPLATE_TERM && graph->term.kind == FURAT_TERM_NONE;
  }
  return all;
}

// The pattern sees all graphs, and DELETE one of them.
static void
tell_undeleted(furat_diagnosis *d, const furat_algebra_modify *algebra)
{
  if (d->query.dataset->default_graph == FURAT_DEFAULT_GRAPH_UNION &&
      deletes_unnamed(algebra)) {
    furat_buffer_append_cstr(
        d->out,
        "the pattern has solutions, but what DELETE names is not in the unnamed "
        "graph\n  GRAPH ?g { } around it in both parts deletes from named graphs\n");
  }
}

// Each operation whose pattern is empty now.
static furat_status
diagnose_update(furat_diagnosis *d, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < d->query.ast->operations.n && status == FURAT_OK; i++) {
    bool any = true;
    furat_algebra_modify algebra;
    d->operation = &d->query.ast->operations.items[i];
    if (d->operation->kind != FURAT_AST_DELETE_WHERE &&
        d->operation->kind != FURAT_AST_MODIFY) {
      continue;
    }
    status =
        furat_algebra_of_operation(&algebra, &d->arena, d->query.ast, d->operation, err);
    if (status == FURAT_OK) {
      status = take_variables(d, &algebra.variables, err);
    }
    if (status == FURAT_OK) {
      status = furat_diagnose_update_variables(d, &algebra, err);
    }
    if (status == FURAT_OK) {
      status = furat_probe_any(d, algebra.pattern, FURAT_PROBE_HERE, &any, err);
    }
    if (status == FURAT_OK && !any) {
      status = furat_diagnose_node(d, algebra.pattern, NULL, err);
    } else if (status == FURAT_OK) {
      tell_undeleted(d, &algebra);
    }
  }
  return status;
}

// Names are told with the prefixes that the request declares itself, too.
static furat_status
take_prefixes(furat_prefixes *prefixes, furat_diagnosis *d, const furat_prefixes *known,
              furat_error *err)
{
  furat_lexer lexer;
  furat_token word;
  furat_token name;
  furat_token iri;
  furat_status status = FURAT_OK;
  for (size_t i = 0; known && i < known->entries.n && status == FURAT_OK; i++) {
    const furat_prefix *prefix = &FURAT_VEC_AT(&known->entries, furat_prefix, i);
    status = furat_prefixes_set(prefixes, prefix->name, prefix->iri, err);
  }
  furat_lexer_init(&lexer, d->query.text, &d->arena);
  while (status == FURAT_OK && furat_lexer_next(&lexer, &word, NULL) == FURAT_OK &&
         word.kind == FURAT_TOKEN_WORD && word.keyword == FURAT_KEYWORD_PREFIX &&
         furat_lexer_next(&lexer, &name, NULL) == FURAT_OK &&
         furat_lexer_next(&lexer, &iri, NULL) == FURAT_OK) {
    if (furat_iri_is_absolute(iri.text)) {
      status = furat_prefixes_set(prefixes, name.prefix, iri.text, err);
    }
  }
  d->names.prefixes = prefixes;
  return status;
}

static furat_status
diagnose(furat_diagnosis *d, uint64_t n_given, const bool *has_values, furat_error *err)
{
  if (!d->query.ast->query) {
    return diagnose_update(d, err);
  }
  furat_status status = take_variables(d, &d->query.algebra.variables, err);
  return status == FURAT_OK ? diagnose_query(d, n_given, has_values, err) : status;
}

furat_status
furat_native_diagnose(furat_buffer *out, void *query, uint64_t n_given,
                      const bool *has_values, const furat_prefixes *prefixes,
                      const furat_cancel *cancel, furat_error *err)
{
  const furat_native_query *original = query;
  furat_diagnosis d = {.out = out, .query = *original, .cancel = cancel};
  furat_error own = FURAT_ERROR_INIT;
  furat_prefixes known;
  furat_prefixes_init(&known);
  if (d.query.memory_max_bytes == 0 || d.query.memory_max_bytes > MEMORY_BYTES) {
    d.query.memory_max_bytes = MEMORY_BYTES;
  }
  furat_arena_init(&d.arena, SIZE_MAX);
  furat_status status = furat_txn_begin_read(&d.txn, d.query.dataset->store, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = take_prefixes(&known, &d, prefixes, &own);
  if (status == FURAT_OK) {
    status = diagnose(&d, n_given, has_values, &own);
  }
  furat_txn_abort(d.txn);
  furat_prefixes_clear(&known);
  furat_names_index_clear(&d.called);
  furat_arena_clear(&d.arena);
  // A probe that takes too long, or what cannot be run, ends the search and no more.
  if (status == FURAT_INTERRUPTED) {
    if (err) {
      *err = own;
    }
    return status;
  }
  return furat_buffer_status(out, err);
}
