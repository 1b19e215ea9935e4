// SPDX-License-Identifier: GPL-3.0-or-later
// Matching and replacing, such that somebody who has enough does not wait: a short text
// is tried with few steps.  Where these do not do, and in longer texts, the pattern runs
// in a form that calls out at each of its items, where the cancel token is looked at.
#include <assert.h>

#include "base/utf8.h"
#include "func/regex_internal.h"

enum {
  MATCH_LIMIT = 10000000,
  HEAP_LIMIT_KIB = 64 << 10,
  MAX_TEXT_BYTES = 1 << 25, // a single item may look at all of them
  CHECKED_BYTES = 1 << 20,  // are looked through for bad UTF-8 at once
  PATIENT = FURAT_REGEX_N_CONTEXTS - 1,
  SHORTEST = 64, // bytes of texts of the first context; times 4 each
  LEAST_STEPS = 20,
  STEPS_BY_SQUARE = 80000000 // of the length: each step of each start may see all of it
};

// What one call needs.
typedef struct {
  pcre2_match_data *data;
  pcre2_match_context *watching; // NULL: not made yet
  const furat_cancel *cancel;
  unsigned n_polls;
} match;

furat_status
furat_regex_make_contexts(furat_regex *regex, furat_error *err)
{
  uint32_t length = SHORTEST;
  for (size_t i = 0; i < FURAT_REGEX_N_CONTEXTS; i++, length *= 4) {
    const uint32_t steps = STEPS_BY_SQUARE / (length * length);
    regex->contexts[i] = pcre2_match_context_create(NULL);
    if (!regex->contexts[i]) {
      return furat_error_no_mem(err);
    }
    pcre2_set_match_limit(regex->contexts[i], i == PATIENT          ? MATCH_LIMIT
                                              : steps > LEAST_STEPS ? steps
                                                                    : LEAST_STEPS);
    pcre2_set_heap_limit(regex->contexts[i], HEAP_LIMIT_KIB);
  }
  return FURAT_OK;
}

static furat_status
begin_match(match *m, const furat_regex *regex, const furat_cancel *cancel,
            furat_error *err)
{
  *m = (match){.cancel = cancel};
  m->data = pcre2_match_data_create_from_pattern(regex->code, NULL);
  return m->data ? FURAT_OK : furat_error_no_mem(err);
}

static void
end_match(match *m)
{
  pcre2_match_data_free(m->data);
  pcre2_match_context_free(m->watching);
}

// Called at each item of a pattern.
static int
look_up(pcre2_callout_block *block, void *self)
{
  (void)block;
  match *m = self;
  return furat_cancel_poll_often(m->cancel, &m->n_polls, NULL) == FURAT_OK
             ? 0
             : PCRE2_ERROR_CALLOUT;
}

static furat_status
make_watched(furat_regex *regex, match *m, furat_error *err)
{
  int error;
  PCRE2_SIZE offset;
  if (!regex->watched) {
    const furat_str text = furat_buffer_str(&regex->translated);
    regex->watched =
        pcre2_compile((PCRE2_SPTR)(text.data ? text.data : ""), text.len,
                      regex->options | PCRE2_AUTO_CALLOUT, &error, &offset, NULL);
    if (regex->watched) {
      (void)pcre2_jit_compile(regex->watched, PCRE2_JIT_COMPLETE);
    }
  }
  m->watching =
      regex->watched ? pcre2_match_context_copy(regex->contexts[PATIENT]) : NULL;
  if (!m->watching) {
    return furat_error_no_mem(err);
  }
  pcre2_set_callout(m->watching, look_up, m);
  return FURAT_OK;
}

// The context for quick tries, or PATIENT.
static size_t
context_for(size_t length)
{
  size_t i = 0;
  for (size_t most = SHORTEST; i < PATIENT && most < length; most *= 4) {
    i++;
  }
  return i;
}

