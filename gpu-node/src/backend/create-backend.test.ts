import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withCheckpoint } from "../model/testing/temporary-checkpoint.ts";
import type { Backend, Slot, StepPlan, StepResult } from "./backend.ts";
import { createBackend } from "./create-backend.ts";
import { makePlan, NO_CHANGES, type PlanFields } from "./testing/make-plan.ts";

const ROWS = 24;
const PROMPT = 8;
const LAYERS = 2;
const CACHE_BYTES = 4 * LAYERS * ROWS * 32 * 4;
const MASK = 261;
const GREEDY = { temperature: 0, topP: null, topK: null, seed: 1, step: 1 };
const SCORE = Int32Array.from({ length: ROWS - PROMPT }, (_, i) => PROMPT + i);

const canvas = (shift = 0): Int32Array =>
  Int32Array.from({ length: ROWS }, (_, i) => (i < PROMPT ? 40 + ((i * 7 + shift) % 60) : MASK));

function plan(slot: Slot, fields: Partial<PlanFields>): StepPlan {
  return { slot, ...makePlan({ kind: "dense", score: SCORE, choice: GREEDY, ...fields }) };
}

async function one(backend: Backend, step: StepPlan): Promise<StepResult> {
  const [result] = await backend.step([step]);
  if (result === undefined) {
    throw new Error("no result");
  }
  return result;
}

const COMMIT = { positions: Int32Array.of(9, 14), tokens: Int32Array.of(70, 71) };

/** Tokens and confidences after a dense step, a commit and then `second`. */
async function twoSteps(backend: Backend, second: Partial<PlanFields>, shift = 0): Promise<StepResult> {
  const slot = await backend.open(canvas(shift));
  await one(backend, plan(slot, {}));
  const result = await one(backend, plan(slot, { changes: COMMIT, ...second }));
  await backend.close(slot);
  return result;
}

function expectSame(actual: StepResult, expected: StepResult): void {
  expect(actual.tokens).toEqual(expected.tokens);
  for (const [i, confidence] of actual.confidences.entries()) {
    expect(confidence).toBeCloseTo(expected.confidences[i] ?? Number.NaN, 5);
  }
}

