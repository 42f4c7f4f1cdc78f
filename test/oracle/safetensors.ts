import { readFileSync } from "node:fs";

/** A tensor widened to float64, row-major as stored. */
export interface OracleTensor {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/**
 * Reads a safetensors file of F32 tensors (8-byte little-endian header length, JSON header, raw data).
 *
 * @throws Error on any other element type or a tensor whose bytes do not match its shape
 */
export function readSafetensors(path: string): Map<string, OracleTensor> {
  const bytes = readFileSync(path);
  const headerLength = Number(bytes.readBigUInt64LE(0));
  const start = 8 + headerLength;
  const header: unknown = JSON.parse(bytes.toString("utf8", 8, start));
  const tensors = new Map<string, OracleTensor>();
  for (const [name, entry] of Object.entries(header as Record<string, unknown>)) {
    if (name === "__metadata__") {
      continue;
    }
    const { dtype, shape, data_offsets } = entry as { dtype: string; shape: number[]; data_offsets: [number, number] };
    const count = shape.reduce((product, size) => product * size, 1);
    const [from, to] = data_offsets;
    if (dtype !== "F32" || to - from !== 4 * count) {
      throw new Error(`${name}: ${dtype} ${shape.join("×")} in ${to - from} bytes`);
    }
    const data = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      data[i] = bytes.readFloatLE(start + from + 4 * i);
    }
    tensors.set(name, { shape, data });
  }
  return tensors;
}
