import { z } from "zod";

/** A node by its origin. Addresses come from configuration only, so no request can name a host. */
export interface NodeEntry {
  readonly id: string;
  /** Scheme, host and port, without a path. */
  readonly origin: string;
}

const nodeList = z.array(
  z.object({
    id: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/),
    url: z.url({ protocol: /^https?$/ }),
  }),
);

/** Reads the binding `NODES`. Throws when it is malformed, names a node twice, or a URL is more than an origin. */
export function parseNodes(text: string): readonly NodeEntry[] {
  const nodes = nodeList.parse(JSON.parse(text)).map(({ id, url }) => {
    const parsed = new URL(url);
    if (parsed.href !== `${parsed.origin}/`) {
      throw new RangeError(`the URL of node ${id} must be scheme, host and port only`);
    }
    return { id, origin: parsed.origin };
  });
  if (new Set(nodes.map((node) => node.id)).size !== nodes.length) {
    throw new RangeError("a node is listed twice");
  }
  return nodes;
}
