// Takes shapes from a GeoJSON file: looked at first, then imported. Fires `imported`.

import {html} from 'lit';
import {word} from '../words.js';
import {OfficeRoom} from './office.js';

const LEVELS = ['', 'grid', 'community', 'street', 'county', 'city'];

class PlacesImport extends OfficeRoom {
  static properties = {places: {}, bytes: {state: true}, report: {state: true}};

  render() {
    const {report} = this;
    return html`
      <details class="panel">
        <summary>${word('places_import')}</summary>
        <form class="form" data-testid="places-import" @submit=${this.#check}>
          <label>${word('places_file')}<input type="file" accept=".geojson,.json" data-testid="places-file" @change=${this.#choose}></label>
          <label>${word('places_datum')}<select name="datum" @change=${() => { this.report = undefined; }}>${['wgs84', 'gcj02'].map(one => html`<option value=${one}>${word(`places_datum_${one}`)}</option>`)}</select></label>
          <label>${word('places_level')}<select name="level" @change=${() => { this.report = undefined; }}>${LEVELS.map(one => html`<option value=${one}>${word(`places_level_${one}`)}</option>`)}</select></label>
          <label>${word('places_parent')}<select name="parent" @change=${() => { this.report = undefined; }}><option value="">${word('places_parentNone')}</option>
            ${this.places.filter(one => one.level !== 'grid').map(one => html`<option value=${one.code}>${one.name}</option>`)}</select></label>
          <div class="buttons wide">
            <button data-testid="places-check" ?disabled=${!this.bytes || this.busy}>${word('places_check')}</button>
            <button type="button" class="primary" data-testid="places-write" ?disabled=${!report?.clean || this.busy} @click=${this.#write}>${word('places_write')}</button>
          </div>
        </form>
        ${this.news()}
        ${report ? this.#preview(report) : ''}
      </details>`;
  }

  #preview(report) {
    if (report.clean) {
      return html`
        <p class="done" data-testid="places-preview">${word('places_result', report.created, report.drawn, report.redrawn, report.unchanged)}</p>
        ${report.notes.map(note => html`<p class="warning">${note}</p>`)}`;
    }
    return html`
      <p class="problem" data-testid="places-bad">${word('places_bad', report.bad.length)}</p>
      <ul class="rows">${report.bad.map(one => html`<li>${word('places_feature')} ${one.number || ''} ${one.code}: ${one.reason}</li>`)}</ul>`;
  }

  async #choose(event) {
    this.report = undefined;
    this.done = undefined;
    this.bytes = await event.target.files[0]?.arrayBuffer();
  }

  #query() {
    const given = new FormData(this.querySelector('form'));
    const query = new URLSearchParams({datum: given.get('datum')});
    for (const name of ['level', 'parent']) if (given.get(name)) query.set(name, given.get(name));
    return query;
  }

  async #check(event) {
    event.preventDefault();
    const query = this.#query();
    query.set('check', 'true');
    this.report = await this.ask('POST', `/api/places?${query}`, this.bytes, 'application/geo+json');
  }

  async #write() {
    const written = await this.ask('POST', `/api/places?${this.#query()}`, this.bytes, 'application/geo+json');
    if (!written) return;
    this.report = undefined;
    this.done = word('places_result', written.created, written.drawn, written.redrawn, written.unchanged);
    this.dispatchEvent(new CustomEvent('imported'));
  }
}

customElements.define('places-import', PlacesImport);
