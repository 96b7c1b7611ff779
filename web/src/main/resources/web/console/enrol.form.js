// Enrolling one person, step by step: who, whom to call, where, which band. All of it is written at the end, or nothing.

import {html} from 'lit';
import {word} from '../words.js';
import {OfficeRoom, send} from './office.js';
import {said} from './reasons.js';
import './shape-map.js';

const STEPS = ['person', 'contacts', 'home', 'band'];
/** On which step a column of the server's complaint is mended. */
const STEP_OF = {grid: 2, lat: 2, lon: 2};

class EnrolForm extends OfficeRoom {
  static properties = {step: {state: true}, person: {state: true}, contacts: {state: true}, places: {state: true}, stock: {state: true},
    bad: {state: true}, enrolled: {state: true}, nowhere: {state: true}};

  constructor() {
    super();
    this.#anew();
  }

  #anew() {
    this.step = 0;
    this.person = {risk: 'ordinary'};
    this.contacts = [{}];
    this.bad = [];
    this.enrolled = undefined;
    this.nowhere = false;
    this.stock = undefined;
  }

  async firstUpdated() {
    this.places = (await this.ask('GET', '/api/places?shapes=true'))?.places ?? [];
  }

  render() {
    if (this.enrolled) return this.#finished();
    const page = [() => this.#aboutPerson(), () => this.#aboutContacts(), () => this.#aboutHome(), () => this.#aboutBand()][this.step]();
    return html`
      <ol class="steps" aria-label=${word('enrol_byForm')}>${STEPS.map((name, at) => html`
        <li aria-current=${at === this.step ? 'step' : 'false'}>${at + 1} ${word(`enrol_step_${name}`)}</li>`)}</ol>
      <form class="panel form" data-testid="enrol-form" @submit=${this.#forward}>
        ${page}
        ${this.news()}
        <div class="buttons wide">
          ${this.step ? html`<button type="button" @click=${() => { this.step -= 1; }}>${word('office_back')}</button>` : ''}
          <button class="primary" data-testid="enrol-next" ?disabled=${this.busy}>
            ${word(this.step === STEPS.length - 1 ? 'enrol_submit' : 'office_next')}</button>
        </div>
      </form>`;
  }

  #field(of, name, label, more = {}) {
    const wrong = this.bad.find(one => one.of === of && one.column === (more.column ?? name));
    const type = more.type ?? 'text';
    const set = event => { of[name] = type === 'checkbox' ? event.target.checked : event.target.value; };
    return html`
      <label class=${more.wide ? 'wide' : type === 'checkbox' ? 'tick' : ''}>${label}
        ${type === 'textarea'
          ? html`<textarea rows="2" data-testid=${`enrol-${name}`} .value=${of[name] ?? ''} @input=${set}></textarea>`
          : html`<input type=${type} data-testid=${`enrol-${name}`} .value=${type === 'checkbox' ? '' : of[name] ?? ''} .checked=${!!of[name]}
              ?required=${more.required} placeholder=${more.hint ?? ''} maxlength=${more.most ?? 200} @input=${set}>`}
        ${wrong ? html`<span class="wrong" role="alert">${said(wrong.reason)}</span>` : ''}
      </label>`;
  }

  #choice(of, name, label, options, testId) {
    return html`
      <label>${label}
        <select data-testid=${testId} @change=${event => { of[name] = event.target.value; this.requestUpdate(); }}>
          ${options.map(([value, text]) => html`<option value=${value} ?selected=${(of[name] ?? '') === value}>${text}</option>`)}
        </select>
      </label>`;
  }

  #aboutPerson() {
    const person = this.person;
    return html`
      ${this.#field(person, 'name', word('office_name'), {required: true})}
      ${this.#field(person, 'code', word('office_code'), {hint: word('enrol_codeHint'), most: 64})}
      ${this.#field(person, 'born', word('enrol_born'), {type: 'date'})}
      ${this.#choice(person, 'sex', word('enrol_sex'), [['', '–'], ['f', word('enrol_sex_f')], ['m', word('enrol_sex_m')]], 'enrol-sex')}
      ${this.#field(person, 'phone', word('office_phone'), {type: 'tel', most: 40})}
      ${this.#choice(person, 'risk', word('enrol_risk'), ['ordinary', 'key', 'high'].map(one => [one, word(`enrol_risk_${one}`)]), 'enrol-risk')}
      ${this.#field(person, 'medical', word('enrol_medical'), {type: 'textarea', wide: true})}`;
  }

  #aboutContacts() {
    return html`${this.contacts.map((contact, at) => html`
      <fieldset class="wide form">
        <legend>${word('enrol_contact', at + 1)}</legend>
        ${this.#field(contact, 'name', word('office_name'))}
        ${this.#field(contact, 'relation', word('enrol_relation'))}
        ${this.#field(contact, 'phone', word('office_phone'), {type: 'tel', most: 40})}
        ${this.#field(contact, 'keyHolder', word('enrol_keyHolder'), {type: 'checkbox'})}
      </fieldset>`)}
      <div class="wide"><button type="button" data-testid="enrol-add-contact"
        @click=${() => { this.contacts = [...this.contacts, {}]; }}>${word('enrol_addContact')}</button></div>`;
  }

  #aboutHome() {
    const person = this.person;
    const grids = (this.places ?? []).filter(place => place.level === 'grid');
    return html`
      ${this.#field(person, 'address', word('enrol_address'), {wide: true, most: 500})}
      ${this.#field(person, 'access', word('enrol_access'), {type: 'textarea', wide: true})}
      ${this.#choice(person, 'grid', word('office_grid'), [['', word('office_noGrid')], ...grids.map(one => [one.code, `${one.name}（${one.code}）`])], 'enrol-grid')}
      <p class="hint">${person.latitude == null ? word('enrol_mapHint') : word('enrol_point', person.latitude, person.longitude)}
        ${this.nowhere ? html`<br>${word('enrol_noPlace')}` : ''}</p>
      <div class="wide"><shape-map .places=${this.places} .point=${{latitude: person.latitude, longitude: person.longitude}} .chosen=${person.grid}
        label=${word('enrol_map')} @map-point=${event => this.#livesAt(event.detail)}></shape-map></div>`;
  }

  async #livesAt({latitude, longitude}) {
    this.person = {...this.person, latitude, longitude};
    const found = await this.ask('GET', `/api/places/at?latitude=${latitude}&longitude=${longitude}`);
    this.nowhere = found?.level !== 'grid';
    if (found?.level === 'grid') this.person = {...this.person, grid: found.code};
  }

  #aboutBand() {
    return html`
      <fieldset class="wide">
        <legend>${word('enrol_stock')}</legend>
        <label class="tick"><input type="radio" name="band" value="" ?checked=${!this.person.band} @change=${() => { this.person.band = null; }}>${word('enrol_later')}</label>
        ${(this.stock ?? []).map(band => html`
          <label class="tick"><input type="radio" name="band" value=${band.id} data-testid=${`enrol-band-${band.id}`}
            ?checked=${this.person.band === band.id} @change=${() => { this.person.band = band.id; }}>${band.id} ${band.model ?? ''}</label>`)}
      </fieldset>`;
  }

  #finished() {
    const {enrolled} = this;
    return html`
      <section class="panel" data-testid="enrol-finished">
        <p class="done" role="status">${word('enrol_enrolled', enrolled.name, enrolled.code)}
          ${enrolled.bands.length ? html`<br>${word('enrol_withBand', enrolled.bands.join(', '))}` : ''}</p>
        <div class="buttons"><button @click=${() => this.#anew()}>${word('enrol_another')}</button></div>
      </section>`;
  }

  async #forward(event) {
    event.preventDefault();
    this.problem = undefined;
    if (this.step < STEPS.length - 1) {
      this.step += 1;
      if (this.step === 3) this.stock = (await this.ask('GET', '/api/bands?where=stock&limit=50'))?.bands ?? [];
      return;
    }
    await this.#enrol();
  }

  async #enrol() {
    const contacts = this.contacts.filter(one => one.name || one.phone);
    this.busy = true;
    this.bad = [];
    try {
      const given = Object.fromEntries(Object.entries(this.person).filter(([, value]) => value !== '' && value != null));
      this.enrolled = await send('POST', '/api/enrolments', {...given, contacts: contacts.map(one => ({name: '', phone: '', ...one}))});
    } catch (error) {
      this.refused(error);
      this.#showBad(error.bad ?? [], contacts);
    } finally {
      this.busy = false;
    }
  }

  /** Goes back to the step with the first cell that cannot be taken. */
  #showBad(cells, contacts) {
    this.bad = cells.map(cell => ({...cell, of: cell.file === 'contacts.csv' ? contacts[cell.line - 2] : this.person}));
    const first = cells[0];
    if (first) this.step = first.file === 'contacts.csv' ? 1 : STEP_OF[first.column] ?? 0;
  }
}

customElements.define('enrol-form', EnrolForm);
