// Two or three threads of a few instructions each, and a reader who says which one takes the next step: any order that a
// machine may choose, among them the bad ones.

import { SCENES, able, follow, fromLink, search, toLink, upcoming, verdict, waits } from "./interleaving/model.js";
import { rest, stage } from "./stage/stage.js";

/** Milliseconds between two steps that are played. */
const PACE = 700;

const STYLE = `
.interleaving { --now: var(--way-threads, #0072b2); padding-top: 1.2rem; font: 1.5rem/1.4 var(--label-font, sans-serif); }
.interleaving form, .interleaving .steps { display: flex; flex-wrap: wrap; gap: .8rem 1.2rem; align-items: end; }
.interleaving form { margin: 0 0 1.2rem; }
.interleaving label { flex: 1 1 22rem; }
.interleaving select { display: block; width: 100%; margin: .3rem 0 0; font: inherit; color: inherit; background: var(--bg, Canvas); }
.interleaving .threads { display: flex; flex-wrap: wrap; gap: 1.2rem; margin: 1.2rem 0; }
.interleaving section { box-sizing: border-box; flex: 1 1 13rem; min-width: 0; border: 1px solid; padding: .6rem .8rem; }
.interleaving section .name { margin: 0 0 .4rem; font: 600 1.5rem/1.4 var(--label-font, sans-serif); }
.content .interleaving section ol { margin: 0 0 .6rem; padding: 0; list-style: none; }
.interleaving li { padding: .1rem .4rem; border-inline-start: 4px solid transparent; font-variant-numeric: tabular-nums; }
.interleaving li::before { content: ""; display: inline-block; width: 1.5em; }
.interleaving li.done { opacity: .6; }
.interleaving li.done::before { content: "✓"; }
.interleaving li.now { border-color: var(--now); font-weight: 600; }
.interleaving li.now::before { content: "▸"; }
.interleaving li.waits { border-inline-start-style: dotted; }
.interleaving li.waits::before { content: "…"; }
.interleaving p { margin: .4rem 0; overflow-wrap: anywhere; }
.interleaving output { display: block; min-height: 7em; margin-top: 1.2rem; }
.interleaving .wrong { border-inline-start: 4px solid; padding-inline-start: .8rem; font-weight: 600; }
@media print { .interleaving form, .interleaving .steps { display: none; } }
`;

