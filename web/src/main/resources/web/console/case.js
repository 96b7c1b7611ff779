// A case that is open beside the board: what happened, who was called, who it is about; and what can be decided.

import {LitElement, html} from 'lit';
import {request} from '../api.js';
import {clock} from '../time.js';
import {word} from '../words.js';
import {said} from './reasons.js';
import './board.words.js';
import './case.words.js';

const OUTCOMES = ['helped', 'hospital', 'non_urgent', 'asked', 'mistake', 'device_fault', 'test', 'nobody_there', 'called_off'];
const WAITS = ['raised', 'dispatched', 'cancelled'];
const WRITES = ['comment', 'supervise', 'callback', 'resolve', 'reassign', 'takeover'];

/**
 * Properties: `caseId`; `alert`, as the board has it; `me`; `ask`, {what}, a move that was begun on the board; `now`; `language`. Fires
 * `moved` with the alert after a move, `shut`, and `session-over`.
 */
class CaseFile extends LitElement {
  static properties = {
    caseId: {}, alert: {}, me: {}, ask: {}, now: {}, language: {},
    file: {state: true}, asking: {state: true}, workers: {state: true}, problem: {state: true}, busy: {state: true},
  };

  #loaded = '';

  createRenderRoot() {
    return this;
  }

  willUpdate(changed) {
    if (changed.has('caseId') && changed.get('caseId') !== undefined) {
      this.file = undefined;
      this.asking = undefined;
    }
    if (changed.has('ask') && this.ask) this.#begin(this.ask.what);
  }

  updated(changed) {
    const wanted = `${this.caseId} ${this.alert?.version ?? ''}`;
    if (this.#loaded !== wanted) {
      this.#loaded = wanted;
      this.#load();
    }
    if (changed.has('asking') && this.asking) this.querySelector('.question textarea, .question select')?.focus();
  }

  render() {
    const alert = this.#newest();
    return html`
      <section class="drawer" role="dialog" aria-label=${word('case_title', this.caseId)} data-testid="case" @keydown=${event => { if (event.key === 'Escape') this.#shut(); }}>
        <header>
          <h2>${word('case_title', this.caseId)} ${alert ? word(`kind_${alert.kind}`) : ''}</h2>
          <button data-testid="case-shut" aria-label=${word('board_close')} @click=${this.#shut}>✕</button>
        </header>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : ''}
        ${alert ? this.#body(alert) : html`<p class="hint">${word('loading')}</p>`}
      </section>`;
  }

