import { type Frame, type GenerateRequest, PROTOCOL_VERSION } from "@dyllm/shared";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Backend } from "../../gpu-node/src/backend/backend.ts";
import { createBackend } from "../../gpu-node/src/backend/create-backend.ts";
import { loadModel } from "../../gpu-node/src/model/load-model.ts";
import { Scheduler } from "../../gpu-node/src/scheduler/scheduler.ts";
import { type OracleDecoding, oracleDecode } from "./decode.ts";
import { relativeDeviation, TINY_DIRECTORY, TINY_MAX_ROWS, tinyModel } from "./fixture.ts";
import { OracleBackend } from "./oracle-backend.ts";
import { randomInt, seededRandom } from "./rng.ts";

/** Float32 against float64; see `scheduler.test.ts`. A closer choice proves nothing. */
const CLOSE_CHOICE = 1e-5;
const CLOSE_COSINE = 1e-6;
const TOLERANCE = 1e-4;

const oracle = tinyModel();
const DECODING: Omit<OracleDecoding, "mode"> = {
  tau: 0.99,
  maxTokens: 20,
  blockLength: 8,
  steps: 18,
  confidenceThreshold: null,
  denseSteps: 2,
  fullEvery: 4,
  refreshEvery: 0,
};
const SEEDS = [3, 7, 12, 21];
const CASES = (["dense", "dyllm", "dyllm-exact", "delayed-cache"] as const).flatMap((mode) =>
  SEEDS.map((seed) => ({ mode, seed })),
);

function segmentsOf(seed: number): readonly [number[], number[]] {
  const random = seededRandom(seed);
  const draw = (length: number): number[] => Array.from({ length }, () => randomInt(random, 256));
  return [draw(11), draw(9)];
}

function request(seed: number, mode: OracleDecoding["mode"]): GenerateRequest {
  const { maxTokens, blockLength, tau, steps, denseSteps, fullEvery, refreshEvery } = DECODING;
  return {
    version: PROTOCOL_VERSION,
    requestId: `infill-${seed}`,
    model: "tiny-llada",
    input: { kind: "infill", segments: [...segmentsOf(seed)], gapTokens: [maxTokens] },
    canvas: { maxTokens, blockLength },
    sampling: { temperature: 0, seed },
    denoising: { mode, tau, steps, denseSteps, fullEvery, refreshEvery, confidenceThreshold: null },
    stop: [],
    timeoutMs: 60_000,
  };
}

describe.each(["oracle", "cpu"] as const)("a gap between fixed rows on the %s backend", (kind) => {
  let backend: Backend;
  let scheduler: Scheduler;

  beforeAll(async () => {
    const model = await loadModel(TINY_DIRECTORY);
    backend =
      kind === "oracle"
        ? new OracleBackend(oracle, TINY_MAX_ROWS)
        : await createBackend({ directory: TINY_DIRECTORY, kind, threads: 1 });
    scheduler = new Scheduler({ model, backend, nodeId: "infill", limits: { maxRunning: 1, maxQueued: 9 } });
  });

  afterAll(async () => {
    await scheduler.close();
    await backend.dispose();
  });

  it.each(CASES)("$mode, seed $seed: the oracle's tokens, step by step", async ({ mode, seed }) => {
    const received: Frame[] = [];
    for await (const frame of scheduler.submit(request(seed, mode), new AbortController().signal)) {
      received.push(frame);
    }
    const [before, after] = segmentsOf(seed);
    const theirs = oracleDecode(oracle, before, { ...DECODING, mode }, after);
    if (kind !== "oracle") {
      expect(theirs.closestChoice, `seed ${seed} is a tie: choose another`).toBeGreaterThan(CLOSE_CHOICE);
      expect(theirs.closestCosine, `seed ${seed} is a tie: choose another`).toBeGreaterThan(CLOSE_COSINE);
    }
    const ours = received.flatMap((frame) => (frame.type === "committed" ? [frame] : []));
    expect(ours.map(({ positions, tokens }) => ({ positions, tokens }))).toEqual(
      theirs.commits.map(({ positions, tokens }) => ({ positions, tokens })),
    );
    const confidences = ours.flatMap((frame) => frame.confidences);
    expect(
      relativeDeviation(
        confidences,
        theirs.commits.flatMap((commit) => commit.confidences),
      ),
    ).toBeLessThan(TOLERANCE);
  });

  it("decides otherwise when only the suffix differs", () => {
    const [before, after] = segmentsOf(SEEDS[0] ?? 0);
    const dense = { ...DECODING, mode: "dense" } as const;
    const other = after.map((token) => (token + 100) % 256);
    expect(oracleDecode(oracle, before, dense, after).answer).not.toEqual(
      oracleDecode(oracle, before, dense, other).answer,
    );
  });
});
