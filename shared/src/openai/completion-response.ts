import { z } from "zod";
import { canvasEvent, completionUsageSchema, finishReason } from "./chat-response.ts";

/** Answers of `POST /v1/completions` and `POST /v1/fim/completions`, as schemas. */
const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();

/** The older form of log probabilities. `text_offset` counts UTF-16 units from the start of the prompt. */
export const textLogprobs = z.strictObject({
  tokens: list(z.string()),
  /** Null for tokens of an echoed prompt: a masked-diffusion model predicts no token from those before it alone. */
  token_logprobs: list(z.number().max(0).nullable()),
  top_logprobs: list(z.record(z.string(), z.number().max(0)).nullable()).nullable(),
  text_offset: list(z.int().min(0)),
});

export type TextLogprobs = z.infer<typeof textLogprobs>;

const choice = {
  text: z.string(),
  index: z.int().min(0),
  logprobs: textLogprobs.nullable(),
  /** Only with `dyllm.segments`, and when the choice has ended: the text of each gap. */
  dyllm_gaps: list(z.string()).optional(),
};

const common = {
  id: z.string(),
  object: z.literal("text_completion"),
  created: z.int(),
  model: z.string(),
  system_fingerprint: z.null(),
};

export const textCompletionSchema = z.strictObject({
  ...common,
  choices: list(z.strictObject({ ...choice, finish_reason: finishReason })),
  usage: completionUsageSchema,
});

export type TextCompletion = z.infer<typeof textCompletionSchema>;

export const textCompletionChunkSchema = z.strictObject({
  ...common,
  choices: list(z.strictObject({ ...choice, finish_reason: finishReason.nullable() })),
  usage: completionUsageSchema.nullable().optional(),
  obfuscation: z.string().optional(),
  dyllm_canvas: canvasEvent.optional(),
});

export type TextCompletionChunk = z.infer<typeof textCompletionChunkSchema>;
export type TextCompletionChunkChoice = TextCompletionChunk["choices"][number];
