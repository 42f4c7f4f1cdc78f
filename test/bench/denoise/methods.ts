import type { DenoisingMode, DenoisingOptions } from "@dyllm/shared";

/** What the methods with a window and a threshold end in. */
const TOGETHER = " + threshold + window";

/** What computes: the product in single precision or in int8, or the prototype of event-driven steps. */
export type EngineKind = "fp32" | "int8" | "event";

/** One way to answer, as the bench compares them. */
export interface Method {
  /** Unique; `mode + policy + window`. */
  readonly name: string;
  readonly engine: EngineKind;
  /** What plots colour by. */
  readonly series: string;
  /** What plots mark by: how many tokens a step may commit. */
  readonly policy: "one token" | "threshold" | "entropy";
  readonly window: boolean;
  readonly denoising: DenoisingOptions;
}

/** What every ratio, flip and share of FLOPs is relative to: dense steps, one token each, stopping at the end of text. */
export const BASELINE = "dense";

/** Methods that are also measured with int8 matrices. */
const INT8 = [BASELINE, "delayed-cache", `dense${TOGETHER}`, `delayed-cache${TOGETHER}`, `dyllm-exact${TOGETHER}`];

/** Settings chosen on the `dev` split. */
export interface BenchSettings {
  readonly tau: number;
  readonly confidenceThreshold: number;
  readonly entropyBound: number;
  /** Masked tokens beyond the current block in the windowed methods. */
  readonly lookahead: number;
}

export const BENCH_SETTINGS: BenchSettings = { tau: 0.99, confidenceThreshold: 0.9, entropyBound: 0.1, lookahead: 32 };

/** Every method of the comparison, the baseline first. `vanilla` is dense without the stop at the end of text. */
export function allMethods(settings: BenchSettings, modes: readonly DenoisingMode[]): Method[] {
  const methods: Method[] = [];
  const policies = {
    "one token": { confidenceThreshold: null },
    threshold: { confidenceThreshold: settings.confidenceThreshold },
    entropy: { entropyBound: settings.entropyBound },
  } as const;
  for (const mode of modes) {
    for (const policy of ["one token", "threshold", "entropy"] as const) {
      for (const window of [false, true]) {
        const name = [mode, ...(policy === "one token" ? [] : [policy]), ...(window ? ["window"] : [])].join(" + ");
        const denoising = {
          mode,
          tau: settings.tau,
          ...policies[policy],
          lookahead: window ? settings.lookahead : null,
          earlyStop: true,
        };
        methods.push({ name, engine: "fp32", series: mode, policy, window, denoising });
      }
    }
  }
  const others: Method[] = INT8.flatMap((name) => methods.filter((method) => method.name === name)).map((method) => ({
    ...method,
    name: `${method.name} + int8`,
    engine: "int8",
    series: "int8",
  }));
  for (const [name, like] of [
    ["event", "dyllm-exact"],
    [`event${TOGETHER}`, `dyllm-exact${TOGETHER}`],
  ]) {
    // The prototype takes the sparse steps of this mode as event-driven ones.
    const method = methods.find((other) => other.name === like);
    if (name !== undefined && method !== undefined) {
      others.push({ ...method, name, engine: "event", series: "event" });
    }
  }
  others.push({
    name: "vanilla",
    engine: "fp32",
    series: "dense",
    policy: "one token",
    window: false,
    denoising: { mode: "dense", confidenceThreshold: null, lookahead: null, earlyStop: false },
  });
  return [...methods, ...others].sort((a, b) => Number(b.name === BASELINE) - Number(a.name === BASELINE));
}
