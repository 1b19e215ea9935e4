// SPDX-License-Identifier: GPL-3.0-or-later
// The canned queries that there are: listing, explaining and opening them.
//                                       engine/canned, folder -> [canned_list] -> shell
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/options.h"
#include "base/utf8.h"
#include "base/utf8_fold.h"
#include "base/xdg.h"
#include "cli/canned_run.h"
#include "engine/folder.h"
#include "engine/shipped.h"
#include "results/cell.h"

enum { MAX_BYTES = 1 << 26, MAX_ITEMS = 10000 };

// ------------------------------------------------------------------------- finding

static bool
is_listed(const furat_vec *entries, size_t n, furat_str name)
{
  for (size_t i = 0; i < n; i++) {
    if (furat_str_equal(FURAT_VEC_AT(entries, furat_canned_entry, i).name, name)) {
      return true;
    }
  }
  return false;
}

static furat_status
add_folder(furat_vec *out, furat_arena *arena, const char *folder, bool own,
           furat_error *err)
{
  const size_t n_before = out->n;
  furat_vec paths;
  furat_vec_init(&paths, sizeof(furat_str), MAX_ITEMS);
  furat_status status = furat_folder_list(&paths, arena, folder, ".rq", err);
  for (size_t i = 0; i < paths.n && status == FURAT_OK; i++) {
    furat_canned_entry entry = {.path = FURAT_VEC_AT(&paths, furat_str, i), .own = own};
    size_t slash = furat_str_rfind_byte(entry.path, '/');
    furat_str file = furat_str_slice(entry.path, slash + 1, entry.path.len);
    if (!furat_arena_copy(arena, furat_str_slice(file, 0, file.len - strlen(".rq")),
                          &entry.name)) {
      status = furat_error_no_mem(err);
    } else if (!is_listed(out, n_before, entry.name)) {
      furat_vec_push(out, &entry);
      status = furat_vec_status(out, err);
    }
  }
  furat_vec_clear(&paths);
  return status;
}

static int
compare_entries(const void *a, const void *b)
{
  const furat_canned_entry *left = a;
  const furat_canned_entry *right = b;
  return furat_str_compare(left->name, right->name);
}

furat_status
furat_canned_entries(furat_vec *out, furat_arena *arena, furat_error *err)
{
  furat_buffer folder;
  furat_buffer_init(&folder, MAX_BYTES);
  furat_status status = furat_datadir_find(&folder, err);
  furat_buffer_append_cstr(&folder, "/queries");
  if (status == FURAT_OK) {
    status = furat_buffer_status(&folder, err);
  }
  if (status == FURAT_OK) {
    status = add_folder(out, arena, folder.data, false, err);
  }
  furat_buffer_reset(&folder);
  if (status == FURAT_OK && furat_xdg_path(&folder, FURAT_XDG_DATA, "queries")) {
    // Most people have no such folder; what cannot be read is as good as none.
    furat_status own = add_folder(out, arena, folder.data, true, NULL);
    status = own == FURAT_NO_MEM ? furat_error_no_mem(err) : FURAT_OK;
  }
  furat_buffer_clear(&folder);
  if (out->n > 1) {
    qsort(out->items, out->n, out->item_bytes, compare_entries);
  }
  return status;
}

// ------------------------------------------------------------------------- listing

static void
append_padded(furat_buffer *out, furat_str text, size_t width)
{
  size_t cells = furat_utf8_text_width(text);
  furat_buffer_append(out, text);
  furat_buffer_append_fill(out, ' ', cells < width ? width - cells : 1);
}

// One line of the list, and where it stands.
typedef struct listed {
  const furat_canned_entry *entry;
  furat_str topic;
  furat_str title;
} listed;

typedef struct listing {
  furat_vec entries; // furat_canned_entry
  furat_vec lines;   // listed
  furat_arena arena;
  furat_str wanted; // folded
} listing;

static int
compare_lines(const void *a, const void *b)
{
  const listed *left = a;
  const listed *right = b;
  int by_owner = (int)left->entry->own - (int)right->entry->own;
  int by_topic = furat_str_compare(left->topic, right->topic);
  return by_owner != 0   ? by_owner
         : by_topic != 0 ? by_topic
                         : furat_str_compare(left->entry->name, right->entry->name);
}

static bool
is_wanted(const listing *list, const furat_canned *canned, furat_str name)
{
  furat_buffer text;
  furat_buffer folded;
  furat_buffer_init(&text, MAX_BYTES);
  furat_buffer_init(&folded, MAX_BYTES);
  const furat_str parts[] = {name, canned->title, canned->title_ar, canned->description};
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    furat_buffer_append(&text, parts[i]);
    furat_buffer_append_byte(&text, '\n');
  }
  for (size_t i = 0; i < canned->tags.n; i++) {
    furat_buffer_append(&text, FURAT_VEC_AT(&canned->tags, furat_str, i));
    furat_buffer_append_byte(&text, '\n');
  }
  for (size_t i = 0; i < canned->params.n; i++) {
    furat_buffer_append(&text, FURAT_VEC_AT(&canned->params, furat_canned_param, i).name);
    furat_buffer_append_byte(&text, '\n');
  }
  furat_utf8_fold(&folded, furat_buffer_str(&text));
  bool wanted = furat_str_find(furat_buffer_str(&folded), list->wanted) <= folded.len;
  furat_buffer_clear(&folded);
  furat_buffer_clear(&text);
  return wanted;
}

