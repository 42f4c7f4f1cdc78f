import { addWeighted, attentionOf, embed, feedForward, headOf, keyOf, queryOf } from "./forward.ts";
import { addScaled, at, multiply, rmsNorm } from "./math.ts";
import type { OracleModel } from "./model.ts";

/** Keys (after RoPE) and values of one layer, by row, as the last dense step left them. */
export interface BlockLayerCache {
  readonly keys: readonly Float64Array[];
  readonly values: readonly Float64Array[];
}

/**
 * One step of a block cache (Fast-dLLM, arXiv 2505.22618, §3.2): the active rows are computed as if anew, layer by layer,
 * attending to each other's fresh keys and values and to the cached ones of all other rows. With the active rows from the
 * block to the end this is the prefix cache, with the block's own rows the dual cache. The caches are not written:
 * whoever runs the next step runs the same rows again.
 *
 * @param tokens the canvas, the changes written
 * @param firstRow first active row; `endRow` is behind the last one
 * @returns residual stream of the active rows after the last layer, from `firstRow` on
 */
export function blockStep(
  model: OracleModel,
  tokens: readonly number[],
  caches: readonly BlockLayerCache[],
  firstRow: number,
  endRow: number,
): Float64Array[] {
  const active = Array.from({ length: endRow - firstRow }, (_, i) => firstRow + i);
  const x = active.map((row) => embed(model, at(tokens, row)));
  for (const [l, block] of model.blocks.entries()) {
    const keys = [...at(caches, l).keys];
    const values = [...at(caches, l).values];
    const normed = x.map((row) => rmsNorm(row, block.attentionNorm, model.eps));
    for (const [i, row] of active.entries()) {
      keys[row] = keyOf(model, block, at(normed, i), row);
      values[row] = multiply(block.value, at(normed, i));
    }
    const columns = keys.map((_, row) => row);
    for (const [i, row] of active.entries()) {
      const context = new Float64Array(model.hidden);
      const query = queryOf(model, block, at(normed, i), row);
      addWeighted(context, attentionOf(model, query, keys), columns, values);
      addScaled(at(x, i), multiply(block.attentionOut, context));
      addScaled(at(x, i), feedForward(block, rmsNorm(at(x, i), block.ffnNorm, model.eps)));
    }
  }
  return x;
}

/** Logits `[vocab]` of the scored rows of such a step. */
export function blockLogits(
  model: OracleModel,
  x: readonly Float64Array[],
  firstRow: number,
  score: readonly number[],
): Float64Array[] {
  return score.map((row) => headOf(model, at(x, row - firstRow)));
}
