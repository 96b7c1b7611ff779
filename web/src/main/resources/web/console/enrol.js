// The room where people are taken in: one by form, or many by file.

import {html} from 'lit';
import {word} from '../words.js';
import {OfficeRoom} from './office.js';
import './enrol.words.js';
import './enrol.form.js';
import './enrol.file.js';

class EnrolRoom extends OfficeRoom {
  render() {
    const file = this.rest?.[0] === 'file' && this.mayKeepCity();
    return html`
      <h1>${word('room_enrol')}</h1>
      ${this.mayKeepCity() ? html`
        <nav class="tabs" aria-label=${word('enrol_ways')}>
          <a href="#enrol/form" data-testid="enrol-tab-form" aria-current=${file ? 'false' : 'page'}>${word('enrol_byForm')}</a>
          <a href="#enrol/file" data-testid="enrol-tab-file" aria-current=${file ? 'page' : 'false'}>${word('enrol_byFile')}</a>
        </nav>` : ''}
      ${file
        ? html`<enrol-file .me=${this.me} .language=${this.language}></enrol-file>`
        : html`<enrol-form .me=${this.me} .language=${this.language}></enrol-form>`}`;
  }
}

customElements.define('enrol-room', EnrolRoom);
