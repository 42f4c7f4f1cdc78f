/** Ways to the upstream: straight, and through this gateway. */
import { createHmac, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GENERATE_PATH, type GenerateRequest } from "@dyllm/shared";
import { makeDevSecrets } from "../../../tools/local/dev-secrets.ts";
import { type RunningEdge, startEdge } from "../../../tools/local/stack.ts";
import { bundleWorker } from "../../../tools/local/worker-bundle.ts";
import { STUB_MODEL } from "../../support/node-stub.ts";
import type { Target } from "./load.ts";

/** Keys in use at once: each has an object of its own, as the keys of several users would. */
const KEYS = 16;

/** Limits that are checked and never reached. */
const LIMITS = {
  requestsPerMinute: 1_000_000_000,
  tokensPerMinute: 1_000_000_000_000,
  concurrency: 1_000_000,
  tokensPerDay: 1_000_000_000_000,
  tokensPerMonth: 1_000_000_000_000,
};

/** Every request's own header. */
export const JSON_TYPE = { "content-type": "application/json" } as const;
export const CHAT_PATH = "/v1/chat/completions";

/** A chat request for the stub's model. */
export function chatBody(prompt: string, stream: boolean): string {
  return JSON.stringify({ model: STUB_MODEL, messages: [{ role: "user", content: prompt }], stream });
}

/** The upstream as the gateway calls it, without a gateway. */
export function directNode(url: string): Target {
  const body = (prompt: string): string => {
    const request: GenerateRequest = {
      version: 1,
      requestId: "req_direct",
      model: STUB_MODEL,
      input: { kind: "chat", messages: [{ role: "user", content: prompt }] },
      canvas: { maxTokens: 64 },
      sampling: { temperature: 0, seed: 1 },
      denoising: {},
      stop: [],
      timeoutMs: 600_000,
    };
    return JSON.stringify(request);
  };
  return { name: "node, direct", url, path: GENERATE_PATH, headers: () => JSON_TYPE, body, firstToken: '"text":"t=' };
}

/** The upstream as Portkey calls it, without a gateway. */
export function directOpenAi(url: string): Target {
  return {
    name: "OpenAI, direct",
    url,
    path: CHAT_PATH,
    headers: () => JSON_TYPE,
    body: chatBody,
    firstToken: '"content":"t=',
  };
}

export interface BenchGateway {
  readonly target: Target;
  readonly edge: RunningEdge;
  stop(): Promise<void>;
}

/**
 * This gateway on plain workerd, keys and limits on.
 *
 * @param flags of `workerd serve`
 */
export async function startGateway(upstreamUrl: string, flags: readonly string[] = []): Promise<BenchGateway> {
  const directory = await mkdtemp(join(tmpdir(), "dyllm-bench-"));
  await bundleWorker(directory);
  const secrets = makeDevSecrets();
  const keys = Array.from({ length: KEYS }, (_, i) => {
    const id = `bench${String(i).padStart(7, "0")}`;
    const secret = randomBytes(32).toString("base64url");
    const digest = createHmac("sha256", Buffer.from(secrets.pepper, "base64url")).update(secret).digest("hex");
    return {
      text: `sk-dyllm-live-${id}-${secret}`,
      record: { id, digest, pepperVersion: 1, name: id, env: "live", limits: LIMITS },
    };
  });
  const edge = await startEdge({
    directory,
    port: 0,
    nodes: [{ id: "stub", url: upstreamUrl }],
    secrets,
    log: "ignore",
    flags,
    environment: { API_KEYS: JSON.stringify(keys.map(({ record }) => record)) },
  });
  const headers = keys.map(({ text }) => ({ ...JSON_TYPE, authorization: `Bearer ${text}` }));
  const target: Target = {
    name: "dyllm-gateway",
    url: edge.url,
    path: CHAT_PATH,
    headers: (index) => headers[index % KEYS] ?? JSON_TYPE,
    body: chatBody,
    firstToken: '"content":"t=',
  };
  const stop = async (): Promise<void> => {
    await edge.child.stop();
    await rm(directory, { recursive: true, force: true });
  };
  return { target, edge, stop };
}
