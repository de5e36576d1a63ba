// A small loop in vector instructions, one at a time: what is in each lane, which lanes a mask switches off, and how many
// instructions it took beside those for one number after another.

import { rest, stage } from "./stage/stage.js";

/** What is added up: the numbers below the limit. */
const NUMBERS = [3, 8, 1, 9, 4, 5, 7, 2, 6, 5];
const LIMIT = 6;
/** Instructions for one number: load, compare, select, add. */
const EACH = 4;
const WIDTHS = [1, 2, 4, 8];
const USUAL = 4;

const STYLE = `
.lane-stepper { --bar: var(--way-simd, #8a6500); padding-top: 1.2rem; font: 1.5rem/1.4 var(--label-font, sans-serif); }
.lane-stepper form { display: flex; flex-wrap: wrap; gap: .8rem 1.2rem; align-items: end; margin: 1.2rem 0; }
.lane-stepper label { flex: 1 1 16rem; }
.lane-stepper label.few { flex: 0 1 auto; }
.lane-stepper input { display: block; width: 100%; margin: .3rem 0 0; accent-color: var(--bar); }
.lane-stepper select { font: inherit; color: inherit; background: var(--bg, Canvas); }
.lane-stepper table { table-layout: fixed; width: 100%; max-width: 64rem; margin: 0 0 1.2rem; border-collapse: collapse; }
.lane-stepper table, .lane-stepper table * { background: none; }
.lane-stepper caption { text-align: start; padding: .3rem 0; }
.content .lane-stepper table th { width: 8.5rem; padding: .3rem .4rem; border: 0; text-align: start; font-weight: normal; overflow-wrap: anywhere; }
.content .lane-stepper table td { height: 3.2rem; padding: .2rem 0; border: 1px solid; text-align: center;
    font-variant-numeric: tabular-nums; }
.content .lane-stepper table td.off { border-style: dashed; opacity: .7; }
.lane-stepper tr.now td:not(.off), .lane-stepper .memory td.now {
    box-shadow: inset 0 0 0 3px var(--bar); font-weight: 700; }
.lane-stepper .memory td.done { opacity: .6; }
@media (max-width: 600px) {
    .content .lane-stepper table th { width: 6rem; }
    .lane-stepper td[data-short] { font-size: 0; }
    .lane-stepper td[data-short]::before { content: attr(data-short); font-size: 1.5rem; }
}
.lane-stepper output { display: block; min-height: 5.6em; }
@media print { .lane-stepper form { display: none; } }
`;

export default function mount(element) {
    const options = WIDTHS.map((width) => `<option${width === USUAL ? " selected" : ""}>${width}</option>`).join("");
    stage(
        element,
        STYLE,
        `<div class="lane-stepper">
            <div data-tables></div>
            <form aria-label="Instructions">
                <button type="button" data-do="back">Back</button>
                <button type="button" data-do="on">Step</button>
                <label><span data-say></span><input type="range" min="0" value="0"></label>
                <label class="few">Lanes <select>${options}</select></label>
                <button type="reset">Reset</button>
            </form>
            <output aria-live="polite"></output>
        </div>`,
        "Once round the loop, in words",
    );
    const [slider, select, output, tables] = ["input", "select", "output", "[data-tables]"].map((name) =>
        element.querySelector(name),
    );
    const button = (name) => element.querySelector(`[data-do="${name}"]`);
    let [at, steps] = [0, run(USUAL)];

    const draw = () => {
        const step = steps[at];
        slider.max = steps.length - 1;
        slider.value = at;
        const where = `instruction ${at} of ${steps.length - 1}`;
        slider.setAttribute("aria-valuetext", `${where}, ${step.name}`);
        element.querySelector("[data-say]").textContent = where[0].toUpperCase() + where.slice(1);
        tables.innerHTML = memory(step) + registers(step);
        output.textContent = say(step, at);
        rest(button("back"), at === 0);
        rest(button("on"), at === steps.length - 1);
    };
    const go = (to) => {
        at = Math.max(0, Math.min(steps.length - 1, to));
        draw();
    };
    button("back").addEventListener("click", () => go(at - 1));
    button("on").addEventListener("click", () => go(at + 1));
    slider.addEventListener("input", () => go(Number(slider.value)));
    select.addEventListener("change", () => {
        steps = run(Number(select.value));
        go(0);
    });
    element.querySelector("form").addEventListener("reset", (event) => {
        event.preventDefault();
        select.value = USUAL;
        steps = run(USUAL);
        go(0);
    });
    element.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    draw();
}

