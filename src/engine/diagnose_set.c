// SPDX-License-Identifier: GPL-3.0-or-later
// Patterns without a common solution: what would help.  A constant is made a variable,
// and its values in the solutions that there are then are compared with it.
//                                                   join -> [diagnose_set] -> near
#include "engine/diagnose_internal.h"
#include "rdf/vocabulary.h"

enum { VALUE_SPARE = 0, LABEL_SPARE = 1, TEXT_SPARE = 2, N_PLACES = 3 };

static furat_slot *
slot_at(furat_triple_pattern *triple, int place)
{
  return place == 0   ? &triple->subject
         : place == 1 ? &triple->predicate
                      : &triple->object;
}

static bool
is_triple(const furat_diagnosis_item *item)
{
  return item->node->kind == FURAT_ALGEBRA_BGP && item->node->n_triples == 1;
}

void
furat_diagnosis_write_set(furat_diagnosis *d, const furat_diagnosis_set *set)
{
  furat_buffer_append_cstr(
      d->out, set->n == 1
                  ? "nothing matches "
                  : "each of these has solutions, but together they have none:\n");
  for (size_t i = 0; i < set->n; i++) {
    furat_buffer_append_cstr(d->out, set->n == 1 ? "" : "    ");
    furat_diagnosis_write(d, set->items[i].node);
    if (set->items[i].graph) {
      furat_buffer_append_cstr(d->out, "  in GRAPH ");
      furat_algebra_print_slot(d->out, &d->names, &set->items[i].graph->graph);
    }
    furat_buffer_append_byte(d->out, '\n');
  }
}

// The set with another pattern for item `index`.
static furat_diagnosis_set
with_item(const furat_diagnosis_set *set, size_t index, furat_algebra *node)
{
  furat_diagnosis_set changed = *set;
  changed.items[index].node = node;
  return changed;
}

static furat_algebra *
join_with(furat_diagnosis *d, const furat_diagnosis_set *set, size_t index,
          furat_algebra *node)
{
  if (!node) {
    return NULL;
  }
  const furat_diagnosis_set changed = with_item(set, index, node);
  return furat_probe_join(d, &changed);
}

static furat_status
offer(void *self, const furat_term *values, furat_error *err)
{
  return furat_nears_offer(self, values, err);
}

// A thing and one of its texts: near when the text is what was wanted.
static furat_status
offer_named(void *self, const furat_term *values, furat_error *err)
{
  furat_nears *nears = self;
  if (values[0].kind == FURAT_TERM_IRI && values[1].kind == FURAT_TERM_LITERAL &&
      furat_nears_same_text(nears, values[1].text)) {
    return furat_nears_offer_as(nears, &values[0], 0, "a thing of that name, not a text",
                                err);
  }
  return FURAT_OK;
}

// A text stands where things are called so.
static furat_status
look_for_named(furat_diagnosis *d, const furat_diagnosis_set *set, size_t index,
               furat_algebra *opened, furat_nears *nears, furat_error *err)
{
  const furat_triple_pattern named = {.subject = furat_probe_spare(d, VALUE_SPARE),
                                      .predicate = furat_probe_spare(d, LABEL_SPARE),
                                      .object = furat_probe_spare(d, TEXT_SPARE)};
  const furat_var vars[] = {named.subject.var, named.object.var};
  furat_diagnosis_set changed = with_item(set, index, opened);
  if (changed.n == FURAT_DIAGNOSIS_MAX_ITEMS) {
    return FURAT_OK;
  }
  changed.items[changed.n++] =
      (furat_diagnosis_item){furat_probe_triple(d, &named), set->items[index].graph};
  if (!changed.items[changed.n - 1].node) {
    return furat_error_no_mem(err);
  }
  return furat_probe_each(d, furat_probe_join(d, &changed), FURAT_PROBE_HERE, vars, 2,
                          offer_named, nears, err);
}

// Where a thing is tried out.
typedef struct trial {
  furat_diagnosis *d;
  const furat_diagnosis_set *set;
  size_t index;
  int place;     // of the triple
  furat_var var; // of data
} trial;

