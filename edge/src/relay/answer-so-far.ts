import type { Frame, ResumePoint, UsageFrame } from "@dyllm/shared";

/**
 * The canvas of one running answer as its frames told it: what another node needs to take it over, and what the answer
 * has cost if none does. Grows in place, since a canvas has one step for each token and copies would cost their square.
 */
export class AnswerSoFar {
  /** Committed token by answer position. */
  readonly #tokens = new Map<number, number>();
  #steps = 0;
  #textLength = 0;
  #promptTokens = 0;
  /** Positions committed without a gap from the left. */
  #prefix = 0;

  /** Denoising steps spent, over all nodes. */
  get steps(): number {
    return this.#steps;
  }

  /** Positions committed so far. */
  get committed(): number {
    return this.#tokens.size;
  }

  /** Notes a frame. Throws RangeError when a position changes its token: such a node cannot be believed. */
  add(frame: Frame): void {
    switch (frame.type) {
      case "accepted":
        this.#promptTokens = frame.promptTokens;
        return;
      case "committed":
        this.#commit(frame.positions, frame.tokens);
        this.#steps = Math.max(this.#steps, frame.step);
        return;
      case "text":
        this.#textLength += frame.text.length;
        return;
      case "usage":
      case "done":
      case "error":
        return;
      default:
        throw new Error(`unknown frame ${frame satisfies never}`);
    }
  }

  /** The `resume` field for the node that takes the answer over; undefined while there is nothing to resume. */
  resumePoint(): ResumePoint | undefined {
    if (this.#tokens.size === 0) {
      return undefined;
    }
    const entries = [...this.#tokens].sort(([a], [b]) => a - b);
    return {
      positions: entries.map(([position]) => position),
      tokens: entries.map(([, token]) => token),
      steps: this.#steps,
      textLength: this.#textLength,
    };
  }

  /**
   * The usage of an answer that ends here: the prompt once, and of the tokens those that are final from left to right,
   * which is what a node counts as delivered. The salient share is with the lost node; 1 claims no saving.
   */
  usage(): Omit<UsageFrame, "seq"> {
    return {
      type: "usage",
      promptTokens: this.#promptTokens,
      completionTokens: this.#prefix,
      steps: this.#steps,
      salientFraction: 1,
    };
  }

  #commit(positions: readonly number[], tokens: readonly number[]): void {
    for (const [i, position] of positions.entries()) {
      const token = tokens[i];
      const known = this.#tokens.get(position);
      if (token === undefined || (known !== undefined && known !== token)) {
        throw new RangeError(`position ${position} was committed twice`);
      }
      this.#tokens.set(position, token);
    }
    while (this.#tokens.has(this.#prefix)) {
      this.#prefix++;
    }
  }
}
