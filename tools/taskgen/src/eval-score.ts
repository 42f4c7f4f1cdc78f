/** Asks the items of a cell (one family, one split) and judges the answers. */
import { createHash } from "node:crypto";
import type { Ask } from "./ask.ts";
import { check } from "./check/index.ts";
import type { Item } from "./types.ts";

/** So many questions in a row without an answer: the server is gone or speaks something else. */
const MAX_FAILURES_IN_A_ROW = 5;

/** The evaluation cannot go on; `code` says why. */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
  readonly code: "endpoint_refused" | "endpoint_failing";
  constructor(code: "endpoint_refused" | "endpoint_failing", message: string) {
    super(message);
    this.code = code;
  }
}

/** One mode's outcomes on the items of a cell, in the items' order. */
export interface Score {
  readonly mode: string;
  readonly solved: readonly boolean[];
  /** Digest of each answer's text; "" where none came. What was answered stays out of the results. */
  readonly digests: readonly string[];
  /** Items without an answer; they count as not solved. */
  readonly unanswered: number;
  readonly answerTokens: number;
  readonly seconds: number;
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

/**
 * Scores one mode, `concurrency` questions at a time. Throws EvaluationError when the server refuses (no key, no such model),
 * or fails several times in a row.
 */
export async function score(ask: Ask, mode: string, items: readonly Item[], concurrency: number): Promise<Score> {
  const solved: boolean[] = items.map(() => false);
  const digests: string[] = items.map(() => "");
  let [unanswered, failures, answerTokens, next] = [0, 0, 0, 0];
  let stopped = false;
  const started = performance.now();
  const one = async (index: number, item: Item): Promise<void> => {
    const asked = await ask(item.turns, mode);
    switch (asked.kind) {
      case "answer":
        failures = 0;
        answerTokens += asked.tokens;
        digests[index] = digest(asked.text);
        solved[index] = (await check(item.check, asked.text)).ok;
        return;
      case "refused":
        throw new EvaluationError("endpoint_refused", `the server refuses: ${asked.why}`);
      case "bad":
      case "unreachable":
        unanswered++;
        failures++;
        if (failures >= MAX_FAILURES_IN_A_ROW || failures === items.length) {
          throw new EvaluationError(
            "endpoint_failing",
            `${failures} questions in a row without an answer: ${asked.why}`,
          );
        }
        return;
      default:
        throw new Error(`unknown outcome ${JSON.stringify(asked satisfies never)}`);
    }
  };
  const lane = async (): Promise<void> => {
    for (let i = next++; i < items.length && !stopped; i = next++) {
      const item = items[i];
      if (item !== undefined) {
        await one(i, item).catch((error: unknown) => {
          stopped = true;
          throw error;
        });
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return { mode, solved, digests, unanswered, answerTokens, seconds: (performance.now() - started) / 1000 };
}

/** Items whose outcome or text is not the same in two scorings of one mode. */
export function differing(
  a: Score,
  b: Score,
): { readonly outcomes: readonly number[]; readonly texts: readonly number[] } {
  const outcomes = a.solved.flatMap((value, i) => (value === b.solved[i] ? [] : [i]));
  const texts = a.digests.flatMap((value, i) => (value === b.digests[i] ? [] : [i]));
  return { outcomes, texts };
}
