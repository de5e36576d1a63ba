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

/** What an adapter calls itself. */
export function called({ info = {} }) {
  const words = info.description || [info.vendor, info.architecture].filter(Boolean).join(" ") || "an adapter without a name";
  return info.isFallbackAdapter ? `${words}, a software adapter` : words;
}

/** Runs `wgsl` with the buffers of `task`, of which the shader may store to those at `writable`; gives the last one's words. */
export async function run(adapter, task, wgsl, writable, signal) {
  const device = await adapter.requestDevice();
  let timer;
  const over = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it hasn’t answered for ${PATIENCE / 1000}\u00a0s, and was given up`)), PATIENCE);
    signal.addEventListener("abort", () => reject(CANCELLED), { once: true });
    device.lost.then(({ reason, message }) => reason !== "destroyed" && reject(new Error(`the device was lost: ${message}`)));
  });
  try {
    return await Promise.race([dispatch(device, task, wgsl, writable), over]);
  } finally {
    clearTimeout(timer);
    device.destroy();
  }
}

async function dispatch(device, { entry, groups, buffers }, wgsl, writable) {
  device.pushErrorScope("validation");
  const module = device.createShaderModule({ code: wgsl });
  const { messages } = await module.getCompilationInfo();
  const errors = messages.filter(({ type }) => type === "error");
  if (errors.length > 0) {
    await device.popErrorScope();
    throw new Error(`its compiler refuses this. ${errors.map(({ lineNum, message }) => `Line ${lineNum}: ${message}`).join(" ")}`);
  }
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
  const error = await device.popErrorScope();
  if (error) throw new Error(`it refuses this: ${error.message}`);
  await here.mapAsync(GPUMapMode.READ);
  return new Uint32Array(here.getMappedRange()).slice();
}
