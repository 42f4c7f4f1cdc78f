import { GENERATE_PATH, parseSigningKey, signRequest } from "@dyllm/shared";
import { request } from "undici";
import { afterEach, describe, expect, it } from "vitest";
import { makeRequest } from "../scheduler/testing/harness.ts";
import { framesOf } from "../server/testing/client.ts";
import { type Program, startProgram, TEST_SIGNING_KEY, TINY_MODEL } from "./testing/program.ts";

/** Loading the runtime and the model takes about a second; a busy machine is given more. */
const READY_MS = 20_000;

let program: Program | null = null;

afterEach(async () => {
  program?.child.kill("SIGKILL");
  await program?.ended;
  program = null;
});

/** Starts a node with the tiny model; resolves with its address once it says that it is ready. */
async function serveTiny(): Promise<{ program: Program; origin: string }> {
  program = startProgram(["serve", "--model", TINY_MODEL, "--port", "0", "--threads", "1", "--node-id", "n1"], {
    DYLLM_SIGNING_KEYS: TEST_SIGNING_KEY,
  });
  const { output } = program;
  await expect.poll(() => output.stdout, { timeout: READY_MS }).toContain("\n");
  const origin = /^dyllm-node ready at (\S+) \(tiny-llada, cpu, 1 threads\)\n$/.exec(output.stdout)?.[1] ?? "none";
  return { program, origin };
}

async function post(origin: string, text: string) {
  const body = Uint8Array.from(Buffer.from(text));
  const headers = await signRequest(parseSigningKey(TEST_SIGNING_KEY), { method: "POST", path: GENERATE_PATH, body });
  return await request(`${origin}${GENERATE_PATH}`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body,
  });
}

/** 24 steps of the tiny model, with a prompt that may not reach the log. */
function tinyRequest(id: string): string {
  return JSON.stringify(
    makeRequest(id, {
      model: "tiny-llada",
      input: { kind: "text", text: "CANARY-77aa" },
      canvas: { maxTokens: 32 },
      denoising: { mode: "dyllm", steps: 24, confidenceThreshold: null },
    }),
  );
}

describe("dyllm-node serve", () => {
  it("says when it is ready, answers with the real model, and ends well on SIGTERM", { timeout: 60_000 }, async () => {
    const { program, origin } = await serveTiny();
    const answer = await post(origin, tinyRequest("req-1"));
    const frames = await framesOf(await answer.body.text());
    expect(frames[0]).toMatchObject({ type: "accepted", nodeId: "n1", model: "tiny-llada" });
    expect(frames.at(-1)?.type).toBe("done");
    const metrics = await (await request(`${origin}/metrics`)).body.text();
    expect(metrics).toMatch(/^dyllm_steps_total\{kind="sparse"\} [1-9]/m);
    program.child.kill("SIGTERM");
    const { code, stderr } = await program.ended;
    expect(code).toBe(0);
    expect(
      stderr
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).event),
    ).toEqual(["backend", "ready", "generation ended", "draining", "stopped"]);
    expect(stderr).not.toContain("CANARY");
  });

  it("finishes what runs before it ends", { timeout: 60_000 }, async () => {
    const { program, origin } = await serveTiny();
    const answer = await post(origin, tinyRequest("req-1"));
    program.child.kill("SIGTERM");
    const frames = await framesOf(await answer.body.text());
    expect(frames.at(-1)?.type).toBe("done");
    expect((await program.ended).code).toBe(0);
  });
});
