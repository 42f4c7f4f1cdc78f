import { HEARTBEAT_MS, REGISTER_PATH, type SigningKey, signRequest } from "@dyllm/shared";
import { request } from "undici";
import type { NodeContext } from "../server/context.ts";
import { Backoff } from "./backoff.ts";

/** A gateway that does not answer within this is not there, in ms. */
const ANSWER_TIMEOUT_MS = 5_000;

const NO_BODY = new Uint8Array(new ArrayBuffer(0));

/** A node's standing registration with one gateway. */
export interface Registration {
  /** Stops renewing it; the gateway forgets the address when its lease ends, and sees the node drain before. */
  close(): void;
}

/**
 * Registers the address at which this node is reached, and renews it before its lease ends.
 *
 * @param gateway `http:` or `https:` origin
 * @param address the node's own origin, as the gateway reaches it
 */
export function keepRegistered(gateway: string, address: string, key: SigningKey, node: NodeContext): Registration {
  const backoff = new Backoff();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let registered = false;

  async function beat(): Promise<void> {
    const problem = await register(gateway, address, key, node.nodeId);
    if (problem === null && !registered) {
      node.log.info("registered", { gateway, address });
    } else if (problem !== null) {
      node.log.warn("registration failed", { gateway, reason: problem });
    }
    registered = problem === null;
    if (!closed) {
      const wait = problem === null ? HEARTBEAT_MS : Math.min(backoff.next(0), HEARTBEAT_MS);
      timer = setTimeout(() => void beat(), wait);
    }
  }

  void beat();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/** One heartbeat. Returns what went wrong, or null. */
async function register(gateway: string, address: string, key: SigningKey, nodeId: string): Promise<string | null> {
  const path = `${REGISTER_PATH}?${new URLSearchParams({ node: nodeId, url: address })}`;
  try {
    const headers = await signRequest(key, { method: "POST", path, body: NO_BODY });
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    const answer = await request(`${gateway}${path}`, { method: "POST", headers, signal });
    await answer.body.dump();
    return answer.statusCode === 200 ? null : `the gateway answered with status ${answer.statusCode}`;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : "unknown";
  }
}
