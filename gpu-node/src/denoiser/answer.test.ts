import { resumeFrom } from "@dyllm/shared";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Answer, type GappedPrompt } from "./answer.ts";
import { Sequence } from "./sequence.ts";
import { BYTE_SEQUENCE_MODEL, bytesOf, EOS, MASK } from "./testing/byte-model.ts";
import { drive, recordOf, SMALL } from "./testing/drive.ts";
import { hashedScript } from "./testing/scripted-slot.ts";

const SEED = 90_417;

const TWO_GAPS: GappedPrompt = { segments: [bytesOf("ab"), bytesOf("c"), bytesOf("de")], gapTokens: [3, 2] };
/** Two gaps have a block each. */
const OPTIONS = { ...SMALL, maxTokens: 5, window: 16 };

const answer = (prompt: GappedPrompt = TWO_GAPS, changes: Partial<typeof OPTIONS> = {}): Answer =>
  new Answer(BYTE_SEQUENCE_MODEL, prompt, { ...OPTIONS, ...changes });

function fill(into: Answer, positions: readonly number[], text: string): void {
  for (const [i, token] of bytesOf(text).entries()) {
    into.commit(positions[i] ?? 0, token);
  }
}

/** What has become text, without the tokens it came from. */
const textsOf = (gaps: Answer) => gaps.read().map(({ gap, text }) => ({ gap, text }));

describe("an answer in several gaps", () => {
  it("lies between the segments, and its positions count the rows of the gaps", () => {
    const gaps = answer();
    expect([...gaps.canvasTokens()]).toEqual([97, 98, MASK, MASK, MASK, 99, MASK, MASK, 100, 101]);
    expect([0, 1, 2, 3, 4].map((position) => gaps.toRow(position))).toEqual([2, 3, 4, 6, 7]);
    expect([1, 2, 4, 5, 6, 7, 8].map((row) => gaps.toPosition(row))).toEqual([null, 0, 2, null, 3, 4, null]);
    expect([gaps.promptTokens, gaps.window, gaps.rows, gaps.firstRow]).toEqual([5, 5, 10, 2]);
  });

  it("is filled gap by gap, each with blocks of its own", () => {
    const gaps = answer(TWO_GAPS, { blockLength: 2 });
    expect(gaps.candidates(2)).toEqual({ block: 0, positions: [0, 1] });
    fill(gaps, [0, 1], "xy");
    expect(gaps.candidates(2)).toEqual({ block: 1, positions: [2] });
    fill(gaps, [2], "z");
    gaps.read();
    expect(gaps.candidates(2)).toEqual({ block: 2, positions: [3, 4] });
  });

  it("gives the text of each gap, a newline between them, and ends with length when one is full", () => {
    const gaps = answer();
    fill(gaps, [0, 2], "x.");
    expect(textsOf(gaps)).toEqual([{ gap: 0, text: "x" }]);
    fill(gaps, [1], "y");
    expect(textsOf(gaps)).toEqual([
      { gap: 0, text: "y." },
      { gap: null, text: "\n" },
    ]);
    expect(gaps.finishReason).toBeNull();
    fill(gaps, [3], "q");
    gaps.commit(4, EOS);
    expect(textsOf(gaps)).toEqual([{ gap: 1, text: "q" }]);
    expect([gaps.finishReason, gaps.tokens]).toEqual(["length", 4]);
  });

  it("ends a gap at its first end token and leaves what lies behind it masked, as context of the next", () => {
    const gaps = answer();
    gaps.commit(1, EOS);
    expect(gaps.candidates(8).positions).toEqual([0]);
    fill(gaps, [0], "x");
    gaps.read();
    expect(gaps.isMasked(2)).toBe(true);
    expect(gaps.candidates(8).positions).toEqual([3, 4]);
    fill(gaps, [3], "y");
    gaps.commit(4, EOS);
    gaps.read();
    expect(gaps.finishReason).toBe("stop");
  });

  it("tells with each text which tokens were read for it, held back ones included", () => {
    const gaps = answer(TWO_GAPS, { stop: ["z!"] });
    fill(gaps, [0], "z");
    expect(gaps.read()).toEqual([]);
    fill(gaps, [1], "y");
    expect(gaps.read()).toEqual([{ gap: 0, text: "zy", from: 0, bytes: [Uint8Array.of(122), Uint8Array.of(121)] }]);
    fill(gaps, [2, 3], "xw");
    expect(gaps.read().map(({ from, bytes }) => [from, bytes.length])).toEqual([
      [2, 1],
      [3, 0],
      [3, 1],
    ]);
  });

  it("ends a gap before a stop string, and goes on with the next", () => {
    const gaps = answer(TWO_GAPS, { stop: ["y"] });
    fill(gaps, [0, 1], "xy");
    expect(textsOf(gaps)).toEqual([
      { gap: 0, text: "x" },
      { gap: null, text: "\n" },
    ]);
    expect(gaps.candidates(8).positions).toEqual([3, 4]);
  });
});

