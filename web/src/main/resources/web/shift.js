// My shift: when I am on duty, swapping, being off, and trying whether a call would reach me.

import {LitElement, html} from 'lit';
import {request} from './api.js';
import {clock} from './time.js';
import {word} from './words.js';

/** The local time as a field for dates and times writes it. */
const field = date => new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
const moment = text => text ? new Date(text).toISOString() : undefined;

/** The room. Properties: `me`; `now`; `language`, so that it speaks anew. */
class MyShift extends LitElement {
  static properties = {
    me: {}, now: {}, language: {},
    roster: {state: true}, absences: {state: true}, swaps: {state: true},
    form: {state: true}, busy: {state: true}, said: {state: true}, problem: {state: true},
  };

  #ending = new AbortController();
  /** What the fields say first; they must not change under the hands of whoever fills them in. */
  #opened = 0;

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('practised', () => this.#look(), {signal: this.#ending.signal});
    this.#look();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#ending.abort();
  }

  render() {
    if (!this.roster) return html`<p class="hint">${this.problem ?? word('loading')}</p>`;
    const off = this.absences.find(one => Date.parse(one.from) <= this.now);
    return html`
      <section class="card" data-testid="shifts">
        <h1>${word('shiftTitle')}</h1>
        <p class="duty ${off ? 'is-off' : this.#now().length ? 'on' : ''}" data-testid="duty">
          ${off ? word('offNow') : this.#now().length ? word('onNow') : word('notNow')}</p>
        <ul class="shifts">${this.roster.shifts.map(shift => html`
          <li class=${this.#isNow(shift) ? 'current' : ''}><b>${shift.place}</b> ${word(`duty_${shift.duty}`)}<br><span>${this.#span(shift)}</span></li>`)}
        </ul>
        ${this.roster.shifts.length === 0 ? html`<p class="hint">${word('noShifts')}</p>` : ''}
        ${this.said ? html`<p class="done" role="status" data-testid="shift-said">${this.said}</p>` : ''}
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : ''}
      </section>
      ${this.#practice()}
      ${this.#off(off)}
      ${this.#swap()}`;
  }

  #practice() {
    const last = this.roster.practice;
    const seconds = last?.answeredAt ? Math.round((Date.parse(last.answeredAt) - Date.parse(last.begunAt)) / 1000) : 0;
    return html`
      <section class="card">
        <h2>${word('practiceTitle')}</h2>
        <p class="hint">${word('practiceWhy')}</p>
        <button class="primary calm" data-testid="practise" ?disabled=${this.busy} @click=${this.#practise}>${word('practise')}</button>
        ${last ? html`<p data-testid="practice-last">${clock(last.begunAt, this.now)}
          ${last.answeredAt ? word('practiceAnswered', seconds) : word('practiceOpen')}</p>` : ''}
      </section>`;
  }

  #off(off) {
    const later = this.absences.filter(one => one !== off);
    return html`
      <section class="card">
        <h2>${word('offTitle')}</h2>
        ${off ? html`
          <p>${off.until ? word('offUntil', clock(off.until, this.now)) : word('offOpen')} ${off.reason ?? ''}</p>
          <button class="primary" data-testid="come-back" ?disabled=${this.busy} @click=${() => this.#end(off)}>${word('comeBack')}</button>` : ''}
        ${later.map(one => html`<p>${this.#span(one)} ${one.reason ?? ''}
          <button ?disabled=${this.busy} @click=${() => this.#end(one)}>${word('cancelIt')}</button></p>`)}
        ${this.form === 'off' ? html`
          <form class="fields" @submit=${this.#sendOff}>
            <label>${word('from')}<input name="from" type="datetime-local" required .value=${field(new Date(this.#opened))}></label>
            <label>${word('untilOptional')}<input name="until" type="datetime-local" data-testid="off-until"></label>
            <label>${word('reason')}<input name="reason" maxlength="200"></label>
            <button class="primary" data-testid="off-send" ?disabled=${this.busy}>${word('send')}</button>
            <button type="button" @click=${() => { this.form = undefined; }}>${word('back')}</button>
          </form>` : off ? '' : html`
          <button data-testid="off" @click=${() => this.#begin('off')}>${word('askOff')}</button>`}
      </section>`;
  }

  #swap() {
    return html`
      <section class="card">
        <h2>${word('swapTitle')}</h2>
        <ul class="shifts">${this.swaps.map(one => this.#oneSwap(one))}</ul>
        ${this.form === 'swap' ? html`
          <form class="fields" @submit=${this.#sendSwap}>
            <label>${word('swapWith')}<select name="taker" required data-testid="swap-taker">${this.roster.colleagues.map(one => html`
              <option value=${one.code}>${one.name}</option>`)}</select></label>
            <label>${word('from')}<input name="from" type="datetime-local" required .value=${field(new Date(this.#opened + 3600000))}></label>
            <label>${word('until')}<input name="until" type="datetime-local" required .value=${field(new Date(this.#opened + 9 * 3600000))}></label>
            <button class="primary" data-testid="swap-send" ?disabled=${this.busy}>${word('swapAsk')}</button>
            <button type="button" @click=${() => { this.form = undefined; }}>${word('back')}</button>
          </form>` : this.roster.colleagues.length ? html`
          <button data-testid="swap" @click=${() => this.#begin('swap')}>${word('swapBegin')}</button>` : html`<p class="hint">${word('swapNobody')}</p>`}
      </section>`;
  }

  #oneSwap(one) {
    const mine = one.by === (this.me.worker ?? this.me.name);
    const name = code => code === this.roster.worker ? word('me') : this.roster.colleagues.find(who => who.code === code)?.name ?? code;
    return html`
      <li data-testid="swap-${one.id}">${word('swapLine', name(one.giver), name(one.taker))}<br><span>${this.#span(one)}</span>
        <b>${one.agreedBy ? word('swapAgreed') : word(mine ? 'swapWaits' : 'swapAsked')}</b>
        ${one.agreedBy ? '' : html`<span class="more">
          ${mine ? '' : html`<button class="primary" data-testid="swap-agree" ?disabled=${this.busy}
            @click=${() => this.#do(() => request('POST', `/api/roster/swaps/${one.id}/agree`), 'swapAgreed')}>${word('swapAgree')}</button>`}
          <button ?disabled=${this.busy} @click=${() => this.#do(() => request('DELETE', `/api/roster/swaps/${one.id}`), 'withdrawn')}>
            ${word(mine ? 'cancelIt' : 'swapRefuse')}</button></span>`}</li>`;
  }

  #begin(form) {
    this.#opened = Date.now();
    this.form = form;
  }

  #isNow({from, until}) {
    return (!from || Date.parse(from) <= this.now) && (!until || Date.parse(until) > this.now);
  }

  #now() {
    return this.roster.shifts.filter(shift => this.#isNow(shift));
  }

  #span({from, until}) {
    const begun = !from || Date.parse(from) <= this.now;
    return `${begun ? word('fromNow') : clock(from, this.now)} – ${until ? clock(until, this.now) : word('openEnd')}`;
  }

  #practise() {
    return this.#do(() => request('POST', '/api/me/practice-calls'));
  }

  #sendOff(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const body = {from: moment(form.get('from')), until: moment(form.get('until')), reason: form.get('reason').trim() || undefined};
    return this.#do(() => request('POST', '/api/roster/absences', body), 'offDone');
  }

  #sendSwap(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const body = {taker: form.get('taker'), from: moment(form.get('from')), until: moment(form.get('until'))};
    return this.#do(() => request('POST', '/api/roster/swaps', body), 'swapSent');
  }

  #end(absence) {
    return this.#do(() => request('DELETE', `/api/roster/absences/${absence.id}`), 'backDone');
  }

  async #do(work, done) {
    this.busy = true;
    this.said = undefined;
    this.problem = undefined;
    try {
      await work();
      this.form = undefined;
      this.said = done ? word(done) : undefined;
      await this.#look();
    } catch (error) {
      this.problem = error.status === 0 ? word('noNetwork') : error.status === 429 ? word('practiceSoon')
        : error.status === 409 ? word('shiftRefused') : word('serverTrouble');
    }
    this.busy = false;
  }

  async #look() {
    try {
      const [roster, {absences}, {swaps}] = await Promise.all(
        ['/api/me/shifts', '/api/roster/absences', '/api/roster/swaps'].map(path => request('GET', path)));
      [this.roster, this.absences, this.swaps] = [roster, absences.filter(one => one.worker === roster.worker), swaps];
    } catch (error) {
      this.problem = word(error.status === 0 ? 'peopleOffline' : 'serverTrouble');
    }
  }
}

customElements.define('my-shift', MyShift);
