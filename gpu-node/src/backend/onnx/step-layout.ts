import { indicesOf, type StepPlan } from "../backend.ts";
import { extentOf } from "../grouping.ts";
import type { SlotState } from "./slot.ts";

/** A plan with the slot it is for. */
export interface Entry {
  readonly plan: StepPlan;
  readonly slot: SlotState;
}

/** One sequence's part of a step. */
export interface LaidOut extends Entry {
  /** Its active rows, ascending canvas positions, and where the first of them stands among the step's rows. */
  readonly active: Int32Array;
  readonly offset: number;
  /** Canvas rows that are attended to. */
  readonly canvas: number;
  /** Its scored rows among the step's rows. */
  readonly scored: Int32Array;
}

/** How the rows of a step's sequences lie one behind the other. */
export interface StepLayout {
  readonly parts: readonly LaidOut[];
  /** Rows of all sequences. */
  readonly rows: number;
  /** Most canvas rows any sequence has. */
  readonly keys: number;
}

/** Lays the rows of one or several sequences out as one step. */
export function layOut(entries: readonly Entry[]): StepLayout {
  let rows = 0;
  const parts = entries.map((entry): LaidOut => {
    const { active, canvas } = extentOf(entry);
    const offset = rows;
    rows += active.length;
    return { ...entry, active, canvas, offset, scored: indicesOf(entry.plan.score, active).map((row) => row + offset) };
  });
  return { parts, rows, keys: Math.max(...parts.map(({ canvas }) => canvas)) };
}
