#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Errors in documents show the line wherever it came from: a file, a packed file, a pipe; and
# packed files are told from those that only look so.
. "$top_srcdir/tests/support/tap.sh"
cd "$tap_dir" || exit 99

# says NAME TEXT: the last command said TEXT on standard error
says() {
  tap_case "$1" grep -qF -- "$2" "$tap_dir/err"
}

cat >bad.ttl <<'END'
@prefix ex: <http://example.org/> .
ex:a ex:label "الموصل"@ar ;
  ex:part <of a> .
END
printf '\357\273\277<http://e/s> <http://e/p> <o o> .\r\n' >mark.nt
gzip -k bad.ttl
zstd -q bad.ttl -o bad.ttl.zst 2>/dev/null || "$PYTHON" -c '
import shutil; shutil.copy("bad.ttl.gz", "bad.ttl.zst")'
printf '  ex:part <of a> .\n             ^\n' >expected

# quotes NAME COMMAND...: the last two lines of the error are the line and its caret
quotes() {
  name=$1
  shift
  tap_exit "$name: is refused" 1 "$@"
  says "$name: with its place" ':3:14: error: a space cannot stand in an IRI'
  sed -n '2,$p' err >quoted
  tap_same "$name: and its line" expected quoted
}
quotes "a file" "$FURAT" parse bad.ttl
quotes "one in gzip" "$FURAT" parse bad.ttl.gz
quotes "one in zstd" "$FURAT" parse bad.ttl.zst
quotes "standard input" sh -c '"$FURAT" parse -f turtle - <bad.ttl'
quotes "a pipe" sh -c 'cat bad.ttl | "$FURAT" load -s x.furat -'
quotes "a packed pipe" sh -c '"$FURAT" query --data - "ASK {}" <bad.ttl.gz'
quotes "small pieces" sh -c '{ head -c 40 bad.ttl; sleep 0.2; tail -c +41 bad.ttl; } | "$FURAT" parse -'
tap_exit "behind a byte order mark" 1 sh -c '"$FURAT" parse -f ntriples - <mark.nt'
sed -n '2,$p' err >quoted
printf '<http://e/s> <http://e/p> <o o> .\n' >expected
head -1 quoted >line
tap_same "columns begin at the text" expected line

# Far behind the first bytes, and in a line that is long.
"$PYTHON" -c '
for i in range(60000): print("<http://e/s%d> <http://e/p> \"%d\" ." % (i, i))
print("<http://e/s> <http://e/p> \"" + "x" * 5000 + "\" ; here .")
print("<http://e/s> <http://e/p> 1 .")' >long.nt
tap_exit "far down a pipe" 1 sh -c '"$FURAT" parse -f ntriples - <long.nt'
says "the line is told" '<stdin>:60001:'
tap_case "and quoted around the place" grep -qE 'xxx" ; here \.$' err
tap_exit "in Turtle, too" 1 sh -c '"$FURAT" parse -f turtle - <long.nt'
tap_case "that is so" grep -qE 'xxx" ; here \.$' err
tap_exit "all bad lines" 1 sh -c '"$FURAT" parse -k -f ntriples - <long.nt'
tap_case "are quoted" grep -qxF '<http://e/s> <http://e/p> 1 .' err

# ---- names of packed files
printf '<http://e/s> <http://e/p> ex:o .\n' >plain.nt.gz
tap_exit "text under the name of gzip" 1 "$FURAT" parse plain.nt.gz
says "is told to be none" 'hint: the file is not packed with gzip, whatever its name says'
cp plain.nt.gz plain.nt.zst
tap_exit "nor zstd" 1 "$FURAT" load -s x.furat plain.nt.zst
says "which is told, too" 'hint: the file is not packed with zstd, whatever its name says'
printf '<http://e/s> <http://e/p> <http://e/o> .\n' >good.nt.gz
tap_exit "what can be read is" 0 "$FURAT" parse good.nt.gz
tap_case "and nothing is told" test ! -s err
printf 'BZh91AY&SY\0\0\0\0' >packed.ttl
tap_exit "bzip2" 77 "$FURAT" parse packed.ttl
says "is named" 'packed.ttl: error: this is packed with bzip2, which is not unpacked here'
says "with what unpacks it" 'bzcat unpacks it into a pipe'
printf '\375''7zXZ\0\0\0\0\0' >packed.ttl
tap_exit "so is xz" 77 sh -c '"$FURAT" parse - <packed.ttl'
says "by its name" 'this is packed with xz'
: >data.ttl.bz2
tap_exit "that is not unpacked" 2 "$FURAT" parse data.ttl.bz2
says "is told, too" 'hint: gzip and zstd are unpacked here; unpack it into a pipe'
printf 'PREFIX BZh9: <http://e/> BZh9:s BZh9:p 1 .' >name.ttl
tap_exit "a prefix is no packing" 0 "$FURAT" parse name.ttl

# ---- errors that are not the document's
tap_exit "a full disk" 3 sh -c '"$FURAT" parse good.nt.gz >/dev/full'
says "is none of the document" 'furat: error: cannot write standard output: '
tap_exit "nor in the shell" 3 sh -c '"$FURAT" -c .help >/dev/full'
says "where the reason is told" 'cannot write standard output: No space left'
"$FURAT" load -qs x.furat good.nt.gz
tap_exit "a backup has a name" 2 "$FURAT" backup -s x.furat -
says "which - is not" 'a backup is a file, and never standard output'
tap_case "and no file is called so" test ! -e ./-
tap_exit "shapes from standard input" 1 sh -c '"$FURAT" check --shapes - --data good.nt.gz <good.nt.gz'
says "are called so" 'nothing to check: standard input has no shape'
tap_done
