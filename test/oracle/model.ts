import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readSafetensors } from "./safetensors.ts";

/** One transformer block; matrices `[out, in]`. */
export interface OracleBlock {
  readonly attentionNorm: Float64Array;
  readonly query: Float64Array;
  readonly key: Float64Array;
  readonly value: Float64Array;
  readonly attentionOut: Float64Array;
  readonly ffnNorm: Float64Array;
  readonly gate: Float64Array;
  readonly up: Float64Array;
  readonly down: Float64Array;
}

/** A LLaDA checkpoint in float64. */
export interface OracleModel {
  readonly hidden: number;
  readonly heads: number;
  readonly theta: number;
  readonly eps: number;
  readonly mask: number;
  readonly eos: number;
  readonly eot: number;
  /** `[vocab, hidden]` */
  readonly embedding: Float64Array;
  readonly blocks: readonly OracleBlock[];
  readonly finalNorm: Float64Array;
  /** `[vocab, hidden]` */
  readonly head: Float64Array;
}

/** Reads an unsharded F32 LLaDA checkpoint with its own head. Throws on a missing key or tensor. */
export function loadOracleModel(directory: string): OracleModel {
  const tensors = readSafetensors(join(directory, "model.safetensors"));
  const config: unknown = JSON.parse(readFileSync(join(directory, "config.json"), "utf8"));
  const number = (key: string): number => {
    const value = (config as Record<string, unknown>)[key];
    if (typeof value !== "number") {
      throw new Error(`config.json: ${key}`);
    }
    return value;
  };
  const tensor = (name: string): Float64Array => {
    const found = tensors.get(`model.transformer.${name}.weight`);
    if (found === undefined) {
      throw new Error(`no tensor ${name}`);
    }
    return found.data;
  };
  const block = (_: unknown, layer: number): OracleBlock => {
    const leaf = (name: string): Float64Array => tensor(`blocks.${layer}.${name}`);
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
  };
  return {
    hidden: number("d_model"),
    heads: number("n_heads"),
    theta: number("rope_theta"),
    eps: number("rms_norm_eps"),
    mask: number("mask_token_id"),
    eos: number("eos_token_id"),
    eot: number("eot_token_id"),
    embedding: tensor("wte"),
    blocks: Array.from({ length: number("n_layers") }, block),
    finalNorm: tensor("ln_f"),
    head: tensor("ff_out"),
  };
}
