import type { ModelConfig } from "../model/types.ts";
import { type Chosen, chooseTokens, needsLogits } from "../sampling/choose.ts";
import type { StepPlan } from "./backend.ts";
import { floatData, int64Data, type Outputs } from "./onnx/outputs.ts";

/** Softmax rounds: a probability may come out this far above 1. */
const ROUNDING = 1e-4;

/** Outputs of the graph that the choices of these plans are made from. */
export function choiceOutputs(plans: readonly StepPlan[]): string[] {
  // A row's logits are V floats: fetched only where a choice cannot be made without them.
  const logits = plans.some(({ choice }) => needsLogits(choice));
  const likeliest = plans.some(({ choice }) => !needsLogits(choice));
  const entropies = plans.some(({ choice }) => choice.entropies === true);
  return [
    ...(logits ? ["logits"] : []),
    ...(likeliest ? ["token", "confidence"] : []),
    ...(entropies ? ["entropy"] : []),
  ];
}

/** What is chosen for a plan's scored rows, which are those from `from` on of the step's. */
export function chosenRows(config: ModelConfig, plan: StepPlan, outputs: Outputs, from: number): Chosen {
  const to = from + plan.score.length;
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
