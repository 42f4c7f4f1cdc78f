import type { CellKind, Segment } from "./canvas-view.ts";

/** Select Graphic Rendition codes by kind (ECMA-48 §8.3.117): dim, plain, bold green, dim. */
const STYLE: Readonly<Record<CellKind, string>> = {
  mask: "\u001b[2m",
  settled: "",
  fresh: "\u001b[1;32m",
  end: "\u001b[2m",
};
const RESET = "\u001b[0m";

export interface CanvasLine {
  /** With its ANSI codes. */
  readonly text: string;
  /** Whether a masked position stands in it. */
  readonly masked: boolean;
}

/** Breaks segments into lines of at most `columns` terminal cells. */
export function layOut(segments: readonly Segment[], columns: number): CanvasLine[] {
  const lines: CanvasLine[] = [];
  let text = "";
  let width = 0;
  let masked = false;
  for (const { kind, text: run } of segments) {
    text += STYLE[kind];
    for (const character of run) {
      const cells = cellsOf(character);
      if (width + cells > columns && width > 0) {
        lines.push({ text: text + RESET, masked });
        text = STYLE[kind];
        width = 0;
        masked = false;
      }
      text += character;
      width += cells;
      masked ||= kind === "mask";
    }
    text += RESET;
  }
  lines.push({ text, masked });
  return lines;
}

/** The part of the lines that fits on `rows` rows: from just above the first masked one, else the last ones. */
export function visible(lines: readonly CanvasLine[], rows: number): CanvasLine[] {
  if (lines.length <= rows) {
    return [...lines];
  }
  const frontier = lines.findIndex((line) => line.masked);
  const first = frontier === -1 ? lines.length : Math.max(0, frontier - 1);
  const start = Math.min(first, lines.length - rows);
  return lines.slice(start, start + rows);
}

/** What to write to replace `drawn` lines above the cursor by new ones (ECMA-48: cursor up, erase below). */
export function redraw(drawn: number, lines: readonly CanvasLine[]): string {
  const up = drawn > 0 ? `\u001b[${drawn}A\r\u001b[J` : "";
  return `${up}${lines.map((line) => line.text).join("\n")}\n`;
}

/** Terminal cells of a character: 0 for combining marks, 2 for the wide blocks of Unicode's East Asian Width, else 1. */
function cellsOf(character: string): number {
  if (/^\p{M}$/u.test(character)) {
    return 0;
  }
  const code = character.codePointAt(0) ?? 0;
  const wide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return wide ? 2 : 1;
}
