import { PRESETS } from "@dyllm/shared";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Gateway, hmacHex, PEPPER, SECRET, startGateway } from "../../test/gateway.ts";
import { answerFrames, frameResponse, MODEL, nodeStatusOf, serveNodes } from "../../test/upstream.ts";
import type { NodeView } from "../nodes/choose.ts";
import { presetUnderLoad, saturation } from "./lower-preset.ts";

const BODY = { model: MODEL, messages: [{ role: "user", content: "hello" }] };

afterEach(() => {
  vi.restoreAllMocks();
});

describe("the preset under load", () => {
  it("falls step by step, never below the policy's lowest, and never rises", () => {
    const at = (lowest: "balanced" | "fast"): string[] =>
      [0, 0.99, 1, 1.99, 2, 50].map((load) => presetUnderLoad("quality", lowest, load));
    expect(at("fast")).toEqual(["quality", "quality", "balanced", "balanced", "fast", "fast"]);
    expect(at("balanced")).toEqual(["quality", "quality", "balanced", "balanced", "balanced", "balanced"]);
    expect(PRESETS.map((asked) => presetUnderLoad(asked, "balanced", 9))).toEqual(["balanced", "balanced", "fast"]);
  });
});

describe("saturation", () => {
  const view = (over: Partial<NodeView>, running = 4): NodeView =>
    ({ ready: true, full: false, load: 0, status: { ...nodeStatusOf("n"), running }, ...over }) as NodeView;

  it("is that of the least busy node that serves the model", () => {
    expect(saturation([view({ load: 8 }), view({ load: 3 })], MODEL)).toBe(0.75);
    expect(saturation([view({ load: 4 }), view({ load: 0, ready: false })], MODEL)).toBe(1);
    expect(saturation([view({ load: 1, full: true })], MODEL)).toBe(2);
    expect(saturation([view({ load: 8 })], "another")).toBe(0);
  });
});

describe("a key whose preset may be lowered", () => {
  async function gatewayOf(keyId: string, lowestPreset: string | null): Promise<Gateway> {
    const record = { id: keyId, digest: await hmacHex(PEPPER, SECRET), pepperVersion: 1, name: "k", env: "live" };
    return await startGateway({ keyId, bindings: { API_KEYS: JSON.stringify([{ ...record, lowestPreset }]) } });
  }

  const serve = (running: number): ReturnType<typeof serveNodes> =>
    serveNodes(
      { "node-a.test": (request) => frameResponse(answerFrames(request, ["a"])) },
      { "node-a.test": { ...nodeStatusOf("node-a"), running } },
    );

  it("gets the lower one while all nodes are busy, and is told", async () => {
    const seen = serve(4);
    const gateway = await gatewayOf("presetlow001", "fast");
    const answer = await gateway.chat(BODY);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("x-dyllm-preset")).toBe("fast");
    expect(seen[0]?.request.denoising.preset).toBe("fast");
    const quality = await gateway.chat({ ...BODY, dyllm: { preset: "quality" } });
    expect(quality.headers.get("x-dyllm-preset")).toBe("balanced");
  });

  it("gets what it asked for while a node is free, and keeps settings of its own in any case", async () => {
    const seen = serve(0);
    const gateway = await gatewayOf("presetlow002", "fast");
    const answer = await gateway.chat({ ...BODY, dyllm: { preset: "quality" } });
    expect(answer.headers.get("x-dyllm-preset")).toBe("quality");
    vi.restoreAllMocks();
    const busy = serve(8);
    const own = await (await gatewayOf("presetlow003", "fast")).chat({ ...BODY, dyllm: { mode: "dense" } });
    expect(own.headers.get("x-dyllm-preset")).toBe(null);
    expect(busy[0]?.request.denoising).toEqual({ mode: "dense" });
    expect(seen[0]?.request.denoising.preset).toBe("quality");
  });

  it("is off by default", async () => {
    const seen = serve(8);
    const gateway = await gatewayOf("presetlow004", null);
    expect((await gateway.chat({ ...BODY, dyllm: { preset: "quality" } })).headers.get("x-dyllm-preset")).toBe(
      "quality",
    );
    expect(seen[0]?.request.denoising.preset).toBe("quality");
    expect((await gateway.chat(BODY)).headers.get("x-dyllm-preset")).toBe(null);
  });
});
