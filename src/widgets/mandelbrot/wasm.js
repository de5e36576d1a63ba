// Fetches and compiles a WebAssembly module once, however many workers then make an instance of it.

import { address, again } from "./hire.js";

const compiled = new Map();

/** Fetches under way. */
const fetching = new Set();

/** Gives up what has not arrived yet: the next call of `compile` asks for it anew. */
export function forget() {
  for (const controller of fetching) controller.abort();
  if (fetching.size > 0) again();
}

/**
 * The module `name`, "plain" or "shared", from src/wasm. A failure is not remembered: the next call tries again.
 * @returns {Promise<WebAssembly.Module>}
 */
export function compile(name) {
  if (!compiled.has(name)) {
    compiled.set(name, load(name));
    compiled.get(name).catch(() => compiled.delete(name));
  }
  return compiled.get(name);
}

async function load(name) {
  const url = address(`../../wasm/${name}/browser_bg.wasm`);
  const controller = new AbortController();
  fetching.add(controller);
  try {
    return await WebAssembly.compile(await bytes(url, controller.signal));
  } finally {
    fetching.delete(controller);
  }
}

async function bytes(url, signal) {
  const response = await fetch(url, { signal }).catch(() => {
    throw new Error(`The WebAssembly file ${url.pathname} could not be fetched: is the server still there?`);
  });
  if (!response.ok) {
    throw new Error(`The WebAssembly file ${url.pathname} could not be fetched: the server says ${response.status}.`);
  }
  // Compiled from its bytes and not from the stream, which would need the server to name the right media type.
  return response.arrayBuffer();
}
