// A map of the town: borders from the database, a mark for each place. Street tiles only where the city has set them up.

import {LitElement} from 'lit';
import * as L from 'leaflet';
import {request} from '../api.js';

const TONES = {emergency: '#c1121f', going: '#0a7d3b', attention: '#8a5a00', device: '#45606f', path: '#0b4f6c'};
const BORDERS = {
  city: {weight: 2, color: '#45606f', fill: false},
  county: {weight: 2, color: '#45606f', fill: false},
  street: {weight: 1.5, color: '#45606f', fill: false, dashArray: '6 4'},
  community: {weight: 2, color: '#0b4f6c', fillColor: '#0b4f6c', fillOpacity: 0.05},
  grid: {weight: 1, color: '#6f8795', fillColor: '#ffffff', fillOpacity: 0.6},
};
const NEAR = 17;

let borders;

/** The town's borders, read once for all maps. */
function readBorders() {
  borders ??= request('GET', '/api/map').catch(error => {
    borders = undefined;
    throw error;
  });
  return borders;
}

/**
 * Properties: `marks`, each {id, latitude, longitude, grid, tone, label, accuracy, soft}; one without a place of its own stands in the
 * middle of its grid, by the grid's name. `path`: draw a line from mark to mark. Fires `mark` with the id.
 */
class PlaceMap extends LitElement {
  static properties = {marks: {}, path: {type: Boolean}, label: {}};

  #map;
  #layer;
  #drawn = new Map();
  #middles = new Map();
  #seen = '';
  #sizes;

  createRenderRoot() {
    return this;
  }

  async firstUpdated() {
    this.classList.add('map');
    this.setAttribute('role', 'region');
    this.setAttribute('aria-label', this.label ?? '');
    this.#map = L.map(this, {attributionControl: false, zoomSnap: 0.25, preferCanvas: true}).setView([35, 110], 4);
    this.#sizes = new ResizeObserver(() => this.#map.invalidateSize());
    this.#sizes.observe(this);
    this.#layer = L.featureGroup().addTo(this.#map);
    try {
      this.#drawBorders(await readBorders());
    } catch (error) {
      console.info('the map has no borders', error);
    }
    this.#drawMarks();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#sizes?.disconnect();
  }

  updated() {
    this.#drawMarks();
  }

  #drawBorders(places) {
    if (places.tiles) L.tileLayer(places.tiles, {maxZoom: 19}).addTo(this.#map);
    const layer = L.geoJSON(places, {style: feature => BORDERS[feature.properties.level], interactive: false});
    layer.eachLayer(one => {
      const {level, name} = one.feature.properties;
      this.#middles.set(name, one.getBounds().getCenter());
      if (level === 'grid') one.bindTooltip(name, {permanent: true, direction: 'center', className: 'grid-name'});
    });
    layer.addTo(this.#map).bringToBack();
    if (layer.getBounds().isValid()) this.#map.fitBounds(layer.getBounds(), {padding: [8, 8]});
  }

  #drawMarks() {
    if (!this.#layer) return;
    this.#layer.clearLayers();
    this.#drawn.clear();
    const places = [];
    for (const mark of this.marks ?? []) {
      const own = mark.latitude == null ? undefined : L.latLng(mark.latitude, mark.longitude);
      const at = own ?? this.#middles.get(mark.grid);
      if (!at) continue;
      places.push(at);
      if (own && mark.accuracy > 20) L.circle(at, {radius: mark.accuracy, weight: 1, color: TONES[mark.tone], fillOpacity: 0.08, interactive: false}).addTo(this.#layer);
      const dot = L.circleMarker(at, {
        radius: mark.small ? 4 : 10, weight: 3, color: own ? '#ffffff' : TONES[mark.tone], fillColor: own ? TONES[mark.tone] : '#ffffff', fillOpacity: mark.soft ? 0.5 : 1,
      });
      if (mark.label) dot.bindTooltip(mark.label, {permanent: !mark.small, direction: 'top', offset: [0, -8], className: `mark-name ${mark.tone}`});
      dot.on('click', () => this.dispatchEvent(new CustomEvent('mark', {detail: mark.id, bubbles: true})));
      dot.addTo(this.#layer);
      this.#drawn.set(mark.id, dot);
    }
    if (this.path && places.length > 1) L.polyline(places, {weight: 2, color: TONES.path, opacity: 0.5}).addTo(this.#layer);
    this.dataset.marks = String(this.#drawn.size);
    this.#goThere(places);
  }

  /** What is new comes into sight; what somebody has moved the map to stays. */
  #goThere(places) {
    const now = [...this.#drawn.keys()].sort().join();
    if (now === this.#seen || places.length === 0) return;
    this.#seen = now;
    const bounds = L.latLngBounds(places);
    if (this.path || !this.#map.getBounds().contains(bounds)) this.#map.fitBounds(bounds.pad(0.3), {maxZoom: NEAR});
  }
}

customElements.define('place-map', PlaceMap);