export default function mount(element) {
    const options = SCENES.map(({ name, title }) => `<option value="${name}">${title}</option>`).join("");
    stage(
        element,
        STYLE,
        `<div class="interleaving">
            <form aria-label="What is run">
                <label>scene <select>${options}</select></label>
                <button type="button" data-do="bad">Find a bad schedule</button>
                <button type="button" data-do="undo">Undo</button>
                <button type="reset">Reset</button>
                <a data-link href="#">Link to this schedule</a>
            </form>
            <p data-aim></p>
            <div class="steps" role="group" aria-label="Which thread takes the next step? Keys 1, 2 and 3 do the same"></div>
            <div class="threads"></div>
            <p data-memory></p>
            <p data-schedule></p>
            <output aria-live="polite"></output>
        </div>`,
        "One bad schedule, in words",
    );
    const find = (what) => element.querySelector(what);
    const [select, output, steps] = [find("select"), find("output"), find(".steps")];
    let [scene, schedule, found, timer] = [SCENES[0], [], "", 0];

    const draw = () => {
        const states = follow(scene, schedule);
        const state = states.at(-1);
        const ready = able(scene, state);
        const { wrong, over } = verdict(scene, state);
        select.value = scene.name;
        find("[data-aim]").textContent = scene.aim;
        find(".threads").innerHTML = state.threads.map((thread) => panel(scene, state, thread)).join("");
        for (const button of steps.children) {
            rest(button, !ready.includes(Number(button.dataset.step)));
        }
        find("[data-memory]").textContent = memory(state);
        find("[data-schedule]").textContent = `schedule: ${schedule.join(" ") || "no step yet"}`;
        rest(find("[data-do=undo]"), schedule.length === 0);
        find("[data-link]").href = toLink(scene, schedule);
        const last = schedule.at(-1);
        const did = last ? `Thread ${last} did “${upcoming(scene, states.at(-2), last).text}”; ${memory(state)}. ` : "";
        const end = wrong ?? (over ? "All threads have ended, and nothing went wrong, this time." : "");
        output.innerHTML = "";
        output.append(found, did);
        if (end) {
            const words = document.createElement("p");
            words.className = wrong ? "wrong" : "right";
            words.textContent = end;
            output.append(words);
        } else {
            output.append(next(scene, state, ready));
        }
    };
    /** Another scene has other threads; their buttons stay as they are while the scene does. */
    const set = (to, order) => {
        clearTimeout(timer);
        if (to !== scene || steps.children.length === 0) {
            const button = (_, i) => `<button type="button" data-step="${i + 1}">Step thread ${i + 1}</button>`;
            steps.innerHTML = to.threads.map(button).join("");
        }
        [scene, schedule, found] = [to, order, ""];
        draw();
    };
    const take = (number) => {
        if (able(scene, follow(scene, schedule).at(-1)).includes(number)) {
            set(scene, [...schedule, number]);
        }
    };
    const play = () => {
        const { all, bad, example } = search(scene);
        const count = `There are ${all} schedules, and ${bad} of them go wrong. `;
        const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
        const show = (length) => {
            set(scene, example.slice(0, length));
            found = `${count}This is one: ${example.join(" ")}. `;
            draw();
            if (length < example.length) {
                timer = setTimeout(() => show(length + 1), PACE);
            }
        };
        show(still ? example.length : 0);
    };
    const restore = () => {
        const link = fromLink(location.hash);
        if (link) {
            set(link.scene, link.schedule);
            element.scrollIntoView();
        }
        return link;
    };

    steps.addEventListener("click", ({ target }) => target.dataset.step && take(Number(target.dataset.step)));
    select.addEventListener("change", () => set(SCENES.find(({ name }) => name === select.value), []));
    find("[data-do=undo]").addEventListener("click", () => set(scene, schedule.slice(0, -1)));
    find("[data-do=bad]").addEventListener("click", play);
    find("form").addEventListener("reset", (event) => {
        event.preventDefault();
        set(scene, []);
    });
    find("form").addEventListener("submit", (event) => event.preventDefault());
    element.addEventListener("keydown", (event) => {
        const plain = !event.ctrlKey && !event.altKey && !event.metaKey && event.target !== select;
        if (plain && "123".includes(event.key)) {
            take(Number(event.key));
        }
    });
    // Other anchors of the page are none of ours.
    addEventListener("hashchange", restore);
    restore() ?? set(scene, []);
}

/** One thread: its instructions, with the one that comes next, and its registers. */
function panel(scene, state, { number, next, registers }) {
    const held = Object.keys(state.locks).filter((name) => state.locks[name] === number);
    const lines = scene.threads[number - 1].map(({ text }, at) => {
        const blocked = at === next && waits(scene, state, number);
        const what = at < next ? "done" : blocked ? "now waits" : at === next ? "now" : "";
        const mark = blocked ? " (waits)" : "";
        return `<li class="${what}"${at === next ? ' aria-current="step"' : ""}>${text}${mark}</li>`;
    });
    const values = Object.entries(registers).map(([name, value]) => `${name} = ${value}`);
    const about = [...values, ...held.map((name) => `holds ${name}`)].join(", ") || "nothing in hand";
    return `<section aria-label="Thread ${number}"><p class="name">thread ${number}</p><ol>${lines.join("")}</ol><p>${about}</p></section>`;
}

/** What all threads share. */
function memory({ shared, locks }) {
    const cells = Object.entries(shared).map(([name, value]) => `${name} = ${String(value).replace("-", "−")}`);
    const owners = Object.entries(locks).map(([name, owner]) => `${name} ${owner ? `held by thread ${owner}` : "free"}`);
    return `shared: ${[...cells, ...owners].join(", ")}`;
}

/** Who can do what now. */
function next(scene, state, ready) {
    const can = ready.map((number) => `thread ${number} can do “${upcoming(scene, state, number).text}”`);
    const blocked = state.threads
        .filter(({ number }) => waits(scene, state, number))
        .map(({ number }) => `thread ${number} waits for ${upcoming(scene, state, number).wants}`);
    const words = [...can, ...blocked].join("; ");
    return `${words[0].toUpperCase()}${words.slice(1)}.`;
}
