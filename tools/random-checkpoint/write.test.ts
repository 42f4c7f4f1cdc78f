import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { INDEX_FILE } from "../../gpu-node/src/model/checkpoint-files.ts";
import { readConfig } from "../../gpu-node/src/model/config.ts";
import { loadWeights } from "../../gpu-node/src/model/testing/load-weights.ts";
import { parseCommandLine } from "./options.ts";
import { writeRandomCheckpoint } from "./write.ts";

/** Shapes that differ in every respect: deep, wide, long vocabulary. */
const SHAPES = [
  ["--layers 6 --hidden 16 --heads 2 --ffn 40 --vocab 262 --max-rows 16 --dtype F32", 4],
  ["--layers 1 --hidden 256 --heads 8 --ffn 96 --vocab 300 --max-rows 2048 --dtype BF16", 12],
  ["--layers 2 --hidden 24 --heads 3 --ffn 8 --vocab 20000 --max-rows 64 --dtype F16", 7],
] as const;

describe("a random checkpoint", () => {
  it.each(SHAPES)("%s loads from %i shards, with the same values as from one file", async (flags, shards) => {
    const folder = await mkdtemp(join(tmpdir(), "dyllm-random-"));
    try {
      const write = async (count: number) => {
        const directory = join(folder, String(count));
        const args = [...flags.split(" "), "--out", directory, "--shards", String(count), "--seed", "9"];
        await writeRandomCheckpoint(parseCommandLine(args));
        return { directory, weights: await loadWeights(directory, await readConfig(directory)) };
      };
      const [one, many] = [await write(1), await write(shards)];
      expect([...many.weights.tensors.keys()].toSorted()).toEqual([...one.weights.tensors.keys()].toSorted());
      for (const [name, { shape, data }] of one.weights.tensors) {
        const other = many.weights.tensors.get(name);
        expect(other?.shape, name).toEqual(shape);
        expect(Buffer.from(data.buffer).equals(Buffer.from(other?.data.buffer ?? new ArrayBuffer())), name).toBe(true);
      }
      const files = (await readdir(many.directory)).filter((name) => name.endsWith(".safetensors"));
      expect(files).toHaveLength(shards);
      const index = JSON.parse(await readFile(join(many.directory, INDEX_FILE), "utf8"));
      expect(new Set(Object.values(index.weight_map))).toEqual(new Set(files));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
