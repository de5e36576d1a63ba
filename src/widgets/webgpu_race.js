// Great circle's shader on this browser's own GPU, through WebGPU, in turns with plain JavaScript. Nothing is asked of the
// GPU until the reader presses the button.

import * as gpu from "./shader/gpu.js";
import { CANCELLED } from "./shader/simulator.js";
import { stage } from "./stage/stage.js";

const PAIRS = 1_000_000;
const SEED = 7;
const ROUNDS = 11;
/** The Earth's mean radius, kilometres. */
const RADIUS_KM = 6371;
/** How far an answer in single precision may lie from the one in double precision, kilometres; the kernel says why. */
const TOLERANCE_KM = 0.02;
/** Invocations in a workgroup; the shader says the same. */
const GROUP = 64;
/** The dispatches that a submission has more than another one are enough when they take so many seconds. */
const ENOUGH = 0.03;
/** The most of them. */
const MOST = 1024;

/** The lines of the table: what is timed, the way of working whose look it has, and its two names. */
const LINES = [
    ["javascript", "serial", "javascript", "one thread"],
    ["copied", "webgpu", "webgpu", "with both copies"],
    ["stays", "webgpu", "webgpu", "without copies"],
];

/** The ways' marks, as crates/book/plot/src/mark.rs draws them: so many corners, at these distances in turn. */
const MARKS = { serial: [12, [0.85]], webgpu: [24, [1, 0.75]] };

const STYLE = `
.webgpu-race { padding-top: 1.2rem; font: 1.5rem/1.5 var(--label-font, sans-serif); }
.webgpu-race .buttons { display: flex; flex-wrap: wrap; gap: .8rem 1.6rem; align-items: center; margin: 0; }
.webgpu-race button { min-width: 9ch; font-weight: 600; border-width: 2px; }
.webgpu-race progress { flex: 0 1 24rem; min-width: 8rem; accent-color: var(--way-webgpu, #4a4bc9); }
.webgpu-race .verdict { margin: 1.2rem 0 0; font-weight: 600; }
.webgpu-race[data-state=failed] .verdict { color: var(--not-right); }
.webgpu-race .verdict:empty { display: none; }
.webgpu-race .result { margin: 1.2rem 0 1.6rem; }
.webgpu-race .result:empty { margin: 0; }
.webgpu-race table { width: 100%; max-width: 64rem; }
.webgpu-race small { font-family: var(--label-font, sans-serif); font-size: .8em; color: var(--soft); }
/* A share of its cell, as other pictures in widgets may take at most, would count for nothing in that cell's width. */
.widget .webgpu-race .mark { max-width: none; }
.webgpu-race .software { padding-inline-start: 1.2rem; border-inline-start: 4px solid var(--soft); }
@media (max-width: 620px) {
    .content .webgpu-race :is(td, th) { padding-inline-end: .8rem; }
    .webgpu-race :is(td.bar, thead td) { display: none; }
    .webgpu-race td { white-space: normal; }
}
@media print { .webgpu-race .buttons { display: none; } }
`;

export default function mount(element) {
    const wgsl = element.querySelector("pre code").textContent;
    stage(
        element,
        STYLE,
        `<div class="webgpu-race" data-state="idle">
            <p class="buttons"><button type="button">Race</button>
                <progress max="${ROUNDS}" value="0" aria-label="Rounds that are over" hidden></progress></p>
            <p class="verdict" role="status"></p>
            <figure class="scoreboard result"></figure>
        </div>`,
        "The shader that is raced",
    );
    const [root, button, progress, verdict, result] = [".webgpu-race", "button", "progress", ".verdict", ".result"].map(
        (selector) => element.querySelector(selector),
    );
    /** Of the race under way, if there is one. */
    let running;

    /** "idle", "running", "done", "cancelled" or "failed", and what is said of it. */
    const state = (state, words) => {
        root.dataset.state = state;
        verdict.textContent = words;
        // One button for both, so that it keeps the focus.
        button.textContent = state === "running" ? "Cancel" : "Race";
        progress.hidden = state !== "running";
    };
    const start = async () => {
        running = new AbortController();
        result.replaceChildren();
        progress.value = 0;
        state("running", "Asking for a GPU…");
        try {
            const raced = await race(wgsl, running.signal, (round, name) => {
                progress.value = round;
                const words = `${name} and JavaScript take turns, ${ROUNDS} rounds.`;
                // A screen reader hears it once, not in every round.
                if (verdict.textContent !== words) verdict.textContent = words;
            });
            result.append(...report(raced));
            state("done", said(raced));
        } catch (error) {
            if (error === CANCELLED) state("cancelled", "Cancelled.");
            else state("failed", `Not raced: ${error.message.replace(/[.?!]?$/, ".")}`);
        }
        running = undefined;
    };
    button.addEventListener("click", () => (running ? running.abort() : start()));
    // A browser may keep a page that the reader has left, and let it go on.
    addEventListener("pagehide", () => running?.abort());
}

