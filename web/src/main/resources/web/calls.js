// The alerts and calls of whoever is logged in, as the server has them, and what was said of them here.

import {request} from './api.js';
import {KnownAlerts} from './known.js';
import {Outbox, ahead} from './outbox.js';
import {closeNotifications} from './push.js';
import {AlertStream} from './stream.js';
import {word} from './words.js';

const RELOAD_AGAIN_AFTER = 3000;
const SAID_WHEN_DONE = ['decline', 'backup', 'supervise', 'callback'];

/** Callbacks: changed(); rings(call), when one begins to; sessionOver(). */
export class Calls {
  #me;
  #callbacks;
  #alerts = new KnownAlerts();
  /** Calls that are not stored yet, because the database is away. */
  #held = new Map();
  #practice;
  #said = new Map();
  /** What was shown of a case that somebody goes to, by the version of it. */
  #noted = new Map();
  #stream;
  #reloading;

  constructor(me, callbacks) {
    this.#me = me;
    this.#callbacks = callbacks;
    this.lostSince = undefined;
    this.outbox = new Outbox(me.name, {
      changed: () => callbacks.changed(),
      done: (item, answer) => this.#done(item, answer),
      refused: (item, error) => this.#refused(item, error),
      sessionOver: () => callbacks.sessionOver(),
    });
    this.#stream = new AlertStream({
      opened: () => {
        this.lostSince = undefined;
        // All that there are come again.
        this.#held.clear();
        this.#reload();
      },
      alert: alert => this.#take(alert),
      held: call => this.#hold(call),
      practice: call => this.#practise(call),
      lost: () => {
        this.lose();
        this.#checkSession();
      },
    });
  }

  close() {
    this.#stream.close();
    this.outbox.close();
    clearTimeout(this.#reloading);
  }

  lose() {
    this.lostSince ??= Date.now();
    this.#callbacks.changed();
  }

  /** What rings first, then the newest. */
  alerts() {
    return this.#alerts.values().sort((a, b) => b.rings - a.rings || b.id - a.id);
  }

  held() {
    return [...this.#held.values()];
  }

  /** What still waits for an answer of this user, as far as it was not given here. */
  ringing() {
    const held = this.held().filter(call => call.rings && this.outbox.aboutHeld(call.key).length === 0);
    const alerts = this.alerts().filter(alert => this.#noted.get(alert.id) !== alert.version && ahead(alert, this.outbox.about(alert.id)).rings);
    return [...held, ...alerts, ...(this.#practice ? [this.#practice] : [])];
  }

  /** Those that take the screen, the oldest first; a test comes last. */
  emergencies() {
    return this.ringing()
      .filter(call => call.key || call.severity === 'emergency')
      .sort((a, b) => Boolean(a.practice) - Boolean(b.practice) || Date.parse(a.raisedAt) - Date.parse(b.raisedAt));
  }

  /** The cases of this user that are not closed, as they will be when what was said of them has arrived. */
  mine() {
    return this.alerts().map(alert => ahead(alert, this.outbox.about(alert.id))).filter(({mine, state}) => mine && state !== 'closed');
  }

  /** Whether this user is on the way or there. */
  going() {
    return this.mine().some(({state}) => ['acknowledged', 'on_scene'].includes(state));
  }

  /** What came of the last thing that was said of one. */
  said(id) {
    return this.#said.get(id);
  }

  /** What is on its way about cases that are not in sight. */
  unknown() {
    return this.outbox.items.filter(item => item.held ? !this.#held.has(item.held) : !this.#alerts.has(item.alert));
  }

  act(call, move, body) {
    if (call.practice) {
      this.#practice = undefined;
      this.#answerPractice(call, move === 'acknowledge' ? 'going' : 'cannot');
    } else if (move === 'note') {
      this.#noted.set(call.id, call.version);
    } else if (call.key) {
      this.outbox.add({held: call.key, move, who: call.wearer, path: `/api/held-calls/${call.key}/${move}`});
    } else {
      this.#said.delete(call.id);
      this.outbox.add({alert: call.id, move, body, who: call.wearer, path: `/api/alerts/${call.id}/${move}`});
    }
    this.#callbacks.changed();
  }

  #done({alert, held, move}, answer) {
    if (answer?.held) this.#hold(answer.held);
    else if (answer?.alert || alert) this.#take(answer.alert ?? answer);
    if (SAID_WHEN_DONE.includes(move)) this.#said.set(alert ?? held, {done: word(`${move}Done`)});
    this.#callbacks.changed();
  }

  /** The server would not: why, in words, and the case as it is now. */
  async #refused({alert, held, move}, error) {
    const id = alert ?? held;
    this.#said.set(id, {problem: word(move === 'backup' ? 'nobodyToCall' : move === 'supervise' ? 'cannotUrge' : 'refusedChanged')});
    this.#callbacks.changed();
    if (alert) {
      try {
        const now = (await request('GET', `/api/alerts/${alert}`)).alert;
        this.#take(now);
        if (now.acknowledgedBy && !now.mine) this.#said.set(id, {problem: word('refusedTaken', now.acknowledgedBy)});
        else if (['resolved', 'closed'].includes(now.state)) this.#said.set(id, {problem: word('refusedOver')});
      } catch (again) {
        console.info('refused, and the case cannot be read', error, again);
        if (again.status === 404) this.#alerts.forget(alert);
      }
    }
    this.#callbacks.changed();
  }

  /** An alert as the server has it; it may come twice and out of order. */
  #take(alert) {
    const known = this.#alerts.get(alert.id);
    if (!this.#alerts.take(alert)) return;
    if (alert.rings && !known?.rings) this.#callbacks.rings(alert);
    if (!alert.rings && known?.rings !== false) closeNotifications(id => id === alert.id);
    this.#callbacks.changed();
  }

  /** A call that is not stored, as the server has it. When it is stored it becomes an alert, which comes by itself. */
  #hold(call) {
    const known = this.#held.get(call.key);
    if (call.over) {
      this.#held.delete(call.key);
      this.#reload();
    } else {
      this.#held.set(call.key, call);
    }
    if (call.rings && !known?.rings) this.#callbacks.rings({...call, severity: 'emergency'});
    this.#callbacks.changed();
  }

  #practise({key, begunAt}) {
    this.#practice = {key, practice: true, kind: 'sos', raisedAt: begunAt, rings: true, severity: 'emergency'};
    this.#callbacks.rings(this.#practice);
    this.#callbacks.changed();
  }

  async #answerPractice({key}, answer) {
    try {
      await request('POST', `/api/me/practice-calls/${key}/answer`, {answer});
    } catch (error) {
      console.info('the test alert was answered, and the server does not know', error);
    }
    dispatchEvent(new CustomEvent('practised'));
  }

  async #reload() {
    clearTimeout(this.#reloading);
    try {
      const kept = await this.#alerts.read(async () => {
        const {alerts} = await request('GET', '/api/alerts?state=all&limit=100');
        // One's own resolved cases stay in sight until they are closed.
        return alerts.filter(({state, mine}) => state !== 'closed' && (state !== 'resolved' || mine));
      });
      kept.forEach(alert => this.#take(alert));
      const ringing = new Set(this.alerts().filter(alert => alert.rings).map(alert => alert.id));
      closeNotifications(id => !ringing.has(id));
      this.#callbacks.changed();
    } catch (error) {
      if (error.status === 401) this.#callbacks.sessionOver();
      else if (!this.lostSince) this.#reloading = setTimeout(() => this.#reload(), RELOAD_AGAIN_AFTER);
    }
  }

  async #checkSession() {
    try {
      await request('GET', '/api/session');
    } catch (error) {
      if (error.status === 401) this.#callbacks.sessionOver();
    }
  }
}
