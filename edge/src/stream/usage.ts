import type { CompletionUsage } from "@dyllm/shared/openai";
import type { ChoiceRecord } from "./choice-record.ts";

/**
 * Usage of a whole request. The prompt counts once, however many choices continue it; completion tokens and steps add up.
 * A choice that did not end counts with what it had committed.
 */
export function completionUsage(records: readonly ChoiceRecord[]): CompletionUsage {
  const prompt = Math.max(0, ...records.map((record) => record.usage?.promptTokens ?? record.promptTokens));
  const completion = sum(records.map((record) => record.usage?.completionTokens ?? record.committedTokens));
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    completion_tokens_details: { reasoning_tokens: 0 },
    dyllm: { steps: sum(records.map((record) => record.steps)), salient_fraction: meanSalientFraction(records) },
  };
}

/** Mean over the choices that reported one, each weighted by its steps; 1 (every row was computed) when none did. */
function meanSalientFraction(records: readonly ChoiceRecord[]): number {
  const reported = records.flatMap((record) => (record.usage === null ? [] : [record.usage]));
  const steps = sum(reported.map((usage) => usage.steps));
  return steps === 0 ? 1 : sum(reported.map((usage) => usage.salientFraction * usage.steps)) / steps;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
