import { cp, mkdtemp, open, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadModel } from "../model/load-model.ts";
import { type GenerateEnvironment, generate } from "./generate.ts";
import { checkChatTemplate, inspect } from "./inspect.ts";
import { TINY_MODEL } from "./testing/program.ts";

/** Collects what a command writes. */
function collector() {
  let text = "";
  return {
    write: (part: string) => {
      text += part;
    },
    text: () => text,
  };
}

async function runGenerate(args: readonly string[], changes: Partial<GenerateEnvironment> = {}) {
  const stdout = collector();
  const stderr = collector();
  const environment = { stdout, stderr, interrupt: new AbortController().signal, ...changes };
  const code = await generate([...args, "--model", TINY_MODEL, "--threads", "1"], environment);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** Four positions a step, sampled: the random weights then give text that depends on the seed. */
const FILL = ["hello", "--raw", "--max-tokens", "32", "--steps", "8", "--seed", "3", "--temperature", "1"];

describe("dyllm-node generate", () => {
  it("gives the same text for the same seed, another for another", async () => {
    const first = await runGenerate([...FILL, "--mode", "dense"]);
    expect(first.code).toBe(0);
    expect(await runGenerate([...FILL, "--mode", "dense"])).toEqual(first);
    expect((await runGenerate([...FILL, "--mode", "dense", "--seed", "4"])).stdout).not.toBe(first.stdout);
  });

  it("shows the canvas line by line where there is no terminal, and the text after it", async () => {
    const plain = await runGenerate(FILL);
    const { stdout } = await runGenerate([...FILL, "--show-canvas"]);
    const steps = stdout.split("\n").filter((line) => /^step \d+ {2}\d+\/32 {2}/.test(line));
    expect(steps.length).toBeGreaterThan(0);
    expect(stdout.endsWith(`\n${plain.stdout}`)).toBe(true);
  });

  it("tells tokens, steps and seed on standard error when asked", async () => {
    const { stderr } = await runGenerate([...FILL, "--stats"]);
    expect(stderr).toMatch(/^prompt \d+ tokens, answer \d+ tokens in \d+ steps; .* seed 3\n$/);
  });

  it("refuses a window that does not fit the model, in words", async () => {
    await expect(runGenerate(["hello", "--max-tokens", "5000"])).rejects.toThrow(/maximum context length/);
  });

  it("ends with 130 when interrupted", async () => {
    const { code } = await runGenerate(FILL, { interrupt: AbortSignal.abort() });
    expect(code).toBe(130);
  });
});

describe("dyllm-node inspect", () => {
  let directory = "";

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "dyllm-inspect-"));
    await cp(TINY_MODEL, directory, { recursive: true });
  });

  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  it("prints what is in a model directory", async () => {
    const out = collector();
    expect(await inspect([TINY_MODEL], out)).toBe(0);
    expect(out.text()).toMatch(/^model +tiny-llada, /m);
    expect(out.text()).toMatch(/^blocks +2 layers, 4 heads, hidden 64, feed-forward 160$/m);
    expect(out.text()).toMatch(/^tensors +21 in 1 file, F32/m);
    expect(out.text()).toMatch(/^parameters +135,488 \(0\.5 MB on disk/m);
    expect(out.text()).toMatch(/^chat template works/m);
  });

  it("names file and tensor when the weights are cut off", async () => {
    await truncate(join(directory, "model.safetensors"), 400_000);
    await expect(inspect([directory], collector())).rejects.toThrow(/model\.safetensors.*tensor model\.transformer\./);
  });

  it("names file and tensor when a shape contradicts config.json", async () => {
    const file = join(directory, "config.json");
    const config = JSON.parse(await readFile(file, "utf8"));
    await writeFile(file, JSON.stringify({ ...config, mlp_hidden_size: 128 }));
    await expect(inspect([directory], collector())).rejects.toThrow(
      /model\.safetensors: tensor model\.transformer\.blocks\.0\.ff_proj\.weight .*160.*128/,
    );
  });

  it("names the file whose header is no header", async () => {
    const handle = await open(join(directory, "model.safetensors"), "r+");
    await handle.write(Buffer.alloc(16, 0x7f), 0, 16, 0);
    await handle.close();
    await expect(inspect([directory], collector())).rejects.toThrow(/model\.safetensors/);
  });

  it("refuses a chat template that loses the message", async () => {
    const model = await loadModel(TINY_MODEL);
    const tokenizer = {
      ...model.tokenizer,
      encodeChat: () => [model.config.eosToken],
      decodeBytes: () => new Uint8Array(),
    };
    expect(() => checkChatTemplate({ ...model, tokenizer })).toThrow(/chat template drops/);
  });
});