describe.each(["cpu", "wasm"] as const)("the %s backend", (kind) => {
  let backend: Backend;

  beforeAll(async () => {
    backend = await withCheckpoint({}, (directory) => createBackend({ directory, kind, threads: 2, maxSlots: 4 }));
  });
  afterAll(() => backend.dispose());

  it("says what it is", () => {
    expect(backend).toMatchObject({ name: kind, threads: 2, shape: { layers: LAYERS, hidden: 32, maxRows: 64 } });
  });

  it("computes a dense step when contexts are exact and τ above 1 makes every row salient", async () => {
    const sparse = await twoSteps(backend, { kind: "sparse", tau: 1.5 });
    expect([...sparse.salientRows]).toEqual([ROWS, ROWS]);
    expectSame(sparse, await twoSteps(backend, {}));
  });

  it("computes a dense step by the published rule when every row enters layer 0 salient", async () => {
    const tokens = canvas();
    for (const [i, position] of COMMIT.positions.entries()) {
      tokens[position] = COMMIT.tokens[i] ?? 0;
    }
    const changes = { positions: tokens.map((_, position) => position), tokens };
    const sparse = await twoSteps(backend, { kind: "sparse", exact: false, tau: 1.5, changes });
    expect([...sparse.salientRows]).toEqual([ROWS, ROWS]);
    expectSame(sparse, await twoSteps(backend, {}));
  });

  it("recomputes fewer rows at a lower τ, and only active ones", async () => {
    const sparse = await twoSteps(backend, { kind: "sparse", firstRow: PROMPT, tau: 0.9 });
    expect(sparse.activeRows).toBe(ROWS - PROMPT);
    expect(sparse.salientRows.every((rows) => rows < ROWS - PROMPT)).toBe(true);
  });

  it("recomputes nothing when nothing changed", async () => {
    const before = await twoSteps(backend, { changes: NO_CHANGES });
    const sparse = await twoSteps(backend, { kind: "sparse", changes: NO_CHANGES, tau: 0.999 });
    expect([...sparse.salientRows]).toEqual([0, 0]);
    expectSame(sparse, before);
  });

  it("gives a slot the same answer alone and among others in one call", async () => {
    const alone = await twoSteps(backend, { kind: "sparse" });
    const slots = [await backend.open(canvas(3)), await backend.open(canvas(0)), await backend.open(canvas(5))];
    await backend.step(slots.map((slot) => plan(slot, {})));
    const [, together] = await backend.step(slots.map((slot) => plan(slot, { kind: "sparse", changes: COMMIT })));
    await Promise.all(slots.map((slot) => backend.close(slot)));
    expect(together?.tokens).toEqual(alone.tokens);
    expect(together?.confidences).toEqual(alone.confidences);
  });

  it("never chooses the mask, greedily or at a high temperature", async () => {
    const greedy = await twoSteps(backend, {});
    const noisy = await twoSteps(backend, { choice: { ...GREEDY, temperature: 2 } });
    expect([...greedy.tokens, ...noisy.tokens]).not.toContain(MASK);
    expect(noisy.tokens).not.toEqual(greedy.tokens);
    const again = await twoSteps(backend, { choice: { ...GREEDY, temperature: 2 } });
    expect(noisy.tokens).toEqual(again.tokens);
  });

  it("runs a step that scores nothing", async () => {
    const result = await twoSteps(backend, { kind: "sparse", score: new Int32Array() });
    expect(result.tokens).toHaveLength(0);
  });

  it("accounts for caches while a slot is open and frees them when it is closed", async () => {
    const slot = await backend.open(canvas());
    await one(backend, plan(slot, {}));
    expect(await backend.usage()).toEqual({ slots: 1, cacheBytes: CACHE_BYTES });
    await backend.close(slot);
    await backend.close(slot);
    expect(await backend.usage()).toEqual({ slots: 0, cacheBytes: 0 });
    await expect(one(backend, plan(slot, {}))).rejects.toMatchObject({ code: "invalid_plan" });
  });

  it.each<[string, Partial<PlanFields>]>([
    ["a sparse step before a dense one", { kind: "sparse" }],
    ["positions out of order", { score: Int32Array.of(9, 8) }],
    ["a row outside the canvas", { score: Int32Array.of(ROWS) }],
    ["a token outside the vocabulary", { changes: { positions: Int32Array.of(9), tokens: Int32Array.of(999) } }],
  ])("refuses %s", async (_, options) => {
    const slot = await backend.open(canvas());
    await expect(one(backend, plan(slot, options))).rejects.toMatchObject({
      name: "BackendError",
      code: "invalid_plan",
    });
    await backend.close(slot);
  });

  it("refuses a canvas that is too long and a slot too many", async () => {
    await expect(backend.open(new Int32Array(65))).rejects.toMatchObject({ code: "invalid_plan" });
    const slots = await Promise.all([0, 1, 2, 3].map((shift) => backend.open(canvas(shift))));
    await expect(backend.open(canvas())).rejects.toMatchObject({ code: "unavailable" });
    await Promise.all(slots.map((slot) => backend.close(slot)));
  });
});

describe("createBackend", () => {
  it("gives the same tokens on both runtimes", async () => {
    const run = (kind: "cpu" | "wasm"): Promise<StepResult> =>
      withCheckpoint({}, async (directory) => {
        const backend = await createBackend({ directory, kind, threads: 1 });
        const result = await twoSteps(backend, { kind: "sparse", exact: false, tau: 0.98 });
        await backend.dispose();
        return result;
      });
    const [cpu, wasm] = [await run("cpu"), await run("wasm")];
    expectSame(wasm, cpu);
    expect(wasm.salientRows).toEqual(cpu.salientRows);
  });

  it("falls back to WebAssembly, and says so, where the native library is missing", async () => {
    const messages: string[] = [];
    const nativeModule = "onnxruntime-not-installed";
    const log = (message: string): number => messages.push(message);
    const backend = await withCheckpoint({}, (directory) =>
      createBackend({ directory, kind: "auto", threads: 1, nativeModule, log }),
    );
    expect(backend.name).toBe("wasm");
    expect(messages).toEqual([expect.stringContaining(nativeModule)]);
    await backend.dispose();
    await expect(
      withCheckpoint({}, (directory) => createBackend({ directory, kind: "cpu", threads: 1, nativeModule })),
    ).rejects.toMatchObject({ code: "unavailable" });
  });

  it("reports a model that cannot be loaded as such", async () => {
    await expect(createBackend({ directory: "/nowhere", kind: "cpu", threads: 1 })).rejects.toMatchObject({
      name: "ModelError",
      code: "model_not_found",
    });
  });

  it("refuses calls after it was disposed", async () => {
    const backend = await withCheckpoint({}, (directory) => createBackend({ directory, kind: "cpu", threads: 1 }));
    await backend.dispose();
    await backend.dispose();
    await expect(backend.usage()).rejects.toMatchObject({ code: "unavailable" });
  });
});
