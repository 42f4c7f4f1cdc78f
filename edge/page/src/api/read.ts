/** Readers for decoded JSON: what does not have the expected type is absent, never trusted. */

export type Json = Readonly<Record<string, unknown>>;

/** The value as an object, or an empty one. */
export function record(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** The value as a list, or an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

export function number(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** The numbers of a list, or null when the value is no list. */
export function numbers(value: unknown): readonly number[] | null {
  return Array.isArray(value) ? value.filter((item): item is number => typeof item === "number") : null;
}

/** The strings of a list, or null when the value is no list. */
export function texts(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : null;
}
