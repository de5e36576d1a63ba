// Three ranks with a band of rows each, tick by tick: halos that are on their way while the rows in between are computed, or that
// are waited for first. A row takes one tick.

import { rest, stage } from "./stage/stage.js";

const RANKS = 3;
const STEPS = 2;
const [FEWEST, MOST, LONGEST] = [3, 8, 8];
/** Milliseconds between two ticks that are played. */
const PACE = 500;

const STYLE = `
.halo { --tone: var(--way-mpi, #8c3b7a); padding-top: 1.2rem; font: 1.5rem/1.4 var(--label-font, sans-serif); }
.halo form { display: flex; flex-wrap: wrap; gap: .8rem 1.2rem; align-items: end; margin: 0 0 1.2rem; }
.halo label { flex: 1 1 16rem; }
.halo :is(input, select) { display: block; width: 100%; margin: .3rem 0 0; accent-color: var(--tone); }
.halo select { font: inherit; color: inherit; background: var(--bg, Canvas); }
.halo button { min-width: 7ch; }
.halo .ranks { display: grid; grid-template-columns: repeat(${RANKS}, minmax(0, 1fr)); gap: .8rem; max-width: 56rem; }
.halo .ranks p { margin: 0 0 .3rem; }
.halo .row { box-sizing: border-box; height: 2.4rem; margin: 0 0 3px; border: 1px solid; padding: 0 .4rem; overflow: hidden;
    font-size: 1.3rem; line-height: 2.2rem; white-space: nowrap; }
.halo .row.ghost { border-style: dashed; margin: .4rem 0 .8rem; }
.halo .row.ghost + .row:not(.ghost) { margin-top: 0; }
.halo .row.nobody { visibility: hidden; }
.halo .row.new { background: color-mix(in srgb, var(--tone) 30%, transparent); }
.halo .row.now { box-shadow: inset 0 0 0 3px var(--tone); }
.halo .row.here { border-color: var(--tone); border-width: 2px; }
.halo output { display: block; min-height: 5.6em; margin-top: 1.2rem; }
@media print { .halo form { display: none; } }
`;

export default function mount(element) {
    stage(
        element,
        STYLE,
        `<div class="halo">
            <form aria-label="What the ranks do">
                <label>the plan <select><option value="overlapped">overlapped</option><option value="first">wait first</option></select></label>
                <label><span data-say="rows"></span><input type="range" name="rows" min="${FEWEST}" max="${MOST}" value="5"></label>
                <label><span data-say="message"></span><input type="range" name="message" min="0" max="${LONGEST}" value="3"></label>
                <button type="button" data-do="back">Back</button>
                <button type="button" data-do="step">Step</button>
                <button type="button" data-do="play">Play</button>
                <button type="reset">Reset</button>
            </form>
            <div class="ranks" aria-hidden="true"></div>
            <output aria-live="polite"></output>
        </div>`,
        "What a step takes, as a table",
    );
    const find = (what) => element.querySelector(what);
    const [form, select, output] = ["form", "select", "output"].map(find);
    const button = (name) => find(`[data-do=${name}]`);
    let [tick, timer] = [0, null];

    const given = () => [Number(find("[name=rows]").value), Number(find("[name=message]").value)];
    const plan = (name = select.value) => ticks(name, ...given());
    const draw = () => {
        const [rows, message] = given();
        find("[data-say=rows]").textContent = `rows of a rank: ${rows}`;
        find("[data-say=message]").textContent = `a message takes ${count(message, "tick")}`;
        const all = plan();
        find(".ranks").innerHTML = Array.from({ length: RANKS }, (_, rank) => band(rank, all, tick, rows, message)).join("");
        output.textContent = say(all, tick, rows, message, { overlapped: plan("overlapped"), first: plan("first") });
        rest(button("back"), tick === 0);
        rest(button("step"), tick === all.length);
    };
    const pause = () => {
        clearInterval(timer);
        timer = null;
        button("play").textContent = "Play";
        output.setAttribute("aria-live", "polite");
    };
    const go = (to) => {
        tick = Math.max(0, Math.min(plan().length, to));
        draw();
    };
    const by_hand = (to) => {
        pause();
        go(to);
    };
    button("back").addEventListener("click", () => by_hand(tick - 1));
    button("step").addEventListener("click", () => by_hand(tick + 1));
    button("play").addEventListener("click", () => {
        if (timer) {
            pause();
            return;
        }
        // While it plays, a screen reader that said every tick would never come to an end.
        output.setAttribute("aria-live", "off");
        button("play").textContent = "Pause";
        if (tick === plan().length) {
            go(0);
        }
        timer = setInterval(() => {
            go(tick + 1);
            if (!element.isConnected || tick === plan().length) {
                pause();
            }
        }, PACE);
    });
    form.addEventListener("input", () => by_hand(0));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => by_hand(0)));
    draw();
}

