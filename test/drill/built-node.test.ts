/** The node as it is run for service: built as plain JavaScript, and started by its unit. */
import { mkdtemp, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type GenerateRequest, PROTOCOL_VERSION } from "@dyllm/shared";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateArgs, runProgram, TEST_SIGNING_KEY, TINY_MODEL } from "../../gpu-node/src/commands/testing/program.ts";
import { framesOf, send, sendSigned } from "../../gpu-node/src/server/testing/client.ts";
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
    const args = generateArgs(backend);
    const [built, sources] = await Promise.all([runProgram(args, {}, program), runProgram(args)]);
    expect([built.code, sources.code]).toEqual([0, 0]);
    expect(built.stdout).toBe(sources.stdout);
    expect(built.stdout.length).toBeGreaterThan(0);
  });

  it("starts the process that looks for GPUs, and tells what it found", async () => {
    const args = ["inspect", "--devices"];
    expect(await runProgram(args, {}, program)).toEqual(await runProgram(args));
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
    const origin = `http://127.0.0.1:${port}`;
    try {
      await waitUntilReady(`${origin}/healthz`, child, READY_MS);
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
      const close = { connection: "close" };
      const answer = await sendSigned({ origin }, body, close);
      expect(answer.status).toBe(200);
      expect((await framesOf(answer.body)).at(-1)?.type).toBe("done");
      expect((await send({ origin }, body, close)).status).toBe(401);
    } finally {
      await child.stop();
    }
  });
});
