// Keeps the alert stream open.

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15000;

/** Server-sent alerts that come back by themselves. Callbacks: opened(), alert(json), lost(). */
export class AlertStream {
  #callbacks;
  #source;
  #pause = FIRST_PAUSE;
  #timer;
  #stopped = false;

  constructor(callbacks) {
    this.#callbacks = callbacks;
    this.#open();
  }

  close() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#source?.close();
  }

  #open() {
    const source = new EventSource('/api/alerts/stream');
    this.#source = source;
    source.addEventListener('hello', () => {
      this.#pause = FIRST_PAUSE;
      this.#callbacks.opened();
    });
    source.addEventListener('alert', event => this.#callbacks.alert(JSON.parse(event.data)));
    source.addEventListener('error', () => {
      if (this.#stopped) return;
      this.#callbacks.lost();
      // The browser tries again by itself after a break, but not after an error status.
      if (source.readyState === EventSource.CLOSED) this.#reopen();
    });
  }

  #reopen() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#stopped || this.#open(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }
}
