// The room of the ladders: who is called when nobody answers, its versions, and who that would be now.

import {html} from 'lit';
import {word} from '../words.js';
import {OfficeRoom, moment} from './office.js';
import './ladders.words.js';
import './ladders.edit.js';
import './person.search.js';

class LaddersRoom extends OfficeRoom {
  static properties = {ladders: {state: true}, areas: {state: true}, edited: {state: true}, preview: {state: true}, versions: {state: true}};

  async firstUpdated() {
    await this.#load();
    this.areas = ((await this.ask('GET', '/api/places'))?.places ?? []).filter(one => one.level !== 'grid');
  }

  render() {
    return html`
      <h1>${word('room_ladders')}</h1>
      ${this.news()}
      ${this.edited
        ? html`<ladder-edit .me=${this.me} .language=${this.language} .ladder=${this.edited} .areas=${this.areas ?? []}
            @saved=${event => this.#saved(event.detail)} @left=${() => { this.edited = undefined; }}></ladder-edit>`
        : (this.ladders ?? []).map(ladder => this.#ladder(ladder))}
      ${this.#who()}`;
  }

  #ladder(ladder) {
    const versions = this.versions?.of === ladder.id ? this.versions.ladders : undefined;
    return html`
      <section class="panel" data-testid=${`ladder-${ladder.area ?? 'everywhere'}-${ladder.kind}-${ladder.severity}`}>
        <h2>${ladder.area ? this.#areaName(ladder.area) : word('ladders_everywhere')} ·
          ${ladder.kind === 'any' ? word('ladders_any') : word(`kind_${ladder.kind}`)} · ${word(`ladders_severity_${ladder.severity}`)}</h2>
        <p class="hint">${word('ladders_version', ladder.version, ladder.by, moment(ladder.since))}</p>
        ${rungs(ladder.rungs)}
        <div class="buttons">
          ${this.mayKeep() ? html`
            <button data-testid="ladder-edit" @click=${() => { this.edited = ladder; }}>${word('ladders_edit')}</button>
            ${ladder.area
              ? html`<button class="danger" @click=${() => this.#end(ladder)}>${word('ladders_end')}</button>`
              : html`<button @click=${() => { this.edited = {...ladder, area: this.areas?.[0]?.code, version: undefined}; }}>${word('ladders_forArea')}</button>`}` : ''}
          <button data-testid="ladder-versions" @click=${() => this.#lookBack(ladder)}>${word('ladders_versions')}</button>
        </div>
        ${versions ? versions.map(one => html`
          <h3>${word('ladders_version', one.version, one.by, moment(one.since))}</h3>${rungs(one.rungs)}`) : ''}
      </section>`;
  }

  #who() {
    const {preview} = this;
    return html`
      <section class="panel">
        <h2>${word('ladders_preview')}</h2>
        <person-search .language=${this.language} @person=${event => this.#look(event.detail)}></person-search>
        ${preview ? html`
          <h3>${word('ladders_previewOf', preview.name)}</h3>
          <ol class="rungs" data-testid="ladder-preview">${preview.steps.map(step => html`
            <li><strong>${word('ladders_seconds', step.afterSeconds)}</strong>
              ${step.calls.some(one => one.reachable) ? '' : html`<span class="gap">${word('ladders_nobody')}</span>`}
              ${step.calls.map(call => html`<span class=${call.reachable ? '' : 'hint'}>${call.name}
                （${word(`ladders_whom_${call.whom}`)}，${byWord(call.by)}）${call.reachable ? '' : word('ladders_unreachable')}</span>`)}</li>`)}</ol>` : ''}
      </section>`;
  }

  #areaName(code) {
    return this.areas?.find(one => one.code === code)?.name ?? code;
  }

  async #load() {
    this.ladders = (await this.ask('GET', '/api/ladders'))?.ladders;
  }

  async #saved(ladder) {
    this.edited = undefined;
    await this.#load();
    this.done = word('ladders_newVersion', ladder.version);
  }

  async #end(ladder) {
    if (!window.confirm(word('ladders_endSure'))) return;
    if (await this.ask('DELETE', `/api/ladders/${ladder.id}`)) await this.#load();
  }

  async #look(person) {
    const seen = await this.ask('GET', `/api/wearers/${person.id}/ladder`);
    if (seen) this.preview = {...seen, name: person.name};
  }

  async #lookBack(ladder) {
    const seen = await this.ask('GET', `/api/ladders/${ladder.id}/versions`);
    if (seen) this.versions = {of: ladder.id, ladders: seen.ladders.filter(one => one.id !== ladder.id)};
  }
}

const byWord = by => word(by === 'app' ? 'ladders_by_app' : `channel_${by}`);

const rungs = all => html`
  <ol class="rungs">${all.map(rung => html`
    <li><strong>${word('ladders_seconds', rung.afterSeconds)}</strong>
      ${rung.pages.map(page => html`<span>${word(`ladders_whom_${page.whom}`)}（${byWord(page.by)}）</span>`)}</li>`)}</ol>`;

customElements.define('ladders-room', LaddersRoom);
