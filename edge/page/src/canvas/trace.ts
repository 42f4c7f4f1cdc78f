import { signal } from "@preact/signals";
import type { CanvasEvent, CanvasStep } from "../api/canvas-events.ts";

/** A token in its place. */
export interface Cell {
  readonly piece: string;
  /** Whether it ends the text; what lies behind the first such token is no part of the answer. */
  readonly end: boolean;
  /** Index of its step in {@link Trace.steps}. */
  readonly step: number;
  /** Probability of the token when it was committed, 0…1. */
  readonly confidence: number;
}

/** One answer's canvas as it was denoised: enough to show it at any step. */
export class Trace {
  readonly length: number;
  /** Lengths of the parts that are set apart, adding up to the whole: an answer's blocks, a text's gaps. */
  readonly parts: readonly number[];
  /** Node that denoises it; another one after a failover. */
  node: string | null;
  readonly steps: CanvasStep[] = [];
  /** By position; null where nothing is committed yet. */
  readonly cells: (Cell | null)[];
  /** Counts changes, so that views know when to look again. */
  readonly version = signal(0);

  /** @param gaps tokens of each gap of a text; absent for an answer, whose blocks the event tells */
  constructor(event: Extract<CanvasEvent, { type: "open" }>, gaps?: readonly number[]) {
    this.length = event.length;
    const fits = gaps?.reduce((sum, length) => sum + length, 0) === event.length;
    this.parts = gaps !== undefined && fits ? gaps : blocksOf(event.length, Math.max(1, event.blockLength));
    this.node = event.node;
    this.cells = new Array<Cell | null>(event.length).fill(null);
  }

  add(step: CanvasStep): void {
    const index = this.steps.push(step) - 1;
    const ends = new Set(step.ends);
    for (const [i, position] of step.positions.entries()) {
      if (position >= 0 && position < this.length) {
        const [piece = "", confidence = 0] = [step.pieces[i], step.confidences[i]];
        this.cells[position] = { piece, end: ends.has(position), step: index, confidence };
      }
    }
    this.version.value++;
  }

  resumedOn(node: string | null): void {
    this.node = node;
    this.version.value++;
  }
}

function blocksOf(length: number, blockLength: number): readonly number[] {
  return Array.from({ length: Math.ceil(length / blockLength) }, (_, i) =>
    Math.min(blockLength, length - i * blockLength),
  );
}
