import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { generateArgs, runProgram } from "./testing/program.ts";

const preload = (name: string): string => `--require "${fileURLToPath(new URL(`./testing/${name}`, import.meta.url))}"`;
const WATCHED = preload("native-modules.cjs");
const HIDDEN = `${WATCHED} ${preload("hide-native.cjs")}`;

/** Each of these is a process with a compiler of its own, slow on a busy machine. */
const TIMEOUT_MS = 60_000;

describe("the native runtime's library", { timeout: TIMEOUT_MS }, async () => {
  const native = await runProgram(generateArgs("cpu"), { NODE_OPTIONS: WATCHED });

  it("is what `--backend cpu` loads", () => {
    expect([native.code, native.stderr]).toEqual([0, expect.stringMatching(/native modules: [1-9]/)]);
  });

  it("is not loaded by `--backend wasm`, which gives the same text", async () => {
    const run = await runProgram(generateArgs("wasm"), { NODE_OPTIONS: WATCHED });
    expect(run).toEqual({ code: 0, stdout: native.stdout, stderr: "native modules: 0\n" });
  });

  it("leaves `--backend auto` to WebAssembly, and says so, where it does not load", async () => {
    const run = await runProgram(generateArgs("auto"), { NODE_OPTIONS: HIDDEN });
    expect([run.code, run.stdout]).toEqual([0, native.stdout]);
    expect(run.stderr).toMatch(/using WebAssembly: .*hidden native library/);
    expect(run.stderr).toContain("native modules: 0\n");
  });

  it("ends `--backend cpu` with a message where it does not load", async () => {
    const run = await runProgram(generateArgs("cpu"), { NODE_OPTIONS: HIDDEN });
    expect(run.code).not.toBe(0);
    expect(run.stderr).toContain("the cpu runtime does not load");
  });
});
