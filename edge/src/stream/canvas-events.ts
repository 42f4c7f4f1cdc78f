import type { CanvasEvent } from "@dyllm/shared/openai";
import type { ChoiceFrame } from "./choice-record.ts";

/** Frames of the choices of one request → what `dyllm: {canvas: true}` shows of them. */
export class CanvasEvents {
  /** Window and block length by choice. */
  readonly #canvases = new Map<number, { readonly length: number; readonly blockLength: number }>();

  /** What a frame shows; null for one that shows nothing. */
  event({ index, frame }: ChoiceFrame): CanvasEvent | null {
    switch (frame.type) {
      case "accepted":
        this.#canvases.set(index, frame.canvas);
        return {
          choice: index,
          length: frame.canvas.length,
          block_length: frame.canvas.blockLength,
          prompt_tokens: frame.promptTokens,
          node: frame.nodeId,
        };
      case "committed":
        return {
          choice: index,
          step: frame.step,
          kind: frame.kind ?? null,
          ms: frame.ms ?? null,
          block: this.#block(index, frame.positions),
          positions: frame.positions,
          pieces: frame.pieces ?? [],
          confidences: frame.confidences,
          ends: frame.ends ?? [],
          recomputed: frame.recomputed ?? null,
          salient_fraction: frame.salientFraction ?? null,
          dense_compute_share: frame.computeShare ?? null,
        };
      case "resumed":
        return { choice: index, resumed: true, node: frame.nodeId };
      case "text":
      case "usage":
      case "done":
      case "error":
        return null;
      default:
        throw new Error(`unknown frame ${frame satisfies never}`);
    }
  }

  #block(index: number, positions: readonly number[]): { start: number; length: number } {
    const { length, blockLength } = this.#canvases.get(index) ?? { length: 0, blockLength: 1 };
    const start = Math.floor((positions[0] ?? 0) / blockLength) * blockLength;
    return { start, length: Math.max(Math.min(blockLength, length - start), 0) };
  }
}
