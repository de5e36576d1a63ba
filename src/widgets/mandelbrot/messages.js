// Several workers, each with an instance of its own. The page deals the tiles out.

import { hire, onFailure } from "./hire.js";
import { compile } from "./wasm.js";

/** Tiles a worker holds at a time: one to work on, and one so that it needn't wait for the page to deal the next. */
const HELD = 2;

/** A crew of `workers` instances. */
export async function messages({ workers, columns, simd }, signal) {
  const module = await compile("plain");
  const job = { module, columns, simd };
  const crew = await Promise.all(Array.from({ length: workers }, () => hire("./messages_worker.js", job, signal)));
  let next, last, held;
  return {
    reusable: true,
    run(tiles, onTile) {
      [next, last, held] = [0, tiles, 0];
      return new Promise((resolve, reject) => {
        const deal = (worker) => {
          if (next < last) {
            worker.postMessage({ tile: next });
            next += 1;
            held += 1;
          }
        };
        crew.forEach(({ worker }, maker) => {
          onFailure(worker, reject);
          worker.onmessage = ({ data: { tile, counts } }) => {
            held -= 1;
            deal(worker);
            onTile(tile, maker, counts);
            // After a stop the tiles that were already dealt still come in.
            if (held === 0) resolve(last === tiles);
          };
          for (let i = 0; i < HELD; i++) deal(worker);
        });
      });
    },
    stop() {
      last = Math.min(next, last - 1);
    },
    end() {
      for (const { worker } of crew) worker.terminate();
    },
  };
}
