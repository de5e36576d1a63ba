// A sum that all ranks need, by a star, a tree or a ring: round by round, with what each round costs, α + n/β. The formulas
// stand on the page.

import { rest, stage } from "./stage/stage.js";

/** What the sliders choose from: ranks, bytes, seconds, bytes a second. */
const RANKS = [2, 4, 8, 16];
const BYTES = decades(8, 8);
const LATENCIES = [1e-7, 2e-7, 5e-7, 1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3];
const BANDWIDTHS = [1e7, 1e8, 1e9, 5e9, 1e10, 1e11];

/** Each way's messages in every round, as pairs of ranks, and which part of all bytes a message has. */
const WAYS = {
    star: { title: "star", rounds: star, part: () => 1 },
    tree: { title: "tree", rounds: tree, part: () => 1 },
    ring: { title: "ring", rounds: ring, part: (ranks) => 1 / ranks },
};

/** Milliseconds between two rounds that are played, the size of the picture, and of a rank in it. */
const PACE = 700;
const [SIZE, RADIUS, DISC] = [300, 120, 15];

const STYLE = `
.message-cost { --tone: var(--way-mpi, #8c3b7a); padding-top: 1.2rem; font: 1.5rem/1.4 var(--label-font, sans-serif); }
.message-cost form { display: flex; flex-wrap: wrap; gap: .8rem 1.2rem; align-items: end; margin: 0 0 1.2rem; }
.message-cost label { flex: 1 1 16rem; }
.message-cost :is(input, select) { display: block; width: 100%; margin: .3rem 0 0; accent-color: var(--tone); }
.message-cost select { font: inherit; color: inherit; background: var(--bg, Canvas); }
.message-cost button { min-width: 7ch; }
.message-cost .both { display: flex; flex-wrap: wrap; gap: 1.2rem 2.4rem; align-items: center; }
.message-cost svg { display: block; flex: 1 1 24rem; width: 100%; max-width: 32rem; height: auto; }
.message-cost text { font-size: 13px; text-anchor: middle; fill: currentColor; }
.message-cost circle { fill: none; stroke: currentColor; }
.message-cost circle.whole { fill: color-mix(in srgb, var(--tone) 30%, transparent); stroke: var(--tone); stroke-width: 3; }
.message-cost line { stroke: var(--tone); stroke-width: 2; }
.message-cost path { fill: var(--tone); }
.message-cost table { flex: 1 1 24rem; margin: 0; }
.message-cost tr.best { font-weight: 600; }
.message-cost td { white-space: nowrap; }
.message-cost output { display: block; min-height: 5.6em; margin-top: 1.2rem; }
@media print { .message-cost form { display: none; } }
`;

export default function mount(element) {
    const options = Object.entries(WAYS).map(([key, { title }]) => `<option value="${key}">${title}</option>`);
    const slider = (name, stops, at) =>
        `<label><span data-say="${name}"></span><input type="range" name="${name}" min="0" max="${stops.length - 1}" value="${at}"></label>`;
    stage(
        element,
        STYLE,
        `<div class="message-cost">
            <form aria-label="The messages">
                <label>the way <select>${options.join("")}</select></label>
                ${slider("ranks", RANKS, 2)}
                ${slider("bytes", BYTES, 6)}
                ${slider("latency", LATENCIES, 4)}
                ${slider("bandwidth", BANDWIDTHS, 3)}
                <button type="button" data-do="back">Back</button>
                <button type="button" data-do="step">Step</button>
                <button type="button" data-do="play">Play</button>
                <button type="reset">Reset</button>
            </form>
            <div class="both"><div data-picture></div>
                <table><thead><tr><th>way</th><th>rounds</th><th>messages</th><th>time</th></tr></thead><tbody></tbody></table></div>
            <output aria-live="polite"></output>
        </div>`,
        "Nine of these times as a table",
    );
    const find = (what) => element.querySelector(what);
    const [form, select, output, body] = ["form", "select", "output", "tbody"].map(find);
    const button = (name) => find(`[data-do=${name}]`);
    const chosen = (name, stops) => stops[Number(find(`[name=${name}]`).value)];
    let [done, timer] = [0, null];

    const draw = () => {
        const given = {
            ranks: chosen("ranks", RANKS),
            bytes: chosen("bytes", BYTES),
            latency: chosen("latency", LATENCIES),
            bandwidth: chosen("bandwidth", BANDWIDTHS),
        };
        const words = {
            ranks: `${given.ranks} ranks`,
            bytes: `n = ${size(given.bytes)}`,
            latency: `α = ${time(given.latency)}`,
            bandwidth: `β = ${size(given.bandwidth)}/s`,
        };
        for (const [name, said] of Object.entries(words)) {
            find(`[data-say=${name}]`).textContent = said;
            find(`[name=${name}]`).setAttribute("aria-valuetext", said);
        }
        const bills = Object.entries(WAYS).map(([key, way]) => ({ key, ...bill(way, given) }));
        const best = Math.min(...bills.map(({ total }) => total));
        body.innerHTML = bills
            .map(
                ({ key, rounds, messages, total }) =>
                    `<tr class="${total === best ? "best" : ""}"><td>${WAYS[key].title}${total === best ? " ✓" : ""}</td>` +
                    `<td>${rounds.length}</td><td>${messages}</td><td>${time(total)}</td></tr>`,
            )
            .join("");
        const now = bills.find(({ key }) => key === select.value);
        find("[data-picture]").innerHTML = picture(now, done, given.ranks);
        output.textContent = say(now, done, given);
        rest(button("back"), done === 0);
        rest(button("step"), done === now.rounds.length);
    };
    const last = () => WAYS[select.value].rounds(chosen("ranks", RANKS)).length;
    const pause = () => {
        clearInterval(timer);
        timer = null;
        button("play").textContent = "Play";
        output.setAttribute("aria-live", "polite");
    };
    const go = (to) => {
        done = Math.max(0, Math.min(last(), to));
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
        if (done === last()) {
            go(0);
        }
        timer = setInterval(() => {
            go(done + 1);
            if (!element.isConnected || done === last()) {
                pause();
            }
        }, PACE);
    });
    // Another price changes no message, so that one stays where one is.
    form.addEventListener("input", ({ target }) => (target.name === "ranks" || target === select ? by_hand(0) : draw()));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => by_hand(0)));
    draw();
}

