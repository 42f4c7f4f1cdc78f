/**
 * `npm run drill:soak -- --minutes 30`: the whole stack under clients that come, leave and change keys; exits 1 when memory
 * grows, a descriptor or a canvas is left behind, or a request that stayed was not answered.
 *
 *   --minutes N (default 30)   --clients N (default 8)   --rate N (requests per second, default 15)   --seed N (default 1)
 *
 * The rate is even, below what two cores can do: garbage in a heap grows with the rate, and other work on the machine that
 * starts or ends in mid-run would otherwise look like a leak, or hide one.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { withLocalStack } from "../../tools/local/with-stack.ts";
import { type ProcessUsage, processUsage } from "../support/process-usage.ts";
import { churn, type Tally } from "./churn.ts";

/** Samples are compared as medians of the second and the last quarter of the run: the first one warms up. */
const SAMPLES = 120;

/** Growth from one to the other that still counts as flat: a share, or so many MiB (the garbage between two collections). */
const MAX_GROWTH_SHARE = 0.15;
const MAX_GROWTH_MIB = 60;

/**
 * Descriptors that may be open more than before the first client, after the last one: the databases of the clients' last
 * keys and of the gateway's own objects, three files each. Sockets of clients that have left would be hundreds.
 */
const MAX_MORE_DESCRIPTORS = 60;

/** Time after the last client until everything must be closed, in ms. */
const SETTLE_MS = 20_000;

const MS_PER_MINUTE = 60_000;

interface Sample {
  readonly edge: ProcessUsage;
  readonly node: ProcessUsage;
}

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "30" },
    clients: { type: "string", default: "8" },
    rate: { type: "string", default: "15" },
    seed: { type: "string", default: "1" },
  },
});
const durationMs = Number(values.minutes) * MS_PER_MINUTE;
const clientCount = Number(values.clients);
const intervalMs = (clientCount * 1_000) / Number(values.rate);

const directory = await mkdtemp(join(tmpdir(), "dyllm-soak-"));
await withLocalStack({ directory }, async ({ edgeUrl, nodeUrl, adminKey, edge, node }) => {
  const sample = async (): Promise<Sample> => {
    const [edgeUsage, nodeUsage] = await Promise.all([processUsage(edge.child.pid), processUsage(node.child.pid)]);
    return { edge: edgeUsage, node: nodeUsage };
  };
  const before = await sample();
  const endMs = performance.now() + durationMs;
  const tally: Tally = new Map();
  const clients = Array.from({ length: clientCount }, (_, i) =>
    churn({
      url: edgeUrl,
      adminKey,
      model: "dyllm-demo",
      seed: Number(values.seed) * 1_000 + i,
      intervalMs,
      until: () => performance.now() >= endMs,
      tally,
    }),
  );
  const samples: Sample[] = [];
  while (performance.now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, durationMs / SAMPLES));
    const now = await sample();
    samples.push(now);
    if (samples.length % (SAMPLES / 12) === 0) {
      console.log(
        `${Math.round((samples.length / SAMPLES) * 100)} %: edge ${show(now.edge)}, node ${show(now.node)}, ${showTally(tally)}`,
      );
    }
  }
  await Promise.all(clients);
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const after = await sample();

  const problems: string[] = [];
  for (const name of ["edge", "node"] as const) {
    const memory = samples.map((one) => one[name].memoryMib);
    const early = median(memory.slice(memory.length >> 2, memory.length >> 1));
    const late = median(memory.slice(-(memory.length >> 2)));
    console.log(`${name}: ${early.toFixed(0)} MiB in the second quarter, ${late.toFixed(0)} MiB in the last`);
    if (late - early > Math.max(MAX_GROWTH_MIB, MAX_GROWTH_SHARE * early)) {
      problems.push(`the ${name}'s memory grew from ${early.toFixed(0)} to ${late.toFixed(0)} MiB`);
    }
    const more = after[name].descriptors - before[name].descriptors;
    console.log(`${name}: ${before[name].descriptors} descriptors before, ${after[name].descriptors} after`);
    if (more > MAX_MORE_DESCRIPTORS) {
      problems.push(`the ${name} keeps ${more} descriptors more than before`);
    }
  }
  const metrics = await (await fetch(`${nodeUrl}/metrics`)).text();
  for (const name of ["dyllm_cache_slots", "dyllm_running", "dyllm_queue_length"]) {
    if (!new RegExp(`^${name} 0$`, "m").test(metrics)) {
      problems.push(`the node still has ${name} above 0`);
    }
  }
  if ((tally.get("broken") ?? 0) > 0) {
    problems.push(`${tally.get("broken")} connections broke that nobody had left`);
  }
  console.log(showTally(tally));
  console.log(problems.length === 0 ? "flat: nothing grew, nothing was left behind" : problems.join("\n"));
  process.exitCode = problems.length === 0 ? 0 : 1;
});
await rm(directory, { recursive: true, force: true });

function show({ memoryMib, descriptors }: ProcessUsage): string {
  return `${memoryMib.toFixed(0)} MiB, ${descriptors} descriptors`;
}

function showTally(tally: Tally): string {
  return [...tally]
    .sort()
    .map(([outcome, count]) => `${outcome}: ${count}`)
    .join(", ");
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
