import type OpenAI from "openai";
import { type Cluster, type DrillNode, untilReady } from "./cluster.ts";
import { ask, drillClient, type Heard, type Question } from "./question.ts";

/** A kill waits until the node computes something, but no longer than this, in ms. */
const BUSY_WITHIN_MS = 20_000;

/** How often it looks, in ms. */
const LOOK_MS = 5;

export interface KillDrillOptions {
  readonly kills: number;
  /** Streams kept open all the time. */
  readonly streams: number;
  readonly questions: readonly Question[];
  /** Mulberry32 seed of the moments at which nodes are killed. */
  readonly seed: number;
  /** Called after each kill. */
  readonly onKill?: (done: number, killed: number) => void;
}

/** What became of one mode's answers. */
export interface ModeOutcome {
  answers: number;
  /** Ended with an error, or without a finish reason. */
  incomplete: number;
  /** Text, finish reason or steps differ from the undisturbed run. */
  different: number;
  /** Prompt or completion tokens differ from the undisturbed run while the text is the same. */
  usageWrong: number;
}

export interface KillDrillResult {
  readonly kills: number;
  /** Generations that ran on the nodes at the moments they were killed, added up. */
  readonly interrupted: number;
  readonly modes: ReadonlyMap<Question["mode"], ModeOutcome>;
  /** First few problems, in words. */
  readonly problems: readonly string[];
}

/**
 * Keeps `streams` answers under way, kills the nodes one after the other by SIGKILL while they compute, restarts each, and
 * compares every answer with the undisturbed one to the same question.
 */
export async function killDrill(cluster: Cluster, options: KillDrillOptions): Promise<KillDrillResult> {
  const client = drillClient(cluster.edge.url, cluster.apiKey);
  const undisturbed: Heard[] = [];
  for (const question of options.questions) {
    undisturbed.push(await ask(client, question));
  }
  const modes = new Map<Question["mode"], ModeOutcome>();
  const problems: string[] = [];
  let next = 0;
  let over = false;
  const stream = async (): Promise<void> => {
    while (!over) {
      const index = next++ % options.questions.length;
      const [question, expected] = [options.questions[index], undisturbed[index]];
      if (question === undefined || expected === undefined) {
        throw new RangeError("a drill needs questions");
      }
      await compare(client, question, expected, modes, problems);
    }
  };
  const streams = Array.from({ length: options.streams }, stream);
  const random = mulberry32(options.seed);
  let interrupted = 0;
  try {
    for (let done = 0; done < options.kills; done++) {
      const node = cluster.nodes[done % cluster.nodes.length];
      if (node !== undefined) {
        const running = await killWhileBusy(node, random);
        interrupted += running;
        options.onKill?.(done + 1, running);
        await node.restart();
        // The node listens; the gateway may not know it yet. Killing the other one now would leave none.
        await untilReady(cluster, cluster.nodes.length);
      }
    }
  } finally {
    over = true;
    await Promise.all(streams);
  }
  return { kills: options.kills, interrupted, modes, problems };
}

async function compare(
  client: OpenAI,
  question: Question,
  expected: Heard,
  modes: Map<Question["mode"], ModeOutcome>,
  problems: string[],
): Promise<void> {
  const outcome = modes.get(question.mode) ?? { answers: 0, incomplete: 0, different: 0, usageWrong: 0 };
  modes.set(question.mode, outcome);
  const note = (text: string): void => {
    if (problems.length < 10) {
      problems.push(`${question.mode}, temperature ${question.temperature}, seed ${question.seed}: ${text}`);
    }
  };
  const heard = await ask(client, question).catch((error: unknown) => String(error));
  outcome.answers++;
  if (typeof heard === "string" || heard.finishReason === null) {
    outcome.incomplete++;
    note(typeof heard === "string" ? heard : "no finish reason");
    return;
  }
  const sameText = heard.text === expected.text;
  if (!sameText || heard.finishReason !== expected.finishReason || heard.steps !== expected.steps) {
    outcome.different++;
    if (question.mode === "dense") {
      note(`expected ${JSON.stringify(expected)}, heard ${JSON.stringify(heard)}`);
    }
  }
  const tokensAgree = !sameText || heard.completionTokens === expected.completionTokens;
  if (heard.promptTokens !== expected.promptTokens || !tokensAgree) {
    outcome.usageWrong++;
    note(`usage ${heard.promptTokens} + ${heard.completionTokens}`);
  }
}

/** Kills a node at a random moment of its work; returns how many generations it ran. */
async function killWhileBusy(node: DrillNode, random: () => number): Promise<number> {
  const deadline = Date.now() + BUSY_WITHIN_MS;
  while ((await node.metric("dyllm_running")) === 0) {
    if (Date.now() > deadline) {
      throw new Error(`${node.id} got no work within ${BUSY_WITHIN_MS} ms`);
    }
    await pause(LOOK_MS);
  }
  await pause(random() * 200);
  const running = await node.metric("dyllm_running");
  await node.kill();
  return running;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A small seeded generator, 0…1. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Questions of all modes, greedy and sampled, that take long enough to be interrupted. */
export function drillQuestions(modes: readonly Question["mode"][], maxTokens: number): Question[] {
  const prompts = ["Tell me about the sea and everything in it.", "What is 347 + 586? Then go on counting."];
  return modes.flatMap((mode) =>
    [0, 2].flatMap((temperature) =>
      prompts.map((prompt, i): Question => ({ prompt, mode, temperature, seed: 11 + i, maxTokens })),
    ),
  );
}
