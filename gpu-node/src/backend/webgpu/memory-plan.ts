import { expectedTensors } from "../../model/tensor-names.ts";
import type { ModelConfig } from "../../model/types.ts";
import { BackendError } from "../backend.ts";
import type { StepSize } from "../grouping.ts";
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
  /** Longest canvas: the model's, or less where that does not fit. */
  readonly maxRows: number;
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

/** What packed steps may take beyond what one sequence needs: more sequences at a time gain less and less. */
const PACKED_STEP_BYTES = 4e9;
/** Of what a limit leaves after the weights, the part that packed steps may take; the rest is for caches. */
const PACKED_STEP_SHARE = 0.25;
/** A canvas shorter than this is of no use to a model that takes longer ones. */
const SHORTEST_CANVAS = 256;

/**
 * Divides the memory: weights, working space of one step, and the rest as cache rows. Where a canvas of the model's longest
 * does not fit, halves it until it does.
 *
 * @throws BackendError `out_of_memory` when the weights and a useful canvas do not fit the limit, or a weight is larger
 *   than the adapter's largest binding; the message says what would do
 */
export function planMemory(request: MemoryRequest): MemoryPlan {
  const { config, bytesPerElement, limitBytes, slots, maxBindingBytes } = request;
  const weightBytes = sumWeights(config, bytesPerElement, maxBindingBytes);
  const rowBytes = CACHES_PER_LAYER * config.layers * config.hidden * bytesPerElement;
  const bindableRows = Math.floor(maxBindingBytes / (config.hidden * bytesPerElement));
  const shortest = Math.min(SHORTEST_CANVAS, config.maxRows);
  for (let maxRows = config.maxRows; maxRows >= shortest; maxRows = Math.floor(maxRows / 2)) {
    const oneStep = stepBytes(config, bytesPerElement, { sequences: 1, rows: maxRows, keys: maxRows });
    const left = (limitBytes ?? Number.POSITIVE_INFINITY) - weightBytes;
    const packed = Math.min(PACKED_STEP_BYTES, left * PACKED_STEP_SHARE, ATTENTION_COPIES * maxBindingBytes);
    const scratchBytes = Math.max(oneStep, packed);
    const wanted = slots * maxRows + RESERVED_ROWS;
    const poolRows = Math.min(wanted, bindableRows, Math.floor((left - scratchBytes) / rowBytes));
    const scoresBind = 4 * config.heads * maxRows * (maxRows + 1) <= maxBindingBytes;
    if (scoresBind && poolRows >= maxRows + RESERVED_ROWS) {
      return { weightBytes, rowBytes, poolRows, scratchBytes, maxRows };
    }
  }
  const step = stepBytes(config, bytesPerElement, { sequences: 1, rows: shortest, keys: shortest });
  const canvas = (shortest + RESERVED_ROWS) * rowBytes;
  const allowed =
    limitBytes === null
      ? `the adapter binds ${megabytes(maxBindingBytes)}`
      : `--memory allows ${megabytes(limitBytes)}`;
  throw new BackendError(
    "out_of_memory",
    `the model needs ${megabytes(weightBytes + step + canvas)} (weights ${megabytes(weightBytes)}, one step ` +
      `${megabytes(step)}, a canvas of ${shortest} rows ${megabytes(canvas)}), ${allowed}`,
  );
}

function sumWeights(config: ModelConfig, bytesPerElement: number, maxBindingBytes: number): number {
  let sum = 0;
  for (const [name, shape] of expectedTensors(config)) {
    const bytes = shape.reduce((product, size) => product * size, bytesPerElement);
    if (bytes > maxBindingBytes) {
      throw new BackendError(
        "out_of_memory",
        `tensor ${name} takes ${megabytes(bytes)}, the adapter binds at most ${megabytes(maxBindingBytes)}`,
      );
    }
    sum += bytes;
  }
  return sum;
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
