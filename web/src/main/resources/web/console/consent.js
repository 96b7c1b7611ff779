// What a wearer has agreed to: whether they may be seen where they are without a call.

import {LitElement, html} from 'lit';
import {request} from '../api.js';
import {clock} from '../time.js';
import {word} from '../words.js';
import './consent.words.js';

/** Properties: `wearer`, an id; `language`. Fires `failed` with the error. */
class ConsentPanel extends LitElement {
  static properties = {wearer: {}, language: {}, consents: {state: true}, busy: {state: true}};

  #loaded;

  createRenderRoot() {
    return this;
  }

  updated() {
    if (this.#loaded === this.wearer) return;
    this.#loaded = this.wearer;
    this.#do(() => undefined);
  }

  render() {
    if (!this.consents) return html`<p class="hint">${word('loading')}</p>`;
    const holds = this.consents.find(one => !one.withdrawnAt);
    return html`
      <section class="panel" data-testid="consent"><h2>${word('consent_title')}</h2>
        ${holds ? html`
          <p>${word('consent_given', clock(holds.givenAt), holds.by)} ${holds.note ?? ''}</p>
          <button data-testid="consent-withdraw" ?disabled=${this.busy} @click=${this.#withdraw}>${word('consent_withdraw')}</button>` : html`
          <p class="hint">${word('consent_none')}</p>
          <form @submit=${this.#give}>
            <label>${word('consent_note')} <input name="note" maxlength="500" data-testid="consent-note"></label>
            <button data-testid="consent-give" ?disabled=${this.busy}>${word('consent_give')}</button></form>`}
        ${this.consents.filter(one => one.withdrawnAt).map(one => html`
          <p class="hint">${word('consent_withdrawn', clock(one.withdrawnAt), one.withdrawnBy)}</p>`)}
      </section>`;
  }

  #give = event => {
    event.preventDefault();
    const note = new FormData(event.target).get('note').trim();
    return this.#do(() => request('PUT', `/api/wearers/${this.wearer}/consents/whereabouts`, note ? {note} : {}));
  };

  #withdraw = () => this.#do(() => request('DELETE', `/api/wearers/${this.wearer}/consents/whereabouts`));

  async #do(work) {
    this.busy = true;
    try {
      await work();
      this.consents = (await request('GET', `/api/wearers/${this.wearer}/consents`)).consents;
    } catch (error) {
      this.dispatchEvent(new CustomEvent('failed', {detail: error}));
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('consent-panel', ConsentPanel);
