import { addWeighted, attentionOf, embed, feedForward, headOf, keyOf, queryOf } from "./forward.ts";
import { addScaled, at, dot, multiply, rmsNorm } from "./math.ts";
import type { OracleModel } from "./model.ts";

/** Tolerances of an event-driven step. */
export interface EventPlan {
  /** A context is committed when |C − C_ref| > tol·|C_ref|, tol = √(2(1 − τ)): the angle at which the cosine is τ. */
  readonly tau: number;
  /** An output is committed when |y − x| > eps·|x|. */
  readonly eps: number;
  /** Both tolerances are this many times looser outside of `near`. */
  readonly far: number;
  /** Rows of the current block: first, and behind the last. */
  readonly near: { readonly from: number; readonly to: number };
}

/** What one layer did. */
export interface EventLayer {
  /** Rows whose input changed: query, key, value, context and feed-forward were recomputed. Ascending. */
  readonly changed: readonly number[];
  /** Rows whose input is held but whose context moved beyond the tolerance. Ascending. */
  readonly turned: readonly number[];
  /** Distance of each comparison from its tolerance, relative to it: one near 0 may fall otherwise in float32. */
  readonly margins: readonly number[];
}

interface LayerState {
  /** Held input of the layer, by row. */
  readonly inputs: Float64Array[];
  readonly queries: Float64Array[];
  readonly keys: Float64Array[];
  readonly values: Float64Array[];
  /** Context at the row's last commit. */
  readonly references: Float64Array[];
}

/**
 * One canvas denoised event by event: a row of a layer is frozen until its input changes or its context has moved away
 * from the one its output was computed with, whatever the number of steps. The softmax sums that an engine keeps
 * incrementally are exact, so the oracle computes every context anew from the held queries, keys and values.
 */
export class EventCanvas {
  readonly #model: OracleModel;
  readonly #tokens: number[];
  readonly #layers: LayerState[];
  /** Residual stream after the last layer, by row. */
  #outputs: Float64Array[] = [];

  constructor(model: OracleModel, tokens: readonly number[]) {
    this.#model = model;
    this.#tokens = [...tokens];
    this.#layers = model.blocks.map(() => ({ inputs: [], queries: [], keys: [], values: [], references: [] }));
  }

  get tokens(): readonly number[] {
    return this.#tokens;
  }

  /** Writes the changes and computes every row: what the first step must be. Returns `[vocab]` for each scored row. */
  dense(
    changes: readonly { readonly row: number; readonly token: number }[],
    score: readonly number[],
  ): Float64Array[] {
    const everything = this.#tokens.map((_, row) => row);
    this.#write(changes);
    const all = { tau: 1, eps: 0, far: 1, near: { from: 0, to: everything.length } };
    let x = everything.map((row) => embed(this.#model, at(this.#tokens, row)));
    for (let l = 0; l < this.#layers.length; l++) {
      const next = x.map((row) => row.slice());
      this.#layer(l, all, everything, x, next, true);
      x = next;
    }
    this.#outputs = x;
    return this.#score(score);
  }

  /** One event-driven step; needs an earlier dense one. */
  step(
    plan: EventPlan,
    changes: readonly { readonly row: number; readonly token: number }[],
    score: readonly number[],
  ): { readonly logits: readonly Float64Array[]; readonly layers: readonly EventLayer[] } {
    this.#write(changes);
    const layers: EventLayer[] = [];
    let changed = changes.map(({ row }) => row).sort((a, b) => a - b);
    for (const row of changed) {
      at(this.#layers, 0).inputs[row] = embed(this.#model, at(this.#tokens, row));
    }
    for (let l = 0; l < this.#layers.length; l++) {
      const next = this.#layers[l + 1]?.inputs ?? this.#outputs;
      const layer = this.#layer(l, plan, changed, at(this.#layers, l).inputs, next, false);
      layers.push(layer.events);
      changed = layer.moved;
    }
    return { logits: this.#score(score), layers };
  }

  /** Runs layer `l` on its held inputs; commits outputs into `next` and returns the rows where that changed something. */
  #layer(
    l: number,
    plan: EventPlan,
    changed: readonly number[],
    inputs: readonly Float64Array[],
    next: Float64Array[],
    first: boolean,
  ): { readonly events: EventLayer; readonly moved: number[] } {
    const model = this.#model;
    const block = at(model.blocks, l);
    const state = at(this.#layers, l);
    for (const row of changed) {
      const normed = rmsNorm(at(inputs, row), block.attentionNorm, model.eps);
      state.inputs[row] = at(inputs, row).slice();
      state.queries[row] = queryOf(model, block, normed, row);
      state.keys[row] = keyOf(model, block, normed, row);
      state.values[row] = multiply(block.value, normed);
    }
    const columns = this.#tokens.map((_, row) => row);
    const turned: number[] = [];
    const moved: number[] = [];
    const margins: number[] = [];
    for (const row of columns) {
      const looser = row >= plan.near.from && row < plan.near.to ? 1 : plan.far;
      const context = new Float64Array(model.hidden);
      addWeighted(context, attentionOf(model, at(state.queries, row), state.keys), columns, state.values);
      if (!changed.includes(row)) {
        const reference = at(state.references, row);
        const tolerance = looser * Math.sqrt(2 * (1 - plan.tau)) * norm(reference);
        const distance = norm(difference(context, reference));
        margins.push(Math.abs(distance - tolerance) / tolerance);
        if (distance <= tolerance) {
          continue;
        }
        turned.push(row);
      }
      state.references[row] = context;
      const y = at(state.inputs, row).slice();
      addScaled(y, multiply(block.attentionOut, context));
      addScaled(y, feedForward(block, rmsNorm(y, block.ffnNorm, model.eps)));
      const held = at(next, row);
      const tolerance = looser * plan.eps * norm(held);
      const distance = norm(difference(y, held));
      margins.push(plan.eps === 0 ? 1 : Math.abs(distance - tolerance) / tolerance);
      if (first || distance > tolerance) {
        next[row] = y;
        moved.push(row);
      }
    }
    return { events: { changed, turned, margins }, moved };
  }

  #score(score: readonly number[]): Float64Array[] {
    return score.map((row) => headOf(this.#model, at(this.#outputs, row)));
  }

  #write(changes: readonly { readonly row: number; readonly token: number }[]): void {
    for (const { row, token } of changes) {
      this.#tokens[row] = token;
    }
  }
}

function norm(x: Float64Array): number {
  return Math.sqrt(dot(x, x));
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - at(b, i));
}
