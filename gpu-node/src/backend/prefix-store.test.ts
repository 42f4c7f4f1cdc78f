import { describe, expect, it } from "vitest";
import { LEAST_SHARED_ROWS, PrefixStore, withoutMasks } from "./prefix-store.ts";

const SCOPE = "key-1";

/** `count` tokens that begin at `first`. */
const tokens = (first: number, count = 20): Int32Array => Int32Array.from({ length: count }, (_, i) => first + i);

function open(limit = 100) {
  const dropped: string[] = [];
  return { dropped, store: new PrefixStore<string>(limit, (rows) => dropped.push(rows)) };
}

describe("a store of closed canvases", () => {
  it("finds the one that has most in common, and how much", () => {
    const { store } = open();
    store.put(SCOPE, Int32Array.from([...tokens(0), 7, 7]), "a");
    store.put(SCOPE, Int32Array.from([...tokens(0), 8, 9, 7]), "b");
    expect(store.match(SCOPE, Int32Array.from([...tokens(0), 8, 9, 3, 3]))).toEqual({ rows: "b", shared: 22 });
    expect(store.match(SCOPE, tokens(500))).toBeNull();
  });

  it("shows a scope nothing of another's", () => {
    const { store } = open();
    store.put("key-2", tokens(0), "theirs");
    expect(store.match(SCOPE, tokens(0))).toBeNull();
  });

  it("does not call what every chat begins with common", () => {
    const { store } = open();
    store.put(SCOPE, tokens(0), "a");
    const alike = (rows: number): Int32Array => Int32Array.from([...tokens(0, rows), -1, -1]);
    expect(store.match(SCOPE, alike(LEAST_SHARED_ROWS - 1))).toBeNull();
    expect(store.match(SCOPE, alike(LEAST_SHARED_ROWS))?.shared).toBe(LEAST_SHARED_ROWS);
  });

  it("puts a canvas in the place of those that it continues", () => {
    const { store, dropped } = open();
    store.put(SCOPE, tokens(0, 20), "turn 1");
    store.put("key-2", tokens(0, 20), "theirs");
    store.put(SCOPE, tokens(0, 30), "turn 2");
    expect(dropped).toEqual(["turn 1"]);
    expect(store.held).toBe(50);
  });

  it("drops the least recently used where there is no room, and at once what is too large", () => {
    const { store, dropped } = open(60);
    for (const [i, name] of ["a", "b", "c"].entries()) {
      store.put(SCOPE, tokens(100 * i), name);
    }
    store.match(SCOPE, tokens(0));
    store.put(SCOPE, tokens(300), "d");
    expect(dropped).toEqual(["b"]);
    store.put(SCOPE, tokens(1000, 61), "huge");
    expect(dropped).toEqual(["b", "c", "a", "d", "huge"]);
    expect([store.held, store.evict()]).toEqual([0, false]);
  });

  it("hands rows over to who takes them, and drops them no more", () => {
    const { store, dropped } = open();
    store.put(SCOPE, tokens(0), "a");
    const match = store.match(SCOPE, tokens(0));
    expect(match).not.toBeNull();
    if (match !== null) {
      store.take(match);
    }
    expect([store.held, store.evict(), dropped]).toEqual([0, false, []]);
  });
});

describe("the rows of a canvas that another may begin with", () => {
  it("end before the first mask", () => {
    expect([...withoutMasks(Int32Array.of(4, 5, 99, 6), 99)]).toEqual([4, 5]);
    expect([...withoutMasks(Int32Array.of(4, 5), 99)]).toEqual([4, 5]);
  });
});
