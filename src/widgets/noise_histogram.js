// Times of one and the same loop, taken here and now, as a histogram that grows.

import { stage } from "./stage/stage.js";

/** Samples taken by one press, about a fifth of a second in all. */
const BATCH = 100;
/** Bars, and how far beyond the shortest time they reach; the last one takes whatever is longer. */
const BARS = 40;
const REACH = 1;
/** A sample should last about this long, in ms: browsers show their clock in steps of up to a tenth of that. */
const SAMPLE = 1;
/** Samples kept; then the oldest go. */
const MOST = 5000;

const STYLE = `
.noise { padding-top: 1.2rem; }
.noise .buttons { display: flex; flex-wrap: wrap; gap: 1rem; margin-bottom: 1.2rem; }
.noise svg { display: block; width: 100%; max-width: 72rem; height: auto; }
.noise rect { fill: var(--way-browser, #a61e3c); }
.noise text { font: 12px var(--label-font, sans-serif); fill: currentColor; }
.noise path { fill: none; stroke: currentColor; stroke-width: 1.5; }
.noise .count { stroke-width: 1; opacity: .2; }
.noise .mean { stroke-dasharray: 4 3; }
.noise output { display: block; margin: 1.2rem 0; min-height: 4.5em; }
@media print { .noise .buttons { display: none; } }
`;

export default function mount(element) {
    const samples = [];
    let [rounds, running, steps] = [0, 0, 0];
    const calm = matchMedia("(prefers-reduced-motion: reduce)");
    stage(
        element,
        STYLE,
        `<div class="noise">
            <div class="buttons" role="group" aria-label="Samples">
                <button type="button" data-do="take">Take ${BATCH} samples</button>
                <button type="button" data-do="run" aria-pressed="false">Keep sampling</button>
                <button type="button" data-do="reset">Reset</button>
            </div>
            <div data-chart></div>
            <output aria-live="polite"></output>
        </div>`,
        "The noise of the book’s machine",
    );
    const button = (what) => element.querySelector(`[data-do=${what}]`);
    const [chart, words] = [element.querySelector("[data-chart]"), element.querySelector("output")];

    const show = (aloud) => {
        const found = statistics(samples);
        // On a small page half as wide, so that its words keep their size.
        chart.innerHTML = draw(samples, found, chart.clientWidth < 420 ? 280 : 560);
        // While it runs the sentence would be read out without end.
        words.setAttribute("aria-live", aloud ? "polite" : "off");
        words.textContent = say(samples.length, found);
    };
    const take = (count) => {
        rounds ||= calibrate();
        for (let i = 0; i < count; i += 1) {
            samples.push(time(rounds));
        }
        samples.splice(0, samples.length - MOST);
    };
    const stop = () => {
        cancelAnimationFrame(running);
        running = 0;
        button("run").textContent = "Keep sampling";
        button("run").setAttribute("aria-pressed", "false");
    };
    const step = () => {
        if (!element.isConnected) {
            return stop();
        }
        take(5);
        steps += 1;
        // Readers who want less motion see the picture change once in a while instead.
        if (!calm.matches || steps % 60 === 0) {
            show(false);
        }
        running = requestAnimationFrame(step);
    };
    button("take").addEventListener("click", () => {
        take(BATCH);
        show(true);
    });
    button("run").addEventListener("click", () => {
        if (running) {
            stop();
            show(true);
            return;
        }
        button("run").textContent = "Stop";
        button("run").setAttribute("aria-pressed", "true");
        running = requestAnimationFrame(step);
    });
    button("reset").addEventListener("click", () => {
        stop();
        samples.length = 0;
        show(true);
    });
    let narrow = chart.clientWidth < 420;
    new ResizeObserver(() => {
        if (narrow !== chart.clientWidth < 420) {
            narrow = !narrow;
            show(false);
        }
    }).observe(chart);
    show(true);
}

/** Additions that wait for each other, so that nothing but time differs from run to run. */
function work(rounds) {
    let sum = 1;
    for (let i = 0; i < rounds; i += 1) {
        sum += 0.5;
    }
    return sum;
}

