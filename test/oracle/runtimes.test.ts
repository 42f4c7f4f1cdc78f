import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFrozen } from "../../tools/taskgen/src/frozen.ts";
import { firstOfEach, openRuntime, type RuntimeUnderTest, sameTokens } from "../bench/runtimes/compare.ts";

const MODEL = fileURLToPath(new URL("../../models/dyllm-demo", import.meta.url));
/** One of each family of the frozen development split; `npm run bench:runtimes` takes as many as are asked for. */
const items = firstOfEach(await readFrozen("dev"), 1);

describe("the default model on the native runtime and in WebAssembly", () => {
  const open: RuntimeUnderTest[] = [];
  beforeAll(async () => {
    open.push(await openRuntime(MODEL, "cpu", 2), await openRuntime(MODEL, "wasm", 2));
  });
  afterAll(() => Promise.all(open.map((runtime) => runtime.close())));

  it("are two runtimes", () => {
    expect(open.map(({ name }) => name)).toEqual(["cpu", "wasm"]);
    expect(items.length).toBeGreaterThanOrEqual(20);
  });

  it.each(items)("give the same tokens for an item of $family", async (item) => {
    const [native, wasm] = await Promise.all(open.map((runtime) => runtime.answer(item)));
    if (native === undefined || wasm === undefined) {
      throw new Error("a runtime is missing");
    }
    expect(native.tokens.size).toBeGreaterThan(0);
    expect([sameTokens(wasm, native), wasm.steps]).toEqual([true, native.steps]);
  });
});
