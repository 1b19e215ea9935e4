// SPDX-License-Identifier: GPL-3.0-or-later
// From the tree of a path to moves between states, as Thompson has it.  An inverse turns
// what it is over: steps are taken backwards and sequences from their end.
#include "exec/path_automaton.h"

typedef struct {
  furat_path_automaton *a;
  furat_view *view;
  furat_error *err;
} maker;

static furat_status
add_move(const maker *m, uint32_t from, uint32_t to, uint32_t label, bool inverse)
{
  const furat_path_move move = {from, to, label, inverse};
  return furat_vec_push(&m->a->moves, &move) ? FURAT_OK : furat_error_no_mem(m->err);
}

static furat_status
stay(const maker *m, uint32_t from, uint32_t to)
{
  return add_move(m, from, to, FURAT_PATH_NO_LABEL, false);
}

static furat_status
intern_iri(const maker *m, furat_str iri, furat_id *out)
{
  const furat_term term = furat_term_iri(iri);
  return furat_view_intern(m->view, &term, out, m->err);
}

static furat_status
follow(const maker *m, const furat_path_label *label, uint32_t from, uint32_t to,
       bool inverse)
{
  const uint32_t number = (uint32_t)m->a->labels.n;
  return furat_vec_push(&m->a->labels, label) ? add_move(m, from, to, number, inverse)
                                              : furat_error_no_mem(m->err);
}

static furat_status
add_iri(const maker *m, const furat_ast_path *path, uint32_t from, uint32_t to,
        bool inverse)
{
  furat_path_label label = {.negated = false};
  furat_status status = intern_iri(m, path->iri, &label.predicate);
  return status == FURAT_OK ? follow(m, &label, from, to, inverse) : status;
}

// !(a|^b): forwards over all but a, and backwards over all but b, where either kind is
// named; a set without anything forbids nothing, forwards.
static furat_status
add_negated(const maker *m, const furat_ast_path *path, uint32_t from, uint32_t to,
            bool inverse)
{
  furat_status status = FURAT_OK;
  for (int turned = 0; turned < 2 && status == FURAT_OK; turned++) {
    furat_path_label label = {.negated = true};
    label.forbidden = FURAT_ARENA_ARRAY(&m->a->arena, furat_id, path->parts.n + 1);
    if (!label.forbidden) {
      return furat_error_no_mem(m->err);
    }
    for (size_t i = 0; i < path->parts.n && status == FURAT_OK; i++) {
      const furat_ast_path *part = path->parts.items[i];
      bool is_inverse = part->kind == FURAT_AST_PATH_INVERSE;
      if (is_inverse == (turned == 1)) {
        status = intern_iri(m, is_inverse ? part->parts.items[0]->iri : part->iri,
                            &label.forbidden[label.n_forbidden++]);
      }
    }
    bool wanted = label.n_forbidden > 0 || (turned == 0 && path->parts.n == 0);
    if (status == FURAT_OK && wanted) {
      status = follow(m, &label, from, to, inverse != (turned == 1));
    }
  }
  return status;
}

static furat_status
add_path(const maker *m, const furat_ast_path *path, uint32_t from, uint32_t to,
         bool inverse);

static furat_status
add_sequence(const maker *m, const furat_ast_path *path, uint32_t from, uint32_t to,
             bool inverse)
{
  const size_t n = path->parts.n;
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < n && status == FURAT_OK; i++) {
    const uint32_t next = i + 1 < n ? m->a->n_states++ : to;
    status = add_path(m, path->parts.items[inverse ? n - 1 - i : i], from, next, inverse);
    from = next;
  }
  return status;
}

static furat_status
add_parts(const maker *m, const furat_ast_path *path, uint32_t from, uint32_t to,
          bool inverse)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < path->parts.n && status == FURAT_OK; i++) {
    status = add_path(m, path->parts.items[i], from, to, inverse);
  }
  return status;
}

// Around a state of its own, so that nothing comes back to `from` or goes on from `to`;
// at least one round for +.
static furat_status
add_closure(const maker *m, const furat_ast_path *path, uint32_t from, uint32_t to,
            bool inverse)
{
  bool once = path->kind == FURAT_AST_PATH_ONE_OR_MORE;
  const uint32_t before = m->a->n_states++;
  const uint32_t behind = once ? m->a->n_states++ : before;
  furat_status status = stay(m, from, before);
  if (status == FURAT_OK) {
    status = add_path(m, path->parts.items[0], before, behind, inverse);
  }
  if (status == FURAT_OK && once) {
    status = stay(m, behind, before);
  }
  return status == FURAT_OK ? stay(m, behind, to) : status;
}

static furat_status
add_path(const maker *m, const furat_ast_path *path, uint32_t from, uint32_t to,
         bool inverse)
{
  furat_status status;
  switch (path->kind) {
  case FURAT_AST_PATH_IRI:
    return add_iri(m, path, from, to, inverse);
  case FURAT_AST_PATH_INVERSE:
    return add_path(m, path->parts.items[0], from, to, !inverse);
  case FURAT_AST_PATH_SEQUENCE:
    return add_sequence(m, path, from, to, inverse);
  case FURAT_AST_PATH_ALTERNATIVE:
    return add_parts(m, path, from, to, inverse);
  case FURAT_AST_PATH_ZERO_OR_ONE:
    status = stay(m, from, to);
    return status == FURAT_OK ? add_parts(m, path, from, to, inverse) : status;
  case FURAT_AST_PATH_ZERO_OR_MORE:
  case FURAT_AST_PATH_ONE_OR_MORE:
    return add_closure(m, path, from, to, inverse);
  case FURAT_AST_PATH_NEGATED:
    return add_negated(m, path, from, to, inverse);
  }
  return FURAT_INTERNAL;
}

furat_status
furat_path_automaton_init(furat_path_automaton *a, furat_view *view,
                          const furat_ast_path *path, furat_error *err)
{
  const maker m = {a, view, err};
  *a = (furat_path_automaton){.n_states = FURAT_PATH_LAST_STATE + 1};
  furat_vec_init(&a->moves, sizeof(furat_path_move), UINT32_MAX - 1);
  furat_vec_init(&a->labels, sizeof(furat_path_label), UINT32_MAX - 1);
  furat_arena_init(&a->arena, SIZE_MAX);
  return add_path(&m, path, FURAT_PATH_FIRST_STATE, FURAT_PATH_LAST_STATE, false);
}

furat_status
furat_path_automaton_is_nullable(furat_path_automaton *a, bool *out, furat_error *err)
{
  bool *met = FURAT_ARENA_ARRAY(&a->arena, bool, a->n_states);
  if (!met) {
    return furat_error_no_mem(err);
  }
  met[FURAT_PATH_FIRST_STATE] = true;
  for (bool grew = true; grew;) {
    grew = false;
    for (size_t i = 0; i < a->moves.n; i++) {
      const furat_path_move *move = &FURAT_VEC_AT(&a->moves, furat_path_move, i);
      if (move->label == FURAT_PATH_NO_LABEL && met[move->from] && !met[move->to]) {
        met[move->to] = grew = true;
      }
    }
  }
  *out = met[FURAT_PATH_LAST_STATE];
  return FURAT_OK;
}

void
furat_path_automaton_clear(furat_path_automaton *a)
{
  furat_vec_clear(&a->moves);
  furat_vec_clear(&a->labels);
  furat_arena_clear(&a->arena);
}
