// One band: who has it, who had it, and what can be done with it.

import {html} from 'lit';
import {word} from '../words.js';
import {OfficeRoom, moment} from './office.js';
import './person.search.js';

const CONDITIONS = ['fine', 'lost', 'broken'];

class BandRoom extends OfficeRoom {
  static properties = {band: {}, one: {state: true}, secret: {state: true}, lent: {state: true}, stock: {state: true}, doing: {state: true}};

  willUpdate(changed) {
    if (changed.has('band')) this.#load();
  }

  render() {
    const {one} = this;
    return html`
      <p><a href="#bands">← ${word('room_bands')}</a></p>
      <h1>${word('office_band')} ${this.band}</h1>
      ${this.secret ? html`<band-secret .secret=${this.secret} .language=${this.language} @kept=${() => { this.secret = undefined; }}></band-secret>` : ''}
      ${this.news()}
      ${one ? html`
        <section class="panel">
          <p data-testid="band-holder">${one.wearer
            ? html`<strong>${one.wearer.name}</strong> ${one.wearer.code} ${one.wearer.lent ? word('bands_lent') : ''}`
            : html`${word('bands_inStock')} · ${word(`bands_condition_${one.condition}`)}${one.disabled ? ` · ${word('bands_disabled')}` : ''}`}</p>
          <div class="buttons">
            ${one.wearer
              ? html`
                <button data-testid="band-swap" @click=${this.#beginSwap}>${word('bands_swap')}</button>
                <button data-testid="band-take-back" @click=${() => { this.doing = 'back'; }}>${word('bands_takeBack')}</button>`
              : html`<button class="primary" data-testid="band-hand-out" ?disabled=${one.disabled} @click=${() => { this.doing = 'out'; }}>${word('bands_handOut')}</button>`}
            ${this.mayKeepCity() ? html`<button data-testid="band-new-secret" @click=${this.#renewSecret}>${word('bands_newSecret')}</button>` : ''}
          </div>
          ${this.doing === 'out' ? this.#handOut() : ''}
          ${this.doing === 'swap' ? this.#swap() : ''}
          ${this.doing === 'back' ? this.#takeBack() : ''}
          ${!one.wearer && this.mayKeepCity() ? this.#condition() : ''}
        </section>
        ${this.#history()}` : ''}`;
  }

  #handOut() {
    return html`
      <h2>${word('bands_handOutTo')}</h2>
      <label class="tick"><input type="checkbox" data-testid="band-lent" .checked=${!!this.lent} @change=${event => { this.lent = event.target.checked; }}>${word('bands_lend')}</label>
      <person-search .language=${this.language} @person=${event => this.#give(event.detail)}></person-search>`;
  }

  #swap() {
    return html`
      <h2>${word('bands_swapHint')}</h2>
      ${this.stock?.length
        ? html`<div class="buttons">${this.stock.map(band => html`
            <button data-testid=${`swap-for-${band.id}`} @click=${() => this.#swapFor(band.id)}>${band.id}</button>`)}</div>`
        : html`<p class="hint">${word('office_none')}</p>`}`;
  }

  #takeBack() {
    return html`
      <h2>${word('bands_takeBackAs')}</h2>
      <div class="buttons">${CONDITIONS.map(condition => html`
        <button data-testid=${`take-back-${condition}`} @click=${() => this.#back(condition)}>${word(`bands_condition_${condition}`)}</button>`)}</div>`;
  }

  #condition() {
    return html`
      <label class="inline">${word('bands_condition')}
        <select data-testid="band-condition" @change=${event => this.#set(event.target.value)}>
          ${CONDITIONS.map(one => html`<option value=${one} ?selected=${one === this.one.condition}>${word(`bands_condition_${one}`)}</option>`)}
        </select>
      </label>`;
  }

  #history() {
    return html`
      <h2>${word('bands_history')}</h2>
      <div class="wideTable" tabindex="0" role="region" aria-label=${word('bands_history')}><table data-testid="band-history">
        <thead><tr><th>${word('office_person')}</th><th>${word('office_from')}</th><th>${word('office_until')}</th><th>${word('office_by')}</th></tr></thead>
        <tbody>${this.one.history.map(time => html`
          <tr>
            <td>${time.name} <span class="hint">${time.code}</span> ${time.lent ? word('bands_lent') : ''}</td>
            <td>${time.from ? moment(time.from) : word('bands_ever')}</td>
            <td>${time.until ? moment(time.until) : word('bands_still')}</td>
            <td>${time.begunBy ?? word('bands_byFile')}${time.until ? ` / ${time.endedBy ?? word('bands_byFile')}` : ''}</td>
          </tr>`)}
        </tbody></table></div>`;
  }

  async #load() {
    this.secret = undefined;
    this.doing = undefined;
    this.one = await this.ask('GET', `/api/bands/${this.band}`);
  }

  async #change(method, path, body, done) {
    const one = await this.ask(method, path, body);
    if (!one) return;
    if (one.id === this.band) this.one = one;
    else location.hash = `#bands/${one.id}`;
    this.doing = undefined;
    this.done = done;
  }

  #give(person) {
    return this.#change('POST', `/api/bands/${this.band}/hand-out`, {wearerId: person.id, lent: !!this.lent}, word('bands_handedOut', person.name));
  }

  async #beginSwap() {
    this.doing = 'swap';
    this.stock = (await this.ask('GET', '/api/bands?where=stock&limit=20'))?.bands;
  }

  #swapFor(id) {
    const {wearer} = this.one;
    return this.#change('POST', `/api/bands/${id}/hand-out`, {wearerId: wearer.id, lent: wearer.lent, inPlaceOf: this.band}, word('bands_swapped'));
  }

  #back(condition) {
    return this.#change('POST', `/api/bands/${this.band}/take-back`, {condition}, word('bands_takenBack'));
  }

  #set(condition) {
    return this.#change('PUT', `/api/bands/${this.band}/condition`, {condition}, word('office_saved'));
  }

  async #renewSecret() {
    if (!window.confirm(word('bands_newSecretSure'))) return;
    this.secret = await this.ask('POST', `/api/bands/${this.band}/secret`);
  }
}

customElements.define('band-room', BandRoom);
