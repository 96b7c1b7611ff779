// Who calls: what a worker on the way and at the door needs to know.

import {html} from 'lit';
import {metres, navigate} from './navigate.js';
import {ago} from './time.js';
import {trend} from './trend.js';
import {word} from './words.js';

const FAR = 100;

/** The wearer's part of a case: `readings` are those of the last hours, if they are here yet. */
export function person(wearer, alert, now, readings) {
  const where = alert.place ?? wearer.latest.place;
  const elsewhere = where && (!wearer.home || metres(where, wearer.home) > FAR);
  return html`
    <div class="who">
      <span class="face risk-${wearer.risk}" aria-hidden="true">${initials(wearer.name)}</span>
      <p class="facts">${facts(wearer)}</p>
    </div>
    ${elsewhere ? navigate(where, wearer.name, word('toPerson')) : ''}
    ${navigate(wearer.home, wearer.address ?? wearer.name, word('toHome'))}
    <dl>
      ${line('access', wearer.accessNote)}
      ${line('medical', wearer.medicalNote)}
    </dl>
    ${phones(wearer)}
    ${vitals(wearer.latest, now, readings)}
    ${place(where, now)}`;
}

/** Age, sex and risk in one line. */
export function facts(wearer) {
  return [
    wearer.age == null ? '' : word('years', wearer.age),
    wearer.sex ? word(`sex_${wearer.sex}`) : '',
    wearer.risk === 'ordinary' ? '' : word(`risk_${wearer.risk}`),
  ].filter(Boolean).join(' · ');
}

/** In the place of a photograph. */
export function initials(name) {
  return /^[\x00-\u024f]+$/.test(name) ? name.split(/\s+/).map(part => part[0]).join('').slice(0, 2).toUpperCase() : name.slice(0, 1);
}

/** Whom to ring: the wearer, those with a key first, 120. */
export function phones(wearer) {
  const contacts = [...wearer.contacts].sort((one, other) => other.keyHolder - one.keyHolder);
  return html`
    ${wearer.phone ? html`<a class="phone" href="tel:${wearer.phone}">${word('callWearer')} <b>${wearer.phone}</b></a>` : ''}
    ${contacts.length ? html`<ul class="contacts">${contacts.map(contact)}</ul>` : ''}
    <a class="phone emergency" href="tel:120">${word('call120')} <b>120</b></a>`;
}

function line(key, text) {
  return text ? html`<div><dt>${word(key)}</dt><dd>${text}</dd></div>` : '';
}

function contact(one) {
  return html`
    <li><a class="phone" href="tel:${one.phone}">${one.relation ?? ''} ${one.name}
      ${one.keyHolder ? html`<span class="key">${word('keyHolder')}</span>` : ''} <b>${one.phone}</b></a></li>`;
}

/** The newest values, each with its age and where it is going. */
export function vitals({heartRate, bloodPressure, battery}, now, readings) {
  const values = [
    heartRate && ['heartRate', heartRate.bpm, 'bpm', heartRate.at, trend(readings, 'heartRate', 5)],
    bloodPressure && ['bloodPressure', `${bloodPressure.systolic}/${bloodPressure.diastolic}`, 'mmHg', bloodPressure.at,
      trend(readings, 'systolic', 8)],
    battery && ['battery', battery.percent, '%', battery.at, ''],
  ].filter(Boolean);
  return values.length === 0 ? '' : html`
    <ul class="vitals">${values.map(([key, value, unit, at, going]) => html`
      <li><span>${word(key)}</span><b>${value}<small> ${unit}</small></b><time>${ago(at, now)}</time>${going}</li>`)}
    </ul>`;
}

/** Where somebody is, how exactly that is known and how old it is. */
export function place(where, now) {
  if (!where) return '';
  return html`
    <p class="place">${word('lastPlace')}：${where.latitude.toFixed(5)}, ${where.longitude.toFixed(5)}
      ${where.accuracy == null ? '' : word('within', Math.round(where.accuracy))} · ${ago(where.at, now)}</p>`;
}
