// What the measurements say: two plots, Amdahl's law fitted to them, and all numbers.

import { amdahl, serialFraction } from "../../wasm/plain/browser.js";
import { chart } from "./chart.js";
import { WAYS } from "./runner.js";
import { CORES, MOST, duration, three } from "./words.js";

/** What "times as fast" compares with: the same machine code, alone. */
export const BASE = "simd";

/**
 * Shows `points` in `element`. `live` is the run under way, if there is one: its way, workers, seconds so far, and the
 * share of the picture's steps that is done (not a number while the total is unknown).
 */
export function results(element, points, live) {
  const base = points.seconds(BASE, 1);
  const ways = Object.keys(WAYS).map((way) => ({ way, points: points.of(way), fit: base && fit(way, points, base) }));
  if (!live && ways.every(({ points }) => points.length === 0)) return element.replaceChildren();
  const open = element.querySelector("details")?.open ?? false;
  element.replaceChildren(charts(ways, base, live), fits(ways), table(ways, base));
  element.querySelector("details").open = open;
}

/** The serial fraction that explains a way's speedups best, from all worker counts that have a core each. */
function fit(way, points, base) {
  const measured = points.of(way).filter(({ workers }) => workers <= CORES);
  const speedups = measured.map(({ seconds }) => base / seconds);
  const serial = serialFraction(Float64Array.from(measured, ({ workers }) => workers), Float64Array.from(speedups));
  // Below zero the law has no meaning: these times show no serial part.
  return serial === undefined ? undefined : Math.max(0, serial);
}

/**
 * What a fitted serial fraction says of the way called `name`. Above 1 the law has no meaning either: it knows work that
 * more workers don't speed up, and none that they slow down.
 */
export function verdict(name, serial) {
  if (serial > 1) {
    return (
      `${name}: on these cores it is slower than one worker with SIMD. Amdahl's law can't describe that: it has work ` +
      "that more workers don't speed up, but none that they slow down."
    );
  }
  if (serial < 0.0005) return `${name}: these times show no serial part; Amdahl's law sets no limit yet.`;
  return (
    `${name}: Amdahl's law fits best with ${three(100 * serial)} % of the time serial. ` +
    `By that law no number of workers is more than ${three(1 / serial)} times as fast.`
  );
}

function charts(ways, base, live) {
  const figure = document.createElement("div");
  figure.className = "charts";
  const seconds = ways.flatMap(({ points }) => points.map(({ seconds }) => seconds));
  const frame = { most: MOST, cores: CORES };
  const series = (value, curve) =>
    ways.map(({ way, points, fit }) => ({
      way: WAYS[way].look,
      label: WAYS[way].short,
      points: points.map(({ workers, seconds, runs }) => ({ workers, value: value(seconds), runs: runs.map(value) })),
      curve: fit === undefined || fit > 1 ? undefined : curve(fit),
    }));
  const now = live && { way: WAYS[live.way].look, workers: live.workers };
  figure.append(
    chart({
      ...frame,
      title: "Time, seconds",
      series: series(
        (seconds) => seconds,
        (serial) => (workers) => base / amdahl(1 - serial, workers),
      ),
      live: live && { ...now, value: live.seconds },
      top: 1.1 * Math.max(...seconds, live?.seconds ?? 0),
    }),
  );
  if (base) {
    figure.append(
      chart({
        ...frame,
        title: "Times as fast as one worker with SIMD",
        series: series(
          (seconds) => base / seconds,
          (serial) => (workers) => amdahl(1 - serial, workers),
        ),
        // So far: the time one worker takes for the share that is done, over the time it took.
        live: live?.share > 0 ? { ...now, value: (live.share * base) / live.seconds } : undefined,
        top: 1.1 * Math.max(2, CORES, base / Math.min(...seconds)),
        ideal: (workers) => workers,
      }),
    );
  }
  return figure;
}

function fits(ways) {
  const list = document.createElement("ul");
  list.className = "fits";
  for (const { way, fit } of ways.filter(({ fit }) => fit !== undefined)) {
    const item = document.createElement("li");
    item.dataset.way = WAYS[way].look;
    item.dataset.serial = fit;
    item.textContent = verdict(WAYS[way].name, fit);
    list.append(item);
  }
  return list;
}

function table(ways, base) {
  const details = document.createElement("details");
  details.innerHTML = `<summary>All times</summary><div class="scroll"><table><thead><tr><th scope="col">Who</th>
    <th scope="col">Workers</th><th scope="col">Runs</th><th scope="col">Median</th>
    <th scope="col">Times as fast</th></tr></thead><tbody></tbody></table></div>`;
  for (const { way, points } of ways) {
    for (const { workers, runs, seconds } of points) {
      const row = details.querySelector("tbody").insertRow();
      row.dataset.way = WAYS[way].look;
      for (const cell of [WAYS[way].name, workers, runs.length, duration(seconds), base ? three(base / seconds) : "–"]) {
        row.insertCell().textContent = cell;
      }
    }
  }
  return details;
}
