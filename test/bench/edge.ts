/**
 * `npm run bench:edge`: what the gateway adds, on plain workerd with keys and limits on, before a node stub on loopback.
 * Calls through a gateway alternate with direct ones, so that both see the same machine.
 *
 *   --portkey DIR   also measure Portkey's open gateway, installed there
 *   --install       install it there first (npm, outside the repository)
 *   --samples N     pairs for the latencies (default 2000)
 *   --streams N     concurrent streams (default 2000)
 *   --seconds N     for each throughput figure (default 5)
 */
import { readFile, rm } from "node:fs/promises";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { Connection, manyStreams, requestsPerSecond, type Target } from "./edge/load.ts";
import { installPortkey, startPortkey } from "./edge/portkey.ts";
import { directNode, directOpenAi, startGateway } from "./edge/targets.ts";
import { promptFor, startUpstream } from "./edge/upstream.ts";

/** Pairs before the first one that counts: connections, compiled code. */
const WARM_UP = 200;

/** Pieces of each of the many streams, and the time between them in ms. */
const STREAM_SHAPE = { pieces: 12, gapMs: 500 } as const;

/** An idle stream: nothing comes for this long, in ms, while memory is read. */
const IDLE_SHAPE = { pieces: 1, gapMs: 15_000 } as const;

/** Memory is read this long after all streams are open, in ms. */
const SETTLE_MS = 3_000;

const CONCURRENCIES = [1, 10, 32, 64] as const;

const { values } = parseArgs({
  options: {
    portkey: { type: "string" },
    install: { type: "boolean", default: false },
    samples: { type: "string", default: "2000" },
    streams: { type: "string", default: "2000" },
    seconds: { type: "string", default: "5" },
  },
});
const samples = Number(values.samples);
const streams = Number(values.streams);
const durationMs = Number(values.seconds) * 1_000;

if (values.portkey !== undefined && values.install) {
  await installPortkey(values.portkey);
}

const upstream = await startUpstream();
const gateway = await startGateway(upstream.url);
const portkey = values.portkey === undefined ? null : await startPortkey(values.portkey, upstream.url);
try {
  console.log(
    `${cpus().length} × ${cpus()[0]?.model ?? "?"}, Node ${process.versions.node}, ${new Date().toISOString()}`,
  );
  await measure(gateway.target, directNode(upstream.url), gateway.edge.child.pid);
  if (portkey !== null) {
    await measure(portkey.target, directOpenAi(upstream.url), portkey.child.pid);
  }
} finally {
  await Promise.all([gateway.edge.child.stop(), portkey?.child.stop()]);
  upstream.stop();
  await rm(gateway.directory, { recursive: true, force: true });
}

async function measure(target: Target, direct: Target, pid: number): Promise<void> {
  console.log(`\n## ${target.name} (against: ${direct.name})\n`);
  console.log("| | direct p50 / p99 | through it p50 / p99 | added p50 / p99 |\n|---|---|---|---|");
  await pairs("answer, ms", direct, target, (connection, i) =>
    connection.answerMs(promptFor({ pieces: 1, gapMs: 0 }), i),
  );
  await pairs("first token, ms", direct, target, (connection, i) =>
    connection.firstTokenMs(promptFor({ pieces: 2, gapMs: 0 }), i),
  );

  console.log("\n| connections | requests/s | CPU, ms a request |\n|---|---|---|");
  for (const concurrency of CONCURRENCIES) {
    const before = await cpuMs(pid);
    const rate = await requestsPerSecond(target, concurrency, durationMs);
    const cpu = ((await cpuMs(pid)) - before) / (rate * (durationMs / 1_000));
    console.log(`| ${concurrency} | ${rate.toFixed(0)} | ${cpu.toFixed(2)} |`);
  }

  const lag = await manyStreams(target, streams, STREAM_SHAPE);
  const [p50, p99] = [percentile(lag.lagsMs, 0.5), percentile(lag.lagsMs, 0.99)];
  console.log(
    `\n${streams} streams, a piece each ${STREAM_SHAPE.gapMs} ms: ${lag.complete} complete, ${lag.lagsMs.length} pieces,`,
  );
  console.log(`lag p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);

  const before = await residentKib(pid);
  let during = before;
  const idle = await manyStreams(target, streams, IDLE_SHAPE, async () => {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    during = await residentKib(pid);
  });
  const each = (during - before) / streams;
  console.log(
    `${streams} idle streams: ${idle.complete} complete, ${each.toFixed(1)} KiB of resident memory each (${(before / 1024).toFixed(0)} → ${(during / 1024).toFixed(0)} MiB)`,
  );
}

async function pairs(
  name: string,
  direct: Target,
  through: Target,
  call: (connection: Connection, index: number) => Promise<number>,
): Promise<void> {
  const connections = { direct: new Connection(direct), through: new Connection(through) };
  const times = { direct: [] as number[], through: [] as number[] };
  for (let i = 0; i < samples + WARM_UP; i++) {
    const a = await call(connections.direct, i);
    const b = await call(connections.through, i);
    if (i >= WARM_UP) {
      times.direct.push(a);
      times.through.push(b);
    }
  }
  await Promise.all([connections.direct.close(), connections.through.close()]);
  const [d50, d99] = [percentile(times.direct, 0.5), percentile(times.direct, 0.99)];
  const [t50, t99] = [percentile(times.through, 0.5), percentile(times.through, 0.99)];
  const show = (p50: number, p99: number): string => `${p50.toFixed(2)} / ${p99.toFixed(2)}`;
  console.log(`| ${name} | ${show(d50, d99)} | ${show(t50, t99)} | ${show(t50 - d50, t99 - d99)} |`);
}

/** Smallest value that at least the given share of the values do not exceed. */
function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Resident memory of a process, in KiB (Linux). */
async function residentKib(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN);
}

/** CPU time a process has used, in ms (Linux counts it in hundredths of a second). */
async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11] ?? Number.NaN) + Number(fields[12] ?? Number.NaN)) * 10;
}
