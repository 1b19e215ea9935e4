// SPDX-License-Identifier: GPL-3.0-or-later
// The npm package "oxigraph" behind the protocol of tests/bench/query_bench.c: loads N-Triples, then
// answers a request a line.  Its fastest form of results is taken: a string of TSV, made at once.
//   node oxigraph_query.mjs MODULE FILE        MODULE: path of the installed package's node.js
import { openSync, readSync, closeSync, readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
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
process.stdout.write(JSON.stringify({ size: store.size }) + "\n");

function query(text) {
  return store.query(text, { results_format: "text/tab-separated-values" });
}

function clock() {
  return Number(process.hrtime.bigint());
}

function answer(line) {
  const [queryPath, runs, budget, , answerPath] = line.split("\t");
  const text = readFileSync(queryPath, "utf8");
  if (answerPath) writeFileSync(answerPath, query(text));
  const start = clock();
  const ns = [];
  for (let i = 0; i < Number(runs); i++) {
    const before = clock();
    if (i > 0 && (before - start) / 1e6 > Number(budget)) break;
    query(text);
    ns.push(clock() - before);
  }
  return { ns };
}

createInterface({ input: process.stdin }).on("line", (line) => {
  let outcome;
  try {
    outcome = answer(line);
  } catch (e) {
    outcome = { error: String(e) };
  }
  process.stdout.write(JSON.stringify(outcome) + "\n");
});
