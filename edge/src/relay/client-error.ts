import { DyllmError, type ErrorCode, FrameError } from "@dyllm/shared";

/** Fields of the node's request by the names the caller knows. */
const PARAM_NAMES: Readonly<Record<string, string>> = {
  "canvas.maxTokens": "max_completion_tokens",
  "canvas.blockLength": "dyllm.block_length",
  "sampling.temperature": "temperature",
  "sampling.topP": "top_p",
  "sampling.seed": "seed",
  "sampling.logitBias": "logit_bias",
  "denoising.mode": "dyllm.mode",
  "denoising.tau": "dyllm.tau",
  "denoising.steps": "dyllm.steps",
  "denoising.confidenceThreshold": "dyllm.confidence_threshold",
  "denoising.preset": "dyllm.preset",
  "denoising.entropyBound": "dyllm.entropy_bound",
  "denoising.lookahead": "dyllm.lookahead",
  "denoising.earlyStop": "dyllm.early_stop",
  "denoising.denseSteps": "dyllm.dense_steps",
  "denoising.fullEvery": "dyllm.full_every",
  "denoising.refreshEvery": "dyllm.refresh_every",
};

/** Refusals that concern gateway and node only: a caller can do nothing about them, and is told as much as is useful. */
const BETWEEN_US: ReadonlySet<ErrorCode> = new Set([
  "bad_signature",
  "stale_request",
  "replayed_request",
  "unsupported_version",
]);

/** When a busy node is worth a second try, in ms. */
const BUSY_RETRY_MS = 1_000;

/** A node's error as the caller is told it: parameters by their names in the API, nothing of what gateway and node share. */
export function toClientError(error: DyllmError): DyllmError {
  if (BETWEEN_US.has(error.code)) {
    return new DyllmError("node_lost", "The node and the gateway do not agree on how to talk to each other.");
  }
  const param = error.param === null ? null : paramName(error.param);
  const retryAfterMs = error.retryAfterMs ?? (error.retryable ? BUSY_RETRY_MS : null);
  return new DyllmError(error.code, error.message, { param, ...(retryAfterMs !== null && { retryAfterMs }) });
}

/** What reading a node's frames threw, as the caller is told it. `signal`: the one that cancels the generation. */
export function toStreamError(thrown: unknown, signal: AbortSignal): DyllmError {
  if (signal.aborted && signal.reason instanceof DyllmError) {
    return signal.reason;
  }
  if (thrown instanceof DyllmError) {
    return toClientError(thrown);
  }
  const what = thrown instanceof FrameError ? "sent something that is no frame" : "was lost";
  return new DyllmError("node_lost", `The node ${what} before the answer was complete.`);
}

function paramName(param: string): string {
  return PARAM_NAMES[param] ?? (param.startsWith("input.") ? param.slice("input.".length) : param);
}
