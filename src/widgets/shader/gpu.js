// The same shader on this browser's GPU, through WebGPU.

import { CANCELLED } from "./simulator.js";

/** A shader that runs for longer has to be given up: a page can't stop it. */
const PATIENCE = 10_000;

/** Why this browser can't, if that is known without asking for an adapter. */
export function missing() {
  if (navigator.gpu) return "";
  return isSecureContext
    ? "this browser has no WebGPU, or it is switched off"
    : "WebGPU is only for pages that come by https or from this machine";
}

/** An adapter. Rejects with the reason where there is none. */
export async function adapter() {
  const adapter = await navigator.gpu.requestAdapter().catch(() => null);
  if (!adapter) throw new Error("this browser knows WebGPU, but gives no adapter");
  return adapter;
}

/** Whether it is no card, but a program on the processor that imitates one. */
export function software({ info = {} }) {
  return Boolean(info.isFallbackAdapter);
}

/** What an adapter calls itself. */
export function called(adapter) {
  const { description, vendor, architecture } = adapter.info ?? {};
  const words = description || [vendor, architecture].filter(Boolean).join(" ") || "an adapter without a name";
  return software(adapter) ? `${words}, a software adapter` : words;
}

/** Settles as `work` does, or rejects: once `signal` is aborted, `device` is lost, or nothing has come for too long. */
export async function answered(work, signal, device) {
  let timer, cancel;
  const over = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it hasn’t answered for ${PATIENCE / 1000}\u00a0s, and was given up`)), PATIENCE);
    cancel = () => reject(CANCELLED);
    signal.addEventListener("abort", cancel);
    if (signal.aborted) cancel();
    device?.lost.then(({ reason, message }) => reason !== "destroyed" && reject(new Error(`the device was lost: ${message}`)));
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", cancel);
  }
}

/** `wgsl`, compiled. Rejects with the compiler's words where it refuses. */
export async function compiled(device, wgsl) {
  device.pushErrorScope("validation");
  const module = device.createShaderModule({ code: wgsl });
  const { messages } = await module.getCompilationInfo();
  await device.popErrorScope();
  const errors = messages.filter(({ type }) => type === "error");
  if (errors.length === 0) return module;
  throw new Error(`its compiler refuses this. ${errors.map(({ lineNum, message }) => `Line ${lineNum}: ${message}`).join(" ")}`);
}

/** What `ask` gives, once `device` has found nothing wrong in all that it asked for before it returned. */
export async function allowed(device, ask) {
  const filters = ["validation", "out-of-memory"];
  for (const filter of filters) device.pushErrorScope(filter);
  const given = ask();
  const errors = await Promise.all(filters.map(() => device.popErrorScope()));
  const error = errors.find(Boolean);
  if (error) throw new Error(`it refuses this: ${error.message}`);
  return given;
}

/** Runs `wgsl` with the buffers of `task`, of which the shader may store to those at `writable`; gives the last one's words. */
export async function run(adapter, task, wgsl, writable, signal) {
  const device = await answered(adapter.requestDevice(), signal);
  try {
    return await answered(dispatch(device, task, wgsl, writable), signal, device);
  } finally {
    device.destroy();
  }
}

async function dispatch(device, task, wgsl, writable) {
  const module = await compiled(device, wgsl);
  const here = await allowed(device, () => submit(device, task, module, writable));
  await here.mapAsync(GPUMapMode.READ);
  return new Uint32Array(here.getMappedRange()).slice();
}

/** Gives the buffer into which the answer is copied at the end. */
function submit(device, { entry, groups, buffers }, module, writable) {
  const layout = device.createBindGroupLayout({
    entries: buffers.map(({ binding }) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type: writable.includes(binding) ? "storage" : "read-only-storage" },
    })),
  });
  const pipeline = device.createComputePipeline({
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module, entryPoint: entry },
  });
  const there = buffers.map(({ words }) => {
    const buffer = device.createBuffer({
      size: 4 * words.length,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
    });
    device.queue.writeBuffer(buffer, 0, new Uint32Array(words));
    return buffer;
  });
  const answer = there.at(-1);
  const here = device.createBuffer({ size: answer.size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const commands = device.createCommandEncoder();
  const pass = commands.beginComputePass();
  pass.setPipeline(pipeline);
  const entries = buffers.map(({ binding }, i) => ({ binding, resource: { buffer: there[i] } }));
  pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
  pass.dispatchWorkgroups(...groups);
  pass.end();
  commands.copyBufferToBuffer(answer, 0, here, 0, answer.size);
  device.queue.submit([commands.finish()]);
  return here;
}
