"use strict";

// What the book adds to mdBook's own script: predictions that answer, widgets, and arrow keys that stay where they
// are. Everything reads without it.

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

    function ask(box) {
        const answer = box.querySelector("details.answer");
        const verdict = answer?.querySelector(".verdict");
        const list = box.querySelector(".choices > ol");
        if (!verdict || !list) return;
        const right = Number(verdict.dataset.right) - 1;

        const group = document.createElement("fieldset");
        const legend = document.createElement("legend");
        legend.textContent = "Your guess";
        group.append(legend);
        const labels = [...list.children].map((choice, i) => {
            const label = document.createElement("label");
            const button = document.createElement("input");
            Object.assign(button, { type: "radio", name: box.id, value: letter(i) });
            const [name, words] = [document.createElement("b"), document.createElement("span")];
            name.textContent = letter(i);
            words.append(...contents(choice));
            label.append(button, name, words);
            button.addEventListener("change", () => tell(i));
            return label;
        });
        group.append(...labels);
        list.replaceWith(group);

        // Read out when it changes, while the focus stays on the choices.
        verdict.setAttribute("role", "status");

        function tell(chosen) {
            labels.forEach((label, i) => {
                label.classList.toggle("chosen", i === chosen);
                label.classList.toggle("right", i === right);
                label.querySelector(".told")?.remove();
                const told = i === right ? "This is right." : i === chosen ? "This is not." : "";
                if (told) {
                    const span = document.createElement("span");
                    span.className = "told";
                    span.textContent = told;
                    label.lastElementChild.append(span);
                }
            });
            answer.open = true;
            verdict.textContent =
                chosen === right ? `${letter(right)} is right.` : `Not ${letter(chosen)}: ${letter(right)} is right.`;
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
    for (const element of document.querySelectorAll(".widget[data-widget]")) {
        import(new URL(`widgets/${element.dataset.widget}.js`, root))
            .then((module) => module.default(element))
            // What stands in the page carries the idea by itself, and stays.
            .catch((error) => console.warn(`The widget ${element.dataset.widget} did not start:`, error));
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

(function scrollers() {
    // What scrolls sideways can be reached with the keyboard, so that the arrow keys can scroll it.
    const reach = () => {
        for (const element of document.querySelectorAll("main pre > code, main .scroll, main .table-wrapper")) {
            if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
            else element.removeAttribute("tabindex");
        }
    };
    reach();
    window.addEventListener("resize", reach);
    document.addEventListener("toggle", reach, true);
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
