// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a vocabulary as HTML.  The set is sorted, so the statements of a term are found
// by halving, and those that lead to it by one walk: a vocabulary is small.
//                                           quad_set -> [vocabulary_page] -> cmd_document
#include "cli/vocabulary_page.h"

#include "base/utf8.h"
#include "rdf/vocabulary.h"

#define DCTERMS "http://purl.org/dc/terms/"
#define VANN    "http://purl.org/vocab/vann/"

typedef struct page_text {
  furat_buffer *out;
  const furat_quad_set *set;
  const furat_prefixes *prefixes;
  furat_str space; ///< namespace of the vocabulary: its terms have their names as anchors
} page_text;

/// The languages of the page, side by side.
typedef struct page_language {
  const char *tag;
  const char *attributes;
} page_language;

static const page_language languages[] = {{"en", "lang=\"en\" dir=\"ltr\""},
                                          {"ar", "lang=\"ar\" dir=\"rtl\""}};

/// A kind of term, and the headings of its part of the page.
typedef struct term_kind {
  const char *type;
  const char *id;
  const char *english;
  const char *arabic;
} term_kind;

static const term_kind kinds[] = {
    {FURAT_OWL "Class", "part-classes", "Classes", "الأصناف"},
    {FURAT_OWL "ObjectProperty", "part-object-properties", "Properties between things",
     "خصائص بين الأشياء"},
    {FURAT_OWL "DatatypeProperty", "part-datatype-properties", "Properties with values",
     "خصائص ذات قيم"},
    {FURAT_SKOS "ConceptScheme", "part-schemes", "Concept schemes", "مخططات المفاهيم"},
    {FURAT_SKOS "Concept", "part-concepts", "Concepts", "المفاهيم"},
};

/// A relation that is shown; `reverse`: of what it leads to.
typedef struct link_kind {
  const char *property;
  bool reverse;
  const char *english;
  const char *arabic;
} link_kind;

static const link_kind relations[] = {
    {FURAT_RDFS "subClassOf", false, "subclass of", "صنف فرعي من"},
    {FURAT_RDFS "subClassOf", true, "subclasses", "أصنافه الفرعية"},
    {FURAT_OWL "equivalentClass", false, "same as", "مكافئ لـ"},
    {FURAT_OWL "disjointWith", false, "never also", "لا يكون أيضًا"},
    {FURAT_RDFS "subPropertyOf", false, "subproperty of", "خاصية فرعية من"},
    {FURAT_RDFS "subPropertyOf", true, "subproperties", "خصائصه الفرعية"},
    {FURAT_RDFS "domain", false, "domain", "المجال"},
    {FURAT_RDFS "range", false, "range", "المدى"},
    {FURAT_RDFS "domain", true, "properties", "خصائصه"},
    {FURAT_RDFS "range", true, "value of", "قيمة لـ"},
    {FURAT_SKOS "inScheme", false, "scheme", "المخطط"},
    {FURAT_SKOS "broader", false, "broader", "أعم"},
    {FURAT_SKOS "broader", true, "narrower", "أخص"},
    {FURAT_SKOS "topConceptOf", true, "top concepts", "المفاهيم العليا"},
    {FURAT_RDFS "seeAlso", false, "see also", "انظر أيضًا"},
};

enum {
  N_LANGUAGES = sizeof languages / sizeof languages[0],
  N_KINDS = sizeof kinds / sizeof kinds[0],
  N_RELATIONS = sizeof relations / sizeof relations[0]
};

static const char head[] =
    "<!DOCTYPE html>\n"
    "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n"
    "<meta charset=\"utf-8\"/>\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
    "<style>\n"
    "body { max-width: 60rem; margin: 0 auto; padding: 1rem; line-height: 1.5;\n"
    "  font-family: \"Noto Sans\", \"Noto Naskh Arabic\", \"DejaVu Sans\", sans-serif; "
    "}\n"
    "a { color: #0b5394; text-decoration: none; }\n"
    "a:hover { text-decoration: underline; }\n"
    "code { font-family: \"Noto Sans Mono\", \"DejaVu Sans Mono\", monospace; }\n"
    "h1, h2, .two { display: grid; grid-template-columns: 1fr 1fr; column-gap: 2rem; }\n"
    "h1, h2 { border-bottom: 1px solid #888; }\n"
    "h3 { margin: 0; }\n"
    "section { margin: 1rem 0; padding: .6rem 1rem; border: 1px solid #ccc; }\n"
    "p { margin: .3rem 0; }\n"
    ".label { font-weight: bold; }\n"
    ".example { color: #555; font-style: italic; }\n"
    "[dir=rtl] .example { font-style: normal; }\n"
    "dl { display: grid; grid-template-columns: 14rem 1fr; margin: .4rem 0 0; }\n"
    "dt { color: #555; font-size: .85rem; }\n"
    "dd { margin: 0; }\n"
    "nav p { overflow-wrap: anywhere; }\n"
    "@media print { body { max-width: none; font-size: 9pt; } section { break-inside: "
    "avoid; }\n"
    "  a { color: inherit; } nav { break-after: page; } }\n"
    "@media (max-width: 40rem) { h1, h2, .two, dl { grid-template-columns: 1fr; } }\n"
    "</style>\n";

