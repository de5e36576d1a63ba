// Runs the picture one way or another, keeps the workers for the next run, and can be cancelled at any time.

import init, { Picture, tileSide } from "../../wasm/plain/browser.js";
import { messages } from "./messages.js";
import { serial } from "./serial.js";
import { shared } from "./shared.js";
import { compile } from "./wasm.js";

/** Who computes: its crew, whether it can have several workers, and the way of working whose look it wears. */
export const WAYS = {
  serial: { hire: serial, scales: false, look: "serial", name: "One worker, pixel by pixel", short: "scalar" },
  simd: { hire: serial, scales: false, look: "simd", name: "One worker with SIMD", short: "SIMD" },
  messages: { hire: messages, scales: true, look: "processes", name: "An instance for each worker", short: "instances" },
  shared: { hire: shared, scales: true, look: "rayon", name: "One memory, with rayon", short: "one memory" },
};

/** What `work` resolves with, and the seconds until it does. */
async function timed(work) {
  const start = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - start) / 1000 };
}

/** Computes one picture, again and again. */
export class Runner {
  #columns;
  #picture;
  #crew;
  #key;
  #cancelled;

  /** A picture `columns` pixels wide. */
  constructor(columns) {
    this.#columns = columns;
  }

  /** The picture's geometry, from an instance in the page itself. */
  async picture() {
    if (!this.#picture) {
      await init({ module_or_path: await compile("plain") });
      this.#picture = new Picture(this.#columns, true);
    }
    return this.#picture;
  }

  /**
   * Hires the crew if the last run's won't do, calls `begin` with the seconds that took, and runs. `onTile(tile, maker, counts)` gets each tile,
   * makers counted from 0. Resolves with the seconds from the first order to the last tile, or with nothing when it
   * was cancelled; rejects when a file or a worker fails.
   */
  async run(way, workers, begin, onTile) {
    this.#cancelled = false;
    try {
      const picture = await this.picture();
      const hired = await timed(() => this.#hire(way, workers, picture));
      if (this.#cancelled) return undefined;
      begin(hired.seconds);
      const { result: finished, seconds } = await timed(() => this.#crew.run(picture.tiles, onTile));
      if (!this.#crew.reusable) this.#dismiss();
      return finished ? seconds : undefined;
    } catch (error) {
      this.#dismiss();
      throw error;
    }
  }

  /** Ends the run under way soon: within a tile's time. */
  cancel() {
    this.#cancelled = true;
    this.#crew?.stop();
  }

  async #hire(way, workers, { tiles }) {
    const key = `${way} ${workers}`;
    if (this.#key === key) return;
    this.#dismiss();
    const plan = { workers, columns: this.#columns, simd: way !== "serial", tiles, side: tileSide() };
    this.#crew = await WAYS[way].hire(plan);
    this.#key = key;
  }

  #dismiss() {
    this.#crew?.end();
    this.#crew = undefined;
    this.#key = undefined;
  }
}
