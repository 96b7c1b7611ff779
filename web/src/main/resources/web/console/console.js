// The console: who is logged in, which room they are in. A room is a section of its own, loaded when it is entered.

import {LitElement, html} from 'lit';
import {request} from '../api.js';
import {language, languageIsChosen, speak, word} from '../words.js';
import '../login.js';
import {roomsFor} from './rooms.js';
import './console.words.js';
import './troubles.js';

/** Those who see to it that calls are answered. */
const OFFICE = ['supervisor', 'operator', 'administrator'];

class KanhuConsole extends LitElement {
  static properties = {me: {state: true}, hint: {state: true}, room: {state: true}, rest: {state: true}, ready: {state: true}};

  constructor() {
    super();
    speak(language(), false);
    window.addEventListener('hashchange', () => this.#enterRoom());
  }

  createRenderRoot() {
    return this;
  }

  async firstUpdated() {
    try {
      this.#enter(await request('GET', '/api/session'));
    } catch (error) {
      this.me = null;
    }
  }

  render() {
    if (this.me === undefined) return html`<main class="hint">${word('loading')}</main>`;
    return this.me === null ? this.#door() : this.#desk();
  }

  updated() {
    document.title = this.me && this.room ? `${word(`room_${this.room.name}`)} · ${word('title')}` : word('console');
  }

  #door() {
    return html`
      <header class="top"><strong>${word('console')}</strong>${this.#languageButton()}</header>
      <login-form .hint=${this.hint} .language=${language()} @logged-in=${event => this.#enter(event.detail)}></login-form>`;
  }

  #desk() {
    return html`
      <header class="top">
        <strong>${word('console')}</strong>
        <nav aria-label=${word('rooms')}>${roomsFor(this.me.role).filter(room => !room.hidden).map(room => html`
          <a href="#${room.name}" data-testid="room-${room.name}" aria-current=${room === this.room ? 'page' : 'false'}>
            ${word(`room_${room.name}`)}</a>`)}
        </nav>
        <a class="who" href="#account" data-testid="room-account">${this.me.worker ?? this.me.name}${this.me.area ? html` · ${this.me.area}` : ''}${this.me.passwordGiven ? ' ⚠' : ''}</a>
        ${this.#languageButton()}
        <button data-testid="logout" @click=${this.#leave}>${word('logOut')}</button>
      </header>
      ${OFFICE.includes(this.me.role) ? html`<troubles-band .language=${language()} @session-over=${() => this.#sessionOver()}></troubles-band>` : ''}
      <main @session-over=${() => this.#sessionOver()}>${this.#inside()}</main>`;
  }

  #inside() {
    if (!this.room) return html`<p class="hint" data-testid="nothing-for-you">${word('nothingForYou')}</p>`;
    return this.ready ? this.room.show({me: this.me, rest: this.rest, language: language()}) : html`<p class="hint">${word('loading')}</p>`;
  }

  #languageButton() {
    return html`<button data-testid="language" @click=${this.#otherLanguage}>${word('otherLanguage')}</button>`;
  }

  #enter(me) {
    if (!languageIsChosen()) speak(me.language, false);
    this.me = me;
    this.hint = undefined;
    this.#enterRoom();
  }

  /** The address says where one is: #room/what/else. */
  async #enterRoom() {
    if (!this.me) return;
    const [name, ...rest] = decodeURIComponent(location.hash.slice(1)).split('/');
    const mine = roomsFor(this.me.role);
    const room = mine.find(one => one.name === name) ?? mine.find(one => !one.hidden);
    this.ready = room === this.room && this.ready;
    this.room = room;
    this.rest = room?.name === name ? rest : [];
    if (!room || this.ready) return;
    await room.load();
    if (this.room === room) this.ready = true;
  }

  #sessionOver() {
    this.me = null;
    this.hint = word('sessionOver');
  }

  async #leave() {
    try {
      await request('DELETE', '/api/session');
      this.me = null;
    } catch (error) {
      if (error.status === 401) this.me = null;
    }
  }

  #otherLanguage() {
    speak(language() === 'zh' ? 'en' : 'zh', true);
    this.requestUpdate();
  }
}

customElements.define('kanhu-console', KanhuConsole);
