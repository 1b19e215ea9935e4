// SPDX-License-Identifier: GPL-3.0-or-later
// Times a storage of librdf: reading N-Triples into it, and looking for statements.
//
//   librdf_bench STORAGE NAME OPTIONS FILE N     such as
//   librdf_bench furat /tmp/x.furat "new='yes'" data.nt 20000
//   librdf_bench hashes x "hash-type='memory',new='yes'" data.nt 20000
#include <librdf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SUBJECT = 1, PREDICATE = 2, OBJECT = 4 };

static double
seconds(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int
parse(librdf_world *world, librdf_model *model, const char *path)
{
  char name[4096];
  snprintf(name, sizeof name, "file://%s", path);
  librdf_parser *parser = librdf_new_parser(world, "ntriples", NULL, NULL);
  librdf_uri *uri = librdf_new_uri(world, (const unsigned char *)name);
  const double start = seconds();
  const int failed = librdf_parser_parse_into_model(parser, uri, uri, model) ||
                     librdf_model_sync(model) > 0;
  const double took = seconds() - start;
  printf("parse     %8.2f s  %9.0f statements/s\n", took,
         (double)librdf_model_size(model) / took);
  librdf_free_uri(uri);
  librdf_free_parser(parser);
  return failed;
}

// About `n` statements, evenly spread.
static size_t
sample(librdf_model *model, librdf_statement **out, size_t n)
{
  const size_t step = (size_t)librdf_model_size(model) / n + 1;
  size_t taken = 0;
  librdf_stream *stream = librdf_model_as_stream(model);
  for (size_t i = 0; !librdf_stream_end(stream) && taken < n; i++) {
    if (i % step == 0) {
      out[taken++] =
          librdf_new_statement_from_statement(librdf_stream_get_object(stream));
    }
    librdf_stream_next(stream);
  }
  librdf_free_stream(stream);
  return taken;
}

static void
find(librdf_world *world, librdf_model *model, librdf_statement **statements, size_t n,
     unsigned parts, const char *name)
{
  size_t n_found = 0;
  const double start = seconds();
  size_t done = 0;
  for (; done < n && seconds() - start < 20; done++) {
    librdf_statement *pattern = librdf_new_statement(world);
    if (parts & SUBJECT) {
      librdf_statement_set_subject(
          pattern,
          librdf_new_node_from_node(librdf_statement_get_subject(statements[done])));
    }
    if (parts & PREDICATE) {
      librdf_statement_set_predicate(
          pattern,
          librdf_new_node_from_node(librdf_statement_get_predicate(statements[done])));
    }
    if (parts & OBJECT) {
      librdf_statement_set_object(
          pattern,
          librdf_new_node_from_node(librdf_statement_get_object(statements[done])));
    }
    librdf_stream *stream = librdf_model_find_statements(model, pattern);
    for (int i = 0; stream && i < 100 && !librdf_stream_end(stream);
         librdf_stream_next(stream), i++) {
      n_found += librdf_stream_get_object(stream) != NULL;
    }
    if (stream) {
      librdf_free_stream(stream);
    }
    librdf_free_statement(pattern);
  }
  printf("%-9s %8.2f us a look-up, %zu of them, %zu statements\n", name,
         (seconds() - start) * 1e6 / (double)done, done, n_found);
}

int
main(int argc, char **argv)
{
  if (argc != 6) {
    fprintf(stderr, "usage: librdf_bench STORAGE NAME OPTIONS FILE N\n");
    return 2;
  }
  librdf_world *world = librdf_new_world();
  librdf_world_open(world);
  librdf_storage *storage = librdf_new_storage(world, argv[1], argv[2], argv[3]);
  librdf_model *model = storage ? librdf_new_model(world, storage, NULL) : NULL;
  const size_t n = strtoul(argv[5], NULL, 10);
  librdf_statement **statements = calloc(n + 1, sizeof *statements);
  if (!model || !statements || parse(world, model, argv[4])) {
    return 3;
  }
  const size_t taken = sample(model, statements, n);
  find(world, model, statements, taken, SUBJECT, "s ? ?");
  find(world, model, statements, taken, SUBJECT | PREDICATE, "s p ?");
  find(world, model, statements, taken, PREDICATE | OBJECT, "? p o");
  find(world, model, statements, taken, OBJECT, "? ? o");
  find(world, model, statements, taken, SUBJECT | PREDICATE | OBJECT, "s p o");
  for (size_t i = 0; i < taken; i++) {
    librdf_free_statement(statements[i]);
  }
  free(statements);
  librdf_free_model(model);
  librdf_free_storage(storage);
  librdf_free_world(world);
  return 0;
}
