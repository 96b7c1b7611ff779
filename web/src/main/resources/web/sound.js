// Whether the worker hears this phone: asked at log-in, because a phone that is muted is found out too late otherwise.

import {LitElement, html} from 'lit';
import {word} from './words.js';

const KEY = 'kanhu.sound';
const HOLDS = 7 * 24 * 3600 * 1000;

/** What was said last on this phone: `heard`, and when, `at`; undefined if nothing, or too long ago. */
export function soundTested() {
  const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null');
  return kept && Date.now() - kept.at < HOLDS ? kept : undefined;
}

/** Plays a tone and asks whether it was heard. Property: `alarm`, and `language`, so that it speaks anew. Fires `tested`. */
class SoundCheck extends LitElement {
  static properties = {language: {}, played: {state: true}, silent: {state: true}};

  createRenderRoot() {
    return this;
  }

  render() {
    return html`
      <section class="step" data-testid="sound-check">
        <h1>${word('soundTitle')}</h1>
        <p>${word('soundWhy')}</p>
        <button class="primary calm" data-testid="sound-play" @click=${this.#play}>${word(this.played ? 'soundAgain' : 'soundPlay')}</button>
        ${this.silent ? html`<p class="problem" role="alert">${word('soundHelp')}</p>` : ''}
        ${this.played ? html`
          <p class="question">${word('soundQuestion')}</p>
          <button class="primary" data-testid="sound-heard" @click=${() => this.#say(true)}>${word('soundHeard')}</button>
          <button data-testid="sound-not-heard" @click=${this.#notHeard}>${word('soundNotHeard')}</button>` : ''}
        ${this.silent ? html`
          <button data-testid="sound-without" @click=${() => this.#say(false)}>${word('soundWithout')}</button>` : ''}
      </section>`;
  }

  async #play() {
    this.played = await this.alarm.test();
    this.silent = !this.played;
  }

  #notHeard() {
    this.silent = true;
  }

  #say(heard) {
    localStorage.setItem(KEY, JSON.stringify({heard, at: Date.now()}));
    this.dispatchEvent(new CustomEvent('tested', {detail: {heard}}));
  }
}

customElements.define('sound-check', SoundCheck);
