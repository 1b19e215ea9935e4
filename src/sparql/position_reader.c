// SPDX-License-Identifier: GPL-3.0-or-later
// The stack of frames.                              [position_reader] -> position
#include "sparql/position_reader.h"

furat_position_frame *
furat_position_top(furat_position_reader *r)
{
  return &r->frames[r->n_frames - 1];
}

void
furat_position_push(furat_position_reader *r, furat_position_frame inner,
                    furat_position_state after)
{
  if (r->n_frames == FURAT_POSITION_MAX_FRAMES) {
    r->n_too_deep++;
    return;
  }
  furat_position_top(r)->at = after;
  inner.after = after;
  furat_position_path_begin(&r->path);
  r->frames[r->n_frames++] = inner;
}

void
furat_position_pop(furat_position_reader *r)
{
  if (r->n_too_deep > 0) {
    r->n_too_deep--;
  } else if (r->n_frames > 1) {
    r->n_frames--;
    furat_position_path_begin(&r->path);
  }
}

furat_position_frame
furat_position_group_frame(bool templates)
{
  return (furat_position_frame){
      .at = FURAT_AT_SUBJECT, .templates = templates, .first = true};
}

furat_str
furat_position_written(const furat_position_reader *r, const furat_token *token)
{
  return furat_str_slice(r->text, token->span.start, token->span.end - token->span.start);
}

bool
furat_position_is_iri(const furat_token *token)
{
  return token->kind == FURAT_TOKEN_IRI || token->kind == FURAT_TOKEN_PNAME_LN ||
         token->kind == FURAT_TOKEN_PNAME_NS;
}

bool
furat_position_is_node(const furat_token *token)
{
  switch (token->kind) {
  case FURAT_TOKEN_VAR:
  case FURAT_TOKEN_BLANK:
  case FURAT_TOKEN_ANON:
  case FURAT_TOKEN_NIL:
  case FURAT_TOKEN_INTEGER:
  case FURAT_TOKEN_DECIMAL:
  case FURAT_TOKEN_DOUBLE:
  case FURAT_TOKEN_STRING:
    return true;
  default:
    return furat_position_is_iri(token);
  }
}

bool
furat_position_is_truth(const furat_token *token)
{
  return token->keyword == FURAT_KEYWORD_TRUE || token->keyword == FURAT_KEYWORD_FALSE;
}
