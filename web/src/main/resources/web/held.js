// A call for help while the database is away: who calls, where, and "I'll go", which is sent until the server has it.

import {LitElement, html} from 'lit';
import {request} from './api.js';
import {place} from './person.js';
import {ago} from './time.js';
import {word} from './words.js';

const AGAIN_AFTER = 3000;

/** A card. Properties: `call`, `now`, and `language`, so that it speaks anew. Fires `answered` with what the server made of it, and `session-over`. */
class HeldCall extends LitElement {
  static properties = {
    call: {},
    now: {},
    language: {},
    sending: {state: true},
    problem: {state: true},
  };

  #again;

  createRenderRoot() {
    return this;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#again);
  }

  render() {
    const {call} = this;
    return html`
      <article class="card held ${call.rings ? 'rings' : ''}" data-testid="held-${call.key}">
        <header>
          <span class="kind">${word(`kind_${call.kind}`)}</span>
          <time datetime=${call.raisedAt}>${ago(call.raisedAt, this.now)}</time>
        </header>
        <h2>${call.wearer ?? word('unknownWearer', call.band)}</h2>
        <p class="address">${call.address ?? ''} <span class="grid">${call.grid ?? ''}</span></p>
        <p class="without" data-testid="without-database">${word('databaseAway')}</p>
        <p class="marks">
          ${call.pressCount > 1 ? html`<span>${word('pressed', call.pressCount)}</span>` : ''}
          ${call.acknowledgedBy ? html`<span class="goes">${call.mine ? word('youGo') : word('goes', call.acknowledgedBy)}</span>` : ''}
        </p>
        ${call.phone ? html`<a class="phone" href="tel:${call.phone}">${word('callWearer')} <b>${call.phone}</b></a>` : ''}
        ${place(call.place, this.now)}
        ${call.acknowledgedBy ? '' : html`
          <button class="primary" data-testid="acknowledge-held" ?disabled=${this.sending} @click=${this.#answer}>
            ${word('acknowledge')}</button>`}
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : ''}
      </article>`;
  }

  async #answer() {
    this.sending = true;
    try {
      const answer = await request('POST', `/api/held-calls/${this.call.key}/acknowledge`);
      this.problem = undefined;
      this.sending = false;
      this.dispatchEvent(new CustomEvent('answered', {detail: answer}));
    } catch (error) {
      if (error.status === 401) {
        this.dispatchEvent(new CustomEvent('session-over'));
      } else if (error.status === 0 || error.status >= 500) {
        // The worker has said it and is on the way; saying it again is the page's business.
        this.problem = word('answerNotKept');
        this.#again = setTimeout(() => this.#answer(), AGAIN_AFTER);
      } else {
        this.sending = false;
        this.problem = error.message;
      }
    }
  }
}

customElements.define('held-call', HeldCall);
