/** Ways to ask what something is, for training only. */
import { compose, lines } from "./wording-lists.ts";

/** Ways to ask what something is. */
const ABOUT = lines(`
  what's {core}
  What's {core} exactly?
  {core}: meaning?
  {core}, explained in short
  Explain {core} to me.
  Explain {core} in a few words.
  Tell me about {core}.
  Tell me more about {core}.
  Say something about {core}.
  Describe {core}.
  Give me a short explanation of {core}.
  Can you explain {core}?
  Could you describe {core} in short?
  Can you tell me about {core}?
  What do you mean by {core}?
  In plain words: {core}
  I do not understand {core}.
  I have never heard of {core}.
  I read about {core}. What's that?
  I would like to understand {core}.
  What should I know about {core}?
  Who can explain {core} to me?
`);

/** Questions about the things of `topics`, and further ones, one a line. */
export const about = (topics: string, further = ""): string[] => [
  ...compose(ABOUT, topics.split("|")),
  ...lines(further),
];
