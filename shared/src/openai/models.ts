import { z } from "zod";
import { DENOISING_MODES, PRESETS } from "../denoising.ts";
import type { NodeModel } from "../status.ts";

/** What a model can be asked for: this server's extension of a model's entry. */
const capabilities = z.strictObject({
  chat_completions: z.boolean(),
  completions: z.boolean(),
  responses: z.boolean(),
  streaming: z.boolean(),
  logprobs: z.boolean(),
  logit_bias: z.boolean(),
  /** Text between a prefix and a suffix, and several gaps at once. */
  infill: z.boolean(),
  json_object: z.boolean(),
  /** Snapshots of the canvas while it fills. */
  diffusing: z.boolean(),
  tools: z.boolean(),
  vision: z.boolean(),
});

/** One entry of `GET /v1/models`; the first four fields are the ones clients require. */
export const openAiModelSchema = z.strictObject({
  id: z.string(),
  object: z.literal("model"),
  /** Unix seconds. */
  created: z.int(),
  owned_by: z.string(),
  /** Prompt and answer together, in tokens. */
  context_length: z.int().min(1),
  /** Answer tokens where a chat request names no limit. */
  default_max_tokens: z.int().min(1),
  capabilities,
  /** Values of the `dyllm` object's `mode` and `preset`. */
  dyllm: z.strictObject({
    modes: z.array(z.enum(DENOISING_MODES)).readonly(),
    presets: z.array(z.enum(PRESETS)).readonly(),
  }),
});

export type OpenAiModel = z.infer<typeof openAiModelSchema>;

export const openAiModelListSchema = z.strictObject({
  object: z.literal("list"),
  data: z.array(openAiModelSchema).readonly(),
});

export type OpenAiModelList = z.infer<typeof openAiModelListSchema>;

/** A node's model as OpenAI shows it. */
export function toOpenAiModel(model: NodeModel): OpenAiModel {
  return {
    id: model.id,
    object: "model",
    created: model.created,
    owned_by: model.ownedBy,
    context_length: model.contextLength,
    default_max_tokens: model.defaultMaxTokens,
    capabilities: {
      chat_completions: true,
      completions: true,
      responses: true,
      streaming: true,
      logprobs: true,
      logit_bias: true,
      infill: true,
      json_object: true,
      diffusing: true,
      tools: true,
      vision: false,
    },
    dyllm: { modes: DENOISING_MODES, presets: PRESETS },
  };
}
