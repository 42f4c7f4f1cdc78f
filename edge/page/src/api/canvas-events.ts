import { number, numbers, record, text, texts } from "./read.ts";

/** What the gateway tells about the canvas (`dyllm_canvas` of a chunk), when asked for it. */
export type CanvasEvent =
  | { readonly type: "open"; readonly length: number; readonly blockLength: number; readonly node: string | null }
  | { readonly type: "step"; readonly step: CanvasStep }
  | { readonly type: "resumed"; readonly node: string | null };

export interface CanvasStep {
  /** Denoising step, from 1. */
  readonly step: number;
  /** `dense`: every row recomputed; `whole`, `response`: the sparse rule. */
  readonly kind: string;
  readonly ms: number;
  readonly positions: readonly number[];
  readonly pieces: readonly string[];
  readonly confidences: readonly number[];
  /** Those of the positions that received an end token. */
  readonly ends: readonly number[];
  /** Positions that were recomputed; null: all. */
  readonly recomputed: readonly number[] | null;
  /** What all steps so far have cost, as a share of dense ones; null where the gateway does not say. */
  readonly computeShare: number | null;
}

/** The canvas event of a decoded chunk, or null. */
export function canvasEventIn(chunk: unknown): CanvasEvent | null {
  const { dyllm_canvas: value } = record(chunk);
  if (value === undefined) {
    return null;
  }
  const event = record(value);
  const node = text(event.node);
  if (event.resumed === true) {
    return { type: "resumed", node };
  }
  const length = number(event.length);
  if (length !== null) {
    return { type: "open", length, blockLength: number(event.block_length) ?? length, node };
  }
  const step = number(event.step);
  if (step === null) {
    return null;
  }
  const kind = text(event.kind) ?? "dense";
  return {
    type: "step",
    step: {
      step,
      kind,
      ms: number(event.ms) ?? 0,
      positions: numbers(event.positions) ?? [],
      pieces: texts(event.pieces) ?? [],
      confidences: numbers(event.confidences) ?? [],
      ends: numbers(event.ends) ?? [],
      recomputed: numbers(event.recomputed),
      computeShare: number(event.dense_compute_share),
    },
  };
}
