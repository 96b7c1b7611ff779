// Care of one wearer: what the data suggest, notes, visits.

import {LitElement, html} from 'lit';
import {request} from '../api.js';
import {clock} from '../time.js';
import {word} from '../words.js';
import {because} from './care.reasons.js';
import './care.words.js';

/** Properties: `wearer`, an id; `language`. Fires `failed` with the error. */
class CarePanel extends LitElement {
  static properties = {wearer: {}, language: {}, care: {state: true}, busy: {state: true}};

  #loaded;

  createRenderRoot() {
    return this;
  }

  updated() {
    if (this.#loaded === this.wearer) return;
    this.#loaded = this.wearer;
    this.#do(() => request('GET', `/api/wearers/${this.wearer}/care`));
  }

  render() {
    const {care} = this;
    if (!care) return html`<p class="hint">${word('loading')}</p>`;
    const open = care.followUps.filter(one => one.state === 'open');
    return html`
      <section class="panel" data-testid="care"><h2>${word('care_followUps')}</h2>
        ${open.length === 0 ? html`<p class="hint">${word('care_noFollowUps')}</p>` : html`<ul class="suggested">${open.map(one => html`<li>${because(one)}</li>`)}</ul>`}
        <div class="two">
          <div><h2>${word('care_visits')}</h2>
            <form @submit=${event => this.#send(event, 'visits', form => ({way: form.get('way'), note: form.get('note').trim() || undefined}))}>
              <label>${word('care_way')} <select name="way" data-testid="visit-way"><option value="home">${word('care_home')}</option><option value="telephone">${word('care_telephone')}</option></select></label>
              <label>${word('care_note')} <textarea name="note" data-testid="visit-note" rows="2" maxlength="2000"></textarea></label>
              <button data-testid="add-visit" ?disabled=${this.busy}>${word('care_addVisit')}</button></form>
            <ul class="log" tabindex="0" data-testid="visits">${care.visits.map(one => html`<li><small>${word('care_by', clock(one.at), one.by)} · ${word(`care_${one.way}`)}</small> ${one.note ?? ''}</li>`)}
              ${care.visits.length ? '' : html`<li class="hint">${word('care_noVisits')}</li>`}</ul></div>
          <div><h2>${word('care_notes')}</h2>
            <form @submit=${event => this.#send(event, 'notes', form => ({text: form.get('text').trim()}))}>
              <label>${word('care_notes')} <textarea name="text" data-testid="note-text" rows="4" maxlength="4000" required></textarea></label>
              <button data-testid="add-note" ?disabled=${this.busy}>${word('care_addNote')}</button></form>
            <ul class="log" tabindex="0" data-testid="notes">${care.notes.map(one => html`<li><small>${word('care_by', clock(one.at), one.by)}</small> ${one.text}</li>`)}
              ${care.notes.length ? '' : html`<li class="hint">${word('care_noNotes')}</li>`}</ul></div>
        </div>
      </section>`;
  }

  #send(event, what, body) {
    event.preventDefault();
    const form = event.target;
    this.#do(async () => {
      const care = await request('POST', `/api/wearers/${this.wearer}/${what}`, body(new FormData(form)));
      form.reset();
      return care;
    });
  }

  async #do(work) {
    this.busy = true;
    try {
      this.care = await work();
    } catch (error) {
      this.dispatchEvent(new CustomEvent('failed', {detail: error}));
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('care-panel', CarePanel);