// What cannot be read is listed with the reason, if it is the user's own.
static furat_status
add_line(listing *list, const furat_canned_entry *entry, furat_error *err)
{
  furat_canned canned = {.name = FURAT_STR_NONE};
  furat_error own = FURAT_ERROR_INIT;
  listed line = {.entry = entry, .topic = FURAT_STR("other")};
  furat_status status = furat_canned_read(&canned, entry->path.data, &own);
  bool broken = status != FURAT_OK;
  if (broken && (!entry->own || status == FURAT_NO_MEM)) {
    *err = own;
    furat_canned_clear(&canned);
    return status;
  }
  furat_str title = broken ? furat_str_of(own.message) : canned.title;
  furat_str topic =
      canned.tags.n > 0 ? FURAT_VEC_AT(&canned.tags, furat_str, 0) : line.topic;
  status =
      furat_arena_copy(&list->arena, title, &line.title) &&
              furat_arena_copy(&list->arena, entry->own ? FURAT_STR("your own") : topic,
                               &line.topic)
          ? FURAT_OK
          : furat_error_no_mem(err);
  if (status == FURAT_OK &&
      (list->wanted.len == 0 || is_wanted(list, &canned, entry->name))) {
    furat_vec_push(&list->lines, &line);
    status = furat_vec_status(&list->lines, err);
  }
  furat_canned_clear(&canned);
  return status;
}

static void
write_lines(furat_buffer *out, const listing *list)
{
  size_t width = 0;
  furat_str topic = FURAT_STR_NONE;
  for (size_t i = 0; i < list->lines.n; i++) {
    size_t cells =
        furat_utf8_text_width(FURAT_VEC_AT(&list->lines, listed, i).entry->name);
    width = cells > width ? cells : width;
  }
  for (size_t i = 0; i < list->lines.n; i++) {
    const listed *line = &FURAT_VEC_AT(&list->lines, listed, i);
    if (!furat_str_equal(line->topic, topic)) {
      topic = line->topic;
      furat_text_write_visible(out, topic);
      furat_buffer_append_byte(out, '\n');
    }
    furat_buffer_append_cstr(out, "  ");
    append_padded(out, line->entry->name, width + 2);
    furat_text_write_visible(out, line->title);
    furat_buffer_append_byte(out, '\n');
  }
}

static furat_status
show_list(furat_buffer *out, listing *list, const char *wanted, furat_error *err)
{
  furat_status status = furat_canned_entries(&list->entries, &list->arena, err);
  for (size_t i = 0; i < list->entries.n && status == FURAT_OK; i++) {
    status = add_line(list, &FURAT_VEC_AT(&list->entries, furat_canned_entry, i), err);
  }
  if (status != FURAT_OK) {
    return status;
  }
  if (list->lines.n == 0 && wanted) {
    furat_error_set(err, FURAT_NOT_FOUND, "no canned query tells of %.100s", wanted);
    return FURAT_NOT_FOUND;
  }
  if (list->lines.n > 1) {
    qsort(list->lines.items, list->lines.n, sizeof(listed), compare_lines);
  }
  write_lines(out, list);
  return furat_buffer_status(out, err);
}

furat_status
furat_canned_show_all(furat_buffer *out, const char *wanted, furat_error *err)
{
  listing list = {.wanted = FURAT_STR_NONE};
  furat_buffer folded;
  furat_vec_init(&list.entries, sizeof(furat_canned_entry), MAX_ITEMS);
  furat_vec_init(&list.lines, sizeof(listed), MAX_ITEMS);
  furat_arena_init(&list.arena, MAX_BYTES);
  furat_buffer_init(&folded, MAX_BYTES);
  furat_utf8_fold(&folded, furat_str_of(wanted));
  list.wanted = furat_buffer_str(&folded);
  furat_status status = furat_buffer_status(&folded, err);
  if (status == FURAT_OK) {
    status = show_list(out, &list, wanted, err);
  }
  furat_buffer_clear(&folded);
  furat_arena_clear(&list.arena);
  furat_vec_clear(&list.lines);
  furat_vec_clear(&list.entries);
  return status;
}

// ---------------------------------------------------------------------- explaining

static void
append_type(furat_buffer *out, const furat_canned_param *param)
{
  if (param->type == FURAT_PARAM_IRI) {
    size_t mark = furat_str_rfind_byte(param->kind, '#');
    furat_buffer_append_cstr(out, "a name or an IRI");
    if (mark < param->kind.len) {
      furat_buffer_append_cstr(out, " of the kind ");
      furat_text_write_visible(
          out, furat_str_slice(param->kind, mark + 1, param->kind.len - mark - 1));
    }
  } else if (param->type == FURAT_PARAM_TYPED) {
    size_t mark = furat_str_rfind_byte(param->datatype, '#');
    mark = mark < param->datatype.len ? mark + 1 : 0;
    furat_buffer_append(
        out, furat_str_slice(param->datatype, mark, param->datatype.len - mark));
  } else if (param->choices.len > 0) {
    furat_buffer_append_cstr(out, "one of ");
    furat_text_write_visible(out, param->choices);
  } else {
    furat_buffer_append_cstr(out, "text");
  }
}

