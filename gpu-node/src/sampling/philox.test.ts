import { describe, expect, it } from "vitest";
import { philox, uniform } from "./philox.ts";

type Words = readonly [number, number, number, number, number, number];

/** `philox4x32 10` lines of `kat_vectors`, published with the authors' Random123 library. */
const KNOWN: readonly { readonly input: Words; readonly output: readonly number[] }[] = [
  { input: [0, 0, 0, 0, 0, 0], output: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
  {
    input: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    output: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  },
  {
    input: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0],
    output: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  },
];

describe("philox", () => {
  it.each(KNOWN)("gives the published words for the counter and key $input", ({ input, output }) => {
    const out = new Uint32Array(4);
    philox(out, ...input);
    expect([...out]).toEqual(output);
  });
});

describe("uniform", () => {
  it("stays strictly between 0 and 1 for the extreme words", () => {
    expect(uniform(0, 0)).toBe(2 ** -53);
    expect(uniform(0xffffffff, 0xffffffff)).toBe(1 - 2 ** -53);
  });

  it("has the mean and variance of a uniform distribution over 20000 draws of seed 7", () => {
    const out = new Uint32Array(4);
    const count = 20_000;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < count; i++) {
      philox(out, i, 0, 0, 0, 7, 0);
      const u = uniform(out[0] ?? 0, out[1] ?? 0);
      sum += u;
      squares += u * u;
    }
    const mean = sum / count;
    expect(mean).toBeCloseTo(0.5, 2);
    expect(squares / count - mean * mean).toBeCloseTo(1 / 12, 2);
  });
});
