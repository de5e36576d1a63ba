// One instance in one worker: a loop over all tiles. While it runs, this worker hears nothing.

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
    for (let tile = 0; tile < picture.tiles; tile++) {
      const counts = picture.compute(tile);
      postMessage({ tile, counts }, [counts.buffer]);
    }
  }
};

// The first code that a browser makes of WebAssembly is made in haste. One tile's work has it made again, with care.
function warmUp() {
  picture.compute(picture.tiles - 1);
}
