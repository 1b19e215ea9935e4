// SPDX-License-Identifier: GPL-3.0-or-later
// Candidates from the data: lists that the census gives, names, beginnings of IRIs.  All
// stop when the time is over.                  names, census -> [complete_data]
#include <string.h>

#include "cli/term_text.h"
#include "engine/census.h"
#include "engine/labels.h"
#include "rdf/vocabulary.h"
#include "shell/complete.h"

enum {
  MAX_BYTES = 1 << 20,
  MAX_FOUND = 100,
  MAX_LABELS = 60,
  MAX_ITEMS = 1 << 20,
  SMALL_MS = 500
};

// Whether all is read within some milliseconds, so that no thread is worth while, and the
// limit is only there for a machine that is busy with something else.
static bool
is_small(const furat_shell *shell)
{
  enum { FEW_QUADS = 100000 };
  uint64_t n = 0;
  return furat_dataset_count(shell->dataset, &n, NULL) == FURAT_OK && n <= FEW_QUADS;
}

void
furat_completing_init(furat_completing *c, furat_shell *shell,
                      const furat_prefixes *declared, furat_candidates *out)
{
  *c = (furat_completing){.shell = shell, .out = out, .before = ""};
  furat_cancel_init(&c->cancel, is_small(shell) ? SMALL_MS : FURAT_COMPLETE_MS);
  furat_prefixes_init(&c->prefixes);
  const furat_prefixes *both[] = {&shell->prefixes, declared};
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < 2; i++) {
    for (size_t j = 0; both[i] && j < both[i]->entries.n && status == FURAT_OK; j++) {
      const furat_prefix *prefix = &FURAT_VEC_AT(&both[i]->entries, furat_prefix, j);
      status = furat_prefixes_set(&c->prefixes, prefix->name, prefix->iri, NULL);
    }
  }
  if (furat_census_open(&c->census, shell->dataset, &c->cancel, NULL) != FURAT_OK) {
    furat_census_close(c->census);
    c->census = NULL;
  }
}

void
furat_completing_clear(furat_completing *c)
{
  furat_census_close(c->census);
  furat_prefixes_clear(&c->prefixes);
}

bool
furat_complete_iri_of(furat_completing *c, furat_str text, furat_str *iri)
{
  furat_term term;
  if (furat_str_equal(text, FURAT_STR("a"))) {
    *iri = FURAT_STR(FURAT_RDF_TYPE);
    return true;
  }
  if (text.len == 0 || text.data[0] == '?' || text.data[0] == '$' ||
      text.data[0] == '"' || text.data[0] == '_' || text.data[0] == '[' ||
      furat_iri_parse(&term, &c->out->arena, text, &c->prefixes, NULL) != FURAT_OK) {
    return false;
  }
  *iri = term.text;
  return true;
}

// The beginning of an IRI that was typed as <http://... or prefix:...
static bool
beginning_of(furat_completing *c, furat_str typed, furat_str *start)
{
  furat_str space = FURAT_STR_NONE;
  if (typed.len > 0 && typed.data[0] == '<') {
    *start = furat_str_slice(typed, 1, typed.len - 1);
    return true;
  }
  size_t colon = furat_str_find_byte(typed, ':');
  if (colon == typed.len ||
      !furat_prefixes_find(&c->prefixes, furat_str_slice(typed, 0, colon), &space)) {
    return false;
  }
  char *whole = furat_arena_alloc(&c->out->arena, space.len + typed.len);
  if (!whole) {
    return false;
  }
  size_t n = 0;
  memcpy(whole, space.data, space.len);
  n = space.len;
  for (size_t i = colon + 1; i < typed.len; i++) {
    if (typed.data[i] != '\\') { // the escapes of local names
      whole[n++] = typed.data[i];
    }
  }
  *start = (furat_str){whole, n};
  return true;
}

// ------------------------------------------------------------------------ lists

static bool
is_over(const furat_completing *c)
{
  return furat_cancel_poll(&c->cancel, NULL) != FURAT_OK;
}

// The label of a term, of so many as can be read.
static furat_str
label_of(furat_completing *c, const furat_term *term)
{
  furat_term label = FURAT_TERM_UNSET;
  furat_status status = FURAT_OK;
  if (term->kind == FURAT_TERM_IRI && c->out->items.n < MAX_LABELS && !is_over(c)) {
    status = furat_label_find(&label, &c->out->arena, c->shell->dataset, term,
                              c->shell->settings.languages, &c->cancel, NULL);
  }
  return status == FURAT_OK ? label.text : FURAT_STR_NONE;
}

