"use strict";

// What the book adds to mdBook's own script: predictions that answer, widgets, keys that do what they should where the
// focus is, and what a screen reader or a finger needs. Everything reads without it.

(function looks() {
    const dark = document.getElementById("mdbook-theme-coal");
    if (!dark) return;
    dark.textContent = "Dark";
    // Taken out, and not only hidden, so that the arrow keys don't stumble over them.
    for (const name of ["rust", "navy", "ayu"]) {
        document.getElementById(`mdbook-theme-${name}`)?.closest("li").remove();
    }
})();

(function predictions() {
    const letter = (i) => String.fromCharCode(65 + i);
    const KEY = "speedup-predictions";

    // What was guessed first, by the questions' names. This browser may keep nothing, or what it keeps may be broken.
    function guesses() {
        try {
            const kept = JSON.parse(localStorage.getItem(KEY));
            return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
        } catch {
            return {};
        }
    }

    function remember(name, choice) {
        const all = guesses();
        if (Object.hasOwn(all, name)) return;
        all[name] = { choice };
        try {
            localStorage.setItem(KEY, JSON.stringify(all));
            document.dispatchEvent(new CustomEvent("speedup:predicted"));
        } catch {}
    }

    function ask(box) {
        const answer = box.querySelector("details.answer");
        const verdict = answer?.querySelector(".verdict");
        const list = box.querySelector(".choices > ol");
        if (!verdict || !list) return;
        // The reader's own measurements, where these decide it, come before the book's.
        const book = Number(verdict.dataset.right) - 1;
        const right = Number((answer.querySelector(".yours") ?? verdict).dataset.right) - 1;

        const group = document.createElement("fieldset");
        const legend = document.createElement("legend");
        legend.textContent = "Your guess";
        const labels = [...list.children].map((choice, i) => {
            const label = document.createElement("label");
            const button = document.createElement("input");
            Object.assign(button, { type: "radio", name: box.id, value: letter(i) });
            const [name, words] = [document.createElement("b"), document.createElement("span")];
            name.textContent = letter(i);
            words.append(...contents(choice));
            label.append(button, name, words);
            return label;
        });
        // To choose isn't to answer: who goes through the choices by arrow key chooses each that is passed.
        const check = document.createElement("button");
        Object.assign(check, { type: "button", textContent: "Check your guess", ariaDisabled: "true" });
        group.append(legend, ...labels, check);
        list.replaceWith(group);
        answer.querySelector("summary").textContent = "The answer";

        const name = box.id.replace(/^predict-/, "");
        const before = guesses()[name]?.choice;

        const chosen = () => labels.findIndex((label) => label.firstElementChild.checked);
        const tellChosen = () => chosen() >= 0 && tell(chosen());
        group.addEventListener("change", () => (check.ariaDisabled = "false"));
        group.addEventListener("keydown", (event) => {
            if (event.key === "Enter" && event.target.type === "radio") tellChosen();
        });
        check.addEventListener("click", tellChosen);
        if (labels[before]) {
            labels[before].firstElementChild.checked = true;
            check.ariaDisabled = "false";
            tell(before);
        }
        // Read out when it changes from now on, while the focus stays on the choices.
        verdict.setAttribute("role", "status");

        function tell(chosen) {
            remember(name, chosen);
            labels.forEach((label, i) => {
                label.classList.toggle("chosen", i === chosen);
                label.classList.toggle("right", i === right);
                label.querySelector(".told")?.remove();
                const here = i === right ? (right === book ? "This is right." : "This is right on your machine.") : "";
                const there = i === book ? "This is right on the book’s machine." : "";
                const told = here || there || (i === chosen ? "This is not." : "");
                if (told) {
                    const span = document.createElement("span");
                    span.className = "told";
                    span.textContent = told;
                    label.lastElementChild.append(span);
                }
            });
            answer.open = true;
            const where = right === book ? "" : " on your machine";
            const not = chosen === right ? "" : `Not ${letter(chosen)}: `;
            verdict.textContent = `${not}${letter(right)} is right${where}.`;
        }
    }

    // A choice of several lines comes in a paragraph, which no label may hold.
    function contents(choice) {
        const only = choice.children.length === 1 && choice.firstElementChild.tagName === "P";
        return [...(only ? choice.firstElementChild : choice).childNodes];
    }

    document.querySelectorAll(".predict").forEach(ask);
})();

