import { type FileHandle, open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { INDEX_FILE, WEIGHTS_FILE } from "../../gpu-node/src/model/checkpoint-files.ts";
import { expectedTensors } from "../../gpu-node/src/model/tensor-names.ts";
import { createRng, type Rng } from "../taskgen/src/rng.ts";
import { ELEMENT_BYTES, encodeElements } from "./element-type.ts";
import type { CheckpointOptions } from "./options.ts";

/** Values drawn and written at a time: a checkpoint of any size needs only this much memory. */
const CHUNK_ELEMENTS = 1 << 20;

/**
 * Standard deviation of an embedding value. The residual stream starts at this size and the layers together add about as
 * much, so that contexts depend on the tokens and activations stay near 1 at any depth.
 */
const EMBEDDING_DEVIATION = 1;

interface Planned {
  readonly name: string;
  readonly shape: readonly number[];
  readonly elements: number;
}

/** Writes the weights into `model.safetensors`, or into shards with their index. The same options give the same bytes. */
export async function writeWeights(options: CheckpointOptions): Promise<void> {
  const tensors = [...expectedTensors({ ...options, tiedHead: false })].map(([name, shape]) => ({
    name,
    shape,
    elements: shape.reduce((product, size) => product * size, 1),
  }));
  const rng = createRng(options.seed);
  const shards = Math.min(options.shards, tensors.length);
  if (shards === 1) {
    return writeFileOf(join(options.directory, WEIGHTS_FILE), tensors, options, rng);
  }
  const weightMap: Record<string, string> = {};
  for (let shard = 0; shard < shards; shard++) {
    const file = `model-${number5(shard + 1)}-of-${number5(shards)}.safetensors`;
    const part = tensors.slice(
      Math.floor((shard * tensors.length) / shards),
      Math.floor(((shard + 1) * tensors.length) / shards),
    );
    await writeFileOf(join(options.directory, file), part, options, rng);
    for (const { name } of part) {
      weightMap[name] = file;
    }
  }
  const bytes = tensors.reduce((sum, { elements }) => sum + elements * ELEMENT_BYTES[options.dtype], 0);
  const index = { metadata: { total_size: bytes }, weight_map: weightMap };
  await writeFile(join(options.directory, INDEX_FILE), JSON.stringify(index, null, 2));
}

async function writeFileOf(
  path: string,
  tensors: readonly Planned[],
  options: CheckpointOptions,
  rng: Rng,
): Promise<void> {
  const handle = await open(path, "w");
  try {
    await handle.write(headerOf(tensors, options));
    for (const tensor of tensors) {
      await writeTensor(handle, tensor, options, rng);
    }
  } finally {
    await handle.close();
  }
}

function headerOf(tensors: readonly Planned[], options: CheckpointOptions): Buffer {
  const entries: Record<string, unknown> = { __metadata__: { format: "pt" } };
  let offset = 0;
  for (const { name, shape, elements } of tensors) {
    const end = offset + elements * ELEMENT_BYTES[options.dtype];
    entries[name] = { dtype: options.dtype, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = JSON.stringify(entries);
  // Data starts at a multiple of 8 bytes, as the reference writer aligns it.
  const header = Buffer.from(json.padEnd(Math.ceil(json.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header]);
}

async function writeTensor(handle: FileHandle, tensor: Planned, options: CheckpointOptions, rng: Rng): Promise<void> {
  const deviation = deviationOf(tensor, options);
  for (let done = 0; done < tensor.elements; done += CHUNK_ELEMENTS) {
    const values = new Float32Array(Math.min(CHUNK_ELEMENTS, tensor.elements - done));
    for (let i = 0; i < values.length; i++) {
      // Uniform of the wanted deviation: the distribution matters little, and it has no outliers.
      values[i] = deviation === null ? 1 : (rng.next() - 0.5) * Math.sqrt(12) * deviation;
    }
    await handle.write(encodeElements(values, options.dtype));
  }
}

/** Standard deviation of a tensor's values; null for norm weights, which are all 1. */
function deviationOf({ name, shape }: Planned, options: CheckpointOptions): number | null {
  const inputs = shape[1];
  if (inputs === undefined) {
    return null;
  }
  if (name.endsWith("wte.weight")) {
    return EMBEDDING_DEVIATION;
  }
  // Matrices that write to the residual stream are scaled by its number of writers (GPT-2's initialisation).
  const residual = name.includes(".blocks.") && (name.includes("attn_out") || name.includes("ff_out"));
  return (residual ? 1 / Math.sqrt(2 * options.layers) : 1) / Math.sqrt(inputs);
}

function number5(value: number): string {
  return String(value).padStart(5, "0");
}
