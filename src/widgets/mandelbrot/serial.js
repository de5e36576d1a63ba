// One worker computes every tile, one after another.

import { hire, onFailure } from "./hire.js";
import { compile } from "./wasm.js";

/** A crew of one. The tiles it computes appear as their messages arrive. */
export async function serial({ columns, simd }, signal) {
  const module = await compile("plain");
  const { worker } = await hire("./serial_worker.js", { module, columns, simd }, signal);
  let giveUp;
  return {
    // A worker in a loop can't be told to stop: it is ended, and another must be hired for the next run.
    reusable: false,
    run(tiles, onTile) {
      return new Promise((resolve, reject) => {
        giveUp = () => resolve(false);
        onFailure(worker, reject);
        worker.onmessage = ({ data: { tile, counts } }) => {
          onTile(tile, 0, counts);
          tiles -= 1;
          if (tiles === 0) resolve(true);
        };
        worker.postMessage("run");
      });
    },
    stop() {
      worker.terminate();
      giveUp();
    },
    end() {
      worker.terminate();
    },
  };
}
