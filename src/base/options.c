// SPDX-License-Identifier: GPL-3.0-or-later
// Reads argument vectors by option tables, and prints the tables as help.
#include "base/options.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/timespan.h"
#include "base/utf8.h"

enum {
  MAX_ARGUMENTS = 1 << 20,
  MAX_TABLE = 64,
  NAME_BYTES = 64,
  LIST_BYTES = 200,
  HELP_COLUMN = 28,
  HELP_WIDTH = 79
};

typedef struct parse {
  furat_vec *out;
  const furat_option *table;
  int argc;
  char *const *argv;
  int next; // the first argument that is not read yet
  furat_error *err;
} parse;

/// Read all of `text` as decimal digits; false when there is anything else, or too much.
static bool
read_number(const char *text, size_t len, uint64_t *number)
{
  *number = 0;
  for (size_t i = 0; i < len; ++i) {
    if (text[i] < '0' || text[i] > '9') {
      return false;
    }
    const uint64_t digit = (uint64_t)(text[i] - '0');
    if (*number > (UINT64_MAX - digit) / 10) {
      return false;
    }
    *number = *number * 10 + digit;
  }
  return len > 0;
}

bool
furat_size_parse(uint64_t *number, const char *text)
{
  static const char suffixes[] = "KMGT";
  size_t len = strlen(text);
  unsigned shift = 0;
  if (len > 0) {
    const char last = (char)(text[len - 1] & ~0x20);
    const char *suffix = last ? strchr(suffixes, last) : NULL;
    if (suffix) {
      shift = 10 * (unsigned)(suffix - suffixes + 1);
      --len;
    }
  }
  if (!read_number(text, len, number) || *number > UINT64_MAX >> shift) {
    return false;
  }
  *number <<= shift;
  return true;
}

const char *
furat_size_write(char text[FURAT_SIZE_BYTES], uint64_t bytes)
{
  static const char suffixes[] = "KMGT";
  size_t n = 0;
  while (n < sizeof suffixes - 1 && bytes > 0 && bytes % 1024 == 0) {
    bytes /= 1024;
    n++;
  }
  snprintf(text, FURAT_SIZE_BYTES, "%" PRIu64 "%.1s", bytes,
           n > 0 ? suffixes + n - 1 : "");
  return text;
}

/// Whether `word` is one of the space-separated `choices`.
static bool
is_choice(const char *choices, furat_str word)
{
  furat_str rest = furat_str_of(choices);
  while (rest.len > 0) {
    const size_t end = furat_str_find_byte(rest, ' ');
    if (furat_str_equal(furat_str_slice(rest, 0, end), word)) {
      return true;
    }
    rest = furat_str_slice(rest, end + 1, rest.len);
  }
  return false;
}

/// Whether `word` is made of letters of `name` in their order, from the first on: "ttl"
/// of turtle.
static bool
abbreviates(const char *word, furat_str name)
{
  size_t at = 0;
  if (word[0] == '\0' || word[1] == '\0' || name.len == 0 || word[0] != name.data[0]) {
    return false;
  }
  for (size_t i = 0; i < name.len && word[at]; ++i) {
    at += word[at] == name.data[i] ? 1 : 0;
  }
  return word[at] == '\0';
}

/// The one choice that `word` is nearly, or is short for; FURAT_STR_NONE when there is
/// none.
static furat_str
nearest_choice(const char *choices, const char *word)
{
  char texts[MAX_TABLE][NAME_BYTES];
  const char *names[MAX_TABLE] = {NULL};
  furat_str rest = furat_str_of(choices);
  furat_str short_for = FURAT_STR_NONE;
  furat_str near = FURAT_STR_NONE;
  size_t n = 0;
  size_t n_short = 0;
  for (; rest.len > 0 && n < MAX_TABLE; ++n) {
    const furat_str choice = furat_str_slice(rest, 0, furat_str_find_byte(rest, ' '));
    snprintf(texts[n], NAME_BYTES, "%.*s", FURAT_STR_ARGS(choice));
    names[n] = texts[n];
    if (abbreviates(word, choice)) {
      short_for = choice;
      ++n_short;
    }
    rest = furat_str_slice(rest, choice.len + 1, rest.len);
  }
  const char *nearest = furat_nearest_name(word, names, n);
  if (nearest) {
    const furat_str all = furat_str_of(choices);
    const size_t at = furat_str_find(all, furat_str_of(nearest));
    near = furat_str_slice(all, at, strlen(nearest));
  }
  return n_short == 1 ? short_for : near;
}

