// SPDX-License-Identifier: GPL-3.0-or-later
// Makes conflict graphs of any size for benchmarks: places in places, actors who fight
// and support each other, events with dates, numbers and causes, and the claims of
// documents about them, in the terms of the shipped ontology.  The same seed gives the
// same bytes. One pass, constant memory: what a thing looks like follows from its number
// and the seed, so nothing has to be remembered.  No triple is made twice.
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FUR      "https://w3id.org/furat/ontology#"
#define DATA     "https://w3id.org/furat/bench/"
#define RDF_TYPE "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
#define SKOS     "http://www.w3.org/2004/02/skos/core#"
#define XSD      "http://www.w3.org/2001/XMLSchema#"
#define EDTF     "http://id.loc.gov/datatypes/edtf/EDTF"

enum {
  OUTPUT_BYTES = 1 << 20,
  EVENTS_PER_DOCUMENT = 200,
  FIRST_DAY = 56658,
  N_DAYS = 2600
};

typedef enum { NTRIPLES, NQUADS, TURTLE } syntax;

typedef struct {
  syntax syntax;
  uint64_t seed;
  uint64_t n_wanted;  // triples
  uint64_t n_written; // triples
  uint64_t n_places;
  uint64_t n_actors;
  uint64_t document; // whose statements are being written; 0: the entities' graph
  char subject[96];  // IRI below DATA
  bool open;         // Turtle: the subject stands, its statement has no dot yet
} generator;

// ---------------------------------------------------------------------- randomness

// splitmix64 of seed, kind of thing and number: a stream of random bits for each thing.
typedef struct {
  uint64_t state;
} dice;

static uint64_t
roll(dice *d)
{
  uint64_t z = (d->state += UINT64_C(0x9E3779B97F4A7C15));
  z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  return z ^ (z >> 31);
}

static dice
dice_of(const generator *g, char kind, uint64_t number)
{
  dice d = {g->seed ^ ((uint64_t)(unsigned char)kind << 56) ^ number};
  d.state = roll(&d);
  return d;
}

static uint64_t
below(dice *d, uint64_t n)
{
  return n > 0 ? roll(d) % n : 0;
}

// Small numbers are much likelier: some actors and places are in most of the news.
static uint64_t
skewed_below(dice *d, uint64_t n)
{
  double u = (double)(roll(d) >> 11) / 9007199254740992.0;
  return (uint64_t)(u * u * u * (double)n);
}

// -------------------------------------------------------------------------- output

static void
write_graph_and_dot(const generator *g)
{
  if (g->syntax == NQUADS && g->document > 0) {
    printf(" <" DATA "graph/doc/%" PRIu64 "> .\n", g->document);
  } else {
    fputs(" .\n", stdout);
  }
}

static void
subject(generator *g, const char *kind, uint64_t number)
{
  if (g->open) {
    fputs(" .\n", stdout);
    g->open = false;
  }
  snprintf(g->subject, sizeof(g->subject), "%s/%" PRIu64, kind, number);
}

// Writes subject and predicate; the object follows.  Predicates are given by prefix and
// name.
static void
begin(generator *g, const char *prefix, const char *name)
{
  bool is_type = strcmp(name, "type") == 0;
  if (g->syntax == TURTLE) {
    if (g->open) {
      fputs(" ;\n  ", stdout);
    } else {
      printf("<%s> ", g->subject);
      g->open = true;
    }
    printf(is_type ? "a " : "%s:%s ", prefix, name);
    return;
  }
  printf("<" DATA "%s> <", g->subject);
  if (is_type) {
    fputs(RDF_TYPE "> ", stdout);
  } else {
    printf("%s%s> ", strcmp(prefix, "skos") == 0 ? SKOS : FUR, name);
  }
}

static void
end(generator *g)
{
  if (g->syntax != TURTLE) {
    write_graph_and_dot(g);
  }
  g->n_written++;
}

static void
relate(generator *g, const char *name, const char *kind, uint64_t number)
{
  begin(g, "fur", name);
  printf(g->syntax == TURTLE ? "<%s/%" PRIu64 ">" : "<" DATA "%s/%" PRIu64 ">", kind,
         number);
  end(g);
}

static void concept(generator *g, const char *name, const char *local)
{
  begin(g, "fur", name);
  printf(g->syntax == TURTLE ? "fur:%s" : "<" FUR "%s>", local);
  end(g);
}

static void
label(generator *g, const char *text, uint64_t number, const char *language)
{
  begin(g, "skos", "prefLabel");
  printf("\"%s %" PRIu64 "\"@%s", text, number, language);
  end(g);
}