static furat_status
fits_triple(void *self, const furat_term *thing, bool *fits, furat_error *err)
{
  const trial *t = self;
  furat_triple_pattern triple = t->set->items[t->index].node->triples[0];
  *slot_at(&triple, t->place) = (furat_slot){.var = FURAT_VAR_NONE, .term = *thing};
  furat_algebra *node = furat_probe_triple(t->d, &triple);
  return furat_probe_any(t->d, join_with(t->d, t->set, t->index, node), FURAT_PROBE_HERE,
                         fits, err);
}

// What stands there, and would be an answer, in the place of the constant.
static furat_status
look_at_place(furat_diagnosis *d, const furat_diagnosis_set *set, size_t index, int place,
              furat_nears *nears, furat_error *err)
{
  const furat_slot value = furat_probe_spare(d, VALUE_SPARE);
  furat_triple_pattern triple = set->items[index].node->triples[0];
  *slot_at(&triple, place) = value;
  furat_algebra *opened = furat_probe_triple(d, &triple);
  furat_status status =
      furat_probe_each(d, join_with(d, set, index, opened), FURAT_PROBE_HERE, &value.var,
                       1, offer, nears, err);
  if (status == FURAT_OK && nears->n == 0 && nears->n_offered > 0 && place != 1) {
    trial t = {.d = d, .set = set, .index = index, .place = place};
    status = furat_diagnose_names(d, nears, fits_triple, &t, err);
  }
  if (status == FURAT_OK && nears->n == 0 && nears->n_offered > 0 && place == 2 &&
      nears->wanted->kind == FURAT_TERM_LITERAL) {
    status = look_for_named(d, set, index, opened, nears, err);
  }
  return status;
}

// Which of the places of a triple are to blame, and what is near there.
typedef struct triple_search {
  size_t index;
  bool found;
  int sampled; // a place of which there are samples; -1: none
  furat_nears samples;
} triple_search;

static const int place_order[N_PLACES] = {1, 2, 0};

static furat_status
search_places(furat_diagnosis *d, const furat_diagnosis_set *set, triple_search *search,
              furat_error *err)
{
  furat_triple_pattern *triple = &set->items[search->index].node->triples[0];
  furat_status status = FURAT_OK;
  for (int i = 0; i < N_PLACES && status == FURAT_OK; i++) {
    furat_nears nears;
    int place = place_order[i];
    const furat_term *wanted = furat_probe_constant(d, slot_at(triple, place));
    if (!wanted || (place == 1 && triple->path)) {
      continue;
    }
    furat_nears_init(&nears, wanted, &d->arena);
    nears.predicates = place == 1;
    status = look_at_place(d, set, search->index, place, &nears, err);
    // What was found before the time was over is told as well.
    furat_diagnosis_write_nears(d, "it would match with", &nears);
    search->found = search->found || nears.n > 0;
    if (status == FURAT_OK && nears.n_samples > 0 &&
        (search->sampled < 0 || place == 2)) {
      search->sampled = place;
      search->samples = nears;
    }
    furat_nears_clear(&nears);
  }
  return status;
}

static furat_status
try_reversed(furat_diagnosis *d, const furat_diagnosis_set *set, size_t index,
             bool *found, furat_error *err)
{
  furat_triple_pattern triple = set->items[index].node->triples[0];
  const furat_term *object = furat_probe_constant(d, &triple.object);
  bool any = false;
  if (object && object->kind == FURAT_TERM_LITERAL) {
    return FURAT_OK;
  }
  furat_slot subject = triple.subject;
  triple.subject = triple.object;
  triple.object = subject;
  furat_algebra *node = furat_probe_triple(d, &triple);
  furat_status status =
      furat_probe_any(d, join_with(d, set, index, node), FURAT_PROBE_HERE, &any, err);
  if (status == FURAT_OK && any) {
    *found = true;
    furat_buffer_append_cstr(d->out, "  it would match the other way round: ");
    furat_diagnosis_write(d, node);
    furat_buffer_append_byte(d->out, '\n');
  }
  return status;
}

