// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the queries of a shapes graph, and runs them node by node.
//                 shapes, prebinding -> [sparql] -> constraint_sparql, custom_component
#include "shacl/sparql.h"

#include "base/memory.h"
#include "rdf/vocabulary.h"
#include "shacl/prebinding.h"
#include "sparql/parser.h"

// Beside the parameters: $this, $value, $currentShape, $shapesGraph.
enum { N_OWN_BINDINGS = 4, MAX_IMPORTS = 100 };

static furat_status
declare_prefix(furat_buffer *text, furat_shapes *shapes, const furat_term *declaration,
               furat_error *err)
{
  furat_term name;
  furat_term namespace = FURAT_TERM_UNSET;
  furat_status status =
      furat_shapes_object(&name, shapes, declaration, FURAT_STR(FURAT_SH "prefix"), err);
  if (status == FURAT_OK) {
    status = furat_shapes_object(&namespace, shapes, declaration,
                                 FURAT_STR(FURAT_SH "namespace"), err);
  }
  if (status == FURAT_OK &&
      (name.kind != FURAT_TERM_LITERAL || namespace.kind != FURAT_TERM_LITERAL)) {
    status = furat_shapes_error(err, declaration,
                                "that it declares a prefix, without a sh:prefix or a "
                                "sh:namespace");
  }
  if (status == FURAT_OK) {
    furat_buffer_appendf(text, "PREFIX %.*s: <%.*s>\n", FURAT_STR_ARGS(name.text),
                         FURAT_STR_ARGS(namespace.text));
  }
  return status;
}

static furat_status
declare_prefixes_of(furat_buffer *text, furat_shapes *shapes, const furat_term *node,
                    furat_error *err)
{
  furat_vec declarations;
  furat_vec_init(&declarations, sizeof(furat_term), UINT32_MAX);
  furat_status status = furat_shapes_objects(&declarations, shapes, node,
                                             FURAT_STR(FURAT_SH "declare"), err);
  for (size_t i = 0; status == FURAT_OK && i < declarations.n; ++i) {
    status =
        declare_prefix(text, shapes, &FURAT_VEC_AT(&declarations, furat_term, i), err);
  }
  furat_vec_clear(&declarations);
  return status;
}

/// The prefixes of sh:prefixes, and of what these import (section 5.2.1).
static furat_status
declare_prefixes(furat_buffer *text, furat_shapes *shapes, const furat_term *node,
                 furat_error *err)
{
  furat_vec sources;
  furat_vec_init(&sources, sizeof(furat_term), MAX_IMPORTS);
  furat_status status =
      furat_shapes_objects(&sources, shapes, node, FURAT_STR(FURAT_SH "prefixes"), err);
  for (size_t i = 0; status == FURAT_OK && i < sources.n; ++i) {
    const furat_term source = FURAT_VEC_AT(&sources, furat_term, i);
    status = declare_prefixes_of(text, shapes, &source, err);
    if (status == FURAT_OK) {
      status = furat_shapes_objects(&sources, shapes, &source,
                                    FURAT_STR(FURAT_OWL "imports"), err);
    }
  }
  furat_vec_clear(&sources);
  return status;
}

/// Append the query with $PATH written out.
static void
append_query(furat_buffer *out, furat_str query, const furat_shape *shape)
{
  static const furat_str names[2] = {{"$PATH", 5}, {"?PATH", 5}};
  size_t i = 0;
  while (i < query.len) {
    const furat_str rest = furat_str_slice(query, i, query.len);
    if (shape->path && (furat_str_starts_with(rest, names[0]) ||
                        furat_str_starts_with(rest, names[1]))) {
      furat_buffer_append(out, shape->path_text);
      i += names[0].len;
    } else {
      furat_buffer_append_byte(out, query.data[i]);
      i += 1;
    }
  }
}

static furat_status
check_form(const furat_shacl_sparql *sparql, const furat_ast *ast, furat_error *err)
{
  furat_str names[2 + 64] = {FURAT_STR("this"), FURAT_STR("value")};
  size_t n = sparql->ask ? 2 : 1;
  for (size_t i = 0; i < sparql->n_parameters && n < 64; ++i) {
    names[n] = sparql->parameters[i].variable;
    n += 1;
  }
  const furat_ast_form form = sparql->ask ? FURAT_AST_ASK : FURAT_AST_SELECT;
  if (ast->query->form != form) {
    return furat_shapes_error(err, &sparql->node,
                              "a query that has not the form it must");
  }
  const char *problem = furat_shacl_prebinding_problem(ast, names, n);
  if (problem) {
    const furat_status status = furat_shapes_error(
        err, &sparql->node, "a query which has what SHACL does not allow");
    furat_error_hint(err, "%s is not allowed where variables are bound before", problem);
    return status;
  }
  return FURAT_OK;
}

