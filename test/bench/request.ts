import { type DenoisingOptions, type GenerateRequest, PROTOCOL_VERSION } from "@dyllm/shared";
import type { Item } from "../../tools/taskgen/src/types.ts";

/** The canvas of every answer, in tokens: the targets'. */
const MAX_TOKENS = 256;

/** Long enough for the slowest method on the slowest backend. */
const TIMEOUT_MS = 600_000;

/** What a bench asks a node for an item: greedily, on a canvas of 256 tokens. */
export function requestFor(item: Item, requestId: string, model: string, denoising: DenoisingOptions): GenerateRequest {
  return {
    version: PROTOCOL_VERSION,
    requestId,
    model,
    input: { kind: "chat", messages: [...item.turns] },
    canvas: { maxTokens: MAX_TOKENS },
    sampling: { temperature: 0, seed: 0 },
    denoising,
    stop: [],
    timeoutMs: TIMEOUT_MS,
  };
}
