import type { TensorConstructor } from "onnxruntime-node";
import type { ModelConfig } from "../../model/types.ts";
import { indicesOf, type StepPlan } from "../backend.ts";
import type { Tensor } from "./runtime.ts";
import type { LayerCache, SlotState } from "./slot.ts";

/** How the graph sees a step. */
export interface StepView {
  /** Canvas positions of the active rows, ascending. */
  readonly active: Int32Array;
  /** Rows that take part; what the caches have of them is read. */
  readonly rows: number;
}

const NO_DATA = new Float32Array();
const EMPTY_CACHE: LayerCache = { keys: NO_DATA, values: NO_DATA, context: NO_DATA, ffn: NO_DATA };

/** Inputs of the denoiser graph for one step. The caches are passed as they are: a view of an array is not copied. */
export function feedsOf(
  Tensor: TensorConstructor,
  config: ModelConfig,
  slot: SlotState,
  plan: StepPlan,
  { active, rows }: StepView,
): Record<string, Tensor> {
  const { hidden: d, heads } = config;
  const sparse = plan.kind === "sparse";
  const bool = (value: boolean): Tensor => new Tensor("bool", Uint8Array.of(value ? 1 : 0), []);
  const score = indicesOf(plan.score, active);
  const feeds: Record<string, Tensor> = {
    ids: int64(
      Tensor,
      Int32Array.from(active, (row) => slot.tokens[row] ?? 0),
    ),
    rows: int64(Tensor, active),
    changed: int64(Tensor, sparse ? indicesOf(plan.changes.positions, active) : range(active.length)),
    score: int64(Tensor, score),
    tau: new Tensor("float32", Float32Array.of(sparse ? plan.tau : 1), []),
    dense: bool(plan.kind === "dense"),
    all: bool(!sparse),
    entropies: bool(plan.choice.entropies === true),
    exact: bool(!sparse || plan.exact),
    heads: int64(
      Tensor,
      range(heads).map((head) => head * rows),
      [heads, 1],
    ),
  };
  for (let l = 0; l < config.layers; l++) {
    // A dense step reads no cache, and a block step neither contexts nor FFN outputs, but the graph has the inputs.
    const { keys, values } = (plan.kind === "dense" ? null : slot.caches[l]) ?? EMPTY_CACHE;
    const { context, ffn } = (sparse ? slot.caches[l] : null) ?? EMPTY_CACHE;
    const byHead = (data: Float32Array): Tensor => new Tensor("float32", data, [(data.length * heads) / d, d / heads]);
    // The active rows of a sparse step are all from the first on.
    const view = (data: Float32Array): Tensor => {
      const part = data.subarray(sparse ? plan.firstRow * d : 0);
      return new Tensor("float32", part, [part.length / d, d]);
    };
    feeds[`K${l}`] = byHead(keys);
    feeds[`V${l}`] = byHead(values);
    feeds[`C${l}`] = view(context);
    feeds[`M${l}`] = view(ffn);
  }
  return feeds;
}

/** Numbers that are not negative as int64. Through words of 32 bits: a BigInt for each would take as long as an operator. */
function int64(Tensor: TensorConstructor, values: Int32Array, dims: readonly number[] = [values.length]): Tensor {
  const words = new Int32Array(2 * values.length);
  for (const [i, value] of values.entries()) {
    words[2 * i] = value;
  }
  return new Tensor("int64", new BigInt64Array(words.buffer), dims);
}

function range(length: number): Int32Array {
  return Int32Array.from({ length }, (_, i) => i);
}
