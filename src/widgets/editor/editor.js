// An editor for code: a <textarea> over its own text in colours. The Tab key leaves it, as it leaves any field.

/** One text. */
export class CodeArea {
  /**
   * @param {object} options
   * @param {string} options.language what highlight.js calls it
   * @param {boolean} [options.numbered] whether lines have numbers
   * @param {() => void} options.changed called when the reader has changed something
   * @param {(key: string) => boolean} options.command called for a key with Ctrl or Cmd; whether that did something
   */
  constructor({ language, numbered = false, changed, command }) {
    this.changed = changed;
    this.command = command;
    this.colours = document.createElement("code");
    this.colours.className = `language-${language} hljs`;
    this.area = document.createElement("textarea");
    Object.assign(this.area, { spellcheck: false, wrap: "off", autocapitalize: "off", autocomplete: "off" });
    const under = document.createElement("pre");
    under.setAttribute("aria-hidden", "true");
    under.append(this.colours);
    const both = document.createElement("div");
    both.append(under, this.area);
    this.element = document.createElement("div");
    this.element.className = "editor";
    this.element.append(both);
    if (numbered) {
      this.numbers = document.createElement("pre");
      this.numbers.className = "line-numbers";
      this.numbers.setAttribute("aria-hidden", "true");
      both.prepend(this.numbers);
    }
    this.area.addEventListener("input", () => {
      this.paint();
      changed();
    });
    this.area.addEventListener("keydown", (event) => this.#key(event));
  }

  get text() {
    return this.area.value;
  }

  set text(text) {
    this.area.value = text;
    this.paint();
  }

  /** Colours what stands there. */
  paint() {
    // The last line is as tall as the others only if something follows it.
    this.colours.textContent = this.text + "\n";
    if (this.text.length < 60_000) window.hljs?.highlightBlock(this.colours);
    if (this.numbers) this.numbers.textContent = this.text.split("\n").map((_, i) => i + 1).join("\n");
  }

  /** Puts text in place of what is selected, so that undoing takes it back. */
  put(text, from = this.area.selectionStart, to = this.area.selectionEnd) {
    this.area.focus();
    this.area.setSelectionRange(from, to);
    const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
    if (done) return;
    this.area.setRangeText(text, from, to, "end");
    this.paint();
    this.changed();
  }

  #key(event) {
    // An input method's own Enter ends a word.
    if (event.isComposing) return;
    const command = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (command && (event.key === "]" || event.key === "[")) this.#shift(event.key === "]");
    else if (event.key === "Enter" && !command && !event.shiftKey) this.#newLine();
    else if (!command || !this.command(event.key)) {
      // mdBook's keys are for reading.
      event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** A new line begins where the last one did, and further in after an opening bracket. */
  #newLine() {
    const before = this.text.slice(0, this.area.selectionStart);
    const line = before.slice(before.lastIndexOf("\n") + 1);
    this.put("\n" + /^ */.exec(line)[0] + (/[{([]\s*$/.test(line) ? "    " : ""));
  }

  /** Moves the selected lines in or out. */
  #shift(inwards) {
    const { value, selectionStart, selectionEnd } = this.area;
    const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
    const end = value.indexOf("\n", Math.max(selectionEnd - (selectionEnd > from ? 1 : 0), from));
    const to = end < 0 ? value.length : end;
    const lines = value.slice(from, to).split("\n");
    const moved = lines.map((line) => (inwards ? (line ? "    " + line : line) : line.replace(/^ {1,4}/, ""))).join("\n");
    if (moved === value.slice(from, to)) return;
    this.put(moved, from, to);
    this.area.setSelectionRange(from, from + moved.length);
  }
}
