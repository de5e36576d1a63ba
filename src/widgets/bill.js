// Copy or share: what it costs to hand numbers to a worker process, beside what it takes to compute with them.
// Every number comes from the table and the sentence that stand here until this script runs.

import { stage } from "./stage/stage.js";

/** A pair of points and its distance: five numbers of eight bytes. */
const BYTES_A_PAIR = 40;
const START = 1_000_000;
/** Steps of the slider to a factor of ten. */
const FINE = 10;

const STYLE = `
.bill { padding-top: 1.2rem; }
.bill label { display: block; max-width: 60rem; }
.bill input { display: block; width: 100%; margin: .5rem 0 1.6rem; accent-color: var(--way-processes, #b5541c); }
.bill dl { display: grid; grid-template-columns: max-content 1fr; gap: .8rem 1.2rem; align-items: center; margin: 0;
    font: 1.5rem/1.4 var(--label-font, sans-serif); }
.bill :is(dt, dd) { margin: 0; font-weight: normal; }
.bill .track { display: flex; align-items: center; gap: .8rem; }
.bill .track span { white-space: nowrap; }
.bill .track i { height: 1.8rem; min-width: 2px; background: var(--way-processes, #b5541c); }
.bill .shared i { background: none; box-sizing: border-box; border: 2px solid var(--way-processes, #b5541c); }
.bill .work i { background: var(--way-serial, #5c5c66); }
.bill output { display: block; margin-top: 1.2rem; min-height: 4.5em; }
@media print { .bill label { display: none; } }
`;

export default function mount(element) {
    const measured = read(element);
    if (!measured) {
        return;
    }
    const [least, most] = [measured.sent[0][0], measured.sent.at(-1)[0]];
    const steps = Math.round(FINE * Math.log10(most / least));
    stage(
        element,
        STYLE,
        `<div class="bill">
            <label><span data-say></span><input type="range" min="0" max="${steps}"></label>
            <dl></dl>
            <output aria-live="polite"></output>
        </div>`,
        "What was measured, as a picture and a table",
    );
    const slider = element.querySelector("input");
    const draw = () => {
        const bytes = least * 10 ** (slider.value / FINE);
        const words = `${size(bytes)} of numbers: ${thousands(bytes / BYTES_A_PAIR)} pairs and their distances`;
        element.querySelector("[data-say]").textContent = words;
        slider.setAttribute("aria-valuetext", words);
        const costs = {
            sent: between(measured.sent, bytes),
            shared: between(measured.shared, bytes),
            work: (measured.pair * bytes) / BYTES_A_PAIR,
        };
        const longest = Math.max(...Object.values(costs));
        const names = { sent: "sent", shared: "shared", work: "the work itself" };
        element.querySelector("dl").innerHTML = Object.entries(costs)
            .map(([cost, seconds]) => bar(cost, names[cost], seconds, (65 * seconds) / longest))
            .join("");
        element.querySelector("output").textContent = verdict(costs);
    };
    slider.value = Math.round(FINE * Math.log10(START / least));
    slider.addEventListener("input", draw);
    draw();
}

/** The measured points of both lines, as [bytes, seconds], and the seconds that a pair takes; null if they aren't there. */
function read(element) {
    const lines = { sent: [], shared: [] };
    for (const row of element.querySelectorAll("tbody tr")) {
        const [line, bytes, time] = [...row.cells].map((cell) => cell.textContent);
        lines[line]?.push([plain(bytes), plain(time)]);
    }
    const million = Number(element.querySelector("data.measured")?.value);
    const sound = Object.values(lines).every((points) => points.length > 1 && points.flat().every((number) => number > 0));
    return sound && million > 0 ? { ...lines, pair: million / 1e6 } : null;
}

/** "1.23 ms" is 0.00123, "10k" is 10000. */
function plain(text) {
    const [, number, prefix] = /^([\d.]+)\s*([nµmkM]?)s?$/.exec(text.trim()) ?? [];
    return Number(number) * { n: 1e-9, µ: 1e-6, m: 1e-3, "": 1, k: 1e3, M: 1e6 }[prefix];
}

/** The seconds at `bytes`, on the straight line between two measured points when both axes go by factors. */
function between(points, bytes) {
    const after = Math.max(1, points.findIndex(([x]) => x >= bytes * (1 - 1e-9)));
    const [[x0, y0], [x1, y1]] = [points[after - 1], points[after]];
    return y0 * (y1 / y0) ** (Math.log(bytes / x0) / Math.log(x1 / x0));
}

function bar(kind, name, seconds, percent) {
    return `<dt>${name}</dt><dd class="track ${kind}"><i style="width: ${percent}%"></i><span>${time(seconds)}</span></dd>`;
}

function verdict({ sent, shared, work }) {
    const ratio = sent / shared;
    const first =
        ratio < 1.2
            ? "Sending and sharing cost about the same: both are one message."
            : `Sending takes ${ratio.toFixed(ratio < 10 ? 1 : 0)} times as long as sharing.`;
    const second =
        sent > work
            ? "A copy alone takes longer than computing all the distances on one core: copying can’t win."
            : `A copy adds ${Math.round((100 * sent) / work)}\u00a0% to the time of the work, sharing ${Math.round((100 * shared) / work)}\u00a0%.`;
    return `${first} ${second}`;
}

function time(seconds) {
    const [factor, unit] = seconds < 1e-6 ? [1e9, "ns"] : seconds < 1e-3 ? [1e6, "µs"] : seconds < 1 ? [1e3, "ms"] : [1, "s"];
    return `${Number((seconds * factor).toPrecision(3))}\u00a0${unit}`;
}

function size(bytes) {
    const [factor, unit] = bytes < 1e6 ? [1e3, "kB"] : [1e6, "MB"];
    return `${Number((bytes / factor).toPrecision(2))}\u00a0${unit}`;
}

function thousands(number) {
    return Number(number.toPrecision(2)).toLocaleString("en");
}
