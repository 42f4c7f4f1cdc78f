/** Other ways to ask about the method, for training only: by the name of the question in `smalltalk-faq.ts`. */
import { about } from "./smalltalk-about.ts";
import { lines } from "./wording-lists.ts";

export const METHOD_MORE = {
  dyllm: about(
    "DyLLM|the DyLLM method",
    `How does DyLLM work?
    How does DyLLM make it faster?
    What's the idea of DyLLM?
    What's the trick of DyLLM?
    DyLLM in one paragraph
    Where does the speed of DyLLM come from?
    Does DyLLM need new training?
    Is DyLLM a cache?
    Why should I use DyLLM?`,
  ),
  outOfOrder: lines(`
    Why is the text not written from left to right?
    Why do you fill in words all over the place?
    Why do letters pop up everywhere?
    Why does the end appear before the start?
    Why are there gaps while you write?
    Why do you not write from the start?
    How come the words show up in a random order?
    How can the last word be there first?
    The answer appears in the wrong order. Why?
    The words come all mixed up, is that a bug?
    Is it normal that words in the middle appear first?
    Is the strange order a bug?
    In which order do you write?
    In what order do you fill in the words?
    Do you write from left to right?
    What is going on with the order of the words?
    I see words appear in the middle. Why?
    My answer fills up in a funny order.
    Why is the middle written first?
    Why does it look so jumbled at first?
  `),
  diffusion: about(
    "masked diffusion|diffusion for text|a diffusion language model",
    `How does diffusion work?
    How does diffusion work for text?
    How do diffusion models write text?
    How does a text diffusion model answer?
    How do you write an answer?
    How do you work?
    How do you generate text?
    How does this model work?
    How does it work inside?
    What kind of technique is behind this?
    How can noise become text?
    What is the principle behind you?`,
  ),
  mask: about(
    "a mask token|the mask token|the masks",
    `What does a mask stand for?
    Why are there masks?
    What happens to a mask?
    These masks, what for?
    How do masks become text?`,
  ),
  token: lines(`
    What's a token?
    How long is a token?
    How big is a token?
    How many letters has a token?
    Is a token a word?
    Are tokens words?
    What do you mean by tokens?
    Why do you count tokens?
    Can you explain what you call a token?
    Tokens, are those words?
    One token is how much text?
  `),
  window: about(
    "the answer window|the window",
    `How big is the window?
    What is the window for?
    How large is your window?
    Where does the answer go?
    What's in the window at the start?`,
  ),
  block: about(
    "a block|the blocks|the block length",
    `How long is a block?
    How many tokens has a block?
    What does block_length mean?
    How do blocks work?
    In which order are blocks filled?
    Why do you work in blocks?`,
  ),
  step: about(
    "a step|a denoising step|the steps",
    `What do you do in one step?
    How does one step work?
    What is done per step?
    What comes out of a step?`,
  ),
  dense: about(
    "a dense step|dense steps|a full step",
    `When is a step dense?
    Which steps are dense?
    What must be computed in a dense step?
    Why is the first step dense?`,
  ),
  sparse: about(
    "a sparse step|the sparse steps",
    `When is a step sparse?
    What must be computed in a sparse step?
    Why is a sparse step faster?
    What makes a step sparse?`,
  ),
  salient: about(
    "the salient set|the salient tokens|saliency",
    `How do you find salient tokens?
    When is a token salient?
    How is it decided which tokens are computed again?
    What makes a token salient?
    Which tokens does DyLLM compute?`,
  ),
  threshold: about(
    "the threshold tau|tau|the saliency threshold",
    `Is a higher tau better?
    What happens if I raise tau?
    What happens with a low threshold?
    How does the threshold change the speed?
    What does the option tau do?
    How do I choose tau?`,
  ),
  cached: about(
    "the caches|the cache of DyLLM",
    `What do you keep between two steps?
    What do you store per layer?
    Which things are kept in the cache?
    What is in the cache?
    How many things are cached?
    Which results are reused?`,
  ),
  confidence: about(
    "your confidence|the confidence of a token",
    `How sure are you?
    How do you decide what to fill first?
    Which place is filled first?
    How is the order chosen?
    What decides the order?
    Which token do you write first?`,
  ),
  temperature: about(
    "the temperature setting|the option temperature",
    `What does a temperature of 0 mean?
    What happens at temperature 0?
    What does a high temperature do?
    Which temperature should I use?
    How random are you?
    How do I make the answers random?`,
  ),
  attention: about(
    "attention in a model|the attention",
    `How does attention work?
    What do you need attention for?
    Why do models need attention?
    What does attention do for a token?`,
  ),
  layer: about(
    "a layer|the layers of a model",
    `What does a layer do?
    What parts has a layer?
    How is a layer built?
    Why does a model have layers?`,
  ),
} as const satisfies Record<string, readonly string[]>;
