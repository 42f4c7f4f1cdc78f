/** The gateway as somebody runs it without us: what `npm run workerd:config` writes, workerd, and an environment. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Child, startChild, waitUntilReady } from "../../tools/local/child.ts";
import { makeDevSecrets } from "../../tools/local/dev-secrets.ts";
import { edgeSecrets, workerdBinary } from "../../tools/local/stack.ts";
import { freePort } from "../../tools/local/with-stack.ts";
import { type NodeStub, STUB_MODEL, startNodeStub } from "../support/node-stub.ts";
import { unitCommand } from "../support/systemd-unit.ts";
import { adminClient } from "./admin-client.ts";

const WRITE_CONFIG = fileURLToPath(new URL("../../tools/local/write-workerd.ts", import.meta.url));
const READY_MS = 20_000;

const secrets = makeDevSecrets();
let directory: string;
let port: number;
let stub: NodeStub;
let url: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "dyllm-self-"));
  [port, stub] = await Promise.all([freePort(), startNodeStub()]);
  url = `http://127.0.0.1:${port}`;
  await promisify(execFile)(process.execPath, [
    ...["--import", "tsx", WRITE_CONFIG, "--out", join(directory, "edge"), "--address", `127.0.0.1:${port}`],
    ...["--var", `NODES=[{"id":"gpu1","url":"${stub.url}"}]`],
  ]);
}, 60_000);

afterAll(async () => {
  await stub.close();
  await rm(directory, { recursive: true, force: true });
});

/** Starts workerd with the command of the systemd unit, its paths moved here, and nothing in its environment but `variables`. */
async function start(variables: Readonly<Record<string, string>>): Promise<Child> {
  const state = join(directory, "state");
  await mkdir(join(state, "objects"), { recursive: true });
  const moved = { "/opt/dyllm/edge": join(directory, "edge"), "/var/lib/dyllm-edge": state };
  const { args } = await unitCommand("dyllm-edge", moved);
  const child = await startChild("workerd", workerdBinary(), args, { cwd: state, env: variables, stdio: "ignore" });
  await waitUntilReady(`${url}/healthz`, child, READY_MS).catch(async (problem: unknown) => {
    await child.stop();
    throw problem;
  });
  return child;
}

async function chat(key: string): Promise<number> {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", connection: "close" },
    body: JSON.stringify({ model: STUB_MODEL, messages: [{ role: "user", content: "hi" }] }),
  });
  await answer.text();
  return answer.status;
}

describe("a gateway on plain workerd, set up as the guide says", () => {
  it("serves with its secrets in the environment only, and keeps its state in the unit's folder over a restart", async () => {
    const variables = edgeSecrets(secrets);
    const first = await start(variables);
    const { id, key } = await adminClient(url, secrets.adminKey).create("self", { requests_per_minute: 100 });
    expect(await chat(key)).toBe(200);
    await first.stop();

    const second = await start(variables);
    expect(await chat(key)).toBe(200);
    expect((await adminClient(url, secrets.adminKey).get(id)).revoked_at).toBeNull();
    await second.stop();

    expect((await readdir(join(directory, "state/objects"))).length).toBeGreaterThan(0);
    expect(await readdir(join(directory, "edge/objects"))).toEqual([]);
    for (const file of ["config.capnp", "worker.js"]) {
      const text = await readFile(join(directory, "edge", file), "utf8");
      for (const secret of [secrets.pepper, secrets.digest, secrets.signingKey.slice("local:".length)]) {
        expect(text.includes(secret), file).toBe(false);
      }
    }
  });

  it("lets nobody in without secrets: there is no default credential", async () => {
    const bare = await start({});
    for (const token of ["", "admin", "sk-dyllm-dev", secrets.apiKey, secrets.adminKey]) {
      for (const path of ["/v1/models", "/admin/v1/keys", "/metrics"]) {
        const answer = await fetch(`${url}${path}`, {
          headers: { authorization: `Bearer ${token}`, connection: "close" },
        });
        expect(answer.status, `${path} ${token.slice(0, 12)}`).toBeGreaterThanOrEqual(400);
        await answer.text();
      }
    }
    await bare.stop();
  });
});