// Nothing is of the class, but something is of a class below it.
static furat_status
try_subclasses(furat_diagnosis *d, const furat_diagnosis_set *set, size_t index,
               bool *found, furat_error *err)
{
  const furat_slot type = {.var = FURAT_VAR_NONE,
                           .term = furat_term_iri(FURAT_STR(FURAT_RDF_TYPE))};
  const furat_slot below = {.var = FURAT_VAR_NONE,
                            .term = furat_term_iri(FURAT_STR(FURAT_RDFS "subClassOf"))};
  const furat_triple_pattern *asked = &set->items[index].node->triples[0];
  const furat_triple_pattern triples[] = {{.subject = asked->subject,
                                           .predicate = type,
                                           .object = furat_probe_spare(d, VALUE_SPARE)},
                                          {.subject = furat_probe_spare(d, VALUE_SPARE),
                                           .predicate = below,
                                           .object = asked->object}};
  const furat_term *predicate = furat_probe_constant(d, &asked->predicate);
  bool any = false;
  if (asked->path || !predicate || !furat_term_equal(predicate, &type.term)) {
    return FURAT_OK;
  }
  furat_algebra *node =
      furat_probe_node(d, FURAT_ALGEBRA_JOIN, furat_probe_triple(d, &triples[0]),
                       furat_probe_triple(d, &triples[1]));
  furat_status status = node && node->left && node->right
                            ? furat_probe_any(d, join_with(d, set, index, node),
                                              FURAT_PROBE_HERE, &any, err)
                            : furat_error_no_mem(err);
  if (status == FURAT_OK && any) {
    *found = true;
    furat_buffer_append_cstr(
        d->out, "  things of classes below it would match: a/rdfs:subClassOf* ");
    furat_algebra_print_slot(d->out, &d->names, &asked->object);
    furat_buffer_append_byte(d->out, '\n');
  }
  return status;
}

// ------------------------------------------------------- a constant that is nowhere

static furat_status
tell_alone(furat_diagnosis *d, const furat_diagnosis_set *set, int place, bool *told,
           furat_error *err)
{
  static const char *const places[] = {"subject", "predicate", "object"};
  furat_triple_pattern triple = set->items[0].node->triples[0];
  const furat_slot constant = *slot_at(&triple, place);
  const furat_term *wanted = furat_probe_constant(d, &constant);
  const furat_slot value = furat_probe_spare(d, VALUE_SPARE);
  bool any = true;
  triple.path = NULL;
  for (int i = 0; i < N_PLACES; i++) {
    *slot_at(&triple, i) =
        i == place ? constant : furat_probe_spare(d, LABEL_SPARE + (uint32_t)i);
  }
  furat_status status =
      furat_probe_any(d, join_with(d, set, 0, furat_probe_triple(d, &triple)),
                      FURAT_PROBE_HERE, &any, err);
  if (status != FURAT_OK || any) {
    return status;
  }
  bool elsewhere = false;
  status = furat_probe_any(d, furat_probe_triple(d, &triple), FURAT_PROBE_EVERYWHERE,
                           &elsewhere, err);
  if (status != FURAT_OK) {
    return status;
  }
  *told = true;
  furat_buffer_appendf(d->out, "  no triple %shas the %s ", elsewhere ? "there " : "",
                       places[place]);
  furat_diagnosis_write_term(d, wanted);
  furat_buffer_append_byte(d->out, '\n');
  furat_nears nears;
  furat_nears_init(&nears, wanted, &d->arena);
  *slot_at(&triple, place) = value;
  status = furat_probe_each(d, join_with(d, set, 0, furat_probe_triple(d, &triple)),
                            FURAT_PROBE_HERE, &value.var, 1, offer, &nears, err);
  if (status == FURAT_OK && nears.n == 0 && place != 1) {
    furat_diagnosis_set opened = {.n = 1, .items = {set->items[0]}};
    opened.items[0].node = furat_probe_triple(d, &triple);
    trial t = {.d = d, .set = &opened, .place = place};
    status = opened.items[0].node ? furat_diagnose_names(d, &nears, fits_triple, &t, err)
                                  : furat_error_no_mem(err);
  }
  furat_diagnosis_write_nears(d, "there is", &nears);
  furat_nears_clear(&nears);
  return status;
}

