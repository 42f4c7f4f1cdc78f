import { describe, expect, it } from "vitest";
import type { ModelConfig } from "../../model/types.ts";
import { planMemory, stepBytes } from "./memory-plan.ts";
import { RESERVED_ROWS } from "./row-pool.ts";

/** LLaDA-8B. */
const LLADA_8B: ModelConfig = {
  layers: 32,
  hidden: 4096,
  heads: 32,
  ffn: 12_288,
  vocab: 126_464,
  ropeTheta: 500_000,
  rmsNormEps: 1e-5,
  maxRows: 4096,
  maskToken: 126_336,
  eosToken: 126_081,
  eotToken: null,
  tiedHead: false,
};
const GB = 1e9;
const request = { config: LLADA_8B, bytesPerElement: 2, slots: 32, maxBindingBytes: 4 * GB } as const;

describe("the division of a device's memory", () => {
  it("holds weights, one step and the pool within the limit, and gives what is left to cache rows", () => {
    const plan = planMemory({ ...request, limitBytes: 80 * GB });
    expect(plan.weightBytes).toBeGreaterThan(15.9 * GB);
    expect(plan.weightBytes).toBeLessThan(16.2 * GB);
    expect(plan.rowBytes).toBe(4 * 32 * 4096 * 2);
    const used = plan.weightBytes + plan.scratchBytes + plan.poolRows * plan.rowBytes;
    expect(used).toBeLessThanOrEqual(80 * GB);
    expect(used + plan.rowBytes).toBeGreaterThan(80 * GB);
  });

  it("takes no more rows than the canvases that may be open together can use", () => {
    const plan = planMemory({ ...request, slots: 2, limitBytes: 500 * GB });
    expect(plan.poolRows).toBe(2 * 4096 + RESERVED_ROWS);
  });

  it("leaves room for several sequences in one step where memory allows it", () => {
    const plan = planMemory({ ...request, config: { ...LLADA_8B, maxRows: 512 }, limitBytes: null });
    const eight = stepBytes(LLADA_8B, 2, { sequences: 8, rows: 512, keys: 513 });
    expect(plan.scratchBytes).toBeGreaterThan(eight);
  });

  it("shortens the longest canvas where the model's does not fit the memory or the largest binding", () => {
    expect(planMemory({ ...request, limitBytes: 20 * GB })).toMatchObject({ maxRows: 1024 });
    expect(planMemory({ ...request, limitBytes: null, maxBindingBytes: 2 ** 31 - 4 })).toMatchObject({ maxRows: 2048 });
  });

  it("refuses a limit below weights and one canvas, and names what is needed", () => {
    expect(() => planMemory({ ...request, limitBytes: 16.2 * GB })).toThrow(
      expect.objectContaining({
        code: "out_of_memory",
        message: expect.stringMatching(/needs .* MB .*--memory allows 16200\.0 MB/),
      }),
    );
  });

  it("refuses a tensor larger than the adapter's largest binding", () => {
    expect(() => planMemory({ ...request, limitBytes: null, maxBindingBytes: 2 ** 27 })).toThrow(/wte\.weight takes/);
  });
});
