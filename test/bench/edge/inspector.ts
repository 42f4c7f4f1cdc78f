/** workerd's inspector (`--inspector-addr`, Chrome DevTools Protocol): what the isolate holds and where its time goes. */
import { WebSocket } from "undici";
import { z } from "zod";

/** Time between two samples of the profile, in µs. */
const SAMPLING_US = 200;

const targets = z.array(z.object({ webSocketDebuggerUrl: z.string() })).min(1);

const heapUsage = z.object({ usedSize: z.number(), embedderHeapUsedSize: z.number(), backingStorageSize: z.number() });

const cpuProfile = z.object({
  profile: z.object({
    nodes: z.array(
      z.object({
        id: z.number(),
        callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
      }),
    ),
    samples: z.array(z.number()),
    timeDeltas: z.array(z.number()),
  }),
});

/** A function and its share of the profile's time, its callees not counted. */
export interface ProfileLine {
  readonly name: string;
  readonly share: number;
}

/** One isolate under inspection. */
export class Inspector {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      const { id, result } = z
        .object({ id: z.number().optional(), result: z.unknown() })
        .parse(JSON.parse(String(data)));
      this.#waiting.get(id ?? 0)?.(result);
      this.#waiting.delete(id ?? 0);
    });
  }

  /** Connects to the first isolate of the workerd whose inspector listens at `host:port`. */
  static async connect(address: string): Promise<Inspector> {
    const [first] = targets.parse(await (await fetch(`http://${address}/json/list`)).json());
    const socket = new WebSocket(first?.webSocketDebuggerUrl ?? "");
    await new Promise((resolve, reject) => {
      socket.addEventListener("open", resolve);
      socket.addEventListener("error", reject);
    });
    return new Inspector(socket);
  }

  /** Bytes the isolate holds once its garbage is collected: objects, what they embed, and buffers. */
  async liveBytes(): Promise<number> {
    await this.#send("HeapProfiler.collectGarbage");
    const { usedSize, embedderHeapUsedSize, backingStorageSize } = heapUsage.parse(
      await this.#send("Runtime.getHeapUsage"),
    );
    return usedSize + embedderHeapUsedSize + backingStorageSize;
  }

  /** Where the isolate's time goes while `work` runs, the most expensive functions first. */
  async profile(work: () => Promise<unknown>): Promise<readonly ProfileLine[]> {
    await this.#send("Profiler.enable");
    await this.#send("Profiler.setSamplingInterval", { interval: SAMPLING_US });
    await this.#send("Profiler.start");
    await work();
    const { nodes, samples, timeDeltas } = cpuProfile.parse(await this.#send("Profiler.stop")).profile;
    const spent = new Map<number, number>();
    for (const [i, node] of samples.entries()) {
      spent.set(node, (spent.get(node) ?? 0) + (timeDeltas[i] ?? 0));
    }
    const total = [...spent.values()].reduce((sum, time) => sum + time, 0);
    const byName = new Map<string, number>();
    for (const { id, callFrame } of nodes) {
      const { functionName, url, lineNumber } = callFrame;
      const name = `${functionName || "(anonymous)"}${url === "" ? "" : ` ${url.split("/").at(-1)}:${lineNumber + 1}`}`;
      byName.set(name, (byName.get(name) ?? 0) + (spent.get(id) ?? 0));
    }
    return [...byName].map(([name, time]) => ({ name, share: time / total })).sort((a, b) => b.share - a.share);
  }

  close(): void {
    this.#socket.close();
  }

  #send(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }
}
