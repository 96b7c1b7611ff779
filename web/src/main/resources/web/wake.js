// Keeps the screen on while it matters.

/** Holds the phone's screen awake where the browser can. A page that is hidden loses it and takes it again when it is seen. */
export class Awake {
  #wanted = false;
  #lock;

  constructor() {
    document.addEventListener('visibilitychange', () => this.#take());
  }

  want(wanted) {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (wanted) this.#take();
    else this.#drop();
  }

  async #take() {
    if (!this.#wanted || document.visibilityState !== 'visible' || !navigator.wakeLock) return;
    try {
      const lock = await navigator.wakeLock.request('screen');
      await this.#lock?.release();
      this.#lock = lock;
      if (!this.#wanted) await this.#drop();
    } catch (error) {
      // A battery that is nearly empty, or a browser that does not let us: the page works all the same.
      console.info('the screen may go dark', error);
    }
  }

  async #drop() {
    const lock = this.#lock;
    this.#lock = undefined;
    await lock?.release();
  }
}