static void
write_samples(furat_diagnosis *d, const triple_search *search)
{
  const furat_nears *samples = &search->samples;
  if (search->sampled < 0) {
    return;
  }
  furat_buffer_append_cstr(d->out, "  in the place of ");
  furat_diagnosis_write_term(d, samples->wanted);
  furat_buffer_append_cstr(d->out, samples->n_offered > samples->n_samples
                                       ? " there is, among others,"
                                       : " there is");
  for (size_t i = 0; i < samples->n_samples; i++) {
    furat_buffer_append_cstr(d->out, i > 0 ? ", " : " ");
    furat_diagnosis_write_term(d, &samples->samples[i]);
  }
  furat_buffer_append_byte(d->out, '\n');
}

// Of one pattern for which nothing near was found: the constants that are nowhere.
static furat_status
tell_rest(furat_diagnosis *d, const furat_diagnosis_set *set, bool *told,
          furat_error *err)
{
  furat_triple_pattern *triple = &set->items[0].node->triples[0];
  furat_status status = FURAT_OK;
  for (int i = 0; i < N_PLACES && status == FURAT_OK; i++) {
    int place = place_order[i];
    if (furat_probe_constant(d, slot_at(triple, place)) &&
        !(place == 1 && triple->path)) {
      status = tell_alone(d, set, place, told, err);
    }
  }
  return status;
}

// --------------------------------------------------------------------------- paths

// The predicates of a path that no triple has.
static furat_status
tell_path(furat_diagnosis *d, const furat_diagnosis_set *set, const furat_ast_path *path,
          bool *found, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < path->parts.n && status == FURAT_OK; i++) {
    status = tell_path(d, set, path->parts.items[i], found, err);
  }
  if (status != FURAT_OK || path->kind != FURAT_AST_PATH_IRI) {
    return status;
  }
  const furat_slot predicate = {.var = FURAT_VAR_NONE, .term = furat_term_iri(path->iri)};
  const furat_triple_pattern triple = {.subject = furat_probe_spare(d, 3),
                                       .predicate = predicate,
                                       .object = furat_probe_spare(d, 4)};
  furat_diagnosis_set one = {.n = 1, .items = {set->items[0]}};
  one.items[0].node = furat_probe_triple(d, &triple);
  return one.items[0].node ? tell_alone(d, &one, 1, found, err) : furat_error_no_mem(err);
}

// ------------------------------------------------------------------- other patterns

// Whether the other patterns match with the thing as the variable's value.
static furat_status
fits_data(void *self, const furat_term *thing, bool *fits, furat_error *err)
{
  const trial *t = self;
  furat_expr *value = furat_probe_var(t->d, t->var);
  furat_expr *equal = furat_probe_expr(t->d, FURAT_EXPR_EQ, value, value);
  furat_expr *condition = equal ? furat_probe_with_constant(t->d, equal, 1, thing) : NULL;
  furat_algebra *pattern =
      furat_probe_filter(t->d, furat_probe_join(t->d, t->set), condition);
  return furat_probe_any(t->d, pattern, FURAT_PROBE_HERE, fits, err);
}

