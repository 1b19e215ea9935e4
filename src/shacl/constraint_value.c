// SPDX-License-Identifier: GPL-3.0-or-later
// The components of SHACL Core that look at values one by one, compare them with another
// property's, or count them (sections 4.1 to 4.5 and 4.8).  Most are a row of a table:
// the SPARQL that picks the violations.        validate -> [constraint_value] -> report
#include "func/value.h"
#include "rdf/vocabulary.h"
#include "shacl/validator.h"

typedef struct component component;

/// One parameter of a shape.
typedef struct parameter {
  const furat_shacl_check *check;
  const component *component;
  const furat_term *value;
} parameter;

struct component {
  const char *parameter; ///< the local name of the property
  const char *name;      ///< sh:<name>ConstraintComponent
  bool property_only;    ///< means something in property shapes alone
  /// What the parameter must be: a furat_term_kind, or FURAT_TERM_NONE for anything.
  furat_term_kind kind;
  furat_status (*evaluate)(const parameter *p, furat_error *err);
  const char *template; ///< for `evaluate`: see furat_shacl_expand()
};

/// Rows that are violations: focus node, then value node; ?none where there is none.
typedef struct violation_rows {
  const furat_shacl_check *check;
  furat_shacl_violation violation;
} violation_rows;

static furat_status
take_violation(void *self, const furat_results *results, const furat_term *row,
               furat_error *err)
{
  violation_rows *rows = self;
  furat_shacl_nodes *nodes = &rows->check->validator->nodes;
  furat_status status =
      furat_shacl_nodes_intern(&rows->violation.focus, nodes, &row[0], err);
  (void)results;
  if (status == FURAT_OK) {
    status = furat_shacl_nodes_intern(&rows->violation.value, nodes, &row[1], err);
  }
  return status == FURAT_OK ? furat_shacl_violate(rows->check, &rows->violation, err)
                            : status;
}

/// Report what the query selects; clears it.
static furat_status
report_rows(const parameter *p, furat_buffer *text, furat_error *err)
{
  violation_rows self = {.check = p->check};
  const furat_shacl_rows rows = {.self = &self, .row = take_violation};
  furat_status status = furat_shacl_component_named(&self.violation.component, p->check,
                                                    p->component->name, err);
  if (status == FURAT_OK) {
    status = furat_shacl_ask_data(p->check->validator, text, &rows, err);
  }
  furat_buffer_clear(text);
  return status;
}

/// "SELECT DISTINCT focus value { pattern": the value of a node shape has a name of its
/// own, so that there are two columns.
static void
begin_values(furat_buffer *text, const parameter *p)
{
  const bool node_shape = p->check->value == p->check->focus;
  furat_buffer_init(text, SIZE_MAX);
  furat_shacl_expand(text, "SELECT DISTINCT $f ", p->check, NULL);
  furat_shacl_expand(text, node_shape ? "($f AS ?value)$d" : "$v$d", p->check, NULL);
  furat_buffer_append_cstr(text, " { ");
  furat_buffer_append(text, p->check->value_pattern);
  furat_buffer_append_byte(text, ' ');
}

/// The template picks pairs of focus and value nodes.
static furat_status
pick_values(const parameter *p, furat_error *err)
{
  furat_buffer text;
  begin_values(&text, p);
  furat_shacl_expand(&text, p->component->template, p->check, p->value);
  furat_buffer_append_cstr(&text, " }");
  return report_rows(p, &text, err);
}

/// The template compares with ?other; each pair that fails is a violation.
static furat_status
pick_pairs(const parameter *p, furat_error *err)
{
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX);
  furat_shacl_expand(&text, "SELECT DISTINCT $f $v ?other$d { ", p->check, NULL);
  furat_buffer_append(&text, p->check->value_pattern);
  furat_shacl_expand(&text, p->component->template, p->check, p->value);
  furat_buffer_append_cstr(&text, " }");
  return report_rows(p, &text, err);
}

/// The template groups by the focus node.
static furat_status
pick_counts(const parameter *p, furat_error *err)
{
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX);
  furat_shacl_expand(&text, "SELECT $f ?none { SELECT $f$d { { SELECT DISTINCT $f$d { ",
                     p->check, NULL);
  furat_buffer_append(&text, p->check->focus_pattern);
  furat_shacl_expand(&text, " } } OPTIONAL { $f $p ?count } } GROUP BY $f$d HAVING(",
                     p->check, NULL);
  furat_shacl_expand(&text, p->component->template, p->check, p->value);
  furat_buffer_append_cstr(&text, ") }");
  return report_rows(p, &text, err);
}

