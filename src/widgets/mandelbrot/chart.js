// A small plot: workers across, a measurement upwards. A series has its own colour, mark and dash, and is labelled at
// its end.

const WIDTH = 360;
const HEIGHT = 250;
const EDGE = { left: 44, top: 26, bottom: 38 };

/** Marks as in the rest of the book, drawn around 0,0. */
const MARKS = {
  serial: "M-4,0a4,4 0 1 0 8,0a4,4 0 1 0 -8,0z",
  simd: "M0,-5.5L5.5,0L0,5.5L-5.5,0z",
  processes: "M0,-5L4.8,-1.6L3,4.2L-3,4.2L-4.8,-1.6z",
  rayon: "M-4,-4h8v8h-8z",
};
const DASHES = { processes: "7 3", rayon: "2 3" };

/** An SVG element with its attributes and children. */
function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Steps of 1, 2 or 5 times a power of ten, about `wanted` of them up to `top`. */
function ticks(top, wanted) {
  const rough = top / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough);
  return Array.from({ length: Math.floor(top / step + 1e-9) + 1 }, (_, i) => i * step);
}

/**
 * `series`: `[{way, label, points: [{workers, value, runs}], curve}]`; `runs` are single measurements, `curve(workers)`
 * the fitted law. `live`: `{way, workers, value}` of the run under way. `cores`: where the machine's cores end.
 * `ideal(workers)`: the dashed line to compare with. `digits(value)` writes a tick.
 */
export function chart({ title, series, live, most, top, cores, ideal }) {
  // Room for the longest name at a line's end: bold letters are about 0.6 of their height wide.
  const right = 16 + 0.62 * 12 * Math.max(...series.map(({ label }) => label.length), "workers".length);
  const x = (workers) => EDGE.left + ((workers - 1) / Math.max(1, most - 1)) * (WIDTH - EDGE.left - right);
  const y = (value) => HEIGHT - EDGE.bottom - (value / top) * (HEIGHT - EDGE.top - EDGE.bottom);
  const line = (curve, from, to, attributes) => {
    const points = Array.from({ length: 41 }, (_, i) => from + ((to - from) * i) / 40);
    const seen = points.filter((workers) => curve(workers) <= top);
    const path = seen.map((workers) => `${x(workers).toFixed(1)},${y(curve(workers)).toFixed(1)}`).join(" ");
    return svg("polyline", { points: path, fill: "none", ...attributes });
  };
  const mark = (way, workers, value, name, size = 1) => {
    const place = `translate(${x(workers)} ${y(Math.min(value, top))}) scale(${size})`;
    return svg("path", { d: MARKS[way], transform: place, class: name });
  };
  const text = (x, y, words, attributes = {}) => svg("text", { x, y, ...attributes }, words);

  const root = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": title, class: "chart" });
  root.append(text(4, 14, title, { class: "title" }));
  for (const value of ticks(top, 4)) {
    root.append(svg("line", { x1: EDGE.left, x2: WIDTH - right, y1: y(value), y2: y(value), class: "grid" }));
    root.append(text(EDGE.left - 6, y(value) + 4, Number(value.toPrecision(3)), { "text-anchor": "end" }));
  }
  const every = Math.ceil(most / 8);
  for (let workers = 1; workers <= most; workers += every) {
    root.append(text(x(workers), HEIGHT - EDGE.bottom + 16, workers, { "text-anchor": "middle" }));
  }
  root.append(text(x((1 + most) / 2), HEIGHT - 6, "workers", { "text-anchor": "middle" }));
  if (cores < most) {
    root.append(svg("line", { x1: x(cores), x2: x(cores), y1: y(0), y2: y(top), class: "cores" }));
    root.append(text(x(cores) + 4, y(0) - 5, cores === 1 ? "1 core" : `${cores} cores`, { class: "quiet" }));
  }
  if (ideal) {
    const end = Math.min(cores, most);
    root.append(line(ideal, 1, end, { class: "ideal" }));
    if (end > 1 && ideal(end) <= top) root.append(text(x(end) - 6, y(ideal(end)) - 4, "ideal", { class: "quiet", "text-anchor": "end" }));
  }
  const ends = [];
  for (const { way, label, points, curve } of series.filter(({ points }) => points.length > 0)) {
    const group = svg("g", { "data-way": way, class: "series" });
    if (curve) group.append(line(curve, 1, most, { class: "fit", "stroke-dasharray": DASHES[way] ?? "none" }));
    for (const { workers, value, runs } of points) {
      for (const run of runs) group.append(mark(way, workers, run, "run", 0.6));
      group.append(mark(way, workers, value, "median"));
    }
    const end = points.at(-1);
    ends.push({ group, label, workers: end.workers, at: y(Math.min(end.value, top)) });
    root.append(group);
  }
  if (live) {
    root.append(svg("g", { "data-way": live.way, class: "series" }, mark(live.way, live.workers, live.value, "live")));
  }
  // Labels that would lie on each other are moved apart, downwards from the topmost.
  let free = 0;
  for (const { group, label, workers, at } of ends.sort((a, b) => a.at - b.at)) {
    const place = Math.max(at + 4, free);
    free = place + 13;
    group.append(text(x(workers) + 9, place, label, { class: "label" }));
  }
  return root;
}
