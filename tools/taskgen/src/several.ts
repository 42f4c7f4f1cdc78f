/**
 * Several questions of other families in one prompt, answered one after the other: rows with long answers, the case where
 * recomputing only what changed saves work.
 */
import { drawWording, otherwise } from "./families/wording.ts";
import type { Rng } from "./rng.ts";
import { SEVERAL } from "./several-wordings.ts";
import type { Family, Item, Split } from "./types.ts";

/** Characters of answer to reach: about 95 tokens; more in training, so that nearly all of its answers have 80. */
const WANTED_CHARACTERS: Readonly<Record<Split, number>> = {
  train: 290,
  dev: 250,
  iid: 250,
  template: 250,
  range: 330,
};
/** Characters of prompt and answer together that still fit a training row of 256 tokens, mostly. */
const MAX_CHARACTERS: Readonly<Record<Split, number>> = { train: 640, dev: 490, iid: 490, template: 490, range: 1e6 };
const MAX_QUESTIONS = 7;
/** What people put behind a question's number; answers always have a full stop. */
const NUMBER_SIGNS = [".", ".", ")", ":"];
/** Draws in a row that may be too long for what is left before the list ends. */
const MAX_REDRAWS = 8;

/**
 * A family that draws from `parts`. Only single-turn items are used.
 * `weight` is its share in the training mix.
 */
export function severalOf(parts: readonly Family[], weight: number): Family {
  const generate = (rng: Rng, split: Split): Item => {
    const wanted = WANTED_CHARACTERS[split];
    const questions: string[] = [];
    const answers: string[] = [];
    let answered = 0;
    let used = 0;
    let redraws = 0;
    const mark = otherwise(rng, split, ".", NUMBER_SIGNS);
    while (questions.length < 2 || (answered < wanted && questions.length < MAX_QUESTIONS)) {
      // Larger numbers and other wordings belong to the parts' own splits; here only the length is out of range.
      const item = rng.pick(parts).generate(rng, split === "range" ? "iid" : split);
      const question = item.turns[0]?.content;
      if (item.turns.length !== 1 || question === undefined) {
        continue;
      }
      const size = question.length + item.answer.length;
      if (questions.length > 1 && used + size > MAX_CHARACTERS[split]) {
        redraws++;
        if (redraws > MAX_REDRAWS) {
          break;
        }
        continue;
      }
      used += size;
      questions.push(`${questions.length + 1}${mark} ${question}`);
      answers.push(`${answers.length + 1}. ${item.answer}`);
      answered += item.answer.length;
    }
    const wording = drawWording(rng, split, SEVERAL);
    const answer = answers.join("\n");
    return {
      family: "several",
      turns: [{ role: "user", content: `${wording}\n${questions.join("\n")}` }],
      answer,
      check: { kind: "exact", text: answer },
    };
  };
  return { name: "several", description: "several questions of other families in one prompt", weight, generate };
}
