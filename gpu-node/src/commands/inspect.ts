import { stat } from "node:fs/promises";
import { z } from "zod";
import { openCheckpoint } from "../model/checkpoint-files.ts";
import { loadModel } from "../model/load-model.ts";
import { checkTensors } from "../model/load-weights.ts";
import { readJsonFile } from "../model/read-json.ts";
import type { ModelConfig, ModelInfo } from "../model/types.ts";
import { readArgs } from "./args.ts";
import type { GenerateOutput } from "./generation-printer.ts";
import { inspectDevices } from "./inspect-devices.ts";
import { CommandError, EXIT, UsageError } from "./usage.ts";

/** A message that any vocabulary can write. */
const PROBE = "Hello";

const TOKENIZER_FILE = "tokenizer.json";

/** The parts of tokenizer.json that say how many tokens there are. */
const tokenizerFile = z.object({
  model: z.object({ vocab: z.record(z.string(), z.int()) }),
  added_tokens: z.array(z.object({ id: z.int() })).default([]),
});

/** What the headers of a checkpoint's files say. */
interface Checkpoint {
  readonly tensors: number;
  readonly parameters: number;
  readonly dtypes: readonly string[];
  readonly files: number;
  /** Size of the files together. */
  readonly bytes: number;
}

/**
 * `dyllm-node inspect DIR`: checks a model directory without loading its weights and prints what is in it;
 * `dyllm-node inspect --devices`: prints the WebGPU adapters of this machine.
 * @throws UsageError, ModelError, CommandError: the last two name the file, and the tensor where one is at fault
 */
export async function inspect(args: readonly string[], out: GenerateOutput): Promise<number> {
  const { positionals, values } = readArgs(args, { devices: { type: "boolean", default: false } }, 1);
  const [directory] = positionals;
  if (values.devices && directory === undefined) {
    return inspectDevices(out);
  }
  if (values.devices) {
    throw new UsageError("--devices takes no model directory");
  }
  if (directory === undefined) {
    throw new UsageError("the model directory is missing");
  }
  const model = await loadModel(directory);
  const checkpoint = await readCheckpoint(directory, model.config);
  out.write(describe(model, checkpoint, await countTokens(directory), checkChatTemplate(model)));
  return EXIT.ok;
}

async function readCheckpoint(directory: string, config: ModelConfig): Promise<Checkpoint> {
  const checkpoint = await openCheckpoint(directory);
  const { files } = checkpoint;
  try {
    checkTensors(directory, checkpoint, config);
    const spans = files.flatMap((file) => [...file.tensors.values()]);
    const sizes = await Promise.all(files.map(async (file) => (await stat(file.path)).size));
    return {
      tensors: spans.length,
      parameters: sum(spans.map((span) => span.elements)),
      dtypes: [...new Set(spans.map((span) => span.dtype))],
      files: files.length,
      bytes: sum(sizes),
    };
  } finally {
    await checkpoint.close();
  }
}

/**
 * Puts one turn through the chat template.
 * @returns the tokens of the prompt
 * @throws CommandError when the message's text does not come out of it, or a mask gets into the prompt
 */
export function checkChatTemplate(model: Pick<ModelInfo, "tokenizer" | "config">): number {
  const prompt = model.tokenizer.encodeChat([{ role: "user", content: PROBE }]);
  // Compared as text: what stands before a word may decide which tokens it becomes.
  if (!new TextDecoder().decode(model.tokenizer.decodeBytes(prompt)).includes(PROBE)) {
    throw new CommandError("the chat template drops or changes the text of a message");
  }
  if (prompt.includes(model.config.maskToken)) {
    throw new CommandError("the chat template puts a mask token into the prompt");
  }
  return prompt.length;
}

async function countTokens(directory: string): Promise<number> {
  const file = await readJsonFile(directory, TOKENIZER_FILE, tokenizerFile);
  const known = [...Object.values(file?.model.vocab ?? {}), ...(file?.added_tokens ?? []).map((token) => token.id)];
  return new Set(known).size;
}

function describe(model: ModelInfo, checkpoint: Checkpoint, tokens: number, promptTokens: number): string {
  const { config } = model;
  const rows: readonly (readonly [string, string])[] = [
    ["model", `${model.id}, by ${model.ownedBy}, of ${new Date(model.created * 1000).toISOString().slice(0, 10)}`],
    ["blocks", `${config.layers} layers, ${config.heads} heads, hidden ${config.hidden}, feed-forward ${config.ffn}`],
    ["canvas", `up to ${config.maxRows} tokens (prompt and answer), RoPE theta ${config.ropeTheta}`],
    ["head", `${config.vocab} rows, ${config.tiedHead ? "tied to the embedding" : "its own matrix"}`],
    [
      "tensors",
      `${checkpoint.tensors} in ${plural(checkpoint.files, "file")}, ${checkpoint.dtypes.join(", ")}, all as config.json calls for`,
    ],
    [
      "parameters",
      `${checkpoint.parameters.toLocaleString("en-US")} (${megabytes(checkpoint.bytes)} on disk, ${megabytes(checkpoint.parameters * 4)} as float32)`,
    ],
    [
      "tokenizer",
      `${tokens} tokens; mask ${config.maskToken}, end of text ${config.eosToken}, end of turn ${config.eotToken ?? "none"}`,
    ],
    ["chat template", `works, ${JSON.stringify(PROBE)} makes a prompt of ${promptTokens} tokens`],
    ["answer", `${model.defaultMaxTokens} tokens unless asked otherwise, blocks of ${model.blockLength}`],
    [
      "denoising",
      Object.entries(model.denoising)
        .map(([name, value]) => `${name} ${value ?? "none"}`)
        .join(", "),
    ],
  ];
  return `${rows.map(([name, value]) => `${name.padEnd(14)}${value}`).join("\n")}\n`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
