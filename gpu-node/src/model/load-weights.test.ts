import { readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";
import { halfBits } from "./safetensors.ts";
import { loadWeights, type Weights } from "./testing/load-weights.ts";
import { withCheckpoint } from "./testing/temporary-checkpoint.ts";

const HEAD = "model.transformer.ff_out.weight";
const DOWN = "model.transformer.blocks.0.ff_out.weight";

async function load(directory: string): Promise<Weights> {
  return loadWeights(directory, await readConfig(directory));
}

type Header = Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;

/** Loads a valid checkpoint whose safetensors header `edit` has changed. */
function loadEdited(edit: (header: Header) => void): Promise<Weights> {
  return withCheckpoint({}, async (directory) => {
    const path = join(directory, "model.safetensors");
    const bytes = await readFile(path);
    const end = 8 + Number(bytes.readBigUInt64LE());
    const header: Header = JSON.parse(bytes.toString("utf8", 8, end));
    edit(header);
    const json = Buffer.from(JSON.stringify(header));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(json.length));
    await writeFile(path, Buffer.concat([length, json, bytes.subarray(end)]));
    return load(directory);
  });
}

function entry(header: Header, name: string): Header[string] {
  const found = header[name];
  if (found === undefined) {
    throw new Error(`no ${name} in the test's checkpoint`);
  }
  return found;
}

describe("loadWeights", () => {
  it("keeps the head apart from a block's down projection, though both are called ff_out", async () => {
    const { tensors } = await withCheckpoint({}, load);
    expect(tensors.get(HEAD)?.shape).toEqual([272, 32]);
    expect(tensors.get(DOWN)?.shape).toEqual([32, 48]);
  });

  it("reads shards as one file", async () => {
    const whole = await withCheckpoint({}, load);
    const shards = await withCheckpoint({ shards: 3 }, load);
    expect(shards.tensors).toEqual(whole.tensors);
  });

  it.each([
    ["F16", 2 ** -11],
    ["BF16", 2 ** -8],
  ] as const)("widens %s to within its rounding", async (dtype, relative) => {
    const exact = (await withCheckpoint({}, load)).tensors.get(DOWN)?.data ?? new Float32Array();
    const rounded = (await withCheckpoint({ dtype }, load)).tensors.get(DOWN)?.data ?? new Float32Array();
    expect(rounded.length).toBe(exact.length);
    // What float16 holds as subnormal the test's writer rounds to zero.
    const limit = (value: number): number => Math.abs(value) * relative + 2 ** -14;
    expect(exact.every((value, i) => Math.abs(value - (rounded[i] ?? Number.NaN)) <= limit(value))).toBe(true);
  });

  it("widens every float16 as IEEE 754 does", () => {
    const value = (half: number): number => new Float32Array(Uint32Array.of(halfBits(half)).buffer)[0] ?? 0;
    expect([0x0000, 0x3c00, 0xc000, 0x0001, 0x03ff, 0x0400, 0x7bff, 0x7c00, 0xfc00].map(value)).toEqual([
      0,
      1,
      -2,
      2 ** -24,
      2 ** -14 - 2 ** -24,
      2 ** -14,
      65504,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ]);
    expect(value(0x7e00)).toBeNaN();
    expect(Object.is(value(0x8000), -0)).toBe(true);
  });

  it.each([4, 100, 20_000])("names a file that was cut off at %i bytes", async (bytes) => {
    const read = withCheckpoint({}, async (directory) => {
      await truncate(join(directory, "model.safetensors"), bytes);
      return load(directory);
    });
    await expect(read).rejects.toMatchObject({
      code: "model_invalid",
      message: expect.stringMatching(/model\.safetensors is truncated/),
    });
  });

  it.each<[string, (header: Header) => void, string, string]>([
    ["a missing tensor", (h) => renameTo(h, DOWN, "other"), "model_invalid", `tensor ${DOWN} is missing`],
    ["a wrong shape", (h) => entry(h, DOWN).shape.reverse(), "model_invalid", `tensor ${DOWN} has shape [48, 32]`],
    [
      "an integer tensor",
      (h) => Object.assign(entry(h, DOWN), { dtype: "I32" }),
      "model_unsupported",
      `${DOWN} is I32`,
    ],
    ["bytes that miss the shape", (h) => entry(h, DOWN).shape.push(2), "model_invalid", `tensor ${DOWN} has`],
    ["overlapping tensors", (h) => shift(h, DOWN, -4), "model_invalid", `tensor ${DOWN} overlaps`],
    ["a gap", (h) => shift(h, DOWN, 4), "model_invalid", `tensor ${DOWN} leaves a gap`],
  ])("refuses %s", async (_, edit, code, message) => {
    await expect(loadEdited(edit)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it("refuses a tensor it does not know, such as a bias", async () => {
    const read = withCheckpoint({ layers: 3 }, async (directory) =>
      loadWeights(directory, { ...(await readConfig(directory)), layers: 2 }),
    );
    await expect(read).rejects.toMatchObject({
      message: expect.stringContaining("unknown tensor model.transformer.blocks.2"),
    });
  });

  it("refuses an index that names a file outside the directory", async () => {
    const read = withCheckpoint({ shards: 2 }, async (directory) => {
      const index = { weight_map: { [HEAD]: "../model.safetensors" } };
      await writeFile(join(directory, "model.safetensors.index.json"), JSON.stringify(index));
      return load(directory);
    });
    await expect(read).rejects.toMatchObject({ message: expect.stringContaining("not a file beside it") });
  });
});

function renameTo(header: Header, from: string, to: string): void {
  header[to] = entry(header, from);
  delete header[from];
}

function shift(header: Header, name: string, bytes: number): void {
  const { data_offsets: offsets } = entry(header, name);
  offsets[0] += bytes;
  offsets[1] += bytes;
}
