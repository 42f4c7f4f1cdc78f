import { z } from "zod";

/** Ids travel in headers, log lines and object names. */
export const nodeId = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/);

/**
 * A node, by whatever way it is reached: named in configuration, registered by itself with its address, or linked, which
 * means that it has dialled out to a Durable Object and has no address at all. Addresses come from configuration and from
 * holders of the node key only, so no request can name a host.
 */
export interface NodeEntry {
  readonly id: string;
  readonly kind: "static" | "registered" | "linked";
  /** Scheme, host and port, without a path; null for a linked node. */
  readonly origin: string | null;
  /** Generations this isolate may have on it at once; null: what the node itself takes. */
  readonly maxConcurrent: number | null;
}

const nodeList = z.array(
  z.object({
    id: nodeId,
    url: z.url({ protocol: /^https?$/ }),
    maxConcurrent: z.int().min(1).optional(),
  }),
);

/** Reads the binding `NODES`. Throws when it is malformed, names a node twice, or a URL is more than an origin. */
export function parseNodes(text: string): readonly NodeEntry[] {
  const nodes = nodeList.parse(JSON.parse(text)).map(({ id, url, maxConcurrent }): NodeEntry => {
    const origin = originOf(url);
    if (origin === null) {
      throw new RangeError(`the URL of node ${id} must be scheme, host and port only`);
    }
    return { id, kind: "static", origin, maxConcurrent: maxConcurrent ?? null };
  });
  if (new Set(nodes.map((node) => node.id)).size !== nodes.length) {
    throw new RangeError("a node is listed twice");
  }
  return nodes;
}

/** The origin a URL consists of; null when it has a path, a query, credentials or a fragment as well. */
export function originOf(url: string): string | null {
  const parsed = new URL(url);
  return parsed.href === `${parsed.origin}/` ? parsed.origin : null;
}
