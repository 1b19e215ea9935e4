// SPDX-License-Identifier: GPL-3.0-or-later
// A query into the user's own folder, in the form of the shipped ones.
#include <ctype.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xdg.h"
#include "cli/canned_run.h"
#include "io/output.h"
#include "sparql/lexer.h"
#include "sparql/parser.h"

enum { MAX_BYTES = 1 << 24, MAX_NAME = 100, MAX_ITEMS = 10000 };

// Letters, digits, - and _, so that it is a file and a word everywhere.
static furat_status
check_name(const char *name, furat_error *err)
{
  size_t n = strlen(name);
  bool good = n > 0 && n <= MAX_NAME && name[0] != '-';
  for (size_t i = 0; i < n && good; i++) {
    good = isalnum((unsigned char)name[i]) || name[i] == '-' || name[i] == '_';
  }
  if (good) {
    return FURAT_OK;
  }
  furat_error_set(err, FURAT_USAGE, "%.100s cannot be the name of a query", name);
  furat_error_hint(err, "names are of letters, digits, - and _, such as my-query");
  return FURAT_USAGE;
}

static furat_status
check_shipped(const char *name, furat_error *err)
{
  furat_vec entries;
  furat_arena arena;
  furat_vec_init(&entries, sizeof(furat_canned_entry), MAX_ITEMS);
  furat_arena_init(&arena, SIZE_MAX);
  furat_status status = furat_canned_entries(&entries, &arena, err);
  for (size_t i = 0; i < entries.n && status == FURAT_OK; i++) {
    const furat_canned_entry *entry = &FURAT_VEC_AT(&entries, furat_canned_entry, i);
    if (!entry->own && furat_str_equal(entry->name, furat_str_of(name))) {
      status = furat_error_set(err, FURAT_USAGE, "%s is a shipped query", name);
      furat_error_hint(err, "give yours another name");
    }
  }
  furat_arena_clear(&arena);
  furat_vec_clear(&entries);
  return status;
}

static bool
is_well_known(const furat_prefix *prefix)
{
  size_t n = 0;
  const furat_prefix *known = furat_prefixes_well_known(&n);
  for (size_t i = 0; i < n; i++) {
    if (furat_str_equal(known[i].name, prefix->name)) {
      return furat_str_equal(known[i].iri, prefix->iri);
    }
  }
  return false;
}

// Whether a prefixed name of the text has that prefix.
static bool
is_used(furat_str text, furat_str prefix, furat_arena *arena)
{
  furat_lexer lexer;
  furat_token token;
  furat_lexer_init(&lexer, text, arena);
  while (furat_lexer_next(&lexer, &token, NULL) == FURAT_OK &&
         token.kind != FURAT_TOKEN_END) {
    if ((token.kind == FURAT_TOKEN_PNAME_NS || token.kind == FURAT_TOKEN_PNAME_LN) &&
        furat_str_equal(token.prefix, prefix)) {
      return true;
    }
  }
  return false;
}

// On one line: a title is.
static void
append_line(furat_buffer *out, furat_str text)
{
  for (size_t i = 0; i < text.len; i++) {
    bool space = (unsigned char)text.data[i] < ' ' || text.data[i] == 127;
    furat_buffer_append_byte(out, space ? ' ' : text.data[i]);
  }
}

static void
write_query(furat_buffer *out, const char *name, furat_str title, furat_str text,
            const furat_prefixes *prefixes, furat_arena *arena)
{
  furat_buffer_append_cstr(out, "#+ title: ");
  append_line(out, title.len > 0 ? title : furat_str_of(name));
  furat_buffer_append_byte(out, '\n');
  for (size_t i = 0; prefixes && i < prefixes->entries.n; i++) {
    const furat_prefix *prefix = &FURAT_VEC_AT(&prefixes->entries, furat_prefix, i);
    if (!is_well_known(prefix) && is_used(text, prefix->name, arena)) {
      furat_buffer_append_cstr(out, "PREFIX ");
      furat_buffer_append(out, prefix->name);
      furat_buffer_append_cstr(out, ": <");
      furat_buffer_append(out, prefix->iri);
      furat_buffer_append_cstr(out, ">\n");
    }
  }
  while (text.len > 0 && strchr(" \t\r\n", text.data[text.len - 1])) {
    text.len--;
  }
  furat_buffer_append(out, text);
  furat_buffer_append_byte(out, '\n');
}

static furat_status
check_query(furat_str text, const furat_prefixes *prefixes, furat_arena *arena,
            furat_error *err)
{
  const furat_ast *ast = NULL;
  const furat_sparql_options options = {.base = FURAT_STR("http://example.org/"),
                                        .prefixes = prefixes};
  return furat_sparql_parse_query(&ast, arena, text, &options, err);
}

static furat_status
write_file(const char *path, furat_str text, furat_error *err)
{
  furat_output *output = NULL;
  furat_status status = furat_xdg_make_folders(path, err);
  if (status == FURAT_OK) {
    status = furat_output_to_file(&output, path, err);
  }
  if (status == FURAT_OK) {
    status = furat_output_write(output, text, err);
  }
  if (status == FURAT_OK) {
    status = furat_output_finish(output, err);
  }
  furat_output_free(output);
  return status;
}

static furat_status
find_path(furat_buffer *path, const char *name, furat_error *err)
{
  if (!furat_xdg_path(path, FURAT_XDG_DATA, "queries/")) {
    return furat_error_set(err, FURAT_NOT_FOUND,
                           "neither XDG_DATA_HOME nor HOME says where it should go");
  }
  furat_buffer_append_cstr(path, name);
  furat_buffer_append_cstr(path, ".rq");
  return furat_buffer_status(path, err);
}

// What will be written is read as it will be: a header that does not fit the query is
// told before an earlier query of the name is lost.
static furat_status
check_and_write(const char *path, furat_str text, furat_error *err)
{
  furat_canned canned = {.name = FURAT_STR_NONE};
  furat_status status = furat_canned_read_text(&canned, path, text, err);
  if (status == FURAT_OK) {
    status = write_file(path, text, err);
  }
  furat_canned_clear(&canned);
  return status;
}

furat_status
furat_canned_save(furat_buffer *path, const char *name, furat_str title, furat_str text,
                  const furat_prefixes *prefixes, furat_error *err)
{
  furat_buffer query;
  furat_arena arena;
  furat_buffer_init(&query, MAX_BYTES);
  furat_arena_init(&arena, SIZE_MAX);
  furat_status status = check_name(name, err);
  if (status == FURAT_OK && furat_utf8_valid_length(title) < title.len) {
    status = furat_error_set(err, FURAT_USAGE, "the description is not valid UTF-8");
  }
  if (status == FURAT_OK) {
    status = check_shipped(name, err);
  }
  if (status == FURAT_OK) {
    status = check_query(text, prefixes, &arena, err);
  }
  if (status == FURAT_OK) {
    write_query(&query, name, title, text, prefixes, &arena);
    status = furat_buffer_status(&query, err);
  }
  if (status == FURAT_OK) {
    status = find_path(path, name, err);
  }
  if (status == FURAT_OK) {
    status = check_and_write(path->data, furat_buffer_str(&query), err);
  }
  furat_arena_clear(&arena);
  furat_buffer_clear(&query);
  return status;
}
