// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the header of a canned query: a strict subset of YAML behind `#+`, where every
// mistake has a line; and finds the parameters among the variables.
//                                                       sparql/lexer -> [canned] -> cli
#include "engine/canned.h"

#include <string.h>

#include "engine/text_file.h"
#include "rdf/prefixes.h"
#include "sparql/lexer.h"

enum { MAX_TEXT = 1 << 20, MAX_ENTRIES = 1000 };

// What the lines that follow belong to.
typedef enum section {
  SECTION_NONE,
  SECTION_IGNORED,
  SECTION_TITLE,
  SECTION_TITLE_AR,
  SECTION_DESCRIPTION,
  SECTION_TAGS,
  SECTION_PARAMS,
  SECTION_DEFAULTS,
  SECTION_ENUMERATE,
  SECTION_KINDS
} section;

static const struct {
  const char *key;
  section section;
  bool list;
} keys[] = {
    {"title", SECTION_TITLE, false},
    {"title@ar", SECTION_TITLE_AR, false},
    {"description", SECTION_DESCRIPTION, false},
    {"tags", SECTION_TAGS, true},
    {"params", SECTION_PARAMS, true},
    {"defaults", SECTION_DEFAULTS, true},
    {"enumerate", SECTION_ENUMERATE, true},
    {"kinds", SECTION_KINDS, true},
    // Keys of grlc that have no meaning here.
    {"summary", SECTION_IGNORED, false},
    {"endpoint", SECTION_IGNORED, false},
    {"method", SECTION_IGNORED, false},
    {"mime", SECTION_IGNORED, false},
    {"pagination", SECTION_IGNORED, false},
};
enum { N_KEYS = sizeof keys / sizeof keys[0] };

// "name: value" of a list, until the parameters are known.
typedef struct entry {
  section section;
  furat_str name;
  furat_str value;
  uint64_t line;
} entry;

typedef struct header {
  furat_canned *canned;
  const char *path;
  furat_vec entries;
  section section;
  bool list;
  bool block;          // the lines of a `|` text follow
  size_t block_indent; // of its first line; 0 before it
  furat_buffer text;   // of the block
  uint64_t line;
  unsigned seen; // bits of the keys that were given
} header;

static furat_status
fail(const header *h, size_t column, furat_error *err, const char *sentence)
{
  return furat_error_set_at(err, FURAT_BAD_SYNTAX, h->path, h->line, column, "%s",
                            sentence);
}

// ------------------------------------------------------------------------ text

static furat_str
trim(furat_str s)
{
  while (s.len > 0 && (s.data[0] == ' ' || s.data[0] == '\t')) {
    s = furat_str_slice(s, 1, s.len - 1);
  }
  while (s.len > 0 && strchr(" \t\r", s.data[s.len - 1])) {
    s.len--;
  }
  return s;
}

static furat_str
unquote(furat_str s)
{
  bool quoted = s.len >= 2 && (s.data[0] == '"' || s.data[0] == '\'') &&
                s.data[s.len - 1] == s.data[0];
  return quoted ? furat_str_slice(s, 1, s.len - 2) : s;
}

// ---------------------------------------------------------------------- sections

static furat_status
set_scalar(header *h, furat_str value, furat_error *err)
{
  furat_str copy;
  if (!furat_arena_copy(&h->canned->arena, value, &copy)) {
    return furat_error_no_mem(err);
  }
  if (h->section == SECTION_TITLE) {
    h->canned->title = copy;
  } else if (h->section == SECTION_TITLE_AR) {
    h->canned->title_ar = copy;
  } else if (h->section == SECTION_DESCRIPTION) {
    h->canned->description = copy;
  }
  return FURAT_OK;
}

