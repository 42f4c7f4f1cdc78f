/**
 * What a backend does for the denoiser: it holds the weights and, per slot, the canvas and the activation caches, and it
 * runs denoising steps. Caches never cross this interface; a backend knows nothing of requests, text or HTTP.
 *
 * Shapes: `N` canvas rows (prompt + answer), `m` scored rows, `L` layers.
 */

/** Names an open canvas within one backend. */
export type Slot = number;

/** Dimensions of the loaded model, for sizing and for metrics. */
export interface ModelShape {
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  readonly ffn: number;
  readonly vocab: number;
  /** Longest canvas, in rows. */
  readonly maxRows: number;
}

/** How a token is chosen for a scored row. Greedy when `temperature` is 0. */
export interface TokenChoice {
  readonly temperature: number;
  readonly topP: number | null;
  readonly topK: number | null;
  /** With `step` and the row's position it determines the noise, so an answer does not depend on its neighbours. */
  readonly seed: number;
  readonly step: number;
  /** Added to the logits first; `BANNED` takes a token out. Absent: none. */
  readonly logitBias?: readonly LogitBias[];
  /** Whether the entropy of each scored row is wanted. Absent: no. */
  readonly entropies?: boolean;
  /** The likeliest tokens wanted with each scored row; absent or 0: none. */
  readonly topCandidates?: number;
}

/** What is added to the logit of one token. */
export interface LogitBias {
  readonly token: number;
  readonly bias: number;
}

/** A bias of so little bans the token altogether. */
export const BANNED = -100;

/** The likeliest tokens of each scored row, the likeliest first, equals by id. */
export interface Candidates {
  /** Tokens for each row. */
  readonly count: number;
  /** `[m · count]`. */
  readonly tokens: Int32Array;
  /** Natural logarithms of their probabilities, under the same softmax as the confidences, `[m · count]`. */
  readonly logprobs: Float64Array;
}

/** What every kind of step says. Positions are absolute canvas rows, ascending and distinct. */
interface PlanBase {
  readonly slot: Slot;
  /**
   * Rows from here on take no part: they are neither computed nor attended to. Absent: the whole canvas takes part. Where
   * it is beyond the rows that the caches hold, the step must compute the rows that join.
   */
  readonly endRow?: number;
  /** Tokens written to the canvas before the step; in a sparse step they are the rows salient on entering layer 0. */
  readonly changes: { readonly positions: Int32Array; readonly tokens: Int32Array };
  /** Rows whose token is wanted, all of them active: the LM head runs on these only. May be empty. */
  readonly score: Int32Array;
  readonly choice: TokenChoice;
}

/** Every row recomputed. */
export interface DensePlan extends PlanBase {
  readonly kind: "dense";
  /** What is kept for the steps to come: taking values out costs, 5 % of the step for all of them. */
  readonly keep: "nothing" | "keys-values" | "all";
}

/** DyLLM: salient rows only. Needs the caches an earlier dense step filled (`all`). */
export interface SparsePlan extends PlanBase {
  readonly kind: "sparse";
  /** True: exact contexts and saliency against a row's last commit (`dyllm-exact`); false: the paper's rule. */
  readonly exact: boolean;
  /** First active row: 0 for a whole-sequence step, the prompt length for a response-only one. */
  readonly firstRow: number;
  /** Saliency threshold τ on the cosine similarity. */
  readonly tau: number;
}

/**
 * Some rows recomputed in full, the keys and values of all others taken from the caches (Fast-dLLM, arXiv 2505.22618).
 * Needs an earlier step that kept them.
 */
export interface BlockPlan extends PlanBase {
  readonly kind: "block";
  /** The rows to compute, those that join among them. Not empty. */
  readonly active: Int32Array;
  /** `nothing`: the caches stay as they are; `keys-values`: the active rows' new keys and values are written to them. */
  readonly keep: "nothing" | "keys-values";
}

/** One denoising step of one slot. */
export type StepPlan = DensePlan | SparsePlan | BlockPlan;