/**
 * The distance between two points, kilometres, from degrees: the haversine formula of the kernel's `lib.rs`, which says
 * what it does. A browser test compares the two.
 */
export function distance(lon1, lat1, lon2, lat2) {
    const half = Math.PI / 360;
    const dlon = (lon2 - lon1) * half;
    const north = Math.sin((lat2 - lat1) * half);
    const south = Math.sin((lat2 + lat1) * half);
    const cosines = Math.cos(lat1 * 2 * half) * Math.cos(lat2 * 2 * half);
    const a = north * north + cosines * Math.sin(dlon) ** 2;
    const b = south * south + cosines * Math.cos(dlon) ** 2;
    return 2 * RADIUS_KM * Math.atan2(Math.sqrt(a), Math.sqrt(b));
}

/** `n` pairs as the shader takes them, each two longitudes with their latitudes; the same in every browser. */
function random(n) {
    let state = SEED;
    return new Float32Array(4 * n).map((_, i) => {
        // The generator of *Numerical Recipes*: good enough to scatter points.
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return (i % 2 === 0 ? 360 : 180) * (state / 2 ** 32 - 0.5);
    });
}

/** One thread computes every distance, one after another. */
function serial(pairs, km) {
    for (let i = 0; i < km.length; i += 1) {
        km[i] = distance(pairs[4 * i], pairs[4 * i + 1], pairs[4 * i + 2], pairs[4 * i + 3]);
    }
}

