// What the widgets that are stepped through have in common: their place on the page, and buttons that rest.

/**
 * Puts `html` with its style sheet in the place of what `element` holds. That is kept below, in a fold called `name`: it
 * says the same without a script, and would answer beforehand what the widget lets a reader find out.
 */
export function stage(element, style, html, name) {
    const fold = document.createElement("details");
    fold.className = "still";
    fold.innerHTML = `<summary>${name}</summary>`;
    fold.append(...element.childNodes);
    element.innerHTML = `<style>${style}</style>${html}`;
    element.append(fold);
    element.addEventListener(
        "click",
        (event) => {
            if (event.target.closest("[aria-disabled=true]")) {
                event.stopPropagation();
            }
        },
        { capture: true },
    );
}

/**
 * Says whether `button` rests: there is nothing for it to do now. Not by `disabled`, which would drop the focus of
 * somebody who steps by keyboard, and the next arrow key would turn the page.
 */
export function rest(button, rests) {
    button.setAttribute("aria-disabled", String(rests));
}
