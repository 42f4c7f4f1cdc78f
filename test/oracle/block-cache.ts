import { addWeighted, attentionOf, embed, feedForward, headOf, keyOf, queryOf } from "./forward.ts";
import { addScaled, at, multiply, rmsNorm } from "./math.ts";
import type { OracleModel } from "./model.ts";

/** Keys (after RoPE) and values of one layer, by row. */
export interface BlockLayerCache {
  readonly keys: Float64Array[];
  readonly values: Float64Array[];
}

/**
 * One step of a block cache (Fast-dLLM, arXiv 2505.22618, §3.2): the active rows are computed as if anew, layer by layer,
 * attending to each other's fresh keys and values and to the cached ones of all other rows. With the active rows from the
 * block to the end this is the prefix cache, with the block's own rows the dual cache: neither writes the caches, since
 * whoever runs the next step runs the same rows again. With `keep` the fresh keys and values are written (dKV-Cache, arXiv
 * 2505.15781): rows left out of the next step stand as they are.
 *
 * @param tokens the canvas, the changes written
 * @param active rows to compute, ascending
 * @param rows rows that are attended to, the first ones; those the caches lack must be active
 * @returns residual stream of the active rows after the last layer
 */
export function blockStep(
  model: OracleModel,
  tokens: readonly number[],
  caches: readonly BlockLayerCache[],
  active: readonly number[],
  rows: number,
  keep: boolean,
): Float64Array[] {
  const x = active.map((row) => embed(model, at(tokens, row)));
  for (const [l, block] of model.blocks.entries()) {
    const cache = at(caches, l);
    const keys = keep ? cache.keys : [...cache.keys];
    const values = keep ? cache.values : [...cache.values];
    const normed = x.map((row) => rmsNorm(row, block.attentionNorm, model.eps));
    for (const [i, row] of active.entries()) {
      keys[row] = keyOf(model, block, at(normed, i), row);
      values[row] = multiply(block.value, at(normed, i));
    }
    if (keys.length !== rows) {
      throw new RangeError(`${keys.length} rows have keys, ${rows} take part`);
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
  active: readonly number[],
  score: readonly number[],
): Float64Array[] {
  return score.map((row) => headOf(model, at(x, active.indexOf(row))));
}
