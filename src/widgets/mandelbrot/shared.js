// Several threads in one memory. Rayon deals the tiles out; the page watches the same memory and is sent nothing.

import { hire, onFailure } from "./hire.js";
import { compile } from "./wasm.js";

/** A crew of `workers` threads. `side` is a tile's, pixels. */
export async function shared({ workers, columns, simd, tiles, side }, signal) {
  const module = await compile("shared");
  const { worker, answer } = await hire("./shared_worker.js", { module, workers, columns, simd }, signal);
  const { memory, addresses } = answer;
  if (!(memory instanceof SharedArrayBuffer)) throw new Error("This browser's WebAssembly memory is not shared.");
  const counts = new Uint32Array(memory, addresses[0], tiles * side * side);
  const makers = new Int32Array(memory, addresses[1], tiles);
  const stop = new Int32Array(memory, addresses[2], 1);
  let unwatch = () => {};
  return {
    reusable: true,
    run(_, onTile) {
      const seen = new Set();
      const look = () => {
        for (let tile = 0; tile < tiles; tile++) {
          const maker = seen.has(tile) ? 0 : Atomics.load(makers, tile);
          if (maker > 0) {
            seen.add(tile);
            onTile(tile, maker - 1, counts.slice(tile * side * side, (tile + 1) * side * side));
          }
        }
      };
      makers.fill(0);
      Atomics.store(stop, 0, 0);
      return new Promise((resolve, reject) => {
        const watch = setInterval(look, 50);
        const settle = (settled) => (value) => {
          clearInterval(watch);
          settled(value);
        };
        unwatch = () => clearInterval(watch);
        onFailure(worker, settle(reject));
        worker.onmessage = () => {
          look();
          settle(resolve)(seen.size === tiles);
        };
        worker.postMessage("run");
      });
    },
    stop() {
      Atomics.store(stop, 0, 1);
    },
    end() {
      // Its threads are workers that it started, and end with it.
      worker.terminate();
      unwatch();
    },
  };
}
