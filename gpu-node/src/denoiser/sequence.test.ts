import { DENOISING_MODES, DyllmError, resumeFrom, type UnnumberedFrame } from "@dyllm/shared";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { activeRowsOf } from "../backend/backend.ts";
import { rowRange } from "../backend/testing/make-plan.ts";
import type { ResolvedOptions } from "./options.ts";
import { Sequence } from "./sequence.ts";
import { BYTE_SEQUENCE_MODEL, bytesOf, EOS, EOT, MASK } from "./testing/byte-model.ts";
import { drive, recordOf, SMALL } from "./testing/drive.ts";
import { fixedScript, hashedScript, ScriptedSlot } from "./testing/scripted-slot.ts";

const SEED = 41_003;
const PROMPT = bytesOf("ask");

function sequence(
  changes: Partial<ResolvedOptions> = {},
  resume?: ConstructorParameters<typeof Sequence>[3],
): Sequence {
  return new Sequence(BYTE_SEQUENCE_MODEL, PROMPT, { ...SMALL, ...changes }, resume);
}

const ofType = <Type extends UnnumberedFrame["type"]>(frames: readonly UnnumberedFrame[], type: Type) =>
  frames.filter((frame): frame is Extract<UnnumberedFrame, { type: Type }> => frame.type === type);

const options = fc.record({
  mode: fc.constantFrom(...DENOISING_MODES),
  blocks: fc.integer({ min: 1, max: 3 }),
  blockLength: fc.integer({ min: 1, max: 8 }),
  shorter: fc.integer({ min: 0, max: 7 }),
  pace: fc.double({ min: 0, max: 1, noNaN: true }),
  confidenceThreshold: fc.constantFrom(null, 0.3, 0.9),
  entropyBound: fc.constantFrom(null, null, 0, 0.6),
  lookahead: fc.constantFrom(null, 0, 5),
  earlyStop: fc.boolean(),
  temperature: fc.constantFrom(0, 1),
  denseSteps: fc.integer({ min: 1, max: 4 }),
  fullEvery: fc.integer({ min: 1, max: 4 }),
  refreshEvery: fc.integer({ min: 0, max: 4 }),
  seed: fc.nat(),
});

type Drawn = typeof options extends fc.Arbitrary<infer D> ? D : never;

function resolved({ blocks, blockLength, shorter, pace, ...rest }: Drawn): ResolvedOptions {
  const window = blocks * blockLength;
  const maxTokens = window - Math.min(shorter, blockLength - 1);
  return { ...SMALL, ...rest, window, maxTokens, blockLength, steps: blocks + Math.floor(pace * (window - blocks)) };
}

