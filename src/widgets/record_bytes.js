// The bytes of one record, format by format, each with what it means. Everything is read from the listing that stands here until
// this script runs; a test of the crate `saving` makes it.

import { rest, stage } from "./stage/stage.js";

const STYLE = `
.record-bytes { --bar: var(--way-threads, #0072b2); padding-top: 1.2rem; font: 1.5rem/1.4 var(--label-font, sans-serif); }
.record-bytes form { display: flex; flex-wrap: wrap; gap: .8rem 1.2rem; align-items: center; margin: 0 0 1.2rem; }
.record-bytes fieldset { display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; border: 0; margin: 0; padding: 0; min-width: 0; }
.record-bytes legend { float: left; padding: 0; margin-inline-end: 1.2rem; }
.record-bytes label { white-space: nowrap; }
.record-bytes .walk label { flex: 1 1 20rem; }
.record-bytes .walk input { display: block; width: 100%; margin: .3rem 0 0; accent-color: var(--bar); }
.record-bytes .grid { display: flex; flex-wrap: wrap; gap: 2px; margin: 0 0 1.2rem; }
.record-bytes .byte { width: 3.4rem; border-block-end: 3px solid var(--bar); text-align: center; cursor: pointer;
    font: 1.3rem/1.3 var(--mono-font, monospace); padding-block-start: .2rem; }
.record-bytes .byte.other { border-block-end-style: dotted; border-block-end-color: currentColor; }
.record-bytes .byte.part { background: color-mix(in srgb, var(--bar) 22%, var(--bg, Canvas)); }
.record-bytes .byte.here { outline: 2px solid; outline-offset: -2px; font-weight: 700; }
.record-bytes .byte small { display: block; min-height: 1.3em; opacity: .8; font-size: 1.1rem; }
.record-bytes output { display: block; min-height: 4.2em; }
@media print { .record-bytes form { display: none; } }
`;

export default function mount(element) {
    const formats = read(element.textContent);
    if (formats.length === 0) {
        return;
    }
    const choices = formats.map(
        ({ name, bytes }, i) =>
            `<label><input type="radio" name="format" value="${i}"${i ? "" : " checked"}> ${name}, ${bytes.length} bytes</label>`,
    );
    stage(
        element,
        STYLE,
        `<div class="record-bytes">
            <form aria-label="Format">
                <fieldset><legend>Format:</legend>${choices.join("")}</fieldset>
                <button type="reset">Reset</button>
            </form>
            <form class="walk" aria-label="Byte">
                <button type="button" data-do="back">Part before</button>
                <button type="button" data-do="on">Next part</button>
                <label>Byte <span data-say></span><input type="range" min="0" step="1"></label>
            </form>
            <div class="grid" aria-hidden="true"></div>
            <output aria-live="polite"></output>
        </div>`,
        "All formats as one listing",
    );
    const [grid, output, form, slider] = [".grid", "output", "form", "input[type=range]"].map((name) =>
        element.querySelector(name),
    );
    const button = (name) => element.querySelector(`[data-do="${name}"]`);
    let [format, at] = [formats[0], 0];

    const show = () => {
        const part = format.parts.findLast(({ from }) => from <= at);
        const to = part.from + part.length;
        [...grid.children].forEach((cell, i) => {
            cell.classList.toggle("here", i === at);
            cell.classList.toggle("part", i >= part.from && i < to);
        });
        const place = part.length === 1 ? `Byte ${at}` : `Byte ${at}, of ${part.from} to ${to - 1}`;
        slider.value = at;
        slider.setAttribute("aria-valuetext", `${at}, ${hex(format.bytes[at])}: ${part.means}`);
        element.querySelector("[data-say]").textContent = `${at} of 0 to ${format.bytes.length - 1}`;
        rest(button("back"), at === 0);
        rest(button("on"), part === format.parts.at(-1));
        output.textContent = `${format.name}. ${place}, is ${hex(format.bytes[at])}${letter(format.bytes[at])}: ${part.means}.`;
    };
    const choose = (i) => {
        [format, at] = [formats[i], 0];
        slider.max = format.bytes.length - 1;
        grid.innerHTML = format.bytes
            .map((byte, i) => {
                const odd = format.parts.findLastIndex(({ from }) => from <= i) % 2;
                return `<span class="byte${odd ? " other" : ""}">${hex(byte)}<small>${escape(character(byte))}</small></span>`;
            })
            .join("");
        show();
    };
    const go = (to) => {
        at = Math.max(0, Math.min(format.bytes.length - 1, to));
        show();
    };
    /** The first byte of the next part, or of the one before. */
    const jump = (by) => {
        const part = format.parts.findLastIndex(({ from }) => from <= at);
        go(format.parts[Math.max(0, Math.min(format.parts.length - 1, part + by))].from);
    };
    button("back").addEventListener("click", () => jump(-1));
    button("on").addEventListener("click", () => jump(1));
    slider.addEventListener("input", () => go(Number(slider.value)));
    grid.addEventListener("click", (event) => {
        const i = [...grid.children].indexOf(event.target.closest(".byte"));
        if (i >= 0) {
            go(i);
        }
    });
    form.addEventListener("change", (event) => choose(Number(event.target.value)));
    // After the browser has put the buttons back.
    form.addEventListener("reset", () => setTimeout(() => choose(0)));
    element.addEventListener("submit", (event) => event.preventDefault());
    choose(0);
}

/**
 * The listing: a line `JSON, 31 bytes`, then the bytes in hexadecimal, up to eight a line. What they mean stands behind the first line
 * of those that belong together.
 */
function read(text) {
    const formats = [];
    for (const line of text.split("\n")) {
        const title = line.match(/^\s*(\w+), (\d+) bytes$/);
        const row = line.match(/^\s*([0-9a-f]{2}(?: [0-9a-f]{2})*)(?: {2,}(\S.*))?$/);
        if (title) {
            formats.push({ name: title[1], size: Number(title[2]), bytes: [], parts: [] });
        } else if (row && formats.length > 0) {
            const format = formats.at(-1);
            const bytes = row[1].split(" ").map((byte) => parseInt(byte, 16));
            if (row[2]) {
                format.parts.push({ from: format.bytes.length, length: 0, means: row[2].trim() });
            }
            format.bytes.push(...bytes);
            format.parts.at(-1).length += bytes.length;
        }
    }
    return formats.every(({ size, bytes }) => size === bytes.length) ? formats : [];
}

function hex(byte) {
    return byte.toString(16).padStart(2, "0");
}

/** What a byte shows as text; a blank and what can't be seen as signs. */
function character(byte) {
    return byte === 10 ? "\u21b5" : byte === 32 ? "\u2423" : byte > 32 && byte < 127 ? String.fromCharCode(byte) : "\u00b7";
}

function letter(byte) {
    return byte > 32 && byte < 127 ? ` (${String.fromCharCode(byte)} as text)` : "";
}

function escape(text) {
    return text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
}
