import { describe, expect, it } from "vitest";
import { MODEL, openai } from "../support/client.ts";

const PROMPTS = [
  "What is 347 + 586?",
  "Sort ascending: 58, 67, 19, 78",
  "What is the capital of Peru?",
  "Today is Wednesday. What day will it be in 34 days?",
  "How many minutes are in 2880 seconds?",
  "Extract name and age as JSON: Gina is 66 years old and is a baker in Lima.",
];

async function answer(content: string, temperature: number): Promise<string | null | undefined> {
  const completion = await openai().chat.completions.create({
    model: MODEL,
    messages: [{ role: "user", content }],
    temperature,
    seed: 11,
  });
  return completion.choices[0]?.message.content;
}

describe("requests that share the node", () => {
  it.each([0, 1])("answer as they would alone (temperature %i)", async (temperature) => {
    const alone: unknown[] = [];
    for (const prompt of PROMPTS) {
      alone.push(await answer(prompt, temperature));
    }
    expect(await Promise.all(PROMPTS.map((prompt) => answer(prompt, temperature)))).toEqual(alone);
  });
});
