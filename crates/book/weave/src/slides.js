"use strict";

// One slide at a time: arrow keys, Page Up and Page Down, Space, Home and End; the address names the slide.
(() => {
    const slides = [...document.querySelectorAll(".slide")];
    const place = document.getElementById("place");
    let now = 0;

    function show(number) {
        now = Math.max(0, Math.min(slides.length - 1, number));
        slides.forEach((slide, i) => slide.classList.toggle("now", i === now));
        place.textContent = `${now + 1} / ${slides.length}`;
        history.replaceState(null, "", `#${now + 1}`);
        scrollTo(0, 0);
    }

    const asked = () => (parseInt(location.hash.slice(1), 10) || 1) - 1;
    const steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };

    addEventListener("keydown", (event) => {
        if (event.altKey || event.ctrlKey || event.metaKey) return;
        const far = { Home: -slides.length, End: slides.length }[event.key];
        const step = far ?? steps[event.key];
        if (step === undefined) return;
        // A slide that is longer than the window is read to its end first.
        const down = scrollY + innerHeight < document.documentElement.scrollHeight - 2;
        const moves = event.key.startsWith("Arrow") && ((step > 0 && down) || (step < 0 && scrollY > 0));
        if (moves && (event.key === "ArrowDown" || event.key === "ArrowUp")) return;
        event.preventDefault();
        show(now + (event.key === " " && event.shiftKey ? -1 : step));
    });
    addEventListener("hashchange", () => show(asked()));
    document.body.classList.add("one-at-a-time");
    show(asked());
})();
