import type { Backend, Slot, StepPlan, StepResult } from "../../../gpu-node/src/backend/backend.ts";
import { GREEDY, makePlan, rowRange } from "../../../gpu-node/src/backend/testing/make-plan.ts";
import { type Divergence, divergenceFrom } from "../denoise/divergence.ts";
import { stepFlops } from "../denoise/flops.ts";
import type { EventBackend } from "./backends.ts";
import type { EventSettings } from "./engine.ts";
import { eventFlops } from "./flops.ts";

/** One step of a decode: what was written before it and what it scores. */
export interface PathStep {
  readonly changes: StepPlan["changes"];
  readonly score: Int32Array;
  /** Behind the last row that takes part. */
  readonly endRow: number;
  readonly blockFrom: number;
  readonly blockTo: number;
}

/** A decode that every method repeats, so that all are measured on the same canvases. The first step is always dense. */
export interface Path {
  readonly tokens: Int32Array;
  readonly promptRows: number;
  readonly steps: readonly PathStep[];
}

/** A way to compute a step. */
export type Contender =
  | { readonly name: string; readonly rule: "dense" | "block-cache" }
  | { readonly name: string; readonly rule: "dyllm-exact"; readonly tau: number }
  | { readonly name: string; readonly rule: "event"; readonly settings: EventSettings };

export interface Backends {
  readonly engine: Backend;
  readonly event: EventBackend;
}

/** One step of one contender. */
export interface StepMeasure {
  /** Whether the method computed every row densely: its first step, a new block, a wider window. */
  readonly dense: boolean;
  readonly ms: number;
  /** Processor time of the whole process meanwhile: with one thread, what other work on the machine does not change. */
  readonly cpuMs: number;
  /** Of an event-driven step: the session's run alone. */
  readonly runMs: number;
  readonly flops: number;
  /** Rows by layer: of event-driven steps those whose input changed, else those whose feed-forward was computed. */
  readonly changed: readonly number[];
  readonly committed: readonly number[];
  /** From dense on the same canvas; null where it was not measured. */
  readonly divergence: Divergence | null;
}

/** Every so many steps a sparse step of `dyllm-exact` covers the prompt's rows too, as in the product. */
const WHOLE_EVERY = 4;

/**
 * Repeats a path with every contender, step by step in turn. Time and divergence are measured in separate replays, because
 * the whole distributions that divergence needs are dear.
 *
 * @param probeEvery 0: times; else divergences of every so many steps
 */
export async function replay(
  backends: Backends,
  contenders: readonly Contender[],
  path: Path,
  probeEvery: number,
): Promise<Map<string, StepMeasure[]>> {
  const measures = new Map<string, StepMeasure[]>(contenders.map(({ name }) => [name, []]));
  const slots = new Map<string, Slot>();
  for (const { name, rule } of contenders) {
    slots.set(name, await backendOf(backends, rule).open(path.tokens));
  }
  const canvas = path.tokens.slice();
  for (const [i, step] of path.steps.entries()) {
    for (const [j, row] of step.changes.positions.entries()) {
      canvas[row] = step.changes.tokens[j] ?? 0;
    }
    const probed = probeEvery > 0 && i % probeEvery === 0;
    const reference = probed ? await denseReference(backends.engine, canvas, step) : null;
    const first = i % contenders.length;
    for (const contender of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      const slot = slots.get(contender.name) ?? 0;
      const measure = await runStep(backends, contender, slot, path, i, reference);
      measures.get(contender.name)?.push(measure);
    }
  }
  for (const { name, rule } of contenders) {
    await backendOf(backends, rule).close(slots.get(name) ?? 0);
  }
  return measures;
}

function backendOf(backends: Backends, rule: Contender["rule"]): Backend {
  return rule === "event" ? backends.event : backends.engine;
}

async function runStep(
  backends: Backends,
  contender: Contender,
  slot: Slot,
  path: Path,
  index: number,
  reference: StepResult | null,
): Promise<StepMeasure> {
  const backend = backendOf(backends, contender.rule);
  const plan = planOf(contender, slot, path, index, reference === null ? 0 : backend.shape.vocab);
  if (contender.rule === "event") {
    backends.event.settings = contender.settings;
  }
  const cpu = process.cpuUsage();
  const started = performance.now();
  const [result] = await backend.step([plan]);
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  const cpuMs = (user + system) / 1000;
  if (result === undefined) {
    throw new Error("a step gave no result");
  }
  const rows = plan.endRow ?? path.tokens.length;
  const salientRows = [...result.salientRows];
  const divergence =
    reference?.candidates === undefined || result.candidates === undefined
      ? null
      : divergenceFrom(reference.candidates, result.candidates);
  const last = backends.event.last;
  if (contender.rule === "event" && last !== null) {
    const counts = { rows, scored: plan.score.length, plainShare: contender.settings.plainShare, events: last.rows };
    return {
      dense: plan.kind === "dense",
      ms,
      cpuMs,
      runMs: last.runMs,
      flops: eventFlops(backend.shape, counts),
      changed: last.rows.changed.map((list) => list.length),
      committed: salientRows,
      divergence,
    };
  }
  const { kind } = plan;
  const exact = true;
  const { activeRows } = result;
  const [changed, scored] = [plan.changes.positions.length, plan.score.length];
  const record = { ms, kind, exact, rows, activeRows, changed, scored, salientRows, divergence };
  return {
    dense: kind === "dense",
    ms,
    cpuMs,
    runMs: ms,
    flops: stepFlops(backend.shape, record),
    changed: salientRows,
    committed: salientRows,
    divergence,
  };
}

function planOf(contender: Contender, slot: Slot, path: Path, index: number, candidates: number): StepPlan {
  const step = path.steps[index];
  const previous = path.steps[index - 1];
  if (step === undefined) {
    throw new RangeError(`the path has no step ${index}`);
  }
  const { rule } = contender;
  const dense =
    rule === "dense" ||
    previous?.endRow !== step.endRow ||
    (rule === "block-cache" && previous.blockFrom !== step.blockFrom);
  const kind = dense ? "dense" : rule === "block-cache" ? "block" : "sparse";
  const whole = rule !== "dyllm-exact" || index % WHOLE_EVERY === 0;
  const plan = makePlan({
    kind,
    endRow: step.endRow,
    keep: rule === "dense" ? "nothing" : kind === "block" ? "nothing" : "all",
    firstRow: whole ? 0 : path.promptRows,
    active: rowRange(step.blockFrom, step.blockTo),
    changes: step.changes,
    score: step.score,
    tau: rule === "dyllm-exact" ? contender.tau : 1,
    choice: { ...GREEDY, step: index, topCandidates: candidates },
  });
  return { slot, ...plan };
}

/** The whole distributions of a dense step on the canvas. */
async function denseReference(engine: Backend, canvas: Int32Array, step: PathStep): Promise<StepResult | null> {
  const slot = await engine.open(canvas);
  const nothing = { positions: new Int32Array(0), tokens: new Int32Array(0) };
  const path = { tokens: canvas, promptRows: 0, steps: [{ ...step, changes: nothing }] };
  const [result] = await engine.step([planOf({ name: "reference", rule: "dense" }, slot, path, 0, engine.shape.vocab)]);
  await engine.close(slot);
  return result ?? null;
}
