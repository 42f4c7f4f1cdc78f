/** A matrix in int8, turned to in × out, with a scale for each output. */
export interface Int8Matrix {
  /** `[in, out]`. */
  readonly codes: Int8Array<ArrayBuffer>;
  /** `[out]`. */
  readonly scales: Float32Array<ArrayBuffer>;
}

/**
 * Largest code. Seven bits, not eight: kernels for AVX2 add pairs of products of an activation (0…255) and a code in 16
 * bits, which full codes overflow; so a model gives the same answers on every processor. (Full codes would not be faster.)
 */
const LARGEST_CODE = 63;

/** A row of nothing larger counts as zeros: its scale would lose its digits in float32. Far below any weight that matters. */
const NEGLIGIBLE = 1e-30;

/** Quantises a matrix `[out, in]` symmetrically, by output: the largest magnitude of a row becomes the largest code. */
export function toInt8(matrix: Float32Array, out: number, width: number): Int8Matrix {
  const codes = new Int8Array(out * width);
  const scales = new Float32Array(out);
  for (let row = 0; row < out; row++) {
    const values = matrix.subarray(row * width, (row + 1) * width);
    let largest = 0;
    for (const value of values) {
      largest = Math.max(largest, Math.abs(value));
    }
    // The codes of a row of zeros are zero whatever its scale is.
    const scale = largest > NEGLIGIBLE ? largest / LARGEST_CODE : 1;
    scales[row] = scale;
    for (const [i, value] of values.entries()) {
      codes[i * out + row] = Math.round(value / scale);
    }
  }
  return { codes, scales };
}

/** Names under which the runtime is given what takes a matrix's place. */
export function int8Names(name: string): { readonly codes: string; readonly scales: string } {
  return { codes: `${name}.int8`, scales: `${name}.scales` };
}
