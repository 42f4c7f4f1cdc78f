/** The admin API's requests and answers, in the names it uses on the wire. Times are Unix seconds. */
import { DyllmError } from "@dyllm/shared";
import { toRequestError } from "@dyllm/shared/openai";
import { z } from "zod";
import type { KeyDescription } from "../auth/api-key-object.ts";
import { ENDPOINTS, type KeyPolicy, keyScopes } from "../auth/key-policy.ts";
import type { KeyRecord } from "../auth/key-records.ts";
import { keyLimits } from "../limits/key-limits.ts";

const MS_PER_SECOND = 1_000;

/** An old secret stays good this long after a rotation unless told otherwise, and at most that long, in seconds. */
const DEFAULT_OVERLAP_S = 86_400;
const MAX_OVERLAP_S = 30 * 86_400;

const MAX_NAME_LENGTH = 100;

const name = z.string().min(1).max(MAX_NAME_LENGTH);

const positive = integerFrom(1);

const limits = z.strictObject({
  requests_per_minute: positive.nullish(),
  tokens_per_minute: positive.nullish(),
  concurrency: positive.nullish(),
  tokens_per_day: positive.nullish(),
  tokens_per_month: positive.nullish(),
});

const scopes = z.strictObject({
  models: z.array(z.string().min(1)).min(1).nullish(),
  endpoints: z.array(z.enum(ENDPOINTS)).min(1).nullish(),
  max_tokens: positive.nullish(),
});

const policyFields = {
  limits: limits.optional(),
  scopes: scopes.optional(),
  /** How far the preset may be lowered while every node is busy; null: not at all. */
  lowest_preset: z.enum(["balanced", "fast"]).nullish(),
};

export const createKeyRequest = z.strictObject({
  name,
  tenant: name.nullish(),
  env: z
    .string()
    .regex(/^[a-z]{1,16}$/, { message: "1 to 16 lower-case letters are expected." })
    .default("live"),
  expires_at: positive.nullish(),
  ...policyFields,
});

export const patchKeyRequest = z.strictObject({
  name: name.optional(),
  tenant: name.nullish(),
  expires_at: positive.nullish(),
  ...policyFields,
});

export const rotateKeyRequest = z.strictObject({
  /** Seconds for which the present secret stays good. */
  overlap_s: integerFrom(0, MAX_OVERLAP_S).default(DEFAULT_OVERLAP_S),
});

type PolicyRequest = Pick<z.infer<typeof patchKeyRequest>, "limits" | "scopes" | "lowest_preset">;

/** Checks a decoded body. Throws DyllmError naming the first parameter that breaks a rule. */
export function parseBody<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    throw toRequestError(parsed.error);
  }
  return parsed.data;
}

/** A whole number from the query string. Throws DyllmError when it is none or out of range. */
export function queryInteger(text: string | undefined, param: string, most: number): number | null {
  if (text === undefined) {
    return null;
  }
  const value = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > most) {
    throw new DyllmError("invalid_value", `Invalid '${param}': a whole number from 1 to ${most} is expected.`, {
      param,
    });
  }
  return value;
}

/** A policy with the parts of it that a request names changed; null takes a limit away. */
export function changedPolicy(policy: KeyPolicy, request: PolicyRequest): KeyPolicy {
  const { limits: l = {}, scopes: s = {}, lowest_preset: lowest } = request;
  return {
    limits: keyLimits.parse({
      ...policy.limits,
      ...given("requestsPerMinute", l.requests_per_minute),
      ...given("tokensPerMinute", l.tokens_per_minute),
      ...given("concurrency", l.concurrency),
      ...given("tokensPerDay", l.tokens_per_day),
      ...given("tokensPerMonth", l.tokens_per_month),
    }),
    scopes: keyScopes.parse({
      ...policy.scopes,
      ...given("models", s.models),
      ...given("endpoints", s.endpoints),
      ...given("maxTokens", s.max_tokens),
    }),
    lowestPreset: lowest === undefined ? policy.lowestPreset : lowest,
  };
}

