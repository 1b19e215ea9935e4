#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What every command has: help, options that are told apart, exit statuses, the manual page.
. "$top_srcdir/tests/support/tap.sh"

commands=$("$FURAT" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
tap_case "the help lists commands" test -n "$commands"

for command in $commands; do
  tap_exit "$command --help ends with 0" 0 "$FURAT" "$command" --help
  tap_case "$command --help shows its usage" grep -q "^Usage: furat $command" "$tap_dir/out"
  tap_case "no line of $command --help is over 79 cells" \
    sh -c "! grep -E '^.{80}' '$tap_dir/out' | grep -v '^Usage:\|^  furat'"
  cp "$tap_dir/out" "$tap_dir/help"
  tap_exit "help $command says the same" 0 "$FURAT" help "$command"
  tap_exit "$command --no-such-option ends with 2" 2 "$FURAT" "$command" --no-such-option
  tap_case "$command names the option, once" \
    test "$(grep -c -e 'error:.*--no-such-option' "$tap_dir/err")" = 1
  tap_case "$command says nothing else" test ! -s "$tap_dir/out"
done

tap_exit "an unknown command ends with 2" 2 "$FURAT" qurey
tap_case "it is told what may be meant" grep -q 'did you mean furat query?' "$tap_dir/err"
"$FURAT" --help | sed -n '/^Options without a command/,/^$/p' >"$tap_dir/options"
missing=
for option in --command --file --interactive --keep-going --init --store --data --timeout --memory --help; do
  grep -q -e " $option" "$tap_dir/options" || missing="$missing $option"
done
tap_case "furat --help has the options that work without a command" test -z "$missing" || echo "# missing:$missing"
tap_exit "an unknown topic of help ends with 2" 2 "$FURAT" help qurey
tap_exit "a word too many ends with 2" 2 "$FURAT" version now
for command in shell info check derive version; do
  tap_exit "$command takes no operand" 2 "$FURAT" "$command" surplus
  tap_case "and names it" grep -q "furat $command takes no argument, but was given surplus" "$tap_dir/err"
done
tap_exit "nor does the shell without its name" 2 "$FURAT" --timeout 5 'ASK {}'
tap_exit "backup takes one" 2 "$FURAT" backup -s s.furat one two
tap_exit "--version ends with 0" 0 "$FURAT" --version
tap_case "it names the program and its version" grep -Eq '^furat [0-9]+\.[0-9]+' "$tap_dir/out"
tap_exit "-h ends with 0" 0 "$FURAT" -h
tap_exit "an option that is almost right is suggested" 2 "$FURAT" --verison
tap_case "the suggestion" grep -q -e '--version' "$tap_dir/err"

tap_exit "a full disk ends with 3" 3 sh -c '"$FURAT" --help >/dev/full'
tap_case "a full disk is told" grep -q '^furat: error: cannot write' "$tap_dir/err"
tap_exit "a closed standard output ends with 3" 3 sh -c '"$FURAT" --help >&-'
tap_exit "a closed standard error does no harm" 2 sh -c '"$FURAT" qurey 2>&-'
tap_exit "closed standard streams do no harm" 3 sh -c '"$FURAT" --help <&- >&- 2>&-'
# A reader that leaves is no error to speak of, but it does not look like success either.
tap_exit "a reader that is gone ends it silently" 0 \
  sh -c '{ sleep 0.3; "$FURAT" --help; echo $? >"$1"; } | true' - "$tap_dir/status"
tap_case "by the signal" test "$(cat "$tap_dir/status")" = 141
tap_case "without a word" test ! -s "$tap_dir/err"

tap_exit "another failure is told to whoever reads" 0 \
  sh -c '{ sleep 0.3; "$FURAT" load -s /dev/null/s x.ttl; echo $? >"$1"; } | true' - "$tap_dir/status"
tap_case "with its own exit status" test "$(cat "$tap_dir/status")" = 3
tap_case "and message" grep -q 'error: cannot' "$tap_dir/err"

# ---- manual pages: furat(1) and one of each command
if command -v man >/dev/null && man --help 2>&1 | grep -q -e --warnings; then have_man=yes; else have_man=no; fi
for command in '' $commands; do
  page=furat${command:+-$command}
  # shellcheck disable=SC2086 # no word is wanted for furat(1)
  tap_exit "the page $page(1) is made" 0 "$FURAT" help --man $command
  cp "$tap_dir/out" "$tap_dir/$page.1"
  for section in NAME SYNOPSIS DESCRIPTION OPTIONS "EXIT STATUS" ENVIRONMENT FILES "SEE ALSO"; do
    tap_case "$page(1) has the section $section" grep -qx ".SH $section" "$tap_dir/$page.1"
  done
  tap_case "the build made the same" cmp "$tap_dir/$page.1" "$top_builddir/man/$page.1"
  if test $have_man = yes; then
    LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$tap_dir/$page.1" \
      >/dev/null 2>"$tap_dir/warnings"
    tap_case "man has no warnings about $page(1)" test ! -s "$tap_dir/warnings"
  else
    tap_skip "man has no warnings about $page(1)" "man is missing (Debian package: man-db)"
  fi
  if command -v mandoc >/dev/null; then
    mandoc -T lint -W warning "$tap_dir/$page.1" >"$tap_dir/warnings" 2>&1
    tap_case "mandoc has no warnings about $page(1)" test ! -s "$tap_dir/warnings"
  else
    tap_skip "mandoc has no warnings about $page(1)" "mandoc is missing (Debian package: mandoc)"
  fi
  # shellcheck disable=SC2013 # one word a line
  for other in $(sed -n '/^.SH SEE ALSO/,$s/.*fB\(furat[a-z\\-]*\).fR(1).*/\1/p' "$tap_dir/$page.1" | tr -d '\\'); do
    tap_case "$page(1) refers to $other(1), which is there" test -s "$top_builddir/man/$other.1"
  done
done
tap_exit "the page furat-sparql(7) is made" 0 "$FURAT" help --man sparql
cp "$tap_dir/out" "$tap_dir/furat-sparql.7"
if test $have_man = yes; then
  LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$tap_dir/furat-sparql.7" \
    >/dev/null 2>"$tap_dir/warnings"
  tap_case "man has no warnings about furat-sparql(7)" test ! -s "$tap_dir/warnings"
else
  tap_skip "man has no warnings about furat-sparql(7)" "man is missing (Debian package: man-db)"
fi
tap_case "furat(1) refers to it" grep -q 'furat.-sparql.fR(7)' "$tap_dir/furat.1"
for command in $commands; do
  tap_case "furat(1) names furat-$command(1)" grep -q "furat.-$command.fR(1)" "$tap_dir/furat.1"
  "$FURAT" "$command" --help | sed -n '/^Options:/,/^$/s/^  \(-., \|    \)--\(\[no-\]\)\{0,1\}\([a-z-]*\).*/\3/p' |
    while read -r option; do
      dashed=$(echo "$option" | sed 's/-/\\\\-/g')
      grep -q "fB.*$dashed.fR" "$tap_dir/furat-$command.1" || echo "$option"
    done >"$tap_dir/missing"
  tap_case "furat-$command(1) has all options" test ! -s "$tap_dir/missing"
done
# What the program reads of the environment is told in furat(1).
grep -rhoE '(getenv|variable)\("[A-Z_]+"\)|_VARIABLE +"[A-Z_]+"' "$top_srcdir/src" | sed 's/.*"\([A-Z_]*\)".*/\1/' |
  sort -u >"$tap_dir/read"
tap_case "the program reads the environment" test -s "$tap_dir/read"
while read -r variable; do
  case $variable in
  VTE_VERSION | TERM_PROGRAM | STY | XTERM_VERSION | INSIDE_EMACS | TMUX) ;; # which terminal it is
  PATH) ;; # as everywhere
  *) tap_case "furat(1) tells of $variable" grep -q "$variable" "$tap_dir/furat.1" ;;
  esac
done <"$tap_dir/read"
tap_exit "furat help COMMAND in a pipe is its --help" 0 "$FURAT" help query
tap_case "as text" grep -q '^Usage: furat query' "$tap_dir/out"
tap_exit "there is no page of what is no command" 2 "$FURAT" help --man qurey
tap_done
