import { createServer } from "node:net";
import { join } from "node:path";
import { makeDevSecrets } from "./dev-secrets.ts";
import { type RunningEdge, type RunningNode, startEdge, startNode } from "./stack.ts";
import { bundleWorker, ROOT } from "./worker-bundle.ts";

export interface LocalStack {
  readonly edgeUrl: string;
  readonly nodeUrl: string;
  readonly apiKey: string;
  readonly adminKey: string;
  readonly edge: RunningEdge;
  readonly node: RunningNode;
}

/**
 * Runs `use` against a fresh node and gateway on free ports, then stops both, also when `use` throws. `directory` is
 * scratch space; `model` defaults to the shipped model.
 */
export async function withLocalStack<T>(
  options: {
    readonly directory: string;
    readonly model?: string | undefined;
    readonly nodeFlags?: readonly string[];
    readonly vars?: Readonly<Record<string, string>>;
    readonly log?: "inherit" | "pipe" | "ignore";
  },
  use: (stack: LocalStack) => Promise<T>,
): Promise<T> {
  const secrets = makeDevSecrets();
  const log = options.log ?? "ignore";
  const [, node] = await Promise.all([
    bundleWorker(options.directory),
    startNode({
      model: options.model ?? join(ROOT, "models/dyllm-demo"),
      port: await freePort(),
      secrets,
      log,
      flags: ["--node-id", "local", ...(options.nodeFlags ?? [])],
    }),
  ]);
  let edge: RunningEdge | null = null;
  try {
    edge = await startEdge({
      directory: options.directory,
      port: 0,
      nodes: [{ id: "local", url: node.url }],
      secrets,
      log,
      ...(options.vars === undefined ? {} : { vars: options.vars }),
    });
    return await use({
      edgeUrl: edge.url,
      nodeUrl: node.url,
      apiKey: secrets.apiKey,
      adminKey: secrets.adminKey,
      edge,
      node,
    });
  } finally {
    await Promise.all([edge?.child.stop(), node.child.stop()]);
  }
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
