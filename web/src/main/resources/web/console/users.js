// Who may log in as what, for administrators.

import {LitElement, html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {request} from '../api.js';
import {clock} from '../time.js';
import {word} from '../words.js';
import {said} from './reasons.js';
import './users.words.js';

const ROLES = ['worker', 'supervisor', 'care', 'operator', 'administrator'];

class UserDesk extends LitElement {
  static properties = {
    me: {}, language: {}, users: {state: true}, editing: {state: true}, draft: {state: true}, sure: {state: true},
    once: {state: true}, done: {state: true}, problem: {state: true}, busy: {state: true},
  };

  createRenderRoot() {
    return this;
  }

  firstUpdated() {
    this.#do(() => this.#load());
  }

  render() {
    return html`
      <div class="stack">
        <h1>${word('users_title')}</h1>
        ${this.problem ? html`<p class="problem" role="alert" data-testid="users-problem">${this.problem}</p>` : ''}
        ${this.done ? html`<p class="done" role="status" data-testid="users-done">${this.done}</p>` : ''}
        ${this.once ? html`
          <p class="done" role="status">${word('users_shownOnce', this.once.name)} <b class="once" data-testid="users-once">${this.once.password}</b></p>` : ''}
        ${this.editing ? this.#form() : html`
          <p><button class="primary" data-testid="users-add" @click=${() => this.#edit({id: 0, role: 'supervisor'})}>${word('users_add')}</button></p>`}
        ${this.users ? this.#table() : html`<p class="hint">${word('loading')}</p>`}
      </div>`;
  }

  #form() {
    const user = this.editing;
    const worker = this.draft.role === 'worker';
    return html`
      <form class="panel fields" data-testid="users-form" @submit=${this.#save}>
        ${user.id ? html`<strong>${user.name}</strong>` : html`
          <label>${word('users_name')}<input name="name" data-testid="users-name" required maxlength="64" autocomplete="off"></label>`}
        <label>${word('users_role')}
          <select name="role" data-testid="users-role" @change=${event => { this.draft = {...this.draft, role: event.target.value}; }}>
            ${ROLES.map(role => html`<option value=${role} ?selected=${role === this.draft.role}>${word(`users_role_${role}`)}</option>`)}
          </select></label>
        <label>${word('users_worker')}<input name="worker" data-testid="users-worker" maxlength="64" ?required=${worker} .value=${user.worker ?? ''}></label>
        ${worker ? '' : html`
          <label>${word('users_area')}<input name="area" data-testid="users-area" maxlength="64" .value=${user.area ?? ''}></label>`}
        <label>${word('users_language')}
          <select name="language">${['', 'zh', 'en'].map(one => html`
            <option value=${one} ?selected=${one === (user.language ?? '')}>${word(`users_lang_${one || 'none'}`)}</option>`)}</select></label>
        <label class="check"><input type="checkbox" name="disabled" data-testid="users-disabled" ?checked=${user.disabled}> ${word('users_disabled')}</label>
        <button class="primary" data-testid="users-save" ?disabled=${this.busy}>${word('users_save')}</button>
        <button type="button" @click=${() => { this.editing = undefined; }}>${word('users_cancel')}</button>
      </form>`;
  }

  #table() {
    const heads = ['users_name', 'users_role', 'users_worker', 'users_areaHead', 'users_state', 'users_seen'];
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${word('users_title')}>
        <table>
          <thead><tr>${heads.map(key => html`<th scope="col">${word(key)}</th>`)}<td></td></tr></thead>
          <tbody>${repeat(this.users, user => user.id, user => this.#row(user))}</tbody>
        </table>
      </div>`;
  }

  #row(user) {
    const self = user.name === this.me.name;
    return html`
      <tr class=${user.disabled ? 'off' : ''} data-testid="user-${user.name}">
        <td>${user.name}</td>
        <td>${word(`users_role_${user.role}`)}</td>
        <td>${user.workerName ?? ''} <span class="hint">${user.worker ?? ''}</span></td>
        <td>${user.areaName ?? word(user.role === 'worker' ? 'users_ofRoster' : 'users_city')}</td>
        <td>${word(user.disabled ? 'users_disabled' : 'users_active')}${user.passwordGiven ? html` · ${word('users_given')}` : ''}</td>
        <td>${user.lastSeenAt ? clock(user.lastSeenAt) : word('users_never')}</td>
        <td>${self ? word('users_self') : html`
          <button data-testid="change-${user.name}" @click=${() => this.#edit(user)}>${word('users_change')}</button>
          ${this.#twice(`password ${user.id}`, 'users_password', () => this.#newPassword(user))}
          ${this.#twice(`out ${user.id}`, 'users_logOut', () => this.#logOut(user))}`}</td>
      </tr>`;
  }

  /** What logs somebody out is asked for twice. */
  #twice(key, label, deed) {
    const again = this.sure === key;
    return html`<button class=${again ? 'danger' : ''} ?disabled=${this.busy} data-testid=${key.replace(' ', '-')}
      @click=${() => { if (again) { this.sure = undefined; this.#do(deed); } else this.sure = key; }}>${word(again ? 'users_sure' : label)}</button>`;
  }

  #edit(user) {
    this.editing = user;
    this.draft = {role: user.role};
    this.once = this.done = this.problem = undefined;
  }

  #save(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const body = {
      role: form.get('role'),
      worker: form.get('worker')?.trim() || null,
      area: form.get('area')?.trim() || null,
      language: form.get('language') || null,
      disabled: form.get('disabled') !== null,
    };
    const user = this.editing;
    this.#do(async () => {
      if (user.id) {
        await request('PUT', `/api/users/${user.id}`, body);
        this.done = word('users_saved', user.name);
      } else {
        const made = await request('POST', '/api/users', {...body, name: form.get('name').trim()});
        this.once = {name: made.user.name, password: made.password};
      }
      this.editing = undefined;
      await this.#load();
    });
  }

  async #newPassword(user) {
    this.once = {name: user.name, password: (await request('POST', `/api/users/${user.id}/password`)).password};
    await this.#load();
  }

  async #logOut(user) {
    await request('DELETE', `/api/users/${user.id}/sessions`);
    this.done = word('users_loggedOut', user.name);
    await this.#load();
  }

  async #load() {
    this.users = (await request('GET', '/api/users')).users;
  }

  async #do(deed) {
    this.busy = true;
    this.problem = this.done = this.once = undefined;
    try {
      await deed();
    } catch (error) {
      if (error.status === 401) this.dispatchEvent(new CustomEvent('session-over', {bubbles: true}));
      this.problem = word('users_trouble', said(error.message));
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('user-desk', UserDesk);
