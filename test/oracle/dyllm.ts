import { blockLogits, blockStep } from "./block-cache.ts";
import { addWeighted, attentionOf, embed, feedForward, headOf, keyOf, queryOf } from "./forward.ts";
import { addScaled, at, dot, multiply, rmsNorm } from "./math.ts";
import type { OracleModel } from "./model.ts";

/** Tokens written to the canvas before a step. */
export interface OracleChange {
  readonly row: number;
  readonly token: number;
}

export interface OracleSparsePlan {
  /** Exact contexts for all active rows, and saliency against the context of a row's last commit. */
  readonly exact: boolean;
  /** Active rows are `firstRow … N − 1`. */
  readonly firstRow: number;
  readonly tau: number;
}

/** What one layer did in a sparse step. */
export interface OracleLayer {
  /** Cosine of each active row's new context with its reference, from `firstRow` on. NaN where one of them is zero. */
  readonly cosines: readonly number[];
  /** Rows whose feed-forward was recomputed, ascending. */
  readonly salient: readonly number[];
}

export interface OracleStep {
  /** `[vocab]` for each scored row, in the order asked. */
  readonly logits: readonly Float64Array[];
  readonly layers: readonly OracleLayer[];
  readonly activeRows: number;
}

interface LayerCache {
  /** After RoPE. */
  readonly keys: Float64Array[];
  readonly values: Float64Array[];
  /** Contexts before the output projection; with `exact`, those of each row's last commit. */
  readonly contexts: Float64Array[];
  readonly outputs: Float64Array[];
}

/** One canvas with the DyLLM caches (arXiv 2603.08026, §3-4), every row a `Float64Array` of its own. */
export class OracleCanvas {
  readonly #model: OracleModel;
  readonly #tokens: number[];
  readonly #layers: LayerCache[];

  constructor(model: OracleModel, tokens: readonly number[]) {
    this.#model = model;
    this.#tokens = [...tokens];
    this.#layers = model.blocks.map(() => ({ keys: [], values: [], contexts: [], outputs: [] }));
  }

  get tokens(): readonly number[] {
    return this.#tokens;
  }