/** A step without the slot, which only the scheduler knows. */
export type UnplacedPlan = Omit<DensePlan, "slot"> | Omit<SparsePlan, "slot"> | Omit<BlockPlan, "slot">;

/** Rows a plan computes on a canvas of `canvasRows`, ascending. */
export function activeRowsOf(plan: UnplacedPlan, canvasRows: number): Int32Array {
  if (plan.kind === "block") {
    return plan.active;
  }
  const first = plan.kind === "sparse" ? plan.firstRow : 0;
  return Int32Array.from({ length: Math.max((plan.endRow ?? canvasRows) - first, 0) }, (_, i) => first + i);
}

/** Where each of `rows` stands in `active`; both ascending, the one part of the other. */
export function indicesOf(rows: Int32Array, active: Int32Array): Int32Array {
  let index = 0;
  return rows.map((row) => {
    while ((active[index] ?? row) < row) {
      index++;
    }
    return index;
  });
}

export interface StepResult {
  readonly slot: Slot;
  /** Chosen token for each row of `score`, `[m]`. Never the mask id. */
  readonly tokens: Int32Array;
  /** Probability of the chosen token under the clean softmax (no noise, no temperature), `[m]`; NaN marks numerical trouble. */
  readonly confidences: Float64Array;
  /** Entropy of each row's softmax in nats, `[m]`; present when the plan's choice asked for it. */
  readonly entropies?: Float64Array;
  /** Present when the plan's choice asked for candidates. */
  readonly candidates?: Candidates;
  /** Rows whose feed-forward was recomputed, by layer, `[L]`. */
  readonly salientRows: Int32Array;
  /** Canvas rows recomputed in at least one layer, ascending; in a dense step all of them. */
  readonly recomputed: Int32Array;
  /** Active rows of the step. */
  readonly activeRows: number;
}

/** Why a backend refused or failed. `invalid_plan` is a bug of the caller; the others end the request or the process. */
export class BackendError extends Error {
  readonly code: "out_of_memory" | "invalid_plan" | "unavailable" | "failed";

  constructor(code: BackendError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "BackendError";
    this.code = code;
  }
}

/** The accelerator a backend computes on. */
export interface BackendDevice {
  /** The adapter with its driver, as the driver words it. */
  readonly adapter: string;
  readonly vendor: string;
  readonly architecture: string;
  /** Whether it computes on the host's own cores. */
  readonly software: boolean;
  /** Of weights, activations and caches. */
  readonly precision: "fp32" | "fp16";
  /** What weights and cache pool take on it. */
  readonly memoryBytes: number;
  readonly limits: Readonly<Record<string, number>>;
  readonly features: readonly string[];
}

export interface Backend {
  /** `cpu`, `wasm` or `webgpu`, as shown in status and logs. */
  readonly name: string;
  readonly threads: number;
  readonly shape: ModelShape;
  /** Absent where the backend computes on the host. */
  readonly device?: BackendDevice;
  /** Opens a canvas with these token ids `[N]` (mask ids included) and allocates its caches. */
  open(tokens: Int32Array): Promise<Slot>;
  /** Runs one step for each plan; results in the order of the plans. Each slot at most once per call. */
  step(plans: readonly StepPlan[]): Promise<readonly StepResult[]>;
  /**
   * Warm start: takes over the keys and values that a closed canvas of the same scope was left with, as far as both begin
   * with the same tokens and no mask. For a slot that no step has filled yet. Returns the rows taken over, 0 where there is
   * nothing worth it; block steps may leave those rows out.
   */
  warm(slot: Slot, scope: string): Promise<number>;
  /**
   * Frees a slot's caches at once; with a scope they are kept for {@link Backend.warm} as long as there is room for them
   * (`retainBytes`), the oldest going first. Closing an unknown slot does nothing.
   */
  close(slot: Slot, scope?: string): Promise<void>;
  /** Open slots and the bytes their caches hold (those kept for warm starts apart), for metrics and leak tests. */
  usage(): Promise<{ readonly slots: number; readonly cacheBytes: number }>;
  dispose(): Promise<void>;
}
