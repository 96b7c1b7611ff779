// One alert: what it is, who it is about, what can be done.

import {LitElement, html, nothing} from 'lit';
import {request} from './api.js';
import {person} from './person.js';
import {ownPlace} from './place.js';
import {ago, clock} from './time.js';
import {word} from './words.js';

const OUTCOMES = ['helped', 'hospital', 'non_urgent', 'asked', 'mistake', 'device_fault', 'test', 'nobody_there', 'called_off'];
const WAITING = ['raised', 'dispatched', 'cancelled'];
const GOING = ['acknowledged', 'on_scene'];
const REASONS = ['far', 'busy', 'unwell', 'off'];
const SAID_WHEN_DONE = ['decline', 'backup', 'supervise', 'callback'];
const SUPERVISING = ['supervisor', 'operator', 'administrator'];

/** A card. Properties: `alert`, `now`, the viewer's `role`, and `language`, so that it speaks anew. Fires `moved` with the alert as it is after a move, and `session-over`. */
class AlertCard extends LitElement {
  static properties = {
    alert: {},
    now: {},
    language: {},
    role: {},
    file: {state: true},
    asking: {state: true},
    done: {state: true},
    busy: {state: true},
    problem: {state: true},
  };

  #loadedVersion = 0;

  createRenderRoot() {
    return this;
  }

  willUpdate(changed) {
    // What was about to be said is of no use once somebody else has moved the case.
    const before = changed.get('alert');
    if (before && before.state !== this.alert.state) this.asking = undefined;
  }

  updated() {
    // The card stands first; the rest is fetched after it.
    if (this.#loadedVersion !== this.alert.version) {
      this.#loadedVersion = this.alert.version;
      this.#load();
    }
  }

  render() {
    const {alert} = this;
    return html`
      <article class="card ${alert.rings ? 'rings' : ''} ${alert.state}" data-testid="alert-${alert.id}">
        <header>
          <span class="kind">${word(`kind_${alert.kind}`)}</span>
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
        ${this.#actions()}
        ${this.done ? html`<p class="done" role="status">${this.done}</p>` : ''}
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : ''}
        ${this.file?.wearer ? person(this.file.wearer, alert, this.now) : ''}
        ${this.file ? this.#history() : html`<p class="hint">${word('loading')}</p>`}
      </article>`;
  }

  #actions() {
    const {state, mine, rings} = this.alert;
    if (this.asking) return this.#question();
    if (WAITING.includes(state)) {
      return html`
        ${this.#button('acknowledge', 'primary', () => this.#move('acknowledge'))}
        ${rings && this.role === 'worker' ? this.#ask('decline') : nothing}`;
    }
    if (!mine) return GOING.includes(state) && SUPERVISING.includes(this.role) ? this.#ask('supervise') : nothing;
    if (state === 'resolved') {
      return html`${this.#button('close', 'primary', () => this.#move('close'))}${this.#ask('callback')}`;
    }
    return html`
      ${state === 'acknowledged' ? this.#button('arrive', 'primary', () => this.#arrive()) : nothing}
      ${this.#ask('resolve', state === 'on_scene' ? 'primary' : '')}
      <div class="more">
        ${this.#button('backup', '', () => this.#move('backup', {}))}
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
          <button data-testid="reason-${code}" ?disabled=${this.busy}
            @click=${() => this.#move('decline', {reason: word(`reason_${code}`)})}>${word(`reason_${code}`)}</button>`)}
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
          <button data-testid="outcome-${code}" ?disabled=${this.busy} @click=${() => this.#resolve(code)}>
            ${word(`outcome_${code}`)}</button>`)}
        </div>
      </section>`;
  }

  #ask(move, style = '') {
    return this.#button(move, style, () => { this.asking = move; });
  }

  #button(key, style, action) {
    return html`<button class=${style} data-testid=${key} ?disabled=${this.busy} @click=${action}>${word(key)}</button>`;
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
        <ul class="told">${this.#called().map(one => html`<li>${one.worker} ${word(`because_${one.because}`)}</li>`)}</ul>
      </details>`;
  }

  /** Each who was called for a grid once, by whatever means. */
  #called() {
    return [...new Map(this.file.told.filter(one => one.because).map(one => [one.worker, one])).values()];
  }

  async #arrive() {
    this.busy = true;
    await this.#move('arrive', await ownPlace());
  }

  async #resolve(outcome) {
    const note = this.querySelector('textarea').value.trim();
    await this.#move('resolve', note ? {outcome, note} : {outcome});
  }

  async #say(move) {
    const note = this.querySelector('textarea').value.trim();
    if (note) await this.#move(move, {note});
    else this.problem = word('sayWhat');
  }

  async #move(move, body) {
    this.busy = true;
    this.problem = undefined;
    this.done = undefined;
    try {
      const alert = await request('POST', `/api/alerts/${this.alert.id}/${move}`, body);
      this.dispatchEvent(new CustomEvent('moved', {detail: alert}));
      this.asking = undefined;
      if (SAID_WHEN_DONE.includes(move)) this.done = word(`${move}Done`);
    } catch (error) {
      this.#explain(error, move);
    } finally {
      this.busy = false;
    }
  }

  #explain(error, move) {
    if (error.status === 401) this.dispatchEvent(new CustomEvent('session-over'));
    else if (error.status === 0) this.problem = word('noNetwork');
    else if (error.status >= 500) this.problem = word('serverTrouble');
    else if (error.status === 409 && move === 'backup') this.problem = word('nobodyToCall');
    else if (error.status === 409 && move === 'supervise') this.problem = word('cannotUrge');
    else if (this.alert.acknowledgedBy && !this.alert.mine) this.problem = word('refusedTaken', this.alert.acknowledgedBy);
    else this.problem = error.message;
  }

  async #load() {
    try {
      this.file = await request('GET', `/api/alerts/${this.alert.id}`);
    } catch (error) {
      // The card stays without its file; the next change of the alert asks again.
      if (error.status === 401) this.dispatchEvent(new CustomEvent('session-over'));
      else this.#loadedVersion = 0;
    }
  }
}

customElements.define('alert-card', AlertCard);