  #newest() {
    const read = this.file?.alert;
    return this.alert && (!read || this.alert.version >= read.version) ? this.alert : read;
  }

  #body(alert) {
    return html`
      <p class="state"><b>${word(`state_${alert.state}`)}</b> ${alert.acknowledgedBy ?? ''} ${alert.outcome ? word(`outcome_${alert.outcome}`) : ''}</p>
      ${this.asking ? this.#question(alert) : this.#moves(alert)}
      ${this.#person(alert)}
      ${this.file ? html`
        <h3>${word('case_told')}</h3>
        <table class="told" data-testid="told"><tbody>${this.file.told.map(one => html`
          <tr><td>${one.worker.replace(/^band /, '')}</td><td>${word(`board_by_${one.channel}`)}</td><td class=${one.state}>${word(`board_told_${one.state}`)} ${one.because ? word(`because_${one.because}`) : ''}</td></tr>`)}</tbody></table>
        <h3>${word('case_events')}</h3>
        <ol class="events" data-testid="events">${this.file.events.toReversed().map(event)}</ol>` : html`<p class="hint">${word('loading')}</p>`}`;
  }

  #moves(alert) {
    const {state} = alert;
    const waits = WAITS.includes(state);
    const goes = state === 'acknowledged';
    const there = state === 'on_scene';
    const over = state === 'resolved';
    const closed = state === 'closed';
    const can = {
      takeover: (waits || goes) && !alert.mine,
      reassign: waits || goes,
      supervise: goes || there,
      backup: !over && !closed,
      arrive: goes,
      resolve: goes || there,
      callback: over,
      close: over,
      comment: !closed,
    };
    return html`<div class="moves">${Object.entries(can).filter(([, allowed]) => allowed).map(([move]) => html`
      <button data-testid="case-${move}" ?disabled=${this.busy} class=${move === 'takeover' || move === 'close' ? 'primary' : ''}
        @click=${() => WRITES.includes(move) ? this.#begin(move) : this.#send(move, {})}>${word(label(move))}</button>`)}</div>`;
  }

  #question(alert) {
    const what = this.asking;
    return html`
      <form class="question" data-testid="question" @submit=${event => this.#answer(event, alert)}>
        <h3>${word(label(what))}</h3>
        ${what === 'reassign' ? html`
          <label>${word('case_reassignTo')}
            <select name="worker" data-testid="worker" required>
              <option value=""></option>
              ${(this.workers ?? []).map(worker => html`
                <option value=${worker.id}>${worker.name} ${worker.onDuty ? word('case_onDuty', worker.onDuty) : worker.area ?? ''} ${worker.app ? '' : word('case_noApp')}</option>`)}
            </select></label>` : ''}
        ${what === 'resolve' ? html`
          <label>${word('case_outcome')}
            <select name="outcome" data-testid="outcome" required>${OUTCOMES.map(one => html`<option value=${one}>${word(`outcome_${one}`)}</option>`)}</select></label>` : ''}
        <label>${['comment', 'supervise', 'callback'].includes(what) ? word(what === 'supervise' ? 'superviseNote' : what === 'callback' ? 'callbackNote' : 'case_note') : word('case_why')}
          <textarea name="note" data-testid="note" rows="3" maxlength="500" ?required=${['comment', 'supervise', 'callback'].includes(what)}></textarea></label>
        <div class="moves">
          <button class="primary" data-testid="question-send" ?disabled=${this.busy}>${word('case_send')}</button>
          <button type="button" @click=${() => { this.asking = undefined; }}>${word('case_cancel')}</button>
        </div>
      </form>`;
  }

  #person(alert) {
    const wearer = this.file?.wearer;
    if (!wearer) return this.file && alert.wearerId ? html`<p class="hint">${word('case_noPerson')}</p>` : '';
    const {heartRate, bloodPressure} = wearer.latest;
    const facts = [
      wearer.age == null ? '' : word('years', wearer.age),
      wearer.sex ? word(`sex_${wearer.sex}`) : '',
      word(`risk_${wearer.risk}`),
    ].filter(Boolean).join(' · ');
    return html`
      <section class="who-it-is">
        <h3>${wearer.name} <small>${facts}</small> <a href="#wearer/${wearer.id}" data-testid="to-wearer">${word('case_wearer')}</a></h3>
        <p>${wearer.address ?? ''}</p>
        <dl>
          ${fact('callWearer', wearer.phone)}${fact('access', wearer.accessNote)}${fact('medical', wearer.medicalNote)}
          ${fact('heartRate', heartRate && `${heartRate.bpm} bpm · ${clock(heartRate.at)}`)}
          ${fact('bloodPressure', bloodPressure && `${bloodPressure.systolic}/${bloodPressure.diastolic} mmHg · ${clock(bloodPressure.at)}`)}
          ${wearer.contacts.map(one => html`<div><dt>${one.relation ?? ''} ${one.name}</dt><dd>${one.phone} ${one.keyHolder ? word('keyHolder') : ''}</dd></div>`)}
        </dl>
      </section>`;
  }

  #begin(what) {
    if (!WRITES.includes(what)) return;
    this.asking = what;
    this.problem = undefined;
    if (what === 'reassign') this.#loadWorkers();
  }

  #answer(submitted, alert) {
    submitted.preventDefault();
    const form = new FormData(submitted.target);
    const note = form.get('note')?.trim() || undefined;
    const body = {note};
    if (this.asking === 'reassign') body.worker = Number(form.get('worker'));
    if (this.asking === 'resolve') body.outcome = form.get('outcome');
    this.#send(this.asking, body, alert);
  }

  async #send(move, body) {
    this.busy = true;
    this.problem = undefined;
    try {
      const moved = await request('POST', `/api/alerts/${this.caseId}/${move}`, body);
      this.asking = undefined;
      this.dispatchEvent(new CustomEvent('moved', {detail: moved}));
      this.#load();
    } catch (error) {
      this.#failed(error);
    } finally {
      this.busy = false;
    }
  }

  async #load() {
    const id = this.caseId;
    try {
      const file = await request('GET', `/api/alerts/${id}`);
      if (id === this.caseId) this.file = file;
    } catch (error) {
      if (error.status === 404) this.problem = word('case_gone');
      else this.#failed(error);
    }
  }

  async #loadWorkers() {
    try {
      this.workers = (await request('GET', `/api/workers?alert=${this.caseId}`)).workers;
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error) {
    if (error.status === 401) this.dispatchEvent(new CustomEvent('session-over', {bubbles: true}));
    else this.problem = word('case_notSent', said(error.message));
  }

  #shut = () => this.dispatchEvent(new CustomEvent('shut'));
}

const label = move => ['takeover', 'reassign', 'comment'].includes(move) ? `board_${move}` : `case_${move}`;

const fact = (key, value) => value ? html`<div><dt>${word(key)}</dt><dd>${value}</dd></div>` : '';

function event({at, kind, actor, detail}) {
  const said = detail.note ?? detail.reason ?? (detail.outcome ? word(`outcome_${detail.outcome}`) : '');
  const change = detail.to ? `${detail.from ?? ''} → ${detail.to}` : '';
  const by = detail.channel ? word(`board_by_${detail.channel}`) : '';
  return html`
    <li><time datetime=${at}>${new Date(at).toLocaleTimeString('zh-CN', {hour12: false})}</time>
      <span><b>${word(`event_${kind}`)}</b> ${actor === 'kanhu' ? '' : actor} ${change} ${by} ${detail.place ?? ''} ${said}</span></li>`;
}

customElements.define('case-file', CaseFile);
