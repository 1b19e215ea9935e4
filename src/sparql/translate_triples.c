// SPDX-License-Identifier: GPL-3.0-or-later
// Triples and property paths to basic graph patterns (SPARQL 1.1 sections 18.2.2.3
// to 18.2.2.5): a sequence becomes triples over helper variables, an inverse changes
// sides, an alternative becomes a union; closures, options and negated sets stay paths.
#include "sparql/translate_internal.h"

// A BGP under construction, and what has to be joined beside it.
typedef struct {
  furat_translator *t;
  furat_vec triples;     // furat_triple_pattern
  furat_algebra *beside; // unions of alternatives
  furat_span span;
} collector;

static void
add_triple(collector *c, furat_slot subject, furat_slot predicate, furat_slot object,
           const furat_ast_path *path)
{
  furat_triple_pattern triple = {subject, predicate, object, path};
  if (!furat_vec_push(&c->triples, &triple)) {
    furat_translator_no_mem(c->t);
  }
}

static void
add_path(collector *c, furat_slot subject, const furat_ast_path *path, furat_slot object);

static furat_algebra *
finish(collector *c);

static void
add_sequence(collector *c, furat_slot subject, const furat_ast_path *path,
             furat_slot object)
{
  furat_slot from = subject;
  for (size_t i = 0; i < path->parts.n && c->t->status == FURAT_OK; i++) {
    furat_slot to = object;
    if (i + 1 < path->parts.n) {
      to = (furat_slot){.var = furat_translator_new_var(c->t, FURAT_STR_NONE)};
    }
    add_path(c, from, path->parts.items[i], to);
    from = to;
  }
}

// Each part on its own; together they are a union beside the other triples.
static void
add_alternative(collector *c, furat_slot subject, const furat_ast_path *path,
                furat_slot object)
{
  const size_t n = path->parts.n;
  furat_algebra **branches = FURAT_ARENA_ARRAY(c->t->arena, furat_algebra *, n);
  if (!branches) {
    furat_translator_no_mem(c->t);
    return;
  }
  for (size_t i = 0; i < n && c->t->status == FURAT_OK; i++) {
    collector part = {.t = c->t, .span = path->span};
    furat_vec_init(&part.triples, sizeof(furat_triple_pattern), SIZE_MAX);
    add_path(&part, subject, path->parts.items[i], object);
    branches[i] = finish(&part);
  }
  if (c->t->status != FURAT_OK) {
    return;
  }
  furat_algebra *all = furat_algebra_union_all(c->t, branches, n);
  c->beside = c->beside ? furat_algebra_join(c->t, c->beside, all) : all;
}

// ?s ?p ?o with ?p none of the IRIs of the set that have the wanted direction.
static furat_algebra *
negated_half(collector *c, furat_slot subject, const furat_ast_path *path,
             furat_slot object, bool inverse)
{
  furat_translator *t = c->t;
  collector half = {.t = t, .span = path->span};
  furat_slot predicate = {.var = furat_translator_new_var(t, FURAT_STR_NONE)};
  furat_vec_init(&half.triples, sizeof(furat_triple_pattern), SIZE_MAX);
  add_triple(&half, inverse ? object : subject, predicate, inverse ? subject : object,
             NULL);
  furat_algebra *bgp = finish(&half);
  for (size_t i = 0; i < path->parts.n && bgp; i++) {
    const furat_ast_path *part = path->parts.items[i];
    bool is_inverse = part->kind == FURAT_AST_PATH_INVERSE;
    if (is_inverse == inverse) {
      furat_str iri = is_inverse ? part->parts.items[0]->iri : part->iri;
      bgp = furat_algebra_filter(t, bgp,
                                 furat_expr_is_not(t, predicate.var, iri, part->span));
    }
  }
  return bgp;
}

