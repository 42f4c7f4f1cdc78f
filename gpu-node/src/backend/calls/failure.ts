import { ModelError } from "../../model/model-error.ts";
import { BackendError } from "../backend.ts";
import type { Failure } from "./protocol.ts";

/** An error in the form that crosses threads. What is neither of the two classes is a bug and becomes `failed`. */
export function toFailure(error: unknown): Failure {
  if (error instanceof ModelError) {
    return { source: "model", code: error.code, message: error.message };
  }
  if (error instanceof BackendError) {
    return { source: "backend", code: error.code, message: error.message };
  }
  const outOfMemory = error instanceof RangeError && /allocation/i.test(error.message);
  return { source: "backend", code: outOfMemory ? "out_of_memory" : "failed", message: String(error) };
}

/** The error a failure stands for. */
export function toError(failure: Failure): ModelError | BackendError {
  switch (failure.source) {
    case "model":
      return new ModelError(failure.code, failure.message);
    case "backend":
      return new BackendError(failure.code, failure.message);
    default:
      throw new Error(`unknown failure ${failure satisfies never}`);
  }
}