static void
refuse_choice(const parse *p, const furat_option *option, const char *value)
{
  const furat_str near = nearest_choice(option->choices, value);
  furat_error_set(p->err, FURAT_USAGE, "--%s cannot be \"%s\"", option->name, value);
  if (near.len > 0) {
    furat_error_hint(p->err, "did you mean %.*s? it is one of: %s", FURAT_STR_ARGS(near),
                     option->choices);
  } else {
    furat_error_hint(p->err, "it is one of: %s", option->choices);
  }
}

static furat_status
bad_value(const parse *p, const furat_option *option, const char *value)
{
  switch (option->kind) {
  case FURAT_OPTION_CHOICE:
    refuse_choice(p, option, value);
    break;
  case FURAT_OPTION_TIME:
    furat_error_set(p->err, FURAT_USAGE, "--%s wants a time, not \"%s\"", option->name,
                    value);
    furat_error_hint(p->err, FURAT_TIMESPAN_HINT);
    break;
  case FURAT_OPTION_SIZE:
    furat_error_set(p->err, FURAT_USAGE, "--%s wants a size, not \"%s\"", option->name,
                    value);
    furat_error_hint(p->err, FURAT_SIZE_HINT);
    break;
  default:
    furat_error_set(p->err, FURAT_USAGE, "--%s wants a whole number, not \"%s\"",
                    option->name, value);
    break;
  }
  return FURAT_USAGE;
}

static furat_status
check_value(const parse *p, const furat_option *option, const char *value,
            uint64_t *number)
{
  bool ok = true;
  if (option->kind == FURAT_OPTION_CHOICE) {
    ok = is_choice(option->choices, furat_str_of(value));
  } else if (option->kind == FURAT_OPTION_NUMBER) {
    ok = read_number(value, strlen(value), number);
  } else if (option->kind == FURAT_OPTION_SIZE) {
    ok = furat_size_parse(number, value);
  } else if (option->kind == FURAT_OPTION_TIME) {
    ok = furat_timespan_parse(number, furat_str_of(value));
  }
  return ok ? FURAT_OK : bad_value(p, option, value);
}

static furat_status
push(const parse *p, furat_argument argument)
{
  furat_vec_push(p->out, &argument);
  return furat_vec_status(p->out, p->err);
}

static bool
was_given(const parse *p, int id)
{
  for (size_t i = 0; i < p->out->n; ++i) {
    if (FURAT_VEC_AT(p->out, furat_argument, i).id == id) {
      return true;
    }
  }
  return false;
}

/// Take `option`; its value is `value`, or else the next argument.
static furat_status
take_option(parse *p, const furat_option *option, bool negated, const char *value)
{
  if (!option->repeatable && was_given(p, option->id)) {
    return furat_error_set(p->err, FURAT_USAGE, "--%s is given twice", option->name);
  }
  furat_argument argument = {.id = option->id, .negated = negated};
  if (option->kind == FURAT_OPTION_FLAG) {
    if (value) {
      return furat_error_set(p->err, FURAT_USAGE, "--%s takes no value", option->name);
    }
    return push(p, argument);
  }
  if (!value) {
    if (p->next >= p->argc) {
      return furat_error_set(p->err, FURAT_USAGE, "--%s needs a value: %s", option->name,
                             option->argument ? option->argument : "VALUE");
    }
    value = p->argv[p->next];
    p->next += 1;
  }
  argument.value = value;
  const furat_status status = check_value(p, option, value, &argument.number);
  return status == FURAT_OK ? push(p, argument) : status;
}

/// The long names that `word` may mean: "no-" forms too.  Exact matches come alone.
static size_t
long_matches(const furat_option *table, furat_str word, const furat_option **match,
             bool *negated)
{
  size_t n = 0;
  for (const furat_option *o = table; o->id != 0; ++o) {
    for (int no = 0; no <= (o->negatable ? 1 : 0); ++no) {
      furat_str name = furat_str_of(o->name);
      furat_str rest = word;
      if (no && furat_str_starts_with(word, FURAT_STR("no-"))) {
        rest = furat_str_slice(word, 3, word.len);
      } else if (no) {
        continue;
      }
      if (furat_str_equal(name, rest)) {
        *match = o;
        *negated = no;
        return 1;
      }
      if (rest.len > 0 && furat_str_starts_with(name, rest)) {
        *match = o;
        *negated = no;
        ++n;
      }
    }
  }
  return n;
}

static bool
is_negatable(const furat_option *table, const char *name)
{
  const furat_option *o = table;
  while (o->id != 0 && strcmp(o->name, name) != 0) {
    ++o;
  }
  return o->negatable;
}