static furat_status
end_block(header *h, furat_error *err)
{
  furat_status status = FURAT_OK;
  if (h->block) {
    status = furat_buffer_status(&h->text, err);
    if (status == FURAT_OK) {
      status = set_scalar(h, trim(furat_buffer_str(&h->text)), err);
    }
    furat_buffer_reset(&h->text);
  }
  h->block = false;
  return status;
}

static furat_status
take_block_line(header *h, furat_str line, size_t indent, furat_error *err)
{
  if (h->block_indent == 0) {
    h->block_indent = indent;
  }
  if (indent < h->block_indent) {
    return fail(h, indent + 3, err, "a line of a text begins left of its first line");
  }
  if (h->text.len > 0) {
    furat_buffer_append_byte(&h->text, '\n');
  }
  furat_str rest = furat_str_slice(line, h->block_indent, line.len - h->block_indent);
  furat_buffer_append(&h->text, rest);
  return furat_buffer_status(&h->text, err);
}

static furat_status
take_item(header *h, furat_str item, size_t indent, furat_error *err)
{
  if (item.len < 2 || item.data[0] != '-' || item.data[1] != ' ') {
    return fail(h, indent + 3, err, "an item of a list begins with \"- \"");
  }
  item = trim(furat_str_slice(item, 1, item.len - 1));
  furat_str copy;
  if (!furat_arena_copy(&h->canned->arena, item, &copy)) {
    return furat_error_no_mem(err);
  }
  if (h->section == SECTION_TAGS) {
    furat_str tag = unquote(copy);
    furat_vec_push(&h->canned->tags, &tag);
    return furat_vec_status(&h->canned->tags, err);
  }
  size_t colon = furat_str_find_byte(copy, ':');
  if (colon == copy.len) {
    return fail(h, indent + 3, err, "an item here is a parameter, a colon and a value");
  }
  entry made = {
      .section = h->section,
      .name = trim(furat_str_slice(copy, 0, colon)),
      .value = unquote(trim(furat_str_slice(copy, colon + 1, copy.len - colon - 1))),
      .line = h->line,
  };
  furat_vec_push(&h->entries, &made);
  return furat_vec_status(&h->entries, err);
}

static furat_status
take_key(header *h, furat_str line, furat_error *err)
{
  size_t colon = furat_str_find_byte(line, ':');
  furat_str key = trim(furat_str_slice(line, 0, colon));
  furat_str value = FURAT_STR_NONE;
  if (colon < line.len) {
    value = trim(furat_str_slice(line, colon + 1, line.len - colon - 1));
  }
  size_t i = 0;
  while (i < N_KEYS && !furat_str_equal(key, furat_str_of(keys[i].key))) {
    i++;
  }
  if (colon == line.len || i == N_KEYS) {
    furat_error_set_at(
        err, FURAT_BAD_SYNTAX, h->path, h->line, 4, "a header has no key %.*s",
        FURAT_STR_ARGS(furat_str_slice(key, 0, key.len < 60 ? key.len : 60)));
    furat_error_hint(err,
                     "keys are title, title@ar, description, tags, params, defaults, "
                     "enumerate, kinds");
    return FURAT_BAD_SYNTAX;
  }
  if (h->seen & (1U << i)) {
    return fail(h, 4, err, "this key is there already");
  }
  h->seen |= 1U << i;
  h->section = keys[i].section;
  h->list = keys[i].list;
  if (h->list) {
    return value.len == 0 ? FURAT_OK
                          : fail(h, 4, err, "a list follows in lines of its own");
  }
  h->block = furat_str_equal(value, FURAT_STR("|"));
  h->block_indent = 0;
  return h->block ? FURAT_OK : set_scalar(h, unquote(value), err);
}