static bool
has_direction(const furat_ast_path *path, bool inverse)
{
  for (size_t i = 0; i < path->parts.n; i++) {
    if ((path->parts.items[i]->kind == FURAT_AST_PATH_INVERSE) == inverse) {
      return true;
    }
  }
  return false;
}

// A negated set outside of a closure meets each triple by itself (18.4: NPS is a bag).
static void
add_negated(collector *c, furat_slot subject, const furat_ast_path *path,
            furat_slot object)
{
  bool backward = has_direction(path, true);
  bool forward = has_direction(path, false) || !backward;
  furat_algebra *all = forward ? negated_half(c, subject, path, object, false) : NULL;
  if (backward) {
    furat_algebra *other = negated_half(c, subject, path, object, true);
    all = forward ? furat_algebra_union(c->t, all, other) : other;
  }
  c->beside = c->beside ? furat_algebra_join(c->t, c->beside, all) : all;
}

static void
add_path(collector *c, furat_slot subject, const furat_ast_path *path, furat_slot object)
{
  const furat_slot iri = {.var = FURAT_VAR_NONE, .term = furat_term_iri(path->iri)};
  switch (path->kind) {
  case FURAT_AST_PATH_IRI:
    add_triple(c, subject, iri, object, NULL);
    return;
  case FURAT_AST_PATH_INVERSE:
    add_path(c, object, path->parts.items[0], subject);
    return;
  case FURAT_AST_PATH_SEQUENCE:
    add_sequence(c, subject, path, object);
    return;
  case FURAT_AST_PATH_ALTERNATIVE:
    add_alternative(c, subject, path, object);
    return;
  case FURAT_AST_PATH_ZERO_OR_MORE:
  case FURAT_AST_PATH_ONE_OR_MORE:
  case FURAT_AST_PATH_ZERO_OR_ONE:
    add_triple(c, subject, (furat_slot){.var = FURAT_VAR_NONE}, object, path);
    return;
  case FURAT_AST_PATH_NEGATED:
    add_negated(c, subject, path, object);
    return;
  }
}

// The BGP, joined with what stands beside it; frees the collector.
static furat_algebra *
finish(collector *c)
{
  furat_algebra *bgp = NULL;
  size_t n = c->triples.n;
  if (n > 0 && c->t->status == FURAT_OK) {
    bgp = furat_algebra_new(c->t, FURAT_ALGEBRA_BGP, c->span);
  }
  if (bgp) {
    bgp->n_triples = n;
    bgp->triples = FURAT_ARENA_ARRAY(c->t->arena, furat_triple_pattern, n);
    for (size_t i = 0; bgp->triples && i < n; i++) {
      bgp->triples[i] = FURAT_VEC_AT(&c->triples, furat_triple_pattern, i);
    }
    if (!bgp->triples) {
      furat_translator_no_mem(c->t);
    }
  }
  furat_vec_clear(&c->triples);
  if (c->t->status != FURAT_OK) {
    return NULL;
  }
  if (!bgp) {
    return c->beside ? c->beside : furat_algebra_new(c->t, FURAT_ALGEBRA_UNIT, c->span);
  }
  return c->beside ? furat_algebra_join(c->t, bgp, c->beside) : bgp;
}

furat_algebra *
furat_translate_triples(furat_translator *t, const furat_ast_triples *triples,
                        furat_span span)
{
  collector c = {.t = t, .span = span};
  furat_vec_init(&c.triples, sizeof(furat_triple_pattern), SIZE_MAX);
  for (size_t i = 0; i < triples->n && t->status == FURAT_OK; i++) {
    const furat_ast_triple *triple = &triples->items[i];
    furat_slot subject = furat_translate_term(t, &triple->subject);
    furat_slot object = furat_translate_term(t, &triple->object);
    if (triple->path) {
      add_path(&c, subject, triple->path, object);
    } else {
      add_triple(&c, subject, furat_translate_term(t, &triple->predicate), object, NULL);
    }
  }
  return finish(&c);
}
