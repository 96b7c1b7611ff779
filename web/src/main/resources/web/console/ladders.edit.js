// Writes a new version of a ladder. Fires `saved` with what holds now, `left` when nothing is to change.

import {html} from 'lit';
import {word} from '../words.js';
import {OfficeRoom} from './office.js';

const WHOM = ['on_duty', 'backup', 'community_supervisor', 'street_supervisor', 'county_supervisor', 'city_supervisor',
  'community_desk', 'street_desk', 'county_desk', 'city_desk', 'family'];
const BY = ['app', 'push', 'sms', 'voice', 'wecom', 'wecom_group', 'dingtalk_group', 'ntfy'];

class LadderEdit extends OfficeRoom {
  static properties = {ladder: {}, areas: {}, draft: {state: true}};

  willUpdate(changed) {
    if (changed.has('ladder')) this.draft = structuredClone(this.ladder);
  }

  render() {
    const {draft} = this;
    return html`
      <form class="panel form" data-testid="ladder-form" @submit=${this.#save}>
        ${this.ladder.version ? '' : html`
          <label>${word('office_area')}<select @change=${event => { draft.area = event.target.value; }}>
            ${this.areas.map(one => html`<option value=${one.code} ?selected=${one.code === draft.area}>${one.name}</option>`)}</select></label>`}
        ${draft.rungs.map((rung, at) => this.#rung(rung, at))}
        <div class="wide"><button type="button" @click=${() => this.#change(() => draft.rungs.push(
          {afterSeconds: (draft.rungs.at(-1)?.afterSeconds ?? 0) + 60, unless: 'answered', pages: [{whom: 'on_duty', by: 'app'}]}))}>${word('ladders_addStep')}</button></div>
        <label>${word('ladders_repeat')}<input type="number" min="1" max="86400" required .value=${String(draft.repeatSeconds)}
          @input=${event => { draft.repeatSeconds = Number(event.target.value); }}></label>
        <label>${word('ladders_silent')}<input type="number" min="1" max="86400" required .value=${String(draft.silentSeconds)}
          @input=${event => { draft.silentSeconds = Number(event.target.value); }}></label>
        ${this.news()}
        <div class="buttons wide">
          <button class="primary" data-testid="ladder-save" ?disabled=${this.busy}>${word('office_save')}</button>
          <button type="button" @click=${() => this.dispatchEvent(new CustomEvent('left'))}>${word('office_cancel')}</button>
        </div>
      </form>`;
  }

  #rung(rung, at) {
    const rungs = this.draft.rungs;
    return html`
      <fieldset class="wide">
        <legend>${word('ladders_step', at + 1)}</legend>
        <div class="form">
          <label>${word('ladders_after')}<input type="number" min="0" max="86400" required data-testid=${`rung-after-${at}`} .value=${String(rung.afterSeconds)}
            @input=${event => { rung.afterSeconds = Number(event.target.value); }}></label>
          <label>${word('ladders_unless')}${this.#select(rung, 'unless', ['answered', 'received'], one => word(`ladders_unless_${one}`))}</label>
        </div>
        ${rung.pages.map((page, nth) => html`
          <div class="form">
            <label>${word('ladders_whom')}${this.#select(page, 'whom', WHOM, one => word(`ladders_whom_${one}`))}</label>
            <label>${word('ladders_by')}${this.#select(page, 'by', BY, one => word(one === 'app' ? 'ladders_by_app' : `channel_${one}`))}</label>
            <div class="buttons"><button type="button" @click=${() => this.#change(() => rung.pages.splice(nth, 1))}>${word('office_remove')}</button></div>
          </div>`)}
        <div class="buttons">
          <button type="button" @click=${() => this.#change(() => rung.pages.push({whom: 'backup', by: 'app'}))}>${word('ladders_addCall')}</button>
          ${at ? html`<button type="button" class="danger" @click=${() => this.#change(() => rungs.splice(at, 1))}>${word('office_remove')} ${word('ladders_step', at + 1)}</button>` : ''}
        </div>
      </fieldset>`;
  }

  #select(of, name, options, text) {
    return html`<select @change=${event => { of[name] = event.target.value; }}>
      ${options.map(one => html`<option value=${one} ?selected=${one === of[name]}>${text(one)}</option>`)}</select>`;
  }

  #change(change) {
    change();
    this.requestUpdate();
  }

  async #save(event) {
    event.preventDefault();
    const {area, kind, severity, repeatSeconds, silentSeconds, rungs} = this.draft;
    const body = {area: area ?? null, kind, severity, repeatSeconds, silentSeconds, rungs};
    if (this.ladder.version) body.basedOn = this.ladder.version;
    const saved = await this.ask('PUT', '/api/ladders', body);
    if (saved) this.dispatchEvent(new CustomEvent('saved', {detail: saved}));
  }
}

customElements.define('ladder-edit', LadderEdit);
