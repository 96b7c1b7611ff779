// Keeps the alert stream open.

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15000;
// The server says something every 15 s. A phone's network can die without anybody telling the browser.
const LONGEST_SILENCE = 40000;

/** Server-sent alerts that come back by themselves. Callbacks: opened(), alert(json), held(json), lost(), and practice(json) if wanted. */
export class AlertStream {
  #callbacks;
  #source;
  #pause = FIRST_PAUSE;
  #reopening;
  #watching;
  #heardAt = Date.now();
  #ending = new AbortController();

  constructor(callbacks) {
    this.#callbacks = callbacks;
    const {signal} = this.#ending;
    addEventListener('offline', () => this.#lose(), {signal});
    addEventListener('online', () => this.#open(), {signal});
    this.#watching = setInterval(() => {
      if (Date.now() - this.#heardAt > LONGEST_SILENCE) {
        this.#lose();
        this.#open();
      }
    }, 5000);
    this.#open();
  }

  close() {
    this.#ending.abort();
    clearTimeout(this.#reopening);
    clearInterval(this.#watching);
    this.#source?.close();
  }

  #open() {
    if (this.#ending.signal.aborted) return;
    clearTimeout(this.#reopening);
    this.#source?.close();
    this.#heardAt = Date.now();
    const source = new EventSource('/api/alerts/stream');
    this.#source = source;
    const on = (name, action) => source.addEventListener(name, event => {
      this.#heardAt = Date.now();
      action(event);
    });
    on('hello', () => {
      this.#pause = FIRST_PAUSE;
      this.#callbacks.opened();
    });
    on('beat', () => {});
    on('alert', event => this.#callbacks.alert(JSON.parse(event.data)));
    on('practice', event => this.#callbacks.practice?.(JSON.parse(event.data)));
    on('held', event => this.#callbacks.held(JSON.parse(event.data)));
    source.addEventListener('error', () => {
      this.#callbacks.lost();
      // The browser tries again by itself after a break, but not after an error status.
      if (source.readyState === EventSource.CLOSED) this.#reopenLater();
    });
  }

  #lose() {
    this.#source?.close();
    this.#callbacks.lost();
  }

  #reopenLater() {
    clearTimeout(this.#reopening);
    this.#reopening = setTimeout(() => this.#open(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }
}