describe("a sequence with a suffix", () => {
  const suffixed = (mode: "dense" | "dyllm", resume?: ConstructorParameters<typeof Sequence>[3]): Sequence =>
    new Sequence(
      BYTE_SEQUENCE_MODEL,
      { segments: [bytesOf("pre"), bytesOf("suf")], gapTokens: [6] },
      { ...SMALL, maxTokens: 6, window: 8, mode, fullEvery: 4 },
      resume,
    );

  it("never touches the fixed rows, and leaves only the prefix out of response-only steps", () => {
    const run = suffixed("dyllm");
    expect([...run.canvasTokens().subarray(9)]).toEqual(bytesOf("suf"));
    const { plans, frames } = drive(run, () => 97);
    const rows = plans.flatMap((plan) => [...plan.score, ...plan.changes.positions]);
    expect([Math.min(...rows), Math.max(...rows)]).toEqual([3, 8]);
    expect(plans.map((plan) => (plan.kind === "sparse" ? plan.firstRow : 0))).toEqual([0, 0, 0, 0, 0, 3]);
    expect(recordOf(frames).text).toBe("aaaaaa");
    expect(frames.at(-1)).toEqual({ type: "done", finishReason: "length" });
    expect(frames.some((frame) => frame.type === "text" && frame.gap !== undefined)).toBe(false);
  });

  it("goes on on another node with the same rows", () => {
    const resumed = suffixed("dense", { positions: [0, 2], tokens: bytesOf("xz"), steps: 2, textLength: 1 });
    resumed.start();
    expect([...(resumed.plan()?.score ?? [])]).toEqual([4, 6, 7, 8]);
  });
});

describe("a sequence with several gaps", () => {
  it(`resumed after any step of a dense run gives the undisturbed texts (seed ${SEED})`, () => {
    const gapped = (resume?: ConstructorParameters<typeof Sequence>[3]): Sequence =>
      new Sequence(
        BYTE_SEQUENCE_MODEL,
        { segments: [bytesOf("a"), bytesOf("bc"), [], bytesOf("d")], gapTokens: [9, 4, 6] },
        { ...SMALL, maxTokens: 19, window: 32, steps: 32, stop: ["ab"] },
        resume,
      );
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 3, max: 40 }), (cut, endEvery) => {
        const whole = drive(gapped(), hashedScript(endEvery));
        const steps = cut % (whole.plans.length + 1);
        const first = drive(gapped(), hashedScript(endEvery), steps);
        const before = recordOf(first.frames.filter(({ type }) => type === "committed" || type === "text"));
        const rest = drive(gapped(resumeFrom(before)), hashedScript(endEvery));
        expect(recordOf(rest.frames, before)).toEqual(recordOf(whole.frames));
        expect(recordOf(whole.frames).text.split("\n")).toHaveLength(3);
      }),
      { seed: SEED },
    );
  });
});

describe("a sequence whose answer begins with given tokens", () => {
  it("delivers them first, and fills what follows only", () => {
    const run = new Sequence(BYTE_SEQUENCE_MODEL, bytesOf("ask"), SMALL, undefined, bytesOf("{"));
    const { plans, frames } = drive(run, (position) => (position < 3 ? 98 : EOS));
    expect(recordOf(frames).text).toBe("{bb");
    expect(plans[0]?.score[0]).toBe(4);
  });

  it("refuses a start longer than the answer may be", () => {
    const long = new Array<number>(17).fill(97);
    expect(() => new Sequence(BYTE_SEQUENCE_MODEL, [], SMALL, undefined, long)).toThrow(
      expect.objectContaining({ code: "invalid_value" }),
    );
  });
});

describe("traced frames", () => {
  it("say what each step did, in answer positions", () => {
    const options = { ...SMALL, mode: "dyllm", detail: { trace: true, topLogprobs: 0 } } as const;
    const run = new Sequence(BYTE_SEQUENCE_MODEL, bytesOf("ask"), options);
    const { frames } = drive(run, () => 97);
    const committed = frames.flatMap((frame) => (frame.type === "committed" ? [frame] : []));
    expect(committed.map(({ kind }) => kind?.[0]).join("")).toBe("ddwwwrrrwrrrwrrr");
    for (const frame of committed) {
      expect(frame.pieces).toEqual(frame.tokens.map(() => "a"));
      expect(frame.bytes).toEqual(frame.tokens.map(() => [97]));
      expect(frame.recomputed === undefined).toBe(frame.kind === "dense");
      expect(frame.recomputed?.every((position) => position >= 0 && position < 16) ?? true).toBe(true);
    }
  });

  it("carry the bytes of the prompt's and the text's tokens, for log probabilities and echo", () => {
    const options = { ...SMALL, detail: { trace: false, topLogprobs: 0 } };
    const run = new Sequence(BYTE_SEQUENCE_MODEL, bytesOf("aé"), options);
    expect(run.promptBytes()).toEqual([[97], [0xc3], [0xa9]]);
    const { frames } = drive(run, (position) => (position < 2 ? 98 : EOS));
    const texts = frames.flatMap((frame) => (frame.type === "text" ? [frame] : []));
    const bytes: number[][] = [];
    for (const { from = 0, bytes: read = [] } of texts) {
      for (const [i, token] of read.entries()) {
        bytes[from + i] = token;
      }
    }
    expect(bytes).toEqual([[98], [98]]);
  });

  it("are plain frames unless asked for", () => {
    const { frames } = drive(new Sequence(BYTE_SEQUENCE_MODEL, bytesOf("ask"), SMALL), () => 97);
    const [first] = frames;
    expect(Object.keys(first ?? {}).sort()).toEqual(["confidences", "positions", "step", "tokens", "type"]);
  });
});
