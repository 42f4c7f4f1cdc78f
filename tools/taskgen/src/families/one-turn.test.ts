import { expect, test } from "vitest";
import { finalItem } from "./one-turn.ts";

test("a worked answer closes with its value", () => {
  expect(finalItem("f", "q", ["1 + 1 = 2."], "2").answer).toBe("1 + 1 = 2.\n#### 2");
});
