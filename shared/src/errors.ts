/**
 * The error catalogue: every failure a client or a peer can be told about, with its HTTP status, OpenAI error type, and
 * whether the same request may succeed when sent again. One place maps it to the OpenAI error object (`toOpenAiError`).
 */
interface ErrorKind {
  readonly status: number;
  readonly type: "invalid_request_error" | "server_error" | "rate_limit_error" | "insufficient_quota";
  readonly retryable: boolean;
}

const CATALOGUE = {
  // The caller's fault.
  invalid_json: { status: 400, type: "invalid_request_error", retryable: false },
  invalid_type: { status: 400, type: "invalid_request_error", retryable: false },
  invalid_value: { status: 400, type: "invalid_request_error", retryable: false },
  missing_required_parameter: { status: 400, type: "invalid_request_error", retryable: false },
  unsupported_parameter: { status: 400, type: "invalid_request_error", retryable: false },
  unknown_parameter: { status: 400, type: "invalid_request_error", retryable: false },
  empty_string: { status: 400, type: "invalid_request_error", retryable: false },
  string_above_max_length: { status: 400, type: "invalid_request_error", retryable: false },
  array_above_max_length: { status: 400, type: "invalid_request_error", retryable: false },
  empty_array: { status: 400, type: "invalid_request_error", retryable: false },
  integer_below_min_value: { status: 400, type: "invalid_request_error", retryable: false },
  integer_above_max_value: { status: 400, type: "invalid_request_error", retryable: false },
  decimal_below_min_value: { status: 400, type: "invalid_request_error", retryable: false },
  decimal_above_max_value: { status: 400, type: "invalid_request_error", retryable: false },
  context_length_exceeded: { status: 400, type: "invalid_request_error", retryable: false },
  invalid_api_key: { status: 401, type: "invalid_request_error", retryable: false },
  permission_denied: { status: 403, type: "invalid_request_error", retryable: false },
  model_not_found: { status: 404, type: "invalid_request_error", retryable: false },
  key_not_found: { status: 404, type: "invalid_request_error", retryable: false },
  unknown_url: { status: 404, type: "invalid_request_error", retryable: false },
  method_not_allowed: { status: 405, type: "invalid_request_error", retryable: false },
  request_too_large: { status: 413, type: "invalid_request_error", retryable: false },
  unsupported_media_type: { status: 415, type: "invalid_request_error", retryable: false },
  // The key's limits: a rate recovers by itself, a budget only with its next period.
  rate_limit_exceeded: { status: 429, type: "rate_limit_error", retryable: true },
  insufficient_quota: { status: 429, type: "insufficient_quota", retryable: false },
  // Between edge and node.
  bad_signature: { status: 401, type: "invalid_request_error", retryable: false },
  stale_request: { status: 401, type: "invalid_request_error", retryable: false },
  replayed_request: { status: 401, type: "invalid_request_error", retryable: false },
  node_removed: { status: 403, type: "invalid_request_error", retryable: false },
  node_not_found: { status: 404, type: "invalid_request_error", retryable: false },
  unsupported_version: { status: 400, type: "invalid_request_error", retryable: false },
  // The service's fault.
  queue_full: { status: 503, type: "server_error", retryable: true },
  no_capacity: { status: 503, type: "server_error", retryable: true },
  node_lost: { status: 502, type: "server_error", retryable: true },
  timeout: { status: 504, type: "server_error", retryable: true },
  cancelled: { status: 499, type: "server_error", retryable: false },
  draining: { status: 503, type: "server_error", retryable: true },
  json_not_produced: { status: 502, type: "server_error", retryable: false },
  numerical_error: { status: 500, type: "server_error", retryable: false },
  internal_error: { status: 500, type: "server_error", retryable: false },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof CATALOGUE;

export const ERROR_CODES = Object.keys(CATALOGUE) as [ErrorCode, ...ErrorCode[]];

/** A failure that a caller is told about, with a catalogue code. Anything else that is thrown is a bug. */
export class DyllmError extends Error {
  readonly code: ErrorCode;
  /** The request field at fault, as the caller named it, or null. */
  readonly param: string | null;
  /** When the same request may be tried again, in ms; null where the catalogue's retryable flag is all that is known. */
  readonly retryAfterMs: number | null;

  constructor(code: ErrorCode, message: string, options: { param?: string | null; retryAfterMs?: number } = {}) {
    super(message);
    this.name = "DyllmError";
    this.code = code;
    this.param = options.param ?? null;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }

  /** HTTP status of this error. */
  get status(): number {
    return CATALOGUE[this.code].status;
  }

  /** Whether the same request may succeed when sent again. */
  get retryable(): boolean {
    return CATALOGUE[this.code].retryable;
  }
}

/** The body OpenAI clients parse: all four keys are required, `param` and `code` may be null. */
export interface OpenAiErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string | null;
  };
}

/** The OpenAI error object of an error; the one place that maps one to the other. */
export function toOpenAiError(error: DyllmError): OpenAiErrorBody {
  return {
    error: { message: error.message, type: CATALOGUE[error.code].type, param: error.param, code: error.code },
  };
}

/** What an unexpected exception looks like to a client: nothing of its message, which may quote a prompt. */
export function toDyllmError(thrown: unknown): DyllmError {
  return thrown instanceof DyllmError ? thrown : new DyllmError("internal_error", "The server had an internal error.");
}
