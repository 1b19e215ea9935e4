// SPDX-License-Identifier: GPL-3.0-or-later
// Turtle and TriG, made to be read and compared: everything in one order, one statement
// or one object a line, blank nodes and lists nested where nothing is lost by it.  The
// text is made twice: first to see which prefixes it uses, then for the output.
//                                        quad_set, nesting -> [writer_turtle] -> output

#include "base/memory.h"
#include "io/nesting.h"
#include "io/turtle_term.h"
#include "io/writer_internal.h"
#include "rdf/iri.h"
#include "rdf/vocabulary.h"

#define INDENT             4
#define MAX_LINE_BYTES     72
#define MAX_RELATIVE_BYTES 4096

// How an IRI is written: with a prefix, or in angle brackets.
typedef struct iri_form {
  const furat_prefix *prefix;
  furat_str local;
} iri_form;

typedef struct turtle {
  furat_writer *writer;
  furat_buffer *out;
  const furat_quad_set *set;
  furat_nesting nesting;
  iri_form *forms; ///< by term number, of IRIs
  bool *used;      ///< by prefix
  bool is_dry;     ///< nothing is written yet
  furat_buffer scratch;
} turtle;

static void
write_objects(turtle *t, const furat_quad_row *rows, size_t n, size_t indent);
static void
write_nested(turtle *t, uint32_t number, size_t indent);

// What would have to be escaped so much that the whole IRI reads better stays whole.
static iri_form
form_of_iri(const turtle *t, furat_str iri)
{
  iri_form form = {NULL, FURAT_STR_NONE};
  form.prefix = furat_prefixes_match(&t->writer->prefixes, iri, &form.local);
  if (form.prefix != NULL && (furat_str_find_byte(form.local, '/') < form.local.len ||
                              furat_str_find_byte(form.local, '#') < form.local.len ||
                              furat_str_find_byte(form.local, '?') < form.local.len ||
                              !furat_turtle_is_prefix_name(form.prefix->name))) {
    form.prefix = NULL;
  }
  return form;
}

// The IRI relative to the base, if resolving gives it back.
static bool
write_relative(turtle *t, furat_str iri)
{
  furat_str base = furat_str_of(t->writer->base);
  size_t folder = furat_str_rfind_byte(base, '/');
  if (base.len == 0 || folder == base.len) {
    return false;
  }
  furat_str rest = furat_str_starts_with(iri, base)
                       ? furat_str_slice(iri, base.len, iri.len)
                       : furat_str_slice(iri, folder + 1, iri.len);
  if (!furat_str_starts_with(iri, furat_str_slice(base, 0, folder + 1))) {
    return false;
  }
  furat_error ignored = FURAT_ERROR_INIT;
  furat_buffer_reset(&t->scratch);
  if (furat_iri_resolve(&t->scratch, base, rest, &ignored) != FURAT_OK ||
      !furat_str_equal(furat_buffer_str(&t->scratch), iri)) {
    return false;
  }
  furat_turtle_write_iri(t->out, rest);
  return true;
}

static void
write_iri(turtle *t, furat_str iri, iri_form form)
{
  if (form.prefix != NULL) {
    furat_str name = form.prefix->name;
    size_t start = t->out->len;
    furat_buffer_append(t->out, name);
    furat_buffer_append_byte(t->out, ':');
    if (furat_local_name_write(t->out, form.local)) {
      const furat_prefix *entries = t->writer->prefixes.entries.items;
      t->used[form.prefix - entries] = true;
      return;
    }
    furat_buffer_truncate(t->out, start);
  }
  if (!write_relative(t, iri)) {
    furat_turtle_write_iri(t->out, iri);
  }
}

static void
write_literal(turtle *t, const furat_term *term)
{
  if (furat_turtle_is_bare(term->text, term->datatype)) {
    furat_buffer_append(t->out, term->text);
    return;
  }
  furat_turtle_write_string(t->out, term->text);
  if (term->language.len > 0) {
    furat_buffer_append_byte(t->out, '@');
    furat_buffer_append(t->out, term->language);
  } else if (!furat_str_equal(term->datatype, FURAT_STR(FURAT_XSD_STRING))) {
    furat_buffer_append_cstr(t->out, "^^");
    write_iri(t, term->datatype, form_of_iri(t, term->datatype));
  }
}

// An IRI, a literal, or a blank node that is not nested.
static void
write_simple(turtle *t, uint32_t number)
{
  const furat_term *term = furat_quad_set_term(t->set, number);
  if (term->kind == FURAT_TERM_IRI) {
    write_iri(t, term->text, t->forms[number]);
  } else if (term->kind == FURAT_TERM_LITERAL) {
    write_literal(t, term);
  } else {
    furat_buffer_appendf(t->out, "_:b%u",
                         (unsigned)furat_nesting_label(&t->nesting, number));
  }
}

