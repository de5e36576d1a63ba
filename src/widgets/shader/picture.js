// The picture of a request: memory in rows of 32 words. A row of global memory is a segment, and a column of workgroup
// memory a bank; so the rows with a mark are transactions, and the marks in the fullest column turns.

const SVG = "http://www.w3.org/2000/svg";
const [COLUMNS, CELL, LEFT, TOP] = [32, 10, 34, 14];
/** Rows that are drawn. */
const MOST = 64;

const count = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

/** The words that a request touches, each once. */
const words = (request) => [...new Set(request.flatMap(([first, many]) => Array.from({ length: many }, (_, k) => first + k)))];

/** What there is to say of request number `at` of a place. */
export function say(place, at) {
  const request = place.drawn[at];
  const touched = words(request);
  const lanes = count(request.length, "lane");
  const does = request.length === 1 ? place.does : place.does.replace(/s$/, "");
  const what = `${lanes} ${does} ${count(touched.length, "word")} of ${place.variable}`;
  const numbered = `Request ${at + 1} of ${place.requests}: ${what}`;
  if (!place.workgroup) {
    const rows = new Set(touched.map((word) => Math.floor(word / COLUMNS))).size;
    return `${numbered}, in ${count(rows, "segment")}. That is ${count(rows, "transaction")}.`;
  }
  const banks = new Array(COLUMNS).fill(0);
  for (const word of touched) banks[word % COLUMNS]++;
  const most = Math.max(...banks);
  if (request.some(([, many]) => many > 1)) return `${numbered}.`;
  return most === 1 ? `${numbered}, each from another bank. That is 1 turn.` : `${numbered}, ${most} of them from one bank. That is ${most} turns.`;
}

/** Draws request number `at` of a place. */
export function draw(place, at) {
  const rows = Math.min(MOST, Math.ceil(place.length / COLUMNS));
  const [width, height] = [LEFT + COLUMNS * CELL + 1, TOP + rows * CELL + 1];
  const svg = node("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": say(place, at) });
  for (const column of [0, 8, 16, 24, 31]) {
    svg.append(text(column, LEFT + (column + 0.5) * CELL, TOP - 4, "middle"));
  }
  for (let row = 0; row < rows; row += rows > 16 ? 4 : 1) {
    svg.append(text(row * COLUMNS, LEFT - 4, TOP + (row + 0.8) * CELL, "end"));
  }
  const square = (inset) => (word) => {
    const [x, y] = [LEFT + (word % COLUMNS) * CELL + inset, TOP + Math.floor(word / COLUMNS) * CELL + inset];
    const side = CELL - 2 * inset;
    return `M${x} ${y}h${side}v${side}h${-side}z`;
  };
  const seen = (word) => word < rows * COLUMNS;
  const path = (kind, of, inset) => svg.append(node("path", { class: kind, d: of.filter(seen).map(square(inset)).join("") }));
  path("word", Array.from({ length: rows * COLUMNS }, (_, word) => word).filter((word) => word < place.length), 0.5);
  path("others", words(place.drawn.flat()), 0.5);
  path("now", words(place.drawn[at]), 0.5);
  return svg;
}

function text(words, x, y, anchor) {
  const element = node("text", { x, y, "text-anchor": anchor });
  element.textContent = words;
  return element;
}

function node(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
