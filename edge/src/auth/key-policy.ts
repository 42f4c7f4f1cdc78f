import { z } from "zod";
import { keyLimits } from "../limits/key-limits.ts";

/** What a key can be allowed to call. */
export const ENDPOINTS = ["chat.completions", "completions", "fim.completions", "responses"] as const;

export type Endpoint = (typeof ENDPOINTS)[number];

/** More entries than any gateway serves; bounds what one record holds. */
const MAX_MODELS = 100;
const MAX_MODEL_ID_LENGTH = 256;

export const keyScopes = z.strictObject({
  /** Model ids; null: all. Any other model does not exist for the key. */
  models: z.array(z.string().min(1).max(MAX_MODEL_ID_LENGTH)).min(1).max(MAX_MODELS).nullable().default(null),
  /** Endpoints; null: all. */
  endpoints: z.array(z.enum(ENDPOINTS)).min(1).nullable().default(null),
  /** Most completion tokens for each choice of a request; null: what the model can. */
  maxTokens: z.int().min(1).nullable().default(null),
});

export type KeyScopes = z.infer<typeof keyScopes>;

/** How far the preset of a key's requests may be lowered while every node is busy; null: not at all. */
export const lowestPreset = z.enum(["balanced", "fast"]).nullable().default(null);

/** Everything a key may do. */
export const keyPolicy = z.strictObject({
  limits: keyLimits.prefault({}),
  scopes: keyScopes.prefault({}),
  lowestPreset,
});

export type KeyPolicy = z.infer<typeof keyPolicy>;

/** A key that may do everything. */
export const OPEN_POLICY: KeyPolicy = keyPolicy.parse({});
