import { DENOISING_MODES, type Frame, type GenerateRequest, PROTOCOL_VERSION } from "@dyllm/shared";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Backend } from "../../gpu-node/src/backend/backend.ts";
import { createBackend } from "../../gpu-node/src/backend/create-backend.ts";
import { loadModel } from "../../gpu-node/src/model/load-model.ts";
import type { ModelInfo } from "../../gpu-node/src/model/types.ts";
import { Scheduler } from "../../gpu-node/src/scheduler/scheduler.ts";
import { type OracleDecode, type OracleDecoding, oracleDecode } from "./decode.ts";
import { relativeDeviation, TINY_DIRECTORY, TINY_MAX_ROWS, tinyModel } from "./fixture.ts";
import { OracleBackend } from "./oracle-backend.ts";
import { randomInt, seededRandom } from "./rng.ts";

/** Float32 against float64. A choice closer than the first, or a cosine closer to τ than the second, proves nothing. */
const CLOSE_CHOICE = 1e-5;
const CLOSE_COSINE = 1e-6;
const TOLERANCE = 1e-4;
const RUNNING = 3;

const oracle = tinyModel();
const FIXED: Omit<OracleDecoding, "mode"> = {
  tau: 0.99,
  maxTokens: 32,
  blockLength: 8,
  steps: 20,
  confidenceThreshold: null,
  denseSteps: 2,
  fullEvery: 4,
  refreshEvery: 0,
};
const SETTINGS: readonly (Omit<OracleDecoding, "mode"> & { readonly name: string })[] = [
  { ...FIXED, name: "fixed schedule" },
  { ...FIXED, name: "one token a step, one dense step, τ 0.97", steps: 32, denseSteps: 1, tau: 0.97 },
  { ...FIXED, name: "confidence threshold 0.4", confidenceThreshold: 0.4, blockLength: 16, denseSteps: 1 },
  { ...FIXED, name: "a window that is not whole blocks, refreshed every 5 steps", maxTokens: 27, refreshEvery: 5 },
];
const WINDOWED: readonly (Omit<OracleDecoding, "mode"> & { readonly name: string })[] = [
  { ...FIXED, name: "a window of the block alone", lookahead: 0, denseSteps: 1 },
  { ...FIXED, name: "a window of one block more, threshold 0.4", lookahead: 8, confidenceThreshold: 0.4 },
  { ...FIXED, name: "entropy bound 2, τ 0.985", entropyBound: 2, denseSteps: 1, tau: 0.985 },
];
const CASES = [...SETTINGS, ...WINDOWED].flatMap((setting) => DENOISING_MODES.map((mode) => ({ ...setting, mode })));
/** Conversations most of whose answers run for many steps; some end in an end token, in some modes only. */
const SEEDS = [2, 11, 13, 24];

function request(seed: number, options: OracleDecoding): GenerateRequest {
  const random = seededRandom(seed);
  const letters = Array.from({ length: 24 }, () => "abcdefghinorstu ,"[randomInt(random, 17)]);
  return {
    version: PROTOCOL_VERSION,
    requestId: `oracle-${seed}`,
    model: "tiny-llada",
    input: { kind: "chat", messages: [{ role: "user", content: letters.join("") }] },
    canvas: { maxTokens: options.maxTokens, blockLength: options.blockLength },
    sampling: { temperature: 0, seed },
    denoising: {
      mode: options.mode,
      tau: options.tau,
      ...(options.confidenceThreshold === null && typeof options.entropyBound !== "number"
        ? { steps: options.steps }
        : {}),
      ...(typeof options.entropyBound === "number"
        ? { entropyBound: options.entropyBound }
        : { confidenceThreshold: options.confidenceThreshold }),
      lookahead: options.lookahead ?? null,
      denseSteps: options.denseSteps,
      fullEvery: options.fullEvery,
      refreshEvery: options.refreshEvery,
    },
    stop: [],
    timeoutMs: 60_000,
  };
}

const decoded = new Map<string, OracleDecode>();

/** What the oracle makes of the same conversation. The template is the tokenizer's business, not the denoiser's. */
function expected(model: ModelInfo, seed: number, options: OracleDecoding): OracleDecode {
  const key = JSON.stringify([seed, options]);
  const { input } = request(seed, options);
  const prompt = input.kind === "chat" ? model.tokenizer.encodeChat(input.messages) : [];
  const result = decoded.get(key) ?? oracleDecode(oracle, prompt, options);
  decoded.set(key, result);
  return result;
}

async function frames(scheduler: Scheduler, asked: GenerateRequest): Promise<Frame[]> {
  const received: Frame[] = [];
  for await (const frame of scheduler.submit(asked, new AbortController().signal)) {
    received.push(frame);
  }
  return received;
}

function commitsOf(received: readonly Frame[]): Extract<Frame, { type: "committed" }>[] {
  return received.flatMap((frame) => (frame.type === "committed" ? [frame] : []));
}

describe.each(["oracle", "cpu", "wasm"] as const)("decodes through the scheduler on the %s backend", (kind) => {
  // The oracle is slow, and its backend computes every answer a second time; the others run all of them.
  const seeds = kind === "oracle" ? SEEDS.slice(0, 2) : SEEDS;
  let model: ModelInfo;
  let backend: Backend;
  let scheduler: Scheduler;

  beforeAll(async () => {
    model = await loadModel(TINY_DIRECTORY);
    backend =
      kind === "oracle"
        ? new OracleBackend(oracle, TINY_MAX_ROWS)
        : await createBackend({ directory: TINY_DIRECTORY, kind, threads: 1 });
    const limits = { maxRunning: RUNNING, maxQueued: SEEDS.length };
    scheduler = new Scheduler({ model, backend, nodeId: "oracle-test", limits });
  });

  afterAll(async () => {
    await scheduler.close();
    await backend.dispose();
  });

  it.each(CASES)(
    `$mode, $name, seeds ${seeds.join(", ")} together: the oracle's tokens, step by step`,
    async (options) => {
      const all = await Promise.all(seeds.map((seed) => frames(scheduler, request(seed, options))));
      for (const [i, received] of all.entries()) {
        const seed = seeds[i] ?? 0;
        const theirs = expected(model, seed, options);
        if (kind !== "oracle") {
          expect(theirs.closestChoice, `seed ${seed} is a tie: choose another`).toBeGreaterThan(CLOSE_CHOICE);
          expect(theirs.closestCosine, `seed ${seed} is a tie: choose another`).toBeGreaterThan(CLOSE_COSINE);
        }
        const ours = commitsOf(received);
        expect(
          ours.map(({ step, positions, tokens }) => ({ step, positions, tokens })),
          `seed ${seed}`,
        ).toEqual(theirs.commits.map(({ positions, tokens }, step) => ({ step: step + 1, positions, tokens })));
        const confidences = ours.flatMap((commit) => commit.confidences);
        const wanted = theirs.commits.flatMap((commit) => commit.confidences);
        expect(relativeDeviation(confidences, wanted), `seed ${seed}`).toBeLessThan(TOLERANCE);
        const usage = received.find((frame) => frame.type === "usage");
        expect(usage?.salientFraction, `seed ${seed}`).toBeCloseTo(theirs.salientFraction, 9);
        const ended = theirs.answer.slice(0, options.maxTokens).some((id) => id === oracle.eos || id === oracle.eot);
        expect(received.at(-1), `seed ${seed}`).toMatchObject({
          type: "done",
          finishReason: ended ? "stop" : "length",
        });
      }
      // The last frame goes out before its slot is closed.
      await vi.waitFor(async () => expect(await backend.usage()).toMatchObject({ slots: 0 }));
    },
  );
});