static void
write_line_start(turtle *t, size_t indent)
{
  furat_buffer_append_byte(t->out, '\n');
  furat_buffer_append_fill(t->out, ' ', indent);
}

static bool
is_nested(const turtle *t, uint32_t number)
{
  return furat_quad_set_is_blank(t->set, number) &&
         furat_nesting_form_of(&t->nesting, number) >= FURAT_NESTING_INLINE;
}

static void
write_predicate(turtle *t, uint32_t number)
{
  const furat_term *term = furat_quad_set_term(t->set, number);
  if (furat_str_equal(term->text, FURAT_STR(FURAT_RDF_TYPE))) {
    furat_buffer_append_byte(t->out, 'a');
  } else {
    write_iri(t, term->text, t->forms[number]);
  }
}

// The statements of one subject; the first stands on the line that is begun.
static void
write_predicates(turtle *t, const furat_quad_row *rows, size_t n, size_t indent)
{
  size_t n_group;
  for (size_t i = 0; i < n; i += n_group) {
    n_group = furat_quad_rows_of_predicate(rows + i, n - i);
    if (i > 0) {
      furat_buffer_append_cstr(t->out, " ;");
      write_line_start(t, indent);
    }
    write_predicate(t, rows[i].predicate);
    write_objects(t, rows + i, n_group, indent);
  }
}

static void
write_inline_blank(turtle *t, uint32_t blank, size_t indent)
{
  size_t n;
  const furat_quad_row *rows = furat_nesting_rows(&t->nesting, blank, &n);
  if (n == 0) {
    furat_buffer_append_cstr(t->out, "[]");
  } else if (n == 1 && !is_nested(t, rows[0].object)) {
    furat_buffer_append_cstr(t->out, "[ ");
    write_predicates(t, rows, n, indent);
    furat_buffer_append_cstr(t->out, " ]");
  } else {
    furat_buffer_append_byte(t->out, '[');
    write_line_start(t, indent + INDENT);
    write_predicates(t, rows, n, indent + INDENT);
    write_line_start(t, indent);
    furat_buffer_append_byte(t->out, ']');
  }
}

// A short list of simple items on one line; false, with nothing written, if it is not
// one.
static bool
write_short_list(turtle *t, uint32_t cell)
{
  size_t start = t->out->len;
  furat_buffer_append_byte(t->out, '(');
  while (cell != 0) {
    uint32_t item = furat_nesting_list_item(&t->nesting, cell, &cell);
    furat_buffer_append_byte(t->out, ' ');
    if (!is_nested(t, item)) {
      write_nested(t, item, 0);
    }
    furat_str written = furat_buffer_str(t->out);
    written = furat_str_slice(written, start, written.len);
    if (is_nested(t, item) || written.len > MAX_LINE_BYTES ||
        furat_str_find_byte(written, '\n') < written.len) {
      furat_buffer_truncate(t->out, start);
      return false;
    }
  }
  furat_buffer_append_cstr(t->out, " )");
  return true;
}

// The nesting has a bound, so this recursion has one: furat_nesting_form_of().
static void
write_nested(turtle *t, uint32_t number, size_t indent)
{
  if (number == t->nesting.nil && number != 0) {
    furat_buffer_append_cstr(t->out, "()");
  } else if (!is_nested(t, number)) {
    write_simple(t, number);
  } else if (furat_nesting_form_of(&t->nesting, number) == FURAT_NESTING_INLINE) {
    write_inline_blank(t, number, indent);
  } else if (!write_short_list(t, number)) {
    furat_buffer_append_byte(t->out, '(');
    for (uint32_t cell = number; cell != 0;) {
      uint32_t item = furat_nesting_list_item(&t->nesting, cell, &cell);
      write_line_start(t, indent + INDENT);
      write_nested(t, item, indent + INDENT);
    }
    write_line_start(t, indent);
    furat_buffer_append_byte(t->out, ')');
  }
}

static void
write_objects(turtle *t, const furat_quad_row *rows, size_t n, size_t indent)
{
  if (n == 1) {
    furat_buffer_append_byte(t->out, ' ');
    write_nested(t, rows[0].object, indent);
    return;
  }
  for (size_t i = 0; i < n; i++) {
    if (i > 0) {
      furat_buffer_append_cstr(t->out, " ,");
    }
    write_line_start(t, indent + INDENT);
    write_nested(t, rows[i].object, indent + INDENT);
  }
}

static furat_status
flush(turtle *t, furat_error *err)
{
  if (!t->is_dry) {
    return furat_writer_flush(t->writer, false, err);
  }
  furat_status status = furat_buffer_status(t->out, err);
  furat_buffer_reset(t->out);
  return status;
}

