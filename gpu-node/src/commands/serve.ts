import { createServer } from "node:http";
import { hostname } from "node:os";
import { BACKEND_KINDS, type BackendKind, PRECISIONS } from "../backend/create-backend.ts";
import { openUplinks, readUplinks, type Uplinks } from "../link/uplinks.ts";
import { createLog, type LogLevel, summarizeError } from "../observe/log.ts";
import { createMetrics } from "../observe/metrics.ts";
import { createTracing } from "../observe/tracing.ts";
import { createApp } from "../server/app.ts";
import type { NodeContext } from "../server/context.ts";
import { closeServer, createHttpServer, listen } from "../server/http-server.ts";
import { STALLED_READER_MS } from "../server/limits.ts";
import type { NodeAuth } from "../server/signature.ts";
import { bytesArg, choiceArg, integerArg, readArgs, requiredArg } from "./args.ts";
import { openNode } from "./open-node.ts";
import { readAuth, SIGNING_KEYS_VARIABLE } from "./signing-keys.ts";
import { EXIT } from "./usage.ts";

/** How long running requests may finish after the first signal, in ms: supervisors usually kill after 10 s. */
const DRAIN_MS = 5_000;

/** How long the scheduler and the backend may take to close, in ms: a step in progress can be minutes on a large model. */
const CLOSE_MS = 2_000;

/** How long the last frames may take to reach their readers, in ms. */
const FLUSH_MS = 500;

/** Bounds on the flags: beyond them lies a typing error, not a machine. */
const MAX_THREADS = 256;
const MAX_RUNNING = 256;
const MAX_QUEUED = 100_000;
const MAX_STEP_TARGET_MS = 600_000;

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const satisfies readonly LogLevel[];

interface ServeOptions {
  readonly directory: string;
  readonly host: string;
  readonly port: number;
  readonly threads: number | null;
  readonly backend: BackendKind;
  /** Bytes; null: as much as is needed. */
  readonly memoryBytes: number | null;
  readonly precision: (typeof PRECISIONS)[number];
  readonly retainBytes: number;
  readonly maxRunning: number;
  readonly maxQueued: number;
  /** ms; null: none. */
  readonly stepTargetMs: number | null;
  readonly nodeId: string;
  readonly logLevel: LogLevel;
  readonly auth: NodeAuth;
  readonly uplinks: Uplinks;
}

/** What of the process `serve` uses; tests pass their own. */
export interface ServeEnvironment {
  readonly variables: NodeJS.ProcessEnv;
  /** Resolves at the first SIGINT or SIGTERM with its name; a second one ends the process at once. */
  readonly stopSignal: () => Promise<string>;
}

/**
 * Flags and environment of `dyllm-node serve`.
 * @throws UsageError
 */
export function readServeOptions(args: readonly string[], variables: NodeJS.ProcessEnv): ServeOptions {
  const { values } = readArgs(
    args,
    {
      model: { type: "string" },
      host: { type: "string", default: "127.0.0.1" },
      port: { type: "string" },
      threads: { type: "string" },
      backend: { type: "string" },
      memory: { type: "string" },
      precision: { type: "string" },
      "prefix-cache": { type: "string" },
      "max-running": { type: "string" },
      "max-queued": { type: "string" },
      "step-target": { type: "string" },
      "node-id": { type: "string" },
      "signing-key": { type: "string", multiple: true, default: [] },
      "insecure-no-auth": { type: "boolean", default: false },
      "log-level": { type: "string" },
      connect: { type: "string", multiple: true, default: [] },
      register: { type: "string", multiple: true, default: [] },
      "public-url": { type: "string" },
    },
    0,
  );
  const auth = readAuth({
    flags: values["signing-key"],
    environment: variables[SIGNING_KEYS_VARIABLE],
    insecure: values["insecure-no-auth"],
    host: values.host,
  });
  const { connect, register, "public-url": publicUrl } = values;
  return {
    directory: requiredArg("--model", values.model),
    host: values.host,
    port: integerArg("--port", values.port, 0, 65_535) ?? 9_100,
    threads: integerArg("--threads", values.threads, 1, MAX_THREADS),
    backend: choiceArg("--backend", values.backend, BACKEND_KINDS) ?? "auto",
    memoryBytes: bytesArg("--memory", values.memory),
    precision: choiceArg("--precision", values.precision, PRECISIONS) ?? "auto",
    retainBytes: bytesArg("--prefix-cache", values["prefix-cache"]) ?? 0,
    maxRunning: integerArg("--max-running", values["max-running"], 1, MAX_RUNNING) ?? 4,
    maxQueued: integerArg("--max-queued", values["max-queued"], 0, MAX_QUEUED) ?? 64,
    stepTargetMs: integerArg("--step-target", values["step-target"], 1, MAX_STEP_TARGET_MS),
    nodeId: values["node-id"] ?? hostname(),
    logLevel: choiceArg("--log-level", values["log-level"], LOG_LEVELS) ?? "info",
    auth,
    uplinks: readUplinks({ connect, register, publicUrl }, auth),
  };
}

