// Pulse and pressure of a day, a week or a month.

import {LitElement, html} from 'lit';
import {request} from '../api.js';
import {word} from '../words.js';
import {pressureChart, pulseChart, withHoles} from './charts.js';
import './wearer.words.js';

const DAY = 86400000;
export const SPANS = {day: DAY, week: 7 * DAY, month: 30 * DAY};
/** Readings of more than this are too many for the eyes of anybody; hours are as good. */
const BY_READING = 2 * DAY;

/** Properties: `wearer`, an id; `span`, of SPANS; `to`, milliseconds; `language`. Fires `failed` with the error, `alerts` with those of the time. */
class VitalCharts extends LitElement {
  static properties = {wearer: {}, span: {}, to: {}, language: {}, empty: {state: true}, baseline: {state: true}};

  #charts = [];
  #wanted = '';
  #sizes;

  createRenderRoot() {
    return this;
  }

  render() {
    return html`
      ${this.empty ? html`<p class="hint" data-testid="no-data">${word('wearer_noData')}</p>` : ''}
      ${this.baseline === false ? html`<p class="hint">${word('wearer_noBaseline')}</p>` : ''}
      <h3>${word('wearer_pulse')}</h3><div class="chart pulse" data-testid="chart-pulse" role="img" aria-label=${word('wearer_pulse')}></div>
      <h3>${word('wearer_pressure')}</h3><div class="chart pressure" data-testid="chart-pressure" role="img" aria-label=${word('wearer_pressure')}></div>`;
  }

  updated() {
    const wanted = `${this.wearer} ${this.span} ${this.to} ${this.language}`;
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#load(wanted);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#sizes?.disconnect();
    this.#charts.forEach(chart => chart.destroy());
  }

  async #load(wanted) {
    const from = new Date(this.to - SPANS[this.span]).toISOString();
    const to = new Date(this.to).toISOString();
    const within = `from=${from}&to=${to}`;
    const byTheHour = SPANS[this.span] > BY_READING;
    try {
      const [vitals, usual, {alerts}] = await Promise.all([
        request('GET', `/api/wearers/${this.wearer}/vitals?${within}&shape=columns${byTheHour ? '&resolution=hour' : ''}`),
        request('GET', `/api/wearers/${this.wearer}/usual`),
        request('GET', `/api/wearers/${this.wearer}/alerts?${within}`),
      ]);
      if (wanted !== this.#wanted) return;
      this.dispatchEvent(new CustomEvent('alerts', {detail: alerts}));
      this.#draw(vitals, usual, alerts);
    } catch (error) {
      this.dispatchEvent(new CustomEvent('failed', {detail: error}));
    }
  }

  #draw(vitals, usual, alerts) {
    const began = performance.now();
    const byTheHour = vitals.resolution === 'hour';
    const {columns} = vitals;
    this.empty = columns.at.length === 0;
    this.baseline = Boolean(usual.pulse);
    this.#charts.forEach(chart => chart.destroy());
    this.dataset.points = String(columns.at.length);
    const inked = new Set();
    const about = {
      from: (this.to - SPANS[this.span]) / 1000, to: this.to / 1000, alerts, usual, byTheHour,
      drawn: chart => {
        // From the data to the ink of both, once.
        if (inked.size < 2 && inked.add(chart).size === 2) this.dataset.drawnMs = (performance.now() - began).toFixed(1);
      },
    };
    const pulse = this.querySelector('.pulse');
    const pressure = this.querySelector('.pressure');
    this.#charts = [
      pulseChart(pulse, withHoles(columns, byTheHour ? 2 * 3600 : 900), about),
      pressureChart(pressure, columns, about),
    ];
    this.#sizes ??= new ResizeObserver(() => this.#charts.forEach(chart => chart.setSize({width: Math.max(320, pulse.clientWidth), height: chart.height})));
    this.#sizes.observe(pulse);
  }
}

customElements.define('vital-charts', VitalCharts);
