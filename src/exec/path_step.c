// SPDX-License-Identifier: GPL-3.0-or-later
// Steps along paths: triples by scans, sequences by sets of nodes, closures breadth
// first.
#include "exec/path_step.h"

#include "base/memory.h"
#include "rdf/term.h"

static const size_t node_column = 0;

void
furat_node_set_init(furat_row_set *set, furat_execution *execution)
{
  furat_row_set_init(set, execution, 1, &node_column, 1);
}

furat_status
furat_node_set_add(furat_row_set *set, furat_id node, bool *is_new, furat_error *err)
{
  uint32_t position;
  *is_new = furat_row_set_find(set, &node) == FURAT_ROW_NONE;
  return *is_new ? furat_row_set_add(set, &node, &position, err) : FURAT_OK;
}

// -----------------------------------------------------------------------------------
// triples

// What a scan does with each of its rows.
typedef furat_status (*row_sink)(void *context, furat_id subject, furat_id predicate,
                                 furat_id object, furat_error *err);

static furat_status
scan_rows(const furat_path_walk *walk, const furat_view_pattern *pattern, row_sink sink,
          void *context, furat_error *err)
{
  furat_id *cells = furat_alloc_zeroed((size_t)FURAT_N_FIELDS * FURAT_SCAN_BATCH_ROWS,
                                       sizeof(furat_id));
  if (!cells) {
    return furat_error_no_mem(err);
  }
  furat_id *columns[FURAT_N_FIELDS];
  for (int i = 0; i < FURAT_N_FIELDS; i++) {
    columns[i] = cells + (size_t)i * FURAT_SCAN_BATCH_ROWS;
  }
  furat_view_scan *scan = NULL;
  furat_status status = furat_view_scan_open(&scan, walk->execution->view, pattern, err);
  while (status == FURAT_OK) {
    size_t n = 0;
    status = furat_view_scan_next(scan, columns, &n, err);
    for (size_t row = 0; status == FURAT_OK && row < n; row++) {
      status = sink(context, columns[FURAT_FIELD_SUBJECT][row],
                    columns[FURAT_FIELD_PREDICATE][row], columns[FURAT_FIELD_OBJECT][row],
                    err);
    }
  }
  furat_view_scan_close(scan);
  furat_free(cells);
  return status == FURAT_DONE ? FURAT_OK : status;
}

typedef struct {
  furat_row_set *out;
  bool backward;
  size_t n_forbidden; // predicates of a negated set
  const furat_id *forbidden;
} step_context;

static furat_status
add_far_end(void *context, furat_id subject, furat_id predicate, furat_id object,
            furat_error *err)
{
  const step_context *c = context;
  bool is_new;
  for (size_t i = 0; i < c->n_forbidden; i++) {
    if (predicate == c->forbidden[i]) {
      return FURAT_OK;
    }
  }
  return furat_node_set_add(c->out, c->backward ? subject : object, &is_new, err);
}

// Over the triples with this predicate (FURAT_ID_NONE: any but the forbidden).
static furat_status
step_triples(const furat_path_walk *walk, furat_id predicate, furat_id from,
             bool backward, step_context *context, furat_error *err)
{
  furat_view_pattern pattern = {
      .predicate = predicate, .named = walk->named, .graph = walk->graph};
  if (backward) {
    pattern.object = from;
  } else {
    pattern.subject = from;
  }
  context->backward = backward;
  // A term that is in no triple has no neighbours.
  if (furat_id_tag_of(from) == FURAT_ID_TAG_LOCAL ||
      furat_id_tag_of(predicate) == FURAT_ID_TAG_LOCAL) {
    return FURAT_OK;
  }
  return scan_rows(walk, &pattern, add_far_end, context, err);
}

static furat_status
intern_iri(const furat_path_walk *walk, furat_str iri, furat_id *out, furat_error *err)
{
  furat_term term = furat_term_iri(iri);
  return furat_view_intern(walk->execution->view, &term, out, err);
}

