import type { Frame } from "@dyllm/shared";
import { layOut, redraw, visible } from "./canvas-draw.ts";
import { CanvasView, plainStep, terminalText } from "./canvas-view.ts";

/** A terminal, a pipe or a test's collector. */
export interface GenerateOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  /** Terminal cells. */
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** Size assumed of a terminal that does not tell. */
const COLUMNS = 80;
const ROWS = 24;

/** Writes the frames of one generation: the answer as it becomes final, or the canvas as it fills and then the answer. */
export class GenerationPrinter {
  readonly #out: GenerateOutput;
  readonly #showCanvas: boolean;
  readonly #decode: (tokens: readonly number[]) => Uint8Array;
  #view: CanvasView | null = null;
  #drawn = 0;
  #text = "";

  constructor(out: GenerateOutput, showCanvas: boolean, decode: (tokens: readonly number[]) => Uint8Array) {
    this.#out = out;
    this.#showCanvas = showCanvas;
    this.#decode = decode;
  }

  print(frame: Frame): void {
    switch (frame.type) {
      case "accepted":
        this.#view = new CanvasView(frame.canvas.length, this.#decode);
        break;
      case "committed":
        this.#view?.commit(frame.step, frame.positions, frame.tokens);
        if (this.#showCanvas && this.#view !== null) {
          this.#draw(this.#view);
        }
        break;
      case "text":
        this.#text += frame.text;
        if (!this.#showCanvas) {
          this.#out.write(this.#safe(frame.text));
        }
        break;
      case "usage":
        break;
      case "done":
        this.#out.write(this.#showCanvas ? `\n${this.#safe(this.#text)}\n` : "\n");
        break;
      case "error":
        this.#out.write("\n");
        break;
      default:
        throw new Error(`unknown frame ${frame satisfies never}`);
    }
  }

  #draw(view: CanvasView): void {
    if (!this.#out.isTTY) {
      this.#out.write(plainStep(view));
      return;
    }
    // A pseudo-terminal without a size tells 0. One row stays free for the cursor, below the canvas.
    const rows = Math.max(1, (this.#out.rows || ROWS) - 1);
    const lines = visible(layOut(view.segments(), this.#out.columns || COLUMNS), rows);
    this.#out.write(redraw(this.#drawn, lines));
    this.#drawn = lines.length;
  }

  #safe(text: string): string {
    return this.#out.isTTY ? terminalText(text) : text;
  }
}
