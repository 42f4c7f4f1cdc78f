import type { ModelConfig } from "../../model/types.ts";
import { float, type GraphBuilder, int, ints } from "./graph-builder.ts";
import type { LayerContext } from "./graph-layer.ts";

/** RMSNorm over the last axis of `x` [n, d]; `weight` [d]. */
export function rmsNorm(b: GraphBuilder, config: ModelConfig, x: string, weight: string): string {
  return b.op("SimplifiedLayerNormalization", [x, weight], {
    axis: int(-1),
    epsilon: float(config.rmsNormEps),
    stash_type: int(1),
  });
}

/** `x` [n, in] times a matrix stored out × in, as checkpoints store it. */
export function linear(b: GraphBuilder, x: string, matrix: string): string {
  return b.op("Gemm", [x, matrix], { transB: int(1) });
}

/** Rotary embedding in half-split pairing (i, i + hd/2) on `x` [n, d] at `position` [1, n]. */
export function rope(b: GraphBuilder, c: LayerContext, x: string, position: string): string {
  const rotated = b.op("RotaryEmbedding", [b.op("Unsqueeze", [x, c.axis0]), position, c.cos, c.sin], {
    interleaved: int(0),
    num_heads: int(c.config.heads),
    rotary_embedding_dim: int(0),
  });
  return b.op("Squeeze", [rotated, c.axis0]);
}

/** `[n, d]` → `[H, n, hd]`. */
export function headMajor(b: GraphBuilder, c: LayerContext, x: string): string {
  return b.op("Transpose", [b.op("Reshape", [x, c.splitHeads])], { perm: ints(1, 0, 2) });
}

/** `[H, n, hd]` → `[n, d]`. */
export function fromHeads(b: GraphBuilder, c: LayerContext, x: string): string {
  return b.op("Reshape", [b.op("Transpose", [x], { perm: ints(1, 0, 2) }), c.hiddenRows]);
}
