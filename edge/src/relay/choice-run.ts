import { DyllmError, type ErrorCode, type Frame, type GenerateRequest, type UsageFrame } from "@dyllm/shared";
import type { Candidate } from "../nodes/choose.ts";
import { AnswerSoFar } from "./answer-so-far.ts";
import { toClientError, toStreamError } from "./client-error.ts";
import { hedged } from "./hedge.ts";
import { placeGeneration, type Search } from "./place-generation.ts";
import type { RelayFrame } from "./relay-frame.ts";
import type { Generation } from "./start-generation.ts";

/**
 * An answer that loses so many nodes in a row without a new token ends: a request that kills whoever computes it must not
 * be handed round until no node is left.
 */
export const MAX_FRUITLESS_ATTEMPTS = 3;

/** Error frames after which another node can go on: the request is well, its node is not. */
const NODE_AT_FAULT: ReadonlySet<ErrorCode> = new Set(["node_lost", "draining", "no_capacity"]);

/** How a node's part of an answer ended before the answer did. `final`: no other node would do better. */
interface Break {
  readonly problem: DyllmError;
  readonly final: boolean;
}

/**
 * One choice of a request: one answer, computed on as many nodes as it takes. The search for a node begins when it is
 * made; a node that is lost, stalls or drains is replaced by another one that resumes from the canvas as it stands.
 */
export class ChoiceRun {
  /** The node that accepted it first; rejects when it is refused. */
  readonly accepted: Promise<string>;
  readonly #search: Search;
  readonly #request: GenerateRequest;
  readonly #first: Promise<Generation>;
  readonly #answer = new AnswerSoFar();
  readonly #startedMs = Date.now();
  /** Ids of the nodes that were lost under this answer. */
  readonly #blamed = new Set<string>();
  #seq = 0;
  #usageTold = false;

  /** @param candidates in the order in which they are asked; null: ask the pool */
  constructor(search: Search, request: GenerateRequest, candidates: readonly Candidate[] | null) {
    this.#search = search;
    this.#request = request;
    this.#first = placeGeneration(search, request, candidates);
    this.accepted = this.#first.then(({ node }) => node.id);
    // Whoever reads the frames learns of a refusal there; `accepted` may never be looked at.
    this.accepted.catch(() => {});
  }

  /**
   * The frames up to and including `done`, over all nodes: text neither lost nor repeated, usage once. Whatever else may
   * happen is thrown, after a `usage` frame with what was delivered. So who reads to the end has a complete answer.
   *
   * @throws DyllmError as a caller may be told it
   */
  async *frames(): AsyncGenerator<RelayFrame, void, undefined> {
    const first = await this.#first;
    yield this.#note(first.accepted);
    let generation = await hedged(this.#search, this.#request, first);
    let fruitless = 0;
    for (;;) {
      const before = this.#answer.committed;
      const broken = yield* this.#relay(generation);
      if (broken === null) {
        return;
      }
      fruitless = this.#answer.committed > before ? 0 : fruitless + 1;
      const next =
        broken.final || fruitless >= MAX_FRUITLESS_ATTEMPTS ? null : await this.#takeOver(generation.node.id);
      if (next === null) {
        if (!this.#usageTold) {
          yield { ...this.#answer.usage(), seq: this.#seq++ };
        }
        throw broken.problem;
      }
      generation = next;
      yield { type: "resumed", seq: this.#seq++, nodeId: generation.node.id, steps: this.#answer.steps };
    }
  }

  /** One node's part of the answer; null when it completed it. */
  async *#relay(generation: Generation): AsyncGenerator<RelayFrame, Break | null, undefined> {
    // Told only with the end: a node that drains reports its usage, and then another one goes on.
    let usage: UsageFrame | null = null;
    let computes = false;
    try {
      for await (const frame of generation.frames) {
        if (frame.type === "usage") {
          usage = frame;
        } else if (frame.type === "error") {
          const problem = new DyllmError(frame.code, frame.message, { param: frame.param });
          return yield* this.#errorFrame(generation, problem, usage);
        } else if (frame.type === "done") {
          await generation.complete();
          yield* this.#tell(usage);
          yield this.#note(frame);
          return null;
        } else {
          if (!computes && frame.type === "committed") {
            computes = true;
            generation.progressed();
          }
          yield this.#note(frame);
        }
      }
    } catch (thrown) {
      const problem = toStreamError(thrown, this.#search.signal);
      this.#lost(generation);
      return { problem, final: this.#search.signal.aborted };
    }
    this.#lost(generation);
    return { problem: new DyllmError("node_lost", "The node was lost before the answer was complete."), final: false };
  }

  async *#errorFrame(
    generation: Generation,
    problem: DyllmError,
    usage: UsageFrame | null,
  ): AsyncGenerator<RelayFrame, Break, undefined> {
    const { pool } = this.#search;
    if (!NODE_AT_FAULT.has(problem.code)) {
      generation.end("served");
      yield* this.#tell(usage);
      return { problem: toClientError(problem), final: true };
    }
    if (problem.code === "no_capacity") {
      generation.end("served");
      pool.refused(generation.node);
    } else {
      generation.end(problem.code === "node_lost" ? "failed" : "served");
      pool.lost(generation.node);
    }
    const message = "The node stopped before the answer was complete, and no other one could go on.";
    return { problem: new DyllmError("node_lost", message), final: false };
  }

  *#tell(usage: UsageFrame | null): Generator<RelayFrame, void, undefined> {
    if (usage !== null) {
      this.#usageTold = true;
      yield this.#note(usage);
    }
  }

  #note(frame: Frame): RelayFrame {
    this.#answer.add(frame);
    return { ...frame, seq: this.#seq++ };
  }

  #lost(generation: Generation): void {
    const { pool, signal } = this.#search;
    if (signal.aborted) {
      generation.end("left");
      return;
    }
    // One request, one failure: if it is the request that breaks its nodes, it shall not open their breakers alone.
    generation.end(this.#blamed.has(generation.node.id) ? "left" : "failed");
    this.#blamed.add(generation.node.id);
    pool.lost(generation.node);
  }

  /** Another node, or the same one if it comes back in time; null when there is none. */
  async #takeOver(lost: string): Promise<Generation | null> {
    const resume = this.#answer.resumePoint();
    // What the answer has used of its time is gone, on whatever node.
    const timeoutMs = Math.max(1, this.#request.timeoutMs - (Date.now() - this.#startedMs));
    const request = { ...this.#request, timeoutMs, ...(resume !== undefined && { resume }) };
    try {
      return await placeGeneration({ ...this.#search, avoid: lost }, request, null);
    } catch (thrown) {
      if (this.#search.signal.aborted) {
        throw toStreamError(thrown, this.#search.signal);
      }
      if (thrown instanceof DyllmError) {
        return null;
      }
      throw thrown;
    }
  }
}