static void
append_param(furat_buffer *out, const furat_canned_param *param)
{
  enum { COLUMN = 14 };
  furat_buffer_append_cstr(out, "  ");
  append_padded(out, param->name, COLUMN);
  append_type(out, param);
  if (param->has_default) {
    furat_buffer_append_cstr(out, "; default: ");
    furat_text_write_visible(out, param->fallback);
  } else {
    furat_buffer_append_cstr(out, param->optional ? "; may be left out" : "; needed");
  }
  furat_buffer_append_byte(out, '\n');
  if (param->description.len > 0) {
    furat_buffer_append_fill(out, ' ', COLUMN + 2);
    furat_text_write_visible(out, param->description);
    furat_buffer_append_byte(out, '\n');
  }
}

// Line by line: furat_text_write_visible() would show the line ends.
static void
append_description(furat_buffer *out, furat_str rest)
{
  while (rest.len > 0) {
    const size_t end = furat_str_find_byte(rest, '\n');
    const furat_str line = furat_str_slice(rest, 0, end);
    rest = furat_str_slice(rest, end + 1, rest.len);
    furat_text_write_visible(out, line);
    const bool goes_on = line.len > 0 && rest.len > 0 && !strchr("\n -*", rest.data[0]);
    furat_buffer_append_byte(out, goes_on ? ' ' : '\n');
  }
}

void
furat_canned_show(furat_buffer *out, const furat_canned *canned, const char *command)
{
  furat_buffer_appendf(out, "%s ", command);
  furat_buffer_append(out, canned->name);
  furat_buffer_append_cstr(out, canned->params.n > 0 ? " [param=value]...\n\n" : "\n\n");
  furat_text_write_visible(out, canned->title);
  if (canned->title_ar.len > 0) {
    furat_buffer_append_cstr(out, "\n");
    furat_text_write_visible(out, canned->title_ar);
  }
  furat_buffer_append_cstr(out, "\n");
  if (canned->description.len > 0) {
    furat_buffer_append_cstr(out, "\n");
    append_description(out, canned->description);
  }
  furat_buffer_append_cstr(out, canned->params.n > 0 ? "\nParameters:\n" : "");
  for (size_t i = 0; i < canned->params.n; i++) {
    append_param(out, &FURAT_VEC_AT(&canned->params, furat_canned_param, i));
  }
  furat_buffer_append_cstr(out, canned->tags.n > 0 ? "\nTags:" : "");
  for (size_t i = 0; i < canned->tags.n; i++) {
    furat_buffer_append_byte(out, ' ');
    furat_text_write_visible(out, FURAT_VEC_AT(&canned->tags, furat_str, i));
  }
  furat_buffer_append_cstr(out, canned->tags.n > 0 ? "\n" : "");
}

// --------------------------------------------------------------------- opening

static furat_status
tell_unknown(const char *name, const furat_vec *entries, furat_error *err)
{
  const char **list = furat_alloc_zeroed(entries->n + 1, sizeof *list);
  if (!list) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < entries->n; i++) {
    list[i] = FURAT_VEC_AT(entries, furat_canned_entry, i).name.data;
  }
  const char *near = furat_nearest_name(name, list, entries->n);
  furat_error_set(err, FURAT_USAGE, "there is no canned query %.100s", name);
  if (near) {
    furat_error_hint(err, "did you mean %s?", near);
  } else {
    furat_error_hint(err, "furat run lists them");
  }
  furat_free(list);
  return FURAT_USAGE;
}

furat_status
furat_canned_open(furat_canned *canned, const char *name, furat_error *err)
{
  *canned = (furat_canned){.name = FURAT_STR_NONE};
  if (strchr(name, '/') || furat_str_ends_with(furat_str_of(name), FURAT_STR(".rq"))) {
    return furat_canned_read(canned, name, err);
  }
  furat_vec entries;
  furat_arena arena;
  furat_vec_init(&entries, sizeof(furat_canned_entry), MAX_ITEMS);
  furat_arena_init(&arena, MAX_BYTES);
  furat_status status = furat_canned_entries(&entries, &arena, err);
  const char *path = NULL;
  for (size_t i = 0; i < entries.n && !path; i++) {
    const furat_canned_entry *entry = &FURAT_VEC_AT(&entries, furat_canned_entry, i);
    path = furat_str_equal(entry->name, furat_str_of(name)) ? entry->path.data : NULL;
  }
  if (status == FURAT_OK) {
    status =
        path ? furat_canned_read(canned, path, err) : tell_unknown(name, &entries, err);
  }
  furat_arena_clear(&arena);
  furat_vec_clear(&entries);
  return status;
}
