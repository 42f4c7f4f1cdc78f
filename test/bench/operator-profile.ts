import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as ort from "onnxruntime-node";
import { z } from "zod";
import { dataOptions, type InferenceSession, type Runtime } from "../../gpu-node/src/backend/onnx/runtime.ts";
import { median } from "./statistics.ts";

/** Time of one kind of operator in one step. */
export interface OperatorTime {
  readonly operator: string;
  /** Sum over the graph's nodes of the median over the steps, ms. */
  readonly ms: number;
  /** Nodes of this kind that run in a step. */
  readonly nodes: number;
}

/** Events of the runtime's trace, in the form of Chrome's; durations in µs. */
const trace = z.array(
  z.object({
    cat: z.string(),
    name: z.string(),
    dur: z.number(),
    args: z.object({ op_name: z.string().optional() }).optional(),
  }),
);

/** Ending of the events that stand for a node's own work. */
const KERNEL = "_kernel_time";

export interface Profiler {
  /** Settings of a given runtime, but every session writes a trace. Measure times elsewhere: tracing costs some. */
  readonly runtime: Runtime;
  /** Ends the trace of the last session and sums it up, the dearest operator first. */
  finish(): Promise<OperatorTime[]>;
}

/** A runtime that traces the native one's operators. */
export async function openProfiler(runtime: Runtime): Promise<Profiler> {
  const directory = await mkdtemp(join(tmpdir(), "event-profile-"));
  const sessions: InferenceSession[] = [];
  const createSession: Runtime["createSession"] = async (graph, data) => {
    const session = await ort.InferenceSession.create(graph, {
      intraOpNumThreads: runtime.threads,
      executionProviders: ["cpu"],
      ...dataOptions(data, {}),
      enableProfiling: true,
      profileFilePrefix: join(directory, "trace"),
      logSeverityLevel: 3,
    });
    sessions.push(session);
    return session;
  };
  const finish = async (): Promise<OperatorTime[]> => {
    try {
      sessions.at(-1)?.endProfiling();
      const [file] = await readdir(directory);
      return summarise(trace.parse(JSON.parse(await readFile(join(directory, file ?? ""), "utf8"))));
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  };
  return { runtime: { ...runtime, createSession }, finish };
}

function summarise(events: z.infer<typeof trace>): OperatorTime[] {
  const byNode = new Map<string, { operator: string; times: number[] }>();
  for (const { cat, name, dur, args } of events) {
    if (cat === "Node" && name.endsWith(KERNEL)) {
      const node = byNode.get(name) ?? { operator: args?.op_name ?? name, times: [] };
      node.times.push(dur / 1000);
      byNode.set(name, node);
    }
  }
  // A branch that only the dense step took is no part of the others.
  const steps = Math.max(...Array.from(byNode.values(), ({ times }) => times.length));
  const sums = new Map<string, { ms: number; nodes: number }>();
  for (const { operator, times } of byNode.values()) {
    // An `If` contains the nodes of its branch.
    if (times.length > steps / 2 && operator !== "If") {
      const sum = sums.get(operator) ?? { ms: 0, nodes: 0 };
      sums.set(operator, { ms: sum.ms + median(times), nodes: sum.nodes + 1 });
    }
  }
  return Array.from(sums, ([operator, sum]) => ({ operator, ...sum })).sort((a, b) => b.ms - a.ms);
}