/** Every instruction of the loop with that many lanes, and what the registers hold after it; first of all, before any. */
function run(width) {
    const lanes = (of) => Array.from({ length: width }, (_, lane) => of(lane));
    let state = { name: "start", width, from: 0, alone: 0, x: null, mask: null, chosen: null, sums: lanes(() => 0) };
    const steps = [state];
    const next = (name, changes) => {
        state = { ...state, ...changes, name };
        steps.push(state);
    };
    for (let from = 0; from < NUMBERS.length; from += width) {
        const live = Math.min(width, NUMBERS.length - from);
        // One number at a time, as far along.
        const alone = (instruction) => ({ from, live, alone: EACH * from + instruction * live });
        const x = lanes((lane) => (lane < live ? NUMBERS[from + lane] : null));
        next("load", { ...alone(1), x, mask: null, chosen: null });
        const mask = x.map((number) => (number === null ? null : number < LIMIT));
        next("compare", { ...alone(2), mask });
        const chosen = x.map((number, lane) => (mask[lane] ? number : 0));
        next("select", { ...alone(3), chosen });
        next("add", { ...alone(4), sums: state.sums.map((sum, lane) => sum + chosen[lane]) });
    }
    for (let half = width / 2; half >= 1; half /= 2) {
        const sums = state.sums.map((sum, lane) => (lane < half ? sum + state.sums[lane + half] : null));
        next("fold", { from: NUMBERS.length, live: 0, x: null, mask: null, chosen: null, half, sums });
    }
    return steps;
}

/** The numbers in memory, with those in hand. */
function memory({ name, from, live }) {
    const cells = NUMBERS.map((number, at) => {
        const now = name !== "start" && at >= from && at < from + live;
        const what = now ? "now" : name !== "start" && at < from ? "done" : "";
        return `<td class="${what}">${number}</td>`;
    });
    return `<table class="memory" aria-hidden="true"><caption>In memory</caption><tbody><tr>${cells.join("")}</tr></tbody></table>`;
}

/** Four registers and their lanes. */
function registers({ name, width, x, mask, chosen, sums }) {
    const words = mask?.map((yes) => (yes === null ? null : yes ? "yes" : "no"));
    const row = (title, values, now) => {
        const cell = (value) => {
            const short = { yes: "✓", no: "✗", off: "–" }[value ?? "off"];
            const off = value === null ? ' class="off"' : "";
            return `<td${off}${short ? ` data-short="${short}"` : ""}>${value ?? "off"}</td>`;
        };
        const cells = values ? values.map(cell) : Array.from({ length: width }, () => "<td></td>");
        return `<tr${now ? ' class="now"' : ""}><th scope="row">${title}</th>${cells.join("")}</tr>`;
    };
    return `<table class="registers"><caption>In registers, ${width === 1 ? "1 lane" : `${width} lanes`}</caption><tbody>${[
        row("load", x, name === "load"),
        row(`below ${LIMIT}?`, words, name === "compare"),
        row("select", chosen, name === "select"),
        row("sums", sums, name === "add" || name === "fold"),
    ].join("")}</tbody></table>`;
}

/** The same in words, and the bill. */
function say({ name, width, live, half, alone, x, mask, chosen, sums }, at) {
    const list = (values) => values.filter((value) => value !== null).join(", ");
    const off = width - live;
    const yes = mask?.filter(Boolean).length;
    const what = {
        start: () => `Add up the numbers below ${LIMIT}. All sums are 0. Press Step.`,
        load: () =>
            `Load ${list(x)}.${off > 0 ? ` ${live === 1 ? "Only 1 is" : `Only ${live} are`} left: the tail's mask switches ${lanesOf(off)} off.` : ""}`,
        compare: () => `Compare with ${LIMIT}: it is less in ${lanesOf(yes)}. There is no jump; the answers are a mask.`,
        select: () => `Select the number where the mask says yes, 0 elsewhere: ${list(chosen)}.`,
        add: () => `Add to the sums: ${list(sums)}.`,
        fold: () =>
            half > 1
                ? `Add the upper half of the lanes to the lower one: ${list(sums)}.`
                : `Add the last two lanes: the total is ${sums[0]}.`,
    }[name]();
    const total = at > 0 && width === 1 && alone === EACH * NUMBERS.length ? ` The total is ${sums[0]}.` : "";
    const bill = `Instructions so far: ${at}. One number at a time, as far along: ${alone}.`;
    return `${what}${total} ${bill}`;
}

function lanesOf(count) {
    return count === 1 ? "1 lane" : `${count} lanes`;
}
