import { DyllmError, type GenerateRequest } from "@dyllm/shared";
import { describe, expect, it } from "vitest";
import { type ModelDefaults, resolveOptions } from "./options.ts";
import { BYTE_MODEL } from "./testing/byte-model.ts";

const MODEL: ModelDefaults = { ...BYTE_MODEL, vocab: 260, maxRows: 64 };

function request(changes: Partial<GenerateRequest> = {}): GenerateRequest {
  return {
    version: 1,
    requestId: "r1",
    model: "byte-model",
    input: { kind: "text", text: "hi" },
    canvas: { maxTokens: 16 },
    sampling: { temperature: 0, seed: 1 },
    denoising: {},
    stop: [],
    timeoutMs: 1000,
    ...changes,
  };
}

function refusal(changes: Partial<GenerateRequest>, promptTokens = 2, model = MODEL): DyllmError {
  try {
    resolveOptions(request(changes), model, promptTokens);
  } catch (error) {
    if (error instanceof DyllmError) {
      return error;
    }
    throw error;
  }
  throw new Error("the request was not refused");
}

describe("resolveOptions", () => {
  it("fills in the model's defaults", () => {
    expect(resolveOptions(request(), MODEL, 2)).toEqual({
      maxTokens: 16,
      window: 16,
      blockLength: 8,
      mode: "dense",
      tau: 0.99,
      steps: 16,
      confidenceThreshold: null,
      entropyBound: null,
      lookahead: null,
      earlyStop: true,
      denseSteps: 2,
      fullEvery: 4,
      refreshEvery: 0,
      temperature: 0,
      topP: null,
      topK: null,
      seed: 1,
      stop: [],
      logitBias: [],
      detail: { trace: false, topLogprobs: null },
    });
  });

  it("keeps what the caller names, zero and null included", () => {
    const thresholdModel = { ...MODEL, denoising: { ...MODEL.denoising, confidenceThreshold: 0.9, refreshEvery: 7 } };
    const denoising = { tau: 0, refreshEvery: 0, confidenceThreshold: null, mode: "dyllm" } as const;
    const sampling = { temperature: 0.5, topP: 0.9, topK: 5, seed: 0 };
    expect(resolveOptions(request({ denoising, sampling }), thresholdModel, 2)).toMatchObject({
      ...denoising,
      ...sampling,
    });
  });

  it("rounds the window up to whole blocks", () => {
    expect(resolveOptions(request({ canvas: { maxTokens: 9 } }), MODEL, 2)).toMatchObject({ maxTokens: 9, window: 16 });
    expect(resolveOptions(request({ canvas: { maxTokens: 9, blockLength: 5 } }), MODEL, 2).window).toBe(10);
  });

  it("scales the default steps with the window, at least one a block and at most one a token", () => {
    const half = { ...MODEL, denoising: { ...MODEL.denoising, steps: 8 } };
    const steps = (maxTokens: number, model: ModelDefaults) =>
      resolveOptions(request({ canvas: { maxTokens } }), model, 0).steps;
    expect([steps(32, half), steps(8, half), steps(3, half)]).toEqual([16, 4, 4]);
    expect(steps(32, { ...MODEL, denoising: { ...MODEL.denoising, steps: 1 } })).toBe(4);
    expect(steps(8, { ...MODEL, denoising: { ...MODEL.denoising, steps: 999 } })).toBe(8);
  });

  it("takes the fixed schedule when the caller names steps, whatever the model's default", () => {
    const model = { ...MODEL, denoising: { ...MODEL.denoising, confidenceThreshold: 0.9 } };
    expect(resolveOptions(request({ denoising: { steps: 4 } }), model, 2)).toMatchObject({
      steps: 4,
      confidenceThreshold: null,
    });
    expect(resolveOptions(request(), model, 2).confidenceThreshold).toBe(0.9);
  });

  it("starts from the preset that is asked for, and what is named beside it wins", () => {
    const denoising = { preset: "fast", lookahead: 7 } as const;
    expect(resolveOptions(request({ denoising }), MODEL, 2)).toMatchObject({
      mode: "dyllm",
      confidenceThreshold: 0.5,
      lookahead: 7,
      tau: 0.99,
    });
    expect(resolveOptions(request({ denoising: { preset: "fast", steps: 4 } }), MODEL, 2)).toMatchObject({
      steps: 4,
      confidenceThreshold: null,
    });
  });

  it("lets a named commit rule take the place of the model's", () => {
    const model = { ...MODEL, denoising: { ...MODEL.denoising, confidenceThreshold: 0.9 } };
    const rule = (denoising: GenerateRequest["denoising"]) => {
      const { confidenceThreshold, entropyBound } = resolveOptions(request({ denoising }), model, 2);
      return [confidenceThreshold, entropyBound];
    };
    expect(rule({ entropyBound: 0 })).toEqual([null, 0]);
    expect(rule({ entropyBound: null })).toEqual([0.9, null]);
    expect(rule({ confidenceThreshold: null })).toEqual([null, null]);
  });

  it("refuses an entropy bound beside a threshold", () => {
    const denoising = { entropyBound: 0.1, confidenceThreshold: 0.9 };
    expect(refusal({ denoising })).toMatchObject({ code: "invalid_value", param: "denoising.entropyBound" });
  });

  it("drops filters that keep everything", () => {
    const sampling = { temperature: 1, topP: 1, topK: 260, seed: 1 };
    expect(resolveOptions(request({ sampling }), MODEL, 2)).toMatchObject({ topP: null, topK: null });
  });

  it.each([
    ["too few for the blocks", { steps: 1 }],
    ["more than the window has tokens", { steps: 17 }],
    ["given together with a threshold", { steps: 8, confidenceThreshold: 0.9 }],
    ["given together with an entropy bound", { steps: 8, entropyBound: 0.1 }],
  ])("refuses steps that are %s", (_why, denoising) => {
    expect(refusal({ denoising })).toMatchObject({ code: "invalid_value", param: "denoising.steps" });
  });

  it("refuses a canvas over the model's length and names the limit and both parts", () => {
    const error = refusal({ canvas: { maxTokens: 16 } }, 49);
    expect(error).toMatchObject({ code: "context_length_exceeded", param: "prompt" });
    expect(error.message).toContain("maximum context length is 64 tokens");
    expect(error.message).toContain("65 tokens (49 in the prompt, 16 in the answer window)");
    expect(resolveOptions(request(), MODEL, 48).window).toBe(16);
  });

  it("names the messages when a conversation is too long", () => {
    const input = { kind: "chat", messages: [{ role: "user", content: "hi" }] } as const;
    expect(refusal({ input: { ...input, messages: [...input.messages] } }, 60).param).toBe("messages");
  });
});