// `line` is what follows "#+" and one space.
static furat_status
take_line(header *h, furat_str line, furat_error *err)
{
  size_t indent = 0;
  while (indent < line.len && line.data[indent] == ' ') {
    indent++;
  }
  if (indent == line.len) {
    return h->block && h->block_indent > 0
               ? take_block_line(h, FURAT_STR_NONE, h->block_indent, err)
               : FURAT_OK;
  }
  if (indent > 0 && h->block) {
    return take_block_line(h, line, indent, err);
  }
  furat_status status = end_block(h, err);
  if (status != FURAT_OK) {
    return status;
  }
  if (indent == 0) {
    return take_key(h, line, err);
  }
  if (h->section == SECTION_IGNORED) {
    return FURAT_OK;
  }
  if (!h->list) {
    return fail(h, indent + 4, err, "nothing is open that this line could belong to");
  }
  return take_item(h, furat_str_slice(line, indent, line.len - indent), indent, err);
}

static furat_status
read_header(header *h, furat_error *err)
{
  furat_str rest = furat_buffer_str(&h->canned->text);
  furat_status status = FURAT_OK;
  while (rest.len > 0 && status == FURAT_OK) {
    size_t end = furat_str_find_byte(rest, '\n');
    furat_str line = furat_str_slice(rest, 0, end);
    rest = end < rest.len ? furat_str_slice(rest, end + 1, rest.len - end - 1)
                          : FURAT_STR_NONE;
    h->line++;
    if (line.len > 0 && line.data[line.len - 1] == '\r') {
      line.len--;
    }
    if (furat_str_starts_with(line, FURAT_STR("#+"))) {
      size_t skip = line.len > 2 && line.data[2] == ' ' ? 3 : 2;
      status = take_line(h, furat_str_slice(line, skip, line.len - skip), err);
    }
  }
  return status == FURAT_OK ? end_block(h, err) : status;
}

// --------------------------------------------------------------------- parameters

static bool
expand(furat_arena *arena, furat_str prefix, furat_str local, furat_str *iri)
{
  size_t n = 0;
  const furat_prefix *known = furat_prefixes_well_known(&n);
  for (size_t i = 0; i < n; i++) {
    if (furat_str_equal(known[i].name, prefix)) {
      furat_buffer whole;
      furat_buffer_init(&whole, MAX_TEXT);
      furat_buffer_append(&whole, known[i].iri);
      furat_buffer_append(&whole, local);
      bool good = whole.status == FURAT_OK &&
                  furat_arena_copy(arena, furat_buffer_str(&whole), iri);
      furat_buffer_clear(&whole);
      return good;
    }
  }
  return false;
}

static bool
is_xsd_name(furat_str name)
{
  static const char *const names[] = {"integer", "decimal",  "double", "boolean",
                                      "date",    "dateTime", "gYear"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    if (furat_str_equal(name, furat_str_of(names[i]))) {
      return true;
    }
  }
  return false;
}

// The type that the end of a variable's name gives: "", iri, en, integer, xsd_date.
static bool
set_type(furat_arena *arena, furat_canned_param *param, furat_str type)
{
  size_t score = furat_str_find_byte(type, '_');
  if (furat_str_equal(type, FURAT_STR("iri"))) {
    param->type = FURAT_PARAM_IRI;
    return true;
  }
  if (is_xsd_name(type) || furat_str_equal(type, FURAT_STR("number"))) {
    param->type = FURAT_PARAM_TYPED;
    furat_str name = is_xsd_name(type) ? type : FURAT_STR("decimal");
    return expand(arena, FURAT_STR("xsd"), name, &param->datatype);
  }
  if (score < type.len) {
    param->type = FURAT_PARAM_TYPED;
    return expand(arena, furat_str_slice(type, 0, score),
                  furat_str_slice(type, score + 1, type.len - score - 1),
                  &param->datatype);
  }
  param->type = FURAT_PARAM_TEXT;
  if (type.len == 2 || type.len == 3) {
    param->language = type;
    return true;
  }
  return type.len == 0 || furat_str_equal(type, FURAT_STR("literal"));
}

