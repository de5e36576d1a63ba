// The demo of Parallel wasm: the Mandelbrot set computed in the page four ways, timed, and explained by Amdahl's law.

import { isolation } from "./mandelbrot/isolation.js";
import { unveil } from "./mandelbrot/picture.js";
import { Points } from "./mandelbrot/points.js";
import { BASE, results } from "./mandelbrot/results.js";
import { Runner, WAYS } from "./mandelbrot/runner.js";
import { style } from "./mandelbrot/style.js";
import { CORES, MOST, count, duration, shares, sum } from "./mandelbrot/words.js";

/** What a browser must have for it. */
export const needs = ["Worker", "WebAssembly"];

/** Pixels in a row of the picture. */
const COLUMNS = 960;

/** How often "Measure" runs each number of workers. */
const ROUNDS = 3;

const MARKUP = `
  <fieldset>
    <legend>Who computes the picture?</legend>
    <label><input type="radio" name="way" value="serial"><span data-way="serial">One worker, pixel by pixel</span></label>
    <label><input type="radio" name="way" value="simd"><span data-way="simd">One worker, several pixels with each instruction</span></label>
    <label><input type="radio" name="way" value="messages" checked><span data-way="processes">Several workers, an instance for each</span></label>
    <label><input type="radio" name="way" value="shared"><span data-way="rayon">Several workers in one memory, with rayon</span></label>
    <div class="isolation"></div>
  </fieldset>
  <div class="controls">
    <label>Workers <input type="range" name="workers" min="1" max="${MOST}"><output></output></label>
    <button type="button" name="run">Run</button>
    <button type="button" name="measure">Measure</button>
    <button type="button" name="reset">Reset</button>
  </div>
  <progress value="0" max="1" aria-label="Share of the picture that is done"></progress>
  <p class="status" role="status"></p>
  <div class="frame"></div>
  <div class="results"></div>`;

/** Puts the demo in the place of `element`'s content, which stays as its picture until the first run. */
export default async function mount(element) {
  await style();
  new Demo(element);
}

class Demo {
  #root = document.createElement("div");
  #runner = new Runner(COLUMNS);
  #points = new Points();
  /** What the page shows without JavaScript. */
  #still;
  #canvas;
  /** The series of runs under way: a promise, or nothing. */
  #busy;
  /** Steps that all pixels of the picture take together, known once it has been computed. */
  #steps;