/** The shader and some pairs on a device. What it times counts only if the distances are those that JavaScript gives. */
class OnDevice {
    /** `answered` waits for the device, and no longer than one should. `want` are JavaScript's distances. */
    constructor(device, module, pairs, want, answered) {
        Object.assign(this, { device, pairs, want, answered });
        /** The distances, once they have been downloaded. */
        this.km = new Float32Array(want.length);
        /** The greatest difference so far, kilometres. */
        this.farthest = 0;
        const { STORAGE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
        const buffer = (array, usage) => device.createBuffer({ size: array.byteLength, usage });
        this.input = buffer(pairs, STORAGE | COPY_DST);
        this.output = buffer(this.km, STORAGE | COPY_SRC | COPY_DST);
        this.staging = buffer(this.km, MAP_READ | COPY_DST);
        this.pipeline = device.createComputePipeline({ layout: "auto", compute: { module, entryPoint: "distances" } });
        const entries = [this.input, this.output].map((buffer, binding) => ({ binding, resource: { buffer } }));
        this.group = device.createBindGroup({ layout: this.pipeline.getBindGroupLayout(0), entries });
    }

    /** Seconds from the coordinates in the page's memory to the distances in the page's memory. */
    async copied() {
        await this.forget();
        const seconds = await timed(() => {
            this.device.queue.writeBuffer(this.input, 0, this.pairs);
            return this.download((commands) => this.dispatch(commands, 1));
        });
        this.judge();
        return seconds;
    }

    /** Seconds for each of `more` dispatches that a submission has beside the first, with the coordinates already there. */
    async stays(more) {
        await this.forget();
        const once = await timed(() => this.compute(1));
        const often = await timed(() => this.compute(1 + more));
        await this.download();
        this.judge();
        return (often - once) / more;
    }

    /** Takes the distances away, so that no run can pass with those of the one before it. */
    async forget() {
        this.km.fill(NaN);
        this.submit((commands) => commands.clearBuffer(this.output));
        await this.answered(this.device.queue.onSubmittedWorkDone());
    }

    async compute(times) {
        this.submit((commands) => this.dispatch(commands, times));
        await this.answered(this.device.queue.onSubmittedWorkDone());
    }

    /** Brings the distances into `km`, after what `record` writes down. */
    async download(record = () => {}) {
        this.submit((commands) => {
            record(commands);
            commands.copyBufferToBuffer(this.output, 0, this.staging, 0, this.km.byteLength);
        });
        await this.answered(this.staging.mapAsync(GPUMapMode.READ));
        this.km.set(new Float32Array(this.staging.getMappedRange()));
        this.staging.unmap();
    }

    /** Submits what `record` writes down. */
    submit(record) {
        const commands = this.device.createCommandEncoder();
        record(commands);
        this.device.queue.submit([commands.finish()]);
    }

    /** Writes down so many dispatches. */
    dispatch(commands, times) {
        const pass = commands.beginComputePass();
        pass.setPipeline(this.pipeline);
        pass.setBindGroup(0, this.group);
        for (let i = 0; i < times; i += 1) pass.dispatchWorkgroups(Math.ceil(this.km.length / GROUP));
        pass.end();
    }

    /** Throws where a distance is farther from JavaScript's than it may be. */
    judge() {
        this.km.forEach((km, i) => {
            const want = this.want[i];
            const off = Math.abs(km - want);
            // Not `>`, which lets pass what is no number.
            if (!(off <= TOLERANCE_KM)) {
                throw new Error(`for pair ${i} the GPU says ${km}\u00a0km and JavaScript ${want}\u00a0km, so no time counts`);
            }
            this.farthest = Math.max(this.farthest, off);
        });
    }
}

/**
 * The race. `tell(rounds, name)` is told how many rounds are over, and on which adapter. Gives the spread of all that was
 * timed, and what else is to be said. Rejects with the reason where there is nothing to race, or an answer is wrong.
 */
async function race(wgsl, signal, tell) {
    if (gpu.missing()) throw new Error(gpu.missing());
    const adapter = await gpu.answered(gpu.adapter(), signal);
    const device = await gpu.answered(adapter.requestDevice(), signal);
    const answered = (work) => gpu.answered(work, signal, device);
    try {
        tell(0, gpu.called(adapter));
        const [pairs, want] = [random(PAIRS), new Float64Array(PAIRS)];
        limits(device, pairs);
        const module = await answered(gpu.compiled(device, wgsl));
        const first = (n) => () => new OnDevice(device, module, pairs.subarray(0, 4 * n), want.subarray(0, n), answered);
        const million = await answered(gpu.allowed(device, first(PAIRS)));
        const one = await answered(gpu.allowed(device, first(1)));

        // Untimed: functions are compiled, memory is found, clocks rise.
        for (let run = 0; run < 2; run += 1) {
            await pause(signal);
            serial(pairs, want);
            await million.copied();
            await one.copied();
        }
        let more = 4;
        while (more < MOST && more * (await million.stays(more)) < ENOUGH) more *= 2;

        const ways = {
            javascript: () => timed(() => serial(pairs, want)),
            copied: () => million.copied(),
            stays: () => million.stays(more),
            one: () => one.copied(),
        };
        const times = { javascript: [], copied: [], stays: [], one: [] };
        for (let round = 1; round <= ROUNDS; round += 1) {
            for (const way of shuffled(Object.keys(ways))) {
                await pause(signal);
                times[way].push(await ways[way]());
            }
            tell(round, gpu.called(adapter));
        }
        const spreads = Object.fromEntries(Object.entries(times).map(([way, seconds]) => [way, spread(seconds)]));
        if (Object.values(spreads).some(({ median }) => !(median > 0))) {
            throw new Error("this browser’s clock is too coarse to time it");
        }
        return { adapter, spreads, farthest: million.farthest, more };
    } finally {
        device.destroy();
    }
}

/** Says so where the device can't hold all pairs at once, or start an invocation for each. WebGPU promises that any can. */
function limits({ limits }, pairs) {
    const [bytes, groups] = [limits.maxStorageBufferBindingSize, limits.maxComputeWorkgroupsPerDimension];
    const needs = Math.ceil(PAIRS / GROUP);
    if (bytes >= pairs.byteLength && groups >= needs) return;
    throw new Error(
        `this GPU takes ${thousands(bytes)} bytes in a buffer and ${thousands(groups)} workgroups; ` +
            `the race needs ${thousands(pairs.byteLength)} and ${thousands(needs)}`,
    );
}

/** The seconds until `work` is done. */
async function timed(work) {
    const start = performance.now();
    await work();
    return (performance.now() - start) / 1000;
}

/** Lets the page draw, and the reader cancel. */
async function pause(signal) {
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) throw CANCELLED;
}

/** The same things in an order drawn anew. */
function shuffled(things) {
    const drawn = things.map((thing) => [Math.random(), thing]);
    return drawn.sort(([a], [b]) => a - b).map(([, thing]) => thing);
}