// VALUES ?x { ... } or BIND (constant AS ?x): what ?x is where the others match.
static furat_status
tell_data(furat_diagnosis *d, const furat_diagnosis_set *set, size_t index, bool *found,
          furat_error *err)
{
  enum { MOST_CELLS = 8 };
  const furat_algebra *node = set->items[index].node;
  const furat_expr *bound =
      node->kind == FURAT_ALGEBRA_EXTEND ? node->assignments[0].expr : NULL;
  const furat_term *cells = bound ? &bound->term : node->table.cells;
  size_t n = bound ? 1 : node->table.n_rows;
  furat_var var = bound ? node->assignments[0].var : node->table.vars[0];
  furat_diagnosis_set rest = *set;
  rest.items[index] = rest.items[--rest.n];
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < n && i < MOST_CELLS && status == FURAT_OK; i++) {
    furat_nears nears;
    furat_nears_init(&nears, &cells[i], &d->arena);
    status = furat_probe_each(d, furat_probe_join(d, &rest), FURAT_PROBE_HERE, &var, 1,
                              offer, &nears, err);
    if (status == FURAT_OK && nears.n == 0) {
      trial t = {.d = d, .set = &rest, .var = var};
      status = furat_diagnose_names(d, &nears, fits_data, &t, err);
    }
    furat_diagnosis_write_nears(d, "it would match with", &nears);
    *found = *found || nears.n > 0;
    furat_nears_clear(&nears);
  }
  return status;
}

static furat_status
try_without_optional(furat_diagnosis *d, const furat_diagnosis_set *set, size_t index,
                     bool *found, furat_error *err)
{
  bool any = false;
  furat_algebra *left = set->items[index].node->left;
  furat_status status =
      furat_probe_any(d, join_with(d, set, index, left), FURAT_PROBE_HERE, &any, err);
  if (status == FURAT_OK && any) {
    *found = true;
    furat_buffer_append_cstr(d->out, "  there are solutions without OPTIONAL { ");
    furat_diagnosis_write(d, set->items[index].node->right);
    furat_buffer_append_cstr(d->out, " }: what it binds does not fit\n");
  }
  return status;
}

static bool
is_data(const furat_algebra *node)
{
  return (node->kind == FURAT_ALGEBRA_VALUES && node->table.n_vars == 1) ||
         (node->kind == FURAT_ALGEBRA_EXTEND && node->left->kind == FURAT_ALGEBRA_UNIT &&
          node->assignments[0].expr->kind == FURAT_EXPR_TERM);
}

static furat_status
search_item(furat_diagnosis *d, const furat_diagnosis_set *set, triple_search *search,
            furat_error *err)
{
  const furat_algebra *node = set->items[search->index].node;
  if (is_triple(&set->items[search->index])) {
    furat_status status = try_subclasses(d, set, search->index, &search->found, err);
    if (status == FURAT_OK && !search->found) {
      status = search_places(d, set, search, err);
    }
    return status == FURAT_OK && !search->found
               ? try_reversed(d, set, search->index, &search->found, err)
               : status;
  }
  if (node->kind == FURAT_ALGEBRA_LEFT_JOIN) {
    return try_without_optional(d, set, search->index, &search->found, err);
  }
  return set->n > 1 && is_data(node)
             ? tell_data(d, set, search->index, &search->found, err)
             : FURAT_OK;
}

furat_status
furat_diagnose_set(furat_diagnosis *d, furat_diagnosis_set *set, furat_error *err)
{
  triple_search search = {.sampled = -1};
  furat_status status = furat_diagnose_graphs(d, set, &search.found, err);
  if (status != FURAT_OK || search.found) {
    return status;
  }
  const furat_algebra *first = set->items[0].node;
  if (set->n == 1 && is_triple(&set->items[0]) && first->triples[0].path) {
    status = tell_path(d, set, first->triples[0].path, &search.found, err);
  }
  for (; search.index < set->n && status == FURAT_OK && !search.found; search.index++) {
    status = search_item(d, set, &search, err);
  }
  if (status == FURAT_OK && !search.found) {
    status = furat_diagnose_classes(d, set, &search.found, err);
  }
  if (status == FURAT_OK && !search.found && set->n == 1 && is_triple(&set->items[0])) {
    status = tell_rest(d, set, &search.found, err);
  }
  if (status == FURAT_OK && !search.found) {
    write_samples(d, &search);
  }
  return status;
}
