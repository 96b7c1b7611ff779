// What this phone remembers: language, size of letters, light or dark, whether its sound was heard.

import {LitElement, html} from 'lit';
import {choose, textSize, textSizes, theme, themes} from './look.js';
import {soundTested} from './sound.js';
import {clock} from './time.js';
import {language, word} from './words.js';

/** The room. Properties: `me`; `language`, so that it speaks anew. Fires `speak` with a language, and `test-sound`. */
class MySettings extends LitElement {
  static properties = {me: {}, language: {}};

  createRenderRoot() {
    return this;
  }

  render() {
    const sound = soundTested();
    return html`
      <section class="card">
        <h1>${word('view_settings')}</h1>
        ${this.#choice('languageIs', ['zh', 'en'], language(), one => word(`language_${one}`),
          one => this.dispatchEvent(new CustomEvent('speak', {detail: one})))}
        ${this.#choice('textIs', textSizes, textSize(), one => `${one}%`, one => this.#look('text', one))}
        ${this.#choice('themeIs', themes, theme(), one => word(`theme_${one}`), one => this.#look('theme', one))}
      </section>
      <section class="card">
        <h2>${word('soundTitle')}</h2>
        <p data-testid="sound-result">${sound ? word(sound.heard ? 'soundWasHeard' : 'soundNotSure', clock(sound.at)) : ''}</p>
        <button data-testid="sound-again" @click=${() => this.dispatchEvent(new CustomEvent('test-sound'))}>${word('soundTest')}</button>
      </section>`;
  }

  #choice(title, values, current, name, take) {
    return html`
      <h2 id="choice-${title}">${word(title)}</h2>
      <div class="choice" role="group" aria-labelledby="choice-${title}">${values.map(one => html`
        <button data-testid="${title}-${one}" aria-pressed=${one === current} @click=${() => take(one)}>${name(one)}</button>`)}
      </div>`;
  }

  #look(name, value) {
    choose(name, value);
    this.requestUpdate();
  }
}

customElements.define('my-settings', MySettings);