/** What every rank does in each tick: the step it is in, how long the halos have been under way, and the row, or none while it waits. */
function ticks(plan, rows, message) {
    const [inner, border] = [Array.from({ length: rows - 2 }, (_, i) => i + 1), [0, rows - 1]];
    const all = [];
    for (let step = 1; step <= STEPS; step++) {
        const before = all.length;
        const add = (row) => all.push({ step, under_way: all.length - before + 1, row });
        if (plan === "overlapped") {
            inner.forEach(add);
        }
        while (all.length - before < message) {
            add(null);
        }
        (plan === "overlapped" ? border : [0, ...inner, rows - 1]).forEach(add);
    }
    return all;
}

/** One rank's rows, and its halo above and below them, after so many ticks. */
function band(rank, all, tick, rows, message) {
    const now = tick === 0 ? null : all[tick - 1];
    const step = now?.step ?? 1;
    const computed = new Set(all.slice(0, tick).filter((it) => it.step === step && it.row !== null).map(({ row }) => row));
    const here = now !== null && now.under_way >= message;
    const halo = (neighbour) => {
        const there = neighbour >= 0 && neighbour < RANKS;
        return `<div class="row ghost ${there ? (here ? "here" : "") : "nobody"}">${there && now ? (here ? "halo ✓" : "on its way") : "halo"}</div>`;
    };
    const lines = Array.from({ length: rows }, (_, row) => {
        const classes = ["row", computed.has(row) ? "new" : "", now?.row === row ? "now" : ""];
        return `<div class="${classes.join(" ")}">row ${rank * rows + row}${computed.has(row) ? " ✓" : ""}</div>`;
    });
    return `<div><p>rank ${rank}</p>${halo(rank - 1)}${lines.join("")}${halo(rank + 1)}</div>`;
}

function say(all, tick, rows, message, { overlapped, first }) {
    if (tick === 0) {
        return "Each rank is about to send its first and its last row to its neighbours. Press Step.";
    }
    const { step, under_way, row } = all[tick - 1];
    const halos = under_way < message ? `The halos will be here in ${count(message - under_way, "tick")}.` : "The halos are here.";
    const edge = row === 0 || row === rows - 1;
    const does =
        row === null
            ? "every rank waits"
            : `every rank computes its ${row === 0 ? "first row" : row === rows - 1 ? "last row" : `row ${row + 1} of ${rows}`}${edge ? ", which needs the halo" : ""}`;
    const waited = all.slice(0, tick).filter((it) => it.row === null).length;
    const end =
        tick < all.length
            ? ""
            : ` Done: ${count(STEPS, "step")} in ${count(tick, "tick")}, ${waited} of them waiting. Overlapped it takes ${overlapped.length}, waiting first ${first.length}.`;
    return `Tick ${tick}, step ${step}: ${does}. ${halos}${end}`;
}

function count(n, what) {
    return `${n} ${what}${n === 1 ? "" : "s"}`;
}
