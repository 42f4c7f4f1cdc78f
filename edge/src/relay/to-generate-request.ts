import {
  type DenoisingOptions,
  type GenerateRequest,
  type NodeModel,
  PROTOCOL_VERSION,
  type PromptInput,
  type SamplingOptions,
} from "@dyllm/shared";

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

/** What a request asks of the nodes, whatever the endpoint it came through. Absent fields take the model's defaults. */
export interface Ask {
  readonly model: string;
  /** One for each prompt; each is answered `choicesPerInput` times. */
  readonly inputs: readonly PromptInput[];
  readonly choicesPerInput: number;
  readonly maxTokens: number | null;
  readonly temperature: number | null;
  readonly topP: number | null;
  readonly seed: number | null;
  readonly stop: readonly string[];
  readonly logitBias: SamplingOptions["logitBias"] | null;
  readonly denoising: DenoisingOptions;
  readonly blockLength: number | null;
  /** What the frames must say beyond tokens and text; see `generateRequest`. */
  readonly trace: boolean;
  readonly topLogprobs: number | null;
  readonly echo: boolean;
}

/** What a request leaves open, decided once for all of its choices. */
export interface RequestContext {
  readonly requestId: string;
  readonly model: NodeModel;
  /** Used when the request names no seed; 0…2³²−1. */
  readonly randomSeed: number;
  /** Whose requests may share a warm start: those of one key. */
  readonly prefixScope?: string;
  /** The edge's span, as a `traceparent`: parent of what the node does. */
  readonly traceparent?: string;
}

/**
 * The generations of a request, one for each choice, those of the first prompt first. The first uses the seed itself, the
 * others seeds derived from it.
 */
export function toGenerateRequests(ask: Ask, context: RequestContext): GenerateRequest[] {
  const seed = ask.seed === null ? context.randomSeed : toUint32(ask.seed);
  return ask.inputs.flatMap((input, prompt) =>
    Array.from({ length: ask.choicesPerInput }, (_, choice): GenerateRequest => {
      const index = prompt * ask.choicesPerInput + choice;
      return {
        version: PROTOCOL_VERSION,
        requestId: index === 0 ? context.requestId : `${context.requestId}:${index}`,
        model: ask.model,
        input,
        canvas: {
          maxTokens: windowOf(input, ask.maxTokens ?? context.model.defaultMaxTokens),
          ...(ask.blockLength !== null && { blockLength: ask.blockLength }),
        },
        sampling: {
          temperature: ask.temperature ?? DEFAULT_TEMPERATURE,
          ...topP(ask.topP ?? 1),
          seed: toUint32(seed + index * SEED_STEP),
          ...(ask.logitBias !== null && ask.logitBias !== undefined && { logitBias: ask.logitBias }),
        },
        denoising: ask.denoising,
        stop: [...ask.stop],
        timeoutMs: REQUEST_TIMEOUT_MS,
        ...(context.prefixScope !== undefined && { prefixScope: context.prefixScope }),
        ...(context.traceparent !== undefined && { traceparent: context.traceparent }),
        ...(ask.trace && { trace: true }),
        ...(ask.topLogprobs !== null && { topLogprobs: ask.topLogprobs }),
        ...(ask.echo && { echo: true }),
      };
    }),
  );
}

/** Tokens an answer to this input may have: gaps bring their own length. */
export function windowOf(input: PromptInput, maxTokens: number): number {
  return input.kind === "infill" ? input.gapTokens.reduce((sum, tokens) => sum + tokens, 0) : maxTokens;
}

function topP(value: number): { topP?: number } {
  return value === 1 ? {} : { topP: Math.max(value, MIN_TOP_P) };
}

/** The remainder modulo 2³², also of negative and of large integers. */
function toUint32(value: number): number {
  return ((value % SEED_RANGE) + SEED_RANGE) % SEED_RANGE;
}
