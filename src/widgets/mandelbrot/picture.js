// The canvas: tiles appear in shades of the worker that made them, with its number.

/** How a tile looks depends on its worker alone: one hue for the way of working, stepped in lightness. */
function shades(hue, worker, workers, limit) {
  const step = workers === 1 ? 0 : worker / (workers - 1) - 0.5;
  const base = hue.map((part) => (step < 0 ? part * (1 + 0.7 * step) : part + (255 - part) * 0.6 * step));
  const mix = (from, to, share) => from + (to - from) * share;
  const colours = new Uint32Array(limit + 1);
  for (let count = 0; count < limit; count++) {
    // Escape times crowd at the low end; their logarithm spreads them evenly from dark to bright.
    const height = Math.max(0, (Math.log(count + 1) / Math.log(limit) - 0.3) / 0.7);
    const [r, g, b] = base.map((part) =>
      height < 0.4 ? mix(part * 0.45, part, height / 0.4) : mix(part, mix(part, 255, 0.9), (height - 0.4) / 0.6),
    );
    colours[count] = pack(r, g, b);
  }
  // Inside the set: nearly black.
  colours[limit] = pack(...base.map((part) => part * 0.1));
  return { colours, edge: `rgb(${base.map(Math.round).join(" ")})` };
}

/** A pixel as ImageData keeps it: red in the lowest byte on every machine that browsers run on. */
function pack(r, g, b) {
  return (255 << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r);
}

/** Puts a canvas in the place of what `frame` holds. */
export function unveil(frame, geometry) {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.ariaLabel = "A detail of the Mandelbrot set. Each tile is drawn in the shade of the worker that made it.";
  frame.replaceChildren(canvas);
  return new Canvas(canvas, geometry);
}

/** Draws tiles on `canvas` as they come, and remembers them. */
class Canvas {
  #canvas;
  #context;
  #geometry;
  #tiles = [];
  #waiting = [];
  #shades = [];

  /** `geometry`: columns, rows, limit, and `tile(k)`, which gives left, top, width and height in pixels. */
  constructor(canvas, geometry) {
    this.#canvas = canvas;
    this.#geometry = geometry;
    this.#context = canvas.getContext("2d");
    canvas.width = geometry.columns;
    canvas.height = geometry.rows;
    // The numbers keep their size on the screen whatever the canvas's, and the hue follows the theme.
    new ResizeObserver(() => this.#redraw()).observe(canvas);
    new MutationObserver(() => this.recolour()).observe(document.documentElement, { attributeFilter: ["class"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolour());
  }

  /** Forgets all tiles; those to come are made by `workers`, in the colour of the way of working `look`. */
  clear(look, workers) {
    this.#tiles = [];
    this.#waiting = [];
    this.#canvas.dataset.way = look;
    this.#context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.recolour(workers);
  }

  /** Takes the canvas's colour, which CSS sets to its way of working's, as the hue. */
  recolour(workers = this.#shades.length) {
    const hue = getComputedStyle(this.#canvas).color.match(/[\d.]+/g).slice(0, 3).map(Number);
    const { limit } = this.#geometry;
    this.#shades = Array.from({ length: workers }, (_, worker) => shades(hue, worker, workers, limit));
    this.#redraw();
  }

  /**
   * Takes tile `k`. Tiles are drawn together, ten times a second: where the processor puts the page together, each
   * frame takes time from a core that the workers want.
   */
  add(k, maker, counts) {
    if (this.#waiting.length === 0) setTimeout(() => requestAnimationFrame(() => this.#draw()), 100);
    this.#waiting.push({ k, maker, counts });
    this.#tiles.push({ k, maker, counts });
  }

  #draw() {
    for (const tile of this.#waiting) this.#drawTile(tile);
    this.#waiting = [];
  }

  #redraw() {
    this.#waiting = [];
    for (const tile of this.#tiles) this.#drawTile(tile);
  }

  #drawTile({ k, maker, counts }) {
    const context = this.#context;
    const [left, top, width, height] = this.#geometry.tile(k);
    const { colours, edge } = this.#shades[maker];
    const image = context.createImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    for (let i = 0; i < pixels.length; i++) pixels[i] = colours[counts[i]];
    context.putImageData(image, left, top);
    const scale = this.#canvas.width / (this.#canvas.clientWidth || this.#canvas.width);
    context.strokeStyle = edge;
    context.lineWidth = scale;
    context.strokeRect(left + scale / 2, top + scale / 2, width - scale, height - scale);
    // 11 pixels of the screen high, unless that would hide the tile.
    const size = Math.min(11 * scale, 0.45 * height);
    context.font = `600 ${size}px system-ui, sans-serif`;
    context.textBaseline = "top";
    const label = String(maker + 1);
    const room = context.measureText(label).width + 4 * scale;
    context.fillStyle = edge;
    context.fillRect(left, top, room, size + 2 * scale);
    context.fillStyle = isLight(edge) ? "#000" : "#fff";
    context.fillText(label, left + 2 * scale, top + 1.5 * scale);
  }

  /**
   * A number that two pictures share only if all their escape times are equal (but for one chance in 4 thousand
   * million): FNV-1a over the pixels, row by row. Nothing while tiles are missing.
   */
  checksum() {
    const { columns, rows } = this.#geometry;
    const picture = new Int32Array(columns * rows).fill(-1);
    for (const { k, counts } of this.#tiles) {
      const [left, top, width, height] = this.#geometry.tile(k);
      for (let row = 0; row < height; row++) {
        picture.set(counts.subarray(row * width, (row + 1) * width), (top + row) * columns + left);
      }
    }
    if (picture.includes(-1)) return undefined;
    let hash = 0x811c9dc5;
    for (const count of picture) hash = Math.imul(hash ^ count, 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, "0");
  }
}

function isLight(rgb) {
  const [r, g, b] = rgb.match(/\d+/g).map((part) => (part / 255) ** 2.2);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.2;
}
