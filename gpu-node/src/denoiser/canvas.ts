/** Token ids with a meaning of their own. */
export interface SpecialTokens {
  readonly mask: number;
  readonly eos: number;
  /** Null where the model has none. */
  readonly eot: number | null;
}

/**
 * The token ids of one sequence: prompt, then the answer window, masked at first. A committed token never changes.
 *
 * Only the answer is ever looked at for masks, so a mask id in a prompt stays a prompt token. Positions below are
 * answer positions: 0 is the first row after the prompt.
 */
export class Canvas {
  /** `[promptTokens + window]`. */
  readonly tokens: Int32Array;
  readonly promptTokens: number;
  readonly #special: SpecialTokens;
  readonly #earlyStop: boolean;
  #end: number;
  /** Positions before it are to be filled. */
  #fillEnd: number;
  /** Positions filled without a gap from the left, at most `#fillEnd`. */
  #filled = 0;
  #endedByToken = false;
  #prefix = 0;

  /**
   * @param window answer rows
   * @param maxTokens answer rows that may be delivered, at most `window`; the rest stays masked
   * @param earlyStop whether positions behind an end token are left masked, too
   */
  constructor(
    prompt: readonly number[],
    window: number,
    maxTokens: number,
    special: SpecialTokens,
    earlyStop: boolean = true,
  ) {
    this.promptTokens = prompt.length;
    this.tokens = new Int32Array(prompt.length + window).fill(special.mask);
    this.tokens.set(prompt);
    this.#special = special;
    this.#end = maxTokens;
    this.#fillEnd = maxTokens;
    this.#earlyStop = earlyStop;
  }

  /**
   * Positions before it make up the answer: the first committed end token, else `maxTokens`. What lies behind an end
   * token can never be delivered, so with early stop it is not filled either: every step spent there would be lost.
   */
  get end(): number {
    return this.#end;
  }

  /** Whether an end token, not the length limit, bounds the answer. */
  get endedByToken(): boolean {
    return this.#endedByToken;
  }

  /** Positions committed without a gap from the left, at most `end`. */
  get prefix(): number {
    return this.#prefix;
  }

  /** Whether nothing is left to fill. */
  get complete(): boolean {
    return this.#filled >= this.#fillEnd;
  }

  /** Whether a position can still be committed. */
  isMasked(position: number): boolean {
    return this.tokens[this.promptTokens + position] === this.#special.mask;
  }

  /** Token at a position, the mask id where none is committed. */
  at(position: number): number {
    return this.tokens[this.promptTokens + position] ?? this.#special.mask;
  }

  /**
   * Gives a masked position its final token.
   *
   * @throws RangeError when the position is not masked, or the token is the mask: both would be bugs of the caller
   */
  commit(position: number, token: number): void {
    if (!this.isMasked(position) || token === this.#special.mask) {
      throw new RangeError(`position ${position} cannot be committed to token ${token}`);
    }
    this.tokens[this.promptTokens + position] = token;
    if (position < this.#end && (token === this.#special.eos || token === this.#special.eot)) {
      this.#end = position;
      this.#endedByToken = true;
      this.#fillEnd = this.#earlyStop ? position : this.#fillEnd;
    }
    while (this.#filled < this.#fillEnd && !this.isMasked(this.#filled)) {
      this.#filled++;
    }
    this.#prefix = Math.min(this.#filled, this.#end);
  }

  /** Masked positions to fill in the leftmost block that has any, ascending; empty when complete. */
  candidates(blockLength: number): { readonly block: number; readonly positions: number[] } {
    const block = Math.floor(this.#filled / blockLength);
    const positions: number[] = [];
    const blockEnd = Math.min((block + 1) * blockLength, this.#fillEnd);
    for (let position = this.#filled; position < blockEnd; position++) {
      if (this.isMasked(position)) {
        positions.push(position);
      }
    }
    return { block, positions };
  }
}
