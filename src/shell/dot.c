// SPDX-License-Identifier: GPL-3.0-or-later
// The dot commands: one table, from which they are found, helped with and completed.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/options.h"
#include "io/writer.h"
#include "results/cell.h"
#include "results/format.h"
#include "shell/shell_internal.h"
#include "shell/words.h"

enum { MAX_WORDS = 1000, MAX_LINE_BYTES = 1 << 24, HELP_COLUMN = 32 };

typedef struct dot_command {
  const char *name;
  const char *usage;
  const char *help;
  size_t min_words;
  size_t max_words;
  furat_status (*run)(furat_shell *shell, const furat_dot_words *words, furat_error *err);
} dot_command;

static furat_status
dot_help(furat_shell *shell, const furat_dot_words *words, furat_error *err);

static furat_status
dot_quit(furat_shell *shell, FURAT_UNUSED const furat_dot_words *words,
         FURAT_UNUSED furat_error *err)
{
  shell->quit = true;
  return FURAT_OK;
}

static furat_status
dot_read(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  return furat_shell_script(shell, words->at[0], err);
}

static furat_status
dot_timer(furat_shell *shell, const furat_dot_words *words, furat_error *err)
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

static furat_status
dot_explain(furat_shell *shell, const furat_dot_words *words, furat_error *err)
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

static furat_status
dot_mode(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  if (words->n == 1) {
    return furat_shell_set_mode(shell, words->at[0], err);
  }
  const char *usual = shell->interactive ? "table" : "tsv";
  printf("solutions: %s\ngraphs: %s\n", shell->results_mode ? shell->results_mode : usual,
         shell->graph_mode ? shell->graph_mode : "turtle");
  return FURAT_OK;
}

// Print a line of text that may come from data.
static void
print_visible(furat_str text)
{
  furat_buffer line;
  furat_buffer_init(&line, SIZE_MAX / 2);
  furat_text_write_visible(&line, text);
  furat_buffer_append_byte(&line, '\n');
  if (line.status == FURAT_OK) {
    fwrite(line.data, 1, line.len, stdout);
  }
  furat_buffer_clear(&line);
}

static furat_status
dot_prefixes(furat_shell *shell, FURAT_UNUSED const furat_dot_words *words,
             FURAT_UNUSED furat_error *err)
{
  furat_buffer line;
  furat_buffer_init(&line, SIZE_MAX / 2);
  for (size_t i = 0; i < shell->prefixes.entries.n; i++) {
    const furat_prefix *prefix = &FURAT_VEC_AT(&shell->prefixes.entries, furat_prefix, i);
    furat_buffer_reset(&line);
    furat_buffer_append_cstr(&line, "PREFIX ");
    furat_buffer_append(&line, prefix->name);
    furat_buffer_append_cstr(&line, ": <");
    furat_buffer_append(&line, prefix->iri);
    furat_buffer_append_byte(&line, '>');
    print_visible(furat_buffer_str(&line));
  }
  furat_status status = furat_buffer_status(&line, err);
  furat_buffer_clear(&line);
  return status;
}

static furat_status
print_graph(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  const furat_shell *shell = self;
  furat_buffer line;
  furat_buffer_init(&line, SIZE_MAX / 2);
  for (size_t i = 0; i < n; i++) {
    furat_buffer_reset(&line);
    furat_term_write_cell(&line, &quads[i].subject, &shell->prefixes);
    furat_buffer_append_byte(&line, '\n');
    fwrite(line.data, 1, line.status == FURAT_OK ? line.len : 0, stdout);
  }
  furat_status status = furat_buffer_status(&line, err);
  furat_buffer_clear(&line);
  return status;
}

static furat_status
dot_graphs(furat_shell *shell, FURAT_UNUSED const furat_dot_words *words,
           furat_error *err)
{
  const furat_quad_sink sink = {.self = shell, .emit = print_graph};
  return furat_dataset_graphs(shell->dataset, &sink, err);
}

