import { type LoadedTensor, streamWeights } from "../load-weights.ts";
import type { ModelConfig } from "../types.ts";

/** Weights by LLaDA tensor name. */
export interface Weights {
  readonly tensors: ReadonlyMap<string, Omit<LoadedTensor, "name">>;
}

/** All weights of a checkpoint at once, which the node itself never holds. @throws ModelError */
export async function loadWeights(directory: string, config: ModelConfig): Promise<Weights> {
  const tensors = new Map<string, Omit<LoadedTensor, "name">>();
  for await (const { name, shape, data } of streamWeights(directory, config)) {
    tensors.set(name, { shape, data });
  }
  return { tensors };
}
