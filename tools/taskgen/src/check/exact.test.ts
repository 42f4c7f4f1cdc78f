import { expect, test } from "vitest";
import { checkExact } from "./exact.ts";

const spec = { kind: "exact", text: "19, 58,\n67" } as const;

test("white space runs and line ends do not matter", () => {
  expect(checkExact(spec, "  19,  58, 67\n").ok).toBe(true);
});

test.each(["19, 58, 76", "19, 58", "19,58, 67", ""])("%j is a different text", (answer) => {
  expect(checkExact(spec, answer).ok).toBe(false);
});
