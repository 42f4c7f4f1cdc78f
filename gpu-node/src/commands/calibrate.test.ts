import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withCheckpoint } from "../model/testing/temporary-checkpoint.ts";
import { calibrate, readPrompts } from "./calibrate.ts";
import { UsageError } from "./usage.ts";

async function run(prompts: string): Promise<{ code: number; out: string }> {
  const directory = await mkdtemp(join(tmpdir(), "dyllm-calibrate-"));
  const file = join(directory, "prompts.txt");
  await writeFile(file, prompts);
  const written: string[] = [];
  const stdout = { isTTY: false, write: (text: string) => written.push(text) };
  const environment = { stdout, stderr: stdout, interrupt: new AbortController().signal };
  try {
    const code = await withCheckpoint({}, (model) =>
      calibrate(["--model", model, "--prompts", file, "--max-tokens", "8", "--threads", "1"], environment),
    );
    return { code, out: written.join("") };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

describe("dyllm-node calibrate", () => {
  it("prints every candidate, the frontier, and presets that dyllm.json takes, and none of the prompts", async () => {
    const { code, out } = await run('secret\n\n"two\\nlines"\n');
    expect(code).toBe(0);
    expect(out).toMatch(/^2 prompts, cpu, 1 threads\n100\.0 % as dense/);
    expect(out).toContain("\nfrontier:\n");
    const presets: unknown = JSON.parse(out.slice(out.indexOf("for dyllm.json:") + "for dyllm.json:".length));
    expect(presets).toMatchObject({ presets: { quality: { mode: "dense", confidenceThreshold: null } } });
    expect(out).not.toContain("secret");
  });

  it("refuses a file without a prompt", async () => {
    await expect(run(" \n\n")).rejects.toThrow(UsageError);
  });
});

describe("readPrompts", () => {
  it("reads one prompt a line; a JSON string may hold line breaks, anything else is taken as it is", () => {
    expect(readPrompts('plain\n"two\\nlines"\n"open quote\n')).toEqual(["plain", "two\nlines", '"open quote']);
  });
});
