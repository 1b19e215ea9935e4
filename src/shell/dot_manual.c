// SPDX-License-Identifier: GPL-3.0-or-later
// What .help tells of one command, setting or topic beyond its line, and the topics
// themselves: what no command is about.                     cli/help -> [dot_manual] ->
// dot
#include "base/color.h"
#include "cli/help.h"
#include "shell/dot.h"

#include <unistd.h>

enum { INDENT = 2 };

static const furat_topic topics[] = {
    {"sparql",
     "the words, operators and functions of SPARQL",
     {.words =
          ".help WORD\texplain one: its form, what it does, examples, the section of "
          "the specification\n"
          "furat help WORD\tthe same on the command line\n"
          "man furat-sparql\tall of them\n",
      .examples = ".help OPTIONAL\n.help group by\n.help STRBEFORE\n.help xsd:date\n",
      .see = "completion names .help"}},
    {"keys",
     "the keys of the editor, beside those of readline",
     {.words = "Enter\trun what is whole, else begin a new line\n"
               "Alt-Enter\ta new line, whatever is there\n"
               "Ctrl-O\trun the statement, wherever in it the cursor stands\n"
               "Up, Down\ta line up or down; at the edge of the statement the entry of "
               "the history before or after\n"
               "Ctrl-P, Ctrl-N\tthe entry before or after\n"
               "Ctrl-R\tsearch the history backwards; Enter runs what is found, Ctrl-G "
               "gives up\n"
               "Ctrl-A, Ctrl-E\tthe start, the end of the line; again: of the statement\n"
               "Ctrl-K, Ctrl-U\tdelete to the end, to the start of the line\n"
               "Ctrl-_\ttake the last change back\n"
               "Ctrl-X Ctrl-E\topen the editor on the statement\n"
               "Ctrl-L\tempty the screen\n"
               "Tab\tcomplete; again: list, then one after the other\n"
               "Alt-=\tlist what Tab has to choose from\n"
               "Ctrl-C\tdrop what is typed; stop what runs\n"
               "Ctrl-D\tleave, on an empty line\n",
      .more = "~/.inputrc may bind others, under $if furat for this program alone.",
      .see = ".edit .history completion"}},
    {"completion",
     "what Tab offers, by the place and by the data",
     {.words = "a word\tkeywords of the place, and functions with their arguments\n"
               "behind a\tthe classes that the data have\n"
               "a predicate\tthose that the subject really has\n"
               "behind / | ^\tthose that go on from there, or lead there\n"
               "an object\twhat the predicate leads to, from the subject's class\n"
               "= IN VALUES\twhat the variable may be\n"
               "?\tthe variables of the statement; ?_ those of .set\n"
               "a name\tthings by their labels, in any script and spelling: mosul, "
               "موصل\n"
               "in quotes\tstrings, dates and numbers that the predicate has\n"
               "LANG()= @ ^^\tlanguages and datatypes of the data\n"
               "GRAPH, FROM\tthe graphs\n"
               "a dot command\tits words: files, settings, things, canned queries and "
               "their parameters\n"
               "behind a |\tcommands of the system\n",
      .examples = "SELECT * { ?x fur:place mos<Tab>\n.run held-by place=mos<Tab>\n",
      .see = "keys names .find"}},
    {"variables",
     "variables of one's own: ?_NAME has a value in every statement",
     {.words = ".set _NAME TERM\tgive it one\n"
               ".bind\ttake it from the one row of the last result\n"
               ".unset _NAME\tforget it\n"
               ".set\tlist them\n"
               "--param NAME=TERM\tgive one on the command line\n",
      .more =
          "A statement that names ?_NAME is asked with the value, as if it stood there. "
          " .save makes parameters of them.",
      .examples = ".set _who actor:isis\nSELECT ?n { ?_who skos:prefLabel ?n }\n",
      .see = ".set .bind .unset .save names"}},
    {"names",
     "how things and values are typed behind dot commands",
     {.words = "<IRI>\tan IRI in brackets\n"
               "PREFIX:NAME\twith a prefix of .prefixes; its / and the like need no "
               "backslash here\n"
               "Mosul\twhat something is called, in any script and spelling\n"
               "\"text\"@en\ta text with its language\n"
               "5, 2.5, true\tnumbers and truth values\n"
               "\"2017-10-17\"^^xsd:date\tany other datatype\n",
      .more = "Where several things are called so, they are listed to choose from.",
      .examples = ".describe place:mosul\n.set _day \"2017-10-17\"^^xsd:date\n",
      .see = ".find .describe .prefix .set"}},
    {"files",
     "where the shell keeps things, and what it reads",
     {.words =
          "$XDG_CONFIG_HOME/furat/rc\tthe start-up file (~/.config/furat/rc): dot "
          "commands "
          "and PREFIX lines\n"
          "$XDG_STATE_HOME/furat/history\tthe history (~/.local/state/furat/history)\n"
          "$XDG_DATA_HOME/furat/queries\tthe queries of .save (~/.local/share/furat/"
          "queries)\n"
          "$FURAT_STORE\tthe store that is opened where none is named\n"
          "~/.inputrc\tkeys, as in readline(3)\n",
      .see = ".save .history .read .prefix scripts"}},
    {"scripts",
     "statements from files and pipes",
     {.words = "furat -c STATEMENT\trun a statement or a dot command\n"
               "furat -f FILE\trun a file; -c and -f run in their order\n"
               "furat <FILE\trun standard input\n"
               "-i\tgo on with a session\n"
               "-k\tgo on behind what fails\n"
               "--init FILE\trun a file before anything else\n"
               "--rc\tread the start-up file, too\n",
      .more = "Results alone go to standard output: TSV, unless .mode says otherwise.  A "
              "script stops where something fails, and the exit status tells.",
      .examples = "furat -c '.mode csv' -f report.rq >report.csv\n",
      .see = ".read .mode .stop files"}},
};