// The part of an IRI that names it: behind the last # or /.
static furat_str
local_name(furat_str iri)
{
  size_t at = iri.len;
  while (at > 0 && iri.data[at - 1] != '#' && iri.data[at - 1] != '/') {
    at--;
  }
  return furat_str_slice(iri, at, iri.len - at);
}

static int
fit(const furat_term *term, furat_str typed, const furat_str *start)
{
  if (start) {
    return term->kind == FURAT_TERM_IRI && furat_str_starts_with(term->text, *start) ? 2
                                                                                     : 0;
  }
  return furat_candidates_fit(
      term->kind == FURAT_TERM_IRI ? local_name(term->text) : term->text, typed);
}

void
furat_complete_items(furat_completing *c, const furat_vec *items, furat_str typed)
{
  furat_str start = FURAT_STR_NONE;
  bool has_start = beginning_of(c, typed, &start);
  for (int wanted = 2; wanted > 0; wanted--) {
    for (size_t i = 0; i < items->n; i++) {
      const furat_census_item *item = &FURAT_VEC_AT(items, furat_census_item, i);
      if (fit(&item->term, typed, has_start ? &start : NULL) == wanted) {
        furat_candidates_add_term(c->out, c->before, &item->term, &c->prefixes, item->n,
                                  label_of(c, &item->term));
      }
      if (c->out->more) {
        break; // there is no room
      }
    }
  }
}

static void
complete_list(furat_completing *c, furat_str typed,
              furat_status (*list)(furat_census *, furat_vec *, furat_error *))
{
  furat_vec items;
  furat_vec_init(&items, sizeof(furat_census_item), MAX_ITEMS);
  if (c->census && list(c->census, &items, NULL) == FURAT_OK) {
    furat_complete_items(c, &items, typed);
  }
  furat_vec_clear(&items);
}

void
furat_complete_classes(furat_completing *c, furat_str typed)
{
  complete_list(c, typed, furat_census_classes);
}

void
furat_complete_graphs(furat_completing *c, furat_str typed)
{
  complete_list(c, typed, furat_census_graphs);
}

void
furat_complete_iris(furat_completing *c, furat_str typed, furat_str predicate)
{
  furat_str start = FURAT_STR_NONE;
  furat_vec items;
  furat_vec_init(&items, sizeof(furat_census_item), MAX_ITEMS);
  if (c->census && beginning_of(c, typed, &start) && start.len > 0 &&
      furat_census_beginning(c->census, FURAT_TERM_IRI, start, predicate,
                             FURAT_CANDIDATES_MAX, &items, NULL) == FURAT_OK) {
    furat_complete_items(c, &items, typed);
  }
  c->out->more = c->out->more || items.n >= FURAT_CANDIDATES_MAX;
  furat_vec_clear(&items);
}

// Whether the data have an IRI of the namespace.
static bool
is_used(furat_completing *c, furat_str space)
{
  furat_vec items;
  furat_vec_init(&items, sizeof(furat_census_item), MAX_ITEMS);
  bool used = c->census &&
              furat_census_beginning(c->census, FURAT_TERM_IRI, space, FURAT_STR_NONE, 1,
                                     &items, NULL) == FURAT_OK &&
              items.n > 0;
  furat_vec_clear(&items);
  return used;
}

void
furat_complete_prefixes(furat_completing *c, furat_str typed)
{
  bool alone = c->out->items.n == 0;
  for (size_t i = 0; i < c->prefixes.entries.n; i++) {
    const furat_prefix *prefix = &FURAT_VEC_AT(&c->prefixes.entries, furat_prefix, i);
    furat_buffer text;
    furat_buffer_init(&text, MAX_BYTES);
    furat_buffer_append(&text, prefix->name);
    furat_buffer_append_byte(&text, ':');
    if (furat_str_starts_with(prefix->name, typed) && text.status == FURAT_OK &&
        ((alone && typed.len > 0) || is_used(c, prefix->iri))) {
      furat_candidates_add(c->out, furat_buffer_str(&text), 0, prefix->iri);
    }
    furat_buffer_clear(&text);
  }
}

// ------------------------------------------------------------------------ names

