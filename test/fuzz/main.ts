/**
 * `npm run drill:fuzz`: seeded requests against the whole stack; exits 1 on a server error that is not deliberate, a crash,
 * or a leak.
 *
 *   --count N (default 100000)   --seed N (default 1)   --first N (default 0)   --concurrency N (default 16)
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { withLocalStack } from "../../tools/local/with-stack.ts";
import { processUsage } from "../support/process-usage.ts";
import { fuzz } from "./run.ts";

/** The share of the requests that warms everything up; memory is compared from there on. */
const WARM_UP_SHARE = 0.3;

/** Resident memory may differ by this much between two moments without anything being lost, in MiB. */
const MAX_GROWTH_MIB = 120;

/** Descriptors that may be open more than before, once the connections are closed. */
const MAX_MORE_DESCRIPTORS = 20;

/** Connections that the client closed are gone on the other side after this time, in ms. */
const SETTLE_MS = 8_000;

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    first: { type: "string", default: "0" },
    concurrency: { type: "string", default: "16" },
  },
});
const [count, seed, first] = [Number(values.count), Number(values.seed), Number(values.first)];

const directory = await mkdtemp(join(tmpdir(), "dyllm-fuzz-"));
await withLocalStack({ directory }, async ({ edgeUrl, apiKey, edge, node }) => {
  const context = { apiKey, model: "dyllm-demo" };
  const parts = [Math.floor(count * WARM_UP_SHARE), count - Math.floor(count * WARM_UP_SHARE)];
  const pids = { edge: edge.child.pid, node: node.child.pid };
  const usages: Record<string, Awaited<ReturnType<typeof processUsage>>>[] = [];
  const problems: string[] = [];
  let start = first;
  for (const part of parts) {
    const report = await fuzz({
      url: edgeUrl,
      context,
      seed,
      first: start,
      count: part,
      concurrency: Number(values.concurrency),
    });
    start += part;
    problems.push(...report.problems);
    // Told at once: the whole run takes a quarter of an hour.
    for (const problem of report.problems.slice(0, 20)) {
      console.log(problem);
    }
    console.log(
      `${start - first} requests: ${[...report.statuses]
        .sort()
        .map(([status, n]) => `${status}: ${n}`)
        .join(", ")}`,
    );
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const [edgeUsage, nodeUsage] = await Promise.all([processUsage(pids.edge), processUsage(pids.node)]);
    usages.push({ edge: edgeUsage, node: nodeUsage });
    console.log(`edge ${JSON.stringify(edgeUsage)}, node ${JSON.stringify(nodeUsage)}`);
  }
  for (const name of ["edge", "node"]) {
    const [before, after] = usages.map((usage) => usage[name]);
    if (before !== undefined && after !== undefined) {
      if (after.memoryMib - before.memoryMib > MAX_GROWTH_MIB) {
        problems.push(`the ${name}'s memory grew from ${before.memoryMib} to ${after.memoryMib} MiB`);
      }
      if (after.descriptors - before.descriptors > MAX_MORE_DESCRIPTORS) {
        problems.push(`the ${name}'s descriptors grew from ${before.descriptors} to ${after.descriptors}`);
      }
    }
  }
  console.log(problems.length === 0 ? "no problem" : `${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
});
await rm(directory, { recursive: true, force: true });
