// People: finding one, and everything about them that care is fitted by.

import {LitElement, html} from 'lit';
import {request} from '../api.js';
import {ago, clock} from '../time.js';
import {word} from '../words.js';
import {SPANS} from './vital-charts.js';
import {said} from './reasons.js';
import './care.panel.js';
import './consent.js';
import './place-map.js';
import './wearer.words.js';

const RISKS = ['high', 'key', 'ordinary'];
const REASONS = ['hospital', 'travelling', 'moved', 'other'];
const OFFICE = ['supervisor', 'operator', 'administrator'];

/** Properties: `me`; `rest`, of which the first is the wearer's id; `language`. Fires `session-over`. */
class WearerRoom extends LitElement {
  static properties = {
    me: {}, rest: {}, language: {}, found: {state: true}, areas: {state: true}, wearer: {state: true}, bands: {state: true}, span: {state: true},
    to: {state: true}, alerts: {state: true}, places: {state: true}, problem: {state: true}, busy: {state: true},
  };

  #shown;

  constructor() {
    super();
    this.span = 'day';
    this.to = Date.now();
  }

  createRenderRoot() {
    return this;
  }

  updated() {
    const id = Number(this.rest?.[0]) || 0;
    if (id === this.#shown) return;
    this.#shown = id;
    this.problem = undefined;
    if (id) this.#load(id);
    else this.#loadAreas();
  }

  render() {
    const id = Number(this.rest?.[0]) || 0;
    return html`
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : ''}
      ${id ? this.#page(id) : this.#list()}`;
  }

  #list() {
    return html`
      <h1>${word('room_wearer')}</h1>
      <form class="search" role="search" @submit=${event => { event.preventDefault(); this.#search(); }}>
        <label>${word('wearer_search')} <input name="q" type="search" data-testid="wearer-q" placeholder=${word('wearer_searchHint')} maxlength="64"></label>
        <label>${word('wearer_grid')} <select name="grid" @change=${this.#search}><option value="">${word('wearer_anyGrid')}</option>
          ${(this.areas?.grids ?? []).map(grid => html`<option value=${grid.code}>${grid.name}</option>`)}</select></label>
        <label>${word('wearer_risk')} <select name="risk" @change=${this.#search}><option value="">${word('wearer_anyRisk')}</option>
          ${RISKS.map(risk => html`<option value=${risk}>${word(`risk_${risk}`)}</option>`)}</select></label>
        <button class="primary" data-testid="wearer-search">${word('wearer_search')}</button>
      </form>
      ${this.#table()}`;
  }

