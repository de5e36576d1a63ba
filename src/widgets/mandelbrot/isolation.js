// Shared memory works only in a page that is cross-origin isolated. This says so where it isn't, and helps.

const HELPER = new URL("../../isolation.js", import.meta.url);

/** Says in `place` why `choice`, the control for shared memory, can't be chosen, and what would change that. */
export function isolation(place, choice) {
  if (crossOriginIsolated && typeof SharedArrayBuffer === "undefined") {
    choice.disabled = true;
    say(
      place,
      "Not in this browser: it has no memory that workers can share (SharedArrayBuffer). A current Firefox, Chrome, Edge or " +
        "Safari has it; if this is one of them, a setting has switched it off.",
    );
    return;
  }
  const helped = navigator.serviceWorker?.controller?.scriptURL === HELPER.href;
  if (crossOriginIsolated) {
    if (helped) offer(place, "A helper in your browser adds the two headers that shared memory needs.", "Remove it", remove);
    return;
  }
  choice.disabled = true;
  const why =
    "Not in this page: memory is shared only where a page is cross-origin isolated, and the server did not send the " +
    "two headers that ask for it (Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy). ";
  if (!isSecureContext) {
    say(place, `${why}Besides, it must come over https or from this machine. Read it with cargo run, which does both.`);
  } else if (helped || !navigator.serviceWorker) {
    say(place, `${why}This browser would not let a helper add them. Read the book with cargo run, which sends them.`);
  } else {
    offer(place, `${why}cargo run sends them. Or a small helper can add them here, in your browser:`, "Add them", add);
  }
}

function say(place, words) {
  const paragraph = document.createElement("p");
  paragraph.textContent = words;
  place.replaceChildren(paragraph);
  return paragraph;
}

function offer(place, words, label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.onclick = () => act().catch((error) => say(place, `That did not work: ${error.message}`));
  say(place, `${words} `).append(button);
}

async function add() {
  const { serviceWorker } = navigator;
  const inCharge = new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
  await serviceWorker.register(HELPER);
  await serviceWorker.ready;
  // Ready is not yet in charge of this page: it takes charge a moment later. After a forced reload it never does, and
  // the next ordinary one will do. Once it is, the page must be asked for again, to come with the headers.
  if (!serviceWorker.controller) await Promise.race([inCharge, new Promise((resolve) => setTimeout(resolve, 10000))]);
  location.reload();
}

async function remove() {
  const registration = await navigator.serviceWorker.getRegistration(HELPER);
  await registration?.unregister();
  location.reload();
}
