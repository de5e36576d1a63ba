// The simulator, in a worker: while it runs it hears nothing, and the page goes on. To cancel it is to end the worker.

import init, * as simulator from "../../wasm/shaders/shader_playground.js";

let ready;

/** Fetched once, and from its bytes: a stream would need a server that names the right media type. */
async function load() {
  const url = new URL("../../wasm/shaders/shader_playground_bg.wasm", import.meta.url);
  const response = await fetch(url).catch(() => undefined);
  if (!response?.ok) throw new Error("the simulator could not be fetched. Is the server still there?");
  await init({ module_or_path: await response.arrayBuffer() });
}

onmessage = async ({ data: { what, given } }) => {
  try {
    ready ??= load();
    await ready;
  } catch (error) {
    ready = undefined;
    return postMessage({ error: error.message });
  }
  try {
    postMessage({ answer: JSON.parse(simulator[what](...given)) });
  } catch (error) {
    postMessage({ error: `the simulator itself broke off (${error.message})`, broken: true });
  }
};
