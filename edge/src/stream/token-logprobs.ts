import type { TokenLogprob } from "@dyllm/shared/openai";
import type { TokenDetail } from "./choice-record.ts";

/** Stands for the logarithm of 0, which JSON has no number for; OpenAI writes the same. */
const NO_PROBABILITY = -9999;

/** Text of a token alone; what is part of a character only shows as U+FFFD, and its `bytes` tell. */
export function tokenText(bytes: readonly number[]): string {
  return new TextDecoder("utf-8", { fatal: false, ignoreBOM: true }).decode(Uint8Array.from(bytes));
}

/**
 * Walks through the tokens of one answer beside its text. Text comes later than its tokens, and an answer that a stop
 * string cuts short has tokens without text: an entry is due once the text has gone past the token's beginning.
 */
export class LogprobCursor {
  readonly #utf8 = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });
  #position = 0;
  /** UTF-16 units that the tokens so far have given. */
  #units = 0;

  /** The tokens that begin before unit `textLength` of the answer and were not taken yet. */
  take(tokens: ReadonlyMap<number, TokenDetail>, textLength: number): TokenDetail[] {
    const taken: TokenDetail[] = [];
    while (this.#units < textLength) {
      const token = tokens.get(this.#position);
      if (token === undefined) {
        break;
      }
      this.#position++;
      this.#units += this.#utf8.decode(Uint8Array.from(token.bytes), { stream: true }).length;
      taken.push(token);
    }
    return taken;
  }
}

/** All tokens of an answer of this text. */
export function answerTokens(tokens: ReadonlyMap<number, TokenDetail>, text: string): TokenDetail[] {
  return new LogprobCursor().take(tokens, text.length);
}

/** Natural logarithm of a probability, finite. */
export function logprobOf(probability: number): number {
  return probability > 0 ? Math.log(Math.min(probability, 1)) : NO_PROBABILITY;
}

/** A token as chat completions and responses show it. */
export function toTokenLogprob(token: TokenDetail): TokenLogprob {
  return {
    token: tokenText(token.bytes),
    logprob: logprobOf(token.confidence),
    bytes: [...token.bytes],
    top_logprobs: token.candidates.map(({ bytes, logprob }) => ({
      token: tokenText(bytes),
      logprob,
      bytes: [...bytes],
    })),
  };
}
