// What came of a run: what was found, the answer, what was counted, and the picture of accesses.

import { draw, say } from "./picture.js";

/** An element with these properties and children. Text is never read as HTML. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-")) element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

const count = (n, one, many = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

/** Everything below the verdict. `said` comes from the simulator, for the text `wgsl`. */
export function report(said, wgsl) {
  if (said.error) return [make("pre", { className: "plain", tabIndex: 0, ariaLabel: "What naga says", role: "region" }, said.error)];
  const parts = [];
  if (said.findings.length > 0) parts.push(findings(said.findings, wgsl.split("\n")));
  parts.push(answer("The simulator’s answer", said.answer));
  if (said.places.length > 0) parts.push(counts(said.counts), accesses(said.places));
  return parts;
}

function findings(all, lines) {
  // A line that reads an element twice does so with the same words.
  const once = all.filter(({ words }, i) => all.findIndex((other) => other.words === words) === i);
  const items = once.map(({ line, words, wrong }) =>
    make("li", { className: wrong ? "wrong" : "note" }, wrong ? "" : "Worth a look. ", words, make("code", {}, (lines[line - 1] ?? "").trim())),
  );
  return make("ul", { className: "findings" }, ...items);
}

/** An answer's first numbers, and whether they are right. */
export function answer(whose, { name, first, length, wrong, difference }) {
  const numbers = first.join(" ") + (length > first.length ? " …" : "");
  const right = wrong === 0 ? `All ${count(length, "number")} are right.` : `${difference}. ${wrong} of ${count(length, "number")} are wrong.`;
  return make("p", { className: "answer" }, `${whose}: `, make("code", {}, `${name} = ${numbers}`), ` ${length === 1 && wrong === 0 ? "It is right." : right}`);
}

function counts({ transactions, conflicts, divergent, branches, barriers }) {
  const words = [
    count(transactions, "transaction"),
    count(conflicts, "extra turn for bank conflicts", "extra turns for bank conflicts"),
    `${divergent} of ${count(branches, "branch", "branches")} divergent`,
    count(barriers, "barrier"),
  ];
  return make("p", { className: "counts" }, `Counted in subgroups of 32: ${words.join(", ")}.`);
}

/** The table of places, and the picture of one of them. */
function accesses(places) {
  const head = ["line", "access", "requests", "transactions", "extra turns"].map((name) => make("th", { scope: "col" }, name));
  const rows = places.map(({ line, does, variable, requests, workgroup, transactions, conflicts }) => {
    const cells = [`${does} ${variable}`, requests, workgroup ? "–" : transactions, workgroup ? conflicts : "–"];
    const numbers = cells.map((cell) => make("td", {}, typeof cell === "number" ? cell.toLocaleString("en") : cell));
    return make("tr", {}, make("th", { scope: "row" }, String(line)), ...numbers);
  });
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
  const options = places.map(({ line, does, variable }, i) => make("option", { value: i }, `line ${line} ${does} ${variable}`));
  const which = make("select", {}, ...options);
  const slider = make("input", { type: "range", min: 1, step: 1, value: 1 });
  const [words, picture] = [make("p", { className: "said", role: "status" }), make("div", { className: "memory" })];
  const show = () => {
    const place = places[which.value];
    slider.max = place.drawn.length;
    const at = Math.min(slider.value, place.drawn.length) - 1;
    words.textContent = say(place, at);
    slider.setAttribute("aria-valuetext", `request ${at + 1}`);
    picture.replaceChildren(draw(place, at));
    picture.dataset.memory = place.workgroup ? "workgroup" : "global";
  };
  which.addEventListener("input", () => {
    slider.value = 1;
    show();
  });
  slider.addEventListener("input", show);
  // What costs most is what one wants to see.
  const cost = ({ transactions, conflicts, requests, workgroup }) => (workgroup ? conflicts : transactions - requests);
  const costliest = places.reduce((best, place, i) => (cost(place) > cost(places[best]) ? i : best), 0);
  which.value = costliest;
  show();
  return make(
    "div",
    { className: "accesses" },
    make("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: "What each line asks of memory" }, table),
    make("p", { className: "choose" }, make("label", {}, "Draw ", which), make("label", {}, "Request ", slider)),
    words,
    picture,
    make(
      "p",
      { className: "legend" },
      "A square is a word, a row 32 of them: in global memory a segment, in workgroup memory one word of each bank. Filled: this request. Pale: the others of this line.",
    ),
  );
}
