// SPDX-License-Identifier: GPL-3.0-or-later
// From "actor=..." to a term.    engine/canned, names -> [canned_run] -> cmd_run, shell
#include "cli/canned_run.h"

#include "base/options.h"
#include "base/utf8.h"
#include "cli/term_text.h"
#include "engine/labels.h"
#include "engine/names.h"
#include "func/value.h"
#include "results/cell.h"

enum {
  MAX_BYTES = 1 << 26,
  MAX_ITEMS = 10000,
  MAX_FOUND = 64,    // things of one name
  MAX_CANDIDATES = 8 // things with a name that is near
};

// --------------------------------------------------------------------- binding

void
furat_canned_values_init(furat_canned_values *values, const char *command)
{
  *values = (furat_canned_values){.command = command};
  furat_vec_init(&values->bindings, sizeof(furat_binding), MAX_ITEMS);
  furat_buffer_init(&values->notes, MAX_BYTES);
  furat_buffer_init(&values->choices, MAX_BYTES);
  furat_arena_init(&values->arena, MAX_BYTES);
}

void
furat_canned_values_clear(furat_canned_values *values)
{
  furat_vec_clear(&values->bindings);
  furat_buffer_clear(&values->notes);
  furat_buffer_clear(&values->choices);
  furat_arena_clear(&values->arena);
}

// What every step of binding needs.
typedef struct binder {
  furat_canned_values *values;
  const furat_canned *canned;
  furat_dataset *dataset;
  furat_names *names; // NULL: none are read yet
  const furat_prefixes *prefixes;
  const furat_cancel *cancel;
} binder;

// An IRI of the data, harmless to a terminal.
static void
append_iri(furat_buffer *out, const furat_prefixes *prefixes, furat_str iri)
{
  const furat_term term = furat_term_iri(iri);
  furat_term_write_cell(out, &term, prefixes);
}

// The start of a value, short enough for a message.
static furat_str
shorten(furat_str text)
{
  enum { MOST = 100 };
  return text.len <= MOST ? text : furat_str_slice(text, 0, furat_utf8_floor(text, MOST));
}

// What stands behind the #, such as Actor; empty without one.
static furat_str
local_name(furat_str iri)
{
  size_t mark = furat_str_rfind_byte(iri, '#');
  return mark < iri.len ? furat_str_slice(iri, mark + 1, iri.len - mark - 1)
                        : FURAT_STR_NONE;
}

// The label that a thing is told by: in the languages of the session, else the English
// one, or any, or the name that was found.
static furat_str
label_of(binder *b, const furat_name *name)
{
  furat_term label = FURAT_TERM_UNSET;
  const furat_term thing = furat_term_iri(name->iri);
  furat_status status = furat_label_find(
      &label, &b->values->arena, b->dataset, &thing,
      b->values->languages ? b->values->languages : "en", b->cancel, NULL);
  return status == FURAT_OK && label.text.len > 0 ? label.text : name->label;
}

static void
append_candidate(binder *b, const furat_name *name)
{
  furat_buffer *out = &b->values->choices;
  const furat_str label = label_of(b, name);
  furat_buffer_append_cstr(out, "  ");
  furat_text_write_visible(out, label);
  if (!furat_str_equal(label, name->label)) { // it was found by another name
    furat_buffer_append_cstr(out, " (");
    furat_text_write_visible(out, name->label);
    furat_buffer_append_byte(out, ')');
  }
  furat_buffer_append_byte(out, ' ');
  append_iri(out, b->prefixes, name->iri);
  furat_buffer_append_byte(out, '\n');
}

static furat_status
tell_candidates(binder *b, const furat_canned_param *param, furat_str text,
                const furat_vec *found, furat_status status, furat_error *err)
{
  furat_str shown = shorten(text);
  furat_str kind = local_name(param->kind);
  for (size_t i = 0; i < found->n; i++) {
    append_candidate(b, &FURAT_VEC_AT(found, furat_name, i));
  }
  if (status == FURAT_AMBIGUOUS) {
    furat_error_set(err, status, "%.*s=%.*s is the name of %zu things; give one of these",
                    FURAT_STR_ARGS(param->name), FURAT_STR_ARGS(shown), found->n);
  } else if (found->n > 0) {
    furat_error_set(err, status, "%s%.*s is called %.*s; near are",
                    kind.len > 0 ? "no " : "nothing", FURAT_STR_ARGS(kind),
                    FURAT_STR_ARGS(shown));
  } else {
    furat_error_set(err, status, "%s%.*s is called %.*s, nor nearly so",
                    kind.len > 0 ? "no " : "nothing", FURAT_STR_ARGS(kind),
                    FURAT_STR_ARGS(shown));
  }
  return status;
}

