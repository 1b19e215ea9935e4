// SPDX-License-Identifier: GPL-3.0-or-later
// The claims about a thing in the order of time: each laid out as one line, with its
// speaker, its document and its passages.  The vocabulary is that of the shipped graph.
// In a narrow terminal the statement has the room: its lines are broken, the speaker
// stands in it, and what the passage tells as well is left out.

#include "shell/describe.h"

#define FUR "https://w3id.org/furat/ontology#"

enum { MAX_TEXT_BYTES = 1 << 26, MAX_CLAIMS = 1 << 24, N_COLUMNS = 6, N_NARROW = 3 };

// What a claim is made of, in the order in which it is told; between its parts.
static const struct {
  const char *property;
  const char *before;
} parts[] = {
    {FUR "subject", ""},        {FUR "actor", ""},
    {FUR "holder", ""},         {FUR "cause", ""},
    {FUR "relationType", ": "}, {FUR "role", ": "},
    {FUR "measure", ": "},      {FUR "describedAs", ": "},
    {FUR "causeType", ": "},    {FUR "change", ": "},
    {FUR "phase", ": "},        {FUR "nameText", ": "},
    {FUR "object", " · "},      {FUR "effect", " · "},
    {FUR "place", " · "},       {FUR "event", " · "},
    {FUR "means", " · "},       {FUR "extent", " · "},
    {FUR "value", " · "},       {FUR "minValue", " · from "},
    {FUR "maxValue", " · to "}, {FUR "unit", " "},
};
enum { N_PARTS = sizeof parts / sizeof parts[0] };

// The triples of one claim.
typedef struct claim {
  furat_describing *d;
  furat_arena arena;
  furat_vec quads; // furat_quad
} claim;

static furat_status
take_triple(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  claim *c = self;
  for (size_t i = 0; i < n; i++) {
    furat_quad copy = {.graph = FURAT_TERM_UNSET};
    if (!furat_term_copy(&c->arena, &quads[i].predicate, &copy.predicate) ||
        !furat_term_copy(&c->arena, &quads[i].object, &copy.object)) {
      return furat_error_no_mem(err);
    }
    furat_vec_push(&c->quads, &copy);
  }
  return furat_vec_status(&c->quads, err);
}

// The next value of a property from triple `*at` on, which moves behind it; or NULL.
static const furat_term *
next_value(const claim *c, const char *property, size_t *at)
{
  while (*at < c->quads.n) {
    const furat_quad *quad = &FURAT_VEC_AT(&c->quads, furat_quad, (*at)++);
    if (furat_str_equal(quad->predicate.text, furat_str_of(property))) {
      return &quad->object;
    }
  }
  return NULL;
}

static const furat_term *
value_of(const claim *c, const char *property)
{
  size_t at = 0;
  return next_value(c, property, &at);
}

// The label, or the name, or the text.
static furat_status
append_value(furat_buffer *out, claim *c, const furat_term *value, furat_error *err)
{
  furat_term label = FURAT_TERM_UNSET;
  furat_status status = FURAT_OK;
  if (value->kind == FURAT_TERM_LITERAL) {
    furat_buffer_append(out, value->text);
    return status;
  }
  status = furat_look_label(c->d->shell, value, &c->arena, &label, err);
  if (label.kind == FURAT_TERM_LITERAL) {
    furat_buffer_append(out, label.text);
  } else {
    furat_describe_name(out, c->d, value);
  }
  return status;
}

static bool
is_negated(const claim *c)
{
  const furat_term *negated = value_of(c, FUR "negated");
  return negated && furat_str_equal(negated->text, FURAT_STR("true"));
}

// "ISIS: gained · Mosul · Capture of Mosul by ISIS"
static furat_status
write_statement(furat_buffer *out, claim *c, furat_error *err)
{
  furat_status status = FURAT_OK;
  furat_buffer_append_cstr(out, is_negated(c) ? "not so: " : "");
  size_t start = out->len;
  for (size_t i = 0; i < N_PARTS && status == FURAT_OK; i++) {
    const char *before = out->len > start ? parts[i].before : "";
    const furat_term *value = NULL;
    for (size_t at = 0;
         status == FURAT_OK && (value = next_value(c, parts[i].property, &at)) != NULL;) {
      furat_buffer_append_cstr(out, before);
      status = append_value(out, c, value, err);
      before = ", ";
    }
  }
  return status;
}

// The date in the document's way, or what it is relative to.
static furat_status
write_when(furat_buffer *out, claim *c, furat_error *err)
{
  const furat_term *date = value_of(c, FUR "edtf");
  const furat_term *relative = value_of(c, FUR "relativeTo");
  const furat_term *how = value_of(c, FUR "datePrecision");
  furat_status status = FURAT_OK;
  if (date) {
    return append_value(out, c, date, err);
  }
  if (relative && how) {
    status = append_value(out, c, how, err);
    furat_buffer_append_cstr(out, ": ");
  }
  return relative && status == FURAT_OK ? append_value(out, c, relative, err) : status;
}

