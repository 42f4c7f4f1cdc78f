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
  const scales = Float32Array.from({ length: out }, (_, row) =>
    scaleOf(matrix.subarray(row * width, (row + 1) * width)),
  );
  // Tile by tile: turned around row by row, a large matrix would take a line of the cache for every code.
  for (let first = 0; first < out; first += TILE) {
    const last = Math.min(first + TILE, out);
    for (let from = 0; from < width; from += TILE) {
      const to = Math.min(from + TILE, width);
      for (let row = first; row < last; row++) {
        const perScale = 1 / (scales[row] ?? 1);
        for (let i = from; i < to; i++) {
          codes[i * out + row] = Math.round((matrix[row * width + i] ?? 0) * perScale);
        }
      }
    }
  }
  return { codes, scales };
}

/** Rows and columns of a matrix that are turned around together: a few pages. */
const TILE = 64;

/** What a row's largest code stands for, by that code. The codes of a row of zeros are zero whatever its scale is. */
function scaleOf(row: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < row.length; i++) {
    largest = Math.max(largest, Math.abs(row[i] ?? 0));
  }
  return largest > NEGLIGIBLE ? largest / LARGEST_CODE : 1;
}

/** Names under which the runtime is given what takes a matrix's place. */
export function int8Names(name: string): { readonly codes: string; readonly scales: string } {
  return { codes: `${name}.int8`, scales: `${name}.scales` };
}
