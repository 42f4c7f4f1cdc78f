/** A Worker that only passes calls on, on the same workerd: what the runtime costs, whatever a gateway does on it. */
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startChild, waitUntilReady } from "../../../tools/local/child.ts";
import { workerdBinary } from "../../../tools/local/stack.ts";
import { freePort } from "../../../tools/local/with-stack.ts";
import { ROOT } from "../../../tools/local/worker-bundle.ts";
import { readWranglerConfig, workerdConfig } from "../../../tools/local/workerd-config.ts";
import type { Target } from "./load.ts";
import { directNode } from "./targets.ts";

const RELAY = fileURLToPath(new URL("bare-relay.js", import.meta.url));
const READY_MS = 10_000;

export interface BareRelay {
  readonly target: Target;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts it before the upstream, with the compatibility settings of the gateway. */
export async function startBareRelay(upstreamUrl: string): Promise<BareRelay> {
  const directory = await mkdtemp(join(tmpdir(), "dyllm-bare-"));
  const port = await freePort();
  const { compatibility_date, compatibility_flags } = await readWranglerConfig(join(ROOT, "wrangler.toml"));
  const config = workerdConfig({
    wrangler: { compatibility_date, compatibility_flags, vars: {}, durable_objects: { bindings: [] } },
    bundle: "relay.js",
    address: `127.0.0.1:${port}`,
    vars: { UPSTREAM: upstreamUrl },
    secrets: [],
  });
  await copyFile(RELAY, join(directory, "relay.js"));
  await Promise.all([mkdir(join(directory, "objects")), writeFile(join(directory, "config.capnp"), config)]);
  const child = await startChild("relay", workerdBinary(), ["serve", "config.capnp"], {
    cwd: directory,
    stdio: "ignore",
  });
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(`${url}/healthz`, child, READY_MS);
  return {
    target: { ...directNode(upstreamUrl), name: "bare Worker", url },
    pid: child.pid,
    stop: async () => {
      await child.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