static void
write_subject(turtle *t, const furat_quad_row *rows, size_t n, size_t indent)
{
  uint32_t subject = rows[0].subject;
  furat_buffer_append_fill(t->out, ' ', indent);
  if (furat_quad_set_is_blank(t->set, subject) &&
      furat_nesting_form_of(&t->nesting, subject) == FURAT_NESTING_ANONYMOUS) {
    furat_buffer_append_cstr(t->out, "[]");
  } else {
    write_simple(t, subject);
  }
  furat_buffer_append_byte(t->out, ' ');
  write_predicates(t, rows, n, indent + INDENT);
  furat_buffer_append_cstr(t->out, " .\n");
}

// The rows of one graph; `*separate` says whether something stands before them.
static furat_status
write_subjects(turtle *t, const furat_quad_row *rows, size_t n, size_t indent,
               bool *separate, furat_error *err)
{
  size_t n_group;
  for (size_t i = 0; i < n; i += n_group) {
    n_group = furat_quad_rows_of_subject(rows + i, n - i);
    if (is_nested(t, rows[i].subject)) {
      continue;
    }
    if (*separate) {
      furat_buffer_append_byte(t->out, '\n');
    }
    *separate = true;
    write_subject(t, rows + i, n_group, indent);
    furat_status status = flush(t, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  return FURAT_OK;
}

static furat_status
write_graph(turtle *t, const furat_quad_row *rows, size_t n, bool *separate,
            furat_error *err)
{
  if (rows[0].graph == 0) {
    return write_subjects(t, rows, n, 0, separate, err);
  }
  bool separate_inside = false;
  if (*separate) {
    furat_buffer_append_byte(t->out, '\n');
  }
  *separate = true;
  write_simple(t, rows[0].graph);
  furat_buffer_append_cstr(t->out, " {\n");
  furat_status status = write_subjects(t, rows, n, INDENT, &separate_inside, err);
  furat_buffer_append_cstr(t->out, "}\n");
  return status;
}

static furat_status
write_body(turtle *t, bool separate, furat_error *err)
{
  const furat_quad_row *rows = t->set->rows.items;
  furat_status status = FURAT_OK;
  size_t n_group;
  for (size_t i = 0; status == FURAT_OK && i < t->set->rows.n; i += n_group) {
    n_group = furat_quad_rows_of_graph(rows + i, t->set->rows.n - i);
    status = write_graph(t, rows + i, n_group, &separate, err);
  }
  return status == FURAT_OK ? flush(t, err) : status;
}

// Declarations of what the first pass used.  False when there are none.
static bool
write_head(turtle *t)
{
  const furat_vec *entries = &t->writer->prefixes.entries;
  furat_str base = furat_str_of(t->writer->base);
  bool any = base.len > 0;
  if (any) {
    furat_buffer_append_cstr(t->out, "@base ");
    furat_turtle_write_iri(t->out, base);
    furat_buffer_append_cstr(t->out, " .\n");
  }
  for (size_t i = 0; i < entries->n; i++) {
    const furat_prefix *prefix = &FURAT_VEC_AT(entries, furat_prefix, i);
    if (t->used[i]) {
      furat_buffer_append_cstr(t->out, "@prefix ");
      furat_buffer_append(t->out, prefix->name);
      furat_buffer_append_cstr(t->out, ": ");
      furat_turtle_write_iri(t->out, prefix->iri);
      furat_buffer_append_cstr(t->out, " .\n");
      any = true;
    }
  }
  return any;
}

static furat_status
turtle_init(turtle *t, furat_writer *writer, furat_error *err)
{
  const furat_quad_set *set = writer->set;
  *t = (turtle){.writer = writer, .out = &writer->buffer, .set = set, .is_dry = true};
  furat_buffer_init(&t->scratch, MAX_RELATIVE_BYTES);
  furat_status status = furat_nesting_init(&t->nesting, set, err);
  if (status != FURAT_OK) {
    return status;
  }
  t->forms = furat_alloc_zeroed(set->first_blank, sizeof *t->forms);
  t->used = furat_alloc_zeroed(writer->prefixes.entries.n, sizeof *t->used);
  if (t->forms == NULL || t->used == NULL) {
    return furat_error_no_mem(err);
  }
  for (uint32_t i = 1; i < set->first_blank; i++) {
    t->forms[i] = form_of_iri(t, furat_quad_set_term(set, i)->text);
  }
  return FURAT_OK;
}

furat_status
furat_writer_turtle(furat_writer *writer, furat_error *err)
{
  turtle t;
  furat_status status = turtle_init(&t, writer, err);
  if (status == FURAT_OK) {
    status = write_body(&t, false, err);
  }
  if (status == FURAT_OK) {
    t.is_dry = false;
    status = write_body(&t, write_head(&t), err);
  }
  furat_nesting_clear(&t.nesting);
  furat_buffer_clear(&t.scratch);
  furat_free(t.forms);
  furat_free(t.used);
  return status;
}
