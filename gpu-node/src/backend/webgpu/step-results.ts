import type { ModelConfig } from "../../model/types.ts";
import type { StepResult } from "../backend.ts";
import { chosenRows } from "../chosen-rows.ts";
import { int64Data, type Outputs } from "../onnx/outputs.ts";
import type { Packable, PackedStep } from "./packing.ts";

/** Divides what a packed step returned into the results of its sequences, in their order. */
export function stepResults(
  config: ModelConfig,
  entries: readonly Packable[],
  packed: PackedStep,
  outputs: Outputs,
): StepResult[] {
  const selected = Array.from({ length: config.layers }, (_, l) => int64Data(outputs, `sel${l}`));
  let scored = 0;
  return entries.map(({ plan }, s) => {
    const active = packed.extents[s]?.active ?? new Int32Array();
    const offset = packed.offsets[s] ?? 0;
    const recomputed = new Set<number>();
    const salientRows = Int32Array.from(selected, (rows) => {
      let count = 0;
      for (const packedRow of rows) {
        const position = active[Number(packedRow) - offset];
        if (position !== undefined) {
          recomputed.add(position);
          count++;
        }
      }
      return count;
    });
    const from = scored;
    scored += plan.score.length;
    return {
      slot: plan.slot,
      ...chosenRows(config, plan, outputs, from),
      salientRows,
      recomputed: Int32Array.from(recomputed).sort(),
      activeRows: active.length,
    };
  });
}
