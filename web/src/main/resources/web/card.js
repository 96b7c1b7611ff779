// One alert: what it is, who it is about, what can be done.

import {LitElement, html, nothing} from 'lit';
import {request} from './api.js';
import {person} from './person.js';
import {ownPlace} from './place.js';
import {ago, clock} from './time.js';
import {word} from './words.js';

const OUTCOMES = ['helped', 'hospital', 'non_urgent', 'asked', 'mistake', 'device_fault', 'test', 'nobody_there', 'called_off'];
const WAITING = ['raised', 'dispatched', 'cancelled'];

/** A card. Properties: `alert`, `now`, and `language`, so that it speaks anew. Fires `moved` with the alert as it is after a move, and `session-over`. */
class AlertCard extends LitElement {
  static properties = {
    alert: {},
    now: {},
    language: {},
    file: {state: true},
    resolving: {state: true},
    busy: {state: true},
    problem: {state: true},
  };

  #loadedVersion = 0;

  createRenderRoot() {
    return this;
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
        <p class="marks">
          ${alert.late ? html`<span class="late">${word('late')}</span>` : ''}
          ${alert.pressCount > 1 ? html`<span>${word('pressed', alert.pressCount)}</span>` : ''}
          ${alert.acknowledgedBy ? html`<span class="goes">${alert.mine ? word('youGo') : word('goes', alert.acknowledgedBy)}</span>` : ''}
          ${alert.outcome ? html`<span>${word(`outcome_${alert.outcome}`)}</span>` : ''}
        </p>
        ${this.#actions()}
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : ''}
        ${this.file?.wearer ? person(this.file.wearer, alert, this.now) : ''}
        ${this.file ? this.#history() : html`<p class="hint">${word('loading')}</p>`}
      </article>`;
  }

  #actions() {
    const {state, mine} = this.alert;
    if (WAITING.includes(state)) return this.#button('acknowledge', 'primary', () => this.#move('acknowledge'));
    if (!mine) return nothing;
    if (state === 'resolved') return this.#button('close', 'primary', () => this.#move('close'));
    return html`
      ${state === 'acknowledged' ? this.#button('arrive', 'primary', () => this.#arrive()) : nothing}
      ${this.resolving
        ? this.#outcomes()
        : this.#button('resolve', state === 'on_scene' ? 'primary' : '', () => { this.resolving = true; })}`;
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
            ${event.detail.outcome ? word(`outcome_${event.detail.outcome}`) : ''}</li>`)}
        </ol>
      </details>`;
  }

  async #arrive() {
    this.busy = true;
    await this.#move('arrive', await ownPlace());
  }

  async #resolve(outcome) {
    const note = this.querySelector('textarea').value.trim();
    if (await this.#move('resolve', note ? {outcome, note} : {outcome})) this.resolving = false;
  }

  async #move(move, body) {
    this.busy = true;
    this.problem = undefined;
    try {
      const alert = await request('POST', `/api/alerts/${this.alert.id}/${move}`, body);
      this.dispatchEvent(new CustomEvent('moved', {detail: alert}));
      return true;
    } catch (error) {
      this.#explain(error);
      return false;
    } finally {
      this.busy = false;
    }
  }

  #explain(error) {
    if (error.status === 401) this.dispatchEvent(new CustomEvent('session-over'));
    else if (error.status === 0) this.problem = word('noNetwork');
    else if (error.status >= 500) this.problem = word('serverTrouble');
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
