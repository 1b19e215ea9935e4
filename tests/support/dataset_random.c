// SPDX-License-Identifier: GPL-3.0-or-later
// Datasets at random, out of pieces that writers get wrong.
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "rdf/vocabulary.h"
#include "support/dataset.h"

#define N(array)   (sizeof(array) / sizeof((array)[0]))
#define MAX_BLANKS 12

typedef struct maker {
  dataset *d;
  random_source *random;
  dataset_features features;
  size_t n_blanks;
  size_t n_list_cells;
  furat_buffer text;
} maker;

static const char *const namespaces[] = {
    "http://example.org/",    "http://example.org/deep/",
    "http://example.org/ns#", "urn:x:",
    "http://موقع.example/",   FURAT_RDF,
    "http://example.org/?q=", "tag:example.org,2026:",
};

static const char *const locals[] = {
    "a",    "b", "Mosul", "الموصل", "摩苏尔", "x-1", "x.y", "a%20b", "_u",
    "زاخو", "é", "😀",     "a~b",    "n·m",    "c_d", "أ-ب", "Ω",     "x‌y",
};

static const char *const odd_locals[] = {
    "",    "-a",  ".a",  "a.",   "1a",    "a/b",    "a:b", "a%",  "~",    "(x)", "a;b",
    "a,b", "a?b", "a#b", "a=&b", "!$'*+", "%C3%A9", "a@b", "[1]", "a//b", "%zz",
};

static const char *const languages[] = {"en", "ar", "ar-IQ", "EN-gb", "de-1996", "x-a-1"};

static const char *const numbers[] = {
    "1",
    "01",
    "+1",
    "-0",
    "1.",
    ".5",
    "1.0",
    "-1.50",
    "1e",
    "1e0",
    "1.e1",
    ".e1",
    ".5E9",
    "1E+",
    "1E+7",
    "NaN",
    "INF",
    "",
    "true",
    "TRUE",
    "1 ",
    "--1",
    "false",
    "0",
    "12345678901234567890",
    "1e400",
    "9007199254740993",
    "-5",
    "+.1",
};

static const char *const datatypes[] = {
    FURAT_XSD_INTEGER, FURAT_XSD_DECIMAL,       FURAT_XSD_DOUBLE,
    FURAT_XSD_BOOLEAN, FURAT_XSD_STRING,        FURAT_XSD_FLOAT,
    FURAT_XSD_DATE,    "http://example.org/dt", "http://example.org/نوع",
};

static const char *
pick(maker *m, const char *const *words, size_t n)
{
  return words[random_below(m->random, n)];
}

// The text in the maker's buffer, copied into the dataset.
static furat_str
keep(maker *m)
{
  furat_str kept;
  if (!furat_arena_copy(&m->d->texts, furat_buffer_str(&m->text), &kept)) {
    kept = FURAT_STR_NONE;
  }
  furat_buffer_reset(&m->text);
  return kept;
}

// A character that RFC 3987 allows in a path.
static uint32_t
iri_char(maker *m)
{
  static const uint32_t ranges[][2] = {
      {0xA0, 0xD7FF},     {0xF900, 0xFDCF},   {0xFDF0, 0xFFEF},
      {0x10000, 0x1FFFD}, {0x20000, 0x2FFFD}, {0xE1000, 0xEFFFD},
  };
  static const char ascii[] = "azAZ09-._~!$&'()*+,;=:@/?#[]";
  if (random_below(m->random, 2) == 0) {
    return (uint32_t)ascii[random_below(m->random, sizeof ascii - 1)];
  }
  const uint32_t *range = ranges[random_below(m->random, N(ranges))];
  return range[0] + (uint32_t)random_below(m->random, range[1] - range[0] + 1);
}

static furat_term
make_iri(maker *m)
{
  furat_buffer_append_cstr(&m->text, pick(m, namespaces, N(namespaces)));
  size_t choice = random_below(m->random, m->features.odd_iris ? 4 : 2);
  if (choice < 2) {
    furat_buffer_append_cstr(&m->text, pick(m, locals, N(locals)));
  } else if (choice == 2) {
    furat_buffer_append_cstr(&m->text, pick(m, odd_locals, N(odd_locals)));
  } else {
    furat_buffer_append_byte(&m->text, 'q');
    for (size_t n = random_below(m->random, 5); n > 0; n--) {
      furat_buffer_append_code_point(&m->text, iri_char(m));
    }
  }
  return furat_term_iri(keep(m));
}

static furat_term
make_predicate(maker *m)
{
  if (random_below(m->random, 6) == 0) {
    return furat_term_iri(FURAT_STR(FURAT_RDF_TYPE));
  }
  if (!m->features.xml_only) {
    return make_iri(m);
  }
  static const char *const names[] = {"p", "q", "صلة", "_r", "x-y"};
  furat_buffer_append_cstr(&m->text, "http://example.org/ns#");
  furat_buffer_append_cstr(&m->text, pick(m, names, N(names)));
  return furat_term_iri(keep(m));
}

static furat_term
make_blank(maker *m)
{
  furat_buffer_appendf(&m->text, "n%zu", random_below(m->random, m->n_blanks));
  return furat_term_blank(keep(m));
}

