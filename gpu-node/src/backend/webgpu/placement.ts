import { BackendError } from "../backend.ts";
import { INDEX_PREFIX } from "./graph-ops.ts";

/** One operator and the execution provider the session put it on. */
export interface Placement {
  readonly provider: string;
  readonly operator: string;
  readonly node: string;
}

/**
 * Operators that may run on the host, only on lists of row numbers and only in nodes named as such, and why. Each list has
 * 8 bytes a row; the values they index never leave the device.
 */
export const HOST_OPERATORS: Readonly<Record<string, string>> = {
  NonZero: "the number of selected rows decides the shapes that follow, so the host has to know it: one wait per layer",
  Squeeze: "drops an axis of that list",
  Identity: "passes on the list of all rows in a dense step",
  Gather: "looks row numbers up in a table the host made; the provider has no int64 kernel",
  Unsqueeze: "gives a list of rows the shape that ScatterND takes",
};

const CPU_PROVIDER = "CPUExecutionProvider";
const GROUP = /Node\(s\) placed on \[(\w+)\]/;
const ALL_ON = /All nodes placed on \[(\w+)\]/;
const NODE = /VerifyEachNodeIsAssignedToAnEp\]\s+(\w+) \((\S*)\)\s*$/;

/** Reads the placements out of a session's verbose log. */
export function readPlacements(log: string): readonly Placement[] {
  const placements: Placement[] = [];
  let provider: string | null = null;
  for (const line of log.split("\n")) {
    const group = GROUP.exec(line) ?? ALL_ON.exec(line);
    const node = NODE.exec(line);
    if (group !== null) {
      provider = group[1] ?? null;
    } else if (node !== null && provider !== null) {
      placements.push({ provider, operator: node[1] ?? "", node: node[2] ?? "" });
    }
  }
  return placements;
}

/**
 * Checks that every operator runs on the device, but those of {@link HOST_OPERATORS} on row lists.
 *
 * @returns how many operators run on the device and how many on the host
 * @throws BackendError `failed` naming the operators that fell back to the host, or when the log says nothing
 */
export function checkPlacements(placements: readonly Placement[]): { readonly device: number; readonly host: number } {
  if (placements.length === 0) {
    throw new BackendError("failed", "the session's log does not say where its operators run");
  }
  const host = placements.filter(({ provider }) => provider === CPU_PROVIDER);
  const strays = host.filter(
    ({ operator, node }) => !(node.startsWith(INDEX_PREFIX) && Object.hasOwn(HOST_OPERATORS, operator)),
  );
  if (strays.length > 0) {
    const names = strays.map(({ operator, node }) => `${operator} (${node})`).join(", ");
    throw new BackendError("failed", `operators fell back from the device to the host: ${names}`);
  }
  return { device: placements.length - host.length, host: host.length };
}
