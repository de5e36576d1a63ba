// The roofline with one of its dots picked out: which roof is above it, how far, and what that says. The picture is the
// book's own and stays; this draws a line from the dot up to its roof, and speaks.

const STYLE = `
.roofline-picker { font: 1.5rem/1.4 var(--label-font, sans-serif); }
.roofline-picker form { display: flex; flex-wrap: wrap; gap: .8rem 1.2rem; align-items: end; margin: 1.2rem 0; }
.roofline-picker label { flex: 0 1 auto; max-width: 100%; }
.roofline-picker select { display: block; max-width: 100%; margin-top: .3rem; font: inherit; color: inherit; background: var(--bg, Canvas); }
.roofline-picker output { display: block; min-height: 7em; margin-bottom: 1.2rem; }
@media print { .roofline-picker { display: none; } }
`;

const SVG = "http://www.w3.org/2000/svg";

export default function mount(element) {
    const plot = element.querySelector("[data-roofline]");
    const svg = plot?.querySelector("svg");
    if (!svg) return;
    const data = JSON.parse(plot.dataset.roofline);
    const kernels = [...new Set(data.spots.map((spot) => spot.kernel))];
    const options = (names) => names.map((name, i) => `<option value="${i}">${name}</option>`).join("");
    const picker = document.createElement("div");
    picker.className = "roofline-picker";
    picker.innerHTML = `
        <style>${STYLE}</style>
        <form aria-label="A dot of the roofline">
            <label>Kernel <select name="kernel">${options(kernels)}</select></label>
            <label>Variant <select name="variant"></select></label>
            <button type="reset">Reset</button>
        </form>
        <output aria-live="polite"></output>`;
    element.append(picker);
    const form = picker.querySelector("form");
    const [kernel, variant] = [form.elements.kernel, form.elements.variant];
    const output = picker.querySelector("output");
    const overlay = svg.appendChild(document.createElementNS(SVG, "g"));
    overlay.setAttribute("fill", "none");
    overlay.setAttribute("stroke", "var(--fg,currentColor)");

    const spots = () => data.spots.filter((spot) => spot.kernel === kernels[kernel.value]);
    const name = ({ variant, workers, yours }) =>
        `${variant}, ${count(workers, "core")}${yours ? ", yours" : ""}`;
    /** The fastest of them is what the reader meets first. */
    const choose = () => {
        const all = spots();
        variant.innerHTML = options(all.map(name));
        variant.value = all.indexOf(all.reduce((best, spot) => (spot.rate > best.rate ? spot : best)));
    };
    const draw = () => {
        const spot = spots()[variant.value];
        const roof = data.roofs.find(({ cores, yours }) => cores === spot.workers && yours === spot.yours);
        const limit = over(roof, spot);
        const [x, y, top] = [place(data, "x", spot.intensity), place(data, "y", spot.rate), place(data, "y", limit)];
        overlay.innerHTML =
            `<circle cx="${x}" cy="${y}" r="36" stroke-width="9"/>` +
            `<path d="M${x} ${y - 36}V${Math.min(top, y - 36)}M${x - 40} ${top}h80" stroke-width="9"/>`;
        output.textContent = say(spot, roof, limit);
    };
    const reset = () => {
        kernel.value = 0;
        choose();
        draw();
    };
    kernel.addEventListener("change", () => {
        choose();
        draw();
    });
    variant.addEventListener("change", draw);
    form.addEventListener("reset", (event) => {
        event.preventDefault();
        reset();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    reset();
}

/** Operations a second that the roof allows above the dot. */
function over(roof, { bits, intensity }) {
    return Math.min(roof[`f${bits}`], roof.bandwidth * intensity);
}

/** Where in the picture a value of an axis lies; both axes go by factors. */
function place(data, axis, value) {
    const [low, high] = data[axis];
    const part = Math.log(value / low) / Math.log(high / low);
    const [from, to] = axis === "x" ? data.across : [data.down[1], data.down[0]];
    return Math.round(from + part * (to - from));
}

/** What the dot and its roof say, in sentences. */
function say(spot, roof, limit) {
    const { kernel, variant, workers, intensity, bits, rate } = spot;
    const memory = roof.bandwidth * intensity < roof[`f${bits}`];
    const share = rate / limit;
    const ridge = digits(roof[`f${bits}`] / roof.bandwidth);
    const where = memory
        ? `left of the ridge at ${ridge}: the roof above it is memory's`
        : `right of the ridge at ${ridge}: the roof above it is the arithmetic's in f${bits}`;
    const advice =
        share > 0.7
            ? memory
                ? "It is at its roof. Only fewer bytes would make it faster."
                : "It is at its roof. Only less arithmetic would make it faster."
            : share > 0.3
              ? memory
                  ? "It is near its roof. Look for bytes that it moves but you didn't count."
                  : "It is near its roof. Look for loads, chains and other work between the multiply-adds."
              : "It is far below its roof. Neither limit holds it back: something waits, or lanes are idle.";
    return (
        `${kernel}, ${variant} on ${count(workers, "core")}${spot.yours ? " of yours" : ""}: ` +
        `${digits(intensity)} operations for each byte, ${where}. ` +
        `It does ${rates(rate)} of at most ${rates(limit)}, ${Math.round(100 * share)}\u00a0%. ${advice}`
    );
}

function rates(value) {
    return `${digits(value / 1e9)}\u00a0GFLOP/s`;
}

function digits(value) {
    return value >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

function count(n, what) {
    return `${n} ${what}${n === 1 ? "" : "s"}`;
}
