// One alert: what it is, who it is about, what can be done.

import {LitElement, html, nothing} from 'lit';
import {request} from './api.js';
import {ahead} from './outbox.js';
import {person} from './person.js';
import {ownPlace} from './place.js';
import {ago, clock} from './time.js';
import {recent} from './trend.js';
import {word} from './words.js';

const OUTCOMES = ['helped', 'hospital', 'non_urgent', 'asked', 'mistake', 'device_fault', 'test', 'nobody_there', 'called_off'];
const WAITING = ['raised', 'dispatched', 'cancelled'];
const GOING = ['acknowledged', 'on_scene'];
const REASONS = ['far', 'busy', 'unwell', 'off'];
const SUPERVISING = ['supervisor', 'operator', 'administrator'];
const ANEW_EVERY = 60000;

/**
 * A card. Properties: `alert`; `pending`, what was said of it and has not arrived; `said`, what came of the last thing that did; `now`;
 * the viewer's `role`; `language`, so that it speaks anew. Fires `act` with `move` and `body`, and `session-over`.
 */
class AlertCard extends LitElement {
  static properties = {
    alert: {},
    pending: {},
    said: {},
    now: {},
    language: {},
    role: {},
    file: {state: true},
    readings: {state: true},
    asking: {state: true},
    busy: {state: true},
    problem: {state: true},
  };

  #loadedVersion = 0;
  #expected;
  #loadedAt = 0;

  constructor() {
    super();
    this.pending = [];
  }

  createRenderRoot() {
    return this;
  }

