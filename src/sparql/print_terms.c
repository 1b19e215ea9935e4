// SPDX-License-Identifier: GPL-3.0-or-later
// Terms, paths and triples as SPARQL text.
#include "rdf/vocabulary.h"
#include "sparql/print_internal.h"

void
furat_print_text(furat_printer *p, const char *text)
{
  furat_buffer_append_cstr(p->out, text);
}

void
furat_print_line(furat_printer *p)
{
  furat_buffer_append_byte(p->out, '\n');
  furat_buffer_append_fill(p->out, ' ', (size_t)p->indent * 2);
}

void
furat_print_iri(furat_printer *p, furat_str iri)
{
  if (p->prefixes) {
    furat_prefixes_write_iri(p->out, p->prefixes, iri);
    return;
  }
  furat_buffer_append_byte(p->out, '<');
  furat_buffer_append(p->out, iri);
  furat_buffer_append_byte(p->out, '>');
}

void
furat_print_string(furat_printer *p, furat_str value)
{
  furat_buffer_append_byte(p->out, '"');
  for (size_t i = 0; i < value.len; ++i) {
    const char c = value.data[i];
    switch (c) {
    case '\n':
      furat_print_text(p, "\\n");
      break;
    case '\r':
      furat_print_text(p, "\\r");
      break;
    case '\t':
      furat_print_text(p, "\\t");
      break;
    case '"':
    case '\\':
      furat_buffer_append_byte(p->out, '\\');
      furat_buffer_append_byte(p->out, c);
      break;
    default:
      if ((unsigned char)c < 0x20 || c == 0x7F) {
        furat_buffer_appendf(p->out, "\\u%04X", (unsigned char)c);
      } else {
        furat_buffer_append_byte(p->out, c);
      }
    }
  }
  furat_buffer_append_byte(p->out, '"');
}

static size_t
skip_digits(furat_str s, size_t i)
{
  while (i < s.len && s.data[i] >= '0' && s.data[i] <= '9') {
    ++i;
  }
  return i;
}

/// The datatype that a bare number of this form has, or none.  Rules 146 to 154.
static furat_str
bare_datatype(furat_str s)
{
  size_t i = s.len > 0 && (s.data[0] == '+' || s.data[0] == '-') ? 1 : 0;
  const size_t whole = i;
  i = skip_digits(s, i);
  size_t n_digits = i - whole;
  furat_str datatype = FURAT_STR(FURAT_XSD_INTEGER);
  bool ends_with_digit = n_digits > 0;
  if (i < s.len && s.data[i] == '.') {
    const size_t end = skip_digits(s, i + 1);
    n_digits += end - i - 1;
    ends_with_digit = end > i + 1;
    i = end;
    datatype = FURAT_STR(FURAT_XSD_DECIMAL);
  }
  if (n_digits > 0 && i < s.len && (s.data[i] | 0x20) == 'e') {
    const size_t sign = i + 1;
    const bool has_sign = sign < s.len && (s.data[sign] == '+' || s.data[sign] == '-');
    i = skip_digits(s, sign + (has_sign ? 1 : 0));
    ends_with_digit = i > sign + (has_sign ? 1 : 0);
    datatype = FURAT_STR(FURAT_XSD_DOUBLE);
  }
  return i == s.len && ends_with_digit ? datatype : FURAT_STR_NONE;
}

static bool
is_bare(const furat_term *literal)
{
  if (furat_str_equal(literal->datatype, FURAT_STR(FURAT_XSD_BOOLEAN))) {
    return furat_str_equal(literal->text, FURAT_STR("true")) ||
           furat_str_equal(literal->text, FURAT_STR("false"));
  }
  const furat_str datatype = bare_datatype(literal->text);
  return datatype.len > 0 && furat_str_equal(datatype, literal->datatype);
}

void
furat_print_literal(furat_printer *p, const furat_term *literal)
{
  if (is_bare(literal)) {
    furat_buffer_append(p->out, literal->text);
    return;
  }
  furat_print_string(p, literal->text);
  if (literal->language.len) {
    furat_buffer_append_byte(p->out, '@');
    furat_buffer_append(p->out, literal->language);
  } else if (!furat_str_equal(literal->datatype, FURAT_STR(FURAT_XSD_STRING))) {
    furat_print_text(p, "^^");
    furat_print_iri(p, literal->datatype);
  }
}

/// A node has one name in patterns and another in templates: there it is made anew.
static void
print_blank(furat_printer *p, uint32_t index)
{
  uint32_t *number = &p->numbers[index + (p->in_template ? p->ast->blanks.n : 0)];
  if (*number == 0) {
    p->n_numbered += 1;
    *number = p->n_numbered;
  }
  furat_buffer_appendf(p->out, "_:b%u", (unsigned)*number);
}

