import { realpath } from "node:fs/promises";
import { type CheckpointFiles, openCheckpoint } from "./checkpoint-files.ts";
import { ModelError } from "./model-error.ts";
import type { TensorSpan } from "./safetensors.ts";
import { expectedTensors } from "./tensor-names.ts";
import type { ModelConfig } from "./types.ts";

/** One tensor of a checkpoint, widened to float32, `[rows, cols]` as stored. */
export interface LoadedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}

/**
 * Reads a checkpoint's weights one tensor at a time, shard by shard: a consumer that passes each on holds no more than one
 * of them, whatever the size of the model.
 *
 * Strict: the files must hold exactly the tensors of the configuration, in its shapes; an unknown tensor would mean that
 * the model computes something this node does not. Everything is checked before the first byte of data is read.
 *
 * @throws ModelError naming file and tensor.
 */
export async function* streamWeights(directory: string, config: ModelConfig): AsyncGenerator<LoadedTensor> {
  const checkpoint = await openCheckpoint(directory);
  try {
    checkTensors(directory, checkpoint, config);
    const expected = expectedTensors(config);
    for (const file of checkpoint.files) {
      for (const name of file.tensors.keys()) {
        yield { name, shape: expected.get(name) ?? [], data: await file.read(name) };
      }
    }
  } finally {
    await checkpoint.close();
  }
}

/** One tensor of a checkpoint as it lies on disk. */
export interface StoredTensor extends TensorSpan {
  /** The file itself, links followed. */
  readonly path: string;
}

/**
 * Where a checkpoint's weights lie, by name: for a runtime that maps files. As strict as {@link streamWeights}.
 *
 * @throws ModelError naming file and tensor.
 */
export async function locateWeights(directory: string, config: ModelConfig): Promise<Map<string, StoredTensor>> {
  const checkpoint = await openCheckpoint(directory);
  try {
    checkTensors(directory, checkpoint, config);
    const places = new Map<string, StoredTensor>();
    for (const file of checkpoint.files) {
      const path = await realpath(file.path);
      for (const [name, span] of file.tensors) {
        places.set(name, { ...span, path });
      }
    }
    return places;
  } finally {
    await checkpoint.close();
  }
}

/**
 * Compares the tensors a checkpoint has with those its configuration calls for, by the files' headers.
 *
 * @throws ModelError naming the first tensor that is missing, too much or of another shape.
 */
export function checkTensors(directory: string, checkpoint: CheckpointFiles, config: ModelConfig): void {
  const expected = expectedTensors(config);
  for (const [name, shape] of expected) {
    const file = checkpoint.byTensor.get(name);
    const span = file?.tensors.get(name);
    if (file === undefined || span === undefined) {
      throw new ModelError("model_invalid", `${directory}: tensor ${name} is missing`);
    }
    if (span.shape.length !== shape.length || span.shape.some((size, i) => size !== shape[i])) {
      throw new ModelError(
        "model_invalid",
        `${file.path}: tensor ${name} has shape [${span.shape.join(", ")}], config.json needs [${shape.join(", ")}]`,
      );
    }
  }
  for (const [name, file] of checkpoint.byTensor) {
    if (!expected.has(name)) {
      throw new ModelError("model_invalid", `${file.path}: unknown tensor ${name}`);
    }
  }
}
