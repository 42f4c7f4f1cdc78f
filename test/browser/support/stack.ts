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
  close(): Promise<void>;
}

/** Real nodes with the default model behind a real gateway on plain workerd, with an admin credential. */
export async function startStack(options: StackOptions = {}): Promise<BrowserStack> {
  const directory = await mkdtemp(join(tmpdir(), "dyllm-browser-"));
  const secrets = makeDevSecrets();
  const [, ...nodes] = await Promise.all([
    bundleWorker(directory),
    ...(options.nodes ?? [[]]).map(async (flags, index) =>
      startNode({
        model: join(ROOT, "models/dyllm-demo"),
        port: await freePort(),
        secrets,
        log: "ignore",
        flags: ["--node-id", `node-${index + 1}`, ...flags],
      }),
    ),
  ]);
  const urls = await Promise.all(nodes.map(({ url }) => options.via?.(url) ?? url));
  const edge = await startEdge({
    directory,
    port: 0,
    nodes: urls.map((url, index) => ({ id: `node-${index + 1}`, url })),
    secrets,
    log: "ignore",
    ...(options.vars !== undefined && { vars: options.vars }),
  });
  const { adminKey } = secrets;
  return {
    url: edge.url,
    apiKey: secrets.apiKey,
    adminKey,
    nodes,
    issueKey: async (policy) => {
      const answer = await request(`${edge.url}/admin/v1/keys`, {
        method: "POST",
        headers: { authorization: `Bearer ${adminKey}`, "content-type": "application/json" },
        body: JSON.stringify({ name: "browser test", env: "dev", ...policy }),
      });
      const text = await answer.body.text();
      if (answer.statusCode !== 201) {
        throw new Error(`no key was issued: ${text}`);
      }
      return JSON.parse(text);
    },
    close: async () => {
      await Promise.all([edge.child.stop(), ...nodes.map((node) => node.child.stop())]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