void
furat_print_term(furat_printer *p, const furat_ast_term *term)
{
  switch (term->kind) {
  case FURAT_AST_NONE:
    furat_print_text(p, "UNDEF");
    break;
  case FURAT_AST_VAR:
    furat_buffer_append_byte(p->out, '?');
    furat_buffer_append(p->out, p->ast->variables.items[term->index]);
    break;
  case FURAT_AST_BLANK:
    print_blank(p, term->index);
    break;
  case FURAT_AST_IRI:
    furat_print_iri(p, term->value.text);
    break;
  case FURAT_AST_LITERAL:
    furat_print_literal(p, &term->value);
    break;
  }
}

void
furat_print_predicate(furat_printer *p, furat_str iri)
{
  if (furat_str_equal(iri, FURAT_STR(FURAT_RDF_TYPE))) {
    furat_buffer_append_byte(p->out, 'a');
  } else {
    furat_print_iri(p, iri);
  }
}

/// How tight paths bind; one in a tighter place needs parentheses.
enum { PATH_ALTERNATIVE, PATH_SEQUENCE, PATH_INVERSE, PATH_ELEMENT, PATH_PRIMARY };

static int
path_level(furat_ast_path_kind kind)
{
  switch (kind) {
  case FURAT_AST_PATH_ALTERNATIVE:
    return PATH_ALTERNATIVE;
  case FURAT_AST_PATH_SEQUENCE:
    return PATH_SEQUENCE;
  case FURAT_AST_PATH_INVERSE:
    return PATH_INVERSE;
  case FURAT_AST_PATH_ZERO_OR_MORE:
  case FURAT_AST_PATH_ONE_OR_MORE:
  case FURAT_AST_PATH_ZERO_OR_ONE:
    return PATH_ELEMENT;
  default:
    return PATH_PRIMARY;
  }
}

static void
print_path(furat_printer *p, const furat_ast_path *path, int least);

static void
print_parts(furat_printer *p, const furat_ast_path *path, const char *separator,
            int least)
{
  for (size_t i = 0; i < path->parts.n; ++i) {
    furat_print_text(p, i > 0 ? separator : "");
    print_path(p, path->parts.items[i], least);
  }
}

static void
print_bare_path(furat_printer *p, const furat_ast_path *path)
{
  switch (path->kind) {
  case FURAT_AST_PATH_IRI:
    furat_print_predicate(p, path->iri);
    break;
  case FURAT_AST_PATH_INVERSE:
    furat_buffer_append_byte(p->out, '^');
    print_parts(p, path, "", PATH_ELEMENT);
    break;
  case FURAT_AST_PATH_SEQUENCE:
    print_parts(p, path, "/", PATH_INVERSE);
    break;
  case FURAT_AST_PATH_ALTERNATIVE:
    print_parts(p, path, "|", PATH_SEQUENCE);
    break;
  case FURAT_AST_PATH_NEGATED:
    furat_print_text(p, "!(");
    print_parts(p, path, "|", PATH_INVERSE);
    furat_buffer_append_byte(p->out, ')');
    break;
  case FURAT_AST_PATH_ZERO_OR_MORE:
  case FURAT_AST_PATH_ONE_OR_MORE:
  case FURAT_AST_PATH_ZERO_OR_ONE:
    print_parts(p, path, "", PATH_PRIMARY);
    furat_buffer_append_byte(p->out, path->kind == FURAT_AST_PATH_ZERO_OR_MORE  ? '*'
                                     : path->kind == FURAT_AST_PATH_ONE_OR_MORE ? '+'
                                                                                : '?');
    break;
  }
}

static void
print_path(furat_printer *p, const furat_ast_path *path, int least)
{
  const bool is_loose = path_level(path->kind) < least;
  furat_print_text(p, is_loose ? "(" : "");
  print_bare_path(p, path);
  furat_print_text(p, is_loose ? ")" : "");
}

void
furat_print_path(furat_printer *p, const furat_ast_path *path)
{
  print_path(p, path, PATH_ALTERNATIVE);
}

static void
print_triple(furat_printer *p, const furat_ast_triple *triple)
{
  furat_print_term(p, &triple->subject);
  furat_buffer_append_byte(p->out, ' ');
  if (triple->path) {
    furat_print_path(p, triple->path);
  } else if (triple->predicate.kind == FURAT_AST_IRI) {
    furat_print_predicate(p, triple->predicate.value.text);
  } else {
    furat_print_term(p, &triple->predicate);
  }
  furat_buffer_append_byte(p->out, ' ');
  furat_print_term(p, &triple->object);
}

void
furat_print_triples(furat_printer *p, const furat_ast_triples *triples)
{
  for (size_t i = 0; i < triples->n; ++i) {
    furat_print_line(p);
    print_triple(p, &triples->items[i]);
    furat_print_text(p, " .");
  }
}