static furat_status
unknown_option(const parse *p, furat_str word)
{
  char wanted[NAME_BYTES];
  const char *names[MAX_TABLE];
  size_t n = 0;
  for (const furat_option *o = p->table; o->id != 0 && n < MAX_TABLE; ++o) {
    names[n++] = o->name;
  }
  const size_t len = word.len < NAME_BYTES ? word.len : NAME_BYTES - 1;
  if (len) {
    memcpy(wanted, word.data, len);
  }
  wanted[len] = '\0';
  furat_error_set(p->err, FURAT_USAGE, "there is no option --%s", wanted);
  const bool negated = furat_str_starts_with(word, FURAT_STR("no-"));
  const char *opposite = negated ? furat_nearest_name(wanted + 3, names, n) : NULL;
  const char *nearest = furat_nearest_name(wanted, names, n);
  if (opposite && is_negatable(p->table, opposite)) {
    furat_error_hint(p->err, "did you mean --no-%s?", opposite);
  } else if (nearest) {
    furat_error_hint(p->err, "did you mean --%s?", nearest);
  }
  return FURAT_USAGE;
}

/// `word` begins the names of more than one option: name them.
static furat_status
several_options(const parse *p, furat_str word)
{
  char names[LIST_BYTES] = "";
  size_t used = 0;
  for (const furat_option *o = p->table; o->id != 0; ++o) {
    if (furat_str_starts_with(furat_str_of(o->name), word) && used < sizeof(names)) {
      used += (size_t)snprintf(names + used, sizeof(names) - used, " --%s", o->name);
    }
  }
  furat_error_set(p->err, FURAT_USAGE, "--%.*s fits several options",
                  word.len < NAME_BYTES ? (int)word.len : NAME_BYTES, word.data);
  if (used > 0) {
    furat_error_hint(p->err, "it may be:%s", names);
  }
  return FURAT_USAGE;
}

static furat_status
parse_long(parse *p, const char *text)
{
  const furat_str all = furat_str_of(text);
  const size_t equals = furat_str_find_byte(all, '=');
  const furat_str word = furat_str_slice(all, 0, equals);
  const char *value = equals < all.len ? text + equals + 1 : NULL;
  const furat_option *option = NULL;
  bool negated = false;
  const size_t n = long_matches(p->table, word, &option, &negated);
  if (n == 0) {
    return unknown_option(p, word);
  }
  if (n > 1) {
    return several_options(p, word);
  }
  return take_option(p, option, negated, value);
}

/// A cluster of letters; the first that takes a value takes the rest.
static furat_status
parse_short(parse *p, const char *letters)
{
  furat_status status = FURAT_OK;
  while (status == FURAT_OK && *letters) {
    const furat_option *o = p->table;
    while (o->id != 0 && o->letter != *letters) {
      ++o;
    }
    if (o->id == 0) {
      const furat_str rest = furat_str_of(letters);
      size_t end = 0;
      furat_utf8_decode(rest, &end);
      return furat_error_set(p->err, FURAT_USAGE, "there is no option -%.*s", (int)end,
                             letters);
    }
    ++letters;
    const bool takes_rest = o->kind != FURAT_OPTION_FLAG && *letters;
    status = take_option(p, o, false, takes_rest ? letters : NULL);
    if (takes_rest) {
      break;
    }
  }
  return status;
}

furat_status
furat_options_parse(furat_vec *out, const furat_option *table, int argc,
                    char *const *argv, furat_error *err)
{
  furat_vec_init(out, sizeof(furat_argument), MAX_ARGUMENTS);
  parse p = {out, table, argc, argv, 0, err};
  bool only_operands = false;
  furat_status status = FURAT_OK;
  while (status == FURAT_OK && p.next < argc) {
    const char *text = argv[p.next];
    p.next += 1;
    if (only_operands || text[0] != '-' || text[1] == '\0') {
      status = push(&p, (furat_argument){.value = text});
    } else if (strcmp(text, "--") == 0) {
      only_operands = true;
    } else if (text[1] == '-') {
      status = parse_long(&p, text + 2);
    } else {
      status = parse_short(&p, text + 1);
    }
  }
  return status;
}

