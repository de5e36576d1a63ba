// Starts a worker and waits until it is ready to work.

/** How often a worker was given up. A browser makes a second request for the same file wait for the first one's answer. */
let attempts = 0;

/** From now on, files are asked for anew. */
export function again() {
  attempts += 1;
}

/** The address of `file`, a new one for every new attempt. */
export function address(file) {
  const url = new URL(file, import.meta.url);
  if (attempts > 0) url.searchParams.set("attempt", attempts);
  return url;
}

/**
 * Starts the script `file`, sends it `job`, and resolves with the worker and its first answer. When `signal` is aborted
 * the worker is ended, ready or not: a script that never comes, or never answers, could be waited for forever.
 * @returns {Promise<{worker: Worker, answer: any}>}
 */
export function hire(file, job, signal) {
  const worker = new Worker(address(file), { type: "module" });
  return new Promise((resolve, reject) => {
    const end = (error) => {
      again();
      worker.terminate();
      reject(error);
    };
    if (signal.aborted) return end(signal.reason);
    signal.addEventListener("abort", () => end(signal.reason), { once: true });
    worker.onmessage = ({ data }) => resolve({ worker, answer: data });
    onFailure(worker, end);
    worker.postMessage(job);
  });
}

/** Calls `tell` with an Error when the worker fails, instead of leaving it to the console. */
export function onFailure(worker, tell) {
  worker.onerror = (event) => {
    event.preventDefault();
    tell(new Error(event.message ? `A worker failed: ${event.message}` : "A worker's script could not be loaded."));
  };
}
