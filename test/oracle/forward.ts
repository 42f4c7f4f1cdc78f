import { addScaled, at, dot, multiply, rmsNorm, rotate, softmax } from "./math.ts";
import type { OracleBlock, OracleModel } from "./model.ts";

/** The embedding of a token, a fresh `[hidden]`. */
export function embed(model: OracleModel, token: number): Float64Array {
  return model.embedding.slice(token * model.hidden, (token + 1) * model.hidden);
}

/** Query, key or value `[hidden]` of a normed row; query and key are rotated to the row's position. */
export function queryOf(model: OracleModel, block: OracleBlock, normed: Float64Array, row: number): Float64Array {
  return rotate(multiply(block.query, normed), row, model.heads, model.theta);
}

export function keyOf(model: OracleModel, block: OracleBlock, normed: Float64Array, row: number): Float64Array {
  return rotate(multiply(block.key, normed), row, model.heads, model.theta);
}

/** Attention probabilities of one query over all keys, per head: `[heads][rows]`. Bidirectional: no row is hidden. */
export function attentionOf(model: OracleModel, query: Float64Array, keys: readonly Float64Array[]): Float64Array[] {
  const headDim = model.hidden / model.heads;
  return Array.from({ length: model.heads }, (_, head) => {
    const from = head * headDim;
    const scores = keys.map((key) => dot(query, key, headDim, from, from) / Math.sqrt(headDim));
    return softmax(Float64Array.from(scores));
  });
}

/** Adds `Σ_j probability[head][columns[j]] · values[j]` to `context` `[hidden]`, head by head. */
export function addWeighted(
  context: Float64Array,
  probabilities: readonly Float64Array[],
  columns: readonly number[],
  values: readonly Float64Array[],
): void {
  const headDim = context.length / probabilities.length;
  for (const [head, row] of probabilities.entries()) {
    for (const [j, column] of columns.entries()) {
      addScaled(context, at(values, j), at(row, column), head * headDim, headDim);
    }
  }
}

/** SwiGLU of a normed row: `down · (silu(gate · x) ⊙ (up · x))`, `[hidden]`. */
export function feedForward(block: OracleBlock, normed: Float64Array): Float64Array {
  const up = multiply(block.up, normed);
  const gated = multiply(block.gate, normed).map((g, i) => (g / (1 + Math.exp(-g))) * at(up, i));
  return multiply(block.down, gated);
}

/** Final norm and head: `[vocab]` logits of a residual row. The mask token keeps its own logit. */
export function headOf(model: OracleModel, x: Float64Array): Float64Array {
  return multiply(model.head, rmsNorm(x, model.finalNorm, model.eps));
}

/** Logits `[vocab]` of every row of a canvas by an ordinary dense forward, with no cache anywhere. */
export function denseForward(model: OracleModel, ids: readonly number[]): Float64Array[] {
  const x = ids.map((id) => embed(model, id));
  const rows = ids.map((_, row) => row);
  for (const block of model.blocks) {
    const normed = x.map((row) => rmsNorm(row, block.attentionNorm, model.eps));
    const keys = normed.map((n, row) => keyOf(model, block, n, row));
    const values = normed.map((n) => multiply(block.value, n));
    for (const row of rows) {
      const context = new Float64Array(model.hidden);
      addWeighted(context, attentionOf(model, queryOf(model, block, at(normed, row), row), keys), rows, values);
      addScaled(at(x, row), multiply(block.attentionOut, context));
    }
    for (const row of x) {
      addScaled(row, feedForward(block, rmsNorm(row, block.ffnNorm, model.eps)));
    }
  }
  return x.map((row) => headOf(model, row));
}
