// Starts rayon's threads and waits for them: a page itself may not wait.

import "./failing.js";
import init, { Board, initThreadPool } from "../../wasm/shared/browser.js";

let board;

onmessage = async ({ data }) => {
  if (data.module) {
    const { memory } = await init({ module_or_path: data.module });
    await initThreadPool(data.workers);
    board = new Board(data.columns, data.simd);
    postMessage({ memory: memory.buffer, addresses: board.addresses() });
  } else {
    board.run();
    postMessage("done");
  }
};
