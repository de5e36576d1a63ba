// Two programs, two pipes between them, and a reader who says which one takes the next step: with enough to hand over, both
// come to stand in front of a full pipe.

import { rest, stage } from "./stage/stage.js";

/** How many pieces a pipe holds. */
const HOLDS = 4;
const PIECES = 12;
/** Milliseconds between two steps that are played. */
const PACE = 250;

const STYLE = `
.two-pipes { padding-top: 1.2rem; font: 1.5rem/1.4 var(--label-font, sans-serif); }
.two-pipes form, .two-pipes .steps { display: flex; flex-wrap: wrap; gap: .8rem 1.2rem; align-items: end; margin: 0 0 1.2rem; }
.two-pipes label { flex: 1 1 20rem; }
.two-pipes :is(select, input) { display: block; width: 100%; margin: .3rem 0 0; font: inherit; color: inherit; background: var(--bg, Canvas);
    accent-color: var(--way-processes, #b5541c); }
.two-pipes .plan { display: grid; grid-template-columns: 1fr auto 1fr; gap: 1.2rem; align-items: center; }
.two-pipes section { box-sizing: border-box; min-width: 0; border: 1px solid; padding: .6rem .8rem; }
.two-pipes section.waits { border-style: dashed; border-width: 3px; }
.two-pipes section p { margin: .2rem 0; overflow-wrap: anywhere; }
.two-pipes .name { font-weight: 600; }
.two-pipes .pipe p { margin: 0 0 .3rem; }
.two-pipes .pipe { margin: .4rem 0; }
.two-pipes .cells { display: flex; gap: 3px; }
.two-pipes .cells i { width: 1.8rem; height: 1.8rem; border: 1px solid; box-sizing: border-box; }
.two-pipes .cells i.full { background: var(--way-processes, #b5541c); }
.two-pipes output { display: block; min-height: 4.5em; margin-top: 1.2rem; }
@media (max-width: 480px) { .two-pipes .plan { grid-template-columns: 1fr; } }
@media print { .two-pipes form, .two-pipes .steps { display: none; } }
`;

/** Who takes part: parent and child, or with a thread for the input three of them. Each is asked for its next step. */
const PLANS = {
    sequence: { title: "write all, then read", actors: ["parent", "child"] },
    threads: { title: "a thread writes, the parent reads", actors: ["parent", "child", "thread"] },
};

