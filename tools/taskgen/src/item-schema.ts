import { z } from "zod";
import type { Item } from "./types.ts";

const check = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("exact"), text: z.string() }),
  z.object({ kind: z.literal("final"), value: z.string() }),
  z.object({ kind: z.literal("json"), value: z.unknown() }),
  z.object({ kind: z.literal("sql"), setup: z.string(), reference: z.string(), ordered: z.boolean() }),
  z.object({
    kind: z.literal("js"),
    name: z.string(),
    cases: z.array(z.object({ args: z.array(z.unknown()), expected: z.unknown() })),
  }),
  z.object({ kind: z.literal("contains"), words: z.array(z.string()) }),
  z.object({ kind: z.literal("f1"), text: z.string(), min: z.number() }),
  z.object({ kind: z.literal("sudoku"), givens: z.array(z.array(z.number())) }),
]);

/** One line of a frozen file. */
export const itemSchema: z.ZodType<Item> = z.object({
  family: z.string().min(1),
  turns: z.array(z.object({ role: z.enum(["system", "user", "assistant"]), content: z.string() })).min(1),
  answer: z.string(),
  check,
});
