import { MAX_KEEP_ALIVE_MS, MIN_KEEP_ALIVE_MS } from "@dyllm/shared";
import { z } from "zod";

/** A client of OpenAI's gives up after ten minutes, so nothing waits longer. */
const MAX_WAIT_MS = 600_000;

const wait = z.int().min(0).max(MAX_WAIT_MS);

/** The binding `ROUTING`: how requests find a node, and how long for. All times in ms. */
const routingOptions = z.strictObject({
  /** A request waits this long at the gateway when all nodes are full; then it is refused with a time to come back. */
  queueWaitMs: wait.default(10_000),
  /** An answer whose node was lost waits this long for another one, or for the same one to come back. */
  failoverWaitMs: wait.default(5_000),
  /** A request that has committed nothing for this long is started on a second node as well; null: never. */
  hedgeAfterMs: wait.min(10).nullable().default(null),
  /** How much worse a conversation's usual node may look and still be taken; 0: no preference. */
  stickyWeight: z.number().min(0).max(10).default(0),
  /** A node that runs a request says at least this often that it is there. */
  keepAliveMs: z.int().min(MIN_KEEP_ALIVE_MS).max(MAX_KEEP_ALIVE_MS).default(1_000),
  /** A node that is silent for this long is treated as lost: several signs of life may be late, on a busy machine. */
  stallMs: z.int().min(100).max(MAX_WAIT_MS).default(5_000),
});

export type RoutingOptions = z.infer<typeof routingOptions>;

/** Reads the binding `ROUTING`; absent or empty: the defaults. Throws when it is malformed or would call every node lost. */
export function parseRouting(text: string | undefined): RoutingOptions {
  const options = routingOptions.parse(text === undefined || text === "" ? {} : JSON.parse(text));
  if (options.stallMs < 2 * options.keepAliveMs) {
    throw new RangeError("stallMs must be at least twice keepAliveMs");
  }
  return options;
}
