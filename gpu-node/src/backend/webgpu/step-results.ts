import type { ModelConfig } from "../../model/types.ts";
import { type Chosen, chooseTokens, needsLogits } from "../../sampling/choose.ts";
import type { StepPlan, StepResult } from "../backend.ts";
import { floatData, int64Data, type Outputs } from "../onnx/outputs.ts";
import type { Packable, PackedStep } from "./packing.ts";

/** Softmax rounds: a probability may come out this far above 1. */
const ROUNDING = 1e-4;

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
      ...chosen(config, plan, outputs, from, scored),
      salientRows,
      recomputed: Int32Array.from(recomputed).sort(),
      activeRows: active.length,
    };
  });
}

/** What is chosen for a plan's scored rows, which are `from … to − 1` of the step's. */
function chosen(config: ModelConfig, plan: StepPlan, outputs: Outputs, from: number, to: number): Chosen {
  const entropies =
    plan.choice.entropies === true
      ? { entropies: Float64Array.from(floatData(outputs, "entropy").subarray(from, to)) }
      : {};
  if (needsLogits(plan.choice)) {
    const { vocab, maskToken } = config;
    const logits = floatData(outputs, "logits").subarray(from * vocab, to * vocab);
    const rows = { positions: plan.score, vocab, banned: [maskToken] };
    return { ...entropies, ...chooseTokens(logits, rows, plan.choice) };
  }
  return {
    ...entropies,
    tokens: Int32Array.from(int64Data(outputs, "token").subarray(from, to), Number),
    confidences: Float64Array.from(floatData(outputs, "confidence").subarray(from, to), probability),
  };
}

/** NaN for what cannot be a probability: the maximum of a row that overflowed is not always NaN itself. */
function probability(value: number): number {
  return value > 0 && value <= 1 + ROUNDING ? Math.min(1, value) : Number.NaN;
}
