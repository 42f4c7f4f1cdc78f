import { type GenerateRequest, type NodeModel, PROTOCOL_VERSION } from "@dyllm/shared";
import { type ChatCompletionRequest, toChatMessage, toDenoisingOptions } from "@dyllm/shared/openai";

/**
 * Greedy by default, where OpenAI samples at 1: the most confident token is what a masked-diffusion model is evaluated
 * with, and its answer is the one that can be reproduced.
 */
const DEFAULT_TEMPERATURE = 0;

/** `top_p: 0` keeps the likeliest token only; the node asks for a positive share, and any this small says the same. */
const MIN_TOP_P = 1e-9;

/** A node may work on a request for this long, in ms: the time after which OpenAI's own clients give up. */
export const REQUEST_TIMEOUT_MS = 600_000;

/** Step between the seeds of a request's choices (2³² divided by the golden ratio): far apart, never equal for 2³² of them. */
const SEED_STEP = 0x9e3779b9;

const SEED_RANGE = 2 ** 32;

/** What a request leaves open, decided once for all of its choices. */
export interface RequestContext {
  readonly requestId: string;
  readonly model: NodeModel;
  /** Used when the request names no seed; 0…2³²−1. */
  readonly randomSeed: number;
}

/** The generations of a request, one for each choice. The first uses the seed itself, the others seeds derived from it. */
export function toGenerateRequests(request: ChatCompletionRequest, context: RequestContext): GenerateRequest[] {
  const seed = request.seed === undefined || request.seed === null ? context.randomSeed : toUint32(request.seed);
  return Array.from({ length: request.n ?? 1 }, (_, index) => ({
    version: PROTOCOL_VERSION,
    requestId: index === 0 ? context.requestId : `${context.requestId}:${index}`,
    model: request.model,
    input: { kind: "chat" as const, messages: request.messages.map(toChatMessage) },
    canvas: {
      maxTokens: request.max_completion_tokens ?? request.max_tokens ?? context.model.defaultMaxTokens,
      ...(request.dyllm?.block_length !== undefined && { blockLength: request.dyllm.block_length }),
    },
    sampling: {
      temperature: request.temperature ?? DEFAULT_TEMPERATURE,
      ...topP(request.top_p ?? 1),
      seed: toUint32(seed + index * SEED_STEP),
    },
    denoising: toDenoisingOptions(request.dyllm ?? {}),
    stop: stopStrings(request.stop),
    timeoutMs: REQUEST_TIMEOUT_MS,
  }));
}

function topP(value: number): { topP?: number } {
  return value === 1 ? {} : { topP: Math.max(value, MIN_TOP_P) };
}

function stopStrings(stop: ChatCompletionRequest["stop"]): string[] {
  return typeof stop === "string" ? [stop] : (stop ?? []);
}

/** The remainder modulo 2³², also of negative and of large integers. */
function toUint32(value: number): number {
  return ((value % SEED_RANGE) + SEED_RANGE) % SEED_RANGE;
}