/** That somebody could look at this keeps the additions from being left out. */
let seen = 0;

/** Milliseconds of one run. */
function time(rounds) {
    const start = performance.now();
    seen += work(rounds);
    return performance.now() - start;
}

/** As many rounds as take about a millisecond, once the browser has compiled the loop: this is the warm-up. */
function calibrate() {
    let rounds = 1000;
    while (time(rounds) < SAMPLE && rounds < 1e8) {
        rounds *= 2;
    }
    for (let i = 0; i < 20; i += 1) {
        time(rounds);
    }
    return rounds;
}

function statistics(samples) {
    if (samples.length === 0) {
        return null;
    }
    const sorted = [...samples].sort((a, b) => a - b);
    const n = sorted.length;
    const median = (sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2;
    const mean = sorted.reduce((sum, x) => sum + x, 0) / n;
    return { least: sorted[0], most: sorted[n - 1], median, mean };
}

function draw(samples, found, width) {
    const [height, foot] = [180, 24];
    if (!found) {
        return `<svg viewBox="0 0 ${width} ${height + foot}" role="img" aria-label="No samples yet">
            <path d="M0 ${height}H${width}"></path></svg>`;
    }
    const { median, mean } = found;
    // A browser that shows its clock in coarse steps may show no time at all.
    const least = Math.max(found.least, SAMPLE / 10);
    const place = (x) => Math.max(0, Math.min(BARS - 1, Math.floor((BARS * (x - least)) / (REACH * least))));
    const bars = Array(BARS).fill(0);
    samples.forEach((sample) => (bars[place(sample)] += 1));
    const tallest = Math.max(...bars);
    const step = width / BARS;
    const at = (x) => Math.max(1, Math.min(width - 1, (width * (x - least)) / (REACH * least) + 1));
    const rects = bars.map((count, bar) => {
        // By factors, as in the recorded figure: one is to be seen beside a thousand.
        const tall = ((height - 34) * Math.log1p(count)) / Math.log1p(tallest);
        return count ? `<rect x="${bar * step}" y="${height - tall}" width="${step - 1}" height="${tall}"></rect>` : "";
    });
    const mark = (name, x, y) => {
        const left = at(x) < width / 2;
        return `<path class="${name}" d="M${at(x)} ${y}V${height}"></path>
            <text x="${at(x) + (left ? 4 : -4)}" y="${y + 10}" text-anchor="${left ? "start" : "end"}">${name}</text>`;
    };
    return `<svg viewBox="0 0 ${width} ${height + foot}" role="img" aria-label="Histogram. ${say(samples.length, found)}">
        ${rects.join("")}<path d="M0 ${height}H${width}"></path>${counts(tallest, width, height)}
        ${mark("median", median, 2)}${mark("mean", mean, 18)}
        <text x="0" y="${height + 16}">${ms(least)}</text>
        <text x="${width}" y="${height + 16}" text-anchor="end">${ms(least * (1 + REACH))} and longer</text></svg>`;
}

/** Lines at one, ten, a hundred, as far as there are bars that high. */
function counts(tallest, width, height) {
    let lines = "";
    for (let count = 1; count <= tallest; count *= 10) {
        const y = height - ((height - 34) * Math.log1p(count)) / Math.log1p(tallest);
        lines += `<path class="count" d="M0 ${y}H${width}"></path>
            <text x="${width}" y="${y - 3}" text-anchor="end">${count.toLocaleString("en")}</text>`;
    }
    return lines;
}

function say(count, found) {
    if (!found) {
        return "No samples yet. Each is one run of a loop of additions, timed in this page.";
    }
    const { least, most, median, mean } = found;
    const times = (x) => (x / median).toFixed(2);
    return `${count.toLocaleString("en")} samples: median ${ms(median)}, mean ${ms(mean)}, which is ${times(mean)} times the \
median. The shortest took ${ms(least)}, the longest ${ms(most)}, ${times(most)} times the median.`;
}

function ms(milliseconds) {
    return `${Number(milliseconds.toPrecision(3))}\u00a0ms`;
}