// How many triples have the thing in its role.
static uint64_t
count_role(furat_completing *c, furat_complete_role role, furat_str iri)
{
  uint64_t n = 0;
  furat_status status = FURAT_OK;
  const furat_str none = FURAT_STR_NONE;
  switch (role) {
  case FURAT_COMPLETE_SUBJECT:
    status = furat_census_count(c->census, iri, none, none, &n, NULL);
    break;
  case FURAT_COMPLETE_OBJECT:
    status = furat_census_count(c->census, none, none, iri, &n, NULL);
    break;
  case FURAT_COMPLETE_PREDICATE:
    status = furat_census_count(c->census, none, iri, none, &n, NULL);
    break;
  case FURAT_COMPLETE_CLASS:
    status =
        furat_census_count(c->census, none, FURAT_STR(FURAT_RDF_TYPE), iri, &n, NULL);
    break;
  default:
    return 1;
  }
  return status == FURAT_OK ? n : 0;
}

static bool
is_at_end_of(furat_completing *c, const furat_complete_wish *wish, furat_str iri)
{
  uint64_t n = 0;
  const furat_str none = FURAT_STR_NONE;
  return furat_census_count(c->census, wish->backwards ? iri : none, wish->predicate,
                            wish->backwards ? none : iri, &n, NULL) == FURAT_OK &&
         n > 0;
}

static void
add_name(furat_completing *c, const furat_name *name)
{
  furat_buffer text;
  furat_buffer_init(&text, MAX_BYTES);
  furat_buffer_append_cstr(&text, c->before);
  furat_prefixes_write_iri(&text, &c->prefixes, name->iri);
  if (text.status == FURAT_OK) {
    furat_candidates_add(c->out, furat_buffer_str(&text), 0, name->label);
  }
  furat_buffer_clear(&text);
}

void
furat_complete_begin(furat_shell *shell)
{
  if (!is_small(shell)) {
    (void)furat_names_prepare(shell->names, 0);
  }
}

// Of large data what is known already is offered.
static bool
prepare_names(furat_shell *shell)
{
  enum { HALF_THE_TIME_NS = FURAT_COMPLETE_MS * 500000 };
  return is_small(shell) ? furat_names_read(shell->names, NULL, NULL) == FURAT_OK
                         : furat_names_prepare(shell->names, HALF_THE_TIME_NS);
}

static void
find_names(furat_completing *c, furat_str typed, furat_str kind, furat_vec *found)
{
  const furat_names_wish wish = {
      .typed = typed, .kind = kind, .worst = FURAT_NAME_WORD, .most = MAX_FOUND};
  bool all = false;
  if (!prepare_names(c->shell)) {
    c->out->remark = furat_names_count(c->shell->names, &all) == 0
                         ? "labels are still being read"
                         : NULL;
  }
  furat_status status =
      furat_names_find(c->shell->names, &wish, &c->out->arena, found, &c->cancel, NULL);
  c->out->more = c->out->more || found->n == MAX_FOUND || status == FURAT_LIMIT;
}

static bool
is_among(const furat_vec *items, furat_str iri)
{
  for (size_t i = 0; i < items->n; i++) {
    const furat_census_item *item = &FURAT_VEC_AT(items, furat_census_item, i);
    if (item->term.kind == FURAT_TERM_IRI && furat_str_equal(item->term.text, iri)) {
      return true;
    }
  }
  return false;
}

static bool
is_of_range(furat_completing *c, const furat_vec *range, furat_str iri)
{
  uint64_t n = 0;
  for (size_t i = 0; i < range->n && n == 0 && !is_over(c); i++) {
    const furat_term *class = &FURAT_VEC_AT(range, furat_census_item, i).term;
    if (class->kind == FURAT_TERM_IRI &&
        furat_census_count(c->census, iri, FURAT_STR(FURAT_RDF_TYPE), class->text, &n,
                           NULL) != FURAT_OK) {
      return false;
    }
  }
  return n > 0;
}

static bool
is_vocabulary(furat_completing *c, furat_str iri)
{
  bool is = false;
  return !is_over(c) &&
         furat_census_is_vocabulary(c->census, iri, &is, NULL) == FURAT_OK && is;
}

// What is likely comes first: what has the place in the data already, then what is of the
// same kind as that, and words of the vocabulary last.
typedef enum likelihood { VERY_LIKELY, LIKELY, UNLIKELY, IMPOSSIBLE } likelihood;

typedef struct choosing {
  const furat_complete_wish *wish;
  bool known;  // the predicate has objects
  bool things; // that are no literals
  furat_vec range;
} choosing;

static likelihood
likelihood_of_object(furat_completing *c, const choosing *of, furat_str iri)
{
  if (is_at_end_of(c, of->wish, iri)) {
    return VERY_LIKELY;
  }
  if (of->wish->backwards) {
    return UNLIKELY;
  }
  if (of->known && !of->things) {
    return IMPOSSIBLE;
  }
  if (of->range.n > 0) {
    return is_of_range(c, &of->range, iri) ? LIKELY : IMPOSSIBLE;
  }
  return is_vocabulary(c, iri) ? UNLIKELY : LIKELY;
}

