// SPDX-License-Identifier: GPL-3.0-or-later
// XPath's regular expressions in PCRE2's syntax.  The translation walks the pattern once:
//   \i \c \d \s \w     (and their complements) as classes with XPath's meaning
//   . ^ $             made XPath's by options (DOLLAR_ENDONLY)
//   [a-z-[aeiou]]    subtraction becomes a negative look-ahead before the class
//   \p{IsGreek}      blocks are not known to PCRE2: refused by its own message
// and refuses the escapes and groups that XPath has not: \b \A (?=...) and the like would
// be understood otherwise than the pattern's writer may think.
#include <string.h>

#include "base/memory.h"
#include "func/regex_internal.h"

enum { MAX_PATTERN_BYTES = 1 << 16, MAX_DEPTH = 100 };

// XML 1.0 NameStartChar and what NameChar adds (production 4 and 4a).
#define NAME_START                                                                       \
  ":A-Z_a-z\\x{C0}-\\x{D6}\\x{D8}-\\x{F6}\\x{F8}-\\x{2FF}\\x{370}-\\x{37D}\\x{37F}-\\x{" \
  "1FFF}"                                                                                \
  "\\x{200C}-\\x{200D}\\x{2070}-\\x{218F}\\x{2C00}-\\x{2FEF}\\x{3001}-\\x{D7FF}"         \
  "\\x{F900}-\\x{FDCF}\\x{FDF0}-\\x{FFFD}\\x{10000}-\\x{EFFFF}"
#define NAME_MORE "\\-.0-9\\x{B7}\\x{300}-\\x{36F}\\x{203F}-\\x{2040}"

// --------------------------------------------------------------------- translation

typedef struct {
  furat_str pattern;
  size_t at;
  bool ignore_space; // flag x
  furat_buffer *out;
  furat_error *err;
} translator;

static furat_status
bad_pattern(translator *t, const char *what)
{
  return furat_error_set(t->err, FURAT_BAD_DATA,
                         "%s at character %zu of the regular expression", what,
                         t->at + 1);
}

