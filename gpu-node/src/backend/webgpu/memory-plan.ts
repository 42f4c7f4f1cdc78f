import { expectedTensors } from "../../model/tensor-names.ts";
import type { ModelConfig } from "../../model/types.ts";
import { BackendError } from "../backend.ts";
import { RESERVED_ROWS } from "./row-pool.ts";

/** How the device's memory is divided, fixed at start. Bytes. */
export interface MemoryPlan {
  readonly weightBytes: number;
  /** One row in all caches of all layers. */
  readonly rowBytes: number;
  /** Rows of each cache's tensor, reserved ones included. */
  readonly poolRows: number;
  /** What the values inside one step may take. */
  readonly scratchBytes: number;
}

export interface MemoryRequest {
  readonly config: ModelConfig;
  readonly bytesPerElement: 2 | 4;
  /** `--memory`; null: as much as `slots` canvases of the model's longest take. */
  readonly limitBytes: number | null;
  /** Canvases that are to be open together. */
  readonly slots: number;
  /** Largest single buffer the adapter binds to a shader. */
  readonly maxBindingBytes: number;
}

const CACHES_PER_LAYER = 4;

/**
 * Divides the memory: weights, working space of one step, and the rest as cache rows.
 *
 * @throws BackendError `out_of_memory` when the weights and one canvas of the model's longest do not fit the limit, or a
 *   weight is larger than the adapter's largest binding; the message says what would do
 */
export function planMemory(request: MemoryRequest): MemoryPlan {
  const { config, bytesPerElement, limitBytes, slots, maxBindingBytes } = request;
  let weightBytes = 0;
  for (const [name, shape] of expectedTensors(config)) {
    const bytes = shape.reduce((product, size) => product * size, bytesPerElement);
    if (bytes > maxBindingBytes) {
      throw new BackendError(
        "out_of_memory",
        `tensor ${name} takes ${megabytes(bytes)}, the adapter binds at most ${megabytes(maxBindingBytes)}`,
      );
    }
    weightBytes += bytes;
  }
  const rowBytes = CACHES_PER_LAYER * config.layers * config.hidden * bytesPerElement;
  const scratchBytes = stepBytes(config, bytesPerElement, { sequences: 1, rows: config.maxRows, keys: config.maxRows });
  const wanted = slots * config.maxRows + RESERVED_ROWS;
  const bindable = Math.floor(maxBindingBytes / (config.hidden * bytesPerElement));
  const afford = limitBytes === null ? wanted : Math.floor((limitBytes - weightBytes - scratchBytes) / rowBytes);
  const poolRows = Math.min(wanted, afford, bindable);
  const least = config.maxRows + RESERVED_ROWS;
  if (poolRows < least) {
    const needed = weightBytes + scratchBytes + least * rowBytes;
    throw new BackendError(
      "out_of_memory",
      bindable < least
        ? `a cache of ${least} rows takes more than the ${megabytes(maxBindingBytes)} the adapter binds`
        : `the model needs ${megabytes(needed)} (weights ${megabytes(weightBytes)}, one step ${megabytes(scratchBytes)}, ` +
            `one canvas ${megabytes(least * rowBytes)}), --memory allows ${megabytes(limitBytes ?? 0)}`,
    );
  }
  return { weightBytes, rowBytes, poolRows, scratchBytes };
}

/** Sizes of one packed step. */
export interface StepSize {
  readonly sequences: number;
  /** Most active rows of one sequence. */
  readonly rows: number;
  /** Most canvas rows of one sequence. */
  readonly keys: number;
}

/** Values alive together at the widest points of a step, counted in the graph: attention weights, rows, gathered keys. */
const ATTENTION_COPIES = 4;
const ROW_COPIES = 10;
const FFN_COPIES = 3;
const KEY_COPIES = 8;
/** Logits, with the bias, and their softmax. */
const LOGIT_COPIES = 3;

/** Bytes the values inside one step take, from above: scores in float32, the rest in the device's element. */
export function stepBytes(config: ModelConfig, bytesPerElement: number, size: StepSize): number {
  const { heads, hidden, ffn, vocab } = config;
  const { sequences, rows, keys } = size;
  const attention = ATTENTION_COPIES * 4 * sequences * heads * rows * keys;
  const byRow = sequences * rows * (ROW_COPIES * hidden + FFN_COPIES * ffn) * bytesPerElement;
  const byKey = KEY_COPIES * sequences * keys * hidden * bytesPerElement;
  return attention + byRow + byKey + LOGIT_COPIES * 4 * vocab * SCORED_ROWS;
}

/** Rows whose logits a sequence asks for in a step: a block's, which is 32 rows unless a model says otherwise. */
const SCORED_ROWS = 64;

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
