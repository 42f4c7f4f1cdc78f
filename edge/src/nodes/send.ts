import { FRAMES_CONTENT_TYPE, type SigningKey, signRequest } from "@dyllm/shared";
import type { NodeEntry } from "./registry.ts";

/** One call to a node. */
export interface NodeCall {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Null where there is none. */
  readonly content: {
    readonly body: Uint8Array<ArrayBuffer>;
    /** Ids that join the node's logs and traces to ours; not signed. */
    readonly headers: Readonly<Record<string, string>>;
  } | null;
}

/** Sends a call to a node, however that node is reached. Aborting `signal` ends the call and the work it started. */
export type SendToNode = (node: NodeEntry, call: NodeCall, signal: AbortSignal) => Promise<Response>;

/** Reaches a node that has dialled out: gives the call to the object that holds its connection. */
export type SendOverLink = (nodeId: string, request: Request) => Promise<Response>;

/** What is signed where there is no body. */
const NO_BODY = new Uint8Array(new ArrayBuffer(0));

/** Stands where a linked node has no host; never resolved. */
const LINK_ORIGIN = "http://link.invalid";

/**
 * Sends calls: signed HTTP to nodes with an address, the link to those without one (whose connection was authenticated
 * when it was made). Headers are made here, never copied: nothing of the client's request reaches the node but the
 * generation itself.
 */
export function sendToNode(key: SigningKey, overLink: SendOverLink | null): SendToNode {
  return async (node, { method, path, content }, signal) => {
    const init: RequestInit = {
      method,
      headers: {
        accept: content === null ? "application/json" : FRAMES_CONTENT_TYPE,
        ...(content !== null && { "content-type": "application/json", ...content.headers }),
      },
      body: content?.body ?? null,
      // A node has no reason to redirect, and following one would carry the signed body elsewhere.
      redirect: "manual",
      signal,
    };
    if (node.origin !== null) {
      const signature = await signRequest(key, { method, path, body: content?.body ?? NO_BODY });
      return await fetch(`${node.origin}${path}`, { ...init, headers: { ...init.headers, ...signature } });
    }
    if (overLink === null) {
      throw new Error("this gateway has no links");
    }
    return await overLink(node.id, new Request(`${LINK_ORIGIN}${path}`, init));
  };
}
