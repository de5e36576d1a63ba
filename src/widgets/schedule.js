// Who computes which row when: blocks, cyclic and dynamic schedules of rows that differ in weight.

/** The steps that each row of a small, lopsided Mandelbrot picture takes; a test of `steps_threads` holds them true. */
const PICTURE = [
    33, 45, 49, 50, 52, 53, 54, 55, 66, 77, 95, 110, 169, 1119, 1147, 3202, 4643, 5127, 5988, 7608, 8123, 8697, 8623, 8124,
];
/** Rows to choose from: the picture's, and three that are made up. */
const SETS = {
    picture: ["a lopsided picture", PICTURE],
    even: ["all alike", PICTURE.map(() => 2500)],
    fourth: ["every fourth heavy", PICTURE.map((_, row) => (row % 4 === 0 ? 7500 : 1000))],
    last: ["the last one heavy", PICTURE.map((_, row) => (row === 23 ? 15000 : 2000))],
};
const START = { rows: "picture", workers: 4, chunk: 1, cost: 0 };

const STYLE = `
.schedule { --work: var(--way-threads, #0072b2); padding-top: 1.2rem; }
.schedule form { display: flex; flex-wrap: wrap; gap: 1rem 2.4rem; align-items: end; margin: 0 0 1.6rem; }
.schedule label { display: block; flex: 1 1 16rem; }
.schedule :is(select, input) { display: block; width: 100%; margin: .5rem 0 0; accent-color: var(--work); }
.schedule .name { margin: 1.6rem 0 .5rem; font: 600 1.5rem/1.4 var(--label-font, sans-serif); }
.schedule .name span { font-weight: normal; }
.schedule .lane { position: relative; height: 1.6rem; margin: 3px 0; }
.schedule .lane * { position: absolute; inset-block: 0; box-sizing: border-box; }
.schedule .lane i { border-inline-start: 1px solid var(--bg, Canvas); background: var(--work); }
.schedule .lane i:nth-of-type(even) { background: color-mix(in srgb, var(--work) 65%, var(--bg, Canvas)); }
.schedule .lane b { background: currentColor; }
.schedule .lane u { background: repeating-linear-gradient(
    135deg, transparent 0 5px, color-mix(in srgb, currentColor 30%, transparent) 5px 6px); }
.schedule output { display: block; margin-top: 1.6rem; min-height: 4.5em; }
@media print { .schedule form { display: none; } .schedule .lane i { background: none; border: 1px solid; } }
`;

