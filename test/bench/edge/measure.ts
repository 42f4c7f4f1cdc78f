/** The single measurements of `npm run bench:edge`. */
import { median } from "../statistics.ts";
import type { Inspector } from "./inspector.ts";
import { Connection, manyStreams, requestsPerSecond, type Target } from "./load.ts";
import { cpuMs, residentKib } from "./process.ts";
import { promptFor } from "./upstream.ts";

/** A gateway, the way to the same upstream without it, and its process. */
export interface Contender {
  readonly through: Target;
  readonly direct: Target;
  readonly pid: number;
}

/** Median and 99th percentile, in ms. */
export interface Spread {
  readonly p50: number;
  readonly p99: number;
}

export interface Latency {
  readonly direct: Spread;
  readonly through: Spread;
}

/** Calls of one contender before it is the next one's turn. */
const BLOCK = 250;

/** Calls before the first one that counts, in the first block (connections, compiled code) and in later ones. */
const WARM_UP = 250;
const BLOCK_WARM_UP = 20;

/** Pieces of each of the many streams, and the time between them in ms. */
export const STREAM_SHAPE = { pieces: 24, gapMs: 500 } as const;

/** An idle stream: nothing comes for this long, in ms, while memory is read. */
const IDLE_SHAPE = { pieces: 1, gapMs: 15_000 } as const;

/** Memory is read this long after all streams are open, in ms. */
const SETTLE_MS = 5_000;

/** Load that compiles the code before memory is first read, in ms. */
const WARM_UP_MS = 3_000;

/**
 * Times of answers, or of first tokens, of all contenders, each call beside a direct one. Contenders take turns in blocks,
 * so that all see the same machine and none of them is cold because another one is slow.
 */
export async function latencies(
  contenders: readonly Contender[],
  what: "answerMs" | "firstTokenMs",
  samples: number,
): Promise<Latency[]> {
  const prompt = promptFor({ pieces: what === "answerMs" ? 1 : 2, gapMs: 0 });
  const lanes = contenders.map(({ direct, through }) => ({
    direct: { connection: new Connection(direct), times: [] as number[] },
    through: { connection: new Connection(through), times: [] as number[] },
  }));
  for (let done = 0; done < samples; done += BLOCK) {
    for (const { direct, through } of lanes) {
      const warmUp = done === 0 ? WARM_UP : BLOCK_WARM_UP;
      for (let i = -warmUp; i < BLOCK; i++) {
        for (const { connection, times } of [direct, through]) {
          const ms = await connection[what](prompt, i + warmUp);
          if (i >= 0) {
            times.push(ms);
          }
        }
      }
    }
  }
  await Promise.all(lanes.flatMap(({ direct, through }) => [direct.connection.close(), through.connection.close()]));
  return lanes.map(({ direct, through }) => ({ direct: spread(direct.times), through: spread(through.times) }));
}

/** Medians over the rounds of requests a second and CPU time a request, for each contender; rounds alternate. */
export async function throughputs(
  contenders: readonly Contender[],
  concurrency: number,
  rounds: number,
  durationMs: number,
): Promise<{ readonly rate: number; readonly cpuMs: number }[]> {
  const runs = contenders.map(() => ({ rates: [] as number[], cpu: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    for (const [i, { through, pid }] of contenders.entries()) {
      const before = await cpuMs(pid);
      const rate = await requestsPerSecond(through, concurrency, durationMs);
      runs[i]?.rates.push(rate);
      runs[i]?.cpu.push(((await cpuMs(pid)) - before) / (rate * (durationMs / 1_000)));
    }
  }
  return runs.map(({ rates, cpu }) => ({ rate: median(rates), cpuMs: median(cpu) }));
}

/** Many streams at once: how many complete, how long they took to open, and how late their pieces come once all are open. */
export async function streamLag(target: Target, streams: number) {
  const { complete, openedMs, lagsMs } = await manyStreams(target, streams, STREAM_SHAPE);
  return { complete, openedMs, pieces: lagsMs.length, lag: spread(lagsMs) };
}

/**
 * Memory of a process for each stream on which nothing happens: resident, and, where there is an inspector, what the
 * isolate really holds. The process must be a fresh one: memory that an earlier load has left is used again.
 */
export async function idleMemory(target: Target, pid: number, streams: number, inspector: Inspector | null) {
  await requestsPerSecond(target, 8, WARM_UP_MS);
  const live = await inspector?.liveBytes();
  const before = await residentKib(pid);
  let during = before;
  let liveDuring = live;
  const { complete } = await manyStreams(target, streams, IDLE_SHAPE, async () => {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    during = await residentKib(pid);
    liveDuring = await inspector?.liveBytes();
  });
  const kib = live === undefined || liveDuring === undefined ? null : (liveDuring - live) / 1024 / streams;
  return { complete, before, during, residentKib: (during - before) / streams, liveKib: kib };
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
