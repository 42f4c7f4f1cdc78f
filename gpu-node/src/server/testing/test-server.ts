import { parseSigningKey, type SignedParts, type SigningKey, signRequest } from "@dyllm/shared";
import { BYTE_MODEL } from "../../denoiser/testing/byte-model.ts";
import { createLog } from "../../observe/log.ts";
import { createMetrics, type NodeMetrics } from "../../observe/metrics.ts";
import { createApp } from "../app.ts";
import type { NodeContext } from "../context.ts";
import { closeServer, createHttpServer, listen } from "../http-server.ts";
import { STALLED_READER_MS } from "../limits.ts";
import { ReplayCache } from "../replay-cache.ts";

export const TEST_KEY: SigningKey = parseSigningKey(`edge-1:${"A".repeat(43)}`);

export interface TestServer {
  readonly origin: string;
  readonly metrics: NodeMetrics;
  /** Everything logged so far. */
  logged(): string;
  close(): Promise<void>;
}

/** What the app works with in tests: one signing key, and a log that goes to `write`. */
export function testContext(scheduler: NodeContext["scheduler"], write: (line: string) => void): NodeContext {
  const metrics = createMetrics();
  metrics.connect({
    snapshot: () => scheduler.snapshot(),
    backendUsage: async () => ({ slots: 1, cacheBytes: 4096 }),
  });
  return {
    nodeId: "node-1",
    model: BYTE_MODEL,
    backendName: "cpu",
    backendReason: null,
    device: null,
    scheduler,
    limits: { maxRunning: 2, maxQueued: 3 },
    auth: { kind: "signed", keys: [TEST_KEY], replays: new ReplayCache() },
    metrics,
    log: createLog({ level: "debug", destination: { write } }),
    clock: Date.now,
    isDraining: () => false,
    stalledMs: STALLED_READER_MS,
  };
}

/** The real app on a real port, with a log that is kept for looking at. */
export async function startTestServer(
  scheduler: NodeContext["scheduler"],
  changes: Partial<NodeContext> = {},
): Promise<TestServer> {
  const lines: string[] = [];
  const context = { ...testContext(scheduler, (line) => void lines.push(line)), ...changes };
  const { metrics } = context;
  const server = createHttpServer(createApp(context));
  const port = await listen(server, "127.0.0.1", 0);
  return {
    origin: `http://127.0.0.1:${port}`,
    metrics,
    logged: () => lines.join(""),
    async close() {
      metrics.stop();
      await closeServer(server, 0);
    },
  };
}

/** Headers of a JSON request signed with {@link TEST_KEY}. */
export async function signedHeaders(
  method: string,
  path: string,
  body: string,
  nowMs: number = Date.now(),
): Promise<Record<string, string>> {
  const parts: SignedParts = { method, path, body: Uint8Array.from(Buffer.from(body)) };
  return { "content-type": "application/json", ...(await signRequest(TEST_KEY, parts, nowMs)) };
}
