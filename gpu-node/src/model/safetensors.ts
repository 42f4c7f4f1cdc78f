import { type FileHandle, open } from "node:fs/promises";
import { z } from "zod";
import { ModelError } from "./model-error.ts";
import { parseJson } from "./read-json.ts";

/** The format's own limit on the header (safetensors README): a longer one is an attack or damage. */
export const MAX_HEADER_BYTES = 100_000_000;
const LENGTH_BYTES = 8;
/** One read call: what is widened piece by piece; small, since every tensor leaves a buffer of this size to the collector. */
const CHUNK_BYTES = 1024 * 1024;

const BYTES_PER_ELEMENT = { F32: 4, F16: 2, BF16: 2 } as const;
type ElementType = keyof typeof BYTES_PER_ELEMENT;

const tensorEntry = z.object({
  dtype: z.string(),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
const headerSchema = z.record(z.string(), z.unknown());

/** Where a tensor's bytes lie in its file. */
export interface TensorSpan {
  readonly name: string;
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  /** Byte offset in the file. */
  readonly offset: number;
  readonly elements: number;
}

/** Bytes of a tensor in its file. */
export function storedBytes({ elements, dtype }: Pick<TensorSpan, "elements" | "dtype">): number {
  return elements * BYTES_PER_ELEMENT[dtype];
}

/** One open safetensors file with a checked header. */
export interface SafetensorsFile {
  readonly path: string;
  readonly tensors: ReadonlyMap<string, TensorSpan>;
  /** Reads one tensor and widens it to float32. Throws ModelError when the file ends early. */
  read(name: string): Promise<Float32Array<ArrayBuffer>>;
  close(): Promise<void>;
}

/**
 * Opens a safetensors file and checks its header: length within the file and within {@link MAX_HEADER_BYTES}; every tensor
 * F32, F16 or BF16, with bytes that match its shape, inside the file, overlapping no other and leaving no gap.
 * Throws ModelError naming file and tensor.
 */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  const handle = await openFile(path);
  try {
    const { size } = await handle.stat();
    const tensors = await readHeader(handle, path, size);
    return {
      path,
      tensors,
      read: (name) => {
        const span = tensors.get(name);
        return span === undefined
          ? Promise.reject(new ModelError("model_invalid", `${path} has no tensor ${name}`))
          : readTensor(handle, path, span);
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    throw new ModelError("model_not_found", `${path} cannot be opened`, { cause: error });
  }
}

async function readHeader(handle: FileHandle, path: string, size: number): Promise<Map<string, TensorSpan>> {
  const prefix = Buffer.alloc(LENGTH_BYTES);
  if (size < LENGTH_BYTES || !(await fill(handle, prefix, 0))) {
    throw new ModelError("model_invalid", `${path} is truncated: it has ${size} bytes and no header`);
  }
  const length = prefix.readBigUInt64LE();
  if (length > BigInt(MAX_HEADER_BYTES)) {
    throw new ModelError("model_invalid", `${path}: header of ${length} bytes exceeds ${MAX_HEADER_BYTES}`);
  }
  const dataStart = LENGTH_BYTES + Number(length);
  const header = Buffer.alloc(Number(length));
  if (dataStart > size || !(await fill(handle, header, LENGTH_BYTES))) {
    throw new ModelError("model_invalid", `${path} is truncated: its header ends at byte ${dataStart} of ${size}`);
  }
  const entries = parseJson(header.toString("utf8"), path, headerSchema);
  const spans = Object.entries(entries)
    .filter(([name]) => name !== "__metadata__")
    .map(([name, entry]) => parseSpan(path, name, entry, dataStart));
  checkLayout(path, spans, dataStart, size);
  return new Map(spans.map((span) => [span.name, span]));
}

function parseSpan(path: string, name: string, entry: unknown, dataStart: number): TensorSpan {
  const parsed = tensorEntry.safeParse(entry);
  if (!parsed.success) {
    throw new ModelError("model_invalid", `${path}: tensor ${name} has a malformed header entry`);
  }
  const { dtype, shape, data_offsets: offsets } = parsed.data;
  if (!isElementType(dtype)) {
    throw new ModelError("model_unsupported", `${path}: tensor ${name} is ${dtype}, not F32, F16 or BF16`);
  }
  const elements = shape.reduce((product, dimension) => product * dimension, 1);
  const bytes = storedBytes({ elements, dtype });
  if (!Number.isSafeInteger(bytes) || offsets[1] - offsets[0] !== bytes) {
    throw new ModelError(
      "model_invalid",
      `${path}: tensor ${name} has ${offsets[1] - offsets[0]} bytes, its shape [${shape.join(", ")}] needs ${bytes}`,
    );
  }
  return { name, dtype, shape, offset: dataStart + offsets[0], elements };
}

function checkLayout(path: string, spans: readonly TensorSpan[], dataStart: number, size: number): void {
  let end = dataStart;
  for (const span of spans.toSorted((a, b) => a.offset - b.offset)) {
    if (span.offset !== end) {
      const problem = span.offset < end ? "overlaps the tensor before it" : "leaves a gap before it";
      throw new ModelError("model_invalid", `${path}: tensor ${span.name} ${problem}`);
    }
    end = span.offset + storedBytes(span);
    if (end > size) {
      throw new ModelError("model_invalid", `${path} is truncated: tensor ${span.name} ends at byte ${end} of ${size}`);
    }
  }
  if (end !== size) {
    throw new ModelError("model_invalid", `${path} has ${size - end} bytes after its last tensor`);
  }
}

function isElementType(dtype: string): dtype is ElementType {
  return Object.hasOwn(BYTES_PER_ELEMENT, dtype);
}

async function readTensor(handle: FileHandle, path: string, span: TensorSpan): Promise<Float32Array<ArrayBuffer>> {
  const data = new Float32Array(span.elements);
  const total = storedBytes(span);
  // F32 is read in place; the others through one small buffer, so that no second copy of the tensor exists.
  const whole = span.dtype === "F32" ? new Uint8Array(data.buffer) : null;
  const scratch = whole === null ? new Uint8Array(Math.min(CHUNK_BYTES, total)) : null;
  for (let done = 0; done < total; done += CHUNK_BYTES) {
    const length = Math.min(CHUNK_BYTES, total - done);
    const chunk = whole?.subarray(done, done + length) ?? scratch?.subarray(0, length) ?? new Uint8Array();
    if (!(await fill(handle, chunk, span.offset + done))) {
      throw new ModelError("model_invalid", `${path} is truncated: it ends within tensor ${span.name}`);
    }
    if (scratch !== null) {
      const halves = new Uint16Array(scratch.buffer, 0, length / 2);
      widen(halves, data.subarray(done / 2, done / 2 + halves.length), span.dtype);
    }
  }
  return data;
}

/** Reads until the buffer is full; false when the file ends before. */
async function fill(handle: FileHandle, buffer: Uint8Array, position: number): Promise<boolean> {
  let done = 0;
  while (done < buffer.length) {
    const { bytesRead } = await handle.read(buffer, done, buffer.length - done, position + done);
    if (bytesRead === 0) {
      return false;
    }
    done += bytesRead;
  }
  return true;
}

function widen(halves: Uint16Array, target: Float32Array, dtype: ElementType): void {
  const bits = new Uint32Array(target.buffer, target.byteOffset, target.length);
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i] ?? 0;
    bits[i] = dtype === "BF16" ? half << 16 : halfBits(half);
  }
}

/** IEEE 754 binary16 → binary32, as bits. Exact for every value, subnormals, infinities and NaN included. */
export function halfBits(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 0x1f;
  const mantissa = half & 0x3ff;
  if (exponent === 0x1f) {
    return sign | 0x7f800000 | (mantissa << 13);
  }
  if (exponent !== 0) {
    return sign | ((exponent + 112) << 23) | (mantissa << 13);
  }
  if (mantissa === 0) {
    return sign;
  }
  // Subnormal: shift the leading one into the implicit place.
  const shift = Math.clz32(mantissa) - 21;
  return sign | ((113 - shift) << 23) | (((mantissa << shift) & 0x3ff) << 13);
}
