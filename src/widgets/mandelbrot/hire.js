// Starts a worker and waits until it is ready to work.

/**
 * Starts the script `file`, sends it `job`, and resolves with the worker and its first answer. When `signal` is aborted
 * the worker is ended, ready or not: a script that never comes, or never answers, could be waited for forever.
 * @returns {Promise<{worker: Worker, answer: any}>}
 */
export function hire(file, job, signal) {
  const worker = new Worker(new URL(file, import.meta.url), { type: "module" });
  return new Promise((resolve, reject) => {
    const end = (error) => {
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
