// Eight numbers and six ways to add them up, round by round. The same rounds as crates/chapters/steps_algorithms/src/rounds.rs, which the
// picture below comes from.

import { rest, stage } from "./stage/stage.js";

const NUMBERS = [3, 1, 4, 1, 5, 9, 2, 6];
const N = NUMBERS.length;

/** What each way is called, its rounds, and what it is good for. */
const WAYS = {
    serial: ["One after another", serial(), "One chain: as many rounds as additions."],
    tree: ["Tree, the sum only", tree(), "The last place has the sum of all. The others have parts of it."],
    hillis: ["Hillis and Steele", hillis(), "The fewest rounds, the most additions."],
    sweeps: ["Two sweeps", [...tree(), ...down()], "Up the tree, and down what it left out."],
    two: ["Bands of two workers", bands(2), "As many rounds as one after another: in the second pass one worker has nothing to do."],
    four: ["Bands of four workers", bands(4), "Scan the bands, add up their totals, add what came before."],
};

/** The picture: width of a place, height of a round. */
const [PLACE, ROUND] = [46, 42];

const STYLE = `
.tree-scan { --tone: var(--way-threads, #0072b2); padding-top: 1.2rem; font: 1.5rem/1.4 var(--label-font, sans-serif); }
.tree-scan form { display: flex; flex-wrap: wrap; gap: .8rem 1.2rem; align-items: end; margin: 0 0 1.2rem; }
.tree-scan label.range { flex: 1 1 14rem; }
.tree-scan input { display: block; width: 100%; margin: .3rem 0 0; accent-color: var(--tone); }
.tree-scan select { display: block; margin: .3rem 0 0; max-width: 100%; font: inherit; color: inherit; background: var(--bg, Canvas); }
.tree-scan button { min-width: 7ch; }
.tree-scan svg { display: block; width: 100%; max-width: 42rem; height: auto; margin: 0 0 1.2rem; }
.tree-scan text { font-size: 15px; text-anchor: middle; fill: currentColor; font-variant-numeric: tabular-nums; }
.tree-scan line { stroke: currentColor; stroke-opacity: .25; }
.tree-scan line.add { stroke: var(--tone); stroke-opacity: 1; stroke-width: 2; }
.tree-scan .cell { fill: none; stroke: var(--tone); stroke-width: 2; }
.tree-scan .now .cell { fill: color-mix(in srgb, var(--tone) 22%, transparent); }
.tree-scan .later { opacity: .45; }
.tree-scan output { display: block; min-height: 7em; }
@media print { .tree-scan form { display: none; } }
`;

export default function mount(element) {
    const options = Object.entries(WAYS).map(([key, [name]]) => `<option value="${key}">${name}</option>`);
    stage(
        element,
        STYLE,
        `<div class="tree-scan">
            <form aria-label="Rounds">
                <label>How to add <select>${options.join("")}</select></label>
                <label class="range"><span data-say></span><input type="range" min="0" value="0"></label>
                <button type="button" data-do="back">Back</button>
                <button type="button" data-do="step">Step</button>
                <button type="button" data-do="play">Play</button>
                <button type="reset">Reset</button>
            </form>
            <div data-picture></div>
            <output aria-live="polite"></output>
        </div>`,
        "Four of the ways as one picture",
    );
    const [form, slider, select, output, picture] = ["form", "input", "select", "output", "[data-picture]"].map((name) =>
        element.querySelector(name),
    );
    const button = (name) => element.querySelector(`[data-do=${name}]`);
    let [done, timer] = [0, null];

    const rounds = () => WAYS[select.value][1];
    const draw = () => {
        const last = rounds().length;
        slider.max = last;
        slider.value = done;
        slider.setAttribute("aria-valuetext", `round ${done} of ${last}`);
        element.querySelector("[data-say]").textContent = `Round ${done} of ${last}`;
        output.textContent = say(WAYS[select.value], done);
        picture.innerHTML = svg(rounds(), done);
        rest(button("back"), done === 0);
        rest(button("step"), done === last);
    };
    const pause = () => {
        clearInterval(timer);
        timer = null;
        button("play").textContent = "Play";
        output.setAttribute("aria-live", "polite");
    };
    const go = (to) => {
        done = Math.max(0, Math.min(rounds().length, to));
        draw();
    };
    const by_hand = (to) => {
        pause();
        go(to);
    };
    button("back").addEventListener("click", () => by_hand(done - 1));
    button("step").addEventListener("click", () => by_hand(done + 1));
    button("play").addEventListener("click", () => {
        if (timer) {
            pause();
            return;
        }
        // While it plays, a screen reader that said every round would never come to an end.
        output.setAttribute("aria-live", "off");
        button("play").textContent = "Pause";
        if (done === rounds().length) {
            go(0);
        }
        timer = setInterval(() => {
            go(done + 1);
            if (!element.isConnected || done === rounds().length) {
                pause();
            }
        }, 1000);
    });
    slider.addEventListener("input", () => by_hand(Number(slider.value)));
    select.addEventListener("change", () => by_hand(0));
    form.addEventListener("reset", (event) => {
        event.preventDefault();
        select.value = "serial";
        by_hand(0);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    draw();
}

/** Each place adds the one before it. */
function serial() {
    return range(1, N).map((to) => [[to - 1, to]]);
}

/** Neighbours, then neighbours of neighbours. */
function tree() {
    return [1, 2, 4].map((d) => range(2 * d - 1, N, 2 * d).map((to) => [to - d, to]));
}

/** What the tree left out. */
function down() {
    return [2, 1].map((d) => range(3 * d - 1, N, 2 * d).map((to) => [to - d, to]));
}

/** Every place adds the one at a distance of 1, then 2, then 4. */
function hillis() {
    return [1, 2, 4].map((d) => range(d, N).map((to) => [to - d, to]));
}

/** Scan each worker's band, scan the totals, add what came before. */
function bands(workers) {
    const band = N / workers;
    const ends = range(band - 1, N, band);
    const first = range(1, band).map((i) => range(i, N, band).map((to) => [to - 1, to]));
    const between = ends.slice(1).map((to) => [[to - band, to]]);
    const second = range(1, band).map((i) => ends.slice(0, -1).map((from) => [from, from + i]));
    return [...first, ...between, ...second];
}

function range(from, to, step = 1) {
    return Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, i) => from + i * step);
}

