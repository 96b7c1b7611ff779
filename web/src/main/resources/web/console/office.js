// What the rooms of the office have in common: asking the server, and saying what went wrong in the reader's language.

import {LitElement, html} from 'lit';
import {RequestFailed} from '../api.js';
import {language, word} from '../words.js';
import {said} from './reasons.js';
import './office.words.js';

/** Sends text, bytes or, as JSON, anything else. The error of a refusal has its cells or features as `bad`. */
export async function send(method, path, body, type = 'application/json') {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined ? {} : {'Content-Type': type},
      body: body === undefined || type !== 'application/json' ? body : JSON.stringify(body),
    });
  } catch (error) {
    throw new RequestFailed(0, String(error));
  }
  const text = await response.text();
  const json = text && response.headers.get('Content-Type')?.includes('json') ? JSON.parse(text) : undefined;
  if (!response.ok) {
    const failed = new RequestFailed(response.status, json?.detail ?? response.statusText);
    failed.bad = json?.bad ?? [];
    throw failed;
  }
  return json ?? {};
}

/** Day and time, or a dash. */
export function moment(iso) {
  if (!iso) return '–';
  return new Date(iso).toLocaleString(language() === 'zh' ? 'zh-CN' : 'en-GB',
    {year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hour12: false});
}

/** A room of the office. Properties as the console gives them; subclasses render. */
export class OfficeRoom extends LitElement {
  static properties = {me: {}, rest: {}, language: {}, problem: {state: true}, done: {state: true}, busy: {state: true}};

  createRenderRoot() {
    return this;
  }

  /** The answer, or undefined where there is none: then `problem` says why. */
  async ask(method, path, body, type) {
    this.problem = undefined;
    this.done = undefined;
    this.busy = true;
    try {
      return await send(method, path, body, type);
    } catch (error) {
      this.refused(error);
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  refused(error) {
    if (error.status === 401) this.dispatchEvent(new CustomEvent('session-over', {bubbles: true}));
    else if (error.status === 0) this.problem = word('noNetwork');
    else this.problem = said(error.message);
  }

  /** What went wrong or well last. */
  news() {
    if (this.problem) return html`<p class="problem" role="alert" data-testid="problem">${this.problem}</p>`;
    return this.done ? html`<p class="done" role="status" data-testid="done">${this.done}</p>` : '';
  }

  mayKeep() {
    return ['operator', 'administrator'].includes(this.me.role);
  }

  /** The same of what is the whole city's: the store of bands, files, settlements. */
  mayKeepCity() {
    return this.mayKeep() && !this.me.area;
  }
}