/** Whether a request names any part of a policy. */
export function namesPolicy(request: PolicyRequest): boolean {
  return request.limits !== undefined || request.scopes !== undefined || request.lowest_preset !== undefined;
}

/** Unix ms of Unix seconds. */
export function toMs(seconds: number | null): number | null {
  return seconds === null ? null : seconds * MS_PER_SECOND;
}

/** A key as the admin API shows it; `record` is set for a configured key. Null when the id is none. */
export function presentKey(id: string, description: KeyDescription, record: KeyRecord | null): object | null {
  const { key, policy: override, revokedAtMs, overlapUntilMs, usage, spent, running, left } = description;
  const base = key ?? record;
  if (base === null) {
    return null;
  }
  const policy = key?.policy ?? override ?? record ?? null;
  return {
    id,
    object: "api_key",
    source: key === null ? "configuration" : "issued",
    name: base.name,
    tenant: key?.tenant ?? null,
    env: base.env,
    created_at: toSeconds(key?.createdAtMs ?? null),
    expires_at: toSeconds(key?.expiresAtMs ?? null),
    revoked_at: toSeconds(revokedAtMs),
    previous_secret_until: toSeconds(overlapUntilMs),
    ...(policy !== null && presentPolicy(policy)),
    running,
    spent,
    /** Of the rates, this minute; null where there is none. */
    remaining: {
      requests_per_minute: left.requests?.remaining ?? null,
      // Without a rate for tokens that view is a budget's.
      tokens_per_minute: typeof policy?.limits.tokensPerMinute === "number" ? (left.tokens?.remaining ?? null) : null,
    },
    usage: {
      requests: usage.requests,
      prompt_tokens: usage.promptTokens,
      completion_tokens: usage.completionTokens,
      last_used_at: toSeconds(usage.lastUsedMs),
    },
  };
}

/** A key's usage as the admin API shows it, with its last `days` days. */
export function presentUsage(id: string, description: KeyDescription, record: KeyRecord | null, days: number): object {
  const { key, usage, spent } = description;
  return {
    key_id: id,
    name: key?.name ?? record?.name ?? null,
    tenant: key?.tenant ?? null,
    requests: usage.requests,
    prompt_tokens: usage.promptTokens,
    completion_tokens: usage.completionTokens,
    tokens_today: spent.day,
    tokens_this_month: spent.month,
    last_used_at: toSeconds(usage.lastUsedMs),
    days: Object.entries(usage.days)
      .slice(days === 0 ? Number.POSITIVE_INFINITY : -days)
      .map(([date, day]) => ({
        date,
        requests: day.requests,
        prompt_tokens: day.promptTokens,
        completion_tokens: day.completionTokens,
      })),
  };
}

function presentPolicy({ limits: l, scopes: s, lowestPreset }: KeyPolicy): object {
  return {
    limits: {
      requests_per_minute: l.requestsPerMinute,
      tokens_per_minute: l.tokensPerMinute,
      concurrency: l.concurrency,
      tokens_per_day: l.tokensPerDay,
      tokens_per_month: l.tokensPerMonth,
    },
    scopes: { models: s.models, endpoints: s.endpoints, max_tokens: s.maxTokens },
    lowest_preset: lowestPreset,
  };
}

/** Unix seconds of Unix ms. */
export function toSeconds(ms: number | null): number | null {
  return ms === null ? null : Math.floor(ms / MS_PER_SECOND);
}

function given<K extends string, T>(field: K, value: T | undefined): { [P in K]?: T } {
  return (value === undefined ? {} : { [field]: value }) as { [P in K]?: T };
}

function integerFrom(least: number, most = 1e12): z.ZodType<number> {
  return z
    .int()
    .refine((value) => value >= least, {
      params: { problem: "integer_below_min_value" },
      message: `a whole number of at least ${least} is expected.`,
    })
    .refine((value) => value <= most, {
      params: { problem: "integer_above_max_value" },
      message: `a whole number of at most ${most} is expected.`,
    });
}
