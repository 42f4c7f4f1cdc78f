/** Questions about the product: its wordings are cores put into the openers. */
import { METHOD_MORE } from "./smalltalk-method-more.ts";
import { PRODUCT_MORE } from "./smalltalk-product-more.ts";
import type { Talk } from "./smalltalk-talk.ts";
import { compose } from "./wording-lists.ts";

const OPENERS = {
  trained: [
    "{core}?",
    "Tell me {core}.",
    "Can you tell me {core}?",
    "Please explain {core}.",
    "I want to know {core}.",
    "Explain {core}, please.",
    "One question: {core}?",
    "Do you know {core}?",
  ],
  heldOut: ["I wonder {core}.", "Could you say {core}?", "Please help me understand {core}."],
};

const faq = (cores: string, answer: string, words: readonly string[], more: readonly string[]): Talk => ({
  wordings: {
    trained: compose(OPENERS.trained, cores.split("|")),
    heldOut: compose(OPENERS.heldOut, cores.split("|")),
    more,
  },
  answer,
  words,
});

export const FAQ_TALKS: readonly Talk[] = [
  faq(
    "what is DyLLM|what DyLLM is|what DyLLM does",
    "DyLLM is a way to run masked-diffusion language models faster. Between two steps most tokens hardly change. DyLLM finds the few tokens that changed, the salient ones, and computes attention and feed-forward only for them. For all other tokens it takes the result from a cache. No new training is needed.",
    ["masked-diffusion", "salient", "cache"],
    METHOD_MORE.dyllm,
  ),
  faq(
    "why the text appears out of order|why does text appear out of order|why words come in a strange order",
    "I do not write from left to right. I start from a window of masks, and in each step I fill the places I am most sure of. So words in the middle can appear before the first word is there.",
    ["masks", "left to right"],
    METHOD_MORE.outOfOrder,
  ),
  faq(
    "what is a mask token|what a mask token is|what masks are",
    "A mask token marks a place whose text is not known yet. At the start every place of the answer is a mask, and each step replaces some masks by text.",
    ["mask", "place"],
    METHOD_MORE.mask,
  ),
  faq(
    "what is a block|what a block is|what blocks are",
    "A block is a part of the answer, for instance 32 tokens. Blocks are filled from left to right, and inside a block the order is free.",
    ["32 tokens", "left to right"],
    METHOD_MORE.block,
  ),
  faq(
    "what is a step|what a denoising step is|what happens in a step",
    "A step is one pass of the model over the prompt and the answer window. After it, the places with the highest confidence become text.",
    ["pass", "confidence"],
    METHOD_MORE.step,
  ),
  faq(
    "what is a masked-diffusion model|what masked diffusion is|how a diffusion language model works",
    "A masked-diffusion model learns to restore text in which places are masked. To answer, it starts from masks only and restores them in several steps. Each step sees the whole window, on the left and on the right. Many tokens can be filled in one step, so fewer passes are needed than tokens.",
    ["masked", "steps", "window"],
    METHOD_MORE.diffusion,
  ),
  faq(
    "what is the salient set|what a salient token is|which tokens are salient",
    "Salient tokens are those whose attention context changed since the last step. DyLLM measures this with the cosine similarity and a threshold. Only salient tokens are computed again.",
    ["salient", "cosine"],
    METHOD_MORE.salient,
  ),
  faq(
    "what is the threshold for|what the saliency threshold does|what tau means",
    "The threshold tau decides which tokens are salient: those whose cosine similarity to the last step is below it. A higher threshold is more exact, a lower one is faster.",
    ["threshold", "cosine"],
    METHOD_MORE.threshold,
  ),
  faq(
    "what is a dense step|what a dense step does|what a full step is",
    "A dense step computes every token in every layer and fills the caches. The first steps of an answer are dense.",
    ["every token", "caches"],
    METHOD_MORE.dense,
  ),
  faq(
    "what is a sparse step|what a sparse step does|what sparse steps are",
    "A sparse step computes keys, values and feed-forward only for salient tokens. The rest comes from the caches.",
    ["salient", "caches"],
    METHOD_MORE.sparse,
  ),
  faq(
    "what is cached|what the caches hold|which values are cached",
    "Per layer four things are cached: keys, values, the attention context and the output of the feed-forward network.",
    ["keys", "values", "context"],
    METHOD_MORE.cached,
  ),
  faq(
    "what is LLaDA|what LLaDA is|which model LLaDA is",
    "LLaDA is a masked-diffusion language model with 8 billion parameters. This gateway can serve models of its kind.",
    ["masked-diffusion", "billion"],
    PRODUCT_MORE.llada,
  ),
  faq(
    "what is Dream|what the Dream model is|which model Dream is",
    "Dream is a diffusion language model with 7 billion parameters.",
    ["diffusion", "7 billion"],
    PRODUCT_MORE.dream,
  ),
  faq(
    "how do I get a key|how I get an API key|where I find an API key",
    "Ask the operator of this gateway for an API key. Then send it with each request in the header Authorization: Bearer and your key.",
    ["operator", "authorization"],
    PRODUCT_MORE.key,
  ),
  faq(
    "which API do you speak|which API this is|how I call the API",
    "The gateway speaks the OpenAI API. Send a POST request to /v1/chat/completions with a model name and a list of messages. Any OpenAI client works when you set its base URL to this gateway.",
    ["openai", "/v1/chat/completions"],
    PRODUCT_MORE.api,
  ),
  faq(
    "does it run offline|whether it runs offline|if this works without internet",
    "Yes. The demo model and the node run on your own machine and need no internet.",
    ["yes", "machine"],
    PRODUCT_MORE.offline,
  ),
  faq(
    "do I need a GPU|whether I need a GPU|if it needs a GPU",
    "No. The demo model is small enough for a CPU. A large model such as LLaDA needs a GPU.",
    ["cpu", "gpu"],
    PRODUCT_MORE.gpu,
  ),
  faq(
    "how large are you|how large this model is|how many parameters you have",
    "I am very small: a few million parameters. Large models have billions.",
    ["million", "small"],
    PRODUCT_MORE.size,
  ),
  faq(
    "how to stream|how I stream an answer|how streaming works",
    "Set stream to true in the request. The gateway then sends the answer in parts as server-sent events.",
    ["stream", "events"],
    PRODUCT_MORE.stream,
  ),
  faq(
    "what languages do you speak|which languages you know|if you know other languages",
    "I only know English, some SQL and some JavaScript.",
    ["english", "javascript"],
    PRODUCT_MORE.languages,
  ),
  faq(
    "what is a token|what a token is|what tokens are",
    "A token is a small piece of text: a word, a part of a word, a digit or a sign. The model reads and writes tokens.",
    ["piece", "word"],
    METHOD_MORE.token,
  ),
  faq(
    "what is a node|what a node is|what the node does",
    "A node is the machine that runs the model. The gateway takes requests and sends each one to a node.",
    ["machine", "gateway"],
    PRODUCT_MORE.node,
  ),
  faq(
    "what is the gateway|what the gateway does|what the edge does",
    "The gateway is the public side of this product. It checks keys and limits, chooses a node and streams the answer back.",
    ["keys", "node"],
    PRODUCT_MORE.gateway,
  ),
  faq(
    "what is confidence|what confidence means|how you choose the order",
    "Confidence is the probability of the best token at a place. The places with the highest confidence are filled first.",
    ["probability", "first"],
    METHOD_MORE.confidence,
  ),
  faq(
    "why are you fast|why this is fast|how you are so fast",
    "I fill several tokens in one step, and DyLLM computes only the tokens that changed.",
    ["several tokens", "changed"],
    PRODUCT_MORE.fast,
  ),
  faq(
    "what is the difference to GPT|how you differ from other models|how diffusion differs from GPT",
    "Most language models write one token after the other, from left to right. I fill many places of a window at once, in any order. So I see what comes later while I fill what comes first.",
    ["left to right", "window"],
    PRODUCT_MORE.difference,
  ),
  faq(
    "what is temperature|what temperature does|what the temperature means",
    "Temperature sets how random the choice of tokens is. With 0 the most probable token is taken.",
    ["random", "probable"],
    METHOD_MORE.temperature,
  ),
  faq(
    "what is JSON|what JSON is|what JSON means",
    "JSON is a text format for data: objects with keys and values in curly brackets, and lists in square brackets.",
    ["format", "keys"],
    PRODUCT_MORE.json,
  ),
  faq(
    "what is SQL|what SQL is|what SQL means",
    "SQL is a language for data in tables. SELECT reads rows, WHERE keeps the rows that match.",
    ["language", "tables"],
    PRODUCT_MORE.sql,
  ),
  faq(
    "what is attention|what attention is|what attention does",
    "Attention lets each token look at all other tokens of the window and mix in what it needs from them.",
    ["token", "window"],
    METHOD_MORE.attention,
  ),
  faq(
    "what is a layer|what a layer is|what layers are",
    "A layer is one stage of the model: attention and then a feed-forward network. A model is a stack of layers.",
    ["attention", "feed-forward"],
    METHOD_MORE.layer,
  ),
  faq(
    "how you were trained|how were you trained|what you were trained on",
    "I was trained on tasks that a program made: text with masks, where I had to restore the hidden words. I saw no web pages.",
    ["masks", "program"],
    PRODUCT_MORE.training,
  ),
  faq(
    "why you make mistakes|why do you make mistakes|why an answer can be wrong",
    "I am very small and was trained for a short time. Please check my answers.",
    ["small", "check"],
    PRODUCT_MORE.mistakes,
  ),
  faq(
    "can you browse the web|whether you can use the internet|if you can read web pages",
    "No. I have no internet access and know only what I was trained on.",
    ["no", "internet"],
    PRODUCT_MORE.web,
  ),
  faq(
    "how long can an answer be|how long answers can be|what the limit of an answer is",
    "My answers fit into a window of a limited number of tokens. Short tasks work best.",
    ["window", "tokens"],
    PRODUCT_MORE.length,
  ),
  faq(
    "what is a window|what the answer window is|what the window means",
    "The window is the space for the answer. It starts as masks only and ends as text.",
    ["masks", "answer"],
    METHOD_MORE.window,
  ),
];
