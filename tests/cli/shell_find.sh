#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# .find: things by their labels and aliases, across spelling and script.
. "$top_srcdir/tests/support/tap.sh"
HOME=$tap_dir
XDG_STATE_HOME=$tap_dir/state
export HOME XDG_STATE_HOME

cat >"$tap_dir/data.ttl" <<'EOF'
PREFIX : <http://x/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
:mosul a :Place , :City ; skos:prefLabel "Mosul"@en , "الموصل"@ar .
:fall a :Event ; skos:prefLabel "Fall of Mosul"@en .
:raqqa a :Place , :City ; rdfs:label "الرقّة"@ar ; skos:altLabel "Raqqa" .
:town a :Place .
:arab rdfs:label "الفرقة ٩"@ar .
:bad rdfs:label "evil\u001B[2J\u202Ename" .
EOF

# find NAME TEXT LINE...: .find TEXT gives these lines: label, language, thing, class.
find() {
  name=$1
  "$FURAT" shell --data "$tap_dir/data.ttl" -c ".find $2" >"$tap_dir/all" 2>"$tap_dir/err"
  sed -e 1d -e 's,http://x/,,g' -e 's/["<>]//g' "$tap_dir/all" >"$tap_dir/out"
  shift 2
  for line in "$@"; do
    printf '%s\n' "$line"
  done | tr '|' '\t' >"$tap_dir/expected"
  tap_same "$name" "$tap_dir/expected" "$tap_dir/out"
}

find "the same text comes first, then words inside" Mosul 'Mosul|en|mosul|City' 'Fall of Mosul|en|fall|Event'
find "whatever its case" 'FALL OF MO' 'Fall of Mosul|en|fall|Event'
find "quoted or not" '"fall of mosul"' 'Fall of Mosul|en|fall|Event'
find "without the article" موصل 'الموصل|ar|mosul|City'
find "with vowel marks" 'الرَّقَّة' 'الرقّة|ar|raqqa|City'
find "haa for taa marbuta" رقه 'الرقّة|ar|raqqa|City'
find "an alias in the other script" raqqa 'Raqqa||raqqa|City'
find "digits of both kinds" 'فرقة 9' 'الفرقة ٩|ar|arab|'
find "words in any order" 'mosul fall' 'Fall of Mosul|en|fall|Event'
find "begun, and in any case" 'MOS fa' 'Fall of Mosul|en|fall|Event'
find "near spellings, when nothing is called so" mosol 'Mosul|en|mosul|City' 'Fall of Mosul|en|fall|Event'
tap_case "which is told" grep -q 'spelt nearly so' "$tap_dir/err"

"$FURAT" shell --data "$tap_dir/data.ttl" -c '.find nosuchthing' >"$tap_dir/out" 2>"$tap_dir/err"
got=$?
tap_case "nothing is an error" test "$got" -eq 1
tap_case "that says so" grep -q 'nothing is called nosuchthing' "$tap_dir/err"
tap_case "and gives no table" test ! -s "$tap_dir/out"
"$FURAT" shell --data "$tap_dir/data.ttl" -c '.prefix x: <http://x/>' -c '.find x:town' 2>"$tap_dir/err"
tap_case "an IRI is sent on" grep -q 'that is an IRI: .describe :town tells of it' "$tap_dir/err"
"$FURAT" shell --data "$tap_dir/data.ttl" -c '.prefix x: <http://x/>' -c '.find town' 2>"$tap_dir/err"
tap_case "so is the end of one" grep -q 'that is an IRI: .describe :town tells of it' "$tap_dir/err"
"$FURAT" shell --data "$tap_dir/data.ttl" -c '.prefix x: <http://x/>' -c '.find x:towm' 2>"$tap_dir/err"
tap_case "but for one of which nothing is said" sh -c '! grep -q describe "$1"' sh "$tap_dir/err"
"$FURAT" shell --data "$tap_dir/data.ttl" -c '.find' >"$tap_dir/out" 2>"$tap_dir/err"
tap_case "without a text it tells its usage" grep -q 'usage: .find TEXT' "$tap_dir/err"
"$FURAT" shell --data "$tap_dir/data.ttl" -c '.mode table' -c '.find evil' >"$tap_dir/out" 2>&1
tap_case "hostile names are shown as escapes" grep -q 'u001B\[2J' "$tap_dir/out"
tap_case "and nothing of them moves the cursor" sh -c '! grep -q "$(printf "\\033")" "$1"' sh "$tap_dir/out"
"$FURAT" shell -c '.mode box' -c '.width 110' -c '.labels on' -c '.find mosul' >"$tap_dir/out" 2>&1
tap_case "names of things are neither cut nor labels" grep -q '│ event:detention-of-civilians-in-mosul \|│ event:fall-of-mosul-2017 ' "$tap_dir/out"
tap_case "what else there is gives way" grep -q '… │' "$tap_dir/out"
tap_done
