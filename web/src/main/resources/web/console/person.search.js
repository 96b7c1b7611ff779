// Finds somebody who is enrolled; fires `person` with who was chosen.

import {html} from 'lit';
import {word} from '../words.js';
import {OfficeRoom} from './office.js';
import './bands.words.js';

class PersonSearch extends OfficeRoom {
  static properties = {people: {state: true}};

  render() {
    return html`
      <form class="form" @submit=${this.#find}>
        <label>${word('office_person')}
          <input type="search" name="search" data-testid="person-search" placeholder=${word('office_searchHint')} maxlength="64">
        </label>
        <div class="buttons"><button data-testid="person-find">${word('office_search')}</button></div>
      </form>
      ${this.news()}
      ${this.people ? html`<ul class="choices">${this.people.map(person => html`
        <li><button data-testid=${`person-${person.code}`} @click=${() => this.#choose(person)}>
          ${person.name} · ${person.code} · ${person.grid ?? word('office_noGrid')}
          ${person.bands.length ? html`· ${word('bands_wearsAlready', person.bands.join(', '))}` : ''}</button></li>`)}
        ${this.people.length ? '' : html`<li class="hint">${word('office_none')}</li>`}</ul>` : ''}`;
  }

  async #find(event) {
    event.preventDefault();
    const search = encodeURIComponent(new FormData(event.target).get('search'));
    this.people = (await this.ask('GET', `/api/enrolments?search=${search}`))?.people;
  }

  #choose(person) {
    this.dispatchEvent(new CustomEvent('person', {detail: person}));
  }
}

customElements.define('person-search', PersonSearch);