static furat_status
add_param(header *h, const furat_token *token, furat_error *err)
{
  furat_canned_param param = {.name = FURAT_STR_NONE};
  if (!furat_arena_copy(&h->canned->arena, token->text, &param.variable)) {
    return furat_error_no_mem(err);
  }
  param.optional = furat_str_starts_with(param.variable, FURAT_STR("__"));
  size_t start = param.optional ? 2 : 1;
  furat_str rest = furat_str_slice(param.variable, start, param.variable.len - start);
  size_t score = furat_str_find_byte(rest, '_');
  param.name = furat_str_slice(rest, 0, score);
  furat_str type = FURAT_STR_NONE;
  if (score < rest.len) {
    type = furat_str_slice(rest, score + 1, rest.len - score - 1);
  }
  if (param.name.len == 0 || !set_type(&h->canned->arena, &param, type)) {
    return furat_error_set_span(err, FURAT_BAD_SYNTAX, token->span,
                                "?%.*s is no parameter: its type is not known",
                                FURAT_STR_ARGS(param.variable));
  }
  const furat_canned_param *other = furat_canned_param_named(h->canned, param.name);
  if (other && !furat_str_equal(other->variable, param.variable)) {
    return furat_error_set_span(
        err, FURAT_BAD_SYNTAX, token->span, "?%.*s and ?%.*s would be one parameter",
        FURAT_STR_ARGS(other->variable), FURAT_STR_ARGS(param.variable));
  }
  if (!other) {
    furat_vec_push(&h->canned->params, &param);
  }
  return furat_vec_status(&h->canned->params, err);
}

static furat_status
find_params(header *h, furat_error *err)
{
  furat_lexer lexer;
  furat_token token = {.kind = FURAT_TOKEN_BAD};
  furat_lexer_init(&lexer, furat_buffer_str(&h->canned->text), &h->canned->arena);
  furat_status status = FURAT_OK;
  while (status == FURAT_OK && token.kind != FURAT_TOKEN_END) {
    status = furat_lexer_next(&lexer, &token, err);
    if (status == FURAT_OK && token.kind == FURAT_TOKEN_VAR &&
        furat_str_starts_with(token.text, FURAT_STR("_"))) {
      status = add_param(h, &token, err);
    }
  }
  return status;
}

static furat_str
strip_brackets(furat_str list)
{
  bool flow = list.len >= 2 && list.data[0] == '[' && list.data[list.len - 1] == ']';
  return flow ? trim(furat_str_slice(list, 1, list.len - 2)) : list;
}

static furat_canned_param *
find_param(const furat_canned *canned, furat_str name)
{
  for (size_t i = 0; i < canned->params.n; i++) {
    furat_canned_param *param = &FURAT_VEC_AT(&canned->params, furat_canned_param, i);
    if (furat_str_equal(param->name, name)) {
      return param;
    }
  }
  return NULL;
}

static furat_status
apply_entry(header *h, const entry *e, furat_error *err)
{
  h->line = e->line;
  furat_canned_param *param = find_param(h->canned, e->name);
  if (!param) {
    return furat_error_set_at(err, FURAT_BAD_SYNTAX, h->path, h->line, 0,
                              "the query has no parameter %.*s", FURAT_STR_ARGS(e->name));
  }
  size_t colon = furat_str_find_byte(e->value, ':');
  switch (e->section) {
  case SECTION_PARAMS:
    param->description = e->value;
    return FURAT_OK;
  case SECTION_DEFAULTS:
    param->fallback = e->value;
    param->has_default = true;
    return FURAT_OK;
  case SECTION_ENUMERATE:
    param->choices = strip_brackets(e->value);
    return FURAT_OK;
  default:
    break;
  }
  if (param->type != FURAT_PARAM_IRI || colon == e->value.len ||
      !expand(&h->canned->arena, furat_str_slice(e->value, 0, colon),
              furat_str_slice(e->value, colon + 1, e->value.len - colon - 1),
              &param->kind)) {
    return fail(h, 0, err, "the kind of an _iri parameter is a class such as fur:Actor");
  }
  return FURAT_OK;
}

