// One's own password, and where one is logged in.

import {LitElement, html} from 'lit';
import {request} from '../api.js';
import {clock} from '../time.js';
import {word} from '../words.js';
import {said} from './reasons.js';
import './account.words.js';

const BROWSERS = [['Edg/', 'Edge'], ['MicroMessenger/', '微信'], ['Firefox/', 'Firefox'], ['Chrome/', 'Chrome'], ['Safari/', 'Safari']];
const SYSTEMS = [['Android', 'Android'], ['iPhone', 'iPhone'], ['iPad', 'iPad'], ['Windows', 'Windows'], ['Mac OS', 'macOS'], ['Linux', 'Linux']];

/** What people call what a browser says of itself. */
function device(text) {
  const known = [BROWSERS, SYSTEMS].map(list => list.find(([mark]) => text?.includes(mark))?.[1]).filter(Boolean);
  return known.length ? known.join(' · ') : text || word('account_unknown');
}

class OwnAccount extends LitElement {
  static properties = {me: {}, language: {}, sessions: {state: true}, changed: {state: true}, problem: {state: true}, busy: {state: true}};

  createRenderRoot() {
    return this;
  }

  firstUpdated() {
    this.#do(() => this.#load());
  }

  render() {
    return html`
      <div class="stack">
        <h1>${word('account_title')}</h1>
        ${this.me.passwordGiven && !this.changed ? html`<p class="problem">${word('account_given')}</p>` : ''}
        ${this.problem ? html`<p class="problem" role="alert" data-testid="account-problem">${this.problem}</p>` : ''}
        ${this.changed ? html`<p class="done" role="status" data-testid="account-changed">${word('account_changed')}</p>` : ''}
        <form class="panel stack" @submit=${this.#change}>
          <h2>${word('account_passwordTitle')}</h2>
          <div class="fields">
            <input name="name" autocomplete="username" hidden .value=${this.me.name}>
            <label>${word('account_old')}<input name="old" type="password" autocomplete="current-password" required maxlength="256" data-testid="account-old"></label>
            <label>${word('account_new')}<input name="password" type="password" autocomplete="new-password" required minlength="10" maxlength="256" data-testid="account-new"></label>
            <button class="primary" ?disabled=${this.busy} data-testid="account-change">${word('account_change')}</button>
          </div>
        </form>
        <section class="panel stack">
          <h2>${word('account_sessions')}</h2>
          ${this.sessions ? this.#table() : html`<p class="hint">${word('loading')}</p>`}
        </section>
      </div>`;
  }

  #table() {
    return html`
      <table>
        <thead><tr>${['device', 'address', 'since', 'seen'].map(key => html`<th scope="col">${word(`account_${key}`)}</th>`)}<td></td></tr></thead>
        <tbody>${this.sessions.map(session => html`
          <tr data-testid="session">
            <td title=${session.browser ?? ''}>${device(session.browser)}</td>
            <td>${session.address ?? word('account_unknown')}</td>
            <td>${clock(session.createdAt)}</td>
            <td>${clock(session.lastSeenAt)}</td>
            <td>${session.current ? word('account_current') : html`
              <button ?disabled=${this.busy} @click=${() => this.#end(session)}>${word('account_end')}</button>`}</td>
          </tr>`)}</tbody>
      </table>
      ${this.sessions.length > 1 ? html`
        <p><button data-testid="account-end-others" ?disabled=${this.busy} @click=${this.#endOthers}>${word('account_endOthers')}</button></p>` : ''}`;
  }

  #change(event) {
    event.preventDefault();
    const form = event.target;
    const fields = new FormData(form);
    this.#do(async () => {
      await request('PUT', '/api/me/password', {old: fields.get('old'), password: fields.get('password')});
      form.reset();
      this.changed = true;
      await this.#load();
    });
  }

  #end(session) {
    this.#do(async () => {
      await request('DELETE', `/api/me/sessions/${session.id}`);
      await this.#load();
    });
  }

  #endOthers() {
    this.#do(async () => {
      await request('DELETE', '/api/me/sessions');
      await this.#load();
    });
  }

  async #load() {
    this.sessions = (await request('GET', '/api/me/sessions')).sessions;
  }

  async #do(deed) {
    this.busy = true;
    this.problem = undefined;
    try {
      await deed();
    } catch (error) {
      if (error.status === 401) this.dispatchEvent(new CustomEvent('session-over', {bubbles: true}));
      this.problem = word('account_trouble', said(error.message));
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('own-account', OwnAccount);
