/** What stands at a stretch of the canvas: nothing yet, text, text of the latest step, or a token without text. */
export type CellKind = "mask" | "settled" | "fresh" | "end";

export interface Segment {
  readonly kind: CellKind;
  readonly text: string;
}

const MASK = "·";
const END = "∅";

/** The answer window of one generation as it fills, for showing it. */
export class CanvasView {
  readonly length: number;
  readonly #decode: (tokens: readonly number[]) => Uint8Array;
  /** Token id and step of commitment by position. */
  readonly #cells = new Map<number, { readonly token: number; readonly step: number }>();
  #step = 0;

  /**
   * @param length answer window in tokens
   * @param decode raw UTF-8 bytes of tokens; none for special tokens
   */
  constructor(length: number, decode: (tokens: readonly number[]) => Uint8Array) {
    this.length = length;
    this.#decode = decode;
  }

  get filled(): number {
    return this.#cells.size;
  }

  get step(): number {
    return this.#step;
  }

  commit(step: number, positions: readonly number[], tokens: readonly number[]): void {
    this.#step = step;
    for (const [i, position] of positions.entries()) {
      const token = tokens[i];
      if (token !== undefined) {
        this.#cells.set(position, { token, step });
      }
    }
  }

  /**
   * The window from left to right. Neighbouring tokens of a kind are decoded together, because a character may span
   * tokens; one whose other half is still masked shows as U+FFFD.
   */
  segments(): Segment[] {
    const segments: { kind: CellKind; tokens: number[] }[] = [];
    for (let position = 0; position < this.length; position++) {
      const cell = this.#cells.get(position);
      const kind = cell === undefined ? "mask" : this.#kindOf(cell.token, cell.step);
      const open = segments.at(-1);
      if (open?.kind === kind) {
        open.tokens.push(cell?.token ?? 0);
      } else {
        segments.push({ kind, tokens: [cell?.token ?? 0] });
      }
    }
    return segments.map(({ kind, tokens }) => ({ kind, text: this.#textOf(kind, tokens) }));
  }

  #kindOf(token: number, step: number): CellKind {
    if (this.#decode([token]).length === 0) {
      return "end";
    }
    return step === this.#step ? "fresh" : "settled";
  }

  #textOf(kind: CellKind, tokens: readonly number[]): string {
    switch (kind) {
      case "mask":
        return MASK.repeat(tokens.length);
      case "end":
        return END.repeat(tokens.length);
      case "settled":
      case "fresh":
        return onOneLine(new TextDecoder().decode(this.#decode(tokens)));
      default:
        throw new Error(`unknown kind ${kind satisfies never}`);
    }
  }
}

/** One step as one line of plain text: step, committed tokens, and the canvas. */
export function plainStep(view: CanvasView): string {
  const text = view
    .segments()
    .map((segment) => segment.text)
    .join("");
  return `step ${view.step}  ${view.filled}/${view.length}  ${text}\n`;
}

/** Line breaks made visible and other control characters removed: a model's text must not steer the terminal. */
function onOneLine(text: string): string {
  return text
    .replaceAll(/\r?\n/g, "⏎")
    .replaceAll("\t", " ")
    .replaceAll(/\p{Cc}/gu, "");
}

/** Text for a terminal: control characters other than line breaks and tabs removed, so that it cannot steer it. */
export function terminalText(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, "");
}
