import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "./usage.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * `node:util` parseArgs, strict; what it refuses (an unknown flag, a missing value) becomes a usage error.
 * @throws UsageError
 */
export function readArgs<const T extends Options>(args: readonly string[], options: T, positionals: number) {
  const parsed = strictArgs(args, options);
  if (parsed.positionals.length > positionals) {
    throw new UsageError(`unexpected argument ${JSON.stringify(parsed.positionals[positionals])}`);
  }
  return parsed;
}

function strictArgs<const T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
  } catch (thrown) {
    throw new UsageError(thrown instanceof Error ? (thrown.message.split("\n")[0] ?? "") : String(thrown));
  }
}

/**
 * A whole number in a range, or null when the flag is absent.
 * @throws UsageError
 */
export function integerArg(flag: string, text: string | undefined, min: number, max: number): number | null {
  if (text === undefined) {
    return null;
  }
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) {
    throw new UsageError(`${flag} takes a whole number from ${min} to ${max}`);
  }
  return value;
}

const BYTE_UNITS: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, MIB: 2 ** 20, GIB: 2 ** 30 };

/**
 * A size as `24GB`, `1.5GiB` or `800MB`, in bytes, or null when the flag is absent.
 * @throws UsageError
 */
export function bytesArg(flag: string, text: string | undefined): number | null {
  if (text === undefined) {
    return null;
  }
  const [, number, unit] = /^(\d{1,6}(?:\.\d+)?)(MB|GB|MiB|GiB)$/i.exec(text) ?? [];
  const bytes = Number(number) * (BYTE_UNITS[unit?.toUpperCase() ?? ""] ?? Number.NaN);
  if (!(bytes > 0)) {
    throw new UsageError(`${flag} takes a size as 24GB, 1.5GiB or 800MB`);
  }
  return Math.floor(bytes);
}

/**
 * A decimal number in a range, or null when the flag is absent.
 * @throws UsageError
 */
export function decimalArg(flag: string, text: string | undefined, min: number, max: number): number | null {
  if (text === undefined) {
    return null;
  }
  const value = /^\d+(\.\d+)?$|^\.\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) {
    throw new UsageError(`${flag} takes a number from ${min} to ${max}`);
  }
  return value;
}

/**
 * One word of a list, or null when the flag is absent.
 * @throws UsageError
 */
export function choiceArg<const T extends string>(
  flag: string,
  text: string | undefined,
  choices: readonly T[],
): T | null {
  if (text === undefined) {
    return null;
  }
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) {
    throw new UsageError(`${flag} takes one of: ${choices.join(", ")}`);
  }
  return choice;
}

/**
 * A flag that must be there.
 * @throws UsageError
 */
export function requiredArg(flag: string, text: string | undefined): string {
  if (text === undefined || text === "") {
    throw new UsageError(`${flag} is missing`);
  }
  return text;
}
