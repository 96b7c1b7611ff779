// A map of grids and areas. There are no tiles: it shows what is drawn, and works without anybody outside.

import {LitElement, html} from 'lit';
import {circleMarker, featureGroup, geoJSON, map, polygon} from 'leaflet';

const COLOURS = {grid: '#0b4f6c', community: '#0a7d3b', street: '#8a5a00', county: '#6a1b9a', city: '#45606f'};
const WHERE_CHINA_IS = [35, 105];

/**
 * Properties: `places` with shapes; `point`, a {latitude, longitude}; `corners` of what is being drawn, as [latitude, longitude];
 * `chosen`, a code; `alarming`, a set of codes; `label` for who cannot see it. Fires `map-point` with where somebody clicked.
 */
class ShapeMap extends LitElement {
  static properties = {places: {}, point: {}, corners: {}, chosen: {}, alarming: {}, label: {}};

  #map;
  #shapes;
  #marks;
  #fitted = false;

  createRenderRoot() {
    return this;
  }

  render() {
    return html`<div class="placemap" role="region" aria-label=${this.label ?? ''} data-testid="placemap"></div>`;
  }

  firstUpdated() {
    this.#map = map(this.querySelector('.placemap'), {attributionControl: false}).setView(WHERE_CHINA_IS, 4);
    this.#shapes = featureGroup().addTo(this.#map);
    this.#marks = featureGroup().addTo(this.#map);
    this.#map.on('click', ({latlng}) => this.dispatchEvent(new CustomEvent('map-point',
      {detail: {latitude: Number(latlng.lat.toFixed(6)), longitude: Number(latlng.lng.toFixed(6))}})));
  }

  updated(changed) {
    if (['places', 'chosen', 'alarming'].some(name => changed.has(name))) this.#draw();
    this.#mark();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#map?.remove();
  }

  #draw() {
    this.#shapes.clearLayers();
    // The large ones first, so that the small ones can be pointed at.
    for (const place of (this.places ?? []).filter(one => one.shape)) {
      const alarming = this.alarming?.has(place.code);
      const chosen = place.code === this.chosen;
      geoJSON(place.shape, {style: {
        color: alarming ? '#c1121f' : COLOURS[place.level],
        weight: chosen ? 4 : 1.5,
        fillOpacity: chosen ? 0.3 : alarming ? 0.25 : place.level === 'grid' ? 0.1 : 0.02,
      }}).bindTooltip(place.name, {sticky: true}).addTo(this.#shapes);
    }
    if (!this.#fitted && this.#shapes.getLayers().length) {
      this.#fitted = true;
      this.#map.fitBounds(this.#shapes.getBounds(), {animate: false});
    }
  }

  #mark() {
    this.#marks.clearLayers();
    if (this.point?.latitude != null) {
      circleMarker([this.point.latitude, this.point.longitude], {radius: 8, color: '#c1121f', fillOpacity: 0.9}).addTo(this.#marks);
    }
    const corners = this.corners ?? [];
    if (corners.length > 1) polygon(corners, {color: '#c1121f', weight: 3, dashArray: '6 4', fillOpacity: 0.15, interactive: false}).addTo(this.#marks);
    for (const corner of corners) circleMarker(corner, {radius: 5, color: '#c1121f', fillOpacity: 1, interactive: false}).addTo(this.#marks);
  }
}

customElements.define('shape-map', ShapeMap);
