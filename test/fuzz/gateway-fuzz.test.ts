import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withLocalStack } from "../../tools/local/with-stack.ts";
import { fuzz } from "./run.ts";

/** Enough to meet every kind of damage a few times; `npm run drill:fuzz` sends 100,000. */
const REQUESTS = 400;
const SEED = 20_261_123;

describe("fuzzed requests", () => {
  it(`get no server error and break nothing (seed ${SEED}, ${REQUESTS} requests, real node)`, async () => {
    const directory = await mkdtemp(join(tmpdir(), "dyllm-fuzz-"));
    await withLocalStack({ directory }, async ({ edgeUrl, apiKey, edge, node }) => {
      const context = { apiKey, model: "dyllm-demo" };
      const report = await fuzz({ url: edgeUrl, context, seed: SEED, first: 0, count: REQUESTS, concurrency: 8 });
      expect(report.problems).toEqual([]);
      expect(report.statuses.get("200") ?? 0).toBeGreaterThan(REQUESTS / 20);
      expect(report.statuses.get("400") ?? 0).toBeGreaterThan(REQUESTS / 5);
      expect([edge.child.process.exitCode, node.child.process.exitCode]).toEqual([null, null]);
    });
    await rm(directory, { recursive: true, force: true });
  });
});
