// What DuckDB needs for the same job as a peer of the bench: one COPY from the files to stdout.
//
//   node bench/duckdb.mjs THREADS integers|fields FILE… >FILE
//
// `./dev bench` installs the package into .cache/bench.

import { createRequire } from 'node:module';

const [threads, job, ...files] = process.argv.slice(2);

// Lines come in and go out as they are: nothing quotes or escapes, and no byte 1 separates columns.
const asTheyAre = { header: 'false', quote: "''", escape: "''", delim: "'\x01'" };
const options = (between) => Object.entries(asTheyAre).map((option) => option.join(between)).join(', ');
const read = (column, type) =>
  `read_csv([${files.map((file) => `'${file}'`)}], auto_detect = false, ${options(' = ')}, ` +
  `columns = {'${column}': '${type}'})`;

const queries = {
  integers: `SELECT number FROM ${read('number', 'BIGINT')} ORDER BY number`,
  // DuckDB's order is not stable, so the line's number makes it total. Five columns instead of one to
  // be split took 4.9 s where this took 4.3.
  fields:
    `SELECT line FROM (SELECT line, row_number() OVER () AS place FROM ${read('line', 'VARCHAR')}) ` +
    `ORDER BY split_part(line, chr(9), 2), place`,
};

const require = createRequire(new URL('../.cache/bench/', import.meta.url));
const { DuckDBInstance } = require('@duckdb/node-api');
const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
await connection.run(`COPY (${queries[job]}) TO '/dev/stdout' (FORMAT csv, ${options(' ')})`);
