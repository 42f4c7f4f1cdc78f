import type { Frame, UnnumberedFrame } from "@dyllm/shared";

/**
 * Numbers the frames of one request and hands them to its one reader. A slow reader is buffered for: a canvas gives at
 * most three frames a step and each position once, so the buffer is bounded by the canvas and never stalls the step loop.
 */
export class FrameChannel implements AsyncIterableIterator<Frame> {
  readonly #onLeave: () => void;
  #buffer: Frame[] = [];
  #read = 0;
  #seq = 0;
  #closed = false;
  #waiting: ((result: IteratorResult<Frame, undefined>) => void)[] = [];

  /** @param onLeave called when the reader leaves before the end */
  constructor(onLeave: () => void) {
    this.#onLeave = onLeave;
  }

  /** Sends a frame; after the end it is dropped. */
  push(frame: UnnumberedFrame): void {
    if (this.#closed) {
      return;
    }
    const numbered: Frame = { ...frame, seq: this.#seq++ };
    const reader = this.#waiting.shift();
    if (reader === undefined) {
      this.#buffer.push(numbered);
    } else {
      reader({ value: numbered, done: false });
    }
  }

  /** No further frame will come; what is buffered can still be read. */
  close(): void {
    this.#closed = true;
    for (const reader of this.#waiting.splice(0)) {
      reader({ value: undefined, done: true });
    }
  }

  next(): Promise<IteratorResult<Frame, undefined>> {
    const frame = this.#buffer[this.#read];
    if (frame !== undefined) {
      this.#read++;
      if (this.#read === this.#buffer.length) {
        this.#buffer = [];
        this.#read = 0;
      }
      return Promise.resolve({ value: frame, done: false });
    }
    if (this.#closed) {
      return Promise.resolve({ value: undefined, done: true });
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The reader leaves: buffered frames are dropped and the request is cancelled. */
  return(): Promise<IteratorResult<Frame, undefined>> {
    const early = !this.#closed;
    this.#buffer = [];
    this.#read = 0;
    this.close();
    if (early) {
      this.#onLeave();
    }
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
