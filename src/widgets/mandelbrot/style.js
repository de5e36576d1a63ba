// The demo's style sheet, loaded with it: pages without the demo don't carry it.

/** Resolves when the style sheet is in place (or can't be had: the demo works without). */
export function style() {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL("./mandelbrot.css", import.meta.url);
  return new Promise((resolve) => {
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
}
