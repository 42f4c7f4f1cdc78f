/** Bytes of one element, by safetensors type. */
export const ELEMENT_BYTES = { F32: 4, F16: 2, BF16: 2 } as const;

export type ElementType = keyof typeof ELEMENT_BYTES;

/** Little-endian bytes of float32 values in the element type, rounded to nearest, ties to even. */
export function encodeElements(values: Float32Array<ArrayBuffer>, type: ElementType): Uint8Array {
  if (type === "F32") {
    return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  }
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(bits.length);
  const round = type === "BF16" ? toBfloat16 : toFloat16;
  // A loop: `Uint16Array.from` with a mapper takes ten times as long, and the largest shapes have 8e9 values.
  for (let i = 0; i < bits.length; i++) {
    halves[i] = round(bits[i] ?? 0);
  }
  return new Uint8Array(halves.buffer);
}

function toBfloat16(bits: number): number {
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}

/** For finite values below 65504; what is smaller than the smallest normal number becomes zero. */
function toFloat16(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const rounded = (bits & 0x7fffffff) + 0xfff + ((bits >>> 13) & 1);
  const exponent = (rounded >>> 23) - 112;
  return exponent <= 0 ? sign : sign | (exponent << 10) | ((rounded >>> 13) & 0x3ff);
}
