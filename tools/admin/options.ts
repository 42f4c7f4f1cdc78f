import type { ParseArgsConfig } from "node:util";

/** A command line that cannot be understood. */
export class UsageError extends Error {
  readonly code = "usage";
}

/** Options of all commands; each command looks at its own. */
export const OPTIONS = {
  url: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  name: { type: "string" },
  tenant: { type: "string" },
  env: { type: "string" },
  expires: { type: "string" },
  rpm: { type: "string" },
  tpm: { type: "string" },
  concurrency: { type: "string" },
  "tokens-per-day": { type: "string" },
  "tokens-per-month": { type: "string" },
  models: { type: "string" },
  endpoints: { type: "string" },
  "max-tokens": { type: "string" },
  "lowest-preset": { type: "string" },
  overlap: { type: "string" },
  days: { type: "string" },
  limit: { type: "string" },
} as const satisfies ParseArgsConfig["options"];

export type Options = { readonly [Name in keyof typeof OPTIONS]?: string | boolean };

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** A text option, or undefined. */
export function textOf(options: Options, name: keyof Options): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

/** A time such as `90d`, `12h`, `30m` or `45s`, in seconds; `0` is none. Throws UsageError. */
export function durationOf(options: Options, name: keyof Options): number | undefined {
  const value = textOf(options, name);
  if (value === undefined || value === "0") {
    return value === undefined ? undefined : 0;
  }
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(value) ?? [];
  if (count === undefined || unit === undefined) {
    throw new UsageError(`--${name} takes a time such as 90d, 12h, 30m or 45s`);
  }
  return Number(count) * (SECONDS[unit] ?? 1);
}

/** The parts of a key's policy that the options name, as the admin API takes them; `none` takes one away. */
export function policyOf(options: Options): object {
  const limits = compact({
    requests_per_minute: numberOf(options, "rpm"),
    tokens_per_minute: numberOf(options, "tpm"),
    concurrency: numberOf(options, "concurrency"),
    tokens_per_day: numberOf(options, "tokens-per-day"),
    tokens_per_month: numberOf(options, "tokens-per-month"),
  });
  const scopes = compact({
    models: listOf(options, "models"),
    endpoints: listOf(options, "endpoints"),
    max_tokens: numberOf(options, "max-tokens"),
  });
  const preset = textOf(options, "lowest-preset");
  return {
    ...(Object.keys(limits).length > 0 && { limits }),
    ...(Object.keys(scopes).length > 0 && { scopes }),
    ...(preset !== undefined && { lowest_preset: preset === "none" ? null : preset }),
  };
}

function numberOf(options: Options, name: keyof Options): number | null | undefined {
  const value = textOf(options, name);
  if (value === undefined || value === "none") {
    return value === undefined ? undefined : null;
  }
  if (!/^\d{1,12}$/.test(value)) {
    throw new UsageError(`--${name} takes a whole number or "none"`);
  }
  return Number(value);
}

function listOf(options: Options, name: keyof Options): readonly string[] | null | undefined {
  const value = textOf(options, name);
  return value === undefined ? undefined : value === "none" ? null : value.split(",");
}

function compact(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
