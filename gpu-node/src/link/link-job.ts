import { DyllmError, generateRequest, LINK_CREDIT_BYTES, type NodeMessage, toDyllmError } from "@dyllm/shared";
import { summarizeError } from "../observe/log.ts";
import type { NodeContext } from "../server/context.ts";
import { retryAfterMs } from "../server/error-response.ts";
import { frameStream } from "../server/frame-stream.ts";
import { validate } from "../server/validate.ts";

/**
 * One generation that came over the link: validated and submitted as over HTTP, its stream of frames sent as `data`
 * messages. It reads on only while the gateway has given it credit, so a slow reader there holds up nothing here.
 */
export class LinkJob {
  readonly #id: string;
  readonly #send: (message: NodeMessage) => void;
  readonly #abort = new AbortController();
  #credit = LINK_CREDIT_BYTES;
  #onCredit: () => void = () => {};

  constructor(id: string, send: (message: NodeMessage) => void) {
    this.#id = id;
    this.#send = send;
  }

  /** The gateway has passed so many bytes on. */
  grant(bytes: number): void {
    this.#credit += bytes;
    this.#onCredit();
  }

  /** Ends the work at the next step. */
  cancel(): void {
    this.#abort.abort();
    this.#onCredit();
  }

  /** Runs to the end of the job, whatever way it ends; never rejects. */
  async run(node: NodeContext, content: unknown): Promise<void> {
    const job = this.#id;
    try {
      await this.#relay(node, content);
      this.#send({ type: "end", job });
    } catch (thrown) {
      const error = toDyllmError(thrown);
      if (!(thrown instanceof DyllmError)) {
        node.log.error("request failed", { code: error.code, error: summarizeError(thrown) });
      }
      node.metrics.requestRefused(error.code);
      const { code, message, param } = error;
      this.#send({ type: "refused", job, code, message, param, retryAfterMs: retryAfterMs(error) });
    }
  }

  /** @throws DyllmError while the request can still be refused; after that failures are frames */
  async #relay(node: NodeContext, content: unknown): Promise<void> {
    const started = node.clock();
    const request = validate(generateRequest, content);
    const frames = node.scheduler.submit(request, this.#abort.signal);
    const body = frameStream(frames, {
      abort: this.#abort,
      stalledMs: node.stalledMs,
      keepAliveMs: request.keepAliveMs ?? null,
      onStalled: () => {
        node.log.warn("reader stalled", { requestId: request.requestId, ms: node.stalledMs });
        this.cancel();
      },
      onUnexpected: (thrown) => {
        node.log.error("generation failed", { requestId: request.requestId, error: summarizeError(thrown) });
      },
      onEnd: (summary) => {
        const ms = Math.round(node.clock() - started);
        node.log.info("generation ended", { requestId: request.requestId, ...summary, ms });
      },
    });
    const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
    const decoder = new TextDecoder();
    while (await this.#mayRead()) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      this.#credit -= value.byteLength;
      this.#send({ type: "data", job: this.#id, text: decoder.decode(value, { stream: true }) });
    }
    await reader.cancel();
  }

  /** Waits for credit; false once the job is cancelled. */
  async #mayRead(): Promise<boolean> {
    while (this.#credit <= 0 && !this.#abort.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#onCredit = resolve;
      });
    }
    return !this.#abort.signal.aborted;
  }
}