/// Parse the query: an error is one of the shapes graph.
static furat_status
check_query(const furat_shacl_sparql *sparql, furat_error *err)
{
  const furat_ast *ast = NULL;
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  furat_status status = furat_sparql_parse_query(&ast, &arena, sparql->text, NULL, err);
  if (status == FURAT_OK) {
    status = check_form(sparql, ast, err);
  } else if (status == FURAT_BAD_SYNTAX) {
    furat_buffer message;
    furat_buffer_init(&message, SIZE_MAX);
    furat_buffer_appendf(&message, "a query that is not SPARQL: %s", err->message);
    status = furat_shapes_error(err, &sparql->node, message.data ? message.data : "");
    furat_buffer_clear(&message);
  }
  furat_arena_clear(&arena);
  return status;
}

furat_status
furat_shacl_sparql_read(furat_shacl_sparql *sparql, const furat_shacl_check *check,
                        furat_error *err)
{
  furat_shapes *shapes = check->validator->shapes;
  furat_term query;
  furat_buffer text;
  furat_status status = furat_shapes_object(
      &query, shapes, &sparql->node,
      sparql->ask ? FURAT_STR(FURAT_SH "ask") : FURAT_STR(FURAT_SH "select"), err);
  if (status == FURAT_OK && query.kind != FURAT_TERM_LITERAL) {
    return furat_shapes_error(err, &sparql->node, "no query");
  }
  furat_buffer_init(&text, SIZE_MAX);
  if (status == FURAT_OK) {
    status = declare_prefixes(&text, shapes, &sparql->node, err);
  }
  if (status == FURAT_OK) {
    append_query(&text, query.text, check->shape);
    status = furat_buffer_status(&text, err);
  }
  if (status == FURAT_OK && !furat_arena_copy(&check->validator->arena,
                                              furat_buffer_str(&text), &sparql->text)) {
    status = furat_error_no_mem(err);
  }
  furat_buffer_clear(&text);
  return status == FURAT_OK ? check_query(sparql, err) : status;
}

/// One run of a query.
typedef struct sparql_run {
  const furat_shacl_check *check;
  const furat_shacl_violation *violation;
  furat_shacl_pair pair;
} sparql_run;

/// The column of a variable, or NULL; unbound counts as not there.
static const furat_term *
column(const furat_results *results, const furat_term *row, const char *name)
{
  for (size_t i = 0; i < furat_results_n_columns(results); ++i) {
    if (row[i].kind != FURAT_TERM_NONE &&
        furat_str_equal(furat_results_column(results, i), furat_str_of(name))) {
      return &row[i];
    }
  }
  return NULL;
}

/// The value of a solution: ?value, else that of a node shape is the focus node.
static furat_status
take_value(furat_shacl_violation *violation, const sparql_run *run,
           const furat_results *results, const furat_term *row, furat_error *err)
{
  const furat_term *value = column(results, row, "value");
  if (value) {
    return furat_shacl_nodes_intern(&violation->value, &run->check->validator->nodes,
                                    value, err);
  }
  violation->value = run->check->shape->path ? 0 : run->pair.focus;
  return FURAT_OK;
}

static furat_status
take_path(furat_shacl_violation *violation, const sparql_run *run,
          const furat_results *results, const furat_term *row, furat_error *err)
{
  const furat_term *path = column(results, row, "path");
  furat_term kept;
  if (!path || path->kind != FURAT_TERM_IRI || run->check->shape->path) {
    return FURAT_OK;
  }
  if (!furat_term_copy(&run->check->validator->report->arena, path, &kept)) {
    return furat_error_no_mem(err);
  }
  return furat_shacl_path_read(&violation->path, run->check->validator->shapes, &kept,
                               err);
}

/// A message with {?name} and {$name} replaced by what the solution binds.
static void
expand_message(furat_buffer *out, furat_str text, const furat_results *results,
               const furat_term *row)
{
  size_t i = 0;
  while (i < text.len) {
    const size_t end = i + furat_str_find_byte(furat_str_slice(text, i, text.len), '}');
    const bool is_name = text.data[i] == '{' && i + 2 < text.len && end < text.len &&
                         (text.data[i + 1] == '?' || text.data[i + 1] == '$');
    const furat_term *value = NULL;
    for (size_t j = 0; is_name && results && j < furat_results_n_columns(results); ++j) {
      if (furat_str_equal(furat_results_column(results, j),
                          furat_str_slice(text, i + 2, end - i - 2))) {
        value = &row[j];
      }
    }
    if (value) {
      furat_buffer_append(out, value->text);
      i = end + 1;
    } else {
      furat_buffer_append_byte(out, text.data[i]);
      i += 1;
    }
  }
}

