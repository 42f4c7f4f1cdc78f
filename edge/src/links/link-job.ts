import { DyllmError, FRAMES_CONTENT_TYPE, KEEP_ALIVE_HEADER, type NodeMessage, toOpenAiError } from "@dyllm/shared";

/** What a job does to its node. */
export interface JobPort {
  /** Lets the node send so many bytes more. */
  credit(bytes: number): void;
  /** Ends the work at the node. */
  cancel(): void;
}

/**
 * One generation on a linked node: what the node sends for it becomes the answer of an HTTP call, so that whoever called
 * cannot tell a link from an address.
 */
export class LinkJob {
  /** Resolves once the node has taken or refused the job, or the link is gone. */
  readonly response: Promise<Response>;
  readonly #port: JobPort;
  readonly #keepAliveMs: number | null;
  readonly #encoder = new TextEncoder();
  #answer: (response: Response) => void = () => {};
  #writer: WritableStreamDefaultWriter<Uint8Array> | null = null;
  /** Writes go one after the other; this is the last of them. */
  #writing: Promise<void> = Promise.resolve();
  #over = false;

  /** @param keepAliveMs signs of life the request asked for, which the node confirms by taking it */
  constructor(port: JobPort, keepAliveMs: number | null) {
    this.#port = port;
    this.#keepAliveMs = keepAliveMs;
    this.response = new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  /** A message of the node. Returns whether the job is over. */
  receive(message: Exclude<NodeMessage, { type: "status" }>): boolean {
    switch (message.type) {
      case "refused": {
        const { code, param, retryAfterMs } = message;
        const error = new DyllmError(code, message.message, { param });
        const headers = retryAfterMs === null ? {} : { "retry-after-ms": String(Math.ceil(retryAfterMs)) };
        this.#answer(Response.json(toOpenAiError(error), { status: error.status, headers }));
        this.#over = true;
        break;
      }
      case "data":
        this.#write(message.text);
        break;
      case "end":
        this.#over = true;
        void this.#writing.then(() => this.#open().close()).catch(() => {});
        break;
      default:
        throw new Error(`unknown message ${message satisfies never}`);
    }
    return this.#over;
  }

  /** The link is gone: the reader sees a stream that breaks off, as over HTTP. */
  lost(): void {
    this.#over = true;
    const error = new DyllmError("node_lost", "The node's connection was lost.");
    this.#answer(Response.json(toOpenAiError(error), { status: error.status }));
    this.#writer?.abort(error).catch(() => {});
  }

  /** The reader wants no more. */
  cancel(): void {
    if (!this.#over) {
      this.#over = true;
      this.#port.cancel();
    }
    this.#answer(new Response(null, { status: 499 }));
    this.#writer?.abort(new DyllmError("cancelled", "The reader left.")).catch(() => {});
  }

  #write(text: string): void {
    const bytes = this.#encoder.encode(text);
    const writer = this.#open();
    this.#writing = this.#writing.then(async () => {
      try {
        await writer.write(bytes);
        this.#port.credit(bytes.byteLength);
      } catch {
        this.cancel();
      }
    });
  }

  /** The body, and with the first call the answer's headers. */
  #open(): WritableStreamDefaultWriter<Uint8Array> {
    if (this.#writer !== null) {
      return this.#writer;
    }
    const { readable, writable } = new IdentityTransformStream();
    this.#writer = writable.getWriter();
    this.#writer.closed.catch(() => {});
    const promise = this.#keepAliveMs === null ? {} : { [KEEP_ALIVE_HEADER]: String(this.#keepAliveMs) };
    this.#answer(new Response(readable, { headers: { "content-type": FRAMES_CONTENT_TYPE, ...promise } }));
    return this.#writer;
  }
}
