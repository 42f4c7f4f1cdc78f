import { join } from "node:path";
import { z } from "zod";
import type { NodeEntry } from "../../edge/src/nodes/registry.ts";
import { makeDevSecrets } from "../../tools/local/dev-secrets.ts";
import {
  type EdgeOptions,
  type NodeOptions,
  type RunningEdge,
  type RunningNode,
  startEdge,
  startNode,
} from "../../tools/local/stack.ts";
import { freePort } from "../../tools/local/with-stack.ts";
import { bundleWorker, ROOT } from "../../tools/local/worker-bundle.ts";

/** A gateway has noticed its nodes within this, in ms, also on a busy machine. */
const READY_MS = 30_000;

const nodeList = z.object({ data: z.array(z.object({ id: z.string(), state: z.string() })) });

/** One node process that can be killed and started again at the same address. */
export class DrillNode {
  readonly id: string;
  readonly #options: NodeOptions;
  #running: RunningNode;
  /** The log lines of all its processes. */
  readonly #log: string[] = [];

  private constructor(id: string, options: NodeOptions, running: RunningNode) {
    this.id = id;
    this.#options = options;
    this.#running = running;
    this.#listen();
  }

  /** What the node has logged so far. */
  get log(): string {
    return this.#log.join("");
  }

  static async start(id: string, options: NodeOptions): Promise<DrillNode> {
    return new DrillNode(id, options, await startNode(options));
  }

  get url(): string {
    return this.#running.url;
  }

  get pid(): number {
    return this.#running.child.pid;
  }

  /** SIGKILL; resolves when the process is gone. */
  async kill(): Promise<void> {
    this.#running.child.process.kill("SIGKILL");
    await this.#running.child.exited;
  }

  /** Starts the process anew; resolves when its model is loaded. */
  async restart(): Promise<void> {
    this.#running = await startNode(this.#options);
    this.#listen();
  }

  /** Stops it in its tracks, connections open: what a hanging machine looks like. {@link thaw} lets it go on. */
  freeze(): void {
    this.#running.child.process.kill("SIGSTOP");
  }

  thaw(): void {
    this.#running.child.process.kill("SIGCONT");
  }

  #listen(): void {
    this.#running.child.process.stdout?.resume();
    this.#running.child.process.stderr?.on("data", (chunk: Buffer) => this.#log.push(chunk.toString("utf8")));
  }

  async stop(): Promise<void> {
    await this.#running.child.stop();
  }

  /** The value of an unlabelled Prometheus sample. Throws when the node does not answer. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const line = text.split("\n").find((candidate) => candidate.startsWith(`${name} `));
    if (line === undefined) {
      throw new Error(`no metric ${name}`);
    }
    return Number(line.slice(name.length + 1));
  }
}

export interface Cluster {
  readonly edge: DrillEdge;
  readonly nodes: readonly DrillNode[];
  readonly apiKey: string;
  readonly adminKey: string;
}

/** The gateway, which can be stopped and started again at the same address with the same objects on disk. */
export class DrillEdge {
  readonly #options: EdgeOptions;
  #running: RunningEdge;

  private constructor(options: EdgeOptions, running: RunningEdge) {
    this.#options = options;
    this.#running = running;
  }

  static async start(options: EdgeOptions): Promise<DrillEdge> {
    return new DrillEdge(options, await startEdge(options));
  }

  get url(): string {
    return this.#running.url;
  }

  /** SIGKILL, then a new process on the same port. */
  async restart(): Promise<void> {
    this.#running.child.process.kill("SIGKILL");
    await this.#running.child.exited;
    this.#running = await startEdge(this.#options);
  }

  async stop(): Promise<void> {
    await this.#running.child.stop();
  }
}

export interface ClusterOptions {
  /** Scratch space for bundle, configuration and objects. */
  readonly directory: string;
  readonly nodes: number;
  /** How the nodes come to the gateway: named in its configuration, registering themselves, or dialling out. */
  readonly kind?: NodeEntry["kind"];
  readonly model?: string;
  readonly nodeFlags?: readonly string[];
  readonly vars?: Readonly<Record<string, string>>;
}

/** Runs `use` against several nodes behind one gateway on plain workerd, then stops them all, also when `use` throws. */
export async function withCluster<T>(options: ClusterOptions, use: (cluster: Cluster) => Promise<T>): Promise<T> {
  const secrets = makeDevSecrets();
  const model = options.model ?? join(ROOT, "models/dyllm-demo");
  const kind = options.kind ?? "static";
  const edgePort = await freePort();
  const places: { id: string; port: number; url: string }[] = [];
  for (let i = 0; i < options.nodes; i++) {
    const port = await freePort();
    places.push({ id: `node-${i}`, port, url: `http://127.0.0.1:${port}` });
  }
  const nodes: DrillNode[] = [];
  let edge: DrillEdge | null = null;
  try {
    await bundleWorker(options.directory);
    edge = await DrillEdge.start({
      directory: options.directory,
      port: edgePort,
      nodes: kind === "static" ? places.map(({ id, url }) => ({ id, url })) : [],
      secrets,
      log: "ignore",
      vars: {
        NODE_REGISTRATION: JSON.stringify({ hosts: ["127.0.0.1"], private: true }),
        ...options.vars,
      },
    });
    for (const { id, port, url } of places) {
      const own = uplinkFlags(kind, edgePort, url);
      const flags = ["--node-id", id, "--threads", "1", ...own, ...(options.nodeFlags ?? [])];
      nodes.push(await DrillNode.start(id, { model, port, secrets, flags, log: "pipe" }));
    }
    const cluster: Cluster = { edge, nodes, apiKey: secrets.apiKey, adminKey: secrets.adminKey };
    await untilReady(cluster, nodes.length);
    return await use(cluster);
  } finally {
    await Promise.all([edge?.stop(), ...nodes.map((node) => node.stop())]);
  }
}

/** What the admin API says of each node, by id. */
export async function nodeStates(cluster: Cluster): Promise<Map<string, string>> {
  const answer = await fetch(`${cluster.edge.url}/admin/v1/nodes`, {
    headers: { authorization: `Bearer ${cluster.adminKey}` },
  });
  if (!answer.ok) {
    throw new Error(`the admin API answered with status ${answer.status}`);
  }
  return new Map(nodeList.parse(await answer.json()).data.map(({ id, state }) => [id, state]));
}

/** Waits until the gateway counts so many nodes ready. Throws after {@link READY_MS}. */
export async function untilReady(cluster: Cluster, count: number): Promise<void> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    const states = await nodeStates(cluster);
    if ([...states.values()].filter((state) => state === "ready").length >= count) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(`not ready within ${READY_MS} ms: ${JSON.stringify([...states])}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function uplinkFlags(kind: NodeEntry["kind"], edgePort: number, url: string): string[] {
  switch (kind) {
    case "static":
      return [];
    case "registered":
      return ["--register", `http://127.0.0.1:${edgePort}`, "--public-url", url];
    case "linked":
      return ["--connect", `ws://127.0.0.1:${edgePort}`];
    default:
      throw new Error(`unknown kind ${kind satisfies never}`);
  }
}