// --------------------------------------------------------------------------- API

// The file, or the text that is given in its place.
static furat_status
read_all(header *h, const furat_str *text, furat_error *err)
{
  furat_status status = FURAT_OK;
  if (text) {
    furat_buffer_append(&h->canned->text, *text);
    status = furat_buffer_status(&h->canned->text, err);
  } else {
    status = furat_text_file_read(&h->canned->text, h->path, err);
  }
  if (status == FURAT_OK) {
    status = read_header(h, err);
  }
  if (status == FURAT_OK) {
    status = find_params(h, err);
  }
  for (size_t i = 0; i < h->entries.n && status == FURAT_OK; i++) {
    status = apply_entry(h, &FURAT_VEC_AT(&h->entries, entry, i), err);
  }
  if (status == FURAT_OK && h->canned->title.len == 0) {
    h->line = 1;
    status = fail(h, 1, err, "a canned query has a title: #+ title: ...");
  }
  return status;
}

static furat_str
name_of_path(furat_str path)
{
  size_t slash = furat_str_rfind_byte(path, '/');
  size_t start = slash < path.len ? slash + 1 : 0;
  furat_str name = furat_str_slice(path, start, path.len - start);
  return furat_str_ends_with(name, FURAT_STR(".rq"))
             ? furat_str_slice(name, 0, name.len - 3)
             : name;
}

static furat_status
read_canned(furat_canned *canned, const char *path, const furat_str *text,
            furat_error *err)
{
  *canned = (furat_canned){.name = FURAT_STR_NONE};
  furat_buffer_init(&canned->text, MAX_TEXT);
  furat_vec_init(&canned->tags, sizeof(furat_str), MAX_ENTRIES);
  furat_vec_init(&canned->params, sizeof(furat_canned_param), MAX_ENTRIES);
  furat_arena_init(&canned->arena, (size_t)MAX_TEXT * 4);
  if (!furat_arena_copy(&canned->arena, name_of_path(furat_str_of(path)),
                        &canned->name)) {
    return furat_error_no_mem(err);
  }
  header h = {.canned = canned, .path = path};
  furat_vec_init(&h.entries, sizeof(entry), MAX_ENTRIES);
  furat_buffer_init(&h.text, MAX_TEXT);
  furat_status status = read_all(&h, text, err);
  if (status != FURAT_OK) {
    furat_error_source(err, path);
  }
  furat_buffer_clear(&h.text);
  furat_vec_clear(&h.entries);
  return status;
}

furat_status
furat_canned_read(furat_canned *canned, const char *path, furat_error *err)
{
  return read_canned(canned, path, NULL, err);
}

furat_status
furat_canned_read_text(furat_canned *canned, const char *path, furat_str text,
                       furat_error *err)
{
  return read_canned(canned, path, &text, err);
}

void
furat_canned_clear(furat_canned *canned)
{
  if (canned->params.item_bytes == 0) {
    return;
  }
  furat_buffer_clear(&canned->text);
  furat_vec_clear(&canned->tags);
  furat_vec_clear(&canned->params);
  furat_arena_clear(&canned->arena);
}

const furat_canned_param *
furat_canned_param_named(const furat_canned *canned, furat_str name)
{
  return find_param(canned, name);
}

bool
furat_canned_param_allows(const furat_canned_param *param, furat_str value)
{
  furat_str rest = param->choices;
  while (rest.len > 0) {
    size_t comma = furat_str_find_byte(rest, ',');
    if (furat_str_equal(unquote(trim(furat_str_slice(rest, 0, comma))), value)) {
      return true;
    }
    rest = comma < rest.len ? furat_str_slice(rest, comma + 1, rest.len - comma - 1)
                            : FURAT_STR_NONE;
  }
  return param->choices.len == 0;
}
