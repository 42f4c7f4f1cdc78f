import { OracleCanvas, type OracleChange, type OracleStep } from "./dyllm.ts";
import { greedy } from "./greedy.ts";
import { at } from "./math.ts";
import type { OracleModel } from "./model.ts";

export interface OracleDecoding {
  readonly mode: "dense" | "dyllm" | "dyllm-exact";
  readonly tau: number;
  readonly maxTokens: number;
  readonly blockLength: number;
  /** Fixed schedule: steps of all blocks together, at least one each. Unused where there is a threshold. */
  readonly steps: number;
  readonly confidenceThreshold: number | null;
  readonly denseSteps: number;
  readonly fullEvery: number;
  readonly refreshEvery: number;
}

/** One denoising step: what it committed, by answer position in ascending order. */
export interface OracleCommit {
  readonly positions: readonly number[];
  readonly tokens: readonly number[];
  readonly confidences: readonly number[];
}

export interface OracleDecode {
  readonly commits: readonly OracleCommit[];
  /** Answer window `[maxTokens rounded up to whole blocks]`, masks where the answer ended before. */
  readonly answer: readonly number[];
  /** Mean share of the active rows whose feed-forward was recomputed, over layers and sparse steps; 1 without any. */
  readonly salientFraction: number;
  /** The closest any choice of token, rank or threshold was. Far below 1e-4 another arithmetic may decide otherwise. */
  readonly closestChoice: number;
  /** The closest any cosine came to τ. */
  readonly closestCosine: number;
}

interface Scored {
  readonly row: number;
  readonly token: number;
  readonly confidence: number;
  readonly gap: number;
}

/**
 * Greedy semi-autoregressive decoding (`ML-GSAI/LLaDA: generate.py`) on the oracle: blocks from left to right, the most
 * confident masked rows of the block committed per step, the end at an end token with no mask before it. Positions
 * behind a committed end token, or past `maxTokens`, are no candidates: they are never delivered.
 */
export function oracleDecode(model: OracleModel, prompt: readonly number[], options: OracleDecoding): OracleDecode {
  const { maxTokens, blockLength } = options;
  const blocks = Math.ceil(maxTokens / blockLength);
  const answer = new Array<number>(blocks * blockLength).fill(model.mask);
  const canvas = new OracleCanvas(model, [...prompt, ...answer]);
  const commits: OracleCommit[] = [];
  const fractions: number[] = [];
  let closestChoice = Number.POSITIVE_INFINITY;
  let closestCosine = Number.POSITIVE_INFINITY;
  let changes: OracleChange[] = [];
  for (let block = 0; block < blocks; block++) {
    const schedule = split(blockLength, at(split(options.steps, blocks), block));
    for (;;) {
      const open = candidates(model, answer.slice(0, maxTokens), block * blockLength, blockLength);
      if (open.length === 0) {
        break;
      }
      const rows = open.map((position) => prompt.length + position);
      const step = runStep(canvas, options, commits.length, prompt.length, changes, rows);
      const scored = rows.map((row, i) => ({ row, ...greedy(at(step.logits, i), model.mask) }));
      const { chosen, closest } = choose(scored, options.confidenceThreshold, schedule.shift() ?? 0);
      changes = chosen.map(({ row, token }) => ({ row, token }));
      for (const { row, token } of chosen) {
        answer[row - prompt.length] = token;
      }
      commits.push({
        positions: chosen.map(({ row }) => row - prompt.length),
        tokens: chosen.map(({ token }) => token),
        confidences: chosen.map(({ confidence }) => confidence),
      });
      closestChoice = Math.min(closestChoice, closest, ...chosen.map(({ gap }) => gap));
      const cosines = step.layers.flatMap((layer) => layer.cosines);
      if (cosines.length > 0) {
        const salient = step.layers.flatMap((layer) => layer.salient);
        fractions.push(salient.length / cosines.length);
      }
      closestCosine = Math.min(closestCosine, ...cosines.map((cosine) => Math.abs(cosine - options.tau)));
    }
  }
  const salientFraction = fractions.length === 0 ? 1 : fractions.reduce((a, b) => a + b) / fractions.length;
  return { commits, answer, salientFraction, closestChoice, closestCosine };
}

/** `total` split into `parts` whole numbers, as even as they can be, the larger ones first. */
function split(total: number, parts: number): number[] {
  return Array.from({ length: parts }, (_, i) => Math.floor(total / parts) + (i < total % parts ? 1 : 0));
}

/** Masked positions of a block that lie before the first end token of the answer. */
function candidates(model: OracleModel, answer: readonly number[], from: number, length: number): number[] {
  const end = answer.findIndex((token) => token === model.eos || token === model.eot);
  const before = end === -1 ? answer.length : end;
  const positions = Array.from({ length }, (_, i) => from + i);
  return positions.filter((position) => position < before && answer[position] === model.mask);
}

/** Step number `step` (from 0): dense at first and at every refresh, else sparse over all rows or the answer's (§4). */
function runStep(
  canvas: OracleCanvas,
  options: OracleDecoding,
  step: number,
  promptLength: number,
  changes: readonly OracleChange[],
  score: readonly number[],
): OracleStep {
  const refresh = options.refreshEvery > 0 && step % options.refreshEvery === 0;
  if (options.mode === "dense" || step < options.denseSteps || refresh) {
    return canvas.dense(changes, score);
  }
  const whole = step <= options.fullEvery || step % options.fullEvery === 0;
  const firstRow = whole ? 0 : promptLength;
  return canvas.sparse({ exact: options.mode === "dyllm-exact", firstRow, tau: options.tau }, changes, score);
}

/**
 * The rows to commit, ascending: the `count` most confident ones, or all from the threshold on and at least one.
 * `closest` is how near (in confidence) the decision was to another one.
 */
function choose(
  scored: readonly Scored[],
  threshold: number | null,
  count: number,
): { chosen: Scored[]; closest: number } {
  const ranked = [...scored].sort((a, b) => b.confidence - a.confidence || a.row - b.row);
  const reached = ranked.filter(({ confidence }) => confidence >= (threshold ?? 0)).length;
  const taken = threshold === null ? count : Math.max(1, reached);
  const last = ranked[taken - 1]?.confidence ?? Number.POSITIVE_INFINITY; // none: all rows are taken, whatever their rank
  const next = ranked[taken]?.confidence ?? Number.NEGATIVE_INFINITY;
  const toThreshold = ranked.map(({ confidence }) => Math.abs(confidence - (threshold ?? Number.NEGATIVE_INFINITY)));
  const toRank = threshold === null || reached === 0 ? last - next : Number.POSITIVE_INFINITY;
  return {
    chosen: ranked.slice(0, taken).sort((a, b) => a.row - b.row),
    closest: Math.min(toRank, ...toThreshold),
  };
}
