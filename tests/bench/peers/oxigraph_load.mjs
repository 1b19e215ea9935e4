// SPDX-License-Identifier: GPL-3.0-or-later
// Loads N-Triples into the in-memory store of the npm package "oxigraph", a part at a time because
// a WebAssembly store takes its input as one array, and counts what is there.
//   node oxigraph_load.mjs MODULE FILE        MODULE: path of the installed package's node.js
import { openSync, readSync, closeSync } from "node:fs";
import { pathToFileURL } from "node:url";

const PART_BYTES = 64 << 20;
const [modulePath, path] = process.argv.slice(2);
const oxigraph = (await import(pathToFileURL(modulePath))).default;
const store = new oxigraph.Store();

const file = openSync(path, "r");
const part = Buffer.alloc(PART_BYTES);
let kept = 0; // bytes of a line that the last part cut
for (;;) {
  const n = readSync(file, part, kept, PART_BYTES - kept, null);
  const end = n === 0 ? kept : part.lastIndexOf(10, kept + n - 1) + 1;
  store.load(part.subarray(0, end), { format: "application/n-triples", no_transaction: true });
  kept = part.copy(part, 0, end, kept + n);
  if (n === 0) break;
}
closeSync(file);
console.log(store.size);
