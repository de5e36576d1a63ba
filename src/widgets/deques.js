// A recorded run of crates/chapters/steps_pools/src/stealing.rs, event by event: what is in each worker's deque, what each is at, and
// who stole what from whom. The record stands in the page, below; nothing here is made up.

import { rest, stage } from "./stage/stage.js";

const STYLE = `
.deques { --tone: var(--way-rayon, #007a5a); padding-top: 1.2rem; font: 1.5rem/1.4 var(--label-font, sans-serif); }
.deques form { display: flex; flex-wrap: wrap; gap: .8rem 1.2rem; align-items: end; margin: 0 0 1.2rem; }
.deques label { flex: 1 1 18rem; }
.deques input { display: block; width: 100%; margin: .3rem 0 0; accent-color: var(--tone); }
.deques button[data-do=play] { min-width: 7ch; }
.deques ol { list-style: none; margin: 0 0 1.2rem; padding: 0; display: grid; gap: .6rem; }
.deques li { display: grid; grid-template-columns: 9.5rem minmax(0, 1fr); gap: .8rem; align-items: center; min-height: 3.4rem; margin: 0; }
.deques li.now { outline: 2px solid var(--tone); outline-offset: 2px; }
.deques .at b { display: inline-block; min-width: 3.4rem; text-align: center; padding: 0 .4rem; background: color-mix(in srgb, var(--tone) 35%, transparent);
    border: 1px solid; font-variant-numeric: tabular-nums; }
.deques .deque { display: flex; flex-wrap: wrap; gap: .4rem; min-height: 2.6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 45%, transparent); }
.deques .deque i { font-style: normal; padding: 0 .5rem; border: 1px solid; font-variant-numeric: tabular-nums; }
.deques .deque i.new { background: color-mix(in srgb, var(--tone) 35%, transparent); }
.deques .strips { display: grid; gap: 1px; max-width: 64rem; margin: 0 0 1.2rem; }
.deques .strips i { height: 1.6rem; font: normal 1.1rem/1.6rem var(--label-font, sans-serif); text-align: center;
    border: 1px solid color-mix(in srgb, currentColor 45%, transparent); overflow: hidden; }
.deques .strips i.done { background: color-mix(in srgb, var(--tone) 25%, transparent); }
.deques output { display: block; min-height: 5.6em; }
@media (max-width: 600px) {
    .deques li { grid-template-columns: minmax(0, 1fr); gap: .2rem; }
    .deques .strips { grid-template-columns: repeat(16, minmax(0, 1fr)) !important; }
}
@media print { .deques form { display: none; } }
`;

export default function mount(element) {
    const run = parse(element.querySelector("code").textContent);
    const lane = (worker) => `<li data-worker="${worker}"><span class="at"></span><span class="deque"></span></li>`;
    stage(
        element,
        STYLE,
        `<div class="deques">
            <form aria-label="The recorded run">
                <button type="button" data-do="back">Back</button>
                <button type="button" data-do="on">Step</button>
                <button type="button" data-do="theft">Next theft</button>
                <button type="button" data-do="play">Play</button>
                <label><span data-say></span><input type="range" min="0" max="${run.events.length}" value="0"></label>
                <button type="reset">Reset</button>
            </form>
            <ol aria-label="Workers: what each computes, and its deque, the oldest piece first">${run.workers.map(lane).join("")}</ol>
            <div class="strips" role="img" style="grid-template-columns: repeat(${run.strips}, minmax(0, 1fr))">${"<i></i>".repeat(run.strips)}</div>
            <output aria-live="polite"></output>
        </div>`,
        "The recorded run, as a picture and a list",
    );
    const [slider, output, strips] = ["input", "output", ".strips"].map((name) => element.querySelector(name));
    const button = (name) => element.querySelector(`[data-do=${name}]`);
    const calm = matchMedia("(prefers-reduced-motion: reduce)");
    // It opens where all are at work for the first time: nothing but empty lanes would be no picture.
    let [at, timer] = [allAtWork(run), null];

    const draw = () => {
        const state = play(run, at);
        slider.value = at;
        const where = `event ${at} of ${run.events.length}, ${time(state.us)}`;
        slider.setAttribute("aria-valuetext", where);
        element.querySelector("[data-say]").textContent = where[0].toUpperCase() + where.slice(1);
        for (const worker of run.workers) {
            const row = element.querySelector(`[data-worker="${worker}"]`);
            const busy = state.at[worker];
            row.classList.toggle("now", state.event?.worker === worker || state.event?.victim === worker);
            row.querySelector(".at").innerHTML = `${worker}: ${busy ? `<b>${name(busy)}</b>` : "nothing"}`;
            const piece = (range) => `<i${range === state.pushed ? ' class="new"' : ""}>${name(range)}</i>`;
            row.querySelector(".deque").innerHTML = state.deques[worker].map(piece).join("");
        }
        [...strips.children].forEach((cell, strip) => {
            const worker = state.done[strip];
            cell.className = worker === undefined ? "" : "done";
            cell.textContent = worker ?? "";
        });
        output.textContent = say(run, state, at);
        strips.setAttribute("aria-label", `${Object.keys(state.done).length} of ${run.strips} strips are done.`);
        rest(button("back"), at === 0);
        rest(button("on"), at === run.events.length);
        rest(button("theft"), next() === undefined);
    };
    const next = () => run.events.map((event, i) => (event.what === "steal" ? i + 1 : 0)).find((i) => i > at);
    const pause = () => {
        clearInterval(timer);
        timer = null;
        button("play").textContent = "Play";
        output.setAttribute("aria-live", "polite");
    };
    const go = (to) => {
        at = Math.max(0, Math.min(run.events.length, to));
        draw();
    };
    const byHand = (to) => {
        pause();
        go(to);
    };
    button("back").addEventListener("click", () => byHand(at - 1));
    button("on").addEventListener("click", () => byHand(at + 1));
    button("theft").addEventListener("click", () => byHand(next()));
    slider.addEventListener("input", () => byHand(Number(slider.value)));
    button("play").addEventListener("click", () => {
        if (timer) {
            pause();
            return;
        }
        // While it plays, a screen reader that said every step would never come to an end.
        output.setAttribute("aria-live", "off");
        button("play").textContent = "Pause";
        if (at === run.events.length) {
            go(0);
        }
        // With little motion: from theft to theft, slowly.
        timer = setInterval(
            () => {
                if (!element.isConnected) {
                    pause();
                    return;
                }
                go(calm.matches ? (next() ?? run.events.length) : at + 1);
                if (at === run.events.length) {
                    pause();
                }
            },
            calm.matches ? 2500 : 500,
        );
    });
    element.querySelector("form").addEventListener("reset", (event) => {
        event.preventDefault();
        byHand(0);
    });
    element.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    draw();
}

