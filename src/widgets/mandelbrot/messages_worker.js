// One instance, with memory of its own, in each worker: a tile's number comes in, its escape times go out.

import "./failing.js";
import init, { Picture } from "../../wasm/plain/browser.js";

let picture;

onmessage = async ({ data }) => {
  if (data.module) {
    await init({ module_or_path: data.module });
    picture = new Picture(data.columns, data.simd);
    warmUp();
    postMessage("ready");
  } else {
    // A copy out of WebAssembly's memory, which can't be given away; the copy can be, and is: no second one is made.
    const counts = picture.compute(data.tile);
    postMessage({ tile: data.tile, counts }, [counts.buffer]);
  }
};

// The first code that a browser makes of WebAssembly is made in haste. One tile's work has it made again, with care.
function warmUp() {
  picture.compute(picture.tiles - 1);
}
