import { z } from "zod";
import { DyllmError } from "../errors.ts";
import {
  MAX_LOGIT_BIAS,
  MAX_LOGIT_BIASES,
  MAX_STOP_LENGTH,
  MAX_STOP_STRINGS,
  type SamplingOptions,
} from "../generate.ts";
import { decimal, integer, unsupported } from "./fields.ts";
import { toRequestError } from "./request-error.ts";

/** Choices per request. OpenAI allows 128; each one occupies a place on a node, so one request may not take them all. */
export const MAX_CHOICES = 8;

/** OpenAI's bounds on `metadata`. */
const MAX_METADATA_PAIRS = 16;
const MAX_METADATA_KEY_LENGTH = 64;
const MAX_METADATA_VALUE_LENGTH = 512;

/** Seeds are 64-bit integers at OpenAI. */
const MAX_SEED = 2 ** 63;

/** A model id longer than this is none of ours; the node protocol has the same bound. */
const MAX_MODEL_ID_LENGTH = 256;

const stopString = z.string().min(1).max(MAX_STOP_LENGTH);

/** Fields that several endpoints share, with one meaning. */
export const modelField = z.string().min(1).max(MAX_MODEL_ID_LENGTH);

export const stopField = z.union([stopString, z.array(stopString).min(1).max(MAX_STOP_STRINGS)]).nullish();

export const penaltyField = decimal(-2, 2)
  .refine((value) => value === 0, { params: unsupported, message: "other than 0 is not supported by this server." })
  .meta({ type: "number", const: 0 })
  .nullish();

export const choicesField = integer(1, Number.MAX_SAFE_INTEGER)
  // Asked of what is no number too: comparing an object may run code of its own and throw.
  .refine((value) => typeof value !== "number" || value <= MAX_CHOICES, {
    params: { problem: "invalid_value" },
    message: `this server gives at most ${MAX_CHOICES} choices per request.`,
  })
  .meta({ type: "integer", minimum: 1, maximum: MAX_CHOICES })
  .nullish();

export const seedField = integer(-MAX_SEED, MAX_SEED).nullish();

export const streamOptionsField = z
  .strictObject({
    include_usage: z.boolean().nullish(),
    /** The usage so far on every chunk (vLLM's name). */
    continuous_usage_stats: z.boolean().nullish(),
    include_obfuscation: z.boolean().nullish(),
  })
  .nullish();

/** Token ids, as OpenAI writes them in the keys of an object, and what is added to their logits. */
export const logitBiasField = z
  .record(z.string().regex(/^\d{1,9}$/), decimal(-MAX_LOGIT_BIAS, MAX_LOGIT_BIAS))
  .refine((biases) => Object.keys(biases).length <= MAX_LOGIT_BIASES, {
    message: `at most ${MAX_LOGIT_BIASES} tokens are allowed.`,
  })
  .nullish();

export const metadataField = z
  .record(z.string().max(MAX_METADATA_KEY_LENGTH), z.string().max(MAX_METADATA_VALUE_LENGTH))
  .refine((pairs) => Object.keys(pairs).length <= MAX_METADATA_PAIRS, {
    message: `at most ${MAX_METADATA_PAIRS} pairs are allowed.`,
  })
  .nullish();

export const serviceTierField = z.enum(["auto", "default", "flex", "scale", "priority", "fast"]).nullish();

/** Free text, or a JSON object; other forms are known to OpenAI and refused by name. */
export const responseFormatField = z
  .looseObject({ type: z.string() })
  .superRefine((format, context) => {
    if (format.type !== "text" && format.type !== "json_object") {
      context.addIssue({
        code: "custom",
        path: ["type"],
        message: "asks for a form of output that this server does not support.",
        params: unsupported,
      });
    }
  })
  .meta({ type: "object", properties: { type: { enum: ["text", "json_object"] } }, required: ["type"] })
  .nullish();

/** The stop strings of a request as a list. */
export function stopStrings(stop: z.infer<typeof stopField>): readonly string[] {
  return typeof stop === "string" ? [stop] : (stop ?? []);
}

/** The biases of a request as a node takes them; null for none. */
export function toLogitBias(biases: z.infer<typeof logitBiasField>): SamplingOptions["logitBias"] | null {
  const entries = Object.entries(biases ?? {});
  return entries.length === 0 ? null : entries.map(([token, bias]) => ({ token: Number(token), bias }));
}

/**
 * Checks a decoded request body against the schema of its endpoint.
 *
 * @throws DyllmError naming the first parameter that breaks a rule, with OpenAI's code for that rule
 */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body, { reportInput: true });
  if (!parsed.success) {
    throw toRequestError(parsed.error);
  }
  return parsed.data;
}

/** Refuses options of a stream where there is none. Throws DyllmError `invalid_value`. */
export function checkStreamOptions(request: {
  readonly stream?: unknown;
  readonly stream_options?: unknown;
  readonly dyllm?: object | null | undefined;
}): void {
  const { dyllm } = request;
  if (request.stream !== true && dyllm && "canvas" in dyllm && dyllm.canvas === true) {
    throw invalidField("dyllm.canvas", "The 'dyllm.canvas' parameter is only allowed when 'stream' is enabled.");
  }
  if (request.stream !== true && request.stream_options !== undefined && request.stream_options !== null) {
    throw invalidField("stream_options", "The 'stream_options' parameter is only allowed when 'stream' is enabled.");
  }
}

/** The error for a parameter whose value does not go with the others. */
export function invalidField(param: string, message: string): DyllmError {
  return new DyllmError("invalid_value", message, { param });
}

/** The error for a parameter that is known and cannot be honoured. */
export function unsupportedField(param: string, why: string): DyllmError {
  return new DyllmError("unsupported_parameter", `Unsupported parameter: '${param}' ${why}`, { param });
}

export function isEmptyArray(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
