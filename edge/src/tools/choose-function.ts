import type { ChatMessage } from "@dyllm/shared";
import type { FunctionChoice, OfferedFunction } from "@dyllm/shared/openai";

/** Shorter words say little of what a request is about. */
const WORD = /\p{L}{4,}/gu;

/** Longer words that say as little, those of JSON schema among them. */
const COMMON = new Set(
  [
    "about after also another could does find from give given have into like make more much need only other please some",
    "tell than that their them then there these they this what when where which will with would your",
    "array boolean const description enum integer null number object propertie required string type value",
  ].flatMap((line) => line.split(" ")),
);

/**
 * The function an answer calls, or null for text. No masked-diffusion model here was trained to decide this, so words do:
 * the function whose name and descriptions share the most words with the last message, where `auto` asks for at least one.
 * What follows on a function's result is text.
 *
 * @param answersResult whether the last message is the result of a call
 */
export function chooseFunction(
  choice: FunctionChoice | null,
  messages: readonly ChatMessage[],
  answersResult: boolean,
): OfferedFunction | null {
  if (choice === null || (choice.mode === "auto" && answersResult)) {
    return null;
  }
  const asked = wordsOf(messages.at(-1)?.content ?? "");
  let best: OfferedFunction | null = choice.mode === "required" ? (choice.offered[0] ?? null) : null;
  let most = 0;
  for (const offered of choice.offered) {
    const shared = [...wordsOf(aboutOf(offered))].filter((word) => asked.has(word)).length;
    if (shared > most) {
      best = offered;
      most = shared;
    }
  }
  return best;
}

/** All that a function says of itself, its parameters included. */
function aboutOf({ spec }: OfferedFunction): string {
  const name = spec.name.replace(/[_-]/g, " ").replace(/([a-z])([A-Z])/g, "$1 $2");
  return `${name} ${spec.description ?? ""} ${JSON.stringify(spec.parameters ?? {})}`;
}

/** The words of a text, plurals like singulars. */
function wordsOf(text: string): Set<string> {
  const words = (text.toLowerCase().match(WORD) ?? []).map((word) => word.replace(/s$/, ""));
  return new Set(words.filter((word) => !COMMON.has(word)));
}
