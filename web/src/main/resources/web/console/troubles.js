// The red band over every room: what somebody has to see to now, and what to do.

import {LitElement, html} from 'lit';
import {Alarm} from '../alarm.js';
import {request} from '../api.js';
import {clock} from '../time.js';
import {word} from '../words.js';
import './board.words.js';
import './troubles.words.js';

const EVERY = 3000;
const SHOWN = 4;
/** Other parts of the console say by this event that it should look again at once. */
export const LOOK_AGAIN = 'kanhu-look-for-trouble';

/** A band, or nothing if all is well. Property: `language`, so that it speaks anew. Fires `session-over`. */
class TroublesBand extends LitElement {
  static properties = {language: {}, troubles: {state: true}, unreachable: {state: true}, muted: {state: true}};

  #timer;
  #looking = false;
  #alarm = new Alarm();
  #ending;

  constructor() {
    super();
    this.troubles = [];
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#ending = new AbortController();
    const {signal} = this.#ending;
    addEventListener(LOOK_AGAIN, () => this.#look(), {signal});
    // Browsers allow sound only after somebody has touched the page.
    addEventListener('pointerdown', () => this.#alarm.unlock(), {signal, once: true});
    this.#timer = setInterval(() => this.#look(), EVERY);
    this.#look();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#ending.abort();
    clearInterval(this.#timer);
    this.#alarm.stop();
  }

  render() {
    const urgent = this.troubles.filter(one => one.urgent);
    const others = this.troubles.filter(one => !one.urgent);
    return html`
      ${this.unreachable || urgent.length ? html`
        <section class="troubles" role="alert" aria-label=${word('trouble_band')} data-testid="troubles">
          <ul>
            ${this.unreachable ? html`<li data-testid="trouble-unreachable">${word('trouble_unreachable')}</li>` : ''}
            ${urgent.slice(0, SHOWN).map(one => html`
              <li data-testid="trouble-${one.kind}">${says(one)}
                ${one.alertId ? html`<a href="#board/${one.alertId}">${word('trouble_open')}</a>` : ''}</li>`)}
            ${urgent.length > SHOWN ? html`<li>${word('trouble_more', urgent.length - SHOWN)}</li>` : ''}
          </ul>
          ${this.#loud(urgent) && !this.muted ? html`<button @click=${() => { this.muted = true; }}>${word('trouble_mute')}</button>` : ''}
        </section>` : ''}
      ${others.length ? html`
        <section class="troubles mild" role="status" data-testid="warnings"><ul>${others.map(one => html`<li>${says(one)}</li>`)}</ul></section>` : ''}`;
  }

  updated() {
    if (this.#loud(this.troubles) && !this.muted) this.#alarm.start();
    else this.#alarm.stop();
  }

  /** What cannot wait until somebody looks. */
  #loud(troubles) {
    return troubles.some(one => one.kind === 'undelivered' || one.kind === 'database');
  }

  async #look() {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const {troubles} = await request('GET', '/api/troubles');
      const known = new Set(this.troubles.map(one => `${one.kind} ${one.alertId}`));
      if (troubles.some(one => !known.has(`${one.kind} ${one.alertId}`))) this.muted = false;
      this.troubles = troubles;
      this.unreachable = false;
    } catch (error) {
      if (error.status === 401) this.dispatchEvent(new CustomEvent('session-over', {bubbles: true}));
      else this.unreachable = true;
    } finally {
      this.#looking = false;
    }
  }
}

function says({kind, since, about, alertId}) {
  switch (kind) {
    case 'server': return word('trouble_server', about);
    case 'undelivered': {
      const [alert, called] = about.split(' ');
      return word(called ? 'trouble_undelivered' : 'trouble_uncalled', word(`kind_${alert}`), alertId, clock(since));
    }
    case 'self_test': return word('trouble_self_test', lasting(since));
    case 'channel': {
      const [channel, ...error] = about.split(' ');
      return word('trouble_channel', word(`board_by_${channel}`), clock(since), error.join(' '));
    }
    case 'ladder_gap': {
      const [grid, step, why, wearers] = about.split(' ');
      return word('trouble_ladder_gap', grid, step, word(`trouble_gap_${why}`), wearers);
    }
    default: return word(`trouble_${kind}`, about);
  }
}

function lasting(since) {
  const seconds = Math.round((Date.now() - Date.parse(since)) / 1000);
  if (seconds < 120) return word('trouble_seconds', seconds);
  return seconds < 7200 ? word('trouble_minutes', Math.round(seconds / 60)) : word('trouble_hours', Math.round(seconds / 3600));
}

customElements.define('troubles-band', TroublesBand);
