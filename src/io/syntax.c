// SPDX-License-Identifier: GPL-3.0-or-later
// The syntaxes are one table; every name, ending and media type is looked up in it.
#include "io/syntax.h"

static const furat_syntax syntaxes[] = {
    {FURAT_SYNTAX_NTRIPLES, "ntriples", "nt", "application/n-triples", true, true, false},
    {FURAT_SYNTAX_NQUADS, "nquads", "nq", "application/n-quads", true, true, true},
    {FURAT_SYNTAX_TURTLE, "turtle", "ttl turtle", "text/turtle", true, true, false},
    {FURAT_SYNTAX_TRIG, "trig", "trig", "application/trig", true, true, true},
    {FURAT_SYNTAX_RDFXML, "rdfxml", "rdf owl xml", "application/rdf+xml", true, true,
     false},
    {FURAT_SYNTAX_JSONLD, "jsonld", "jsonld", "application/ld+json", false, true, true},
    {FURAT_SYNTAX_DOT, "dot", "dot gv", "text/vnd.graphviz", false, true, false},
    {FURAT_SYNTAX_RDFA, "rdfa", "html htm xhtml", "text/html", true, false, false},
    {FURAT_SYNTAX_GUESS, "guess", "", "", true, false, false},
};

enum { N_SYNTAXES = sizeof(syntaxes) / sizeof(syntaxes[0]) };

const furat_syntax *
furat_syntaxes(size_t *n)
{
  *n = N_SYNTAXES;
  return syntaxes;
}

const furat_syntax *
furat_syntax_named(furat_str name)
{
  for (size_t i = 0; name.len > 0 && i < N_SYNTAXES; ++i) {
    if (furat_str_equal_nocase(name, furat_str_of(syntaxes[i].name)) ||
        furat_str_equal_nocase(name, furat_str_of(syntaxes[i].media_type))) {
      return &syntaxes[i];
    }
  }
  return NULL;
}

/// Whether the space separated `words` hold `word`, whatever the case.
static bool
has_word(const char *words, furat_str word)
{
  furat_str rest = furat_str_of(words);
  while (rest.len > 0) {
    const size_t n = furat_str_find_byte(rest, ' ');
    if (furat_str_equal_nocase(furat_str_slice(rest, 0, n), word)) {
      return true;
    }
    rest = furat_str_slice(rest, n < rest.len ? n + 1 : n, rest.len);
  }
  return false;
}

/// Cut the last ending off `*name` and return it; empty when there is none.
static furat_str
take_ending(furat_str *name)
{
  const size_t dot = furat_str_rfind_byte(*name, '.');
  if (dot == name->len) {
    return FURAT_STR_NONE;
  }
  const furat_str ending = furat_str_slice(*name, dot + 1, name->len);
  *name = furat_str_slice(*name, 0, dot);
  return ending;
}

const furat_syntax *
furat_syntax_of_file(const char *path)
{
  furat_str name = furat_str_of(path);
  const size_t slash = furat_str_rfind_byte(name, '/');
  if (slash < name.len) {
    name = furat_str_slice(name, slash + 1, name.len);
  }
  furat_str ending = take_ending(&name);
  if (has_word("gz zst", ending)) {
    ending = take_ending(&name);
  }
  for (size_t i = 0; ending.len > 0 && i < N_SYNTAXES; ++i) {
    if (has_word(syntaxes[i].endings, ending)) {
      return &syntaxes[i];
    }
  }
  return NULL;
}
