/**
 * A model directory that cannot be served, with the file and tensor or key at fault in the message.
 * - `model_not_found`: a file is missing.
 * - `model_unsupported`: a family, option or element type this node does not run.
 * - `model_invalid`: a file contradicts its format, or the files contradict each other.
 */
export type ModelErrorCode = "model_not_found" | "model_unsupported" | "model_invalid";

export class ModelError extends Error {
  readonly code: ModelErrorCode;

  constructor(code: ModelErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ModelError";
    this.code = code;
  }
}
