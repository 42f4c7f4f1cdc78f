import {
  activeRowsOf,
  BackendError,
  type BlockPlan,
  type StepResult,
  type UnplacedPlan,
} from "../../backend/backend.ts";
import { EOS, MASK } from "./byte-model.ts";

/** What a scripted model answers at an answer position, given a hash of everything the step may depend on. */
export type Script = (position: number, hash: number) => number;

const LAYERS = 2;

/** Letters, a space, pieces of é and 😀 and now and then an end: a hash makes text with split and broken characters. */
const ALPHABET = [0x61, 0x62, 0x63, 0x64, 0x65, 0x20, 0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80];

/** A token that depends on the whole canvas, its history and the row; one in `endEvery` is the end of text. */
export function hashedScript(endEvery: number): Script {
  return (_position, hash) => (hash % endEvery === 0 ? EOS : (ALPHABET[(hash >>> 8) % ALPHABET.length] ?? 0));
}

/** A fixed answer, whatever the canvas holds; end of text behind it. Confidences still vary, and with them the order. */
export function fixedScript(tokens: readonly number[]): Script {
  return (position) => tokens[position] ?? EOS;
}

/**
 * One canvas of a backend without weights. Tokens and confidences are hashes of the canvas and of what the caches hold,
 * so a wrong canvas, a wrong step kind or a mix-up of slots changes the answer. It refuses plans a real backend would.
 */
export class ScriptedSlot {
  readonly #canvas: Int32Array;
  readonly #promptTokens: number;
  readonly #script: Script;
  #caches: number | null = null;
  /** Rows the caches cover. */
  #cachedRows = 0;

  /** @param promptTokens row of answer position 0; the first mask of a canvas nothing is committed on */
  constructor(tokens: Int32Array, script: Script, promptTokens: number = tokens.indexOf(MASK)) {
    this.#canvas = tokens.slice();
    this.#promptTokens = promptTokens;
    this.#script = script;
  }

  /** @throws BackendError `invalid_plan` for a plan that breaks the backend's contract */
  step(plan: UnplacedPlan): Omit<StepResult, "slot"> {
    this.#check(plan);
    for (const [i, row] of plan.changes.positions.entries()) {
      this.#canvas[row] = plan.changes.tokens[i] ?? 0;
    }
    const endRow = plan.endRow ?? this.#canvas.length;
    this.#cachedRows = endRow;
    const canvas = this.#canvas.subarray(0, endRow).reduce(mix, 17);
    const active = activeRowsOf(plan, this.#canvas.length);
    const history = plan.kind === "dense" ? [canvas] : [this.#caches ?? 0, ...active, canvas];
    const state = history.reduce(mix, 31);
    this.#caches = state;
    const { seed, step, temperature } = plan.choice;
    const choice = temperature > 0 ? [seed, step].reduce(mix, state) : state;
    const hashes = Array.from(plan.score, (row) => mix(choice, row));
    const activeRows = active.length;
    const salient = plan.kind === "dense" ? activeRows : state % (activeRows + 1);
    return {
      tokens: Int32Array.from(hashes, (hash, i) => this.#script((plan.score[i] ?? 0) - this.#promptTokens, hash)),
      confidences: Float64Array.from(hashes, (hash) => (mix(hash, 5) % 1000) / 1000),
      ...(plan.choice.entropies === true && {
        entropies: Float64Array.from(hashes, (hash) => (mix(hash, 7) % 1000) / 1000),
      }),
      salientRows: new Int32Array(LAYERS).fill(salient),
      recomputed: active.slice(0, salient),
      activeRows,
    };
  }

  /** Whether a block step computes every row that the caches do not hold. */
  #covers({ active, keep }: Omit<BlockPlan, "slot">, endRow: number): boolean {
    const joining = active.filter((row) => row >= this.#cachedRows).length;
    return joining === endRow - this.#cachedRows && (joining === 0 || keep === "keys-values");
  }

  #check(plan: UnplacedPlan): void {
    const masked = (row: number) => this.#canvas[row] === MASK;
    const ascending = (rows: Int32Array) => rows.every((row, i) => i === 0 || row > (rows[i - 1] ?? 0));
    const { changes, score, endRow = this.#canvas.length } = plan;
    const active = activeRowsOf(plan, this.#canvas.length);
    const problem =
      (plan.kind !== "dense" && this.#caches === null && "a sparse step without caches") ||
      (plan.kind === "sparse" && endRow !== this.#cachedRows && "a sparse step over rows the caches do not cover") ||
      (plan.kind === "block" && !this.#covers(plan, endRow) && "a block step without the rows that join") ||
      ([...changes.positions, ...score].some((row) => row >= endRow) && "a row that takes no part") ||
      (![changes.positions, score, active].every(ascending) && "rows out of order") ||
      (![...changes.positions, ...score].every((row) => active.includes(row)) && "a row that is not computed") ||
      (!changes.positions.every(masked) && "a committed row changed") ||
      (changes.tokens.includes(MASK) && "a mask written") ||
      (!score.every((row) => masked(row) && !changes.positions.includes(row)) && "a row scored that has its token") ||
      (score.length === 0 && "nothing scored");
    if (problem) {
      throw new BackendError("invalid_plan", problem);
    }
  }
}

/** One round of an integer hash (multiply, xor-shift). */
function mix(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ (value + 0x9e3779b9), 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
