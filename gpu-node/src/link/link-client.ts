import { LINK_CLOSE, LINK_PATH, SIGNATURE_HEADERS, type SigningKey, signRequest } from "@dyllm/shared";
import { WebSocket } from "undici";
import type { NodeContext } from "../server/context.ts";
import { Backoff } from "./backoff.ts";
import { LinkSession } from "./link-session.ts";

/** A gateway that does not take the connection within this is not there, in ms. */
const OPEN_TIMEOUT_MS = 10_000;

/** Signed over an empty body. */
const NO_BODY = new Uint8Array(new ArrayBuffer(0));

/** A node's standing connection to one gateway. */
export interface LinkClient {
  /** Ends the connection and dials no more; resolves when it is closed. */
  close(): Promise<void>;
}

/**
 * Dials out to a gateway and keeps the connection: a node behind NAT needs no address of its own. When the connection
 * drops, its jobs are cancelled (the gateway moves them to other nodes) and the node dials again, with backoff.
 *
 * @param origin `ws:` or `wss:`, host and port
 */
export function connectLink(origin: string, key: SigningKey, node: NodeContext): LinkClient {
  let session: LinkSession | null = null;
  let wake: () => void = () => {};
  let closed = false;
  const backoff = new Backoff();

  async function keep(): Promise<void> {
    while (!closed) {
      const dialled = await dial(origin, key, node).catch((error: unknown) => {
        node.log.warn("link failed", { gateway: origin, reason: error instanceof Error ? error.message : "unknown" });
        return null;
      });
      let heldMs = 0;
      if (dialled !== null) {
        session = dialled;
        if (closed) {
          void dialled.close();
        }
        const opened = Date.now();
        node.log.info("link open", { gateway: origin });
        const end = await dialled.ended;
        session = null;
        heldMs = end.welcomed ? Date.now() - opened : 0;
        node.log.info("link closed", { gateway: origin, reason: `${end.code} ${end.reason}` });
        if (end.code === LINK_CLOSE.replaced || end.code === LINK_CLOSE.removed) {
          // Another process has this node's id, or an operator does not want it: dialling again would be a quarrel.
          return;
        }
      }
      if (!closed) {
        await pause(backoff.next(heldMs));
      }
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  const done = keep();
  return {
    async close() {
      closed = true;
      wake();
      await session?.close();
      await done;
    },
  };
}

/** Opens one connection. @throws Error when the gateway is away or refuses */
async function dial(origin: string, key: SigningKey, node: NodeContext): Promise<LinkSession> {
  const path = `${LINK_PATH}?node=${encodeURIComponent(node.nodeId)}`;
  const headers = await signRequest(key, { method: "GET", path, body: NO_BODY });
  const socket = new WebSocket(`${origin}${path}`, { headers });
  const session = new LinkSession(socket, node, key, headers[SIGNATURE_HEADERS.nonce] ?? "");
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.close();
      reject(new Error("the gateway did not answer in time"));
    }, OPEN_TIMEOUT_MS);
    socket.addEventListener("open", () => {
      clearTimeout(timer);
      resolve();
    });
    socket.addEventListener("error", () => {
      clearTimeout(timer);
      reject(new Error("the gateway refused the connection or could not be reached"));
    });
  });
  return session;
}
