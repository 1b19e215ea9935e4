// SPDX-License-Identifier: GPL-3.0-or-later
// A program of librdf on a Furat store, which it makes under the name that it is given:
// contexts, transactions, streams that outlive changes, and what comes back of terms.
// Prints TAP; module.sh runs it with the path of the module in its environment.
#include <librdf.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

typedef struct client {
  librdf_world *world;
  librdf_storage *storage;
  librdf_model *model;
  int n_cases;
  int n_failed;
} client;

static void
ok(client *c, const char *name, bool passed)
{
  c->n_failed += !passed;
  printf("%sok %d - %s\n", passed ? "" : "not ", ++c->n_cases, name);
}

static librdf_node *
iri(client *c, const char *name)
{
  char text[128];
  snprintf(text, sizeof text, "https://example.org/%s", name);
  return librdf_new_node_from_uri_string(c->world, (const unsigned char *)text);
}

static librdf_statement *
triple(client *c, const char *s, const char *p, const char *o)
{
  return librdf_new_statement_from_nodes(c->world, s ? iri(c, s) : NULL,
                                         p ? iri(c, p) : NULL, o ? iri(c, o) : NULL);
}

static int
add(client *c, const char *s, const char *p, const char *o, const char *g)
{
  librdf_statement *statement = triple(c, s, p, o);
  librdf_node *context = g ? iri(c, g) : NULL;
  const int failed = librdf_model_context_add_statement(c->model, context, statement);
  librdf_free_statement(statement);
  if (context) {
    librdf_free_node(context);
  }
  return failed;
}

static int
drain(librdf_stream *stream)
{
  int n = 0;
  for (; stream && !librdf_stream_end(stream); librdf_stream_next(stream)) {
    n += librdf_stream_get_object(stream) != NULL;
  }
  if (stream) {
    librdf_free_stream(stream);
  }
  return n;
}

static int
count(client *c, const char *s, const char *p, const char *o)
{
  librdf_statement *statement = triple(c, s, p, o);
  const int n = drain(librdf_model_find_statements(c->model, statement));
  librdf_free_statement(statement);
  return n;
}

static int
count_contexts(client *c)
{
  librdf_iterator *contexts = librdf_model_get_contexts(c->model);
  int n = 0;
  for (; contexts && !librdf_iterator_end(contexts); librdf_iterator_next(contexts)) {
    n += librdf_iterator_get_object(contexts) != NULL;
  }
  if (contexts) {
    librdf_free_iterator(contexts);
  }
  return n;
}

static bool
open_model(client *c, const char *path, const char *options)
{
  c->storage = librdf_new_storage(c->world, "furat", path, options);
  c->model = c->storage ? librdf_new_model(c->world, c->storage, NULL) : NULL;
  return c->model != NULL;
}

static void
close_model(client *c)
{
  librdf_free_model(c->model);
  librdf_free_storage(c->storage);
}

static void
test_contexts(client *c)
{
  add(c, "a", "p", "b", NULL);
  add(c, "a", "p", "b", "g");
  add(c, "a", "p", "c", "g");
  add(c, "a", "p", "c", "h");
  ok(c, "a statement counts in each of its contexts", librdf_model_size(c->model) == 4);
  ok(c, "adding again changes nothing",
     add(c, "a", "p", "b", NULL) == 0 && librdf_model_size(c->model) == 4);
  ok(c, "two contexts have names", count_contexts(c) == 2);
  ok(c, "a pattern finds in all contexts", count(c, NULL, "p", "c") == 2);
  librdf_node *context = iri(c, "g");
  librdf_statement *any = triple(c, NULL, "p", NULL);
  ok(c, "or in one",
     drain(librdf_model_find_statements_in_context(c->model, any, context)) == 2);
  ok(c, "a context is a stream",
     drain(librdf_model_context_as_stream(c->model, context)) == 2);
  librdf_free_statement(any);
  ok(c, "a context is removed",
     librdf_model_context_remove_statements(c->model, context) == 0 &&
         librdf_model_size(c->model) == 2 && count_contexts(c) == 1);
  librdf_free_node(context);
}

static void
test_removing(client *c)
{
  librdf_statement *there = triple(c, "a", "p", "b");
  librdf_statement *nowhere = triple(c, "a", "p", "z");
  ok(c, "contains", librdf_model_contains_statement(c->model, there) != 0);
  ok(c, "contains not", librdf_model_contains_statement(c->model, nowhere) == 0);
  ok(c, "what is not there is not removed",
     librdf_model_remove_statement(c->model, nowhere) != 0);
  ok(c, "what is there is",
     librdf_model_remove_statement(c->model, there) == 0 &&
         librdf_model_contains_statement(c->model, there) == 0);
  librdf_free_statement(there);
  librdf_free_statement(nowhere);
}