/** The median of an odd number of times, and all but the least and the greatest of them. */
function spread(times) {
    const sorted = times.toSorted((a, b) => a - b);
    return { low: sorted[1], median: sorted[(sorted.length - 1) / 2], high: sorted.at(-2) };
}

/** What a screen reader hears at the end, and everybody reads first. */
function said({ spreads }) {
    const [copied, stays] = ["copied", "stays"].map((way) => timesAsFast(spreads, way));
    return `With both copies, WebGPU is ${copied} times as fast as one thread of JavaScript; without them, ${stays} times.`;
}

/** The table, and below it what is to be known of it. */
function report({ adapter, spreads, farthest, more }) {
    const scroll = Object.assign(document.createElement("div"), {
        className: "scroll",
        tabIndex: 0,
        role: "region",
        ariaLabel: "The times of the race",
    });
    const top = Math.max(...LINES.map(([way]) => spreads.javascript.median / spreads[way].median));
    scroll.innerHTML = `<table><thead><tr><th>variant</th><th>speedup</th><td></td><th>time</th></tr></thead>
        <tbody>${LINES.map((line) => row(line, spreads, top)).join("")}</tbody></table>`;
    const caption = document.createElement("figcaption");
    const pairs = Math.max(1, Math.round((PAIRS * spreads.one.median) / spreads.javascript.median));
    const paragraphs = [
        [
            "source",
            `${thousands(PAIRS)} pairs on ${gpu.called(adapter)}, and in JavaScript on one thread. Medians of ${ROUNDS} rounds ` +
                "in random order, after untimed runs. In small print: from the second fastest round to the second slowest.",
        ],
        [
            "",
            `Every distance of every run lies within ${1000 * TOLERANCE_KM}\u00a0m of JavaScript’s. ` +
                `The farthest is ${digits(1000 * farthest)}\u00a0m off.`,
        ],
        [
            "",
            `Without copies: what ${1 + more} dispatches in one submission take, less what one takes, divided by ${more}. ` +
                "What every submission costs falls out of that.",
        ],
        [
            "one",
            `With both copies, a single pair takes ${time(spreads.one.median)}. ` +
                `In that time JavaScript computes about ${thousands(Number(pairs.toPrecision(2)))} of them.`,
        ],
    ];
    if (gpu.software(adapter)) {
        const words = "This is no graphics card but a software adapter: the processor imitates one.";
        paragraphs.unshift(["software", `${words} These times say nothing about cards.`]);
    }
    // As text: a name that comes from a driver is never read as HTML.
    for (const [className, textContent] of paragraphs) {
        caption.append(Object.assign(document.createElement("p"), { className, textContent }));
    }
    return [scroll, caption];
}

function row([way, look, name, about], spreads, top) {
    const { low, median, high } = spreads[way];
    const share = (100 * spreads.javascript.median) / median / top;
    const bar = `<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect width="${share.toFixed(1)}" height="10" fill="currentColor"/></svg>`;
    return `<tr data-way="${look}" data-timed="${way}"><th scope="row">${mark(look)} ${name}<br><small>${about}</small></th>
        <td>${timesAsFast(spreads, way)}×</td><td class="bar">${bar}</td>
        <td>${time(median)}<br><small>${time(low)} to ${time(high)}</small></td></tr>`;
}

function mark(look) {
    const [corners, radii] = MARKS[look];
    const points = Array.from({ length: corners }, (_, i) => {
        const [radius, angle] = [5.2 * radii[i % radii.length], (2 * Math.PI * i) / corners];
        return `${(radius * Math.sin(angle)).toFixed(1)},${(-radius * Math.cos(angle)).toFixed(1)}`;
    });
    return `<svg class="mark" viewBox="-6 -6 12 12" fill="currentColor" aria-hidden="true">
        <polygon points="${points.join(" ")}"/></svg>`;
}

function timesAsFast(spreads, way) {
    return digits(spreads.javascript.median / spreads[way].median);
}

function time(seconds) {
    const [factor, unit] = seconds < 1e-3 ? [1e6, "µs"] : seconds < 1 ? [1e3, "ms"] : [1, "s"];
    return `${digits(seconds * factor)}\u00a0${unit}`;
}

/** `number` with three digits. */
function digits(number) {
    return String(Number(number.toPrecision(3)));
}

function thousands(number) {
    return number.toLocaleString("en");
}