static bool
is_iri(const furat_term *term, const char *iri)
{
  return term->kind == FURAT_TERM_IRI && furat_str_equal(term->text, furat_str_of(iri));
}

/// Ask for pairs of nodes and values that a filter keeps; clears the filter.
static furat_status
pick_filtered(const parameter *p, furat_buffer *filter, furat_error *err)
{
  furat_buffer text;
  begin_values(&text, p);
  furat_buffer_append_cstr(&text, "FILTER(");
  furat_buffer_append(&text, furat_buffer_str(filter));
  furat_buffer_append_cstr(&text, ") }");
  const furat_status status = furat_buffer_status(filter, err);
  furat_buffer_clear(filter);
  if (status != FURAT_OK) {
    furat_buffer_clear(&text);
    return status;
  }
  return report_rows(p, &text, err);
}

/// Whether a literal has the datatype and a lexical form that fits it.
static furat_status
has_datatype(bool *has, const furat_term *term, furat_str datatype, furat_error *err)
{
  furat_arena arena;
  furat_value value;
  *has = term->kind == FURAT_TERM_LITERAL && furat_str_equal(term->datatype, datatype);
  if (!*has) {
    return FURAT_OK;
  }
  furat_arena_init(&arena, SIZE_MAX);
  furat_status status = furat_value_of_term(&value, &arena, term);
  if (status == FURAT_OK && value.kind == FURAT_VALUE_OTHER) {
    *has = furat_value_kind_of_datatype(datatype, NULL) == FURAT_VALUE_OTHER;
  }
  furat_arena_clear(&arena);
  return status == FURAT_OK ? FURAT_OK : furat_error_no_mem(err);
}

/// SPARQL cannot tell an ill-typed literal from a good one, so the pairs are looked at.
static furat_status
check_datatype(const parameter *p, furat_error *err)
{
  furat_vec pairs;
  furat_shacl_violation violation = {.focus = 0};
  furat_vec_init(&pairs, sizeof(furat_shacl_pair), UINT32_MAX);
  furat_status status = furat_shacl_pairs(&pairs, p->check, false, err);
  if (status == FURAT_OK) {
    status = furat_shacl_component_named(&violation.component, p->check,
                                         p->component->name, err);
  }
  for (size_t i = 0; status == FURAT_OK && i < pairs.n; ++i) {
    const furat_shacl_pair pair = FURAT_VEC_AT(&pairs, furat_shacl_pair, i);
    bool has = false;
    status = has_datatype(&has,
                          furat_shacl_nodes_term(&p->check->validator->nodes, pair.value),
                          p->value->text, err);
    if (status == FURAT_OK && !has) {
      violation.focus = pair.focus;
      violation.value = pair.value;
      status = furat_shacl_violate(p->check, &violation, err);
    }
  }
  furat_vec_clear(&pairs);
  return status;
}

static furat_status
check_node_kind(const parameter *p, furat_error *err)
{
  static const struct {
    const char *kind;
    const char *violates;
  } kinds[] = {
      {FURAT_SH "IRI", "!isIRI($v)"},
      {FURAT_SH "BlankNode", "!isBlank($v)"},
      {FURAT_SH "Literal", "!isLiteral($v)"},
      {FURAT_SH "BlankNodeOrIRI", "isLiteral($v)"},
      {FURAT_SH "BlankNodeOrLiteral", "isIRI($v)"},
      {FURAT_SH "IRIOrLiteral", "isBlank($v)"},
  };
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; ++i) {
    if (is_iri(p->value, kinds[i].kind)) {
      furat_buffer filter;
      furat_buffer_init(&filter, SIZE_MAX);
      furat_shacl_expand(&filter, kinds[i].violates, p->check, NULL);
      return pick_filtered(p, &filter, err);
    }
  }
  return furat_shapes_error(err, &p->check->shape->node,
                            "a sh:nodeKind that SHACL does not have");
}

