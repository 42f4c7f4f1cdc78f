import type { ModelConfig } from "./types.ts";

/** LLaDA checkpoint names of one block. `down` is `ff_out` like the head: only the scope tells them apart. */
export interface BlockNames {
  readonly attentionNorm: string;
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly attentionOut: string;
  readonly ffnNorm: string;
  readonly gate: string;
  readonly up: string;
  readonly down: string;
}

/** LLaDA checkpoint names outside the blocks. */
export const EMBEDDING = "model.transformer.wte.weight";
export const FINAL_NORM = "model.transformer.ln_f.weight";
export const HEAD = "model.transformer.ff_out.weight";

/** Names of block `layer`, from 0. */
export function blockNames(layer: number): BlockNames {
  const leaf = (name: string): string => `model.transformer.blocks.${layer}.${name}.weight`;
  return {
    attentionNorm: leaf("attn_norm"),
    query: leaf("q_proj"),
    key: leaf("k_proj"),
    value: leaf("v_proj"),
    attentionOut: leaf("attn_out"),
    ffnNorm: leaf("ff_norm"),
    gate: leaf("ff_proj"),
    up: leaf("up_proj"),
    down: leaf("ff_out"),
  };
}

/** Name of the LM head's matrix: the embedding's own where the two are tied. */
export function headName(config: Pick<ModelConfig, "tiedHead">): string {
  return config.tiedHead ? EMBEDDING : HEAD;
}

/** Every tensor a checkpoint of this configuration holds, with its shape (`[out, in]` for matrices): no more, no less. */
export function expectedTensors(
  config: Pick<ModelConfig, "layers" | "hidden" | "ffn" | "vocab" | "tiedHead">,
): ReadonlyMap<string, readonly number[]> {
  const { hidden: d, ffn, vocab } = config;
  const shapes = new Map<string, readonly number[]>([[EMBEDDING, [vocab, d]]]);
  for (let layer = 0; layer < config.layers; layer++) {
    const names = blockNames(layer);
    shapes.set(names.attentionNorm, [d]);
    for (const square of [names.query, names.key, names.value, names.attentionOut]) {
      shapes.set(square, [d, d]);
    }
    shapes.set(names.ffnNorm, [d]);
    shapes.set(names.gate, [ffn, d]);
    shapes.set(names.up, [ffn, d]);
    shapes.set(names.down, [d, ffn]);
  }
  shapes.set(FINAL_NORM, [d]);
  if (!config.tiedHead) {
    shapes.set(HEAD, [vocab, d]);
  }
  return shapes;
}
