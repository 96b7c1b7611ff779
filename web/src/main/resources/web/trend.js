// Where a value is going: an arrow against an hour ago, and a small line.

import {html, svg} from 'lit';
import {request} from './api.js';
import {word} from './words.js';

const HOUR = 3600 * 1000;
const SHOWN = 3 * HOUR;
const NEAR = 20 * 60 * 1000;
const WIDTH = 96;
const HEIGHT = 28;

/** The readings of the last three hours; the look is logged by the server. */
export async function recent(wearerId) {
  const from = new Date(Date.now() - SHOWN).toISOString();
  return (await request('GET', `/api/wearers/${wearerId}/vitals?from=${from}`)).vitals;
}

/** How a value, named as in the readings, compares with the one of an hour before; differences below `least` are none. */
export function trend(readings, name, least) {
  const points = (readings ?? []).filter(one => one[name] != null).map(one => ({at: Date.parse(one.at), value: one[name]}));
  if (points.length < 2) return '';
  const last = points.at(-1);
  const before = points
    .filter(one => Math.abs(last.at - HOUR - one.at) < NEAR)
    .sort((one, other) => Math.abs(last.at - HOUR - one.at) - Math.abs(last.at - HOUR - other.at))[0];
  return html`${before ? arrow(last.value - before.value, before.value, least) : ''}${line(points)}`;
}

function arrow(difference, before, least) {
  const way = Math.abs(difference) < least ? 'steady' : difference > 0 ? 'rising' : 'falling';
  const sign = {steady: '→', rising: '↗', falling: '↘'}[way];
  return html`<span class="arrow ${way}"><span aria-hidden="true">${sign}</span> ${word(way)} <small>${word('hourAgo', before)}</small></span>`;
}

function line(points) {
  const values = points.map(one => one.value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const [first, last] = [points[0].at, points.at(-1).at];
  const x = at => 2 + (WIDTH - 4) * (at - first) / Math.max(1, last - first);
  const y = value => HEIGHT - 3 - (HEIGHT - 6) * (value - least) / Math.max(1, most - least);
  const path = points.map(one => `${x(one.at).toFixed(1)},${y(one.value).toFixed(1)}`).join(' ');
  return html`
    <svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${word('lastHours', least, most)}>
      ${svg`<polyline points=${path}></polyline><circle cx=${x(last)} cy=${y(values.at(-1))} r="3"></circle>`}
    </svg>`;
}