static likelihood
likelihood_of(furat_completing *c, const choosing *of, furat_str iri)
{
  const furat_complete_wish *wish = of->wish;
  if (wish->predicate.len == 0 && count_role(c, wish->role, iri) == 0) {
    return wish->role == FURAT_COMPLETE_OBJECT ? UNLIKELY : IMPOSSIBLE;
  }
  if (wish->among) {
    return is_among(wish->among, iri) ? VERY_LIKELY : UNLIKELY;
  }
  if (wish->predicate.len > 0) {
    return likelihood_of_object(c, of, iri);
  }
  const bool is_word =
      wish->role == FURAT_COMPLETE_PREDICATE || wish->role == FURAT_COMPLETE_CLASS;
  return !is_word && is_vocabulary(c, iri) ? UNLIKELY : LIKELY;
}

static void
learn_range(furat_completing *c, choosing *of)
{
  uint64_t n = 0;
  furat_vec_init(&of->range, sizeof(furat_census_item), MAX_ITEMS);
  if (of->wish->predicate.len > 0 && !of->wish->backwards &&
      furat_census_count(c->census, FURAT_STR_NONE, of->wish->predicate, FURAT_STR_NONE,
                         &n, NULL) == FURAT_OK &&
      furat_census_range(c->census, of->wish->predicate, &of->things, &of->range, NULL) ==
          FURAT_OK) {
    of->known = n > 0;
  }
}

// How likely each is; whether one is likely at all.
static bool
weigh(furat_completing *c, const choosing *of, const furat_vec *found,
      likelihood how[MAX_FOUND])
{
  bool likely = false;
  for (size_t i = 0; i < found->n; i++) {
    const bool over = is_over(c);
    how[i] =
        over ? UNLIKELY : likelihood_of(c, of, FURAT_VEC_AT(found, furat_name, i).iri);
    c->out->more = c->out->more || over;
    likely = likely || how[i] <= LIKELY;
  }
  return likely;
}

void
furat_complete_names(furat_completing *c, const furat_complete_wish *wish)
{
  furat_vec found;
  likelihood how[MAX_FOUND];
  choosing of = {.wish = wish};
  if (!c->census || wish->typed.len == 0) {
    return;
  }
  furat_vec_init(&found, sizeof(furat_name), MAX_FOUND);
  find_names(c, wish->typed, wish->kind, &found);
  learn_range(c, &of);
  if (!weigh(c, &of, &found, how) && found.n == MAX_FOUND && of.range.n > 0 &&
      !is_over(c)) {
    // So much is called so that what fits is further down.
    furat_vec_truncate(&found, 0);
    find_names(c, wish->typed, FURAT_VEC_AT(&of.range, furat_census_item, 0).term.text,
               &found);
    (void)weigh(c, &of, &found, how);
  }
  for (likelihood wanted = VERY_LIKELY; wanted < IMPOSSIBLE; wanted++) {
    // What is unlikely stands alone, or not at all.
    if (wanted == UNLIKELY && c->out->items.n > 0 && !wish->vocabulary) {
      break;
    }
    for (size_t i = 0; i < found.n; i++) {
      if (how[i] == wanted) {
        add_name(c, &FURAT_VEC_AT(&found, furat_name, i));
      }
    }
  }
  furat_vec_clear(&of.range);
  furat_vec_clear(&found);
}

static void
add_label(furat_completing *c, const furat_name *name)
{
  furat_buffer thing;
  furat_buffer_init(&thing, MAX_BYTES);
  furat_prefixes_write_iri(&thing, &c->prefixes, name->iri);
  if (thing.status == FURAT_OK) {
    furat_candidates_add(c->out, name->label, 0, furat_buffer_str(&thing));
  }
  furat_buffer_clear(&thing);
}

void
furat_complete_labels(furat_completing *c, furat_str typed)
{
  furat_vec found;
  if (typed.len == 0) {
    return;
  }
  furat_vec_init(&found, sizeof(furat_name), MAX_FOUND);
  find_names(c, typed, FURAT_STR_NONE, &found);
  for (int word = 0; word <= 1; word++) {
    for (size_t i = 0; i < found.n && c->census; i++) {
      const furat_name *name = &FURAT_VEC_AT(&found, furat_name, i);
      if (is_vocabulary(c, name->iri) == (word == 1)) {
        add_label(c, name);
      }
    }
  }
  furat_vec_clear(&found);
}
