// My people on a map: where they live, not where they are.

import {LitElement, html} from 'lit';
import {request} from './api.js';
import {word} from './words.js';

const CITY = 12;
/** So many names can be read beside one another on a phone. */
const READABLE = 30;

/** The library and its style, once. It is fetched here because few look at the map. */
async function leaflet() {
  if (!document.querySelector('link[data-leaflet]')) {
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = '/lib/leaflet/dist/leaflet.css';
    style.dataset.leaflet = 'yes';
    document.head.append(style);
    await new Promise(ready => { style.onload = ready; style.onerror = ready; });
  }
  await import('/lib/leaflet/dist/leaflet.js');
  return window.L;
}

/** A map of the homes of `wearers` over the outlines of one's grids. A tap on a home opens the person. */
class PeopleMap extends LitElement {
  static properties = {wearers: {}, language: {}, empty: {state: true}};

  #map;

  createRenderRoot() {
    return this;
  }

  render() {
    return html`
      ${this.empty ? html`<p class="hint">${word('mapEmpty')}</p>` : ''}
      <p class="hint">${word('mapHomes')}</p>
      <div class="map" data-testid="map" role="application" aria-label=${word('asMap')}></div>`;
  }

  async firstUpdated() {
    const [L, grids] = await Promise.all([leaflet(), request('GET', '/api/me/grids')]);
    if (!this.isConnected) return;
    const map = L.map(this.querySelector('.map'), {attributionControl: false, zoomSnap: 0.5});
    this.#map = map;
    if (grids.tiles) L.tileLayer(grids.tiles, {maxZoom: 19}).addTo(map);
    const drawn = L.geoJSON(grids, {
      style: {color: '#0b4f6c', weight: 2, fillOpacity: 0.08, className: 'grid-outline'},
      onEachFeature: (feature, layer) => layer.bindTooltip(feature.properties.name, {sticky: true}),
    }).addTo(map);
    const homes = this.wearers.filter(one => one.home).map(one => this.#home(L, one).addTo(map));
    const all = L.featureGroup([drawn, ...homes]);
    this.empty = homes.length === 0 && grids.features.length === 0;
    if (this.empty) map.setView([35, 105], 4);
    else map.fitBounds(all.getBounds().pad(0.1), {maxZoom: CITY + 5});
    const crowd = () => {
      const view = map.getBounds();
      map.getContainer().classList.toggle('crowded', homes.filter(home => view.contains(home.getLatLng())).length > READABLE);
    };
    map.on('moveend', crowd);
    crowd();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#map?.remove();
  }

  #home(L, one) {
    const name = document.createElement('span');
    name.textContent = one.name;
    const dot = L.divIcon({className: `home ${one.odd.length ? 'odd' : ''}`, iconSize: [48, 48], html: name});
    const marker = L.marker([one.home.latitude, one.home.longitude], {icon: dot, title: one.name, alt: one.name, riseOnHover: true, zIndexOffset: one.odd.length ? 1000 : 0});
    return marker.on('click', () => { location.hash = `#people/${one.id}`; });
  }
}

customElements.define('people-map', PeopleMap);
