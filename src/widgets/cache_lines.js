// A grid in memory lines and a cache of a few of them: along the rows or down the columns, step by step. The same model as
// crates/judges/cache_model, which the page's table comes from.

import { rest, stage } from "./stage/stage.js";

/** The grid, and the numbers in a line of its memory. */
const ROWS = 8;
const COLUMNS = 16;
const LINE = 4;
const STEPS = ROWS * COLUMNS;
/** Lines that the cache has room for: fewest, most, and at first. */
const [FEWEST, MOST, FIRST] = [1, 12, 4];

const STYLE = `
.cache-lines { --tone: var(--way-threads, #0072b2); padding-top: 1.2rem; font: 1.5rem/1.4 var(--label-font, sans-serif); }
.cache-lines form { display: flex; flex-wrap: wrap; gap: .8rem 1.6rem; align-items: center; margin: 0 0 1.2rem; }
.cache-lines .order { display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; }
.cache-lines label.range { flex: 1 1 18rem; }
.cache-lines input[type=range] { display: block; width: 100%; margin: .3rem 0 0; accent-color: var(--tone); }
.cache-lines button { min-width: 7ch; }
.cache-lines .grid { display: grid; grid-template-columns: repeat(${COLUMNS / LINE}, minmax(0, 1fr)); gap: 3px;
    max-width: 56rem; margin: 0 0 1.2rem; }
.cache-lines .line { display: grid; grid-template-columns: repeat(${LINE}, minmax(0, 1fr)); border: 1px solid;
    border-color: color-mix(in srgb, currentColor 45%, transparent); }
.cache-lines .line.held { outline: 2px solid var(--tone); }
.cache-lines .line i { height: 2.2rem; }
.cache-lines .line i.hit { background: color-mix(in srgb, var(--tone) 30%, transparent); }
.cache-lines .line i.miss { background: var(--tone); }
.cache-lines .line i.now { box-shadow: inset 0 0 0 3px currentColor; }
.cache-lines output { display: block; min-height: 5.6em; }
@media print { .cache-lines form { display: none; } }
`;

export default function mount(element) {
    stage(
        element,
        STYLE,
        `<div class="cache-lines">
            <form aria-label="The walk">
                <div class="order" role="radiogroup" aria-label="Order of the steps">
                    <label><input type="radio" name="order" value="along" checked> along the rows</label>
                    <label><input type="radio" name="order" value="down"> down the columns</label>
                </div>
                <label class="range"><span data-room></span>
                    <input type="range" name="room" min="${FEWEST}" max="${MOST}" value="${FIRST}"></label>
                <button type="button" data-do="step">Step</button>
                <button type="button" data-do="play">Play</button>
                <button type="button" data-do="end">To the end</button>
                <button type="reset">Reset</button>
            </form>
            <div class="grid" role="img"></div>
            <output aria-live="polite"></output>
        </div>`,
        "The recorded walks, as a picture and a table",
    );
    const [form, grid, output] = ["form", ".grid", "output"].map((name) => element.querySelector(name));
    const button = (name) => element.querySelector(`[data-do=${name}]`);
    const calm = matchMedia("(prefers-reduced-motion: reduce)");
    grid.innerHTML = `<div class="line">${"<i></i>".repeat(LINE)}</div>`.repeat(STEPS / LINE);
    const lines = [...grid.children];
    const cells = lines.flatMap((line) => [...line.children]);
    let [done, timer] = [0, null];

    const order = () => form.elements.order.value;
    const room = () => Number(form.elements.room.value);
    const draw = () => {
        const state = walk(order(), room(), done);
        cells.forEach((cell, address) => {
            cell.className = [state.seen[address] ?? "", address === state.at ? "now" : ""].join(" ").trim();
        });
        lines.forEach((line, number) => line.classList.toggle("held", state.held.includes(number)));
        element.querySelector("[data-room]").textContent = `Room for ${count(room(), "line")} of ${LINE} numbers`;
        rest(button("step"), done === STEPS);
        rest(button("end"), done === STEPS);
        output.textContent = say(state, done, order());
        grid.setAttribute("aria-label", `A grid of ${ROWS} rows and ${COLUMNS} columns. ${output.textContent}`);
    };
    const pause = () => {
        clearInterval(timer);
        timer = null;
        button("play").textContent = "Play";
        output.setAttribute("aria-live", "polite");
    };
    const go = (to) => {
        done = Math.min(STEPS, to);
        draw();
    };
    const play = () => {
        if (timer) {
            pause();
            return;
        }
        // While it plays, a screen reader that said every step would never come to an end.
        output.setAttribute("aria-live", "off");
        button("play").textContent = "Pause";
        if (done === STEPS) {
            go(0);
        }
        const [steps, wait] = calm.matches ? [8, 1000] : [1, 120];
        timer = setInterval(() => {
            if (!element.isConnected) {
                pause();
                return;
            }
            go(done + steps);
            if (done === STEPS) {
                pause();
            }
        }, wait);
    };
    button("step").addEventListener("click", () => {
        pause();
        go(done + 1);
    });
    button("play").addEventListener("click", play);
    button("end").addEventListener("click", () => {
        pause();
        go(STEPS);
    });
    // Another order begins at the beginning; another room shows what the same steps would have cost.
    form.addEventListener("change", (event) => {
        if (event.target.name === "order") {
            pause();
            go(0);
        }
    });
    form.elements.room.addEventListener("input", draw);
    form.addEventListener("reset", () => {
        pause();
        // After the form has put its own fields back.
        setTimeout(() => go(0));
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    draw();
}

/** The first `steps` steps of a walk, from an empty cache: the line that hasn't been used for longest goes first. */
function walk(order, room, steps) {
    const state = { at: null, held: [], seen: [], loaded: 0, found: 0, hit: false };
    for (let step = 0; step < steps; step += 1) {
        const [long, short] = order === "along" ? [COLUMNS, 1] : [ROWS, COLUMNS];
        const [outer, inner] = [Math.floor(step / long), step % long];
        state.at = order === "along" ? step : inner * short + outer;
        const line = Math.floor(state.at / LINE);
        state.hit = state.held.includes(line);
        state.held = [...state.held.filter((held) => held !== line), line].slice(-room);
        state.seen[state.at] = state.hit ? "hit" : "miss";
        state[state.hit ? "found" : "loaded"] += 1;
    }
    return state;
}

function say({ at, hit, loaded, found }, done, order) {
    const how = order === "along" ? "along the rows" : "down the columns";
    if (done === 0) {
        return `Nothing is loaded yet. The walk goes ${how}, over ${STEPS} numbers in ${STEPS / LINE} lines.`;
    }
    const [row, column] = [Math.floor(at / COLUMNS) + 1, (at % COLUMNS) + 1];
    const last = `Row ${row}, column ${column}: its line ${hit ? "is there" : "has to be loaded"}.`;
    const cost = `After ${count(done, "step")} ${how}: ${count(loaded, "line")} loaded, ${found} found; \
${loaded * LINE} numbers fetched to use ${done}.`;
    return `${last} ${cost}`;
}

function count(n, what) {
    return `${n} ${what}${n === 1 ? "" : "s"}`;
}