static furat_status
step_iri(const furat_path_walk *walk, const furat_ast_path *path, furat_id from,
         bool backward, furat_row_set *out, furat_error *err)
{
  furat_id predicate;
  step_context context = {.out = out};
  furat_status status = intern_iri(walk, path->iri, &predicate, err);
  return status == FURAT_OK ? step_triples(walk, predicate, from, backward, &context, err)
                            : status;
}

// !(a|^b): forwards over all but a, and backwards over all but b, where either kind is
// named; a set without anything forbids nothing, forwards.
static furat_status
step_negated(const furat_path_walk *walk, const furat_ast_path *path, furat_id from,
             bool backward, furat_row_set *out, furat_error *err)
{
  furat_id *forbidden = furat_alloc_zeroed(path->parts.n, sizeof(furat_id));
  furat_status status = forbidden ? FURAT_OK : furat_error_no_mem(err);
  for (int inverse = 0; inverse < 2 && status == FURAT_OK; inverse++) {
    size_t n = 0;
    for (size_t i = 0; i < path->parts.n && status == FURAT_OK; i++) {
      const furat_ast_path *part = path->parts.items[i];
      bool is_inverse = part->kind == FURAT_AST_PATH_INVERSE;
      if (is_inverse == (inverse == 1)) {
        furat_str iri = is_inverse ? part->parts.items[0]->iri : part->iri;
        status = intern_iri(walk, iri, &forbidden[n++], err);
      }
    }
    bool wanted = n > 0 || (inverse == 0 && path->parts.n == 0);
    if (status == FURAT_OK && wanted) {
      step_context context = {.out = out, .n_forbidden = n, .forbidden = forbidden};
      status = step_triples(walk, FURAT_ID_NONE, from, backward != (inverse == 1),
                            &context, err);
    }
  }
  furat_free(forbidden);
  return status;
}

// ---------------------------------------------------------------------------------
// compositions

static furat_status
step_from_all(const furat_path_walk *walk, const furat_ast_path *path,
              const furat_row_set *from, bool backward, furat_row_set *out,
              furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < from->n_rows && status == FURAT_OK; i++) {
    status = furat_path_step(walk, path, *furat_row_set_row(from, i), backward, out, err);
  }
  return status;
}

static furat_status
step_sequence(const furat_path_walk *walk, const furat_ast_path *path, furat_id from,
              bool backward, furat_row_set *out, furat_error *err)
{
  furat_row_set here;
  furat_row_set next;
  bool is_new;
  size_t n = path->parts.n;
  furat_node_set_init(&here, walk->execution);
  furat_status status = furat_node_set_add(&here, from, &is_new, err);
  for (size_t i = 0; i < n && status == FURAT_OK; i++) {
    const furat_ast_path *part = path->parts.items[backward ? n - 1 - i : i];
    if (i + 1 == n) {
      status = step_from_all(walk, part, &here, backward, out, err);
      break;
    }
    furat_node_set_init(&next, walk->execution);
    status = step_from_all(walk, part, &here, backward, &next, err);
    furat_row_set_clear(&here);
    here = next;
  }
  furat_row_set_clear(&here);
  return status;
}

// The closure: every node that is met is asked once.  The nodes of `reached` are the
// queue.
static furat_status
step_closure(const furat_path_walk *walk, const furat_ast_path *path, furat_id from,
             bool backward, furat_row_set *out, furat_error *err)
{
  const furat_ast_path *inner = path->parts.items[0];
  furat_row_set reached;
  bool is_new;
  furat_node_set_init(&reached, walk->execution);
  furat_status status = path->kind == FURAT_AST_PATH_ONE_OR_MORE
                            ? furat_path_step(walk, inner, from, backward, &reached, err)
                            : furat_node_set_add(&reached, from, &is_new, err);
  for (size_t i = 0; i < reached.n_rows && status == FURAT_OK; i++) {
    furat_id node = *furat_row_set_row(&reached, i);
    status = furat_cancel_poll(walk->execution->view->cancel, err);
    if (status == FURAT_OK) {
      status = furat_path_step(walk, inner, node, backward, &reached, err);
    }
  }
  for (size_t i = 0; i < reached.n_rows && status == FURAT_OK; i++) {
    status = furat_node_set_add(out, *furat_row_set_row(&reached, i), &is_new, err);
  }
  furat_row_set_clear(&reached);
  return status;
}