static furat_status
check_pattern(const parameter *p, furat_error *err)
{
  furat_term flags;
  furat_buffer filter;
  furat_status status =
      furat_shapes_object(&flags, p->check->validator->shapes, &p->check->shape->node,
                          FURAT_STR(FURAT_SH "flags"), err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_buffer_init(&filter, SIZE_MAX);
  furat_shacl_expand(&filter, "isBlank($v) || !COALESCE(REGEX(STR($v), $x", p->check,
                     p->value);
  if (flags.kind != FURAT_TERM_NONE) {
    furat_shacl_expand(&filter, ", $x", p->check, &flags);
  }
  furat_buffer_append_cstr(&filter, "), false)");
  return pick_filtered(p, &filter, err);
}

/// No member of the list may be right: "!(a || b ...)" with the template for each.
static furat_status
check_members(const parameter *p, furat_error *err)
{
  furat_buffer filter;
  furat_vec members;
  furat_buffer_init(&filter, SIZE_MAX);
  furat_vec_init(&members, sizeof(furat_term), UINT32_MAX);
  furat_status status =
      furat_shapes_list(&members, p->check->validator->shapes, p->value, err);
  furat_buffer_append_cstr(&filter, "!(false");
  for (size_t i = 0; status == FURAT_OK && i < members.n; ++i) {
    const furat_term *member = &FURAT_VEC_AT(&members, furat_term, i);
    if (member->kind != FURAT_TERM_BLANK) { // one of the shapes graph is in no other
      furat_shacl_expand(&filter, p->component->template, p->check, member);
    }
  }
  furat_buffer_append_byte(&filter, ')');
  furat_vec_clear(&members);
  if (status != FURAT_OK) {
    furat_buffer_clear(&filter);
    return status;
  }
  return pick_filtered(p, &filter, err);
}

static furat_status
check_unique_lang(const parameter *p, furat_error *err)
{
  furat_buffer text;
  if (!furat_str_equal(p->value->text, FURAT_STR("true"))) {
    return FURAT_OK; // 1 is not what the recommendation says
  }
  furat_buffer_init(&text, SIZE_MAX);
  furat_shacl_expand(
      &text, "SELECT $f ?none { SELECT DISTINCT $f (LCASE(LANG($v)) AS ?lang)$d { ",
      p->check, NULL);
  furat_buffer_append(&text, p->check->value_pattern);
  furat_shacl_expand(&text,
                     " $f $p ?other FILTER(LANG($v) != \"\" && !sameTerm($v, ?other) && "
                     "LCASE(LANG($v)) = LCASE(LANG(?other))) } }",
                     p->check, NULL);
  return report_rows(p, &text, err);
}

/// Values that the other property lacks, then values of the other that are missing here.
static furat_status
check_equals(const parameter *p, furat_error *err)
{
  furat_buffer text;
  furat_status status = pick_values(p, err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_buffer_init(&text, SIZE_MAX);
  furat_shacl_expand(&text, "SELECT DISTINCT $f ?other$d { ", p->check, NULL);
  furat_buffer_append(&text, p->check->focus_pattern);
  furat_shacl_expand(&text, " $f $x ?other ", p->check, p->value);
  furat_shacl_expand(&text,
                     p->check->shape->path ? "FILTER NOT EXISTS { $f $p ?other } }"
                                           : "FILTER(!sameTerm($f, ?other)) }",
                     p->check, NULL);
  return report_rows(p, &text, err);
}

static furat_status
check_has_value(const parameter *p, furat_error *err)
{
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX);
  furat_shacl_expand(&text, "SELECT DISTINCT $f ?none$d { ", p->check, NULL);
  furat_buffer_append(&text, p->check->focus_pattern);
  furat_shacl_expand(&text,
                     p->check->shape->path ? " FILTER NOT EXISTS { $f $p $x } }"
                                           : " FILTER(!sameTerm($f, $x)) }",
                     p->check, p->value);
  return report_rows(p, &text, err);
}

/// Most are about the length or the order of a value; what cannot be compared violates.
static const component components[] = {
    {"class", "Class", false, FURAT_TERM_IRI, pick_values,
     "FILTER NOT EXISTS { $v rdf:type/rdfs:subClassOf* $x }"},
    {"datatype", "Datatype", false, FURAT_TERM_IRI, check_datatype, NULL},
    {"nodeKind", "NodeKind", false, FURAT_TERM_IRI, check_node_kind, NULL},
    {"minCount", "MinCount", true, FURAT_TERM_LITERAL, pick_counts,
     "COUNT(DISTINCT ?count) < $x"},
    {"maxCount", "MaxCount", true, FURAT_TERM_LITERAL, pick_counts,
     "COUNT(DISTINCT ?count) > $x"},
    {"minExclusive", "MinExclusive", false, FURAT_TERM_LITERAL, pick_values,
     "FILTER(!COALESCE($v > $x, false))"},
    {"minInclusive", "MinInclusive", false, FURAT_TERM_LITERAL, pick_values,
     "FILTER(!COALESCE($v >= $x, false))"},
    {"maxExclusive", "MaxExclusive", false, FURAT_TERM_LITERAL, pick_values,
     "FILTER(!COALESCE($v < $x, false))"},
    {"maxInclusive", "MaxInclusive", false, FURAT_TERM_LITERAL, pick_values,
     "FILTER(!COALESCE($v <= $x, false))"},
    {"minLength", "MinLength", false, FURAT_TERM_LITERAL, pick_values,
     "FILTER(isBlank($v) || STRLEN(STR($v)) < $x)"},
    {"maxLength", "MaxLength", false, FURAT_TERM_LITERAL, pick_values,
     "FILTER(isBlank($v) || STRLEN(STR($v)) > $x)"},
    {"pattern", "Pattern", false, FURAT_TERM_LITERAL, check_pattern, NULL},
    {"languageIn", "LanguageIn", false, FURAT_TERM_NONE, check_members,
     " || (isLiteral($v) && LANGMATCHES(LANG($v), $x))"},
    {"uniqueLang", "UniqueLang", true, FURAT_TERM_LITERAL, check_unique_lang, NULL},
    {"equals", "Equals", false, FURAT_TERM_IRI, check_equals,
     "FILTER NOT EXISTS { $f $x $v }"},
    {"disjoint", "Disjoint", false, FURAT_TERM_IRI, pick_values, "$f $x $v ."},
    {"lessThan", "LessThan", true, FURAT_TERM_IRI, pick_pairs,
     " $f $x ?other FILTER(!COALESCE($v < ?other, false))"},
    {"lessThanOrEquals", "LessThanOrEquals", true, FURAT_TERM_IRI, pick_pairs,
     " $f $x ?other FILTER(!COALESCE($v <= ?other, false))"},
    {"hasValue", "HasValue", false, FURAT_TERM_NONE, check_has_value, NULL},
    {"in", "In", false, FURAT_TERM_NONE, check_members, " || sameTerm($v, $x)"},
};
enum { N_COMPONENTS = sizeof components / sizeof components[0] };

static furat_status
bad_parameter(const parameter *p, furat_error *err)
{
  furat_buffer message;
  furat_buffer_init(&message, SIZE_MAX);
  furat_buffer_appendf(&message, "a sh:%s that is no %s", p->component->parameter,
                       p->component->kind == FURAT_TERM_IRI ? "IRI" : "literal");
  const furat_status status =
      furat_shapes_error(err, &p->check->shape->node, message.data ? message.data : "");
  furat_buffer_clear(&message);
  return status;
}

static furat_status
evaluate_component(const furat_shacl_check *check, const component *row, furat_error *err)
{
  furat_vec values;
  furat_buffer predicate;
  furat_vec_init(&values, sizeof(furat_term), UINT32_MAX);
  furat_buffer_init(&predicate, SIZE_MAX);
  furat_buffer_appendf(&predicate, FURAT_SH "%s", row->parameter);
  furat_status status = furat_buffer_status(&predicate, err);
  if (status == FURAT_OK) {
    status = furat_shapes_objects(&values, check->validator->shapes, &check->shape->node,
                                  furat_buffer_str(&predicate), err);
  }
  for (size_t i = 0; status == FURAT_OK && i < values.n; ++i) {
    const parameter p = {
        .check = check, .component = row, .value = &FURAT_VEC_AT(&values, furat_term, i)};
    status = row->kind == FURAT_TERM_NONE || row->kind == p.value->kind
                 ? row->evaluate(&p, err)
                 : bad_parameter(&p, err);
  }
  furat_buffer_clear(&predicate);
  furat_vec_clear(&values);
  return status;
}

static furat_status
ignore_property(furat_vec *allowed, furat_shapes *shapes, const furat_term *shape,
                furat_error *err)
{
  furat_term path;
  furat_status status =
      furat_shapes_object(&path, shapes, shape, FURAT_STR(FURAT_SH "path"), err);
  if (status == FURAT_OK && path.kind == FURAT_TERM_IRI) {
    furat_vec_push(allowed, &path);
    status = furat_vec_status(allowed, err);
  }
  return status;
}

/// The properties that a closed shape knows: those of its property shapes, and those that
/// it ignores (section 4.8.1).
static furat_status
list_allowed(furat_vec *allowed, const furat_shacl_check *check, furat_error *err)
{
  furat_shapes *shapes = check->validator->shapes;
  furat_vec properties;
  furat_term ignored;
  furat_vec_init(&properties, sizeof(furat_term), UINT32_MAX);
  furat_status status = furat_shapes_objects(&properties, shapes, &check->shape->node,
                                             FURAT_STR(FURAT_SH "property"), err);
  for (size_t i = 0; status == FURAT_OK && i < properties.n; ++i) {
    status =
        ignore_property(allowed, shapes, &FURAT_VEC_AT(&properties, furat_term, i), err);
  }
  furat_vec_clear(&properties);
  if (status == FURAT_OK) {
    status = furat_shapes_object(&ignored, shapes, &check->shape->node,
                                 FURAT_STR(FURAT_SH "ignoredProperties"), err);
  }
  if (status == FURAT_OK && ignored.kind != FURAT_TERM_NONE) {
    status = furat_shapes_list(allowed, shapes, &ignored, err);
  }
  return status;
}

/// A row is focus node, property, value: the property is the path of the result.
static furat_status
take_open_triple(void *self, const furat_results *results, const furat_term *row,
                 furat_error *err)
{
  violation_rows *rows = self;
  (void)results;
  furat_shacl_nodes *nodes = &rows->check->validator->nodes;
  const furat_shacl_path *path = NULL;
  furat_term predicate;
  furat_status status =
      furat_shacl_nodes_intern(&rows->violation.focus, nodes, &row[0], err);
  if (status == FURAT_OK) {
    status = furat_shacl_nodes_intern(&rows->violation.value, nodes, &row[2], err);
  }
  if (status == FURAT_OK &&
      !furat_term_copy(&rows->check->validator->report->arena, &row[1], &predicate)) {
    status = furat_error_no_mem(err);
  }
  if (status == FURAT_OK) {
    status =
        furat_shacl_path_read(&path, rows->check->validator->shapes, &predicate, err);
  }
  rows->violation.path = path;
  return status == FURAT_OK ? furat_shacl_violate(rows->check, &rows->violation, err)
                            : status;
}

static furat_status
pick_open_triples(const furat_shacl_check *check, const furat_vec *allowed,
                  furat_error *err)
{
  violation_rows self = {.check = check};
  const furat_shacl_rows rows = {.self = &self, .row = take_open_triple};
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX);
  furat_shacl_expand(&text, "SELECT DISTINCT $f ?p ?o$d { ", check, NULL);
  furat_buffer_append(&text, check->value_pattern);
  furat_shacl_expand(&text, " $v ?p ?o FILTER(?p NOT IN (", check, NULL);
  for (size_t i = 0; i < allowed->n; ++i) {
    furat_buffer_append_cstr(&text, i > 0 ? ", " : "");
    furat_term_write_ntriples(&text, &FURAT_VEC_AT(allowed, furat_term, i));
  }
  furat_buffer_append_cstr(&text, ")) }");
  furat_status status =
      furat_shacl_component_named(&self.violation.component, check, "Closed", err);
  if (status == FURAT_OK) {
    status = furat_shacl_ask_data(check->validator, &text, &rows, err);
  }
  furat_buffer_clear(&text);
  return status;
}

static furat_status
check_closed(const furat_shacl_check *check, furat_error *err)
{
  furat_vec allowed;
  bool closed = false;
  furat_status status =
      furat_shapes_flag(&closed, check->validator->shapes, &check->shape->node,
                        FURAT_STR(FURAT_SH "closed"), err);
  if (status != FURAT_OK || !closed) {
    return status;
  }
  furat_vec_init(&allowed, sizeof(furat_term), UINT32_MAX);
  status = list_allowed(&allowed, check, err);
  if (status == FURAT_OK) {
    status = pick_open_triples(check, &allowed, err);
  }
  furat_vec_clear(&allowed);
  return status;
}

furat_status
furat_shacl_value_constraints(const furat_shacl_check *check, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && i < N_COMPONENTS; ++i) {
    if (check->shape->path || !components[i].property_only) {
      status = evaluate_component(check, &components[i], err);
    }
  }
  return status == FURAT_OK ? check_closed(check, err) : status;
}
