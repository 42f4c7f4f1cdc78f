import { DyllmError } from "@dyllm/shared";
import { BackendError } from "../backend/backend.ts";

/**
 * What a client is told when a backend call failed. The backend's own message stays on the node: it may name files and
 * addresses.
 */
export function toRequestError(thrown: unknown): DyllmError {
  if (thrown instanceof DyllmError) {
    return thrown;
  }
  if (!(thrown instanceof BackendError)) {
    return new DyllmError("internal_error", "The server had an internal error.");
  }
  switch (thrown.code) {
    case "out_of_memory":
      return new DyllmError("no_capacity", "The node has not enough memory for this request now.");
    case "unavailable":
      return new DyllmError("node_lost", "The node lost its backend.");
    case "failed":
    case "invalid_plan":
      return new DyllmError("internal_error", "The server had an internal error.");
    default:
      throw new Error(`unknown backend error ${thrown.code satisfies never}`);
  }
}
