#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The shell without a terminal: statements from standard input, TSV, an exit status to rely on.
. "$top_srcdir/tests/support/tap.sh"
HOME=$tap_dir
XDG_STATE_HOME=$tap_dir/state
export HOME XDG_STATE_HOME

cat >"$tap_dir/data.ttl" <<'EOF'
<http://x/a> <http://x/n> 7 , 1200 .
EOF

# run NAME STATUS SCRIPT [ARGUMENT...]: the script on standard input.
run() {
  name=$1
  status=$2
  printf '%s' "$3" >"$tap_dir/script"
  shift 3
  "$FURAT" shell --data "$tap_dir/data.ttl" "$@" <"$tap_dir/script" >"$tap_dir/out" 2>"$tap_dir/err"
  got=$?
  if test "$got" -eq "$status"; then
    tap_ok "$name"
  else
    tap_not_ok "$name" "exit status $got, not $status
$(cat "$tap_dir/out" "$tap_dir/err")"
  fi
}

# expect NAME: standard input is what the output should be.
expect() {
  cat >"$tap_dir/expected"
  tap_same "$1" "$tap_dir/expected" "$tap_dir/out"
}

run "statements are answered" 0 'SELECT ?n { ?s ?p ?n } ORDER BY ?n
ASK { ?s ?p 7 };
SELECT ?n
{ ?s ?p ?n }
ORDER BY DESC(?n)
LIMIT 1'
expect "as TSV, without prompt or banner" <<'EOF'
?n
7
1200
true
?n
1200
EOF
tap_case "without a word on standard error" test ! -s "$tap_dir/err"
tap_case "and without a history" test ! -e "$tap_dir/state"

run "the first bad statement ends it with 1" 1 'ASK {}

SELECT * {
  ?s nosuch:name ?o }
ASK {}
'
expect "those before it are answered" <<'EOF'
true
EOF
run "with -k it goes on, and still ends with 1" 1 'ASK {}

SELECT * {
  ?s nosuch:name ?o }
ASK {}
' -k
expect "the others are answered" <<'EOF'
true
true
EOF
tap_case "the error names the line of the input" grep -q '^<stdin>:4:' "$tap_dir/err"
tap_case "and shows it" grep -q '^  *?s nosuch:name ?o' "$tap_dir/err"

run "dot commands work" 0 '.mode csv
SELECT (1 AS ?x) {}
.mode json
ASK {}
.quit
nonsense
'
tr -d '\r \n' <"$tap_dir/out" >"$tap_dir/flat"
tap_case "in their order" grep -q '^x1{"head":{},"boolean":true}$' "$tap_dir/flat"
run "an unknown one ends with 1" 1 '.nosuch
'
tap_case "it names its line" grep -q '^<stdin>:1' "$tap_dir/err"
run "--results chooses" 0 'ASK {}' --results json
tap_case "the format" grep -q boolean "$tap_dir/out"
run "an empty input is no error" 0 ''
run "comments are no error" 0 '# nothing
'
run "a NUL byte is an error" 1 "$(printf 'ASK { \001 }')"
printf 'ASK { \000 }\n' | "$FURAT" shell --data "$tap_dir/data.ttl" >"$tap_dir/out" 2>"$tap_dir/err"
tap_case "so is one in earnest" test $? = 1
run "what is open at the end is an error" 1 'ASK { """'
run "reading itself ends" 3 ".read $tap_dir/script"
tap_case "with a message" grep -q deep "$tap_dir/err"

tap_exit "a full disk ends with 3" 3 \
  sh -c 'echo "ASK {}" | "$FURAT" shell --data "$1" >/dev/full' - "$tap_dir/data.ttl"
tap_exit "a source that is not there ends with 3" 3 "$FURAT" shell --data "$tap_dir/nosuch.ttl"
tap_exit "bad data ends with 1" 1 \
  sh -c 'echo "<a> <b>" >"$1/bad.ttl"; "$FURAT" shell --data "$1/bad.ttl"' - "$tap_dir"
tap_case "without a command it is the shell" test "$(echo 'ASK {}' |
  "$FURAT" --data "$tap_dir/data.ttl")" = true
# Answers come while the input is still open.
mkfifo "$tap_dir/in" "$tap_dir/back"
"$FURAT" shell --data "$tap_dir/data.ttl" <"$tap_dir/in" >"$tap_dir/back" &
exec 3>"$tap_dir/in" 4<"$tap_dir/back"
echo 'ASK { ?s ?p 7 };' >&3
read -r answer <&4
tap_case "a program can ask and wait for the answer" test "$answer" = true
exec 3>&-
wait $!
tap_case "and end it by closing the input" test $? = 0

# SIGINT ends a script in order.
mkfifo "$tap_dir/wait"
sh -c 'exec "$FURAT" shell --data "$1" <"$2"' - "$tap_dir/data.ttl" "$tap_dir/wait" 2>"$tap_dir/err" &
exec 3>"$tap_dir/wait"
sleep 1
# Background jobs of sh ignore SIGINT; SIGTERM means the same to furat.
kill -TERM $!
wait $!
tap_case "a signal ends it with 130" test $? = 130
exec 3>&-
tap_exit "the time limit is not one of waiting for statements" 0 sh -c '
  { printf "ASK {}\nASK {}\n"; sleep 1.5; printf "ASK {}\n"; } | "$FURAT" --data "$1" --timeout 1' - "$tap_dir/data.ttl"
tap_case "all are answered" test "$(grep -c true "$tap_dir/out")" = 3

tap_done
