// How this worker can be reached while the page is closed, and whether that works.

import {LitElement, html} from 'lit';
import {request} from './api.js';
import {pushAgain, pushOff, pushOn, pushState} from './push.js';
import {word} from './words.js';

/** Shows the channels of whoever is logged in, each with a button that tries it. Property: `language`, so that it speaks anew. */
class ReachPanel extends LitElement {
  static properties = {
    language: {},
    push: {state: true},
    channels: {state: true},
    busy: {state: true},
    said: {state: true},
  };

  createRenderRoot() {
    return this;
  }

  async firstUpdated() {
    await this.#look();
    if (this.push === 'on') await this.#do(pushAgain, 'pushTrouble');
  }

  render() {
    if (this.channels === undefined) return '';
    return html`
      <section class="reach">
        ${this.push === 'off' ? html`
          <button class="sound" data-testid="push-on" ?disabled=${this.busy} @click=${this.#on}>${word('pushOn')}</button>` : ''}
        <details data-testid="reach">
          <summary>${word('reach')}</summary>
          <p class="hint">${word(`push_${this.push}`)}</p>
          ${this.push === 'on' ? html`
            <button data-testid="push-off" ?disabled=${this.busy} @click=${this.#off}>${word('pushOff')}</button>` : ''}
          ${this.channels.map(by => html`
            <button data-testid="try-${by}" ?disabled=${this.busy} @click=${() => this.#try(by)}>
              ${word('tryChannel', word(`channel_${by}`))}</button>`)}
        </details>
        ${this.said ? html`<p class="hint" role="status" data-testid="reach-said">${this.said}</p>` : ''}
      </section>`;
  }

  async #look() {
    try {
      const {channels, push} = await request('GET', '/api/me/channels');
      this.push = push ? await pushState() : 'unable';
      this.channels = channels;
    } catch (error) {
      this.channels = undefined;
    }
  }

  #on() {
    return this.#do(async () => {
      this.push = await pushOn();
      return word(`push_${this.push}`);
    }, 'pushTrouble');
  }

  #off() {
    return this.#do(async () => {
      await pushOff();
      return undefined;
    }, 'pushTrouble');
  }

  #try(by) {
    return this.#do(async () => {
      const {result, why} = await request('POST', `/api/me/channels/${by}/test`);
      return word(`tried_${result}`, why);
    }, 'tryTrouble');
  }

  async #do(work, trouble) {
    this.busy = true;
    this.said = undefined;
    try {
      this.said = await work();
    } catch (error) {
      this.said = error.status === 429 ? word('triedJustNow') : word(trouble);
    }
    await this.#look();
    this.busy = false;
  }
}

customElements.define('reach-panel', ReachPanel);
