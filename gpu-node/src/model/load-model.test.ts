import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadModel } from "./load-model.ts";
import { withCheckpoint } from "./testing/temporary-checkpoint.ts";
import type { ModelInfo } from "./types.ts";

function loadWith(settings: unknown): Promise<ModelInfo> {
  return withCheckpoint({}, async (directory) => {
    await writeFile(join(directory, "dyllm.json"), JSON.stringify(settings));
    return loadModel(directory);
  });
}

describe("loadModel", () => {
  it("serves a bare checkpoint under its directory's name, one token a step by default", async () => {
    await withCheckpoint({}, async (directory) => {
      const model = await loadModel(directory);
      expect(model).toMatchObject({ id: basename(directory), defaultMaxTokens: 32, blockLength: 32 });
      expect(model.denoising).toMatchObject({ mode: "dyllm-exact", tau: 0.99, steps: 32, confidenceThreshold: 0.9 });
      expect(model.config.eotToken).toBe(260);
    });
  });

  it("takes dyllm.json over the defaults, key by key", async () => {
    const model = await loadWith({
      id: "m",
      defaultMaxTokens: 48,
      denoising: { tau: 0.995, confidenceThreshold: null },
    });
    expect(model).toMatchObject({ id: "m", defaultMaxTokens: 48 });
    expect(model.denoising).toMatchObject({ mode: "dyllm-exact", tau: 0.995, steps: 48, confidenceThreshold: null });
  });

  it("takes the default settings from the preset balanced, and a model's own presets over the built-in ones", async () => {
    const model = await loadWith({
      presets: { balanced: { mode: "dyllm", entropyBound: 0.1 } },
      denoising: { tau: 0.9, steps: 16 },
    });
    expect(model.denoising).toMatchObject({
      mode: "dyllm",
      entropyBound: 0.1,
      confidenceThreshold: null,
      tau: 0.9,
      steps: 16,
    });
    expect(model.presets.quality).toMatchObject({ mode: "dense", confidenceThreshold: null });
  });

  it.each([
    { tau: 1 },
    { defaultMaxTokens: 65 },
    { denoising: { mode: "fast" } },
    { denoising: { confidenceThreshold: 0.9, entropyBound: 0.1 } },
    { presets: { slow: {} } },
    { presets: { fast: { steps: 8, entropyBound: 0.1 } } },
  ])("refuses %o", async (settings) => {
    await expect(loadWith(settings)).rejects.toMatchObject({
      code: "model_invalid",
      message: expect.stringContaining("dyllm.json"),
    });
  });
});
