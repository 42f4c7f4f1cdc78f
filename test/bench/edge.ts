/**
 * `npm run bench:edge`: what the gateway adds, on plain workerd with keys and limits on, before a node stub on loopback.
 * Calls through a gateway alternate with direct ones, so that both see the same machine. Beside it a Worker that does nothing
 * but relay, as the floor of the runtime. Prints one Markdown table.
 *
 *   --portkey DIR   also measure Portkey's open gateway, installed there
 *   --install       install it there first (npm, outside the repository)
 *   --samples N     rounds of calls for the latencies (default 2000)
 *   --streams N     concurrent streams (default 2000)
 *   --seconds N     for each throughput figure, three times (default 4)
 *   --profile       instead: where the gateway's time goes under 32 connections
 */
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { freePort } from "../../tools/local/with-stack.ts";
import { type BareRelay, startBareRelay } from "./edge/bare.ts";
import { Inspector } from "./edge/inspector.ts";
import { requestsPerSecond } from "./edge/load.ts";
import {
  type Contender,
  idleMemory,
  type Latency,
  latencies,
  STREAM_SHAPE,
  streamLag,
  throughputs,
} from "./edge/measure.ts";
import { type BenchPortkey, installPortkey, startPortkey } from "./edge/portkey.ts";
import { type BenchGateway, directNode, directOpenAi, startGateway } from "./edge/targets.ts";
import { startUpstream } from "./edge/upstream.ts";

const CONCURRENCIES = [1, 10, 32, 64] as const;
const ROUNDS = 3;

/** Lines of the profile that are printed. */
const PROFILE_LINES = 40;

const { values } = parseArgs({
  options: {
    portkey: { type: "string" },
    install: { type: "boolean", default: false },
    samples: { type: "string", default: "2000" },
    streams: { type: "string", default: "2000" },
    seconds: { type: "string", default: "4" },
    profile: { type: "boolean", default: false },
  },
});
const streams = Number(values.streams);
const durationMs = Number(values.seconds) * 1_000;

const upstream = await startUpstream();
try {
  await (values.profile ? profile() : compare());
} finally {
  upstream.stop();
}

async function compare(): Promise<void> {
  if (values.portkey !== undefined && values.install) {
    await installPortkey(values.portkey);
  }
  const workerd: unknown = createRequire(import.meta.url)("workerd/package.json").version;
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "?"}`;
  console.log(`${machine}, Node ${process.versions.node}, workerd ${workerd}, ${new Date().toISOString()}\n`);
  const names = ["dyllm-gateway", "bare Worker", ...(values.portkey === undefined ? [] : ["Portkey"])];
  console.log(`| | ${names.join(" | ")} |\n|---|${"---|".repeat(names.length)}`);

  await withGateways(false, async (contenders) => {
    for (const [label, what] of [
      ["answer", "answerMs"],
      ["first token", "firstTokenMs"],
    ] as const) {
      const found = await latencies(contenders, what, Number(values.samples));
      row(
        `${label}, ms p50 / p99: direct`,
        found.map(({ direct }) => pair(direct.p50, direct.p99)),
      );
      row(
        `${label}: through the gateway`,
        found.map(({ through }) => pair(through.p50, through.p99)),
      );
      row(`**added to the ${label}**`, found.map(added));
    }
    for (const concurrency of CONCURRENCIES) {
      const found = await throughputs(contenders, concurrency, ROUNDS, durationMs);
      row(
        `requests/s over ${concurrency} connections (CPU of the gateway, ms a request)`,
        found.map(({ rate, cpuMs }) => `${rate.toFixed(0)} (${cpuMs.toFixed(2)})`),
      );
    }
    const lags = [];
    for (const { through } of contenders) {
      lags.push(await streamLag(through, streams));
    }
    row(
      `${streams} streams at once: complete`,
      lags.map(({ complete }) => String(complete)),
    );
    row(
      "all open after, s",
      lags.map(({ openedMs }) => (openedMs / 1_000).toFixed(1)),
    );
    row(
      `**lag of a piece**, one each ${STREAM_SHAPE.gapMs} ms on every stream, ms p50 / p99 (pieces)`,
      lags.map(({ lag, pieces }) => `${pair(lag.p50, lag.p99)} (${pieces})`),
    );
  });

  const memory = await withGateways(true, async (contenders, inspector) => {
    const found = [];
    for (const [i, { through, pid }] of contenders.entries()) {
      found.push(await idleMemory(through, pid, streams, i === 0 ? inspector : null));
    }
    return found;
  });
  row(
    `${streams} idle streams: resident memory, MiB`,
    memory.map(({ before, during }) => `${(before / 1024).toFixed(0)} → ${(during / 1024).toFixed(0)}`),
  );
  row(
    "**resident memory for each**, KiB",
    memory.map(({ residentKib }) => residentKib.toFixed(0)),
  );
  row(
    "of which the isolate holds, KiB",
    memory.map(({ liveKib }) => liveKib?.toFixed(0) ?? "–"),
  );
}

/** Fresh processes of this gateway, under inspection or not (it costs time), and, where it is wanted, of Portkey's. */
async function withGateways<T>(
  inspected: boolean,
  use: (contenders: readonly Contender[], inspector: Inspector | null) => Promise<T>,
): Promise<T> {
  const address = `127.0.0.1:${await freePort()}`;
  let gateway: BenchGateway | null = null;
  let bare: BareRelay | null = null;
  let portkey: BenchPortkey | null = null;
  try {
    gateway = await startGateway(upstream.url, inspected ? [`--inspector-addr=${address}`] : []);
    bare = await startBareRelay(upstream.url);
    portkey = values.portkey === undefined ? null : await startPortkey(values.portkey, upstream.url);
    const { target, edge } = gateway;
    const direct = directNode(upstream.url);
    const contenders = [
      { through: target, direct, pid: edge.child.pid },
      { through: bare.target, direct, pid: bare.pid },
    ];
    if (portkey !== null) {
      contenders.push({ through: portkey.target, direct: directOpenAi(upstream.url), pid: portkey.child.pid });
    }
    const inspector = inspected ? await Inspector.connect(address) : null;
    return await use(contenders, inspector).finally(() => inspector?.close());
  } finally {
    await Promise.all([gateway?.stop(), bare?.stop(), portkey?.child.stop()]);
  }
}

async function profile(): Promise<void> {
  await withGateways(true, async ([gateway], inspector) => {
    if (gateway === undefined || inspector === null) {
      throw new Error("there is no gateway under inspection");
    }
    const load = (): Promise<number> => requestsPerSecond(gateway.through, 32, durationMs);
    await load();
    for (const { name, share } of (await inspector.profile(load)).slice(0, PROFILE_LINES)) {
      console.log(`${(share * 100).toFixed(1).padStart(5)} %  ${name}`);
    }
  });
}

function row(label: string, cells: readonly string[]): void {
  console.log(`| ${label} | ${cells.join(" | ")} |`);
}

function pair(p50: number, p99: number): string {
  return `${p50.toFixed(2)} / ${p99.toFixed(2)}`;
}

function added({ direct, through }: Latency): string {
  return `**${pair(through.p50 - direct.p50, through.p99 - direct.p99)}**`;
}
