#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# How the shell is set up: -c, -f, --init, the start-up file, variables, prefixes of one's own.
. "$top_srcdir/tests/support/tap.sh"
HOME=$tap_dir/home
XDG_CONFIG_HOME=$tap_dir/config
XDG_STATE_HOME=$tap_dir/state
export HOME XDG_CONFIG_HOME XDG_STATE_HOME
mkdir -p "$HOME" "$XDG_CONFIG_HOME/furat"

cat >"$tap_dir/data.ttl" <<'EOF'
<http://x/a> <http://x/n> 7 , 1200 ; <http://x/label> "داعش"@ar .
EOF

# shell ARGUMENT...: standard input is the test's.
shell() {
  "$FURAT" shell --data "$tap_dir/data.ttl" "$@" >"$tap_dir/out" 2>"$tap_dir/err"
}

# answers NAME TEXT ARGUMENT...: the shell ends with 0 and writes TEXT.
answers() {
  name=$1
  printf '%s\n' "$2" >"$tap_dir/expected"
  shift 2
  if shell "$@" </dev/null; then
    tap_same "$name" "$tap_dir/expected" "$tap_dir/out"
  else
    tap_not_ok "$name" "$(cat "$tap_dir/out" "$tap_dir/err")"
  fi
}

printf '# a report\nASK { ?s ?p 7 }\n\nASK {\n?s ?p 8 }' >"$tap_dir/two.rq"
printf 'ASK {}\nSELECT nonsense\nASK {}\n' >"$tap_dir/bad.rq"

large='SELECT (COUNT(*) AS ?n) { SELECT DISTINCT (CONCAT(STR(?a), STR(?b), STR(?c)) AS ?x)
{ ?s1 ?a ?o1 . ?s2 ?b ?o2 . ?s3 ?c ?o3 } }'

# ---- -c and -f
answers "-c runs a statement" 'true' -c 'ASK {}'
answers "a time limit of centuries is one" 'true' -c '.timeout 999999999999999999' -c 'ASK {}'
answers "one of 0 is none, as of --timeout 0" 'true' -c '.timeout 0' -c 'ASK {}'
shell --memory 20K -c "$large" </dev/null
tap_case "--memory bounds what a statement may keep" test $? = 3
shell -c '.memory 20K' -c "$large" </dev/null
tap_case "so does .memory" test $? = 3
tap_case "which the hint names" grep -q '^hint: .memory SIZE' "$tap_dir/err"
answers "none is no bound" 8 -c '.mode tsv' -c '.memory 1K' -c '.memory none' -c "$large | tail -1"
answers "it is shown as it is set" 'memory 1536M' --memory 1536M -c '.memory'
answers "-c and -f run in their order" 'true
true
false
false' -c 'ASK {}' -f "$tap_dir/two.rq" -c 'ASK { ?s ?p 8 }'
answers "a dot command works behind -c" '?x
1' -c '.mode tsv' -c 'SELECT (1 AS ?x) {}'
printf 'ASK {}' | shell -c 'ASK { ?s ?p 8 }' -f -
tap_case "- is standard input" test "$(cat "$tap_dir/out")" = "false
true"
printf 'ASK {}' | shell -c 'ASK { ?s ?p 8 }' -i
tap_case "-i goes on with standard input" test "$(cat "$tap_dir/out")" = "false
true"
shell -c 'ASK {' -c 'ASK {}' </dev/null
tap_case "what fails ends it with 1" test $? = 1
tap_case "nothing behind it is run" test ! -s "$tap_dir/out"
tap_case "the message names where" grep -q '^-c:1:6: error:' "$tap_dir/err"
shell -k -c 'ASK {' -c 'ASK {}' </dev/null
tap_case "-k goes on and still ends with 1" test "$? $(cat "$tap_dir/out")" = "1 true"
shell -f "$tap_dir/bad.rq" -c 'ASK {}' </dev/null
tap_case "a file stops at its first error" test "$? $(cat "$tap_dir/out")" = "1 true"
tap_case "which names file and line" grep -q "bad.rq:2:" "$tap_dir/err"
shell -f "$tap_dir/nosuch.rq" </dev/null
tap_case "a file that is missing ends with 3" test $? = 3
answers ".quit ends all" 'true' -c 'ASK {}' -c '.quit' -c 'ASK {}'

