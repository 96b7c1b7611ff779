// A call for help while the database is away: who calls, where, and "I'll go".

import {LitElement, html} from 'lit';
import {pendingMark} from './card.js';
import {place} from './person.js';
import {ago} from './time.js';
import {word} from './words.js';

/**
 * A card. Properties: `call`; `pending`, what was said of it and has not arrived; `now`; `language`, so that it speaks anew. Fires `act`
 * with the `move`.
 */
class HeldCall extends LitElement {
  static properties = {call: {}, pending: {}, said: {}, now: {}, language: {}};

  constructor() {
    super();
    this.pending = [];
  }

  createRenderRoot() {
    return this;
  }

  render() {
    const {call} = this;
    return html`
      <article class="card held ${call.rings ? 'rings' : ''}" data-testid="held-${call.key}">
        <header>
          <span class="kind emergency">${word(`kind_${call.kind}`)}</span>
          <time datetime=${call.raisedAt}>${ago(call.raisedAt, this.now)}</time>
        </header>
        <h2>${call.wearer ?? word('unknownWearer', call.band)}</h2>
        <p class="address">${call.address ?? ''} <span class="grid">${call.grid ?? ''}</span></p>
        <p class="without" data-testid="without-database">${word('databaseAway')}</p>
        <p class="marks">
          ${call.pressCount > 1 ? html`<span>${word('pressed', call.pressCount)}</span>` : ''}
          ${call.acknowledgedBy ? html`<span class="goes">${call.mine ? word('youGo') : word('goes', call.acknowledgedBy)}</span>` : ''}
        </p>
        ${this.pending.map(pendingMark)}
        ${call.phone ? html`<a class="phone" href="tel:${call.phone}">${word('callWearer')} <b>${call.phone}</b></a>` : ''}
        ${place(call.place, this.now)}
        ${call.acknowledgedBy || this.pending.length ? '' : html`
          <button class="primary" data-testid="acknowledge-held"
            @click=${() => this.dispatchEvent(new CustomEvent('act', {detail: {move: 'acknowledge'}}))}>${word('acknowledge')}</button>`}
        ${this.said?.problem ? html`<p class="problem" role="alert">${this.said.problem}</p>` : ''}
      </article>`;
  }
}

customElements.define('held-call', HeldCall);