/** All to rank 0, one after another, and from there to all. */
function star(ranks) {
    const others = Array.from({ length: ranks - 1 }, (_, i) => i + 1);
    return [...others.map((rank) => [[rank, 0]]), ...others.map((rank) => [[0, rank]])];
}

/** Pairs exchange, twice as far away in each round: recursive doubling. */
function tree(ranks) {
    return Array.from({ length: Math.log2(ranks) }, (_, round) =>
        Array.from({ length: ranks }, (_, rank) => [rank, rank ^ (1 << round)]),
    );
}

/** Parts go round twice: once to be added up, once to be handed out. */
function ring(ranks) {
    return Array.from({ length: 2 * (ranks - 1) }, () =>
        Array.from({ length: ranks }, (_, rank) => [rank, (rank + 1) % ranks]),
    );
}

/** What a way takes in all: each round as long as one of its messages, since they go at the same time. */
function bill({ title, rounds, part }, { ranks, bytes, latency, bandwidth }) {
    const all = rounds(ranks);
    const round = latency + (bytes * part(ranks)) / bandwidth;
    return { title, rounds: all, round, part: part(ranks), messages: all.flat().length, total: all.length * round };
}

/** Which ranks have the whole sum after so many rounds. */
function whole(title, done, rounds, ranks) {
    if (title === "star") {
        return Array.from({ length: ranks }, (_, rank) => done >= ranks - 1 + rank);
    }
    return Array(ranks).fill(done === rounds.length);
}

function picture({ title, rounds }, done, ranks) {
    const place = (rank) => {
        const angle = (2 * Math.PI * rank) / ranks - Math.PI / 2;
        return [SIZE / 2 + RADIUS * Math.cos(angle), SIZE / 2 + RADIUS * Math.sin(angle)];
    };
    const has = whole(title, done, rounds, ranks);
    const arrows = (done === 0 ? [] : rounds[done - 1]).map(([from, to]) => {
        const [[x1, y1], [x2, y2]] = [place(from), place(to)];
        const length = Math.hypot(x2 - x1, y2 - y1);
        const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
        // Beside the straight line, so that both messages of an exchange can be seen.
        const at = (x, y, along, aside) => [x + dx * along - dy * aside, y + dy * along + dx * aside];
        const [ax, ay] = at(x1, y1, DISC + 2, 4);
        const [bx, by] = at(x2, y2, -DISC - 10, 4);
        const tip = [at(bx, by, 9, 0), at(bx, by, 0, 5), at(bx, by, 0, -5)].map((point) => point.map((v) => v.toFixed(1)));
        return (
            `<line x1="${ax.toFixed(1)}" y1="${ay.toFixed(1)}" x2="${bx.toFixed(1)}" y2="${by.toFixed(1)}"/>` +
            `<path d="M${tip.map((point) => point.join(" ")).join("L")}z"/>`
        );
    });
    const discs = Array.from({ length: ranks }, (_, rank) => {
        const [x, y] = place(rank).map((v) => v.toFixed(1));
        return `<circle class="${has[rank] ? "whole" : ""}" cx="${x}" cy="${y}" r="${DISC}"/><text x="${x}" y="${Number(y) + 4.5}">${rank}</text>`;
    });
    return `<svg viewBox="0 0 ${SIZE} ${SIZE}" aria-hidden="true">${arrows.join("")}${discs.join("")}</svg>`;
}

function say({ title, rounds, round, part, total }, done, { ranks, bytes }) {
    if (done === 0) {
        return `By a ${title}: nobody has sent anything yet. Press Step.`;
    }
    const sent = rounds[done - 1];
    const who =
        title === "star"
            ? `rank ${sent[0][0]} sends ${size(bytes)} to rank ${sent[0][1]}`
            : title === "tree"
              ? `each rank exchanges ${size(bytes)} with the one at a distance of ${1 << (done - 1)}`
              : `each rank sends a part, ${size(bytes * part)}, to the next`;
    const has = whole(title, done, rounds, ranks).filter(Boolean).length;
    const end = done === rounds.length ? `Done in ${time(total)}.` : `So far ${time(done * round)}.`;
    return `Round ${done} of ${rounds.length}: ${who}. ${has} of ${ranks} ranks have all sums. ${end}`;
}

/** `first`, and ten times as much each time, with a step at three times in between. */
function decades(first, count) {
    return Array.from({ length: 2 * count - 1 }, (_, i) => first * 10 ** Math.floor(i / 2) * (i % 2 ? 3 : 1));
}

function size(bytes) {
    return scaled(bytes, [[1e9, "GB"], [1e6, "MB"], [1e3, "kB"], [1, "B"]]);
}

function time(seconds) {
    return scaled(seconds, [[1, "s"], [1e-3, "ms"], [1e-6, "µs"], [1e-9, "ns"]]);
}

/** Three digits, in the largest unit that isn't too large; no line ends between the two. */
function scaled(value, units) {
    const [scale, unit] = units.find(([scale]) => value >= scale * 0.9995) ?? units.at(-1);
    const number = value / scale;
    return `${number >= 100 ? Math.round(number) : Number(number.toPrecision(3))}\u00a0${unit}`;
}
