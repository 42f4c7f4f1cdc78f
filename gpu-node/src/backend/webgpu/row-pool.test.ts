import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RESERVED_ROWS, RowPool } from "./row-pool.ts";

const SEED = 20_611;

describe("the pool of cache rows", () => {
  it("refuses what it has not got, as something that may be waited for", () => {
    const pool = new RowPool(RESERVED_ROWS + 10);
    const first = pool.take(7);
    expect(() => pool.take(4)).toThrow(expect.objectContaining({ code: "out_of_memory" }));
    pool.release(first);
    expect(pool.take(10)).toHaveLength(10);
    expect(pool.free).toBe(0);
  });

  it("gives a canvas in a fresh pool rows that follow each other", () => {
    expect([...new RowPool(RESERVED_ROWS + 8).take(4)]).toEqual([2, 3, 4, 5]);
  });

  it(`never hands out a row twice nor a reserved one, and has all back at the end (seed ${SEED})`, () => {
    const moves = fc.array(fc.record({ take: fc.boolean(), size: fc.integer({ min: 1, max: 12 }) }), { maxLength: 60 });
    fc.assert(
      fc.property(moves, (list) => {
        const pool = new RowPool(RESERVED_ROWS + 40);
        const open: Int32Array[] = [];
        for (const { take, size } of list) {
          if (take && size <= pool.free) {
            open.push(pool.take(size));
          } else {
            const [rows] = open.splice(size % Math.max(open.length, 1), 1);
            pool.release(rows ?? new Int32Array());
          }
          const taken = open.flatMap((rows) => [...rows]);
          expect(new Set(taken).size).toBe(taken.length);
          expect(Math.min(...taken, RESERVED_ROWS)).toBe(RESERVED_ROWS);
          expect(Math.max(...taken, 0)).toBeLessThan(RESERVED_ROWS + 40);
          expect(pool.free).toBe(40 - taken.length);
        }
        for (const rows of open) {
          pool.release(rows);
        }
        expect(new Set(pool.take(40)).size).toBe(40);
      }),
      { seed: SEED },
    );
  });
});
