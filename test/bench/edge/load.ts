/** Load on one HTTP endpoint that streams or answers: latency, time to first token, throughput, lag of many streams. */
import { request as httpRequest } from "node:http";
import { Agent, Pool } from "undici";
import { promptFor } from "./upstream.ts";

/** Something that answers a prompt: the upstream itself, the gateway before it, another gateway. */
export interface Target {
  readonly name: string;
  readonly url: string;
  readonly path: string;
  readonly headers: (index: number) => Readonly<Record<string, string>>;
  readonly body: (prompt: string, stream: boolean) => string;
  /** A text that stands in a stream from the first piece of the answer on. */
  readonly firstToken: string;
}

/** A connection of its own to each target, so that connecting is no part of a time. */
export class Connection {
  readonly #target: Target;
  readonly #agent = new Agent({ connections: 1, pipelining: 1 });

  constructor(target: Target) {
    this.#target = target;
  }

  /** Time of a whole answer, in ms. */
  async answerMs(prompt: string, index: number): Promise<number> {
    const started = performance.now();
    const { statusCode, body } = await this.#send(prompt, false, index);
    const text = await body.text();
    if (statusCode !== 200) {
      throw new Error(`${this.#target.name} answered ${statusCode}: ${text.slice(0, 200)}`);
    }
    return performance.now() - started;
  }

  /** Time until the first piece of a streamed answer, in ms. */
  async firstTokenMs(prompt: string, index: number): Promise<number> {
    const started = performance.now();
    const { body } = await this.#send(prompt, true, index);
    let first: number | null = null;
    let text = "";
    for await (const chunk of body) {
      text += String(chunk);
      if (first === null && text.includes(this.#target.firstToken)) {
        first = performance.now() - started;
      }
    }
    if (first === null) {
      throw new Error(`${this.#target.name} sent no token: ${text.slice(0, 200)}`);
    }
    return first;
  }

  close(): Promise<void> {
    return this.#agent.close();
  }

  #send(prompt: string, stream: boolean, index: number) {
    const { url, path, headers, body } = this.#target;
    return this.#agent.request({
      origin: url,
      path,
      method: "POST",
      headers: headers(index),
      body: body(prompt, stream),
    });
  }
}

/** Requests a second with `concurrency` connections, each sending its next request when it has its answer. */
export async function requestsPerSecond(target: Target, concurrency: number, durationMs: number): Promise<number> {
  const pool = new Pool(target.url, { connections: concurrency, pipelining: 1 });
  const prompt = promptFor({ pieces: 1, gapMs: 0 });
  const until = performance.now() + durationMs;
  let done = 0;
  const worker = async (index: number): Promise<void> => {
    for (let i = 0; performance.now() < until; i++) {
      const { statusCode, body } = await pool.request({
        path: target.path,
        method: "POST",
        headers: target.headers(index + i * concurrency),
        body: target.body(prompt, false),
      });
      await body.dump();
      if (statusCode !== 200) {
        throw new Error(`${target.name} answered ${statusCode}`);
      }
      done++;
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: concurrency }, (_, index) => worker(index)));
  const seconds = (performance.now() - started) / 1_000;
  await pool.close();
  return done / seconds;
}

/** A piece of a stream, when it was sent and when it came (Unix ms with a fraction). */
interface Piece {
  readonly sentMs: number;
  readonly cameMs: number;
}

export interface StreamsResult {
  /** Streams that came to their end, with every piece. */
  readonly complete: number;
  /** Time until the headers of the last one were there, in ms. */
  readonly openedMs: number;
  /** Sending to receiving of each piece that was sent while all streams were open, in ms. */
  readonly lagsMs: readonly number[];
}

/**
 * Opens many streams at once and reads them to the end.
 *
 * @param opened called when all are under way
 */
export async function manyStreams(
  target: Target,
  count: number,
  shape: { readonly pieces: number; readonly gapMs: number },
  opened: () => Promise<void> = async () => {},
): Promise<StreamsResult> {
  const pieces: Piece[] = [];
  const prompt = promptFor(shape);
  const startedMs = unixMs();
  let complete = 0;
  let underWay = 0;
  let firstEndMs = Number.POSITIVE_INFINITY;
  let allOpen = (_nowMs: number): void => {};
  const open = new Promise<number>((resolve) => {
    allOpen = resolve;
  });
  const one = (index: number): Promise<void> =>
    new Promise((resolve) => {
      const body = target.body(prompt, true);
      const headers = { ...target.headers(index), "content-length": Buffer.byteLength(body) };
      const sent = httpRequest(`${target.url}${target.path}`, { method: "POST", agent: false, headers }, (response) => {
        let own = 0;
        let rest = "";
        underWay++;
        if (underWay === count) {
          allOpen(unixMs());
        }
        response.setEncoding("utf8");
        response.on("data", (text: string) => {
          const cameMs = unixMs();
          rest += text;
          for (const match of rest.matchAll(/t=(\d+\.\d{3}) /g)) {
            own++;
            pieces.push({ sentMs: Number(match[1]), cameMs });
          }
          // What may be the beginning of the next stamp is kept.
          rest = rest.slice(Math.max(rest.lastIndexOf(" ") + 1, rest.length - 64));
        });
        response.once("close", () => {
          complete += own === shape.pieces ? 1 : 0;
          firstEndMs = Math.min(firstEndMs, unixMs());
          resolve();
        });
      });
      sent.once("error", () => resolve());
      sent.end(body);
    });
  const streams = Promise.all(Array.from({ length: count }, (_, index) => one(index)));
  const openMs = await Promise.race([open, streams.then(() => Number.POSITIVE_INFINITY)]);
  await opened();
  await streams;
  const steady = pieces.filter(({ sentMs }) => sentMs >= openMs && sentMs < firstEndMs);
  return {
    complete,
    openedMs: openMs - startedMs,
    lagsMs: steady.map(({ sentMs, cameMs }) => cameMs - sentMs),
  };
}

function unixMs(): number {
  return performance.timeOrigin + performance.now();
}
