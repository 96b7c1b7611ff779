// Messages from the office to workers, and who has read them.

import {LitElement, html} from 'lit';
import {request} from '../api.js';
import {clock} from '../time.js';
import {word} from '../words.js';
import {said} from './reasons.js';
import './board.words.js';

const EVERY = 5000;

/** A drawer. Property: `language`. Fires `shut` and `session-over`. */
class OfficeMessages extends LitElement {
  static properties = {language: {}, messages: {state: true}, areas: {state: true}, problem: {state: true}, busy: {state: true}};

  #timer;

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#timer = setInterval(() => this.#load(), EVERY);
    this.#load();
    this.#loadAreas();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  render() {
    return html`
      <section class="drawer" role="dialog" aria-label=${word('board_messages')} data-testid="office-messages" @keydown=${event => { if (event.key === 'Escape') this.#shut(); }}>
        <header><h2>${word('board_messages')}</h2><button aria-label=${word('board_close')} @click=${this.#shut}>✕</button></header>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : ''}
        <form class="question" @submit=${this.#send}>
          <label>${word('board_msgTo')}
            <select name="area"><option value="">${word('board_msgEverywhere')}</option>
              ${(this.areas ?? []).map(area => html`<option value=${area.code}>${area.name}</option>`)}</select></label>
          <label class="tick"><input type="checkbox" name="onDuty" checked> ${word('board_msgOnDuty')}</label>
          <label class="tick"><input type="checkbox" name="urgent"> ${word('board_msgUrgent')}</label>
          <label>${word('board_msgText')}<textarea name="text" data-testid="message-text" rows="3" maxlength="500" required></textarea></label>
          <button class="primary" data-testid="message-send" ?disabled=${this.busy}>${word('board_msgSend')}</button>
        </form>
        <ul class="sent" data-testid="sent">${(this.messages ?? []).map(one => html`
          <li class=${one.urgent ? 'urgent' : ''}><p>${one.text}</p>
            <small>${clock(one.at)} ${one.by} → ${one.area ?? word('board_msgEverywhere')}${one.onDuty ? ` · ${word('board_msgOnDuty')}` : ''}</small>
            <p class="counts">${word('board_msgSeen', one.seen, one.recipients, one.pushed)}</p>
            ${one.unseen.length ? html`<small>${word('board_msgUnseen', one.unseen.join('、'))}</small>` : ''}</li>`)}
          ${this.messages?.length === 0 ? html`<li class="hint">${word('board_msgNone')}</li>` : ''}</ul>
      </section>`;
  }

  #send = async event => {
    event.preventDefault();
    const form = event.target;
    const data = new FormData(form);
    this.busy = true;
    this.problem = undefined;
    try {
      await request('POST', '/api/messages', {
        text: data.get('text').trim(), area: data.get('area') || undefined, onDuty: data.get('onDuty') === 'on', urgent: data.get('urgent') === 'on',
      });
      form.reset();
      await this.#load();
    } catch (error) {
      this.#failed(error);
    } finally {
      this.busy = false;
    }
  };

  async #load() {
    try {
      this.messages = (await request('GET', '/api/messages')).messages;
    } catch (error) {
      this.#failed(error);
    }
  }

  async #loadAreas() {
    try {
      this.areas = (await request('GET', '/api/areas')).areas;
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error) {
    if (error.status === 401) this.dispatchEvent(new CustomEvent('session-over', {bubbles: true}));
    else this.problem = said(error.message);
  }

  #shut = () => this.dispatchEvent(new CustomEvent('shut'));
}

customElements.define('office-messages', OfficeMessages);
