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
}

/** One denoising step of one slot. Positions are absolute canvas rows, ascending and distinct. */
export interface StepPlan {
  readonly slot: Slot;
  /** `dense`: all rows recomputed, caches filled. `sparse`: DyLLM; needs an earlier dense step of the slot. */
  readonly kind: "dense" | "sparse";
  /** Sparse only. True: exact contexts and saliency against a row's last commit (`dyllm-exact`); false: the paper's rule. */
  readonly exact: boolean;
  /** Sparse only. First active row: 0 for a whole-sequence step, the prompt length for a response-only step. */
  readonly firstRow: number;
  /** Tokens written to the canvas before the step; in a sparse step they are the rows salient on entering layer 0. */
  readonly changes: { readonly positions: Int32Array; readonly tokens: Int32Array };
  /** Rows whose token is wanted: the LM head runs on these only. May be empty. */
  readonly score: Int32Array;
  /** Saliency threshold τ on the cosine similarity. */
  readonly tau: number;
  readonly choice: TokenChoice;
}

export interface StepResult {
  readonly slot: Slot;
  /** Chosen token for each row of `score`, `[m]`. Never the mask id. */
  readonly tokens: Int32Array;
  /** Probability of the chosen token under the clean softmax (no noise, no temperature), `[m]`; NaN marks numerical trouble. */
  readonly confidences: Float64Array;
  /** Rows whose feed-forward was recomputed, by layer, `[L]`. */
  readonly salientRows: Int32Array;
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

export interface Backend {
  /** `cpu` or `wasm`, as shown in status and logs. */
  readonly name: string;
  readonly threads: number;
  readonly shape: ModelShape;
  /** Opens a canvas with these token ids `[N]` (mask ids included) and allocates its caches. */
  open(tokens: Int32Array): Promise<Slot>;
  /** Runs one step for each plan; results in the order of the plans. Each slot at most once per call. */
  step(plans: readonly StepPlan[]): Promise<readonly StepResult[]>;
  /** Frees a slot's caches at once. Closing an unknown slot does nothing. */
  close(slot: Slot): Promise<void>;
  /** Open slots and the bytes their caches hold, for metrics and leak tests. */
  usage(): Promise<{ readonly slots: number; readonly cacheBytes: number }>;
  dispose(): Promise<void>;
}
