// The room of the devices: which bands need somebody to look after them, and what to do.

import {html} from 'lit';
import {word} from '../words.js';
import {OfficeRoom, moment} from './office.js';
import './devices.words.js';
import './devices.one.js';

const TROUBLES = ['cause_unknown', 'never_activated', 'silent', 'battery_low', 'not_worn', 'none'];

class DevicesRoom extends OfficeRoom {
  static properties = {list: {state: true}, trouble: {state: true}, refusals: {state: true}};

  willUpdate(changed) {
    if (!changed.has('rest')) return;
    const wanted = TROUBLES.includes(this.rest?.[0]) ? this.rest[0] : TROUBLES[0];
    if (this.rest?.[0] === 'band') return;
    this.trouble = wanted;
    this.#load();
  }

  render() {
    if (this.rest?.[0] === 'band') {
      return html`<device-room .me=${this.me} .language=${this.language} .band=${this.rest[1]}></device-room>`;
    }
    return html`
      <h1>${word('room_devices')}</h1>
      <nav class="tabs" aria-label=${word('devices_lists')}>${TROUBLES.map(one => html`
        <a href=${`#devices/${one}`} data-testid=${`devices-${one}`} aria-current=${one === this.trouble ? 'page' : 'false'}>
          ${word(`devices_${one}`)} <b>${this.list?.counts[one] ?? ''}</b></a>`)}</nav>
      ${this.news()}
      <p class="hint">${word(`devices_do_${this.trouble}`)}</p>
      ${this.list ? this.#table() : ''}
      ${this.refusals ? this.#refused() : ''}`;
  }

  #table() {
    if (!this.list.devices.length) return html`<p class="hint" data-testid="devices-empty">${word('office_none')}</p>`;
    return html`<div class="wideTable" tabindex="0" role="region" aria-label=${word('room_devices')}><table>
      <thead><tr><th>${word('office_band')}</th><th>${word('office_person')}</th><th>${word('office_phone')}</th><th>${word('office_grid')}</th>
        <th>${word('office_since')}</th><th>${word('devices_heard')}</th><th>${word('devices_battery')}</th>
        <th>${word('devices_firmware')}</th><th>${word('office_model')}</th></tr></thead>
      <tbody>${this.list.devices.map(one => html`
        <tr>
          <td><a href=${`#devices/band/${one.band}`} data-testid=${`device-${one.band}`}>${one.band}</a></td>
          <td>${one.wearer.name} <span class="hint">${one.wearer.code}</span>${one.wearer.suspended ? html` · ${word('devices_suspended')}` : ''}</td>
          <td>${one.wearer.phone ? html`<a href=${`tel:${one.wearer.phone}`}>${one.wearer.phone}</a>` : '–'}</td>
          <td>${one.wearer.grid ?? '–'}</td>
          <td>${moment(one.since)}</td>
          <td>${one.heardAt ? moment(one.heardAt) : word('devices_never')}</td>
          <td class="number">${one.battery == null ? '–' : `${one.battery} %`}</td>
          <td>${one.firmware ?? '–'}</td><td>${one.model ?? '–'}</td>
        </tr>`)}
      </tbody></table></div>`;
  }

  #refused() {
    return html`
      <h2>${word('devices_refusals')}</h2>
      ${this.refusals.length ? html`<div class="wideTable" tabindex="0" role="region" aria-label=${word('devices_refusals')}><table>
        <thead><tr><th>${word('devices_reason')}</th><th>${word('office_band')}</th><th>${word('devices_count')}</th><th>${word('devices_latest')}</th></tr></thead>
        <tbody>${this.refusals.map(one => html`
          <tr><td>${word(`devices_reason_${one.reason}`)}</td><td>${one.band ?? '–'}</td><td class="number">${one.refusals}</td><td>${moment(one.latest)}</td></tr>`)}
        </tbody></table></div>` : html`<p class="hint">${word('office_none')}</p>`}`;
  }

  async #load() {
    const answer = await this.ask('GET', `/api/devices?trouble=${this.trouble}`);
    if (answer) this.list = answer;
    if (this.me.role === 'care' || this.refusals) return;
    this.refusals = (await this.ask('GET', '/api/refusals?limit=1'))?.day;
  }
}

customElements.define('devices-room', DevicesRoom);
