import { type DenoisingOptions, type GenerateRequest, PROTOCOL_VERSION } from "@dyllm/shared";
import type { Backend, StepPlan } from "../../../gpu-node/src/backend/backend.ts";
import { resolveOptions } from "../../../gpu-node/src/denoiser/options.ts";
import { Sequence } from "../../../gpu-node/src/denoiser/sequence.ts";
import type { ModelInfo } from "../../../gpu-node/src/model/types.ts";
import { createRng } from "../../../tools/taskgen/src/rng.ts";
import type { Item } from "../../../tools/taskgen/src/types.ts";
import type { Path, PathStep } from "./replay.ts";

/** Answer rows of the canvas. */
const MAX_TOKENS = 256;

/** An answer decoded by the product's own denoiser. */
export interface Decoded {
  readonly path: Path;
  readonly text: string;
  readonly tokens: number;
  /** Processor time of the backend's steps together. */
  readonly cpuMs: number;
}

/** Answers an item greedily on a backend: what it says, what that cost, and the canvases it went through. */
export async function decode(
  model: ModelInfo,
  backend: Backend,
  item: Item,
  denoising: DenoisingOptions,
): Promise<Decoded> {
  const { config, tokenizer } = model;
  const prompt = tokenizer.encodeChat(item.turns);
  const request: GenerateRequest = {
    version: PROTOCOL_VERSION,
    requestId: "bench-event",
    model: model.id,
    input: { kind: "chat", messages: [...item.turns] },
    canvas: { maxTokens: MAX_TOKENS },
    sampling: { temperature: 0, seed: 0 },
    denoising,
    stop: [],
    timeoutMs: 1,
  };
  const options = resolveOptions(request, { ...model, ...config }, prompt.length);
  const special = { mask: config.maskToken, eos: config.eosToken, eot: config.eotToken };
  const decodeBytes = (tokens: readonly number[]): Uint8Array => tokenizer.decodeBytes(tokens);
  const sequence = new Sequence({ vocab: config.vocab, special, decodeBytes }, prompt, options);
  const tokens = sequence.canvasTokens();
  const slot = await backend.open(tokens);
  const steps: PathStep[] = [];
  let text = "";
  let cpuMs = 0;
  for (let plan = sequence.plan(); plan !== null; plan = sequence.plan()) {
    steps.push(pathStep(plan, prompt.length, options.blockLength, tokens.length));
    const started = process.cpuUsage();
    const [result] = await backend.step([{ ...plan, slot }]);
    const { user, system } = process.cpuUsage(started);
    cpuMs += (user + system) / 1000;
    if (result === undefined) {
      throw new Error("a step gave no result");
    }
    text += sequence.apply(result).reduce((all, frame) => (frame.type === "text" ? all + frame.text : all), "");
  }
  await backend.close(slot);
  const path = { tokens, promptRows: prompt.length, steps };
  return { path, text, tokens: sequence.usage().completionTokens, cpuMs };
}

function pathStep(plan: Omit<StepPlan, "slot">, prompt: number, blockLength: number, rows: number): PathStep {
  const endRow = plan.endRow ?? rows;
  const block = Math.floor(((plan.score[0] ?? prompt) - prompt) / blockLength);
  const blockFrom = prompt + block * blockLength;
  return {
    changes: plan.changes,
    score: plan.score,
    endRow,
    blockFrom,
    blockTo: Math.min(blockFrom + blockLength, endRow),
  };
}

/** Shape of a decode with random tokens. */
export interface RandomPath {
  readonly promptRows: number;
  readonly answerRows: number;
  readonly blockLength: number;
  readonly steps: number;
  /** Token ids below this are drawn. */
  readonly tokens: number;
  readonly maskToken: number;
  readonly seed: number;
}

/** One random token a step at a random masked place of the current block, for models that have nothing to say. */
export function randomPath(shape: RandomPath): Path {
  const rng = createRng(shape.seed);
  const draw = (limit: number): number => Math.floor(rng.next() * limit);
  const rows = shape.promptRows + shape.answerRows;
  const tokens = new Int32Array(rows).fill(shape.maskToken);
  for (let row = 0; row < shape.promptRows; row++) {
    tokens[row] = draw(shape.tokens);
  }
  const steps: PathStep[] = [];
  let changes: StepPlan["changes"] = { positions: new Int32Array(0), tokens: new Int32Array(0) };
  let open: number[] = [];
  let blockFrom = shape.promptRows;
  for (let step = 0; step < shape.steps; step++) {
    if (open.length === 0) {
      blockFrom = shape.promptRows + Math.floor(step / shape.blockLength) * shape.blockLength;
      open = Array.from({ length: shape.blockLength }, (_, i) => blockFrom + i);
    }
    const blockTo = blockFrom + shape.blockLength;
    steps.push({ changes, score: Int32Array.from(open), endRow: rows, blockFrom, blockTo });
    const [row] = open.splice(draw(open.length), 1);
    changes = { positions: Int32Array.of(row ?? blockFrom), tokens: Int32Array.of(draw(shape.tokens)) };
  }
  return { tokens, promptRows: shape.promptRows, steps };
}
