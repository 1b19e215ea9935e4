// SPDX-License-Identifier: GPL-3.0-or-later
// Patterns, terms and pieces of the request as they stand in a diagnosis: on one line and
// short.                                        sparql/print_algebra -> [diagnose_text]
#include "base/utf8.h"
#include "engine/diagnose_internal.h"

enum { MOST_BYTES = 160, MOST_TEXT = 1 << 20 };

// Spaces and line ends as one space, and an ellipsis where it is too long.
static void
append_short(furat_buffer *out, furat_str text)
{
  bool space = false;
  size_t cut = text.len <= MOST_BYTES ? text.len : furat_utf8_floor(text, MOST_BYTES);
  for (size_t i = 0; i < cut; i++) {
    char c = text.data[i];
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
      space = i > 0;
      continue;
    }
    if (space) {
      furat_buffer_append_byte(out, ' ');
      space = false;
    }
    furat_buffer_append_byte(out, c);
  }
  furat_buffer_append_cstr(out, cut < text.len ? "..." : "");
}

void
furat_diagnosis_write_term(furat_diagnosis *d, const furat_term *term)
{
  furat_buffer text;
  furat_buffer_init(&text, MOST_TEXT);
  furat_algebra_print_term(&text, &d->names, term);
  if (text.status == FURAT_LIMIT) {
    furat_buffer_reset(&text);
    furat_buffer_append_cstr(&text, "a very long text");
  }
  append_short(d->out, furat_buffer_str(&text));
  furat_buffer_clear(&text);
}

void
furat_diagnosis_write_var(furat_diagnosis *d, furat_var var)
{
  furat_buffer_append_byte(d->out, '?');
  append_short(d->out, d->variables.names[var]);
}

void
furat_diagnosis_write_span(furat_diagnosis *d, furat_span span)
{
  const furat_str text = d->query.text;
  if (span.start < span.end && span.end <= text.len) {
    append_short(d->out, furat_str_slice(text, span.start, span.end - span.start));
  } else {
    furat_buffer_append_cstr(d->out, "a part of it");
  }
}

// Values of parameters stand where their variables do.
static furat_slot
slot_shown(const furat_diagnosis *d, const furat_slot *slot)
{
  const furat_term *term = furat_probe_constant(d, slot);
  return term ? (furat_slot){.var = FURAT_VAR_NONE, .term = *term} : *slot;
}

static void
write_triples(furat_diagnosis *d, const furat_algebra *node)
{
  furat_buffer text;
  furat_buffer_init(&text, MOST_TEXT);
  for (size_t i = 0; i < node->n_triples && text.len <= MOST_BYTES; i++) {
    furat_triple_pattern shown = node->triples[i];
    shown.subject = slot_shown(d, &shown.subject);
    shown.predicate = slot_shown(d, &shown.predicate);
    shown.object = slot_shown(d, &shown.object);
    furat_buffer_append_cstr(&text, i > 0 ? " . " : "");
    furat_algebra_print_pattern(&text, &d->names, &shown);
  }
  append_short(d->out, furat_buffer_str(&text));
  furat_buffer_clear(&text);
}

static void
write_node(furat_diagnosis *d, const furat_algebra *node, unsigned depth);

static void
write_two(furat_diagnosis *d, const furat_algebra *node, const char *open,
          const char *between, const char *close, unsigned depth)
{
  furat_buffer_append_cstr(d->out, open);
  write_node(d, node->left, depth);
  furat_buffer_append_cstr(d->out, between);
  write_node(d, node->right, depth);
  furat_buffer_append_cstr(d->out, close);
}

static void
write_node(furat_diagnosis *d, const furat_algebra *node, unsigned depth)
{
  enum { DEEPEST = 8 };
  if (depth == DEEPEST) {
    furat_buffer_append_cstr(d->out, "...");
    return;
  }
  switch (node->kind) {
  case FURAT_ALGEBRA_BGP:
    write_triples(d, node);
    break;
  case FURAT_ALGEBRA_LEFT_JOIN:
    write_two(d, node, "", " OPTIONAL { ", " }", depth + 1);
    break;
  case FURAT_ALGEBRA_MINUS:
    write_two(d, node, "", " MINUS { ", " }", depth + 1);
    break;
  case FURAT_ALGEBRA_JOIN:
    write_two(d, node, "", " . ", "", depth + 1);
    break;
  case FURAT_ALGEBRA_UNION:
    write_two(d, node, "{ ", " } UNION { ", " }", depth + 1);
    break;
  case FURAT_ALGEBRA_FILTER:
    write_node(d, node->left, depth + 1);
    furat_buffer_append_cstr(d->out, " FILTER ");
    furat_diagnosis_write_span(d, node->filter->span);
    break;
  default:
    furat_diagnosis_write_span(d, node->span);
    break;
  }
}

void
furat_diagnosis_write(furat_diagnosis *d, const furat_algebra *node)
{
  write_node(d, node, 0);
}

void
furat_diagnosis_write_nears(furat_diagnosis *d, const char *intro,
                            const furat_nears *nears)
{
  for (size_t i = 0; i < nears->n; i++) {
    furat_buffer_append_cstr(d->out, "  ");
    furat_buffer_append_cstr(d->out, intro);
    furat_buffer_append_byte(d->out, ' ');
    furat_diagnosis_write_term(d, &nears->best[i].term);
    furat_buffer_appendf(d->out, " (%s)\n", nears->best[i].why);
  }
}
