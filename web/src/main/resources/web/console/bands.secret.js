// A secret that was just made: to be printed or written down now, as nobody can read it again.

import {LitElement, html} from 'lit';
import {word} from '../words.js';

class BandSecret extends LitElement {
  static properties = {secret: {}, language: {}};

  createRenderRoot() {
    return this;
  }

  render() {
    const {band, secret, label} = this.secret;
    return html`
      <section class="panel secret" data-testid="band-secret" aria-label=${word('bands_secret')}>
        <p class="warning" role="alert">${word('bands_once')}</p>
        <div class="label">
          <img src=${`data:image/svg+xml;base64,${btoa(label)}`} width="180" height="180" alt=${word('bands_qr', band)} data-testid="band-qr">
          <dl>
            <dt>${word('office_band')}</dt><dd data-testid="secret-band">${band}</dd>
            <dt>${word('bands_secret')}</dt><dd><code data-testid="secret-token">${secret}</code></dd>
          </dl>
        </div>
        <div class="buttons">
          <button @click=${() => window.print()}>${word('bands_print')}</button>
          <button data-testid="secret-kept" @click=${() => this.dispatchEvent(new CustomEvent('kept'))}>${word('bands_hide')}</button>
        </div>
      </section>`;
  }
}

customElements.define('band-secret', BandSecret);
