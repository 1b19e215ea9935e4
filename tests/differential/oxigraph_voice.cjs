// SPDX-License-Identifier: GPL-3.0-or-later
// Answers for npm oxigraph: one case a line of standard input (JSON: data as TriG and
// statements), one line of answers each on standard output.
//   node oxigraph_voice.cjs PATH-OF-OXIGRAPH
"use strict";
const oxigraph = require(process.argv[2]);
const readline = require("readline");

function term(t) {
  if (t.termType === "NamedNode") return ["uri", t.value];
  if (t.termType === "BlankNode") return ["bnode", t.value];
  if (t.termType === "DefaultGraph") return null;
  return ["literal", t.value, t.language ? "" : t.datatype.value, t.language];
}

function quad(q) {
  return [q.subject, q.predicate, q.object].map(term);
}

function answer(store, statement) {
  if (statement.kind === "update") {
    store.update(statement.text);
    return { done: true };
  }
  const result = store.query(statement.text);
  if (typeof result === "boolean") return { boolean: result };
  if (statement.kind === "construct") return { rows: [...result].map(quad) };
  const rows = [...result].map((row) =>
    statement.vars.map((v) => (row.has(v) ? term(row.get(v)) : null)));
  return { rows };
}

function run(request) {
  const store = new oxigraph.Store();
  store.load(request.data, { format: "application/trig" });
  return request.statements.map((statement) => {
    try {
      return answer(store, statement);
    } catch (e) {
      return { error: String(e) };
    }
  });
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  process.stdout.write(JSON.stringify(run(JSON.parse(line))) + "\n");
});