static void
typed(generator *g, const char *name, const char *text, const char *prefix,
      const char *local)
{
  begin(g, "fur", name);
  if (strcmp(prefix, "edtf") == 0) {
    printf("\"%s\"^^<" EDTF ">", text);
  } else if (g->syntax == TURTLE) {
    printf("\"%s\"^^xsd:%s", text, local);
  } else {
    printf("\"%s\"^^<" XSD "%s>", text, local);
  }
  end(g);
}

static void
integer(generator *g, const char *name, uint64_t value)
{
  char text[24];
  snprintf(text, sizeof(text), "%" PRIu64, value);
  typed(g, name, text, "xsd", "integer");
}

// ---------------------------------------------------------------------------- time

// A day of the modified Julian calendar as YYYY-MM-DD (inverse of the usual formula).
static void
write_day(char text[11], uint64_t day)
{
  uint64_t z = day + 678881; // days since 0000-03-01
  uint64_t era = z / 146097;
  uint64_t of_era = z - era * 146097;
  uint64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  uint64_t of_year = of_era - (365 * year + year / 4 - year / 100);
  uint64_t month = (5 * of_year + 2) / 153;
  uint64_t date = of_year - (153 * month + 2) / 5 + 1;
  month = month < 10 ? month + 3 : month - 9;
  year += era * 400 + (month <= 2);
  snprintf(text, 11, "%04u-%02u-%02u", (unsigned)(year % 10000), (unsigned)(month % 100),
           (unsigned)(date % 100));
}

// ------------------------------------------------------------------------ entities

static const char *const actor_classes[] = {"ArmedGroup", "StateForce",  "Coalition",
                                            "Person",     "Institution", "Population"};
static const char *const actor_labels[] = {"قوات", "جيش",  "تحالف",
                                           "قائد", "مجلس", "أهالي"};
static const char *const place_kinds[] = {"city", "town", "village", "governorate",
                                          "camp"};
static const char *const event_classes[] = {"Battle", "Attack", "Campaign", "Withdrawal",
                                            "PublicAct"};
static const char *const roles[] = {"attacker", "defender", "supporter", "leader",
                                    "mediator"};
static const char *const measures[] = {"civiliansKilled", "fightersKilled", "displaced",
                                       "wounded", "captured"};
static const char *const qualifiers[] = {"exact", "about", "atLeast", "moreThan"};

#define PICK(d, table) ((table)[below((d), sizeof(table) / sizeof((table)[0]))])

static void
make_place(generator *g, uint64_t i)
{
  dice d = dice_of(g, 'p', i);
  subject(g, "place", i);
  begin(g, "rdf", "type");
  fputs(g->syntax == TURTLE ? "fur:Place" : "<" FUR "Place>", stdout);
  end(g);
  concept(g, "placeKind", PICK(&d, place_kinds));
  label(g, "مدينة", i, "ar");
  label(g, "Place", i, "en");
  if (i > 1) { // a tree about five levels deep
    relate(g, "within", "place", 1 + below(&d, (i + 9) / 10));
  }
}

// Distinct partners: steps of coprime length from the actor's own number.
static void
make_relations(generator *g, dice *d, uint64_t i, const char *name, uint64_t n)
{
  uint64_t stride = 1 + 2 * skewed_below(d, g->n_actors / 8 + 1);
  for (uint64_t k = 1; k <= n && k * stride < g->n_actors; k++) {
    relate(g, name, "actor", 1 + (i - 1 + k * stride) % g->n_actors);
  }
}

static void
make_actor(generator *g, uint64_t i)
{
  dice d = dice_of(g, 'a', i);
  uint64_t class = below(&d, sizeof(actor_classes) / sizeof(actor_classes[0]));
  subject(g, "actor", i);
  begin(g, "rdf", "type");
  printf(g->syntax == TURTLE ? "fur:%s" : "<" FUR "%s>", actor_classes[class]);
  end(g);
  label(g, actor_labels[class], i, "ar");
  label(g, actor_classes[class], i, "en");
  make_relations(g, &d, i, "fought", below(&d, 6));
  make_relations(g, &d, i, "alliedWith", below(&d, 3));
  make_relations(g, &d, i, "supports", below(&d, 3));
  if (i > 1 && below(&d, 3) == 0) {
    relate(g, "memberOf", "actor", 1 + below(&d, (i + 4) / 5));
  }
}

// --------------------------------------------------------------- events and claims

static void
begin_claim(generator *g, uint64_t event, unsigned k, const char *class)
{
  subject(g, "stmt", event * 8 + k);
  begin(g, "rdf", "type");
  printf(g->syntax == TURTLE ? "fur:%s" : "<" FUR "%s>", class);
  end(g);
  relate(g, "inDocument", "doc", g->document);
  relate(g, "passage", "passage", event * 8 + k);
  relate(g, "event", "event", event);
}

