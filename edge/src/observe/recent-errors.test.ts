import { describe, expect, it } from "vitest";
import { type RecentError, RecentErrors } from "./recent-errors.ts";

function error(given: Partial<RecentError>): RecentError {
  return {
    code: "queue_full",
    route: "/v1/chat/completions",
    keyId: "key1",
    node: null,
    count: 1,
    lastMs: 1_000,
    lastStatus: 503,
    lastRequestId: "req_1",
    ...given,
  };
}

describe("the latest errors", () => {
  it("of one kind count as one, with the last of them", () => {
    const errors = new RecentErrors();
    errors.add(error({ lastMs: 3_000, lastRequestId: "req_3" }));
    errors.add(error({ lastMs: 2_000, lastRequestId: "req_2", count: 4 }));
    expect(errors.list()).toEqual([error({ lastMs: 3_000, lastRequestId: "req_3", count: 5 })]);
  });

  it("come with the latest first", () => {
    const errors = new RecentErrors();
    errors.add(error({ code: "node_lost", lastMs: 2_000 }));
    errors.add(error({ code: "timeout", lastMs: 1_000 }));
    expect(errors.list().map(({ code }) => code)).toEqual(["node_lost", "timeout"]);
  });

  it("push out the kinds that were not seen for longest, however often one kind comes", () => {
    const errors = new RecentErrors();
    errors.add(error({ code: "node_lost" }));
    for (let i = 0; i < 1_000; i++) {
      errors.add(error({ code: "invalid_api_key", lastMs: 2_000 + i }));
    }
    expect(errors.list()).toHaveLength(2);
    for (let i = 0; i < 1_000; i++) {
      errors.add(error({ keyId: `key${i}`, lastMs: 4_000 + i }));
    }
    expect(errors.list()).toHaveLength(50);
    expect(errors.list()[0]?.keyId).toBe("key999");
  });

  it("are handed over once", () => {
    const errors = new RecentErrors();
    errors.add(error({}));
    expect(errors.take()).toHaveLength(1);
    expect(errors.take()).toEqual([]);
  });
});