static furat_status
take_found(binder *b, const furat_canned_param *param, const furat_name *name,
           furat_term *value, furat_error *err)
{
  furat_buffer *notes = &b->values->notes;
  furat_buffer_append(notes, param->name);
  furat_buffer_append_cstr(notes, ": ");
  furat_text_write_visible(notes, label_of(b, name));
  furat_buffer_append_byte(notes, ' ');
  append_iri(notes, b->prefixes, name->iri);
  furat_buffer_append_byte(notes, '\n');
  furat_term borrowed = furat_term_iri(name->iri);
  return furat_term_copy(&b->values->arena, &borrowed, value) ? FURAT_OK
                                                              : furat_error_no_mem(err);
}

// Keep the names that match as well as the first one.  FURAT_OK: one is that of the
// thing; FURAT_AMBIGUOUS: several are; FURAT_NOT_FOUND: they are only near.
static furat_status
judge(furat_vec *found)
{
  size_t n = 0;
  while (n < found->n && FURAT_VEC_AT(found, furat_name, n).match ==
                             FURAT_VEC_AT(found, furat_name, 0).match) {
    n++;
  }
  if (n == 0 || FURAT_VEC_AT(found, furat_name, 0).match > FURAT_NAME_FOLDED) {
    furat_vec_truncate(found, MAX_CANDIDATES);
    return FURAT_NOT_FOUND;
  }
  furat_vec_truncate(found, n);
  return n == 1 ? FURAT_OK : FURAT_AMBIGUOUS;
}

static furat_status
find_thing(binder *b, const furat_canned_param *param, furat_str text, furat_term *value,
           furat_error *err)
{
  furat_names *own = NULL;
  furat_vec found;
  furat_vec_init(&found, sizeof(furat_name), MAX_ITEMS);
  furat_status status = b->names ? FURAT_OK : furat_names_new(&own, b->dataset, err);
  furat_names *names = b->names ? b->names : own;
  const furat_names_wish wish = {
      .typed = text, .kind = param->kind, .worst = FURAT_NAME_NEAR, .most = MAX_FOUND};
  if (status == FURAT_OK) {
    status = furat_names_read(names, b->cancel, err);
  }
  if (status == FURAT_OK) {
    status = furat_names_find(names, &wish, &b->values->arena, &found, b->cancel, err);
  }
  if (status == FURAT_OK) {
    status = judge(&found);
    status = status == FURAT_OK
                 ? take_found(b, param, &FURAT_VEC_AT(&found, furat_name, 0), value, err)
                 : tell_candidates(b, param, text, &found, status, err);
  }
  furat_vec_clear(&found);
  furat_names_free(own);
  return status;
}

static furat_status
bind_iri(binder *b, const furat_canned_param *param, furat_str text, furat_term *value,
         furat_error *err)
{
  furat_status status = furat_iri_parse(value, &b->values->arena, text, b->prefixes, err);
  if (status != FURAT_DONE) {
    return status;
  }
  if (furat_str_starts_with(text, FURAT_STR("http://")) ||
      furat_str_starts_with(text, FURAT_STR("https://"))) {
    furat_term iri = furat_term_iri(text);
    return furat_term_copy(&b->values->arena, &iri, value) ? FURAT_OK
                                                           : furat_error_no_mem(err);
  }
  return find_thing(b, param, text, value, err);
}

// How a value of the datatype is written.
static void
hint_form(furat_str datatype, furat_error *err)
{
  static const struct {
    const char *name;
    const char *example;
  } forms[] = {{"date", "2014-06-10"},       {"dateTime", "2014-06-10T18:30:00"},
               {"time", "18:30:00"},         {"gYear", "2014"},
               {"gYearMonth", "2014-06"},    {"integer", "12"},
               {"decimal", "12.5"},          {"double", "1.25e3"},
               {"boolean", "true or false"}, {"duration", "P3M"}};
  for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
    if (furat_str_equal(datatype, furat_str_of(forms[i].name))) {
      furat_error_hint(err, "it is written as %s", forms[i].example);
    }
  }
}

