import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withCheckpoint } from "../../model/testing/temporary-checkpoint.ts";
import type { Backend, StepResult } from "../backend.ts";
import { type BackendOptions, createBackend } from "../create-backend.ts";
import { GREEDY, makePlan, rowRange } from "../testing/make-plan.ts";
import { toInt8 } from "./int8.ts";

const SEED = 90_210;
const ROWS = 40;
const PROMPT = 12;
const MASK = 261;
const TOKENS = Int32Array.from({ length: ROWS }, (_, row) => (row < PROMPT ? 40 + ((row * 7) % 60) : MASK));
const SCORE = rowRange(PROMPT, ROWS);

describe("a matrix in int8", () => {
  it(`is within half a code of what it was, by output, and its codes within seven bits (seed ${SEED})`, () => {
    const matrices = fc.array(fc.float({ min: -8, max: 8, noNaN: true }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(matrices, (values) => {
        const [out, width] = [2, 3];
        const { codes, scales } = toInt8(Float32Array.from(values), out, width);
        expect(codes.every((code) => Math.abs(code) <= 63)).toBe(true);
        for (const [i, value] of values.entries()) {
          const [row, column] = [Math.floor(i / width), i % width];
          const scale = scales[row] ?? Number.NaN;
          expect(Math.abs((codes[column * out + row] ?? Number.NaN) * scale - value)).toBeLessThanOrEqual(
            scale * 0.5001,
          );
        }
      }),
      { seed: SEED },
    );
  });

  it("keeps a row of zeros zero", () => {
    const { codes, scales } = toInt8(Float32Array.of(0, 0, 3, -3), 2, 2);
    expect([...codes]).toEqual([0, 63, 0, -63]);
    expect([...scales]).toEqual([1, Math.fround(3 / 63)]);
  });
});

async function on(options: Partial<BackendOptions>, run: (backend: Backend) => Promise<StepResult[]>) {
  return withCheckpoint({ hidden: 64, heads: 2 }, async (directory) => {
    const backend = await createBackend({ directory, kind: "cpu", threads: 1, ...options });
    try {
      return await run(backend);
    } finally {
      await backend.dispose();
    }
  });
}

/** A dense step, one that changes nothing, sparse ones by both rules, and a block step. */
async function everyKind(backend: Backend): Promise<StepResult[]> {
  const slot = await backend.open(TOKENS);
  const changes = { positions: Int32Array.of(14, 20), tokens: Int32Array.of(70, 71) };
  const results: StepResult[] = [];
  for (const plan of [
    makePlan({ kind: "dense", score: SCORE }),
    makePlan({ kind: "sparse", exact: true, tau: 0, score: SCORE }),
    makePlan({ kind: "sparse", exact: true, tau: 0.999, changes, score: rowRange(21, ROWS) }),
    makePlan({ kind: "sparse", exact: false, tau: 0.999, firstRow: PROMPT, score: rowRange(21, ROWS) }),
    makePlan({ kind: "block", active: rowRange(16, 32), score: rowRange(21, 32), keep: "keys-values" }),
    makePlan({ kind: "dense", keep: "nothing", score: rowRange(21, ROWS), choice: { ...GREEDY, temperature: 0.5 } }),
  ]) {
    results.push(...(await backend.step([{ slot, ...plan }])));
  }
  return results;
}

describe("a backend with int8 matrices", () => {
  it("comes close to the one in single precision in every kind of step", async () => {
    const [coarse, fine] = [await on({ precision: "int8" }, everyKind), await on({}, everyKind)];
    expect(coarse.map((result) => result.activeRows)).toEqual(fine.map((result) => result.activeRows));
    const apart = coarse.flatMap((result, step) =>
      Array.from(result.confidences, (confidence, i) => Math.abs(confidence - (fine[step]?.confidences[i] ?? 1))),
    );
    const mean = apart.reduce((sum, value) => sum + value, 0) / apart.length;
    expect(apart.length).toBeGreaterThan(100);
    expect(mean).toBeGreaterThan(0);
    expect(mean).toBeLessThan(0.01);
    // Its second step selects no row: products of no rows are products too.
    expect([...(coarse[1]?.salientRows ?? [])]).toEqual([0, 0]);
  });

  it("gives the same tokens natively and in WebAssembly", async () => {
    const [native, wasm] = [
      await on({ precision: "int8" }, everyKind),
      await on({ precision: "int8", kind: "wasm" }, everyKind),
    ];
    expect(wasm.map(({ tokens }) => [...tokens])).toEqual(native.map(({ tokens }) => [...tokens]));
    expect(wasm.map(({ salientRows }) => [...salientRows])).toEqual(native.map(({ salientRows }) => [...salientRows]));
  });

  it.each([
    ["int8", "webgpu", /int8 is computed on the CPU/],
    ["fp16", "cpu", /half precision needs a GPU/],
  ] as const)("%s on %s is refused with what would do", async (precision, kind, message) => {
    await expect(on({ precision, kind }, async () => [])).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(message),
    });
  });
});
