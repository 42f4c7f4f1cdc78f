/** Portkey's open gateway as the reference: installed outside the repository, run as its own README says. */
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Child, startChild, waitUntilReady } from "../../../tools/local/child.ts";
import { freePort } from "../../../tools/local/with-stack.ts";
import type { Target } from "./load.ts";
import { CHAT_PATH, chatBody, JSON_TYPE } from "./targets.ts";

const VERSION = "1.15.2";

/**
 * What Portkey's caret ranges resolve to today answers every streamed request with 500; these are the versions of its own
 * lockfile.
 */
const MANIFEST = {
  private: true,
  dependencies: { "@portkey-ai/gateway": VERSION },
  overrides: { hono: "4.9.7", "@hono/node-server": "1.13.5" },
};

const READY_MS = 30_000;

/** Installs Portkey in a folder with npm. */
export async function installPortkey(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, "package.json"), JSON.stringify(MANIFEST, null, 2));
  await promisify(execFile)("npm", ["install", "--no-audit", "--no-fund"], { cwd: directory });
}

export interface BenchPortkey {
  readonly target: Target;
  readonly child: Child;
}

/** Starts the Portkey installed in `directory`. */
export async function startPortkey(directory: string, upstreamUrl: string): Promise<BenchPortkey> {
  const port = await freePort();
  const { host } = new URL(upstreamUrl);
  const script = join(directory, "node_modules/@portkey-ai/gateway/build/start-server.js");
  const child = await startChild("portkey", process.execPath, [script, `--port=${port}`, "--headless"], {
    cwd: directory,
    // It refuses upstreams on loopback addresses unless they are named.
    env: { ...process.env, NODE_ENV: "production", TRUSTED_CUSTOM_HOSTS: `${host},127.0.0.1,localhost` },
    stdio: "ignore",
  });
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(url, child, READY_MS);
  const headers = {
    ...JSON_TYPE,
    authorization: "Bearer sk-none",
    "x-portkey-provider": "openai",
    "x-portkey-custom-host": `${upstreamUrl}/v1`,
  };
  return {
    child,
    target: {
      name: `Portkey ${VERSION}`,
      url,
      path: CHAT_PATH,
      headers: () => headers,
      body: chatBody,
      firstToken: '"content":"t=',
    },
  };
}
