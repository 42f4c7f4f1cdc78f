import { computed, signal } from "@preact/signals";
import { type Answer, conversation, shownAnswer } from "./conversation.ts";

/** The answer whose canvas was asked for; null: the last one's. */
export const canvasAnswer = signal<Answer | null>(null);

/** The answer whose canvas is shown, if there is one. A new answer takes the place of the chosen one. */
export const canvasShown = computed<Answer | null>(() => {
  const last = conversation.value.at(-1);
  return canvasAnswer.value ?? (last === undefined ? null : shownAnswer(last));
});
