/** A small seeded generator, so that data, evaluation sets and tests are the same on every machine. */
export interface Rng {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [low, high], both included. */
  int(low: number, high: number): number;
  /** One element, uniformly. Throws on an empty list (a bug in the caller). */
  pick<T>(list: readonly T[]): T;
  /** True with probability `p`. */
  chance(p: number): boolean;
  /** A new list of `count` distinct elements in random order; throws if the list is shorter. */
  sample<T>(list: readonly T[], count: number): T[];
}

/** mulberry32 (public domain, Tommy Ettinger): 32 bits of state, enough for drawing task values. */
export function createRng(seed: number): Rng {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(list: readonly T[]): T => {
    const value = list[int(0, list.length - 1)];
    if (value === undefined) {
      throw new Error("pick from an empty list");
    }
    return value;
  };
  const sample = <T>(list: readonly T[], count: number): T[] => {
    if (count > list.length) {
      throw new Error(`sample of ${count} from a list of ${list.length}`);
    }
    const pool = [...list];
    return Array.from({ length: count }, (_, i) => {
      const j = int(i, pool.length - 1);
      const a = pool[i] as T;
      const b = pool[j] as T;
      pool[i] = b;
      pool[j] = a;
      return b;
    });
  };
  return { next, int, pick, chance: (p) => next() < p, sample };
}
