import type { NodeEntry } from "./registry.ts";

/** The nodes that came by themselves, and what operators decided about any node. */
export interface DirectoryListing {
  readonly nodes: readonly NodeEntry[];
  /** Ids of nodes that get no new work. */
  readonly drained: readonly string[];
}

/** Where the pool learns of nodes that are not in its configuration. */
export interface Directory {
  /** Throws when it cannot be read; the last listing then stands. */
  list(): Promise<DirectoryListing>;
}
