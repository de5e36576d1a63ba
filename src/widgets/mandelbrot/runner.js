// Runs the picture one way or another, keeps the workers for the next run, and can be cancelled at any time.

import init, { Picture, tileSide } from "../../wasm/plain/browser.js";
import { messages } from "./messages.js";
import { serial } from "./serial.js";
import { shared } from "./shared.js";
import { CANCELLED, Watch } from "./watch.js";
import { compile, forget } from "./wasm.js";

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
  /** Over the run under way, if there is one. */
  #watch;
  /** Whether the crew has been told to begin. */
  #working;

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
   * Hires the crew if the last run's won't do, calls `begin` with the seconds that took and the picture's geometry, and
   * runs. `onTile(tile, maker, counts)` gets each tile,
   * makers counted from 0. Resolves with the seconds from the first order to the last tile, or with nothing when it
   * was cancelled; rejects when a file or a worker fails, or none of them answers. No worker is left then.
   */
  async run(way, workers, begin, onTile) {
    const watch = new Watch();
    [this.#watch, this.#working] = [watch, false];
    const heard = (...tile) => {
      watch.heard();
      onTile(...tile);
    };
    try {
      const picture = await watch.until(this.picture());
      const hired = await timed(() => watch.until(this.#hire(way, workers, picture, watch.signal)));
      begin(hired.seconds, picture);
      watch.heard();
      this.#working = true;
      const { result: finished, seconds } = await timed(() => watch.until(this.#crew.run(picture.tiles, heard)));
      if (!this.#crew.reusable) this.#dismiss();
      return finished ? seconds : undefined;
    } catch (error) {
      // Workers that were being hired aren't a crew yet: the signal ends them.
      watch.stop(error);
      forget();
      this.#dismiss();
      if (error === CANCELLED) return undefined;
      throw error;
    } finally {
      watch.end();
      [this.#watch, this.#working] = [undefined, false];
    }
  }

  /** Ends the run under way: within a tile's time if its workers listen, and soon if they don't. */
  cancel() {
    if (!this.#watch) return;
    if (!this.#working) return this.#watch.stop(CANCELLED);
    this.#watch.hurry();
    this.#crew.stop();
  }

  async #hire(way, workers, { tiles }, signal) {
    const key = `${way} ${workers}`;
    if (this.#key === key) return;
    this.#dismiss();
    const plan = { workers, columns: this.#columns, simd: way !== "serial", tiles, side: tileSide() };
    this.#crew = await WAYS[way].hire(plan, signal);
    this.#key = key;
  }

  #dismiss() {
    this.#crew?.end();
    this.#crew = undefined;
    this.#key = undefined;
  }
}
