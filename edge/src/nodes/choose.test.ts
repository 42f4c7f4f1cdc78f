import { DyllmError, type NodeStatus } from "@dyllm/shared";
import { describe, expect, it } from "vitest";
import { type ChoiceOptions, chooseNodes, type NodeView } from "./choose.ts";

function view(id: string, over: Partial<NodeView> = {}): NodeView {
  return {
    node: { id, kind: "static", origin: `http://${id}`, maxConcurrent: null },
    status: status(),
    ready: true,
    reachable: true,
    drained: false,
    breaker: "closed",
    load: 0,
    full: false,
    stepsPerSecond: 10,
    warmth: 1,
    ...over,
  };
}

function status(over: Partial<NodeStatus> = {}): NodeStatus {
  return {
    version: 1,
    nodeId: "n",
    software: "test",
    backend: "cpu",
    models: [{ id: "m", created: 0, ownedBy: "x", contextLength: 9, defaultMaxTokens: 9, denoising: {} }],
    capacity: { running: 2, queued: 2 },
    running: 0,
    queued: 0,
    stepsPerSecond: 0,
    tokensPerSecond: 0,
    salientFraction: 0,
    draining: false,
    ...over,
  };
}

/** Mulberry32: the draws of a test are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ids = (views: readonly NodeView[], options: Partial<ChoiceOptions> = {}, model = "m"): string[] =>
  chooseNodes(views, model, { random: seeded(1), ...options }).map(({ node }) => node.id);

function codeOf(views: readonly NodeView[], model = "m"): string {
  try {
    ids(views, {}, model);
    return "none";
  } catch (error) {
    return error instanceof DyllmError ? error.code : "bug";
  }
}

/** How often each node comes first in `draws` choices. */
function shares(views: readonly NodeView[], draws: number, options: Partial<ChoiceOptions> = {}): Map<string, number> {
  const counts = new Map(views.map(({ node }) => [node.id, 0]));
  const random = seeded(7);
  for (let i = 0; i < draws; i++) {
    const [first = ""] = ids(views, { random, ...options });
    counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  return counts;
}

describe("the choice of a node", () => {
  it("takes the better of two", () => {
    expect(ids([view("busy", { load: 3 }), view("idle")])).toEqual(["idle", "busy"]);
    expect(ids([view("slow", { load: 1, stepsPerSecond: 2 }), view("fast", { load: 3, stepsPerSecond: 20 })])).toEqual([
      "fast",
      "slow",
    ]);
  });

  it("never puts the worst of many first, and spreads over the others (seed 7)", () => {
    const views = [0, 0, 1, 9].map((load, i) => view(`n${i}`, { load }));
    const counts = shares(views, 600);
    expect(counts.get("n3")).toBe(0);
    expect(Math.min(counts.get("n0") ?? 0, counts.get("n1") ?? 0)).toBeGreaterThan(150);
    expect(counts.get("n2")).toBeGreaterThan(50);
  });

  it("lists every node once", () => {
    const views = Array.from({ length: 9 }, (_, i) => view(`n${i}`, { load: i, full: i % 3 === 0 }));
    expect(ids(views).sort()).toEqual(views.map(({ node }) => node.id));
  });

  it("takes a node of unknown speed to be as fast as the others, sequence for sequence", () => {
    const large = status({ capacity: { running: 8, queued: 8 } });
    const unknown = view("unknown", { stepsPerSecond: null, load: 3, status: large });
    expect(ids([view("small", { load: 1 }), unknown])).toEqual(["unknown", "small"]);
    const nobody = [view("small", { stepsPerSecond: null, load: 1 }), unknown];
    expect(ids(nobody)).toEqual(["unknown", "small"]);
  });

  it("gives a node that is warming up less", () => {
    expect(ids([view("cold", { warmth: 0.25 }), view("warm", { load: 2 })])).toEqual(["warm", "cold"]);
    expect(ids([view("cold", { warmth: 0.25 }), view("warm", { load: 4 })])).toEqual(["cold", "warm"]);
  });

  it("asks full nodes last, but asks them", () => {
    expect(ids([view("full", { full: true }), view("busy", { load: 3 })])).toEqual(["busy", "full"]);
  });

  it("leaves out nodes that drain, are away, or serve other models", () => {
    const views = [
      view("draining", { status: status({ draining: true }) }),
      view("away", { ready: false }),
      view("other", { status: status({ models: [] }) }),
      view("good"),
    ];
    expect(ids(views)).toEqual(["good"]);
  });

  it("keeps a conversation on its node while that costs little, and moves few when a node goes (seed 7)", () => {
    const views = [view("a"), view("b", { load: 1 }), view("c")];
    const homes = Array.from({ length: 60 }, (_, i) => {
      const options = { stickyKey: `conversation ${i}`, stickyWeight: 1.5 };
      const counts = shares(views, 10, options);
      const [home = ""] = [...counts].find(([, count]) => count === 10) ?? [];
      const [next] = ids(views.slice(0, 2), options);
      expect(home === "c" || next === home, `conversation ${i}`).toBe(true);
      return home;
    });
    expect(new Set(homes)).toEqual(new Set(["a", "b", "c"]));
    const overloaded = [view("a", { load: 30 }), view("b", { load: 30 }), view("c")];
    for (let i = 0; i < 20; i++) {
      expect(shares(overloaded, 5, { stickyKey: `conversation ${i}`, stickyWeight: 1.5 }).get("c")).toBeGreaterThan(0);
    }
  });

  it("says model_not_found when every node is known not to serve it", () => {
    expect(codeOf([view("a"), view("b", { ready: false })], "unknown")).toBe("model_not_found");
    expect(codeOf([])).toBe("model_not_found");
  });

  it("says no_capacity when a node that serves it, or may, is away", () => {
    expect(codeOf([view("a", { ready: false })])).toBe("no_capacity");
    expect(codeOf([view("a", { status: null, ready: false })], "unknown")).toBe("no_capacity");
    expect(codeOf([view("a", { status: status({ draining: true }) })])).toBe("no_capacity");
  });
});
