// What a page can do when `cargo run` serves it: the reader writes and checks exercises in it. A book on another host
// doesn't have this script, and says what to type instead. The book's `CodeArea` comes before it in the same block,
// `listings.js` and `cells.js` after it.
  const { token } = document.currentScript.dataset;
  // A page that is saved or printed holds no secret.
  document.currentScript.remove();

  /** Asks the server for something. Gives its status and what it says; status 0 where there is no server. */
  async function ask(what, body, signal, keepalive = false) {
    try {
      const answer = await fetch(`/-/play/${what}`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-lab-token": token },
        body: JSON.stringify(body),
        signal,
        keepalive,
      });
      const type = answer.headers.get("content-type") ?? "";
      if (type.includes("ndjson")) return { status: answer.status, lines: lines(answer.body) };
      if (type.includes("json")) return { status: answer.status, ...(await answer.json()) };
      return { status: answer.status, error: (await answer.text()).trim() };
    } catch (error) {
      if (signal?.aborted) throw error;
      return { status: 0, error: "The server doesn’t answer. Is cargo run still going? What you wrote is kept in this browser." };
    }
  }

  /**
   * Does what holds a connection until the server has run something; `name` is that, in words. A browser has six
   * connections to a server, for all its tabs: if more of them waited there, none could open another page. The server
   * runs one thing at a time anyway, so one page asks, and the others wait here, and `waits` is told what for.
   */
  async function inTurn(name, signal, waits, does) {
    const [{ locks }, all] = [navigator, "speedup-run"];
    // Under a name that is no secure context, or where sites may store nothing, pages can't take turns.
    const known = await locks?.query().catch(() => null);
    if (!known) return does();
    const tell = async () => {
      const { held } = await locks.query();
      const before = held.find((lock) => lock.name.startsWith(`${all}:`));
      if (before && waiting) waits(`waiting for ${before.name.slice(all.length + 1)}`);
    };
    let waiting = setInterval(tell, 1000);
    const stop = () => (waiting = clearInterval(waiting));
    const turn = () => {
      stop();
      return locks.request(`${all}:${name}`, does);
    };
    if (known.held.some((lock) => lock.name === all)) tell();
    return locks.request(all, { signal }, turn).finally(stop);
  }

  /** The JSON values in a body that holds one on each line. */
  async function* lines(body) {
    let rest = "";
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      const parts = (rest + value).split("\n");
      rest = parts.pop();
      for (const part of parts) yield JSON.parse(part);
    }
  }

  /** An element with these properties and children. Text is never read as HTML. */
  function make(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name.includes("-")) element.setAttribute(name, value);
      else element[name] = value;
    }
    element.append(...children);
    return element;
  }

  const button = (textContent, onclick, className = "") => make("button", { type: "button", textContent, onclick, className });

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

  // Other tabs of this book.
  const tabs = new BroadcastChannel("speedup-exercises");
  const me = Math.random().toString(36);
  const boxes = new Map();

  /** Two texts as one: what both hold once, and where they differ, both, between marks. */
  function both(mine, theirs) {
    const [a, b] = [mine.split("\n"), theirs.split("\n")];
    // The longest common subsequence of lines, from each place on.
    const length = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i--) {
      for (let j = b.length - 1; j >= 0; j--) {
        length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    const out = [];
    let [i, j, left, right] = [0, 0, [], []];
    const close = () => {
      if (left.length + right.length) out.push("<<<<<<< yours", ...left, "=======", ...right, ">>>>>>> the file");
      [left, right] = [[], []];
    };
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) {
        close();
        out.push(a[i]);
        i++;
        j++;
      } else if (j >= b.length || (i < a.length && length[i + 1][j] >= length[i][j + 1])) left.push(a[i++]);
      else right.push(b[j++]);
    }
    close();
    return out.join("\n");
  }

  /** One file in the editor. */
  class Editor {
    constructor(box, file) {
      this.box = box;
      this.name = file.name;
      this.key = box.draft(file.name);
      const help = `keys-${box.slug}-${file.name}`;
      this.code = new CodeArea({ language: "rust", changed: () => this.changed(), command: (key) => this.command(key) });
      this.area = this.code.area;
      this.area.ariaLabel = `${file.name} of ${box.title}`;
      this.area.setAttribute("aria-describedby", help);
      this.area.dataset.file = file.name;
      this.state = make("p", { className: "file-state", role: "status" });
      this.choice = make("div", { className: "conflict", hidden: true });
      this.element = make(
        "div",
        { className: "file" },
        make("p", { className: "file-name" }, make("b", { textContent: box.path(file.name) })),
        this.code.element,
        make("p", {
          className: "keys",
          id: help,
          textContent: box.keys,
        }),
        this.state,
        this.choice,
      );
      const draft = kept.get(this.key);
      this.take(file);
      if (draft && draft.text !== this.saved) {
        this.area.value = draft.text;
        kept.set(this.key, draft);
        // It was begun on another text than the one that lies there.
        if (draft.loaded !== this.hash) this.differ(file);
        else this.tell("What you wrote last time and did not save is here again.");
      }
      this.paint();
    }

    /** From now on, this is what lies on the disk. */
    take(file) {
      // The editor's lines end in a line feed; the file's may end as on Windows.
      this.crlf = /\r\n/.test(file.text);
      this.saved = file.text.replaceAll("\r\n", "\n");
      this.hash = file.hash;
      this.area.value = this.saved;
      kept.set(this.key, null);
      this.paint();
    }

    get text() {
      return this.crlf ? this.area.value.replaceAll("\n", "\r\n") : this.area.value;
    }

    get dirty() {
      return this.area.value !== this.saved;
    }

    tell(words, bad = false) {
      this.state.textContent = words;
      this.state.classList.toggle("bad", bad);
    }

    paint() {
      this.code.paint();
    }

    changed() {
      const held = kept.set(this.key, this.dirty ? { text: this.area.value, loaded: this.hash } : null);
      this.tell(
        !this.dirty ? "Saved." : held ? "Not saved yet; this browser keeps it." : "Not saved yet, and this browser keeps nothing: save it.",
      );
      this.box.stale();
    }

    put(text, from, to) {
      this.code.put(text, from, to);
    }

    /** What a key does with Ctrl. */
    command(key) {
      if (key === "Enter") this.box.check();
      else if (key === "s") this.box.save();
      return key === "Enter" || key === "s";
    }

    /** Writes it to the disk. Says whether it is there. */
    async save(backup = false) {
      if (!this.dirty && this.hash !== null && !backup) return true;
      const sent = this.area.value;
      const body = { exercise: this.box.slug, file: this.name, text: this.text, loaded: this.hash, backup };
      const answer = await ask("save", body);
      if (answer.status === 409) {
        this.differ(answer.there);
        return false;
      }
      if (answer.status !== 200) {
        this.tell(`Not saved: ${answer.error}`, true);
        return false;
      }
      [this.saved, this.hash] = [sent, answer.hash];
      this.choice.hidden = true;
      kept.set(this.key, this.dirty ? { text: this.area.value, loaded: this.hash } : null);
      this.tell(this.dirty ? "Not saved yet; this browser keeps it." : "Saved.");
      tabs.postMessage({ from: me, slug: this.box.slug, saved: true });
      return true;
    }

    /** The file is another than the one that was read. */
    came(file) {
      if (file.hash === this.hash) return;
      if (this.dirty && file.text.replaceAll("\r\n", "\n") !== this.area.value) this.differ(file);
      else {
        this.take(file);
        this.choice.hidden = true;
        this.tell("The file was changed elsewhere, and is read again.");
      }
    }

    /** Shows what lies there, and leaves it to the reader which is right. Until then nothing is written. */
    differ(file) {
      const there = file.text.replaceAll("\r\n", "\n");
      const settle = (text, loaded) => {
        this.put(text, 0, this.area.value.length);
        [this.saved, this.hash, this.crlf] = [there, loaded, /\r\n/.test(file.text)];
        this.choice.hidden = true;
        this.changed();
        this.area.focus();
      };
      const use = button("Use the file’s text", () => settle(there, file.hash));
      const merge = button("Put both into the editor", () => settle(both(this.area.value, there), file.hash));
      const mine = button("Keep mine, the file’s as a backup", async () => {
        this.hash = file.hash;
        await this.save(true);
        this.area.focus();
      });
      this.choice.replaceChildren(
        make("p", { textContent: "This file was changed elsewhere since it was read here, and so was your text. Nothing is written until you choose. The file holds:" }),
        make("pre", { className: "plain", tabIndex: 0, textContent: there }),
        make("p", { className: "play-buttons" }, use, merge, mine),
      );
      this.choice.hidden = false;
      this.tell("The file was changed elsewhere: choose below.", true);
    }
  }

  /** One exercise's box. */
  class Box {
    constructor(section) {
      this.section = section;
      this.slug = section.dataset.exercise;
      this.title = section.querySelector("h3").textContent;
      this.editors = [];
      this.run = null;
      this.solved = false;
      this.mark = make("span", { className: "solved-mark" });
      section.querySelector(".box-name").append(this.mark);
      this.opener = button("Write it here", () => this.open(true));
      this.problem = make("p", { className: "file-state bad", role: "status" });
      this.place = make("div", { className: "play" }, make("p", { className: "play-buttons" }, this.opener), this.problem);
      const typed = section.querySelector(".by-command");
      typed.before(this.place);
      const fold = make("details", {}, make("summary", { textContent: "Or in your own editor and terminal" }));
      typed.replaceWith(fold);
      fold.append(typed);
      this.hints();
      this.answer();
    }

    /** Where the browser keeps what isn't saved of a file. */
    draft(name) {
      return `speedup-draft:${this.slug}/${name}`;
    }

    path(name) {
      return `exercises/${this.slug}/src/${name}`;
    }

    get keys() {
      return "Ctrl+Enter checks, Ctrl+S saves, Ctrl+] and Ctrl+[ move lines in and out; Tab leaves the editor.";
    }

    /** Hints come one at a time. */
    hints() {
      this.folds = [...this.section.querySelectorAll("details.hint")];
      this.folds.forEach((fold, i) => {
        // Printing, or the browser's own search, may open a fold; only the reader asks for a hint.
        fold.querySelector("summary").addEventListener("click", () => {
          if (this.opened > i) return;
          this.opened = i + 1;
          this.show_hints();
          ask("hint", { exercise: this.slug, number: i + 1 });
        });
      });
      this.opened = 0;
      this.show_hints();
    }

    show_hints() {
      this.folds.forEach((fold, i) => (fold.hidden = i > this.opened));
    }

    /** The answer waits until the reader's own passes, and then stands beside it. */
    answer() {
      this.solution = this.section.querySelector("details.solution");
      if (!this.solution) return;
      this.anyway = button("Show a solution before mine passes", () => {
        this.show_answer();
        this.solution.open = true;
        this.solution.querySelector("summary").focus();
      });
      this.anyway.classList.add("quiet");
      this.solution.before(this.anyway);
      this.solution.hidden = true;
      this.solution.addEventListener("toggle", () => this.solution.open && !this.solution.hidden && this.beside());
    }

    show_answer() {
      if (!this.solution) return;
      this.solution.hidden = false;
      this.anyway.hidden = true;
    }

    /** Puts the reader's own text beside the solution's. */
    async beside() {
      const files = this.editors.length
        ? this.editors.map((editor) => ({ name: editor.name, text: editor.area.value }))
        : ((await ask("open", { exercise: this.slug })).files ?? []);
      for (const listing of this.solution.querySelectorAll("figure.listing:not(.yours)")) {
        const name = listing.querySelector("figcaption b")?.textContent.trim();
        const file = files.find((file) => file.name === name);
        if (!file) continue;
        let pair = listing.closest(".beside");
        if (!pair) {
          pair = make("div", { className: "beside" });
          listing.replaceWith(pair);
          pair.append(make("figure", { className: "listing yours" }), listing);
        }
        const code = make("code", { className: "language-rust hljs", textContent: file.text, tabIndex: 0 });
        window.hljs?.highlightBlock(code);
        pair.firstChild.replaceChildren(
          make("figcaption", {}, make("b", { textContent: `yours: ${file.name}` })),
          make("pre", {}, code),
        );
      }
    }

    stand({ state, hints }) {
      this.opened = Math.max(this.opened, hints);
      this.show_hints();
      this.solved = state === "passed" || state === "passed_before";
      this.mark.textContent = state === "passed" ? "✓ solved" : state === "passed_before" ? "↻ solved; its check has changed since" : "";
      if (this.solved) this.show_answer();
      // Who wrote here and did not save finds it here again.
      if (!this.editors.length && this.drafts()) this.open(false);
    }

    drafts() {
      try {
        return Object.keys(localStorage).some((key) => key.startsWith(`speedup-draft:${this.slug}/`));
      } catch {
        return false;
      }
    }

    /** Reads the files and shows them. */
    async open(focus) {
      this.opener.ariaDisabled = "true";
      const answer = await ask("open", { exercise: this.slug });
      this.opener.ariaDisabled = "false";
      if (!answer.files) {
        this.problem.textContent = answer.error;
        this.offer_reset();
        return;
      }
      if (this.editors.length) return;
      boxes.set(this.slug, this);
      this.editors = answer.files.map((file) => new Editor(this, file));
      this.checker = button("Check", () => this.check(), "first");
      this.canceller = button("Cancel", () => this.cancel(), "cancel");
      this.canceller.hidden = true;
      this.resetter = button("Put the stub back…", () => this.reset());
      this.doing = make("p", { className: "doing", role: "status" });
      this.verdict = make("pre", { className: "plain verdict", tabIndex: 0, ariaLabel: "The verdict", hidden: true });
      this.verdict.setAttribute("role", "region");
      this.other = make("p", { className: "file-state", role: "status" });
      this.sure = make("p", { className: "play-buttons", hidden: true });
      this.place.replaceChildren(
        this.other,
        ...this.editors.map((editor) => editor.element),
        make("p", { className: "play-buttons" }, this.checker, this.canceller, button("Save", () => this.save()), this.resetter),
        this.sure,
        this.doing,
        this.verdict,
      );
      for (const editor of this.editors) editor.paint();
      tabs.postMessage({ from: me, slug: this.slug, opened: true });
      if (focus) this.editors[0].area.focus({ preventScroll: false });
    }

    /** Where the file can't be shown, the stub may still be put back. */
    offer_reset() {
      if (this.sure) return;
      this.sure = make("p", { className: "play-buttons" });
      this.place.append(this.sure);
      this.resetter = null;
      this.reset();
    }

    /** Whether all files lie on the disk as they stand here. */
    async save(backup = false) {
      let all = true;
      for (const editor of this.editors) all = (await editor.save(backup)) && all;
      return all;
    }

    /** What was judged is not what stands here any more. */
    stale() {
      this.verdict.classList.toggle("stale", this.editors.some((editor) => editor.dirty));
    }

    async check() {
      if (this.run) return;
      this.run = new AbortController();
      const { signal } = this.run;
      this.checker.ariaDisabled = "true";
      this.canceller.hidden = false;
      this.verdict.hidden = true;
      this.doing.classList.remove("bad", "said");
      this.doing.textContent = "saving";
      this.look_at(this.doing);
      try {
        const waits = (words) => (this.doing.textContent = words);
        if (await this.save()) await inTurn(`the check of ${this.slug}`, signal, waits, () => this.judge(signal));
        else this.end("Not checked: it is not saved.", "bad");
      } catch (error) {
        this.end(signal.aborted ? "cancelled" : `This broke off (${error.message}).`, "bad");
      }
      this.run = null;
      this.checker.ariaDisabled = "false";
      if (document.activeElement === this.canceller) this.checker.focus();
      this.canceller.hidden = true;
    }

    async judge(signal) {
      this.doing.textContent = "checking";
      const answer = await ask("check", { exercise: this.slug }, signal);
      if (!answer.lines) return this.end(answer.error, "bad");
      let last = {};
      for await (const news of answer.lines) {
        if (news.doing) this.doing.textContent = news.doing;
        else last = news;
      }
      if (last.verdict) {
        this.verdict.textContent = last.verdict + (last.warning ? `\n\n${last.warning}` : "");
        this.verdict.hidden = false;
        this.verdict.className = `plain verdict ${last.passed ? "good" : "bad"}`;
        // Read out, and not shown: it is the first line of what is.
        this.end(last.verdict.split("\n")[0], "said");
        this.look_at(this.verdict);
        await stand();
        tabs.postMessage({ from: me, slug: this.slug, saved: true });
      } else if (last.stopped) this.end(last.stopped, "bad");
      else {
        this.verdict.textContent = last.error ?? "The server went away in the middle of it. Start it again, and check again.";
        this.verdict.hidden = false;
        this.look_at(this.verdict);
        this.end("not checked", "bad");
      }
    }

    /**
     * Scrolls to what is said, which stands below all editors: a reader who checks by Ctrl+Enter in
     * a long one would see nothing. A reader who has gone elsewhere meanwhile is left there.
     */
    look_at(element) {
      const at = document.activeElement;
      if (at === document.body || this.place.contains(at)) element.scrollIntoView({ block: "nearest" });
    }

    /** The last word, which a screen reader reads out. */
    end(words, look) {
      this.doing.textContent = words;
      this.doing.classList.add(look);
    }

    cancel() {
      this.run?.abort();
      ask("cancel", { exercise: this.slug });
    }

    /** Asks first. */
    reset() {
      const yes = button("Put the stub back, and keep my text as a backup", async () => {
        // What stands in the editor is what is kept.
        if (this.editors.length && !(await this.save())) return;
        const answer = await ask("reset", { exercise: this.slug });
        const said = answer.backups
          ? answer.backups.length
            ? `The stub is back. Your text is kept in ${answer.backups.join(" and ")}.`
            : "It is the stub already."
          : answer.error;
        const files = (await ask("open", { exercise: this.slug })).files ?? [];
        if (!this.editors.length && files.length) return this.open(true);
        this.editors.forEach((editor) => editor.take(files.find((file) => file.name === editor.name) ?? { text: "", hash: null }));
        this.sure.hidden = true;
        // It was about what is no longer there.
        if (this.verdict) {
          this.verdict.hidden = true;
          this.doing.textContent = "";
        }
        this.editors[0]?.tell(said, !answer.backups);
        this.editors[0]?.area.focus();
        await stand();
      });
      const no = button("Leave it", () => {
        this.sure.hidden = true;
        (this.resetter ?? this.opener).focus();
      });
      this.sure.replaceChildren(yes, no);
      this.sure.hidden = false;
      if (this.resetter) yes.focus();
    }

    /** Reads the files again, which may have been written elsewhere. */
    async look() {
      if (!this.editors.length || this.run) return;
      const { files } = await ask("open", { exercise: this.slug });
      for (const editor of this.editors) {
        const file = files?.find((file) => file.name === editor.name);
        if (file) editor.came(file);
      }
    }
  }

  tabs.onmessage = ({ data }) => {
    const box = boxes.get(data.slug);
    if (data.from === me || !box) return;
    if (data.opened || data.here) {
      box.other.textContent = "This exercise is open in another tab, too. What is saved there is read here, and nothing is written over.";
      if (data.opened) tabs.postMessage({ from: me, slug: data.slug, here: true });
    }
    if (data.saved) box.look();
  };

  const all = [...document.querySelectorAll(".exercise[data-exercise]")].filter((section) => section.querySelector(".by-command"));
  const exercises = all.map((section) => new Box(section));

  /** How every exercise stands: marks in this page, counts in the table of contents. */
  async function stand() {
    const { error, exercises: standing } = await ask("progress", {});
    if (!standing) {
      for (const box of exercises) box.problem.textContent = error;
      return;
    }
    for (const box of exercises) if (standing[box.slug]) box.stand(standing[box.slug]);
    const chapters = new Map();
    for (const { chapter, state } of Object.values(standing)) {
      const count = chapters.get(chapter) ?? { all: 0, solved: 0 };
      count.all++;
      if (state === "passed" || state === "passed_before") count.solved++;
      chapters.set(chapter, count);
    }
    for (const link of document.querySelectorAll("#mdbook-sidebar a[href]")) {
      const chapter = [...chapters.keys()].find((chapter) => new URL(link.href).pathname.endsWith(`/${chapter}.html`));
      if (!chapter || new URL(link.href).hash) continue;
      const { all, solved } = chapters.get(chapter);
      let count = link.querySelector(".solved-count");
      if (!count) link.append((count = make("span", { className: "solved-count" })));
      count.replaceChildren(
        make("span", { "aria-hidden": "true", textContent: solved === all ? "✓" : `${solved}/${all}` }),
        make("span", { className: "said", textContent: ` (${solved} of ${all} exercises solved)` }),
      );
    }
  }

  // What was guessed on this page or on others, before this server's time too. The server keeps the first guess of each.
  const guessed = () => {
    const all = Object.entries(kept.get("speedup-predictions") ?? {});
    if (all.length === 0) return;
    ask("predict", { predictions: Object.fromEntries(all.map(([question, { choice }]) => [question, choice])) });
  };
  document.addEventListener("speedup:predicted", guessed);
  guessed();

  // Who comes back may have written and checked elsewhere.
  const seen = () => {
    if (document.hidden) return;
    stand();
    for (const box of exercises) box.look();
  };
  document.addEventListener("visibilitychange", seen);
  window.addEventListener("focus", seen);
  stand();
  playListings({ ask, inTurn, make, button, kept, Editor });
