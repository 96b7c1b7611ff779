// The room of the places: areas and grids on a map, imported from GeoJSON or drawn by clicking corners.

import {html} from 'lit';
import {word} from '../words.js';
import {OfficeRoom} from './office.js';
import './places.words.js';
import './shape-map.js';
import './places.import.js';

class PlacesRoom extends OfficeRoom {
  static properties = {places: {state: true}, overlaps: {state: true}, corners: {state: true}, chosen: {state: true}};

  constructor() {
    super();
    this.corners = [];
    this.chosen = '';
  }

  firstUpdated() {
    this.#load();
  }

  render() {
    const overlaps = this.overlaps ?? [];
    const grids = (this.places ?? []).filter(one => one.level === 'grid');
    return html`
      <h1>${word('room_places')}</h1>
      ${this.news()}
      <p class=${overlaps.length ? 'problem' : 'hint'} data-testid="overlaps">${overlaps.length ? word('places_overlaps', overlaps.length) : word('places_noOverlaps')}</p>
      ${overlaps.map(one => html`<p>${word('places_overlap', one.one, one.other, Math.round(one.share * 100))}</p>`)}
      <shape-map .places=${this.places} .corners=${this.corners} .chosen=${this.chosen} .alarming=${new Set(overlaps.flatMap(one => [one.one, one.other]))}
        label=${word('places_map')} @map-point=${event => this.#corner(event.detail)}></shape-map>
      ${this.mayKeepCity() ? html`${this.#pencil(grids)}
        <places-import .me=${this.me} .language=${this.language} .places=${this.places ?? []} @imported=${() => this.#load()}></places-import>` : ''}
      <h2>${word('places_list')}</h2>
      <div class="wideTable" tabindex="0" role="region" aria-label=${word('places_list')}><table>
        <thead><tr><th>${word('office_code')}</th><th>${word('office_grid')}</th><th>${word('office_area')}</th><th>${word('places_wearers')}</th><th>${word('places_drawn')}</th></tr></thead>
        <tbody>${grids.map(one => html`
          <tr><td>${one.code}</td><td>${one.name}</td><td>${this.places.find(area => area.code === one.parent)?.name ?? one.parent}</td>
            <td class="number">${one.wearers}</td><td>${word(one.shape ? 'places_isDrawn' : 'places_notDrawn')}</td></tr>`)}
        </tbody></table></div>`;
  }

  #pencil(grids) {
    const areas = this.places?.filter(one => one.level === 'community') ?? [];
    return html`
      <form class="panel form" data-testid="draw-form" @submit=${this.#draw}>
        <h2 class="wide">${word('places_draw')}</h2>
        <p class="hint wide">${word('places_drawHint')} · <span data-testid="corners">${word('places_corners', this.corners.length)}</span></p>
        <label>${word('places_whichGrid')}<select name="grid" data-testid="draw-grid" @change=${event => { this.chosen = event.target.value; }}>
          <option value="">${word('places_newGrid')}</option>
          ${grids.map(one => html`<option value=${one.code} ?selected=${one.code === this.chosen}>${one.name}（${one.code}）</option>`)}</select></label>
        ${this.chosen ? '' : html`
          <label>${word('places_newCode')}<input name="code" data-testid="draw-code" required maxlength="64"></label>
          <label>${word('places_newName')}<input name="name" data-testid="draw-name" required maxlength="200"></label>
          <label>${word('office_area')}<select name="parent">${areas.map(one => html`<option value=${one.code}>${one.name}</option>`)}</select></label>`}
        <div class="buttons wide">
          <button type="button" ?disabled=${!this.corners.length} @click=${() => { this.corners = this.corners.slice(0, -1); }}>${word('places_takeBackCorner')}</button>
          <button type="button" ?disabled=${!this.corners.length} @click=${() => { this.corners = []; }}>${word('places_clear')}</button>
          <button class="primary" data-testid="draw-save" ?disabled=${this.corners.length < 3 || this.busy}>${word('office_save')}</button>
        </div>
      </form>`;
  }

  #corner({latitude, longitude}) {
    if (this.mayKeepCity()) this.corners = [...this.corners, [latitude, longitude]];
  }

  async #draw(event) {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.target));
    const ring = [...this.corners, this.corners[0]].map(([latitude, longitude]) => [longitude, latitude]);
    const known = this.places.find(one => one.level === 'grid' && one.code === this.chosen);
    const properties = known
      ? {code: known.code, name: known.name, level: 'grid', parent: known.parent}
      : {code: given.code, name: given.name, level: 'grid', parent: given.parent};
    const feature = {type: 'Feature', properties, geometry: {type: 'Polygon', coordinates: [ring]}};
    const drawn = await this.ask('POST', '/api/places', JSON.stringify(feature), 'application/geo+json');
    if (!drawn) return;
    this.corners = [];
    await this.#load();
    this.done = word('places_result', drawn.created, drawn.drawn, drawn.redrawn, drawn.unchanged);
  }

  refused(error) {
    super.refused(error);
    if (error.bad?.length) this.problem = error.bad.map(one => one.reason).join('; ');
  }

  async #load() {
    this.places = (await this.ask('GET', '/api/places?shapes=true'))?.places;
    this.overlaps = (await this.ask('GET', '/api/places/overlaps'))?.overlaps;
  }
}

customElements.define('places-room', PlacesRoom);
