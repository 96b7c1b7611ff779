// The grid worker's page: who is logged in. What they see then is in desk.js, which is fetched meanwhile.

import {LitElement, html} from 'lit';
import {Alarm} from './alarm.js';
import {request} from './api.js';
import {show} from './look.js';
import {language, languageIsChosen, speak, word} from './words.js';
import './login.js';

const ME = 'kanhu.me';
const AGAIN_AFTER = 3000;

show();

class KanhuApp extends LitElement {
  static properties = {me: {state: true}, hint: {state: true}, ready: {state: true}, offline: {state: true}};

  #alarm = new Alarm();
  #wanted = Number(new URLSearchParams(location.search).get('alert')) || 0;

  constructor() {
    super();
    speak(language(), false);
    // Nobody was ever logged in here: the door stands before the server has said so.
    if (!localStorage.getItem(ME)) this.me = null;
    // Whatever is tapped first on a page that was opened anew: from then on it may be heard.
    addEventListener('click', () => this.#alarm.audible || this.#alarm.unlock(), {capture: true});
    navigator.serviceWorker?.addEventListener('message', event => {
      this.#wanted = event.data.open;
      this.requestUpdate();
    });
  }

  createRenderRoot() {
    return this;
  }

  async firstUpdated() {
    const desk = this.#desk();
    try {
      await this.#enter(await request('GET', '/api/session'), desk);
    } catch (error) {
      // Without a network the page opens for whoever was logged in here, shows what it knows and says so.
      const last = JSON.parse(localStorage.getItem(ME) ?? 'null');
      if (error.status !== 401 && last) await this.#enter(last, desk);
      else this.#over();
    }
    // After the page stands: what is fetched for the next time must not hold up this one.
    await navigator.serviceWorker?.register('/sw.js', {scope: '/'}).catch(error => console.info('no page without a network', error));
  }

  render() {
    if (this.me === undefined) return html`<main class="hint">${word('loading')}</main>`;
    if (this.me === null) return this.#door();
    if (!this.ready) return html`<main class="hint">${word('loading')}</main>`;
    return html`
      <worker-desk .me=${this.me} .alarm=${this.#alarm} .wanted=${this.#wanted} .language=${language()}
        @other-language=${this.#otherLanguage} @speak=${event => this.#speak(event.detail)}
        @wanted-shown=${() => { this.#wanted = 0; }}
        @session-over=${() => this.#over(word('sessionOver'))} @left=${() => this.#over()}></worker-desk>`;
  }

  #door() {
    return html`
      <header class="bar"><strong>${word('title')}</strong>
        <button data-testid="language" @click=${this.#otherLanguage}>${word('otherLanguage')}</button></header>
      <main class="door"><login-form .hint=${this.hint} .language=${language()} @tapped=${() => this.#alarm.unlock()}
        @logged-in=${event => this.#enter(event.detail, this.#desk())}></login-form></main>`;
  }

  /** A line that breaks while the page comes: from the beginning. */
  #desk() {
    return import('./desk.js').catch(() => new Promise(() => setTimeout(() => location.reload(), AGAIN_AFTER)));
  }

  async #enter(me, desk) {
    if (!languageIsChosen()) speak(me.language, false);
    this.hint = undefined;
    localStorage.setItem(ME, JSON.stringify(me));
    this.me = me;
    await desk;
    this.ready = true;
  }

  #over(hint) {
    localStorage.removeItem(ME);
    this.hint = hint;
    this.me = null;
  }

  #otherLanguage() {
    this.#speak(language() === 'zh' ? 'en' : 'zh');
  }

  #speak(wanted) {
    speak(wanted, true);
    this.requestUpdate();
  }
}

customElements.define('kanhu-app', KanhuApp);
