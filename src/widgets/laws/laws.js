// The laws, as crates/measure/laws has them.

/** How many times as fast `cores` cores are when the fraction `parallel` of the work can be shared out. */
export const amdahl = (parallel, cores) => 1 / (1 - parallel + parallel / cores);

/** The speedup that no number of cores exceeds. */
export const limit = (parallel) => 1 / (1 - parallel);

/** How much more `cores` cores do in the same time, when the fraction `parallel` of that time is shared work. */
export const gustafson = (parallel, cores) => 1 - parallel + parallel * cores;

/** Numbers of cores a slider stops at: whole ones, evenly spaced to the eye. */
export const CORES = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128].concat(
  [160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 896, 1024],
);

/** "1 core", "32 cores", "1,024 cores". */
export const cores = (n) => `${n.toLocaleString("en")} ${n === 1 ? "core" : "cores"}`;

/** "1 core is", "32 cores are". */
export const coresAre = (n) => `${cores(n)} ${n === 1 ? "is" : "are"}`;

/** Three digits, as much as a speedup deserves: "1.33", "12.5", "1,024". */
export function short(x) {
  if (!Number.isFinite(x)) return "infinitely many";
  const digits = x < 9.995 ? 2 : x < 99.95 ? 1 : 0;
  return Number(x.toFixed(digits)).toLocaleString("en");
}

/** "as", "12.5 times as": before fast or much. */
export const times = (x) => (short(x) === "1" ? "as" : `${short(x)} times as`);

/** A fraction as per cent, with a digit after the point only where it has one. */
export const percent = (fraction) => `${Number((100 * fraction).toFixed(1))}\u00a0%`;
