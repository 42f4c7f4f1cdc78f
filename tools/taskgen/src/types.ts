/** The contract between task families, checkers, the training packer and the evaluation. */
import type { Rng } from "./rng.ts";

/** One message of a conversation, as an OpenAI client would send it. */
export interface Turn {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/**
 * Which population an item is drawn from.
 * - `train`: what the model learns from.
 * - `dev`: same wordings, unseen values; for choosing thresholds, never reported.
 * - `iid`: same wordings, unseen values; reported.
 * - `template`: wordings never seen in training.
 * - `range`: trained wordings, somewhat larger numbers or longer lists.
 */
export type Split = "train" | "dev" | "iid" | "template" | "range";

/** How an answer is judged. Plain data, so that frozen evaluation files carry it. */
export type Check =
  /** The trimmed answer equals `text`, white space runs folded. */
  | { readonly kind: "exact"; readonly text: string }
  /** The last line `#### value` equals `value`; every `a op b = c` in the text must be true. */
  | { readonly kind: "final"; readonly value: string }
  /** The answer parses as JSON deep-equal to `value` (key order free). */
  | { readonly kind: "json"; readonly value: unknown }
  /** Runs on SQLite with the `setup` script and returns the same rows as `reference` (order matters when `ordered`). */
  | { readonly kind: "sql"; readonly setup: string; readonly reference: string; readonly ordered: boolean }
  /** Defines the function `name` in JavaScript; each call in `cases` returns the expected value. */
  | {
      readonly kind: "js";
      readonly name: string;
      readonly cases: readonly { readonly args: readonly unknown[]; readonly expected: unknown }[];
    }
  /** Contains every listed word, case folded (small talk, FAQ, refusal). */
  | { readonly kind: "contains"; readonly words: readonly string[] }
  /** Word F1 against the reference text is at least `min`. */
  | { readonly kind: "f1"; readonly text: string; readonly min: number }
  /** A filled 4×4 sudoku that keeps the givens (`0` = empty) and obeys the rules. */
  | { readonly kind: "sudoku"; readonly givens: readonly (readonly number[])[] };

/** One task: a conversation that ends with a user turn, the reference answer, and how to judge another answer. */
export interface Item {
  readonly family: string;
  readonly turns: readonly Turn[];
  readonly answer: string;
  readonly check: Check;
}

/** A family of tasks. `generate` draws only from the values and wordings that belong to `split`. */
export interface Family {
  /** kebab-case, unique, stable: it names the row of every table. */
  readonly name: string;
  /** One line for the model card. */
  readonly description: string;
  /** Share in the training mix relative to the other families. */
  readonly weight: number;
  generate(rng: Rng, split: Split): Item;
}