static furat_status
check_datatype(binder *b, const furat_canned_param *param, const furat_term *term,
               furat_error *err)
{
  furat_value value;
  furat_status status = furat_value_of_term(&value, &b->values->arena, term);
  if (status != FURAT_OK) {
    return furat_error_no_mem(err);
  }
  if (value.kind == FURAT_VALUE_OTHER &&
      furat_value_kind_of_datatype(param->datatype, NULL) != FURAT_VALUE_OTHER) {
    size_t mark = furat_str_rfind_byte(param->datatype, '#');
    mark = mark < param->datatype.len ? mark + 1 : 0;
    furat_str name = furat_str_slice(param->datatype, mark, param->datatype.len - mark);
    furat_error_set(err, FURAT_USAGE, "%.*s=%.*s is no %.*s", FURAT_STR_ARGS(param->name),
                    FURAT_STR_ARGS(shorten(term->text)), FURAT_STR_ARGS(name));
    hint_form(name, err);
    return FURAT_USAGE;
  }
  return FURAT_OK;
}

static furat_status
bind_value(binder *b, const furat_canned_param *param, furat_str text, furat_term *value,
           furat_error *err)
{
  if (!furat_canned_param_allows(param, text)) {
    furat_error_set(err, FURAT_USAGE, "%.*s cannot be %.*s", FURAT_STR_ARGS(param->name),
                    FURAT_STR_ARGS(shorten(text)));
    furat_error_hint(err, "it is one of %.*s", FURAT_STR_ARGS(param->choices));
    return FURAT_USAGE;
  }
  if (param->type == FURAT_PARAM_IRI) {
    return bind_iri(b, param, text, value, err);
  }
  furat_term term = param->language.len > 0
                        ? furat_term_lang_string(text, param->language)
                        : furat_term_literal(text, param->datatype);
  if (param->type == FURAT_PARAM_TYPED) {
    furat_status status = check_datatype(b, param, &term, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  return furat_term_copy(&b->values->arena, &term, value) ? FURAT_OK
                                                          : furat_error_no_mem(err);
}

static bool
is_bound(const binder *b, furat_str variable)
{
  for (size_t i = 0; i < b->values->bindings.n; i++) {
    if (furat_str_equal(FURAT_VEC_AT(&b->values->bindings, furat_binding, i).variable,
                        variable)) {
      return true;
    }
  }
  return false;
}

static furat_status
bind(binder *b, const furat_canned_param *param, furat_str text, furat_error *err)
{
  furat_binding binding = {.variable = param->variable};
  if (furat_utf8_valid_length(text) < text.len) {
    return furat_error_set(err, FURAT_USAGE, "the value of %.*s is not valid UTF-8",
                           FURAT_STR_ARGS(param->name));
  }
  if (text.len == 0 && param->type == FURAT_PARAM_IRI) {
    furat_error_set(err, FURAT_USAGE, "%.*s has no value", FURAT_STR_ARGS(param->name));
    furat_error_hint(err, param->optional ? "leave it out to ask for all"
                                          : "a name or an IRI is wanted");
    return FURAT_USAGE;
  }
  furat_status status = bind_value(b, param, text, &binding.value, err);
  if (status == FURAT_OK) {
    furat_vec_push(&b->values->bindings, &binding);
    status = furat_vec_status(&b->values->bindings, err);
  }
  return status;
}

// "its parameters are actor, event"
static void
hint_params(const binder *b, const char *near, furat_error *err)
{
  furat_buffer text;
  const furat_vec *params = &b->canned->params;
  furat_buffer_init(&text, MAX_BYTES);
  if (near) {
    furat_buffer_appendf(&text, "did you mean %s=? ", near);
  }
  furat_buffer_append_cstr(&text, params->n > 0 ? "its parameters are "
                                                : "it has no parameters");
  for (size_t i = 0; i < params->n; i++) {
    furat_buffer_append_cstr(&text, i > 0 ? ", " : "");
    furat_buffer_append(&text, FURAT_VEC_AT(params, furat_canned_param, i).name);
  }
  if (text.status == FURAT_OK) {
    furat_error_hint(err, "%s", text.data);
  }
  furat_buffer_clear(&text);
}

static furat_status
tell_unknown_param(const binder *b, furat_str name, furat_error *err)
{
  enum { MAX_SHOWN = 50 };
  char word[128];
  const char *list[MAX_SHOWN];
  size_t n = 0;
  for (size_t i = 0; i < b->canned->params.n && n < MAX_SHOWN; i++) {
    furat_str copy;
    furat_str param = FURAT_VEC_AT(&b->canned->params, furat_canned_param, i).name;
    if (furat_arena_copy(&b->values->arena, param, &copy)) {
      list[n++] = copy.data;
    }
  }
  furat_str shown = shorten(name);
  snprintf(word, sizeof word, "%.*s", FURAT_STR_ARGS(shown));
  furat_error_set(err, FURAT_USAGE, "%.*s has no parameter %s",
                  FURAT_STR_ARGS(b->canned->name), word);
  hint_params(b, furat_nearest_name(word, list, n), err);
  return FURAT_USAGE;
}

static furat_status
bind_argument(binder *b, const char *argument, furat_error *err)
{
  furat_str text = furat_str_of(argument);
  size_t equals = furat_str_find_byte(text, '=');
  furat_str name = furat_str_slice(text, 0, equals);
  if (equals == text.len) {
    furat_error_set(err, FURAT_USAGE, "a parameter is given as name=value, not %.100s",
                    argument);
    hint_params(b, NULL, err);
    return FURAT_USAGE;
  }
  const furat_canned_param *param = furat_canned_param_named(b->canned, name);
  if (!param) {
    return tell_unknown_param(b, name, err);
  }
  if (is_bound(b, param->variable)) {
    return furat_error_set(err, FURAT_USAGE, "the parameter %.*s is given twice",
                           FURAT_STR_ARGS(name));
  }
  return bind(b, param, furat_str_slice(text, equals + 1, text.len - equals - 1), err);
}

// The first language of the session that the parameter can be, else its default.
static furat_str
default_of(const binder *b, const furat_canned_param *param)
{
  furat_str rest = furat_str_of(b->values->languages ? b->values->languages : "");
  bool wanted = furat_str_equal(param->name, FURAT_STR("language"));
  while (wanted && rest.len > 0) {
    const size_t end = furat_str_find_byte(rest, ',');
    const size_t start = rest.data[0] == ' ';
    const furat_str tag = furat_str_slice(rest, start, end - start);
    if (tag.len > 0 && param->choices.len > 0 && furat_canned_param_allows(param, tag)) {
      return tag;
    }
    rest = end < rest.len ? furat_str_slice(rest, end + 1, rest.len - end - 1)
                          : FURAT_STR_NONE;
  }
  return param->fallback;
}

// "x needs the parameters a, b"
static furat_status
tell_missing(const binder *b, const furat_vec *missing, furat_error *err)
{
  furat_buffer names;
  furat_buffer example;
  furat_buffer_init(&names, MAX_BYTES);
  furat_buffer_init(&example, MAX_BYTES);
  for (size_t i = 0; i < missing->n; i++) {
    const furat_str name = FURAT_VEC_AT(missing, furat_str, i);
    furat_buffer_append_cstr(&names, i > 0 ? ", " : "");
    furat_buffer_append(&names, name);
    furat_buffer_appendf(&example, " %.*s=...", FURAT_STR_ARGS(name));
  }
  if (names.status == FURAT_OK && example.status == FURAT_OK) {
    furat_error_set(err, FURAT_USAGE, "%.*s needs the parameter%s %s",
                    FURAT_STR_ARGS(b->canned->name), missing->n == 1 ? "" : "s",
                    names.data);
    furat_error_hint(err, "as in %s %.*s%s", b->values->command,
                     FURAT_STR_ARGS(b->canned->name), example.data);
  }
  furat_buffer_clear(&names);
  furat_buffer_clear(&example);
  return FURAT_USAGE;
}

static furat_status
bind_defaults(binder *b, furat_error *err)
{
  furat_vec missing;
  furat_vec_init(&missing, sizeof(furat_str), MAX_ITEMS);
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < b->canned->params.n && status == FURAT_OK; i++) {
    const furat_canned_param *param =
        &FURAT_VEC_AT(&b->canned->params, furat_canned_param, i);
    if (is_bound(b, param->variable)) {
      continue;
    }
    if (param->has_default) {
      status = bind(b, param, default_of(b, param), err);
    } else if (!param->optional) {
      furat_vec_push(&missing, &param->name);
      status = furat_vec_status(&missing, err);
    }
  }
  if (status == FURAT_OK && missing.n > 0) {
    status = tell_missing(b, &missing, err);
  }
  furat_vec_clear(&missing);
  return status;
}

furat_status
furat_canned_bind(furat_canned_values *values, const furat_canned *canned,
                  const char *const *arguments, size_t n, furat_dataset *dataset,
                  furat_names *names, const furat_prefixes *prefixes,
                  const furat_cancel *cancel, furat_error *err)
{
  binder b = {.values = values,
              .canned = canned,
              .dataset = dataset,
              .names = names,
              .prefixes = prefixes,
              .cancel = cancel};
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < n && status == FURAT_OK; i++) {
    status = bind_argument(&b, arguments[i], err);
  }
  values->n_given = values->bindings.n;
  return status == FURAT_OK ? bind_defaults(&b, err) : status;
}
