// SPDX-License-Identifier: GPL-3.0-or-later
// The table of the dot commands: what .help, the manual page and completion know of them.
//                                                  dot_*.c -> [dot_table] -> dot, help
#include <string.h>
#include <strings.h>

#include "shell/dot.h"

static furat_status
dot_quit(furat_shell *shell, FURAT_UNUSED const furat_dot_words *words,
         FURAT_UNUSED furat_error *err)
{
  shell->quit = true;
  return FURAT_OK;
}

static const furat_dot_command commands[] = {
    {.name = ".help",
     .usage = ".help [COMMAND|TOPIC|WORD]",
     .help =
         "show these commands, or explain one, a setting, a topic or a word of SPARQL",
     .args = {FURAT_DOT_ARG_COMMAND},
     .max_words = FURAT_DOT_MAX_WORDS,
     .stays = true,
     .run = furat_shell_dot_help,
     .manual =
         {.words = "COMMAND\ta command or a setting, with its dot or without\n"
                   "TOPIC\tone of keys, completion, variables, names, files, scripts and "
                   "sparql\n"
                   "WORD\ta keyword, function, cast or operator of SPARQL\n",
          .more =
              "Behind a dot it is the command, without one both where a command and a "
              "word of SPARQL have the same name.",
          .examples = ".help .describe\n"
                      ".help keys\n"
                      ".help OPTIONAL\n"
                      ".help strbefore\n",
          .see = ".show .info"}},
    {.name = ".begin",
     .usage = ".begin",
     .help = "begin a transaction: updates are kept by .commit, all or none",
     .stays = true,
     .run = furat_shell_dot_begin,
     .manual =
         {.more =
              "Queries see what the updates before them did; nobody else does before "
              ".commit, and who wants to change the store meanwhile waits.  The prompt "
              "shows a * while a transaction is open.  An update that fails or is "
              "stopped changes nothing, and the transaction goes on; where something "
              "fails in a script the prompt shows a !, and it can only be rolled back.  "
              "One that is open at the end of a session or a script is rolled back, and "
              "such a script has failed.",
          .examples = ".begin\n"
                      "INSERT DATA { place:mosul skos:altLabel \"Nineveh\" }\n"
                      ".commit\n",
          .see = ".commit .rollback"}},
    {.name = ".bind",
     .group = FURAT_DOT_QUERIES,
     .usage = ".bind [COLUMN]...",
     .help = "set ?_COLUMN to the value in the one row of the last result",
     .args = {FURAT_DOT_ARG_COLUMN},
     .max_words = FURAT_DOT_MAX_WORDS,
     .stays = true,
     .run = furat_shell_dot_bind,
     .manual =
         {.words = "COLUMN\ta column of the last result; without any all are taken\n",
          .more =
              "The result must have one row, so that a script stops where it has none or "
              "several: LIMIT 1 makes one.  What is unbound in the row is unset.",
          .examples = ".bind\n"
                      ".bind place\n",
          .see = ".set .unset .last"}},
    {.name = ".cd",
     .usage = ".cd [FOLDER]",
     .help = "look for files and write them in FOLDER; without: in the home folder",
     .args = {FURAT_DOT_ARG_FILE},
     .max_words = 1,
     .stays = true,
     .run = furat_shell_dot_cd,
     .manual = {.words =
                    "FOLDER\tfor .read, .open, .once, .export, .shell and the like\n",
                .more =
                    "A session tells where it is then; {folder} in .prompt does always.",
                .examples = ".cd ~/articles\n.cd\n",
                .see = ".read .open .once .shell .prompt"}},
    {.name = ".classes",
     .group = FURAT_DOT_LOOK,
     .usage = ".classes [PATTERN]",
     .help = "list the classes: how many things are of each, and their labels",
     .args = {FURAT_DOT_ARG_CLASS},
     .max_words = FURAT_DOT_MAX_WORDS,
     .run = furat_shell_dot_classes,
     .manual = {.words =
                    "PATTERN\ta part of the name, the IRI or the label, however it is "
                    "spelt\n",
                .more = "All graphs are looked at, whatever the default graph is.",
                .examples = ".classes\n"
                            ".classes battle\n"
                            ".classes | head -5\n",
                .see = ".predicates .graphs .info"}},
    {.name = ".commit",
     .usage = ".commit",
     .help = "keep what was changed since .begin",
     .stays = true,
     .run = furat_shell_dot_commit,
     .manual = {.more = "All of it is durable then, in one step.  Where something has "
                        "failed in a script, nothing is kept, and .commit fails.",
                .examples = ".commit\n",
                .see = ".begin .rollback"}},
    {.name = ".describe",
     .group = FURAT_DOT_LOOK,
     .usage = ".describe THING [N|all]",
     .help =
         "tell all that is said of a thing, by its IRI or name: N values a predicate, "
         "N claims",
     .args = {FURAT_DOT_ARG_TERM, FURAT_DOT_ARG_COUNT},
     .min_words = 1,
     .max_words = FURAT_DOT_MAX_WORDS,
     .run = furat_shell_dot_describe,
     .manual = {.words = "THING\t<iri>, prefix:name, or a name in any script and "
                         "spelling; several words need no quotes\n"
                         "N\tso many values of each predicate, and so many claims; "
                         "without: ten values and forty claims in tables and lines "
                         "at a terminal, all elsewhere\n"
                         "all\tall of them\n",
                .more =
                    "A predicate with a ^ leads to the thing: ^fur:place.  Claims stand "
                    "in the order of time, with the passage that each rests on.",
                .examples = ".describe mosul\n"
                            ".describe actor:isis 3\n"
                            ".describe الموصل all\n",
                .see = ".find .predicates .labels .lang"}},
    {.name = ".edit",
     .usage = ".edit",
     .help = "open $VISUAL or $EDITOR on the last statement (Ctrl-X Ctrl-E: on this one)",
     .stays = true,
     .run = furat_shell_dot_edit,
     .manual =
         {.more =
              "What comes back from the editor stands in the line, and Enter runs it.",
          .examples = ".edit\n",
          .see = ".history"}},
    {.name = ".export",
     .group = FURAT_DOT_RESULTS,
     .usage = ".export FILE [GRAPH]",
     .help = "write all graphs, or one, as FILE's ending says",
     .args = {FURAT_DOT_ARG_FILE, FURAT_DOT_ARG_GRAPH},
     .min_words = 1,
     .max_words = 2,
     .stays = true,
     .run = furat_shell_dot_export,
     .manual =
         {.words =
              "FILE\tits ending is the format: .ttl .trig .nt .nq .rdf .jsonld .dot\n"
              "GRAPH\t<iri> or prefix:name; without one all graphs are written, and "
              "Turtle has them as one\n",
          .examples = ".export all.trig\n"
                      ".export entities.ttl graph:entities\n",
          .see = ".graphs .once .output"}},
    {.name = ".find",
     .group = FURAT_DOT_LOOK,
     .usage = ".find TEXT",
     .help = "find things by their labels and aliases, however they are spelt",
     .args = {FURAT_DOT_ARG_LABEL},
     .min_words = 1,
     .max_words = FURAT_DOT_MAX_WORDS,
     .run = furat_shell_dot_find,
     .manual =
         {.words = "TEXT\ta name, its beginning or some of its words; script, spelling "
                   "and the order of the words do not matter\n",
          .more = "Where nothing is called so, names are shown that are spelt nearly so.",
          .examples = ".find mosul fall\n"
                      ".find بغدادى\n",
          .see = ".describe .labels"}},
    {.name = ".graphs",
     .group = FURAT_DOT_LOOK,
     .usage = ".graphs [PATTERN]",
     .help = "list the graphs: how many statements, and their titles",
     .args = {FURAT_DOT_ARG_GRAPH},
     .max_words = FURAT_DOT_MAX_WORDS,
     .run = furat_shell_dot_graphs,
     .manual = {.words = "PATTERN\ta part of the name, the IRI or the title\n",
                .more = "The names can be typed behind GRAPH, FROM and .export.",
                .examples = ".graphs\n",
                .see = ".export .classes .info"}},
    {.name = ".history",
     .usage = ".history [TEXT]",
     .help = "what was typed lately, or all of it that holds TEXT",
     .args = {FURAT_DOT_ARG_TEXT},
     .max_words = FURAT_DOT_MAX_WORDS,
     .stays = true,
     .run = furat_shell_dot_history,
     .manual = {.words = "TEXT\tpart of what is looked for; words are found however they "
                         "are spelt, signs as they are\n",
                .more = "Without TEXT the last twenty entries are shown.  Ctrl-R "
                        "searches in the line.",
                .examples = ".history\n"
                            ".history fur:place\n",
                .see = ".edit"}},
    {.name = ".info",
     .group = FURAT_DOT_LOOK,
     .usage = ".info",
     .help = "tell how much there is of what",
     .run = furat_shell_dot_info,
     .manual = {.more = "It tells which data are open, what the default graph is, and "
                        "how much there is of what.",
                .examples = ".info\n",
                .see = ".open .graphs .classes .predicates"}},
    {.name = ".last",
     .group = FURAT_DOT_RESULTS,
     .usage = ".last [FORMAT]",
     .help = "show the last result again, as FORMAT, without asking again",
     .args = {FURAT_DOT_ARG_MODE},
     .max_words = 1,
     .run = furat_shell_dot_last,
     .manual = {.words = "FORMAT\tas of .mode; without: as it is set\n",
                .more = "Up to 64 MiB of a result are kept.",
                .examples = ".last csv\n"
                            ".last json | jq .\n",
                .see = ".mode .once .bind"}},
    {.name = ".mode",
     .group = FURAT_DOT_RESULTS,
     .usage = ".mode [FORMAT]",
     .help = "show results as table, csv, json, turtle ...",
     .args = {FURAT_DOT_ARG_MODE},
     .max_words = 1,
     .stays = true,
     .run = furat_shell_dot_mode,
     .manual =
         {.words =
              "FORMAT\tof solutions: auto table box line json jsonl xml csv tsv markdown "
              "html; of graphs: turtle trig ntriples nquads rdfxml jsonld dot\n",
          .more = "Without FORMAT those are shown that are chosen.  auto is a table at a "
                  "terminal, and TSV elsewhere.",
          .examples = ".mode csv\n"
                      ".mode jsonld\n",
          .see = ".last .once .width .wrap .maxrows .labels"}},
    {.name = ".once",
     .group = FURAT_DOT_RESULTS,
     .usage = ".once [FILE or |COMMAND]",
     .help =
         "write the next result into FILE, or give it to COMMAND; without: tell where "
         "results go",
     .args = {FURAT_DOT_ARG_TARGET},
     .max_words = FURAT_DOT_MAX_WORDS,
     .stays = true,
     .run = furat_shell_dot_once,
     .manual = {.words = "FILE\tthe result has the format that the ending says: .csv "
                         ".json .html .md .ttl ...\n"
                         "|COMMAND\ta command of the system that reads it\n",
                .more = "What the file held before is there until something is written.  "
                        "Where a statement fails, the next result goes there.",
                .examples = ".once classes.csv\n"
                            ".once |less\n",
                .see = ".output .last .mode"}},
    {.name = ".open",
     .usage = ".open [STORE | FILE...]",
     .help = "ask another store, or documents; without: what furat alone opens",
     .args = {FURAT_DOT_ARG_FILE},
     .max_words = FURAT_DOT_MAX_WORDS,
     .stays = true,
     .run = furat_shell_dot_open,
     .manual =
         {.words = "STORE\ta store, as of furat -s\n"
                   "FILE\tdocuments, as of furat --data: they are read, and there until "
                   "something else is opened\n",
          .more = "Without a word it is the store of $FURAT_STORE, or else the shipped "
                  "graph.  Settings, prefixes and variables stay.  Where it fails, what "
                  "was open stays open.",
          .examples = ".open my.furat\n.open articles.ttl places.ttl\n.open\n",
          .see = ".info .prompt .read"}},
    {.name = ".output",
     .group = FURAT_DOT_RESULTS,
     .usage = ".output [FILE or |COMMAND]",
     .help = "write results into FILE, or give them to COMMAND; without: here again",
     .args = {FURAT_DOT_ARG_TARGET},
     .max_words = FURAT_DOT_MAX_WORDS,
     .stays = true,
     .run = furat_shell_dot_output,
     .manual = {.words = "FILE\tresults have the format that its ending says\n"
                         "|COMMAND\ta command of the system that reads them\n",
                .more = "Without a word results come here again.  Several results in a "
                        "file are one page of HTML, or tables of Markdown.",
                .examples = ".output report.md\n"
                            ".output\n",
                .see = ".once .mode"}},
    {.name = ".predicates",
     .group = FURAT_DOT_LOOK,
     .usage = ".predicates [CLASS]",
     .help = "list the predicates with their numbers: all, or what things of CLASS have",
     .args = {FURAT_DOT_ARG_CLASS},
     .max_words = FURAT_DOT_MAX_WORDS,
     .run = furat_shell_dot_predicates,
     .manual = {.words = "CLASS\ta class, by its IRI or its name\n",
                .more = "All graphs are looked at, whatever the default graph is.",
                .examples = ".predicates fur:Battle\n"
                            ".predicates معركة\n",
                .see = ".classes .describe"}},
    {.name = ".prefix",
     .usage = ".prefix [NAME: <IRI>]",
     .help = "make a prefix known for the session",
     .args = {FURAT_DOT_ARG_PREFIX},
     .max_words = 2,
     .stays = true,
     .run = furat_shell_dot_prefix,
     .manual = {.words = "NAME:\twhat stands before the colon\n"
                         "<IRI>\twhat it stands for\n",
                .more = "Without words the known ones are listed.  Lines in the start-up "
                        "file make them last.",
                .examples = ".prefix ex: <http://example.org/>\n",
                .see = ".prefixes .set"}},
    {.name = ".prefixes",
     .group = FURAT_DOT_LOOK,
     .usage = ".prefixes [PATTERN]",
     .help = "list the prefixes that are known",
     .args = {FURAT_DOT_ARG_TEXT},
     .max_words = FURAT_DOT_MAX_WORDS,
     .run = furat_shell_dot_prefixes,
     .manual = {.words = "PATTERN\ta part of the prefix or of its IRI\n",
                .more = "These are the usual ones, those of the documents that were "
                        "read, and those of .prefix.",
                .examples = ".prefixes | grep furat\n",
                .see = ".prefix"}},
    {.name = ".print",
     .group = FURAT_DOT_RESULTS,
     .usage = ".print [TEXT]",
     .help = "write TEXT where results go, for scripts",
     .args = {FURAT_DOT_ARG_TEXT},
     .max_words = FURAT_DOT_MAX_WORDS,
     .stays = true,
     .run = furat_shell_dot_print,
     .manual = {.words =
                    "TEXT\tas it is typed; ?_NAME becomes the value of a variable that "
                    "is set\n",
                .more =
                    "Quotes around all of it are taken off.  .once goes on waiting for "
                    "a result.",
                .examples = ".print ## Battles\n.print \"  of ?_who\"\n",
                .see = ".output .read .set"}},
    {.name = ".queries",
     .group = FURAT_DOT_QUERIES,
     .usage = ".queries [NAME|TEXT]",
     .help = "list the canned queries, those that tell of TEXT, or explain one",
     .args = {FURAT_DOT_ARG_QUERY},
     .max_words = FURAT_DOT_MAX_WORDS,
     .run = furat_shell_dot_queries,
     .manual = {.words = "NAME\ta canned query: it is explained, with its parameters\n"
                         "TEXT\tqueries that tell of it, in English or Arabic\n",
                .examples = ".queries\n"
                            ".queries held-by\n"
                            ".queries فقد\n",
                .see = ".run .save"}},
    {.name = ".quit",
     .usage = ".quit",
     .help = "leave, as Ctrl-D does",
     .stays = true,
     .run = dot_quit,
     .manual = {.more =
                    "So do .exit, Ctrl-D on an empty line, and the words exit and quit.",
                .examples = ".quit\n"}},
    {.name = ".read",
     .usage = ".read FILE",
     .help = "run the statements of FILE",
     .args = {FURAT_DOT_ARG_FILE},
     .min_words = 1,
     .max_words = 1,
     .stays = true,
     .run = furat_shell_dot_read,
     .manual = {.words = "FILE\tstatements and dot commands, as typed\n",
                .more = "It ends at the first line that fails, unless .stop is off.",
                .examples = ".read report.rq\n",
                .see = ".stop"}},
    {.name = ".rollback",
     .usage = ".rollback",
     .help = "forget what was changed since .begin",
     .stays = true,
     .run = furat_shell_dot_rollback,
     .manual = {.more = "The data are as they were before .begin.",
                .examples = ".rollback\n",
                .see = ".begin .commit"}},
    {.name = ".run",
     .group = FURAT_DOT_QUERIES,
     .usage = ".run NAME [PARAMETER=VALUE]...",
     .help = "answer a canned query",
     .args = {FURAT_DOT_ARG_QUERY, FURAT_DOT_ARG_PARAMETER},
     .max_words = FURAT_DOT_MAX_WORDS,
     .run = furat_shell_dot_run,
     .manual = {.words = "NAME\ta canned query; without one they are listed\n"
                         "PARAMETER=VALUE\twhat is in the data, by its IRI or its name "
                         "in any script; quotes around what holds blanks\n",
                .examples = ".run fought actor=ISIS\n"
                            ".run held-by place=\"Deir ez-Zor\" date=2016-01-01\n",
                .see = ".queries .save .lang"}},
    {.name = ".save",
     .group = FURAT_DOT_QUERIES,
     .usage = ".save NAME [DESCRIPTION]",
     .help = "keep the last query for .run NAME; its variables ?_name become parameters",
     .args = {FURAT_DOT_ARG_OWN_QUERY, FURAT_DOT_ARG_TEXT},
     .min_words = 1,
     .max_words = FURAT_DOT_MAX_WORDS,
     .stays = true,
     .run = furat_shell_dot_save,
     .manual =
         {.words =
              "NAME\tletters, digits, - and _\n"
              "DESCRIPTION\ta line that .queries shows; an older one stays without it\n",
          .more = "Variables of the query that begin with _ become parameters: ?_who_iri "
                  "is found by a name, ?_day_xsd_date is a date, ?_word a text.  A query "
                  "of yours of that name is replaced; its title stays where none is "
                  "given, and so do its description and what it says of parameters that "
                  "there still are.",
          .examples = ".save battles All battles by day\n",
          .see = ".queries .run"}},
    {.name = ".set",
     .usage = ".set [SETTING [VALUE] | _NAME TERM]",
     .help = "change a setting (so does .SETTING VALUE), or bind ?_NAME in statements",
     .args = {FURAT_DOT_ARG_SETTABLE, FURAT_DOT_ARG_VALUE},
     .max_words = FURAT_DOT_MAX_WORDS,
     .stays = true,
     .run = furat_shell_dot_set,
     .manual = {.words = "SETTING\tas .show lists them\n"
                         "VALUE\twhat it may be: .help SETTING tells\n"
                         "_NAME\ta variable ?_NAME of statements\n"
                         "TERM\t<iri>, prefix:name, a number, \"text\"@en; what is none "
                         "of these is a text\n",
                .more = "Without words all settings and variables are shown.",
                .examples = ".set maxrows 20\n"
                            ".set _who actor:isis\n"
                            ".set _lang = \"ar\"\n",
                .see = ".show .unset .bind"}},
    {.name = ".shell",
     .usage = ".shell COMMAND",
     .help = "run a command of the system's shell",
     .args = {FURAT_DOT_ARG_FILE},
     .min_words = 1,
     .max_words = FURAT_DOT_MAX_WORDS,
     .stays = true,
     .run = furat_shell_dot_shell,
     .manual = {.words = "COMMAND\twhat the system's shell is given, as it is typed\n",
                .more = "In a script one that fails is an error.",
                .examples = ".shell ls *.ttl\n",
                .see = ".once"}},
    {.name = ".show",
     .usage = ".show [SETTING]",
     .help = "list the settings, or one of them",
     .args = {FURAT_DOT_ARG_SETTING},
     .max_words = 1,
     .stays = true,
     .run = furat_shell_dot_show,
     .manual = {.words = "SETTING\tone of them\n",
                .examples = ".show\n"
                            ".show maxrows\n",
                .see = ".set .help"}},
    {.name = ".unset",
     .usage = ".unset [_NAME]",
     .help = "forget a variable; without: list them",
     .args = {FURAT_DOT_ARG_VARIABLE},
     .max_words = 1,
     .stays = true,
     .run = furat_shell_dot_unset,
     .manual = {.words = "_NAME\tthe variable ?_NAME\n",
                .examples = ".unset _who\n",
                .see = ".set .bind"}},
    {.name = ".watch",
     .group = FURAT_DOT_QUERIES,
     .usage = ".watch [TIME [N]]",
     .help = "ask the last query again every TIME (2s), N times or until Ctrl-C",
     .args = {FURAT_DOT_ARG_TEXT, FURAT_DOT_ARG_TEXT},
     .max_words = 2,
     .run = furat_shell_dot_watch,
     .manual = {.words = "TIME\tseconds, or such as 500ms, 1min; 2s without\n"
                         "N\thow often; without until Ctrl-C\n",
                .more = "The hour stands above each answer, on standard error.",
                .examples = ".watch 10\n"
                            ".watch 500ms 10 | tee log\n",
                .see = ".last .timer"}},
};
enum { N_COMMANDS = sizeof(commands) / sizeof(commands[0]) };

