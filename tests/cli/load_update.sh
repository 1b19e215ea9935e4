#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# LOAD of SPARQL Update: from files below one folder that is named beforehand, and from nowhere else.
. "$top_srcdir/tests/support/tap.sh"
open="$tap_dir/open"
mkdir -p "$open/deep/er" "$tap_dir/secret"
echo '<http://e/s> <http://e/p> "turtle" .' >"$open/a.ttl"
echo '_:b <http://e/p> "line" .' >"$open/deep/er/b.nt"
echo '<http://e/s> <http://e/p> "quad" <http://e/g> .' >"$open/c.nq"
echo '<http://e/s> <http://e/p> "secret" .' >"$tap_dir/secret/s.ttl"
echo '<http://e/s> <http://e/p> "half" . <http://e/s> <http://e/p> nonsense' >"$open/bad.ttl"
cp "$open/a.ttl" "$open/an ü#.ttl"
gzip -c "$open/a.ttl" >"$open/z.ttl.gz"
ln -s "$tap_dir/secret/s.ttl" "$open/link.ttl"
ln -s "$tap_dir/secret" "$open/folder"
mkfifo "$open/pipe.ttl"
ln -s "$open" "$tap_dir/door"

# update TEXT: over an empty dataset, whose quads are then shown.
update() {
  timeout 20 "$FURAT" update --allow-load "${folder-$open}" --base "file://$open/" --dump nquads "$1"
}

# loads NAME TEXT LINE: the dataset has this line afterwards.
loads() {
  update "$2" >"$tap_dir/out" 2>"$tap_dir/err" &&
    { test -z "$3" && test ! -s "$tap_dir/out" || grep -qxF "$3" "$tap_dir/out"; } &&
    tap_ok "$1" || tap_not_ok "$1" "$(cat "$tap_dir/out" "$tap_dir/err")"
}

# refuses NAME STATUS TEXT WORDS: with this status and these words.
refuses() {
  tap_exit "$1" "$2" update "$3"
  tap_case "... and says so" grep -q "$4" "$tap_dir/err"
}

plain='<http://e/s> <http://e/p> "turtle" .'
loads 'a file' "LOAD <file://$open/a.ttl>" "$plain"
loads 'file:/ with one slash' "LOAD <file:$open/a.ttl>" "$plain"
loads 'with a host' "LOAD <file://localhost$open/a.ttl>" "$plain"
loads 'relative to the base' 'LOAD <a.ttl>' "$plain"
loads 'escapes in the name' 'LOAD <an%20%C3%BC%23.ttl>' "$plain"
loads 'gzip' 'LOAD <z.ttl.gz>' "$plain"
loads 'into a graph' 'LOAD <a.ttl> INTO GRAPH <http://e/h>' \
  '<http://e/s> <http://e/p> "turtle" <http://e/h> .'
loads 'graphs of the document' 'LOAD <c.nq>' '<http://e/s> <http://e/p> "quad" <http://e/g> .'
loads 'what the same request loaded' 'LOAD <a.ttl> ; DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }' \
  '<http://e/s> <http://e/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .'
update 'LOAD <deep/er/b.nt> ; LOAD <deep/er/b.nt>' >"$tap_dir/out"
tap_case 'blank nodes of two loads differ' test "$(sort -u "$tap_dir/out" | wc -l)" -eq 2
folder="$tap_dir/door"
loads 'the folder itself may be a link' "LOAD <file://$open/a.ttl>" "$plain"
unset folder

refuses 'beside the folder' 1 "LOAD <file://$tap_dir/secret/s.ttl>" 'outside of the folder'
refuses 'a folder that starts alike' 1 "LOAD <file://${open}er/s.ttl>" 'outside of the folder'
refuses '..' 1 "LOAD <file://$open/%2E./secret/s.ttl>" 'outside of the folder'
refuses '.. in the middle' 1 "LOAD <file://$open/deep/%2e%2E/%2e%2e/secret/s.ttl>" 'outside of the folder'
refuses 'an escaped slash' 77 "LOAD <file://$open/..%2Fsecret%2Fs.ttl>" 'LOAD reads files'
refuses 'an escaped NUL' 77 "LOAD <file://$open/a.ttl%00>" 'LOAD reads files'
refuses 'a link to a file' 1 'LOAD <link.ttl>' 'follows no symbolic link'
refuses 'a link to a folder' 1 'LOAD <folder/s.ttl>' 'follows no symbolic link'
refuses 'a pipe' 77 'LOAD <pipe.ttl>' 'no regular file'
refuses 'a folder' 77 'LOAD <deep>' 'does not tell a syntax'
refuses 'the network' 77 'LOAD <http://127.0.0.1:1/x.ttl>' 'LOAD reads files'
refuses 'another host' 77 'LOAD <file://example.org/x.ttl>' 'LOAD reads files'
refuses 'a file that is not there' 1 'LOAD <none.ttl>' 'there is no file'
refuses 'a bad document' 1 'LOAD <bad.ttl>' 'bad.ttl:1:'
loads 'SILENT: not there' 'LOAD SILENT <none.ttl>' ''
loads 'SILENT: outside' "LOAD SILENT <file://$tap_dir/secret/s.ttl>" ''
loads 'SILENT: nothing of a bad document' 'LOAD SILENT <bad.ttl>' ''
refuses 'all or nothing' 1 'LOAD <a.ttl> ; LOAD <bad.ttl>' 'bad.ttl:1:'
folder="$tap_dir/none"
refuses 'no such folder' 1 'CLEAR ALL' 'there is no folder'
unset folder
tap_exit 'without the option' 77 "$FURAT" update --base "file://$open/" 'LOAD <a.ttl>'
tap_case '... and says so' grep -q 'no folder is open' "$tap_dir/err"
tap_case '... and how' grep -q -- '--allow-load' "$tap_dir/err"
printf 'LOAD <file://%s/a.ttl> ;\nSELECT ?o { ?s ?p ?o }\n' "$open" |
  "$FURAT" shell --data "$open/c.nq" --allow-load "$open" >"$tap_dir/out" 2>&1
tap_case 'in the shell' grep -q turtle "$tap_dir/out"
tap_done
