// The sound and the shaking.

const PERIOD = 1400;

/** Rings until told to stop. Browsers allow sound only after a tap, so `unlock` is called in one. */
export class Alarm {
  #audio;
  #timer;

  /** Whether the browser would let us be heard. */
  get audible() {
    return this.#audio?.state === 'running';
  }

  async unlock() {
    this.#audio ??= new AudioContext();
    if (this.#audio.state !== 'running') await this.#audio.resume();
  }

  get ringing() {
    return this.#timer !== undefined;
  }

  start() {
    if (this.ringing) return;
    this.#ring();
    this.#timer = setInterval(() => this.#ring(), PERIOD);
    document.documentElement.dataset.sounds = 'yes';
  }

  stop() {
    clearInterval(this.#timer);
    if (!this.ringing) return;
    this.#timer = undefined;
    delete document.documentElement.dataset.sounds;
    this.#shake(0);
  }

  /** Once, and soft: something for the list. */
  chime() {
    if (!this.audible) return;
    const now = this.#audio.currentTime;
    [660, 880].forEach((hertz, index) => this.#tone(hertz, now + index * 0.22, 0.2));
  }

  /** Rings once, so that somebody can say whether they hear it. False if the browser does not let us. */
  async test() {
    await this.unlock();
    this.#ring();
    return this.audible;
  }

  #ring() {
    this.#shake([400, 150, 400]);
    if (!this.audible) return;
    const now = this.#audio.currentTime;
    // Two tones that old ears and traffic leave alone: 780 and 1040 Hz.
    [780, 1040, 780, 1040].forEach((hertz, index) => this.#tone(hertz, now + index * 0.22));
  }

  #shake(pattern) {
    // Before the first tap it is forbidden.
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(pattern);
  }

  #tone(hertz, at, loudness = 0.5) {
    const oscillator = this.#audio.createOscillator();
    const volume = this.#audio.createGain();
    oscillator.type = 'square';
    oscillator.frequency.value = hertz;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(loudness, at + 0.01);
    volume.gain.linearRampToValueAtTime(0, at + 0.2);
    oscillator.connect(volume).connect(this.#audio.destination);
    oscillator.start(at);
    oscillator.stop(at + 0.21);
  }
}
