// The room of the settlement: served days by area and month, exported, closed.

import {html} from 'lit';
import {word} from '../words.js';
import {OfficeRoom, moment} from './office.js';
import './settlement.words.js';

const BASES = ['assigned', 'heard', 'either'];

class SettlementRoom extends OfficeRoom {
  static properties = {table: {state: true}, until: {state: true}};

  firstUpdated() {
    this.#load();
  }

  render() {
    return html`
      <h1>${word('room_settlement')}</h1>
      <p class="hint">${word('settlement_hint')}</p>
      ${this.news()}
      <form class="panel form" @submit=${event => { event.preventDefault(); this.#load(); }}>
        <label>${word('settlement_until')}
          <input type="month" data-testid="settlement-until" .value=${this.until ?? this.table?.months.at(-1).month ?? ''}
            @change=${event => { this.until = event.target.value || undefined; this.#load(); }}></label>
      </form>
      ${this.table ? html`${this.#months()}${this.mayKeepCity() ? this.#rule() : ''}` : html`<p class="hint">${word('loading')}</p>`}`;
  }

  #months() {
    const {months} = this.table;
    const areas = new Map();
    for (const month of months) for (const area of month.areas) areas.set(area.area, area.name);
    return html`<div class="wideTable" tabindex="0" role="region" aria-label=${word('room_settlement')}><table data-testid="settlement-table">
      <thead><tr><th>${word('office_area')}</th>${months.map(month => html`
        <th scope="col"><span data-testid=${`month-${month.month}`}>${month.month}</span><br>${this.#state(month)}</th>`)}</tr></thead>
      <tbody>
        ${[...areas].map(([code, name]) => html`
          <tr><td>${name ?? word('settlement_noArea')}</td>${months.map(month => this.#cell(month.areas.find(one => one.area === code), `${code}-${month.month}`))}</tr>`)}
        <tr class="sum"><td>${word('settlement_total')}</td>${months.map(month => this.#cell(sum(month.areas), `total-${month.month}`))}</tr>
      </tbody></table></div>`;
  }

  #state(month) {
    const closed = month.closed;
    const over = month.month < this.table.now;
    return html`
      <span class="hint">${closed ? word('settlement_closed', closed.by, moment(closed.at)) : word('settlement_open')}</span>
      <a href=${`/api/settlement/${month.month}/file`} download data-testid=${`download-${month.month}`}>${word('settlement_download')}</a>
      ${!closed && over && this.mayKeepCity() ? html`
        <button data-testid=${`close-${month.month}`} @click=${() => this.#close(month.month)}>${word('settlement_close')}</button>` : ''}`;
  }

  #cell(area, id) {
    if (!area) return html`<td>–</td>`;
    return html`<td data-testid=${`days-${id}`}><strong>${word('settlement_days', area.days)}</strong> ${word('settlement_wearers', area.wearers)}
      ${area.awayDays ? html`<span class="hint">${word('settlement_away', area.awayDays)}</span>` : ''}</td>`;
  }

  #rule() {
    const {rule} = this.table;
    return html`
      <h2>${word('settlement_rule')}</h2>
      <form class="panel form" @submit=${this.#setRule}>
        <label>${word('settlement_basis')}<select name="basis">${BASES.map(one => html`
          <option value=${one} ?selected=${one === rule.basis}>${word(`settlement_basis_${one}`)}</option>`)}</select></label>
        <label>${word('settlement_hours')}<input name="hours" type="number" min="0" max="23.75" step="0.25" required .value=${String(rule.hours)}></label>
        <div class="buttons"><button ?disabled=${this.busy}>${word('office_save')}</button></div>
      </form>`;
  }

  async #load() {
    const answer = await this.ask('GET', `/api/settlement${this.until ? `?until=${this.until}` : ''}`);
    if (answer) this.table = answer;
  }

  async #close(month) {
    if (!window.confirm(word('settlement_closeSure', month))) return;
    if (await this.ask('POST', `/api/settlement/${month}/close`)) await this.#load();
  }

  async #setRule(event) {
    event.preventDefault();
    const given = new FormData(event.target);
    if (!await this.ask('PUT', '/api/settlement/rule', {basis: given.get('basis'), hours: Number(given.get('hours'))})) return;
    await this.#load();
    this.done = word('office_saved');
  }
}

const sum = areas => areas.reduce((all, one) => ({
  days: all.days + one.days, wearers: all.wearers + one.wearers, awayDays: all.awayDays + one.awayDays,
}), {days: 0, wearers: 0, awayDays: 0});

customElements.define('settlement-room', SettlementRoom);
