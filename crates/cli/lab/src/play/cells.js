
  // A chapter's cells: one session of evcxr for the page, which the server ends when the page goes.
  const experiments = [...document.querySelectorAll("section.cells[data-chapter]")];

  /** What a plot may be made of. Anything else in it stays away: it comes from the reader's own code. */
  const DRAWN = new Set("svg g path line polyline polygon circle rect text tspan title desc".split(" "));
  const STYLED = new Set(
    ("class role viewBox width height x y x1 y1 x2 y2 cx cy r rx ry d points fill stroke stroke-width stroke-dasharray opacity " +
      "fill-opacity stroke-opacity font-size font-family font-weight text-anchor dominant-baseline transform dx dy style").split(" "),
  );

  /** A copy of a drawing, without whatever could load or run something. */
  function drawn(node) {
    if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || !DRAWN.has(node.localName)) return document.createTextNode("");
    const copy = document.createElementNS("http://www.w3.org/2000/svg", node.localName);
    for (const { name, value } of node.attributes) {
      if (STYLED.has(name) && !/url\s*\(|@import|expression/i.test(value)) copy.setAttribute(name, value);
    }
    copy.append(...[...node.childNodes].map(drawn));
    return copy;
  }

  class Session {
    constructor(chapter) {
      this.chapter = chapter;
      this.cells = [];
      this.waiting = [];
      this.answers = new Map();
      this.count = 0;
    }

    /** Starts it, unless it runs. */
    start() {
      this.opened ??= new Promise((ready) => {
        this.control = new AbortController();
        this.listen(ready, this.control.signal);
      });
      return this.opened;
    }

    async listen(ready, signal) {
      let missing = "";
      let last = "The server went away. Start it again, and run the cells from the first one on.";
      try {
        await this.ending;
        const answer = await ask("session", { chapter: this.chapter }, signal);
        if (!answer.lines) last = answer.error;
        else
          for await (const news of answer.lines) {
            if (news.session) ready((this.number = news.session));
            else if (news.id) this.told(news);
            else if (news.missing) missing = last = `evcxr, the Rust prompt, is missing. This builds it in a few minutes: ${news.missing}`;
            else if (news.error) last = news.error;
            else if (news.over && !missing) last = `${news.over[0].toUpperCase()}${news.over.slice(1)}. What the cells had defined is gone: run them from the first one on.`;
          }
      } catch (error) {
        last = signal.aborted ? "Ended. What the cells had defined is gone: run them from the first one on." : `This broke off (${error.message}).`;
      }
      if (this.control.signal !== signal) return;
      this.opened = this.number = null;
      this.last = last;
      ready(null);
      const running = [...this.answers.values()];
      this.answers.clear();
      this.waiting = [];
      for (const settle of running) settle({ ok: false, answer: "", ended: last });
      for (const cell of this.cells) cell.fresh();
      if (!running.length && !this.running) this.cells[0].say(last, "bad");
    }

    told(news) {
      if (news.doing) this.running?.say(news.doing);
      else {
        this.answers.get(news.id)?.(news);
        this.answers.delete(news.id);
      }
    }

    /** Runs a cell, after those before it that haven't run yet. */
    async run(cell) {
      if (this.running) {
        if (!this.waiting.includes(cell) && this.running !== cell) {
          this.waiting.push(cell);
          cell.say("waits for the cell that runs");
        }
        return;
      }
      const before = this.cells.slice(0, this.cells.indexOf(cell)).filter((other) => !other.ran);
      for (const each of [...before, cell]) {
        this.running = each;
        each.begin();
        const news = await this.enter(each.code);
        each.end(news);
        this.running = null;
        if (!news.ok) {
          if (each !== cell) cell.say("A cell before this one didn’t run through.", "bad");
          this.waiting = [];
          return;
        }
      }
      const next = this.waiting.shift();
      if (next) this.run(next);
    }

    async enter(code) {
      const number = await this.start();
      const id = ++this.count;
      if (number === null) return { ok: false, answer: "", ended: this.last };
      const answered = new Promise((settle) => this.answers.set(id, settle));
      const sent = await ask("cell", { session: number, id, code });
      if (sent.error) {
        this.answers.delete(id);
        return { ok: false, answer: "", ended: sent.error };
      }
      return answered;
    }

    /** Ends it, with all that runs in it. */
    stop() {
      if (!this.opened) return this.cells[0].say("No session runs. The first Run starts one.");
      // The next session waits for it, and finds compiled what this one has compiled.
      if (this.number) this.ending = ask("end", { session: this.number });
      this.control?.abort();
    }
  }

  const sessions = new Map();

  // Who reloads the page and runs a cell again is not to wait for the end of the old session.
  window.addEventListener("pagehide", () => {
    for (const { number } of sessions.values()) if (number) ask("end", { session: number }, undefined, true);
  });

  class Cell {
    constructor(session, place, number, box) {
      this.session = session;
      this.place = place;
      this.shown = place.querySelector("pre");
      // Beside the code stands mdBook's button that copies it.
      this.given = this.shown.querySelector("code").textContent.replace(/\n$/, "");
      this.expected = place.nextElementSibling?.matches(".cell-answer") ? place.nextElementSibling : null;
      this.runner = button("Run", () => this.session.run(this), "first");
      this.canceller = button("Cancel", () => this.session.stop(), "cancel");
      this.canceller.hidden = true;
      this.changer = button("Change it", () => this.edit());
      this.undoer = button("Put it back", () => this.back());
      this.undoer.hidden = true;
      for (const each of [this.runner, this.canceller, this.changer, this.undoer]) each.setAttribute("aria-describedby", `cell-${box}-${number}`);
      this.doing = make("p", { className: "doing", role: "status" });
      this.output = make("div", { className: "cell-output" });
      const name = make("p", { className: "file-name", id: `cell-${box}-${number}` }, make("b", { textContent: `Cell ${number}` }));
      place.prepend(name);
      place.append(make("p", { className: "play-buttons" }, this.runner, this.canceller, this.changer, this.undoer), this.doing, this.output);
      place.classList.add("play");
      this.ran = false;
    }

    get code() {
      return this.area ? this.area.value : this.given;
    }

    fresh() {
      this.ran = false;
      this.place.classList.remove("ran");
    }

    say(words, look = "") {
      this.doing.textContent = words;
      this.doing.className = `doing ${look}`;
    }

    /** An editor in place of the code. */
    edit() {
      if (!this.area) {
        const run = (key) => {
          if (key === "Enter") this.session.run(this);
          return key === "Enter";
        };
        this.editor = new CodeArea({ language: "rust", changed: () => this.changed(), command: run });
        this.area = this.editor.area;
        this.area.ariaLabel = "The cell’s code; Ctrl+Enter runs it";
        this.editor.text = this.given;
        this.shown.after(this.editor.element);
        this.shown.hidden = true;
        this.changer.hidden = true;
      }
      this.area.focus();
    }

    changed() {
      this.undoer.hidden = this.area.value === this.given;
    }

    back() {
      this.editor.text = this.given;
      this.changed();
      this.area.focus();
    }

    begin() {
      this.runner.ariaDisabled = "true";
      this.canceller.hidden = false;
      this.output.replaceChildren();
      this.say("starting");
    }

    end({ ok, answer, pictures = [], ended }) {
      this.runner.ariaDisabled = "false";
      if (document.activeElement === this.canceller) this.runner.focus();
      this.canceller.hidden = true;
      if (ended) return this.say(ended, "bad");
      this.ran = ok;
      this.place.classList.toggle("ran", ok);
      // What the book's own run said is one click away.
      if (this.expected && !this.folded) {
        this.folded = make("details", {}, make("summary", { textContent: "What it answered for the book" }));
        this.expected.replaceWith(this.folded);
        this.folded.append(this.expected);
      }
      this.say(ok ? (answer || pictures.length ? "ran" : "ran; it answers nothing") : "It failed:", ok ? "" : "bad");
      for (const picture of pictures) {
        const { documentElement } = new DOMParser().parseFromString(picture, "image/svg+xml");
        if (documentElement.localName === "svg") this.output.append(make("figure", { className: "plot" }, make("div", { className: "scroll" }, drawn(documentElement))));
      }
      if (answer) {
        const text = make("pre", { className: `plain verdict ${ok ? "good" : "bad"}`, tabIndex: 0, textContent: answer, ariaLabel: "The answer" });
        text.setAttribute("role", "region");
        this.output.append(text);
      }
    }
  }

  experiments.forEach((section, box) => {
    const { chapter } = section.dataset;
    if (!sessions.has(chapter)) sessions.set(chapter, new Session(chapter));
    const session = sessions.get(chapter);
    for (const place of section.querySelectorAll(".cell")) session.cells.push(new Cell(session, place, session.cells.length + 1, box));
    const restart = button("Start the session anew", () => session.stop());
    section.querySelector(".by-command").before(make("div", { className: "play" }, make("p", { className: "play-buttons" }, restart)));
  });
