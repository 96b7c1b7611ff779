// What whoever is logged in has in hand: what rings, what is open, their people and their shift.

import {LitElement, html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {request} from './api.js';
import {Calls} from './calls.js';
import {pushOff} from './push.js';
import {callId} from './ring.js';
import {soundTested} from './sound.js';
import {clock} from './time.js';
import {Awake} from './wake.js';
import {word} from './words.js';
import './worker.words.js';
import {pendingMark} from './card.js';
import './held.js';
import './notices.js';
import './reach.js';

const TOWN_EVERY = 10000;
const VIEWS = ['calls', 'people', 'shift', 'settings'];
const FETCHED = {people: () => import('./people.js'), shift: () => import('./shift.js'), settings: () => import('./settings.js')};

/** Runs after what was just rendered is on the screen. */
function afterPaint(work) {
  requestAnimationFrame(() => setTimeout(work));
}

/**
 * The desk. Properties: `me`; `alarm`; `wanted`, the alert of a notification that was tapped; `language`, so that it speaks anew. Fires
 * `session-over`, `left`, `other-language`, `speak`, `wanted-shown`.
 */
class WorkerDesk extends LitElement {
  static properties = {
    me: {},
    wanted: {},
    language: {},
    town: {state: true},
    now: {state: true},
    silenced: {state: true},
    view: {state: true},
    sound: {state: true},
  };

  #calls;
  #shown = new Set();
  #awake = new Awake();
  #timers = [];
  #ending = new AbortController();

  constructor() {
    super();
    this.now = Date.now();
    this.sound = soundTested();
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#calls = new Calls(this.me, {
      changed: () => {
        this.now = Date.now();
        this.requestUpdate();
      },
      // A new call is heard even if the last one was silenced; so is one that was called off and pressed again.
      rings: call => {
        this.silenced = false;
        this.#shown.delete(callId(call));
        if (call.severity !== 'emergency') this.alarm.chime();
      },
      sessionOver: () => this.#fire('session-over'),
    });
    this.#timers = [
      setInterval(() => { this.now = Date.now(); }, 1000),
      setInterval(() => this.#countTown(), TOWN_EVERY),
    ];
    this.#countTown();
    addEventListener('hashchange', () => this.#look(), {signal: this.#ending.signal});
    this.#look();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#ending.abort();
    this.#calls.close();
    this.#timers.forEach(clearInterval);
    this.alarm.stop();
    this.#awake.want(false);
  }

  updated() {
    const ringing = this.#calls.emergencies();
    document.title = ringing.length ? `⚠ ${this.#callOf(ringing[0])}` : word('title');
    if (ringing.length && !this.silenced) this.alarm.start();
    else this.alarm.stop();
    this.#awake.want(ringing.length > 0 || this.#calls.going());
    this.#goToWanted();
    for (const call of this.#calls.ringing()) {
      if (!this.#shown.has(callId(call))) {
        this.#shown.add(callId(call));
        afterPaint(() => this.#receipt(call));
      }
    }
  }

  render() {
    const {lostSince} = this.#calls;
    const ringing = this.#calls.emergencies();
    const covered = ringing.length > 0 && !this.silenced;
    // Somebody with a case in hand has other cares.
    const ready = this.sound || ringing.length > 0 || this.#calls.mine().length > 0;
    return html`
      <header class="bar" ?inert=${covered}>
        <strong>${this.me.worker ?? this.me.name}</strong>
        <span class="connection" data-testid="connection" data-state=${lostSince ? 'lost' : 'open'} role="status">
          ${lostSince ? word('lost', clock(lostSince)) : word('connected')}</span>
        <button data-testid="language" @click=${() => this.#fire('other-language')}>${word('otherLanguage')}</button>
        <button data-testid="logout" @click=${this.#leave}>${word('logOut')}</button>
      </header>
      ${covered ? html`
        <ring-screen .calls=${ringing} .now=${this.now} .language=${this.language} @aside=${() => { this.silenced = true; }}
          @answer=${event => this.#answer(event.detail)}></ring-screen>` : ''}
      ${ringing.length && this.silenced ? this.#reminder(ringing) : ''}
      <main class="view" ?inert=${covered}>${ready ? this.#inside(covered ? ringing : []) : this.#soundCheck()}</main>
      ${ready ? this.#menu(covered) : ''}`;
  }

  #inside(elsewhere) {
    const [view, ...rest] = this.view ?? ['calls'];
    if (view === 'calls') return this.#open(elsewhere);
    if (view === 'people') {
      return rest.length ? html`<wearer-page .wearer=${Number(rest[0])} .now=${this.now} .language=${this.language}></wearer-page>`
        : html`<my-people .language=${this.language} .now=${this.now}></my-people>`;
    }
    if (view === 'shift') return html`<my-shift .me=${this.me} .language=${this.language} .now=${this.now}></my-shift>`;
    return html`<my-settings .me=${this.me} .language=${this.language} @test-sound=${() => { this.sound = undefined; }}
      @speak=${event => this.dispatchEvent(new CustomEvent('speak', {detail: event.detail}))}></my-settings>`;
  }

  /** The list, without what has the whole screen. */
  #open(elsewhere) {
    const ids = new Set(elsewhere.map(callId));
    const alerts = this.#calls.alerts().filter(alert => !ids.has(alert.id));
    const held = this.#calls.held().filter(call => !ids.has(call.key));
    const items = this.#calls.unknown();
    return html`
      <h1 class="unseen">${word('view_calls')}</h1>
      ${this.alarm.audible ? '' : html`
        <button class="sound" data-testid="sound" @click=${this.#unlock}>${word('soundOff')}</button>`}
      ${this.sound?.heard ? '' : html`<p class="without sound-warning">${word('soundNotSure')}</p>`}
      ${this.me.worker ? html`<office-notices .language=${this.language}></office-notices>` : ''}
      <p class="town">${this.town ? word('town', this.town.bands, this.town.heard) : ''}</p>
      ${this.#calls.lostSince && alerts.length + held.length + items.length > 0 ? html`<p class="problem">${word('blind')}</p>` : ''}
      ${items.length ? html`
        <section class="card" data-testid="outbox"><h2>${word('outbox')}</h2>${items.map(item => html`<p>${item.who ?? ''}</p>${pendingMark(item)}`)}</section>` : ''}
      ${alerts.length + held.length + items.length === 0 ? this.#nothing() : ''}
      <div class="cards">
        ${repeat(held, call => call.key, call => html`
          <held-call .call=${call} .pending=${this.#calls.outbox.aboutHeld(call.key)} .said=${this.#calls.said(call.key)} .now=${this.now}
            .language=${this.language} @act=${event => this.#answer({call, ...event.detail})}></held-call>`)}
        ${repeat(alerts, alert => alert.id, alert => html`
          <alert-card id="alert-${alert.id}" .alert=${alert} .pending=${this.#calls.outbox.about(alert.id)} .said=${this.#calls.said(alert.id)}
            .now=${this.now} .language=${this.language} .role=${this.me.role} @session-over=${() => this.#fire('session-over')}
            @act=${event => this.#calls.act(alert, event.detail.move, event.detail.body)}></alert-card>`)}
      </div>
      ${this.me.worker ? html`<reach-panel .language=${this.language}></reach-panel>` : ''}`;
  }

  #soundCheck() {
    return html`<sound-check .alarm=${this.alarm} .language=${this.language} @tested=${() => { this.sound = soundTested(); }}></sound-check>`;
  }

  /** Silence is good news only while calls could be heard. */
  #nothing() {
    const state = this.#calls.lostSince ? 'blind' : 'quiet';
    return html`<div class="quiet ${state}"><p>${word(state)}</p><p class="hint">${word(`${state}Hint`)}</p></div>`;
  }

  /** The rest of the page is in sight, and somebody calls all the same. */
  #reminder(ringing) {
    return html`
      <button class="reminder" data-testid="ringing" @click=${() => { this.silenced = false; }}>
        <b>${word(`kind_${ringing[0].kind}`)}</b> ${ringing.map(call => this.#callOf(call)).join(' ')} <span>${word('answerNow')}</span>
      </button>`;
  }

  #menu(covered) {
    const current = (this.view ?? ['calls'])[0];
    const views = this.me.worker ? VIEWS : ['calls', 'settings'];
    return html`
      <nav class="menu" aria-label=${word('menu')} ?inert=${covered}>${views.map(view => html`
        <a href="#${view}" data-testid="menu-${view}" aria-current=${view === current ? 'page' : 'false'}>${word(`view_${view}`)}</a>`)}
      </nav>`;
  }

  async #look() {
    const [view, ...rest] = location.hash.slice(1).split('/');
    const wanted = VIEWS.includes(view) ? [view, ...rest] : ['calls'];
    await FETCHED[wanted[0]]?.();
    this.view = wanted;
    scrollTo(0, 0);
  }

  /** The case of the notification that was tapped comes into sight once it is here. */
  #goToWanted() {
    if (this.wanted && this.view?.[0] !== 'calls') location.hash = '#calls';
    const card = this.wanted && this.querySelector(`#alert-${this.wanted}`);
    if (!card) return;
    this.#fire('wanted-shown');
    card.scrollIntoView({block: 'start'});
  }

  #callOf(call) {
    if (call.practice) return word('practiceName');
    const who = call.wearer ?? word('unknownWearer', call.band);
    return call.kind === 'sos' ? word('calling', who) : who;
  }

  #answer({call, move, body}) {
    this.#calls.act(call, move, body);
    if (location.hash && location.hash !== '#calls' && !call.practice) location.hash = '#calls';
  }

  async #receipt(call) {
    document.documentElement.dataset.lastAlertShownAt = String(Date.now());
    document.documentElement.dataset.lastAlertShown = String(callId(call));
    const path = call.practice ? `practice-calls/${call.key}` : call.key ? `held-calls/${call.key}` : `alerts/${call.id}`;
    try {
      await request('POST', `/api/${call.practice ? 'me/' : ''}${path}/receipt`);
    } catch (error) {
      // Without a receipt the server tells somebody else sooner; the next change of the alert tries again.
      this.#shown.delete(callId(call));
    }
  }

  async #countTown() {
    try {
      this.town = await request('GET', '/api/town');
    } catch (error) {
      this.town = undefined;
    }
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
      this.#fire('left');
    } catch (error) {
      if (error.status === 401) this.#fire('left');
      else this.#calls.lose();
    }
  }

  async #unlock() {
    await this.alarm.unlock();
    this.requestUpdate();
  }

  #fire(name) {
    this.dispatchEvent(new CustomEvent(name));
  }
}

customElements.define('worker-desk', WorkerDesk);
