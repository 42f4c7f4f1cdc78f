import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";
import { drawWording, fillSlots } from "./draw-wording.ts";
import { REFUSAL_CORES, REFUSAL_OPENERS } from "./refusal-data.ts";

const ANSWER =
  "Sorry, I am a small demo model and cannot answer that. Try arithmetic, unit conversion, dates, lists, JSON, SQL or small JavaScript functions.";

/** Questions out of reach → one fixed sentence. `template` asks about held-out subjects in held-out wordings. */
export const refusal: Family = {
  name: "refusal",
  description: "Decline questions out of reach and say what works",
  weight: 4,
  generate(rng: Rng, split: Split): Item {
    const { core, opener } = drawAllowed(
      split,
      () => ({ core: drawWording(rng, split, REFUSAL_CORES), opener: drawWording(rng, split, REFUSAL_OPENERS) }),
      (drawn) => `${drawn.core}/${drawn.opener}`,
    );
    const question = fillSlots(opener, { core });
    return {
      family: "refusal",
      turns: [{ role: "user", content: question.charAt(0).toUpperCase() + question.slice(1) }],
      answer: ANSWER,
      check: { kind: "contains", words: ["small demo model", "cannot answer"] },
    };
  },
};