(function widgets() {
    // Where this script lies is where the book starts.
    const root = new URL(typeof path_to_root === "string" ? path_to_root : "", document.baseURI);
    const WORDS = { Worker: "workers", WebAssembly: "WebAssembly" };

    /** Says above a widget why it doesn't move. What stands in the page carries the idea by itself, and stays. */
    function tell(element, words) {
        const paragraph = document.createElement("p");
        paragraph.className = "missing";
        paragraph.textContent = words;
        element.prepend(paragraph);
    }

    async function start(element) {
        const module = await import(new URL(`widgets/${element.dataset.widget}.js`, root));
        const missing = (module.needs ?? []).filter((name) => typeof globalThis[name] === "undefined");
        if (missing.length === 0) return module.default(element);
        const names = missing.map((name) => WORDS[name] ?? name).join(" and ");
        tell(
            element,
            `Nothing can be computed here: this browser has no ${names}. Open the page in a current Firefox, Chrome, Edge or ` +
                "Safari; if this is one, a setting or an extension has switched that off.",
        );
    }

    for (const element of document.querySelectorAll(".widget[data-widget]")) {
        if (location.protocol === "file:") {
            tell(
                element,
                "This can be moved when the book comes from a server: type cargo run in the workbook’s folder, and open the " +
                    "address that it prints. A page opened as a file may load no part of it.",
            );
            continue;
        }
        start(element).catch((error) => {
            console.warn(`The widget ${element.dataset.widget} did not start:`, error);
            tell(element, `This did not start (${error.message}). Is the server still there? Then load the page again.`);
        });
    }
})();

(function keys() {
    // mdBook turns the page at an arrow key, wherever the focus is. Here the key belongs to what has the focus.
    const keep = ".widget, .predict, form, input, select, textarea, button, summary, pre, .scroll, .table-wrapper, [contenteditable]";
    document.querySelector("main")?.addEventListener("keydown", (event) => {
        const arrow = event.key === "ArrowLeft" || event.key === "ArrowRight";
        if (arrow && event.target.closest(keep)) event.stopPropagation();
    });
})();

(function search() {
    const box = document.getElementById("mdbook-search-wrapper");
    const bar = document.getElementById("mdbook-searchbar");
    const button = document.getElementById("mdbook-search-toggle");
    if (!box || !bar || !button) return;
    box.setAttribute("role", "search");

    // Its scripts come when somebody searches: `lab` has marked them. What mdBook builds by itself has them already.
    let coming = null;
    const come = () => {
        coming ??= (async () => {
            for (const { src } of document.querySelectorAll('script[type="later"]')) {
                const script = document.createElement("script");
                await new Promise((done, failed) => {
                    Object.assign(script, { src, onload: done, onerror: failed });
                    document.head.append(script);
                });
            }
        })();
        return coming;
    };
    const waits = document.querySelector('script[type="later"]') !== null;
    let [here, wanted] = [!waits, false];

    /** Opens it. Who types at once finds that in it, and is answered. */
    async function show() {
        const [outer, answer] = [bar.form, document.getElementById("mdbook-searchresults-outer")];
        wanted = true;
        box.classList.remove("hidden");
        outer.classList.add("searching");
        bar.focus();
        try {
            await come();
        } catch {
            coming = null;
            outer.classList.remove("searching");
            answer.classList.remove("hidden");
            answer.firstElementChild.textContent = "The search did not come. Is the server still there? Open it again then.";
            return;
        }
        here = true;
        if (!wanted) return;
        // mdBook's script has closed it when it came.
        const [from, to] = [bar.selectionStart, bar.selectionEnd];
        button.click();
        bar.setSelectionRange(from, to);
    }
    const close = () => {
        wanted = false;
        box.classList.add("hidden");
    };
    button.addEventListener("click", (event) => {
        if (here) return;
        event.stopImmediatePropagation();
        if (box.classList.contains("hidden")) show();
        else close();
    });
    if (waits && /[?&](search|highlight)=/.test(location.search)) come().then(() => (here = true));

    // mdBook leaves / and s to every control. Those that take no text have no use for them.
    document.addEventListener("keydown", (event) => {
        const held = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
        if (!here && event.key === "Escape" && event.target === bar) return close();
        if (held || (event.key !== "/" && event.key !== "s")) return;
        const textless = event.target.matches?.("input:is([type=range], [type=radio], [type=checkbox])");
        const takes = event.target.matches?.("input, select, textarea");
        // Before mdBook's script is there, this does for all places what that would.
        if (!textless && (here || takes)) return;
        event.preventDefault();
        if (box.classList.contains("hidden")) button.click();
        bar.focus();
    });

    // Who closes the search goes on where it was opened. mdBook would drop the focus.
    let [before, open] = [null, !box.classList.contains("hidden")];
    document.addEventListener("focusin", ({ target }) => {
        if (!box.contains(target) && !button.contains(target)) before = target;
    });
    document.addEventListener("pointerdown", ({ target }) => {
        if (!target.closest?.("a, button, input, select, summary, label, [tabindex]")) before = null;
    });
    new MutationObserver(() => {
        const was = open;
        open = !box.classList.contains("hidden");
        if (was && !open) (before?.isConnected ? before : button).focus();
    }).observe(box, { attributeFilter: ["class"] });
})();

