import type { ModelConfig } from "./types.ts";

/** cos and sin of the rotary angles, each `[maxRows, hd/2]`: position p, pair i turns by p·θ^(−2i/hd). Computed in float64. */
export function ropeTables(config: Pick<ModelConfig, "hidden" | "heads" | "maxRows" | "ropeTheta">): {
  readonly cos: Float32Array<ArrayBuffer>;
  readonly sin: Float32Array<ArrayBuffer>;
} {
  const headDim = config.hidden / config.heads;
  const half = headDim / 2;
  const cos = new Float32Array(config.maxRows * half);
  const sin = new Float32Array(config.maxRows * half);
  for (let i = 0; i < half; i++) {
    const frequency = config.ropeTheta ** ((-2 * i) / headDim);
    for (let p = 0; p < config.maxRows; p++) {
      cos[p * half + i] = Math.cos(p * frequency);
      sin[p * half + i] = Math.sin(p * frequency);
    }
  }
  return { cos, sin };
}
