// The room of the roster: a week of each grid, who is on duty when, and when nobody is.

import {html} from 'lit';
import {language, word} from '../words.js';
import {OfficeRoom} from './office.js';
import './roster.words.js';
import './roster.shifts.js';
import './roster.changes.js';

const DAY = 86400000;

class RosterRoom extends OfficeRoom {
  static properties = {week: {state: true}, day: {state: true}, workers: {state: true}, grid: {state: true}};

  firstUpdated() {
    this.#load();
  }

  render() {
    const {week} = this;
    if (!week) return html`<h1>${word('room_roster')}</h1>${this.news()}`;
    const gaps = week.grids.reduce((count, grid) => count + grid.gaps.length, 0);
    return html`
      <h1>${word('room_roster')} <span class="hint">${week.monday}</span></h1>
      <div class="buttons">
        <button data-testid="week-before" @click=${() => this.#go(-7)}>${word('roster_before')}</button>
        <button @click=${() => { this.day = undefined; this.#load(); }}>${word('roster_thisWeek')}</button>
        <button data-testid="week-after" @click=${() => this.#go(7)}>${word('roster_after')}</button>
      </div>
      ${this.news()}
      <p class=${gaps ? 'problem' : 'done'} data-testid="roster-gaps">${gaps ? word('roster_gaps', gaps) : word('roster_noGaps')}</p>
      ${this.#calendar()}
      <roster-shifts .me=${this.me} .language=${this.language} .grids=${week.grids} .workers=${this.workers ?? []} .grid=${this.grid}
        @planned=${() => this.#load()}></roster-shifts>
      <roster-changes .me=${this.me} .language=${this.language} .workers=${this.workers ?? []} @planned=${() => this.#load()}></roster-changes>`;
  }

  #calendar() {
    const {week} = this;
    const begin = Date.parse(week.from);
    const days = [0, 1, 2, 3, 4, 5, 6].map(at => ({from: begin + at * DAY, until: begin + (at + 1) * DAY}));
    const name = day => new Date(day.from).toLocaleDateString(language() === 'zh' ? 'zh-CN' : 'en-GB',
      {timeZone: week.zone, weekday: 'short', month: 'numeric', day: 'numeric'});
    const key = day => new Date(day.from).toLocaleDateString('sv-SE', {timeZone: week.zone});
    return html`<div class="wideTable" tabindex="0" role="region" aria-label=${word('room_roster')}><table class="calendar" data-testid="calendar">
      <thead><tr><th>${word('office_grid')}</th>${days.map(day => html`
        <th>${name(day)}<br>${week.holidays.filter(one => one.day === key(day)).map(one => html`<span class="holiday">${one.name}</span>`)}</th>`)}</tr></thead>
      <tbody>${week.grids.map(grid => html`
        <tr><th scope="row"><button class="link" @click=${() => { this.grid = grid.grid; }}>${grid.name}</button></th>${days.map(day => html`
          <td>${inside(grid.gaps, day).map(gap => html`<span class="gap" data-testid="gap">${word('roster_gap')} ${this.#hours(gap, day)}</span>`)}
            ${inside(grid.duties, day).map(duty => html`<span class=${duty.duty}>${duty.name} ${this.#hours(duty, day)}
              ${duty.duty === 'backup' ? word('roster_backup') : ''}</span>`)}</td>`)}
        </tr>`)}
      </tbody></table></div>`;
  }

  #hours(time, day) {
    const text = at => new Date(at).toLocaleTimeString('en-GB', {timeZone: this.week.zone, hour: '2-digit', minute: '2-digit'});
    const from = Math.max(Date.parse(time.from), day.from);
    const until = Math.min(Date.parse(time.until), day.until);
    return until - from >= DAY ? '24 h' : `${text(from)}–${until === day.until ? '24:00' : text(until)}`;
  }

  #go(days) {
    this.day = new Date(Date.parse(this.week.monday) + days * DAY).toISOString().slice(0, 10);
    this.#load();
  }

  async #load() {
    const week = await this.ask('GET', `/api/roster/week${this.day ? `?from=${this.day}` : ''}`);
    if (!week) return;
    this.week = week;
    this.grid ??= week.grids[0]?.grid;
    this.workers ??= (await this.ask('GET', '/api/roster/workers'))?.workers;
  }
}

const inside = (times, day) => times.filter(one => Date.parse(one.from) < day.until && Date.parse(one.until) > day.from);

customElements.define('roster-room', RosterRoom);
