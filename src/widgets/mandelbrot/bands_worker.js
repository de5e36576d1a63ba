// One instance in each worker: a band's number comes in, the steps that its pixels took go out.

import "./failing.js";
import init, { Picture } from "../../wasm/plain/browser.js";

let job, picture;

onmessage = async ({ data }) => {
  if (data.band !== undefined) {
    const steps = picture.compute(data.band);
    postMessage({ band: data.band, steps }, [steps.buffer]);
    return;
  }
  const first = !job;
  job = { ...job, ...data };
  if (first) await init({ module_or_path: job.module });
  picture?.free();
  picture = Picture.bands(job.columns, job.rows, job.limit);
  // The first code that a browser makes of WebAssembly is made in haste. A heavy band's work has it made again, with care.
  if (first) picture.compute(picture.tiles >> 1);
  postMessage("ready");
};
