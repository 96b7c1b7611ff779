// My people: those of the grids I am on duty in, those first with whom something is odd, as a list and on a map.

import {LitElement, html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {request} from './api.js';
import {facts, initials} from './person.js';
import {ago} from './time.js';
import {word} from './words.js';
import './wearer.js';

/** The list. Properties: `now`; `language`, so that it speaks anew. */
class MyPeople extends LitElement {
  static properties = {now: {}, language: {}, wearers: {state: true}, trouble: {state: true}, onMap: {state: true}, wanted: {state: true}};

  #ending;

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#ending = new AbortController();
    // Not every minute: each look at a list of people is written down.
    addEventListener('online', () => this.trouble && this.#load(), {signal: this.#ending.signal});
    this.#load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#ending.abort();
  }

  async #load() {
    try {
      this.wearers = (await request('GET', '/api/me/wearers')).wearers;
      this.trouble = undefined;
    } catch (error) {
      this.trouble = error.status === 0 ? 'peopleOffline' : 'serverTrouble';
    }
  }

  render() {
    if (this.trouble) return html`<p class="quiet hint">${word(this.trouble)}</p>`;
    if (!this.wearers) return html`<p class="hint">${word('loading')}</p>`;
    if (this.wearers.length === 0) return html`<div class="quiet"><p>${word('nobodyMine')}</p><p class="hint">${word('nobodyMineHint')}</p></div>`;
    const odd = this.wearers.filter(one => one.odd.length).length;
    return html`
      <div class="head">
        <h1>${word('peopleTitle', this.wearers.length, odd)}</h1>
        <div class="choice" role="group" aria-label=${word('peopleHow')}>
          <button data-testid="people-list" aria-pressed=${!this.onMap} @click=${() => { this.onMap = false; }}>${word('asList')}</button>
          <button data-testid="people-map" aria-pressed=${Boolean(this.onMap)} @click=${this.#map}>${word('asMap')}</button>
        </div>
      </div>
      ${this.onMap ? html`<people-map .wearers=${this.wearers} .language=${this.language}></people-map>` : this.#list()}`;
  }

  #list() {
    const text = (this.wanted ?? '').trim();
    const found = text ? this.wearers.filter(one => `${one.name} ${one.address ?? ''}`.includes(text)) : this.wearers;
    return html`
      <label class="find">${word('find')}<input type="search" data-testid="people-find" @input=${event => { this.wanted = event.target.value; }}></label>
      <ul class="people" data-testid="people">${repeat(found, one => one.id, one => html`
        <li><a href="#people/${one.id}" class=${one.odd.length ? 'odd' : ''} data-testid="wearer-${one.id}">
          <span class="face risk-${one.risk}" aria-hidden="true">${initials(one.name)}</span>
          <span class="text"><b>${one.name}</b> <small>${facts(one)}</small><br><span class="address">${one.address ?? ''}</span>
            <span class="marks">${one.odd.map(odd => html`<span class="mark-${odd}">${word(`odd_${odd}`)}</span>`)}</span></span>
          <small class="heard">${one.heardAt ? ago(one.heardAt, this.now) : ''}</small></a></li>`)}
      </ul>`;
  }

  async #map() {
    await import('./people-map.js');
    this.onMap = true;
  }
}

customElements.define('my-people', MyPeople);
