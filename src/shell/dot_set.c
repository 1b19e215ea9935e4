// SPDX-License-Identifier: GPL-3.0-or-later
// Dot commands that change how the shell shows things: .mode .timer .explain.
// [dot_set] -> dot
#include <stdio.h>
#include <string.h>

#include "io/syntax.h"
#include "results/format.h"
#include "shell/dot.h"

furat_status
furat_shell_dot_timer(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  if (words->n == 0) {
    shell->timer = !shell->timer;
  } else if (strcmp(words->at[0], "on") == 0 || strcmp(words->at[0], "off") == 0) {
    shell->timer = strcmp(words->at[0], "on") == 0;
  } else {
    return furat_error_set(err, FURAT_USAGE, ".timer takes on or off, not %.100s",
                           words->at[0]);
  }
  if (shell->interactive) {
    printf("timer %s\n", shell->timer ? "on" : "off");
  }
  return FURAT_OK;
}

furat_status
furat_shell_dot_explain(furat_shell *shell, const furat_dot_words *words,
                        furat_error *err)
{
  static const char *const names[] = {[FURAT_SHELL_PLANS_OFF] = "off",
                                      [FURAT_SHELL_PLANS_ON] = "on",
                                      [FURAT_SHELL_PLANS_ANALYZE] = "analyze"};
  const char *wish = words->n == 1                           ? words->at[0]
                     : shell->plans == FURAT_SHELL_PLANS_OFF ? "on"
                                                             : "off";
  for (int i = 0; i <= FURAT_SHELL_PLANS_ANALYZE; i++) {
    if (strcmp(wish, names[i]) == 0) {
      shell->plans = (furat_shell_plans)i;
      if (shell->interactive) {
        printf("explain %s\n", names[i]);
      }
      return FURAT_OK;
    }
  }
  return furat_error_set(err, FURAT_USAGE,
                         ".explain takes on, off or analyze, not %.100s", wish);
}

furat_status
furat_shell_set_mode(furat_shell *shell, const char *name, furat_error *err)
{
  const furat_format *format = furat_format_named(furat_str_of(name));
  const furat_syntax *syntax = furat_syntax_named(furat_str_of(name));
  if (strcmp(name, "table") == 0) {
    shell->results_mode = "table";
  } else if (format) {
    shell->results_mode = format->name;
  } else if (syntax && syntax->can_write) {
    shell->graph_mode = syntax->name;
  } else {
    furat_error_set(err, FURAT_USAGE, "there is no format %.100s", name);
    furat_error_hint(err,
                     "solutions: table, json, xml, csv, tsv, markdown, html; graphs: "
                     "turtle, trig, ntriples, nquads, rdfxml, jsonld, dot");
    return FURAT_USAGE;
  }
  return FURAT_OK;
}

furat_status
furat_shell_dot_mode(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  if (words->n == 1) {
    return furat_shell_set_mode(shell, words->at[0], err);
  }
  const char *usual = shell->interactive ? "table" : "tsv";
  printf("solutions: %s\ngraphs: %s\n", shell->results_mode ? shell->results_mode : usual,
         shell->graph_mode ? shell->graph_mode : "turtle");
  return FURAT_OK;
}
