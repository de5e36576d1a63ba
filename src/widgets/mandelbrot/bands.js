// Several workers with an instance each, as messages.js has them, for the title page's picture and in its bands.

import { hire, onFailure } from "./hire.js";
import { compile } from "./wasm.js";

/** A crew of `workers` for the whole set in bands of `rows` rows; points inside take `limit` steps. */
export async function bands({ workers, columns, rows, limit }, signal) {
  const module = await compile("plain");
  const job = { module, columns, rows, limit };
  const hired = Array.from({ length: workers }, () => hire("./bands_worker.js", job, signal));
  const crew = (await Promise.all(hired)).map(({ worker }) => worker);

  /** Sends `message` and resolves with the answer. */
  const ask = (worker, message) =>
    new Promise((resolve, reject) => {
      onFailure(worker, reject);
      worker.onmessage = ({ data }) => resolve(data);
      worker.postMessage(message);
    });

  return {
    /** The first `among` of the crew compute `count` bands: whoever is free takes the next one, from the top down. */
    async run(count, among, onBand) {
      let next = 0;
      const work = async (worker, maker) => {
        while (next < count) {
          const { band, steps } = await ask(worker, { band: next++ });
          onBand(band, maker, steps);
        }
      };
      await Promise.all(crew.slice(0, among).map(work));
    },
    /** From now on, points inside take `limit` steps. */
    async limit(limit) {
      await Promise.all(crew.map((worker) => ask(worker, { limit })));
    },
    /** The steps of a band's pixels, and the seconds until they are here. */
    async sample(band) {
      const start = performance.now();
      const { steps } = await ask(crew[0], { band });
      return { steps, seconds: (performance.now() - start) / 1000 };
    },
    end() {
      for (const worker of crew) worker.terminate();
    },
  };
}
