import { cellText } from "./pieces.ts";
import type { Cell, Trace } from "./trace.ts";

/** Confidence is shown in this many shades: more could not be told apart. */
const SHADES = 5;

/**
 * The cells of one canvas in the document, part by part, and above them a bar that tells how far each part is filled.
 * Outside of the view library, because a step changes a few cells of hundreds: only those are touched. All cells exist from
 * the start, so filling them never moves anything.
 */
export class CanvasGrid {
  readonly #trace: Trace;
  readonly #cells: readonly HTMLElement[];
  readonly #host: HTMLElement;
  readonly #bar: readonly HTMLElement[];
  #shown = 0;
  #lit: readonly number[] = [];
  #fresh: readonly number[] = [];

  /** Puts an empty canvas into `host` and its parts into `bar`, in place of what was there. */
  constructor(host: HTMLElement, bar: HTMLElement, trace: Trace) {
    this.#host = host;
    this.#trace = trace;
    this.#cells = Array.from({ length: trace.length }, (_, position) => emptyCell(position));
    const starts = startsOf(trace.parts);
    host.replaceChildren(
      ...trace.parts.map((length, i) => box("part", this.#cells.slice(starts[i], (starts[i] ?? 0) + length))),
    );
    this.#bar = trace.parts.map((length) => {
      const part = box("part-bar", [box("part-done", [])]);
      part.style.flexGrow = String(length);
      return part;
    });
    bar.replaceChildren(...this.#bar);
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
    this.#fillBar(shown);
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
    const top = cell.offsetTop;
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
      delete element.dataset.sure;
      return;
    }
    element.classList.add("filled");
    element.classList.toggle("end", cell.end);
    element.textContent = cellText(cell);
    element.dataset.step = String(this.#trace.steps[step]?.step ?? step + 1);
    element.dataset.sure = String(Math.min(SHADES - 1, Math.floor(cell.confidence * SHADES)));
  }

  /** Moves a mark from some positions to others; returns where it is now. */
  #mark(name: string, before: readonly number[], now: readonly number[]): readonly number[] {
    for (const position of before) {
      this.#cells[position]?.classList.remove(name);
    }
    for (const position of now) {
      this.#cells[position]?.classList.add(name);
    }
    return now;
  }

  #fillBar(shown: number): void {
    const starts = startsOf(this.#trace.parts);
    for (const [i, length] of this.#trace.parts.entries()) {
      const start = starts[i] ?? 0;
      const cells = this.#trace.cells.slice(start, start + length);
      const done = cells.filter((cell) => cell !== null && cell.step < shown).length;
      const fill = this.#bar[i]?.firstElementChild;
      if (fill instanceof HTMLElement) {
        fill.style.transform = `scaleX(${done / length})`;
      }
    }
  }
}

function startsOf(parts: readonly number[]): readonly number[] {
  let start = 0;
  return parts.map((length) => {
    start += length;
    return start - length;
  });
}

function emptyCell(position: number): HTMLElement {
  const cell = document.createElement("span");
  cell.className = "cell";
  cell.dataset.at = String(position);
  return cell;
}

function box(name: string, children: readonly HTMLElement[]): HTMLElement {
  const element = document.createElement("div");
  element.className = name;
  element.append(...children);
  return element;
}
