// The door.

import {LitElement, html} from 'lit';
import {request} from './api.js';
import {word} from './words.js';

/** Asks for name and password; fires `logged-in` with who it is. Properties: `hint`, shown above; `language`, so that it speaks anew. */
class LoginForm extends LitElement {
  static properties = {hint: {}, language: {}, busy: {state: true}, problem: {state: true}, other: {state: true}};

  createRenderRoot() {
    return this;
  }

  /** Whether there is another server to log in with; without an answer there is the password. */
  async firstUpdated() {
    try {
      this.other = (await request('GET', '/api/login-ways')).oidc;
    } catch (error) {
      this.other = undefined;
    }
  }

  render() {
    const ended = new URLSearchParams(location.search).get('login');
    return html`
      <form class="login" @submit=${this.#submit}>
        <img src="/icon.svg" alt="" width="72" height="72">
        <h1>${word('title')}</h1>
        ${this.hint ? html`<p class="hint">${this.hint}</p>` : ''}
        ${ended === 'unknown' || ended === 'failed' ? html`
          <p class="problem" role="alert" data-testid="login-ended">${word(`login_${ended}`)}</p>` : ''}
        <label>${word('name')}
          <input name="name" data-testid="login-name" autocomplete="username" autocapitalize="none" required maxlength="64">
        </label>
        <label>${word('password')}
          <input name="password" data-testid="login-password" type="password" autocomplete="current-password" required maxlength="256">
        </label>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : ''}
        <button class="primary" data-testid="login-submit" ?disabled=${this.busy}>${word('logIn')}</button>
        ${this.other ? html`
          <a class="button" data-testid="login-oidc" href="/api/oidc/login?next=${location.pathname.startsWith('/console') ? '/console/' : '/'}">${this.other}</a>` : ''}
      </form>`;
  }

  async #submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.busy = true;
    this.problem = undefined;
    // Still inside the tap: from here on the page may make a sound.
    this.dispatchEvent(new CustomEvent('tapped'));
    try {
      const me = await request('POST', '/api/session', {name: form.get('name'), password: form.get('password')});
      this.dispatchEvent(new CustomEvent('logged-in', {detail: me}));
    } catch (error) {
      this.problem = this.#explain(error);
    } finally {
      this.busy = false;
    }
  }

  #explain(error) {
    if (error.status === 401 || error.status === 400) return word('wrongPassword');
    if (error.status === 429) return word('tooManyTries', Math.ceil(error.retryAfterSeconds / 60));
    return word(error.status === 0 ? 'noNetwork' : 'serverTrouble');
  }
}

customElements.define('login-form', LoginForm);
