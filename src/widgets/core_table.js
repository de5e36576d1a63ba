// The table of ideal times, for any number of cores; a second slider takes the ideal away.

import { controls, dress, html } from "./laws/controls.js";
import { CORES, amdahl, cores, coresAre, percent, times } from "./laws/laws.js";

/** Names, and seconds on one core: crates/measure/laws/src/core_table.rs. */
const JOBS = [
  ["1 minute", 60],
  ["1 hour", 3600],
  ["1 day", 86400],
  ["1 month", 2628288],
  ["1 year", 31560000],
];

/** What can't be shared out, in thousandths of the work. */
const SERIAL = [0, 1, 2, 5, 10, 20, 50, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000];

/** Days, hours, minutes and seconds to the millisecond, without what is zero. */
function exactly(seconds) {
  const ms = Math.round(1000 * seconds);
  const whole = Math.floor(ms / 1000);
  const parts = [
    [Math.floor(whole / 86400), "d"],
    [Math.floor(whole / 3600) % 24, "h"],
    [Math.floor(whole / 60) % 60, "min"],
    [(ms % 60000) / 1000, "s"],
  ].filter(([count]) => count > 0);
  return parts.length ? parts.map(([count, unit]) => `${count}\u00a0${unit}`).join(" ") : "0\u00a0s";
}

export default function mount(element) {
  dress();
  const head = html("th", { scope: "col" });
  const cells = JOBS.map(() => html("td"));
  const rows = JOBS.map(([name, seconds], i) =>
    html("tr", {}, html("th", { scope: "row" }, name), html("td", {}, `${seconds.toLocaleString("en")}\u00a0s`), cells[i]),
  );
  const first = html("tr", {}, html("th", { scope: "col" }, "job"), html("th", { scope: "col" }, "on 1 core"), head);
  const table = html("table", { class: "core-table" }, html("thead", {}, first), html("tbody", {}, ...rows));
  const words = html("p", { class: "readout", "aria-live": "polite" });

  const sliders = controls(
    "Cores, and work that can't be shared",
    [
      { key: "table-cores", label: "cores", stops: CORES, start: 32, say: cores },
      { key: "table-serial", label: "can’t be shared", stops: SERIAL, start: 0, say: (s) => percent(s / 1000) },
    ],
    (values) => {
      const [n, serial] = [values["table-cores"], values["table-serial"] / 1000];
      const speedup = amdahl(1 - serial, n);
      head.textContent = `on ${cores(n)}`;
      // In thousandths, so that what is exact stays exact.
      const share = (values["table-serial"] * n + 1000 - values["table-serial"]) / (1000 * n);
      JOBS.forEach(([, seconds], i) => (cells[i].textContent = exactly(seconds * share)));
      const year = exactly(JOBS.at(-1)[1] * share);
      words.textContent =
        serial === 0
          ? `In an ideal world ${coresAre(n)} ${times(n)} fast as one: a year takes ${year}.`
          : `With ${percent(serial)} that can’t be shared, ${coresAre(n)} ${times(speedup)} fast as one: ` +
            `a year takes ${year}.`;
    },
  );
  element.replaceChildren(sliders, html("div", { class: "scroll" }, table), words);
}
