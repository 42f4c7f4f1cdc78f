import { cellText } from "./pieces.ts";
import type { Cell, Trace } from "./trace.ts";

/** Confidence is shown in this many shades: more could not be told apart. */
const SHADES = 5;

/** Cells in a row, as the style sheet has them. */
const COLUMNS = 4;

/** A part of the canvas: its cells in the document, and how far it is filled. */
interface Part {
  readonly start: number;
  readonly length: number;
  readonly cells: HTMLElement;
  readonly bar: HTMLElement;
  done: number;
}

/**
 * The cells of one canvas in the document, part by part, and above them a bar that tells how far each part is filled.
 * Outside of the view library, because a step changes a few cells of hundreds: only those are touched. All cells exist from
 * the start, so filling them never moves anything.
 */
export class CanvasGrid {
  /** Cells in a row, for moving up and down. */
  readonly columns = COLUMNS;
  readonly #trace: Trace;
  readonly #cells: readonly HTMLElement[];
  readonly #parts: readonly Part[];
  readonly #host: HTMLElement;
  #shown = 0;
  #lit: ReadonlySet<number> = new Set();
  #fresh: ReadonlySet<number> = new Set();

  /** Puts an empty canvas into `host` and its parts into `bar`, in place of what was there. */
  constructor(host: HTMLElement, bar: HTMLElement, trace: Trace) {
    this.#host = host;
    this.#trace = trace;
    this.#cells = Array.from({ length: trace.length }, (_, position) => emptyCell(position));
    let start = 0;
    this.#parts = trace.parts.map((length) => {
      start += length;
      return emptyPart(start - length, this.#cells.slice(start - length, start));
    });
    host.replaceChildren(...this.#parts.map((part) => part.cells));
    bar.replaceChildren(...this.#parts.map((part) => part.bar));
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
    const current = steps[shown - 1];
    this.#lit = this.#mark("lit", this.#lit, current?.recomputed ?? []);
    this.#fresh = this.#mark("fresh", this.#fresh, current?.positions ?? []);
    this.#host.classList.toggle("all-lit", current !== undefined && current.recomputed === null);
    this.#shown = shown;
    this.#fillBars(shown);
  }

  /** Marks the cell that is described below the grid; null for none. Brings it into view within the grid. */
  select(position: number | null): void {
    this.#host.querySelector(".selected")?.classList.remove("selected");
    const cell = position === null ? undefined : this.#cells[position];
    cell?.classList.add("selected");
    cell?.scrollIntoView({ block: "nearest" });
  }

  /** Scrolls the grid, and nothing else, so that a position is visible. */
  follow(position: number): void {
    const part = this.#parts.find(({ start, length }) => position >= start && position < start + length);
    if (part === undefined) {
      return;
    }
    // By reckoning: to ask a cell that is out of sight would lay its part out.
    const rows = Math.ceil(part.length / COLUMNS);
    const height = part.cells.offsetHeight / rows;
    const top = part.cells.offsetTop + Math.floor((position - part.start) / COLUMNS) * height;
    const { scrollTop, clientHeight } = this.#host;
    if (top + height > scrollTop + clientHeight || top < scrollTop) {
      this.#host.scrollTop = top - clientHeight / 3;
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
      delete element.dataset.sure;
      return;
    }
    element.classList.add("filled");
    element.classList.toggle("end", cell.end);
    element.textContent = cellText(cell);
    element.dataset.step = String(this.#trace.steps[step]?.step ?? step + 1);
    element.dataset.sure = String(Math.min(SHADES - 1, Math.floor(cell.confidence * SHADES)));
  }

  /** Moves a mark from some positions to others, and touches none that keeps it; returns where it is now. */
  #mark(name: string, before: ReadonlySet<number>, positions: readonly number[]): ReadonlySet<number> {
    const now = new Set(positions);
    for (const position of before) {
      if (!now.has(position)) {
        this.#cells[position]?.classList.remove(name);
      }
    }
    for (const position of now) {
      if (!before.has(position)) {
        this.#cells[position]?.classList.add(name);
      }
    }
    return now;
  }

  #fillBars(shown: number): void {
    for (const part of this.#parts) {
      const cells = this.#trace.cells.slice(part.start, part.start + part.length);
      const done = cells.filter((cell) => cell !== null && cell.step < shown).length;
      if (done !== part.done) {
        part.done = done;
        part.bar.style.setProperty("--done", `${(done / part.length) * 100}%`);
      }
    }
  }
}

function emptyPart(start: number, inside: readonly HTMLElement[]): Part {
  const cells = document.createElement("div");
  cells.className = "part";
  cells.style.setProperty("--rows", String(Math.ceil(inside.length / COLUMNS)));
  cells.append(...inside);
  const bar = document.createElement("div");
  bar.style.flexGrow = String(inside.length);
  return { start, length: inside.length, cells, bar, done: 0 };
}

function emptyCell(position: number): HTMLElement {
  const cell = document.createElement("span");
  cell.className = "cell";
  cell.dataset.at = String(position);
  return cell;
}
