// The live board: every open alert.

import {LitElement, html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {request} from '../api.js';
import {word} from '../words.js';

class LiveBoard extends LitElement {
  static properties = {me: {}, language: {}, alerts: {state: true}};

  createRenderRoot() {
    return this;
  }

  async firstUpdated() {
    try {
      this.alerts = (await request('GET', '/api/alerts?state=open&limit=500')).alerts;
    } catch (error) {
      if (error.status === 401) this.dispatchEvent(new CustomEvent('session-over', {bubbles: true}));
    }
  }

  render() {
    if (!this.alerts) return html`<p class="hint">${word('loading')}</p>`;
    return html`<ul class="rows">${repeat(this.alerts, alert => alert.id, alert => html`
      <li>${word(`kind_${alert.kind}`)} ${alert.wearer ?? alert.band} ${word(`state_${alert.state}`)}</li>`)}</ul>`;
  }
}

customElements.define('live-board', LiveBoard);
