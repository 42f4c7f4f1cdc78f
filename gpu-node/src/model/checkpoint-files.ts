import { basename, join } from "node:path";
import { z } from "zod";
import { ModelError } from "./model-error.ts";
import { readJsonFile } from "./read-json.ts";
import { openSafetensors, type SafetensorsFile } from "./safetensors.ts";

export const WEIGHTS_FILE = "model.safetensors";
export const INDEX_FILE = "model.safetensors.index.json";

const indexSchema = z.looseObject({ weight_map: z.record(z.string(), z.string()) });

/** The open weight files of a checkpoint and the file that holds each tensor. */
export interface CheckpointFiles {
  readonly files: readonly SafetensorsFile[];
  readonly byTensor: ReadonlyMap<string, SafetensorsFile>;
  close(): Promise<void>;
}

/**
 * Opens a checkpoint in one file or in shards listed by `model.safetensors.index.json`. Throws ModelError when a file is
 * missing or damaged, when the index names a path outside the directory, and when index and files disagree.
 */
export async function openCheckpoint(directory: string): Promise<CheckpointFiles> {
  const index = await readJsonFile(directory, INDEX_FILE, indexSchema);
  const names = index === null ? [WEIGHTS_FILE] : [...new Set(Object.values(index.weight_map))].toSorted();
  const files: SafetensorsFile[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(files.map((file) => file.close()));
  };
  try {
    for (const name of names) {
      if (name !== basename(name)) {
        throw new ModelError(
          "model_invalid",
          `${join(directory, INDEX_FILE)} names ${name}, which is not a file beside it`,
        );
      }
      files.push(await openSafetensors(join(directory, name)));
    }
    const byTensor = mapTensors(files);
    if (index !== null) {
      checkIndex(directory, index.weight_map, byTensor);
    }
    return { files, byTensor, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function mapTensors(files: readonly SafetensorsFile[]): Map<string, SafetensorsFile> {
  const byTensor = new Map<string, SafetensorsFile>();
  for (const file of files) {
    for (const name of file.tensors.keys()) {
      const other = byTensor.get(name);
      if (other !== undefined) {
        throw new ModelError("model_invalid", `tensor ${name} is in ${other.path} and in ${file.path}`);
      }
      byTensor.set(name, file);
    }
  }
  return byTensor;
}

function checkIndex(
  directory: string,
  weightMap: Readonly<Record<string, string>>,
  byTensor: ReadonlyMap<string, SafetensorsFile>,
): void {
  const path = join(directory, INDEX_FILE);
  for (const [name, file] of Object.entries(weightMap)) {
    if (byTensor.get(name)?.path !== join(directory, file)) {
      throw new ModelError("model_invalid", `${path} says that ${file} holds tensor ${name}, which it does not`);
    }
  }
  for (const [name, file] of byTensor) {
    if (!Object.hasOwn(weightMap, name)) {
      throw new ModelError("model_invalid", `${path} does not list tensor ${name} of ${file.path}`);
    }
  }
}
