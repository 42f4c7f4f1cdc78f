import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { at } from "./math.ts";
import { loadOracleModel, type OracleModel } from "./model.ts";

/** The tiny random checkpoint of `tools/train/fixture.py`: 2 layers, hidden 64, 4 heads, vocabulary 320, 128 rows. */
export const TINY_DIRECTORY = fileURLToPath(new URL("../fixtures/tiny-llada", import.meta.url));
export const TINY_MAX_ROWS = 128;

export function tinyModel(): OracleModel {
  return loadOracleModel(TINY_DIRECTORY);
}

/** Logits that PyTorch gave for one canvas, `logits[i]` being those of row `rows[i]`. */
export interface DumpedCanvas {
  readonly name: string;
  readonly ids: readonly number[];
  readonly rows: readonly number[];
  readonly logits: readonly (readonly number[])[];
}

export function dumpedCanvases(): readonly DumpedCanvas[] {
  const text = readFileSync(new URL("../fixtures/tiny-llada-logits.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { canvases: DumpedCanvas[] }).canvases;
}

/** Largest |actual − expected| over the largest |expected|; throws where the lists differ in length. */
export function relativeDeviation(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) {
    throw new RangeError(`${actual.length} values against ${expected.length}`);
  }
  let largest = 0;
  let scale = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(at(actual, i) - at(expected, i));
    largest = Number.isNaN(difference) ? Number.NaN : Math.max(largest, difference);
    scale = Math.max(scale, Math.abs(at(expected, i)));
  }
  return largest / scale;
}
