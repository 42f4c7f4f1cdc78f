import { Canvas, type SpecialTokens } from "./canvas.ts";
import type { ResolvedOptions } from "./options.ts";
import { AnswerText } from "./text.ts";

/** Token ids around several gaps: k + 1 segments, the i-th gap's canvas between the i-th and the next. */
export interface GappedPrompt {
  readonly segments: readonly (readonly number[])[];
  /** Rows of each gap. */
  readonly gapTokens: readonly number[];
}

/** What an answer stands in: token ids that it follows, or text with gaps. */
export type Prompt = readonly number[] | GappedPrompt;

/** Final text of one gap; `gap` is null for what stands between two gaps. */
export interface TextPiece {
  readonly gap: number | null;
  readonly text: string;
  /** Answer position of the first token that was read with it. */
  readonly from: number;
  /** Raw UTF-8 of each token that was read with it. */
  readonly bytes: readonly Uint8Array[];
}

/** Stands between the texts of two gaps where they are shown as one. */
const BETWEEN_GAPS = "\n";

/** What an answer needs of its model. */
export interface AnswerModel {
  readonly special: SpecialTokens;
  readonly decodeBytes: (tokens: readonly number[]) => Uint8Array;
}

interface Gap {
  /** Its rows only. */
  readonly canvas: Canvas;
  readonly text: AnswerText;
  /** Answer position, canvas row and block of its first token. */
  readonly offset: number;
  readonly firstRow: number;
  readonly firstBlock: number;
}

/**
 * The rows of one sequence that are to be filled, between rows that are fixed: usually one run of them behind the prompt,
 * or one in each gap of a text. Answer positions count the rows of all gaps in order; blocks do not reach over a gap's end.
 *
 * Gaps are filled from left to right, each like an answer of its own: its text ends at its first end token with no mask
 * before it, or before a stop string. Rows behind that end stay masked, unless early stop is off, and the fixed rows after
 * them are seen across these masks.
 */
export class Answer {
  /** Fixed rows. */
  readonly promptTokens: number;
  /** All rows, fixed ones included. */
  readonly rows: number;
  readonly #segments: readonly (readonly number[])[];
  readonly #gaps: readonly Gap[];
  #current = 0;

  constructor(model: AnswerModel, prompt: Prompt, options: ResolvedOptions) {
    const gapped = "segments" in prompt;
    this.#segments = gapped ? prompt.segments : [prompt];
    const gaps: Gap[] = [];
    let row = 0;
    let offset = 0;
    let firstBlock = 0;
    for (const [i, segment] of this.#segments.entries()) {
      row += segment.length;
      const length = gapped ? (prompt.gapTokens[i] ?? 0) : options.window;
      if (length > 0) {
        const maxTokens = gapped ? length : options.maxTokens;
        const canvas = new Canvas([], length, maxTokens, model.special, options.earlyStop);
        const text = new AnswerText(model.decodeBytes, options.stop);
        gaps.push({ canvas, text, offset, firstRow: row, firstBlock });
      }
      row += length;
      offset += length;
      firstBlock += Math.ceil(length / options.blockLength);
    }
    this.#gaps = gaps;
    this.rows = row;
    this.promptTokens = row - offset;
  }

  /** Rows to be filled. */
  get window(): number {
    return this.rows - this.promptTokens;
  }

  /** The first row to be filled: before it lies the prompt that response-only steps leave out. */
  get firstRow(): number {
    return this.#gaps[0]?.firstRow ?? this.rows;
  }

  /** Tokens read as text so far, those of a stop string included. */
  get tokens(): number {
    return this.#gaps.reduce((sum, { text }) => sum + text.tokens, 0);
  }

