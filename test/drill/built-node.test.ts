/** The node as it is run for service: built as plain JavaScript, and started by its unit. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { GENERATE_PATH, type GenerateRequest, PROTOCOL_VERSION } from "@dyllm/shared";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram, TEST_SIGNING_KEY, TINY_MODEL } from "../../gpu-node/src/commands/testing/program.ts";
import { framesOf } from "../../gpu-node/src/server/testing/client.ts";
import { signedHeaders } from "../../gpu-node/src/server/testing/test-server.ts";
import { startChild, waitUntilReady } from "../../tools/local/child.ts";
import { freePort } from "../../tools/local/with-stack.ts";
import { buildNode } from "../../tools/node-build/build.ts";
import { unitCommand } from "../support/systemd-unit.ts";

const GPU_NODE = fileURLToPath(new URL("../../gpu-node", import.meta.url));
const READY_MS = 30_000;

let directory: string;
let program: string;

beforeAll(async () => {
  directory = await mkdtemp(`${GPU_NODE}/dist-`);
  program = await buildNode(directory);
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe("a built node", () => {
  it.each(["cpu", "wasm"])("gives the text that the sources give, on backend %s", async (backend) => {
    const args = ["generate", "hello", "--raw", "--max-tokens", "8", "--seed", "1", "--model", TINY_MODEL].concat([
      "--backend",
      backend,
    ]);
    const [built, sources] = await Promise.all([
      promisify(execFile)(process.execPath, [program, ...args]),
      runProgram(args),
    ]);
    expect(sources.code).toBe(0);
    expect(built.stdout).toBe(sources.stdout);
    expect(built.stdout.length).toBeGreaterThan(0);
  });

  it("starts the process that looks for GPUs, and tells what it found", async () => {
    const args = ["inspect", "--devices"];
    const built = await promisify(execFile)(process.execPath, [program, ...args]).catch((failed: unknown) => failed);
    const sources = await runProgram(args);
    expect(built).toMatchObject({ stdout: sources.stdout, stderr: sources.stderr });
  });

  it("serves signed requests when it is started by its unit", async () => {
    const port = await freePort();
    const { args, environment } = await unitCommand("dyllm-node", {
      "/opt/dyllm/app/gpu-node/dist": directory,
      "/var/lib/dyllm-node/model": TINY_MODEL,
      "9100": String(port),
    });
    const env = { ...environment, DYLLM_SIGNING_KEYS: TEST_SIGNING_KEY };
    const child = await startChild("node", process.execPath, args, { env, stdio: "ignore" });
    const url = `http://127.0.0.1:${port}`;
    try {
      await waitUntilReady(`${url}/healthz`, child, READY_MS);
      const request: GenerateRequest = {
        version: PROTOCOL_VERSION,
        requestId: "built-1",
        model: "tiny-llada",
        input: { kind: "text", text: "hello" },
        canvas: { maxTokens: 8 },
        sampling: { temperature: 0, seed: 1 },
        denoising: {},
        stop: [],
        timeoutMs: READY_MS,
      };
      const body = JSON.stringify(request);
      const headers = { ...(await signedHeaders("POST", GENERATE_PATH, body)), connection: "close" };
      const answer = await fetch(`${url}${GENERATE_PATH}`, { method: "POST", headers, body });
      expect(answer.status).toBe(200);
      expect((await framesOf(await answer.text())).at(-1)?.type).toBe("done");
      const unsigned = await fetch(`${url}${GENERATE_PATH}`, {
        method: "POST",
        headers: { connection: "close" },
        body,
      });
      expect(unsigned.status).toBe(401);
    } finally {
      await child.stop();
    }
  });
});
