import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runProgram, TEST_SIGNING_KEY } from "./commands/testing/program.ts";

describe("dyllm-node", () => {
  it("explains itself", async () => {
    const help = await runProgram(["--help"]);
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
    const { code, stderr, stdout } = await runProgram(args);
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
    const { code, stderr } = await runProgram(args, { DYLLM_SIGNING_KEYS: TEST_SIGNING_KEY });
    squatter.close();
    expect(code).toBe(1);
    expect(stderr).toBe(`dyllm-node: cannot listen on 127.0.0.1:${port}: the port is already in use\n`);
  });

  it.each([
    ["serve", "--port", "0", "--insecure-no-auth", "--log-level", "silent", "--model"],
    ["generate", "hello", "--model"],
    ["inspect"],
  ])("%s says in one line which file a model directory lacks", async (...args) => {
    const { code, stderr } = await runProgram([...args, join(tmpdir(), "no-such-model")]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^dyllm-node: [^\n]*no-such-model[^\n]*config\.json[^\n]*\n$/);
  });
});
