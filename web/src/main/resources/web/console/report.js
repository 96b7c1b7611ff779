// A week of one wearer on one sheet of paper, in plain words.

import {LitElement, html, svg} from 'lit';
import {request} from '../api.js';
import {clock} from '../time.js';
import {word} from '../words.js';
import {isoWeek} from './wearer.js';
import {said} from './reasons.js';
import './care.words.js';
import './report.words.js';

const WIDTH = 640;
const HEIGHT = 170;
const LEFT = 40;
const TOP = 14;
const LEAST = 40;
const MOST = 190;

/** Properties: `rest`, of which the first is the wearer's id and the second the week; `language`. Fires `session-over`. */
class WeeklyReport extends LitElement {
  static properties = {rest: {}, language: {}, report: {state: true}, problem: {state: true}};

  #loaded;

  createRenderRoot() {
    return this;
  }

  updated() {
    const wanted = this.rest?.join('/');
    if (wanted === this.#loaded) return;
    this.#loaded = wanted;
    this.#load();
  }

  render() {
    if (this.problem) return html`<p class="problem" role="alert">${this.problem}</p>`;
    const {report} = this;
    if (!report) return html`<p class="hint">${word('loading')}</p>`;
    const facts = [report.age == null ? '' : word('years', report.age), report.grid].filter(Boolean).join(' · ');
    return html`
      <nav class="no-print search" aria-label=${word('room_report')}>
        <a href="#wearer/${this.rest[0]}">← ${report.name}</a>
        <a href="#report/${this.rest[0]}/${this.#other(-7)}">${word('report_earlier')}</a>
        <a href="#report/${this.rest[0]}/${this.#other(7)}">${word('report_later')}</a>
        <button class="primary" data-testid="print" @click=${() => print()}>${word('report_print')}</button>
      </nav>
      <article class="sheet" data-testid="report">
        <header><h1>${word('report_title', report.name)}</h1><p>${facts}</p><p>${word('report_week', report.from, report.to)}（${report.week}）</p></header>
        ${chart(report)}
        <div class="paragraphs">
          <section><h2>${word('report_pulse')}</h2><p>${this.#pulse(report)}</p></section>
          <section><h2>${word('report_pressure')}</h2><p>${this.#pressure(report)}</p></section>
          <section><h2>${word('report_wearing')}</h2><p>${this.#wearing(report)}</p></section>
          <section><h2>${word('report_steps')}</h2><p>${report.figures.steps == null ? word('report_noSteps') : word('report_stepsIs', report.figures.steps)}</p></section>
        </div>
        ${this.#days(report)}
        <div class="paragraphs">
          <section><h2>${word('report_alerts')}</h2>${report.alerts.length === 0 ? html`<p>${word('report_noAlerts')}</p>` : html`
            <ul>${report.alerts.map(one => html`<li>${clock(one.at)} ${word(`kind_${one.kind}`)} ${one.outcome ? word(`outcome_${one.outcome}`) : word(`state_${one.state}`)}</li>`)}</ul>`}</section>
          <section><h2>${word('report_visits')}</h2>${report.visits.length === 0 ? html`<p>${word('report_noVisits')}</p>` : html`
            <ul>${report.visits.map(one => html`<li>${clock(one.at)} ${one.by} ${word(`care_${one.way}`)} ${one.note ?? ''}</li>`)}</ul>`}</section>
        </div>
        <footer><p>${word('report_foot')}</p><p>${word('report_made', new Date().toLocaleDateString('zh-CN'))}</p></footer>
      </article>`;
  }

  #pulse({figures, before}) {
    if (figures.pulse == null) return word('report_noPulse');
    const change = before.night == null || figures.night == null ? '' : figures.night - before.night;
    const than = change === '' ? '' : Math.abs(change) < 3 ? word('report_same') : word(change > 0 ? 'report_more' : 'report_less', Math.abs(change));
    return `${word('report_pulseIs', figures.pulse, figures.pulse_min, figures.pulse_max, figures.night ?? '–')}${than}`;
  }