export default function mount(element) {
    const state = { ...START };
    element.innerHTML = `
        <style>${STYLE}</style>
        <div class="schedule">
            <form aria-label="A schedule">
                <label>rows <select name="rows">${Object.entries(SETS).map(option).join("")}</select></label>
                <label><span data-say="workers"></span><input name="workers" type="range" min="1" max="8"></label>
                <label><span data-say="chunk"></span><input name="chunk" type="range" min="1" max="12"></label>
                <label><span data-say="cost"></span><input name="cost" type="range" min="0" max="1000" step="50"></label>
                <button type="reset">Reset</button>
            </form>
            <div class="timelines"></div>
            <output aria-live="polite"></output>
        </div>`;
    const form = element.querySelector("form");
    const { rows, workers, chunk, cost } = form.elements;
    const say = (input, words) => {
        element.querySelector(`[data-say="${input.name}"]`).textContent = words;
        input.setAttribute("aria-valuetext", words);
    };
    const draw = () => {
        say(workers, count(state.workers, "worker"));
        say(chunk, `chunks of ${count(state.chunk, "row")}`);
        say(cost, `price of a chunk: ${state.cost}`);
        const plans = [
            ["blocks", blocks(state)],
            ["cyclic", cyclic(state)],
            ["dynamic", dynamic(state)],
        ];
        const longest = Math.max(...plans.map(([, plan]) => plan.time));
        element.querySelector(".timelines").innerHTML = plans.map((plan) => timeline(...plan, longest)).join("");
        element.querySelector("output").textContent = verdict(state, plans);
    };
    const set = () => {
        for (const input of [rows, workers, chunk, cost]) {
            input.value = state[input.name];
        }
    };
    form.addEventListener("input", () => {
        Object.assign(state, { rows: rows.value, workers: +workers.value, chunk: +chunk.value, cost: +cost.value });
        draw();
    });
    form.addEventListener("reset", (event) => {
        event.preventDefault();
        Object.assign(state, START);
        set();
        draw();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    set();
    draw();
}

function option([value, [name]]) {
    return `<option value="${value}">${name}</option>`;
}

/** One block of neighbouring rows for each worker, dealt out before the work begins. */
function blocks({ rows, workers }) {
    const size = Math.ceil(weights(rows).length / workers);
    return plan(weights(rows), workers, size, 0, (_, index) => index);
}

/** Chunks dealt out in turn before the work begins. */
function cyclic({ rows, workers, chunk }) {
    return plan(weights(rows), workers, chunk, 0, (_, index) => index % workers);
}

/** A worker that is free takes the next chunk, and pays for it. */
function dynamic({ rows, workers, chunk, cost }) {
    return plan(weights(rows), workers, chunk, cost, (free) => free.indexOf(Math.min(...free)));
}

/** What each worker does when, `who` saying who computes the next chunk. */
function plan(weights, workers, size, cost, who) {
    const free = Array(workers).fill(0);
    const lanes = free.map(() => []);
    for (let first = 0; first < weights.length; first += size) {
        const worker = who(free, first / size);
        if (cost > 0) {
            lanes[worker].push({ take: true, start: free[worker], length: cost });
            free[worker] += cost;
        }
        for (let row = first; row < Math.min(first + size, weights.length); row += 1) {
            lanes[worker].push({ row, start: free[worker], length: weights[row] });
            free[worker] += weights[row];
        }
    }
    const time = Math.max(...free);
    const idle = 1 - sum(free) / (time * workers);
    return { lanes, time, idle, speedup: sum(weights) / time };
}

function weights(rows) {
    return SETS[rows][1];
}

function sum(numbers) {
    return numbers.reduce((total, number) => total + number, 0);
}

function timeline(name, { lanes, time, idle, speedup }, longest) {
    const percent = (steps) => `${(100 * steps) / longest}%`;
    const box = ({ row, take, start, length }) =>
        take
            ? `<b style="left: ${percent(start)}; width: ${percent(length)}"></b>`
            : `<i style="left: ${percent(start)}; width: ${percent(length)}" title="row ${row}: ${length} steps"></i>`;
    const idleness = (from) => `<u style="left: ${percent(from)}; width: ${percent(time - from)}"></u>`;
    const lane = (boxes) => {
        const last = boxes.at(-1);
        return `<div class="lane">${boxes.map(box).join("")}${idleness(last ? last.start + last.length : 0)}</div>`;
    };
    const words = `${steps(time)} steps, ${speedup.toFixed(1)}\u00a0× as fast as one worker, ${Math.round(100 * idle)}\u00a0% idle`;
    return `<p class="name">${name}<span>: ${words}</span></p>
        <div role="img" aria-label="${name}: ${words}">${lanes.map(lane).join("")}</div>`;
}

function verdict({ rows, workers, chunk, cost }, plans) {
    if (workers === 1) {
        return cost > 0 ? "One worker alone gains nothing from a schedule, and pays for it." : "One worker has nobody to share with.";
    }
    const [share, heaviest] = [sum(weights(rows)) / workers, Math.max(...weights(rows))];
    const best = Math.min(...plans.map(([, plan]) => plan.time));
    const names = plans.filter(([, plan]) => plan.time === best).map(([name]) => name);
    const bound = heaviest > share ? "the heaviest row alone takes" : "an even share is";
    const taken = cost * Math.ceil(weights(rows).length / chunk);
    const bill = cost > 0 ? ` Taking chunks costs dynamic ${steps(taken)} steps in all.` : "";
    const floor = `No schedule can beat ${steps(Math.max(share, heaviest))}: ${bound} that.`;
    return `Shortest: ${names.join(" and ")}, ${steps(best)} steps. ${floor}${bill}`;
}

function steps(number) {
    return Math.round(number).toLocaleString("en");
}

function count(number, word) {
    return `${number} ${word}${number === 1 ? "" : "s"}`;
}
