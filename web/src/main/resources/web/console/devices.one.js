// One band that is out: what it last said, and what it is asked for. What it was asked is read again until it has answered.

import {html} from 'lit';
import {word} from '../words.js';
import {OfficeRoom, moment} from './office.js';

const AGAIN = 2000;

/** What the band answered, told only to whoever asked it. */
function reading({answeredAt, type, reading: read}) {
  if (!read) return answeredAt && type !== 'config' ? word('devices_readingTheirs') : '';
  return [
    read.heartRate && `${read.heartRate} bpm`,
    read.systolic && `${read.systolic}/${read.diastolic} mmHg`,
    read.spo2 && `SpO₂ ${read.spo2} %`,
    read.temperature && `${read.temperature} °C`,
    read.latitude && `${read.latitude.toFixed(5)}, ${read.longitude.toFixed(5)}`,
    read.accuracy && `±${Math.round(read.accuracy)} m`,
  ].filter(Boolean).join(' · ');
}

class DeviceRoom extends OfficeRoom {
  static properties = {band: {}, one: {state: true}};

  #timer;

  willUpdate(changed) {
    if (changed.has('band')) this.#load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  render() {
    const {one} = this;
    return html`
      <p><a href=${`#devices/${one?.trouble ?? ''}`}>← ${word('room_devices')}</a></p>
      <h1>${word('office_band')} ${this.band}</h1>
      ${this.news()}
      ${one ? html`
        <section class="panel">
          <dl class="figures">
            <div><dt>${word('office_person')}</dt><dd>${one.wearer.name} <span class="hint">${one.wearer.code}</span></dd></div>
            <div><dt>${word('office_state')}</dt><dd>${word(`devices_${one.trouble}`)}</dd></div>
            <div><dt>${word('devices_heard')}</dt><dd>${one.heardAt ? moment(one.heardAt) : word('devices_never')}</dd></div>
            <div><dt>${word('devices_battery')}</dt><dd>${one.battery == null ? '–' : `${one.battery} %`}</dd></div>
            <div><dt>${word('devices_worn')}</dt><dd>${one.worn == null ? '–' : word(one.worn ? 'devices_yes' : 'devices_no')}</dd></div>
            <div><dt>${word('devices_firmware')}</dt><dd>${one.firmware ?? '–'}</dd></div>
            <div><dt>${word('office_model')}</dt><dd>${one.model ?? '–'}</dd></div>
          </dl>
          <p><strong>${word('devices_todo')}</strong>：${word(`devices_do_${one.trouble}`)}</p>
        </section>
        ${this.#orders()}
        ${this.#commands()}` : ''}`;
  }

  #orders() {
    return html`
      <h2>${word('devices_commands')}</h2>
      <form class="panel form" @submit=${this.#configure}>
        <div class="buttons wide">
          <button type="button" data-testid="command-measure" ?disabled=${this.busy} @click=${() => this.#send({type: 'measure', what: ['hr', 'bp']})}>${word('devices_measure')}</button>
          ${this.me.role === 'operator' ? '' : html`
            <button type="button" data-testid="command-locate" ?disabled=${this.busy} @click=${() => this.#send({type: 'locate'})}>${word('devices_locate')}</button>`}
        </div>
        <label>${word('devices_vitalsEvery')}<input name="vitals" type="number" min="10" max="86400"></label>
        <label>${word('devices_locationEvery')}<input name="location" type="number" min="10" max="86400"></label>
        <div class="buttons"><button data-testid="command-config" ?disabled=${this.busy}>${word('devices_configure')}</button></div>
      </form>`;
  }

  #commands() {
    if (!this.one.commands.length) return '';
    return html`<div class="wideTable" tabindex="0" role="region" aria-label=${word('devices_commands')}><table data-testid="commands">
      <thead><tr><th>${word('devices_at')}</th><th>${word('devices_commands')}</th><th>${word('office_by')}</th><th>${word('office_state')}</th><th>${word('devices_answered')}</th>
        <th>${word('devices_reading')}</th></tr></thead>
      <tbody>${this.one.commands.map(command => html`
        <tr data-testid=${`command-${command.state}`}>
          <td>${moment(command.at)}</td><td>${word(`devices_type_${command.type}`)}</td><td>${command.by}</td>
          <td>${word(`devices_state_${command.state}`)}</td><td>${moment(command.answeredAt)}</td>
          <td data-testid="command-reading">${reading(command)}</td>
        </tr>`)}
      </tbody></table></div>`;
  }

  async #load() {
    clearTimeout(this.#timer);
    const one = await this.ask('GET', `/api/devices/${this.band}`);
    if (one) this.one = one;
    this.#lookAgain();
  }

  /** Looks at one's own command only as long as it may still be answered. */
  #lookAgain() {
    clearTimeout(this.#timer);
    if (!this.isConnected || !this.one?.commands.some(one => ['queued', 'sent'].includes(one.state))) return;
    this.#timer = setTimeout(() => this.#load(), AGAIN);
  }

  async #send(command) {
    if (await this.ask('POST', `/api/devices/${this.band}/commands`, command)) await this.#load();
  }

  #configure(event) {
    event.preventDefault();
    const given = new FormData(event.target);
    const command = {type: 'config'};
    if (given.get('vitals')) command.vitalsEverySeconds = Number(given.get('vitals'));
    if (given.get('location')) command.locationEverySeconds = Number(given.get('location'));
    this.#send(command);
  }
}

customElements.define('device-room', DeviceRoom);
