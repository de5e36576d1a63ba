// Workgroups and the guard: how many invocations a dispatch starts for n elements, and what the spare ones do.

const SIZES = [8, 16, 32, 64];
const START = { n: 20, size: 8, up: true, guard: true };

const STYLE = `
.workgroups { --work: var(--way-gpu, #6a3fb5); --harm: var(--way-browser, #a61e3c); }
.workgroups form { display: flex; flex-wrap: wrap; gap: .6rem 1.6rem; align-items: end; margin: 0 0 1rem; }
.workgroups label { display: block; }
.workgroups label.slider { flex: 1 1 13rem; }
.workgroups input[type="range"] { display: block; width: 100%; margin: .3rem 0 0; accent-color: var(--work); }
.workgroups input[type="checkbox"] { accent-color: var(--work); margin-inline-end: .4em; }
.workgroups .board { display: flex; flex-wrap: wrap; gap: .8rem; margin: 0 0 1rem; }
.workgroups .group { border: 1px solid currentColor; border-radius: 4px; padding: .3rem .4rem .4rem; margin: 0; }
.workgroups .group.missed { border-style: dashed; }
.workgroups .name { display: block; font-family: var(--label-font, sans-serif); font-size: .75em; opacity: .8; margin-bottom: .25rem; }
.workgroups .cells { display: grid; grid-template-columns: repeat(8, 1em); gap: 3px; line-height: 1; }
.workgroups .cells span { display: grid; place-items: center; width: 1em; height: 1em; box-sizing: border-box;
    border: 1.5px solid currentColor; font-size: .95em; border-radius: 2px; }
.workgroups .cells .work { background: var(--work); border-color: var(--work); }
.workgroups .cells .spare { opacity: .55; border-style: dotted; }
.workgroups .cells .past { border-color: var(--harm); color: var(--harm); }
.workgroups .cells .missed { border-style: dashed; }
.workgroups .cells i { font: 700 .8em/1 sans-serif; }
.workgroups output { display: block; min-height: 3em; }
@media print { .workgroups form { display: none; } .workgroups .cells .work { background: currentColor; } }
`;

export default function mount(element) {
    const state = { ...START };
    element.innerHTML = `
        <style>${STYLE}</style>
        <div class="workgroups">
            <form aria-label="A dispatch">
                <label class="slider"><span data-say="n"></span>
                    <input name="n" type="range" min="0" max="140" step="1"></label>
                <label class="slider"><span data-say="size"></span>
                    <input name="size" type="range" min="0" max="${SIZES.length - 1}" step="1"></label>
                <label><input name="up" type="checkbox">round up</label>
                <label><input name="guard" type="checkbox">guard: <code>if i &lt; n</code></label>
                <button type="reset">Reset</button>
            </form>
            <div class="board" role="img"></div>
            <output aria-live="polite"></output>
        </div>`;
    const form = element.querySelector("form");
    const board = element.querySelector(".board");
    const output = element.querySelector("output");
    const say = (name) => element.querySelector(`[data-say="${name}"]`);
    const { n, size, up, guard } = form.elements;

    const set = () => {
        n.value = state.n;
        size.value = SIZES.indexOf(state.size);
        up.checked = state.up;
        guard.checked = state.guard;
    };
    const draw = () => {
        say("n").textContent = `${plural(state.n, "element")}`;
        say("size").textContent = `workgroups of ${state.size}`;
        size.setAttribute("aria-valuetext", `workgroups of ${state.size}`);
        const count = dispatch(state);
        board.innerHTML = picture(state, count);
        output.textContent = sentence(state, count);
        board.setAttribute("aria-label", sentence(state, count));
    };

    form.addEventListener("input", () => {
        Object.assign(state, { n: +n.value, size: SIZES[+size.value], up: up.checked, guard: guard.checked });
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

/** How many workgroups and invocations there are, how many have no element, how many elements have no invocation. */
function dispatch({ n, size, up }) {
    const groups = up ? Math.ceil(n / size) : Math.floor(n / size);
    const invocations = groups * size;
    return { groups, invocations, spare: Math.max(0, invocations - n), missed: Math.max(0, n - invocations) };
}

function picture({ n, size, guard }, { groups, missed }) {
    const idle = guard ? cell("spare") : cell("past", "×");
    const boxes = [];
    for (let g = 0; g < groups; g += 1) {
        const cells = Array.from({ length: size }, (_, i) => (g * size + i < n ? cell("work") : idle));
        boxes.push(box(`workgroup ${g}`, cells));
    }
    if (missed > 0) {
        boxes.push(box("nobody’s", Array.from({ length: missed }, () => cell("missed", "?")), "missed"));
    }
    return boxes.join("");
}

function box(name, cells, kind = "") {
    const columns = Math.min(8, cells.length);
    return `<div class="group ${kind}"><span class="name">${name}</span>
        <div class="cells" style="grid-template-columns: repeat(${columns}, 1em)">${cells.join("")}</div></div>`;
}

function cell(kind, mark = "") {
    return `<span class="${kind}">${mark && `<i>${mark}</i>`}</span>`;
}

function sentence({ n, size, up, guard }, { groups, invocations, spare, missed }) {
    if (n === 0) {
        return "No elements: nothing is started, and nothing is missing.";
    }
    const rounded = n % size === 0 ? "" : up ? ", rounded up," : ", rounded down,";
    const start = `${n} / ${size}${rounded} is ${plural(groups, "workgroup")}: ${plural(invocations, "invocation")}. `;
    if (missed > 0) {
        return `${start}${plural(missed, "element")} ${missed === 1 ? "is" : "are"} never computed, and no error says so.`;
    }
    if (spare === 0) {
        return `${start}Each has an element. ${guard ? "The guard turns nobody away." : "A test with this size can’t tell that the guard is missing."}`;
    }
    const [have, store, them] = spare === 1 ? ["has", "it stores", "it"] : ["have", "they store", "them"];
    return guard
        ? `${start}${spare} of them ${have} no element; the guard sends ${them} home.`
        : `${start}${spare} of them ${have} no element, and there is no guard: ${store} past the end.`;
}

function plural(count, word) {
    return `${count} ${word}${count === 1 ? "" : "s"}`;
}