/** The numbers before the first round and after each: all of a round read before any of it writes. */
function states(rounds) {
    const all = [NUMBERS];
    for (const round of rounds) {
        const [before, after] = [all.at(-1), [...all.at(-1)]];
        round.forEach(([from, to]) => (after[to] = before[from] + before[to]));
        all.push(after);
    }
    return all;
}

/** All rounds, those to come faintly and without their results. */
function svg(rounds, done) {
    const [x, y] = [(place) => (place + 0.5) * PLACE, (round) => (round + 0.5) * ROUND];
    const parts = states(rounds).map((numbers, row) => {
        const adds = row === 0 ? [] : rounds[row - 1];
        const lines = range(0, N).map((place) =>
            row === 0 ? "" : `<line x1="${x(place)}" x2="${x(place)}" y1="${y(row - 1) + 13}" y2="${y(row) - 13}"/>`,
        );
        const arrows = adds.map(
            ([from, to]) => `<line class="add" x1="${x(from)}" y1="${y(row - 1) + 13}" x2="${x(to)}" y2="${y(row) - 13}"/>`,
        );
        const cells = adds.map(
            ([, to]) => `<rect class="cell" x="${x(to) - 17}" y="${y(row) - 13}" width="34" height="26" rx="5"/>`,
        );
        const shown = row > done ? [] : numbers.map((n, place) => `<text x="${x(place)}" y="${y(row) + 5}">${n}</text>`);
        const when = row > done ? "later" : row === done ? "now" : "past";
        return `<g class="${when}">${[...lines, ...arrows, ...cells, ...shown].join("")}</g>`;
    });
    return `<svg viewBox="0 0 ${N * PLACE} ${(rounds.length + 1) * ROUND}" aria-hidden="true">${parts.join("")}</svg>`;
}

/** The round in words, and the bill. */
function say([name, rounds, moral], done) {
    const numbers = states(rounds)[done].join(", ");
    if (done === 0) {
        return `${name}: the numbers ${numbers}. Press Step.`;
    }
    const work = rounds.slice(0, done).flat().length;
    const adds = rounds[done - 1].map(([from, to]) => `${from + 1} to ${to + 1}`).join(", ");
    const round = `Round ${done}: add place ${adds}. Now ${numbers}.`;
    const bill = `${count(work, "addition")} in ${count(done, "round")}.`;
    if (done < rounds.length) {
        return `${round} So far ${bill}`;
    }
    const two = rounds.reduce((sum, adds) => sum + Math.ceil(adds.length / 2), 0);
    return `${round} Done: work ${work}, span ${done}: ${bill} Two workers take ${count(two, "round")}. ${moral}`;
}

function count(n, what) {
    return `${n} ${what}${n === 1 ? "" : "s"}`;
}
