# SPDX-License-Identifier: GPL-3.0-or-later
# furat parse: standard input, packed files, exit statuses, bad lines, failing output.
# shellcheck shell=sh disable=SC1091
. "$top_srcdir/tests/support/tap.sh"

cd "$tap_dir" || exit 99

printf '@prefix : <#> . :s :p "x"@EN , [] .' >a.ttl
cat >a.nq <<'EOF'
<http://b/c#s> <http://b/c#p> "x"@EN .
<http://b/c#s> <http://b/c#p> _:genid1 .
EOF

tap_exit "a file is read by its ending" 0 "$FURAT" parse --base http://b/c a.ttl
tap_same "its quads are written" a.nq out

"$FURAT" parse --format turtle --base http://b/c - <a.ttl >out
tap_same "standard input is read" a.nq out

mkfifo pipe
cat a.ttl >pipe &
tap_exit "a named pipe is read" 0 "$FURAT" parse -f turtle -b http://b/c pipe
tap_same "its quads are written too" a.nq out
wait

gzip -c a.ttl >a.ttl.gz
tap_exit "a gzip file is read" 0 "$FURAT" parse --base http://b/c a.ttl.gz
tap_same "as if it were plain" a.nq out

sed 's/@EN/@en/' a.nq >canonical.nq
tap_exit "canonical output" 0 "$FURAT" parse --canonical --base http://b/c a.ttl
tap_same "has language tags in lower case" canonical.nq out

printf '<a:s> <a:p> "1" .\n<a:s> <a:p> 2 .\n<a:s> <a:p> "3" .\n' >bad.nt
tap_exit "a bad line ends the reading" 1 "$FURAT" parse bad.nt
cat >expected <<'EOF'
bad.nt:2:13: error: an object is expected here: <IRI>, _:name or "string"
<a:s> <a:p> 2 .
            ^
EOF
tap_same "with line, column and caret" expected err

tap_exit "--keep-going leaves bad lines out" 1 "$FURAT" parse --keep-going bad.nt
printf '<a:s> <a:p> "1" .\n<a:s> <a:p> "3" .\n' >expected
tap_same "and writes the others" expected out
tap_case "and counts them" grep -q '1 bad line' err

# A background job of this shell would be deaf to the interrupt of a terminal.
mkfifo quiet
tap_exit "an interrupt ends the wait for input" 130 "$PYTHON" -c '
import os, signal, subprocess, sys, time
held = os.open("quiet", os.O_RDWR)
job = subprocess.Popen([sys.argv[1], "parse", "-f", "nquads", "quiet"])
time.sleep(0.5)
job.send_signal(signal.SIGINT)
try:
    sys.exit(job.wait(10))
except subprocess.TimeoutExpired:
    job.kill()
    sys.exit(1)' "$FURAT"
tap_exit "no file is a usage error" 2 "$FURAT" parse
tap_exit "two files are a usage error" 2 "$FURAT" parse a.ttl bad.nt
tap_exit "a base with a space is a usage error" 2 "$FURAT" parse --base 'http://b/ c' a.ttl
tap_exit "a relative base is a usage error" 2 "$FURAT" parse --base c a.ttl
tap_exit "--keep-going is a usage error for Turtle" 2 "$FURAT" parse --keep-going a.ttl
tap_exit "an unknown format is a usage error" 2 "$FURAT" parse --format n3 a.ttl
: >data.xyz
tap_exit "an unknown ending is a usage error" 2 "$FURAT" parse data.xyz
tap_exit "a file that is not there is a failed resource" 3 "$FURAT" parse none.ttl
tap_exit "nesting beyond the limit is a failed resource" 3 sh -c \
  "{ printf '<a:s> <a:p> '; printf '%1100s' | tr ' ' '('; } | '$FURAT' parse -f turtle -"

if test -w /dev/full; then
  tap_exit "a full disk is a failed resource" 3 sh -c "'$FURAT' parse bad.nt -k >/dev/full"
else
  tap_skip "a full disk is a failed resource" "there is no /dev/full"
fi

tap_done
