// The title page's picture, live: several workers compute it, one worker computes it, and their times are compared.

import init, { Picture } from "../wasm/plain/browser.js";
import { bands } from "./mandelbrot/bands.js";
import { CANCELLED, Watch } from "./mandelbrot/watch.js";
import { compile, forget } from "./mandelbrot/wasm.js";
import { CORES, count, duration, three } from "./mandelbrot/words.js";

/** What a browser must have for it. */
export const needs = ["Worker", "WebAssembly"];

/** Seconds that one worker is to take: long enough that several win visibly and a hiccup decides nothing. */
const WANTED = 1.5;

/** The poster's picture, four times as fine: pixels in a row, rows in a band. */
const COLUMNS = 528;
const ROWS = 16;

/** Steps after which a point counts as inside, for the sample that tells how fast this machine is. */
const FIRST_LIMIT = 1000;

/** Steps at which a pixel takes the next shade, and the shades' opacities, as in the poster. */
const EDGES = [3, 5, 8, 14];
const OPACITY = [0.1, 0.2, 0.34, 0.52, 0.74, 1];

/** The poster has a colour and a mark for as many. */
const MOST = 8;

const MARKUP = `
  <div class="controls">
    <button type="button" name="run"></button>
    <label>Workers <input type="range" min="2" max="${MOST}"><output></output></label>
  </div>
  <p class="status" role="status"></p>`;

/** Puts controls under the poster in `element`, and the live picture into its place when they are used. */
export default function mount(element) {
  const poster = element.querySelector("svg");
  const root = document.createElement("div");
  root.className = "contest";
  root.innerHTML = MARKUP;
  poster.closest("figure").after(root);
  new Contest(root, new Stage(poster));
  // Arrow keys move the slider; without this they would turn the book's page as well.
  root.addEventListener("keydown", (event) => event.stopPropagation());
}

class Contest {
  #root;
  #stage;
  #watch;

  constructor(root, stage) {
    [this.#root, this.#stage] = [root, stage];
    const slider = this.#find("input");
    slider.value = Math.max(2, Math.min(CORES, MOST));
    slider.oninput = () => (this.#find("output").value = slider.value);
    slider.oninput();
    this.#find("button").onclick = () => (this.#watch ? this.#watch.stop(CANCELLED) : this.#run(slider.valueAsNumber));
    const cores = CORES === 1 ? "one core" : `${CORES} cores`;
    this.#say("idle", `Your browser offers ${cores}. Let several workers compute the picture, and then one.`);
  }

  #find(selector) {
    return this.#root.querySelector(selector);
  }

  /** "idle", "running", "done", "cancelled" or "failed", for the button, style sheets and tests. */
  #say(state, words) {
    this.#root.dataset.state = state;
    this.#find(".status").textContent = words;
    this.#find("button").textContent = { idle: "Run it here", running: "Cancel", failed: "Try again" }[state] ?? "Run again";
  }

  async #run(workers) {
    const watch = (this.#watch = new Watch());
    let crew;
    try {
      this.#say("running", `Starting ${count(workers)}…`);
      const plan = { workers, columns: COLUMNS, rows: ROWS, limit: FIRST_LIMIT };
      crew = await watch.until(bands(plan, watch.signal));
      const limit = await watch.until(enough(crew));
      await watch.until(crew.limit(limit));
      const many = await this.#timed(crew, workers, limit, "many", watch);
      const one = await this.#timed(crew, 1, limit, "one", watch, many.seconds);
      const same = equal(many.bands, one.bands);
      const ratio = one.seconds / many.seconds;
      Object.assign(this.#root.dataset, { workers, limit, same, checksum: checksum(one.bands), ratio });
      this.#say(same ? "done" : "failed", verdict(workers, many, one, same));
    } catch (error) {
      watch.stop(error);
      forget();
      this.#stage.clear();
      this.#say(error === CANCELLED ? "cancelled" : "failed", error.message);
    } finally {
      watch.end();
      crew?.end();
      this.#watch = undefined;
    }
  }

  /** The picture by `among` of the crew: its bands, the seconds, and the rows that were done after `mark` seconds. */
  async #timed(crew, among, limit, side, watch, mark) {
    const { tiles } = await geometry(limit);
    this.#say("running", `${count(among)} at work…`);
    this.#stage.begin(side, among);
    const made = new Array(tiles);
    const start = performance.now();
    let reached;
    const onBand = (band, maker, counts) => {
      watch.heard();
      made[band] = counts;
      if (reached === undefined && mark !== undefined && performance.now() - start >= 1000 * mark) {
        reached = band;
        this.#stage.mark(side, "serial", band);
      }
      this.#stage.draw(side, band, maker, counts, limit);
    };
    await watch.until(crew.run(tiles, among, onBand));
    const seconds = (performance.now() - start) / 1000;
    this.#stage.label(side, `${among === 1 ? "one worker" : `${among} workers`}: ${duration(seconds)}`);
    return { bands: made, seconds, reached };
  }
}

async function geometry(limit) {
  await init({ module_or_path: await compile("plain") });
  return Picture.bands(COLUMNS, ROWS, limit);
}