describe("Sequence", () => {
  it("gives the answer as text, ends at the end token and counts it not", () => {
    const { frames } = drive(sequence(), fixedScript([...bytesOf("hé!"), EOT]));
    expect(recordOf(frames)).toMatchObject({ text: "hé!", end: "done" });
    expect(frames.slice(-2)).toEqual([
      expect.objectContaining({ type: "usage", promptTokens: 3, completionTokens: 4, salientFraction: 1 }),
      { type: "done", finishReason: "stop" },
    ]);
  });

  it("ends with length when the answer fills its limit, and leaves what lies past it masked", () => {
    const { frames, plans } = drive(sequence({ maxTokens: 11 }), fixedScript(bytesOf("abcdefghijklmnop")));
    expect(recordOf(frames).text).toBe("abcdefghijk");
    expect(frames.at(-1)).toEqual({ type: "done", finishReason: "length" });
    expect(plans.length).toBe(11);
  });

  it("starts no further block and fills no position behind an end token", () => {
    const { frames, plans } = drive(sequence(), fixedScript([97, EOS]));
    const positions = ofType(frames, "committed").flatMap((frame) => frame.positions);
    expect(Math.max(...positions)).toBeLessThan(8);
    for (const plan of plans.slice(1)) {
      expect(plan.score.length).toBeLessThan(8);
    }
    expect(recordOf(frames).text).toBe("a");
  });

  it("spends no step after a stop string is complete", () => {
    const tokens = bytesOf("one STOP two....");
    const whole = drive(sequence({ blockLength: 4 }), fixedScript(tokens));
    const cut = drive(sequence({ blockLength: 4, stop: ["STOP"] }), fixedScript(tokens));
    expect(recordOf(cut.frames).text).toBe("one ");
    expect(cut.frames.at(-1)).toEqual({ type: "done", finishReason: "stop" });
    expect([whole.plans.length, cut.plans.length]).toEqual([16, 8]);
  });

  it("plans the rows of the current block only and reports new tokens as changes of the next step", () => {
    const { plans, frames } = drive(sequence({ steps: 4 }), fixedScript(bytesOf("abcdefghijklmnop")));
    expect(plans.map((plan) => plan.score.length)).toEqual([8, 4, 8, 4]);
    const committed = ofType(frames, "committed");
    for (const [i, plan] of plans.slice(1).entries()) {
      expect([...plan.changes.positions]).toEqual(committed[i]?.positions.map((position) => position + PROMPT.length));
      expect([...plan.changes.tokens]).toEqual(committed[i]?.tokens);
    }
    expect(plans.map((plan) => plan.choice.step)).toEqual([1, 2, 3, 4]);
  });

  it("begins sparse steps after the dense ones and leaves the prompt out of response-only steps", () => {
    const { plans, frames } = drive(sequence({ mode: "dyllm" }), fixedScript(bytesOf("abcdefghijklmnop")));
    const shown = plans.map((plan) => (plan.kind === "sparse" ? (plan.firstRow === 0 ? "w" : "r") : "d")).join("");
    expect(shown).toBe("ddwwwrrrwrrrwrrr");
    expect(plans.some((plan) => plan.kind === "sparse" && plan.exact)).toBe(false);
    const [usage] = ofType(frames, "usage");
    expect(usage?.salientFraction).toBeGreaterThan(0);
    expect(usage?.salientFraction).toBeLessThan(1);
  });

  it("leaves out rows beyond the lookahead and takes them in with a dense step when the answer comes near", () => {
    const run = sequence({ mode: "dyllm", denseSteps: 1, blockLength: 4, lookahead: 4 });
    const { plans } = drive(run, fixedScript(bytesOf("abcdefghijklmnop")));
    const shown = plans.map((plan) => `${plan.kind[0]}${(plan.endRow ?? 0) - PROMPT.length}`);
    expect(shown).toEqual(["d8", ..."s8 s8 s8 d12 s12 s12 s12 d16 s16 s16 s16 s16 s16 s16 s16".split(" ")]);
  });

  it("with a block cache recomputes the block's rows, or those behind it too, after a dense step at its start", () => {
    const script = fixedScript(bytesOf("abcdefghijklmnop"));
    const shown = (mode: ResolvedOptions["mode"]) =>
      drive(sequence({ mode, denseSteps: 1, steps: 6 }), script).plans.map((plan) => {
        const active = activeRowsOf(plan, 19);
        return `${plan.kind} ${(active[0] ?? 0) - PROMPT.length}…${(active.at(-1) ?? 0) + 1 - PROMPT.length}`;
      });
    const all = "dense -3…16";
    expect(shown("block-cache")).toEqual([all, "block 0…8", "block 0…8", all, "block 8…16", "block 8…16"]);
    expect(shown("prefix-cache")).toEqual([all, "block 0…16", "block 0…16", all, "block 8…16", "block 8…16"]);
  });

  it("with delayed caching recomputes open rows, those just committed, and at a block's start the block before", () => {
    const run = sequence({ mode: "delayed-cache", denseSteps: 1, steps: 8, blockLength: 4, lookahead: 4 });
    const { plans } = drive(run, fixedScript(bytesOf("abcdefghijklmnop")));
    const [first, ...rest] = plans;
    expect([first?.kind, first?.endRow]).toEqual(["dense", PROMPT.length + 8]);
    let ends = PROMPT.length + 8;
    for (const [i, plan] of rest.entries()) {
      const block = Math.floor((i + 1) / 2);
      const active = [...activeRowsOf(plan, 0)];
      const fresh = [...plan.changes.positions];
      const due = [...plan.score, ...fresh].sort((a, b) => a - b);
      const previous = rowRange(PROMPT.length + 4 * (block - 1), Math.min(PROMPT.length + 4 * (block + 2), 19));
      expect(plan).toMatchObject({ kind: "block", keep: "keys-values" });
      expect(active).toEqual(i % 2 === 1 ? [...previous] : due);
      // Whatever the caches lack is among the rows computed.
      const joining = active.filter((row) => row >= ends);
      expect(joining).toHaveLength((plan.endRow ?? 0) - ends);
      ends = plan.endRow ?? 0;
    }
  });

  it("after a warm start computes what nobody has, needs no dense step, and says what it was given", () => {
    const run = sequence({ mode: "delayed-cache", denseSteps: 2, steps: 8, blockLength: 4, lookahead: 4 });
    expect(run.canStartWarm).toBe(true);
    run.startWarm(2);
    const plan = run.plan();
    expect(plan).toMatchObject({ kind: "block", keep: "keys-values", endRow: PROMPT.length + 8 });
    expect(plan !== null && [...activeRowsOf(plan, 0)]).toEqual([...rowRange(2, PROMPT.length + 8)]);
    expect(run.usage().cachedTokens).toBe(2);
    expect([run.canWarmOthers, sequence().canStartWarm, sequence().usage().cachedTokens]).toEqual([
      false,
      false,
      undefined,
    ]);
  });

  it("without early stop fills the window, and the text still ends at the end token", () => {
    const script = fixedScript([...bytesOf("ab"), EOT]);
    const { frames, plans } = drive(sequence({ earlyStop: false }), script);
    expect([plans.length, recordOf(frames).committed.size, recordOf(frames).text]).toEqual([16, 16, "ab"]);
    expect(frames.at(-1)).toEqual({ type: "done", finishReason: "stop" });
  });

  it("commits by entropy where there is a bound, several rows a step", () => {
    const bounded = drive(sequence({ entropyBound: 0.5 }), fixedScript(bytesOf("abcdefghijklmnop")));
    expect(recordOf(bounded.frames).text).toBe("abcdefghijklmnop");
    expect(bounded.plans.every((plan) => plan.choice.entropies)).toBe(true);
    expect(bounded.plans.length).toBeLessThan(16);
    expect(drive(sequence(), fixedScript([])).plans.some((plan) => "entropies" in plan.choice)).toBe(false);
  });

  it("repeats a step densely when a confidence is not a number, and goes on when that helps", () => {
    const run = sequence({ mode: "dyllm", denseSteps: 1 });
    const slot = new ScriptedSlot(run.canvasTokens(), hashedScript(1000));
    run.start();
    const first = run.plan();
    expect(first !== null && run.apply(slot.step(first)).length).toBeGreaterThan(0);
    const sparse = run.plan();
    expect(sparse?.kind).toBe("sparse");
    if (sparse === null) {
      return;
    }
    const broken = slot.step(sparse);
    broken.confidences[3] = Number.NaN;
    expect(run.apply(broken)).toEqual([]);
    const retry = run.plan();
    expect([retry?.kind, retry?.choice.step, retry?.changes.positions.length]).toEqual(["dense", 2, 0]);
    expect(retry !== null && run.apply(slot.step(retry))[0]).toMatchObject({ type: "committed", step: 2 });
    expect(run.plan()?.kind).toBe("sparse");
  });

  it("fails with numerical_error when the dense repetition is no number either", () => {
    const run = sequence();
    const slot = new ScriptedSlot(run.canvasTokens(), hashedScript(1000));
    const step = () => {
      const plan = run.plan();
      if (plan === null) {
        throw new Error("ended early");
      }
      const result = slot.step(plan);
      result.confidences.fill(Number.NaN);
      return run.apply(result);
    };
    expect(step()).toEqual([]);
    expect(step).toThrow(expect.objectContaining({ code: "numerical_error" }));
  });

  it("refuses a result that is not of the step planned", () => {
    const run = sequence();
    const none = {
      tokens: new Int32Array(0),
      confidences: new Float64Array(0),
      salientRows: new Int32Array(0),
      recomputed: new Int32Array(0),
      activeRows: 0,
    };
    expect(() => run.apply(none)).toThrow(RangeError);
    run.plan();
    expect(() => run.apply(none)).toThrow(RangeError);
  });

  it(`commits exactly the window in exactly the planned steps of the fixed schedule (seed ${SEED})`, () => {
    fc.assert(
      fc.property(options, (drawn) => {
        const opts = { ...resolved({ ...drawn, shorter: 0 }), confidenceThreshold: null, entropyBound: null };
        const run = new Sequence(BYTE_SEQUENCE_MODEL, PROMPT, opts);
        const { plans, frames } = drive(run, (_position, hash) => 97 + (hash % 26));
        expect([plans.length, recordOf(frames).committed.size]).toEqual([opts.steps, opts.window]);
      }),
      { seed: SEED },
    );
  });

  it(`gives text frames that together are the decoded prefix before the end token (seed ${SEED})`, () => {
    fc.assert(
      fc.property(options, (drawn) => {
        const opts = resolved(drawn);
        const { frames } = drive(new Sequence(BYTE_SEQUENCE_MODEL, PROMPT, opts), hashedScript(30));
        const { committed, text } = recordOf(frames);
        const tokens: number[] = [];
        while (tokens.length < opts.maxTokens && committed.get(tokens.length) !== EOS) {
          tokens.push(committed.get(tokens.length) ?? MASK);
        }
        expect(text).toBe(new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(tokens)));
        expect(ofType(frames, "usage")[0]?.completionTokens).toBe(tokens.length);
        expect(frames.at(-1)).toEqual({
          type: "done",
          finishReason: tokens.length < opts.maxTokens ? "stop" : "length",
        });
      }),
      { seed: SEED },
    );
  });

  it(`resumed after any step of a dense run it gives the undisturbed answer (seed ${SEED})`, () => {
    fc.assert(
      fc.property(options, fc.nat(), fc.constantFrom([], ["a"], ["ab", " c"]), (drawn, cut, stop) => {
        const opts: ResolvedOptions = { ...resolved(drawn), mode: "dense", stop };
        const whole = drive(new Sequence(BYTE_SEQUENCE_MODEL, PROMPT, opts), hashedScript(30));
        const steps = cut % (whole.plans.length + 1);
        const first = drive(new Sequence(BYTE_SEQUENCE_MODEL, PROMPT, opts), hashedScript(30), steps);
        const before = recordOf(first.frames.filter((frame) => frame.type === "committed" || frame.type === "text"));
        const resumed = new Sequence(BYTE_SEQUENCE_MODEL, PROMPT, opts, resumeFrom(before));
        const rest = drive(resumed, hashedScript(30));
        expect(recordOf(rest.frames, before)).toEqual(recordOf(whole.frames));
        expect(rest.plans.length).toBe(whole.plans.length - steps);
        expect(rest.frames.at(-1)).toEqual(whole.frames.at(-1));
      }),
      { seed: SEED },
    );
  });

  it("begins a resumed sparse run with a dense step and goes on with its step numbers", () => {
    const resume = { positions: [0, 1, 2, 3, 4, 5], tokens: bytesOf("abcdef"), steps: 6, textLength: 4 };
    const { plans, frames } = drive(sequence({ mode: "dyllm" }, resume), fixedScript(bytesOf("abcdefghijklmnop")));
    expect(plans.slice(0, 3).map((plan) => [plan.kind, plan.choice.step])).toEqual([
      ["dense", 7],
      ["sparse", 8],
      ["sparse", 9],
    ]);
    expect(plans[0]?.changes.positions.length).toBe(0);
    expect(frames[0]).toEqual({ type: "text", text: "ef" });
    expect(recordOf(frames).text).toBe("efghijklmnop");
  });

  it("ends a resumed sequence without a step when it was complete", () => {
    const resume = { positions: [0, 1, 2], tokens: [97, 98, EOS], steps: 3, textLength: 2 };
    const { plans, frames } = drive(sequence({}, resume), hashedScript(30));
    expect(plans).toEqual([]);
    expect(frames.map((frame) => frame.type)).toEqual(["usage", "done"]);
  });

  it.each([
    ["a position outside of the answer", { positions: [16], tokens: [97], textLength: 0 }, "resume.positions"],
    ["a repeated position", { positions: [2, 2], tokens: [97, 97], textLength: 0 }, "resume.positions"],
    ["a mask", { positions: [0], tokens: [MASK], textLength: 0 }, "resume.tokens"],
    ["an id the model has not", { positions: [0], tokens: [260], textLength: 0 }, "resume.tokens"],
    ["more text than the tokens give", { positions: [0], tokens: [97], textLength: 2 }, "resume.textLength"],
  ])("refuses to resume %s", (_what, record, param) => {
    let thrown: unknown;
    try {
      sequence({}, { ...record, steps: 1 }).start();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(DyllmError);
    expect(thrown).toMatchObject({ code: "invalid_value", param });
  });
});