  /** A copy of the whole canvas, masks included, `[rows]`. */
  canvasTokens(): Int32Array {
    const tokens = new Int32Array(this.rows);
    let row = 0;
    for (const [i, segment] of this.#segments.entries()) {
      tokens.set(segment, row);
      const gap = this.#gaps[i];
      if (gap !== undefined) {
        tokens.set(gap.canvas.tokens, gap.firstRow);
      }
      row += segment.length + (gap?.canvas.tokens.length ?? 0);
    }
    return tokens;
  }

  /** Canvas row of an answer position. */
  toRow(position: number): number {
    const gap = this.#gapOf(position);
    return gap.firstRow + position - gap.offset;
  }

  /** Answer position of a canvas row; null for a fixed one. */
  toPosition(row: number): number | null {
    for (const { canvas, firstRow, offset } of this.#gaps) {
      if (row >= firstRow && row < firstRow + canvas.tokens.length) {
        return offset + row - firstRow;
      }
    }
    return null;
  }

  /** Whether a position can still be committed. */
  isMasked(position: number): boolean {
    const gap = this.#gapOf(position);
    return gap.canvas.isMasked(position - gap.offset);
  }

  /** Gives a masked position its final token. Throws RangeError as {@link Canvas.commit}. */
  commit(position: number, token: number): void {
    const gap = this.#gapOf(position);
    gap.canvas.commit(position - gap.offset, token);
  }

  /** Masked positions to fill in the leftmost block that has any, ascending; empty when complete. */
  candidates(blockLength: number): { readonly block: number; readonly positions: number[] } {
    const gap = this.#gaps[this.#current];
    if (gap === undefined) {
      return { block: 0, positions: [] };
    }
    const { block, positions } = gap.canvas.candidates(blockLength);
    return { block: gap.firstBlock + block, positions: positions.map((position) => gap.offset + position) };
  }

  /** Canvas rows of a block, committed ones included: the first, and behind the last. */
  blockRows(block: number, blockLength: number): { readonly from: number; readonly to: number } {
    const gap = this.#gaps.findLast(({ firstBlock }) => firstBlock <= block);
    if (gap === undefined) {
      throw new RangeError(`block ${block} of an answer without rows`);
    }
    const from = gap.firstRow + (block - gap.firstBlock) * blockLength;
    return { from, to: Math.min(from + blockLength, gap.firstRow + gap.canvas.tokens.length) };
  }

  /** Text that has become final since the last call, in order; notices ends of gaps on the way. */
  read(): TextPiece[] {
    const pieces: TextPiece[] = [];
    for (let gap = this.#gaps[this.#current]; gap !== undefined; gap = this.#gaps[this.#current]) {
      const { canvas, text } = gap;
      while (text.tokens < canvas.prefix && !text.stopped) {
        text.push(canvas.at(text.tokens));
      }
      if (canvas.complete) {
        text.finish();
      }
      const taken = text.take();
      if (taken !== "") {
        const bytes = text.takeBytes();
        pieces.push({ gap: this.#current, text: taken, from: gap.offset + text.tokens - bytes.length, bytes });
      }
      if (!text.stopped && !canvas.complete) {
        break;
      }
      this.#current++;
      if (this.#current < this.#gaps.length) {
        pieces.push({ gap: null, text: BETWEEN_GAPS, from: gap.offset + canvas.tokens.length, bytes: [] });
      }
    }
    return pieces;
  }

  /** Number of gaps. */
  get gaps(): number {
    return this.#gaps.length;
  }

  /** Why the answer is complete (`length` where any gap is full), as of the last {@link read}; null while it is not. */
  get finishReason(): "stop" | "length" | null {
    if (this.#current < this.#gaps.length) {
      return null;
    }
    const full = this.#gaps.some(({ canvas, text }) => !text.stopped && !canvas.endedByToken);
    return full ? "length" : "stop";
  }

  #gapOf(position: number): Gap {
    const gap = this.#gaps.find(({ canvas, offset }) => position < offset + canvas.tokens.length);
    if (gap === undefined) {
      throw new RangeError(`position ${position} of ${this.window}`);
    }
    return gap;
  }
}
