// Ways to somebody, in the map that the phone has.

import {html} from 'lit';
import {word} from './words.js';

/**
 * Links to a place as the server writes it. Chinese maps count in GCJ-02, and so does Apple's inside China; outside the two datums are
 * the same, so that the shifted numbers are right everywhere.
 */
export function navigate(place, name, label) {
  if (!place?.gcj02) return '';
  const {latitude, longitude} = place.gcj02;
  const at = [latitude.toFixed(6), longitude.toFixed(6)];
  const called = encodeURIComponent(name ?? '');
  const links = [
    ['amap', `https://uri.amap.com/navigation?to=${at[1]},${at[0]},${called}&mode=walk&coordinate=gaode&callnative=1&src=kanhu`],
    ['tencent', `https://apis.map.qq.com/uri/v1/routeplan?type=walk&to=${called}&tocoord=${at[0]},${at[1]}&referer=kanhu`],
    ['apple', `https://maps.apple.com/?daddr=${at[0]},${at[1]}&dirflg=w`],
  ];
  return html`
    <div class="ways" role="group" aria-label=${label}><span>${label}</span>${links.map(([map, href]) => html`
      <a class="way" data-testid="way-${map}" href=${href} target="_blank" rel="noreferrer">${word(`map_${map}`)}</a>`)}</div>`;
}

/** Metres between two places, well enough for a town. */
export function metres(one, other) {
  const north = (other.latitude - one.latitude) * 111320;
  const east = (other.longitude - one.longitude) * 111320 * Math.cos(one.latitude * Math.PI / 180);
  return Math.hypot(north, east);
}