# ---- variables
answers ".set binds a variable in the statements that name it" '?_n	?p
7	<http://x/n>' -c '.set _n 7' -c 'SELECT ?_n ?p { ?s ?p ?_n }'
answers "its term may stand behind =, with quotes and spaces" '?_t
"a  b"@en' -c '.set ?_t = "a  b"@en' -c 'SELECT ?_t {}'
answers "a statement without it runs" 'true' -c '.set _n 7' -c 'ASK {}'
answers "it may be a prefixed name" '?_t
<http://x/a>' -c '.prefix x: <http://x/>' -c '.set _t x:a' -c 'SELECT ?_t {}'
answers "it may be set again and forgotten" '?_n
8
?_n
' -c '.set _n 7' -c '.set _n 8' -c 'SELECT ?_n {}' -c '.unset _n' -c 'SELECT ?_n {}'
answers "--param sets one before" '?who
"داعش"@ar' --param 'who="داعش"@ar' -c 'SELECT ?who {}'
shell -c '.set _n 7' -c '.set' </dev/null
tap_case ".set lists them" grep -qx '?_n = 7' "$tap_dir/out"
shell -c '.unset _n' </dev/null
tap_case "forgetting what is not set is an error" test $? = 1
shell -c '.set _n' </dev/null
tap_case "so is setting nothing" grep -q 'is given no value' "$tap_dir/err"
shell --param n </dev/null
tap_case "a parameter without a term is a usage error" test $? = 2

# ---- prefixes of the data
cat >"$tap_dir/own.ttl" <<'EOF'
@prefix own: <http://own/> . @prefix xsd: <http://other/> .
own:a own:p own:b .
EOF
"$FURAT" load -qs "$tap_dir/own.furat" "$tap_dir/own.ttl"
for source in "--data $tap_dir/own.ttl" "-s $tap_dir/own.furat"; do
  # shellcheck disable=SC2086
  tap_case "prefixes of the documents are known: $source" \
    test "$("$FURAT" $source -c 'ASK { own:a own:p own:b }')" = true
  # shellcheck disable=SC2086
  tap_case "to furat query as well" \
    test "$("$FURAT" query $source 'ASK { own:a own:p own:b }')" = true
  # shellcheck disable=SC2086
  tap_case "what everybody knows stays what it is" \
    test "$("$FURAT" $source -c '.mode csv' -c 'SELECT (STR(xsd:a) AS ?x) {}' | tail -1 | tr -d '\r')" \
    = 'http://www.w3.org/2001/XMLSchema#a'
done

# ---- the start-up file and --init
printf '.prefix x: <http://x/>\n.nosuch\nPREFIX y: <http://x/>\n' >"$XDG_CONFIG_HOME/furat/rc"
echo '.prefix z: <http://x/>' >"$tap_dir/init"
shell -c 'ASK { x:a y:n 7 }' </dev/null
tap_case "a script does not read the start-up file" grep -q 'prefix x: is not declared' "$tap_dir/err"
answers "--rc reads it" 'true' --rc -c 'ASK { x:a y:n 7 }'
tap_case "an error in it is told with its line" grep -q "furat/rc:2: error: there is no command .nosuch" "$tap_dir/err"
answers "--init reads a file" 'true' --init "$tap_dir/init" -c 'ASK { z:a z:n 7 }'
shell --init "$tap_dir/bad.rq" -c 'ASK { ?s ?p 8 }' </dev/null
tap_case "an error in it ends a script" test "$? $(cat "$tap_dir/out")" = "1 true"
XDG_CONFIG_HOME=relative HOME='' shell --rc -c 'ASK {}' </dev/null
tap_case "without a place for it there is none" test $? = 0
shell -c '.prefix x <http://x/>' -c '.prefix x: nonsense' </dev/null
tap_case ".prefix takes an absolute IRI" grep -q 'declares no prefix' "$tap_dir/err"

# ---- the history
mkdir -p "$tap_dir/state/furat"
printf '%s\n' 'ASK { ?s ?p 1 }' 'SELECT *\n{ ?s ?p "الموصل" }' '.info' >"$tap_dir/state/furat/history"
answers ".history shows what was typed" '    1  ASK { ?s ?p 1 }
    2  SELECT *
       { ?s ?p "الموصل" }
    3  .info' -c .history
answers "or what holds a word, however it is spelt" '    2  SELECT *
       { ?s ?p "الموصل" }' -c '.history موصل'
answers "or signs as they are" '    1  ASK { ?s ?p 1 }' -c '.history "ASK {"'
shell -c .edit </dev/null
tap_case ".edit wants a terminal" grep -q 'somebody at a terminal' "$tap_dir/err"
tap_done
