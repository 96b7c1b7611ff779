// One of my people: who they are, whom to ring, the last values.

import {LitElement, html} from 'lit';
import {request} from './api.js';
import {facts, initials, phones, vitals} from './person.js';
import {navigate} from './navigate.js';
import {recent} from './trend.js';
import {word} from './words.js';

/** The page of `wearer`, an id. Properties: `now`; `language`, so that it speaks anew. Where they are is not shown: only a case is a reason. */
class WearerPage extends LitElement {
  static properties = {wearer: {}, now: {}, language: {}, profile: {state: true}, readings: {state: true}, trouble: {state: true}};

  createRenderRoot() {
    return this;
  }

  async firstUpdated() {
    try {
      this.profile = await request('GET', `/api/wearers/${this.wearer}`);
      this.readings = await recent(this.wearer);
    } catch (error) {
      this.trouble = error.status === 404 ? 'notMine' : error.status === 0 ? 'peopleOffline' : 'serverTrouble';
    }
  }

  render() {
    const one = this.profile;
    return html`
      <a class="button back" href="#people" data-testid="people-back">‹ ${word('view_people')}</a>
      ${this.trouble ? html`<p class="problem" role="alert">${word(this.trouble)}</p>` : ''}
      ${one ? html`
        <article class="card" data-testid="wearer">
          <div class="who"><span class="face risk-${one.risk}" aria-hidden="true">${initials(one.name)}</span>
            <div><h1>${one.name}</h1><p class="facts">${facts(one)}</p></div></div>
          <p class="address">${one.address ?? ''} <span class="grid">${one.grid ?? ''}</span></p>
          ${one.suspension ? html`<p class="away">${word(`away_${one.suspension.reason}`, new Date(one.suspension.from).toLocaleDateString())} ${one.suspension.note ?? ''}</p>` : ''}
          ${vitals(one.latest, this.now, this.readings)}
          ${navigate(one.home, one.address ?? one.name, word('toHome'))}
          <dl>
            ${one.accessNote ? html`<div><dt>${word('access')}</dt><dd>${one.accessNote}</dd></div>` : ''}
            ${one.medicalNote ? html`<div><dt>${word('medical')}</dt><dd>${one.medicalNote}</dd></div>` : ''}
          </dl>
          ${phones(one)}
        </article>` : this.trouble ? '' : html`<p class="hint">${word('loading')}</p>`}`;
  }
}

customElements.define('wearer-page', WearerPage);
