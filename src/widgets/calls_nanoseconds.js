// Calls × nanoseconds: how much of the time goes into calling, for any number of calls, any work, and the same work in
// batches. What a call costs is read from the table that stands here until this script runs.

import { stage } from "./stage/stage.js";

/** Steps of a slider to a factor of ten. */
const FINE = 10;
/** From one call to a thousand million, and from a nanosecond of work in each to a hundred microseconds. */
const CALLS = { least: 1, tens: 9, start: 1e6 };
const WORK = { least: 1e-9, tens: 5, start: 1e-7 };
/** Elements handed over in one call. */
const BATCH = { least: 1, tens: 6, start: 1 };

const STYLE = `
.calls { padding-top: 1.2rem; }
.calls label { display: block; max-width: 60rem; margin-bottom: 1.2rem; }
.calls :is(input, select) { display: block; width: 100%; margin-top: .4rem; accent-color: var(--way-serial, #5c5c66); }
.calls select { max-width: 100%; padding: .4rem; font: inherit; color: inherit; background: var(--bg, Canvas);
    border: 1px solid currentColor; border-radius: 3px; }
.calls .bar { display: flex; height: 2.4rem; max-width: 60rem; border: 1px solid currentColor; }
.calls .bar i { display: block; min-width: 0; }
.calls .bar .calling { background: var(--way-processes, #b5541c); }
.calls .bar .working { background: repeating-linear-gradient(45deg, transparent 0 6px, var(--way-serial, #5c5c66) 6px 8px); }
.calls output { display: block; margin: 1.2rem 0; min-height: 6em; }
@media print { .calls label { display: none; } }
`;

export default function mount(element) {
    const costs = read(element);
    if (!costs.length) {
        return;
    }
    const slider = (name, range, label) =>
        `<label><span data-say="${name}">${label}</span>
            <input type="range" name="${name}" min="0" max="${range.tens * FINE}" value="${Math.round(FINE * Math.log10(range.start / range.least))}"></label>`;
    stage(
        element,
        STYLE,
        `<div class="calls">
            <label>Call
                <select name="border">${costs.map(({ name }, i) => `<option value="${i}">${name}</option>`).join("")}</select></label>
            ${slider("elements", CALLS, "Elements")}
            ${slider("work", WORK, "Work")}
            ${slider("batch", BATCH, "Batch")}
            <div class="bar" role="img"><i class="calling"></i><i class="working"></i></div>
            <output aria-live="polite"></output>
        </div>`,
        "What was measured, as a table",
    );
    const control = (name) => element.querySelector(`[name=${name}]`);
    const value = (name, range) => range.least * 10 ** (control(name).value / FINE);
    control("border").value = costs.length - 1;

    const draw = () => {
        const { name, seconds } = costs[control("border").value];
        const [elements, work] = [Math.round(value("elements", CALLS)), value("work", WORK)];
        // Nobody hands over more than there is.
        const batch = Math.min(elements, Math.round(value("batch", BATCH)));
        say("elements", `${count(elements)} ${elements === 1 ? "element" : "elements"}`);
        say("work", `${time(work)} of work for each`);
        say("batch", batch === 1 ? "one element a call" : `${count(batch)} elements a call`);
        const calls = Math.ceil(elements / batch);
        const [calling, working] = [calls * seconds, elements * work];
        const share = calling / (calling + working);
        element.querySelector(".calling").style.width = `${100 * share}%`;
        element.querySelector(".working").style.width = `${100 * (1 - share)}%`;
        const lost = `${percent(share)} of the time goes into calling`;
        element.querySelector(".bar").setAttribute("aria-label", `${lost}, ${percent(1 - share)} into the work`);
        element.querySelector("output").textContent =
            `${name}: ${count(calls)} ${calls === 1 ? "call" : "calls"}\u00a0× ${time(seconds)} = ${time(calling)} of calling, ` +
            `and ${time(working)} of work: ${time(calling + working)} in all. ${lost[0].toUpperCase()}${lost.slice(1)}. ${advice(share, batch)}`;
    };
    const say = (name, words) => {
        element.querySelector(`[data-say=${name}]`).textContent = words;
        control(name).setAttribute("aria-valuetext", words);
    };
    for (const name of ["border", "elements", "work", "batch"]) {
        control(name).addEventListener("input", draw);
    }
    draw();
}

/** The rows of the table: who calls whom, and the seconds of a call. */
function read(element) {
    return [...element.querySelectorAll("tbody tr")]
        .map((row) => ({
            name: `${row.cells[0].textContent} → ${row.cells[1].textContent}`,
            seconds: Number(row.querySelector("data.measured")?.value),
        }))
        .filter(({ seconds }) => seconds > 0);
}

function advice(share, batch) {
    if (share < 0.1) {
        return "The border hardly matters: make the work faster.";
    }
    if (share < 0.5) {
        return `Work that took no time at all would make this only ${(1 / share).toFixed(1)} times as fast.`;
    }
    return batch === 1
        ? "Make fewer calls: hand over more at once."
        : "Still more calling than work: hand over more at once.";
}

function percent(share) {
    const whole = 100 * share;
    return whole > 0 && whole < 0.1 ? "less than 0.1\u00a0%" : `${Number(whole.toPrecision(whole < 10 ? 1 : whole > 99 ? 3 : 2))}\u00a0%`;
}

function time(seconds) {
    const [factor, unit] = seconds < 1e-6 ? [1e9, "ns"] : seconds < 1e-3 ? [1e6, "µs"] : seconds < 1 ? [1e3, "ms"] : [1, "s"];
    return `${Number((seconds * factor).toPrecision(3))}\u00a0${unit}`;
}

function count(number) {
    return Number(number.toPrecision(2)).toLocaleString("en");
}
