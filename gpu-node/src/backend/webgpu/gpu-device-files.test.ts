import { describe, expect, it } from "vitest";
import { withCheckpoint } from "../../model/testing/temporary-checkpoint.ts";
import { createBackend } from "../create-backend.ts";
import { hasGpuDevice } from "./gpu-device-files.ts";

describe("the question whether there is a GPU", () => {
  it("is left to the drivers where no device file can answer it", () => {
    expect(hasGpuDevice("darwin")).toBe(true);
    expect(hasGpuDevice("win32")).toBe(true);
  });

  it.skipIf(hasGpuDevice())("makes `auto` take the CPU and say so, without a word of a fallback", async () => {
    const notices: string[] = [];
    const fallbacks: string[] = [];
    const backend = await withCheckpoint({}, (directory) =>
      createBackend({
        directory,
        kind: "auto",
        threads: 1,
        notice: (message) => notices.push(message),
        log: (message) => fallbacks.push(message),
      }),
    );
    expect(backend.name).toBe("cpu");
    expect(notices).toEqual(["this machine has no GPU device: computing on the CPU"]);
    expect(fallbacks).toEqual([]);
    await backend.dispose();
  });
});
