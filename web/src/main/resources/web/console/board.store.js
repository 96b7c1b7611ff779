// What the board knows: every alert that is not closed with how far it has come, kept up by the stream.

import {request} from '../api.js';
import {KnownAlerts} from '../known.js';
import {AlertStream} from '../stream.js';
import {LOOK_AGAIN} from './troubles.js';

/** The stream says at once that something moved; how far it has come is read a moment later, not more often than this. */
const LEAST_PAUSE = 300;
const AGAIN_AFTER = 3000;
/** The stream tells of what is done, and not that somebody's page has shown a call, or that none has for too long. */
const ANYWAY_EVERY = 2000;
/** So many of these pauses go by where nobody waits. */
const IDLE_PAUSES = 10;
const WAITS = ['raised', 'dispatched', 'cancelled'];

/** Calls `changed()` after each change, `sessionOver()` when the server knows us no more. */
export class BoardStore {
  alerts = new KnownAlerts();
  held = new Map();
  lostSince;
  /** Milliseconds that the server's clock is ahead of ours. */
  ahead = 0;
  /** Seconds within which a call is to be answered, as the city has them. */
  targets = [];
  #changed;
  #sessionOver;
  #stream;
  #waiting;
  #reading = false;
  #again = false;
  #anyway;

  constructor({changed, sessionOver}) {
    this.#changed = changed;
    this.#sessionOver = sessionOver;
    this.#stream = new AlertStream({
      opened: () => {
        this.lostSince = undefined;
        this.held.clear();
        this.read();
      },
      alert: alert => {
        this.take(alert);
        this.readSoon();
        dispatchEvent(new Event(LOOK_AGAIN));
      },
      held: call => this.#hold(call),
      lost: () => {
        this.lostSince ??= Date.now();
        this.#changed();
        this.#checkSession();
      },
    });
    let pauses = 0;
    this.#anyway = setInterval(() => {
      if (this.#somebodyWaits() || ++pauses % IDLE_PAUSES === 0) this.read();
    }, ANYWAY_EVERY);
  }

  close() {
    this.#stream.close();
    clearTimeout(this.#waiting);
    clearInterval(this.#anyway);
  }

  now() {
    return Date.now() + this.ahead;
  }

  /** An alert as the server has it; it may come twice and out of order. */
  take(alert) {
    const known = this.alerts.get(alert.id);
    if (this.alerts.take({...alert, standing: alert.standing ?? known?.standing})) this.#changed();
  }

  #somebodyWaits() {
    return this.alerts.values().some(alert => alert.severity === 'emergency' && WAITS.includes(alert.state));
  }

  readSoon() {
    this.#waiting ??= setTimeout(() => this.read(), LEAST_PAUSE);
  }

  async read() {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    try {
      const list = await this.alerts.read(async () => {
        const board = await request('GET', '/api/board');
        this.ahead = Date.parse(board.at) - Date.now();
        this.targets = board.targetsSeconds;
        return board.alerts;
      });
      list.forEach(alert => this.take(alert));
      this.#changed();
    } catch (error) {
      if (error.status === 401) this.#sessionOver();
      else if (!this.lostSince) this.#waiting ??= setTimeout(() => this.read(), AGAIN_AFTER);
    } finally {
      this.#reading = false;
      if (this.#again) {
        this.#again = false;
        this.readSoon();
      }
    }
  }

  #hold(call) {
    if (call.over) {
      this.held.delete(call.key);
      this.readSoon();
    } else {
      this.held.set(call.key, call);
    }
    dispatchEvent(new Event(LOOK_AGAIN));
    this.#changed();
  }

  async #checkSession() {
    try {
      await request('GET', '/api/session');
    } catch (error) {
      if (error.status === 401) this.#sessionOver();
    }
  }
}