static bool
takes_too_long(int n)
{
  return n == PCRE2_ERROR_MATCHLIMIT || n == PCRE2_ERROR_DEPTHLIMIT ||
         n == PCRE2_ERROR_HEAPLIMIT || n == PCRE2_ERROR_JIT_STACKLIMIT;
}

// Whether the bytes of a long text are UTF-8, a part after the other.
static furat_status
check_text(furat_str text, const match *m, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t at = 0; status == FURAT_OK && at < text.len;) {
    const size_t left = text.len - at;
    const size_t end =
        left > CHECKED_BYTES ? furat_utf8_floor(text, at + CHECKED_BYTES) : text.len;
    const furat_str part = furat_str_slice(text, at, end - at);
    status = furat_cancel_poll(m->cancel, err);
    if (status == FURAT_OK && furat_utf8_valid_length(part) < part.len) {
      status = furat_error_set(err, FURAT_BAD_DATA, "a text is not well-formed UTF-8");
    }
    at = end;
  }
  return status;
}

// The answer of PCRE2 to the pattern with callouts.
static furat_status
match_watched(int *out, furat_regex *regex, furat_str text, size_t start, bool checked,
              match *m, furat_error *err)
{
  furat_status status = FURAT_OK;
  if (text.len > MAX_TEXT_BYTES) {
    return furat_error_set(err, FURAT_LIMIT, "a text is too long to look for patterns");
  }
  if (!checked) {
    status = check_text(text, m, err);
  }
  if (status == FURAT_OK && !m->watching) {
    status = make_watched(regex, m, err);
  }
  if (status == FURAT_OK) {
    *out = pcre2_match(regex->watched, (PCRE2_SPTR)(text.data ? text.data : ""), text.len,
                       start, PCRE2_NO_UTF_CHECK, m->data, m->watching);
  }
  return status;
}

// FURAT_OK: matched, FURAT_DONE: not.  The text is checked to be UTF-8 by the first match
// in it alone.
static furat_status
match_from(furat_regex *regex, furat_str text, size_t start, match *m, furat_error *err)
{
  const size_t context = context_for(text.len);
  int n = PCRE2_ERROR_MATCHLIMIT;
  furat_status status = furat_cancel_poll_often(m->cancel, &m->n_polls, err);
  if (status == FURAT_OK && context != PATIENT) {
    n = pcre2_match(regex->code, (PCRE2_SPTR)(text.data ? text.data : ""), text.len,
                    start, start > 0 ? PCRE2_NO_UTF_CHECK : 0, m->data,
                    regex->contexts[context]);
  }
  if (status == FURAT_OK && takes_too_long(n)) {
    status =
        match_watched(&n, regex, text, start, start > 0 || context != PATIENT, m, err);
  }
  if (status != FURAT_OK || n >= 0) {
    return status;
  }
  if (takes_too_long(n)) {
    return furat_error_set(err, FURAT_LIMIT, "a regular expression takes too many steps");
  }
  switch (n) {
  case PCRE2_ERROR_NOMATCH:
    return FURAT_DONE;
  case PCRE2_ERROR_NOMEMORY:
    return furat_error_no_mem(err);
  case PCRE2_ERROR_CALLOUT:
    return furat_cancel_poll(m->cancel, err);
  default:
    return furat_error_set(err, FURAT_BAD_DATA, "a text is not well-formed UTF-8");
  }
}

furat_status
furat_regex_match(furat_regex *regex, furat_str text, bool *out,
                  const furat_cancel *cancel, furat_error *err)
{
  match m;
  furat_status status = begin_match(&m, regex, cancel, err);
  if (status == FURAT_OK) {
    status = match_from(regex, text, 0, &m, err);
  }
  end_match(&m);
  *out = status == FURAT_OK;
  return status == FURAT_DONE ? FURAT_OK : status;
}

