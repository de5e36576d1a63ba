// Numbers, and numbers in words.

/** Cores that the browser says it may use. Some say fewer than there are, so as not to tell machines apart. */
export const CORES = navigator.hardwareConcurrency || 1;

/** Workers to offer: more than there are cores, so that one can see what that brings. */
export const MOST = Math.max(4, Math.min(32, 2 * CORES));

/** The sum of an array of numbers. */
export function sum(numbers) {
  return numbers.reduce((a, b) => a + b, 0);
}

/** `value` with three digits. */
export function three(value) {
  return Number(value.toPrecision(3));
}

/** `seconds` with three digits and a unit: "1.23 s", "845 ms". */
export function duration(seconds) {
  return seconds < 0.9995 ? `${three(seconds * 1000)}\u00a0ms` : `${three(seconds)}\u00a0s`;
}

/** "1 worker", "2 workers". */
export function count(workers) {
  return `${workers} ${workers === 1 ? "worker" : "workers"}`;
}

/** Who made how many tiles, as a sentence. */
export function shares(made) {
  if (made.length === 1) return `It computed all ${made[0]} tiles.`;
  return `They computed ${made.slice(0, -1).join(", ")} and ${made.at(-1)} tiles.`;
}