  willUpdate(changed) {
    if (!changed.has('alert') && !changed.has('pending')) return;
    // What was about to be said is of no use once somebody else has moved the case; one's own moves are expected.
    const {state} = ahead(this.alert, this.pending);
    if (this.#expected !== undefined && this.#expected !== state) this.asking = undefined;
    this.#expected = state;
  }

  updated() {
    // The card stands first; the rest is fetched after it. Whoever goes sees pulse and place as they change.
    const old = this.alert.mine && GOING.includes(this.alert.state) && this.now - this.#loadedAt > ANEW_EVERY;
    if (this.#loadedVersion !== this.alert.version || old) {
      this.#loadedVersion = this.alert.version;
      this.#loadedAt = this.now;
      this.#load();
    }
  }

  render() {
    const {alert} = this;
    return html`
      <article class="card ${alert.rings ? 'rings' : ''} ${alert.state}" data-testid="alert-${alert.id}">
        <header>
          <span class="kind ${alert.severity}">${word(`kind_${alert.kind}`)}</span>
          <span class="state">${word(`state_${alert.state}`)}</span>
          <time datetime=${alert.raisedAt}>${ago(alert.raisedAt, this.now)}</time>
        </header>
        <h2>${alert.wearer ?? word('unknownWearer', alert.band)}</h2>
        <p class="address">${alert.address ?? ''} <span class="grid">${alert.grid ?? ''}</span></p>
        ${alert.isIn && alert.isIn !== alert.grid ? html`<p class="is-in" data-testid="is-in">${word('isIn', alert.isIn)}</p>` : ''}
        ${alert.suspension ? html`<p class="away" data-testid="away">${word(`away_${alert.suspension.reason}`, new Date(alert.suspension.from).toLocaleDateString())} ${alert.suspension.note ?? ''}</p>` : ''}
        <p class="marks">
          ${alert.withoutDatabase ? html`<span class="without">${word('withoutDatabase')}</span>` : ''}
          ${alert.fellAt ? html`<span class="late">${word('kind_fall')}</span>` : ''}
          ${alert.late ? html`<span class="late">${word('late')}</span>` : ''}
          ${alert.pressCount > 1 ? html`<span>${word('pressed', alert.pressCount)}</span>` : ''}
          ${alert.acknowledgedBy ? html`<span class="goes">${alert.mine ? word('youGo') : word('goes', alert.acknowledgedBy)}</span>` : ''}
          ${alert.outcome ? html`<span>${word(`outcome_${alert.outcome}`)}</span>` : ''}
        </p>
        ${this.pending.map(pendingMark)}
        ${this.#actions(ahead(alert, this.pending))}
        ${this.said?.done ? html`<p class="done" role="status">${this.said.done}</p>` : ''}
        ${this.problem ?? this.said?.problem ? html`<p class="problem" role="alert">${this.problem ?? this.said.problem}</p>` : ''}
        ${this.file?.wearer ? person(this.file.wearer, alert, this.now, this.readings) : ''}
        ${this.file ? html`${this.#told()}${this.#history()}` : html`<p class="hint">${word('loading')}</p>`}
      </article>`;
  }

  #actions({state, mine, rings}) {
    if (this.asking) return this.#question(state);
    if (state === 'closed') return nothing;
    if (WAITING.includes(state)) {
      return html`
        ${this.#button('acknowledge', 'primary', () => this.#act('acknowledge'))}
        ${rings && this.role === 'worker' ? this.#ask('decline') : nothing}`;
    }
    if (!mine) return GOING.includes(state) && SUPERVISING.includes(this.role) ? this.#ask('supervise') : nothing;
    if (state === 'resolved') {
      return html`${this.#button('close', 'primary', () => this.#act('close'))}${this.#ask('callback')}`;
    }
    return html`
      ${state === 'acknowledged' ? this.#button('arrive', 'primary', () => this.#arrive()) : nothing}
      ${this.#ask('resolve', state === 'on_scene' ? 'primary' : '')}
      <div class="more">
        ${this.#button('backup', '', () => this.#act('backup', {}))}
        ${state === 'acknowledged' ? this.#ask('decline') : nothing}
      </div>`;
  }

  /** What has to be said before a move is made. */
  #question() {
    const question = this.asking === 'resolve' ? this.#outcomes() : this.asking === 'decline' ? this.#reasons() : this.#words();
    return html`${question}${this.#button('back', '', () => { this.asking = undefined; })}`;
  }

  #reasons() {
    return html`
      <section class="outcomes">
        <h3>${word('whyNot')}</h3>
        <div>${REASONS.map(code => html`
          <button data-testid="reason-${code}"
            @click=${() => this.#act('decline', {reason: word(`reason_${code}`)})}>${word(`reason_${code}`)}</button>`)}
        </div>
      </section>`;
  }

  /** For what is said in one's own words: urging somebody, having called back. */
  #words() {
    return html`
      <section class="outcomes">
        <label>${word(`${this.asking}Note`)}<textarea rows="2" maxlength="500"></textarea></label>
        ${this.#button('send', 'primary', () => this.#say(this.asking))}
      </section>`;
  }

  #outcomes() {
    return html`
      <section class="outcomes">
        <label>${word('note')}<textarea rows="2" maxlength="2000"></textarea></label>
        <h3>${word('chooseOutcome')}</h3>
        <div>${OUTCOMES.map(code => html`
          <button data-testid="outcome-${code}" @click=${() => this.#resolve(code)}>${word(`outcome_${code}`)}</button>`)}
        </div>
      </section>`;
  }

  #ask(move, style = '') {
    return this.#button(move, style, () => { this.asking = move; });
  }

  #button(key, style, action) {
    return html`<button class=${style} data-testid=${key} ?disabled=${this.busy} @click=${action}>${word(key)}</button>`;
  }

  /** Who else knows, and how far that has come. */
  #told() {
    const people = new Map();
    for (const one of this.file.told.filter(told => told.channel !== 'band')) {
      people.set(one.worker, [...people.get(one.worker) ?? [], one]);
    }
    if (people.size === 0) return '';
    return html`
      <section class="told">
        <h3>${word('toldTitle')}</h3>
        <ul>${[...people].map(([name, pages]) => html`
          <li><b>${name}</b>${name === this.alert.acknowledgedBy ? html`<span class="goes">${word('goesShort')}</span>` : ''}
            <span>${pages.map(page => `${word(`channel_${page.channel}`)} ${word(`told_${page.state}`)}`).join(' · ')}
              ${pages[0].because ? word(`because_${pages[0].because}`) : ''}</span></li>`)}
        </ul>
      </section>`;
  }

  #history() {
    return html`
      <details>
        <summary>${word('history')}</summary>
        <ol>${this.file.events.map(event => html`
          <li><time>${clock(event.at, this.now)}</time> ${word(`event_${event.kind}`)}
            ${event.actor === 'kanhu' ? '' : event.actor}
            ${event.kind === 'told_without_database' ? `${event.detail.name} (${event.detail.channel})` : ''}
            ${event.detail.outcome ? word(`outcome_${event.detail.outcome}`) : ''}
            ${event.detail.reason ?? event.detail.note ?? event.detail.place ?? ''}</li>`)}
        </ol>
      </details>`;
  }

  async #arrive() {
    this.busy = true;
    const place = await ownPlace();
    this.busy = false;
    this.#act('arrive', place);
  }

  #resolve(outcome) {
    const note = this.querySelector('textarea').value.trim();
    this.#act('resolve', note ? {outcome, note} : {outcome});
  }

  #say(move) {
    const note = this.querySelector('textarea').value.trim();
    if (note) this.#act(move, {note});
    else this.problem = word('sayWhat');
  }

  #act(move, body) {
    this.problem = undefined;
    this.asking = undefined;
    this.dispatchEvent(new CustomEvent('act', {detail: {move, body}}));
  }

  async #load() {
    try {
      this.file = await request('GET', `/api/alerts/${this.alert.id}`);
      if (this.file.wearer) this.readings = await recent(this.file.wearer.id);
    } catch (error) {
      // The card stays without its file; the next change of the alert asks again.
      if (error.status === 401) this.dispatchEvent(new CustomEvent('session-over'));
      else this.#loadedVersion = 0;
    }
  }
}

/** Something that was said here and that the server does not have yet. */
export function pendingMark(item) {
  return html`<p class="pending" role="status" data-testid="pending-${item.move}">
    ${word(item.tries > 0 ? 'pending' : 'sending', word(`did_${item.move}`))}${item.tries > 0 ? html`<small>${word('pendingHint')}</small>` : ''}</p>`;
}

customElements.define('alert-card', AlertCard);
