// The room of the bands: find one, make one known, hand it out, swap it, take it back.

import {html} from 'lit';
import {word} from '../words.js';
import {OfficeRoom, moment} from './office.js';
import './bands.words.js';
import './bands.one.js';
import './bands.secret.js';

const MOST = 100;
const WHERE = ['anywhere', 'stock', 'out', 'lent', 'unusable'];

class BandsRoom extends OfficeRoom {
  static properties = {bands: {state: true}, where: {state: true}, search: {state: true}, secret: {state: true}};

  constructor() {
    super();
    this.where = 'anywhere';
    this.search = '';
  }

  firstUpdated() {
    this.#load();
  }

  willUpdate(changed) {
    if (changed.has('rest') && changed.get('rest')?.[0] && !this.rest?.[0]) this.#load();
  }

  render() {
    if (this.rest?.[0]) {
      return html`<band-room .me=${this.me} .language=${this.language} .band=${this.rest[0]}></band-room>`;
    }
    return html`
      <h1>${word('room_bands')}</h1>
      ${this.mayKeepCity() ? this.#newBand() : ''}
      ${this.secret ? html`<band-secret .secret=${this.secret} .language=${this.language} @kept=${() => { this.secret = undefined; }}></band-secret>` : ''}
      ${this.news()}
      <form class="panel form" @submit=${event => { event.preventDefault(); this.#load(); }}>
        <label>${word('office_search')}
          <input type="search" data-testid="bands-search" placeholder=${word('bands_searchHint')} .value=${this.search} @input=${event => { this.search = event.target.value; }}>
        </label>
        <label>${word('bands_where')}
          <select data-testid="bands-where" @change=${event => { this.where = event.target.value; this.#load(); }}>
            ${WHERE.map(one => html`<option value=${one} ?selected=${one === this.where}>${word(`bands_where_${one}`)}</option>`)}
          </select>
        </label>
        <div class="buttons"><button>${word('office_search')}</button></div>
      </form>
      ${this.#list()}`;
  }

  #newBand() {
    return html`
      <details class="panel" ?open=${!!this.secret}>
        <summary>${word('bands_new')}</summary>
        <form class="form" data-testid="band-new" @submit=${this.#register}>
          <label>${word('bands_id')}<input name="id" data-testid="band-new-id" required pattern="[A-Za-z0-9_\\-]{1,32}" maxlength="32" autocapitalize="none"></label>
          <label>${word('office_model')}<input name="model" data-testid="band-new-model" maxlength="100"></label>
          <div class="buttons"><button class="primary" data-testid="band-register" ?disabled=${this.busy}>${word('bands_register')}</button></div>
        </form>
      </details>`;
  }

  #list() {
    if (!this.bands) return '';
    if (!this.bands.length) return html`<p class="hint">${word('office_none')}</p>`;
    return html`<div class="wideTable" tabindex="0" role="region" aria-label=${word('bands_list')}><table>
      <thead><tr><th>${word('office_band')}</th><th>${word('office_model')}</th><th>${word('office_state')}</th><th>${word('office_person')}</th><th>${word('office_since')}</th></tr></thead>
      <tbody>${this.bands.map(band => html`
        <tr>
          <td><a href=${`#bands/${band.id}`} data-testid=${`band-${band.id}`}>${band.id}</a></td>
          <td>${band.model ?? ''}</td>
          <td>${stateOf(band)}</td>
          <td>${band.wearer ? html`${band.wearer.name} <span class="hint">${band.wearer.code}</span>` : ''}</td>
          <td>${band.wearer ? moment(band.wearer.from ?? band.since) : moment(band.since)}</td>
        </tr>`)}
      </tbody></table></div>
      ${this.bands.length === MOST ? html`<p class="hint" data-testid="only-first">${word('office_onlyFirst', MOST)}</p>` : ''}`;
  }

  async #load() {
    const answer = await this.ask('GET', `/api/bands?limit=${MOST}&where=${this.where}&search=${encodeURIComponent(this.search)}`);
    if (answer) this.bands = answer.bands;
  }

  async #register(event) {
    event.preventDefault();
    const form = event.target;
    const given = new FormData(form);
    const secret = await this.ask('POST', '/api/bands', {id: given.get('id'), model: given.get('model') || null});
    if (!secret) return;
    form.reset();
    await this.#load();
    this.secret = secret;
  }
}

/** In words: with somebody, lent, in stock, or what is the matter with it. */
function stateOf(band) {
  if (band.condition !== 'fine') return word(`bands_condition_${band.condition}`);
  if (band.disabled) return word('bands_disabled');
  if (!band.wearer) return word('bands_inStock');
  return band.wearer.lent ? word('bands_where_lent') : word('bands_where_out');
}

customElements.define('bands-room', BandsRoom);
