import { describe, expect, it } from "vitest";
import type { DeviceProbe } from "../backend/webgpu/adapter.ts";
import { inspectDevices } from "./inspect-devices.ts";

async function shown(probe: DeviceProbe): Promise<string> {
  let text = "";
  const out = {
    write: (part: string | Uint8Array): boolean => {
      text += part.toString();
      return true;
    },
  };
  await inspectDevices(out, async () => probe);
  return text;
}

const ADAPTER = { description: "NVIDIA H200", vendor: "nvidia", architecture: "hopper", software: false };

describe("dyllm-node inspect --devices", () => {
  it("shows adapter, maker, limits and features", async () => {
    const known = { ...ADAPTER, limits: { maxStorageBufferBindingSize: 2_147_483_644 }, features: ["shader-f16"] };
    const text = await shown({ type: "adapters", adapters: [known], fp16: true });
    expect(text).toMatch(/adapter +NVIDIA H200\n/);
    expect(text).toMatch(/kind +GPU \(nvidia, hopper\)\n/);
    expect(text).toMatch(/computes +yes; half precision yes\n/);
    expect(text).toMatch(/maxStorageBufferBindingSize +2,147,483,644\n/);
    expect(text).toMatch(/features +shader-f16\n/);
  });

  it("says how limits are made known where they are not", async () => {
    const text = await shown({ type: "adapters", adapters: [{ ...ADAPTER, limits: {}, features: [] }], fp16: false });
    expect(text).toMatch(/limits +not known: install/);
  });

  it("fails with what is missing where there is none", async () => {
    const problem = { type: "problem", problem: "no_loader", message: "install libvulkan1" } as const;
    await expect(shown(problem)).rejects.toThrow("no WebGPU adapter (no_loader): install libvulkan1");
  });
});
