import { OracleCanvas, type OracleChange, type OracleStep } from "./dyllm.ts";
import { greedy } from "./greedy.ts";
import { at } from "./math.ts";
import type { OracleModel } from "./model.ts";

export interface OracleDecoding {
  readonly mode: "dense" | "dyllm" | "dyllm-exact" | "block-cache" | "prefix-cache" | "delayed-cache";
  readonly tau: number;
  readonly maxTokens: number;
  readonly blockLength: number;
  /** Fixed schedule: steps of all blocks together, at least one each. Unused where there is a threshold. */
  readonly steps: number;
  readonly confidenceThreshold: number | null;
  /** Takes the place of schedule and threshold; absent or null: none. */
  readonly entropyBound?: number | null;
  /** Rows beyond the current block that take part, in whole blocks; absent or null: all. */
  readonly lookahead?: number | null;
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
  readonly entropy: number;
}

/**
 * Greedy semi-autoregressive decoding (`ML-GSAI/LLaDA: generate.py`) on the oracle: blocks from left to right, the most
 * confident masked rows of the block committed per step, the end at an end token with no mask before it. Positions
 * behind a committed end token, or past `maxTokens`, are no candidates: they are never delivered.
 *
 * @param suffix fixed rows behind the answer, which is then a gap of `maxTokens` rows
 */
export function oracleDecode(
  model: OracleModel,
  prompt: readonly number[],
  options: OracleDecoding,
  suffix: readonly number[] = [],
): OracleDecode {
  const { maxTokens, blockLength } = options;
  const blocks = Math.ceil(maxTokens / blockLength);
  // Before a suffix there are no rows to spare: what follows stands right behind the gap.
  const answer = new Array<number>(suffix.length > 0 ? maxTokens : blocks * blockLength).fill(model.mask);
  const canvas = new OracleCanvas(model, [...prompt, ...answer, ...suffix]);
  const commits: OracleCommit[] = [];
  const fractions: number[] = [];
  let closestChoice = Number.POSITIVE_INFINITY;
  let closestCosine = Number.POSITIVE_INFINITY;
  let changes: OracleChange[] = [];
  let filled = { rows: 0, block: 0 };
  for (let block = 0; block < blocks; block++) {
    const schedule = split(blockLength, at(split(options.steps, blocks), block));
    for (;;) {
      const open = candidates(model, answer.slice(0, maxTokens), block * blockLength, blockLength);
      if (open.length === 0) {
        break;
      }
      const rows = open.map((position) => prompt.length + position);
      const ahead = options.lookahead ?? null;
      const seen = ahead === null ? answer.length : (block + 1 + Math.ceil(ahead / blockLength)) * blockLength;
      const endRow = prompt.length + Math.min(seen, answer.length) + suffix.length;
      const first = prompt.length + block * blockLength;
      const span = { endRow, first, last: first + blockLength, promptLength: prompt.length };
      const stale = { rows: filled.rows !== endRow, block: filled.block !== block };
      const { step, filling } = runStep(canvas, options, commits.length, span, stale, changes, rows);
      filled = filling ? { rows: endRow, block } : filled;
      const scored = rows.map((row, i) => ({ row, ...greedy(at(step.logits, i), model.mask) }));
      const { chosen, closest } =
        typeof options.entropyBound === "number"
          ? chooseByEntropy(scored, options.entropyBound)
          : choose(scored, options.confidenceThreshold, schedule.shift() ?? 0);
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

/** Rows of a step: those that take part, the current block's, and where the answer begins. */
interface Span {
  readonly endRow: number;
  readonly first: number;
  readonly last: number;
  readonly promptLength: number;
}

/**
 * Step number `step` (from 0): dense at first, at every refresh and where rows have joined, else sparse over all rows or the
 * answer's (§4); with a block cache dense at the start of each block, else the block's rows (and those behind it).
 */
function runStep(
  canvas: OracleCanvas,
  options: OracleDecoding,
  step: number,
  span: Span,
  stale: { readonly rows: boolean; readonly block: boolean },
  changes: readonly OracleChange[],
  score: readonly number[],
): { readonly step: OracleStep; readonly filling: boolean } {
  const { mode } = options;
  const refresh = options.refreshEvery > 0 && step % options.refreshEvery === 0;
  const caching = mode === "block-cache" || mode === "prefix-cache";
  const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
  if (mode === "delayed-cache" && step >= Math.max(options.denseSteps, 1) && !refresh) {
    const fresh = changes.map(({ row }) => row);
    const open = [...score, ...fresh].sort((a, b) => a - b);
    // At a block's start: the block before, now complete, this one and what it may look at.
    const previous = Math.max(span.first - options.blockLength, span.promptLength);
    const active = stale.block ? range(previous, span.endRow) : open;
    return { step: canvas.block(active, true, changes, score, span.endRow), filling: true };
  }
  if (mode === "dense" || step < options.denseSteps || refresh || stale.rows || (caching && stale.block)) {
    return { step: canvas.dense(changes, score, span.endRow), filling: true };
  }
  if (caching) {
    const to = mode === "block-cache" ? span.last : span.endRow;
    return { step: canvas.block(range(span.first, to), false, changes, score), filling: false };
  }
  const whole = step <= options.fullEvery || step % options.fullEvery === 0;
  const firstRow = whole ? 0 : span.promptLength;
  return {
    step: canvas.sparse({ exact: mode === "dyllm-exact", firstRow, tau: options.tau }, changes, score),
    filling: false,
  };
}

/** The surest rows while the entropies but the largest sum to at most the bound. `closest`: to the bound, or between ranks. */
function chooseByEntropy(scored: readonly Scored[], bound: number): { chosen: Scored[]; closest: number } {
  const ranked = [...scored].sort((a, b) => a.entropy - b.entropy || a.row - b.row);
  const before = ranked.map((_, i) => ranked.slice(0, i).reduce((sum, { entropy }) => sum + entropy, 0));
  const taken = before.filter((sum) => sum <= bound).length;
  const chosen = ranked.slice(0, taken);
  const apart = (ranked[taken]?.entropy ?? Number.POSITIVE_INFINITY) - at(chosen, taken - 1).entropy;
  return {
    chosen: chosen.sort((a, b) => a.row - b.row),
    closest: Math.min(apart, ...before.map((sum) => Math.abs(sum - bound))),
  };
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
