// The alerts that a page knows of, by the version of each.

/** Alerts as the server has them. They come by the stream and in lists: twice, out of order, and while a list is being read. */
export class KnownAlerts {
  #alerts = new Map();
  /** Of those that were closed the version: what is older is no news. */
  #closed = new Map();
  /** For each list that is being read what has come since it was asked for: the list may be older than that. */
  #reading = new Set();

  get(id) {
    return this.#alerts.get(id);
  }

  has(id) {
    return this.#alerts.has(id);
  }

  values() {
    return [...this.#alerts.values()];
  }

  forget(id) {
    this.#alerts.delete(id);
  }

  /** Whether it is news, or the same once more. */
  take(alert) {
    const version = this.#closed.get(alert.id) ?? this.#alerts.get(alert.id)?.version ?? -1;
    if (version > alert.version) return false;
    this.#reading.forEach(come => come.add(alert.id));
    if (alert.state === 'closed') {
      this.#alerts.delete(alert.id);
      this.#closed.set(alert.id, alert.version);
    } else {
      this.#alerts.set(alert.id, alert);
    }
    return true;
  }

  /**
   * Reads a list with what `ask` promises, and forgets what is neither in it nor has come since it was asked for.
   * Whoever called then takes each of the list. Rejects as `ask` does, with nothing forgotten.
   */
  async read(ask) {
    const come = new Set();
    this.#reading.add(come);
    try {
      const list = await ask();
      const ids = new Set(list.map(({id}) => id));
      for (const id of this.#alerts.keys()) {
        if (!ids.has(id) && !come.has(id)) this.#alerts.delete(id);
      }
      return list;
    } finally {
      this.#reading.delete(come);
    }
  }
}