// A graph as somebody types it: <iri>, prefix:name, or an absolute IRI as it is.
static furat_status
read_graph_name(furat_buffer *out, const furat_shell *shell, const char *typed,
                furat_error *err)
{
  furat_str text = furat_str_of(typed);
  furat_str space = FURAT_STR_NONE;
  size_t colon = furat_str_find_byte(text, ':');
  bool bracketed = text.len > 1 && text.data[0] == '<' && text.data[text.len - 1] == '>';
  if (bracketed) {
    furat_buffer_append(out, furat_str_slice(text, 1, text.len - 2));
  } else if (colon < text.len &&
             furat_prefixes_find(&shell->prefixes, furat_str_slice(text, 0, colon),
                                 &space)) {
    furat_buffer_append(out, space);
    for (size_t i = colon + 1; i < text.len; i++) {
      if (text.data[i] != '\\') { // as .graphs writes it: graph:doc\/004
        furat_buffer_append_byte(out, text.data[i]);
      }
    }
  } else if (colon < text.len) {
    furat_buffer_append(out, text);
  } else {
    furat_error_set(err, FURAT_USAGE, "%.200s is no name of a graph", typed);
    furat_error_hint(err, ".graphs lists them");
    return FURAT_USAGE;
  }
  return furat_buffer_status(out, err);
}

typedef struct counting_sink {
  furat_quad_sink next;
  uint64_t n;
} counting_sink;

static furat_status
count_and_emit(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  counting_sink *counting = self;
  counting->n += n;
  return furat_quad_sink_emit(&counting->next, quads, n, err);
}

// Write all graphs, or the one, to the output.
static furat_status
export_to(furat_shell *shell, furat_output *output, const furat_syntax *syntax,
          const furat_term *graph, uint64_t *n_written, furat_error *err)
{
  furat_write_options options = FURAT_WRITE_OPTIONS_INIT;
  options.syntax = syntax;
  options.prefixes = &shell->prefixes;
  options.sorted = true;
  const furat_term anything[3] = {FURAT_TERM_UNSET, FURAT_TERM_UNSET, FURAT_TERM_UNSET};
  furat_writer *writer = NULL;
  furat_status status = furat_writer_new(&writer, output, &options, err);
  if (status == FURAT_OK) {
    counting_sink counting = {.next = furat_writer_sink(writer)};
    const furat_quad_sink sink = {.self = &counting, .emit = count_and_emit};
    status =
        furat_dataset_match(shell->dataset, anything, graph, &sink, &shell->cancel, err);
    *n_written = counting.n;
  }
  if (status == FURAT_OK && *n_written == 0 && graph) {
    furat_error_set(err, FURAT_NOT_FOUND, "there is no graph <%.300s>, or it is empty",
                    graph->text.data);
    furat_error_hint(err, ".graphs lists them");
    status = FURAT_NOT_FOUND;
  }
  if (status == FURAT_OK) {
    status = furat_writer_finish(writer, err);
  }
  furat_writer_free(writer);
  return status;
}

static furat_status
export_file(furat_shell *shell, const char *path, const furat_term *graph,
            furat_error *err)
{
  const furat_syntax *syntax = furat_syntax_of_file(path);
  if (!syntax || !syntax->can_write) {
    furat_error_set(err, FURAT_USAGE, "the ending of %.200s names no format", path);
    furat_error_hint(err, "use .ttl, .trig, .nt, .nq, .rdf, .jsonld or .dot");
    return FURAT_USAGE;
  }
  uint64_t n_written = 0;
  furat_output *output = NULL;
  furat_status status = furat_output_to_file(&output, path, err);
  if (status == FURAT_OK) {
    status = export_to(shell, output, syntax, graph, &n_written, err);
  }
  if (status == FURAT_OK) {
    status = furat_output_finish(output, err);
  }
  furat_output_free(output);
  if (status == FURAT_OK && shell->interactive) {
    printf("wrote %" PRIu64 " statements to ", n_written);
    print_visible(furat_str_of(path));
  }
  return status;
}

static furat_status
dot_export(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  if (words->n == 1) {
    return export_file(shell, words->at[0], NULL, err);
  }
  furat_buffer name;
  furat_buffer_init(&name, MAX_LINE_BYTES);
  furat_status status = read_graph_name(&name, shell, words->at[1], err);
  if (status == FURAT_OK) {
    furat_term graph = furat_term_iri(furat_buffer_str(&name));
    status = export_file(shell, words->at[0], &graph, err);
  }
  furat_buffer_clear(&name);
  return status;
}