export default function mount(element) {
    stage(
        element,
        STYLE,
        `<div class="two-pipes">
            <form aria-label="What is run">
                <label>the parent's plan <select>${Object.entries(PLANS).map(([name, { title }]) => `<option value="${name}">${title}</option>`).join("")}</select></label>
                <label><span data-pieces></span><input type="range" min="1" max="${PIECES}" value="${PIECES}"></label>
                <button type="button" data-do="play">Play to the end</button>
                <button type="reset">Reset</button>
            </form>
            <div class="steps" role="group" aria-label="Who takes the next step? Keys 1, 2 and 3 do the same"></div>
            <div class="plan"></div>
            <output aria-live="polite"></output>
        </div>`,
        "The end of it, in words",
    );
    const find = (what) => element.querySelector(what);
    const [select, slider, steps, output] = [find("select"), find("input"), find(".steps"), find("output")];
    let [state, timer, did] = [null, 0, ""];

    const actors = () => PLANS[select.value].actors;
    const draw = () => {
        const moves = actors().map((actor) => next(state, actor));
        steps.querySelectorAll("button").forEach((button, i) => rest(button, !moves[i].go));
        rest(find("[data-do=play]"), !moves.some(({ go }) => go));
        find("[data-pieces]").textContent = `pieces of input: ${slider.value} (each pipe holds ${HOLDS})`;
        const box = (actor) => {
            const { go, words, done } = next(state, actor);
            return `<section class="${go || done ? "" : "waits"}"><p class="name">${actor}</p><p>${words}</p></section>`;
        };
        const left = actors().filter((actor) => actor !== "child");
        find(".plan").innerHTML = `<div>${left.map(box).join("")}</div>
            <div>${pipe("input →", state.input)}${pipe("← output", state.output)}</div>${box("child")}`;
        const [stuck, over] = [!moves.some(({ go }) => go), moves.every(({ done }) => done)];
        const end = over
            ? `All have ended: ${state.got} of ${state.pieces} pieces came back.`
            : stuck
              ? `Nobody can take a step: ${moves.map(({ words }, i) => `the ${actors()[i]} ${words}`).join("; ")}. This is a deadlock.`
              : "";
        output.textContent = `${did}${end}`;
    };
    const reset = () => {
        clearTimeout(timer);
        state = { pieces: Number(slider.value), plan: select.value, written: 0, input: 0, held: 0, output: 0, got: 0 };
        did = "";
        // The buttons stay as they are while the actors do: who stands on one shouldn't lose it.
        if (steps.children.length !== actors().length) {
            steps.innerHTML = actors().map((actor, i) => `<button type="button" data-step="${i}">Step the ${actor}</button>`).join("");
        }
        draw();
    };
    const step = (i) => {
        const actor = actors()[i];
        const { go, words } = actor ? next(state, actor) : {};
        if (go) {
            did = `The ${actor} ${words}. `;
            go();
            draw();
        }
        return Boolean(go);
    };
    /** In turns, as two cores would do. */
    const play = (turn = 0) => {
        const ready = actors().map((_, i) => (turn + i) % actors().length).find((i) => next(state, actors()[i]).go);
        if (ready === undefined) {
            return;
        }
        step(ready);
        if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
            play(ready + 1);
        } else {
            timer = setTimeout(() => play(ready + 1), PACE);
        }
    };

    steps.addEventListener("click", ({ target }) => {
        if (target.dataset.step) {
            clearTimeout(timer);
            step(Number(target.dataset.step));
        }
    });
    find("[data-do=play]").addEventListener("click", () => {
        clearTimeout(timer);
        play();
    });
    select.addEventListener("change", reset);
    slider.addEventListener("input", reset);
    find("form").addEventListener("submit", (event) => event.preventDefault());
    find("form").addEventListener("reset", () => setTimeout(reset));
    element.addEventListener("keydown", (event) => {
        const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !["SELECT", "INPUT"].includes(event.target.tagName);
        if (plain && "123".includes(event.key)) {
            clearTimeout(timer);
            step(Number(event.key) - 1);
        }
    });
    reset();
}

/** What `actor` does next: `go` does it, and is missing while it waits or when it is `done`. */
function next(state, actor) {
    const write = () => {
        if (state.written === state.pieces) {
            return null;
        }
        return state.input < HOLDS
            ? { words: "writes a piece of input", go: () => (state.written++, state.input++) }
            : { words: "waits: the input pipe is full" };
    };
    const read = () => {
        if (state.got === state.pieces) {
            return { words: "has all of the output", done: true };
        }
        return state.output > 0
            ? { words: "reads a piece of output", go: () => (state.output--, state.got++) }
            : { words: "waits: the output pipe is empty" };
    };
    switch (actor) {
        case "thread":
            return write() ?? { words: "has written all, and closed the pipe", done: true };
        case "parent":
            return (state.plan === "sequence" && write()) || read();
        default:
            if (state.held > 0) {
                return state.output < HOLDS
                    ? { words: "writes a piece of output", go: () => (state.held--, state.output++) }
                    : { words: "waits: the output pipe is full" };
            }
            if (state.input > 0) {
                return { words: "reads a piece of input", go: () => (state.input--, state.held++) };
            }
            return state.written === state.pieces
                ? { words: "has come to the end of its input", done: true }
                : { words: "waits: the input pipe is empty" };
    }
}

function pipe(name, pieces) {
    const cells = Array.from({ length: HOLDS }, (_, i) => `<i${i < pieces ? ' class="full"' : ""}></i>`).join("");
    return `<div class="pipe"><p>${name}</p><div class="cells" role="img" aria-label="${name.replace(/[→←]/g, "").trim()} pipe: ${pieces} of ${HOLDS}">${cells}</div></div>`;
}
