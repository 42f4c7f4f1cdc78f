import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { request } from "undici";
import { makeDevSecrets } from "../../../tools/local/dev-secrets.ts";
import { type RunningNode, startEdge, startNode } from "../../../tools/local/stack.ts";
import { freePort } from "../../../tools/local/with-stack.ts";
import { bundleWorker, ROOT } from "../../../tools/local/worker-bundle.ts";

export interface StackOptions {
  /** Flags of each node; one node without any when absent. */
  readonly nodes?: readonly (readonly string[])[];
  /** Nodes that stand already, in the place of own ones. */
  readonly urls?: readonly string[];
  /** How the gateway reaches a node, for a test that wants a say in it. */
  readonly via?: (nodeUrl: string) => Promise<string>;
  readonly vars?: Readonly<Record<string, string>>;
}

export interface BrowserStack {
  readonly url: string;
  readonly apiKey: string;
  readonly adminKey: string;
  readonly nodes: readonly RunningNode[];
  /** Issues a key through the admin API. */
  issueKey(policy: Readonly<Record<string, unknown>>): Promise<{ readonly id: string; readonly key: string }>;
  /** Ends a key through the admin API. */
  revokeKey(id: string): Promise<void>;
  /** Starts one node more, on a port that the gateway was told of. */
  addNode(port: number): Promise<void>;
  close(): Promise<void>;
}

/** Real nodes with the default model behind a real gateway on plain workerd, with an admin credential. */
export async function startStack(options: StackOptions = {}): Promise<BrowserStack> {
  const directory = await mkdtemp(join(tmpdir(), "dyllm-browser-"));
  const secrets = makeDevSecrets();
  const start = (flags: readonly string[], port: number): Promise<RunningNode> =>
    startNode({ model: join(ROOT, "models/dyllm-demo"), port, secrets, log: "ignore", flags });
  const own = options.urls === undefined ? (options.nodes ?? [[]]) : [];
  const [, ...nodes] = await Promise.all([
    bundleWorker(directory),
    ...own.map(async (flags, index) => start(["--node-id", `node-${index + 1}`, ...flags], await freePort())),
  ]);
  const urls = options.urls ?? (await Promise.all(nodes.map(({ url }) => options.via?.(url) ?? url)));
  const edge = await startEdge({
    directory,
    port: 0,
    nodes: urls.map((url, index) => ({ id: `node-${index + 1}`, url })),
    secrets,
    log: "ignore",
    ...(options.vars !== undefined && { vars: options.vars }),
  });
  const { adminKey } = secrets;
  const admin = async (path: string, body: unknown): Promise<string> => {
    const answer = await request(`${edge.url}/admin/v1/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${adminKey}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) {
      throw new Error(`POST ${path}: ${text}`);
    }
    return text;
  };
  return {
    url: edge.url,
    apiKey: secrets.apiKey,
    adminKey,
    nodes,
    issueKey: async (policy) => JSON.parse(await admin("keys", { name: "browser test", env: "dev", ...policy })),
    revokeKey: async (id) => {
      await admin(`keys/${id}/revoke`, {});
    },
    addNode: async (port) => {
      nodes.push(await start([], port));
    },
    close: async () => {
      await Promise.all([edge.child.stop(), ...nodes.map((node) => node.child.stop())]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
