import type { CompletionUsage } from "@dyllm/shared/openai";
import type { ChoiceRecord } from "./choice-record.ts";

/**
 * Usage of a whole request. A prompt counts once, however many choices continue it; completion tokens and steps add up.
 * A choice that did not end counts with what it had committed.
 *
 * @param choicesPerPrompt consecutive records that share a prompt; default: all of them
 */
export function completionUsage(records: readonly ChoiceRecord[], choicesPerPrompt = records.length): CompletionUsage {
  const prompt = sum(
    records
      .filter((_, i) => i % Math.max(choicesPerPrompt, 1) === 0)
      .map((_, i) => promptTokens(records.slice(i * choicesPerPrompt, (i + 1) * choicesPerPrompt))),
  );
  const cached = sum(records.map((record) => record.usage?.cachedTokens ?? 0));
  const completion = sum(records.map((record) => record.usage?.completionTokens ?? record.committedTokens));
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: Math.min(cached, prompt) },
    completion_tokens_details: { reasoning_tokens: 0 },
    dyllm: {
      steps: sum(records.map((record) => record.steps)),
      salient_fraction: meanByStep(records, (usage) => usage.salientFraction) ?? 1,
      dense_compute_share: meanByStep(records, (usage) => usage.computeShare),
    },
  };
}

function promptTokens(records: readonly ChoiceRecord[]): number {
  return Math.max(0, ...records.map((record) => record.usage?.promptTokens ?? record.promptTokens));
}

/** Mean over the choices that reported one, each weighted by its steps; null when none did. */
function meanByStep(
  records: readonly ChoiceRecord[],
  value: (usage: NonNullable<ChoiceRecord["usage"]>) => number | undefined,
): number | null {
  let steps = 0;
  let total = 0;
  for (const { usage } of records) {
    const one = usage === null ? undefined : value(usage);
    if (usage !== null && one !== undefined) {
      steps += usage.steps;
      total += one * usage.steps;
    }
  }
  return steps === 0 ? null : total / steps;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
