import type { Tensor, TensorConstructor } from "onnxruntime-node";
import type { ModelConfig } from "../../model/types.ts";
import type { PackedStep } from "./packing.ts";

/** Feeds of the packed graph that change with every step: everything but weights and caches. A few bytes per row. */
export function layoutFeeds(
  Tensor: TensorConstructor,
  config: ModelConfig,
  step: PackedStep,
): Readonly<Record<string, Tensor>> {
  const { heads, hidden } = config;
  const sequences = step.extents.length;
  const total = step.ids.length;
  const int64 = (values: BigInt64Array, dims: readonly number[] = [values.length]): Tensor =>
    new Tensor("int64", values, dims);
  const bools = (values: Uint8Array, dims: readonly number[]): Tensor => new Tensor("bool", values, dims);
  const shape = (rows: number): Tensor => int64(BigInt64Array.from([sequences, rows, heads, hidden / heads], BigInt));
  return {
    ids: int64(step.ids),
    pos: int64(step.positions, [1, total]),
    rows: int64(step.rows),
    key_slots: int64(step.keySlots),
    key_rows: int64(step.keyRows),
    query_rows: int64(step.queryRows),
    packed_rows: int64(step.packedRows),
    query_shape: shape(step.queryRowsPerSequence),
    key_shape: shape(step.keyRowsPerSequence),
    mask: new Tensor("float32", step.mask, [sequences, 1, 1, step.keyRowsPerSequence]),
    changed: int64(step.changed),
    score: int64(step.score),
    tau: new Tensor("float32", step.tau, [total]),
    forced: bools(step.forced, [total]),
    full: bools(step.full, [total, 1]),
    keep: bools(step.keep, [total, 1]),
    all_forced: bools(Uint8Array.of(step.allForced ? 1 : 0), []),
    any_paper: bools(Uint8Array.of(step.anyPaper ? 1 : 0), []),
  };
}
