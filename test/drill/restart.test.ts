import { describe, expect, it } from "vitest";
import { restartDrill, USAGE_LOSS_MS } from "./restart.ts";

describe("workerd killed in the middle of traffic", () => {
  it("comes back with every key, revocation and budget, and with usage but for the last seconds", async () => {
    // Longer than what may be lost, so that some usage must have survived.
    const report = await restartDrill({ restarts: 1, trafficMs: USAGE_LOSS_MS + 2_500 });
    expect(report.problems).toEqual([]);
    expect(report.answered).toBeGreaterThan(100);
    expect(report.lostUsage).toBeLessThan(report.answered);
  });
});
