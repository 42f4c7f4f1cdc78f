import { describe, expect, it } from "vitest";
import { interpret, probeDevices } from "./probe-devices.ts";

const ENDING = { report: null, signal: null, code: 0, timedOut: false, log: "" };
const COMPUTES = { type: "computes", fp16: true, adapters: [] };
/** As the Vulkan loader 1.3 writes it with VK_LOADER_DEBUG=driver. */
const DEVICES = `INFO | DRIVER:         Sorted order:
INFO | DRIVER:               [0] llvmpipe (LLVM 15.0.6, 256 bits)  
INFO | DRIVER:               [1] NVIDIA H200  
Warning: something else
`;

describe("what is known of a machine's adapters", () => {
  it("names them from the loader's log, a real one before a software one", () => {
    const found = interpret({ ...ENDING, report: COMPUTES, log: DEVICES });
    expect(found).toMatchObject({
      type: "adapters",
      fp16: true,
      adapters: [
        { description: "NVIDIA H200", software: false },
        { description: "llvmpipe (LLVM 15.0.6, 256 bits)", software: true },
      ],
    });
  });

  it("has one of no name where the platform has no such log", () => {
    expect(interpret({ ...ENDING, report: COMPUTES })).toMatchObject({
      type: "adapters",
      adapters: [{ software: false }],
    });
  });

  it.each([
    ["no_loader", "Couldn't load Vulkan: libvulkan.so.1: cannot open", /install libvulkan1/],
    ["no_driver", "Warning: vkCreateInstance: Found no drivers!", /install the GPU's driver/],
    ["no_adapter", "shaderUniformBufferArrayDynamicIndexing required. No supported adapters", /Mesa 23 or newer/],
    ["no_runtime", "Error: Cannot find package 'onnxruntime-node'", /npm ci/],
  ])("is %s when the runtime says so, with what to do", (problem, message, remedy) => {
    const found = interpret({ ...ENDING, report: { type: "failed", message } });
    expect(found).toMatchObject({ type: "problem", problem, message: expect.stringMatching(remedy) });
  });

  it("is a crash of the driver when the process dies of a signal, and a hang when it does not answer", () => {
    expect(interpret({ ...ENDING, signal: "SIGSEGV", code: null })).toMatchObject({
      problem: "driver_crash",
      message: expect.stringContaining("SIGSEGV"),
    });
    expect(interpret({ ...ENDING, timedOut: true })).toMatchObject({ problem: "driver_hangs" });
  });

  it("is found out without throwing where no driver can be loaded", { timeout: 120_000 }, async () => {
    const none = { ...process.env, VK_DRIVER_FILES: "/nonexistent", VK_ICD_FILENAMES: "/nonexistent" };
    const found = await probeDevices(none);
    expect(found.type).toBe("problem");
    expect(["no_driver", "no_loader"]).toContain(found.type === "problem" ? found.problem : "");
  });
});
