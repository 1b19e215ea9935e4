// SPDX-License-Identifier: GPL-3.0-or-later
// From NAME=TERM to a binding.              term_text -> [cli/param] -> request, shell
#include "cli/param.h"

#include "base/utf8.h"
#include "cli/term_text.h"
#include "rdf/iri.h"

enum { MOST_SHOWN = 200 };

// What SPARQL's VARNAME allows, with all beyond ASCII as letters.
static bool
is_variable_name(furat_str name)
{
  for (size_t i = 0; i < name.len; i++) {
    const char c = name.data[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9') || c == '_' || (c & 0x80) != 0;
    if (!letter) {
      return false;
    }
  }
  return name.len > 0;
}

furat_status
furat_param_parse(furat_binding *out, furat_arena *arena, furat_str text,
                  const furat_prefixes *prefixes, furat_error *err)
{
  const size_t equals = furat_str_find_byte(text, '=');
  const bool sigil = text.len > 0 && (text.data[0] == '?' || text.data[0] == '$');
  const size_t start = sigil && equals > 0 ? 1 : 0;
  const furat_str name = furat_str_slice(text, start, equals - start);
  if (equals == text.len || !is_variable_name(name)) {
    furat_error_set(
        err, FURAT_USAGE, "a parameter is NAME=TERM, not %.*s",
        FURAT_STR_ARGS(furat_str_slice(text, 0, furat_utf8_floor(text, MOST_SHOWN))));
    furat_error_hint(err,
                     "as in --param who=actor:isis, --param year='\"2017\"^^xsd:gYear'");
    return FURAT_USAGE;
  }
  out->variable = name;
  return furat_term_parse(&out->value, arena, furat_str_slice(text, equals + 1, text.len),
                          prefixes, err);
}

bool
furat_param_is_like_iri(furat_str typed, const furat_term *value)
{
  return value->kind == FURAT_TERM_LITERAL && furat_str_equal(typed, value->text) &&
         furat_iri_is_valid(value->text);
}

furat_status
furat_param_add(furat_vec *bindings, furat_arena *arena, furat_str text,
                const furat_prefixes *prefixes, furat_error *err)
{
  furat_binding binding = {.variable = FURAT_STR_NONE};
  furat_status status = furat_param_parse(&binding, arena, text, prefixes, err);
  for (size_t i = 0; i < bindings->n && status == FURAT_OK; i++) {
    if (furat_str_equal(FURAT_VEC_AT(bindings, furat_binding, i).variable,
                        binding.variable)) {
      status = furat_error_set(err, FURAT_USAGE, "the parameter %.*s is given twice",
                               FURAT_STR_ARGS(binding.variable));
    }
  }
  if (status == FURAT_OK) {
    furat_vec_push(bindings, &binding);
    status = furat_vec_status(bindings, err);
  }
  return status;
}
