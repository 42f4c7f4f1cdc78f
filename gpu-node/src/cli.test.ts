import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const PROGRAM = fileURLToPath(new URL("../bin/dyllm-node.js", import.meta.url));
const KEY = `edge-1:${"A".repeat(43)}`;

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the installed program as a user does, from a directory that is not the project's. */
async function run(args: readonly string[], variables: Record<string, string> = {}): Promise<Run> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: tmpdir(),
    env: { ...process.env, DYLLM_SIGNING_KEYS: "", ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  await once(child, "close");
  return { code: child.exitCode, stdout, stderr };
}

describe("dyllm-node", () => {
  it("explains itself", async () => {
    const help = await run(["--help"]);
    expect(help.code).toBe(0);
    expect(help.stdout).toContain("dyllm-node serve --model DIR");
  });

  it.each([
    [[], /a command is missing/],
    [["frobnicate"], /unknown command "frobnicate"/],
    [["serve", "--model", "m", "--colour"], /--colour/],
    [["serve", "--model", "m"], /a signing key is needed/],
    [["serve", "--model", "m", "--insecure-no-auth", "--host", "0.0.0.0"], /loopback addresses only/],
    [["generate", "--model", "m"], /prompt is missing/],
    [["inspect"], /directory is missing/],
  ])("%j is not understood: message, usage, exit code 2", async (args, message) => {
    const { code, stderr, stdout } = await run(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).toContain("dyllm-node serve --model DIR");
    expect(stdout).toBe("");
  });

  it("says in one line that a port is taken, before it loads the model", async () => {
    const squatter = createServer().listen(0, "127.0.0.1");
    await once(squatter, "listening");
    const { port } = squatter.address() as AddressInfo;
    const args = ["serve", "--model", join(tmpdir(), "no-such-model"), "--port", String(port)];
    const { code, stderr } = await run(args, { DYLLM_SIGNING_KEYS: KEY });
    squatter.close();
    expect(code).toBe(1);
    expect(stderr).toBe(`dyllm-node: cannot listen on 127.0.0.1:${port}: the port is already in use\n`);
  });

  it.each([
    ["serve", "--port", "0", "--insecure-no-auth", "--log-level", "silent", "--model"],
    ["generate", "hello", "--model"],
    ["inspect"],
  ])("%s says in one line which file a model directory lacks", async (...args) => {
    const { code, stderr } = await run([...args, join(tmpdir(), "no-such-model")]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^dyllm-node: [^\n]*no-such-model[^\n]*config\.json[^\n]*\n$/);
  });
});
