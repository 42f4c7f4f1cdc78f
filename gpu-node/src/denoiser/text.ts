/**
 * Answer text from tokens that are final from left to right: bytes, then UTF-8, then stop strings. The text is the same
 * however the tokens are split over calls, because each token is read after the one before it and on nothing else: in some
 * vocabularies a token says whether the next one keeps its leading space.
 *
 * Text that could still turn out to be the beginning of a stop string is held back.
 */
export class AnswerText {
  readonly #decodeBytes: (tokens: readonly number[]) => Uint8Array;
  readonly #stops: readonly string[];
  // A byte order mark the model writes is text like any other.
  readonly #utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
  /** Final text not taken yet. */
  #ready = "";
  /** Text that may belong to a stop string. */
  #held = "";
  #stopped = false;
  #tokens = 0;
  #previous: number | null = null;
  /** Of the tokens read since they were last taken. */
  #bytes: Uint8Array[] = [];

  /**
   * @param decodeBytes raw UTF-8 bytes of tokens; a token may hold part of a character
   * @param stops the answer ends before the first of these to be complete; of several that end at the same place, before
   *   the longest
   */
  constructor(decodeBytes: (tokens: readonly number[]) => Uint8Array, stops: readonly string[]) {
    this.#decodeBytes = decodeBytes;
    this.#stops = stops;
  }

  /** Whether a stop string ended the answer; tokens after it are ignored. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Tokens read so far, those of a stop string included. */
  get tokens(): number {
    return this.#tokens;
  }

  /** Reads the next token of the answer. */
  push(token: number): void {
    if (!this.#stopped) {
      this.#tokens++;
      const bytes = bytesAfter(this.#decodeBytes, this.#previous, token);
      this.#previous = token;
      this.#bytes.push(bytes);
      this.#append(this.#utf8.decode(bytes, { stream: true }));
    }
  }

  /** The answer has no further token: an unfinished character becomes U+FFFD, and nothing is held back any more. */
  finish(): void {
    if (!this.#stopped) {
      this.#append(this.#utf8.decode());
      this.#ready += this.#held;
      this.#held = "";
    }
  }

  /** Final text since the last call. */
  take(): string {
    const text = this.#ready;
    this.#ready = "";
    return text;
  }

  /** Raw UTF-8 of each token read since the last call, those included whose text is held back. */
  takeBytes(): Uint8Array[] {
    const bytes = this.#bytes;
    this.#bytes = [];
    return bytes;
  }

  #append(text: string): void {
    if (this.#stopped || text === "") {
      return;
    }
    const pending = this.#held + text;
    const stop = firstStop(pending, this.#stops);
    if (stop !== null) {
      this.#ready += pending.slice(0, stop);
      this.#held = "";
      this.#stopped = true;
      return;
    }
    const safe = pending.length - partialStop(pending, this.#stops);
    this.#ready += pending.slice(0, safe);
    this.#held = pending.slice(safe);
  }
}

/** Raw UTF-8 of a token that stands after another one, or at the beginning. */
export function bytesAfter(
  decodeBytes: (tokens: readonly number[]) => Uint8Array,
  previous: number | null,
  token: number,
): Uint8Array {
  return previous === null
    ? decodeBytes([token])
    : decodeBytes([previous, token]).subarray(decodeBytes([previous]).length);
}

/** Where the stop string begins that is complete first, or null. */
function firstStop(text: string, stops: readonly string[]): number | null {
  let start: number | null = null;
  let end = Number.POSITIVE_INFINITY;
  for (const stop of stops) {
    const at = text.indexOf(stop);
    if (at === -1) {
      continue;
    }
    if (at + stop.length < end || (at + stop.length === end && start !== null && at < start)) {
      start = at;
      end = at + stop.length;
    }
  }
  return start;
}

/** Length of the longest suffix of `text` that begins a stop string. */
function partialStop(text: string, stops: readonly string[]): number {
  let longest = 0;
  for (const stop of stops) {
    for (let length = Math.min(stop.length - 1, text.length); length > longest; length--) {
      if (text.endsWith(stop.slice(0, length))) {
        longest = length;
        break;
      }
    }
  }
  return longest;
}
