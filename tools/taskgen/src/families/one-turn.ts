/** Items with one question and one answer. */
import type { Check, Item } from "../types.ts";

/** An item with one user turn. */
export function singleTurn(family: string, prompt: string, answer: string, check: Check): Item {
  return { family, turns: [{ role: "user", content: prompt }], answer, check };
}

/** An item with one user turn whose only right answer is the reference itself. */
export function exactItem(family: string, prompt: string, answer: string): Item {
  return singleTurn(family, prompt, answer, { kind: "exact", text: answer });
}

/** An item with one user turn, worked steps and a last line `#### value`. */
export function finalItem(family: string, prompt: string, steps: readonly string[], value: string): Item {
  return singleTurn(family, prompt, [...steps, `#### ${value}`].join("\n"), { kind: "final", value });
}
