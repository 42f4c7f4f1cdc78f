import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";
import { singleTurn } from "./one-turn.ts";
import { REFUSAL_CORES, REFUSAL_OPENERS } from "./refusal-data.ts";
import { OOD_QUESTIONS } from "./refusal-ood-data.ts";
import { unreachableQuestion } from "./refusal-questions.ts";
import { drawWording, fillSlots } from "./wording.ts";

const ANSWER =
  "Sorry, I am a small demo model and cannot answer that. Try arithmetic, unit conversion, dates, lists, JSON, SQL or small JavaScript functions.";

/** Share of training items from the listed subjects; the rest is put together from sentence forms. */
const LISTED_SHARE = 0.15;

/** A question about a listed subject; the pair of subject and wording belongs to one split. */
function listedQuestion(rng: Rng, split: Split): string {
  const { core, opener } = drawAllowed(
    split,
    () => ({ core: drawWording(rng, split, REFUSAL_CORES), opener: drawWording(rng, split, REFUSAL_OPENERS) }),
    (drawn) => `${drawn.core}/${drawn.opener}`,
  );
  const question = fillSlots(opener, { core });
  return question.charAt(0).toUpperCase() + question.slice(1);
}

/** A question that is refused. */
function refusalItem(question: string): Item {
  return singleTurn("refusal", question, ANSWER, { kind: "contains", words: ["small demo model", "cannot answer"] });
}

/** The frozen set `ood`: questions of no template, written by hand. */
export function outOfDomainItems(): Item[] {
  return OOD_QUESTIONS.map(refusalItem);
}

/**
 * Questions out of reach → one fixed sentence. `template` asks about held-out subjects in held-out wordings; what the
 * model does with questions of no list at all is measured on the frozen set `ood`, written by hand.
 */
export const refusal: Family = {
  name: "refusal",
  description: "Decline questions out of reach and say what works",
  weight: 4,
  generate(rng: Rng, split: Split): Item {
    const question =
      split === "train" && !rng.chance(LISTED_SHARE) ? unreachableQuestion(rng) : listedQuestion(rng, split);
    return refusalItem(question);
  },
};
