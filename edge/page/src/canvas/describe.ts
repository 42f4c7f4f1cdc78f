import { visible } from "./pieces.ts";
import type { Trace } from "./trace.ts";

/** A cell in words. `shown`: steps that are shown. */
export function describeCell(trace: Trace, shown: number, position: number): string {
  const cell = trace.cells[position] ?? null;
  if (cell === null || cell.step >= shown) {
    return `Token ${position + 1}: still masked.`;
  }
  const what = cell.end ? "end of text" : cell.piece === "" ? "a token without text" : `“${visible(cell.piece)}”`;
  const step = trace.steps[cell.step]?.step ?? cell.step + 1;
  return `Token ${position + 1}: ${what}, written in step ${step}, ${Math.round(cell.confidence * 100)} % sure.`;
}

/** The step that is shown in words: what it wrote and what it recomputed, and on which node. */
export function describeStep(trace: Trace, shown: number): string {
  const where = trace.node === null ? "" : ` on ${trace.node}`;
  const step = trace.steps[shown - 1];
  if (step === undefined) {
    return `${trace.length} masked tokens${where}.`;
  }
  const wrote = `wrote ${step.positions.length} ${step.positions.length === 1 ? "token" : "tokens"}`;
  const recomputed =
    step.recomputed === null ? "recomputed every row" : `recomputed ${step.recomputed.length} of ${trace.length} rows`;
  return `Step ${step.step}${where} ${wrote} and ${recomputed}.`;
}
