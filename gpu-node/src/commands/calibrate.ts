import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import {
  DENOISING_MODES,
  type DenoisingSettings,
  DyllmError,
  MAX_CANVAS_TOKENS,
  MAX_TIMEOUT_MS,
  PROTOCOL_VERSION,
} from "@dyllm/shared";
import { BACKEND_KINDS, type BackendKind } from "../backend/create-backend.ts";
import { choiceArg, integerArg, readArgs, requiredArg } from "./args.ts";
import { type CalibrationPoint, fastest, frontier, presetsOf, REFERENCE, stageCandidates } from "./calibration.ts";
import type { GenerateOutput } from "./generation-printer.ts";
import { type OpenNode, openNode } from "./open-node.ts";
import { CommandError, EXIT, UsageError } from "./usage.ts";

const MAX_THREADS = 256;

/** Answers of the search are as good as the best so far while they keep this share; the next stage starts from there. */
const STAGE_SAME = 0.97;

interface CalibrateOptions {
  readonly directory: string;
  readonly promptsFile: string;
  readonly maxTokens: number | null;
  readonly threads: number | null;
  readonly backend: BackendKind;
}

/** @throws UsageError */
function readCalibrateOptions(args: readonly string[]): CalibrateOptions {
  const { values } = readArgs(
    args,
    {
      model: { type: "string" },
      prompts: { type: "string" },
      "max-tokens": { type: "string" },
      threads: { type: "string" },
      backend: { type: "string" },
    },
    0,
  );
  return {
    directory: requiredArg("--model", values.model),
    promptsFile: requiredArg("--prompts", values.prompts),
    maxTokens: integerArg("--max-tokens", values["max-tokens"], 1, MAX_CANVAS_TOKENS),
    threads: integerArg("--threads", values.threads, 1, MAX_THREADS),
    backend: choiceArg("--backend", values.backend, BACKEND_KINDS) ?? "auto",
  };
}

/** The prompts of a file, one a line; a line that is a JSON string may hold line breaks. */
export function readPrompts(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      if (!line.startsWith('"')) {
        return line;
      }
      try {
        return String(JSON.parse(line));
      } catch {
        return line;
      }
    });
}

interface Answered {
  readonly texts: readonly string[];
  readonly tokensPerSecond: number;
  readonly stepsPerAnswer: number;
}

/**
 * `dyllm-node calibrate`: finds mode, τ, commit rule and window for a model on prompts of its own, prints the frontier of
 * speed against answers that stay the same as dense ones, and the presets to put into `dyllm.json`. Nothing of prompts or
 * answers is printed. Returns the exit code.
 *
 * @throws UsageError, ModelError, BackendError, CommandError
 */
export async function calibrate(
  args: readonly string[],
  environment: { readonly stdout: GenerateOutput; readonly stderr: GenerateOutput; readonly interrupt: AbortSignal },
): Promise<number> {
  const options = readCalibrateOptions(args);
  const prompts = readPrompts(
    await readFile(options.promptsFile, "utf8").catch((error: unknown) => {
      throw new CommandError(`cannot read ${options.promptsFile}`, { cause: error });
    }),
  );
  if (prompts.length === 0) {
    throw new UsageError("--prompts names a file without a prompt");
  }
  const { stdout, stderr, interrupt } = environment;
  const node = await openNode({
    ...options,
    nodeId: "local",
    // An answer's last frame comes before its slot is free, so the next request may have to wait for it.
    limits: { maxRunning: 1, maxQueued: 1 },
    onFallback: (reason) => stderr.write(`dyllm-node: ${reason}\n`),
  });
  try {
    const run = (settings: DenoisingSettings) => answerAll(node, prompts, settings, options.maxTokens, interrupt);
    stdout.write(`${prompts.length} prompts, ${node.backend.name}, ${node.backend.threads} threads\n`);
    await run(REFERENCE); // wakes the threads
    const reference = await run(REFERENCE);
    const points = [pointOf(REFERENCE, reference, reference)];
    stdout.write(line(points[0]));
    for (const stage of [0, 1, 2] as const) {
      const best = stage === 0 ? null : (fastest(points, STAGE_SAME)?.settings ?? REFERENCE);
      for (const settings of stageCandidates(stage, best, DENOISING_MODES, node.model.blockLength)) {
        if (!points.some((point) => sameSettings(point.settings, settings))) {
          const point = pointOf(settings, await run(settings), reference);
          points.push(point);
          stdout.write(line(point));
        }
      }
    }
    stdout.write("\nfrontier:\n");
    for (const point of frontier(points)) {
      stdout.write(line(point));
    }
    stdout.write(`\nfor dyllm.json:\n${JSON.stringify({ presets: presetsOf(points) }, null, 2)}\n`);
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

async function answerAll(
  node: OpenNode,
  prompts: readonly string[],
  settings: DenoisingSettings,
  maxTokens: number | null,
  interrupt: AbortSignal,
): Promise<Answered> {
  const texts: string[] = [];
  let tokens = 0;
  let steps = 0;
  const started = performance.now();
  for (const prompt of prompts) {
    let text = "";
    const frames = node.scheduler.submit(
      {
        version: PROTOCOL_VERSION,
        requestId: `calibrate-${randomUUID()}`,
        model: node.model.id,
        input: { kind: "chat", messages: [{ role: "user", content: prompt }] },
        canvas: { maxTokens: maxTokens ?? node.model.defaultMaxTokens },
        sampling: { temperature: 0, seed: 0 },
        denoising: settings,
        stop: [],
        timeoutMs: MAX_TIMEOUT_MS,
      },
      interrupt,
    );
    for await (const frame of frames) {
      if (frame.type === "text") {
        text += frame.text;
      } else if (frame.type === "usage") {
        tokens += frame.completionTokens;
        steps += frame.steps;
      } else if (frame.type === "error") {
        throw new DyllmError(frame.code, frame.message);
      }
    }
    texts.push(text);
  }
  const seconds = (performance.now() - started) / 1000;
  return { texts, tokensPerSecond: tokens / seconds, stepsPerAnswer: steps / prompts.length };
}

function pointOf(settings: DenoisingSettings, answered: Answered, reference: Answered): CalibrationPoint {
  const same = answered.texts.filter((text, i) => text === reference.texts[i]).length / answered.texts.length;
  const { tokensPerSecond, stepsPerAnswer } = answered;
  return { settings, same, tokensPerSecond, stepsPerAnswer };
}

function sameSettings(a: DenoisingSettings, b: DenoisingSettings): boolean {
  const sorted = (settings: DenoisingSettings): string =>
    JSON.stringify(Object.entries(settings).sort(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
}

function line(point: CalibrationPoint | undefined): string {
  if (point === undefined) {
    return "";
  }
  const { settings, same, tokensPerSecond, stepsPerAnswer } = point;
  const named = Object.entries(settings).map(([key, value]) => `${key} ${value}`);
  return `${(100 * same).toFixed(1).padStart(5)} % as dense  ${tokensPerSecond.toFixed(1).padStart(8)} tokens/s  ${stepsPerAnswer.toFixed(1).padStart(6)} steps  ${named.join(", ")}\n`;
}
