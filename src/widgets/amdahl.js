// Both laws over the number of cores, for a fraction that can be shared out.

import { controls, dress, html } from "./laws/controls.js";
import { CORES, amdahl, cores, coresAre, gustafson, limit, percent, short, times } from "./laws/laws.js";

/** What can be shared out, in thousandths of the work: finer where it matters. */
const PARALLEL = [0, 100, 200, 300, 400, 500, 600, 700, 750, 800, 850].concat(
  Array.from({ length: 10 }, (_, i) => 900 + 10 * i),
  Array.from({ length: 10 }, (_, i) => 991 + i),
);

const MOST = CORES.at(-1);
const HEIGHT = 300;
const EDGE = { left: 38, right: 84, top: 28, bottom: 40 };

/** An SVG element with its attributes and children. */
function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** The plot, `width` pixels wide. Both axes are logarithmic: as many steps from 1 to 2 as from 512 to 1024. */
function plot(width, parallel, n) {
  const x = (cores) => EDGE.left + (Math.log2(cores) / Math.log2(MOST)) * (width - EDGE.left - EDGE.right);
  const y = (speedup) => HEIGHT - EDGE.bottom - (Math.log2(speedup) / Math.log2(MOST)) * (HEIGHT - EDGE.top - EDGE.bottom);
  const text = (x, y, words, attributes = {}) => svg("text", { x, y, ...attributes }, words);
  const root = svg("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, "aria-hidden": "true" });

  for (const tick of [1, 4, 16, 64, 256, 1024]) {
    root.append(svg("line", { x1: EDGE.left, x2: x(MOST), y1: y(tick), y2: y(tick), class: "grid" }));
    root.append(text(EDGE.left - 6, y(tick) + 4, tick, { "text-anchor": "end" }));
  }
  for (const tick of width < 400 ? [1, 32, 1024] : [1, 4, 16, 64, 256, 1024]) {
    root.append(text(x(tick), HEIGHT - EDGE.bottom + 16, tick, { "text-anchor": "middle" }));
  }
  root.append(text((x(1) + x(MOST)) / 2, HEIGHT - 5, "cores", { "text-anchor": "middle" }));
  root.append(text(0, 13, "times as fast, or as much"));

  const curve = (law) => CORES.map((cores) => `${x(cores).toFixed(1)},${y(law(cores)).toFixed(1)}`).join(" ");
  const laws = [
    ["ideal", (cores) => cores],
    ["gustafson", (cores) => gustafson(parallel, cores)],
    ["amdahl", (cores) => amdahl(parallel, cores)],
  ];
  const most = limit(parallel);
  if (most < MOST) {
    root.append(svg("line", { x1: EDGE.left, x2: x(MOST), y1: y(most), y2: y(most), class: "limit" }));
    // Left of the middle, where Amdahl's own curve is still below its limit.
    if (most > 1.5) root.append(text(EDGE.left + 6, y(most) - 5, `limit ${short(most)}`, { class: "quiet" }));
  }
  root.append(svg("line", { x1: x(n), x2: x(n), y1: y(1), y2: y(MOST), class: "chosen" }));
  for (const [name, law] of laws) root.append(svg("polyline", { points: curve(law), class: `law ${name}` }));
  for (const [name, law] of laws.slice(1)) {
    root.append(svg("circle", { cx: x(n), cy: y(law(n)), r: 5, class: `at ${name}` }));
  }

  // Lines are named at their ends. Names that would touch move apart: down, and up again from the axis.
  const heights = laws.map(([, law]) => y(law(MOST)) + 4);
  for (let i = 1; i < laws.length; i++) heights[i] = Math.max(heights[i], heights[i - 1] + 16);
  for (let i = laws.length - 1, lowest = y(1) + 4; i >= 0; i--, lowest -= 16) heights[i] = Math.min(heights[i], lowest);
  laws.forEach(([name], i) => {
    root.append(text(x(MOST) + 8, heights[i], name[0].toUpperCase() + name.slice(1), { class: name }));
  });
  return root;
}

/** What the plot says, for those who would rather read it. */
function inWords(parallel, n) {
  const speedup = amdahl(parallel, n);
  const most = limit(parallel);
  const reach =
    parallel === 0
      ? "Nothing is shared, and more cores change nothing."
      : parallel === 1
        ? "Everything is shared, and there is no limit."
        : `No number of cores reaches ${short(most)}.`;
  return (
    `Amdahl: with ${percent(parallel)} shared out, ${coresAre(n)} ${times(speedup)} fast as one, ` +
    `an efficiency of ${percent(Math.round((1000 * speedup) / n) / 1000)}. ${reach} ` +
    `Gustafson: if ${percent(parallel)} of the time goes into work that grows with the cores, ` +
    `${n === 1 ? "it does" : "they do"} ${times(gustafson(parallel, n))} much in the same time.`
  );
}

export default function mount(element) {
  dress();
  const figure = html("div", { class: "laws-plot" });
  const words = html("p", { class: "readout", "aria-live": "polite" });
  let state;
  const draw = () => {
    // At least what the labels need: on a narrower page the plot scrolls.
    const width = Math.max(240, Math.min(800, figure.clientWidth));
    figure.replaceChildren(plot(width, state.parallel, state.n));
  };
  const sliders = controls(
    "Fraction that can be shared, and cores",
    [
      { key: "p", label: "shared out, p", stops: PARALLEL, start: 950, say: (p) => percent(p / 1000) },
      { key: "n", label: "cores, n", stops: CORES, start: 32, say: cores },
    ],
    ({ p, n }) => {
      state = { parallel: p / 1000, n };
      draw();
      words.textContent = inWords(state.parallel, n);
    },
  );
  element.replaceChildren(sliders, figure, words);
  new ResizeObserver(draw).observe(figure);
}