static furat_status
step_parts(const furat_path_walk *walk, const furat_ast_path *path, furat_id from,
           bool backward, furat_row_set *out, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < path->parts.n && status == FURAT_OK; i++) {
    status = furat_path_step(walk, path->parts.items[i], from, backward, out, err);
  }
  return status;
}

furat_status
furat_path_step(const furat_path_walk *walk, const furat_ast_path *path, furat_id from,
                bool backward, furat_row_set *out, furat_error *err)
{
  bool is_new;
  furat_status status;
  switch (path->kind) {
  case FURAT_AST_PATH_IRI:
    return step_iri(walk, path, from, backward, out, err);
  case FURAT_AST_PATH_INVERSE:
    return furat_path_step(walk, path->parts.items[0], from, !backward, out, err);
  case FURAT_AST_PATH_SEQUENCE:
    return step_sequence(walk, path, from, backward, out, err);
  case FURAT_AST_PATH_ALTERNATIVE:
    return step_parts(walk, path, from, backward, out, err);
  case FURAT_AST_PATH_ZERO_OR_ONE:
    status = furat_node_set_add(out, from, &is_new, err);
    return status == FURAT_OK ? step_parts(walk, path, from, backward, out, err) : status;
  case FURAT_AST_PATH_ZERO_OR_MORE:
  case FURAT_AST_PATH_ONE_OR_MORE:
    return step_closure(walk, path, from, backward, out, err);
  case FURAT_AST_PATH_NEGATED:
    return step_negated(walk, path, from, backward, out, err);
  }
  return FURAT_INTERNAL;
}

// --------------------------------------------------------------------------------------
// nodes

static furat_status
add_both_ends(void *context, furat_id subject, furat_id predicate, furat_id object,
              furat_error *err)
{
  (void)predicate;
  bool is_new;
  furat_status status = furat_node_set_add(context, subject, &is_new, err);
  return status == FURAT_OK ? furat_node_set_add(context, object, &is_new, err) : status;
}

furat_status
furat_path_all_nodes(const furat_path_walk *walk, furat_row_set *out, furat_error *err)
{
  furat_view_pattern everything = {.named = walk->named, .graph = walk->graph};
  return scan_rows(walk, &everything, add_both_ends, out, err);
}

static furat_status
has_triple(const furat_path_walk *walk, const furat_view_pattern *pattern, bool *out,
           furat_error *err)
{
  furat_id cells[FURAT_N_FIELDS][FURAT_SCAN_BATCH_ROWS];
  furat_id *columns[] = {cells[0], cells[1], cells[2], cells[3]};
  furat_view_scan *scan = NULL;
  size_t n;
  furat_status status = furat_view_scan_open(&scan, walk->execution->view, pattern, err);
  if (status == FURAT_OK) {
    status = furat_view_scan_next(scan, columns, &n, err);
  }
  furat_view_scan_close(scan);
  *out = status == FURAT_OK;
  return status == FURAT_DONE ? FURAT_OK : status;
}

furat_status
furat_path_is_node(const furat_path_walk *walk, furat_id term, bool *out,
                   furat_error *err)
{
  *out = false;
  if (furat_id_tag_of(term) == FURAT_ID_TAG_LOCAL) {
    return FURAT_OK;
  }
  furat_view_pattern pattern = {
      .subject = term, .named = walk->named, .graph = walk->graph};
  furat_status status = has_triple(walk, &pattern, out, err);
  if (status == FURAT_OK && !*out) {
    pattern.subject = FURAT_ID_NONE;
    pattern.object = term;
    status = has_triple(walk, &pattern, out, err);
  }
  return status;
}