(function furniture() {
    // The first Tab leads past the menu and the table of contents.
    const main = document.querySelector("main");
    const skip = document.createElement("a");
    Object.assign(skip, { className: "skip", href: "#mdbook-content", textContent: "Skip to the text" });
    skip.addEventListener("click", (event) => {
        event.preventDefault();
        main.tabIndex = -1;
        main.focus();
        main.addEventListener("blur", () => main.removeAttribute("tabindex"), { once: true });
    });
    document.body.prepend(skip);

    // mdBook's bar is a landmark. Its switch for the table of contents is a label that no key reaches: a button works it.
    document.getElementById("mdbook-menu-bar")?.setAttribute("role", "banner");
    const label = document.getElementById("mdbook-sidebar-toggle");
    const box = document.getElementById("mdbook-sidebar-toggle-anchor");
    if (!label || !box) return;
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: label.className, title: label.title, ariaLabel: label.title });
    button.setAttribute("aria-controls", "mdbook-sidebar");
    button.append(...label.childNodes);
    const show = () => (button.ariaExpanded = String(box.checked));
    button.addEventListener("click", () => label.click());
    box.addEventListener("change", show);
    show();
    label.after(button);
    label.style.display = "none";
})();

(function numbers() {
    // A pointer that rests on a number finds where it comes from; a finger taps it. For keys there is the list at the end.
    if (!("popover" in HTMLElement.prototype)) return;
    const note = document.createElement("div");
    note.className = "about-number";
    note.popover = "auto";
    document.body.append(note);
    // mdBook takes this key from the browser, which would close it.
    document.addEventListener("keydown", ({ key }) => key === "Escape" && note.hidePopover());
    document.querySelector("main")?.addEventListener("click", ({ target }) => {
        const number = target.closest(":is(.measured, .machine)[title]");
        if (!number || target.closest("a, summary") || getSelection().type === "Range") return;
        note.textContent = number.title;
        note.showPopover();
        const [place, { width }] = [number.getBoundingClientRect(), note.getBoundingClientRect()];
        const left = Math.max(8, Math.min(place.left, document.documentElement.clientWidth - width - 8));
        note.style.left = `${left + scrollX}px`;
        note.style.top = `${place.bottom + 6 + scrollY}px`;
    });
})();

(function scrollers() {
    // What scrolls sideways can be reached with the keyboard, so that the arrow keys can scroll it.
    const reach = (within) => {
        // What lies in a closed fold waits until it is opened: to measure it would lay it out for nothing. All are
        // measured before one is changed: each change would have the page laid out again for the next one.
        const all = [...within.querySelectorAll("main :is(pre > code, .scroll, .table-wrapper)")]
            .filter((element) => element.checkVisibility?.() ?? true);
        const wide = all.map((element) => element.scrollWidth > element.clientWidth);
        all.forEach((element, i) => {
            if (wide[i]) element.tabIndex = 0;
            else element.removeAttribute("tabindex");
        });
    };
    reach(document);
    window.addEventListener("resize", () => reach(document));
    document.addEventListener("toggle", ({ target }) => reach(target), true);
})();

(function paper() {
    // For browsers whose style sheets can't open a fold.
    let opened = [];
    window.addEventListener("beforeprint", () => {
        opened = [...document.querySelectorAll("main details:not([open])")];
        for (const fold of opened) fold.open = true;
    });
    window.addEventListener("afterprint", () => {
        for (const fold of opened) fold.open = false;
    });
})();
