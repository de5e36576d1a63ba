// What was measured: how long each way took with each number of workers.

/** The middle one, or the mean of the middle two. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Run times in seconds, by way and number of workers. */
export class Points {
  #ways = new Map();

  add(way, workers, seconds) {
    if (!this.#ways.has(way)) this.#ways.set(way, new Map());
    const runs = this.#ways.get(way);
    runs.set(workers, [...(runs.get(workers) ?? []), seconds]);
  }

  /** Whether anything was measured. */
  get any() {
    return this.#ways.size > 0;
  }

  clear() {
    this.#ways.clear();
  }

  /** `[{workers, runs, seconds}]`, fewest workers first; `seconds` is the median of the runs. */
  of(way) {
    const runs = [...(this.#ways.get(way) ?? [])].sort(([a], [b]) => a - b);
    return runs.map(([workers, runs]) => ({ workers, runs, seconds: median(runs) }));
  }

  /** The median, or nothing if that was never run. */
  seconds(way, workers) {
    return this.of(way).find((point) => point.workers === workers)?.seconds;
  }
}