static void
make_dating(generator *g, dice *d, uint64_t event)
{
  uint64_t day = FIRST_DAY + below(d, N_DAYS);
  char first[11];
  char last[11];
  write_day(first, day);
  write_day(last, day + below(d, 3) * 15);
  begin_claim(g, event, 0, "Dating");
  typed(g, "edtf", first, "edtf", "EDTF");
  typed(g, "earliestBegin", first, "xsd", "date");
  typed(g, "latestBegin", last, "xsd", "date");
}

static void
make_participations(generator *g, dice *d, uint64_t event, uint64_t n, uint64_t first,
                    uint64_t stride)
{
  for (unsigned k = 0; k < n; k++) {
    begin_claim(g, event, 1 + k, "Participation");
    relate(g, "actor", "actor", 1 + (first + k * stride) % g->n_actors);
    concept(g, "role", PICK(d, roles));
  }
}

static void
make_quantity(generator *g, dice *d, uint64_t event)
{
  uint64_t value = 1 + skewed_below(d, 20000);
  begin_claim(g, event, 5, "Quantity");
  concept(g, "measure", PICK(d, measures));
  concept(g, "qualifier", PICK(d, qualifiers));
  integer(g, "minValue", value);
}

static void
make_event(generator *g, uint64_t i)
{
  dice d = dice_of(g, 'e', i);
  uint64_t n_actors = 1 + below(&d, g->n_actors < 4 ? g->n_actors : 4);
  uint64_t first = skewed_below(&d, g->n_actors);
  uint64_t stride = 1 + skewed_below(&d, g->n_actors / 8 + 1);
  subject(g, "event", i);
  const char *class = PICK(&d, event_classes);
  begin(g, "rdf", "type");
  printf(g->syntax == TURTLE ? "fur:%s" : "<" FUR "%s>", class);
  end(g);
  label(g, "معركة", i, "ar");
  relate(g, "tookPlaceIn", "place", 1 + skewed_below(&d, g->n_places));
  if (i > 1 && below(&d, 2) == 0) {
    relate(g, below(&d, 3) == 0 ? "ledTo" : "before", "event",
           i - 1 - below(&d, i < 50 ? i - 1 : 50));
  }
  for (unsigned k = 0; k < n_actors && (k == 0 || k * stride < g->n_actors); k++) {
    subject(g, "actor", 1 + (first + k * stride) % g->n_actors);
    relate(g, "participatedIn", "event", i);
  }
  make_dating(g, &d, i);
  make_participations(g, &d, i, n_actors, first, stride);
  if (below(&d, 2) == 0) {
    make_quantity(g, &d, i);
  }
}

static void
generate(generator *g)
{
  if (g->syntax == TURTLE) {
    fputs("@base <" DATA "> .\n@prefix fur: <" FUR "> .\n@prefix skos: <" SKOS
          "> .\n@prefix xsd: <" XSD "> .\n",
          stdout);
  }
  for (uint64_t i = 1; i <= g->n_places; i++) {
    make_place(g, i);
  }
  for (uint64_t i = 1; i <= g->n_actors; i++) {
    make_actor(g, i);
  }
  for (uint64_t i = 1; g->n_written < g->n_wanted && !ferror(stdout); i++) {
    g->document = 1 + i / EVENTS_PER_DOCUMENT;
    make_event(g, i);
  }
  if (g->open) {
    fputs(" .\n", stdout);
  }
}

// -------------------------------------------------------------------- command line

static int
usage(void)
{
  fputs("usage: generate TRIPLES [SEED [ntriples | nquads | turtle]] > FILE\n", stderr);
  return 2;
}

int
main(int argc, char **argv)
{
  static const char *const names[] = {"ntriples", "nquads", "turtle"};
  generator g = {.syntax = NTRIPLES, .seed = 1};
  if (argc < 2 || argc > 4) {
    return usage();
  }
  g.n_wanted = strtoull(argv[1], NULL, 10);
  g.seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
  unsigned i = 0;
  while (argc > 3 && i < 3 && strcmp(argv[3], names[i]) != 0) {
    i++;
  }
  if (g.n_wanted == 0 || i == 3) {
    return usage();
  }
  g.syntax = (syntax)i;
  g.n_places = 10 + g.n_wanted / 400;
  g.n_actors = 10 + g.n_wanted / 1000;
  static char buffer[OUTPUT_BYTES];
  setvbuf(stdout, buffer, _IOFBF, sizeof(buffer));
  generate(&g);
  if (fflush(stdout) != 0 || ferror(stdout)) {
    perror("generate");
    return 3;
  }
  fprintf(stderr, "%" PRIu64 " triples, seed %" PRIu64 "\n", g.n_written, g.seed);
  return 0;
}
