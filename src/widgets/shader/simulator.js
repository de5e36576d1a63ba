// The worker that simulates, started when it is first asked for something.

/** What a run that was cancelled ends with. */
export const CANCELLED = new Error("cancelled");

let worker;
/** Runs that wait for the worker's answer. All shaders of a page share one worker, which does one thing at a time. */
let asked = Promise.resolve();

/** Asks the module's function `what`, a name that its exports have. Rejects with CANCELLED once `signal` is aborted. */
export function ask(what, given, signal) {
  const answer = asked.then(() => put(what, given, signal));
  asked = answer.catch(() => {});
  return answer;
}

function put(what, given, signal) {
  if (signal.aborted) throw CANCELLED;
  worker ??= new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  return new Promise((resolve, reject) => {
    const end = (error) => {
      worker?.terminate();
      worker = undefined;
      reject(error);
    };
    const cancel = () => end(CANCELLED);
    signal.addEventListener("abort", cancel, { once: true });
    worker.onmessage = ({ data }) => {
      signal.removeEventListener("abort", cancel);
      if (data.broken) return end(new Error(data.error));
      if (data.error) return reject(new Error(data.error));
      resolve(data.answer);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      signal.removeEventListener("abort", cancel);
      end(new Error("the simulator’s script could not be loaded. Is the server still there?"));
    };
    worker.postMessage({ what, given });
  });
}
