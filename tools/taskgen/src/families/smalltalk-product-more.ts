/** Other ways to ask about the product, for training only: by the name of the question in `smalltalk-faq.ts`. */
import { about } from "./smalltalk-about.ts";
import { lines } from "./wording-lists.ts";

export const PRODUCT_MORE = {
  llada: about(
    "LLaDA|the LLaDA model",
    `How big is LLaDA?
    How large is LLaDA?
    How many parameters has LLaDA?
    Do you know LLaDA?
    Does this gateway serve LLaDA?`,
  ),
  dream: lines(`
    How big is the Dream model?
    How large is Dream 7B?
    How many parameters has the Dream model?
    Do you know the Dream model?
    Tell me about the Dream model.
    What's the Dream model?
    Dream 7B?
    Describe the Dream language model.
    Is Dream a diffusion model?
    Explain the Dream model in short.
    What do you know about the model Dream?
    Say something about the Dream model.
  `),
  key: lines(`
    Where can I get a key?
    Where can I find my key?
    Who gives me a key?
    How can I get access?
    How do I sign in?
    How do I log in?
    I need an API key.
    I need a key.
    I have no key. What now?
    My key is missing.
    Can I have an API key?
    Give me an API key.
    api key?
    What do I do with the key?
    Where does the key go in a request?
    How do I send my key?
    In which header goes the key?
    How do I authenticate?
    Which header do I need?
    Where do I put my API key?
    Who is in charge of the keys?
  `),
  api: lines(`
    How do I use the API?
    Is there an API?
    Do you have an API?
    Is this compatible with OpenAI?
    Can I use the OpenAI client?
    Can I use the OpenAI library?
    Which endpoint do I call?
    What is the endpoint?
    What is the URL of the API?
    Where do I send a request?
    How do I send a request?
    How can a program talk to you?
    How can I use you from Python?
    How can I use you from my program?
    Can I call you from code?
    Does the OpenAI SDK work with this?
    api docs
    Which base URL do I set?
    What does a request look like?
    How do I talk to you with curl?
  `),
  offline: lines(`
    Can I use it offline?
    Can I run it without internet?
    Does it work on a plane?
    Does it work without a connection?
    Does it run locally?
    Can it run locally?
    Is it local?
    Do you run on my computer?
    offline?
    Can it run on my laptop without internet?
    Are you able to work offline?
    Will it work if my internet is down?
    Does the demo work with no network?
    My network is gone. Do you still work?
    Is it possible to use you with no network?
  `),
  gpu: lines(`
    Is a GPU required?
    Does it need a graphics card?
    Do I have to buy a GPU?
    Do I need a graphics card?
    Do I need special hardware?
    gpu needed?
    Must I have a GPU for this?
    Is a GPU necessary for the demo?
    Do I need an expensive computer?
    My laptop has no GPU. Is that a problem?
    Is it a problem that I have no graphics card?
    Do you need a fast graphics card?
  `),
  size: lines(`
    How big are you?
    What size are you?
    What is your size?
    How many weights do you have?
    parameter count?
    number of parameters
    Are you a large model?
    Are you big?
    How small are you?
    How many millions of parameters are you?
    What's your size in parameters?
    How big is this model?
    Parameters in billions?
    Is this a big model?
  `),
  stream: lines(`
    How do I get the answer in pieces?
    How do I turn on streaming?
    Can I stream the answer?
    Does it support streaming?
    Do you support streaming?
    Is streaming possible?
    stream?
    How do I see the answer while it is written?
    Can I get the text as it is written?
    Where do I set stream?
    server-sent events?
    Explain streaming to me.
    I want the answer streamed.
    I want to see the words as they come.
    What do I send to get a stream?
  `),
  languages: lines(`
    Which language do you understand?
    Do you speak German?
    Do you speak French?
    Do you speak Spanish?
    Do you speak Chinese?
    Can you speak Italian?
    Can you speak Polish?
    Do you understand Italian?
    Do you understand Japanese?
    Can I write in German?
    Can I ask in another language?
    Can you answer in French?
    What languages can I use?
    Is English the only language?
    Do you only know English?
    Which programming languages are possible?
    Do you know Python?
    Do you know Rust?
    Can you do Python?
    Can you do Java?
    languages?
    Is German possible too?
    In which languages can I talk to you?
  `),
  node: about(
    "a node|the node",
    `Which machine runs the model?
    What is the node good for?
    Who does the computing?
    Why is there a node?`,
  ),
  gateway: about(
    "the gateway|this gateway|the edge",
    `What do you need the gateway for?
    Why is a gateway needed?
    Who checks the keys?
    Where do requests arrive?
    What stands between me and the node?`,
  ),
  fast: lines(`
    Why so fast?
    What makes you fast?
    How can you answer so quickly?
    How do you answer so fast?
    Why is it so quick?
    What makes it quick?
    Where does the speed come from?
    That was fast. How?
    You are fast!
    So fast, why?
    How do you get this speed?
    How is it possible that you are so quick?
    What is the secret of your speed?
  `),
  difference: lines(`
    How are you different from ChatGPT?
    How are you different from GPT?
    What makes you different?
    What is special about you?
    Why diffusion and not GPT?
    Compared with GPT, what do you do in another way?
    diffusion vs GPT
    diffusion or autoregressive, what is better about it?
    How do you compare to other models?
    How is this different from a normal language model?
    In what way are you not like GPT?
    What do you do differently?
    Why not write one word after the other?
    What do normal models do differently?
  `),
  json: lines(`
    How does JSON look?
    What does JSON look like?
    What do I use JSON for?
    Is JSON a format?
    What's JSON?
    Explain JSON to me.
    Tell me about JSON.
    I have never heard of JSON.
    Describe the JSON format.
    I do not understand JSON.
    JSON, what kind of thing is it?
    Give me a short explanation of JSON.
  `),
  sql: lines(`
    What does SQL do?
    What can I do with SQL?
    What do people use SQL for?
    What does SELECT do?
    What does WHERE do in SQL?
    Is SQL a language?
    What's SQL?
    Explain SQL to me.
    Tell me about SQL.
    I have never heard of SQL.
    I do not understand SQL.
    Give me a short explanation of SQL.
  `),
  training: lines(`
    How did you learn?
    Where did you learn this?
    What did you learn from?
    What is your training data?
    What data were you trained with?
    Which data did they use to train you?
    Were you trained on web pages?
    Did you read the internet?
    How did they train you?
    training data?
    Where does your knowledge come from?
    What did they teach you?
    Did you learn from books?
    Tell me about your training.
  `),
  mistakes: lines(`
    Why was that wrong?
    Why is your answer wrong?
    Why do you get things wrong?
    Why are you so often wrong?
    Why are you so bad at this?
    Why can't you do it right?
    Can I trust you?
    Can I trust your answers?
    Are you always right?
    Are mistakes possible?
    How reliable are you?
    Should I check your answers?
    Is what you say true?
    Why do you fail?
    Are your results reliable?
  `),
  web: lines(`
    Can you use Google?
    Can you look something up online?
    Can you search the web?
    Can you open a website?
    Do you have internet access?
    Are you online?
    Are you connected to the internet?
    Can you read this link?
    Can you visit a page?
    Can you download something?
    Do you know today's news?
    Can you check a website for me?
    Do you look things up?
  `),
  length: lines(`
    How much can you write?
    How many tokens can an answer have?
    What is your maximum length?
    Can you write a long text?
    Can you write long answers?
    How many words can you write?
    What is the longest answer?
    Is there a length limit?
    max tokens?
    Why are your answers so short?
    Can you write more than a few lines?
    How long may my answer get?
  `),
} as const satisfies Record<string, readonly string[]>;
