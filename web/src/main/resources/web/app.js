// The grid worker's page: who is logged in, what rings, what is open.

import {LitElement, html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {Alarm} from './alarm.js';
import {request} from './api.js';
import {AlertStream} from './stream.js';
import {clock} from './time.js';
import {language, languageIsChosen, speak, word} from './words.js';
import './card.js';
import './held.js';
import './login.js';
import './notices.js';
import './reach.js';
import {pushOff} from './push.js';

const TOWN_EVERY = 10000;
const RELOAD_AGAIN_AFTER = 3000;

/** Runs after what was just rendered is on the screen. */
function afterPaint(work) {
  requestAnimationFrame(() => setTimeout(work));
}

class KanhuApp extends LitElement {
  static properties = {
    me: {state: true},
    hint: {state: true},
    lostSince: {state: true},
    town: {state: true},
    now: {state: true},
    silenced: {state: true},
  };

  #alerts = new Map();
  /** Calls that are not stored yet, because the database is away. */
  #held = new Map();
  #reloading;
  #shown = new Set();
  #wanted = Number(new URLSearchParams(location.search).get('alert')) || 0;
  #alarm = new Alarm();
  #stream;
  #timers = [];

  constructor() {
    super();
    this.now = Date.now();
    speak(language(), false);
    navigator.serviceWorker?.addEventListener('message', event => {
      this.#wanted = event.data.open;
      this.requestUpdate();
    });
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
    const ringing = this.#ringing();
    document.title = ringing.length ? `⚠ ${this.#callOf(ringing[0])}` : word('title');
    if (ringing.length && !this.silenced) this.#alarm.start();
    else this.#alarm.stop();
    this.#goToWanted();
    for (const call of ringing) {
      const id = call.key ?? call.id;
      if (!this.#shown.has(id)) {
        this.#shown.add(id);
        afterPaint(() => this.#receipt(id, call.key ? `/api/held-calls/${id}/receipt` : `/api/alerts/${id}/receipt`));
      }
    }
  }

  #door() {
    return html`
      <header class="bar">${this.#languageButton()}</header>
      <login-form .hint=${this.hint} .language=${language()} @tapped=${() => this.#alarm.unlock()}
        @logged-in=${event => this.#enter(event.detail)}></login-form>`;
  }

  #desk() {
    const alerts = [...this.#alerts.values()].sort((a, b) => b.rings - a.rings || b.id - a.id);
    const ringing = this.#ringing();
    return html`
      <header class="bar">
        <strong>${this.me.worker ?? this.me.name}</strong>
        <span class="connection" data-testid="connection" data-state=${this.lostSince ? 'lost' : 'open'} role="status">
          ${this.lostSince ? word('lost', clock(this.lostSince)) : word('connected')}</span>
        ${this.#languageButton()}
        <button data-testid="logout" @click=${this.#leave}>${word('logOut')}</button>
      </header>
      ${ringing.length ? this.#ringer(ringing) : ''}
      ${this.#alarm.audible ? '' : html`
        <button class="sound" data-testid="sound" @click=${this.#unlock}>${word('soundOff')}</button>`}
      ${this.me.worker ? html`<office-notices .language=${language()}></office-notices>` : ''}
      <p class="town">${this.town ? word('town', this.town.bands, this.town.heard) : ''}</p>
      <main>
        ${alerts.length + this.#held.size === 0 ? this.#nothing() : ''}
        ${repeat(this.#held.values(), call => call.key, call => html`
          <held-call .call=${call} .now=${this.now} .language=${language()} @answered=${event => this.#answered(event.detail)}
            @session-over=${this.#sessionOver}></held-call>`)}
        ${repeat(alerts, alert => alert.id, alert => html`
          <alert-card id="alert-${alert.id}" .alert=${alert} .now=${this.now} .language=${language()} .role=${this.me.role}
            @moved=${event => this.#take(event.detail)} @session-over=${this.#sessionOver}></alert-card>`)}
      </main>
      ${this.me.worker ? html`<reach-panel .language=${language()}></reach-panel>` : ''}`;
  }

  /** Silence is good news only while calls could be heard. */
  #nothing() {
    const state = this.lostSince ? 'blind' : 'quiet';
    return html`<div class="quiet ${state}"><p>${word(state)}</p><p class="hint">${word(`${state}Hint`)}</p></div>`;
  }

  #ringer(ringing) {
    return html`
      <section class="ringing" data-testid="ringing" role="alert" aria-live="assertive">
        <b>${word(`kind_${ringing[0].kind}`)}</b>
        <span>${ringing.map(alert => this.#callOf(alert)).join(' ')}</span>
        ${this.silenced ? '' : html`<button @click=${() => { this.silenced = true; }}>${word('silence')}</button>`}
      </section>`;
  }

  #languageButton() {
    return html`<button data-testid="language" @click=${this.#otherLanguage}>${word('otherLanguage')}</button>`;
  }

  /** The case of the notification that was tapped comes into sight once it is here. */
  #goToWanted() {
    const card = this.#wanted && this.querySelector(`#alert-${this.#wanted}`);
    if (!card) return;
    this.#wanted = 0;
    card.scrollIntoView({block: 'start'});
  }

  #callOf(alert) {
    const who = alert.wearer ?? word('unknownWearer', alert.band);
    return alert.kind === 'sos' ? word('calling', who) : who;
  }

  #ringing() {
    return [...this.#held.values(), ...this.#alerts.values()].filter(call => call.rings);
  }

  #enter(me) {
    if (!languageIsChosen()) speak(me.language, false);
    this.me = me;
    this.hint = undefined;
    this.#stream = new AlertStream({
      opened: () => {
        this.lostSince = undefined;
        // All that there are come again.
        this.#held.clear();
        this.#reload();
      },
      alert: alert => this.#take(alert),
      held: call => this.#hold(call),
      lost: () => {
        this.lostSince ??= Date.now();
        this.#checkSession();
      },
    });
    this.#timers = [
      setInterval(() => { this.now = Date.now(); }, 1000),
      setInterval(() => this.#countTown(), TOWN_EVERY),
    ];
    this.#countTown();
  }

  /** An alert as the server has it; it may come twice and out of order. */
  #take(alert) {
    const known = this.#alerts.get(alert.id);
    if (known && known.version >= alert.version) return;
    if (alert.state === 'closed') this.#alerts.delete(alert.id);
    else this.#alerts.set(alert.id, alert);
    // A new call is heard even if the last one was silenced; so is one that was called off and pressed again.
    if (alert.rings && !known?.rings) {
      this.silenced = false;
      this.#shown.delete(alert.id);
    }
    this.now = Date.now();
    this.requestUpdate();
  }

  /** A call that is not stored, as the server has it. When it is stored it becomes an alert, which comes by itself. */
  #hold(call) {
    const known = this.#held.get(call.key);
    if (call.over) {
      this.#held.delete(call.key);
      this.#reload();
    } else {
      this.#held.set(call.key, call);
    }
    if (call.rings && !known?.rings) {
      this.silenced = false;
      this.#shown.delete(call.key);
    }
    this.now = Date.now();
    this.requestUpdate();
  }

  #answered({held, alert}) {
    if (held) this.#hold(held);
    else this.#take(alert);
  }

  async #reload() {
    clearTimeout(this.#reloading);
    try {
      const open = (await request('GET', '/api/alerts?state=open&limit=500')).alerts;
      // One's own resolved cases stay in sight until they are closed.
      const recent = (await request('GET', '/api/alerts?state=all&limit=100')).alerts;
      const kept = [...open, ...recent.filter(alert => alert.state === 'resolved' && alert.mine)];
      const ids = new Set(kept.map(alert => alert.id));
      for (const id of this.#alerts.keys()) {
        if (!ids.has(id)) this.#alerts.delete(id);
      }
      kept.forEach(alert => this.#take(alert));
      this.requestUpdate();
    } catch (error) {
      if (error.status === 401) this.#sessionOver();
      else if (!this.lostSince) this.#reloading = setTimeout(() => this.#reload(), RELOAD_AGAIN_AFTER);
    }
  }

  async #receipt(id, path) {
    document.documentElement.dataset.lastAlertShownAt = String(Date.now());
    document.documentElement.dataset.lastAlertShown = String(id);
    try {
      await request('POST', path);
    } catch (error) {
      // Without a receipt the server tells somebody else sooner; the next change of the alert tries again.
      this.#shown.delete(id);
    }
  }

  async #countTown() {
    try {
      this.town = await request('GET', '/api/town');
    } catch (error) {
      this.town = undefined;
    }
  }

  async #checkSession() {
    try {
      await request('GET', '/api/session');
    } catch (error) {
      if (error.status === 401) this.#sessionOver();
    }
  }

  #sessionOver() {
    this.#close();
    this.hint = word('sessionOver');
  }

  async #leave() {
    try {
      // A phone that somebody else takes next shows nothing of what this one is called about.
      await pushOff();
    } catch (error) {
      console.info('notifications are not switched off', error);
    }
    try {
      await request('DELETE', '/api/session');
      this.#close();
    } catch (error) {
      if (error.status === 401) this.#close();
      else this.lostSince ??= Date.now();
    }
  }

  #close() {
    this.#stream?.close();
    this.#timers.forEach(clearInterval);
    clearTimeout(this.#reloading);
    this.#held.clear();
    this.#alerts.clear();
    this.#shown.clear();
    this.#alarm.stop();
    this.lostSince = undefined;
    this.town = undefined;
    this.me = null;
  }

  async #unlock() {
    await this.#alarm.unlock();
    this.requestUpdate();
  }

  #otherLanguage() {
    speak(language() === 'zh' ? 'en' : 'zh', true);
    this.requestUpdate();
  }
}

customElements.define('kanhu-app', KanhuApp);
