// SPDX-License-Identifier: GPL-3.0-or-later
// How long a Tab takes: complete_bench STORE [ROUNDS].  Each line is completed at its
// end, the labels having been read; the table has the first, the middle and the longest
// time of the rounds in milliseconds, and how many candidates there were.
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "cli/show.h"
#include "engine/native.h"
#include "shell/complete.h"

static const char *const lines[] = {
    "SEL",
    "SELECT * { ?x a ",
    "SELECT * { ?x a fur:",
    "SELECT * { ?x ",
    "SELECT * { ?x a fur:Battle ; ",
    "SELECT * { ?x a fur:Participation ; ",
    "SELECT * { ?x fur:event ?e . ?e ",
    "SELECT * { ?x fur:role ",
    "SELECT * { ?x fur:event ",
    "SELECT * { ?x fur:event معركة 72",
    "SELECT * { ?x fur:event م",
    "SELECT * { ?x fur:actor place 1",
    "SELECT * { ?x fur:actor nothinglikeit",
    "SELECT * { <https://w3id.org/furat/bench/event/1",
    "SELECT * { ?x skos:prefLabel \"Place 1",
    "SELECT * { ?x skos:prefLabel \"",
    "SELECT * { ?x a fur:Battle ; skos:prefLabel \"",
    "SELECT * { ?x a fur:Battle ; fur:tookPlaceIn ",
    "SELECT * { ?x a fur:Participation ; fur:actor ",
    "SELECT * { <https://w3id.org/furat/bench/place/1> ^",
    "SELECT * { ?x a fur:Battle ; ^",
    "SELECT * { ?x a fur:Battle ; fur:tookPlaceIn/",
    "SELECT * { ?x (fur:event|fur:actor)/^",
    "SELECT * { ?x ^fur:actor ",
    "SELECT * { ?x fur:event ?y VALUES ?y { ",
    "SELECT * { ?x a fur:Battle VALUES ?x { ",
    "SELECT * { ?x skos:prefLabel ?l FILTER (LANG(?l) = \"",
    "SELECT * { ?x skos:prefLabel \"Place 1\"@",
    "SELECT * { ?x fur:earliestBegin \"",
    "SELECT * { ?x fur:earliestBegin \"2017-1",
    "SELECT * { ?x fur:minValue ",
    "SELECT * { ?x fur:earliestBegin \"2017-01-01\"^^",
    "SELECT * { GRAPH ",
    ".describe place 77",
};
enum { N_LINES = sizeof lines / sizeof lines[0], MAX_ROUNDS = 1000 };

static double
now_ms(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int
compare_times(const void *a, const void *b)
{
  const double x = *(const double *)a;
  const double y = *(const double *)b;
  return (x > y) - (x < y);
}

static void
measure(furat_shell *shell, const char *line, int n_rounds)
{
  double times[MAX_ROUNDS];
  double first = 0;
  size_t n = 0;
  bool more = false;
  for (int i = 0; i < n_rounds; i++) {
    furat_candidates list;
    const furat_str text = furat_str_of(line);
    const double start = now_ms();
    furat_shell_complete(shell, text, text.len, &list);
    times[i] = now_ms() - start;
    first = i == 0 ? times[0] : first;
    n = list.items.n;
    more = list.more;
    furat_candidates_clear(&list);
  }
  qsort(times, (size_t)n_rounds, sizeof times[0], compare_times);
  printf("%8.2f %8.2f %8.2f %5zu%s  %s\n", first, times[n_rounds / 2],
         times[n_rounds - 1], n, more ? "+" : " ", line);
}

static furat_status
run(const char *path, int n_rounds, furat_error *err)
{
  furat_shell shell = {.input_name = "bench"};
  furat_dataset_options options = FURAT_DATASET_OPTIONS_INIT;
  options.engine = &furat_engine_native;
  options.path = path;
  options.read_only = true;
  furat_prefixes_init(&shell.prefixes);
  furat_status status = furat_settings_init(&shell.settings, err);
  if (status == FURAT_OK) {
    status = furat_show_prefixes(&shell.prefixes, err);
  }
  if (status == FURAT_OK) {
    status = furat_dataset_open(&shell.dataset, &options, err);
  }
  if (status == FURAT_OK) {
    status = furat_names_new(&shell.names, shell.dataset, err);
  }
  if (status == FURAT_OK) {
    bool all = false;
    const double start = now_ms();
    status = furat_names_read(shell.names, NULL, err);
    printf("%zu names read in %.0f ms\n", furat_names_count(shell.names, &all),
           now_ms() - start);
    printf("   first   middle  longest  found (+: and others)\n");
  }
  for (size_t i = 0; i < N_LINES && status == FURAT_OK; i++) {
    measure(&shell, lines[i], n_rounds);
  }
  furat_names_free(shell.names);
  furat_dataset_close(shell.dataset);
  furat_settings_clear(&shell.settings);
  furat_prefixes_clear(&shell.prefixes);
  return status;
}

int
main(int argc, char **argv)
{
  furat_error err = FURAT_ERROR_INIT;
  const int n_rounds = argc > 2 ? atoi(argv[2]) : 20;
  if (argc < 2 || n_rounds < 1 || n_rounds > MAX_ROUNDS) {
    fprintf(stderr, "usage: complete_bench STORE [ROUNDS]\n");
    return 2;
  }
  if (run(argv[1], n_rounds, &err) != FURAT_OK) {
    fprintf(stderr, "%s\n", err.message);
    return 1;
  }
  return 0;
}