  #pressure({figures}) {
    if (figures.systolic == null) return word('report_noPressure');
    const high = figures.systolic >= 135 || figures.diastolic >= 85;
    return `${word('report_pressureIs', figures.systolic, figures.diastolic, figures.pressures, figures.systolic_max)}${word(high ? 'report_high' : 'report_fine')}`;
  }

  #wearing({figures}) {
    const is = figures.worn == null ? word('report_hours', figures.hours) : word('report_wornIs', figures.hours, figures.worn);
    return figures.hours < 120 || (figures.worn ?? 100) < 80 ? `${is}${word('report_wearMore')}` : is;
  }

  #days(report) {
    if (report.days.length === 0) return '';
    return html`<h2>${word('report_daily')}</h2>
      <table><thead><tr><th scope="col">${word('report_day')}</th><th scope="col">${word('report_pulse')}</th><th scope="col">${word('report_range')}</th>
        <th scope="col">${word('report_pressure')}</th><th scope="col">${word('report_steps')}</th></tr></thead>
      <tbody>${report.days.map(one => html`<tr><td>${weekday(one.day)}</td><td class="number">${one.pulse ?? '–'}</td><td class="number">${one.pulse_min == null ? '–' : `${one.pulse_min}–${one.pulse_max}`}</td>
        <td class="number">${one.systolic == null ? '–' : `${one.systolic}/${one.diastolic}`}</td><td class="number">${one.steps ?? '–'}</td></tr>`)}</tbody></table>`;
  }

  #other(days) {
    const monday = new Date(`${this.report.from}T12:00:00`);
    monday.setDate(monday.getDate() + days);
    return isoWeek(monday);
  }

  async #load() {
    this.report = this.problem = undefined;
    const [id, week] = this.rest ?? [];
    try {
      this.report = await request('GET', `/api/wearers/${id}/reports/${week ?? isoWeek(new Date())}`);
    } catch (error) {
      if (error.status === 401) this.dispatchEvent(new CustomEvent('session-over', {bubbles: true}));
      else this.problem = word('wearer_failed', said(error.message));
    }
  }
}

function weekday(day) {
  return new Date(`${day}T12:00:00`).toLocaleDateString('zh-CN', {month: 'numeric', day: 'numeric', weekday: 'short'});
}

/** Drawn as vectors, so that it prints sharp. */
function chart({from, days}) {
  const monday = Date.parse(`${from}T12:00:00Z`);
  const x = day => LEFT + 20 + (Date.parse(`${day}T12:00:00Z`) - monday) / 86400000 * (WIDTH - LEFT - 70) / 6;
  const y = value => TOP + (MOST - value) / (MOST - LEAST) * HEIGHT;
  const line = (name, className) => {
    const points = days.filter(one => one[name] != null).map(one => `${x(one.day)},${y(one[name])}`);
    return svg`<polyline class=${className} points=${points.join(' ')}></polyline>${points.map(point => svg`<circle class=${className} cx=${point.split(',')[0]} cy=${point.split(',')[1]} r="3.5"></circle>`)}`;
  };
  const names = Array.from({length: 7}, (nothing, at) => new Date(monday + at * 86400000).toISOString().slice(0, 10));
  return html`
    <figure><svg viewBox="0 0 ${WIDTH} ${HEIGHT + 44}" role="img" aria-label=${word('report_chart')}>
      ${[60, 90, 120, 150, 180].map(value => svg`<line class="rule" x1=${LEFT} x2=${WIDTH} y1=${y(value)} y2=${y(value)}></line><text x="4" y=${y(value) + 4}>${value}</text>`)}
      <line class="limit" x1=${LEFT} x2=${WIDTH} y1=${y(135)} y2=${y(135)}></line>
      ${line('systolic', 'systolic')}${line('diastolic', 'diastolic')}${line('pulse', 'pulse')}
      ${names.map(day => svg`<text class="day" x=${x(day)} y=${HEIGHT + 34}>${weekday(day)}</text>`)}
    </svg>
    <figcaption><span class="key systolic">${word('wearer_systolic')}</span> <span class="key diastolic">${word('wearer_diastolic')}</span> <span class="key pulse">${word('report_pulse')}</span></figcaption></figure>`;
}

customElements.define('weekly-report', WeeklyReport);