// -------------------------------------------------------------------------- text

static void
put(const page_text *page, const char *markup)
{
  furat_buffer_append_cstr(page->out, markup);
}

// What no XML may hold becomes U+FFFD.
static void
put_text(const page_text *page, furat_str text)
{
  for (size_t offset = 0; offset < text.len;) {
    const size_t start = offset;
    const uint32_t c = furat_utf8_decode(text, &offset);
    if (c == '<') {
      put(page, "&lt;");
    } else if (c == '>') {
      put(page, "&gt;");
    } else if (c == '&') {
      put(page, "&amp;");
    } else if (c == '"') {
      put(page, "&quot;");
    } else if ((c < 0x20 && c != '\n' && c != '\t') || c == 0xFFFE || c == 0xFFFF) {
      furat_buffer_append_code_point(page->out, 0xFFFD);
    } else {
      furat_buffer_append(page->out, furat_str_slice(text, start, offset - start));
    }
  }
}

// ------------------------------------------------------------------------- the set

static const furat_quad_row *
row_at(const page_text *page, size_t i)
{
  return &FURAT_VEC_AT(&page->set->rows, furat_quad_row, i);
}

/// The first row of a subject, or of what comes behind it.
static size_t
first_row(const page_text *page, uint32_t subject)
{
  size_t low = 0;
  size_t high = page->set->rows.n;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (row_at(page, middle)->subject < subject) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

static uint32_t
find(const page_text *page, const char *iri)
{
  return furat_quad_set_find_iri(page->set, furat_str_of(iri));
}

static bool
has(const page_text *page, uint32_t subject, uint32_t property, uint32_t object)
{
  for (size_t i = first_row(page, subject);
       i < page->set->rows.n && row_at(page, i)->subject == subject; ++i) {
    if (row_at(page, i)->predicate == property && row_at(page, i)->object == object) {
      return property != 0 && object != 0;
    }
  }
  return false;
}

/// The text of a property in a language (NULL: in any), or none.
static furat_str
text_of(const page_text *page, uint32_t subject, const char *property, const char *tag)
{
  const uint32_t wanted = find(page, property);
  for (size_t i = first_row(page, subject);
       wanted != 0 && i < page->set->rows.n && row_at(page, i)->subject == subject; ++i) {
    const furat_term *object = furat_quad_set_term(page->set, row_at(page, i)->object);
    if (row_at(page, i)->predicate == wanted && object->kind == FURAT_TERM_LITERAL &&
        (tag == NULL || furat_str_equal_nocase(object->language, furat_str_of(tag)))) {
      return object->text;
    }
  }
  return FURAT_STR_NONE;
}

/// Terms of others are only declared, and have no label here.
static bool
is_own(const page_text *page, uint32_t term)
{
  return furat_quad_set_term(page->set, term)->kind == FURAT_TERM_IRI &&
         (text_of(page, term, FURAT_RDFS "label", NULL).len > 0 ||
          text_of(page, term, FURAT_SKOS "prefLabel", NULL).len > 0);
}

static bool
is_of_kind(const page_text *page, uint32_t term, const term_kind *kind)
{
  return is_own(page, term) &&
         has(page, term, find(page, FURAT_RDF_TYPE), find(page, kind->type));
}

/// The next subject behind row `*i`, which is moved on; 0 at the end.
static uint32_t
next_subject(const page_text *page, size_t *i)
{
  if (*i >= page->set->rows.n) {
    return 0;
  }
  const uint32_t subject = row_at(page, *i)->subject;
  while (*i < page->set->rows.n && row_at(page, *i)->subject == subject) {
    *i += 1;
  }
  return subject;
}

// --------------------------------------------------------------------------- links

static void
put_anchor(const page_text *page, uint32_t term)
{
  const furat_str iri = furat_quad_set_term(page->set, term)->text;
  if (page->space.len > 0 && iri.len > page->space.len &&
      furat_str_starts_with(iri, page->space)) {
    put_text(page, furat_str_slice(iri, page->space.len, iri.len));
  } else {
    furat_buffer_appendf(page->out, "term-%u", (unsigned)term);
  }
}

static void
put_name(const page_text *page, furat_str iri)
{
  furat_buffer name;
  furat_buffer_init(&name, SIZE_MAX);
  furat_prefixes_write_iri(&name, page->prefixes, iri);
  put(page, "<code>");
  put_text(page, furat_buffer_str(&name));
  put(page, "</code>");
  if (name.status != FURAT_OK) {
    page->out->status = name.status;
  }
  furat_buffer_clear(&name);
}

static bool
is_on_page(const page_text *page, uint32_t term)
{
  for (size_t i = 0; i < N_KINDS; ++i) {
    if (is_of_kind(page, term, &kinds[i])) {
      return true;
    }
  }
  return false;
}

/// A link to the term's place, here or on the web; no link to anything else.
static void
put_link(const page_text *page, uint32_t term)
{
  const furat_str iri = furat_quad_set_term(page->set, term)->text;
  const bool here = is_on_page(page, term);
  const bool web = furat_str_starts_with(iri, FURAT_STR("http://")) ||
                   furat_str_starts_with(iri, FURAT_STR("https://"));
  if (here) {
    put(page, "<a href=\"#");
    put_anchor(page, term);
    put(page, "\">");
  } else if (web) {
    put(page, "<a href=\"");
    put_text(page, iri);
    put(page, "\">");
  }
  put_name(page, iri);
  put(page, here || web ? "</a>" : "");
}

/// What a relation leads to: a term, or that a property is another's inverse.
static bool
put_value(const page_text *page, uint32_t value)
{
  const furat_term *term = furat_quad_set_term(page->set, value);
  const uint32_t inverse = find(page, FURAT_OWL "inverseOf");
  if (term->kind == FURAT_TERM_IRI) {
    put_link(page, value);
    return true;
  }
  for (size_t i = first_row(page, value);
       term->kind == FURAT_TERM_BLANK && inverse != 0 && i < page->set->rows.n &&
       row_at(page, i)->subject == value;
       ++i) {
    if (row_at(page, i)->predicate == inverse) {
      put(page, "the inverse of ");
      put_link(page, row_at(page, i)->object);
      return true;
    }
  }
  return false;
}

// --------------------------------------------------------------------------- terms

static void
put_relation(const page_text *page, uint32_t term, const link_kind *relation)
{
  const uint32_t property = find(page, relation->property);
  const size_t start = relation->reverse ? 0 : first_row(page, term);
  bool open = false;
  for (size_t i = start; property != 0 && i < page->set->rows.n; ++i) {
    const furat_quad_row *row = row_at(page, i);
    if (!relation->reverse && row->subject != term) {
      break;
    }
    if (row->predicate != property || (relation->reverse && row->object != term)) {
      continue;
    }
    const size_t len = page->out->len;
    if (open) {
      put(page, ", ");
    } else {
      furat_buffer_appendf(page->out,
                           "<dt>%s · <span lang=\"ar\" dir=\"rtl\">%s</span></dt>\n<dd>",
                           relation->english, relation->arabic);
    }
    if (put_value(page, relation->reverse ? row->subject : row->object)) {
      open = true;
    } else {
      furat_buffer_truncate(page->out, len);
    }
  }
  put(page, open ? "</dd>\n" : "");
}

static void
put_paragraph(const page_text *page, const char *class, furat_str text)
{
  if (text.len > 0) {
    furat_buffer_appendf(page->out, "<p class=\"%s\">", class);
    put_text(page, text);
    put(page, "</p>\n");
  }
}

/// The first that is there, of an ontology's properties and of a concept's.
static furat_str
either(const page_text *page, uint32_t term, const char *first, const char *second,
       const char *tag)
{
  const furat_str text = text_of(page, term, first, tag);
  return text.len > 0 ? text : text_of(page, term, second, tag);
}

static void
put_term(const page_text *page, uint32_t term)
{
  put(page, "<section id=\"");
  put_anchor(page, term);
  put(page, "\">\n<h3>");
  put_name(page, furat_quad_set_term(page->set, term)->text);
  put(page, "</h3>\n<div class=\"two\">\n");
  for (size_t i = 0; i < N_LANGUAGES; ++i) {
    const char *tag = languages[i].tag;
    furat_buffer_appendf(page->out, "<div %s>\n", languages[i].attributes);
    put_paragraph(page, "label",
                  either(page, term, FURAT_RDFS "label", FURAT_SKOS "prefLabel", tag));
    put_paragraph(page, "comment",
                  either(page, term, FURAT_RDFS "comment", FURAT_SKOS "definition", tag));
    put_paragraph(page, "example", text_of(page, term, FURAT_SKOS "example", tag));
    put(page, "</div>\n");
  }
  put(page, "</div>\n");
  const size_t len = page->out->len;
  put(page, "<dl>\n");
  const size_t empty = page->out->len;
  for (size_t i = 0; i < N_RELATIONS; ++i) {
    put_relation(page, term, &relations[i]);
  }
  if (page->out->len == empty) {
    furat_buffer_truncate(page->out, len);
  } else {
    put(page, "</dl>\n");
  }
  put(page, "</section>\n");
}

// ---------------------------------------------------------------------------- page

static void
put_heading(const page_text *page, const term_kind *kind)
{
  furat_buffer_appendf(page->out,
                       "<h2 id=\"%s\"><span>%s</span>"
                       "<span lang=\"ar\" dir=\"rtl\">%s</span></h2>\n",
                       kind->id, kind->english, kind->arabic);
}

static void
put_kind(const page_text *page, const term_kind *kind)
{
  bool open = false;
  for (size_t i = 0; i < page->set->rows.n;) {
    const uint32_t term = next_subject(page, &i);
    if (!is_of_kind(page, term, kind)) {
      continue;
    }
    if (!open) {
      put_heading(page, kind);
      open = true;
    }
    put_term(page, term);
  }
}

static void
put_contents(const page_text *page)
{
  put(page, "<nav>\n");
  for (size_t k = 0; k < N_KINDS; ++k) {
    bool open = false;
    for (size_t i = 0; i < page->set->rows.n;) {
      const uint32_t term = next_subject(page, &i);
      if (!is_of_kind(page, term, &kinds[k])) {
        continue;
      }
      if (!open) {
        furat_buffer_appendf(page->out, "<p><a href=\"#%s\"><b>%s</b></a>: ", kinds[k].id,
                             kinds[k].english);
      }
      put(page, open ? " · " : "");
      put_link(page, term);
      open = true;
    }
    put(page, open ? "</p>\n" : "");
  }
  put(page, "</nav>\n");
}

/// What the vocabulary says of itself, or 0.
static uint32_t
find_ontology(const page_text *page)
{
  const uint32_t type = find(page, FURAT_RDF_TYPE);
  const uint32_t ontology = find(page, FURAT_OWL "Ontology");
  for (size_t i = 0; i < page->set->rows.n;) {
    const uint32_t subject = next_subject(page, &i);
    if (has(page, subject, type, ontology)) {
      return subject;
    }
  }
  return 0;
}

static void
put_title(const page_text *page, uint32_t ontology)
{
  const furat_str title = ontology == 0 ? FURAT_STR("Vocabulary")
                                        : text_of(page, ontology, DCTERMS "title", "en");
  const furat_str version = ontology == 0
                                ? FURAT_STR_NONE
                                : text_of(page, ontology, FURAT_OWL "versionInfo", NULL);
  put(page, head);
  put(page, "<title>");
  put_text(page, title);
  put(page, "</title>\n</head>\n<body>\n<h1><span>");
  put_text(page, title);
  put(page, "</span>");
  if (ontology != 0) {
    put(page, "<span lang=\"ar\" dir=\"rtl\">");
    put_text(page, text_of(page, ontology, DCTERMS "title", "ar"));
    put(page, "</span>");
  }
  put(page, "</h1>\n<div class=\"two\">\n");
  for (size_t i = 0; ontology != 0 && i < N_LANGUAGES; ++i) {
    furat_buffer_appendf(page->out, "<div %s>\n", languages[i].attributes);
    put_paragraph(page, "comment",
                  text_of(page, ontology, DCTERMS "description", languages[i].tag));
    put(page, "</div>\n");
  }
  put(page, "</div>\n");
  if (page->space.len > 0) {
    put(page, "<p>Namespace: <code>");
    put_text(page, page->space);
    put(page, "</code>");
    put(page, version.len > 0 ? " · version " : "");
    put_text(page, version);
    put(page, "</p>\n");
  }
}

void
furat_vocabulary_page_write(furat_buffer *out, const furat_quad_set *set,
                            const furat_prefixes *prefixes)
{
  page_text page = {.out = out, .set = set, .prefixes = prefixes};
  const uint32_t ontology = find_ontology(&page);
  if (ontology != 0) {
    page.space = text_of(&page, ontology, VANN "preferredNamespaceUri", NULL);
  }
  put_title(&page, ontology);
  put_contents(&page);
  for (size_t i = 0; i < N_KINDS; ++i) {
    put_kind(&page, &kinds[i]);
  }
  put(&page, "</body>\n</html>\n");
}