static uint32_t
string_char(maker *m)
{
  static const uint32_t some[] = {
      '"',    '"',     '\\', '\'',   ' ',  'a', 0x645, '\n', '\t', 0x200F,  0x202E,
      0x2028, 0x1F600, 0xE9, 0x3000, 0x85, '<', '&',   ']',  '>',  0x10FFFD};
  static const uint32_t unsafe_in_xml[] = {1,    8,      0xB,     0xC,   0x1F,
                                           0x7F, 0xFFFE, 0x1FFFF, 0xFEFF};
  if (!m->features.xml_only && random_below(m->random, 6) == 0) {
    return random_below(m->random, 3) == 0
               ? '\r'
               : unsafe_in_xml[random_below(m->random, N(unsafe_in_xml))];
  }
  return some[random_below(m->random, N(some))];
}

static furat_str
make_text(maker *m)
{
  for (size_t n = random_below(m->random, 8); n > 0; n--) {
    furat_buffer_append_code_point(&m->text, string_char(m));
  }
  return keep(m);
}

static furat_term
make_literal(maker *m)
{
  switch (random_below(m->random, 4)) {
  case 0:
    return furat_term_literal(make_text(m), FURAT_STR_NONE);
  case 1:
    return furat_term_lang_string(make_text(m),
                                  furat_str_of(pick(m, languages, N(languages))));
  case 2:
    return furat_term_literal(make_text(m),
                              furat_str_of(pick(m, datatypes, N(datatypes))));
  default:
    return furat_term_literal(furat_str_of(pick(m, numbers, N(numbers))),
                              furat_str_of(pick(m, datatypes, N(datatypes))));
  }
}

static furat_term
make_object(maker *m)
{
  switch (random_below(m->random, 3)) {
  case 0:
    return make_iri(m);
  case 1:
    return make_blank(m);
  default:
    return make_literal(m);
  }
}

static furat_term
make_graph(maker *m)
{
  size_t choice = m->features.graphs ? random_below(m->random, 4) : 0;
  if (choice < 2) {
    return FURAT_TERM_UNSET;
  }
  if (choice == 2 && m->features.blank_graphs) {
    furat_buffer_append_cstr(&m->text, "g");
    return random_below(m->random, 2) == 0 ? make_blank(m) : furat_term_blank(keep(m));
  }
  return furat_term_iri(FURAT_STR("http://example.org/graph"));
}

static void
add(maker *m, furat_term s, furat_term p, furat_term o, furat_term g)
{
  dataset_add(m->d, (furat_quad){s, p, o, g});
}

static furat_term
make_cell(maker *m)
{
  furat_buffer_appendf(&m->text, "cell%zu", m->n_list_cells++);
  return furat_term_blank(keep(m));
}

// A list; one in three is damaged somewhere.
static furat_term
make_list(maker *m, furat_term graph, int depth)
{
  furat_term first = furat_term_iri(FURAT_STR(FURAT_RDF_FIRST));
  furat_term rest = furat_term_iri(FURAT_STR(FURAT_RDF_REST));
  furat_term next = furat_term_iri(FURAT_STR(FURAT_RDF_NIL));
  size_t damage = random_below(m->random, 15);
  if (damage == 0) {
    next = make_object(m);
  }
  for (size_t n = random_below(m->random, 4); n > 0; n--) {
    furat_term cell = make_cell(m);
    furat_term item = depth > 0 && random_below(m->random, 4) == 0
                          ? make_list(m, graph, depth - 1)
                          : make_object(m);
    add(m, cell, first, item, graph);
    if (damage == 1) {
      add(m, cell, first, make_object(m), graph);
    } else if (damage == 2) {
      add(m, cell, make_predicate(m), make_object(m), graph);
    } else if (damage == 3) {
      add(m, make_iri(m), make_predicate(m), cell, graph);
    } else if (damage == 4) {
      add(m, cell, first, item, make_graph(m));
    }
    if (damage != 5) {
      add(m, cell, rest, damage == 6 ? cell : next, damage == 7 ? make_graph(m) : graph);
    }
    next = cell;
    damage = damage < 8 && random_below(m->random, 2) == 0 ? 9 : damage;
  }
  return next;
}

static void
make_chain(maker *m, bool circle)
{
  furat_term graph = make_graph(m);
  furat_term p = make_predicate(m);
  furat_term start = make_cell(m);
  furat_term at = start;
  for (size_t n = 1 + random_below(m->random, 16); n > 0; n--) {
    furat_term next = make_cell(m);
    add(m, at, p, next, graph);
    if (random_below(m->random, 5) == 0) {
      add(m, next, make_predicate(m), make_literal(m), graph);
    }
    at = next;
  }
  if (circle) {
    add(m, at, p, start, graph);
  } else if (random_below(m->random, 2) == 0) {
    add(m, make_iri(m), p, start, graph);
  }
}

void
dataset_random(dataset *d, random_source *random, dataset_features features)
{
  maker m = {.d = d, .random = random, .features = features};
  furat_buffer_init(&m.text, 1 << 16);
  m.n_blanks = 1 + random_below(random, MAX_BLANKS);
  for (size_t n = random_below(random, 25); n > 0; n--) {
    bool blank = random_below(random, 2) == 0;
    furat_term s = blank ? make_blank(&m) : make_iri(&m);
    add(&m, s, make_predicate(&m), make_object(&m), make_graph(&m));
  }
  for (size_t n = random_below(random, 4); n > 0; n--) {
    furat_term graph = make_graph(&m);
    furat_term list = make_list(&m, graph, 2);
    if (random_below(random, 4) != 0) {
      add(&m, make_iri(&m), make_predicate(&m), list, graph);
    }
  }
  for (size_t n = random_below(random, 3); n > 0; n--) {
    make_chain(&m, random_below(random, 2) == 0);
  }
  furat_buffer_clear(&m.text);
}
