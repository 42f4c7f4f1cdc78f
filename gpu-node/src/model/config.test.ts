import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";
import { withCheckpoint } from "./testing/temporary-checkpoint.ts";

/** `config.json` of a valid checkpoint with `changes` applied; undefined removes a key. */
function readChanged(changes: Readonly<Record<string, unknown>>): Promise<unknown> {
  return withCheckpoint({}, async (directory) => {
    const path = join(directory, "config.json");
    const config: unknown = JSON.parse(await readFile(path, "utf8"));
    await writeFile(path, JSON.stringify({ ...Object(config), ...changes }));
    return readConfig(directory);
  });
}

describe("readConfig", () => {
  it("reads LLaDA's names, with end of text as padding", async () => {
    expect(await readChanged({})).toMatchObject({
      layers: 2,
      hidden: 32,
      heads: 2,
      ffn: 48,
      vocab: 272,
      maxRows: 64,
      maskToken: 261,
      eosToken: 257,
      tiedHead: false,
    });
  });

  it("goes by architectures: a LLaDA-MoE that calls itself llada is refused by name", async () => {
    const read = readChanged({ architectures: ["LLaDAMoEModelLM"], model_type: "llada" });
    await expect(read).rejects.toMatchObject({
      code: "model_unsupported",
      message: expect.stringContaining("LLaDAMoEModelLM"),
    });
  });

  it.each([
    [{ n_kv_heads: 1 }, "model_unsupported", "n_kv_heads 1"],
    [{ include_bias: true }, "model_unsupported", "include_bias"],
    [{ include_qkv_bias: true }, "model_unsupported", "include_qkv_bias"],
    [{ block_type: "sequential" }, "model_unsupported", "block_type"],
    [{ rope_theta: undefined }, "model_invalid", "rope_theta"],
    [{ mask_token_id: undefined }, "model_invalid", "mask_token_id"],
    [{ pad_token_id: 261 }, "model_invalid", "pad_token_id equals mask_token_id"],
    [{ mask_token_id: 272 }, "model_invalid", "outside the vocabulary"],
    [{ d_model: 30, n_heads: 4, n_kv_heads: 4 }, "model_invalid", "d_model 30"],
    [{ embedding_size: 200 }, "model_invalid", "embedding_size 200"],
  ])("refuses %o with %s", async (changes, code, message) => {
    await expect(readChanged(changes)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it("says which file is missing", async () => {
    await expect(readConfig("/nowhere")).rejects.toMatchObject({
      code: "model_not_found",
      message: expect.stringContaining("config.json"),
    });
  });
});
