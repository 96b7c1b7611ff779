// Somebody calls for help: nothing else is on the screen, and the answer is where the thumb is.

import {LitElement, html, nothing} from 'lit';
import {request} from './api.js';
import {vitals} from './person.js';
import {ago} from './time.js';
import {word} from './words.js';

const REASONS = ['far', 'busy', 'unwell', 'off'];

/** What a call is known by, an alert or one that is not stored yet. */
export const callId = call => call.key ?? call.id;

const WAITING = ['raised', 'dispatched', 'cancelled'];

/** Whether it rings although somebody goes: they are urged, or somebody else shall come, too. */
const isAsked = call => Boolean(call.state) && !WAITING.includes(call.state);

/**
 * The oldest call, and how many more there are. Properties: `calls`, the oldest first; `now`; `language`, so that it speaks anew.
 * Fires `answer` with `call`, `move` and `body`; and `aside` when the worker wants to see the rest of the page.
 */
class RingScreen extends LitElement {
  static properties = {calls: {}, now: {}, language: {}, asking: {state: true}, file: {state: true}};

  #fileOf;

  createRenderRoot() {
    return this;
  }

  willUpdate(changed) {
    const before = changed.get('calls');
    if (before && before.length && callId(before[0]) !== callId(this.calls[0])) this.asking = false;
  }

  firstUpdated() {
    this.querySelector('section').focus();
  }

  updated() {
    const {id, version} = this.calls[0];
    const wanted = `${id} ${version}`;
    if (id === undefined || this.#fileOf === wanted) return;
    this.#fileOf = wanted;
    if (this.file?.alert.id !== id) this.file = undefined;
    this.#load(id, wanted);
  }

  render() {
    const [call] = this.calls;
    const others = this.calls.length - 1;
    const testId = call.practice ? 'practice' : call.key ? `held-${call.key}` : `alert-${call.id}`;
    return html`
      <section class="ring ringing" data-testid="ringing" role="alertdialog" aria-modal="true" tabindex="-1" aria-label=${word('ringing')}>
        <article class="${call.practice ? 'practice' : ''}" data-testid=${testId}>
          <header>
            <b class="kind" id="ring-kind">${word(`kind_${call.kind}`)}</b>
            <time datetime=${call.raisedAt}>${ago(call.raisedAt, this.now)}</time>
            ${others > 0 ? html`<span class="more-calls" data-testid="more-calls">${word('moreCalls', others)}</span>` : ''}
          </header>
          ${this.#about(call)}
          ${this.asking ? this.#reasons(call) : this.#answers(call)}
        </article>
      </section>`;
  }

  #about(call) {
    if (call.practice) return html`<h1>${word('practiceName')}</h1><p class="address">${word('practiceHint')}</p>`;
    return html`
      <h1>${call.wearer ?? word('unknownWearer', call.band)}</h1>
      <p class="address">${call.address ?? ''} <span class="grid">${call.grid ?? ''}</span></p>
      ${call.isIn && call.isIn !== call.grid ? html`<p class="is-in" data-testid="is-in">${word('isIn', call.isIn)}</p>` : ''}
      ${isAsked(call) ? this.#asked(call) : ''}
      <p class="marks">
        ${call.key ? html`<span class="without" data-testid="without-database">${word('databaseAway')}</span>` : ''}
        ${call.withoutDatabase ? html`<span class="without">${word('withoutDatabase')}</span>` : ''}
        ${call.fellAt ? html`<span>${word('kind_fall')}</span>` : ''}
        ${call.late ? html`<span>${word('late')}</span>` : ''}
        ${call.pressCount > 1 ? html`<span data-testid="presses">${word('pressed', call.pressCount)}</span>` : ''}
        ${call.suspension ? html`<span>${word(`away_${call.suspension.reason}`, new Date(call.suspension.from).toLocaleDateString())}</span>` : ''}
      </p>
      ${this.file?.wearer ? vitals(this.file.wearer.latest, this.now) : ''}`;
  }

  /** Somebody goes already; what else is wanted of this worker, in the words of whoever wants it. */
  #asked(call) {
    const note = this.file?.events.findLast(event => ['supervised', 'backup_called'].includes(event.kind))?.detail.note;
    return html`<p class="asked">${call.mine ? word('urged') : word('askedFor', call.acknowledgedBy)}${note ? html`<br>${note}` : ''}</p>`;
  }

  #answers(call) {
    if (isAsked(call)) {
      return html`
        <footer><div class="answers"><button class="go" data-testid="noted" @click=${() => this.#answer(call, 'note')}>${word('noted')}</button></div></footer>`;
    }
    const held = Boolean(call.key) && !call.practice;
    const family = this.file?.wearer?.contacts[0];
    const phone = call.phone ?? this.file?.wearer?.phone;
    return html`
      <footer>
        <div class="answers">
          <button class="go" data-testid=${held ? 'acknowledge-held' : 'acknowledge'} @click=${() => this.#answer(call, 'acknowledge')}>
            ${word('acknowledge')}</button>
          ${held ? nothing : html`
            <button class="no" data-testid="decline" @click=${() => this.#decline(call)}>${word('decline')}</button>`}
        </div>
        <div class="calls">
          ${phone ? html`<a href="tel:${phone}" data-testid="call-wearer">${word('ringWearer')}</a>` : ''}
          ${family ? html`<a href="tel:${family.phone}" data-testid="call-family">${word('ringFamily', family.relation ?? family.name)}</a>` : ''}
          ${call.practice ? '' : html`<a href="tel:120" data-testid="call-120">120</a>`}
          <button data-testid="aside" @click=${() => this.dispatchEvent(new CustomEvent('aside'))}>${word('aside')}</button>
        </div>
      </footer>`;
  }

  #reasons(call) {
    return html`
      <footer>
        <h2>${word('whyNot')}</h2>
        <div class="reasons">${REASONS.map(code => html`
          <button data-testid="reason-${code}" @click=${() => this.#answer(call, 'decline', {reason: word(`reason_${code}`)})}>
            ${word(`reason_${code}`)}</button>`)}
        </div>
        <button class="no" data-testid="back" @click=${() => { this.asking = false; }}>${word('back')}</button>
      </footer>`;
  }

  #decline(call) {
    if (call.practice) this.#answer(call, 'decline');
    else this.asking = true;
  }

  #answer(call, move, body) {
    this.asking = false;
    this.dispatchEvent(new CustomEvent('answer', {detail: {call, move, body}}));
  }

  async #load(id, wanted) {
    try {
      const file = await request('GET', `/api/alerts/${id}`);
      if (this.#fileOf === wanted) this.file = file;
    } catch (error) {
      // It rings without the telephone numbers; the next call for the same case asks again.
      if (this.#fileOf === wanted) this.#fileOf = undefined;
    }
  }
}

customElements.define('ring-screen', RingScreen);