static void
test_transactions(client *c)
{
  const int before = librdf_model_size(c->model);
  ok(c, "a transaction begins", librdf_model_transaction_start(c->model) == 0);
  ok(c, "but only once", librdf_model_transaction_start(c->model) != 0);
  add(c, "t", "p", "1", NULL);
  add(c, "t", "p", "2", NULL);
  ok(c, "it sees its changes", count(c, "t", NULL, NULL) == 2);
  librdf_statement *any = triple(c, "t", NULL, NULL);
  librdf_stream *stream = librdf_model_find_statements(c->model, any);
  add(c, "t", "p", "3", NULL);
  ok(c, "a stream stays as it was when more is added", drain(stream) == 2);
  librdf_free_statement(any);
  ok(c, "rollback",
     librdf_model_transaction_rollback(c->model) == 0 &&
         librdf_model_size(c->model) == before);
  ok(c, "nothing to roll back", librdf_model_transaction_rollback(c->model) != 0);
  librdf_model_transaction_start(c->model);
  add(c, "t", "p", "1", NULL);
  ok(c, "commit",
     librdf_model_transaction_commit(c->model) == 0 &&
         librdf_model_size(c->model) == before + 1);
}

static void
test_streams(client *c)
{
  char name[16];
  for (int i = 0; i < 2000; i++) {
    snprintf(name, sizeof name, "n%d", i);
    add(c, "many", "q", name, NULL);
  }
  librdf_statement *any = triple(c, "many", NULL, NULL);
  librdf_stream *stream = librdf_model_find_statements(c->model, any);
  librdf_free_statement(any);
  int n = 0;
  int n_failed = 0;
  for (; !librdf_stream_end(stream); librdf_stream_next(stream)) {
    n_failed += librdf_model_remove_statement(c->model, librdf_stream_get_object(stream));
    n++;
  }
  librdf_free_stream(stream);
  ok(c, "what a stream gives may be removed while it runs", n == 2000 && n_failed == 0);
  ok(c, "and is gone", count(c, "many", NULL, NULL) == 0);
}

static bool
comes_back(client *c, librdf_node *literal)
{
  librdf_node *subject = iri(c, "literal");
  librdf_node *predicate = iri(c, "value");
  librdf_model_add(c->model, librdf_new_node_from_node(subject),
                   librdf_new_node_from_node(predicate),
                   librdf_new_node_from_node(literal));
  librdf_node *found = librdf_model_get_target(c->model, subject, predicate);
  const bool same = found && librdf_node_equals(found, literal);
  librdf_statement *statement = librdf_new_statement_from_nodes(
      c->world, subject, predicate, librdf_new_node_from_node(literal));
  librdf_model_remove_statement(c->model, statement);
  librdf_free_statement(statement);
  if (found) {
    librdf_free_node(found);
  }
  librdf_free_node(literal);
  return same;
}

static librdf_node *
typed(client *c, const char *text, size_t len, const char *language, const char *type)
{
  char name[80];
  librdf_uri *datatype = NULL;
  if (type) {
    snprintf(name, sizeof name, "http://www.w3.org/2001/XMLSchema#%s", type);
    datatype = librdf_new_uri(c->world, (const unsigned char *)name);
  }
  librdf_node *node = librdf_new_node_from_typed_counted_literal(
      c->world, (const unsigned char *)text, len, language,
      language ? strlen(language) : 0, datatype);
  if (datatype) {
    librdf_free_uri(datatype);
  }
  return node;
}

static void
test_literals(client *c)
{
  ok(c, "a plain literal", comes_back(c, typed(c, "text", 4, NULL, NULL)));
  ok(c, "an empty one", comes_back(c, typed(c, "", 0, NULL, NULL)));
  ok(c, "one with a NUL byte", comes_back(c, typed(c, "a\0b", 3, NULL, NULL)));
  ok(c, "one with a language", comes_back(c, typed(c, "نص", 4, "ar", NULL)));
  ok(c, "a number", comes_back(c, typed(c, "42", 2, NULL, "integer")));
  ok(c, "a number written otherwise", comes_back(c, typed(c, "042", 3, NULL, "integer")));
  ok(c, "what is no number", comes_back(c, typed(c, "many", 4, NULL, "integer")));
  ok(c, "a blank node",
     comes_back(c, librdf_new_node_from_blank_identifier(
                       c->world, (const unsigned char *)"label")));
}

static void
test_reopening(client *c, const char *path)
{
  add(c, "last", "p", "before", "closing");
  const int size = librdf_model_size(c->model);
  close_model(c);
  ok(c, "the store opens again for reading",
     open_model(c, path, "write='no'") && librdf_model_size(c->model) == size);
  ok(c, "and cannot be changed then", add(c, "x", "y", "z", NULL) != 0);
  close_model(c);
  ok(c, "new='yes' empties it",
     open_model(c, path, "new='yes'") && librdf_model_size(c->model) == 0);
  close_model(c);
}

int
main(int argc, char **argv)
{
  client c = {.world = librdf_new_world()};
  if (argc != 2 || !c.world) {
    return 99;
  }
  librdf_world_open(c.world);
  ok(&c, "librdf finds the module and makes a store", open_model(&c, argv[1], NULL));
  if (c.model) {
    test_contexts(&c);
    test_removing(&c);
    test_transactions(&c);
    test_streams(&c);
    test_literals(&c);
    test_reopening(&c, argv[1]);
  }
  librdf_free_world(c.world);
  printf("1..%d\n", c.n_cases);
  return c.n_failed > 0;
}
