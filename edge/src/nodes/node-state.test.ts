import type { NodeStatus } from "@dyllm/shared";
import { describe, expect, it } from "vitest";
import { COLD_SHARE, FULL_MS, NodeState, WARM_UP_MS } from "./node-state.ts";

const NODE = { id: "n", kind: "static", origin: "http://n", maxConcurrent: null } as const;

function status(running: number, queued = 0): NodeStatus {
  return {
    version: 1,
    nodeId: "n",
    software: "test",
    backend: "cpu",
    models: [],
    capacity: { running: 2, queued: 1 },
    running,
    queued,
    stepsPerSecond: 0,
    tokensPerSecond: 0,
    salientFraction: 0,
    draining: false,
  };
}

describe("what is known of a node", () => {
  it("counts what was sent and what has ended since its status, until the next one says so itself", () => {
    const state = new NodeState(NODE);
    state.answered(status(1), 0);
    const lease = state.begin(1);
    expect(state.view(2).load).toBe(2);
    state.answered(status(2), 3);
    expect(state.view(4).load).toBe(2);
    lease.end("served");
    lease.end("served");
    expect(state.view(5).load).toBe(1);
  });

  it("is full by its own limits, by ours, or because it has just said so", () => {
    const state = new NodeState(NODE);
    state.answered(status(2, 1), 0);
    expect(state.view(1).full).toBe(true);
    state.answered(status(0), 2);
    expect(state.view(3).full).toBe(false);
    state.refused(4);
    expect(state.view(4 + FULL_MS - 1).full).toBe(true);
    expect(state.view(4 + FULL_MS).full).toBe(false);

    const limited = new NodeState({ ...NODE, maxConcurrent: 1 });
    limited.answered(status(0), 0);
    const lease = limited.begin(1);
    expect(limited.view(2).full).toBe(true);
    lease.end("left");
    expect(limited.view(3).full).toBe(false);
  });

  it("warms up after it came back, not when it was there from the beginning", () => {
    const state = new NodeState(NODE);
    state.answered(status(0), 0);
    expect(state.view(0).warmth).toBe(1);
    state.lost();
    expect(state.view(1).ready).toBe(false);
    state.answered(status(0), 100);
    expect(state.view(100).warmth).toBe(COLD_SHARE);
    expect(state.view(100 + WARM_UP_MS / 2).warmth).toBeCloseTo((1 + COLD_SHARE) / 2);
    expect(state.view(100 + WARM_UP_MS).warmth).toBe(1);
  });

  it("is not ready while it is drained by an operator, silent, or its breaker is open", () => {
    const state = new NodeState(NODE);
    expect(state.view(0).ready).toBe(false);
    const now = Date.now();
    state.answered(status(0), now);
    expect(state.view(now).ready).toBe(true);
    state.drained = true;
    expect(state.view(now).ready).toBe(false);
    state.drained = false;
    for (let i = 0; i < 3; i++) {
      state.begin(now).end("failed");
    }
    expect(state.view(Date.now())).toMatchObject({ ready: false, reachable: true, breaker: "open" });
    state.silent(now);
    expect(state.view(now).reachable).toBe(false);
  });
});
