import type { ModelConfig } from "../../model/types.ts";
import { float, type GraphBuilder, int, ints } from "./graph-builder.ts";
import type { LayerContext } from "./graph-layer.ts";
import { int8Names } from "./int8.ts";
import type { HostPrecision } from "./session-tensors.ts";

/** RMSNorm over the last axis of `x` [n, d]; `weight` [d]. */
export function rmsNorm(b: GraphBuilder, config: ModelConfig, x: string, weight: string): string {
  return b.op("SimplifiedLayerNormalization", [x, weight], {
    axis: int(-1),
    epsilon: float(config.rmsNormEps),
    stash_type: int(1),
  });
}

/** A weight matrix of the model, `[out, in]` as checkpoints store it. */
export interface Matrix {
  readonly name: string;
  readonly out: number;
  readonly in: number;
}

/**
 * `x` [n, in] times a matrix, plus `bias` [out] where there is one. In int8 the activations are quantised too, by one scale
 * for the whole of `x`: what a row comes out as depends, within that rounding, on the rows beside it.
 */
export function linear(
  b: GraphBuilder,
  precision: HostPrecision,
  x: string,
  matrix: Matrix,
  { bias, name }: { readonly bias?: string; readonly name?: string } = {},
): string {
  switch (precision) {
    case "fp32": {
      const inputs = [x, b.external(matrix.name, [matrix.out, matrix.in])];
      return b.op("Gemm", bias === undefined ? inputs : [...inputs, bias], { transB: int(1) }, name);
    }
    case "int8": {
      const names = int8Names(matrix.name);
      const codes = b.external(names.codes, [matrix.in, matrix.out], "int8");
      const inputs = [x, codes, b.external(names.scales, [matrix.out])];
      return b.op("DynamicQuantizeMatMul", bias === undefined ? inputs : [...inputs, "", bias], {}, name);
    }
    default:
      throw new Error(`unknown precision ${precision satisfies never}`);
  }
}

/** The same, plus `residual` [n, out]. */
export function linearPlus(
  b: GraphBuilder,
  precision: HostPrecision,
  x: string,
  matrix: Matrix,
  residual: string,
): string {
  return precision === "fp32"
    ? linear(b, precision, x, matrix, { bias: residual })
    : b.op("Add", [linear(b, precision, x, matrix), residual]);
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
export function headMajor(b: GraphBuilder, c: LayerContext, x: string, name?: string): string {
  return b.op("Transpose", [b.op("Reshape", [x, c.splitHeads])], { perm: ints(1, 0, 2) }, name);
}

/** `[H, n, hd]` → `shape`: `[n, d]` or `[1, n, d]`. */
export function fromHeads(b: GraphBuilder, x: string, shape: string): string {
  return b.op("Reshape", [b.op("Transpose", [x], { perm: ints(1, 0, 2) }), shape]);
}
