import { type GenerateRequest, PROTOCOL_VERSION } from "@dyllm/shared";

/** A valid request; `changes` replaces top-level fields. */
export function generateRequestOf(changes: Partial<GenerateRequest> = {}): GenerateRequest {
  return {
    version: PROTOCOL_VERSION,
    requestId: "req-1",
    model: "test-model",
    input: { kind: "text", text: "Once upon a time" },
    canvas: { maxTokens: 16 },
    sampling: { temperature: 0, seed: 7 },
    denoising: {},
    stop: [],
    timeoutMs: 60_000,
    ...changes,
  };
}
