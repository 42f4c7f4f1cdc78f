import { signal } from "@preact/signals";
import type { CanvasEvent, CanvasStep } from "../api/canvas-events.ts";

/** A token in its place. */
export interface Cell {
  readonly piece: string;
  /** Index of its step in {@link Trace.steps}. */
  readonly step: number;
  /** Probability of the token when it was committed, 0…1. */
  readonly confidence: number;
}

/** One answer's canvas as it was denoised: enough to show it at any step. */
export class Trace {
  readonly length: number;
  readonly blockLength: number;
  /** Node that denoises it; another one after a failover. */
  node: string | null;
  readonly steps: CanvasStep[] = [];
  /** By position; null where nothing is committed yet. */
  readonly cells: (Cell | null)[];
  /** Counts changes, so that views know when to look again. */
  readonly version = signal(0);

  constructor(event: Extract<CanvasEvent, { type: "open" }>) {
    this.length = event.length;
    this.blockLength = Math.max(1, event.blockLength);
    this.node = event.node;
    this.cells = new Array<Cell | null>(event.length).fill(null);
  }

  add(step: CanvasStep): void {
    const index = this.steps.push(step) - 1;
    for (const [i, position] of step.positions.entries()) {
      if (position >= 0 && position < this.length) {
        this.cells[position] = { piece: step.pieces[i] ?? "", step: index, confidence: step.confidences[i] ?? 0 };
      }
    }
    this.version.value++;
  }

  resumedOn(node: string | null): void {
    this.node = node;
    this.version.value++;
  }
}
