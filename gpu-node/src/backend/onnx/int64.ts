import type { TensorConstructor } from "onnxruntime-node";
import type { Tensor } from "./runtime.ts";

/** Numbers that are not negative as int64. Through words of 32 bits: a BigInt for each would take as long as an operator. */
export function int64(
  Tensor: TensorConstructor,
  values: Int32Array,
  dims: readonly number[] = [values.length],
): Tensor {
  const words = new Int32Array(2 * values.length);
  for (const [i, value] of values.entries()) {
    words[2 * i] = value;
  }
  return new Tensor("int64", new BigInt64Array(words.buffer), dims);
}

/** 0 … length − 1. */
export function range(length: number): Int32Array {
  return Int32Array.from({ length }, (_, i) => i);
}

/** Lists one behind the other. */
export function concat(lists: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let end = 0;
  for (const list of lists) {
    all.set(list, end);
    end += list.length;
  }
  return all;
}