static void
append_group(furat_buffer *out, furat_str text, const PCRE2_SIZE *ends, uint32_t group)
{
  PCRE2_SIZE start = ends[2 * (size_t)group];
  if (start != PCRE2_UNSET) {
    furat_buffer_append(
        out, furat_str_slice(text, start, ends[2 * (size_t)group + 1] - start));
  }
}

// At '$': as many digits as name a group that there is (F&O 5.6.4).
static bool
append_reference(furat_buffer *out, const furat_regex *regex, furat_str text,
                 furat_str replacement, size_t *at, const PCRE2_SIZE *ends)
{
  size_t i = *at + 1;
  if (i >= replacement.len || replacement.data[i] < '0' || replacement.data[i] > '9') {
    return false;
  }
  uint32_t group = (uint32_t)(replacement.data[i++] - '0');
  while (i < replacement.len && replacement.data[i] >= '0' &&
         replacement.data[i] <= '9') {
    uint32_t longer = group * 10 + (uint32_t)(replacement.data[i] - '0');
    if (longer > regex->n_groups) {
      break;
    }
    group = longer;
    i++;
  }
  if (group <= regex->n_groups) {
    append_group(out, text, ends, group);
  }
  *at = i;
  return true;
}

static furat_status
append_replacement(furat_buffer *out, const furat_regex *regex, furat_str text,
                   furat_str replacement, const PCRE2_SIZE *ends, furat_error *err)
{
  if (regex->literal) {
    furat_buffer_append(out, replacement);
    return FURAT_OK;
  }
  size_t at = 0;
  while (at < replacement.len) {
    char c = replacement.data[at];
    if (c == '$') {
      if (!append_reference(out, regex, text, replacement, &at, ends)) {
        return furat_error_set(
            err, FURAT_BAD_DATA,
            "a $ in a replacement needs a group's number or a backslash");
      }
      continue;
    }
    if (c == '\\') {
      at += 1;
      if (at >= replacement.len ||
          (replacement.data[at] != '\\' && replacement.data[at] != '$')) {
        return furat_error_set(
            err, FURAT_BAD_DATA,
            "a backslash in a replacement stands before $ or a backslash");
      }
      c = replacement.data[at];
    }
    furat_buffer_append_byte(out, c);
    at += 1;
  }
  return FURAT_OK;
}

static furat_status
replace_all(furat_buffer *out, furat_regex *regex, furat_str text, furat_str replacement,
            match *m, furat_error *err)
{
  size_t start = 0;
  furat_status status;
  while ((status = match_from(regex, text, start, m, err)) == FURAT_OK) {
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(m->data);
    furat_buffer_append(out, furat_str_slice(text, start, ends[0] - start));
    status = append_replacement(out, regex, text, replacement, ends, err);
    status = status == FURAT_OK ? furat_buffer_status(out, err) : status;
    if (status != FURAT_OK) {
      return status;
    }
    assert(ends[1] > start); // only the empty text could match nothing, and was refused
    start = ends[1];
  }
  if (status == FURAT_DONE) {
    furat_buffer_append(out, furat_str_slice(text, start, text.len));
    status = furat_buffer_status(out, err);
  }
  return status;
}

furat_status
furat_regex_replace(furat_buffer *out, furat_regex *regex, furat_str text,
                    furat_str replacement, const furat_cancel *cancel, furat_error *err)
{
  bool matches_empty;
  furat_status status =
      furat_regex_match(regex, FURAT_STR_NONE, &matches_empty, cancel, err);
  if (status == FURAT_OK && matches_empty) {
    status =
        furat_error_set(err, FURAT_BAD_DATA,
                        "the regular expression of a replacement matches the empty text");
  }
  if (status != FURAT_OK) {
    return status;
  }
  match m;
  status = begin_match(&m, regex, cancel, err);
  if (status == FURAT_OK) {
    status = replace_all(out, regex, text, replacement, &m, err);
  }
  end_match(&m);
  return status;
}
