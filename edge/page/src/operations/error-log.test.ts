import { describe, expect, it } from "vitest";
import { errorCounts } from "../api/admin-errors.ts";
import { withCounts } from "./error-log.ts";

describe("the error log", () => {
  it("reads the gateway's counters, whatever else labels them", () => {
    const metrics = [
      "# TYPE dyllm_edge_errors_total counter",
      'dyllm_edge_errors_total{route="chat",code="queue_full"} 2',
      'dyllm_edge_errors_total{route="models",code="queue_full"} 1',
      'dyllm_edge_requests_total{code="queue_full"} 7',
    ].join("\n");
    expect([...errorCounts(metrics)]).toEqual([["queue_full", 3]]);
  });

  it("tells what went wrong before it was opened from what goes wrong now, the latest first", () => {
    const before = withCounts([], new Map([["queue_full", 9]]), true, 1_000);
    expect(before).toEqual([{ code: "queue_full", count: 9, seenMs: null }]);
    const counts = new Map([
      ["queue_full", 9],
      ["node_lost", 1],
    ]);
    expect(withCounts(before, counts, false, 2_000)).toEqual([
      { code: "node_lost", count: 1, seenMs: 2_000 },
      { code: "queue_full", count: 9, seenMs: null },
    ]);
  });
});
