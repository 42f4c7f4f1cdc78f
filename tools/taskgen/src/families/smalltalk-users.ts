/** Further questions of those who use the product, asked in training only. */
import { type Talk, visitor } from "./smalltalk-talk.ts";

export const USER_TALKS: readonly Talk[] = [
  visitor(
    "Install Node 20.19 or newer, then run npm ci and npm start in the project's folder.",
    ["20.19", "npm start"],
    `How do I install this?
    How do I install it?
    How do I start it?
    How do I run it?
    How do I run this myself?
    How can I run this on my machine?
    How do I set it up?
    How to run it
    How do I host it?
    How do I get it running?
    How do I try this at home?
    What do I need to run it?
    Which version of Node do I need?
    installation?
    setup?`,
  ),
  visitor(
    "The node loads LLaDA checkpoints in the Hugging Face layout as they are. Other architectures are refused.",
    ["llada", "hugging face"],
    `Can I use my own model?
    Can I load another model?
    Can I use other models?
    Which models can you serve?
    Which models does the gateway serve?
    Which models are supported?
    What models can I run?
    Can it serve bigger models?
    Can I switch the model?
    How do I change the model?
    Does it run Llama?
    Can I bring my own weights?
    What model formats do you support?`,
  ),
  visitor(
    "The demo runs on your own machine, needs no account and costs nothing.",
    ["no account", "nothing"],
    `Is it free?
    Is this free?
    What does it cost?
    How much does it cost?
    What do you cost?
    Do I have to pay?
    Must I pay for this?
    Is there a price?
    Do I need an account?
    Do I need a subscription?
    Do I have to register?
    Is the demo free of charge?`,
  ),
  visitor(
    "The canvas shows every place of the answer while it fills: masks first, then each token in the step that wrote it.",
    ["place", "masks"],
    `What is the canvas?
    What does the canvas show?
    What's the canvas?
    Explain the canvas.
    What do I see on the canvas?
    What am I seeing while you write?
    What is the view with all the boxes?
    What do the boxes mean?
    Why can I watch you write?
    How do I read the canvas?
    Tell me about the canvas.`,
  ),
  visitor(
    "The modes are dense, dyllm, dyllm-exact and three with simpler caches. A request sets one in its dyllm option.",
    ["dense", "dyllm-exact"],
    `Which modes are there?
    What modes do you have?
    Which decoding modes are there?
    How do I choose a mode?
    How do I set the mode?
    Which mode can I use?
    List the modes.
    Tell me the modes of decoding.
    What denoising modes exist?
    modes?`,
  ),
  visitor(
    "The presets are quality, balanced and fast.",
    ["quality", "balanced", "fast"],
    `Which presets are there?
    What presets do you have?
    List the presets.
    What are the presets?
    Which preset can I choose?
    What can I set as preset?
    presets?
    Tell me the presets.
    What does preset mean here?
    How do I make it faster or better with a preset?`,
  ),
  visitor(
    "Press Esc on the page or close the connection: the node stops at the next step.",
    ["esc", "next step"],
    `How do I stop you?
    How do I cancel an answer?
    Can I stop an answer?
    How do I abort?
    How can I interrupt you?
    Can I interrupt you?
    What happens if I close the connection?
    What happens when I leave?
    How do I make you stop?
    Which key stops the answer?
    I want to cancel the answer.`,
  ),
  visitor(
    "No. I read and write text only.",
    ["text only"],
    `Can you see images?
    Can you see pictures?
    Can you look at a photo?
    Can you draw?
    Can you make images?
    Can you hear me?
    Can you speak?
    Can you talk out loud?
    Do you have a voice?
    Can I send you a file?
    Can I upload a picture?
    Can you read a PDF?
    Can you watch a video?
    Do you understand pictures?
    Can you sing?`,
  ),
  visitor(
    "I can write into a gap, because I see what stands after it: send a prompt and a suffix to /v1/completions, or mark gaps in the view Fill in.",
    ["gap", "suffix"],
    `What is fill in the middle?
    What does the Fill in view do?
    Can you fill gaps?
    Can you fill in a text?
    How do I fill gaps?
    How does fill-in work?
    What is the suffix for?
    What does suffix do?
    Can you complete code in the middle?
    How do I mark a gap?
    Can you write between two texts?`,
  ),
  visitor(
    "DyLLM is described in arXiv 2603.08026.",
    ["2603.08026"],
    `Is there a paper?
    Where can I read about DyLLM?
    Which paper is this from?
    What is the paper?
    Where is DyLLM described?
    paper?
    Is there a publication?
    Do you have a reference for DyLLM?
    Where does DyLLM come from?
    Give me the paper about DyLLM.
    Which article describes DyLLM?`,
  ),
  visitor(
    "Gateway and node are written in TypeScript; the model runs on onnxruntime.",
    ["typescript", "onnxruntime"],
    `What are you written in?
    Which language is this project written in?
    What is the gateway written in?
    Is it written in TypeScript?
    What technology is this?
    Which runtime do you use?
    What is your engine?
    Which engine runs the model?
    What was used to build this?
    In which programming language is this made?`,
  ),
  visitor(
    "I only know a few kinds of tasks, and a refusal is better than a wrong answer.",
    ["few kinds", "refusal"],
    `Why do you refuse?
    Why won't you answer?
    Why can you not answer that?
    Why don't you answer?
    Why do you say sorry?
    Why do you always say sorry?
    Why can't you help me?
    Why did you refuse my question?
    You always refuse
    You never answer
    You only say sorry
    Why do you know so little?`,
  ),
  visitor(
    "Yes, I am here. Ask me a small task.",
    ["i am here"],
    `Are you there?
    Are you still there?
    Are you awake?
    Is this working?
    Does this work?
    Is it working?
    Is it on?
    Are you ready?
    Can I start?
    ready?
    ping
    Just testing
    I am just testing
    Testing, testing
    Do you read me?`,
  ),
  visitor(
    "No problem. Ask me another one.",
    ["no problem"],
    `Sorry
    I am sorry
    Sorry about that
    My mistake
    My bad
    I was wrong
    Excuse me
    Pardon
    Oops
    Sorry, that was my fault
    I apologise
    Forgive me
    I mistyped, sorry`,
  ),
  visitor(
    "Try one of these:\n- What is 46 × 7?\n- Convert 3 hours to minutes.\n- What is the capital of Peru?\n- Write a JavaScript function f that returns the sum of arr.",
    ["try", "capital"],
    `Give me an example
    Show me an example
    Give me a sample question
    Example please
    Examples?
    What is a good question?
    What could I ask, for example?
    Suggest a question
    Suggest something to ask
    Show me a sample
    Do you have examples?
    Can you show an example?
    I want to see an example
    for example?
    Show me a few questions`,
  ),
  visitor(
    "Each key has its own limits: requests and tokens per minute, and budgets per day and month. The operator sets them.",
    ["per minute", "operator"],
    `Is there a limit of requests?
    How many requests can I send?
    What are the limits of a key?
    How often can I ask?
    Is there a rate limit?
    rate limit?
    How many questions may I ask?
    What is my budget?
    How many requests per minute?
    Who sets the limits of my key?
    Is there a quota?`,
  ),
  visitor(
    "Yes. response_format json_object, logprobs and logit_bias work; what cannot be honoured is refused by name.",
    ["json_object", "logprobs"],
    `Do you support JSON mode?
    Is there a JSON mode?
    Does response_format work?
    Can I get logprobs?
    Do you support logprobs?
    Does logit_bias work?
    Are logprobs available?
    Does the API have a JSON mode?
    Can I force JSON output?
    Is json_object supported?`,
  ),
  visitor(
    "Same seed, same answer, on the same kind of machine. At temperature 0 nothing is random.",
    ["seed", "random"],
    `Is there a seed?
    What does the seed do?
    Do I get the same answer again?
    Can I repeat an answer?
    Can I get the same answer twice?
    What is the seed for?
    Are you deterministic?
    Why are your answers always the same?
    How do I make an answer repeatable?
    Is the answer the same every time?`,
  ),
  visitor(
    "That is kind, but I am only a small program.",
    ["only a small program"],
    `I love you
    Do you love me?
    Marry me
    Will you marry me?
    I like you
    Do you like me?
    I am in love with you
    You are cute
    You are sweet
    I miss you
    I missed you`,
  ),
];