bool
furat_dot_topic_at(size_t index, furat_topic *topic)
{
  const bool there = index < sizeof topics / sizeof topics[0];
  if (there) {
    *topic = topics[index];
  }
  return there;
}

// The first line of `*rest`, which goes on behind it.
static furat_str
next_line(furat_str *rest)
{
  const furat_str line = furat_str_slice(*rest, 0, furat_str_find_byte(*rest, '\n'));
  *rest = furat_str_slice(*rest, line.len + 1, rest->len);
  return line;
}

static void
append_examples(furat_buffer *out, furat_str examples)
{
  const furat_palette *palette = furat_palette_for(STDOUT_FILENO);
  while (examples.len > 0) {
    furat_str line = next_line(&examples);
    const furat_str command = furat_str_slice(line, 0, furat_str_find_byte(line, '\t'));
    line = furat_str_slice(line, command.len + 1, line.len);
    furat_buffer_appendf(
        out, "  %s%.*s%s\n", furat_color_start(palette, FURAT_COLOR_KEYWORD),
        FURAT_STR_ARGS(command), furat_color_end(palette, FURAT_COLOR_KEYWORD));
    if (line.len > 0) {
      furat_buffer_appendf(out, "      %.*s\n", FURAT_STR_ARGS(line));
    }
  }
}

void
furat_dot_append_manual(furat_buffer *out, const furat_manual *manual, size_t width)
{
  if (manual->words) {
    furat_buffer_append_byte(out, '\n');
    furat_help_append_words(out, furat_str_of(manual->words), width);
  }
  if (manual->more) {
    furat_buffer_append_byte(out, '\n');
    furat_help_fill(out, manual->more, INDENT, width);
  }
  if (manual->examples) {
    furat_buffer_append_cstr(out, "\nFor example\n");
    append_examples(out, furat_str_of(manual->examples));
  }
  if (manual->see) {
    furat_buffer see;
    furat_buffer_init(&see, SIZE_MAX / 2);
    furat_buffer_appendf(&see, "See also: %s", manual->see);
    if (see.status == FURAT_OK) {
      furat_buffer_append_byte(out, '\n');
      furat_help_fill(out, see.data, 0, width);
    }
    furat_buffer_clear(&see);
  }
}
