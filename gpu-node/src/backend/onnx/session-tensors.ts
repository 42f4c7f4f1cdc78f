import type { LoadedTensor } from "../../model/load-weights.ts";
import { ropeTables } from "../../model/rope-tables.ts";
import { blockNames, EMBEDDING, headName } from "../../model/tensor-names.ts";
import type { ModelConfig } from "../../model/types.ts";
import { ROPE_COS, ROPE_SIN } from "./graph.ts";
import { int8Names, toInt8 } from "./int8.ts";

/** Element type of the matrices. Everything else, activations and caches among it, is float32. */
export type HostPrecision = "fp32" | "int8";

/** The graph's tensors by the name under which it asks for them. */
export type SessionTensors = Map<string, Float32Array<ArrayBuffer> | Int8Array<ArrayBuffer>>;

/**
 * What the denoiser graph is given beside its nodes: RoPE tables and weights, in int8 where that is asked for. One tensor is
 * in float32 at a time then, so that memory peaks near what the session will hold.
 */
export async function sessionTensors(
  config: ModelConfig,
  weights: AsyncIterable<LoadedTensor>,
  precision: HostPrecision,
): Promise<SessionTensors> {
  const { cos, sin } = ropeTables(config);
  const tensors: SessionTensors = new Map([
    [ROPE_COS, cos],
    [ROPE_SIN, sin],
  ]);
  const matrices = precision === "int8" ? matrixNames(config) : new Set<string>();
  for await (const { name, shape, data } of weights) {
    const [out, width] = shape;
    if (matrices.has(name) && out !== undefined && width !== undefined) {
      const { codes, scales } = toInt8(data, out, width);
      const names = int8Names(name);
      tensors.set(names.codes, codes);
      tensors.set(names.scales, scales);
    }
    // Rows of the embedding are looked up, not multiplied: it stays as it is, also where it is the head too.
    if (!matrices.has(name) || name === EMBEDDING) {
      tensors.set(name, data);
    }
  }
  return tensors;
}

/** The tensors that products multiply by. */
function matrixNames(config: ModelConfig): ReadonlySet<string> {
  const names = new Set([headName(config)]);
  for (let layer = 0; layer < config.layers; layer++) {
    const { attentionNorm: _, ffnNorm: __, ...matrices } = blockNames(layer);
    for (const name of Object.values(matrices)) {
      names.add(name);
    }
  }
  return names;
}
