import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KvPool, type Region } from "./kv-pool.ts";

const SHAPE = { layers: 2, hidden: 6, heads: 3 };
const SEED = 31_337;

/** Writes a number of its own to every value of a region. */
function mark(pool: KvPool, region: Region, value: number): void {
  for (let layer = 0; layer < SHAPE.layers; layer++) {
    pool.view(layer, region).keys.fill(value + layer);
    pool.view(layer, region).values.fill(-value - layer);
  }
}

function holds(pool: KvPool, region: Region, value: number): boolean {
  return Array.from({ length: SHAPE.layers }, (_, layer) => pool.view(layer, region)).every(
    ({ keys, values }, layer) =>
      keys.length === region.rows * SHAPE.hidden &&
      keys.every((key) => key === value + layer) &&
      values.every((other) => other === -value - layer),
  );
}

describe("a pool of keys and values", () => {
  it(`keeps every open canvas as it was, whoever comes and goes (seed ${SEED})`, () => {
    const turns = fc.array(fc.record({ rows: fc.integer({ min: 1, max: 9 }), leaves: fc.nat() }), { maxLength: 40 });
    fc.assert(
      fc.property(turns, (drawn) => {
        const pool = new KvPool(SHAPE);
        const open = new Map<number, Region>();
        for (const [value, { rows, leaves }] of drawn.entries()) {
          const region = pool.take(rows);
          mark(pool, region, value);
          open.set(value, region);
          const leaving = leaves % 3 === 0 ? [...open.keys()][leaves % open.size] : undefined;
          const left = leaving === undefined ? undefined : open.get(leaving);
          if (leaving !== undefined && left !== undefined) {
            pool.release(left);
            open.delete(leaving);
          }
          expect([...open].every(([own, place]) => holds(pool, place, own))).toBe(true);
        }
      }),
      { seed: SEED },
    );
  });

  it("uses again what was given back, neighbours together", () => {
    const pool = new KvPool(SHAPE);
    const regions = [4, 4, 4].map((rows) => pool.take(rows));
    const size = pool.whole(0).keys.length;
    for (const region of [regions[1], regions[0]]) {
      pool.release(region ?? { offset: 0, rows: 0 });
    }
    expect(pool.take(8)).toEqual({ offset: 0, rows: 8 });
    expect(pool.whole(0).keys.length).toBe(size);
  });

  it("extends a canvas head by head, with zeros for the rows that join", () => {
    const pool = new KvPool(SHAPE);
    const region = pool.take(2);
    pool.view(1, region).values.set(Array.from({ length: 12 }, (_, i) => i + 1));
    const larger = pool.extend(region, 3);
    expect([...pool.view(1, larger).values]).toEqual([1, 2, 3, 4, 0, 0, 5, 6, 7, 8, 0, 0, 9, 10, 11, 12, 0, 0]);
    expect(pool.take(2)).toEqual(region);
  });

  it("copies the first rows of a canvas, which stays as it is", () => {
    const pool = new KvPool(SHAPE);
    const region = pool.take(2);
    pool.view(0, region).keys.set(Array.from({ length: 12 }, (_, i) => i + 1));
    const shorter = pool.copy(region, 1);
    expect([...pool.view(0, shorter).keys]).toEqual([1, 2, 5, 6, 9, 10]);
    expect([...pool.view(0, region).keys]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });
});