const furat_dot_command *
furat_shell_dot_commands(size_t *n)
{
  *n = N_COMMANDS;
  return commands;
}

furat_dot_arg
furat_dot_arg_at(const furat_dot_command *command, size_t index)
{
  size_t at = index < FURAT_DOT_MAX_ARGS ? index : FURAT_DOT_MAX_ARGS - 1;
  while (at > 0 && command->args[at] == FURAT_DOT_ARG_NONE) {
    at--; // the last kind that is named stands for all words that follow
  }
  return index < command->max_words ? command->args[at] : FURAT_DOT_ARG_NONE;
}

// Also without the dot: .help run.  What nearly every other program has for .quit is it.
const furat_dot_command *
furat_dot_command_named(const char *name)
{
  if (strcasecmp(name + (name[0] == '.'), "exit") == 0) {
    return furat_dot_command_named(".quit");
  }
  for (size_t i = 0; i < N_COMMANDS; i++) {
    if (strcasecmp(commands[i].name + (name[0] == '.' ? 0 : 1), name) == 0) {
      return &commands[i];
    }
  }
  return NULL;
}

const furat_setting *
furat_dot_setting_named(const char *name)
{
  return furat_dot_command_named(name)
             ? NULL
             : furat_setting_named(name + (name[0] == '.' ? 1 : 0));
}
