import { z } from "zod";

/**
 * Answers of `POST /v1/chat/completions`, as schemas: what they describe is what `GET /openapi.json` publishes and what the
 * conformance tests hold every answer against. Keys are OpenAI's; what its specification requires is always present.
 */
const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();

export const finishReason = z.enum(["stop", "length"]);

export type FinishReason = z.infer<typeof finishReason>;

/** A chat answer may also end with a call of one of the caller's functions. */
const chatFinishReason = z.enum([...finishReason.options, "tool_calls"]);

const calledFunction = z.strictObject({ name: z.string(), arguments: z.string() });

const toolCall = z.strictObject({ id: z.string(), type: z.literal("function"), function: calledFunction });

const count = z.int().min(0);

/** What an answer cost: this server's extension of `usage`. */
export const dyllmUsage = z.strictObject({
  /** Denoising steps spent, all choices together. */
  steps: count,
  /** Mean share of active rows that were salient, over the sparse steps; 1 when there was none. */
  salient_fraction: z.number().min(0).max(1),
  /** Multiply-adds spent, as a share of dense steps in the same number; null when the node does not say. */
  dense_compute_share: z.number().min(0).nullable(),
});

export const completionUsageSchema = z.strictObject({
  prompt_tokens: count,
  completion_tokens: count,
  total_tokens: count,
  /** Prompt tokens whose keys and values the node still had from an earlier request of the same API key. */
  prompt_tokens_details: z.strictObject({ cached_tokens: count }),
  completion_tokens_details: z.strictObject({ reasoning_tokens: count }),
  dyllm: dyllmUsage,
});

export type CompletionUsage = z.infer<typeof completionUsageSchema>;

const alternative = z.strictObject({
  token: z.string(),
  logprob: z.number().max(0),
  bytes: list(z.int().min(0).max(255)),
});

/** A token with the probability it had when its position was committed. */
export const tokenLogprob = alternative.extend({ top_logprobs: list(alternative) });

export type TokenLogprob = z.infer<typeof tokenLogprob>;

export const choiceLogprobs = z.strictObject({ content: list(tokenLogprob), refusal: z.null() });

export type ChoiceLogprobs = z.infer<typeof choiceLogprobs>;

export const chatCompletionSchema = z.strictObject({
  id: z.string(),
  object: z.literal("chat.completion"),
  /** Unix seconds. */
  created: z.int(),
  model: z.string(),
  choices: list(
    z.strictObject({
      index: count,
      message: z.strictObject({
        role: z.literal("assistant"),
        /** Null beside `tool_calls`. */
        content: z.string().nullable(),
        refusal: z.null(),
        annotations: z.tuple([]).readonly(),
        tool_calls: list(toolCall).optional(),
      }),
      logprobs: choiceLogprobs.nullable(),
      finish_reason: chatFinishReason,
    }),
  ),
  usage: completionUsageSchema,
  service_tier: z.literal("default"),
  system_fingerprint: z.null(),
});

export type ChatCompletion = z.infer<typeof chatCompletionSchema>;

const position = z.int().min(0);

/**
 * What one denoising step did, for `dyllm: {canvas: true}`. The first event of a choice tells the size of its canvas, and
 * one with `resumed` that another node goes on. Positions count answer tokens.
 */
export const canvasEvent = z.union([
  z.strictObject({
    choice: position,
    length: position,
    block_length: position,
    prompt_tokens: position,
    node: z.string(),
  }),
  z.strictObject({
    choice: position,
    step: position,
    kind: z.string().nullable(),
    ms: z.number().nullable(),
    block: z.strictObject({ start: position, length: position }),
    positions: list(position),
    /** Text of each token decoded alone. */
    pieces: list(z.string()),
    confidences: list(z.number().min(0).max(1)),
    /** Positions that received an end of text. */
    ends: list(position),
    /** Positions recomputed in at least one layer; null: all. */
    recomputed: list(position).nullable(),
    salient_fraction: z.number().min(0).max(1).nullable(),
    /** As in `usage.dyllm`, for the steps so far. */
    dense_compute_share: z.number().min(0).nullable(),
  }),
  z.strictObject({ choice: position, resumed: z.literal(true), node: z.string() }),
]);

export type CanvasEvent = z.infer<typeof canvasEvent>;

export const chatCompletionChunkSchema = z.strictObject({
  id: z.string(),
  object: z.literal("chat.completion.chunk"),
  created: z.int(),
  model: z.string(),
  service_tier: z.literal("default"),
  system_fingerprint: z.null(),
  choices: list(
    z.strictObject({
      index: count,
      delta: z.strictObject({
        role: z.literal("assistant").optional(),
        content: z.string().nullable().optional(),
        refusal: z.null().optional(),
        /** First a call's id and name, then its arguments. */
        tool_calls: list(
          z.strictObject({
            index: count,
            id: z.string().optional(),
            type: z.literal("function").optional(),
            function: calledFunction.partial({ name: true }),
          }),
        ).optional(),
      }),
      logprobs: choiceLogprobs.nullable(),
      finish_reason: chatFinishReason.nullable(),
    }),
  ),
  /** Only with `include_usage` (null on every chunk but the last) or `continuous_usage_stats` (so far). */
  usage: completionUsageSchema.nullable().optional(),
  /** Only with `include_obfuscation`: random characters that even out the length of the event. */
  obfuscation: z.string().optional(),
  /** Only with `dyllm: {canvas: true}`, on chunks without choices. */
  dyllm_canvas: canvasEvent.optional(),
  /** Only with `diffusing: true`: `content` replaces what was shown before. */
  diffusion_meta: z
    .strictObject({ diffusion_content: z.literal(true), diffusion_progress: z.number().min(0).max(1) })
    .optional(),
});

export type ChatCompletionChunk = z.infer<typeof chatCompletionChunkSchema>;
export type ChatCompletionChunkChoice = ChatCompletionChunk["choices"][number];
