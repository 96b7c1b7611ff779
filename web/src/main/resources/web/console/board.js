// The live board: every case by how far it has come, its clock running; who is called, who goes; where.

import {LitElement, html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {request} from '../api.js';
import {word} from '../words.js';
import {boardCard} from './board.card.js';
import {BoardStore} from './board.store.js';
import {running} from './clocks.js';
import './board.words.js';
import './case.js';
import './messages.js';
import './place-map.js';

const COLUMNS = {
  raised: ['raised'],
  waiting: ['dispatched', 'cancelled'],
  acknowledged: ['acknowledged'],
  on_scene: ['on_scene'],
  resolved: ['resolved'],
};
const SHOWN_IN_COLUMN = 40;
const SHOWN_IN_LIST = 30;

/** Properties: `me`; `rest`, of which the first is the case that is open; `language`, so that it speaks anew. Fires `session-over`. */
class LiveBoard extends LitElement {
  static properties = {me: {}, rest: {}, language: {}, now: {state: true}, ask: {state: true}, writing: {state: true}};

  #store;
  #ticking;

  constructor() {
    super();
    this.now = Date.now();
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#store = new BoardStore({
      changed: () => {
        this.now = this.#store.now();
        this.requestUpdate();
      },
      sessionOver: () => this.dispatchEvent(new CustomEvent('session-over', {bubbles: true})),
    });
    this.#ticking = setInterval(() => { this.now = this.#store.now(); }, 1000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#store.close();
    clearInterval(this.#ticking);
  }

  render() {
    const all = [...this.#store.alerts.values()].sort(bySosThenNewest);
    const emergencies = all.filter(alert => alert.severity === 'emergency');
    const open = Number(this.rest?.[0]) || 0;
    return html`
      <div class="board ${open || this.writing ? 'with-drawer' : ''}">
        <div class="board-main">
          ${this.#bar(emergencies)}
          ${this.#heldCalls()}
          <div class="columns">${Object.entries(COLUMNS).map(([name, states]) => this.#column(name, emergencies.filter(alert => states.includes(alert.state))))}</div>
          <div class="lists">
            ${['attention', 'device'].map(severity => this.#list(severity, all.filter(alert => alert.severity === severity && alert.state !== 'resolved')))}
          </div>
        </div>
        <div class="board-side">
          <place-map .marks=${marks(all)} .label=${word('board_map')} @mark=${event => this.#open(event.detail)} data-testid="map"></place-map>
          ${open ? html`
            <case-file .caseId=${open} .alert=${this.#store.alerts.get(open)} .me=${this.me} .ask=${this.ask} .now=${this.now} .language=${this.language}
              @shut=${() => this.#open(0)} @moved=${event => { this.#store.take(event.detail); this.#store.readSoon(); }}></case-file>` : ''}
          ${this.writing && !open ? html`<office-messages .language=${this.language} @shut=${() => { this.writing = false; }}></office-messages>` : ''}
        </div>
      </div>`;
  }

  #bar(emergencies) {
    const waiting = emergencies.filter(alert => ['raised', 'dispatched', 'cancelled'].includes(alert.state));
    const lost = this.#store.lostSince;
    return html`
      <div class="board-bar">
        <h1>${word('board_emergencies')} <b data-testid="waiting">${waiting.length}</b></h1>
        <span class="connection" data-testid="connection" data-state=${lost ? 'lost' : 'open'} role="status">${lost ? word('board_lost') : word('board_live')}</span>
        <button data-testid="messages" @click=${() => { this.writing = !this.writing; this.#open(0); }}>${word('board_messages')}</button>
      </div>`;
  }

  #heldCalls() {
    const held = [...this.#store.held.values()];
    return held.length === 0 ? '' : html`
      <section class="held-calls" data-testid="held-calls"><h2>${word('board_held')}</h2>
        <ul>${held.map(call => html`
          <li><b>${running(this.now - Date.parse(call.receivedAt))}</b> ${call.wearer ?? call.band} ${call.address ?? ''} ${call.grid ?? ''}
            ${call.acknowledgedBy ? html`<span class="goes">${word('board_goes', call.acknowledgedBy)}</span>`
              : html`<button @click=${() => this.#takeHeld(call)}>${word('board_heldTake')}</button>`}</li>`)}</ul></section>`;
  }

  #column(name, alerts) {
    return html`
      <section class="column ${name}" data-testid="column-${name}" aria-label=${word(`board_col_${name}`)}>
        <h2>${word(`board_col_${name}`)} <span>${alerts.length}</span></h2>
        ${repeat(alerts.slice(0, SHOWN_IN_COLUMN), alert => alert.id, alert => boardCard(alert, this.now, this.#store.targets, this.#act))}
        ${alerts.length > SHOWN_IN_COLUMN ? html`<p class="hint">${word('board_all', alerts.length)}</p>` : ''}
      </section>`;
  }

  #list(severity, alerts) {
    return html`
      <section class="list ${severity}" data-testid="list-${severity}" aria-label=${word(`board_${severity}`)}>
        <h2>${word(`board_${severity}`)} <span>${alerts.length}</span></h2>
        ${alerts.length === 0 ? html`<p class="hint">${word('board_none')}</p>` : html`
          <ul>${repeat(alerts.slice(0, SHOWN_IN_LIST), alert => alert.id, alert => html`
            <li data-testid="alert-${alert.id}" data-state=${alert.state}>
              <span class="kind">${word(`kind_${alert.kind}`)}</span>
              <button class="plain" @click=${() => this.#open(alert.id)}>${alert.wearer ?? word('unknownWearer', alert.band)}</button>
              <span>${alert.grid ?? ''}</span><span>${word(`state_${alert.state}`)} ${alert.acknowledgedBy ?? ''}</span>
              <b>${running(this.now - Date.parse(alert.raisedAt))}</b></li>`)}
          </ul>`}
      </section>`;
  }

  #act = (what, alert) => {
    this.ask = what === 'open' ? undefined : {what, at: Date.now()};
    this.#open(alert.id);
  };

  #open(id) {
    if (!id) this.ask = undefined;
    location.hash = id ? `#board/${id}` : '#board';
  }

  async #takeHeld(call) {
    try {
      await request('POST', `/api/held-calls/${call.key}/acknowledge`);
    } catch (error) {
      if (error.status === 401) this.dispatchEvent(new CustomEvent('session-over', {bubbles: true}));
      else this.#store.readSoon();
    }
  }
}

const WAITS = ['raised', 'dispatched', 'cancelled'];

function bySosThenNewest(one, other) {
  const rank = alert => (WAITS.includes(alert.state) ? 0 : 2) + (alert.kind === 'sos' ? 0 : 1);
  return rank(one) - rank(other) || other.id - one.id;
}

/** One mark a wearer, that of the gravest case. */
function marks(alerts) {
  const byWearer = new Map();
  for (const alert of alerts) {
    if (alert.state === 'resolved') continue;
    const key = alert.wearerId ?? alert.band;
    const known = byWearer.get(key);
    if (!known || (known.severity !== 'emergency' && alert.severity === 'emergency')) byWearer.set(key, alert);
  }
  return [...byWearer.values()].map(alert => ({
    id: alert.id,
    ...(alert.place ?? {}),
    grid: alert.isIn ?? alert.grid,
    tone: alert.severity === 'emergency' && !WAITS.includes(alert.state) ? 'going' : alert.severity,
    small: alert.severity !== 'emergency',
    label: alert.wearer ?? alert.band,
  }));
}

customElements.define('live-board', LiveBoard);
