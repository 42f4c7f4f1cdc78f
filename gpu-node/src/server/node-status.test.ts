import { nodeStatus } from "@dyllm/shared";
import { describe, expect, it } from "vitest";
import { BYTE_MODEL } from "../denoiser/testing/byte-model.ts";
import type { NodeContext } from "./context.ts";
import { nodeStatusOf } from "./node-status.ts";

const DEVICE = {
  adapter: "NVIDIA H200",
  vendor: "nvidia",
  architecture: "hopper",
  software: false,
  precision: "fp16",
  memoryBytes: 20e9,
  limits: { maxBufferSize: 2 ** 40 },
  features: ["shader-f16"],
} as const;

function status(changes: Pick<NodeContext, "backendName" | "backendReason" | "device">) {
  const idle = { running: 0, queued: 0, stepsPerSecond: 0, tokensPerSecond: 0, salientFraction: 0 };
  const context = {
    nodeId: "n",
    model: BYTE_MODEL,
    scheduler: { snapshot: () => idle },
    limits: { maxRunning: 1, maxQueued: 1 },
    isDraining: () => false,
    ...changes,
  };
  return nodeStatus.parse(nodeStatusOf(context as unknown as NodeContext));
}

describe("the status of a node", () => {
  it("names the device it computes on, and why", () => {
    const told = status({ backendName: "webgpu", backendReason: "202 operators on the device", device: DEVICE });
    expect(told).toMatchObject({ backend: "webgpu", backendReason: "202 operators on the device", device: DEVICE });
  });

  it("has no device where it computes on its own cores, and may say why", () => {
    const told = status({ backendName: "cpu", backendReason: "this machine has no GPU device", device: null });
    expect(told.device).toBeUndefined();
    expect(told.backendReason).toBe("this machine has no GPU device");
    expect(status({ backendName: "cpu", backendReason: null, device: null }).backendReason).toBeUndefined();
  });
});