/// The messages of the violation, with names replaced; they live in the report.
static furat_status
take_messages(furat_shacl_violation *violation, const sparql_run *run,
              const furat_results *results, const furat_term *row, furat_error *err)
{
  furat_arena *arena = &run->check->validator->report->arena;
  const furat_term *own = results ? column(results, row, "message") : NULL;
  const size_t n = own ? 1 : violation->n_messages;
  const furat_term *given = own ? own : violation->messages;
  furat_term *messages = FURAT_ARENA_ARRAY(arena, furat_term, n + 1);
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX);
  furat_status status = messages ? FURAT_OK : furat_error_no_mem(err);
  for (size_t i = 0; status == FURAT_OK && i < n; ++i) {
    furat_term message = given[i];
    furat_buffer_reset(&text);
    expand_message(&text, given[i].text, results, row);
    status = furat_buffer_status(&text, err);
    message.text = furat_buffer_str(&text);
    if (status == FURAT_OK && !furat_term_copy(arena, &message, &messages[i])) {
      status = furat_error_no_mem(err);
    }
  }
  furat_buffer_clear(&text);
  violation->n_messages = n;
  violation->messages = messages;
  return status;
}

static furat_status
take_solution(void *self, const furat_results *results, const furat_term *row,
              furat_error *err)
{
  sparql_run *run = self;
  furat_shacl_violation violation = *run->violation;
  violation.focus = run->pair.focus;
  furat_status status = take_value(&violation, run, results, row, err);
  if (status == FURAT_OK) {
    status = take_path(&violation, run, results, row, err);
  }
  if (status == FURAT_OK) {
    status = take_messages(&violation, run, results, row, err);
  }
  return status == FURAT_OK ? furat_shacl_violate(run->check, &violation, err) : status;
}

static furat_status
run_select(const furat_shacl_query *query, sparql_run *run, furat_error *err)
{
  const furat_shacl_rows rows = {.self = run, .row = take_solution};
  return furat_shacl_select(query, &rows, err);
}

static furat_status
run_ask(const furat_shacl_query *query, const sparql_run *run, furat_error *err)
{
  furat_shacl_violation violation = *run->violation;
  bool conforms = false;
  furat_status status = furat_shacl_ask(&conforms, query, err);
  if (status != FURAT_OK || conforms) {
    return status;
  }
  violation.focus = run->pair.focus;
  violation.value = run->pair.value;
  status = take_messages(&violation, run, NULL, NULL, err);
  return status == FURAT_OK ? furat_shacl_violate(run->check, &violation, err) : status;
}

/// Bind what is known of one node, and run.
static furat_status
run_once(const furat_shacl_sparql *sparql, sparql_run *run, furat_binding *bindings,
         furat_error *err)
{
  const furat_validator *validator = run->check->validator;
  size_t n = sparql->n_parameters;
  bindings[n++] = (furat_binding){
      .variable = FURAT_STR("this"),
      .value = *furat_shacl_nodes_term(&validator->nodes, run->pair.focus)};
  bindings[n++] = (furat_binding){.variable = FURAT_STR("currentShape"),
                                  .value = run->check->shape->node};
  if (validator->options->shapes_graph.kind != FURAT_TERM_NONE) {
    bindings[n++] = (furat_binding){.variable = FURAT_STR("shapesGraph"),
                                    .value = validator->options->shapes_graph};
  }
  if (sparql->ask) {
    bindings[n++] = (furat_binding){
        .variable = FURAT_STR("value"),
        .value = *furat_shacl_nodes_term(&validator->nodes, run->pair.value)};
  }
  const furat_shacl_query query = {.dataset = validator->options->data,
                                   .text = sparql->text,
                                   .bindings = bindings,
                                   .n_bindings = n,
                                   .cancel = validator->options->cancel};
  return sparql->ask ? run_ask(&query, run, err) : run_select(&query, run, err);
}

furat_status
furat_shacl_sparql_run(const furat_shacl_sparql *sparql, const furat_shacl_check *check,
                       const furat_shacl_violation *violation, furat_error *err)
{
  sparql_run run = {.check = check, .violation = violation};
  furat_vec pairs;
  furat_vec_init(&pairs, sizeof(furat_shacl_pair), UINT32_MAX);
  furat_binding *bindings =
      furat_alloc_zeroed(sparql->n_parameters + N_OWN_BINDINGS, sizeof *bindings);
  furat_status status = bindings ? furat_shacl_pairs(&pairs, check, !sparql->ask, err)
                                 : furat_error_no_mem(err);
  for (size_t i = 0; bindings && i < sparql->n_parameters; ++i) {
    bindings[i] = sparql->parameters[i];
  }
  for (size_t i = 0; status == FURAT_OK && i < pairs.n; ++i) {
    run.pair = FURAT_VEC_AT(&pairs, furat_shacl_pair, i);
    status = run_once(sparql, &run, bindings, err);
  }
  furat_free(bindings);
  furat_vec_clear(&pairs);
  return status;
}
