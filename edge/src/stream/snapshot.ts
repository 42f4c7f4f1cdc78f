import type { ChoiceFrame } from "./choice-record.ts";

/** Shown for a token that is not there yet, in place of the noise of Mercury's own snapshots. */
export const MASK_CHARACTER = "▯";

/**
 * The canvas of one choice as text, for `diffusing: true`: what is committed, and {@link MASK_CHARACTER} for what is not,
 * up to the end of the block in work. Nothing is shown behind an end of text.
 */
export class Snapshot {
  readonly #pieces = new Map<number, string>();
  #window = 0;
  #blockLength = 1;
  /** Answer positions before it are shown. */
  #shown = 0;
  /** The first position with an end token. */
  #end = Number.POSITIVE_INFINITY;
  #progress = 0;

  /** Share of the window that is decided, 0…1, never falling; 1 only when the answer is complete. */
  get progress(): number {
    return this.#progress;
  }

  /** Takes a frame; returns the text to show, or null when the frame changes nothing of it. */
  add({ frame }: ChoiceFrame): string | null {
    switch (frame.type) {
      case "accepted":
        this.#window = frame.canvas.length;
        this.#blockLength = frame.canvas.blockLength;
        return null;
      case "committed": {
        for (const [i, position] of frame.positions.entries()) {
          this.#pieces.set(position, frame.pieces?.[i] ?? "");
          this.#shown = Math.max(this.#shown, (Math.floor(position / this.#blockLength) + 1) * this.#blockLength);
        }
        this.#end = Math.min(this.#end, ...(frame.ends ?? []));
        this.#progress = Math.min(this.#pieces.size / Math.max(this.#window + 1, 1), 1);
        return this.#text();
      }
      case "done":
        this.#progress = 1;
        return null;
      case "text":
      case "usage":
      case "resumed":
      case "error":
        return null;
      default:
        throw new Error(`unknown frame ${frame satisfies never}`);
    }
  }

  #text(): string {
    let text = "";
    for (let position = 0; position < Math.min(this.#shown, this.#window, this.#end); position++) {
      text += this.#pieces.get(position) ?? MASK_CHARACTER;
    }
    return text;
  }
}
