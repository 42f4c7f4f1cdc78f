import type { TensorConstructor } from "onnxruntime-node";
import type { ModelConfig } from "../../model/types.ts";
import { indicesOf, type StepPlan } from "../backend.ts";
import { concat, int64, range } from "./int64.ts";
import type { KvPool } from "./kv-pool.ts";
import type { Tensor } from "./runtime.ts";
import type { SlotState } from "./slot.ts";
import type { LaidOut, StepLayout } from "./step-layout.ts";

export type Feeds = Record<string, Tensor>;

const NO_DATA = new Float32Array();
const NO_ROWS = new Int32Array();

/** What a step of any kind tells the denoiser graph of its rows. `rule`: the plan that names kind, rule and τ for all. */
function rowFeeds(
  Tensor: TensorConstructor,
  { heads }: ModelConfig,
  { parts, rows, keys }: StepLayout,
  rule: StepPlan,
): Feeds {
  const bool = (value: boolean): Tensor => new Tensor("bool", Uint8Array.of(value ? 1 : 0), []);
  const active = concat(parts.map((part) => part.active));
  const ids = concat(parts.map((part) => part.active.map((row) => part.slot.tokens[row] ?? 0)));
  const sparse = rule.kind === "sparse";
  return {
    ids: int64(Tensor, ids),
    rows: int64(Tensor, active),
    changed: int64(Tensor, sparse ? indicesOf(rule.changes.positions, active) : range(rows)),
    score: int64(Tensor, concat(parts.map(({ scored }) => scored))),
    tau: new Tensor("float32", Float32Array.of(sparse ? rule.tau : 1), []),
    dense: bool(rule.kind === "dense"),
    all: bool(!sparse),
    exact: bool(!sparse || rule.exact),
    entropies: bool(parts.some(({ plan }) => plan.choice.entropies === true)),
    packed: bool(parts.length > 1),
    heads: int64(
      Tensor,
      range(heads).map((head) => head * keys),
      [heads, 1],
    ),
  };
}

/** Inputs of the denoiser graph for a step of one sequence. Caches are passed as they are: a view of an array is not copied. */
export function singleFeeds(
  Tensor: TensorConstructor,
  config: ModelConfig,
  pool: KvPool,
  layout: StepLayout,
  { plan, slot, active }: LaidOut,
): Feeds {
  const none = int64(Tensor, NO_ROWS);
  const feeds: Feeds = {
    ...rowFeeds(Tensor, config, layout, plan),
    key_slots: int64(Tensor, active),
    key_rows: none,
    key_shape: int64(Tensor, new Int32Array(4)),
    key_mask: new Tensor("int32", NO_ROWS, [0, 0]),
    query_rows: int64(Tensor, NO_ROWS, [0, 0]),
    packed_rows: int64(Tensor, NO_ROWS, [1, 0]),
  };
  const sparse = plan.kind === "sparse";
  for (let l = 0; l < config.layers; l++) {
    // A dense step reads no cache, and a block step neither contexts nor FFN outputs, but the graph has the inputs.
    const { keys, values } =
      plan.kind === "dense" || slot.region === null ? { keys: NO_DATA, values: NO_DATA } : pool.view(l, slot.region);
    const cache = sparse ? slot.caches[l] : undefined;
    // The active rows of a sparse step are all from the first on.
    const from = sparse ? plan.firstRow * config.hidden : 0;
    feeds[`K${l}`] = matrix(Tensor, keys, config.hidden / config.heads);
    feeds[`V${l}`] = matrix(Tensor, values, config.hidden / config.heads);
    feeds[`C${l}`] = matrix(Tensor, cache?.context.subarray(from) ?? NO_DATA, config.hidden);
    feeds[`M${l}`] = matrix(Tensor, cache?.ffn.subarray(from) ?? NO_DATA, config.hidden);
  }
  return feeds;
}

/** Inputs of the denoiser graph for a block step of several sequences: `denoiserGraph` says what they mean. */
export function packedFeeds(
  Tensor: TensorConstructor,
  config: ModelConfig,
  pool: KvPool,
  layout: StepLayout,
  rule: StepPlan,
): Feeds {
  const { heads, hidden } = config;
  const { parts, rows, keys } = layout;
  const sequences = parts.length;
  const queries = Math.max(...parts.map(({ active }) => active.length));
  const keySlots = new Int32Array(rows);
  const packedRows = new Int32Array(rows);
  const queryRows = new Int32Array(sequences * queries);
  const keyRows = new Int32Array(sequences * heads * keys);
  const keyMask = new Int32Array(sequences * keys);
  for (const [s, { active, offset, canvas, slot }] of parts.entries()) {
    for (const [i, position] of active.entries()) {
      keySlots[offset + i] = s * heads * keys + position;
      packedRows[offset + i] = s * queries + i;
      queryRows[s * queries + i] = offset + i;
    }
    keyMask.fill(1, s * keys, s * keys + canvas);
    for (let head = 0; head < heads; head++) {
      const first = firstRowOf(slot, heads) + head * canvas;
      const to = (s * heads + head) * keys;
      for (let row = 0; row < canvas; row++) {
        keyRows[to + row] = first + row;
      }
    }
  }
  const feeds: Feeds = {
    ...rowFeeds(Tensor, config, layout, rule),
    key_slots: int64(Tensor, keySlots),
    key_rows: int64(Tensor, keyRows),
    key_shape: int64(Tensor, Int32Array.of(sequences, heads, keys, hidden / heads)),
    key_mask: new Tensor("int32", keyMask, [sequences, keys]),
    query_rows: int64(Tensor, queryRows, [sequences, queries]),
    packed_rows: int64(Tensor, packedRows, [1, rows]),
  };
  for (let l = 0; l < config.layers; l++) {
    const whole = pool.whole(l);
    feeds[`K${l}`] = matrix(Tensor, whole.keys, hidden / heads);
    feeds[`V${l}`] = matrix(Tensor, whole.values, hidden / heads);
    feeds[`C${l}`] = matrix(Tensor, NO_DATA, hidden);
    feeds[`M${l}`] = matrix(Tensor, NO_DATA, hidden);
  }
  return feeds;
}

/** The first of a slot's rows in the whole pool, counted in rows of one head. */
function firstRowOf({ region }: SlotState, heads: number): number {
  if (region === null) {
    throw new Error("a block step ran without keys and values");
  }
  return region.offset * heads;
}

function matrix(Tensor: TensorConstructor, data: Float32Array, width: number): Tensor {
  return new Tensor("float32", data, [data.length / width, width]);
}