static const dot_command commands[] = {
    {".help", ".help [COMMAND]", "show these commands, or one of them", 0, 1, dot_help},
    {".explain", ".explain [on|off|analyze]", "show plans instead of answers", 0, 1,
     dot_explain},
    {".export", ".export FILE [GRAPH]", "write all graphs, or one, as FILE's ending says",
     1, 2, dot_export},
    {".graphs", ".graphs", "list the named graphs", 0, 0, dot_graphs},
    {".mode", ".mode [FORMAT]", "show results as table, csv, json, turtle ...", 0, 1,
     dot_mode},
    {".prefixes", ".prefixes", "list the prefixes that are known", 0, 0, dot_prefixes},
    {".queries", ".queries [NAME]", "list the canned queries, or explain one", 0, 1,
     furat_shell_dot_queries},
    {".quit", ".quit", "leave, as Ctrl-D does", 0, 0, dot_quit},
    {".read", ".read FILE", "run the statements of FILE", 1, 1, dot_read},
    {".run", ".run NAME [PARAMETER=VALUE]...", "answer a canned query", 0, MAX_WORDS,
     furat_shell_dot_run},
    {".timer", ".timer [on|off]", "tell how long each statement takes", 0, 1, dot_timer},
};
enum { N_COMMANDS = sizeof(commands) / sizeof(commands[0]) };

bool
furat_shell_dot_at(size_t index, const char **name, const char **usage, const char **help)
{
  if (index >= N_COMMANDS) {
    return false;
  }
  *name = commands[index].name;
  *usage = commands[index].usage;
  *help = commands[index].help;
  return true;
}

// Also without the dot: .help run.
static const dot_command *
find_command(const char *name, furat_error *err)
{
  const char *names[N_COMMANDS];
  for (size_t i = 0; i < N_COMMANDS; i++) {
    names[i] = commands[i].name;
    if (strcmp(names[i] + (name[0] == '.' ? 0 : 1), name) == 0) {
      return &commands[i];
    }
  }
  furat_error_set(err, FURAT_USAGE, "there is no command %.100s", name);
  const char *near = furat_nearest_name(name, names, N_COMMANDS);
  if (near) {
    furat_error_hint(err, "did you mean %s?", near);
  } else {
    furat_error_hint(err, ".help lists the commands");
  }
  return NULL;
}

static furat_status
dot_help(FURAT_UNUSED furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  if (words->n == 1) {
    const dot_command *command = find_command(words->at[0], err);
    if (!command) {
      return FURAT_USAGE;
    }
    printf("%s\n  %s\n", command->usage, command->help);
    return FURAT_OK;
  }
  fputs(
      "A query of one line runs at Enter; one of several lines ends with an empty line\n"
      "or with a semicolon.\n\n",
      stdout);
  for (size_t i = 0; i < N_COMMANDS; i++) {
    printf("%-*s %s\n", HELP_COLUMN, commands[i].usage, commands[i].help);
  }
  return FURAT_OK;
}

static furat_status
run_words(furat_shell *shell, const furat_vec *all, furat_error *err)
{
  const char *const *words = all->items;
  const dot_command *command = find_command(words[0], err);
  if (!command) {
    return FURAT_USAGE;
  }
  const furat_dot_words rest = {all->n - 1, words + 1};
  if (rest.n < command->min_words || rest.n > command->max_words) {
    furat_error_set(err, FURAT_USAGE, "%s takes %s", command->name,
                    rest.n < command->min_words ? "more than that" : "less than that");
    furat_error_hint(err, "usage: %s", command->usage);
    return FURAT_USAGE;
  }
  return command->run(shell, &rest, err);
}

furat_status
furat_shell_dot(furat_shell *shell, furat_str line, uint64_t line_number,
                furat_error *err)
{
  furat_arena texts;
  furat_vec words;
  furat_arena_init(&texts, (size_t)MAX_LINE_BYTES * 2);
  furat_vec_init(&words, sizeof(const char *), MAX_WORDS);
  furat_error what = FURAT_ERROR_INIT;
  shell->dot_line = line_number;
  furat_status status = furat_words_split(&words, &texts, line, &what);
  if (status == FURAT_OK) {
    status = run_words(shell, &words, &what);
  }
  furat_vec_clear(&words);
  furat_arena_clear(&texts);
  if (status == FURAT_OK && fflush(stdout) != 0) {
    status = furat_error_set(&what, FURAT_IO, "cannot write standard output");
  }
  return status == FURAT_OK ? FURAT_OK
                            : furat_shell_failed(shell, &what, line, line_number, err);
}
