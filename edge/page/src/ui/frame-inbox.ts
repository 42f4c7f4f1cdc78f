/** A hidden page gets no frames; what came is taken over after this many ms all the same. */
const HIDDEN_MS = 500;

/**
 * Collects what comes off the network and hands it over at most once a frame: a node can commit faster than a screen can
 * show.
 */
export class FrameInbox<T> {
  readonly #take: (items: readonly T[]) => void;
  #items: T[] = [];
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(take: (items: readonly T[]) => void) {
    this.#take = take;
  }

  add(item: T): void {
    this.#items.push(item);
    if (this.#items.length === 1) {
      this.#frame = requestAnimationFrame(() => this.flush());
      this.#timer = setTimeout(() => this.flush(), HIDDEN_MS);
    }
  }

  /** Hands over what there is, now. */
  flush(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    const items = this.#items;
    this.#items = [];
    if (items.length > 0) {
      this.#take(items);
    }
  }
}
