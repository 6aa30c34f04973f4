// The rows of `bench_ingest rows FILE POSTS`, stored by better-sqlite3: node ingest_peer.js ROWS STORE
// Prints the seconds of processor time, those of reading the rows left out.
'use strict';
const fs = require('fs');
const readline = require('readline');
const Database = require('better-sqlite3');

async function main(rows, path) {
  let spent = 0;
  const timed = (work) => {
    const before = process.cpuUsage();
    const result = work();
    const { user, system } = process.cpuUsage(before);
    spent += user + system;
    return result;
  };
  let store = null;
  for await (const line of readline.createInterface({ input: fs.createReadStream(rows) })) {
    const value = JSON.parse(line);
    if (store === null) {
      store = timed(() => open(path, value));
    } else {
      timed(() => store.fill(value));
    }
  }
  timed(() => store.db.close());
  console.log(spent / 1e6);
}

function open(path, { pragmas, schema, statements }) {
  const db = new Database(path);
  for (const pragma of pragmas) db.pragma(pragma);
  db.exec(schema);
  const prepared = statements.map((sql) => db.prepare(sql));
  const fill = db.transaction((batch) => {
    for (const [statement, values] of batch) prepared[statement].run(values);
  });
  return { db, fill: fill.immediate };
}

main(process.argv[2], process.argv[3]);
