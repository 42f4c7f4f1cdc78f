/** One request answered by two runtimes on the same machine, and whether they say the same. */
import { type GenerateRequest, PROTOCOL_VERSION } from "@dyllm/shared";
import { type BackendKind, createBackend } from "../../../gpu-node/src/backend/create-backend.ts";
import { loadModel } from "../../../gpu-node/src/model/load-model.ts";
import { Scheduler } from "../../../gpu-node/src/scheduler/scheduler.ts";
import type { Item } from "../../../tools/taskgen/src/types.ts";

/** Room for the longest reference answer. */
const MAX_TOKENS = 256;
/** WebAssembly with a busy machine around it. */
const TIMEOUT_MS = 600_000;

export interface RuntimeAnswer {
  /** Token ids by answer position; positions that were never filled are absent. */
  readonly tokens: ReadonlyMap<number, number>;
  readonly steps: number;
  readonly ms: number;
}

/** A model behind one runtime, with the step loop in front of it. */
export interface RuntimeUnderTest {
  /** What the backend calls itself. */
  readonly name: string;
  /** Greedy, with the model's default settings. Throws when the request ends in an error frame. */
  answer(item: Pick<Item, "turns">): Promise<RuntimeAnswer>;
  close(): Promise<void>;
}

/** Loads a model on one runtime. Throws ModelError or BackendError. */
export async function openRuntime(directory: string, kind: BackendKind, threads: number): Promise<RuntimeUnderTest> {
  const model = await loadModel(directory);
  const backend = await createBackend({ directory, kind, threads });
  const scheduler = new Scheduler({ model, backend, nodeId: "runtimes", limits: { maxRunning: 1, maxQueued: 1 } });
  return {
    name: backend.name,
    async answer(item) {
      const request: GenerateRequest = {
        version: PROTOCOL_VERSION,
        requestId: "runtimes",
        model: model.id,
        input: { kind: "chat", messages: [...item.turns] },
        canvas: { maxTokens: MAX_TOKENS },
        sampling: { temperature: 0, seed: 0 },
        denoising: {},
        stop: [],
        timeoutMs: TIMEOUT_MS,
      };
      const tokens = new Map<number, number>();
      const started = performance.now();
      let steps = 0;
      for await (const frame of scheduler.submit(request, new AbortController().signal)) {
        if (frame.type === "committed") {
          frame.positions.forEach((position, i) => void tokens.set(position, frame.tokens[i] ?? Number.NaN));
        } else if (frame.type === "usage") {
          steps = frame.steps;
        } else if (frame.type === "error") {
          throw new Error(`${frame.code}: ${frame.message}`);
        }
      }
      return { tokens, steps, ms: performance.now() - started };
    },
    async close() {
      await scheduler.close();
      await backend.dispose();
    },
  };
}

/** Whether two answers filled the same positions with the same tokens. */
export function sameTokens(a: RuntimeAnswer, b: RuntimeAnswer): boolean {
  return (
    a.tokens.size === b.tokens.size && [...a.tokens].every(([position, token]) => b.tokens.get(position) === token)
  );
}

/** The first `perFamily` items of each family, in the order of `items`. */
export function firstOfEach(items: readonly Item[], perFamily: number): Item[] {
  const taken = new Map<string, number>();
  return items.filter(({ family }) => {
    const before = taken.get(family) ?? 0;
    taken.set(family, before + 1);
    return before < perFamily;
  });
}