// Behind /passage/: 004/563-627.
static void
write_passages(furat_buffer *out, const claim *c)
{
  static const char mark[] = "/passage/";
  const furat_term *passage = NULL;
  const char *before = "";
  for (size_t i = 0; (passage = next_value(c, FUR "passage", &i)) != NULL;) {
    size_t at = furat_str_find(passage->text, FURAT_STR("/passage/"));
    size_t from = at <= passage->text.len ? at + sizeof mark - 1 : 0;
    furat_buffer_append_cstr(out, before);
    furat_buffer_append(out,
                        furat_str_slice(passage->text, from, passage->text.len - from));
    before = " ";
  }
}

static furat_term
text_term(const furat_buffer *text)
{
  return text->len > 0 ? furat_term_literal(furat_buffer_str(text), FURAT_STR_NONE)
                       : FURAT_TERM_UNSET;
}

static furat_status
add_laid_out(furat_row_list *rows, claim *c, const furat_term *iri, furat_error *err)
{
  enum { WHEN, STATEMENT, SPEAKER, PASSAGE, N_TEXTS };
  furat_buffer texts[N_TEXTS];
  for (size_t i = 0; i < N_TEXTS; i++) {
    furat_buffer_init(&texts[i], MAX_TEXT_BYTES);
  }
  const furat_term *speaker = value_of(c, FUR "attributedTo");
  const furat_term *document = value_of(c, FUR "inDocument");
  furat_status status = write_when(&texts[WHEN], c, err);
  if (status == FURAT_OK) {
    status = write_statement(&texts[STATEMENT], c, err);
  }
  if (status == FURAT_OK && speaker) {
    status = append_value(&texts[SPEAKER], c, speaker, err);
  }
  if (c->d->narrow && texts[SPEAKER].len > 0) {
    furat_buffer_appendf(&texts[STATEMENT], " (%.*s)",
                         FURAT_STR_ARGS(furat_buffer_str(&texts[SPEAKER])));
  }
  write_passages(&texts[PASSAGE], c);
  for (size_t i = 0; i < N_TEXTS && status == FURAT_OK; i++) {
    status = furat_buffer_status(&texts[i], err);
  }
  if (status == FURAT_OK) {
    const furat_term cells[N_COLUMNS] = {
        text_term(&texts[WHEN]),    text_term(&texts[STATEMENT]),
        text_term(&texts[SPEAKER]), document ? *document : FURAT_TERM_UNSET,
        text_term(&texts[PASSAGE]), *iri};
    const furat_term few[N_NARROW] = {cells[0], cells[1], cells[4]};
    status = furat_row_list_add(rows, c->d->narrow ? few : cells, err);
  }
  for (size_t i = 0; i < N_TEXTS; i++) {
    furat_buffer_clear(&texts[i]);
  }
  return status;
}

// The claims, of which the first are laid out.
typedef struct claim_list {
  furat_describing *d;
  furat_row_list *rows;
  uint64_t n;
  uint64_t most;
} claim_list;

static furat_status
take_claim(void *self, const furat_term *row, furat_error *err)
{
  claim_list *list = self;
  if (list->n++ >= list->most) {
    return FURAT_OK; // counted
  }
  claim c = {.d = list->d};
  furat_arena_init(&c.arena, MAX_TEXT_BYTES);
  furat_vec_init(&c.quads, sizeof(furat_quad), MAX_CLAIMS);
  const furat_term pattern[3] = {row[0], FURAT_TERM_UNSET, FURAT_TERM_UNSET};
  const furat_quad_sink sink = {.self = &c, .emit = take_triple};
  furat_status status = furat_dataset_match(list->d->shell->dataset, pattern, NULL, &sink,
                                            &list->d->shell->cancel, err);
  if (status == FURAT_OK) {
    status = add_laid_out(list->rows, &c, &row[0], err);
  }
  furat_vec_clear(&c.quads);
  furat_arena_clear(&c.arena);
  return status;
}

furat_status
furat_describe_claims(furat_describing *d, furat_error *err)
{
  static const char *const columns[] = {"when",     "statement", "speaker",
                                        "document", "passage",   "claim"};
  static const char *const few[] = {"when", "statement", "passage"};
  // By the earliest day, without one at the end.
  static const char query[] =
      "SELECT ?c (MIN(?day) AS ?when) { "
      "{ SELECT DISTINCT ?c { ?c ?any ?this ; <" FUR "inDocument> ?document } } "
      "OPTIONAL { ?c <" FUR "earliestBegin> ?begin } "
      "OPTIONAL { ?c <" FUR "latestBegin> ?late } OPTIONAL { ?c <" FUR
      "latestEnd> ?end } "
      "BIND (COALESCE(?begin, ?late, ?end) AS ?day) } "
      "GROUP BY ?c ORDER BY (!BOUND(?when)) ?when ?c";
  const furat_binding binding = {FURAT_STR("this"), d->thing};
  claim_list list = {.d = d, .most = d->most_claims};
  furat_status status = furat_row_list_new(&list.rows, d->narrow ? few : columns,
                                           d->narrow ? N_NARROW : N_COLUMNS, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_look_each(d->shell, query, &binding, 1, take_claim, &list, err);
  if (status != FURAT_OK || list.n == 0) {
    furat_row_list_free(list.rows);
    return status;
  }
  d->n_shown += list.n;
  return furat_describe_show(d, list.rows, false,
                             list.n > list.most ? list.n - list.most : 0, err);
}
