// Who looked at whose health or whereabouts, and why.

import {LitElement, html} from 'lit';
import {request} from '../api.js';
import {clock} from '../time.js';
import {word} from '../words.js';
import {said} from './reasons.js';
import './audit.words.js';

const KINDS = ['case', 'profile', 'list', 'vitals', 'alerts', 'whereabouts', 'bands', 'device', 'care', 'report', 'zones', 'refusals',
  'test_presses', 'consents', 'enrolled', 'suspended', 'resumed', 'consent_given', 'consent_withdrawn', 'command_measure', 'command_locate',
  'command_config', 'audit', 'export', 'user_admitted', 'user_changed', 'user_password', 'own_password', 'sessions_ended'];

/** The log. Property `wearer`: the one whose lines to show first. */
class AuditLog extends LitElement {
  static properties = {me: {}, language: {}, wearer: {}, entries: {state: true}, before: {state: true}, problem: {state: true}, busy: {state: true}};

  #filter = '';

  createRenderRoot() {
    return this;
  }

  firstUpdated() {
    this.#filter = this.wearer ? `&wearer=${encodeURIComponent(this.wearer)}` : '';
    this.#load();
  }

  render() {
    return html`
      <div class="stack">
        <h1>${word('audit_title')}</h1>
        <form class="panel fields" @submit=${this.#find}>
          <label>${word('audit_wearer')}<input name="wearer" inputmode="numeric" pattern="[0-9]*" .value=${this.wearer ?? ''} data-testid="audit-wearer"></label>
          <label>${word('audit_user')}<input name="user" maxlength="64" data-testid="audit-user"></label>
          <label>${word('audit_what')}
            <select name="what" data-testid="audit-what">
              <option value="">${word('audit_all')}</option>
              ${KINDS.map(kind => html`<option value=${kind}>${word(`audit_what_${kind}`)}</option>`)}
            </select></label>
          <label>${word('audit_from')}<input name="from" type="datetime-local"></label>
          <label>${word('audit_to')}<input name="to" type="datetime-local"></label>
          <button class="primary" data-testid="audit-find" ?disabled=${this.busy}>${word('audit_find')}</button>
        </form>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : ''}
        ${this.entries ? this.#table() : html`<p class="hint">${word('loading')}</p>`}
      </div>`;
  }

  #table() {
    if (this.entries.length === 0) return html`<p class="hint" data-testid="audit-nothing">${word('audit_nothing')}</p>`;
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${word('audit_title')}>
        <table data-testid="audit-table">
          <thead><tr>${['when', 'who', 'whom', 'what', 'why'].map(key => html`<th scope="col">${word(`audit_${key}`)}</th>`)}</tr></thead>
          <tbody>${this.entries.map(entry => this.#row(entry))}</tbody>
        </table>
      </div>
      ${this.before ? html`<p><button data-testid="audit-more" ?disabled=${this.busy} @click=${this.#more}>${word('audit_more')}</button></p>` : ''}`;
  }

  #row(entry) {
    return html`
      <tr data-what=${entry.what}>
        <td><time datetime=${entry.at}>${clock(entry.at)}</time></td>
        <td>${entry.worker ?? entry.user} <span class="hint">${entry.worker ? `${entry.user} · ` : ''}${word(`audit_role_${entry.role}`)}</span></td>
        <td>${entry.wearerId ? html`<a href="#wearer/${entry.wearerId}">${entry.wearer}</a>` : entry.subject ?? ''}</td>
        <td>${word(`audit_what_${entry.what}`)}</td>
        <td>${this.#why(entry)}</td>
      </tr>`;
  }

  #why(entry) {
    if (entry.alertId) return html`<a href="#board/${entry.alertId}">${word('audit_case', word(`kind_${entry.kind}`))} #${entry.alertId}</a> ${entry.reason ?? ''}`;
    return entry.reason ?? entry.detail ?? (entry.wearerId ? html`<span class="hint">${word('audit_noReason')}</span>` : '');
  }

  #find(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const wanted = new URLSearchParams();
    for (const name of ['wearer', 'user', 'what']) if (form.get(name)) wanted.set(name, form.get(name));
    for (const name of ['from', 'to']) if (form.get(name)) wanted.set(name, new Date(form.get(name)).toISOString());
    this.#filter = wanted.size ? `&${wanted}` : '';
    this.entries = undefined;
    this.#load();
  }

  #more() {
    this.#load(this.before);
  }

  async #load(before) {
    this.busy = true;
    this.problem = undefined;
    try {
      const page = await request('GET', `/api/audit?limit=100${this.#filter}${before ? `&before=${before}` : ''}`);
      this.entries = before ? [...this.entries, ...page.entries] : page.entries;
      this.before = page.before;
    } catch (error) {
      if (error.status === 401) this.dispatchEvent(new CustomEvent('session-over', {bubbles: true}));
      this.entries ??= [];
      this.problem = word('audit_trouble', said(error.message));
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('audit-log', AuditLog);