  constructor(element) {
    this.#root.className = "mandelbrot";
    this.#root.innerHTML = MARKUP;
    this.#still = [...element.childNodes];
    element.replaceChildren(this.#root);
    this.#root.addEventListener("input", () => this.#label());
    this.#find("[name=run]").onclick = () => (this.#busy ? this.#runner.cancel() : this.#start([this.#choice()]));
    this.#find("[name=measure]").onclick = () => this.#busy ?? this.#start(this.#rounds());
    this.#find("[name=reset]").onclick = () => this.#reset();
    isolation(this.#find(".isolation"), this.#find("[value=shared]"));
    this.#reset();
  }

  #find(selector) {
    return this.#root.querySelector(selector);
  }

  /** The run that the controls ask for. */
  #choice() {
    const way = this.#find("[name=way]:checked").value;
    return { way, workers: WAYS[way].scales ? this.#find("[name=workers]").valueAsNumber : 1 };
  }

  /** Each number of workers in turn, and that again, so that a slow moment of the machine hits all of them alike. */
  #rounds() {
    const { way } = this.#choice();
    const several = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32].filter((workers) => workers <= MOST);
    const round = (WAYS[way].scales ? several : [1]).map((workers) => ({ way, workers }));
    if (WAYS[way].scales) round.unshift({ way: BASE, workers: 1 });
    return Array.from({ length: ROUNDS }, () => round).flat();
  }

  async #reset() {
    this.#runner.cancel();
    await this.#busy;
    this.#points.clear();
    this.#canvas = undefined;
    this.#find(".frame").replaceChildren(...this.#still);
    this.#find(".results").replaceChildren();
    this.#find("progress").value = 0;
    this.#find("[name=workers]").value = Math.min(CORES, MOST);
    this.#state("idle");
    this.#say(`Your browser offers ${CORES === 1 ? "one core" : `${CORES} cores`}. Choose who computes, and press Run.`);
  }

  #start(runs) {
    this.#busy = this.#series(runs);
  }

  /** One run after another until the last, a cancel or a failure. */
  async #series(runs) {
    this.#state("running");
    let end = "done";
    try {
      for (let i = 0; i < runs.length && end === "done"; i++) {
        const place = runs.length > 1 ? `Run ${i + 1} of ${runs.length}: ` : "";
        end = (await this.#run(runs[i], place)) ? "done" : "cancelled";
      }
    } catch (error) {
      end = "failed";
      const kept = this.#points.any ? " What was measured before is kept." : "";
      this.#say(`${error.message}${kept}`);
    }
    this.#busy = undefined;
    this.#state(end);
    this.#show();
  }

  /** One run. Says whether it came to its end. */
  async #run({ way, workers }, place) {
    this.#say(`${place}starting ${count(workers)}…`);
    this.#find("progress").value = 0;
    const made = new Array(workers).fill(0);
    let picture, start, moved, shown, steps;
    const begin = (started, geometry) => {
      picture = geometry;
      this.#root.dataset.started = started;
      this.#say(`${place}${count(workers)} at work, started in ${duration(started)}…`);
      this.#canvas ??= unveil(this.#find(".frame"), picture);
      this.#canvas.clear(WAYS[way].look, workers);
      start = moved = shown = performance.now();
      steps = 0;
    };
    const onTile = (tile, maker, counts) => {
      this.#canvas.add(tile, maker, counts);
      made[maker] += 1;
      steps += sum(counts);
      const done = sum(made);
      const now = performance.now();
      // Ten times a second, and four: drawing takes a core's time, too.
      if (now - moved > 100 || done === picture.tiles) {
        moved = now;
        this.#find("progress").value = done / picture.tiles;
      }
      if (now - shown > 250) {
        shown = now;
        this.#show({ way, workers, seconds: (now - start) / 1000, share: steps / this.#steps });
      }
    };
    const seconds = await this.#runner.run(way, workers, begin, onTile);
    if (seconds === undefined) {
      const far = picture ? `after ${sum(made)} of ${picture.tiles} tiles` : "before it began";
      this.#say(`Cancelled ${far}. This run does not count.`);
    } else {
      this.#steps = steps;
      this.#points.add(way, workers, seconds);
      Object.assign(this.#root.dataset, { ran: way, workers, seconds, checksum: this.#canvas.checksum() });
      this.#say(`${place}${count(workers)} took ${duration(seconds)}. ${shares(made)}`);
    }
    this.#show();
    return seconds !== undefined;
  }

  /** Draws what was measured, and how far the run under way has come. */
  #show(live) {
    results(this.#find(".results"), this.#points, live);
  }

  #label() {
    const { way } = this.#choice();
    const slider = this.#find("[name=workers]");
    slider.disabled = !WAYS[way].scales;
    this.#find("output").value = slider.disabled ? 1 : slider.value;
    this.#find("[name=measure]").textContent = slider.disabled ? "Measure" : `Measure 1 to ${MOST}`;
  }

  #say(words) {
    this.#find(".status").textContent = words;
  }

  /** "idle", "running", "done", "cancelled" or "failed": what the buttons, style sheets and tests go by. */
  #state(state) {
    this.#root.dataset.state = state;
    this.#find("[name=run]").textContent = { running: "Cancel", failed: "Try again" }[state] ?? "Run";
    // Not `disabled`: a button that is disabled under the keyboard's focus loses it.
    this.#find("[name=measure]").ariaDisabled = state === "running";
    this.#label();
  }
}
