// A shader that the reader runs and changes: in the simulator, or on the browser's GPU as well. Nothing is loaded for it
// until then.

import { CodeArea } from "./editor/editor.js";
import * as gpu from "./shader/gpu.js";
import { answer, make, report } from "./shader/report.js";
import { ask, CANCELLED } from "./shader/simulator.js";

export const needs = ["Worker", "WebAssembly"];

let shaders = 0;

/** What this browser keeps. It may keep nothing, or be full. */
const kept = {
  get: (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  set: (key, value) => {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  },
};

const button = (textContent, onclick, className = "") => make("button", { type: "button", textContent, onclick, className });

/** Words that end as a sentence does. */
const sentence = (words) => (/[.?!]$/.test(words) ? words : `${words}.`);

class Shader {
  constructor(element) {
    this.task = element.dataset.of;
    this.listing = element.querySelector("figure.listing");
    this.code = this.listing.querySelector("pre");
    this.original = this.code.querySelector("code").textContent.replace(/\n$/, "");
    this.title = this.listing.querySelector("figcaption").textContent.trim();
    this.key = `speedup-shader:${this.task}`;
    this.number = ++shaders;

    this.runner = button("Run", () => this.run(), "first");
    this.runner.ariaLabel = `Run ${this.title}`;
    this.changer = button("Change it", () => this.open());
    this.changer.ariaLabel = `Change ${this.title}`;
    this.restorer = button("Put back", () => this.putBack());
    this.restorer.hidden = true;
    this.canceller = button("Cancel", () => this.abort.abort());
    this.canceller.hidden = true;
    this.place = make("div", { className: "copy" });
    this.status = make("p", { className: "verdict", role: "status" });
    this.result = make("div", { className: "result" });
    this.play = make(
      "div",
      { className: "shader" },
      this.place,
      make("p", { className: "buttons" }, this.runner, this.changer, this.restorer, this.canceller),
      this.choice(),
      this.status,
      this.result,
    );
    this.listing.append(this.play);
    this.play.dataset.state = "idle";
    const draft = kept.get(this.key);
    if (typeof draft?.text === "string" && draft.text !== this.original) this.open(draft);
  }

  /** Where to run it. */
  choice() {
    const radio = (value, words, checked) => {
      const input = make("input", { type: "radio", name: `where-${this.number}`, value, checked });
      return [input, make("label", {}, input, words)];
    };
    const [, simulator] = radio("simulator", "the simulator", true);
    const [input, device] = radio("gpu", "the simulator and this browser’s GPU", false);
    this.gpu = input;
    this.why = make("p", { className: "why", role: "status" });
    this.where = make("fieldset", {}, make("legend", {}, "Run it in"), simulator, device);
    input.addEventListener("change", () => this.adapter());
    this.without(gpu.missing());
    return make("div", { className: "where" }, this.where, this.why);
  }

  /** There is no GPU here, and this is why. */
  without(why) {
    if (!why) return;
    if (this.gpu.checked) this.where.querySelector("input").checked = true;
    this.gpu.disabled = true;
    this.why.textContent = `No GPU here: ${why}.`;
  }

  async adapter() {
    try {
      return await gpu.adapter();
    } catch (error) {
      this.without(error.message);
      return undefined;
    }
  }

  get text() {
    return this.editor?.text ?? this.original;
  }

  /** Shows the editor in place of the listing. */
  open(draft) {
    const help = `shader-keys-${this.number}`;
    this.editor = new CodeArea({
      language: "wgsl",
      numbered: true,
      changed: () => this.changed(),
      command: (key) => {
        if (key === "Enter") this.run();
        return key === "Enter";
      },
    });
    this.editor.area.ariaLabel = `${this.title}, yours`;
    this.editor.area.setAttribute("aria-describedby", help);
    this.note = make("p", { className: "note", role: "status" });
    const keys = "Ctrl+Enter runs it, Ctrl+] and Ctrl+[ move lines in and out; Tab leaves the editor.";
    this.place.replaceChildren(this.editor.element, make("p", { className: "keys", id: help }, keys), this.note);
    this.editor.text = draft?.text ?? this.original;
    this.code.hidden = true;
    this.changer.hidden = true;
    this.restorer.hidden = this.text === this.original;
    if (!draft) return this.editor.area.focus();
    this.note.textContent =
      draft.of === this.original
        ? "What you wrote last time is here again."
        : "What you wrote last time is here again. The book’s shader has changed since: Put back shows it.";
  }

  changed() {
    const same = this.text === this.original;
    const held = kept.set(this.key, same ? null : { text: this.text, of: this.original });
    this.note.textContent = same ? "As in the book." : held ? "Changed; this browser keeps it." : "Changed; this browser keeps nothing.";
    this.restorer.hidden = same;
    this.play.classList.add("stale");
  }

  putBack() {
    this.editor.put(this.original, 0, this.text.length);
  }

  async run() {
    if (this.abort) return;
    this.abort = new AbortController();
    const { signal } = this.abort;
    const wgsl = this.text;
    this.runner.ariaDisabled = "true";
    this.canceller.hidden = false;
    this.play.classList.remove("stale");
    this.play.dataset.state = "running";
    this.status.textContent = "The simulator runs it.";
    this.result.replaceChildren();
    let state;
    try {
      const said = await ask("simulate", [this.task, wgsl], signal);
      this.status.textContent = said.verdict;
      this.result.replaceChildren(...report(said, wgsl));
      if (this.gpu.checked) await this.onDevice(said, wgsl, signal);
      state = said.state;
    } catch (error) {
      this.status.textContent = error === CANCELLED ? "Cancelled." : `Not run: ${sentence(error.message)}`;
      state = error === CANCELLED ? "cancelled" : "failed";
    }
    this.play.dataset.state = state;
    this.abort = undefined;
    this.runner.ariaDisabled = "false";
    if (document.activeElement === this.canceller) this.runner.focus();
    this.canceller.hidden = true;
  }

  /** The same on the GPU, and what came of it. What doesn't end isn't sent there: a page can't stop it. */
  async onDevice(said, wgsl, signal) {
    const words = make("p", { className: "device", role: "status" });
    const before = this.result.querySelector(".answer, pre");
    if (before) before.after(words);
    else this.result.prepend(words);
    if (!said.ends) {
      words.textContent = "Not sent to the GPU: it would not come back.";
      if (said.state === "refused") words.textContent = "Not sent to the GPU.";
      return;
    }
    const adapter = await this.adapter();
    if (!adapter) return words.remove();
    const name = gpu.called(adapter);
    words.textContent = `Sent to ${name}.`;
    try {
      const task = await ask("task", [this.task], signal);
      const numbers = await gpu.run(adapter, task, wgsl, said.writable, signal);
      const compared = await ask("compare", [this.task, numbers], signal);
      const told = answer(`The answer of this browser’s GPU (${name})`, compared);
      told.classList.add("device");
      words.replaceWith(told);
    } catch (error) {
      if (error === CANCELLED) throw error;
      words.textContent = `This browser’s GPU (${name}): ${sentence(error.message)}`;
    }
  }
}

export default async function mount(element) {
  const sheet = make("link", { rel: "stylesheet", href: new URL("./shader/shader.css", import.meta.url).href });
  if (!document.querySelector(`link[href="${sheet.href}"]`)) document.head.append(sheet);
  new Shader(element);
}
