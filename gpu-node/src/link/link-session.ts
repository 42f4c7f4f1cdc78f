import {
  type GatewayMessage,
  gatewayMessage,
  LEASE_MS,
  LINK_PING,
  LINK_PING_MS,
  LINK_PONG,
  type NodeMessage,
  type SigningKey,
  verifyRequest,
  welcomeParts,
} from "@dyllm/shared";
import type { WebSocket } from "undici";
import type { NodeContext } from "../server/context.ts";
import { nodeStatusOf } from "../server/node-status.ts";
import { LinkJob } from "./link-job.ts";

/** How often the status is looked at, in ms; it is sent when it has changed, so that an idle link lets the gateway sleep. */
const STATUS_MS = 500;

/** Rates are sent when they change by more than this share: they drift all the time. */
const RATE_CHANGE = 0.1;

/** Close code of our own: the gateway could not prove that it knows the key, or broke the protocol. */
const CLOSE_UNTRUSTED = 4010;

/** How a connection ended. */
export interface SessionEnd {
  readonly code: number;
  readonly reason: string;
  /** Whether the gateway had proven itself. */
  readonly welcomed: boolean;
}

/** One connection to the gateway, from the open socket to its end. Ending it cancels its jobs. */
export class LinkSession {
  /** Resolves when the connection has ended and its jobs are cancelled. */
  readonly ended: Promise<SessionEnd>;
  readonly #socket: WebSocket;
  readonly #node: NodeContext;
  readonly #key: SigningKey;
  readonly #nonce: string;
  readonly #jobs = new Map<string, LinkJob>();
  readonly #running = new Set<Promise<void>>();
  /** Whether the gateway's greeting proves that it knows the key; null before it has come. */
  #proven: Promise<boolean> | null = null;
  #welcomed = false;
  #lastPongMs = Date.now();
  #sentStatus = "";

  /** @param nonce the one the handshake was signed with, which the gateway must sign in turn */
  constructor(socket: WebSocket, node: NodeContext, key: SigningKey, nonce: string) {
    this.#socket = socket;
    this.#node = node;
    this.#key = key;
    this.#nonce = nonce;
    const ping = setInterval(() => this.#ping(), LINK_PING_MS);
    const status = setInterval(() => this.#sendStatus(), STATUS_MS);
    socket.addEventListener("message", ({ data }) => this.#receive(String(data)));
    this.ended = new Promise((resolve) => {
      socket.addEventListener("close", ({ code, reason }) => {
        clearInterval(ping);
        clearInterval(status);
        for (const job of this.#jobs.values()) {
          job.cancel();
        }
        resolve({ code, reason, welcomed: this.#welcomed });
      });
    });
  }

  /** Ends the connection in order: what its jobs still have to say (that the node drains) is sent before. */
  async close(): Promise<void> {
    await Promise.all(this.#running);
    this.#socket.close(1000, "node stops");
  }

  #receive(text: string): void {
    if (text === LINK_PONG) {
      this.#lastPongMs = Date.now();
      return;
    }
    const message = parseMessage(text);
    if (message === null || (message.type !== "welcome" && this.#proven === null)) {
      this.#socket.close(CLOSE_UNTRUSTED, "protocol");
      return;
    }
    switch (message.type) {
      case "welcome":
        this.#proven = this.#checkWelcome(message.proof);
        return;
      case "job":
        // It may come before the proof is checked; an unproven gateway gets nothing done.
        void this.#proven?.then(async (proven) => {
          if (proven) {
            await this.#run(message.job, message.request);
          }
        });
        return;
      case "cancel":
        this.#jobs.get(message.job)?.cancel();
        return;
      case "credit":
        this.#jobs.get(message.job)?.grant(message.bytes);
        return;
      default:
        throw new Error(`unknown message ${message satisfies never}`);
    }
  }

  async #checkWelcome(proof: string): Promise<boolean> {
    const headers = parseProof(proof);
    const verified = await verifyRequest([this.#key], welcomeParts(this.#nonce), (name) => headers[name]);
    if (!verified.ok) {
      this.#socket.close(CLOSE_UNTRUSTED, "unproven gateway");
      return false;
    }
    this.#welcomed = true;
    this.#sendStatus();
    this.#ping();
    return true;
  }

  async #run(id: string, request: unknown): Promise<void> {
    const job = new LinkJob(id, (message) => this.#send(message));
    this.#jobs.set(id, job);
    const running = job.run(this.#node, request);
    this.#running.add(running);
    await running;
    this.#running.delete(running);
    this.#jobs.delete(id);
  }

  #sendStatus(): void {
    if (!this.#welcomed) {
      return;
    }
    const status = nodeStatusOf(this.#node);
    const key = JSON.stringify({
      ...status,
      stepsPerSecond: coarse(status.stepsPerSecond),
      tokensPerSecond: coarse(status.tokensPerSecond),
      salientFraction: coarse(status.salientFraction),
    });
    if (key !== this.#sentStatus) {
      this.#sentStatus = key;
      this.#send({ type: "status", status });
    }
  }

  /** A gateway that is gone without a word (its machine lost power) is noticed by its missing answers. */
  #ping(): void {
    if (Date.now() - this.#lastPongMs > LEASE_MS) {
      this.#socket.close(CLOSE_UNTRUSTED, "no pong");
      return;
    }
    if (this.#socket.readyState === this.#socket.OPEN) {
      this.#socket.send(LINK_PING);
    }
  }

  #send(message: NodeMessage): void {
    if (this.#socket.readyState === this.#socket.OPEN) {
      this.#socket.send(JSON.stringify(message));
    }
  }
}

/** A positive number by its order of magnitude, in steps of {@link RATE_CHANGE}. */
function coarse(value: number): number {
  return value <= 0 ? 0 : Math.round(Math.log(value) / Math.log(1 + RATE_CHANGE));
}

function parseMessage(text: string): GatewayMessage | null {
  try {
    return gatewayMessage.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function parseProof(text: string): Record<string, string> {
  try {
    const value: unknown = JSON.parse(text);
    const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
    return Object.fromEntries(entries.filter(([, entry]) => typeof entry === "string"));
  } catch {
    return {};
  }
}
