// Who calls: what a worker at the door needs to know.

import {html} from 'lit';
import {ago} from './time.js';
import {word} from './words.js';

/** The wearer's part of a case. */
export function person(wearer, alert, now) {
  const facts = [
    wearer.age == null ? '' : word('years', wearer.age),
    wearer.sex ? word(`sex_${wearer.sex}`) : '',
    wearer.risk === 'ordinary' ? '' : word(`risk_${wearer.risk}`),
  ].filter(Boolean);
  return html`
    <p class="facts">${facts.join(' · ')}</p>
    ${wearer.phone ? html`<a class="phone" href="tel:${wearer.phone}">${word('callWearer')} <b>${wearer.phone}</b></a>` : ''}
    <dl>
      ${line('access', wearer.accessNote)}
      ${line('medical', wearer.medicalNote)}
    </dl>
    ${vitals(wearer.latest, now)}
    ${place(alert.place ?? wearer.latest.place, now)}
    ${wearer.contacts.length ? html`<ul class="contacts">${wearer.contacts.map(contact)}</ul>` : ''}`;
}

function line(key, text) {
  return text ? html`<div><dt>${word(key)}</dt><dd>${text}</dd></div>` : '';
}

function contact(one) {
  return html`
    <li><a class="phone" href="tel:${one.phone}">${one.relation ?? ''} ${one.name} <b>${one.phone}</b>
      ${one.keyHolder ? html`<span class="key">${word('keyHolder')}</span>` : ''}</a></li>`;
}

function vitals({heartRate, bloodPressure, battery}, now) {
  const values = [
    heartRate && ['heartRate', heartRate.bpm, 'bpm', heartRate.at],
    bloodPressure && ['bloodPressure', `${bloodPressure.systolic}/${bloodPressure.diastolic}`, 'mmHg', bloodPressure.at],
    battery && ['battery', battery.percent, '%', battery.at],
  ].filter(Boolean);
  return values.length === 0 ? '' : html`
    <ul class="vitals">${values.map(([key, value, unit, at]) => html`
      <li><span>${word(key)}</span><b>${value}<small> ${unit}</small></b><time>${ago(at, now)}</time></li>`)}
    </ul>`;
}

/** Where somebody is. */
export function place(where, now) {
  if (!where) return '';
  const link = `https://uri.amap.com/marker?position=${where.longitude},${where.latitude}&coordinate=wgs84`;
  return html`
    <p class="place">${word('lastPlace')}：${where.latitude.toFixed(5)}, ${where.longitude.toFixed(5)}
      ${where.accuracy == null ? '' : html`±${Math.round(where.accuracy)} m`} · ${ago(where.at, now)}
      <a href=${link} target="_blank" rel="noreferrer">${word('onMap')}</a></p>`;
}
