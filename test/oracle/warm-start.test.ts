import { type ChatMessage, type Frame, type GenerateRequest, PROTOCOL_VERSION } from "@dyllm/shared";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Backend } from "../../gpu-node/src/backend/backend.ts";
import { createBackend } from "../../gpu-node/src/backend/create-backend.ts";
import { loadModel } from "../../gpu-node/src/model/load-model.ts";
import { Scheduler } from "../../gpu-node/src/scheduler/scheduler.ts";
import { DEVICE_START_MS, withoutVulkan } from "../support/software-vulkan.ts";
import { TINY_DIRECTORY, TINY_MAX_ROWS, tinyModel } from "./fixture.ts";
import { OracleBackend } from "./oracle-backend.ts";
import { randomInt, seededRandom } from "./rng.ts";

const oracle = tinyModel();
const SEEDS = [5, 6, 7];
const RETAIN_BYTES = 1e6;

const skipped = await withoutVulkan();

/** A conversation's two turns: the second begins with all of the first and its answer. */
function turns(seed: number, answer: string): readonly [ChatMessage[], ChatMessage[]] {
  const random = seededRandom(seed);
  const words = (length: number): string =>
    Array.from({ length }, () => "abcdefghinorstu ,"[randomInt(random, 17)]).join("");
  const first = { role: "user", content: words(20) } as const;
  return [[first], [first, { role: "assistant", content: answer }, { role: "user", content: words(12) }]];
}

function request(id: string, messages: ChatMessage[], prefixScope: string | null): GenerateRequest {
  return {
    version: PROTOCOL_VERSION,
    requestId: id,
    model: "tiny-llada",
    input: { kind: "chat", messages },
    canvas: { maxTokens: 24, blockLength: 8 },
    sampling: { temperature: 0, seed: 1 },
    denoising: { mode: "delayed-cache", steps: 12, denseSteps: 1, lookahead: 8 },
    stop: [],
    timeoutMs: 600_000,
    ...(prefixScope !== null && { prefixScope }),
  };
}

interface Answer {
  readonly commits: readonly { readonly positions: readonly number[]; readonly tokens: readonly number[] }[];
  readonly cached: number;
  readonly text: string;
}

async function answer(scheduler: Scheduler, asked: GenerateRequest): Promise<Answer> {
  const frames: Frame[] = [];
  for await (const frame of scheduler.submit(asked, new AbortController().signal)) {
    frames.push(frame);
  }
  const usage = frames.find((frame) => frame.type === "usage");
  return {
    commits: frames.flatMap((frame) =>
      frame.type === "committed" ? [{ positions: frame.positions, tokens: frame.tokens }] : [],
    ),
    cached: usage?.cachedTokens ?? 0,
    text: frames.flatMap((frame) => (frame.type === "text" ? [frame.text] : [])).join(""),
  };
}

describe.each(["cpu", "wasm", "webgpu"] as const)("warm starts on the %s backend", (kind) => {
  const missing = kind === "webgpu" && skipped !== null;
  let backend: Backend;
  let ours: Scheduler;
  let theirs: Scheduler;

  beforeAll(async () => {
    if (missing) {
      return;
    }
    const model = await loadModel(TINY_DIRECTORY);
    const options = { directory: TINY_DIRECTORY, kind, threads: 1, maxSlots: 2, retainBytes: RETAIN_BYTES };
    backend = await createBackend({ ...options, ...(kind === "webgpu" && { precision: "fp32" }) });
    const limits = { maxRunning: 1, maxQueued: 9 };
    ours = new Scheduler({ model, backend, nodeId: "warm", limits });
    theirs = new Scheduler({ model, backend: new OracleBackend(oracle, TINY_MAX_ROWS), nodeId: "oracle", limits });
  }, DEVICE_START_MS);

  afterAll(async () => {
    await ours?.close();
    await backend?.dispose();
  });

  it.skipIf(missing).each(SEEDS)(
    "take over what a conversation's last turn computed, and give the oracle's tokens (seed %i)",
    async (seed) => {
      const scope = `key-${seed}`;
      const [first] = turns(seed, "");
      const opening = [
        await answer(ours, request(`a-${seed}`, first, scope)),
        await answer(theirs, request(`a-${seed}`, first, scope)),
      ];
      expect(opening[0]?.commits).toEqual(opening[1]?.commits);
      expect(opening[0]?.cached).toBe(0);
      const [, second] = turns(seed, opening[0]?.text ?? "");
      const [warm, expected] = [
        await answer(ours, request(`b-${seed}`, second, scope)),
        await answer(theirs, request(`b-${seed}`, second, scope)),
      ];
      expect(warm.cached).toBeGreaterThan(16);
      expect(warm).toEqual(expected);
      // No open canvas holds anything, whatever is kept of closed ones.
      expect(await backend.usage()).toEqual({ slots: 0, cacheBytes: 0 });
    },
  );

  it.skipIf(missing)("never take over what another scope computed, nor without a scope", async () => {
    const [first] = turns(SEEDS[0] ?? 0, "");
    const cold = await answer(ours, request("cold", first, null));
    await answer(ours, request("mine", first, "mine"));
    const [other, again] = [
      await answer(ours, request("other", first, "somebody-else")),
      await answer(ours, request("again", first, "mine")),
    ];
    expect([cold.cached, other.cached]).toEqual([0, 0]);
    expect(other.commits).toEqual(cold.commits);
    expect(again.cached).toBeGreaterThan(16);
  });
});
