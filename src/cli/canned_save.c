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

// ------------------------------------------------------- what stays of an earlier one

// Whether what is said of a parameter holds for the new query: it has one of that name
// and kind.
static bool
still_applies(const furat_canned *old, const furat_canned *new, furat_str name)
{
  const furat_canned_param *before = furat_canned_param_named(old, name);
  const furat_canned_param *now = furat_canned_param_named(new, name);
  return before && now && before->type == now->type &&
         furat_str_equal(before->datatype, now->datatype) &&
         furat_str_equal(before->language, now->language);
}

static bool
is_one_of(furat_str word, const char *const *words)
{
  while (*words && !furat_str_equal(word, furat_str_of(*words))) {
    words++;
  }
  return *words != NULL;
}

// The key of a line "#+ key: ..."; nothing of other lines.
static furat_str
key_of(furat_str line)
{
  const furat_str rest = furat_str_slice(line, 3, line.len);
  return furat_str_starts_with(line, FURAT_STR("#+ ")) && rest.len > 0 &&
                 rest.data[0] != ' '
             ? furat_str_slice(rest, 0, furat_str_find_byte(rest, ':'))
             : FURAT_STR_NONE;
}

// The name of a line "#+   - name: ...".
static furat_str
item_of(furat_str line)
{
  const size_t dash = furat_str_find(line, FURAT_STR("- "));
  const furat_str rest = furat_str_slice(line, dash + 2, line.len);
  return furat_str_slice(rest, 0, furat_str_find_byte(rest, ':'));
}

// Lines of the header under keys of which nothing stays without an item.
typedef struct kept_header {
  furat_str key;  // of the lines that come
  furat_str held; // the line of the key, until an item is kept
} kept_header;

static bool
keep_line(furat_buffer *out, kept_header *kept, const furat_canned *old,
          const furat_canned *new, bool titled, furat_str line)
{
  static const char *const of_params[] = {"params", "kinds", "defaults", "enumerate",
                                          NULL};
  const furat_str key = key_of(line);
  if (!furat_str_starts_with(line, FURAT_STR("#+"))) {
    return false; // the query begins
  }
  if (key.len > 0) {
    kept->key = key;
    kept->held = is_one_of(key, of_params) ? line : FURAT_STR_NONE;
  }
  const bool is_title = furat_str_equal(kept->key, FURAT_STR("title")) ||
                        (titled && furat_str_starts_with(kept->key, FURAT_STR("title@")));
  const bool is_param = is_one_of(kept->key, of_params);
  if (is_title ||
      (is_param && (key.len > 0 || !still_applies(old, new, item_of(line))))) {
    return true;
  }
  if (is_param && kept->held.len > 0) {
    furat_buffer_append(out, kept->held);
    furat_buffer_append_byte(out, '\n');
    kept->held = FURAT_STR_NONE;
  }
  furat_buffer_append(out, line);
  furat_buffer_append_byte(out, '\n');
  return true;
}

static furat_str
first_line(furat_str text)
{
  return furat_str_slice(text, 0, furat_str_find_byte(text, '\n'));
}

// The comments in front of the header, such as a licence; what is behind them.
static furat_str
keep_comments(furat_buffer *out, furat_str text)
{
  while (text.len > 0 && text.data[0] == '#' &&
         !furat_str_starts_with(text, FURAT_STR("#+"))) {
    const furat_str line = first_line(text);
    furat_buffer_append(out, line);
    furat_buffer_append_byte(out, '\n');
    text = furat_str_slice(text, line.len + 1, text.len);
  }
  return text;
}

// What the earlier query of the name says beside its title, and holds for this one.
static void
keep_header(furat_buffer *out, const furat_canned *old, furat_str rest,
            const furat_buffer *body, bool titled)
{
  kept_header kept = {.key = FURAT_STR_NONE};
  furat_canned new = {.name = FURAT_STR_NONE};
  furat_buffer text;
  furat_buffer_init(&text, MAX_BYTES);
  furat_buffer_append_cstr(&text, "#+ title: it must have one\n");
  furat_buffer_append(&text, furat_buffer_str(body));
  furat_status status =
      furat_canned_read_text(&new, "query.rq", furat_buffer_str(&text), NULL);
  while (status == FURAT_OK && rest.len > 0) {
    const furat_str line = first_line(rest);
    rest = keep_line(out, &kept, old, &new, titled, line)
               ? furat_str_slice(rest, line.len + 1, rest.len)
               : FURAT_STR_NONE;
  }
  furat_canned_clear(&new);
  furat_buffer_clear(&text);
}

// --------------------------------------------------------------------------- the file

static void
write_body(furat_buffer *out, furat_str text, const furat_prefixes *prefixes,
           furat_arena *arena)
{
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

static void
write_query(furat_buffer *out, const char *name, furat_str title, furat_str text,
            const furat_canned *old, const furat_prefixes *prefixes, furat_arena *arena)
{
  furat_buffer body;
  furat_buffer_init(&body, MAX_BYTES);
  write_body(&body, text, prefixes, arena);
  const furat_str rest = keep_comments(out, furat_buffer_str(&old->text));
  furat_buffer_append_cstr(out, "#+ title: ");
  append_line(out, title.len > 0        ? title
                   : old->title.len > 0 ? old->title
                                        : furat_str_of(name));
  furat_buffer_append_byte(out, '\n');
  keep_header(out, old, rest, &body, title.len > 0);
  furat_buffer_append(out, furat_buffer_str(&body));
  out->status = out->status == FURAT_OK ? body.status : out->status;
  furat_buffer_clear(&body);
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
                  const furat_prefixes *prefixes, bool *replaced, furat_error *err)
{
  furat_buffer query;
  furat_canned old = {.name = FURAT_STR_NONE};
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
    status = find_path(path, name, err);
  }
  if (status == FURAT_OK) {
    // One that cannot be read has nothing to keep.
    *replaced = furat_canned_read(&old, path->data, NULL) == FURAT_OK;
    write_query(&query, name, title, text, &old, prefixes, &arena);
    status = furat_buffer_status(&query, err);
  }
  if (status == FURAT_OK) {
    status = check_and_write(path->data, furat_buffer_str(&query), err);
  }
  furat_canned_clear(&old);
  furat_arena_clear(&arena);
  furat_buffer_clear(&query);
  return status;
}
