/** `npm start`: one node with the default model and the gateway on plain workerd, until Ctrl-C. `--watch` restarts on change. */
import { watch } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadDevSecrets } from "./dev-secrets.ts";
import { type RunningEdge, type RunningNode, startEdge, startNode } from "./stack.ts";
import { bundleWorker, ROOT } from "./worker-bundle.ts";

const DEFAULT_EDGE_PORT = 8787;
const DEFAULT_NODE_PORT = 9100;

/** Editors write a file in several steps: restart once they have settled. */
const WATCH_SETTLE_MS = 200;

const { values } = parseArgs({
  options: {
    port: { type: "string", default: process.env.PORT ?? String(DEFAULT_EDGE_PORT) },
    "node-port": { type: "string", default: String(DEFAULT_NODE_PORT) },
    model: { type: "string", default: join(ROOT, "models/dyllm-demo") },
    /** Where the development key and the Durable Objects are kept. */
    state: { type: "string", default: join(ROOT, ".dyllm") },
    watch: { type: "boolean", default: false },
  },
});

const edgePort = Number(values.port);
const nodePort = Number(values["node-port"]);

let node: RunningNode | null = null;
let edge: RunningEdge | null = null;
let stopping = false;

async function main(): Promise<void> {
  for (const port of [edgePort, nodePort]) {
    if (!(await isFree(port))) {
      fail(`Port ${port} is taken. Is another dyllm-gateway running? Choose others with --port and --node-port.`);
    }
  }
  const secrets = await loadDevSecrets(values.state);
  const directory = join(values.state, "edge");
  const launchNode = (): Promise<RunningNode> =>
    startNode({ model: values.model, port: nodePort, secrets, log: "inherit", flags: ["--node-id", "local"] });
  const launchEdge = async (): Promise<RunningEdge> =>
    await startEdge({
      directory,
      port: edgePort,
      nodes: [{ id: "local", url: `http://127.0.0.1:${nodePort}` }],
      secrets,
      log: "inherit",
    });

  const [, startedNode] = await Promise.all([bundleWorker(directory), launchNode()]);
  node = startedNode;
  edge = await launchEdge();
  guard();
  console.log(banner(edge.url, secrets.apiKey));

  if (values.watch) {
    onChange(["gpu-node/src", "shared/src"], async () => {
      await node?.child.stop();
      node = await launchNode();
      guard();
    });
    onChange(["edge/src", "edge/page/src", "edge/page/styles", "shared/src"], async () => {
      await bundleWorker(directory);
      await edge?.child.stop();
      edge = await launchEdge();
      guard();
    });
  }
}

/** A part that dies takes the other one with it, and says so. */
function guard(): void {
  for (const part of [node, edge]) {
    const child = part?.child;
    void child?.exited.then((how) => {
      const current = child === node?.child || child === edge?.child;
      if (!stopping && current && !values.watch) {
        void stop(1, how);
      }
    });
  }
}

async function stop(code: number, why?: string): Promise<void> {
  if (stopping) {
    process.exit(code);
  }
  stopping = true;
  if (why !== undefined) {
    console.error(why);
  }
  await Promise.all([edge?.child.stop(), node?.child.stop()]);
  process.exit(code);
}

function onChange(folders: readonly string[], restart: () => Promise<void>): void {
  let timer: NodeJS.Timeout | undefined;
  let work = Promise.resolve();
  for (const folder of folders) {
    watch(join(ROOT, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        work = work.then(restart).then(
          () => console.log(`restarted after a change in ${folder}`),
          (error: unknown) => console.error(`not restarted: ${error instanceof Error ? error.message : String(error)}`),
        );
      }, WATCH_SETTLE_MS);
    });
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

function banner(url: string, apiKey: string): string {
  const body = JSON.stringify({
    model: "dyllm-demo",
    messages: [
      { role: "user", content: "Write a JavaScript function f that returns the items of arr greater than 19." },
    ],
    stream: true,
  });
  return `
dyllm-gateway is ready at ${url}   (Ctrl-C stops it)
development key, valid on this machine only: ${apiKey}

curl -N ${url}/v1/chat/completions \\
  -H 'authorization: Bearer ${apiKey}' \\
  -H 'content-type: application/json' \\
  -d '${body}'
`;
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

process.on("SIGINT", () => void stop(0));
process.on("SIGTERM", () => void stop(0));

main().catch((error: unknown) => stop(1, error instanceof Error ? error.message : String(error)));
