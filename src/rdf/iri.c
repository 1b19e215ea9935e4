// SPDX-License-Identifier: GPL-3.0-or-later
// Works on bytes: RFC 3986 gives all structure to ASCII characters, so IRIs need no
// decoding.
#include "rdf/iri.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"

enum { MAX_PATH_BYTES = 1 << 20 };

/// The five parts of RFC 3986 section 3; a part that is not there differs from an empty
/// one.
typedef struct iri_parts {
  furat_str scheme;
  furat_str authority;
  furat_str path;
  furat_str query;
  furat_str fragment;
  bool has_scheme;
  bool has_authority;
  bool has_query;
  bool has_fragment;
} iri_parts;

static bool
is_alpha(char c)
{
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool
is_digit(char c)
{
  return c >= '0' && c <= '9';
}

/// The length of the scheme, or 0 when there is none.  RFC 3986 3.1.
static size_t
scheme_length(furat_str iri)
{
  if (iri.len == 0 || !is_alpha(iri.data[0])) {
    return 0;
  }
  size_t n = 1;
  while (n < iri.len && (is_alpha(iri.data[n]) || is_digit(iri.data[n]) ||
                         memchr("+-.", iri.data[n], 3))) {
    ++n;
  }
  return n < iri.len && iri.data[n] == ':' ? n : 0;
}

/// Take from `*rest` what stands before the first of `stops`.
static furat_str
take_until(furat_str *rest, const char *stops)
{
  size_t n = 0;
  while (n < rest->len && !(rest->data[n] && strchr(stops, rest->data[n]))) {
    ++n;
  }
  const furat_str taken = furat_str_slice(*rest, 0, n);
  *rest = furat_str_slice(*rest, n, rest->len);
  return taken;
}

static bool
take_byte(furat_str *rest, char c)
{
  const bool found = rest->len > 0 && rest->data[0] == c;
  if (found) {
    *rest = furat_str_slice(*rest, 1, rest->len);
  }
  return found;
}

static iri_parts
split(furat_str iri)
{
  iri_parts parts = {.has_scheme = false};
  furat_str rest = iri;
  const size_t n_scheme = scheme_length(iri);
  if (n_scheme) {
    parts.has_scheme = true;
    parts.scheme = furat_str_slice(iri, 0, n_scheme);
    rest = furat_str_slice(iri, n_scheme + 1, iri.len);
  }
  if (furat_str_starts_with(rest, FURAT_STR("//"))) {
    parts.has_authority = true;
    rest = furat_str_slice(rest, 2, rest.len);
    parts.authority = take_until(&rest, "/?#");
  }
  parts.path = take_until(&rest, "?#");
  if (take_byte(&rest, '?')) {
    parts.has_query = true;
    parts.query = take_until(&rest, "#");
  }
  if (take_byte(&rest, '#')) {
    parts.has_fragment = true;
    parts.fragment = rest;
  }
  return parts;
}

bool
furat_iri_is_absolute(furat_str iri)
{
  return scheme_length(iri) > 0;
}

size_t
furat_iri_valid_length(furat_str iri)
{
  size_t n = 0;
  while (n < iri.len && (unsigned char)iri.data[n] > ' ' &&
         !strchr("<>\"{}|^`\\", iri.data[n])) {
    ++n;
  }
  return n;
}

bool
furat_iri_is_valid(furat_str iri)
{
  return furat_iri_is_absolute(iri) && furat_iri_valid_length(iri) == iri.len;
}

/// Cut the last segment and its slash from what was appended behind `start`.
static void
drop_last_segment(furat_buffer *out, size_t start)
{
  const furat_str path = furat_str_slice(furat_buffer_str(out), start, out->len);
  const size_t slash = furat_str_rfind_byte(path, '/');
  furat_buffer_truncate(out, slash < path.len ? start + slash : start);
}

/// Append `path` without its dot segments.  RFC 3986 5.2.4, whose letters A to E are
/// cited.
static void
append_without_dots(furat_buffer *out, furat_str path)
{
  const size_t start = out->len;
  while (path.len > 0) {
    if (furat_str_starts_with(path, FURAT_STR("../"))) { // A
      path = furat_str_slice(path, 3, path.len);
    } else if (furat_str_starts_with(path, FURAT_STR("./"))) {
      path = furat_str_slice(path, 2, path.len);
    } else if (furat_str_starts_with(path, FURAT_STR("/./"))) { // B
      path = furat_str_slice(path, 2, path.len);
    } else if (furat_str_equal(path, FURAT_STR("/."))) {
      path = FURAT_STR("/");
    } else if (furat_str_starts_with(path, FURAT_STR("/../"))) { // C
      path = furat_str_slice(path, 3, path.len);
      drop_last_segment(out, start);
    } else if (furat_str_equal(path, FURAT_STR("/.."))) {
      path = FURAT_STR("/");
      drop_last_segment(out, start);
    } else if (furat_str_equal(path, FURAT_STR(".")) ||
               furat_str_equal(path, FURAT_STR(".."))) { // D
      path = FURAT_STR_NONE;
    } else { // E
      size_t n = 1;
      while (n < path.len && path.data[n] != '/') {
        ++n;
      }
      furat_buffer_append(out, furat_str_slice(path, 0, n));
      path = furat_str_slice(path, n, path.len);
    }
  }
}

/// RFC 3986 5.2.3, then 5.2.4.
static furat_status
append_merged(furat_buffer *out, const iri_parts *base, furat_str path, furat_error *err)
{
  furat_buffer merged;
  furat_buffer_init(&merged, out->max);
  if (base->has_authority && base->path.len == 0) {
    furat_buffer_append_byte(&merged, '/');
  } else {
    const size_t slash = furat_str_rfind_byte(base->path, '/');
    const size_t n = slash < base->path.len ? slash + 1 : 0;
    furat_buffer_append(&merged, furat_str_slice(base->path, 0, n));
  }
  furat_buffer_append(&merged, path);
  const furat_status status = furat_buffer_status(&merged, err);
  if (status == FURAT_OK) {
    append_without_dots(out, furat_buffer_str(&merged));
  }
  furat_buffer_clear(&merged);
  return status;
}

static void
append_query(furat_buffer *out, const iri_parts *parts)
{
  if (parts->has_query) {
    furat_buffer_append_byte(out, '?');
    furat_buffer_append(out, parts->query);
  }
}

static void
append_head(furat_buffer *out, furat_str scheme, const iri_parts *parts)
{
  furat_buffer_append(out, scheme);
  furat_buffer_append_byte(out, ':');
  if (parts->has_authority) {
    furat_buffer_append_cstr(out, "//");
    furat_buffer_append(out, parts->authority);
  }
}

furat_status
furat_iri_resolve(furat_buffer *out, furat_str base, furat_str reference,
                  furat_error *err)
{
  const iri_parts r = split(reference);
  const iri_parts b = split(base);
  furat_status status = FURAT_OK;
  if (r.has_scheme) {
    append_head(out, r.scheme, &r);
    append_without_dots(out, r.path);
    append_query(out, &r);
  } else if (!b.has_scheme) {
    return furat_error_set(err, FURAT_BAD_DATA,
                           "relative IRI <%.*s> cannot be resolved without a base",
                           reference.len < 200 ? (int)reference.len : 200,
                           reference.data ? reference.data : "");
  } else if (r.has_authority) {
    append_head(out, b.scheme, &r);
    append_without_dots(out, r.path);
    append_query(out, &r);
  } else if (r.path.len == 0) {
    append_head(out, b.scheme, &b);
    furat_buffer_append(out, b.path);
    append_query(out, r.has_query ? &r : &b);
  } else {
    append_head(out, b.scheme, &b);
    if (r.path.data[0] == '/') {
      append_without_dots(out, r.path);
    } else {
      status = append_merged(out, &b, r.path, err);
    }
    append_query(out, &r);
  }
  if (r.has_fragment) {
    furat_buffer_append_byte(out, '#');
    furat_buffer_append(out, r.fragment);
  }
  return status == FURAT_OK ? furat_buffer_status(out, err) : status;
}

/// Whether a byte may stand in a path as it is: pchar of RFC 3986, or a slash.
static bool
is_path_byte(char c)
{
  return is_alpha(c) || is_digit(c) || (c && strchr("-._~!$&'()*+,;=:@/", c));
}

static void
append_encoded_path(furat_buffer *out, furat_str path)
{
  for (size_t offset = 0; offset < path.len;) {
    const size_t start = offset;
    const uint32_t c = furat_utf8_decode(path, &offset);
    const bool is_plain = c < 0x80 ? is_path_byte((char)c)
                                   : c != FURAT_UTF8_BAD && !furat_utf8_is_unsafe(c);
    for (size_t i = start; i < offset; ++i) {
      if (is_plain) {
        furat_buffer_append_byte(out, path.data[i]);
      } else {
        furat_buffer_appendf(out, "%%%02X", (unsigned char)path.data[i]);
      }
    }
  }
}

/// Append the working directory and a slash.
static furat_status
append_directory(furat_buffer *path, furat_error *err)
{
  for (size_t cap = 256;; cap *= 2) {
    char *place = furat_buffer_reserve(path, cap);
    if (!place) {
      return furat_buffer_status(path, err);
    }
    if (getcwd(place, cap)) {
      furat_buffer_advance(path, strlen(place));
      furat_buffer_append_byte(path, '/');
      return furat_buffer_status(path, err);
    }
    if (errno != ERANGE) {
      return furat_error_io(err, "cannot find", "the working directory", errno);
    }
  }
}

furat_status
furat_iri_of_file(furat_buffer *out, const char *path, furat_error *err)
{
  furat_buffer whole;
  furat_buffer plain;
  furat_buffer_init(&whole, MAX_PATH_BYTES);
  furat_buffer_init(&plain, MAX_PATH_BYTES);
  furat_status status = FURAT_OK;
  if (path[0] != '/') {
    status = append_directory(&whole, err);
  }
  furat_buffer_append_cstr(&whole, path);
  append_without_dots(&plain, furat_buffer_str(&whole));
  if (status == FURAT_OK) {
    status = furat_buffer_status(&whole, err);
  }
  if (status == FURAT_OK) {
    status = furat_buffer_status(&plain, err);
  }
  if (status == FURAT_OK) {
    furat_buffer_append_cstr(out, "file://");
    append_encoded_path(out, furat_buffer_str(&plain));
    status = furat_buffer_status(out, err);
  }
  furat_buffer_clear(&whole);
  furat_buffer_clear(&plain);
  return status;
}
