/** Element `i`; throws RangeError outside the list, so that a wrong index is never read as zero. */
export function at<T>(list: { readonly [index: number]: T; readonly length: number }, i: number): T {
  const value = list[i];
  if (value === undefined) {
    throw new RangeError(`index ${i} of ${list.length}`);
  }
  return value;
}

/** ⟨a, b⟩ over `length` elements from the given offsets. */
export function dot(a: Float64Array, b: Float64Array, length = a.length, aFrom = 0, bFrom = 0): number {
  let sum = 0;
  for (let i = 0; i < length; i++) {
    // NaN outside a list: this loop is most of the oracle's time, and a wrong index must still show.
    sum += (a[aFrom + i] ?? Number.NaN) * (b[bFrom + i] ?? Number.NaN);
  }
  return sum;
}

/** `target += factor · source` over `length` elements from offset `from` of both. Throws RangeError outside of them. */
export function addScaled(
  target: Float64Array,
  source: Float64Array,
  factor = 1,
  from = 0,
  length = target.length,
): void {
  if (from < 0 || from + length > Math.min(target.length, source.length)) {
    throw new RangeError(`${length} elements from ${from} of ${target.length} and ${source.length}`);
  }
  for (let i = from; i < from + length; i++) {
    target[i] = (target[i] ?? Number.NaN) + factor * (source[i] ?? Number.NaN);
  }
}

/** Matrix `[out, in]` times the vector `x` `[in]`. */
export function multiply(matrix: Float64Array, x: Float64Array): Float64Array {
  const out = new Float64Array(matrix.length / x.length);
  for (let row = 0; row < out.length; row++) {
    out[row] = dot(x, matrix, x.length, 0, row * x.length);
  }
  return out;
}

/** `x / √(mean(x²) + ε) · weight`. */
export function rmsNorm(x: Float64Array, weight: Float64Array, eps: number): Float64Array {
  const scale = 1 / Math.sqrt(dot(x, x) / x.length + eps);
  return x.map((value, i) => value * scale * at(weight, i));
}

/** Rotary embedding of one row `[heads · headDim]` at an absolute position: component i turns with i + headDim/2. */
export function rotate(x: Float64Array, position: number, heads: number, theta: number): Float64Array {
  const headDim = x.length / heads;
  const half = headDim / 2;
  const out = new Float64Array(x.length);
  for (let head = 0; head < heads; head++) {
    for (let i = 0; i < half; i++) {
      const angle = position * theta ** ((-2 * i) / headDim);
      const first = at(x, head * headDim + i);
      const second = at(x, head * headDim + i + half);
      out[head * headDim + i] = first * Math.cos(angle) - second * Math.sin(angle);
      out[head * headDim + i + half] = second * Math.cos(angle) + first * Math.sin(angle);
    }
  }
  return out;
}

/** Softmax. An entry of −∞ gets probability 0. */
export function softmax(values: Float64Array): Float64Array {
  const max = values.reduce((a, b) => Math.max(a, b));
  const exps = values.map((value) => Math.exp(value - max));
  const sum = exps.reduce((a, b) => a + b);
  return exps.map((value) => value / sum);
}
