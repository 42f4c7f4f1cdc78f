import { randomInt, randomUUID } from "node:crypto";
import {
  DENOISING_MODES,
  type DenoisingOptions,
  DyllmError,
  type Frame,
  type GenerateRequest,
  MAX_CANVAS_TOKENS,
  MAX_STEPS,
  MAX_TIMEOUT_MS,
  PROTOCOL_VERSION,
  type UsageFrame,
} from "@dyllm/shared";
import { BACKEND_KINDS, type BackendKind } from "../backend/create-backend.ts";
import type { ModelInfo } from "../model/types.ts";
import { choiceArg, decimalArg, integerArg, readArgs, requiredArg } from "./args.ts";
import { type GenerateOutput, GenerationPrinter } from "./generation-printer.ts";
import { openNode } from "./open-node.ts";
import { CommandError, EXIT, UsageError } from "./usage.ts";

/** Seeds are 32 bits in the protocol. */
const MAX_SEED = 0xffff_ffff;

const MAX_THREADS = 256;

interface GenerateOptions {
  readonly directory: string;
  readonly prompt: string;
  readonly raw: boolean;
  readonly maxTokens: number | null;
  readonly temperature: number;
  readonly seed: number;
  readonly denoising: DenoisingOptions;
  readonly threads: number | null;
  readonly backend: BackendKind;
  readonly showCanvas: boolean;
  readonly stats: boolean;
}

/**
 * Flags of `dyllm-node generate`.
 * @throws UsageError
 */
export function readGenerateOptions(args: readonly string[]): GenerateOptions {
  const { values, positionals } = readArgs(
    args,
    {
      model: { type: "string" },
      "max-tokens": { type: "string" },
      temperature: { type: "string" },
      seed: { type: "string" },
      mode: { type: "string" },
      tau: { type: "string" },
      "confidence-threshold": { type: "string" },
      steps: { type: "string" },
      threads: { type: "string" },
      backend: { type: "string" },
      raw: { type: "boolean", default: false },
      "show-canvas": { type: "boolean", default: false },
      stats: { type: "boolean", default: false },
    },
    1,
  );
  const [prompt] = positionals;
  if (prompt === undefined) {
    throw new UsageError("the prompt is missing");
  }
  const threshold = decimalArg("--confidence-threshold", values["confidence-threshold"], 0, 1);
  if (threshold === 0) {
    throw new UsageError("--confidence-threshold must be above 0");
  }
  const denoising = {
    mode: choiceArg("--mode", values.mode, DENOISING_MODES),
    tau: decimalArg("--tau", values.tau, 0, 2),
    steps: integerArg("--steps", values.steps, 1, MAX_STEPS),
    confidenceThreshold: threshold,
  };
  return {
    directory: requiredArg("--model", values.model),
    prompt,
    raw: values.raw,
    maxTokens: integerArg("--max-tokens", values["max-tokens"], 1, MAX_CANVAS_TOKENS),
    temperature: decimalArg("--temperature", values.temperature, 0, 2) ?? 0,
    seed: integerArg("--seed", values.seed, 0, MAX_SEED) ?? randomInt(MAX_SEED),
    denoising: Object.fromEntries(Object.entries(denoising).filter(([, value]) => value !== null)),
    threads: integerArg("--threads", values.threads, 1, MAX_THREADS),
    backend: choiceArg("--backend", values.backend, BACKEND_KINDS) ?? "auto",
    showCanvas: values["show-canvas"],
    stats: values.stats,
  };
}

/** Where `generate` writes, and what interrupts it. */
export interface GenerateEnvironment {
  readonly stdout: GenerateOutput;
  readonly stderr: GenerateOutput;
  readonly interrupt: AbortSignal;
}

/**
 * `dyllm-node generate`: answers one prompt in this process; returns the exit code.
 * @throws UsageError, ModelError, BackendError, CommandError
 */
export async function generate(args: readonly string[], environment: GenerateEnvironment): Promise<number> {
  const options = readGenerateOptions(args);
  const { stdout, stderr, interrupt } = environment;
  const node = await openNode({
    ...options,
    nodeId: "local",
    limits: { maxRunning: 1, maxQueued: 0 },
    onFallback: (reason) => stderr.write(`dyllm-node: ${reason}\n`),
  });
  try {
    const printer = new GenerationPrinter(stdout, options.showCanvas, (tokens) =>
      node.model.tokenizer.decodeBytes(tokens),
    );
    const started = performance.now();
    const usage = await printAll(node.scheduler.submit(requestOf(options, node.model), interrupt), printer);
    if (usage !== null && options.stats) {
      stderr.write(statsLine(usage, performance.now() - started, options.seed));
    }
    return EXIT.ok;
  } catch (thrown) {
    if (interrupt.aborted) {
      return EXIT.interrupted;
    }
    throw thrown instanceof DyllmError ? new CommandError(thrown.message, { cause: thrown }) : thrown;
  } finally {
    await node.close();
  }
}

async function printAll(frames: AsyncIterable<Frame>, printer: GenerationPrinter): Promise<UsageFrame | null> {
  let usage: UsageFrame | null = null;
  for await (const frame of frames) {
    printer.print(frame);
    if (frame.type === "usage") {
      usage = frame;
    } else if (frame.type === "error") {
      throw new DyllmError(frame.code, frame.message);
    }
  }
  return usage;
}

function requestOf(options: GenerateOptions, model: ModelInfo): GenerateRequest {
  return {
    version: PROTOCOL_VERSION,
    requestId: `cli-${randomUUID()}`,
    model: model.id,
    input: options.raw
      ? { kind: "text", text: options.prompt }
      : { kind: "chat", messages: [{ role: "user", content: options.prompt }] },
    canvas: { maxTokens: options.maxTokens ?? model.defaultMaxTokens },
    sampling: { temperature: options.temperature, seed: options.seed },
    denoising: options.denoising,
    stop: [],
    timeoutMs: MAX_TIMEOUT_MS,
  };
}

function statsLine(usage: UsageFrame, ms: number, seed: number): string {
  const seconds = ms / 1000;
  return [
    `prompt ${usage.promptTokens} tokens, answer ${usage.completionTokens} tokens in ${usage.steps} steps`,
    `${seconds.toFixed(2)} s, ${(usage.completionTokens / seconds).toFixed(1)} tokens/s`,
    `salient ${(usage.salientFraction * 100).toFixed(1)} %, seed ${seed}\n`,
  ].join("; ");
}
