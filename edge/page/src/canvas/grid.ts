import type { Cell, Trace } from "./trace.ts";

/** Confidence is shown in this many shades: more could not be told apart. */
const SHADES = 5;

/** What fits into a cell; the line below the grid tells the whole piece. */
const CELL_CHARACTERS = 9;

/**
 * The cells of one canvas in the document. Outside of the view library, because a step changes a few cells of hundreds:
 * only those are touched. All cells exist from the start, so filling them never moves anything.
 */
export class CanvasGrid {
  readonly #trace: Trace;
  readonly #cells: readonly HTMLElement[];
  readonly #host: HTMLElement;
  #shown = 0;
  #lit: readonly number[] = [];
  #fresh: readonly number[] = [];

  /** Puts an empty canvas into `host`, in place of what was there. */
  constructor(host: HTMLElement, trace: Trace) {
    this.#host = host;
    this.#trace = trace;
    this.#cells = Array.from({ length: trace.length }, (_, position) => emptyCell(position, trace.blockLength));
    host.replaceChildren(...this.#cells);
  }

  /** Steps that are shown. */
  get shown(): number {
    return this.#shown;
  }

  /** Brings the cells to where they stood after the first `shown` steps. */
  show(shown: number): void {
    const { steps } = this.#trace;
    const [from, to] = shown > this.#shown ? [this.#shown, shown] : [shown, this.#shown];
    for (const [offset, step] of steps.slice(from, to).entries()) {
      for (const position of step.positions) {
        const cell = this.#trace.cells[position] ?? null;
        // A position counts from the step that committed it.
        this.#draw(position, cell !== null && cell.step < shown ? cell : null, from + offset);
      }
    }
    this.#light(steps[shown - 1]?.recomputed ?? []);
    const current = steps[shown - 1];
    this.#host.classList.toggle("all-lit", current !== undefined && current.recomputed === null);
    for (const position of this.#fresh) {
      this.#cells[position]?.classList.remove("fresh");
    }
    this.#fresh = current?.positions ?? [];
    for (const position of this.#fresh) {
      this.#cells[position]?.classList.add("fresh");
    }
    this.#shown = shown;
  }

  /** Marks the cell that is described below the grid; null for none. Brings it into view within the grid. */
  select(position: number | null): void {
    this.#host.querySelector(".selected")?.classList.remove("selected");
    const cell = position === null ? undefined : this.#cells[position];
    cell?.classList.add("selected");
    cell?.scrollIntoView({ block: "nearest" });
  }

  /** Cells in a row at the moment, for moving up and down. */
  get columns(): number {
    const top = this.#cells[0]?.offsetTop;
    const next = this.#cells.findIndex((cell) => cell.offsetTop !== top);
    return next === -1 ? Math.max(1, this.#cells.length) : next;
  }

  /** Scrolls the grid, and nothing else, so that a position is visible. */
  follow(position: number): void {
    const cell = this.#cells[position];
    if (cell === undefined) {
      return;
    }
    const top = cell.offsetTop - this.#host.offsetTop;
    const bottom = top + cell.offsetHeight;
    if (bottom > this.#host.scrollTop + this.#host.clientHeight || top < this.#host.scrollTop) {
      this.#host.scrollTop = top - this.#host.clientHeight / 3;
    }
  }

  #draw(position: number, cell: Cell | null, step: number): void {
    const element = this.#cells[position];
    if (element === undefined) {
      return;
    }
    if (cell === null) {
      element.classList.remove("filled", "end");
      element.textContent = "";
      delete element.dataset.step;
      return;
    }
    element.classList.add("filled");
    element.classList.toggle("end", cell.piece === "");
    element.textContent = shownPiece(cell.piece).slice(0, CELL_CHARACTERS);
    element.dataset.step = String(this.#trace.steps[step]?.step ?? step + 1);
    element.dataset.sure = String(Math.min(SHADES - 1, Math.floor(cell.confidence * SHADES)));
  }

  #light(positions: readonly number[]): void {
    for (const position of this.#lit) {
      this.#cells[position]?.classList.remove("lit");
    }
    for (const position of positions) {
      this.#cells[position]?.classList.add("lit");
    }
    this.#lit = positions;
  }
}

/** A piece as a cell shows it: white space must be visible. A special token has no text. */
export function shownPiece(piece: string): string {
  return piece === ""
    ? "∅"
    : piece
        .replaceAll("\n", "⏎")
        .replaceAll("\t", "⇥")
        .replace(/^ +$/, (run) => "␣".repeat(run.length));
}

function emptyCell(position: number, blockLength: number): HTMLElement {
  const cell = document.createElement("span");
  cell.className = Math.floor(position / blockLength) % 2 === 0 ? "cell" : "cell odd";
  cell.dataset.at = String(position);
  return cell;
}
