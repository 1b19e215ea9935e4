// SPDX-License-Identifier: GPL-3.0-or-later
// Of each place of a path only the steps are kept that lead there, whatever stands before
// these.  Where that cannot be told, as behind !, anything may.
//                                                        [position_path] -> position
#include "sparql/position_path.h"

static const furat_position_steps nothing = {.n = 0};
static const furat_position_steps anything = {.any = true};

static furat_position_path_level *
top(furat_position_path *path)
{
  return &path->levels[path->n_levels - 1];
}

void
furat_position_path_begin(furat_position_path *path)
{
  path->levels[0] =
      (furat_position_path_level){.from = {.steps = {{.backwards = false}}, .n = 1}};
  path->n_levels = 1;
  path->n_too_deep = 0;
  path->from = path->levels[0].from;
  path->last = nothing;
  path->caret = false;
  path->negated = false;
}

static void
join(furat_position_steps *steps, const furat_position_steps *more)
{
  steps->any = steps->any || more->any;
  for (size_t i = 0; i < more->n; i++) {
    if (steps->n == FURAT_POSITION_MAX_STEPS) {
      steps->any = true;
    } else {
      steps->steps[steps->n++] = more->steps[i];
    }
  }
  steps->n = steps->any ? 0 : steps->n;
}

bool
furat_position_path_is_backwards(const furat_position_path *path)
{
  return path->levels[path->n_levels - 1].backwards != path->caret;
}

void
furat_position_path_step(furat_position_path *path, furat_str predicate)
{
  const bool known = !path->negated && path->n_too_deep == 0;
  path->last = known ? nothing : anything;
  if (known) {
    path->last.steps[path->last.n++] = (furat_position_step){
        .predicate = predicate, .backwards = furat_position_path_is_backwards(path)};
  }
  path->caret = false;
  path->negated = top(path)->negated;
}

static void
open_paren(furat_position_path *path)
{
  if (path->n_levels == FURAT_POSITION_MAX_PATH_DEPTH) {
    path->n_too_deep++;
    return;
  }
  path->levels[path->n_levels++] =
      (furat_position_path_level){.from = path->from,
                                  .backwards = furat_position_path_is_backwards(path),
                                  .negated = path->negated};
  path->caret = false;
}

// A way is read to its end.  Backwards that is where it began.
static void
end_way(furat_position_path *path)
{
  furat_position_path_level *level = top(path);
  join(&level->ends, level->in_way ? &level->first : &path->last);
  level->in_way = false;
  path->from = level->from;
  path->caret = false;
}

static void
close_paren(furat_position_path *path)
{
  if (path->n_too_deep > 0) {
    path->n_too_deep--;
  } else if (path->n_levels > 1) {
    end_way(path);
    path->last = top(path)->ends;
    path->n_levels--;
  }
  path->caret = false;
  path->negated = top(path)->negated;
}

// Backwards what comes next is gone first.
static void
go_on(furat_position_path *path)
{
  furat_position_path_level *level = top(path);
  path->from = level->backwards ? level->from : path->last;
  path->caret = false;
  if (level->backwards && !level->in_way) {
    level->first = path->last;
    level->in_way = true;
  }
}

void
furat_position_path_take(furat_position_path *path, furat_token_kind kind)
{
  switch (kind) {
  case FURAT_TOKEN_LPAREN:
    open_paren(path);
    break;
  case FURAT_TOKEN_RPAREN:
    close_paren(path);
    break;
  case FURAT_TOKEN_CARET:
    path->caret = true;
    break;
  case FURAT_TOKEN_NOT:
    path->negated = true;
    break;
  case FURAT_TOKEN_SLASH:
    go_on(path);
    break;
  case FURAT_TOKEN_PIPE:
    end_way(path);
    break;
  case FURAT_TOKEN_STAR:
  case FURAT_TOKEN_QUESTION: // no step may be one, too
    join(&path->last, &path->from);
    break;
  default:
    break;
  }
}