/** As many steps for a point inside as make the picture take one worker the time wanted. */
async function enough(crew) {
  const middle = (await geometry(FIRST_LIMIT)).tiles >> 1;
  const samples = [await crew.sample(middle), await crew.sample(middle), await crew.sample(middle)];
  const { steps, seconds } = samples.reduce((a, b) => (a.seconds < b.seconds ? a : b));
  const rate = steps.reduce((sum, pixel) => sum + pixel, 0) / Math.max(seconds, 1e-4);
  // A coarse picture tells which share of the fine one lies inside, where every step more is work.
  const coarse = Picture.bands(COLUMNS / 4, ROWS, FIRST_LIMIT);
  let [inside, outside] = [0, 0];
  for (let tile = 0; tile < coarse.tiles; tile++) {
    for (const steps of coarse.compute(tile)) {
      if (steps === FIRST_LIMIT) inside += 16;
      else outside += 16 * steps;
    }
  }
  coarse.free();
  return Math.round(Math.max(200, Math.min(200000, (WANTED * rate - outside) / inside)));
}

function equal(a, b) {
  return a.every((counts, band) => counts.every((steps, i) => steps === b[band][i]));
}

/** FNV-1a over the pixels, row by row. */
function checksum(bands) {
  let hash = 0x811c9dc5;
  for (const counts of bands) for (const steps of counts) hash = Math.imul(hash ^ steps, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

function verdict(workers, many, one, same) {
  if (!same) return "The two pictures differ, which must never happen: the times mean nothing.";
  const ratio = one.seconds / many.seconds;
  const times = `${count(workers)} took ${duration(many.seconds)}, one took ${duration(one.seconds)}`;
  const result = ratio >= 1 ? `: ${three(ratio)} times as fast` : `: no gain`;
  const check = " The two pictures are equal in every pixel.";
  const mark =
    one.reached === undefined ? "" : ` The mark shows how far the one worker had come when the ${workers} were done.`;
  let why = "";
  if (CORES === 1) why = " They share the one core that your browser offers.";
  else if (ratio < 1.2) why = " Something else keeps the cores busy, or there are fewer than your browser says.";
  else if (workers > CORES) why = ` More workers than the ${CORES} cores gain nothing further.`;
  return `${times}${result}.${why}${mark}${check}`;
}

/** The poster, and the two canvases that lie over its two frames while they are computed. */
class Stage {
  #poster;
  #box = document.createElement("div");
  #frames;
  #texts;
  #words;
  #marks = new Map();
  #live = document.createElementNS("http://www.w3.org/2000/svg", "g");
  #sides = {};

  constructor(poster) {
    this.#poster = poster;
    this.#box.className = "contest-stage";
    poster.replaceWith(this.#box);
    this.#box.append(poster);
    this.#frames = [...poster.querySelectorAll("rect")].map((rect) => rect.getBBox());
    this.#texts = [...poster.querySelectorAll("text")];
    this.#words = this.#texts.map((text) => text.textContent);
    for (const mark of poster.querySelectorAll("[data-way]")) {
      if (!this.#marks.has(mark.dataset.way)) this.#marks.set(mark.dataset.way, mark);
    }
    poster.append(this.#live);
  }

  /** Shows the poster again. */
  clear() {
    this.#poster.classList.remove("live");
    this.#live.replaceChildren();
    for (const { canvas } of Object.values(this.#sides)) canvas.remove();
    this.#sides = {};
    this.#texts.forEach((text, i) => (text.textContent = this.#words[i]));
  }

  /** An empty frame for that many workers, on the "one" or the "many" side. */
  begin(side, workers) {
    if (side === "many") this.clear();
    this.#poster.classList.add("live");
    const frame = this.#frames[side === "one" ? 0 : 1];
    const { width, height } = this.#poster.viewBox.baseVal;
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: COLUMNS, height: (COLUMNS * 3) / 4 });
    canvas.setAttribute("role", "img");
    canvas.ariaLabel = `The Mandelbrot set, computed by ${count(workers)}; each band has the colour of the worker that computed it.`;
    const share = (part, whole) => `${(100 * part) / whole}%`;
    Object.assign(canvas.style, {
      left: share(frame.x, width),
      top: share(frame.y, height),
      width: share(frame.width, width),
      height: share(frame.height, height),
    });
    this.#box.append(canvas);
    const ways = [...this.#marks.keys()];
    this.#sides[side] = { canvas, frame, ways, context: canvas.getContext("2d") };
    this.label(side, `${workers === 1 ? "one worker" : `${workers} workers`}…`);
    if (side === "many") this.#texts[0].textContent = "one worker: later";
  }

  label(side, words) {
    this.#texts[side === "one" ? 0 : 1].textContent = words;
  }

  /** A mark beside a band. */
  mark(side, way, band) {
    const { frame } = this.#sides[side];
    const mark = this.#marks.get(way).cloneNode();
    const rows = (COLUMNS * 3) / 4;
    const middle = frame.y + (frame.height * (band + 0.5) * ROWS) / rows;
    mark.setAttribute("transform", `translate(${frame.x + frame.width + 11} ${middle})`);
    this.#live.append(mark);
  }

  draw(side, band, maker, counts, limit) {
    const { context, ways } = this.#sides[side];
    const way = side === "one" ? "serial" : ways[maker % ways.length];
    if (side === "many") this.mark(side, way, band);
    const [r, g, b] = getComputedStyle(this.#marks.get(way)).fill.match(/[\d.]+/g).map(Number);
    const image = context.createImageData(COLUMNS, counts.length / COLUMNS);
    counts.forEach((steps, i) => {
      const shade = steps >= limit ? 5 : EDGES.filter((edge) => steps >= edge).length;
      image.data.set([r, g, b, 255 * OPACITY[shade]], 4 * i);
    });
    context.putImageData(image, 0, band * ROWS);
  }
}
