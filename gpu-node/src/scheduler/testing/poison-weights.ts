import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** A safetensors file: 8 bytes of header length, the header, then the tensors' bytes. */
const HEADER_LENGTH_BYTES = 8;
const header = z.record(z.string(), z.looseObject({ data_offsets: z.tuple([z.number(), z.number()]).optional() }));

/** Overwrites one float32 element of a tensor with infinity, in the one weight file of a checkpoint. */
export async function poisonWeights(directory: string, tensor: string, element: number): Promise<void> {
  const path = join(directory, "model.safetensors");
  const file = await readFile(path);
  const start = HEADER_LENGTH_BYTES + Number(file.readBigUInt64LE(0));
  const parsed = header.parse(JSON.parse(file.toString("utf8", HEADER_LENGTH_BYTES, start)));
  const from = parsed[tensor]?.data_offsets?.[0];
  if (from === undefined) {
    throw new Error(`no tensor ${tensor} in ${path}`);
  }
  file.writeFloatLE(Number.POSITIVE_INFINITY, start + from + element * Float32Array.BYTES_PER_ELEMENT);
  await writeFile(path, file);
}
