/**
 * A seeded generator of uniform numbers in [0, 1) (Mulberry32, 32-bit state). For test inputs only: what matters is that
 * the same seed gives the same run everywhere.
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A uniform integer in [0, limit). */
export function randomInt(random: () => number, limit: number): number {
  return Math.floor(random() * limit);
}

/** `count` distinct items of `items` in their order; all of them where there are fewer. */
export function sample<T>(random: () => number, items: readonly T[], count: number): T[] {
  const keyed = items.map((item, order) => ({ item, order, key: random() }));
  const taken = keyed.sort((a, b) => a.key - b.key).slice(0, count);
  return taken.sort((a, b) => a.order - b.order).map(({ item }) => item);
}
