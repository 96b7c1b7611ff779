// Care of the town: whom the data suggest to look into, who is to be visited, how many visits were made.

import {LitElement, html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {request} from '../api.js';
import {clock} from '../time.js';
import {word} from '../words.js';
import {because} from './care.reasons.js';
import {said} from './reasons.js';
import './care.words.js';
import './wearer.words.js';

const RISKS = ['high', 'key', 'ordinary'];

/** Properties: `me`, `language`. Fires `session-over`. */
class CareRoom extends LitElement {
  static properties = {
    me: {}, language: {}, areas: {state: true}, grid: {state: true}, month: {state: true}, followUps: {state: true}, due: {state: true}, rates: {state: true}, plan: {state: true},
    settling: {state: true}, said: {state: true}, problem: {state: true}, busy: {state: true},
  };

  constructor() {
    super();
    this.grid = '';
    const now = new Date();
    this.month = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}`;
  }

  createRenderRoot() {
    return this;
  }

  async firstUpdated() {
    await this.#do(async () => {
      this.areas = await request('GET', '/api/areas');
      this.plan = await request('GET', '/api/visits/plan');
    });
    this.#load();
  }

  render() {
    return html`
      <h1>${word('room_care')}</h1>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : ''}
      ${this.said ? html`<p class="done" role="status">${this.said}</p>` : ''}
      <div class="search">
        <label>${word('care_grid')} <select data-testid="care-grid" @change=${event => { this.grid = event.target.value; this.#load(); }}><option value="">${word('wearer_anyGrid')}</option>
          ${(this.areas?.grids ?? []).map(grid => html`<option value=${grid.code}>${grid.name}</option>`)}</select></label>
        <button data-testid="look" ?disabled=${this.busy} @click=${this.#look}>${word('care_look')}</button>
      </div>
      <div class="care-room">
        <section class="panel follow-ups"><h2>${word('care_followUps')} ${this.followUps?.length ?? ''}</h2>${this.#suggested()}</section>
        <section class="panel"><h2>${word('care_due')} ${this.due?.length ?? ''}</h2>${this.#visits()}</section>
        <section class="panel"><h2>${word('care_rates')}</h2>${this.#rates()}${this.#plan()}</section>
      </div>`;
  }

  #suggested() {
    const all = this.followUps ?? [];
    if (all.length === 0) return html`<p class="hint">${word('care_noFollowUps')}</p>`;
    const grids = new Map();
    for (const one of all) {
      const grid = one.grid ?? word('care_noGrid');
      grids.set(grid, [...(grids.get(grid) ?? []), one]);
    }
    return [...grids].map(([grid, ones]) => html`<h3>${grid}</h3>
      <ul class="suggested" data-testid="follow-ups">${repeat(ones, one => one.id, one => html`
        <li data-testid="follow-up-${one.rule}">
          <a href="#wearer/${one.wearerId}">${one.wearer}</a> <span class="risk ${one.risk}">${word(`risk_${one.risk}`)}</span> ${because(one)}
          ${this.settling === one.id ? this.#settle(one) : html`<button data-testid="settle" @click=${() => { this.settling = one.id; }}>${word('care_what')}</button>`}
        </li>`)}</ul>`);
  }

  #settle(one) {
    return html`
      <form class="settle" @submit=${event => event.preventDefault()}>
        <label>${word('care_note')} <input name="note" data-testid="settle-note" maxlength="1000"></label>
        ${['done', 'not_needed'].map(state => html`
          <button type="button" data-testid="settle-${state}" class=${state === 'done' ? 'primary' : ''} ?disabled=${this.busy}
            @click=${event => this.#send(one, state, event.target.form.elements.note.value.trim())}>${word(`care_${state}`)}</button>`)}
      </form>`;
  }

  #visits() {
    const all = this.due ?? [];
    if (all.length === 0) return html`<p class="hint">${word('care_noneDue')}</p>`;
    return html`<table data-testid="due"><thead><tr><th scope="col">${word('care_who')}</th><th scope="col">${word('wearer_risk')}</th><th scope="col">${word('care_grid')}</th>
        <th scope="col">${word('care_last')}</th><th scope="col">${word('care_dueAt')}</th></tr></thead>
      <tbody>${all.map(one => html`<tr><td class="name"><a href="#wearer/${one.wearerId}">${one.wearer}</a></td><td class="risk ${one.risk}">${word(`risk_${one.risk}`)}</td><td>${one.grid ?? ''}</td>
        <td>${one.lastAt ? day(one.lastAt) : word('care_never')}</td><td class=${one.overdue ? 'overdue' : ''}>${day(one.dueAt)} ${one.overdue ? word('care_overdue') : ''}</td></tr>`)}</tbody></table>`;
  }

  #rates() {
    return html`
      <label>${word('care_month')} <input type="month" .value=${this.month} @change=${event => { this.month = event.target.value; this.#load(); }}></label>
      <table data-testid="rates"><thead><tr>${['grid', 'wearers', 'planned', 'made', 'percent'].map(key => html`<th scope="col">${word(`care_${key}`)}</th>`)}</tr></thead>
        <tbody>${(this.rates ?? []).map(one => html`<tr><td>${one.grid ?? word('care_noGrid')}</td><td class="number">${one.wearers}</td><td class="number">${one.planned}</td>
          <td class="number">${one.made}</td><td class="number">${one.percent}%</td></tr>`)}</tbody></table>`;
  }

  #plan() {
    const may = this.me.role !== 'care';
    return this.plan ? html`
      <form class="plan" @submit=${this.#savePlan}><h3>${word('care_plan')}</h3>
        ${RISKS.map(risk => html`<label>${word(`risk_${risk}`)} <input name=${risk} type="number" min="1" max="366" .value=${String(this.plan[risk])} ?disabled=${!may} required></label>`)}
        ${may ? html`<button ?disabled=${this.busy}>${word('care_save')}</button>` : ''}</form>` : '';
  }

  #savePlan = event => {
    event.preventDefault();
    const form = new FormData(event.target);
    this.#do(async () => {
      this.plan = await request('PUT', '/api/visits/plan', Object.fromEntries(RISKS.map(risk => [risk, Number(form.get(risk))])));
      this.said = word('care_saved');
    });
    this.#load();
  };

  #look = () => this.#do(async () => {
    this.said = word('care_looked', (await request('POST', '/api/follow-ups/look')).found);
    await this.#load();
  });

  #send(one, state, note) {
    this.#do(async () => {
      await request('POST', `/api/follow-ups/${one.id}/settle`, {state, note: note || undefined});
      this.settling = undefined;
      await this.#load();
    });
  }

  #load() {
    const grid = this.grid ? `?grid=${encodeURIComponent(this.grid)}` : '';
    return this.#do(async () => {
      [{followUps: this.followUps}, {due: this.due}, {grids: this.rates}] = await Promise.all([
        request('GET', `/api/follow-ups${grid}`), request('GET', `/api/visits/due${grid}`), request('GET', `/api/visits/rates?month=${this.month}`)]);
    });
  }

  async #do(work) {
    this.busy = true;
    this.problem = undefined;
    try {
      await work();
    } catch (error) {
      if (error.status === 401) this.dispatchEvent(new CustomEvent('session-over', {bubbles: true}));
      else this.problem = word('wearer_failed', said(error.message));
    } finally {
      this.busy = false;
    }
  }
}

const day = at => new Date(at).toLocaleDateString('zh-CN');

customElements.define('care-room', CareRoom);
