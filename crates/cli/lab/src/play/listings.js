// Listings that run in the page: their programs, and races of kernels' variants. `page.js` calls this with its tools.
function playListings({ ask, inTurn, make, button, kept, Editor }) {
  let count = 0;

  /** A reader's copy of a listing's file. It is kept in this browser, and nothing is written over. */
  class CopyOfFile extends Editor {
    changed() {
      kept.set(this.key, this.dirty ? { text: this.area.value, loaded: this.hash } : null);
      this.tell(this.dirty ? "Changed here. Run compiles this copy; the workbook’s own file stays as it is." : "As in the workbook.");
      this.box.stale();
    }

    /** The draft was begun on another text. */
    differ() {
      this.tell("The workbook’s file has changed since you wrote this. Put back shows it.", true);
    }

    put_back() {
      this.put(this.saved, 0, this.area.value.length);
      this.changed();
    }
  }

  /** Three digits, as everywhere in the book. */
  const digits = (value) => (value < 999.5 ? value.toPrecision(3) : String(Number(value.toPrecision(3))));
  /** A time, seconds. */
  const seconds = (value) => {
    const [size, unit] = [[1, "s"], [1e-3, "ms"], [1e-6, "µs"]].find(([size]) => value >= 0.9995 * size) ?? [1e-9, "ns"];
    return `${digits(value / size)} ${unit}`;
  };
  const middle = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

  /** The race's rows: live, then as it calls them. */
  class Rows {
    constructor(caption) {
      this.rows = new Map();
      this.body = make("tbody");
      const head = ["variant/workers", "time", "speedup", "95 %"].map((name) => make("th", { scope: "col", textContent: name }));
      this.table = make("table", {}, make("caption", { textContent: caption }), make("thead", {}, make("tr", {}, ...head)), this.body);
      this.element = make("div", { className: "race", tabIndex: 0, role: "region", ariaLabel: caption }, this.table);
    }

    row(variant, workers) {
      const name = `${variant}/${workers}`;
      if (!this.rows.has(name)) {
        const bar = make("span", { className: "bar", "aria-hidden": "true" });
        const row = { times: [], bar, cells: [make("th", { scope: "row" }, make("span", { textContent: name }), bar)] };
        for (let i = 0; i < 3; i++) row.cells.push(make("td"));
        this.body.append(make("tr", {}, ...row.cells));
        this.rows.set(name, row);
      }
      return this.rows.get(name);
    }

    /** One more time. */
    add({ variant, workers, seconds: time }) {
      const row = this.row(variant, workers);
      row.times.push(time);
      row.cells[1].textContent = seconds(middle(row.times));
      row.cells[2].textContent = `round ${row.times.length}`;
      const slowest = Math.max(...[...this.rows.values()].map((row) => middle(row.times)));
      for (const other of this.rows.values()) other.bar.style.inlineSize = `${(100 * middle(other.times)) / slowest}%`;
    }

    /** What came of it. */
    end(race) {
      const slowest = Math.max(...race.variants.map((entry) => entry.median_s ?? 0));
      for (const entry of race.variants) {
        const { bar, cells } = this.row(entry.name, entry.workers);
        bar.style.inlineSize = `${(100 * (entry.median_s ?? 0)) / slowest}%`;
        const span = entry.speedup_low == null ? "" : `${digits(entry.speedup_low)}–${digits(entry.speedup_high)}`;
        const call = {
          about: () => `${digits(entry.speedup)}×`,
          at_least: () => `≥${digits(entry.speedup_low)}×`,
          at_most: () => `≤${digits(entry.speedup_high)}×`,
          open: () => "too noisy to call",
        }[entry.call];
        const words = entry.median_s == null ? ["unavailable", entry.unavailable ?? "", ""] : [seconds(entry.median_s), call?.() ?? "", span];
        words.forEach((word, i) => (cells[i + 1].textContent = word));
      }
    }
  }

  /** One listing's buttons and what comes of them. */
  class Listing {
    constructor(figure) {
      this.figure = figure;
      const { run, race, variants } = figure.dataset;
      Object.assign(this, { run_name: run, kernel: race, variants: variants?.split(",") });
      this.slug = `listing-${++count}`;
      this.title = figure.querySelector("figcaption").textContent.trim();
      this.code = figure.querySelector("pre");
      this.runner = run && button("Run", () => this.check(), "first");
      this.changer = run && button("Change a copy", () => this.open());
      this.restorer = button("Put back", () => this.put_back());
      this.restorer.hidden = true;
      this.racer = race && button("Race", () => this.race());
      if (this.racer) this.racer.ariaLabel = `Race ${this.variants.join(", ")}`;
      if (this.runner) this.runner.ariaLabel = `Run ${this.title}`;
      this.canceller = button("Cancel", () => this.cancel(), "cancel");
      this.canceller.hidden = true;
      this.doing = make("p", { className: "doing", role: "status" });
      this.place = make("div", { className: "copy" });
      this.output = make("pre", { className: "plain output", tabIndex: 0, ariaLabel: `What ${this.title} prints`, hidden: true });
      this.output.setAttribute("role", "region");
      this.raced = make("div");
      const buttons = [this.runner, this.changer, this.restorer, this.racer, this.canceller].filter(Boolean);
      const play = make("div", { className: "play" }, this.place, make("p", { className: "play-buttons" }, ...buttons), this.doing, this.output, this.raced);
      // Below what the compiler says, where it says something.
      const typed = figure.querySelector(".by-hand");
      if (typed) typed.before(play);
      else figure.append(play);
      // Who changed it and went away finds it here again.
      if (run && kept.get(this.draft())) this.open(false);
    }

    /** What an editor asks of its box. */
    draft() {
      return `speedup-copy:${this.run_name}`;
    }
    get keys() {
      return "Ctrl+Enter runs, Ctrl+] and Ctrl+[ move lines in and out; Tab leaves the editor.";
    }
    path() {
      return this.file;
    }
    save() {}
    stale() {
      this.restorer.hidden = !this.editor?.dirty;
      this.output.classList.add("stale");
    }

    async open(focus = true) {
      if (this.editor) return;
      const answer = await ask("source", { listing: this.run_name });
      if (answer.text === undefined) return this.end(answer.error, "bad");
      if (this.editor) return;
      this.file = answer.file;
      this.editor = new CopyOfFile(this, { name: answer.file.split("/").pop(), text: answer.text, hash: answer.hash });
      this.place.replaceChildren(this.editor.element);
      this.editor.paint();
      this.code.hidden = true;
      this.changer.hidden = true;
      this.restorer.hidden = !this.editor.dirty;
      if (focus) this.editor.area.focus();
    }

    put_back() {
      this.editor?.put_back();
      this.editor?.area.focus();
    }

    /** What Ctrl+Enter in an editor does. */
    check() {
      if (this.running) return;
      const text = this.editor?.dirty ? this.editor.text : null;
      this.output.replaceChildren();
      this.output.hidden = true;
      let left = 1 << 20;
      return this.go(this.runner, "run", { listing: this.run_name, text }, this.run_name, (piece) => {
        this.output.hidden = false;
        this.output.append(piece.slice(0, left));
        left -= piece.length;
        this.output.scrollTop = this.output.scrollHeight;
      });
    }

    race() {
      if (this.running) return;
      const rows = new Rows(`${this.kernel}, raced on this machine`);
      this.raced.replaceChildren(rows.element);
      let rest = "";
      return this.go(this.racer, "race", { kernel: this.kernel, variants: this.variants }, this.kernel, (piece) => {
        const lines = (rest + piece).split("\n");
        rest = lines.pop();
        for (const line of lines.filter(Boolean)) {
          const news = JSON.parse(line);
          if (!news.race) rows.add(news);
          else {
            rows.end(news.race);
            this.raced.append(...news.advice.map((words) => make("p", { className: "advice", textContent: words })));
          }
        }
      });
    }

    /** Has the server do something, and shows how far it is; `hear` is told what it prints. */
    async go(control, what, body, name, hear) {
      this.running = { abort: new AbortController(), name };
      const { signal } = this.running.abort;
      const controls = [this.runner, this.racer].filter(Boolean);
      for (const each of controls) each.ariaDisabled = "true";
      this.canceller.hidden = false;
      this.doing.classList.remove("bad");
      this.output.classList.remove("stale");
      try {
        const waits = (words) => (this.doing.textContent = words);
        await inTurn(what === "race" ? `the race of ${name}` : name, signal, waits, () => this.hear(what, body, signal, hear));
      } catch (error) {
        this.end(signal.aborted ? "cancelled" : `This broke off (${error.message}).`, "bad");
      }
      this.running = null;
      for (const each of controls) each.ariaDisabled = "false";
      if (document.activeElement === this.canceller) control.focus();
      this.canceller.hidden = true;
    }

    async hear(what, body, signal, hear) {
      this.doing.textContent = what === "run" ? "running" : "racing";
      const answer = await ask(what, body, signal);
      if (!answer.lines) return this.end(answer.error, "bad");
      let last = {};
      for await (const news of answer.lines) {
        if (news.doing) this.doing.textContent = news.doing;
        else if (news.out !== undefined) hear(news.out);
        else last = news;
      }
      this.tell(what, last);
    }

    /** The last word. Of an error, the first line; the rest stands with what was printed. */
    tell(what, last) {
      if (last.ended) {
        const printed = what === "run" && this.output.hidden;
        return this.end(printed ? "It ended, and printed nothing." : what === "run" ? "It ended." : "The race is over.", "good");
      }
      if (last.stopped) return this.end(last.stopped, "bad");
      const words = last.error ?? "The server went away in the middle of it. Start it again.";
      const [first, ...rest] = words.split("\n");
      if (rest.join("").trim()) {
        this.output.hidden = false;
        this.output.append((this.output.textContent ? "\n" : "") + rest.join("\n").trim());
      }
      this.end(first.replace(/^error: /, ""), "bad");
    }

    end(words, look) {
      this.doing.textContent = words;
      this.doing.classList.toggle("bad", look === "bad");
    }

    cancel() {
      const { abort, name } = this.running ?? {};
      abort?.abort();
      if (name) ask("stop", { listing: name });
    }
  }

  return [...document.querySelectorAll("figure.listing:is([data-run], [data-race])")].map((figure) => new Listing(figure));
}
