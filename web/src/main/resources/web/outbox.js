// What the worker has said and the server may not know yet. It survives a page that is closed, and is sent until there is an answer.

import {request} from './api.js';

const PATIENCE = 10000;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30000;
// The server knows a key for a day; what is older than half of one helps nobody any more.
const KEPT = 12 * 3600 * 1000;
const WAITING = ['raised', 'dispatched', 'cancelled'];

/**
 * The things of one user that are on their way. Callbacks: changed(), done(item, answer), refused(item, error), sessionOver().
 * An item: `key`, `at`, `path`, `body`, `alert` or `held` it is about, `move`, `who` it is about in words, `tries`.
 */
export class Outbox {
  #prefix;
  #callbacks;
  #items = [];
  #timer;
  #pause = FIRST_PAUSE;
  #sending = false;
  #ending = new AbortController();

  constructor(user, callbacks) {
    this.#prefix = `kanhu.outbox.${user}.`;
    this.#callbacks = callbacks;
    this.#items = this.#kept();
    addEventListener('online', () => this.#now(), {signal: this.#ending.signal});
    this.#now();
  }

  /** All of them, the oldest first. */
  get items() {
    return this.#items;
  }

  /** Those about an alert. */
  about(alert) {
    return this.#items.filter(item => item.alert === alert);
  }

  /** Those about a call that is not stored yet. */
  aboutHeld(key) {
    return this.#items.filter(item => item.held === key);
  }

  add(what) {
    const item = {...what, key: crypto.randomUUID?.() ?? uuid(), at: Date.now(), tries: 0};
    this.#items = [...this.#items, item];
    this.#keep(item);
    this.#callbacks.changed();
    this.#now();
  }

  close() {
    this.#ending.abort();
    clearTimeout(this.#timer);
  }

  #now() {
    this.#pause = FIRST_PAUSE;
    clearTimeout(this.#timer);
    this.#send();
  }

  /**
   * In the order in which they were said: to have arrived counts only for who has said that they go. One that the server cannot do just
   * now holds up those about the same case, and no other.
   */
  async #send() {
    if (this.#sending || this.#ending.signal.aborted) return;
    this.#sending = true;
    const stuck = new Set();
    let pause = 0;
    try {
      for (;;) {
        const next = this.#items.find(item => !stuck.has(about(item)));
        if (!next || this.#ending.signal.aborted) return;
        const outcome = await this.#one(next);
        if (outcome.over) continue;
        pause = Math.max(pause, outcome.pause ?? 0);
        if (outcome.nobody) return;
        stuck.add(about(next));
      }
    } finally {
      this.#sending = false;
      if (pause) this.#later(pause);
    }
  }

  /** Whether it is `over` with this one; or else the `pause` until it is tried again, and whether there is `nobody` to say anything to. */
  async #one(item) {
    try {
      const answer = await request('POST', item.path, item.body, {key: item.key, patience: PATIENCE});
      this.#forget(item);
      this.#callbacks.done(item, answer);
      return {over: true};
    } catch (error) {
      if (error.status === 401) {
        this.#callbacks.sessionOver();
        return {nobody: true};
      }
      if (error.status === 0 || error.status >= 500 || error.status === 429) {
        item.tries += 1;
        this.#keep(item);
        this.#callbacks.changed();
        return {nobody: error.status < 500, pause: Math.max(this.#pause, (error.retryAfterSeconds ?? 0) * 1000)};
      }
      this.#forget(item);
      this.#callbacks.refused(item, error);
      return {over: true};
    }
  }

  #later(pause) {
    clearTimeout(this.#timer);
    if (this.#ending.signal.aborted) return;
    this.#timer = setTimeout(() => this.#send(), pause);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }

  #forget(item) {
    this.#items = this.#items.filter(one => one.key !== item.key);
    this.#pause = FIRST_PAUSE;
    try {
      localStorage.removeItem(this.#prefix + item.key);
    } catch (error) {
      console.info('nothing is kept in this browser', error);
    }
    this.#callbacks.changed();
  }

  #keep(item) {
    try {
      localStorage.setItem(this.#prefix + item.key, JSON.stringify(item));
    } catch (error) {
      console.info('it is kept only as long as this page is open', error);
    }
  }

  #kept() {
    const names = Object.keys(localStorage).filter(name => name.startsWith(this.#prefix));
    const items = names.map(name => JSON.parse(localStorage.getItem(name)));
    const old = items.filter(item => Date.now() - item.at > KEPT);
    old.forEach(item => localStorage.removeItem(this.#prefix + item.key));
    return items.filter(item => !old.includes(item)).sort((one, other) => one.at - other.at);
  }
}

/** The case, or the call that is none yet. */
const about = ({alert, held}) => alert ?? held;

/** An alert as it will be when what was said of it has arrived, if nobody else says something first. */
export function ahead(alert, items) {
  return items.reduce((now, {move, body}) => {
    if (move === 'acknowledge') return WAITING.includes(now.state) ? {...now, state: 'acknowledged', mine: true, rings: false} : now;
    if (move === 'decline') return {...now, rings: false, ...(now.mine ? {state: 'dispatched', mine: false} : {})};
    if (move === 'arrive') return {...now, state: 'on_scene'};
    if (move === 'resolve') return {...now, state: 'resolved', outcome: body.outcome};
    return move === 'close' ? {...now, state: 'closed'} : now;
  }, alert);
}

/** On pages without https there is no randomUUID. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = bytes[6] & 0x0f | 0x40;
  bytes[8] = bytes[8] & 0x3f | 0x80;
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