  /**
   * Writes the changes, computes every row and fills all caches. Rows from `endRow` on take no part, in this step and in
   * those that use its caches.
   */
  dense(changes: readonly OracleChange[], score: readonly number[], endRow = this.#tokens.length): OracleStep {
    const model = this.#model;
    this.#write(changes);
    const tokens = this.#tokens.slice(0, endRow);
    const rows = tokens.map((_, row) => row);
    const x = tokens.map((token) => embed(model, token));
    for (const [l, block] of model.blocks.entries()) {
      const cache = at(this.#layers, l);
      cache.keys.length = endRow;
      cache.values.length = endRow;
      const normed = x.map((row) => rmsNorm(row, block.attentionNorm, model.eps));
      for (const row of rows) {
        cache.keys[row] = keyOf(model, block, at(normed, row), row);
        cache.values[row] = multiply(block.value, at(normed, row));
      }
      for (const row of rows) {
        const context = new Float64Array(model.hidden);
        const query = queryOf(model, block, at(normed, row), row);
        addWeighted(context, attentionOf(model, query, cache.keys), rows, cache.values);
        cache.contexts[row] = context;
        addScaled(at(x, row), multiply(block.attentionOut, context));
        cache.outputs[row] = feedForward(block, rmsNorm(at(x, row), block.ffnNorm, model.eps));
        addScaled(at(x, row), at(cache.outputs, row));
      }
    }
    return {
      logits: score.map((row) => headOf(model, at(x, row))),
      layers: model.blocks.map(() => ({ cosines: [], salient: rows })),
      activeRows: rows.length,
    };
  }

  /** One sparse step; needs an earlier dense one. Changed rows are the salient rows that enter layer 0. */
  sparse(plan: OracleSparsePlan, changes: readonly OracleChange[], score: readonly number[]): OracleStep {
    const model = this.#model;
    this.#write(changes);
    const x = new Map<number, Float64Array>();
    for (let row = plan.firstRow; row < this.#rows; row++) {
      x.set(row, embed(model, at(this.#tokens, row)));
    }
    const layers: OracleLayer[] = [];
    let salient: readonly number[] = changes.map(({ row }) => row);
    for (let l = 0; l < model.blocks.length; l++) {
      const layer = this.#sparseLayer(l, plan, x, salient);
      layers.push(layer);
      salient = layer.salient;
    }
    return { logits: score.map((row) => headOf(model, active(x, row))), layers, activeRows: x.size };
  }

  /** One step of a block cache over the active rows, which writes their keys and values where `keep`; needs an earlier dense step. */
  block(
    active: readonly number[],
    keep: boolean,
    changes: readonly OracleChange[],
    score: readonly number[],
    endRow = this.#rows,
  ): OracleStep {
    this.#write(changes);
    const x = blockStep(this.#model, this.#tokens, this.#layers, active, endRow, keep);
    return {
      logits: blockLogits(this.#model, x, active, score),
      layers: this.#layers.map(() => ({ cosines: [], salient: active })),
      activeRows: x.length,
    };
  }

  /** Rows that both canvases begin alike with, masks apart, as far as the other's have keys and values. */
  sharedRows(other: OracleCanvas): number {
    const rows = Math.min(other.#rows, this.#tokens.length);
    const differs = Array.from({ length: rows }, (_, row) => row).find(
      (row) => this.#tokens[row] === this.#model.mask || this.#tokens[row] !== other.#tokens[row],
    );
    return differs ?? rows;
  }

  /** Begins with the keys and values of another canvas's first rows. */
  takeOver(other: OracleCanvas, rows: number): void {
    for (const [l, cache] of this.#layers.entries()) {
      const source = at(other.#layers, l);
      cache.keys.splice(0, cache.keys.length, ...source.keys.slice(0, rows));
      cache.values.splice(0, cache.values.length, ...source.values.slice(0, rows));
    }
  }

  /** Rows the caches cover. */
  get #rows(): number {
    return this.#layers[0]?.keys.length ?? 0;
  }

  #sparseLayer(
    l: number,
    plan: OracleSparsePlan,
    x: ReadonlyMap<number, Float64Array>,
    entering: readonly number[],
  ): OracleLayer {
    const model = this.#model;
    const block = at(model.blocks, l);
    const cache = at(this.#layers, l);
    const norm = (row: number): Float64Array => rmsNorm(active(x, row), block.attentionNorm, model.eps);
    // §4.1: keys and values of the salient rows only, and what the values changed by.
    const valueChanges = entering.map((row) => {
      const value = multiply(block.value, norm(row));
      const before = at(cache.values, row);
      cache.keys[row] = keyOf(model, block, norm(row), row);
      cache.values[row] = value;
      return value.map((component, i) => component - at(before, i));
    });
    const columns = cache.keys.map((_, row) => row);
    const cosines: number[] = [];
    const salient: number[] = [];
    for (const [row, residual] of x) {
      const probabilities = attentionOf(model, queryOf(model, block, norm(row), row), cache.keys);
      const reference = at(cache.contexts, row);
      let context: Float64Array;
      if (plan.exact || entering.includes(row)) {
        context = new Float64Array(model.hidden); // §4.2
        addWeighted(context, probabilities, columns, cache.values);
      } else {
        context = reference.slice(); // §4.3: the product with ΔV is sparse, the softmax is over all columns
        addWeighted(context, probabilities, entering, valueChanges);
      }
      const cosine = dot(context, reference) / Math.sqrt(dot(context, context) * dot(reference, reference)); // §4.4
      const selected = cosine < plan.tau;
      cosines.push(cosine);
      if (selected || !plan.exact) {
        cache.contexts[row] = context;
      }
      addScaled(residual, multiply(block.attentionOut, context)); // §4.5
      if (selected) {
        salient.push(row);
        cache.outputs[row] = feedForward(block, rmsNorm(residual, block.ffnNorm, model.eps)); // §4.6
      }
      addScaled(residual, at(cache.outputs, row));
    }
    return { cosines, salient };
  }

  #write(changes: readonly OracleChange[]): void {
    for (const { row, token } of changes) {
      this.#tokens[row] = token;
    }
  }
}

function active(x: ReadonlyMap<number, Float64Array>, row: number): Float64Array {
  const residual = x.get(row);
  if (residual === undefined) {
    throw new RangeError(`row ${row} is not active`);
  }
  return residual;
}
