import type { Env } from "../env.ts";
import type { Directory } from "../nodes/directory.ts";
import type { SendOverLink } from "../nodes/send.ts";
import { nodeDirectory } from "./node-directory.ts";
import { LINK_HEADERS } from "./node-link.ts";

/**
 * Gives calls to the objects that hold the nodes' connections. Aborting the request's signal is told to the object in so
 * many words: it would otherwise be noticed at the next write only.
 */
export function overLink(env: Env): SendOverLink {
  return async (nodeId, request) => {
    const job = crypto.randomUUID();
    const link = env.NODE_LINKS.getByName(nodeId);
    const headers = new Headers(request.headers);
    headers.set(LINK_HEADERS.nodeId, nodeId);
    headers.set(LINK_HEADERS.job, job);
    const cancelled = new Promise<never>((_resolve, reject) => {
      request.signal.addEventListener(
        "abort",
        () => {
          link.cancel(job).catch(() => {});
          reject(request.signal.reason);
        },
        { once: true },
      );
    });
    cancelled.catch(() => {});
    request.signal.throwIfAborted();
    const { method, url, body } = request;
    return await Promise.race([link.fetch(url, { method, headers, body }), cancelled]);
  };
}

/** The directory as the pool reads it. */
export function directoryOf(env: Env): Directory {
  return { list: () => nodeDirectory(env).list(Date.now()) };
}
