import type { BackendError } from "../backend.ts";
import { toError } from "./failure.ts";
import type { Call, Operation, Operations, Reply } from "./protocol.ts";

interface Pending {
  readonly resolve: (result: Operations[Operation]["result"]) => void;
  readonly reject: (error: Error) => void;
}

/** The calls made of an engine elsewhere that are not answered yet. */
export class PendingCalls {
  readonly #send: (call: Call) => void;
  readonly #toError: typeof toError;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #ended: BackendError | null = null;

  /**
   * @param send passes a call on, in order
   * @param errorOf the error a failure is rejected with
   */
  constructor(send: (call: Call) => void, errorOf: typeof toError = toError) {
    this.#send = send;
    this.#toError = errorOf;
  }

  /** Whether no call can be answered any more. */
  get ended(): boolean {
    return this.#ended !== null;
  }

  /** @throws ModelError, BackendError: what the engine failed with, or what {@link end} was told. */
  call<K extends Operation>(operation: K, argument: Operations[K]["argument"]): Promise<Operations[K]["result"]> {
    if (this.#ended !== null) {
      return Promise.reject(this.#ended);
    }
    const id = this.#nextId++;
    return new Promise<Operations[K]["result"]>((resolve, reject) => {
      // An id is answered with the result of the operation that was sent under it.
      this.#pending.set(id, { resolve: resolve as Pending["resolve"], reject });
      this.#send({ id, operation, argument } as Call);
    });
  }

  /** Hands a reply to the call it belongs to. */
  settle(reply: Reply): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (reply.type === "result") {
      pending?.resolve(reply.result);
    } else {
      pending?.reject(this.#toError(reply.failure));
    }
  }

  /** Fails every open call and every later one; the first reason stands. */
  end(reason: BackendError): void {
    this.#ended ??= reason;
    for (const { reject } of this.#pending.values()) {
      reject(this.#ended);
    }
    this.#pending.clear();
  }
}
