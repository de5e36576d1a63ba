// What each core was doing, replayed from a recording. Every number comes from the two tables that stand here until
// this script runs: when what ran, and what was seen.

import { rest, stage } from "./stage/stage.js";

const STYLE = `
.core-bars { --bar: var(--way-threads, #0072b2); padding-top: 1.2rem; font: 1.5rem/1.4 var(--label-font, sans-serif); }
.core-bars .cores { display: grid; grid-template-columns: max-content minmax(0, 1fr) 6ch; gap: .8rem 1.2rem;
    align-items: end; margin: 0 0 1.2rem; line-height: 2rem; }
.core-bars .percent { text-align: end; white-space: nowrap; font-variant-numeric: tabular-nums; }
.core-bars .now { height: 2rem; border: 1px solid; }
.core-bars .now i { display: block; height: 100%; background: var(--bar); transition: width .2s; }
.core-bars .past { display: flex; gap: 1px; height: 3.6rem; margin: .3rem 0; border-block-end: 1px solid; align-items: end; }
.core-bars .past i { flex: 1 1 0; background: color-mix(in srgb, var(--bar) 55%, var(--bg, Canvas)); }
.core-bars .past i.later { visibility: hidden; }
.core-bars .past i.at { background: currentColor; }
.core-bars form { display: flex; flex-wrap: wrap; gap: .8rem 1.2rem; align-items: center; margin: 1.2rem 0; }
.core-bars label { flex: 1 1 20rem; }
.core-bars input { display: block; width: 100%; margin: .3rem 0 0; accent-color: var(--bar); }
.core-bars button { min-width: 7ch; }
.core-bars output { display: block; min-height: 4.2em; }
@media (prefers-reduced-motion: reduce) { .core-bars .now i { transition: none; } }
@media print { .core-bars form { display: none; } .core-bars i { border: 1px solid; } }
`;

export default function mount(element) {
    const trace = read(element);
    if (!trace) {
        return;
    }
    const { phases, cores, times } = trace;
    const step = times[1] - times[0];
    stage(
        element,
        STYLE,
        `<div class="core-bars">
            <div class="cores"></div>
            <form aria-label="Replay">
                <button type="button" data-do="back">Back</button>
                <button type="button" data-do="play">Play</button>
                <button type="button" data-do="on">Step</button>
                <label><span data-say></span><input type="range" min="0" max="${times.length - 1}"></label>
                <button type="reset">Reset</button>
            </form>
            <output aria-live="polite"></output>
        </div>`,
        "The recording, as a picture and two tables",
    );
    const [slider, output, list] = ["input", "output", ".cores"].map((name) => element.querySelector(name));
    const button = (name) => element.querySelector(`[data-do="${name}"]`);
    list.innerHTML = cores.map(rows).join("");
    const bars = cores.map((_, core) => ({
        now: list.querySelector(`[data-core="${core}"] .now i`),
        percent: list.querySelector(`[data-percent="${core}"]`),
        past: [...list.querySelectorAll(`[data-core="${core}"] .past i`)],
    }));
    let [at, timer] = [0, null];

    const draw = () => {
        const phase = phases.findLast(({ from }) => from <= times[at]);
        const when = `${times[at].toFixed(1)} to ${(times[at] + step).toFixed(1)}\u00a0s`;
        slider.value = at;
        slider.setAttribute("aria-valuetext", `${when}, ${phase.what}`);
        element.querySelector("[data-say]").textContent = when;
        cores.forEach(({ busy }, core) => {
            const { now, percent, past } = bars[core];
            now.style.width = `${Math.min(100, busy[at])}%`;
            percent.textContent = `${Math.round(busy[at])}\u00a0%`;
            past.forEach((look, time) => {
                look.className = time === at ? "at" : time > at ? "later" : "";
            });
        });
        const said = cores.map(({ name, busy }) => `${name} ${Math.round(busy[at])}\u00a0%`).join(", ");
        const taken = cores.reduce((sum, { busy }) => sum + busy[at] / 100, 0);
        output.textContent = `${capital(phase.what)}. Busy: ${said}; together as much as ${taken.toFixed(1)} cores.`;
        rest(button("back"), at === 0);
        rest(button("on"), at === times.length - 1);
    };
    const pause = () => {
        clearInterval(timer);
        timer = null;
        button("play").textContent = "Play";
        // While it plays, a screen reader that said every look would never come to an end.
        output.setAttribute("aria-live", "polite");
    };
    const go = (to) => {
        at = Math.max(0, Math.min(times.length - 1, to));
        draw();
    };
    const play = () => {
        if (timer) {
            pause();
            return;
        }
        output.setAttribute("aria-live", "off");
        button("play").textContent = "Pause";
        if (at === times.length - 1) {
            go(0);
        }
        // As fast as it was.
        timer = setInterval(() => {
            if (!element.isConnected || at === times.length - 1) {
                pause();
            } else {
                go(at + 1);
            }
        }, 1000 * step);
    };
    const by = (looks) => () => {
        pause();
        go(at + looks);
    };
    button("back").addEventListener("click", by(-1));
    button("on").addEventListener("click", by(1));
    button("play").addEventListener("click", play);
    slider.addEventListener("input", () => {
        pause();
        go(Number(slider.value));
    });
    element.querySelector("form").addEventListener("reset", (event) => {
        event.preventDefault();
        pause();
        go(0);
    });
    element.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    draw();
}

/** When what ran, and per core what was seen at which time; null if the tables aren't there, or don't fit together. */
function read(element) {
    const phases = [];
    const cores = new Map();
    for (const row of element.querySelectorAll("tbody tr")) {
        const cells = [...row.cells].map((cell) => cell.textContent.trim());
        if (cells.length === 3) {
            phases.push({ from: parseFloat(cells[0]), until: parseFloat(cells[1]), what: cells[2] });
        } else if (!cells[0].endsWith(", yours")) {
            const looks = cores.get(cells[0]) ?? new Map();
            cores.set(cells[0], looks.set(parseFloat(cells[1]), parseFloat(cells[2])));
        }
    }
    const times = [...(cores.values().next().value?.keys() ?? [])].sort((a, b) => a - b);
    const list = [...cores].map(([name, looks]) => ({ name, busy: times.map((time) => looks.get(time)) }));
    const numbers = [...times, ...phases.map(({ from }) => from), ...list.flatMap(({ busy }) => busy)];
    const sound = times.length > 1 && phases.length > 0 && phases[0].from <= times[0] && numbers.every(Number.isFinite);
    return sound ? { phases, times, cores: list } : null;
}

function rows({ name, busy }, core) {
    const past = busy.map((percent) => `<i style="height: ${Math.max(2, Math.min(100, percent))}%"></i>`).join("");
    return `<div>${name}</div>
        <div data-core="${core}" aria-hidden="true"><div class="past">${past}</div><div class="now"><i></i></div></div>
        <div class="percent" data-percent="${core}"></div>`;
}

function capital(words) {
    return words[0].toUpperCase() + words.slice(1);
}
