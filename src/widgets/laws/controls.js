// Sliders with labels, whose state is part of the page's address, and a button that puts them back.

/** An HTML element with its attributes and children. */
export function html(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Adds the widgets' style sheet to the page, once. */
export function dress() {
  const href = new URL("laws.css", import.meta.url).href;
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) return;
  if (document.querySelector(`link[href="${href}"]`)) return;
  document.head.append(html("link", { rel: "stylesheet", href }));
}

/**
 * Sliders in a group. Each of `sliders` is `{key, label, stops, start, say}`: the name of its state in the address, its
 * label, the values it stops at, the one it starts at, and how a value reads. Calls `draw` with the values by key, at
 * once and whenever one changes.
 */
export function controls(label, sliders, draw) {
  const address = new URL(location);
  const group = html("div", { class: "controls", role: "group", "aria-label": label });
  const inputs = sliders.map(({ key, label, stops, start, say }) => {
    const shown = address.searchParams.has(key) ? Number(address.searchParams.get(key)) : start;
    const input = html("input", { type: "range", min: 0, max: stops.length - 1, step: 1, id: `slider-${key}` });
    const value = html("output", { for: input.id });
    input.value = nearest(stops, Number.isFinite(shown) ? shown : start);
    input.addEventListener("input", () => changed());
    group.append(html("div", { class: "slider" }, html("label", { for: input.id }, label), input, value));
    return { key, stops, start, say, input, value };
  });
  const reset = html("button", { type: "button" }, "Reset");
  reset.addEventListener("click", () => {
    for (const { stops, start, input } of inputs) input.value = stops.indexOf(start);
    changed();
  });
  group.append(reset);
  function changed() {
    show();
    const address = new URL(location);
    for (const { key, stops, start, input } of inputs) {
      const value = stops[input.value];
      if (value === start) address.searchParams.delete(key);
      else address.searchParams.set(key, value);
    }
    history.replaceState(history.state, "", address);
  }

  function show() {
    const values = {};
    for (const { key, stops, say, input, value } of inputs) {
      values[key] = stops[input.value];
      value.textContent = say(values[key]);
      input.setAttribute("aria-valuetext", value.textContent);
    }
    draw(values);
  }

  show();
  return group;
}

/** The index of the stop that comes closest. */
function nearest(stops, wanted) {
  const distances = stops.map((stop) => Math.abs(stop - wanted));
  return distances.indexOf(Math.min(...distances));
}