  #table() {
    if (!this.found) return '';
    if (this.found.length === 0) return html`<p class="hint">${word('wearer_none')}</p>`;
    return html`
      <table data-testid="wearers"><thead><tr>${['name', 'age', 'risk', 'grid', 'band', 'heard', 'alerts'].map(key => html`<th scope="col">${word(`wearer_${key}`)}</th>`)}</tr></thead>
        <tbody>${this.found.map(one => html`
          <tr><td><a href="#wearer/${one.id}">${one.name}</a></td><td class="number">${one.age ?? ''}</td><td class="risk ${one.risk}">${word(`risk_${one.risk}`)}</td>
            <td>${one.grid ?? ''}</td><td>${one.band ?? ''}</td><td>${one.heardAt ? ago(one.heardAt, Date.now()) : '–'}</td>
            <td class="number">${one.openAlerts || ''} ${one.away ? word('wearer_suspension') : ''}</td></tr>`)}</tbody></table>`;
  }

  #page(id) {
    const {wearer} = this;
    if (!wearer) return this.problem ? '' : html`<p class="hint">${word('loading')}</p>`;
    const facts = [wearer.age == null ? '' : word('years', wearer.age), wearer.sex ? word(`sex_${wearer.sex}`) : '', wearer.grid].filter(Boolean).join(' · ');
    return html`
      <div class="person-head"><a href="#wearer">← ${word('wearer_back')}</a>
        <h1>${wearer.name}</h1><span class="risk ${wearer.risk}">${word(`risk_${wearer.risk}`)}</span><span>${facts}</span>
        <a href="#report/${id}/${isoWeek(new Date(Date.now() - 7 * 86400000))}" data-testid="to-report">${word('wearer_report')}</a></div>
      <div class="person">
        <div class="person-side">
          ${this.#profile(wearer)}${this.#suspension(wearer)}${this.#bandHistory()}
          <consent-panel .wearer=${id} .language=${this.language} @failed=${event => this.#failed(event.detail)}></consent-panel>
        </div>
        <div class="person-main">
          <section class="panel">
            <div class="spans">${Object.keys(SPANS).map(span => html`
              <button data-testid="span-${span}" aria-pressed=${span === this.span} @click=${() => { this.span = span; this.to = Date.now(); }}>${word(`wearer_${span}`)}</button>`)}
              <button data-testid="earlier" @click=${() => this.#move(-1)}>← ${word('wearer_earlier')}</button>
              <button ?disabled=${this.to >= Date.now() - 60000} @click=${() => this.#move(1)}>${word('wearer_later')} →</button>
              <span>${clock(this.to - SPANS[this.span])} – ${clock(this.to)}</span></div>
            <vital-charts .wearer=${id} .span=${this.span} .to=${this.to} .language=${this.language} @failed=${event => this.#failed(event.detail)}
              @alerts=${event => { this.alerts = event.detail; }}></vital-charts>
            ${this.#alarms()}
          </section>
          ${this.#whereabouts(id)}
          <care-panel .wearer=${id} .language=${this.language} @failed=${event => this.#failed(event.detail)}></care-panel>
        </div>
      </div>`;
  }

  #profile(wearer) {
    const {heartRate, bloodPressure, battery} = wearer.latest;
    return html`
      <section class="panel"><h2>${word('wearer_profile')}</h2>
        <dl class="facts">
          ${fact('wearer_code', wearer.code)}${fact('callWearer', wearer.phone)}${fact('address', wearer.address)}${fact('access', wearer.accessNote)}${fact('medical', wearer.medicalNote)}
          ${fact('heartRate', heartRate && `${heartRate.bpm} bpm · ${ago(heartRate.at, Date.now())}`)}
          ${fact('bloodPressure', bloodPressure && `${bloodPressure.systolic}/${bloodPressure.diastolic} · ${ago(bloodPressure.at, Date.now())}`)}
          ${fact('battery', battery && `${battery.percent}% · ${ago(battery.at, Date.now())}`)}
        </dl>
        <h2>${word('wearer_contacts')}</h2>
        ${wearer.contacts.length === 0 ? html`<p class="hint">${word('wearer_noContacts')}</p>` : html`
          <ul class="contacts">${wearer.contacts.map(one => html`<li>${one.relation ?? ''} <b>${one.name}</b> ${one.phone} ${one.keyHolder ? html`<span class="mark">${word('keyHolder')}</span>` : ''}</li>`)}</ul>`}
      </section>`;
  }

  #suspension({suspension}) {
    const may = OFFICE.includes(this.me.role);
    return html`
      <section class="panel" data-testid="suspension"><h2>${word('wearer_suspension')}</h2>
        ${suspension ? html`<p>${word(`wearer_${suspension.reason}`)} ${suspension.until ? word('wearer_until', clock(suspension.from), clock(suspension.until)) : word('wearer_since', clock(suspension.from))} ${suspension.note ?? ''}</p>
          ${may ? html`<button data-testid="resume" ?disabled=${this.busy} @click=${this.#resume}>${word('wearer_resume')}</button>` : ''}`
        : html`<p>${word('wearer_notAway')}</p>${may ? html`
          <form class="suspend" @submit=${this.#suspend}>
            <label>${word('wearer_reason')} <select name="reason" data-testid="suspend-reason">${REASONS.map(one => html`<option value=${one}>${word(`wearer_${one}`)}</option>`)}</select></label>
            <label>${word('wearer_untilWhen')} <input type="date" name="until"></label>
            <button data-testid="suspend" ?disabled=${this.busy}>${word('wearer_suspend')}</button></form>` : ''}`}
      </section>`;
  }

  #bandHistory() {
    return html`
      <section class="panel" data-testid="bands"><h2>${word('wearer_bands')}</h2>
        <ul>${(this.bands ?? []).map(one => html`<li><b>${one.band}</b> ${one.model ?? ''} ${one.to ? word('wearer_until', clock(one.from), clock(one.to)) : word('wearer_since', clock(one.from))}</li>`)}</ul>
      </section>`;
  }

  #alarms() {
    if (!this.alerts) return '';
    return html`<h3>${word('wearer_alarms')}</h3>
      ${this.alerts.length === 0 ? html`<p class="hint">${word('wearer_noAlarms')}</p>` : html`
        <ul class="alarms" data-testid="alarms">${this.alerts.slice(0, 30).map(one => html`
          <li class=${one.severity}><time>${clock(one.raisedAt)}</time> <b>${word(`kind_${one.kind}`)}</b> ${word(`state_${one.state}`)} ${one.outcome ? word(`outcome_${one.outcome}`) : ''} ${one.note ?? ''}</li>`)}</ul>`}`;
  }

  #whereabouts(id) {
    return html`
      <section class="panel" data-testid="whereabouts"><h2>${word('wearer_places')}</h2>
        <form class="search" @submit=${event => this.#showPlaces(event, id)}>
          <label>${word('wearer_placesReason')} <input name="reason" data-testid="places-reason" maxlength="200"></label>
          <button data-testid="show-places" ?disabled=${this.busy}>${word('wearer_showPlaces')}</button>
        </form>
        ${this.places ? html`<p>${word('wearer_placesShown', this.places.length)}</p>
          <place-map class="tall" path .marks=${this.places.map((place, at) => ({id: at, ...place, tone: 'path', small: true, label: clock(place.at)}))} .label=${word('wearer_places')}></place-map>` : ''}
      </section>`;
  }

  #move(way) {
    this.to = Math.min(Date.now(), this.to + way * SPANS[this.span]);
    this.places = undefined;
  }

  #search = async () => {
    const form = this.querySelector('form.search');
    const wanted = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    try {
      this.found = (await request('GET', `/api/wearers?${wanted}`)).wearers;
      this.problem = undefined;
    } catch (error) {
      this.#failed(error);
    }
  };

  async #loadAreas() {
    try {
      this.areas ??= await request('GET', '/api/areas');
    } catch (error) {
      this.#failed(error);
    }
  }

  async #load(id) {
    this.wearer = this.bands = this.places = this.alerts = undefined;
    try {
      this.wearer = await request('GET', `/api/wearers/${id}`);
      this.bands = (await request('GET', `/api/wearers/${id}/bands`)).bands;
    } catch (error) {
      this.#failed(error);
    }
  }

  async #showPlaces(event, id) {
    event.preventDefault();
    const reason = new FormData(event.target).get('reason').trim();
    const from = new Date(this.to - 86400000).toISOString();
    await this.#try(async () => {
      this.places = (await request('GET', `/api/wearers/${id}/places?from=${from}&to=${new Date(this.to).toISOString()}${reason ? `&reason=${encodeURIComponent(reason)}` : ''}`)).places;
    });
  }

  #suspend = event => {
    event.preventDefault();
    const form = new FormData(event.target);
    const until = form.get('until');
    this.#try(async () => {
      await request('PUT', `/api/wearers/${this.wearer.id}/suspension`, {reason: form.get('reason'), until: until ? new Date(`${until}T23:59:59`).toISOString() : undefined});
      await this.#load(this.wearer.id);
    });
  };

  #resume = () => this.#try(async () => {
    await request('DELETE', `/api/wearers/${this.wearer.id}/suspension`);
    await this.#load(this.wearer.id);
  });

  async #try(work) {
    this.busy = true;
    this.problem = undefined;
    try {
      await work();
    } catch (error) {
      if (error.status === 403 && error.message.startsWith('Whereabouts')) this.problem = word('wearer_placesNeed');
      else this.#failed(error);
    } finally {
      this.busy = false;
    }
  }

  #failed(error) {
    if (error.status === 401) this.dispatchEvent(new CustomEvent('session-over', {bubbles: true}));
    else this.problem = word('wearer_failed', said(error.message));
  }
}

const fact = (key, value) => value ? html`<div><dt>${word(key)}</dt><dd>${value}</dd></div>` : '';

/** Such as 2026-W47. */
export function isoWeek(date) {
  const thursday = new Date(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()));
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  const week = Math.ceil(((thursday - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / 86400000 + 1) / 7);
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}

customElements.define('wearer-room', WearerRoom);
