// The title page's demo: one picture, one slider, and how much faster more workers are.

import { unveil } from "./mandelbrot/picture.js";
import { Points } from "./mandelbrot/points.js";
import { Runner, WAYS } from "./mandelbrot/runner.js";
import { style } from "./mandelbrot/style.js";
import { MOST, count, duration, shares, three } from "./mandelbrot/words.js";

/** What a browser must have for it. */
export const needs = ["Worker", "WebAssembly"];

const COLUMNS = 720;

/** An instance for each worker: it needs nothing from the server. */
const WAY = "messages";

const MARKUP = `
  <div class="controls">
    <label>Workers <input type="range" min="1" max="${MOST}" value="1"><output>1</output></label>
    <button type="button" name="run">Compute</button>
  </div>
  <p class="status" role="status">Compute the picture with one worker, then with more.</p>
  <div class="frame"></div>`;

/** Puts the demo in the place of `element`'s content, which stays as its picture until the first run. */
export default async function mount(element) {
  await style();
  const root = document.createElement("div");
  root.className = "mandelbrot";
  root.dataset.state = "idle";
  root.innerHTML = MARKUP;
  const find = (selector) => root.querySelector(selector);
  find(".frame").append(...element.childNodes);
  element.replaceChildren(root);

  const slider = find("input");
  slider.oninput = () => (find("output").value = slider.value);

  const runner = new Runner(COLUMNS);
  const points = new Points();
  let canvas;

  const say = (state, words) => {
    root.dataset.state = state;
    find(".status").textContent = words;
    find("button").textContent = { running: "Cancel", failed: "Try again" }[state] ?? "Compute";
  };

  const compared = (workers, seconds) => {
    const one = points.seconds(WAY, 1);
    return one && workers > 1 ? `, ${three(one / seconds)} times as fast as one` : "";
  };

  const compute = async (workers) => {
    say("running", `${count(workers)} at work…`);
    const made = new Array(workers).fill(0);
    const picture = await runner.picture();
    const begin = () => {
      canvas ??= unveil(find(".frame"), picture);
      canvas.clear(WAYS[WAY].look, workers);
    };
    const seconds = await runner.run(WAY, workers, begin, (tile, maker, counts) => {
      canvas.add(tile, maker, counts);
      made[maker] += 1;
    });
    if (seconds === undefined) return say("cancelled", "Cancelled.");
    points.add(WAY, workers, seconds);
    Object.assign(root.dataset, { workers, seconds, checksum: canvas.checksum() });
    say("done", `${count(workers)} took ${duration(seconds)}${compared(workers, seconds)}. ${shares(made)}`);
  };

  find("button").onclick = () => {
    if (root.dataset.state === "running") runner.cancel();
    else compute(slider.valueAsNumber).catch((error) => say("failed", error.message));
  };
}
