// Enrolling by file: looked at first, imported when it is clean, and then exactly what was looked at.

import {html} from 'lit';
import {word} from '../words.js';
import {OfficeRoom} from './office.js';
import {said} from './reasons.js';

const ORDER = ['wearers', 'contacts', 'bands', 'workers', 'roster'];

class EnrolFile extends OfficeRoom {
  static properties = {kinds: {state: true}, kind: {state: true}, bytes: {state: true}, report: {state: true}};

  async firstUpdated() {
    const kinds = (await this.ask('GET', '/api/imports'))?.kinds ?? [];
    this.kinds = [...ORDER.map(name => kinds.find(one => one.kind === name)), ...kinds.filter(one => !ORDER.includes(one.kind))].filter(Boolean);
    this.kind = this.kinds[0];
  }

  render() {
    if (!this.kinds) return html`<p class="hint">${word('loading')}</p>${this.news()}`;
    return html`
      <section class="panel form">
        <label>${word('enrol_kind')}
          <select data-testid="import-kind" @change=${event => this.#chooseKind(event.target.value)}>
            ${this.kinds.map(one => html`<option value=${one.kind} ?selected=${one === this.kind}>${word(`enrol_kind_${one.kind}`)}</option>`)}
          </select>
        </label>
        <label>${word('enrol_file')}
          <input type="file" accept=".csv,text/csv" data-testid="import-file" @change=${event => this.#chooseFile(event.target.files[0])}>
        </label>
        <p class="hint wide">
          ${word('enrol_columns', this.kind.columns.map(one => one.name + (one.required ? '*' : '')).join(', '))}
          <a download=${`${this.kind.kind}.csv`} href=${this.#template()}>${word('enrol_template')}</a>
        </p>
        <div class="buttons wide">
          <button data-testid="import-check" ?disabled=${!this.bytes || this.busy} @click=${this.#check}>${word('enrol_check')}</button>
          <button class="primary" data-testid="import-write" ?disabled=${!this.report?.clean || this.busy} @click=${this.#write}>${word('enrol_import')}</button>
        </div>
      </section>
      ${this.news()}
      ${this.report ? this.#preview(this.report) : ''}`;
  }

  #preview(report) {
    if (report.clean) {
      return html`
        <section class="panel" data-testid="import-preview">
          <h2>${word('enrol_clean', report.charset)}</h2>
          <dl class="figures">
            <div><dt>${word('enrol_added')}</dt><dd data-testid="import-added">${report.added}</dd></div>
            <div><dt>${word('enrol_changed')}</dt><dd data-testid="import-changed">${report.changed}</dd></div>
            <div><dt>${word('enrol_unchanged')}</dt><dd>${report.unchanged}</dd></div>
          </dl>
          ${report.createdWearers.count ? html`<p class="warning">
            ${word('enrol_created', report.createdWearers.count, report.createdWearers.examples.join(', '))}</p>` : ''}
        </section>`;
    }
    return html`
      <section class="panel" data-testid="import-bad">
        <h2>${word('enrol_badCells', report.bad.length)}</h2>
        <div class="wideTable" tabindex="0" role="region" aria-label=${word('enrol_byFile')}><table>
          <thead><tr><th>${word('enrol_line')}</th><th>${word('enrol_column')}</th><th>${word('enrol_value')}</th><th>${word('enrol_whatToDo')}</th></tr></thead>
          <tbody>${report.bad.map(cell => html`
            <tr data-testid="bad-cell">
              <td class="number">${cell.line || word('enrol_wholeFile')}</td><td>${cell.column ?? '–'}</td>
              <td><code>${cell.value ?? ''}</code></td><td>${said(cell.reason)}</td>
            </tr>`)}
          </tbody>
        </table></div>
      </section>`;
  }

  #template() {
    return `data:text/csv;charset=utf-8,%EF%BB%BF${encodeURIComponent(this.kind.columns.map(one => one.name).join(',') + '\r\n')}`;
  }

  #chooseKind(name) {
    this.kind = this.kinds.find(one => one.kind === name);
    this.report = undefined;
    this.done = undefined;
  }

  async #chooseFile(file) {
    this.report = undefined;
    this.done = undefined;
    this.bytes = file ? await file.arrayBuffer() : undefined;
    if (this.bytes) await this.#check();
  }

  async #check() {
    this.report = await this.ask('POST', `/api/imports/${this.kind.kind}?check=true`, this.bytes, 'text/csv');
  }

  async #write() {
    const written = await this.ask('POST', `/api/imports/${this.kind.kind}?sha256=${this.report.sha256}`, this.bytes, 'text/csv');
    if (!written) return;
    this.report = undefined;
    this.done = word('enrol_imported', written.added, written.changed, written.unchanged);
  }
}

customElements.define('enrol-file', EnrolFile);
