// Watches over a run: ends its workers when they fall silent, or when the reader doesn't want to wait any longer.

/** Seconds without a word after which workers count as hanging. The slowest tile takes a fraction of one. */
const PATIENCE = 10;

/** Seconds that workers get to stop by themselves. */
const GRACE = 1;

/** What a run that was cancelled ends with. */
export const CANCELLED = new Error("Cancelled.");

/** Over one run. */
export class Watch {
  #controller = new AbortController();
  #timer;
  #ended;

  constructor() {
    this.#ended = new Promise((_, reject) => {
      this.signal.addEventListener("abort", () => reject(this.signal.reason));
    });
    // Without somebody who waits for it just then, a rejection would be a complaint in the console.
    this.#ended.catch(() => {});
    this.heard();
  }

  /** Whatever is started for the run ends when this is aborted. */
  get signal() {
    return this.#controller.signal;
  }

  /** Somebody gave a sign of life. */
  heard() {
    clearTimeout(this.#timer);
    if (this.signal.aborted) return;
    const silent = new Error(`No worker has answered for ${PATIENCE} seconds, so all were ended. Try again.`);
    this.#timer = setTimeout(() => this.stop(silent), 1000 * PATIENCE);
  }

  /** What `promise` resolves with, unless the watch ends first: then a rejection with the reason. */
  until(promise) {
    return Promise.race([promise, this.#ended]);
  }

  /** Ends everything that was started for the run. */
  stop(reason) {
    clearTimeout(this.#timer);
    this.#controller.abort(reason);
  }

  /** The same, in a moment: what can stop by itself may do so until then. */
  hurry() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.stop(CANCELLED), 1000 * GRACE);
  }

  /** The run is over, and what was started for it may live on. */
  end() {
    clearTimeout(this.#timer);
  }
}
