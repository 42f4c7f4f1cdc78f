import { execFile } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readConfig } from "./config.ts";
import { streamWeights } from "./load-weights.ts";
import { loadWeights } from "./testing/load-weights.ts";
import { withCheckpoint } from "./testing/temporary-checkpoint.ts";

/** 300 MB in float32, half of it on disk, in five shards. */
const SHAPE = { layers: 8, hidden: 768, heads: 12, ffn: 2304, vocab: 8192, dtype: "BF16", shards: 5 } as const;
const PROGRAM = fileURLToPath(new URL("./testing/stream-weights-process.ts", import.meta.url));
const report = z.object({ bytes: z.number(), tensors: z.number(), grown: z.number(), checksum: z.number() });

describe("streaming a checkpoint's weights", () => {
  it("gives every tensor once, as loading them together does", async () => {
    await withCheckpoint({ shards: 3, dtype: "F16" }, async (directory) => {
      const config = await readConfig(directory);
      const together = await loadWeights(directory, config);
      const seen = new Map<string, Float32Array>();
      for await (const { name, data } of streamWeights(directory, config)) {
        expect(seen.has(name)).toBe(false);
        seen.set(name, data);
      }
      expect([...seen.keys()].toSorted()).toEqual([...together.tensors.keys()].toSorted());
      expect([...seen].every(([name, data]) => together.tensors.get(name)?.data.every((v, i) => v === data[i]))).toBe(
        true,
      );
    });
  });

  it("takes no more memory than the largest shard, however large the model", { timeout: 120_000 }, async () => {
    await withCheckpoint(SHAPE, async (directory) => {
      const names = (await readdir(directory)).filter((name) => name.endsWith(".safetensors"));
      const sizes = await Promise.all(names.map(async (name) => (await stat(join(directory, name))).size));
      expect(names).toHaveLength(SHAPE.shards);
      const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", PROGRAM, directory]);
      const { bytes, tensors, grown } = report.parse(JSON.parse(stdout));
      expect(tensors).toBe(3 + 9 * SHAPE.layers);
      expect(bytes).toBeGreaterThan(280e6);
      // Widened, a tensor is twice as large as on disk, and the collector lets a few of them lie.
      expect(grown).toBeLessThan(2 * Math.max(...sizes) + 64e6);
      expect(grown).toBeLessThan(0.6 * bytes);
    });
  });
});
