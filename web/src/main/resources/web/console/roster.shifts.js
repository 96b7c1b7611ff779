// The shifts of one grid: planned, altered, ended by form. Fires `planned` after each change.

import {html} from 'lit';
import {word} from '../words.js';
import {OfficeRoom, moment} from './office.js';

class RosterShifts extends OfficeRoom {
  static properties = {grids: {}, workers: {}, grid: {}, shifts: {state: true}, altered: {state: true}};

  willUpdate(changed) {
    if (changed.has('grid') && this.grid) this.#load();
  }

  render() {
    const {altered} = this;
    return html`
      <h2>${word('roster_plan')}</h2>
      <form class="panel form" data-testid="shift-form" @submit=${this.#put}>
        <label>${word('office_grid')}<select name="grid" data-testid="shift-grid" @change=${event => { this.grid = event.target.value; }}>
          ${this.grids.map(one => html`<option value=${one.grid} ?selected=${one.grid === this.grid}>${one.name}</option>`)}</select></label>
        <label>${word('roster_worker')}<select name="worker" data-testid="shift-worker">
          ${this.workers.map(one => html`<option value=${one.code} ?selected=${one.code === altered?.worker}>${one.name}（${one.code}）</option>`)}</select></label>
        <label>${word('roster_duty')}<select name="duty" data-testid="shift-duty">
          ${['primary', 'backup'].map(one => html`<option value=${one} ?selected=${one === altered?.duty}>${word(`roster_${one}`)}</option>`)}</select></label>
        <label>${word('office_from')}<input type="datetime-local" name="from" data-testid="shift-from" required .value=${local(altered?.from)}></label>
        <label>${word('office_until')}<input type="datetime-local" name="until" data-testid="shift-until" .value=${local(altered?.until)}>
          <span class="hint">${word('roster_untilHint')}</span></label>
        <div class="buttons">
          <button class="primary" data-testid="shift-save" ?disabled=${this.busy}>${word(altered ? 'roster_alter' : 'office_save')}</button>
          ${altered ? html`<button type="button" @click=${() => { this.altered = undefined; }}>${word('office_cancel')}</button>` : ''}
        </div>
      </form>
      ${this.news()}
      <h3>${word('roster_shifts', this.grids.find(one => one.grid === this.grid)?.name ?? '')}</h3>
      ${this.shifts?.length ? html`<ul class="rows" data-testid="shifts">${this.shifts.map(shift => html`
        <li>${shift.name} · ${word(`roster_${shift.duty}`)} · ${moment(shift.from)} – ${shift.until ? moment(shift.until) : word('roster_further')}
          <button @click=${() => { this.altered = shift; }}>${word('roster_alter')}</button>
          <button class="danger" data-testid=${`shift-end-${shift.id}`} @click=${() => this.#end(shift)}>${word('roster_end')}</button></li>`)}</ul>`
        : html`<p class="hint">${word('office_none')}</p>`}`;
  }

  async #load() {
    this.shifts = (await this.ask('GET', `/api/roster/shifts?grid=${encodeURIComponent(this.grid)}`))?.shifts;
  }

  async #put(event) {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.target));
    const shift = {...given, from: new Date(given.from).toISOString(), until: given.until ? new Date(given.until).toISOString() : null};
    const path = this.altered ? `/api/roster/shifts/${this.altered.id}` : '/api/roster/shifts';
    if (await this.ask(this.altered ? 'PUT' : 'POST', path, shift)) await this.#changed(word('office_saved'));
  }

  async #end(shift) {
    if (await this.ask('DELETE', `/api/roster/shifts/${shift.id}`)) await this.#changed(word('office_saved'));
  }

  async #changed(done) {
    this.altered = undefined;
    await this.#load();
    this.done = done;
    this.dispatchEvent(new CustomEvent('planned'));
  }
}

/** As the browser's field takes it: this computer's time. */
function local(iso) {
  if (!iso) return '';
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

customElements.define('roster-shifts', RosterShifts);