/// The help text, in lines of at most HELP_WIDTH cells that start at HELP_COLUMN.
static void
append_words(furat_buffer *out, furat_str text)
{
  size_t column = HELP_COLUMN;
  for (size_t at = 0; at < text.len;) {
    const furat_str rest = furat_str_slice(text, at, text.len);
    const furat_str word = furat_str_slice(rest, 0, furat_str_find_byte(rest, ' '));
    const size_t cells = furat_utf8_text_width(word);
    if (column > HELP_COLUMN && column + 1 + cells > HELP_WIDTH) {
      furat_buffer_append_byte(out, '\n');
      furat_buffer_append_fill(out, ' ', HELP_COLUMN);
      column = HELP_COLUMN;
    } else if (column > HELP_COLUMN) {
      furat_buffer_append_byte(out, ' ');
      column += 1;
    }
    furat_buffer_append(out, word);
    column += cells;
    at += word.len + 1;
  }
}

void
furat_options_help(furat_buffer *out, const furat_option *table)
{
  furat_buffer text;
  furat_buffer_init(&text, out->max);
  for (const furat_option *o = table; o->id != 0; ++o) {
    if (!o->help) {
      continue;
    }
    const size_t start = out->len;
    if (o->letter) {
      furat_buffer_appendf(out, "  -%c, ", o->letter);
    } else {
      furat_buffer_append_cstr(out, "      ");
    }
    furat_buffer_appendf(out, "--%s%s", o->negatable ? "[no-]" : "", o->name);
    if (o->argument) {
      furat_buffer_appendf(out, " %s", o->argument);
    }
    const size_t width = out->len - start;
    if (width + 2 > HELP_COLUMN) {
      furat_buffer_append_byte(out, '\n');
      furat_buffer_append_fill(out, ' ', HELP_COLUMN);
    } else {
      furat_buffer_append_fill(out, ' ', HELP_COLUMN - width);
    }
    furat_buffer_reset(&text);
    furat_buffer_append_cstr(&text, o->help);
    if (o->kind == FURAT_OPTION_CHOICE) {
      furat_buffer_appendf(&text, " (%s)", o->choices);
    }
    append_words(out, furat_buffer_str(&text));
    furat_buffer_append_byte(out, '\n');
  }
  if (out->status == FURAT_OK) {
    out->status = text.status;
  }
  furat_buffer_clear(&text);
}

/// Edits (with swaps of neighbours) between two short words without regard to case; more
/// than `NAME_BYTES` when a word is too long to be compared.
static size_t
edit_distance(furat_str a, furat_str b)
{
  size_t rows[3][NAME_BYTES + 1];
  if (a.len > NAME_BYTES || b.len > NAME_BYTES) {
    return NAME_BYTES + 1;
  }
  for (size_t j = 0; j <= b.len; ++j) {
    rows[0][j] = j;
  }
  for (size_t i = 1; i <= a.len; ++i) {
    size_t *now = rows[i % 3];
    const size_t *up = rows[(i - 1) % 3];
    const size_t *up2 = rows[(i + 1) % 3];
    now[0] = i;
    for (size_t j = 1; j <= b.len; ++j) {
      const furat_str x = furat_str_slice(a, i - 1, 1);
      const furat_str y = furat_str_slice(b, j - 1, 1);
      const size_t change = up[j - 1] + (furat_str_equal_nocase(x, y) ? 0 : 1);
      const size_t shift = (up[j] < now[j - 1] ? up[j] : now[j - 1]) + 1;
      now[j] = change < shift ? change : shift;
      const bool is_swap = i > 1 && j > 1 &&
                           furat_str_equal_nocase(x, furat_str_slice(b, j - 2, 1)) &&
                           furat_str_equal_nocase(furat_str_slice(a, i - 2, 1), y);
      if (is_swap && up2[j - 2] + 1 < now[j]) {
        now[j] = up2[j - 2] + 1;
      }
    }
  }
  return rows[a.len % 3][b.len];
}

const char *
furat_nearest_name(const char *word, const char *const *names, size_t n)
{
  const furat_str wanted = furat_str_of(word);
  const char *nearest = NULL;
  // A third of the letters may be wrong, one more of a short word that begins well, and
  // never all of them.
  enum { GOOD_BEGINNING = 3 };
  size_t best = (wanted.len + 1) / 3;
  best = best > 0 ? best : 1;
  n = wanted.len <= NAME_BYTES ? n : 0;
  for (size_t i = 0; i < n; ++i) {
    const furat_str name = furat_str_of(names[i]);
    const size_t distance = edit_distance(wanted, name);
    const bool begins_so =
        wanted.len == GOOD_BEGINNING + 1 &&
        furat_str_starts_with(name, furat_str_slice(wanted, 0, GOOD_BEGINNING));
    const size_t allowed = nearest || !begins_so ? best : best + 1;
    if (distance < best || (distance <= allowed && !nearest && distance < wanted.len)) {
      nearest = names[i];
      best = distance;
    }
  }
  return nearest;
}
