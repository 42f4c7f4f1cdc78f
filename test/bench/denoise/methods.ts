import type { DenoisingMode, DenoisingOptions } from "@dyllm/shared";

/** One way to answer, as the bench compares them. */
export interface Method {
  /** Unique; `mode + policy + window`. */
  readonly name: string;
  /** What plots colour by. */
  readonly mode: DenoisingMode;
  /** What plots mark by: how many tokens a step may commit. */
  readonly policy: "one token" | "threshold" | "entropy";
  readonly window: boolean;
  readonly denoising: DenoisingOptions;
}

/** What every ratio, flip and share of FLOPs is relative to: dense steps, one token each, stopping at the end of text. */
export const BASELINE = "dense";

/** Settings chosen on the `dev` split. */
export interface BenchSettings {
  readonly tau: number;
  readonly confidenceThreshold: number;
  readonly entropyBound: number;
  /** Masked tokens beyond the current block in the windowed methods. */
  readonly lookahead: number;
}

export const BENCH_SETTINGS: BenchSettings = { tau: 0.99, confidenceThreshold: 0.9, entropyBound: 0.1, lookahead: 0 };

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
        methods.push({ name, mode, policy, window, denoising });
      }
    }
  }
  methods.push({
    name: "vanilla",
    mode: "dense",
    policy: "one token",
    window: false,
    denoising: { mode: "dense", confidenceThreshold: null, lookahead: null, earlyStop: false },
  });
  return methods.sort((a, b) => Number(b.name === BASELINE) - Number(a.name === BASELINE));
}