/**
 * `dyllm-node serve`: loads the model, prints one line when ready, serves until a signal, drains, returns the exit code.
 * @throws UsageError, ModelError, BackendError, ListenError
 */
export async function serve(args: readonly string[], environment: ServeEnvironment): Promise<number> {
  const options = readServeOptions(args, environment.variables);
  await probePort(options.host, options.port);
  const log = createLog({ level: options.logLevel });
  const metrics = createMetrics();
  const tracing = createTracing(environment.variables, { nodeId: options.nodeId, log });
  const { maxRunning, maxQueued, stepTargetMs } = options;
  const limits = { maxRunning, maxQueued, stepTargetMs };
  const node = await openNode({
    ...options,
    limits,
    observer: {
      ...metrics.observer,
      ...(tracing !== null && { trace: tracing.trace }),
      backendFailed: (error) => log.error("backend failed", { error: summarizeError(error) }),
    },
    onFallback: (reason) => log.warn("backend fell back", { reason }),
    onNotice: (reason) => log.info("backend", { reason }),
  });
  metrics.connect({
    snapshot: () => node.scheduler.snapshot(),
    backendUsage: () => node.backend.usage(),
  });
  let draining = false;
  const context: NodeContext = {
    nodeId: options.nodeId,
    model: node.model,
    backendName: node.backend.name,
    backendReason: node.backendReason,
    device: node.backend.device ?? null,
    scheduler: node.scheduler,
    limits,
    auth: options.auth,
    metrics,
    log,
    clock: Date.now,
    isDraining: () => draining,
    stalledMs: STALLED_READER_MS,
  };
  const app = createApp(context);
  const server = createHttpServer(app);
  let closeUplinks = async (): Promise<void> => {};
  try {
    const stopped = environment.stopSignal();
    const port = await listen(server, options.host, options.port);
    const host = options.host.includes(":") ? `[${options.host}]` : options.host;
    log.info("ready", { nodeId: options.nodeId, model: node.model.id, backend: node.backend.name, port });
    process.stdout.write(
      `dyllm-node ready at http://${host}:${port} (${node.model.id}, ${node.backend.name}, ${node.backend.threads} threads)\n`,
    );
    closeUplinks = openUplinks(options.uplinks, options.auth, context);
    const signal = await stopped;
    draining = true;
    const { running, queued } = node.scheduler.snapshot();
    log.info("draining", { reason: signal, running, queued });
    await atMost(DRAIN_MS, node.scheduler.drain());
    return EXIT.ok;
  } finally {
    // The scheduler first: it ends what still runs with an error frame, which the open connections then carry.
    await atMost(CLOSE_MS, node.close());
    await atMost(FLUSH_MS, closeUplinks());
    await closeServer(server, FLUSH_MS);
    await tracing?.stop();
    metrics.stop();
    log.info("stopped");
    log.flush();
  }
}

/** Loading a model takes long; a port that is taken should be known before. @throws ListenError */
async function probePort(host: string, port: number): Promise<void> {
  const probe = createServer();
  await listen(probe, host, port);
  await closeServer(probe, 0);
}

/** Waits for `work`, but no longer than `ms`. */
async function atMost(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}