/** The record's lines after its comments and its heading: worker, what, start, end, victim, microseconds. */
function parse(text) {
    const lines = text.trim().split("\n").filter((line) => line && !line.startsWith("#"));
    const events = lines.slice(1).map((line) => {
        const [worker, what, start, end, victim, us] = line.split(",");
        return {
            worker: Number(worker),
            what,
            range: { start: Number(start), end: Number(end) },
            victim: victim === "" ? undefined : Number(victim),
            us: Number(us),
        };
    });
    const workers = [...Array(1 + Math.max(...events.map((event) => event.worker))).keys()];
    return { events, workers, strips: Math.max(...events.map((event) => event.range.end)) };
}

/** The state after that many events. */
function play(run, count) {
    const state = { deques: run.workers.map(() => []), at: run.workers.map(() => null), done: {}, us: 0, thefts: 0 };
    for (const event of run.events.slice(0, count)) {
        const { worker, what, range, victim, us } = event;
        Object.assign(state, { event, us, pushed: null });
        if (what === "push") {
            state.deques[worker].push(range);
            state.pushed = range;
            // It keeps what is left of the piece that it had in hand.
            const had = state.at[worker];
            if (had) {
                state.at[worker] = { start: had.start, end: range.start };
            }
        } else if (what === "done") {
            state.at[worker] = null;
            for (let strip = range.start; strip < range.end; strip += 1) {
                state.done[strip] = worker;
            }
        } else {
            const from = what === "steal" ? victim : worker;
            state.deques[from] = state.deques[from].filter((other) => other.start !== range.start);
            state.at[worker] = range;
            state.thefts += what === "steal" ? 1 : 0;
        }
    }
    return state;
}

/** How many events it takes until every worker has a piece in hand, or all of them. */
function allAtWork(run) {
    const counts = run.events.map((_, i) => i + 1);
    return counts.find((count) => Object.values(play(run, count).at).every((piece) => piece)) ?? run.events.length;
}

/** The strips of a range: `7`, or `16–31`. */
function name({ start, end }) {
    return end - start === 1 ? `${start}` : `${start}–${end - 1}`;
}

function time(us) {
    return us < 1000 ? `${us}\u00a0µs` : `${(us / 1000).toFixed(1)}\u00a0ms`;
}

/** The last event in words. */
function say(run, state, at) {
    if (at === 0) {
        return `Nothing has happened yet: ${run.workers.length} workers, ${run.strips} strips. Press Step, or Next theft.`;
    }
    const { worker, what, range, victim } = state.event;
    const strips = range.end - range.start === 1 ? `strip ${name(range)}` : `strips ${name(range)}`;
    const words = {
        push: `Worker ${worker} puts ${strips} into its own deque.`,
        pop: `Worker ${worker} takes ${strips} from its own deque, the youngest piece.`,
        steal: `Worker ${worker} has nothing left and steals ${strips} from worker ${victim}, the oldest piece there.`,
        done: `Worker ${worker} has computed ${strips}.`,
    }[what];
    const finished = Object.keys(state.done).length;
    return `${words} ${finished} of ${run.strips} strips are done; ${state.thefts} ${state.thefts === 1 ? "theft" : "thefts"} so far.`;
}
