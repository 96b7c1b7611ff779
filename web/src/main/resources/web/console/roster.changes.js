// What changes a roster from day to day: who is off, who does whose shifts. Fires `planned` after each change.

import {html} from 'lit';
import {word} from '../words.js';
import {OfficeRoom, moment} from './office.js';

class RosterChanges extends OfficeRoom {
  static properties = {workers: {}, absences: {state: true}, swaps: {state: true}};

  firstUpdated() {
    this.#load();
  }

  render() {
    return html`
      ${this.news()}
      <h2>${word('roster_absences')}</h2>
      <form class="panel form" data-testid="absence-form" @submit=${this.#off}>
        <label>${word('roster_worker')}${this.#workers('worker')}</label>
        <label>${word('office_from')}<input type="datetime-local" name="from" required></label>
        <label>${word('office_until')}<input type="datetime-local" name="until"><span class="hint">${word('roster_untilHint')}</span></label>
        <label>${word('roster_reason')}<input name="reason" maxlength="500"></label>
        <div class="buttons"><button ?disabled=${this.busy}>${word('office_add')}</button></div>
      </form>
      ${this.absences?.length ? html`<ul class="rows">${this.absences.map(one => html`
        <li>${one.name} · ${moment(one.from)} – ${one.until ? moment(one.until) : word('roster_further')} ${one.reason ?? ''}
          <button @click=${() => this.#change('DELETE', `/api/roster/absences/${one.id}`)}>${word('roster_back')}</button></li>`)}</ul>`
        : html`<p class="hint">${word('office_none')}</p>`}
      <h2>${word('roster_swaps')}</h2>
      <form class="panel form" data-testid="swap-form" @submit=${this.#swap}>
        <label>${word('roster_giver')}${this.#workers('giver')}</label>
        <label>${word('roster_taker')}${this.#workers('taker')}</label>
        <label>${word('office_from')}<input type="datetime-local" name="from" required></label>
        <label>${word('office_until')}<input type="datetime-local" name="until" required></label>
        <div class="buttons"><button ?disabled=${this.busy}>${word('office_add')}</button></div>
      </form>
      ${this.swaps?.length ? html`<ul class="rows">${this.swaps.map(one => html`
        <li>${word('roster_swap', this.#nameOf(one.giver), this.#nameOf(one.taker))} · ${moment(one.from)} – ${moment(one.until)}
          ${one.agreedBy ? '' : html`${word('roster_notAgreed')}
            <button @click=${() => this.#change('POST', `/api/roster/swaps/${one.id}/agree`)}>${word('roster_agree')}</button>`}
          <button class="danger" @click=${() => this.#change('DELETE', `/api/roster/swaps/${one.id}`)}>${word('roster_withdraw')}</button></li>`)}</ul>`
        : html`<p class="hint">${word('office_none')}</p>`}`;
  }

  #workers(name) {
    return html`<select name=${name}>${this.workers.map(one => html`<option value=${one.code}>${one.name}（${one.code}）</option>`)}</select>`;
  }

  #nameOf(code) {
    return this.workers.find(one => one.code === code)?.name ?? code;
  }

  async #load() {
    this.absences = (await this.ask('GET', '/api/roster/absences'))?.absences;
    this.swaps = (await this.ask('GET', '/api/roster/swaps'))?.swaps;
  }

  #off(event) {
    event.preventDefault();
    const {worker, from, until, reason} = Object.fromEntries(new FormData(event.target));
    this.#change('POST', '/api/roster/absences', {worker, from: iso(from), until: iso(until), reason: reason || null});
  }

  #swap(event) {
    event.preventDefault();
    const {giver, taker, from, until} = Object.fromEntries(new FormData(event.target));
    this.#change('POST', '/api/roster/swaps', {giver, taker, from: iso(from), until: iso(until)});
  }

  async #change(method, path, body) {
    if (!await this.ask(method, path, body)) return;
    await this.#load();
    this.done = word('office_saved');
    this.dispatchEvent(new CustomEvent('planned'));
  }
}

const iso = local => local ? new Date(local).toISOString() : null;

customElements.define('roster-changes', RosterChanges);