static bool
is_xml_space(char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Escapes that stand for a class; `inside` is what stands between brackets.
typedef struct {
  char letter;
  bool negated; // outside a class: [^...]; inside one XPath's writers must spell it out
  const char *inside;
} class_escape;

static const class_escape class_escapes[] = {
    {'i', false, NAME_START},
    {'I', true, NAME_START},
    {'c', false, NAME_START NAME_MORE},
    {'C', true, NAME_START NAME_MORE},
    {'d', false, "\\p{Nd}"},
    {'D', false, "\\P{Nd}"},
    {'s', false, " \\t\\n\\r"},
    {'S', false, "\\x{0}-\\x{8}\\x{B}\\x{C}\\x{E}-\\x{1F}!-\\x{10FFFF}"},
    {'w', false, "\\p{L}\\p{M}\\p{N}\\p{S}"},
    {'W', false, "\\p{P}\\p{Z}\\p{C}"},
};

// False when the letter is no such escape, or none that can stand here.
static bool
write_class_escape(furat_buffer *out, char letter, bool in_class)
{
  for (size_t i = 0; i < sizeof(class_escapes) / sizeof(class_escapes[0]); i++) {
    const class_escape *escape = &class_escapes[i];
    if (escape->letter == letter && !(in_class && escape->negated)) {
      furat_buffer_append_cstr(out, in_class ? "" : escape->negated ? "[^" : "[");
      furat_buffer_append_cstr(out, escape->inside);
      furat_buffer_append_cstr(out, in_class ? "" : "]");
      return true;
    }
  }
  return false;
}

// At a backslash: an escape of XPath's (XSD's \n \r \t, the metacharacters, \d \w \s \p
// ...).
static furat_status
translate_escape(translator *t, bool in_class)
{
  if (t->at + 1 >= t->pattern.len) {
    return bad_pattern(t, "a lone backslash");
  }
  char c = t->pattern.data[t->at + 1];
  if (write_class_escape(t->out, c, in_class)) {
    t->at += 2;
    return FURAT_OK;
  }
  bool back_reference = !in_class && c >= '1' && c <= '9';
  if (!back_reference && (c == 0 || !strchr("nrt\\|.?*+(){}-[]^$pP", c))) {
    return bad_pattern(t, "an escape that XPath does not know");
  }
  if (back_reference) {
    furat_buffer_appendf(t->out, "\\g{%c}", c);
    t->at += 2;
    return FURAT_OK;
  }
  size_t len = 2;
  if (c == 'p' || c == 'P') { // with its property in braces
    furat_str rest = furat_str_slice(t->pattern, t->at, t->pattern.len);
    len = furat_str_find_byte(rest, '}') + 1;
    if (len > rest.len || rest.data[2] != '{') {
      return bad_pattern(t, "a property without braces");
    }
  }
  furat_buffer_append(t->out, furat_str_slice(t->pattern, t->at, len));
  t->at += len;
  return FURAT_OK;
}

static furat_status
translate_class(translator *t, unsigned depth);

// At "-[" inside a class: what follows is taken away from it.
static furat_status
translate_subtraction(translator *t, size_t class_start, unsigned depth)
{
  furat_buffer base;
  furat_buffer_init(&base, t->out->max);
  furat_buffer_append(
      &base, furat_str_slice(furat_buffer_str(t->out), class_start, t->out->len));
  furat_buffer_truncate(t->out, class_start);
  furat_buffer_append(t->out, FURAT_STR("(?:(?!"));
  t->at += 1;
  furat_status status = translate_class(t, depth + 1);
  furat_buffer_append_byte(t->out, ')');
  furat_buffer_append(t->out, furat_buffer_str(&base));
  furat_buffer_append(t->out, FURAT_STR("])"));
  if (base.status != FURAT_OK && t->out->status == FURAT_OK) {
    t->out->status = base.status;
  }
  furat_buffer_clear(&base);
  if (status == FURAT_OK && (t->at >= t->pattern.len || t->pattern.data[t->at] != ']')) {
    return bad_pattern(t, "a subtraction that does not end its class");
  }
  t->at += 1;
  return status;
}

// At '[': a character class up to its ']'.
static furat_status
translate_class(translator *t, unsigned depth)
{
  if (depth > MAX_DEPTH) {
    return bad_pattern(t, "too deep a nesting");
  }
  size_t class_start = t->out->len;
  furat_buffer_append_byte(t->out, '[');
  t->at += 1;
  if (t->at < t->pattern.len && t->pattern.data[t->at] == '^') {
    furat_buffer_append_byte(t->out, '^');
    t->at += 1;
  }
  size_t first = t->at;
  while (t->at < t->pattern.len) {
    char c = t->pattern.data[t->at];
    if (c == ']' && t->at > first) {
      furat_buffer_append_byte(t->out, ']');
      t->at += 1;
      return FURAT_OK;
    }
    if (c == '-' && t->at > first && t->at + 1 < t->pattern.len &&
        t->pattern.data[t->at + 1] == '[') {
      return translate_subtraction(t, class_start, depth);
    }
    if (c == '[' || c == ']') {
      return bad_pattern(t, "a bracket that is not escaped");
    }
    if (c == '\\') {
      furat_status status = translate_escape(t, true);
      if (status != FURAT_OK) {
        return status;
      }
      continue;
    }
    furat_buffer_append_byte(t->out, c);
    t->at += 1;
  }
  return bad_pattern(t, "a class without an end");
}

// At "(": groups, plain or "(?:"; the rest of PCRE2's zoo is not XPath's.
static furat_status
translate_group(translator *t)
{
  if (t->at + 1 < t->pattern.len && t->pattern.data[t->at + 1] == '?') {
    if (t->at + 2 >= t->pattern.len || t->pattern.data[t->at + 2] != ':') {
      return bad_pattern(t, "a group that XPath does not know");
    }
  }
  if (t->at + 1 < t->pattern.len && t->pattern.data[t->at + 1] == '*') {
    return bad_pattern(t, "a quantifier without anything before it");
  }
  furat_buffer_append_byte(t->out, '(');
  t->at += 1;
  return FURAT_OK;
}

// After a quantifier: PCRE2's possessive '+' is no XPath.
static furat_status
translate_quantifier(translator *t, char c)
{
  furat_buffer_append_byte(t->out, c);
  t->at += 1;
  if (t->at < t->pattern.len && t->pattern.data[t->at] == '+') {
    return bad_pattern(t, "two quantifiers in a row");
  }
  return FURAT_OK;
}

static furat_status
translate_one(translator *t)
{
  char c = t->pattern.data[t->at];
  switch (c) {
  case '\\':
    return translate_escape(t, false);
  case '[':
    return translate_class(t, 0);
  case '(':
    return translate_group(t);
  case '*':
  case '+':
  case '?':
  case '}':
    return translate_quantifier(t, c);
  default:
    if (!(t->ignore_space && is_xml_space(c))) {
      furat_buffer_append_byte(t->out, c);
    }
    t->at += 1;
    return FURAT_OK;
  }
}

static furat_status
translate(furat_buffer *out, furat_str pattern, bool ignore_space, furat_error *err)
{
  translator t = {
      .pattern = pattern, .ignore_space = ignore_space, .out = out, .err = err};
  while (t.at < pattern.len) {
    furat_status status = translate_one(&t);
    if (status != FURAT_OK) {
      return status;
    }
  }
  return furat_buffer_status(out, err);
}

// ------------------------------------------------------------------------- compile

typedef struct {
  uint32_t options;
  bool ignore_space;
  bool literal;
} regex_flags;

static furat_status
read_flags(regex_flags *out, furat_str flags, furat_error *err)
{
  *out = (regex_flags){.options = PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY |
                                  PCRE2_NEVER_BACKSLASH_C};
  for (size_t i = 0; i < flags.len; i++) {
    switch (flags.data[i]) {
    case 's':
      out->options |= PCRE2_DOTALL;
      break;
    case 'm':
      out->options |= PCRE2_MULTILINE;
      break;
    case 'i':
      out->options |= PCRE2_CASELESS;
      break;
    case 'x':
      out->ignore_space = true;
      break;
    case 'q':
      out->literal = true;
      break;
    default:
      return furat_error_set(err, FURAT_BAD_DATA,
                             "a regular expression has the flags s, m, i, x, q");
    }
  }
  return FURAT_OK;
}

static furat_status
compile_code(furat_regex *regex, furat_str text, const regex_flags *flags,
             furat_error *err)
{
  regex->options = flags->literal
                       ? PCRE2_LITERAL | PCRE2_UTF | (flags->options & PCRE2_CASELESS)
                       : flags->options;
  int error;
  PCRE2_SIZE offset;
  regex->code = pcre2_compile((PCRE2_SPTR)(text.data ? text.data : ""), text.len,
                              regex->options, &error, &offset, NULL);
  if (!regex->code && error == PCRE2_ERROR_NOMEMORY) {
    return furat_error_no_mem(err);
  }
  if (!regex->code) {
    PCRE2_UCHAR message[256];
    pcre2_get_error_message(error, message, sizeof(message));
    return furat_error_set(err, FURAT_BAD_DATA, "wrong regular expression: %s",
                           (const char *)message);
  }
  // A failure to compile to machine code only costs time.
  (void)pcre2_jit_compile(regex->code, PCRE2_JIT_COMPLETE);
  pcre2_pattern_info(regex->code, PCRE2_INFO_CAPTURECOUNT, &regex->n_groups);
  return furat_regex_make_contexts(regex, err);
}

furat_status
furat_regex_compile(furat_regex **out, furat_str pattern, furat_str flags,
                    furat_error *err)
{
  *out = NULL;
  regex_flags f;
  furat_status status = read_flags(&f, flags, err);
  if (status != FURAT_OK) {
    return status;
  }
  if (pattern.len > MAX_PATTERN_BYTES) {
    return furat_error_set(err, FURAT_LIMIT,
                           "the regular expression is longer than %d bytes",
                           (int)MAX_PATTERN_BYTES);
  }
  furat_regex *regex = furat_alloc_zeroed(1, sizeof(*regex));
  if (!regex) {
    return furat_error_no_mem(err);
  }
  regex->literal = f.literal;
  furat_buffer translated;
  furat_buffer_init(&translated, 64 * (size_t)MAX_PATTERN_BYTES);
  if (f.literal) {
    furat_buffer_append(&translated, pattern);
    status = furat_buffer_status(&translated, err);
  } else {
    status = translate(&translated, pattern, f.ignore_space, err);
  }
  if (status == FURAT_OK) {
    status = compile_code(regex, furat_buffer_str(&translated), &f, err);
  }
  regex->translated = translated;
  if (status != FURAT_OK) {
    furat_regex_free(regex);
    return status;
  }
  *out = regex;
  return FURAT_OK;
}

void
furat_regex_free(furat_regex *regex)
{
  if (regex) {
    for (size_t i = 0; i < FURAT_REGEX_N_CONTEXTS; i++) {
      pcre2_match_context_free(regex->contexts[i]);
    }
    pcre2_code_free(regex->code);
    pcre2_code_free(regex->watched);
    furat_buffer_clear(&regex->translated);
    furat_free(regex);
  }
}
