// What the office says to whoever is logged in, until they have read it.

import {LitElement, html} from 'lit';
import {request} from './api.js';
import {clock} from './time.js';
import {word} from './words.js';

const EVERY = 10000;

/** A line a message, or nothing. Property: `language`, so that it speaks anew. */
class OfficeNotices extends LitElement {
  static properties = {language: {}, messages: {state: true}};

  #timer;
  #ending;

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#timer = setInterval(() => this.#load(), EVERY);
    // A notification that was tapped brings somebody here.
    this.#ending = new AbortController();
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.#load(); }, {signal: this.#ending.signal});
    this.#load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    this.#ending.abort();
  }

  render() {
    return (this.messages ?? []).map(message => html`
      <section class="notice ${message.urgent ? 'urgent' : ''}" data-testid="notice" role="status">
        <p>${message.text}</p>
        <p class="hint">${message.by} · ${clock(message.at)}</p>
        <button data-testid="notice-read" @click=${() => this.#read(message)}>${word('noticeRead')}</button>
      </section>`);
  }

  async #load() {
    try {
      this.messages = (await request('GET', '/api/me/messages')).messages;
    } catch (error) {
      // The page says itself that the line is lost; what was shown stays.
      console.info('messages are read again later', error.status);
    }
  }

  async #read(message) {
    try {
      await request('POST', `/api/me/messages/${message.id}/receipt`);
      this.messages = this.messages.filter(one => one.id !== message.id);
    } catch (error) {
      console.info('it stays until the server knows that it was read', error.status);
    }
  }
}

customElements.define('office-notices', OfficeNotices);
