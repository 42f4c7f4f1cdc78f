/** A prompt to start with. The browser tests ask the default model each of them and check the answer. */
export interface Example {
  readonly topic: string;
  readonly prompt: string;
}

/** Prompts that the default model answers right; all are from families it was trained on. */
export const EXAMPLES: readonly Example[] = [
  { topic: "JavaScript", prompt: "Write a JavaScript function f that returns the items of arr greater than 19." },
  {
    topic: "SQL",
    prompt:
      "Table orders (id, user_id, amount, item) and users (id, points, age, job). Write SQL to join orders and users and get orders.amount and users.points where users.points is at most 98.",
  },
  { topic: "Facts", prompt: "What is the capital of Finland?" },
  { topic: "Letters", prompt: "Write the letters of apples from last to first." },
  { topic: "About it", prompt: "Explain what is confidence, please." },
  { topic: "A loop", prompt: "Write a JavaScript function f that sums the numbers from 1 to n with a loop." },
];
