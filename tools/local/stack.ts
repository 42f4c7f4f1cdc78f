/** The whole path on one machine: a node process and the gateway on plain workerd. Used by `npm start` and the tests. */
import { createHmac } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Child, startChild, waitUntilReady } from "./child.ts";
import type { DevSecrets } from "./dev-secrets.ts";
import { ROOT } from "./worker-bundle.ts";
import { readWranglerConfig, workerdConfig } from "./workerd-config.ts";

/** A model of a few hundred MB is read and its session built within this, also on a loaded machine. */
const READY_TIMEOUT_MS = 60_000;

export interface NodeOptions {
  readonly model: string;
  readonly port: number;
  readonly secrets: DevSecrets;
  /** Further flags of `dyllm-node serve`. */
  readonly flags?: readonly string[];
  /** Where the node's log lines go. */
  readonly log: "inherit" | "pipe" | "ignore";
  /** Further variables of its environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface RunningNode {
  readonly url: string;
  readonly child: Child;
}

/** Starts `dyllm-node serve` and waits until its model is loaded. Throws when it ends first. */
export async function startNode(options: NodeOptions): Promise<RunningNode> {
  const child = await startChild(
    "node",
    process.execPath,
    [
      join(ROOT, "gpu-node/bin/dyllm-node.js"),
      "serve",
      ...["--model", options.model, "--port", String(options.port)],
      ...(options.flags ?? []),
    ],
    {
      cwd: ROOT,
      env: { ...process.env, DYLLM_SIGNING_KEYS: options.secrets.signingKey, ...options.environment },
      stdio: ["ignore", options.log, options.log],
    },
  );
  const url = `http://127.0.0.1:${options.port}`;
  await readyOrStop(url, child);
  return { url, child };
}

/** The Worker's secrets, by the names of their bindings; workerd takes them from its environment. */
export const EDGE_SECRETS = ["API_KEYS", "KEY_PEPPERS", "NODE_SIGNING_KEY", "ADMIN_KEYS", "OTLP_HEADERS"] as const;

export interface EdgeOptions {
  /** Folder with `worker.js` from `bundleWorker`; configuration and Durable Object storage are written beside it. */
  readonly directory: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly nodes: readonly { readonly id: string; readonly url: string }[];
  readonly secrets: DevSecrets;
  readonly log: "inherit" | "pipe" | "ignore";
  /** Secrets in the place of those made from `secrets`, as bindings of the same names. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Overrides of `wrangler.toml`'s variables. */
  readonly vars?: Readonly<Record<string, string>>;
  /** Further flags of `workerd serve`. */
  readonly flags?: readonly string[];
}

export interface RunningEdge {
  readonly url: string;
  readonly child: Child;
}

/** Starts the bundled Worker on plain workerd. Throws when the port is taken or workerd refuses its configuration. */
export async function startEdge(options: EdgeOptions): Promise<RunningEdge> {
  await mkdir(join(options.directory, "objects"), { recursive: true });
  const config = workerdConfig({
    wrangler: await readWranglerConfig(join(ROOT, "wrangler.toml")),
    bundle: "worker.js",
    address: `127.0.0.1:${options.port}`,
    vars: { DYLLM_ENV: "local", NODES: JSON.stringify(options.nodes), ...options.vars },
    secrets: EDGE_SECRETS,
  });
  await writeFile(join(options.directory, "config.capnp"), config);
  const child = await startChild(
    "edge",
    workerdBinary(),
    ["serve", "config.capnp", "--control-fd=3", ...(options.flags ?? [])],
    {
      cwd: options.directory,
      env: { ...process.env, ...edgeSecrets(options.secrets), ...options.environment },
      stdio: ["ignore", options.log, options.log, "pipe"],
    },
  );
  const port = await listeningPort(child);
  const url = `http://127.0.0.1:${port}`;
  await readyOrStop(url, child);
  return { url, child };
}

/** Far above what one machine can use, so that the limiter is at work and its headers are there. */
const DEV_LIMITS = { requestsPerMinute: 1_000_000, tokensPerMinute: 1_000_000_000, concurrency: 10_000 };

/** What the Worker is told about its keys: digests only, never the key itself. */
export function edgeSecrets(secrets: DevSecrets): Record<string, string> {
  return {
    API_KEYS: JSON.stringify([
      {
        ...{ id: secrets.publicId, digest: secrets.digest, pepperVersion: 1, name: "local development", env: "dev" },
        limits: DEV_LIMITS,
      },
    ]),
    KEY_PEPPERS: JSON.stringify({ 1: secrets.pepper }),
    NODE_SIGNING_KEY: secrets.signingKey,
    ADMIN_KEYS: JSON.stringify([adminRecord(secrets)]),
  };
}

function adminRecord({ adminKey, pepper }: DevSecrets): { id: string; digest: string; pepperVersion: number } {
  const [, id = "", secret = ""] = /^ak-dyllm-([a-z0-9]+)-(.+)$/.exec(adminKey) ?? [];
  const digest = createHmac("sha256", Buffer.from(pepper, "base64url")).update(secret).digest("hex");
  return { id, digest, pepperVersion: 1 };
}

async function readyOrStop(url: string, child: Child): Promise<void> {
  try {
    await waitUntilReady(`${url}/healthz`, child, READY_TIMEOUT_MS);
  } catch (error) {
    await child.stop();
    throw error;
  }
}

/** workerd reports the port it listens on as a JSON line on the control descriptor. */
async function listeningPort(child: Child): Promise<number> {
  const control = child.process.stdio[3];
  if (control === null || control === undefined || !("on" in control)) {
    throw new Error("workerd was started without a control descriptor");
  }
  let text = "";
  const port = new Promise<number>((resolve) => {
    control.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
      for (const line of text.split("\n")) {
        const match = /"event":"listen".*"port":(\d+)/.exec(line);
        if (match?.[1] !== undefined) {
          resolve(Number(match[1]));
        }
      }
    });
  });
  return await Promise.race([
    port,
    child.exited.then((how) => {
      throw new Error(`${how} before it listened`);
    }),
  ]);
}

/** Path of workerd's binary. It comes in a platform package; resolving through its own package works with any npm layout. */
export function workerdBinary(): string {
  const require = createRequire(import.meta.url);
  return require("workerd").default;
}
