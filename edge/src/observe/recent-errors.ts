/** Kinds of error that are remembered: enough for a look at what went wrong, and bounded whatever callers do. */
const KEPT = 50;

/** Errors of one kind: same code, route, key and node. Nothing of a request but its labels. */
export interface RecentError {
  readonly code: string;
  readonly route: string;
  readonly keyId: string | null;
  readonly node: string | null;
  readonly count: number;
  /** The latest of them: Unix ms, HTTP status (200: it came inside a stream) and request id. */
  readonly lastMs: number;
  readonly lastStatus: number;
  readonly lastRequestId: string;
}

/**
 * The latest errors told to callers. Like errors count as one, so that a storm of one kind, which a stranger without a key
 * can raise, pushes out no other.
 */
export class RecentErrors {
  /** By kind, the latest last. */
  readonly #kinds = new Map<string, RecentError>();

  /** Adds errors of one kind. */
  add(error: RecentError): void {
    const kind = JSON.stringify([error.code, error.route, error.keyId, error.node]);
    const known = this.#kinds.get(kind);
    const [last = error] = [known, error].filter((one) => one !== undefined).sort((a, b) => b.lastMs - a.lastMs);
    this.#kinds.delete(kind);
    this.#kinds.set(kind, { ...last, count: error.count + (known?.count ?? 0) });
    if (this.#kinds.size > KEPT) {
      const [oldest] = this.#kinds.keys();
      this.#kinds.delete(oldest ?? "");
    }
  }

  /** Everything, the latest first. */
  list(): readonly RecentError[] {
    return [...this.#kinds.values()].sort((a, b) => b.lastMs - a.lastMs);
  }

  /** Everything; nothing is left afterwards. */
  take(): readonly RecentError[] {
    const all = [...this.#kinds.values()];
    this.#kinds.clear();
    return all;
  }
}
