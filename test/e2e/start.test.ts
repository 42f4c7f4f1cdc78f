import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../tools/local/with-stack.ts";
import { until } from "../support/client.ts";

const START = fileURLToPath(new URL("../../tools/local/start.ts", import.meta.url));

interface Started {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly exitCode: Promise<number | null>;
}

/** What `npm start` runs, on other ports and with its own state. */
function start(state: string, port: number, nodePort: number): Started {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", START, "--state", state, "--port", String(port), "--node-port", String(nodePort)],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
    });
  }
  const exitCode = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { process: child, output: () => text, exitCode };
}

async function answers(url: string): Promise<boolean> {
  return await request(url).then(
    async ({ statusCode, body }) => {
      await body.dump();
      return statusCode === 200;
    },
    () => false,
  );
}

describe("npm start", () => {
  let state = "";
  beforeAll(async () => {
    state = await mkdtemp(join(tmpdir(), "dyllm-start-"));
  });
  afterAll(() => rm(state, { recursive: true, force: true }));

  it("prints a command that works, says when its port is taken, and stops everything on Ctrl-C", async () => {
    const [port, nodePort] = [await freePort(), await freePort()];
    const first = start(state, port, nodePort);
    try {
      await until(async () => first.output().includes("curl -N"), 30_000);
      const key = /sk-dyllm-dev-\S+/.exec(first.output())?.[0] ?? "";
      const body = /-d '(.*)'/.exec(first.output())?.[1] ?? "";
      const answer = await request(`http://127.0.0.1:${port}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body,
      });
      expect(answer.statusCode).toBe(200);
      expect(await answer.body.text()).toMatch(/data: \[DONE\]\n\n$/);

      const second = start(state, port, nodePort);
      expect(await second.exitCode).toBe(1);
      expect(second.output()).toContain(`Port ${port} is taken`);
    } finally {
      first.process.kill("SIGINT");
    }
    expect(await first.exitCode).toBe(0);
    expect(await answers(`http://127.0.0.1:${port}/healthz`)).toBe(false);
    expect(await answers(`http://127.0.0.1:${nodePort}/healthz`)).toBe(false);
  });
});
