import { realpath } from "node:fs/promises";
import { parse, relative } from "node:path";
import { locateWeights } from "../../model/load-weights.ts";
import { ropeTables } from "../../model/rope-tables.ts";
import { storedBytes } from "../../model/safetensors.ts";
import type { ModelConfig } from "../../model/types.ts";
import { ROPE_COS, ROPE_SIN } from "./graph.ts";
import type { TensorSource } from "./graph-builder.ts";

const ELEMENT = { F32: "float32", F16: "float16", BF16: "bfloat16" } as const;

/** Weights left where they are, for a runtime that maps files. */
export interface FileTensors {
  /** The folder that the sources' paths start from: the root of the file system, since shards may be links to anywhere. */
  readonly folder: string;
  readonly sources: ReadonlyMap<string, TensorSource>;
}

/**
 * What the denoiser graph is given beside its nodes, with the weights read from the checkpoint's files by the runtime itself,
 * one tensor at a time: nothing is ever held twice.
 *
 * @throws ModelError naming file and tensor
 */
export async function fileTensors(directory: string, config: ModelConfig): Promise<FileTensors> {
  const { cos, sin } = ropeTables(config);
  // The runtime takes either files or buffers, so the tables go into the graph.
  const sources = new Map<string, TensorSource>([
    [ROPE_COS, { kind: "inline", data: cos }],
    [ROPE_SIN, { kind: "inline", data: sin }],
  ]);
  const places = await locateWeights(directory, config);
  const folder = parse(await realpath(directory)).root;
  for (const [name, tensor] of places) {
    const path = relative(folder, tensor.path);
    const { offset, dtype } = tensor;
    sources.set(name, { kind: "file", path, offset, bytes: storedBytes(tensor), type: ELEMENT[dtype] });
  }
  return { folder, sources };
}
